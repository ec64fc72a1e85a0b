"""Our figures are those of the judge, on real shapes of error."""

import copy
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

import lawnlp
from lawnlp.comparison import HEADLINES, by_label, confusion, figures, groups, headline, intervals, pair, tally
from lawnlp.errors import InputError
from lawnlp.records import write_records

JUDGE = Path(__file__).with_name("score.py")


@pytest.fixture(scope="module")
def gold():
    with (Path(__file__).parents[1] / "corpus" / "test.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][:6]


def spoiled(record, chance):
    """A prediction with every kind of error: labels, spans, values, names, items, grades."""
    p = copy.deepcopy(record)
    for row in p["paragraphs"]:
        if chance.random() < 0.1:
            row["part"] = ["plan"]
        if chance.random() < 0.2:
            row["topics"] = [*row["topics"][1:], *([] if "rulemaking" in row["topics"] else ["rulemaking"])]
    p["paragraphs"] = [row for row in p["paragraphs"] if chance.random() < 0.95]
    for q in p["quantities"]:
        if chance.random() < 0.2:
            q["value"] += 1
        if chance.random() < 0.2:
            q["indicator"] = None if q["indicator"] else "mediators"
        if chance.random() < 0.2:
            q["name"] = "事项"
        if chance.random() < 0.1:
            q["end"] -= 1
    for layer in ("quantities", "institutions", "citations"):
        p[layer] = [span for span in p[layer] if chance.random() < 0.9]
    for i in p["institutions"]:
        if chance.random() < 0.2:
            i["canonical"] = None
    p["items"] = [*p["items"][2:], "theory"]
    p["coverage"] = {key: min(3, grade + chance.choice([0, 0, 1, 0.6])) for key, grade in p["coverage"].items()}
    return p


def judged(tmp_path, gold, predicted):
    write_records(tmp_path / "gold.jsonl", gold)
    write_records(tmp_path / "pred.jsonl", predicted)
    done = subprocess.run(
        [sys.executable, str(JUDGE), str(tmp_path / "gold.jsonl"), str(tmp_path / "pred.jsonl"), "--json"], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def near(ours, theirs, path=""):
    for key, value in theirs.items():
        if key == "missing":
            continue
        if isinstance(value, dict):
            near(ours[key], value, f"{path}{key}.")
        else:
            assert ours[key] == pytest.approx(value, abs=1e-9), f"{path}{key}"


def test_every_figure_is_that_of_the_judge(tmp_path, gold):
    chance = random.Random(1)
    predicted = [spoiled(record, chance) for record in gold]
    near(figures([tally(g, p) for g, p in pair(gold, predicted)]), judged(tmp_path, gold, predicted))


def test_the_pipeline_is_scored_as_the_judge_does(tmp_path, gold, nlp):
    predicted = [lawnlp.analyze(record["text"], id=record["id"], nlp=nlp) for record in gold]
    near(figures([tally(g, p) for g, p in pair(gold, predicted)]), judged(tmp_path, gold, predicted))


def test_gold_against_itself_is_perfect(gold):
    measured = figures([tally(record, record) for record in gold])
    assert measured["part"]["acc"] == measured["topics"]["f"] == measured["quantities"]["f"] == measured["coverage"]["qwk"] == 1.0


def test_nothing_predicted_is_zero_not_one(gold):
    empty = [
        {"id": g["id"], "text": g["text"], "paragraphs": [], "quantities": [], "institutions": [], "citations": [], "items": [], "coverage": {}} for g in gold
    ]
    measured = figures([tally(g, p) for g, p in pair(gold, empty)])
    assert measured["part"]["acc"] == measured["topics"]["p"] == measured["quantities"]["p"] == measured["items"]["f"] == 0.0


def test_a_layer_that_predictions_leave_empty_is_not_wrong_but_absent(gold):
    less = [{**g, "items": None, "coverage": None, "quantities": [{**q, "indicator": None} for q in g["quantities"]]} for g in gold]
    measured = figures([tally(g, p) for g, p in pair(gold, less)])
    assert [name for name in HEADLINES if headline(name, measured) is None] == ["indicators F1", "items F1", "coverage kappa", "coverage exact"]
    assert measured["items"]["n"] > 0
    wrong = [{**p, "items": [], "coverage": {}} for p in less]
    measured = figures([tally(g, p) for g, p in pair(gold, wrong)])
    assert headline("items F1", measured) == 0.0
    assert headline("coverage exact", measured) is not None


def test_missing_documents_and_other_texts_are_named(gold):
    with pytest.raises(InputError, match="lack 1 of 6 documents"):
        pair(gold, gold[1:])
    with pytest.raises(InputError, match="text of the prediction differs"):
        pair(gold, [{**gold[0], "text": "x"}, *gold[1:]])


def test_intervals_hold_the_figure_and_repeat(gold):
    chance = random.Random(2)
    tallies = [tally(g, spoiled(g, chance)) for g in gold]
    spread = intervals(tallies, samples=100)
    assert spread == intervals(tallies, samples=100)
    low, high = spread["quantities F1"]
    assert low <= figures(tallies)["quantities"]["f"] <= high
    assert low < high


def test_groups_labels_and_confusions_add_up(gold):
    chance = random.Random(3)
    tallies = [tally(g, spoiled(g, chance)) for g in gold]
    by_level = dict(groups(gold, tallies, "level"))
    assert sum(f["documents"] for f in by_level.values()) == len(gold)
    assert len(dict(groups(gold, tallies, "document"))) == len(gold)
    total = figures(tallies)
    assert sum(c.tp for _, c in by_label(tallies, "topic")) / total["topics"]["n"] == pytest.approx(total["topics"]["r"])
    wrong = sum(count for (want, given), count in confusion(tallies).items() if want != given)
    assert wrong == round((1 - total["part"]["acc"]) * total["part"]["n"])
    with pytest.raises(InputError, match="--by colour"):
        list(groups(gold, tallies, "colour"))


def test_items_are_counted_one_by_one_with_intervals(gold):
    from lawnlp.comparison import label_intervals

    chance = random.Random(0)
    tallies = [tally(record, spoiled(record, chance)) for record in gold]
    rows = dict(by_label(tallies, "item"))
    assert sum(counts.tp for counts in rows.values()) == figures(tallies)["items"]["r"] * figures(tallies)["items"]["n"]
    absent = sum("theory" not in record["items"] for record in gold)
    assert rows["theory"].fp == absent
    spread = label_intervals(tallies, "item", samples=50)
    assert list(spread) == list(rows)
    assert all(low <= high for low, high in spread.values())


def test_indicators_are_counted_one_by_one_with_intervals(gold):
    from lawnlp.comparison import label_intervals

    chance = random.Random(0)
    tallies = [tally(record, spoiled(record, chance)) for record in gold]
    rows, total = dict(by_label(tallies, "indicator")), figures(tallies)["indicators"]
    assert rows
    assert sum(counts.tp for counts in rows.values()) == pytest.approx(total["r"] * total["n"])
    assert sum(counts.tp + counts.fn for counts in rows.values()) == total["n"]
    spread = label_intervals(tallies, "indicator", samples=50)
    assert list(spread) == list(rows)
    assert all(low <= high for low, high in spread.values())
