"""Label Studio: the config and the tasks as its own SDK sees them, exports of several annotators, and what a correction changes."""

import json
from pathlib import Path

import pytest
from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

from lawnlp.annotations.conversion import annotators, read_set, write_set
from lawnlp.annotations.formats import Options
from lawnlp.annotations.formats.label_studio import record_to_task, task_to_record
from lawnlp.annotations.formats.label_studio_config import config_xml, controls, layer_labels
from lawnlp.annotations.marks import LAYERS, is_prediction
from lawnlp.errors import InputError
from lawnlp.records import check_record, read_records, write_records
from lawnlp.taxonomy import taxonomy

SAMPLE = Path(__file__).parent / "samples" / "label-studio.json"
GOLD = read_records(Path(__file__).parents[2] / "corpus" / "dev.jsonl")[:3]


@pytest.fixture(scope="module")
def interface():
    return LabelInterface(config_xml())


@pytest.fixture(scope="module")
def predicted(nlp):
    from lawnlp.records import doc_to_record

    return [doc_to_record(nlp(record["text"]), id=record["id"]) for record in GOLD]


def test_the_sdk_accepts_the_config(interface):
    interface.validate()
    labels = taxonomy()
    assert {name for layer in LAYERS for name in layer_labels(layer, labels)} == {
        label for group in ("part", "quantity", "institution", "citation") for label in interface.get_control(group).labels
    }
    assert set(interface.get_control("indicator").labels) == set(labels.indicators)
    assert set(interface.get_control("items").labels) == set(labels.items)
    assert {f"grade-{key}" for key in labels.requirements} <= set(controls())


def test_the_sdk_accepts_predictions(interface, predicted):
    for record in predicted:
        task = record_to_task(record)
        assert interface.validate_prediction(task["predictions"][0], return_errors=True) == []
        assert 0 < task["predictions"][0]["score"] <= 1
        assert "annotations" not in task


def test_the_sdk_accepts_annotations(interface):
    for record in GOLD:
        assert interface.validate_annotation(record_to_task(record)["annotations"][0])


def test_the_sdk_refuses_a_label_that_the_config_lacks(interface):
    """The check above can fail."""
    task = record_to_task(GOLD[0])
    task["annotations"][0]["result"][0]["value"]["labels"] = ["part-nothing"]
    assert not interface.validate_annotation(task["annotations"][0])


