"""Parts and their total: behind 其中, in a bracket, or a list that adds up."""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, islice, pairwise, takewhile
from typing import Any

from lawnlp.text.relations.brackets import Bracket, outside
from lawnlp.text.relations.figures import (
    LONGEST_LIST,
    NEVER_PARTS,
    Quantity,
    alike,
    clause_start,
    figure_words,
    measured_alike,
    same_unit,
    sentence_start,
    summed,
)

_SENTENCE, _SIGN = re.compile(r"[。!?\n]"), re.compile("[,、;:。]")
_AMONG = re.compile(r"(?:(?<![与身])其中|当中|其间)(?!之?一)[:,]?")
_NEW_SENTENCE = re.compile(r"[^。!?\n]*。其中(?!之?一)[^。!?\n]*")  # 其中 may open a sentence of its own
_EQUALS = re.compile(r"[、和及][^,;:]+|[^,;:]+[、和及]")  # between two figures of a list of equals: 建议176件、提案143件; 91件建议、134件提案
_ACT = re.compile(r"行政(?:处罚|许可|强制|检查|确认|征收|裁决|给付|奖励|复议|诉讼|应诉|调解|指导)")
_CHINESE = re.compile(r"[一-鿿]+")
_STAGES = re.compile(
    r"审结|办结|结案|受理|收到|提出|出具|查处|整改|完成|开展|组织|召开|举办|发放|培训|参与|学法|通过率|合格率"
)  # a new act opens a list of its own
# Of the figure in front, with what some of them did (31件案件中,败诉4件; 112名干部中具有法律职业资格的仅4人), not what was done in its course (30件文件审查中提出意见20件).
_THEM = re.compile(
    r"[^,、;:。!?()\n]{0,20}(?:(?<![其集年期途高初])中(?![国央心])|(?<![省市州县区镇乡村街厅局])里),?(?![^,、]{0,6}(?:提出|出具|收到|收集|开展|组织|召开|举办))[^,、;:。!?()\n]{0,14}"
)
_ON = re.compile(r"[^,、;:。!?()\n]{1,20}[,、](?:另|还)?有?|、[^,、;:。!?()\n]{1,12}")
_HANDLED = re.compile("办理|承办|交办")  # said of all figures of a list by the first alone (办理建议603件、提案287件)
_DONE = re.compile(r",[^,、]{0,4}(?:审结|办结|结案|结办|了结|化解|调成|成功)")
_OUTCOME = re.compile(r"撤|变更|确认|维持|驳回|和解|调解|终[止结]|纠[错正]|败诉|胜诉|责令|协议")
_EVENT = re.compile(r",[^,、]*(?:开展|组织|召开|举办|发放|培训|学法)[^,、的]*$")
_MORE = re.compile(r",(?:新增|净增|增加|新[建设])")  # with another measure word, a new figure: 其中企业1.8万户,净增规上企业322家
_LATER = re.compile(rf"{_STAGES.pattern}|作出|化解|调成|取消|下放|[今本当]年")  # a later stage of one matter, another act, the same in another year
# What a bracket sets beside a figure: another period, what was planned, what came over. Such figures are parts where the bracket says so or where they add up.
_COMPARED = re.compile(r"[上去前往]一?年|同期|20\d\d ?年|任务|目标|计划|结转")
_HOLDS = re.compile(r"\((?:均?含|包[括含])")
_SUM = re.compile(r"(?:共计?|合计|总计|累计|总共)[^,。;:]{0,8}$")
_REST = re.compile(r"[不未其剩余另尚]")
# A part that names who else acted and how, or what act with what object: 县政协开展民主评议2次, 召开推进会3次; a body alone divides the figure (学法12次,县委4次、县政府8次).
_OWN_ACT = re.compile(
    r"[,、:](?:[省市州盟县区旗镇乡](?:委|政府|政协|人大)|党组)(?!$)|(?:开展|组织|召开|举办|参加|制定|出台|印发|起草|审查|审核|办理|承办|听取|发布)[^,、:]{2,40}$"
)
_ISSUED, _REVISED = re.compile(r"(?:制定|出台|印发|起草|发布)[^修订改废的]*$"), re.compile(r"[,、](?:修[订改]|废止|宣布失效)")
# What has outcomes or kinds to be divided by (意见19条,办结16条,正在办理3条), where an act done so many times has none (培训20人,考试12人,合格8人).
_MATTER = re.compile(
    r"案|件|申[请报]|[诉官]|复议|问题|意见|建议|事项|任务|项目|指标|隐患|苗头|难题|[纠争]纷|争议|举报|线索|信访|接访|(?<!传)单|合同|资金|经费|预案|卷|[应原]定|应[须持]"
    r"|受理|收到|审结|办结|结案|登记|发现|反馈|排查|摸排|查出|清理|评查|抽[查取]|列入|立项"
)
_KIND = re.compile(r"[类级型占均]|[前后]者|层面|分别|包[括含]|涉及|[不未其剩余另尚缺待转退撤]|正在|继续|在编|[专兼]职|聘|民事|刑事")
_SIBLING = re.compile(r"[,、;:]?(?![全我本各])([一-鿿]{1,10}?(分局|街道|中心|委(?![会员托])|[局院所队镇乡厅市县区旗]))")
_OF_ONE_RANK = re.compile("[委院]")
_TWICE = re.compile(r"[,;]?(?=([一-鿿]{2})[一-鿿])")
_CHANCE, _RARE = 30, 100  # sums below the first are made by chance in every other report, those above the second seldom
# Added to a figure, not part of it: 加上年结转4件. What came over divides it beside what is new alone (受理65件,上年结转4件、新收61件).
_ADDED_TO = re.compile(r"[,、;](?:再?加[上往前]|连同|连上)|[上去]年度?结转")
_NEW = re.compile(r"新收|新受理|新增|新立|[今本当]年度?(?:收|受理|立案)")
# Among those concluded, not beside them (办结181件,直接纠错16件).
_CONCLUDED, _HOW = re.compile(r"办结|审结|结案|了结"), re.compile(r"纠[错正]|[败胜]诉|维持|撤销|变更|确认违法|责令")
# An outcome of a matter and others beside it, which are none of its kinds: 不予受理6件,撤销4件、责令履行2件; 终止 by withdrawal or 败诉 by 撤销 is.
_BESIDE = (
    (re.compile(r"不予受理|驳回|维持|胜诉"), re.compile(r"不予受理|驳回|维持|胜诉|败诉|撤销|变更|确认|责令|终止|纠[错正]|撤诉|调解|和解")),
    (re.compile(r"终止"), re.compile(r"不予受理|驳回|维持|胜诉|败诉|撤销|变更|确认|责令|纠[错正]")),
    (re.compile(r"败诉|纠[错正]"), re.compile(r"不予受理|驳回|维持|胜诉|终止|撤诉|撤回|调解|和解")),
    (re.compile(r"不予(?:行政)?处罚|不罚|免[予于罚]|从轻|减轻"), re.compile(r"不予(?:行政)?处罚|不罚|免[予于罚]|从轻|减轻")),
)
_BROTHERS = re.compile("建议|提案|复议|诉讼|投诉|举报|咨询|[专兼]职")  # none of these is part of another
_LISTED = re.compile(r"[,、](?!其中)[^,、;:()]{1,12}")
_EACH, _REACH = re.compile(r"每[^,、;:。!?\n\d]{0,14}$"), 16  # 骨干436名,每村(社区)不少于3名: of one of them
_FAR = 12  # figures in front of a sentence among which the one that it divides is looked for
_TELLS = 6  # characters in front of a figure in which stands what it counts
_NEAR = 4  # figures in front of 其中 among which its total is looked for


