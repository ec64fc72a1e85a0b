"""How the quantities of a text belong together: parts and their total, a rate and the two counts it is made of, a change and the figure that changed.

Only what the words or the sums say is linked: a part stands behind 其中 or in brackets behind its total, or a list adds up to it exactly; a rate must follow from its two counts
to the last digit it is printed with. Indexes are positions in the list of quantities.

>>> from lawnlp.text.quantities import find_quantities
>>> text = "受理38件，其中涉企9件；审结35件，审结率92.1%，同比增长3个百分点"
>>> found = [vars(q) | {"name": name} for q, name in zip(find_quantities(text), ["受理", "涉企", "审结", "审结率", "审结率"])]
>>> relate(text, found)
[{'parts': [1]}, {'of': 0}, {}, {'rate_of': [2, 0]}, {'direction': 'up', 'base': '同比', 'change_of': 3}]
"""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise, takewhile
from typing import Any

from lawnlp.text.fold import fold

Quantity = Mapping[str, Any]
Bracket = tuple[int, int]  # where it opens and where it closes

_SENTENCE = re.compile(r"[。!?\n]")
_AMONG = re.compile(r"(?:(?<![与身])其中|当中|其间)(?!之?一)[:,]?")
_STAGES = re.compile(r"审结|办结|结案|受理|收到|提出|出具|查处|整改|完成|开展|组织|召开|举办|发放|培训|参与|通过率|合格率")  # a new act opens a list of its own
# What a bracket sets beside a figure: another period, what was planned, what came over. Such figures are parts where the bracket says so or where they add up.
_COMPARED = re.compile(r"[上去前往]一?年|同期|20\d\d ?年|任务|目标|计划|结转")
_HOLDS = re.compile(r"\((?:均?含|包[括含])")
_SUM = re.compile(r"(?:共计?|合计|总计|累计|总共)[^,。;:]{0,8}$")
_SAME_UNITS = {"名": "人", "位": "人", "宗": "件", "起": "件", "例": "件", "户": "家"}
# Measure words that kinds of one thing are counted with; all that is published in 条 may be counted by its kind, not the other way round (审查53件,其中提出意见17条).
_KINDS_UNITS = tuple(map(frozenset, ("件起宗例份卷部", "份册本张", "人名位", "家户个所处座", "场次期")))
_NEWS, _PIECES = "条", frozenset("件份篇")
_NEVER_PARTS = frozenset(("percent", "multiple", "duration"))
_REST = re.compile(r"[不未其剩余另尚]")
# A part that names who else acted and how, or what act with what object: 县政协开展民主评议2次, 召开推进会3次; a body alone divides the figure (学法12次,县委4次、县政府8次).
_OWN_ACT = re.compile(
    r"[,、:](?:[省市州盟县区旗镇乡](?:委|政府|政协|人大)|党组)(?!$)|(?:开展|组织|召开|举办|参加|制定|出台|印发|起草|审查|审核|办理|承办|听取|发布)[^,、:]{2,40}$"
)
_SHARE = re.compile(r"(?:占|比重|比例|占比)[^,。;:]{0,12}$")
_JOINED = re.compile(r"(?<=率)[、和与及]")  # 报备率、及时率、规范率均为100%: the counts are those of the first
_RATE_END = re.compile(r"(?:率|比例|比重|占比|覆盖面)$")
_LONGEST_LIST = 60  # parts of a total: a bound on the work, more are no list of a report
_CHANCE = 30  # sums below it are made by chance in every other report
_NEAR = 4  # figures in front of 其中 among which its total is looked for
_WINDOW = 8  # quantities in front of a rate among which its two counts are looked for

