"""Parts that words open: the list behind 其中 or in a bracket, what 中 tells of the figure in front, and which figure in front they divide."""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, islice, pairwise, takewhile
from typing import Any

from lawnlp.text.relations.brackets import Bracket, outside
from lawnlp.text.relations.figures import (
    ACT,
    BESIDES,
    CHANCE,
    LONGEST_LIST,
    NEVER_PARTS,
    SENTENCE,
    Quantity,
    alike,
    figure_words,
    measured_alike,
    of_each,
    same_unit,
    sentence_start,
    summed,
)

_AMONG = re.compile(r"(?:(?<![与身])其中|当中|其间)(?!之?一(?!般|次[性办]))[:,]?")
_NEW_SENTENCE = re.compile(r"[^。!?\n]*。其中(?!之?一(?!般|次[性办]))[^。!?\n]*")  # 其中 may open a sentence of its own
_EQUALS = re.compile(r"[、和及][^,;:]+|[^,;:]+[、和及]")  # between two figures of a list of equals: 建议176件、提案143件; 91件建议、134件提案
_CHINESE = re.compile(r"[一-鿿]+")
STAGES = re.compile(
    r"审结|(?<!一次)办结|结案|受理|收到|提出|出具|查处|整改|完成|开展|组织|召开|举办|发放|培训|参与|学法|通过率|合格率"
)  # a new act opens a list of its own
# Of the figure in front, with what some of them did (31件案件中,败诉4件; 112名干部中具有法律职业资格的仅4人), not what was done in its course (30件文件审查中提出意见20件).
_THEM = re.compile(
    r"[^,、;:。!?()\n]{0,20}(?:(?<![其集年期途高初])中(?![国央心])|(?<![省市州县区镇乡村街厅局])里),?(?![^,、]{0,6}(?:提出|出具|收到|收集|开展|组织|召开|举办))[^,、;:。!?()\n]{0,14}"
)
_ON = re.compile(r"[^,、;:。!?()\n]{1,20}[,、](?:另|还)?有?|、[^,、;:。!?()\n]{1,12}")
_HANDLED = re.compile("办理|承办|交办")  # said of all figures of a list by the first alone (办理建议603件、提案287件)
_DONE = re.compile(r",[^,、]{0,4}(?:审结|办结|结案|结办|了结|化解|调成|成功)")
# What is issued about matters is none of them: 行政诉讼案件176件,其中市本级58件,市法院发出司法建议6件.
_ISSUES = re.compile("发出|制发|下发|发送")
_ISSUED = re.compile(rf"[,;][^,、;:]{{0,12}}(?:{_ISSUES.pattern})[^,、;:]{{0,8}}(?:建议|意见|函|书|令|通报|提示)$")
_COUNTED_NOUN = re.compile(r"[一-鿿]{1,8}\((?:均?含|包[括含])?[一-鿿]{0,6}$")  # 1146名调解员(专职158名)
_BEGINS = ("受理", "收到")  # the first stage of a matter
_OUTCOME = re.compile(r"撤|变更|改判|发回|确认|维持|驳回|和解|调解|终[止结]|纠[错正]|败诉|胜诉|责令|协议")
_EVENT = re.compile(r",[^,、]*(?:开展|组织|召开|举办|发放|培训|学法)[^,、的]*$")
_MORE = re.compile(r",(?:新增|净增|增加|新[建设])")  # with another measure word, a new figure: 其中企业1.8万户,净增规上企业322家
_OPENS = re.compile("[,;:]?(?:[另还]?有)?")
_AGENT = re.compile("[被由]")  # where the figure opens its clause, somebody did it (12件由区领导包案, 3件被提起诉讼)
_LATER = re.compile(rf"{STAGES.pattern}|作出|化解|调成|取消|下放|[今本当]年")  # a later stage of one matter, another act, the same in another year
# What a bracket sets beside a figure: another period, what was planned, what came over. Such figures are parts where the bracket says so or where they add up.
_COMPARED = re.compile(r"[上去前往]一?年|同期|20\d\d ?年|任务|目标|计划|结转")
_HOLDS = re.compile(r"\((?:均?含|包[括含])")
# A change that names its noun between verb and number divides as a figure does: what is new (较上年新增示范村12个,其中省级3个), other changes where no figure stands in front.
_CHANGED_NOUN = re.compile(r"(?:(?P<new>新增|净增)|增加|减少|压减|[多少])(?![了至到为])(?!超过|不足)[一-鿿]{2,10}$")
_ANOTHER = re.compile("另|此外|还有")
_CLAUSE = 40  # characters of a clause behind its figure
_NEAR = 4  # figures in front of 其中 among which its total is looked for


