"""Agreement against figures worked out by hand (in the comments), and what must hold for any two annotators."""

import copy
import random

import pytest
from annotators import figure, gold_records, institution, measured, quantity, report, spans, spoiled
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from lawnlp.annotations.adjudication import adjudicate, open_labels
from lawnlp.annotations.agreement import agreement, kappa
from lawnlp.annotations.alignment import align, match_spans
from lawnlp.annotations.disagreements import KINDS, find_disagreements
from lawnlp.annotations.validation import KINDS as FINDINGS
from lawnlp.annotations.validation import check_one
from lawnlp.records import check_record


def test_kappa_and_alpha_of_parts():
    # 10 paragraphs; both measures 5, both plan 3, one each way. Observed 8/10. Both use measures 6 and plan 4 times: by chance 0.36 + 0.16 = 0.52.
    # kappa = (0.80 - 0.52) / (1 - 0.52) = 0.58333.
    # alpha: 20 labels, 12 measures, 8 plan. Disagreement observed 2 * 2 / 20 = 0.2, by chance 2 * 12 * 8 / (20 * 19) = 0.505263; 1 - 0.2 / 0.505263 = 0.604167.
    a = report(["measures"] * 6 + ["plan"] * 4)
    b = report(["measures"] * 5 + ["plan"] + ["plan"] * 3 + ["measures"])
    got = measured(a, b)
    assert figure(got, "part kappa") == (pytest.approx(0.58333, abs=1e-5), 10)
    assert got["alpha"]["part alpha"]["value"] == pytest.approx(0.604167, abs=1e-6)
    # measures: both 5, one alone each: F1 = 2 * 5 / (6 + 6); plan: both 3: 2 * 3 / (4 + 4)
    labels = got["pairs"][0]["labels"]["part"]
    assert labels["measures"] == {"f1": pytest.approx(10 / 12), "both": 5, "only_a": 1, "only_b": 1}
    assert labels["plan"]["f1"] == pytest.approx(6 / 8)


def test_alpha_of_three_annotators_with_gaps_is_the_published_one():
    # Krippendorff's example of three coders, fifteen units, four values and gaps (Wikipedia, "Krippendorff's alpha"): nominal 0.691, interval 0.811
    coders = ["*****3412113" + "3*3", "1*213343" + "*******", "**2134" + "4*2113" + "3*4"]
    names = {"1": "measures", "2": "plan", "3": "closing", "4": "noise", "*": ""}
    got = measured(*(report([names[value] for value in coder]) for coder in coders))
    assert got["alpha"]["part alpha"]["value"] == pytest.approx(0.691358, abs=1e-6)
    # twelve units have at least two labels
    assert got["alpha"]["part alpha"]["n"] == 12
    assert [(p["a"], p["b"]) for p in got["pairs"]] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_main_topics_and_topic_sets():
    # three paragraphs: equal sets; {rulemaking, openness-topic} against one of them; none against none
    a = report(["measures"] * 3, [["rulemaking"], ["rulemaking", "power_supervision"], []])
    b = report(["measures"] * 3, [["rulemaking"], ["power_supervision"], []])
    got = measured(a, b)
    # Jaccard 1 and 1/2, the third has no label: mean 0.75 over two paragraphs
    assert figure(got, "topics Jaccard") == (pytest.approx(0.75), 2)
    # labels: rulemaking both, rulemaking only a, power_supervision both: F1 = 2 * 2 / (3 + 2)
    assert figure(got, "topics F1") == (pytest.approx(0.8), 3)
    # main topics (r, r), (r, p), (none, none): observed 2/3; chance r 2/3 * 1/3 + p 0 + none 1/3 * 1/3 = 1/3; kappa = 1/2
    assert figure(got, "main topic kappa") == (pytest.approx(0.5), 3)


def test_spans_exact_and_overlapping():
    # equal; overlapping by one character; one alone on each side
    a = spans(quantity(0, 2), quantity(2, 4), quantity(8, 9))
    b = spans(quantity(0, 2), quantity(3, 5), quantity(6, 7))
    got = measured(a, b)
    # exact: both 1, each alone 2: 2 / (2 + 2 + 2); overlapping: both 2, each alone 1: 4 / 6
    assert figure(got, "quantities F1") == (pytest.approx(1 / 3), 5)
    assert figure(got, "quantities F1, overlapping") == (pytest.approx(2 / 3), 4)
    assert figure(got, "value, unit, bound and kind equal") == (1.0, 1)