_UP = r"[+↑]$|慢了?$|增长|上升|提高|提升|增加|扩大|上涨|上调|净增|扩展|拓展|提速|增至?|升至?|(?<![至最])[多高]|扩(?:容|充|编)?[为到至]|提至|[涨升]幅"
_DOWN = r"[-−↓]$|快了?$|下降|降低|减少|缩短|压缩|压减|缩减|精简|下调|减至?|降至?|(?<![至最])[少低]|节约|减为|[缩压砍][到至]|削减|节省|降幅"
_TURN = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_BASE = re.compile(
    r"同比|环比|(?:与|同|[比较])(?:上年|上一年|去年|前年|上年度|上年末|年初|上季度|上月|20\d\d ?年(?:度|末|底)?|往年|改革前|此前|之前)(?:同期|同口径|全年)?(?:相比|比)?"
)
_PERIOD = re.compile(rf"(?:{_BASE.pattern}|(?:[上去前]年|上一年|20\d\d年)(?:同期|全年|度|末|底)?|同期)(?:的|为|是)?")
_YEAR = re.compile(r"(?<![比较同与\d])(20\d\d) ?年(?:全年|度)? ?$")
_TO_CHANGE = re.compile(
    rf"[,;(、]?(?:{_BASE.pattern}|相比|分别|各|约|近|均|净|又|再|平均|人数|数量|总量|总数|案件|数|[,(])*(?:{_UP}|{_DOWN}|[多少][一-鿿]{{1,2}})了?(?:约|近|超过|超|逾)?$"
)
_TO_LEVEL = re.compile(r"[,)]?(?:总数|总量)?(?:达到?|增至|升至|降至|减至|至|到|增长到|增加到|提高到|提升到|下降到|减少到)了?$")


def relate(text: str, quantities: Sequence[Quantity]) -> list[dict[str, Any]]:
    """What links each quantity to others.

    Args:
        text: the text the offsets point into.
        quantities: in the order of the text, with start, end, kind, value, unit, name and change ("from", "to", "by" or "").

    Returns:
        For each quantity the keys that apply: `of` (index of its total) and `parts` (indexes, the other end), `rate_of` (indexes of numerator and denominator), and for a change
        `direction` (up or down, None where words and values leave it open), `base` (what it is measured against, as it stands in the text) and `change_of` (index of the
        figure that changed; from the start of 由3天压缩到0.5天 its end).
    """
    links: list[dict[str, Any]] = [{} for _ in quantities]
    if not quantities:
        return links
    folded = fold(text)
    brackets = _brackets(folded, quantities)
    _parts(folded, quantities, links, brackets)
    _rates(folded, quantities, links)
    _changes(folded, quantities, links, brackets)
    return links


def shared_names(quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]]) -> list[str]:
    """The name of each quantity, where a change has the name of what changed: the end of 由…到… that of its start, an amount that of its figure."""
    names = [q["name"] or "" for q in quantities]
    for wanted in ("from", "by"):
        for i, link in enumerate(links):
            level = link.get("change_of")
            if level is not None and quantities[i]["change"] == wanted:
                source, target = (i, level) if wanted == "from" else (level, i)
                names[target] = names[source] or names[target]
    return names


# ------------------------------------------------------------------------ changes
def _changes(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]], brackets: Sequence[Bracket]) -> None:
    origin: int | None = None
    for i, q in enumerate(quantities):
        if not q["change"]:
            continue
        lead = folded[_clause_start(folded, q["start"]) : q["start"]]
        if q["change"] == "from":
            origin = i
            links[i].update(direction=None, base=None)
            continue
        turns = list(_TURN.finditer(lead))
        direction = ("up" if turns[-1]["up"] else "down") if turns else None
        base = list(_BASE.finditer(folded, _clause_start(folded, q["start"], 2), q["start"]))
        before = quantities[i - 1]["end"] if i else 0
        base = [m for m in base if m.start() >= before]
        links[i].update(direction=direction, base=base[-1][0] if base else None)
        if q["change"] == "to":
            if origin is not None and not _SENTENCE.search(folded, quantities[origin]["end"], q["start"]) and q["start"] - quantities[origin]["end"] < 30:
                start = quantities[origin]
                if start["value"] != q["value"] and start["unit"] in (q["unit"], ""):
                    direction = "up" if q["value"] > start["value"] else "down"
                    links[i]["direction"] = direction
                links[origin].update(change_of=i, direction=direction)
            origin = None
        else:
            level = _level(folded, quantities, links, brackets, i)
            if level is not None:
                links[i]["change_of"] = level


