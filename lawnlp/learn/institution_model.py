"""The learned decision about institutions: which readings of the grammar are bodies, and which of them are required.

The grammar (lawnlp.text.institutions) is generous and leaves two readings open: a concrete body or a class (保险公司, 街道综合执法队), a body or only its place
(墨池乡), a longer or a shorter name. A multinomial logistic regression over words around and inside the name says of each reading whether it is none,
optional or required; of readings that overlap, those are taken whose odds together are best.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from lawnlp.learn.linear import Linear
from lawnlp.learn.settings import InstitutionSettings
from lawnlp.text.institutions import JOINS, Institution, bare_places

LABELS = ("none", "optional", "required")
_LISTED = frozenset("、,和与及以或")
_EDGE = frozenset("。;!?:\n()“”\"'《》 ")


@dataclass(frozen=True)
class Reading:
    """A reading of the grammar with its features; `kept` tells whether the rules take it, `optional` whether they hold it for optional, `title` whether it stands
    inside a person's title; `listed` is the number of the list of bare towns that it stands in (甲镇、乙镇、丙镇), -1 where in none."""

    start: int
    end: int
    kept: bool
    features: tuple[str, ...]
    title: bool = False
    optional: bool = False
    listed: int = -1


@dataclass(frozen=True)
class Choice:
    """The decision about one reading: its index, whether it is optional, and the probability that it is a body at all."""

    index: int
    optional: bool
    score: float


def readings(folded: str, every: Sequence[Institution], kept: Iterable[Institution], level: str | None) -> list[Reading]:
    """The features of each reading.

    Args:
        folded: the folded text.
        every: the readings, in order.
        kept: those that the rules take.
        level: the level of the issuer (town, county, department …); what 镇司法所 means depends on it.
    """
    taken = {(i.start, i.end) for i in kept}
    counts = Counter(folded[i.start : i.end] for i in every)
    out, lists = [], lists_of_towns(folded, every)
    for number, i in enumerate(every):
        inner = any(o.start <= i.start and i.end <= o.end and (o.start, o.end) != (i.start, i.end) for o in every[max(0, number - 4) : number + 5])
        outer = any(i.start <= o.start and o.end <= i.end and (o.start, o.end) != (i.start, i.end) for o in every[max(0, number - 4) : number + 5])
        is_kept = (i.start, i.end) in taken
        out.append(
            Reading(
                i.start,
                i.end,
                is_kept,
                tuple(_features(folded, i, is_kept, inner, outer, counts[folded[i.start : i.end]], level)),
                i.title,
                i.optional,
                lists.get(number, -1),
            )
        )
    return out


def lists_of_towns(folded: str, every: Sequence[Institution]) -> dict[int, int]:
    """Number of a reading to the number of the list of bare towns or villages that it stands in; lists of one are left out."""
    lists: dict[int, int] = {}
    for last, town in pairwise(bare_places(every)):
        if folded[every[last].end : every[town].start] in JOINS:
            lists[town] = lists.setdefault(last, last)
    return lists


def _sort(char: str) -> str:
    return "list" if char in _LISTED else "edge" if char in _EDGE else "digit" if char.isdigit() else "word"


def _features(folded: str, i: Institution, kept: bool, inner: bool, outer: bool, count: int, level: str | None) -> Iterable[str]:
    name, core, form = folded[i.start : i.end], i.body.core, i.body.form
    left, right = folded[max(0, i.start - 3) : i.start], folded[i.end : i.end + 3]
    before, after = left[-1:] or "\n", right[:1] or "\n"
    rule = f"{'kept' if kept else i.doubt or 'covered'} {'optional' if i.optional else ''}"
    place = "named" if i.places else i.level or "bare"
    yield "all"
    yield f"rule {rule}"
    yield f"form {form} {rule}"
    yield f"form {form} {place}"
    yield f"place {place} {level}"
    yield f"form {form} {level} {place}"
    yield f"sure {i.body.sure} kind {i.kind}"
    yield f"inner {inner} outer {outer}"
    yield f"count {min(count, 4)} {form}"
    yield f"length {min(len(core), 8)} {form}"
    yield f"core {core}"
    yield f"end {name[-2:]}"
    yield f"end {name[-3:]} {form}"
    yield f"end {name[-4:]}"
    yield f"begin {core[:1]} {form}"
    yield f"begin {core[:2]}"
    yield f"before {before}"
    yield f"before {left[-2:]}"
    yield f"before {_sort(before)} {form}"
    yield f"after {after}"
    yield f"after {right[:2]}"
    yield f"after {right}"
    yield f"after {after} {form}"
    yield f"after {_sort(after)} {form}"
    yield f"around {_sort(before)} {_sort(after)} {form}"