def link_parts(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]], brackets: Sequence[Bracket]) -> None:
    """Write `of` and `parts` into the links."""
    for i, q in enumerate(quantities):
        if "of" in links[i] or q["change"] or q["kind"] in NEVER_PARTS:
            continue
        if _EACH.search(folded, max(0, q["start"] - _REACH), q["start"]):
            continue
        total, run = _opened(folded, quantities, links, brackets, i)
        if total is None:
            total, run = _added(folded, quantities, links, brackets, i)
        if total is None:
            total, run = _among_them(folded, quantities, brackets, i)
        if total is None:
            total, run = _sentence_of_parts(folded, quantities, links, brackets, i)
        if total is not None:
            for whole, parts in [(total, run), *_divided(folded, quantities, total, run), *_stage_by_stage(folded, quantities, links, total, run)]:
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
    joints = (outside(folded[quantities[a]["end"] : quantities[b]["start"]]) for a, b in pairwise(run))
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


def _stage_by_stage(
    folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], total: int, run: Sequence[int]
) -> list[tuple[int, list[int]]]:
    """The later stages of a part whose total has them too (收到671件,审结551件。其中市本级收到135件,审结119件): each is part of the figure of its stage."""
    stage = _STAGES.search(figure_words(folded, quantities, run[0]))
    if len(run) != 1 or total + 1 == run[0] or stage is None or stage[0] not in figure_words(folded, quantities, total):
        return []
    found: list[tuple[int, list[int]]] = []
    whole = total
    for j in range(run[0] + 1, min(run[0] + LONGEST_LIST, len(quantities))):
        words = re.fullmatch(rf"[,、]({_STAGES.pattern})", folded[quantities[j - 1]["end"] : quantities[j]["start"]])
        if words is None:
            break
        wholes = (
            k for k in range(whole + 1, run[0]) if quantities[k]["kind"] == quantities[j]["kind"] and figure_words(folded, quantities, k).startswith(words[1])
        )
        whole = next(wholes, -1)
        if whole < 0 or "of" in links[j] or not same_unit(quantities[whole], quantities[j]) or quantities[whole]["value"] < quantities[j]["value"]:
            break
        found.append((whole, [j]))
    return found