def _level(folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], brackets: Sequence[Bracket], i: int) -> int | None:
    """The figure that a change by so much belongs to: directly in front of it, the one with the same place in a list (分别增长…), or directly behind. What a bracket in between holds and
    the figure of the period compared with (比去年38件增加8件) have not changed, and an amount behind a rate is one of the counts that the rate is taken of (成功率99%,增加12件)."""
    run = i
    while run and quantities[run - 1]["change"] == "by" and not _between(folded, quantities[run - 1], quantities[run]).strip("、,和及"):
        run -= 1
    last = run
    while (
        last + 1 < len(quantities)
        and quantities[last + 1]["change"] in ("by", "")
        and _between(folded, quantities[last], quantities[last + 1]) in ("、", "和", ",", "及")
    ):
        last += 1
    j = next((j for j in range(run - 1, max(-1, run - 1 - _WINDOW), -1) if brackets[j][1] > quantities[run]["start"]), -1)
    if j >= 0 and _TO_CHANGE.fullmatch(_outside(_between(folded, quantities[j], quantities[run]))):
        count = last - run + 1
        if run == i == last and quantities[i]["kind"] not in ("percent", "multiple") and quantities[j]["kind"] == "percent":
            j = links[j].get("rate_of", [j, j])[1]
        elif _is_base(folded, quantities, j):
            compared = _compared(folded, quantities, brackets, j)
            if compared < 0 and not _is_dated(folded, quantities[j]):
                return None
            j = j if compared < 0 else compared
        at = j if i == run else None
        if count > 1 and "分别" in folded[quantities[j]["end"] : quantities[run]["start"]]:
            row = [k for k in range(j, max(-1, j - _LONGEST_LIST), -1) if brackets[k][1] > quantities[run]["start"]]  # 受理120件(刑事30件),审结110件,分别增长…
            at = row[last - i] if last - i < len(row) else None
        if at is not None and _fits(quantities[at], quantities[i]):
            return at
    if i + 1 < len(quantities) and _TO_LEVEL.fullmatch(_between(folded, quantities[i], quantities[i + 1])) and _fits(quantities[i + 1], quantities[i]):
        return i + 1
    return None


def _is_base(folded: str, quantities: Sequence[Quantity], j: int) -> bool:
    """Whether a figure is that of the period compared with: its clause tells nothing but the period (比上年度38件, 去年同期44件)."""
    start = max(_clause_start(folded, quantities[j]["start"]), quantities[j - 1]["end"] if j else 0)
    return _PERIOD.fullmatch(folded[start : quantities[j]["start"]].replace(" ", "")) is not None


def _is_dated(folded: str, quantity: Quantity) -> bool:
    """Whether a figure stands behind a year alone (2024年102件): where no figure in front is compared with it, it is the one that has changed."""
    return _YEAR.search(folded, max(0, quantity["start"] - 10), quantity["start"]) is not None


def _compared(folded: str, quantities: Sequence[Quantity], brackets: Sequence[Bracket], j: int) -> int:
    """The figure in front of that of another period, with the same unit and nothing but the period in between; -1 where there is none."""
    k = next((k for k in range(j - 1, max(-1, j - 1 - _WINDOW), -1) if brackets[k][1] > quantities[j]["start"]), -1)
    if k < 0 or not _same_unit(quantities[k], quantities[j]) or quantities[k]["change"]:
        return -1
    earlier, later = (_YEAR.search(folded, max(0, quantities[at]["start"] - 10), quantities[at]["start"]) for at in (k, j))
    if earlier and later and earlier[1] < later[1]:  # 2023年86件,2024年102件,增长18.6%
        return -1
    return k if _PERIOD.fullmatch(_outside(_between(folded, quantities[k], quantities[j])).lstrip(",;")) else -1


