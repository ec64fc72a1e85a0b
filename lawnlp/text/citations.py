"""Find citations: every 《…》 with its brackets, and what kind of text it names.

>>> [(c.text, c.kind) for c in find_citations("落实《行政处罚法》和《关于印发〈甲县权责清单〉的通知》")]
[('《行政处罚法》', 'law'), ('《关于印发〈甲县权责清单〉的通知》', 'normative')]
"""

import re
from dataclasses import dataclass

from lawnlp.text.fold import fold

# A bracket that is never closed ends where its line or its sentence does; no title of a document is longer.
LONGEST = 150


@dataclass(frozen=True)
class Citation:
    """A citation at `start:end` of the text, brackets included."""

    start: int
    end: int
    text: str
    kind: str


_BRACKET = re.compile(r"[《》\n]")
_BREAK = re.compile(r"[。;!?\n,]|$")
_TRAILER = re.compile(r"(?:\([^()]*\)|〔[^〕]*〕|\[[^\]]*\]|\d{4}年?版|[〉>」』”\"])+$")
_PLAN_WORDS = ("规划纲要", "实施纲要", "行动纲要", "规划", "纲要", "方案", "计划", "要点", "行动", "任务分工", "安排", "实施规划", "任务书", "路线图", "预案")
_NORMATIVE = (
    "通知 意见 制度 规则 指引 清单 目录 决定 决议 细则 准则 标准 基准 规范 规程 指南 办法 通告 公告 通报 措施 批复 函 章程 机制 "
    "流程 守则 职责 须知 要求 程序 若干措施 政策 倡议书 协议 备忘录 裁量权基准 事项 建议书 意见书 督办单 纪要 承诺书 方针 手册 工作法 "
    "模板 文本 范本 图 表 责任书 导则 口径 台账 提示函 联系单 任务单 名单 条款 八条 十条 条"
).split()
_LAW_LIKE = re.compile(r"(?:法|宪法|民法典|法典|法律|法修正案|宪法修正案)$")
_NOT_LAW = re.compile(r"(?:办法|方法|做法|想法|看法|说法|书法|工作法|用法|(?<!公)司法|执法|普法|学法|守法|释法|立法|说法|枪法|活法|技法|章法|疗法|打法|步法)$")
_OTHER = re.compile(
    r"(?:报告|年鉴|日报|时报|晚报|法治报|周刊|杂志|读本|文选|选读|概论|学习纲要|思想|案例|论|简报|专报|内参|报|白皮书|蓝皮书|讲话|讲义|选编|汇编|电视|栏目|热线|之声|故事|问政|时间|面对面|在线|连线|歌|曲|剧|画册|书|问答)$"
)
_REGULATION = re.compile(r"(?:条例|规定|规章|办法|条例实施细则)$")


def find_citations(text: str) -> list[Citation]:
    """All citations in order; nested brackets (《…《…》…》, 〈…〉) belong to the outer one.

    A bracket that is not closed on its line ends at the next sign of the sentence, at most after 150 characters. Offsets are code points into `text`.
    """
    folded = fold(text)
    found = []
    opening, depth = -1, 0
    for match in _BRACKET.finditer(folded):
        sign, at = match[0], match.start()
        if depth and at - opening > LONGEST:
            found.append(_unclosed(text, folded, opening))
            depth = 0
        if sign == "《":
            if depth == 0:
                opening = at
            depth += 1
        elif sign == "》" and depth:
            depth -= 1
            if depth == 0:
                found.append(_citation(text, folded, opening, at + 1))
        elif sign == "\n" and depth:
            # an inner bracket without partner: the last closing bracket of the line closes the outer one
            last = folded.rfind("》", opening, at)
            found.append(_citation(text, folded, opening, last + 1) if last > 0 else _unclosed(text, folded, opening))
            depth = 0
    if depth:
        last = folded.rfind("》", opening, opening + LONGEST)
        found.append(_citation(text, folded, opening, last + 1) if last > 0 else _unclosed(text, folded, opening))
    return found


def _citation(text: str, folded: str, start: int, end: int) -> Citation:
    return Citation(start, end, text[start:end], citation_kind(folded[start + 1 : end - 1]))


def _unclosed(text: str, folded: str, start: int) -> Citation:
    end = _BREAK.search(folded, start + 1, start + LONGEST)
    stop = end.start() if end else min(len(folded), start + LONGEST)
    return Citation(start, stop, text[start:stop], citation_kind(folded[start + 1 : stop]))


def citation_kind(title: str) -> str:
    """The kind by the title's ending: law, regulation, normative, plan, other (guidelines, section "Citations").

    办法 and 规定 of a body without rule-making power cannot be told from its title; they count as regulation, as the guidelines list them.
    """
    plain = fold(title).strip()
    while (shorter := _TRAILER.sub("", plain).rstrip()) != plain:
        plain = shorter
    plain = re.sub(r"(?:\((?:试行|暂行|草案|送审稿|征求意见稿|修订|修正).*|(?:征求意见稿|草案|送审稿|试行))$", "", plain)
    if _LAW_LIKE.search(plain) and not _NOT_LAW.search(plain):
        return "law"
    if plain.endswith(("学习纲要",)) or (
        _OTHER.search(plain) and not plain.endswith(("通报", "规则", "责任书", "建议书", "意见书", "任务书", "倡议书", "承诺书", "汇编目录"))
    ):
        return "other"
    if plain.endswith(_PLAN_WORDS):
        return "plan"
    if _REGULATION.search(plain):
        return "regulation"
    if plain.endswith(tuple(_NORMATIVE)):
        return "normative"
    return "other"
