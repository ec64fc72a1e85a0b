"""Two figures beside each other: whether measure words allow one to be part of the other, the words between them, where their clause begins."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Quantity = Mapping[str, Any]  # start, end, kind, value, unit, name, change

_SAME_UNITS = {"名": "人", "位": "人", "宗": "件", "起": "件", "例": "件", "户": "家"}
# Measure words that kinds of one thing are counted with; all that is published in 条 may be counted by its kind, not the other way round (审查53件,其中提出意见17条).
_KINDS_UNITS = tuple(map(frozenset, ("件起宗例份卷部", "份册本张", "人名位", "家户个所处座", "场次期")))
_NEWS, _PIECES = "条", frozenset("件份篇")
_SIGN = re.compile(r"[,、;:。()\n]")
_BEHIND = 12  # characters behind a figure in which the noun that it counts stands
NEVER_PARTS = frozenset(("percent", "multiple", "duration"))
SENTENCE = re.compile(r"[。!?\n]")
CHANCE, RARE = 30, 100  # sums below the first are made by chance in every other report, those above the second seldom
ACT = re.compile(r"行政(?:处罚|许可|强制|检查|确认|征收|裁决|给付|奖励|复议|诉讼|应诉|调解|指导)")  # what is done by law: one is no part of another
# What is done besides with some of those that another figure counts: they are no kind beside it. Whence a matter comes is one (领导批示交办, 上级通报).
BESIDES = re.compile(r"入选|获[评奖]|荣获|授予|推广|批示(?![交转]办)|曝光|(?<!上级)通报")
_EACH, _REACH = re.compile(r"每[^,、;:。!?\n\d]{0,14}$"), 16  # 骨干436名,每村(社区)不少于3名: of one of them
LONGEST_LIST = 60  # parts of a total: a bound on the work, more are no list of a report


def same_unit(a: Quantity, b: Quantity) -> bool:
    """Whether two figures can be added up and have one measure word, 名 and 人 being one."""
    return summed(a, b) and _SAME_UNITS.get(a["unit"], a["unit"]) == _SAME_UNITS.get(b["unit"], b["unit"])


def alike(total: Quantity, part: Quantity) -> bool:
    """Whether figures that the words call total and part can be that: kinds of one thing have different measure words (审核144件,其中文件11件、合同78份), things are counted
    one by one or by occasion (1874件次,其中网上1107件), and a part may leave the measure word out (1280项(新增21、取消12))."""
    if not summed(total, part) or measured_alike(total, part):
        return summed(total, part)
    whole, kind = _thing(total["unit"]), _thing(part["unit"])
    return not kind or (whole == _NEWS and kind in _PIECES) or any(whole in units and kind in units for units in _KINDS_UNITS)


def measured_alike(a: Quantity, b: Quantity) -> bool:
    """Whether two figures can be added up and count the same, be it one by one or by occasion."""
    return same_unit(a, b) or (summed(a, b) and _thing(a["unit"]) == _thing(b["unit"]))


def _thing(unit: str) -> str:
    """The measure word of what is counted by occasion: 件 of 件次 and 件(次)."""
    return unit[0] if unit[1:] in ("次", "(次)") else unit


def summed(a: Quantity, b: Quantity) -> bool:
    """Whether figures are of one kind, and of one whose parts add up: shares, multiples and durations do not."""
    return bool(a["kind"] == b["kind"] and a["kind"] not in NEVER_PARTS)


def makes_rate(part: float, whole: float, rate: float) -> bool:
    """Whether `part` is `rate` per cent of `whole`, to half of the last digit with which the rate is printed."""
    digits = len(f"{rate}".partition(".")[2]) if rate != int(rate) else 0
    return whole > 0 and abs(100 * part / whole - rate) <= 0.5 * 10**-digits + 1e-9


def between_figures(folded: str, a: Quantity, b: Quantity) -> str:
    """The words between two quantities, without the spaces that some programs set around numbers."""
    return folded[a["end"] : b["start"]].replace(" ", "")


def figure_words(folded: str, quantities: Sequence[Quantity], i: int, reach: int = _BEHIND) -> str:
    """The words of a quantity: those of its clause in front of it behind the quantity before, and those directly behind it (up to `reach` characters), parted by a comma."""
    q = quantities[i]
    start = max(clause_start(folded, q["start"]), quantities[i - 1]["end"] if i else 0)
    end = quantities[i + 1]["start"] if i + 1 < len(quantities) else len(folded)
    return f"{folded[start : q['start']]},{_SIGN.split(folded[q['end'] : min(end, q['end'] + reach)])[0]}"


def of_each(folded: str, q: Quantity) -> bool:
    """Whether a quantity is said of each of several things, which makes it part of no total."""
    return bool(_EACH.search(folded, max(0, q["start"] - _REACH), q["start"]))


def clause_start(folded: str, at: int, clauses: int = 1) -> int:
    """Where the clause of an offset begins, or so many clauses back; at most 40 characters in front."""
    start = at
    for _ in range(clauses):
        start = max(folded.rfind(sign, max(0, start - 40), max(0, start - 1)) for sign in ",。;:!?()、\n") + 1
    return max(start, at - 40)


def sentence_start(folded: str, at: int, since: int = 0) -> int:
    """Where the sentence of an offset begins; 0 where it begins in front of `since`."""
    return max(folded.rfind(sign, since, at) for sign in "。!?\n") + 1
