"""The headline figures of one report: for each indicator what the report says, once or more than once.

A figure that the report repeats is one row with all its places; different values of one name and unit for one indicator are a conflict and stay apart, the likeliest first; values of other names or
units (咨询4100余次, 接待来访260件) stay apart too but do not contradict each other; parts that carry the indicator because the report gives no total (不予处罚…件、从轻处罚…件) are rows of their own, never summed,
also where two of them have one value (撤销2件、变更2件).

>>> text = "收到行政复议申请38件。全年行政复议申请38件，应诉率98%。不予处罚5件、从轻处罚3件。"
>>> def quantity(words, value, unit, indicator, score):
...     start = text.index(words) + len(words) - len(f"{value}{unit}")
...     return {"start": start, "end": start + len(f"{value}{unit}"), "value": value, "unit": unit, "bound": "exact", "name": "", "indicator": indicator, "indicator_score": score}
>>> rows = [quantity("收到行政复议申请38件", 38, "件", "reconsideration_received", 0.9), quantity("全年行政复议申请38件", 38, "件", "reconsideration_received", 0.8)]
>>> rows += [quantity("不予处罚5件", 5, "件", "lenient_cases", 0.7), quantity("从轻处罚3件", 3, "件", "lenient_cases", 0.6)]
>>> [(f.indicator, f.status, [(v.value, v.unit, len(v.places)) for v in f.values]) for f in figures({"text": text, "quantities": rows})]
[('reconsideration_received', 'single', [(38, '件', 2)]), ('lenient_cases', 'parts', [(5, '件', 1), (3, '件', 1)])]
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise, starmap
from typing import Any, Literal

from lawnlp.evaluation import same_number
from lawnlp.taxonomy import taxonomy

Status = Literal["single", "parts", "several", "conflict"]
_BREAK = re.compile(r"[。;；!！?？\n]")
# What stands between the figures of two neighbours in a list: 撤销2件、变更2件, 2次推演、2次演练.
_LISTED = re.compile(r"(?:[、和及与]|以及)[^,，]*|[^,，]*、")


@dataclass(frozen=True)
class FigureValue:
    """One value: `bound` as in the record, `name` what was counted, `probability` of the indicator (None where no model gave it), `places` start and end in the text, the likeliest first."""

    value: int | float
    unit: str
    bound: str
    name: str
    probability: float | None
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Figure:
    """What a report says of one indicator.

    `status` is "single" for one value (however often it is repeated), "parts" for values that stand in one sentence and add up to the figure, "conflict" for different values in different
    sentences two of which have one unit and one name (or one name inside the other), "several" for values in different sentences that differ in unit or name. `values` begin with the one to take:
    the likeliest of a conflict or of several; parts are in the order of the text.
    """

    indicator: str
    status: Status
    values: tuple[FigureValue, ...]

    @property
    def conflicts(self) -> tuple[FigureValue, ...]:
        """The other values of a conflict; none of several."""
        return self.values[1:] if self.status == "conflict" else ()


def figures(record: Mapping[str, Any]) -> list[Figure]:
    """The figures of a record (`lawnlp.analyze`, or a line of an annotation set), in the order of the taxonomy; indicators the report does not give are left out."""
    by_indicator: dict[str, list[Mapping[str, Any]]] = {}
    for q in record["quantities"]:
        if q.get("indicator"):
            by_indicator.setdefault(q["indicator"], []).append(q)
    order = {indicator: i for i, indicator in enumerate(taxonomy().indicators)}
    return [_figure(indicator, by_indicator[indicator], record["text"]) for indicator in sorted(by_indicator, key=lambda i: (order.get(i, len(order)), i))]


def _figure(indicator: str, rows: list[Mapping[str, Any]], text: str) -> Figure:
    groups: list[list[Mapping[str, Any]]] = []
    for row in rows:
        for group in groups:
            if _same(group[0], row) and not any(_side_by_side(told, row, rows, text) for told in group):
                group.append(row)
                break
        else:
            groups.append([row])
    values = [_value(group) for group in groups]
    if len(values) == 1:
        return Figure(indicator, "single", tuple(values))
    if _one_sentence(rows, text):
        return Figure(indicator, "parts", tuple(values))
    likeliest = tuple(sorted(values, key=lambda v: (-(v.probability or 0.0), v.places[0])))
    return Figure(indicator, "conflict" if any(starmap(_contradict, combinations(values, 2))) else "several", likeliest)


def _contradict(a: FigureValue, b: FigureValue) -> bool:
    """Whether two values claim to count the same thing and differ: equal units, and names of which one contains the other."""
    return a.unit == b.unit and (a.name in b.name or b.name in a.name) and not same_number(a.value, b.value)


def _side_by_side(a: Mapping[str, Any], b: Mapping[str, Any], rows: list[Mapping[str, Any]], text: str) -> bool:
    """Whether two rows are different parts whatever their values: both of one total, or both in a sentence that lists them (撤销2件、变更2件，确认违法2件).

    Commas alone make no list: 排查矛盾纠纷38件，调处38件 tells one figure twice.
    """
    if a.get("of") is not None and a.get("of") == b.get("of"):
        return True
    if not _one_sentence([a, b], text):
        return False
    members = [row for row in rows if _one_sentence([a, row], text)]
    listed = [row["start"] for row, later in pairwise(members) if _LISTED.fullmatch(text, row["end"], later["start"])]
    return bool(listed) and min(a["start"], b["start"]) >= listed[0]


def _same(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two rows state one value: equal numbers, or a rounded one beside the exact one (1.2万余件, 12045件)."""
    if same_number(a["value"], b["value"]):
        return True
    exact, rounded = (a, b) if a["bound"] == "exact" else (b, a)
    if exact["bound"] != "exact" or rounded["bound"] == "exact" or not rounded["value"]:
        return False
    ratio = exact["value"] / rounded["value"]
    return {"at_least": 1.0 <= ratio <= 1.1, "at_most": 0.9 <= ratio <= 1.0, "about": 0.95 <= ratio <= 1.05}[rounded["bound"]]


def _value(group: list[Mapping[str, Any]]) -> FigureValue:
    best = min(group, key=lambda q: (q["bound"] != "exact", -(q.get("indicator_score") or 0.0), q["start"]))
    scores = [q["indicator_score"] for q in group if q.get("indicator_score") is not None]
    places = sorted(group, key=lambda q: (q is not best, q["start"]))
    return FigureValue(
        best["value"], best["unit"] or "", best["bound"], best.get("name") or "", max(scores, default=None), tuple((q["start"], q["end"]) for q in places)
    )


def _one_sentence(rows: list[Mapping[str, Any]], text: str) -> bool:
    return not _BREAK.search(text, min(q["end"] for q in rows), max(q["start"] for q in rows))
