"""How probable it is that the likeliest indicator of a quantity is right: the second stage of `lawnlp.learn.indicator_model`.

A word that points to an indicator stands beside parts, other years and neighbouring things too. Which of several quantities is the headline figure shows beside the others of the report: a total is larger than its parts
and stands before them, an event is counted in general first, the unit is the usual one, the paragraph has the indicator's topic. Boosted trees shared by all indicators weigh this: what one of these
is worth depends on the others (training/INDICATORS.md compares a logistic regression in their place).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawnlp.learn.quantity_features import QuantityFeatures
from lawnlp.learn.trees import BoostedTrees

Floats = NDArray[np.float64]

_UNSEEN = -1.5  # a margin that says: not here
_LIKELY = -0.5  # margin from which another quantity counts as a rival
_KIND = -0.3  # margin from which a part of a total counts as a headline figure of its own
_POSSIBLE = -0.7  # margin from which another indicator counts as possible
_FARTHEST = 3.0  # margins are cut at it: an indicator without examples scores far below
_LARGEST = 4.0  # ratios of values are cut at e to this
_FEATURES = 18
_LARGEST_VALUE = 1e12  # values are cut at it
_SMOOTH = 0.3, 3.0  # added to the examples of an indicator with a unit, and to all of the indicator


class IndicatorJudge:
    """`fit` on margins of models that have not seen the report, then `probabilities` for any.

    Args:
        topics: the topic of each indicator, in their order; "" for one without.
    """

    def __init__(self, topics: Sequence[str]) -> None:
        self.topics = list(topics)
        self.units: list[str] = []
        self.usual = np.zeros((1 + len(self.topics), 1))  # log share of each unit, the last for unknown ones, among the quantities of each indicator
        self.trees = BoostedTrees()

    def fit(self, margins: Floats, best: NDArray[np.int64], label: NDArray[np.int64], reports: Sequence[Sequence[QuantityFeatures]]) -> "IndicatorJudge":
        """Learn from margins `[quantity, 1 + indicator]`, the column of the likeliest indicator of each quantity and of the right one, 0 for none."""
        unit = [f.unit for report in reports for f in report]
        self.units = sorted(set(unit))
        column = {name: i for i, name in enumerate(self.units)}
        count = np.zeros((1 + len(self.topics), 1 + len(self.units)))
        np.add.at(count, (label, np.array([column[name] for name in unit], np.int64)), 1)
        one, all_ = _SMOOTH
        self.usual = np.log((count + one) / (count.sum(axis=1, keepdims=True) + all_)).astype(np.float32).astype(np.float64)  # as it is stored
        self.trees = BoostedTrees.fit(self.features(margins, best, reports), best == label)
        return self

    def probabilities(self, margins: Floats, best: NDArray[np.int64], reports: Sequence[Sequence[QuantityFeatures]]) -> Floats:
        """How probable it is that the likeliest indicator of each quantity is right."""
        return self.trees.probabilities(self.features(margins, best, reports))

    def features(self, margins: Floats, best: NDArray[np.int64], reports: Sequence[Sequence[QuantityFeatures]]) -> Floats:
        """What is weighed, `[quantity, 18]`: own margin, that of none, lead over the other indicators, how many of them are possible; lead over the rivals in the report, largest margin before
        in the sentence and in the report, largest margin of a rival behind, whether one stands before; value beside the largest rival's; how usual the unit is; the topic; a part of a total;
        the second and third largest margin of an indicator, how many quantities the report has, the value (its logarithm), whether it is a share."""
        clipped = np.clip(margins, -_FARTHEST, _FARTHEST)
        rows = np.arange(len(best))
        own = clipped[rows, best]
        others = clipped[:, 1:].copy()
        others[rows, best - 1] = -_FARTHEST
        ranked = -np.sort(-np.pad(clipped[:, 1:], ((0, 0), (0, 2)), constant_values=-_FARTHEST), axis=1)
        column = {name: i for i, name in enumerate(self.units)}
        quantities = [f for report in reports for f in report]
        unit = [column.get(f.unit, len(self.units)) for f in quantities]
        out = np.zeros((len(best), _FEATURES))
        out[:, 0], out[:, 1], out[:, 2] = own, clipped[:, 0], own - others.max(axis=1, initial=-_FARTHEST)
        out[:, 3] = (clipped[:, 1:] > _POSSIBLE).sum(axis=1)
        out[:, 10] = self.usual[best, unit]
        out[:, 11] = [self.topics[label - 1] in f.topics for label, f in zip(best.tolist(), quantities, strict=True)]
        out[:, 12] = [f.of is not None for f in quantities]
        out[:, 13:15] = ranked[:, 1:3]
        out[:, 15] = [len(report) for report in reports for _ in report]
        out[:, 16] = np.log1p(np.clip([f.value for f in quantities], 0.0, _LARGEST_VALUE))
        out[:, 17] = [f.share for f in quantities]
        start = 0
        for report in reports:
            part = slice(start, start + len(report))
            out[part, 4:10] = _besides(best[part].tolist(), own[part].tolist(), report)
            start += len(report)
        return out

    def state(self) -> dict[str, Any]:
        """All that was learned, as numbers, strings and arrays."""
        return {"topics": self.topics, "units": self.units, "usual": self.usual.astype(np.float32), "trees": self.trees.state()}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "IndicatorJudge":
        """The judge that `state` was taken from."""
        judge = cls(state["topics"])
        judge.units, judge.usual, judge.trees = list(state["units"]), state["usual"].astype(np.float64), BoostedTrees.from_state(state["trees"], _FEATURES)
        return judge


def _besides(best: Sequence[int], own: Sequence[float], report: Sequence[QuantityFeatures]) -> Floats:
    """Each quantity of one report beside the others with the same likeliest indicator: the columns 4 to 9 of `IndicatorJudge.features`."""
    out = np.zeros((len(best), 6))
    groups: dict[int, list[int]] = {}
    sums = sums_of_kinds(best, own, report)
    for i, label in enumerate(best):
        groups.setdefault(label if i not in sums else -i - 1, []).append(i)  # a sum of several figures is the rival of none
    for members in groups.values():
        ranked = sorted((own[i] for i in members), reverse=True)[:2]
        likely = [i for i in members if own[i] > _LIKELY]
        first = likely[0] if likely else len(best)
        behind = _behind(members, own)
        values = _largest_two(likely, report)
        seen = _UNSEEN
        sentence: dict[int, float] = {}
        for i, later in zip(members, behind, strict=True):
            above = ranked[0] if ranked[0] != own[i] else ranked[1] if len(ranked) > 1 else -_FARTHEST
            rivals = [value for j, value in values.get(report[i].unit, []) if j != i]
            ratio = math.log((report[i].value + 1) / (rivals[0] + 1)) if rivals else _LARGEST
            out[i] = (
                min(2.0, max(-2.0, own[i] - above)),
                sentence.get(report[i].sentence, _UNSEEN),
                seen,
                later,
                first < i,
                min(_LARGEST, max(-_LARGEST, ratio)),
            )
            seen = max(seen, own[i])
            sentence[report[i].sentence] = max(sentence.get(report[i].sentence, _UNSEEN), own[i])
    return out


def sums_of_kinds(best: Sequence[int], own: Sequence[float], report: Sequence[QuantityFeatures]) -> set[int]:
    """The totals of one report that would share their indicator with one of their parts while another part is a different headline figure: in 办理建议67件、提案104件，合计171件 the 171 are neither suggestions nor proposals.

    By the guidelines what was counted decides. Of such totals in the corpus and the fragments whose indicator models that had not seen them gave, two of three have none, and three of four of the parts that share it have it.
    """
    kinds: dict[int, set[int]] = {}
    for i, f in enumerate(report):
        if f.of is not None and not f.share and not f.barred and own[i] > _KIND:
            kinds.setdefault(f.of, set()).add(best[i])
    return {total for total, found in kinds.items() if len(found) > 1 and best[total] in found and own[total] > _KIND}


def _behind(members: Sequence[int], own: Sequence[float]) -> list[float]:
    """For each member the largest margin of a likely one behind it."""
    found, largest = [], _UNSEEN
    for i in reversed(members):
        found.append(largest)
        if own[i] > _LIKELY:
            largest = max(largest, own[i])
    return found[::-1]


def _largest_two(likely: Sequence[int], report: Sequence[QuantityFeatures]) -> dict[str, list[tuple[int, float]]]:
    """The two largest values of each unit with their quantities: enough to know the largest of all others for any of them."""
    found: dict[str, list[tuple[int, float]]] = {}
    for i in likely:
        top = found.setdefault(report[i].unit, [])
        top.append((i, report[i].value))
        top.sort(key=lambda pair: -pair[1])
        del top[2:]
    return found