class InstitutionModel:
    """`fit` on readings with labels, then `choose` for any number of reports at once."""

    def __init__(self, settings: InstitutionSettings | None = None) -> None:
        self.settings = settings or InstitutionSettings()
        self.columns: dict[str, int] = {}
        self.weights = Linear.empty(len(LABELS))

    def fit(self, reports: Sequence[Sequence[Reading]], labels: Sequence[Sequence[str]]) -> "InstitutionModel":
        """Learn from the readings of reports and the label of each.

        Raises ValueError when there are not at least two labels to tell apart.
        """
        known = np.array([LABELS.index(label) for report in labels for label in report], dtype=np.int64)
        if len(np.unique(known)) < 2:
            raise ValueError("at least two sorts of readings (none, optional, required) must be there to learn from")
        seen = Counter(name for report in reports for reading in report for name in set(reading.features))
        self.columns = {name: number for number, name in enumerate(sorted(name for name, count in seen.items() if count >= self.settings.min_df))}
        self.weights = Linear.fit(self.matrix(reports), known, len(LABELS), self.settings.regularisation)
        return self

    def choose(self, reports: Sequence[Sequence[Reading]]) -> list[list[Choice]]:
        """The readings to take of each report, in order, none overlapping."""
        if not any(reports):
            return [[] for _ in reports]
        scores = self.weights.probabilities(self.matrix(reports))
        out, start = [], 0
        for report in reports:
            out.append(self._best(report, scores[start : start + len(report)]))
            start += len(report)
        return out

    def _best(self, report: Sequence[Reading], scores: NDArray[np.float64]) -> list[Choice]:
        """Of readings that overlap, the set with the best sum of odds (weighted interval scheduling)."""
        scores = _alike(report, scores)
        none = np.clip(scores[:, 0], 1e-9, 1 - 1e-9)
        odds = np.log((1 - none) / none)
        order = sorted((i for i in range(len(report)) if odds[i] > 0), key=lambda i: report[i].end)
        best: list[tuple[float, int, int]] = [(0.0, -1, -1)]  # sum, reading, index of the state before it
        limits = [0]
        for i in order:
            before = bisect_right(limits, report[i].start) - 1  # the last state that ends at or before this reading
            total = best[before][0] + float(odds[i])
            best.append((total, i, before) if total > best[-1][0] else (best[-1][0], -1, len(best) - 1))
            limits.append(report[i].end)
        taken, state = [], len(best) - 1
        while state > 0:
            _, i, before = best[state]
            if i >= 0:
                taken.append(i)
            state = before
        return [Choice(i, self._is_optional(report[i], scores[i]), float(1 - scores[i, 0])) for i in reversed(taken)]

    def _is_optional(self, reading: Reading, scores: NDArray[np.float64]) -> bool:
        """Whether a reading that is taken is optional; of an organ in a title and of a list of towns the rules tell all."""
        return reading.title or (reading.optional if reading.listed >= 0 else bool(scores[1] > self.settings.optional_odds * scores[2]))

    def matrix(self, reports: Sequence[Sequence[Reading]]) -> csr_matrix:
        """One row a reading, one column a feature that was learned."""
        columns, indices, ends = self.columns, [], [0]
        for report in reports:
            for reading in report:
                indices.extend([columns[name] for name in reading.features if name in columns])
                ends.append(len(indices))
        return csr_matrix((np.ones(len(indices)), np.array(indices, np.int64), np.array(ends, np.int64)), shape=(len(ends) - 1, len(columns)))

    def state(self) -> dict[str, Any]:
        """All that was learned, as numbers, strings and arrays."""
        return {"settings": dict(vars(self.settings)), "features": list(self.columns), "weights": self.weights.state()}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "InstitutionModel":
        """The model that `state` was taken from."""
        model = cls(InstitutionSettings(**state["settings"]))
        model.columns = {name: number for number, name in enumerate(state["features"])}
        model.weights = Linear.from_state(state["weights"])
        return model


def _alike(report: Sequence[Reading], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The scores with one row for all towns of a list, that of the likeliest: where one of them is a body all are."""
    lists: dict[int, list[int]] = {}
    for row, reading in enumerate(report):
        if reading.listed >= 0:
            lists.setdefault(reading.listed, []).append(row)
    if lists:
        scores = scores.copy()
        for rows in lists.values():
            scores[rows] = scores[min(rows, key=lambda row: float(scores[row, 0]))]
    return scores


def labels_of(every: Sequence[Institution], gold: Iterable[Mapping[str, Any]]) -> list[str]:
    """The gold label of each reading."""
    known = {(g["start"], g["end"]): "optional" if g.get("optional") else "required" for g in gold}
    return [known.get((i.start, i.end), "none") for i in every]