def _between(folded: str, a: Quantity, b: Quantity) -> str:
    """The words between two quantities, without the spaces that some programs set around numbers."""
    return folded[a["end"] : b["start"]].replace(" ", "")


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


# ------------------------------------------------------------------------ brackets
def _brackets(folded: str, quantities: Sequence[Quantity]) -> list[Bracket]:
    """The innermost bracket around each quantity, (-1, length of the text) outside of all; a bracket that nothing closes ends with its line."""
    shut: dict[int, int] = {}
    opened: list[int] = []
    for sign in re.finditer(r"[()\n]", folded):
        if sign[0] == "(":
            opened.append(sign.start())
        elif sign[0] == "\n":
            shut.update(dict.fromkeys(opened, sign.start()))
            opened.clear()
        elif opened:
            shut[opened.pop()] = sign.start()
    spans = iter([*((a, shut.get(a, len(folded))) for a in sorted([*shut, *opened])), (len(folded) + 1, len(folded) + 1)])
    coming, around, found = next(spans), [(-1, len(folded))], []
    for q in quantities:
        while coming[0] < q["start"]:
            around.append(coming)
            coming = next(spans)
        while around[-1][1] < q["start"]:
            around.pop()
        found.append(around[-1])
    return found


def _outside(words: str) -> str:
    """Words without the brackets that open and close in them."""
    kept: list[str] = []
    opened: list[int] = []
    for piece in re.split(r"([()])", words):
        if piece == ")" and opened:
            del kept[opened.pop() :]
            continue
        if piece == "(":
            opened.append(len(kept))
        kept.append(piece)
    return "".join(kept)


# ------------------------------------------------------------------------ parts
def _parts(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]], brackets: Sequence[Bracket]) -> None:
    for i, q in enumerate(quantities):
        if "of" in links[i] or q["change"] or q["kind"] in _NEVER_PARTS:
            continue
        total, run = _opened(folded, quantities, brackets, i)
        if total is None:
            total, run = _added(folded, quantities, links, brackets, i)
        if total is not None:
            for whole, parts in [(total, run), *_divided(folded, quantities, total, run)]:
                _link(links, whole, parts)


def _link(links: list[dict[str, Any]], total: int, parts: Sequence[int]) -> None:
    for part in parts:
        if "of" in links[part]:
            before = links[links[part]["of"]]
            before["parts"] = [other for other in before["parts"] if other != part]
            if not before["parts"]:
                del before["parts"]
        links[part]["of"] = total
    links[total]["parts"] = sorted({*links[total].get("parts", []), *parts})


def _divided(folded: str, quantities: Sequence[Quantity], total: int, run: Sequence[int]) -> list[tuple[int, list[int]]]:
    """The parts of a list that are divided once more: the figures joined by 、 behind a comma add up to the part in front of it (其中10人现场述法,优秀6人、良好4人). A list that adds
    up as it stands has no such parts."""
    if sum(quantities[j]["value"] for j in run) == quantities[total]["value"]:
        return []
    joints = (_outside(folded[quantities[a]["end"] : quantities[b]["start"]]) for a, b in pairwise(run))
    signs = [next((sign for sign in words if sign in ",、:"), "") == "、" for words in joints]
    found = []
    for k in range(len(run) - 2):
        if signs[k] or not signs[k + 1] or (k and signs[k - 1]):
            continue
        length = next((n for n, sign in enumerate(signs[k + 1 :]) if not sign), len(signs) - k - 1) + 1
        parts = list(run[k + 1 : k + 1 + length])
        if sum(quantities[j]["value"] for j in parts) == quantities[run[k]]["value"]:
            found.append((run[k], parts))
    return found