def test_the_sdk_converter_reads_the_tasks(tmp_path):
    """Its JSON-MIN lists every span with the label and the value that the record has."""
    (tmp_path / "in.json").write_text(json.dumps([{**record_to_task(record), "id": i} for i, record in enumerate(GOLD)]), encoding="utf-8")
    Converter(config_xml(), project_dir=str(tmp_path)).convert_to_json_min(str(tmp_path / "in.json"), str(tmp_path / "out"), is_dir=False)
    for row, record in zip(json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8")), GOLD, strict=True):
        assert row["text"] == record["text"]
        assert [(s["start"], s["end"], s["labels"]) for s in row["quantity"]] == [
            (q["start"], q["end"], [f"quantity-{q['kind']}"]) for q in record["quantities"]
        ]
        assert [s["number"] for s in row["value"]] == [q["value"] for q in record["quantities"]]
        assert row["items"] == {"choices": record["items"]}
        assert row["grade-plan"] == str(record["coverage"]["plan"])


def test_offsets_are_code_points():
    """As Label Studio's front end counts: charsToCodePoints in selection-tools.js."""
    text = "\U00020bb7\U0001f600县受理3件。"
    record = {"id": "a", "text": text, "quantities": [{"start": 5, "end": 7, "text": "3件", "kind": "count", "value": 3, "unit": "件", "bound": "exact"}]}
    value = record_to_task(record)["annotations"][0]["result"][0]["value"]
    assert (value["start"], value["end"], value["text"]) == (5, 7, "3件")


# ------------------------------------------------------------------ an export


def test_an_export_of_two_annotators():
    assert annotators(SAMPLE) == ["li@example.org", "wu@example.org"]
    with pytest.raises(InputError, match=r"task 31: annotated by li@example\.org, wu@example\.org; choose one with --annotator"):
        read_set(SAMPLE)
    for name in ("wu@example.org", "1"):
        found, notes = read_set(SAMPLE, annotator=name)
        assert [record["id"] for record in found] == ["jishui-2023"]
    assert notes == [
        "cancelled annotations left out: task 32 by wu@example.org",
        "not annotated, and without a prediction in the file, left out: task 33",
        "not of lawnlp's config, left out: relation (2)",
    ]
    record = found[0]
    assert check_record(record) == []
    assert [p["part"] for p in record["paragraphs"]] == [["measures"], ["measures"], ["plan"], ["plan"]]
    assert record["paragraphs"][1]["topics"] == ["dispute_resolution", "law_enforcement", "legal_society"]
    quantity = {
        "text": "38件",
        "kind": "count",
        "value": 38,
        "unit": "件",
        "bound": "exact",
        "name": "行政复议申请",
        "indicator": "reconsideration_received",
        "optional": False,
    }
    assert record["quantities"] == [{"start": 26, "end": 29, **quantity}]
    assert record["institutions"][0]["canonical"] == "甲市\U00020bb7水县司法局"
    assert (record["items"], record["coverage"]) == (["reconsideration"], {"dispute_resolution": 3})


def test_what_an_annotator_left_empty_is_read_from_the_text():
    found, notes = read_set(SAMPLE, annotator="li@example.org")
    assert {"value": 38, "unit": "件", "bound": "exact", "indicator": "reconsideration_received"}.items() <= found[0]["quantities"][0].items()
    assert "quantities without a value, which was read from the text: 1" in notes
    assert found[0]["citations"] == []


def test_an_annotator_who_is_not_there():
    with pytest.raises(InputError, match=r"nothing annotated by 'x'; annotators are li@example\.org, wu@example\.org"):
        read_set(SAMPLE, annotator="x")


def test_annotations_win_over_predictions():
    """Task 31 has a prediction that calls the first line noise."""
    assert read_set(SAMPLE, annotator="1")[0][0]["paragraphs"][0]["part"] == ["measures"]


def test_the_last_of_one_person_s_annotations_is_taken(tmp_path):
    task = json.loads(SAMPLE.read_text(encoding="utf-8"))[0]
    old, new = task["annotations"]
    new["completed_by"] = old["completed_by"]
    task["annotations"] = [new, old]  # the order in the file says nothing
    (tmp_path / "a.json").write_text(json.dumps([task]), encoding="utf-8")
    found, notes = read_set(tmp_path / "a.json")
    assert found[0]["citations"] == []
    assert "annotated more than once by the same person, the last taken: 1 time" in notes


def test_two_tasks_of_one_report_with_different_texts(tmp_path):
    tasks = json.loads(SAMPLE.read_text(encoding="utf-8"))
    tasks[1]["data"]["report"] = tasks[0]["data"]["report"]
    tasks[1]["annotations"][0]["was_cancelled"] = False
    (tmp_path / "a.json").write_text(json.dumps(tasks), encoding="utf-8")
    with pytest.raises(InputError, match=r"task 32: id: 'jishui-2023' stands in .*task 31 with another text"):
        read_set(tmp_path / "a.json", annotator="1")


def test_predictions_alone_are_taken_and_named(predicted, tmp_path):
    write_set(tmp_path / "a.json", predicted[:1], "label-studio")
    found, notes = read_set(tmp_path / "a.json")
    assert is_prediction(found[0])
    assert notes == ["not annotated, the prediction is taken with its scores: task 1"]


def test_open_labels_are_decided_by_whoever_annotates(tmp_path):
    readings = [{"annotator": "wu", "value": ["plan"]}, {"annotator": "li", "value": ["measures"]}]
    record = {"id": "a", "text": "甲", "paragraphs": [{"start": 0, "end": 1, "part": [], "topics": []}]}
    record["open"] = [{"layer": "paragraphs", "start": 0, "end": 1, "key": "part", "readings": readings}]
    write_records(tmp_path / "open.jsonl", [record])
    write_set(tmp_path / "a.json", read_set(tmp_path / "open.jsonl")[0], "label-studio")
    assert read_set(tmp_path / "a.json")[0][0]["open"] == record["open"]
    tasks = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    tasks[0]["annotations"][0]["completed_by"] = 7
    tasks[0]["annotations"][0]["result"][0]["value"]["labels"] = ["part-plan"]
    (tmp_path / "a.json").write_text(json.dumps(tasks), encoding="utf-8")
    found, notes = read_set(tmp_path / "a.json")
    assert found[0]["paragraphs"][0]["part"] == ["plan"]
    assert "open" not in found[0]
    assert notes == ["labels that were open and count as decided now: 1"]


# ------------------------------------------------------------------ corrections


def corrected(record, change):
    """What Label Studio exports when an annotator takes over the prediction and `change` edits its results."""
    task = record_to_task(record, predictions=True)
    results = change(json.loads(json.dumps(task["predictions"][0]["result"])))
    return task_to_record({**task, "id": 4}, {"result": results, "completed_by": 1}, "f: task 4", corrected=True)


def scores(value):
    if isinstance(value, dict):
        return [key for key, inner in value.items() if key.endswith(("score", "scores")) or scores(inner)]
    return [key for inner in value for key in scores(inner)] if isinstance(value, list) else []


def test_a_prediction_that_was_only_confirmed_loses_its_scores_and_nothing_else(predicted):
    record = corrected(predicted[0], lambda results: results)
    assert scores(predicted[0])
    assert not scores(record)
    for layer in LAYERS:
        assert [{k: v for k, v in row.items() if not k.endswith(("score", "scores"))} for row in predicted[0][layer]] == record[layer]


def test_every_kind_of_correction(predicted):
    before = predicted[0]
    text = before["text"]
    at = text.index("法治")
    moved, dropped = before["quantities"][0], before["quantities"][1]

    def change(results):
        kept = [r for r in results if r["id"] != "quantity-1"]
        for r in kept:
            value = r["value"]
            if r["id"] == "quantity-0" and r["from_name"] == "value":
                value["number"] = 41
            if r["id"] == "part-0" and r["from_name"] == "part":
                value["labels"] = ["part-closing"]
            if r["id"] == "institution-0" and r["from_name"] == "canonical":
                value["text"] = ["甲省人民政府"]
        kept = [r for r in kept if not (r["id"] == "quantity-0" and r["from_name"] == "unit")] + [
            {"id": "quantity-0", "from_name": "unit", "to_name": "text", "type": "textarea", "value": {"text": ["起"]}},
            {"id": "quantity-0", "from_name": "optional", "to_name": "text", "type": "choices", "value": {"choices": ["optional"]}},
            {"id": "part-0", "from_name": "second_part", "to_name": "text", "type": "choices", "value": {"choices": ["plan"]}},
            {
                "id": "n3w",
                "from_name": "institution",
                "to_name": "text",
                "type": "labels",
                "value": {"start": at, "end": at + 2, "text": "法治", "labels": ["institution-social"]},
            },
            {"id": "g", "from_name": "grade-plan", "to_name": "text", "type": "choices", "value": {"choices": ["2"]}},
            {"id": "i", "from_name": "items", "to_name": "text", "type": "choices", "value": {"choices": ["petition", "mediation"]}},
        ]
        return kept

    after = corrected(before, change)
    row = next(q for q in after["quantities"] if q["start"] == moved["start"])
    assert (row["value"], row["unit"], row["optional"], row["name"]) == (41, "起", True, moved["name"])
    assert dropped["start"] not in [q["start"] for q in after["quantities"]]
    assert after["paragraphs"][0]["part"] == ["closing", "plan"]
    assert after["institutions"] != before["institutions"]
    assert {"start": at, "end": at + 2, "text": "法治", "kind": "social", "canonical": None, "optional": False} in after["institutions"]
    assert after["coverage"] == {**{name: int(row["grade"] + 0.5) for name, row in before["coverage"].items()}, "plan": 2}
    assert after["items"] == ["mediation", "petition"]


def test_a_paragraph_taken_out_leaves_no_reference_to_it():
    record = {
        "id": "a",
        "text": "甲\n乙\n丙",
        "paragraphs": [
            {"start": i, "end": i + 1, "part": ["plan"], "topics": ["rulemaking", "legal_society"], "score": 0.5, "parent": p}
            for i, p in ((0, -1), (2, 0), (4, 1))
        ],
    }
    after = corrected(record, lambda results: [r for r in results if r["id"] != "part-1"])
    assert [(p["start"], p["parent"]) for p in after["paragraphs"]] == [(0, -1), (4, -1)]


def test_a_second_part_and_the_order_of_topics_survive():
    """Label Studio gives choices back in the order of the config, so the main topic has a control of its own."""
    row = {"start": 0, "end": 2, "part": ["shortcomings", "plan"], "topics": ["legal_society", "rulemaking", "decision_making"], "score": 0.5}
    assert corrected({"id": "a", "text": "甲乙", "paragraphs": [row]}, lambda results: results)["paragraphs"][0]["topics"] == row["topics"]

    def reorder(results):
        for r in results:
            if r["from_name"] == "topics":
                r["value"]["choices"] = ["decision_making", "law_enforcement", "rulemaking"]
        return results

    after = corrected({"id": "a", "text": "甲乙", "paragraphs": [row]}, reorder)["paragraphs"][0]
    assert after["topics"] == ["legal_society", "rulemaking", "decision_making", "law_enforcement"]
    assert after["part"] == ["shortcomings", "plan"]


def test_expected_grades_become_whole_ones():
    record = {
        "id": "a",
        "text": "甲乙",
        "coverage": {"plan": {"grade": 1.7, "evidence": []}, "shortcomings": 0.2},
        "items": ["petition"],
        "item_scores": {"petition": 0.8},
        "coverage_total": 61.5,
        "item_evidence": {},
    }
    after = corrected(record, lambda results: results)
    assert (after["coverage"], after["items"]) == ({"plan": 2, "shortcomings": 0}, ["petition"])
    assert not {"item_scores", "item_evidence", "coverage_total"} & after.keys()


def test_white_space_at_the_edges_of_a_drawn_region_is_cut():
    drawn = {
        "id": "n",
        "from_name": "institution",
        "to_name": "text",
        "type": "labels",
        "value": {"start": 1, "end": 6, "text": "\\n县局\\n", "labels": ["institution-agency"]},
    }
    after = task_to_record({"data": {"text": "甲\n县局 \n乙", "report": "a"}}, {"result": [drawn]}, "f", corrected=True)
    assert [(i["start"], i["end"], i["text"]) for i in after["institutions"]] == [(2, 4, "县局")]


def region(**value):
    return {"id": "r", "from_name": "quantity", "to_name": "text", "type": "labels", "value": {"start": 0, "end": 2, "labels": ["quantity-count"], **value}}


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ([region(end=9)], r"f: task 4: result\[0\]: end: 0:9 is no span of a text of 3 characters"),
        ([region(text="乙丙")], r"f: task 4: result\[0\]: text: \"乙丙\" is not what stands at 0:2, \"3件\""),
        ([region(labels=[])], r"result\[0\]: labels: must be one label"),
        ([region(labels=["PER"])], r"result\[0\]: unknown label 'PER'"),
        ([region(labels=["citation-law"])], r"result\[0\]: label 'citation-law' does not belong to quantity"),
        ([region(), region()], r"result\[1\]: labels: the region has the label 'quantity-count' already"),
        ([{**region(), "id": 3}], r"result\[0\]: id: must be a string"),
        ([{**region(), "value": 3}], r"result\[0\]: value: must be an object"),
        ([region(), {"id": "r", "from_name": "value", "value": {"number": "3"}}], r"result\[1\]: value: must be a number"),
        ([region(), {"id": "r", "from_name": "value", "value": {"number": float("nan")}}], r"result\[1\]: value: must be a number"),
        ([region(), {"id": "r", "from_name": "unit", "value": {"text": [3]}}], r"result\[1\]: unit: must be a text"),
        ([region(), {"id": "r", "from_name": "bound", "value": {"choices": ["most"]}}], r"result\[1\]: bound: unknown choice 'most'"),
        ([{"id": "r", "from_name": "grade-plan", "value": {"choices": ["4"]}}], r"result\[0\]: grade-plan: unknown choice '4'"),
        ([{"id": "r", "from_name": "items", "value": {}}], r"result\[0\]: items: choices: missing"),
        ("x", r"f: task 4: result: must be a list"),
    ],
)
def test_broken_results(result, message):
    with pytest.raises(InputError, match=message) as caught:
        task_to_record({"data": {"text": "3件。"}}, {"result": result}, "f: task 4", corrected=True)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kept", ["{", "[]", '{"rows": 3}', '{"rows": {"r": ["quantities", {"value": []}]}, "rest": 7}', '{"rest": {"coverage": 3}}'])
def test_what_lawnlp_put_into_the_task_was_changed(kept):
    with pytest.raises(InputError, match="f: task 4: lawnlp: not"):
        task_to_record({"data": {"text": "3件。", "lawnlp": kept}}, {"result": [region()]}, "f: task 4", corrected=True)


def test_records_are_written_as_they_are_told(predicted, tmp_path):
    write_set(tmp_path / "a.json", GOLD[:1], "label-studio", Options(predictions=True))
    assert "predictions" in json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))[0]
    write_set(tmp_path / "b.json", GOLD[:1], "label-studio")
    assert "annotations" in json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))[0]
