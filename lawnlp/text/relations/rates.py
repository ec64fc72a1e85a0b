"""A rate and the two counts that it is made of."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lawnlp.text.fold import fold
from lawnlp.text.relations.figures import Quantity, clause_start, makes_rate, same_unit, sentence_start

_SHARE = re.compile(r"(?:占|比重|比例|占比)[^,。;:]{0,12}$")
_JOINED = re.compile(r"(?<=率)[、和与及]")  # 报备率、及时率、规范率均为100%: the counts are those of the first
_RATE_END = re.compile(r"(?:率|比例|比重|占比|覆盖面)$")
# How a case ended: the rate of one of these is taken of no other (纠错率 of those corrected, not of 不予受理4件).
_OUTCOMES = ("纠错", "败诉", "胜诉", "维持", "驳回")
_OPENS = re.compile("[,、;:。]$|分别")  # a figure that opens its clause has its words behind it
# Rates of people asked or put to a test, to what the clause of their numerator says: the counts of the cases around them are others (办结3811件,满意率99.1%).
_ASKED = {word: word for word in ("满意", "好评", "认可", "知晓", "回访", "合格", "及格")} | {"持证": "证", "参考": "考", "参训": "训"}
_NEXT_SIGN = re.compile("[,、;:。!?()\n]|$")
_ENDED = re.compile(r"不予受理|驳回|维持|胜诉|败诉|终止|撤诉|撤回|调解|和解")
_OCCASIONS = ("人次", "次", "件次")  # in which what is counted one by one may be told where the rate names it: 应诉28件,负责人出庭23人次,出庭率82.1%
_WINDOW = 8  # quantities in front of a rate among which its two counts are looked for


def link_rates(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]]) -> None:
    """Write `rate_of` into the links; needs `of`."""
    for i, q in enumerate(quantities):
        if q["kind"] != "percent" or q["unit"] != "%" or q["change"] == "by" or q["change"] == "from":
            continue
        pair = _share(folded, quantities, links, i) or _ratio(folded, quantities, links, i)
        if pair:
            links[i]["rate_of"] = list(pair)


def _share(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]], i: int) -> tuple[int, int] | None:
    """其中…17件，占13.1%: the part in front and its total."""
    if i and _SHARE.search(folded[max(quantities[i - 1]["end"], quantities[i]["start"] - 16) : quantities[i]["start"]]):
        total = links[i - 1].get("of")
        if total is not None and follows(quantities[i - 1], quantities[total], quantities[i]):
            return i - 1, total
    return None


def _ratio(folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], i: int) -> tuple[int, int] | None:
    """Two counts of the sentence in front whose ratio is the rate; where chance could make it (a whole percentage), a word must name the numerator."""
    q = quantities[i]
    start = sentence_start(folded, q["start"])
    near = [
        j
        for j in range(max(0, i - _WINDOW), i)
        if quantities[j]["start"] >= start and quantities[j]["kind"] == "count" and quantities[j]["change"] in ("", "to")
    ]
    name = fold(q["name"] or "")
    word = _RATE_END.sub("", _JOINED.split(name)[0]).replace("出庭应诉", "出庭")[-2:] if _RATE_END.search(name) else ""  # 出庭应诉率: one act
    found = []
    for a in near:
        for b in near:
            if a == b or not follows(quantities[a], quantities[b], q):
                continue
            fine = q["value"] != int(q["value"])
            lead = folded[clause_start(folded, quantities[a]["start"]) : quantities[a]["start"]]
            said = bool(word) and (word in lead or (word == "成功" and lead.endswith("调成")))
            if not same_unit(quantities[a], quantities[b]) and not (said and fine and quantities[a]["unit"] in _OCCASIONS):
                continue
            if (
                not said
                and word in _ASKED
                and _ASKED[word] not in lead + _NEXT_SIGN.split(folded[quantities[a]["end"] : quantities[a]["end"] + 16], maxsplit=1)[0]
            ):
                continue
            if not said and word in _OUTCOMES and _ENDED.search(lead) and not _OPENS.search(lead):
                continue
            halves = q["value"] == 100 and any(quantities[j]["value"] == 2 * quantities[a]["value"] for j in near)
            if not fine and (halves or _one_total(links[a], links[b])):
                continue  # two equal parts of one total: 出庭38件,其中县长出庭1件、镇长出庭1件,出庭率100%; 应诉2件,主任出庭1次、副主任出庭1次
            if said or (fine and quantities[b]["value"] >= 20 and (word or _SHARE.search(folded[max(0, q["start"] - 16) : q["start"]]))):
                found.append((not said, i - a, i - b, a, b))
    if not found:
        return None
    return min(found)[3:]  # a numerator that is named, else the nearest


def _one_total(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return a.get("of") is not None and a.get("of") == b.get("of")


def follows(part: Quantity, whole: Quantity, rate: Quantity) -> bool:
    """Whether the rate is that of the two counts, to half of its last printed digit."""
    return 0 <= part["value"] <= whole["value"] and makes_rate(part["value"], whole["value"], rate["value"])
