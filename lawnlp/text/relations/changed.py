"""A change and the figure that changed, its direction and what it is measured against."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from lawnlp.text.relations.brackets import Bracket, outside
from lawnlp.text.relations.figures import LONGEST_LIST, Quantity, between_figures, clause_start, figure_words, makes_rate, same_unit

_SENTENCE = re.compile(r"[。!?\n]")
_PART_END = re.compile(r"[。;!?\n]")
_REACH = 60  # characters in front of a change within which the words that name it stand
_WINDOW = 8  # figures in front of a change among which the one that changed is looked for
UP = r"[+↑]$|慢了?$|增长|上升|提高|提升|增加|扩大|上涨|上调|净增|扩展|拓展|提速|增至?|升至?|(?<![至最])[多高]|扩(?:容|充|编)?[为到至]|提至|[增涨升]幅"
DOWN = r"[-−↓]$|快了?$|下降|降低|减少|缩短|压缩|压减|缩减|精简|下调|减至?|降至?|(?<![至最])[少低]|节约|减为|[缩压砍][到至]|削减|节省|降幅"
_TURN = re.compile(rf"(?P<up>{UP})|(?P<down>{DOWN})")
_BASE = re.compile(
    r"同比|环比|[比较](?:法定|承诺|规定|原)[一-鿿]{0,4}?(?:时限|期限|时间)|(?:与|同|[比较])(?:上年|上一年|去年|前年|上年度|上年末|年初|上季度|上月|20\d\d ?年(?:度|末|底)?|往年|改革前|此前|之前)(?:同期|同口径|全年)?(?:相比|比)?"
)
_PERIOD = re.compile(rf"(?:{_BASE.pattern}|(?:[上去前]年|上一年|20\d\d年)(?:同期|全年|度|末|底)?|同期)(?:的|为|是)?")
LISTED = re.compile(rf"(?:、|,?[和及])(?:{UP}|{DOWN})?了?")
_VERB = "受理|办理?|收到?|调解|查处|作出|开展"
_NAMED_AGAIN = re.compile(rf"[,;(]?(?:{_BASE.pattern})(?P<name>[一-鿿]{{2,8}}?)(?:件|总)?(?:数量|总量|数|量)?(?:{UP}|{DOWN})了?(?:约|近|超过|超|逾)?")
_NAMED_BEHIND = re.compile(rf"[,;(]?(?:{_BASE.pattern})(?:净|再|又)?(?:增加|新增|减少|压减|[多少])(?:{_VERB})?(?P<name>[一-鿿]{{2,8}}?)(?:约|近|超过|超|逾)?")
_YEAR = re.compile(r"(?<![比较同与\d])(20\d\d) ?年(?:全年|度)? ?$")
_TO_CHANGE = re.compile(
    rf"[,;(、]?(?:{_BASE.pattern}|相比|分别|各|约|近|均|净|又|再|平均|人数|数量|总量|总数|案件|数|[,(])*(?:{UP}|{DOWN}|[多少][一-鿿]{{1,2}})了?(?:约|近|超过|超|逾)?$"
)
_TOLD_AGAIN = re.compile(rf",?(?:{UP}|{DOWN})了?(?:约|近|超过|超|逾)?")
_TO_LEVEL = re.compile(r"[,)]?(?:总数|总量)?(?:达到?|增至|升至|降至|减至|至|到|增长到|增加到|提高到|提升到|下降到|减少到)了?$")

_SUBJECT = re.compile(
    rf"(?:^|[,;。)]|{_BASE.pattern}|(?<=[件起人次批家户宗%]))(?P<things>[一-鿿、]{{2,30}}?)(?:{_BASE.pattern})?(?:分别|均|各)*(?:{UP}|{DOWN})了?(?:约|近|超过|超|逾)?$"
)
_COUNTED = re.compile(r"(?P<noun>[一-鿿]{1,6}?)(?:数量?|量|次)")
_STAGE = re.compile(r"受理|收[案件]|立案|审结|办结|结案|新收")
_TAIL = re.compile(r"(?:案件|申请|事项|件|数|量)?,")


def link_changes(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]], brackets: Sequence[Bracket]) -> None:
    """Write `direction`, `base` and `change_of` into the links; needs `rate_of`."""
    origin: int | None = None
    for i, q in enumerate(quantities):
        if not q["change"]:
            continue
        lead = folded[clause_start(folded, q["start"]) : q["start"]]
        if q["change"] == "from":
            origin = i
            links[i].update(direction=None, base=None)
            continue
        turns = list(_TURN.finditer(lead))
        listed = _goes_on(folded, quantities, i)
        direction = ("up" if turns[-1]["up"] else "down") if turns else links[i - 1].get("direction") if listed else None
        base = list(_BASE.finditer(folded, clause_start(folded, q["start"], 2), q["start"]))
        before = quantities[i - 1]["end"] if i else 0
        base = [m for m in base if m.start() >= before]
        links[i].update(
            direction=direction, base=base[-1][0] if base else links[i - 1].get("base") if listed or _governed(folded, quantities, links, i) else None
        )
        if q["change"] == "to" and (turned := _starts(quantities, i)):
            count = len(turned) // 2
            for left, right in zip(turned[:count], turned[count:], strict=True):
                a, b = quantities[left]["value"], quantities[right]["value"]
                way = "up" if b > a else "down" if b < a else direction
                links[left].update(change_of=right, direction=way)
                links[right].update(direction=way, base=links[i].get("base"))
            origin = None
        elif q["change"] == "to":
            if origin is not None and not _SENTENCE.search(folded, quantities[origin]["end"], q["start"]) and q["start"] - quantities[origin]["end"] < 30:
                start = quantities[origin]
                if start["value"] != q["value"] and start["unit"] in (q["unit"], ""):
                    direction = "up" if q["value"] > start["value"] else "down"
                    links[i]["direction"] = direction
                links[origin].update(change_of=i, direction=direction)
            origin = None
        else:
            ways = (_said(folded, quantities, i), _level(folded, quantities, links, brackets, i), _changed_twice(folded, quantities, links, i))
            level = next((level for level in ways if level is not None), None)
            if level is not None:
                links[i]["change_of"] = level


def _starts(quantities: Sequence[Quantity], i: int) -> list[int]:
    """The starts and then the ends of a list of changes whose ends are told last (从82%、…从15%分别提高到97%和31%), by the first of its ends; [] where there are not as many of both."""
    first, last = i, i
    while first and quantities[first - 1]["change"] == "from":
        first -= 1
    while last < len(quantities) and quantities[last]["change"] == "to" and last - i < i - first:
        last += 1
    return list(range(first, last)) if i - first > 1 and last - i == i - first else []


def _level(folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], brackets: Sequence[Bracket], i: int) -> int | None:
    """The figure that a change by so much belongs to: directly in front of it, the one with the same place in a list (分别增长…), or directly behind. What a bracket in between holds and
    the figure of the period compared with (比去年38件增加8件) have not changed, and an amount behind a rate is one of the counts that the rate is taken of (成功率99%,增加12件)."""
    run = i
    while _goes_on(folded, quantities, run, comma=True):
        run -= 1
    last = run
    while (
        last + 1 < len(quantities)
        and quantities[last + 1]["change"] in ("by", "")
        and (between_figures(folded, quantities[last], quantities[last + 1]) in ("、", "和", ",", "及") or _goes_on(folded, quantities, last + 1))
    ):
        last += 1
    j = next((j for j in range(run - 1, max(-1, run - 1 - _WINDOW), -1) if brackets[j][1] > quantities[run]["start"]), -1)
    between = outside(between_figures(folded, quantities[j], quantities[run])) if j >= 0 else ""
    again = _NAMED_AGAIN.fullmatch(between) or _NAMED_BEHIND.fullmatch(between)
    if again and again["name"] in figure_words(folded, quantities, j) and _fits(quantities[j], quantities[i]):
        return j
    if j >= 0 and _TO_CHANGE.fullmatch(between):
        count = last - run + 1
        if run == i == last and quantities[i]["kind"] not in ("percent", "multiple") and quantities[j]["kind"] == "percent":
            j = links[j].get("rate_of", [j, j])[1]
        elif _is_base(folded, quantities, j):
            compared = _compared(folded, quantities, brackets, j)
            if compared < 0 and not _is_dated(folded, quantities[j]):
                return None
            j = j if compared < 0 else compared
        at = j if i == run else None
        listed = 1 < count <= _WINDOW and all(_goes_on(folded, quantities, k) for k in range(run + 1, last + 1))
        if count > 1 and "分别" in folded[quantities[j]["end"] : quantities[run]["start"]]:
            row = [k for k in range(j, max(-1, j - LONGEST_LIST), -1) if brackets[k][1] > quantities[run]["start"]]  # 受理120件(刑事30件),审结110件,分别增长…
            at = row[last - i] if last - i < len(row) else None
        elif listed and len(near := _beside(folded, quantities, brackets, j, run)) > 1:
            at = _in_turn(folded, quantities, links, near, range(run, last + 1)).get(i)
        if at is not None and _fits(quantities[at], quantities[i]):
            return at
    if i + 1 < len(quantities) and _TO_LEVEL.fullmatch(between_figures(folded, quantities[i], quantities[i + 1])) and _fits(quantities[i + 1], quantities[i]):
        return i + 1
    return None


def _beside(folded: str, quantities: Sequence[Quantity], brackets: Sequence[Bracket], j: int, run: int) -> list[int]:
    """Quantity `j` and the figures in front of it in its part of the sentence, back to a change: those of which the list of changes that begins with quantity `run` may tell."""
    row = [j]
    for k in range(j - 1, max(-1, j - _WINDOW), -1):
        if quantities[k]["change"] in ("by", "from") or _PART_END.search(folded, quantities[k]["end"], quantities[row[0]]["start"]):
            break
        if brackets[k][1] > quantities[run]["start"]:
            row.insert(0, k)
    return row


def _in_turn(folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], near: Sequence[int], changes: Sequence[int]) -> dict[int, int]:
    """Which figure each of a list of changes belongs to that has no 分别 (信访1043批次2216人次,同比下降12.7%和9.4%): the one at its place among as many figures, which are all there are, or all
    but the parts of others, or those that 、 joins behind a comma (乡镇12个,许可520件、处罚310件,…). Empty where no such row can have changed so: amounts and rates told together
    may be of one figure (增加12件、11.1%), and a rate of a count stands beside none of a share."""
    count = len(changes)
    for row in ([k for k in near if links[k].get("of") == links[near[-1]].get("of")], near):
        joints = [outside(between_figures(folded, quantities[a], quantities[b])) for a, b in pairwise(row)][-count:]
        if len(row) < count or (len(row) > count and ("," not in joints[0] or any("," in words for words in joints[1:]))):
            continue
        pairs = dict(zip(changes, row[-count:], strict=True))
        alike = len({quantities[change]["kind"] for change in changes}) == 1 or {quantities[change]["unit"] for change in changes}.isdisjoint("%")
        of_shares = {quantities[level]["kind"] == "percent" for change, level in pairs.items() if quantities[change]["unit"] == "%"}
        if alike and len(of_shares) < 2 and all(_fits(quantities[level], quantities[change]) for change, level in pairs.items()):
            return pairs
    return {}


def _governed(folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], i: int) -> bool:
    """Whether what the change before this one is measured against holds for it too: 与…相比 for the rest of the sentence, any for the rate of the same change (同比减少1100次,下降31.4%)."""
    base = links[i - 1].get("base") if i and quantities[i - 1]["change"] == "by" else None
    between = between_figures(folded, quantities[i - 1], quantities[i]) if base is not None else ""
    if base is None or re.search(r"[。;!?\n]", between):
        return False
    return base.startswith("与") or (_TOLD_AGAIN.fullmatch(between) is not None and quantities[i]["unit"] == "%" != quantities[i - 1]["unit"])


def _changed_twice(folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], i: int) -> int | None:
    """The figure whose change is told once more: the amount and then the rate that follows from it (318件,比上年增加42件,增长15.2%), or the rates against two periods."""
    if not i or quantities[i - 1]["change"] != "by" or not _TO_CHANGE.fullmatch(between_figures(folded, quantities[i - 1], quantities[i])):
        return None
    level = links[i - 1].get("change_of")
    first, second = quantities[i - 1], quantities[i]
    if level is None or links[i - 1]["direction"] != links[i]["direction"]:
        return None
    if first["unit"] == second["unit"] == "%":
        return level if links[i]["base"] not in (None, links[i - 1]["base"]) else None
    amount, rate = (second, first) if first["kind"] == "percent" else (first, second)
    if amount["kind"] == "percent" or rate["unit"] != "%":
        return None
    value = quantities[level]["value"]
    before = value - amount["value"] if links[i]["direction"] == "up" else value + amount["value"]
    return level if makes_rate(amount["value"], before, rate["value"]) else None


def _said(folded: str, quantities: Sequence[Quantity], i: int) -> int | None:
    """The figure that the words of a change name by its measure word or its noun with 数 or 量 (接报火灾80起,起数下降9.7%; 来访618批2207人次,批次、人次分别下降8.4%和11%)."""
    run = i
    while _goes_on(folded, quantities, run):
        run -= 1
    start = quantities[run]["start"]
    subject = _SUBJECT.search(folded, max(quantities[run - 1]["end"] if run else 0, start - _REACH), start)
    if subject is None:
        return None
    things = re.split("[、和及]", subject["things"])
    last = i
    while last + 1 < len(quantities) and _goes_on(folded, quantities, last + 1):
        last += 1
    if len(things) != last - run + 1 or not (thing := _COUNTED.fullmatch(things[i - run])):
        return None
    near = [
        j
        for j in range(run - 1, max(-1, run - 1 - _WINDOW), -1)
        if _fits(quantities[j], quantities[i]) and not _SENTENCE.search(folded, quantities[j]["end"], start)
    ]
    by_unit = [j for j in near if quantities[j]["unit"] in (thing[0], thing["noun"], thing["noun"] + "次")]
    by_noun = [j for j in near if len(thing["noun"]) > 1 and _calls(figure_words(folded, quantities, j), thing["noun"])]
    return by_noun[0] if by_noun else by_unit[0] if len(by_unit) == 1 else None


def _calls(words: str, noun: str) -> bool:
    """Whether the words of a figure say that it counts what a noun tells: their last one (亡2人, 亡人数), or a stage of the matter (受理复议申请120件, 受理数)."""
    if _STAGE.fullmatch(noun):
        return noun in words
    lead, sign, _ = words.partition(",")
    return re.search(rf"{re.escape(noun.removesuffix('人'))}{_TAIL.pattern}", lead + sign) is not None


def _goes_on(folded: str, quantities: Sequence[Quantity], i: int, *, comma: bool = False) -> bool:
    """Whether a change goes on with a list of changes (分别下降31.2%和26.8%, 分别减少4家和增加52人), which share what they are measured against; a comma may begin another comparison."""
    if not i or quantities[i - 1]["change"] != "by" or quantities[i]["change"] != "by":
        return False
    between = between_figures(folded, quantities[i - 1], quantities[i])
    return LISTED.fullmatch(between) is not None or (comma and between == ",")


def _is_base(folded: str, quantities: Sequence[Quantity], j: int) -> bool:
    """Whether a figure is that of the period compared with: its clause tells nothing but the period (比上年度38件, 去年同期44件)."""
    start = max(clause_start(folded, quantities[j]["start"]), quantities[j - 1]["end"] if j else 0)
    return _PERIOD.fullmatch(folded[start : quantities[j]["start"]].replace(" ", "")) is not None


def _is_dated(folded: str, quantity: Quantity) -> bool:
    """Whether a figure stands behind a year alone (2024年102件): where no figure in front is compared with it, it is the one that has changed."""
    return _YEAR.search(folded, max(0, quantity["start"] - 10), quantity["start"]) is not None


def _compared(folded: str, quantities: Sequence[Quantity], brackets: Sequence[Bracket], j: int) -> int:
    """The figure in front of that of another period, with the same unit and nothing but the period in between; -1 where there is none."""
    k = next((k for k in range(j - 1, max(-1, j - 1 - _WINDOW), -1) if brackets[k][1] > quantities[j]["start"]), -1)
    if k < 0 or not same_unit(quantities[k], quantities[j]) or quantities[k]["change"]:
        return -1
    earlier, later = (_YEAR.search(folded, max(0, quantities[at]["start"] - 10), quantities[at]["start"]) for at in (k, j))
    if earlier and later and earlier[1] < later[1]:  # 2023年86件,2024年102件,增长18.6%
        return -1
    return k if _PERIOD.fullmatch(outside(between_figures(folded, quantities[k], quantities[j])).lstrip(",;")) else -1


def _fits(level: Quantity, change: Quantity) -> bool:
    """Whether a figure can have changed by an amount: points belong to rates, amounts to figures of their unit, percentages and multiples to anything but a change."""
    if level["change"] in ("by", "from"):
        return False
    if change["unit"] in ("个百分点", "百分点", "个点"):
        return bool(level["kind"] == "percent")
    if change["kind"] in ("percent", "multiple"):
        if level["kind"] == "duration" and "年" in level["unit"]:
            return False  # 比近三年平均减少57%
        return level["kind"] != "percent" or change["unit"] == "%"
    return bool(level["unit"] == change["unit"])