def _opened(folded: str, quantities: Sequence[Quantity], brackets: Sequence[Bracket], i: int) -> tuple[int | None, list[int]]:
    """The list that 其中 or a bracket opens in front of quantity `i`, with its total: the nearest figure in front that can hold it, unless the list adds up exactly to another."""
    q = quantities[i]
    previous = quantities[i - 1]["end"] if i else 0
    between = folded[previous : q["start"]]
    among = _AMONG.search(between)
    bracket = between.startswith("(") or (among is not None and between[: among.start()].endswith("("))
    if not i or not (among or bracket) or _SENTENCE.search(between):
        return None, []
    room = [
        j
        for j in _in_front(quantities, brackets, i)
        if _summed(quantities[j], q)
        and not quantities[j]["change"]
        and quantities[j]["value"] >= q["value"]
        and quantities[j]["start"] >= (_part_start(folded, previous, q["start"]) if among else 0)
        and not _SENTENCE.search(folded, quantities[j]["end"], q["start"])
    ]
    totals = [j for j in room if _alike(quantities[j], q)]
    totals.sort(key=lambda j: not _same_unit(quantities[j], q))  # 审核29件,提出意见107条,其中退回2件
    if not room or (bracket and not among and room[0] != i - 1):
        return None, []
    run, certain = _listed(folded, quantities, brackets, (totals or room)[0], i)
    if not among and (_STAGES.search(between) or (_COMPARED.search(between) and not _HOLDS.search(between))):
        certain = 0
    added = sum(quantities[j]["value"] for j in run[:certain])
    exact = next((j for j in totals if certain > 1 and quantities[j]["value"] == added), None)  # 调解287件，成功281件；其中… adds up to 287
    if exact is None and (reached := _reached(quantities, room[0], run)) > 1:
        return room[0], run[:reached]
    if not totals:
        return None, []
    return _limited(quantities, totals[0] if exact is None else exact, run[:certain])


def _reached(quantities: Sequence[Quantity], total: int, run: Sequence[int]) -> int:
    """How many figures of a run add up exactly to the total, 0 where none do; of a small total, only figures with measure words like its own, since chance makes small sums."""
    whole = quantities[total]
    if whole["value"] < _CHANCE:
        run = list(takewhile(lambda j: _alike(whole, quantities[j]), run))
    sums = accumulate(quantities[j]["value"] for j in run)
    return next((length for length, added in enumerate(sums, 1) if added == whole["value"]), 0)


def _in_front(quantities: Sequence[Quantity], brackets: Sequence[Bracket], i: int) -> list[int]:
    """The nearest figures in front of quantity `i` that can be its total: none of a bracket that has closed (新收213件(上年结转19件),其中不予受理14件)."""
    near = range(i - 1, max(-1, i - _LONGEST_LIST), -1)
    return [j for j in near if brackets[j][1] > quantities[i]["start"]][:_NEAR]


def _part_start(folded: str, previous: int, at: int) -> int:
    """Where the total of 其中 may stand at the earliest, `previous` being the end of the quantity in front: behind the last ; of the sentence when a quantity stands between it
    and 其中 (败诉7件;出庭率100%,其中…2件), anywhere when 其中 opens its part (受理12件;其中…3件), nowhere when the ; stands behind 其中."""
    among = list(_AMONG.finditer(folded, previous, at))[-1]
    if ";" in folded[among.end() : at]:
        return at
    return 0 if ";" in folded[previous : among.start()] else folded.rfind(";", 0, previous) + 1