def opened(
    folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], brackets: Sequence[Bracket], i: int
) -> tuple[int | None, list[int]]:
    """The list that 其中 or a bracket opens in front of quantity `i`, with its total: the nearest figure in front that can hold it, unless the list adds up exactly to another."""
    q = quantities[i]
    previous = quantities[i - 1]["end"] if i else 0
    between = folded[previous : q["start"]]
    among = _AMONG.search(between)
    is_open = brackets[i][0] >= previous  # 召开会议26次(第58次至第83次),会前学法12次: a bracket that has closed opens no list
    noun = i > 0 and same_unit(quantities[i - 1], q) and _COUNTED_NOUN.fullmatch(between) is not None
    bracket = is_open and (between.startswith("(") or noun or (among is not None and between[: among.start()].endswith("(")))
    fresh = among is not None and _NEW_SENTENCE.fullmatch(between) is not None
    if not i or not (among or bracket) or (SENTENCE.search(between) and not fresh):
        return None, []
    since = sentence_start(folded, previous if fresh else q["start"], quantities[max(0, i - LONGEST_LIST)]["start"])
    if among and not fresh:
        since = max(since, _part_start(folded, previous, q["start"]))
    near = [
        j
        for j in _in_front(quantities, brackets, i, fresh=fresh)
        if summed(quantities[j], q) and not quantities[j]["change"] and quantities[j]["start"] >= since
    ]
    if not fresh and _is_new(folded, quantities[i - 1], alone=not near) and summed(quantities[i - 1], q) and brackets[i - 1][1] > q["start"]:
        near.insert(0, i - 1)
    room = [j for j in near if quantities[j]["value"] >= q["value"] and (not fresh or measured_alike(quantities[j], q))]
    totals = [j for j in room if alike(quantities[j], q)]
    totals.sort(key=lambda j: not same_unit(quantities[j], q))  # 审核29件,提出意见107条,其中退回2件
    if not room or (bracket and not among and room[0] != i - 1):
        return None, []
    rivals: list[int] = []
    run, certain = _listed(folded, quantities, brackets, (totals or room)[0], i)
    if not among and (STAGES.search(between) or (_COMPARED.search(between) and not _HOLDS.search(between))):
        certain = 0
    added = sum(quantities[j]["value"] for j in run[:certain])
    exact = next((j for j in totals if certain > 1 and quantities[j]["value"] == added), None)  # 调解287件，成功281件；其中… adds up to 287
    if exact is None and (reached := _reached(folded, quantities, room[0], run)) > 1:
        return room[0], run[:reached]
    if exact is None and totals:
        rivals = [j for j in totals if "of" not in links[j]] if fresh else _rivals(folded, quantities, totals, near, between)
        exact = _meant(folded, quantities, rivals, i) if among else totals[0]
    if exact is None or exact not in totals:  # 建议603件、提案287件,其中主办411件: of both
        return None, []
    if among and not same_unit(quantities[exact], q) and _has_clause(between, figure_words(folded, quantities, i), figure_words(folded, quantities, exact)):
        return None, []
    own = takewhile(lambda j: _meant(folded, quantities, rivals, j) in (exact, None), run[:certain]) if among and len(rivals) > 1 else run[:certain]
    parts = list(own)  # 建议86件,提案120件,其中重点建议5件,重点提案8件: the last is of the other
    return _overlapping(folded, quantities, exact, parts) if among else _limited(quantities, exact, parts)


def _is_new(folded: str, q: Quantity, *, alone: bool) -> bool:
    """Whether a change counts a noun of its own, so that 其中 behind it may divide it; `alone` where no figure in front can be meant."""
    found = _CHANGED_NOUN.search(folded, max(0, q["start"] - 12), q["start"]) if q["change"] == "by" and q["kind"] == "count" else None
    return found is not None and (alone or found["new"] is not None)


