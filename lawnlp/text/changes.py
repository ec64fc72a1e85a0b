"""Which quantities are changes: the ends of 由…到…, and amounts of increase and decrease (guidelines, section "Quantities").

>>> from lawnlp.text.quantities import find_quantities
>>> [(q.value, q.change) for q in find_quantities("办理时间由 20 个工作日压缩到6个，同比下降 3.5%；由15名委员组成，全年至少开会4次。")]
[(20, 'from'), (6, 'to'), (3.5, 'by'), (15, ''), (4, '')]
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawnlp.text.quantities import Quantity

_CHANGE_FROM = re.compile(
    r"(?:由|从)(?:原来的?|原先的?|过去的?|以往的?|上年的?|去年的?|年初的?|最初的?|法定的?|承诺的?|原|此?前的?|之前的?)?(?:平均|人均|最多|最少|至多|至少)?$"
)
_TO = r"(?:(?:压缩|缩短|缩减|减|减少|降|下降|降低|提高|提升|增|增加|增长|上升|扩大|扩展|精简|调整|优化|压减|升|增至|拓展|扩|扩容|扩充|扩编|减为|改|增设|上调|下调|缩|压|砍|变)(?:到|至|为|成)|提至)"
_NOW = r"(?:了|今年的?|当年的?|20\d\d ?年的)?$"
_ARROW = r" ?(?:→|⇒|➔|->|-->)"  # 15天→3天
_CHANGE_TO = re.compile(rf"(?:{_TO}{_NOW}|{_ARROW}$)")
# What takes time: behind it an end that says 个 alone counts days (时限压缩到5个), behind a matter that is handled where another such end in front of it does (不动产登记压缩到5个).
_LESS_TO = r"(?:压缩|缩短|缩减|压减|减少|[压缩减降])[到至为]" + _NOW
_TIME_TO = re.compile(r"(?:时限|时间|用时|时长|周期)" + _LESS_TO)
_MATTER_TO = re.compile(r"(?:登记|注册|注销|开办|审批|许可|核准|核发|过户|报装|备案|验收|办理|办结|审查)" + _LESS_TO)
_ALONE = re.compile(r"(?![一-鿿])|左右|[和及]")  # behind 个; a noun there is what is counted (登记压缩到2个窗口)
_POINTS_ON = re.compile(_ARROW + r" ?[\d一二两三四五六七八九十]")
_TURNED = re.compile(r"[^,。;、:!?()\n]{0,4}" + _TO)
_FROM_TIME = re.compile(r"[由从][^,。;、:!?()\n]{1,9}(?:的|前|初|年|期)$")  # 由改革之初的312项精减到167项: where the turn follows, whatever says when
_TURNED_AT_ONCE = re.compile(rf"{_TURNED.pattern}(?:了|(?:今|当|20\d\d ?)年的?)?[约近]? ?[\d〇零一二两三四五六七八九十百千]")
_CHANGE_ANY = re.compile(r"[^\d,。;、:!?()\n]{1,4}(?:到|至|为)" + _NOW)  # 由11人充实到19人: behind a start of the same unit any verb tells a change
_CHANGE_BY = re.compile(
    r"(?:同比|环比|比上年|比去年|较上年|较去年|分别|平均|净|又|再|均|各|约|将|近|,|了)*(?:增长|下降|上升|提高|提升|降低|减少|增加|缩短|压缩|压减|缩减|(?<!新)增|(?<![抵冲扣])减|降|升|提速|(?<![至最])[多少高低]|节约)了?$"
)
# Against another time, told by a sign (同比+23.6%, a share in brackets: 1083起(-18.6%)) or by 多, 少, 快, 慢 with or without a verb (同比多收23件, 比上年快38秒).
_OTHER_TIME = r"(?:同比|环比|[比较](?:[上去前往]年|20\d\d ?年)[度末底]?(?:同期)?)"
_CHANGE_BY_SIGN = re.compile(r"(?:同比|环比|增长|[增降涨升]幅|增速|上年|去年|同期)(?:为|:)? ?[+\-−↑↓]$|\([+\-−↑↓]$|[↑↓]$")
_CHANGE_BY_MORE = re.compile(_OTHER_TIME + r"(?:[多少][一-鿿]{1,2}|[快慢])了?$")
# Against another time or of what is done so many times, with the object between verb and number: 同比减少信访件45件, 较上年少办处罚案件87件, 减少入企检查1100余次. New firms are
# counted by themselves, 较上年新增经营主体 too.
_CHANGE_OF_OBJECT = re.compile(
    rf"(?:{_OTHER_TIME}(?:净|再|又)?(?:增加|减少|压减|净增|新增(?![一-鿿]{{0,4}}(?:主体|企业|个体))|[多少])(?P<object>[一-鿿]{{2,10}})|(?:减少|压减)(?P<act>[一-鿿]{{0,6}}(?:检查|执法|案件)))$"
)
_CHANGE_BY_OBJECT = re.compile(  # 同比减少检查频次44%: the object between verb and number; a rate there is a level (时限压减率78%), and so is what another verb leads to
    r"(?:(?:减少|压减|压缩|缩短|缩减|削减|精简|降低|节约(?!型|集约|用水)|节省|增加)(?P<object>[一-鿿]{2,8})|(?<![抵冲扣])减(?![少轻免刑排税灾震证])[一-鿿]{2,4}|(?<!量)(?<!数)(?:[增降涨升]幅|增速|增长率)(?:分别|均)?(?:为|达到?|是)?)$"
)
_NO_COUNTED = re.compile(r"[率占达至为超到的]|完成|实现")
_NO_OBJECT = re.compile(r"[率占比达到至为超完成实现均共]|例$|网办|[即快]办|核验|普及")

# Starts beside each other, which 分别 leads to as many ends.
_START_BESIDE = re.compile(rf"[、,和及与][^\d,。;、:!?()\n]{{0,16}}{_CHANGE_FROM.pattern.removesuffix('$')}")
_TURNED_EACH = re.compile(rf"[,]?[^\d,。;、:!?()\n]{{0,4}}分别[^\d,。;、:!?()\n]{{0,3}}{_TO}了? ?")
_MOST_TURNED = 12

_SENTENCE_END = re.compile(r"[。!?\n]")
_LISTED = ("、", "和", "及")  # 分别增长25.3%、31%
_HEDGE = re.compile(r"(?:超过|超|近|约|不到|仅|最[多少]|至[多少])$")


def with_changes(folded: str, quantities: Sequence["Quantity"]) -> list["Quantity"]:
    """Mark the ends of 由…到… and amounts of change; a start whose unit the end leaves out (由21个工作日压缩到3个) gives it its kind.

    A start that no end follows in its sentence is none (由15名委员组成, 从5个方面), unless the end is told in words (由5天减为即办).
    """
    changed: list[Quantity] = []
    origin: int | None = None  # the place of a start in `changed`, as long as no end was found
    for quantity in quantities:
        if origin is not None and _SENTENCE_END.search(folded, changed[origin].end, quantity.start):
            changed[origin] = _open(folded, changed[origin])
            origin = None
        before = _lead(folded[max(0, quantity.start - 14) : quantity.start])
        start = changed[origin] if origin is not None else None
        if _CHANGE_FROM.search(before) or _POINTS_ON.match(folded, quantity.end) or (_FROM_TIME.search(before) and _TURNED_AT_ONCE.match(folded, quantity.end)):
            if origin is not None and start is not None:
                changed[origin] = _open(folded, start)
            origin = len(changed)
            changed.append(replace(quantity, change="from"))
        elif _CHANGE_TO.search(before) or (
            start is not None and start.unit == quantity.unit and _CHANGE_ANY.fullmatch(_lead(folded[start.end : quantity.start]))
        ):
            kind = "duration" if _takes_time(folded, before, quantity, changed) else quantity.kind
            if (
                start is not None
                and quantity.start - start.end < 30
                and ((quantity.unit == "个" and start.kind == "duration") or not (quantity.unit or quantity.value))
            ):
                kind = start.kind  # 由3天降至0
            end = replace(quantity, change="to", kind=kind)
            if origin is not None and start is not None and start.kind != end.kind:
                changed[origin] = _open(folded, start)
            changed.append(end)
            origin = None
        else:
            listed = (
                changed and changed[-1].change == "by" and changed[-1].kind == quantity.kind and folded[changed[-1].end : quantity.start].strip(" ") in _LISTED
            )
            changed.append(replace(quantity, change="by") if listed or _changes_by(before, quantity) or _changes_object(folded, quantity) else quantity)
    if origin is not None:
        changed[origin] = _open(folded, changed[origin])
    return _side_by_side(folded, changed)


def _side_by_side(folded: str, changed: list["Quantity"]) -> list["Quantity"]:
    """The same, with every start and end of a list that 分别 turns (持证率从82%、优秀率从15%分别提高到97%和31%)."""
    for number in range(1, len(changed) - 2):
        start, end = changed[number], changed[number + 1]
        if end.change != "to" or not _TURNED_EACH.fullmatch(folded, start.end, end.start):
            continue
        first, last = number, number + 1
        while first and number - first < _MOST_TURNED and _START_BESIDE.fullmatch(folded, changed[first - 1].end, changed[first].start):
            first -= 1
        while last + 1 < len(changed) and last - number <= number - first and folded[changed[last].end : changed[last + 1].start].strip(" ") in _LISTED:
            last += 1
        count = number - first + 1
        alike = all(changed[first + k].unit == changed[number + 1 + k].unit for k in range(count)) if last - number == count else False
        if count > 1 and alike and _CHANGE_FROM.search(_lead(folded[max(0, changed[first].start - 14) : changed[first].start])):
            for k in range(count):
                changed[first + k] = replace(changed[first + k], change="from")
                changed[number + 1 + k] = replace(changed[number + 1 + k], change="to")
    return changed


def _takes_time(folded: str, before: str, quantity: "Quantity", changed: Sequence["Quantity"]) -> bool:
    """Whether the end of a change that says 个 alone counts days, by the words in front of it."""
    if quantity.unit != "个" or not _ALONE.match(folded, quantity.end):
        return False
    last = changed[-1] if changed else None
    goes_on = last is not None and last.change == "to" and last.kind == "duration" and not _SENTENCE_END.search(folded, last.end, quantity.start)
    return bool(_TIME_TO.search(before) or (goes_on and _MATTER_TO.search(before)))


def _changes_by(before: str, quantity: "Quantity") -> bool:
    """Whether the words in front of a number make it an amount of change."""
    signed = quantity.kind == "percent" and _CHANGE_BY_SIGN.search(before)
    return bool(signed or _CHANGE_BY.search(before) or _CHANGE_BY_MORE.search(before)) or _cuts_object(before, quantity)


def _changes_object(folded: str, quantity: "Quantity") -> bool:
    """Whether a count stands behind a comparison with another time and what has changed (同比增加行政复议申请32件), or behind checks and cases that were spared."""
    if quantity.kind != "count":
        return False
    found = _CHANGE_OF_OBJECT.search(_lead(folded[max(0, quantity.start - 30) : quantity.start]))
    return found is not None and not _NO_COUNTED.search(found["object"] or found["act"])


def _cuts_object(before: str, quantity: "Quantity") -> bool:
    """Whether a share stands behind a verb of change and its object (压缩办理时限44%); all of something is reached and not a change of it (精简审批事项全程网办100%)."""
    found = _CHANGE_BY_OBJECT.search(before) if quantity.unit in ("%", "成") and quantity.value != 100 else None
    return found is not None and not _NO_OBJECT.search(found["object"] or "")


def _open(folded: str, start: "Quantity") -> "Quantity":
    """The start of a change that no number ends."""
    return start if _TURNED.match(folded, start.end) else replace(start, change="")


def _lead(words: str) -> str:
    """The words in front of a number without a hedge and the spaces that some programs set around numbers (增长 约 3%)."""
    return _HEDGE.sub("", words.strip(" ")).strip(" ")