def test_one_long_span_meets_one_short_one_only():
    match = match_spans([quantity(0, 6)], [quantity(0, 2), quantity(3, 5)])
    assert (len(match.overlapping), len(match.loose_a), len(match.loose_b)) == (1, 0, 1)


@pytest.mark.parametrize("swap", [False, True])
def test_optional_spans_are_neither_required_nor_wrong(swap):
    # required by both; optional for one and absent, optional for one and required by the other: neither counts
    a = spans(quantity(0, 2), quantity(3, 4, optional=True), quantity(6, 8, optional=True))
    b = spans(quantity(0, 2), quantity(6, 8))
    got = measured(*((b, a) if swap else (a, b)))
    assert figure(got, "quantities F1") == (1.0, 1)
    assert figure(got, "quantities F1, overlapping") == (1.0, 1)
    assert find_disagreements(align({"a": [a], "b": [b]})) == []


def test_values_indicators_and_names_on_shared_spans():
    a = spans(quantity(0, 1, indicator="mediators", name="调解员"), quantity(2, 3, value=5), quantity(4, 5), quantity(6, 7))
    b = spans(
        quantity(0, 1, indicator="mediators", name="人民调解员"), quantity(2, 3, value=6), quantity(4, 5, unit="个"), quantity(6, 7, indicator="mediators")
    )
    got = measured(a, b)
    assert figure(got, "value, unit, bound and kind equal") == (pytest.approx(2 / 4), 4)
    assert figure(got, "value equal") == (pytest.approx(3 / 4), 4)
    assert figure(got, "unit equal") == (pytest.approx(3 / 4), 4)
    assert figure(got, "bound equal") == (1.0, 4)
    # indicators: one of a, two of b, one shared: 2 / 3
    assert figure(got, "indicators F1") == (pytest.approx(2 / 3), 2)
    # names: 3 shared characters of 3 and 5: 6/8; the others equal
    assert figure(got, "name overlap") == (pytest.approx((6 / 8 + 3) / 4), 4)


def test_full_names_and_kinds_of_institutions():
    a = spans(institution(0, 2), institution(3, 5), institution(6, 8, canonical=None), layer="institutions")
    b = spans(institution(0, 2), institution(3, 5, kind="party", canonical=None), institution(6, 8, canonical=None), layer="institutions")
    got = measured(a, b)
    # the third has no full name for either: not compared
    assert figure(got, "full name equal") == (pytest.approx(1 / 2), 2)
    assert figure(got, "kind of institution equal") == (pytest.approx(2 / 3), 3)


def test_grades_and_items():
    # pairs (0,0) (1,2) (3,3) (2,2): squares 1; by chance 40 / 4 = 10 (every grade of a once; b has 0 once, 2 twice, 3 once); kappa = 1 - 1/10
    grades = ("rulemaking", "plan", "shortcomings", "leader_duty")
    a = spans(items=["oversight", "petition"], coverage=dict(zip(grades, (0, 1, 3, 2), strict=True)))
    b = spans(items=["oversight", "openness", "theory"], coverage={**dict(zip(grades, (0, 2, 3, 2), strict=True)), "plan": {"grade": 1.6}})
    got = measured(a, b)
    assert figure(got, "grades kappa") == (pytest.approx(0.9), 4)
    assert figure(got, "grades equal") == (pytest.approx(0.75), 4)
    # one shared of four items: Jaccard 1/4; F1 = 2 / (2 + 3)
    assert figure(got, "items Jaccard") == (pytest.approx(0.25), 1)
    assert figure(got, "items F1") == (pytest.approx(0.4), 4)
    assert got["pairs"][0]["labels"]["grade"]["plan"] == {"kappa": pytest.approx(0.0), "equal": 0.0, "n": 1}