def _rivals(folded: str, quantities: Sequence[Quantity], totals: Sequence[int], near: Sequence[int], between: str) -> list[int]:
    """The figures of which 其中 may tell a part: the nearest that can hold it and those beside it, also one too small for it; the one with the same
    stage of the matter (受理500件,审结420件,其中市本级受理120件); where 其中 opens its part of the sentence or tells of the first stage (排查500起,化解480起,其中镇里受理120起), not the cases
    that are concluded but all of them (受理158件,审结141件;其中涉企36件), unless the part tells how they ended or that they did."""
    told: list[int] = []
    if stage := STAGES.search(between, between.rfind("其中") + 1):
        told = [j for j in totals if stage[0] in figure_words(folded, quantities, j)]
        if told and totals[0] not in told:
            return told[:1]
    small = [j for j in near if j not in totals and same_unit(quantities[j], quantities[totals[0]])]
    beside = _equals(folded, quantities, sorted([*totals, *small], reverse=True)) if small else []
    if totals[0] not in beside:
        beside = _equals(folded, quantities, totals)
    whole = totals[0] - 1
    of_all = (";" in between or (stage and stage[0] in _BEGINS)) and not told and not _OUTCOME.search(between)
    if of_all and len(beside) == 1 and whole in totals and same_unit(quantities[whole], quantities[totals[0]]):
        words = folded[quantities[whole]["end"] : quantities[totals[0]]["start"]]
        return [whole] if _DONE.fullmatch(words) else beside
    return beside


def among_them(folded: str, quantities: Sequence[Quantity], brackets: Sequence[Bracket], i: int) -> tuple[int | None, list[int]]:
    """What 中 tells of the figure directly in front (5件败诉案件中有3件程序违法、2件证据不足), with those that go on in the same way."""
    if not i or brackets[i - 1] != brackets[i] or quantities[i - 1]["change"] or not same_unit(quantities[i - 1], quantities[i]):
        return None, []
    if not _THEM.fullmatch(outside(folded[quantities[i - 1]["end"] : quantities[i]["start"]])):
        return None, []
    if i > 1 and same_unit(quantities[i - 2], quantities[i - 1]) and _EQUALS.fullmatch(folded[quantities[i - 2]["end"] : quantities[i - 1]["start"]]):
        return None, []  # 建议74件、提案91件中,涉企11件: of both
    further = takewhile(
        lambda j: (
            same_unit(quantities[j], quantities[i]) and not quantities[j]["change"] and _ON.fullmatch(folded, quantities[j - 1]["end"], quantities[j]["start"])
        ),
        range(i + 1, min(i + LONGEST_LIST, len(quantities))),
    )
    return _limited(quantities, i - 1, [i, *further])


def _equals(folded: str, quantities: Sequence[Quantity], totals: Sequence[int]) -> list[int]:
    """The nearest of the figures that can be a total, with those in front of it that stand beside it: in one list (建议176件、提案143件), or counting different acts of administration
    (行政处罚812件,行政强制64件). A later stage of one matter (收案86件、结案79件) and the same in another year stand beside nothing: the part is one of the nearest."""
    row = [totals[0]]
    while row[-1] - 1 in totals:
        words = folded[quantities[row[-1] - 1]["end"] : quantities[row[-1]]["start"]]
        if _LATER.search(words):
            break
        if not _EQUALS.fullmatch(words):
            acts = [ACT.search(figure_words(folded, quantities, j)) for j in (row[-1] - 1, row[-1])]
            if not (acts[0] and acts[1]) or acts[0][0] == acts[1][0]:
                break
        row.append(row[-1] - 1)
    return row


def _meant(folded: str, quantities: Sequence[Quantity], rivals: Sequence[int], i: int) -> int | None:
    """Which of several figures beside each other quantity `i` is part of: the one whose words have most in common with its own (农业领域处罚 with 行政处罚), None where none has more."""
    if len(rivals) < 2:
        return next(iter(rivals), None)
    own = _HANDLED.sub(",", figure_words(folded, quantities, i))
    common = [_common(own, figure_words(folded, quantities, j)) for j in rivals]
    best = max(common)
    return rivals[common.index(best)] if best > 1 and common.count(best) == 1 else None


def _has_clause(between: str, own: str, whole: str) -> bool:
    """Whether 其中 tells of a clause without a figure, whose word its part has and the figure in front has not (旁听庭审51人次,负责人述法全覆盖,其中现场述法5人)."""
    _, comma, clause = between.partition(",")
    clause, _, _ = clause.partition("其中")
    return bool(comma) and _common(own, clause) > 1 and _common(own, whole) < 2


def _common(a: str, b: str) -> int:
    """How long the longest run of Chinese characters is that stands in both."""
    return max(
        (
            length
            for first in range(len(a))
            for length in range(1, len(a) - first + 1)
            if a[first : first + length] in b and _CHINESE.fullmatch(a, first, first + length)
        ),
        default=0,
    )


