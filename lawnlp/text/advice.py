"""What legal advice is about, as its own clause says it.

The rule of the guidelines (Quantities): what was counted decides, not who did it; advice on decisions counts as decisions reviewed, advice on contracts as contracts reviewed, all other advice
as legal opinions. Reports say both in one set phrase that differs in its object alone: 为…合同出具法律意见12份, 对…决策提供法律意见12份.
"""

import re
from typing import Literal

_CLAUSE = re.compile(r"[^，,。；;：:\n]*$")
# 对 OBJECT 出具法律意见12份 and 对 OBJECT 出具12份法律意见: what stands before the number, and behind it.
_ADVISED = re.compile(
    r"(?:针对|对|为|就)(?P<object>[^对为就].*?)(?:逐[份件项])?(?:累计|一?共|先后|及时|依法)?(?:提供|出具|提出|给出)了?(?P<before>[^、]{0,10})$"
)
_OPINION = re.compile(r"(?:法律|审[查核]|书面|专业)\S{0,4}意见")
_MEMBERS = re.compile(r"、|以及|及其|[和及与或]")
_ORGAN = re.compile(r".{0,4}(?:委|政府|党组)")  # whose they are: 县委、县政府重大决策
_CONTRACT = re.compile(r"(?:合同|协议)(?:书|文本|草案|文书)?$")
_DECISION = re.compile(r"决策(?:事项|议题|方案)?$")
# What stands behind 等 and says nothing of its own: 行政协议等法律文书.
_DIGIT = re.compile(r"\d")
_GENERAL = re.compile(r"(?:各类|有关|相关|重要|涉法|法律)*(?:文书|文本|文件|材料|事项|事务)?$")


def advised_on(text: str, start: int, end: int) -> Literal["contract", "decision"] | None:
    """What the advice is about that the number at `start` to `end` (code points of the folded `text`) counts: contracts alone, decisions alone, or something else, several things, no advice (None).

    >>> advised_on("为采购合同、租赁协议等出具法律意见12份", 17, 20)
    'contract'
    >>> advised_on("对决策、合同、信访事项出具法律意见12份", 17, 20)
    """
    clause = _CLAUSE.search(text, max(0, start - 80), start)
    said = _ADVISED.search(clause[0]) if clause else None
    if not said or not _OPINION.search(said["before"] + text[end : end + 8]):
        return None
    if _DIGIT.search(said["object"]):  # 对29份合同出具意见58条: the contracts are counted there, and the advice apart
        return None
    named, etc, head = said["object"].partition("等")
    if etc and head and not _GENERAL.fullmatch(head):
        return _kind(head)
    kinds = {_kind(member) for member in _MEMBERS.split(named) if not _ORGAN.fullmatch(member)}
    return kinds.pop() if len(kinds) == 1 else None


def _kind(phrase: str) -> Literal["contract", "decision"] | None:
    return "contract" if _CONTRACT.search(phrase) else "decision" if _DECISION.search(phrase) else None