def _opened(
    folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], brackets: Sequence[Bracket], i: int
) -> tuple[int | None, list[int]]:
    """The list that 其中 or a bracket opens in front of quantity `i`, with its total: the nearest figure in front that can hold it, unless the list adds up exactly to another."""
    q = quantities[i]
    previous = quantities[i - 1]["end"] if i else 0
    between = folded[previous : q["start"]]
    among = _AMONG.search(between)
    is_open = brackets[i][0] >= previous  # 召开会议26次(第58次至第83次),会前学法12次: a bracket that has closed opens no list
    bracket = is_open and (between.startswith("(") or (among is not None and between[: among.start()].endswith("(")))
    fresh = among is not None and _NEW_SENTENCE.fullmatch(between) is not None
    if not i or not (among or bracket) or (_SENTENCE.search(between) and not fresh):
        return None, []
    since = sentence_start(folded, previous if fresh else q["start"], quantities[max(0, i - LONGEST_LIST)]["start"])
    if among and not fresh:
        since = max(since, _part_start(folded, previous, q["start"]))
    near = [
        j
        for j in _in_front(quantities, brackets, i, fresh=fresh)
        if summed(quantities[j], q) and not quantities[j]["change"] and quantities[j]["start"] >= since
    ]
    room = [j for j in near if quantities[j]["value"] >= q["value"] and (not fresh or measured_alike(quantities[j], q))]
    totals = [j for j in room if alike(quantities[j], q)]
    totals.sort(key=lambda j: not same_unit(quantities[j], q))  # 审核29件,提出意见107条,其中退回2件
    if not room or (bracket and not among and room[0] != i - 1):
        return None, []
    rivals: list[int] = []
    run, certain = _listed(folded, quantities, brackets, (totals or room)[0], i)
    if not among and (_STAGES.search(between) or (_COMPARED.search(between) and not _HOLDS.search(between))):
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
    own = takewhile(lambda j: _meant(folded, quantities, rivals, j) in (exact, None), run[:certain]) if among and len(rivals) > 1 else run[:certain]
    return _limited(quantities, exact, list(own))  # 建议86件,提案120件,其中重点建议5件,重点提案8件: the last is of the other


