"""Parts that add up: a list behind a figure or in front of one, a sentence of parts. Sums are made by chance too, so words must tell that one is meant."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from lawnlp.text.relations.brackets import Bracket, outside
from lawnlp.text.relations.figures import ACT, BESIDES, CHANCE, LONGEST_LIST, RARE, SENTENCE, Quantity, alike, clause_start, same_unit, sentence_start

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
# Added to a figure, not part of it: 加上年结转4件. What came over divides it beside what is new alone (受理65件,上年结转4件、新收61件).
_ADDED_TO = re.compile(r"[,、;](?:再?加[上往前]|连同|连上)|[上去]年度?结转")
_NEW = re.compile(r"新收|新受理|新增|新立|[今本当]年度?(?:收|受理|立案)")
# Among those concluded, not beside them (办结181件,直接纠错16件).
_CONCLUDED, _HOW = re.compile(r"(?<![未待])(?:办结|审结|结案|了结)"), re.compile(r"纠[错正]|[败胜]诉|维持|撤销|变更|确认违法|责令")
# A stage of a matter and a later one of the same, not beside it (举报30件,立案20件,办结10件); what was done on the spot or before (案前调解结案) needed none.
_BEGUN, _ENDED = (
    re.compile(r"(?<!不予)(?<![不未])(?:立案|交办|核查|受理)"),
    re.compile(r"(?<![未可即当现场])(?<![案诉]前..)(?:办结|审结|结案|整改|处罚|回访|答复)"),
)
# An outcome of a matter and others beside it, which are none of its kinds: 不予受理6件,撤销4件、责令履行2件; 终止 by withdrawal or 败诉 by 撤销 is.
_BESIDE = (
    (re.compile(r"胜诉"), re.compile(r"不予受理|败诉|撤销|变更|确认|责令|终止|纠[错正]|撤诉|调解|和解")),
    (re.compile(r"不予受理|驳回|维持"), re.compile(r"不予受理|驳回|维持|胜诉|败诉|撤销|变更|确认|责令|终止|纠[错正]|撤诉|调解|和解")),
    (re.compile(r"终止"), re.compile(r"不予受理|驳回|维持|胜诉|败诉|撤销|变更|确认|责令|纠[错正]")),
    (re.compile(r"败诉|纠[错正]"), re.compile(r"不予受理|驳回|维持|胜诉|终止|撤诉|撤回|调解|和解")),
    (re.compile(r"不予(?:行政)?处罚|不罚|免[予于罚]|从轻|减轻"), re.compile(r"不予(?:行政)?处罚|不罚|免[予于罚]|从轻|减轻")),
)
_DISPUTE = re.compile(
    "复议|诉讼|应诉|调解"
)  # about an act of administration, which is its kind (行政复议案件90件,行政处罚类60件、行政许可类30件), beside another
_FIGURE = re.compile(r"\d")
_NAMES = re.compile(r"[“\"][^“”\"]*[”\"]")  # “首违不罚”清单
_BROTHERS = re.compile("建议|提案|复议|诉讼|投诉|举报|咨询|[专兼]职")  # none of these is part of another
_SIGN = re.compile("[,、;:。]")
_LEAST = 10  # sums below it are made by chance by any two figures
_TELLS = 6  # characters in front of a figure in which stands what it counts
_LISTED = re.compile(r"[,、](?!其中)[^,、;:()]{1,12}")
_FAR = 12  # figures in front of a sentence among which the one that it divides is looked for
# What is left of a figure in front (余下3个, 其余9件未到期, 尚未整改4处).
_LEFT = re.compile(r"(?:余下|剩余|剩下|其余|还剩|尚余?|另有|还有|未)[^,、;:()]{0,8}$")
_LEFT_REACH = 14


def added_up(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]], brackets: Sequence[Bracket], i: int) -> tuple[int | None, list[int]]:
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


def _is_sum(folded: str, quantities: Sequence[Quantity], total: int, run: Sequence[int]) -> bool:
    """Whether a list that adds up to the figure in front of it is meant to: neither that figure is the first of a list of its own (常务会议22次、党组会17次,专题会5次), unless the last part is
    its remainder, or documents issued in front of those revised (制定12件,修订5件,废止7件), nor the list goes on after 其中, nor do the figures stand side by side, each with a body or an object
    of its own (东关分局立案40件,西关分局立案25件; 检查店铺30家,检查企业18家). Where they are small, no part has a body or an act with an object of its own,
    where they are least, the first does not close a list (一审44件、再审3件,撤销2件、确认违法1件), and words tell that they divide the first."""
    joints = [outside(folded[quantities[a]["end"] : quantities[b]["start"]]) for a, b in pairwise([total, *run])]
    if any("其中" in words for words in joints[1:]) or (joints[0].startswith("、") and not _REST.search(joints[-1])):
        return False
    first = quantities[total]["start"]
    lead = folded[clause_start(folded, first) : first]
    further = folded[clause_start(folded, first, 2) : first]
    if (_ISSUED.search(lead) and any(_REVISED.match(words) for words in joints)) or _side_by_side(lead, joints) or _is_no_kind(lead, further, joints):
        return False
    whole = quantities[total]["value"]
    closes = total > 0 and folded.startswith("、", quantities[total - 1]["end"]) and same_unit(quantities[total - 1], quantities[total])
    if (whole < _LEAST and closes) or (whole < CHANCE and any(_OWN_ACT.search(words) for words in joints)):
        return False
    while not any(value % 10 for value in (whole, *(quantities[j]["value"] for j in run))):
        whole /= 10
    return whole >= RARE or _divides(folded[max(clause_start(folded, first, 2), quantities[total - 1]["end"] if total else 0) : first], joints)


def _is_no_kind(lead: str, further: str, joints: Sequence[str]) -> bool:
    """Whether the words of a list contradict that it divides the figure in front of it, which has `lead` in its clause and `further` in the one before too: a part is added to that figure,
    is another outcome, act or matter (行政复议后应诉 is the act of 行政应诉), tells what was done besides, is a later stage of another, or is how some of those ended that another part counts."""
    if any(map(_ADDED_TO.search, joints)) and not any(map(_NEW.search, joints)):
        return True
    lead = "" if _SIGN.match(lead[-1:]) else lead  # the figure opens its clause
    for whole, other in _BESIDE:
        told = whole.search(_NAMES.sub("", lead))
        if not told or len({found[0] for found in whole.finditer(_FIGURE.split(further)[-1])}) > 1:
            continue  # of several (不予处罚、从轻处罚案件) each may be a part
        if any((found := other.search(words)) and found[0] != told[0] for words in joints):
            return True
    for sign in (ACT, _BROTHERS):
        told = sign.search(lead)
        if told is None:
            continue
        others = {found[0] for words in joints for last in (words.rfind(told[0][-2:]),) for found in sign.finditer(words) if last < found.end()}
        if any(other not in further and (sign is not ACT or not _DISPUTE.search(told[0]) or _DISPUTE.search(other)) for other in others):
            return True
    besides = [BESIDES.search(words) is not None for words in joints if not words.startswith("、")]  # behind 、 the verb in front holds: 授予集体10个、个人20个
    if not BESIDES.search(lead) and any(besides) and not all(besides):
        return True
    parts = [words[-_TELLS:] for words in joints]
    begun = next((k for k, words in enumerate(parts) if _BEGUN.search(words) and not _ENDED.search(words)), len(parts))
    if any(_ENDED.search(words) and not _BEGUN.search(words) and not _REST.search(words) for words in parts[begun + 1 :]):
        return True
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


def sentence_of_parts(
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
        if SENTENCE.search(words):
            break
        if not _LISTED.fullmatch(words) or not same_unit(quantities[j], quantities[i]) or quantities[j]["change"] or "of" in links[j]:
            return None, []
        run.append(j)
        added += quantities[j]["value"]
    if len(run) < 3 or added < RARE:
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


def remainder(
    folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], brackets: Sequence[Bracket], i: int
) -> tuple[int | None, list[int]]:
    """What the words call the rest of a figure of their sentence, with the figures in front of it that make that figure up, to the last: what is counted otherwise (反馈问题238个,下发督办函5份,
    整改221个,剩余17个) and what belongs to one of those (受理118件,审结109件,维持66件、调解43件,其余9件未到期) may stand between."""
    q = quantities[i]
    if not i or not _LEFT.search(folded, max(quantities[i - 1]["end"], q["start"] - _LEFT_REACH), q["start"]):
        return None, []
    since = sentence_start(folded, q["start"], quantities[max(0, i - LONGEST_LIST)]["start"])
    run, added = [i], q["value"]
    for j in range(i - 1, max(-1, i - LONGEST_LIST), -1):
        other = quantities[j]
        if other["start"] < since:
            break
        if other["change"] or not same_unit(other, q) or brackets[j][1] < q["start"]:
            continue
        if len(run) == 1 and other["value"] == added + sum(quantities[k]["value"] for k in links[j].get("parts", ())) > added:
            return j, run
        if "of" in links[j]:
            continue
        if len(run) > 1 and other["value"] == added:
            lead = folded[clause_start(folded, other["start"]) : other["start"]]
            joints = [outside(folded[quantities[k - 1]["end"] : quantities[k]["start"]]) for k in run[::-1]]
            return (None, []) if joints[0].startswith("、") or _is_no_kind(lead, lead, joints) else (j, run[::-1])
        run.append(j)
        added += other["value"]
    return None, []
