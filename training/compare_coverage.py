"""Ways to grade coverage, side by side on the dev split: `python -m training.compare_coverage [MODEL]` writes training/COVERAGE.md.

MODEL is a pipeline folder learned from the train split alone; without it one is learned here (some minutes). All ways see the same predicted parts and topics.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.training import Example

import lawnlp
from lawnlp.calibration import calibration, calibration_lines
from lawnlp.evaluation import quadratic_kappa, rounded_grade
from lawnlp.learn.ordinal import Ordinal
from lawnlp.pipeline import build_pipeline
from lawnlp.records import doc_to_record, read_records, record_to_doc
from lawnlp.resources import config_path, config_table
from lawnlp.taxonomy import taxonomy
from lawnlp.text.fold import fold
from lawnlp.training import train
from training.coverage_behaviour import shares

ROOT = Path(__file__).resolve().parents[1]
Records = Sequence[Mapping[str, Any]]
Grades = list[dict[str, int]]


def majority(learn: Records, _: Records, records: Records) -> Grades:
    """The grade that most reports have for the requirement."""
    most = {name: Counter(r["coverage"][name] for r in learn).most_common(1)[0][0] for name in taxonomy().requirements}
    return [most for _ in records]


def by_amount(amount: Any) -> Any:
    """An ordinal regression on one amount: one for all topics, one for each part."""

    def grade(learn: Records, seen: Records, records: Records) -> Grades:
        labels = taxonomy()
        out: Grades = [{} for _ in records]
        for names in (labels.required_topics, *((part,) for part in labels.required_parts)):
            rows = np.array([[np.log1p(amount(r, name))] for r in seen for name in names])
            model = Ordinal.fit(rows, np.array([r["coverage"][name] for r in learn for name in names]), 3, 10.0)
            for given, record in zip(out, records, strict=True):
                for name in names:
                    expected = model.probabilities(np.array([[np.log1p(amount(record, name))]]))[0] @ np.arange(4)
                    given[name] = rounded_grade(float(expected))
        return out

    return grade


def keywords(record: Mapping[str, Any], name: str) -> int:
    """Cue words of a topic in the measures, of a part in the whole report (configs/cues.toml)."""
    cues = config_table("cues.toml")
    text = fold(record["text"])
    if name in taxonomy().required_parts:
        return sum(text.count(fold(word)) for word in cues["parts"][name])
    measures = "".join(text[p["start"] : p["end"]] for p in record["paragraphs"] if p["part"] == ["measures"])
    return sum(measures.count(fold(word)) for word in cues["topics"][name]["strong"])


def length(record: Mapping[str, Any], name: str) -> int:
    """Characters of the paragraphs of a topic in the measures, or of a part."""
    part = name in taxonomy().required_parts
    return sum(p["end"] - p["start"] for p in record["paragraphs"] if (p["part"] == [name] if part else p["part"] == ["measures"] and name in p["topics"]))


def row(name: str, graded: Grades, records: Records) -> str:
    """Kappa and exact agreement over all requirements, the topics and the parts."""
    cells = []
    for names in (taxonomy().requirements, taxonomy().required_topics, taxonomy().required_parts):
        pairs = [(r["coverage"][n], g[n]) for r, g in zip(records, graded, strict=True) for n in names]
        cells.append(f"{quadratic_kappa(pairs):.3f} / {sum(a == b for a, b in pairs) / len(pairs):.3f}")
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Learn from the train split, grade the dev split, write the table."""
    learn, dev, test = (read_records(ROOT / "corpus" / f"{split}.jsonl") for split in ("train", "dev", "test"))
    if len(sys.argv) > 1:
        nlp = lawnlp.load(sys.argv[1])
    else:
        nlp = build_pipeline(config_path("report.cfg"))
        train(learn, nlp)
    if not nlp.has_pipe("lawnlp_coverage"):
        nlp.add_pipe("lawnlp_coverage")
    examples = [Example(nlp.make_doc(r["text"]), record_to_doc(r, nlp)) for r in learn]
    with nlp.select_pipes(disable=["lawnlp_coverage"]):
        seen, held = ([doc_to_record(doc) for doc in nlp.pipe(r["text"] for r in records)] for records in (learn, dev))
    lines = [
        "# Ways to grade coverage",
        "",
        "Quadratic kappa / exact agreement on the dev split (26 reports, 338 grades). Learned from the train split; parts and topics as a model of the train split predicts them. "
        "Made by `python -m training.compare_coverage`.",
        "",
        "| way | all | ten topics | three parts |",
        "|---|---|---|---|",
        row("the most frequent grade of the requirement", majority(learn, seen, held), dev),
        row("number of cue words", by_amount(keywords)(learn, seen, held), dev),
        row("length of the topic's or part's text", by_amount(length)(learn, seen, held), dev),
    ]
    component: Any = nlp.get_pipe("lawnlp_coverage")
    for name, weight in (("ours without the changed copies", 0.0), ("ours", 0.1)):
        component.initialize(lambda: examples, nlp=nlp, variant_weight=weight)
        coverages = [doc_to_record(doc)["coverage"] for doc in nlp.pipe(r["text"] for r in dev)]
        lines.append(row(name, [{n: rounded_grade(g) for n, g in c.items()} for c in coverages], dev))
        print(lines[-1], flush=True)
    pairs = [(r["coverage"][n], g["probabilities"]) for r, c in zip(dev, coverages, strict=True) for n, g in c.items()]
    lines += ["", "## Calibration on the dev split", "", *calibration_lines(calibration(pairs))]
    lines += ["## Behaviour on written reports (dev and test splits)", "", "| change | cases that hold | cases | reports |", "|---|---|---|---|"]
    for name, (good, cases, reports, _) in shares(nlp, [*dev, *test]).items():
        lines.append(f"| {name} | {good / cases:.3f} | {cases} | {reports} |")
    (ROOT / "training" / "COVERAGE.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