def test_what_cannot_be_compared_is_null_not_one():
    got = measured(report(["plan", "plan"]), report(["plan", "plan"]))
    assert figure(got, "part kappa") == (None, 2)  # one label alone: chance would agree too
    assert figure(got, "quantities F1") == (None, 0)
    assert figure(got, "items F1") == (None, 0)
    assert got["alpha"]["part alpha"] == {"value": None, "n": 2, "low": None, "high": None}


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30), st.booleans())
def test_kappa_of_counted_pairs_is_that_of_the_list(pairs, quadratic):
    counted = {pair: pairs.count(pair) for pair in pairs}
    if len({label for pair in pairs for label in pair}) < 2:
        assert kappa(counted, quadratic=quadratic) is None
        return
    a, b = zip(*pairs, strict=True)
    weights = "quadratic" if quadratic else None
    assert kappa(counted, quadratic=quadratic) == pytest.approx(cohen_kappa_score(a, b, weights=weights, labels=[0, 1, 2, 3] if quadratic else None))


@pytest.fixture(scope="module")
def gold():
    return gold_records()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_two_annotators_does_not_matter(gold, seed):
    chance = random.Random(seed)
    other = [spoiled(record, chance) for record in gold]
    one, two = (agreement(align(sets), samples=5)["pairs"][0]["figures"] for sets in ({"a": gold, "b": other}, {"a": other, "b": gold}))
    assert {name: f["n"] for name, f in one.items()} == {name: f["n"] for name, f in two.items()}
    assert {name: f["value"] for name, f in one.items()} == pytest.approx({name: f["value"] for name, f in two.items()})
    found = [find_disagreements(align(sets)) for sets in ({"a": gold, "b": other}, {"b": other, "a": gold})]
    assert [(d.kind, d.document, d.start, d.end, d.label) for d in found[0]] == [(d.kind, d.document, d.start, d.end, d.label) for d in found[1]]


def test_an_annotator_agrees_with_themself(gold):
    aligned = align({"a": gold, "b": copy.deepcopy(gold)})
    got = agreement(aligned, samples=5)
    assert {f["value"] for f in got["pairs"][0]["figures"].values()} <= {1.0, None}
    assert {f["value"] for f in got["alpha"].values()} == {1.0}
    assert find_disagreements(aligned) == []
    merged = adjudicate(aligned)
    assert open_labels(merged) == 0
    assert merged == [{**record, "items": sorted(record["items"])} for record in gold]


def test_intervals_hold_the_figure_and_repeat(gold):
    chance = random.Random(1)
    aligned = align({"a": gold, "b": [spoiled(record, chance) for record in gold]})
    got = agreement(aligned, samples=50)
    assert got == agreement(aligned, samples=50)
    for figure_ in [*got["pairs"][0]["figures"].values(), *got["alpha"].values()]:
        if figure_["value"] is not None:
            assert figure_["low"] <= figure_["value"] <= figure_["high"]


@pytest.mark.parametrize("seed", range(3))
def test_a_merged_set_is_sound_and_each_disagreement_is_open(gold, seed):
    chance = random.Random(seed)
    aligned = align({"a": gold, "b": [spoiled(r, chance) for r in gold], "c": [spoiled(r, chance) for r in gold[1:]]})
    merged = {record["id"]: record for record in adjudicate(aligned)}
    layers = {"item": "items", "grade": "coverage"}
    layers |= dict.fromkeys(("paragraph", "part", "main topic", "topics"), "paragraphs")
    layers |= dict.fromkeys(("quantity", "value", "indicator", "name"), "quantities")
    layers |= dict.fromkeys(("institution", "institution kind", "full name"), "institutions")
    layers |= dict.fromkeys(("citation", "citation kind"), "citations")
    assert set(layers) == set(KINDS)
    for record in merged.values():
        assert check_record(record) == []
        assert {FINDINGS[p.kind][0] for p in check_one(record)} <= {"warning"}
    found = find_disagreements(aligned)
    assert len({d.kind for d in found}) > 8
    for d in found:
        rows = [row for row in merged[d.document]["open"] if row["layer"] == layers[d.kind]]
        if d.label:
            assert d.label in {row["key"] for row in rows}, d
        else:
            assert any(row["start"] < d.end and d.start < row["end"] for row in rows), d
