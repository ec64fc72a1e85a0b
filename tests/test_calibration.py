"""Grades beside gold grades: calibration, requirements one by one, and how both are shown."""

import io
import json

import pytest

from lawnlp.calibration import by_requirement, calibration, calibration_lines, calibration_of
from lawnlp.cli.figures import print_figures
from lawnlp.cli.tables import print_record
from lawnlp.comparison import figures, intervals, tally
from lawnlp.taxonomy import taxonomy

TEXT = "一、主要举措\n受理行政复议申请38件。"


def record(coverage):
    return {"id": "a", "text": TEXT, "meta": {}, "paragraphs": [], "quantities": [], "institutions": [], "citations": [], "items": None, "coverage": coverage}


def graded(name, *probabilities):
    return {
        name: {
            "grade": sum(k * p for k, p in enumerate(probabilities)),
            "probabilities": list(probabilities),
            "evidence": [{"start": 7, "end": 18, "score": 0.5}],
            "missing": ["no_figure"],
        }
    }


def test_sure_and_right_is_calibrated():
    assert calibration([(3, (0, 0, 0, 1.0)), (0, (1.0, 0, 0, 0))])["ece"] == 0
    measured = calibration([(0, (0.4, 0.6, 0, 0)), (1, (0.4, 0.6, 0, 0)), (3, (0, 0.1, 0, 0.9))])
    assert [(row["n"], row["right"]) for row in measured["bins"]] == [(2, 0.5), (1, 1.0)]
    assert measured["ece"] == pytest.approx((2 * 0.1 + 0.1) / 3)
    assert calibration([]) is None
    assert calibration_lines(None) == []
    assert f"{measured['ece']:.3f} over 3 grades" in calibration_lines(measured)[0]


def test_requirements_one_by_one():
    tallies = [tally(record({"plan": 3, "rulemaking": 0}), record({"plan": 2.6, "rulemaking": 1.0})), tally(record({"plan": 0}), record({"plan": 0.2}))]
    found = by_requirement(tallies)
    assert (found["plan"]["exact"], found["plan"]["kappa"], found["plan"]["n"]) == (1.0, 1.0, 2)
    assert (found["rulemaking"]["exact"], found["rulemaking"]["n"]) == (0.0, 1)
    assert list(found) == [name for name in taxonomy().requirements if name in ("plan", "rulemaking")]
    assert calibration_of(tallies) is None


def test_figures_show_calibration_and_requirements():
    tallies = [tally(record({"plan": 3}), record(graded("plan", 0.0, 0.0, 0.2, 0.8)))]
    result = {"figures": figures(tallies), "intervals": intervals(tallies, 20), "calibration": calibration_of(tallies), "by": by_requirement(tallies, 20)}
    out = io.StringIO()
    print_figures(json.loads(json.dumps(result)), out)
    assert "expected calibration error 0.2000 over 1 grades" in out.getvalue()
    assert "kappa" in out.getvalue()


def test_the_table_says_what_is_missing():
    out = io.StringIO()
    print_record({**record(graded("dispute_resolution", 0.0, 0.1, 0.9, 0.0)), "coverage_total": 66.7}, out)
    shown = out.getvalue()
    assert "总分 66.7" in shown
    assert "2 有举措" in shown
    assert "受理行政复议申请38件" in shown
    assert "没有数字" in shown
    out = io.StringIO()
    print_record(record({"plan": 3}), out)
    assert "3 有实据" in out.getvalue()
