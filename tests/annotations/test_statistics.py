"""Counts of annotation sets, checked against counts made by hand."""

import json
import math

import pytest
from typer.testing import CliRunner

from lawnlp.annotations.statistics import balance, count_labels, statistics, thin
from lawnlp.cli import app
from lawnlp.records import write_records
from lawnlp.training import thin_labels


def paragraph(start, end, part, *topics):
    return {"start": start, "end": end, "part": [part] if part else [], "topics": list(topics)}


def quantity(start, end, text, **values):
    return {"start": start, "end": end, "text": text, "kind": "count", "value": 1, "unit": "件", "bound": "exact", **values}


FIRST = {
    "id": "a",
    "text": "一、成效\n受理5件，办结1件。",
    "meta": {"level": "county", "year": 2023},
    "paragraphs": [paragraph(0, 4, "measures"), paragraph(5, 15, "measures", "dispute_resolution", "rulemaking")],
    "quantities": [
        quantity(7, 9, "5件", value=5, indicator="petition_cases"),
        quantity(12, 14, "1件", bound="about", optional=True),
    ],
    "items": ["petition"],
    "coverage": {"plan": 0, "rulemaking": {"grade": 1.6}},
}
SECOND = {"id": "b", "text": "甲乙", "paragraphs": [paragraph(0, 2, "")], "meta": {"level": "county"}}


def test_labels_are_counted_by_use_and_by_document():
    counted = count_labels([FIRST, SECOND])
    # FIRST alone has labels: two paragraphs of measures, one of two topics, two quantities, one item, grades 0 and 1.6 (rounded: 2)
    assert (counted["part"]["measures"].uses, counted["part"]["measures"].documents) == (2, 1)
    assert [t for t, c in counted["topic"].items() if c.uses] == ["rulemaking", "dispute_resolution"]
    assert {b: c.uses for b, c in counted["bound"].items()} == {"exact": 1, "at_least": 0, "at_most": 0, "about": 1}
    assert counted["indicator"]["petition_cases"].uses == 1
    assert [g for g, c in counted["grade"].items() if c.uses] == ["rulemaking 2", "plan 0"]


def test_sizes_and_groups():
    got = statistics([FIRST, SECOND])
    assert (got["documents"], got["characters"], got["paragraphs"], got["unlabelled_paragraphs"]) == (2, len(FIRST["text"]) + 2, 3, 1)
    assert got["quantities"] == {"spans": 2, "optional": 1}
    assert got["length"]["paragraphs"] == {"smallest": 1, "median": 1.5, "mean": 1.5, "largest": 2}
    assert got["level"] == {"county": {"documents": 2, "characters": len(FIRST["text"]) + 2}}
    assert list(got["year"]) == ["2023", "unknown"]
    assert (got["without_items"], got["without_coverage"]) == (1, 1)


def test_balance_is_entropy_over_its_greatest_value():
    assert balance([3, 3, 3]) == pytest.approx(1)
    assert balance([7, 0, 0]) == 0
    # two of four labels, equally often: entropy log 2 of log 4
    assert balance([5, 5, 0, 0]) == pytest.approx(math.log(2) / math.log(4))
    assert balance([0, 0]) is None


def test_a_label_is_thin_below_five_uses():
    records = [{"id": str(i), "text": "甲", "paragraphs": [paragraph(0, 1, "plan", *(["rulemaking"] if i else []))]} for i in range(5)]
    found = {label: uses for layer, label, uses in thin(count_labels(records), ["part", "topic"])}
    assert "plan" not in found
    assert found["rulemaking"] == 4
    assert "topic rulemaking: 4" in thin_labels(records)
    assert not any(line.startswith("citation") for line in thin_labels(records))  # kinds are not learned


def test_the_command_counts_files_together(tmp_path):
    write_records(tmp_path / "a.jsonl", [FIRST])
    write_records(tmp_path / "b.jsonl", [SECOND])
    files = [str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")]
    done = CliRunner().invoke(app, ["annotations", "stats", *files, "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout) == statistics([FIRST, SECOND])
    shown = CliRunner().invoke(app, ["annotations", "stats", *files]).stdout
    assert "2 documents" in shown
    assert "petition_cases" in shown
    assert "Too thin to learn well" in shown
    assert CliRunner().invoke(app, ["annotations", "stats"]).exit_code == 2