def _rivals(folded: str, quantities: Sequence[Quantity], totals: Sequence[int], near: Sequence[int], between: str) -> list[int]:
    """The figures of which 其中 may tell a part: the nearest that can hold it and those beside it, also one too small for it; the one with the same
    stage of the matter (受理500件,审结420件,其中市本级受理120件); where 其中 opens its part of the sentence, not the cases
    that are concluded but all of them (受理158件,审结141件;其中涉企36件), unless the part tells how they ended or that they did."""
    told: list[int] = []
    if stage := _STAGES.search(between, between.rfind("其中") + 1):
        told = [j for j in totals if stage[0] in figure_words(folded, quantities, j)]
        if told and totals[0] not in told:
            return told[:1]
    small = [j for j in near if j not in totals and same_unit(quantities[j], quantities[totals[0]])]
    beside = _equals(folded, quantities, sorted([*totals, *small], reverse=True)) if small else []
    if totals[0] not in beside:
        beside = _equals(folded, quantities, totals)
    whole = totals[0] - 1
    of_all = ";" in between and not told and not _OUTCOME.search(between)
    if of_all and len(beside) == 1 and whole in totals and same_unit(quantities[whole], quantities[totals[0]]):
        words = folded[quantities[whole]["end"] : quantities[totals[0]]["start"]]
        return [whole] if _DONE.fullmatch(words) else beside
    return beside


def _among_them(folded: str, quantities: Sequence[Quantity], brackets: Sequence[Bracket], i: int) -> tuple[int | None, list[int]]:
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
            acts = [_ACT.search(figure_words(folded, quantities, j)) for j in (row[-1] - 1, row[-1])]
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
    if whole["value"] < _CHANCE:
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
        if _EACH.search(folded, max(0, quantities[j]["start"] - _REACH), quantities[j]["start"]):
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
                not same or _opens_act(between, words, quantities[j]["unit"]) or (_MORE.match(between) and quantities[j]["unit"] != quantities[last]["unit"])
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
    for j in range(i + 1, min(i + LONGEST_LIST, len(quantities))):
        between = folded[quantities[j - 1]["end"] : quantities[j]["start"]]
        if re.search(r"[。;!?\n()]", between) or not alike(q, quantities[j]) or quantities[j]["change"] or "of" in links[j]:
            break
        run.append(j)
    total = next((j for j in range(i - 1, max(-1, i - LONGEST_LIST), -1) if brackets[j][1] > q["start"]), None)  # none of a bracket that has closed
    if (
        total is not None
        and same_unit(quantities[total], q)
        and not quantities[total]["change"]
        and not re.search(r"[。;!?\n]", outside(folded[quantities[total]["end"] : q["start"]]))
    ):
        added = q["value"]
        equals = folded[quantities[total]["end"]] == "、"  # 取消43项、下放17项、承接26项: one list of equals, whatever the sums
        for length, j in enumerate(run[1:], 2):
            if not same_unit(quantities[j], q):
                break
            added += quantities[j]["value"]
            equals = equals and folded[quantities[j - 1]["end"]] == "、"
            if not equals and added == quantities[total]["value"] and all(quantities[k]["value"] > 0 for k in run[:length]):
                if _is_sum(folded, quantities, total, run[:length]):
                    return total, run[:length]
                break
    added = q["value"]
    for a, b in pairwise(run):
        if added == quantities[b]["value"] and b - i >= 2 and _SUM.search(folded[quantities[a]["end"] : quantities[b]["start"]]):
            return b, run[: run.index(b)]
        added += quantities[b]["value"]
    return None, []


def _sentence_of_parts(
    folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], brackets: Sequence[Bracket], i: int
) -> tuple[int | None, list[int]]:
    """A sentence of at least three figures with one measure word, and nothing else, that add up exactly to a figure of the sentences in front of it in its line, no small one
    (作出处罚决定587件,罚款2万元。市本级127件,东关分局184件,西关分局276件。)."""
    previous = quantities[i - 1]["end"] if i else 0
    between = folded[previous : quantities[i]["start"]]
    if not i or "。" not in between or "\n" in between:
        return None, []
    run, added = [i], quantities[i]["value"]
    while run[-1] + 1 < len(quantities) and len(run) < LONGEST_LIST:
        j = run[-1] + 1
        words = folded[quantities[run[-1]]["end"] : quantities[j]["start"]]
        if _SENTENCE.search(words):
            break
        if not _LISTED.fullmatch(words) or not same_unit(quantities[j], quantities[i]) or quantities[j]["change"] or "of" in links[j]:
            return None, []
        run.append(j)
        added += quantities[j]["value"]
    if len(run) < 3 or added < _RARE:
        return None, []
    for j in range(i - 1, max(-1, i - 1 - _FAR), -1):
        if "\n" in folded[quantities[j]["end"] : previous]:
            break
        if (
            quantities[j]["value"] == added
            and same_unit(quantities[j], quantities[i])
            and not quantities[j]["change"]
            and brackets[j][1] > quantities[i]["start"]
        ):
            return j, run
    return None, []


