"""The second stage of the indicators: which of several quantities with the same words is the headline figure."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawnlp.learn.indicator_judge import IndicatorJudge, sums_of_kinds
from lawnlp.learn.quantity_features import QuantityFeatures


def quantity(value, unit="件", sentence=0, topics=(), of=None):
    return QuantityFeatures({}, (), sentence, False, value=value, unit=unit, topics=topics, of=of)


def margins(own):
    """Margins of none, of indicator 1 (likeliest), of indicator 2."""
    return np.array([[0.0, m, -1.5] for m in own])


def learned(reports, right, topics=("a", "b")):
    rows = margins([0.2] * sum(map(len, reports)))
    return IndicatorJudge(topics).fit(rows, np.ones(len(rows), np.int64), np.array(right, np.int64), reports)


def said(judge, report, own=None):
    rows = margins(own or [0.2] * len(report))
    return judge.probabilities(rows, np.ones(len(rows), np.int64), [report])


def test_the_larger_of_two_is_the_total_wherever_it_stands():
    reports, right = [], []
    for n in range(40):
        pair = [quantity(100 + n), quantity(20 + n)]
        reports.append(pair if n % 2 else pair[::-1])
        right += [1, 0] if n % 2 else [0, 1]
    judge = learned(reports, right)
    for report, total in (([quantity(77), quantity(9)], 0), ([quantity(9), quantity(77)], 1)):
        found = said(judge, report)
        assert found[total] > 0.8 and found[1 - total] < 0.2


def test_values_of_other_units_are_not_compared():
    features = IndicatorJudge(["a", "b"]).fit(margins([0.2, 0.2]), np.array([1, 1]), np.array([1, 0]), [[quantity(5), quantity(9)]]).features
    compared = features(margins([0.2, 0.2]), np.array([1, 1]), [[quantity(5), quantity(9)]])
    apart = features(margins([0.2, 0.2]), np.array([1, 1]), [[quantity(5), quantity(9, unit="人")]])
    assert compared[0, 9] < 0 < compared[1, 9] and (apart[:, 9] == 4.0).all()


@pytest.mark.parametrize(("usual", "other"), [("件", "家"), ("家", "件")])
def test_the_usual_unit_is_learned(usual, other):
    reports = [[quantity(10 + n, unit=usual)] for n in range(30)] + [[quantity(10 + n, unit=other)] for n in range(30)]
    judge = learned(reports, [1] * 30 + [0] * 30)
    assert said(judge, [quantity(15, unit=usual)])[0] > 0.8
    assert said(judge, [quantity(15, unit=other)])[0] < 0.2
    assert said(judge, [quantity(15, unit="unheard of")])[0] < 0.5


def test_the_topic_of_the_indicator_speaks_for_it():
    reports = [[quantity(10 + n, topics=("a",) if n % 2 else ("b",))] for n in range(60)]
    judge = learned(reports, [n % 2 for n in range(60)])
    assert said(judge, [quantity(30, topics=("b", "a"))])[0] > 0.8
    assert said(judge, [quantity(30, topics=("b",))])[0] < 0.2


def test_reports_do_not_see_each_other_and_the_state_gives_the_same():
    reports = [[quantity(10 * n + k, sentence=k) for k in range(4)] for n in range(20)]
    judge = learned(reports, [1, 0, 0, 0] * 20)
    again = IndicatorJudge.from_state(judge.state())
    one, two = [quantity(50), quantity(5)], [quantity(500, sentence=3), quantity(6, of=0)]
    together = judge.probabilities(margins([0.1, 0.4, 0.3, 0.2]), np.ones(4, np.int64), [one, two])
    apart = np.concatenate([said(again, one, [0.1, 0.4]), said(again, two, [0.3, 0.2])])
    assert together.tolist() == pytest.approx(apart.tolist(), abs=1e-12)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([1, 2]),
            st.sampled_from([-1.0, -0.5, -0.2, 0.3, 0.3, 1.0]),
            st.sampled_from([0, 1, 5, 5, 9]),
            st.sampled_from("件人"),
            st.integers(0, 2),
        ),
        max_size=14,
    )
)
def test_standing_among_the_others_is_what_it_is_said_to_be(rows):
    report = [quantity(value, unit, sentence) for _, _, value, unit, sentence in rows]
    best, own = np.array([row[0] for row in rows], np.int64), np.array([row[1] for row in rows])
    margins_ = np.full((len(rows), 3), -2.0)
    margins_[np.arange(len(rows)), best] = own
    found = IndicatorJudge(["a", "b"]).features(margins_, best, [report])
    for i, f in enumerate(report):
        others = [j for j in range(len(rows)) if j != i and best[j] == best[i]]
        rivals = [j for j in others if own[j] > -0.5]
        values = [report[j].value for j in rivals if report[j].unit == f.unit]
        assert found[i, 5] == max((own[j] for j in others if j < i and report[j].sentence == f.sentence), default=-1.5)
        assert found[i, 6] == max((own[j] for j in others if j < i), default=-1.5)
        assert found[i, 7] == max((own[j] for j in rivals if j > i), default=-1.5)
        assert found[i, 8] == any(j < i for j in rivals)
        assert found[i, 9] == (max(-4.0, min(4.0, math.log((f.value + 1) / (max(values) + 1)))) if values else 4.0)


@pytest.mark.parametrize(
    ("best", "own", "sums"),
    [
        ([1, 2, 2], [0.5, 0.5, 0.5], {2}),  # 建议67件、提案104件，合计171件
        ([1, 1, 2], [0.5, 0.5, 0.5], set()),  # two kinds of one figure: the total may be it
        ([1, 2, 3], [0.5, 0.5, 0.5], set()),  # a total that is neither of its parts
        ([1, 2, 2], [-0.9, 0.5, 0.5], set()),  # the other part is likely none
        ([1, 2, 2], [0.5, 0.5, -0.9], set()),
    ],
)
def test_a_sum_of_several_figures_is_none_of_them(best, own, sums):
    report = [quantity(67, of=2), quantity(104, of=2), quantity(171)]
    assert sums_of_kinds(best, own, report) == sums


def test_shares_and_barred_parts_make_no_kind():
    share = QuantityFeatures({}, (), 0, False, share=True, of=2)
    barred = QuantityFeatures({}, (), 0, True, of=2)
    for part in (share, barred):
        assert sums_of_kinds([1, 2, 2], [0.5, 0.5, 0.5], [part, quantity(104, of=2), quantity(171)]) == set()


def test_a_sum_of_several_figures_is_no_rival_of_its_part():
    reports, right = [], []
    for n in range(40):
        reports += [
            [quantity(100 + n), quantity(20 + n)],
            [quantity(20 + n), quantity(100 + n)],
            [quantity(60 + n)],
        ]  # the larger is the figure, and one without a rival
        right += [1, 0, 0, 1, 1]
    judge = learned(reports, right)
    part, total = quantity(67, of=2), quantity(171)
    rows = np.array([[0.0, -1.5, 0.5], [0.0, 0.2, -1.5], [0.0, 0.2, -1.5]])
    best = np.array([2, 1, 1])
    alone = judge.probabilities(rows[1:2], best[1:2], [[part]])[0]
    beside = judge.probabilities(rows, best, [[quantity(104, of=2), part, total]])[1]
    rival = judge.probabilities(rows[1:], best[1:], [[quantity(67), total]])[0]
    assert beside > 0.5 > rival
    assert abs(beside - alone) < 0.2