def _listed(folded: str, quantities: Sequence[Quantity], brackets: Sequence[Bracket], total: int, i: int) -> tuple[list[int], int]:
    """Quantity `i` and those that go on with its list, and how many of them stand in front of what may open a list of another act: a word that does, another measure word behind a
    comma. What a bracket inside the list holds belongs to the figure in front of the bracket, and the list goes on behind it."""
    found, last, certain = [i], i, 0
    words = folded[quantities[i - 1]["end"] if i else 0 : quantities[i]["start"]]
    for j in range(i + 1, min(i + _LONGEST_LIST, len(quantities))):
        if brackets[j] != brackets[i]:
            if brackets[j][0] < quantities[i]["start"]:
                break
            continue
        between = _outside(folded[quantities[last]["end"] : quantities[j]["start"]])
        if re.search(r"[。!?\n]|其中" if brackets[i][0] >= 0 else r"[。;!?\n]|其中", between):
            break
        if _summed(quantities[j], quantities[i]) and not quantities[j]["change"]:
            same = _same_unit(quantities[j], quantities[i]) or (between.startswith("、") and _alike(quantities[total], quantities[j]))
            if not certain and (not same or _opens_act(between, words, quantities[j]["unit"])):
                certain = len(found)
            words = between
            found.append(j)
        elif quantities[j]["kind"] != "percent":
            break
        last = j
    return found, certain or len(found)


def _opens_act(between: str, words: str, unit: str) -> bool:
    """Whether `between` two figures of a list a word begins to tell of another act. Not so behind 、, where the part in front (`words`) has the same word (窗口受理62件,线上受理9件), and
    where it is the noun in front of a count of bodies (法律法规授权组织13家)."""
    stage = _STAGES.search(between)
    if stage is None or between.startswith("、") or stage[0] in words:
        return False
    return not (stage.end() == len(between) and stage[0] == "组织" and unit in ("家", "个"))


def _limited(quantities: Sequence[Quantity], total: int, run: list[int]) -> tuple[int | None, list[int]]:
    """As many of a run as the total has room for; where the run reaches it exactly, no more."""
    kept, added = [], 0
    for j in run:
        if added + quantities[j]["value"] > quantities[total]["value"] * (1 + 1e-9):
            break
        kept.append(j)
        added += quantities[j]["value"]
    return (total, kept) if kept else (None, [])


def _added(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]], brackets: Sequence[Bracket], i: int) -> tuple[int | None, list[int]]:
    """A list of two or more from `i` on that adds up exactly to the figure in front of it (unless one more 、 makes that figure the first of the list), or to one behind it that says so (共12件).
    What must hold for the first says `_is_sum`."""
    q = quantities[i]
    run = [i]
    for j in range(i + 1, min(i + _LONGEST_LIST, len(quantities))):
        between = folded[quantities[j - 1]["end"] : quantities[j]["start"]]
        if re.search(r"[。;!?\n()]", between) or not _alike(q, quantities[j]) or quantities[j]["change"] or "of" in links[j]:
            break
        run.append(j)
    if (
        i
        and _same_unit(quantities[i - 1], q)
        and not quantities[i - 1]["change"]
        and brackets[i - 1][1] > q["start"]
        and not re.search(r"[。;!?\n]", folded[quantities[i - 1]["end"] : q["start"]])
    ):
        added = q["value"]
        equals = folded[quantities[i - 1]["end"]] == "、"  # 取消43项、下放17项、承接26项: one list of equals, whatever the sums
        for length, j in enumerate(run[1:], 2):
            if not _same_unit(quantities[j], q):
                break
            added += quantities[j]["value"]
            equals = equals and folded[quantities[j - 1]["end"]] == "、"
            if not equals and added == quantities[i - 1]["value"] and all(quantities[k]["value"] > 0 for k in run[:length]):
                if _is_sum(folded, quantities, i - 1, run[:length]):
                    return i - 1, run[:length]
                break
    added = q["value"]
    for a, b in pairwise(run):
        if added == quantities[b]["value"] and b - i >= 2 and _SUM.search(folded[quantities[a]["end"] : quantities[b]["start"]]):
            return b, run[: run.index(b)]
        added += quantities[b]["value"]
    return None, []


def _is_sum(folded: str, quantities: Sequence[Quantity], total: int, run: Sequence[int]) -> bool:
    """Whether a list that adds up to the figure in front of it is meant to: neither that figure is the first of a list of its own (常务会议22次、党组会17次,专题会5次), unless the last part is
    its remainder, nor the list goes on after 其中; and where the figures are small, no part has a body or an act with an object of its own."""
    joints = [_outside(folded[quantities[a]["end"] : quantities[b]["start"]]) for a, b in pairwise([total, *run])]
    if any("其中" in words for words in joints[1:]) or (joints[0].startswith("、") and not _REST.search(joints[-1])):
        return False
    return quantities[total]["value"] >= _CHANCE or not any(_OWN_ACT.search(words) for words in joints)