def _is_sum(folded: str, quantities: Sequence[Quantity], total: int, run: Sequence[int]) -> bool:
    """Whether a list that adds up to the figure in front of it is meant to: neither that figure is the first of a list of its own (常务会议22次、党组会17次,专题会5次), unless the last part is
    its remainder, or documents issued in front of those revised (制定12件,修订5件,废止7件), nor the list goes on after 其中, nor do the figures stand side by side, each with a body or an object
    of its own (东关分局立案40件,西关分局立案25件; 检查店铺30家,检查企业18家). Where they are small, no part has a body or an act with an object of its own, and words tell that they divide the first."""
    joints = [outside(folded[quantities[a]["end"] : quantities[b]["start"]]) for a, b in pairwise([total, *run])]
    if any("其中" in words for words in joints[1:]) or (joints[0].startswith("、") and not _REST.search(joints[-1])):
        return False
    first = quantities[total]["start"]
    lead = folded[clause_start(folded, first) : first]
    further = folded[clause_start(folded, first, 2) : first]
    if (_ISSUED.search(lead) and any(_REVISED.match(words) for words in joints)) or _side_by_side(lead, joints) or _is_no_kind(lead, further, joints):
        return False
    whole = quantities[total]["value"]
    if whole < _CHANCE and any(_OWN_ACT.search(words) for words in joints):
        return False
    while not any(value % 10 for value in (whole, *(quantities[j]["value"] for j in run))):
        whole /= 10
    return whole >= _RARE or _divides(folded[max(clause_start(folded, first, 2), quantities[total - 1]["end"] if total else 0) : first], joints)


def _is_no_kind(lead: str, further: str, joints: Sequence[str]) -> bool:
    """Whether the words of a list contradict that it divides the figure in front of it, which has `lead` in its clause and `further` in the one before too: a part is added to that figure,
    is another outcome, act or matter, or is how some of those ended that another part counts."""
    if any(map(_ADDED_TO.search, joints)) and not any(map(_NEW.search, joints)):
        return True
    lead = "" if _SIGN.match(lead[-1:]) else lead  # the figure opens its clause
    for whole, other in _BESIDE:
        told = whole.search(lead)
        if told and any((found := other.search(words)) and found[0] != told[0] for words in joints):
            return True
    for sign in (_ACT, _BROTHERS):
        told = sign.search(lead)
        if told and any(found[0] not in further for words in joints for found in sign.finditer(words)):
            return True
    parts = [words[-_TELLS:] for words in joints]
    return any(map(_CONCLUDED.search, parts)) and any(_HOW.search(words) and not _CONCLUDED.search(words) for words in parts)


def _side_by_side(lead: str, joints: Sequence[str]) -> bool:
    """Whether the words in front of a figure and those of the list behind it name bodies of one rank, or one act with other objects."""
    bodies, acts = ([sign.match(words) for words in (lead, *joints)] for sign in (_SIBLING, _TWICE))
    ranks = {body and _OF_ONE_RANK.sub("局", body[2]) for body in bodies}
    return len(ranks) == 1 < len({body and body[1] for body in bodies}) or (all(acts) and len({act and act[1] for act in acts}) == 1)


def _divides(lead: str, joints: Sequence[str]) -> bool:
    """Whether the words of a list tell that it divides the figure in front of it: that counts what has outcomes or kinds, a part is a remainder or a kind (现场评议9家) or stands in
    front of what became of it (6人持证上岗), or the parts are joined by 、."""
    thing = lead + joints[0].partition(",")[0]
    return bool(
        _MATTER.search(thing)
        or re.search(r"[中里:]", thing)
        or any(words.endswith(",") or _KIND.search(words) for words in joints)
        or any("、" in words for words in joints[1:])
        or all(words[-2:] in thing for words in joints)
        or (all(words.endswith("的") for words in joints) and not lead.endswith("的"))
    )
