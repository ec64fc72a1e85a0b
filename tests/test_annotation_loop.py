"""The whole loop on four reports of the corpus: pre-annotate, correct in Label Studio, convert back, validate, agree, train, evaluate."""

import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lawnlp.cli import app
from lawnlp.records import read_records, write_records

CORPUS = Path(__file__).parents[1] / "corpus"
QUICK = [f"--set=initialize.components.lawnlp_sections.{setting}" for setting in ("folds=2", "augment=false", "min_df=2")]
TOPIC = "rulemaking"  # what the annotator gives to the first paragraph of content


def run(*args):
    done = CliRunner().invoke(app, [str(arg) for arg in args])
    assert done.exit_code == 0, done.output or done.exception
    return done


def correct(task):
    """What Label Studio exports when an annotator takes over a prediction and changes five things: the last paragraph's part, a main topic, a quantity too many, an
    institution that was missed, the grade of the plan. Keys and types as in an export of Label Studio 1.23."""
    results = json.loads(json.dumps(task["predictions"][0]["result"]))
    parts = [r for r in results if r["from_name"] == "part"]
    parts[-1]["value"]["labels"] = ["part-preamble"]
    first = next(r for r in results if r["from_name"] == "topic" and r["value"]["choices"] != [TOPIC])
    first["value"]["choices"] = [TOPIC]
    doubtful = {r["id"] for r in results if r["from_name"] == "optional"}  # agreement asks nothing of optional spans
    gone = next(r["id"] for r in results if r["from_name"] == "quantity" and r["id"] not in doubtful)
    start, end = parts[0]["value"]["start"], parts[0]["value"]["start"] + 2
    drawn = {"start": start, "end": end, "text": task["data"]["text"][start:end], "labels": ["institution-social"]}
    covered = {r["id"] for r in results if r["from_name"] == "institution" and r["value"]["start"] < end}
    results = [r for r in results if r["id"] not in covered | {gone}]
    results.append({"id": "hKq93mZ0aB", "from_name": "institution", "to_name": "text", "type": "labels", "origin": "manual", "value": drawn})
    results.append({"id": "w81LxPq2sD", "from_name": "grade-plan", "to_name": "text", "type": "choices", "origin": "manual", "value": {"choices": ["2"]}})
    done = {"id": 1, "completed_by": {"id": 1, "email": "wu@example.org"}, "result": results, "was_cancelled": False, "ground_truth": False}
    return {**task, "annotations": [{**done, "created_at": "2026-03-04T08:40:11.550912Z", "updated_at": "2026-03-04T08:52:31.100000Z", "lead_time": 740.2}]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Everything up to the corrected annotation set."""
    folder = tmp_path_factory.mktemp("loop")
    found = [r for r in read_records(CORPUS / "train.jsonl") if len(r["text"]) < 2500 and sum(not q["optional"] for q in r["quantities"]) > 5]
    gold = found[:4]
    (folder / "reports").mkdir()
    for record in gold:
        (folder / "reports" / f"{record['id']}.txt").write_text(record["text"], encoding="utf-8", newline="\n")
    run("annotations", "config", "label-studio", "-o", folder / "config.xml")
    run("analyze", folder / "reports", "--format", "label-studio", "-o", folder / "tasks.json")
    run("analyze", folder / "reports", "--format", "jsonl", "-o", folder / "predicted.jsonl")
    tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    export = [correct({**task, "id": number}) for number, task in enumerate(tasks, 1)]
    (folder / "export.json").write_text(json.dumps(export, ensure_ascii=False), encoding="utf-8")
    run("annotations", "convert", folder / "export.json", "-o", folder / "corrected.jsonl")
    return folder


def test_the_label_studio_sdk_accepts_what_went_out_and_came_in(folder):
    from label_studio_sdk.label_interface import LabelInterface

    interface = LabelInterface((folder / "config.xml").read_text(encoding="utf-8"))
    interface.validate()
    for name, kind in (("tasks.json", "predictions"), ("export.json", "annotations")):
        for task in json.loads((folder / name).read_text(encoding="utf-8")):
            assert interface.validate_prediction(task[kind][0], return_errors=True) == []


def test_only_what_was_corrected_differs(folder):
    before, after = read_records(folder / "predicted.jsonl"), read_records(folder / "corrected.jsonl")
    assert [record["id"] for record in after] == [record["id"] for record in before]
    for old, new in zip(before, after, strict=True):
        assert (new["text"], new["meta"]) == (old["text"], old["meta"])
        *parts, last = (p["part"] for p in old["paragraphs"])
        assert [p["part"] for p in new["paragraphs"]] == [*parts, ["preamble", *last[1:]]]  # the second part of a line is a field of its own
        assert sum(a["topics"] != b["topics"] for a, b in zip(old["paragraphs"], new["paragraphs"], strict=True)) == 1
        gone = next(i for i, q in enumerate(old["quantities"]) if not q["optional"])
        kept = old["quantities"][:gone] + old["quantities"][gone + 1 :]
        assert [(q["start"], q["value"]) for q in new["quantities"]] == [(q["start"], q["value"]) for q in kept]
        drawn = {"start": new["paragraphs"][0]["start"], "end": new["paragraphs"][0]["start"] + 2, "kind": "social"}.items()
        assert sum(drawn <= row.items() for row in new["institutions"]) == 1
        assert new["coverage"]["plan"] == 2
        assert "score" not in new["paragraphs"][0]


def test_validate_finds_nothing_that_no_tool_can_use(folder):
    done = run("annotations", "validate", folder / "corrected.jsonl", "--json")
    assert json.loads(done.stdout)["errors"] == 0


def test_agreement_counts_the_corrections(folder):
    """Six corrections a report."""
    measured = json.loads(run("annotations", "agree", folder / "predicted.jsonl", folder / "corrected.jsonl", "--json").stdout)
    assert Counter(one["kind"] for one in measured["disagreements"]) == {"part": 4, "main topic": 4, "quantity": 4, "institution": 4, "grade": 4}
    figures = measured["pairs"][0]["figures"]
    assert 0.5 < figures["part kappa"]["value"] < 1
    assert figures["value equal"]["value"] == 1


def test_train_on_the_corrections_and_evaluate(folder):
    run("train", folder / "corrected.jsonl", "-o", folder / "model", *QUICK)
    write_records(folder / "test.jsonl", read_records(CORPUS / "dev.jsonl")[:4])
    measured = json.loads(run("evaluate", folder / "test.jsonl", "--model", folder / "model", "--json").stdout)
    assert measured["figures"]["documents"] == 4
    # A model of four reports is weak, but far better than the most frequent part alone would be on part macro F1.
    assert measured["figures"]["part"]["acc"] > 0.6
    assert measured["figures"]["quantities"]["f"] > 0.9