def _same_unit(a: Quantity, b: Quantity) -> bool:
    return _summed(a, b) and _SAME_UNITS.get(a["unit"], a["unit"]) == _SAME_UNITS.get(b["unit"], b["unit"])


def _alike(total: Quantity, part: Quantity) -> bool:
    """Whether figures that the words call total and part can be that: kinds of one thing have different measure words (审核144件,其中文件11件、合同78份), and things are counted
    one by one or by occasion (1874件次,其中网上1107件)."""
    if not _summed(total, part) or _same_unit(total, part):
        return _summed(total, part)
    whole, kind = _thing(total["unit"]), _thing(part["unit"])
    return whole == kind or (whole == _NEWS and kind in _PIECES) or any(whole in units and kind in units for units in _KINDS_UNITS)


def _thing(unit: str) -> str:
    """The measure word of what is counted by occasion: 件 of 件次 and 件(次)."""
    return unit[0] if unit[1:] in ("次", "(次)") else unit


def _summed(a: Quantity, b: Quantity) -> bool:
    return bool(a["kind"] == b["kind"] and a["kind"] not in _NEVER_PARTS)


# ------------------------------------------------------------------------ rates
def _rates(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]]) -> None:
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
        if total is not None and _follows(quantities[i - 1], quantities[total], quantities[i]):
            return i - 1, total
    return None


def _ratio(folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], i: int) -> tuple[int, int] | None:
    """Two counts of the sentence in front whose ratio is the rate; where chance could make it (a whole percentage), a word must name the numerator."""
    q = quantities[i]
    start = _sentence_start(folded, q["start"])
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
            if a == b or not _same_unit(quantities[a], quantities[b]) or not _follows(quantities[a], quantities[b], q):
                continue
            fine = q["value"] != int(q["value"])
            halves = q["value"] == 100 and any(quantities[j]["value"] == 2 * quantities[a]["value"] for j in near)
            if not fine and (halves or _one_total(links[a], links[b])):
                continue  # two equal parts of one total: 出庭38件,其中县长出庭1件、镇长出庭1件,出庭率100%; 应诉2件,主任出庭1次、副主任出庭1次
            said = bool(word) and word in folded[_clause_start(folded, quantities[a]["start"]) : quantities[a]["start"]]
            if said or (fine and quantities[b]["value"] >= 20 and (word or _SHARE.search(folded[max(0, q["start"] - 16) : q["start"]]))):
                found.append((not said, i - a, i - b, a, b))
    if not found:
        return None
    return min(found)[3:]  # a numerator that is named, else the nearest


def _one_total(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return a.get("of") is not None and a.get("of") == b.get("of")


def _follows(part: Quantity, whole: Quantity, rate: Quantity) -> bool:
    """Whether the rate is that of the two counts, to half of its last printed digit."""
    if whole["value"] <= 0 or part["value"] > whole["value"] or part["value"] < 0:
        return False
    digits = len(f"{rate['value']}".partition(".")[2]) if rate["value"] != int(rate["value"]) else 0
    return bool(abs(100 * part["value"] / whole["value"] - rate["value"]) <= 0.5 * 10**-digits + 1e-9)


def _clause_start(folded: str, at: int, clauses: int = 1) -> int:
    start = at
    for _ in range(clauses):
        start = max(folded.rfind(sign, max(0, start - 40), max(0, start - 1)) for sign in ",。;:!?()、\n") + 1
    return max(start, at - 40)


def _sentence_start(folded: str, at: int) -> int:
    return max(folded.rfind(sign, 0, at) for sign in "。!?\n") + 1