def _reached(folded: str, quantities: Sequence[Quantity], total: int, run: Sequence[int]) -> int:
    """How many figures of a run add up exactly to the total, 0 where none do; of a small total, only figures with measure words like its own and of no other event, since chance
    makes small sums (会议14次,其中5次研究法治建设,会前学法9次)."""
    whole = quantities[total]
    if whole["value"] < CHANCE:
        joints = ("", *(folded[quantities[a]["end"] : quantities[b]["start"]] for a, b in pairwise(run)))
        run = [j for j, _ in takewhile(lambda part: alike(whole, quantities[part[0]]) and not _EVENT.search(part[1]), zip(run, joints, strict=True))]
    sums = accumulate(quantities[j]["value"] for j in run)
    return next((length for length, added in enumerate(sums, 1) if added == whole["value"]), 0)


def _in_front(quantities: Sequence[Quantity], brackets: Sequence[Bracket], i: int, *, fresh: bool) -> list[int]:
    """The nearest figures in front of quantity `i` that can be its total: none of a bracket that has closed (新收213件(上年结转19件),其中不予受理14件). A sentence that 其中
    opens goes back over the rates and changes at the end of the one before it (受理32件,办结31件,办结率97%,较上年增长6%,满意率98%。其中…)."""
    near = range(i - 1, max(-1, i - LONGEST_LIST), -1)
    open_ = (j for j in near if brackets[j][1] > quantities[i]["start"])
    return list(islice((j for j in open_ if not fresh or not (quantities[j]["kind"] in NEVER_PARTS or quantities[j]["change"])), _NEAR))


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
    for j in range(i + 1, min(i + LONGEST_LIST, len(quantities))):
        if of_each(folded, quantities[j]):
            break
        if brackets[j] != brackets[i]:
            if brackets[j][0] < quantities[i]["start"]:
                break
            continue
        between = outside(folded[quantities[last]["end"] : quantities[j]["start"]])
        if re.search(r"[。!?\n]|其中" if brackets[i][0] >= 0 else r"[。;!?\n]|其中", between):
            break
        if summed(quantities[j], quantities[i]) and not quantities[j]["change"]:
            same = same_unit(quantities[j], quantities[i]) or (between.startswith("、") and alike(quantities[total], quantities[j]))
            if not certain and (
                not same
                or _opens_act(between, words, quantities[j]["unit"])
                or (_MORE.match(between) and quantities[j]["unit"] != quantities[last]["unit"])
                or (not between.startswith("、") and _is_told(folded, quantities, j) and not _is_told(folded, quantities, i))
            ):
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
    if _ISSUED.search(between) and not _ISSUES.search(words):
        return True
    stage = STAGES.search(between)
    if stage is None or between.startswith("、") or stage[0] in words:
        return False
    return not (stage.end() == len(between) and stage[0] == "组织" and unit in ("家", "个"))


def _is_told(folded: str, quantities: Sequence[Quantity], j: int) -> bool:
    """Whether the clause of a figure tells what became of some besides, and no kind: they were honoured or made known (1起入选典型案例), or an agent did it to them, which is no outcome."""
    before, _, behind = figure_words(folded, quantities, j, _CLAUSE).rpartition(",")
    return bool(BESIDES.search(before) or BESIDES.search(behind) or (_OPENS.fullmatch(before) and _AGENT.search(behind) and not _OUTCOME.search(behind)))


def _limited(quantities: Sequence[Quantity], total: int, run: list[int]) -> tuple[int | None, list[int]]:
    """As many of a run as the total has room for; where the run reaches it exactly, no more."""
    kept, added = [], 0
    for j in run:
        if not _fits_in(added + quantities[j]["value"], quantities[total]):
            break
        kept.append(j)
        added += quantities[j]["value"]
    return (total, kept) if kept else (None, [])


def _overlapping(folded: str, quantities: Sequence[Quantity], total: int, run: list[int]) -> tuple[int | None, list[int]]:
    """A list behind 其中, whose parts may overlap (事项900项,其中即办450项,网上可办880项): all of it up to a figure larger than the total, which counts something else, or up to the one with
    which it adds up to the total exactly. What is told as another one (另有33件) overlaps with none in front of it, so it must find room beside them."""
    kept: list[int] = []
    added = 0
    for j in run:
        q = quantities[j]
        apart = kept and _ANOTHER.search(folded, quantities[j - 1]["end"], q["start"])
        if q["value"] > quantities[total]["value"] or (apart and not _fits_in(added + q["value"], quantities[total])):
            break
        kept.append(j)
        added += q["value"]
        if len(kept) > 1 and added >= quantities[total]["value"] and _fits_in(added, quantities[total]):
            break
    return (total, kept) if kept else (None, [])


def _fits_in(added: float, total: Quantity) -> bool:
    return bool(added <= total["value"] * (1 + 1e-9))
