"""Parts and their total: behind 其中, in a bracket, or a list that adds up."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from lawnlp.text.relations.among import STAGES, among_them, opened
from lawnlp.text.relations.brackets import Bracket, outside
from lawnlp.text.relations.figures import LONGEST_LIST, NEVER_PARTS, Quantity, figure_words, makes_rate, of_each, same_unit
from lawnlp.text.relations.sums import added_up, remainder, sentence_of_parts

# What was done to some of those that the figure in front counts, without a noun of its own (目前拆除了15栋, 制作书面协议的有96起, 已销号79栋), and what is left of them.
_DEED = r"拆除|销号|取缔|关停|封控|管控|化解|调处|调成|履行|司法确认|立案|(?:达成|签订|制作)(?:书面|调解)*协议书?|责令[一-鿿]{0,6}|移[送交][一-鿿]{0,6}"
_DEALT_WITH = re.compile(rf"(?:目前|现|当场|依法|全部|均)*(?:已经?[一-鿿]{{2,4}}|(?:{_DEED})(?:成功|完[成毕]|到位|查处|调查|处罚|了|的|有)*)")
_ENDED = re.compile(rf"{_DEED}|[审办]结|结案|整改|处罚|[撤维]|变更|确认|驳回|和解|调解|终[止结]|纠[错正]|[败胜]诉|合格|[优良]")
_LEFT = re.compile(r"其?余|剩[余下]")
_SIGN = re.compile("[,、;:]")
# Figures that 其中…分别 divides one by one: 建议142件、提案97件,其中县本级分别为121件、88件.
_EACH_OF_THEM = re.compile(r"[,;]其中[^,、;:。!?()\n\d]{0,12}分别[为是有占]?")
_ALSO, _BESIDE = re.compile(r"[、和及]"), re.compile(r"[、和及][^,、;:。!?()\n\d]{1,16}")
_MOST = 2  # times what was done first, which is as much as the figure itself may be


def link_parts(folded: str, quantities: Sequence[Quantity], links: list[dict[str, Any]], brackets: Sequence[Bracket]) -> None:
    """Write `of` and `parts` into the links."""
    for i, q in enumerate(quantities):
        if "of" in links[i] or q["change"] or q["kind"] in NEVER_PARTS or of_each(folded, q):
            continue
        if each := _each_divided(folded, quantities, i):
            for whole, part in each:
                _link(links, whole, [part])
            continue
        total, run = opened(folded, quantities, links, brackets, i)
        if total is None:
            total, run = added_up(folded, quantities, links, brackets, i)
        if total is None:
            total, run = among_them(folded, quantities, brackets, i)
        if total is None:
            total, run = sentence_of_parts(folded, quantities, links, brackets, i)
        if total is None:
            total, run = remainder(folded, quantities, links, brackets, i)
        if total is not None:
            for whole, parts in [
                (total, run),
                *_divided(folded, quantities, total, run),
                *_dealt_with(folded, quantities, total, run),
                *_stage_by_stage(folded, quantities, links, total, run),
            ]:
                _link(links, whole, parts)


def _each_divided(folded: str, quantities: Sequence[Quantity], i: int) -> list[tuple[int, int]]:
    """The totals and parts of a list behind 其中…分别 that has as many figures as stand beside each other in front of it, each part with the total at its place."""
    if not i or not _EACH_OF_THEM.fullmatch(folded, quantities[i - 1]["end"], quantities[i]["start"]):
        return []
    last = i
    while last + 1 < min(i + LONGEST_LIST, len(quantities)) and _ALSO.fullmatch(folded, quantities[last]["end"], quantities[last + 1]["start"]):
        last += 1
    first = i - 1
    while first and i - first <= last - i + 1 and _BESIDE.fullmatch(folded, quantities[first - 1]["end"], quantities[first]["start"]):
        first -= 1
    count = last - i + 1
    if count < 2 or i - first != count:
        return []
    pairs = [(j - count, j) for j in range(i, last + 1)]
    fit = all(same_unit(quantities[a], quantities[b]) and quantities[b]["value"] <= quantities[a]["value"] and not quantities[a]["change"] for a, b in pairs)
    return pairs if fit else []


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


def _dealt_with(folded: str, quantities: Sequence[Quantity], total: int, run: Sequence[int]) -> list[tuple[int, list[int]]]:
    """The figures of a list that tell what was done to most of those another of it counts (其中危房17栋,目前拆除15栋,其余2栋封控): parts of that one, which tells no outcome itself and is one of no
    row of kinds (其中涉企30件,涉农12件,立案10件). Done to few it may be of all (查处36起,其中种子类11起,移送2起). A list that adds up as it stands has none."""
    if sum(quantities[j]["value"] for j in run) == quantities[total]["value"]:
        return []
    found: list[tuple[int, list[int]]] = []
    head, parts = -1, list[int]()
    for last, j in pairwise([total, *run]):
        joint = outside(folded[quantities[last]["end"] : quantities[j]["start"]])
        words = _SIGN.split(joint)[-1]
        rest = parts and _LEFT.match(words) and sum(quantities[k]["value"] for k in (*parts, j)) == quantities[head]["value"]
        if last != total and (rest or _DEALT_WITH.fullmatch(words)):
            held = (
                same_unit(quantities[head], quantities[j])
                and quantities[j]["value"] <= quantities[head]["value"] <= _MOST * quantities[parts[0] if parts else j]["value"]
                and not _has_rate(quantities, j, total)
            )
            if head < 0 or not held:
                head = -1
                continue
            if not parts:
                found.append((head, parts))
            parts.append(j)
        else:
            alone = last == total or parts or (words.endswith("的") and not joint.startswith("、"))
            head, parts = (j if alone and not _ENDED.search(words) else -1), []
    return found


def _has_rate(quantities: Sequence[Quantity], j: int, total: int) -> bool:
    """Whether the figure behind quantity `j` is its share of the total (登记171件,其中法院引流139件,化解92件,化解率53.8%)."""
    rate = quantities[j + 1] if j + 1 < len(quantities) else None
    return rate is not None and rate["unit"] == "%" and not rate["change"] and makes_rate(quantities[j]["value"], quantities[total]["value"], rate["value"])


def _stage_by_stage(
    folded: str, quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]], total: int, run: Sequence[int]
) -> list[tuple[int, list[int]]]:
    """The later stages of a part whose total has them too (收到671件,审结551件。其中市本级收到135件,审结119件): each is part of the figure of its stage."""
    stage = STAGES.search(figure_words(folded, quantities, run[0]))
    if len(run) != 1 or total + 1 == run[0] or stage is None or stage[0] not in figure_words(folded, quantities, total):
        return []
    found: list[tuple[int, list[int]]] = []
    whole = total
    for j in range(run[0] + 1, min(run[0] + LONGEST_LIST, len(quantities))):
        words = re.fullmatch(rf"[,、]({STAGES.pattern})", folded[quantities[j - 1]["end"] : quantities[j]["start"]])
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
