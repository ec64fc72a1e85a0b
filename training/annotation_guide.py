"""Play the guide of the README ("用自带模型帮忙标注十份报告") and print every command with its output.

People work in a browser; here their work is played: the export that `lawnlp annotations convert` reads is made of the two annotations of corpus/second, which two
annotators made without seeing each other's, put into the tasks that `lawnlp analyze --format label-studio` wrote, in the form in which Label Studio exports.

    python -m training.annotation_guide FOLDER
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lawnlp.annotations.formats.label_studio import record_to_task
from lawnlp.records import read_records, write_records

ROOT = Path(__file__).parents[1]
REPORTS = 10
ANNOTATORS = (("first", {"id": 1, "email": "wu@example.org"}), ("second", {"id": 2, "email": "li@example.org"}))
COMMANDS = """
lawnlp annotations config label-studio -o config.xml
lawnlp analyze reports --format label-studio -o tasks.json
lawnlp annotations convert export.json --each-annotator -o people
lawnlp annotations validate people/wu@example.org.jsonl people/li@example.org.jsonl
lawnlp annotations agree people/wu@example.org.jsonl people/li@example.org.jsonl --list 5 --html agreement.html --adjudicate merged.jsonl
lawnlp train people/wu@example.org.jsonl -o my-model --set components.lawnlp_institutions.divisions=places.csv
lawnlp evaluate gold.jsonl --model my-model
lawnlp annotations convert people/wu@example.org.jsonl --to spacy -o wu.spacy
lawnlp annotations convert people/wu@example.org.jsonl --to conll --layer institutions -o wu.conll
"""


def export_task(task: Mapping[str, Any], number: int, annotations: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A task as Label Studio exports it, with the annotation of each annotator; regions have ids of their own, as if each had been drawn."""
    done = []
    for index, (name, person) in enumerate(ANNOTATORS):
        results = record_to_task(annotations[name], predictions=False)["annotations"][0]["result"]
        results = [{**result, "id": f"{name}-{result['id']}", "origin": "manual"} for result in results]
        done.append(
            {
                "id": 10 * number + index,
                "completed_by": person,
                "result": results,
                "was_cancelled": False,
                "updated_at": f"2026-03-0{index + 1}T08:00:00.000000Z",
            }
        )
    return {**task, "id": number, "annotations": done}


def main() -> None:
    """Write the inputs, run the commands, print what a reader of the guide sees."""
    folder = Path(sys.argv[1])
    (folder / "reports").mkdir(parents=True)
    sets = {name: {record["id"]: record for record in read_records(ROOT / "corpus" / "second" / f"{name}.jsonl")} for name, _ in ANNOTATORS}
    ids = list(sets["first"])
    for id in ids[-REPORTS:]:
        (folder / "reports" / f"{id}.txt").write_text(sets["first"][id]["text"], encoding="utf-8", newline="\n")
    write_records(folder / "gold.jsonl", [sets["first"][id] for id in ids[:-REPORTS]])
    shutil.copy(ROOT / "corpus" / "world" / "divisions.csv", folder / "places.csv")
    for command in COMMANDS.strip().splitlines():
        print(f"$ {command}", flush=True)
        subprocess.run([sys.executable, "-m", *command.split()], cwd=folder, check=False, stderr=subprocess.STDOUT)
        if "tasks.json" in command:
            tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
            export = [export_task(task, n, {name: sets[name][task["data"]["report"]] for name in sets}) for n, task in enumerate(tasks, 1)]
            (folder / "export.json").write_text(json.dumps(export, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
