"""Split a report into paragraphs and read its headings: numbering, title, level, parent.

The numbering grammar covers 一、 （一） 1. （1） ① 一是 第一 首先 in both widths, headings that run into their text (一、…。text), headings
without a number, and documents on one line. Levels are relative to the report: its outermost scheme is level 1.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lawnlp.text.fold import fold
from lawnlp.text.numerals import parse_numeral
from lawnlp.text.title import foot, title_lines


@dataclass(frozen=True)
class Marker:
    """The number in front of a heading: its scheme (一、 is `cn`), its value, and where the words behind it begin."""

    scheme: str
    number: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph `start:end` of the text with its place in the outline.

    `level` is 1, 2, … for a heading (also one that runs into its text), 0 for text without one; `parent` is the index of the heading it stands
    under, -1 at the top. `title_start:title_end` are the words of the heading without number; empty when level is 0.
    """

    start: int
    end: int
    level: int = 0
    parent: int = -1
    scheme: str = ""
    number: int = 0
    title_start: int = 0
    title_end: int = 0

    @property
    def runs_in(self) -> bool:
        """Whether text of its own follows the heading on the same line."""
        return self.level > 0 and self.end - self.title_end > 2


_CN = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# Scheme, pattern with the number as group 1; in the order in which reports nest them.
_SCHEMES: list[tuple[str, re.Pattern[str]]] = [
    ("part", re.compile(rf"第([{_CN}]{{1,3}})部分[\s、:,.]*")),
    ("cn", re.compile(rf"([{_CN}]{{1,3}})\s*(?:、|\.(?!\d(?!\d{{3}}\s?年))|,(?=\s?(?:[\u4e00-\u9fff“]|20\d\d年))|\s(?=[\u4e00-\u9fff“])|:)\s*")),
    ("cn_paren", re.compile(rf"\(\s*([{_CN}]{{1,3}})\s*\)\s*[、.]?\s*")),
    ("arabic", re.compile(r"(\d{1,2})\s*(?:\.(?!\d(?!\d{3}\s?年))|、)\s*")),  # 3.2025年工作打算 is no decimal
    ("arabic_paren", re.compile(r"\(?\s*(\d{1,2})\s*\)\s*[、.]?\s*")),
    ("circled", re.compile(rf"([{_CIRCLED}])\s*[、.]?\s*")),
    ("is", re.compile(rf"([{_CN}]{{1,3}})(?:是|要|则)")),
    ("ordinal", re.compile(rf"(第[{_CN}]{{1,2}}|首先|其次|再次|再者|最后|其[一二三四五六])\s*[,、:]\s*")),
]
_RANK = {name: rank for rank, (name, _) in enumerate(_SCHEMES)}
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 99}
_NOT_CN = re.compile(rf"[{_CN}]+(?:、[{_CN}]+[、审产级类])")
_FIRST_LEVEL = re.compile(rf"(?:(?<=[。;!?:…)\"”>〉》])|(?<=\s)|^)([{_CN}]{{1,3}})(?:、|\.(?!\d)|,(?=[\u4e00-\u9fff“]))(?![{_CN}]{{1,3}}[、审])")
_SENTENCE_END = re.compile(r"[。!?;]")
_TRAILING_TITLE = re.compile(r"[^。!?;:]{4,36}")
# …;五是 behind 四是 in one line: a list within a paragraph, no heading.
_NEXT = {number: re.compile(f"[。;,]{numeral}(?:是|要|则)") for number, numeral in enumerate(_CN[1:], 1)}
_LONGEST_TITLE = 60
_ITEMS = ("cn_paren", "arabic", "arabic_paren", "circled")  # schemes of items that may be plain text
_SENTENCE_LENGTH = 20  # characters from which a title that gives a figure is a sentence
_FIGURE = re.compile(r"(?<![\d“”+.-])\d[\d.,]*[万亿]?[余多]?(?![\d+“”.-])(?:%|[^\W\d年月日号届次级周维网]{1,2})")
_PLAIN_TITLE = 36
_FUNCTION = re.compile(
    r"主要(?:举措|做法|工作|成效|措施|情况)|工作(?:开展|推进|完成)?情况|基本情况|总体(?:情况|成效)|存在的?(?:主要|突出)?(?:问题|不足|短板|困难|差距|薄弱)|不足(?:之处|和原因|及原因)|问题[和与及]|薄弱环节|下一?步|下一?年|明年|"
    r"工作(?:打算|安排|计划|思路|设想|重点)|努力方向|第一责任人|职责情况|其他需要报告|举措[和及与]成效|做法[和及与]成效|成效[和及与]做法|成效亮点|主要成绩"
)


def fold_marker(folded: str, start: int, end: int) -> Marker | None:
    """The number in front of the words at `start` of a folded text, None when there is none."""
    line = folded[start : min(end, start + 24)]
    for scheme, pattern in _SCHEMES:
        match = pattern.match(line)
        if not match:
            continue
        if scheme == "cn" and (_NOT_CN.match(line) or (line[match.end(1)] in ".,: \t" and not _is_title_like(line[match.end() :]))):
            continue
        if match.end() >= end - start and scheme not in ("cn", "cn_paren"):
            continue
        return Marker(scheme, _value(match[1]), start + match.end())
    return None


def _is_title_like(rest: str) -> bool:
    return len(rest) >= 4 and not re.match(r"[月日年]|\d(?!\d{3}\s?年)", rest)


def _value(numeral: str) -> int:
    if numeral in _WORDS:
        return _WORDS[numeral]
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    return int(parse_numeral(numeral.lstrip("第其")))


def split_paragraphs(text: str) -> list[tuple[int, int]]:
    """`(start, end)` of every paragraph: each non-empty line without the white space around it.

    A line that holds several first-level headings (一、…。二、…: a whole report on one line) is cut before each of them.
    """
    folded = fold(text)
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        cuts = _first_level_cuts(folded, start, end) if end - start > 60 else []
        for left, right in zip([start, *cuts], [*cuts, end], strict=True):
            piece = text[left:right]
            if stripped := piece.strip():
                begin = left + len(piece) - len(piece.lstrip())
                spans.append((begin, begin + len(stripped)))
    return spans


def _first_level_cuts(folded: str, start: int, end: int) -> list[int]:
    """Where 一、 二、 三、… stand in one line, at least two of them in rising order; [] otherwise."""
    cuts: list[int] = []
    last = 0
    words = end - len(folded[start:end].lstrip())
    for match in _FIRST_LEVEL.finditer(folded, start, end):
        number = _value(match[1])
        opens = match.start(1) <= words  # the line itself begins with a heading, of whatever number
        if opens or number == last + 1 or (cuts and last < number <= last + 2):
            cuts.append(match.start(1))
            last = number
    return cuts if len(cuts) >= 2 else []


def trailing_headings(folded: str, spans: Sequence[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Index of a paragraph to the words of the first-level heading that a lost line break left at its end (…。二、存在的问题⏎); they open a section for the lines behind it.

    Only a number that goes on from the first-level heading before counts: an enumeration at the end of a line begins anew.
    """
    found = {}
    last = 0
    for index, (start, end) in enumerate(spans):
        marker = fold_marker(folded, start, end)
        if marker and marker.scheme == "cn":
            last = marker.number
        for match in _FIRST_LEVEL.finditer(folded, start, end):
            if match.start(1) == start or _value(match[1]) != last + 1 or index + 1 == len(spans):
                continue
            title = folded[match.end() : end].strip()
            if _TRAILING_TITLE.fullmatch(title):
                found[index] = (end - len(folded[match.end() : end].lstrip()), end)
                last += 1
    return found


def outline(text: str) -> list[Paragraph]:
    """The paragraphs of a report with headings, levels and parents (indexes into the returned list).

    Restarts, gaps and repeats in the numbering do not change the tree: a heading stands under the last heading of a smaller level. The lines behind a first-level heading
    that is glued to the end of a paragraph stand under none before it, and neither does the signature. The title of the report is no heading.
    """
    folded = fold(text)
    spans = split_paragraphs(text)
    lines = [folded[start:end] for start, end in spans]
    titles, signed = title_lines(lines), foot(lines)
    opens = ["。" in line and fold_marker(line, 0, len(line)) is None for line in [*lines[1:], ""]]  # plain text follows
    found = [(None, None) if index in titles or index in signed else _read(folded, *span, opens=opens[index]) for index, span in enumerate(spans)]
    found = _series_together(folded, spans, found)
    trailing = trailing_headings(folded, spans)
    order = _order(found, {"cn"} if trailing else set())
    levels = _levels(folded, spans, found, order)
    paragraphs: list[Paragraph] = []
    stack: list[tuple[int, int]] = []  # (level, index) of the open headings
    for index, ((start, end), (marker, title)) in enumerate(zip(spans, found, strict=True)):
        level = levels[index]
        ends = level or (marker and order.get(marker.scheme))  # a number that opens a sentence ends the headings of its series too
        if ends:
            while stack and stack[-1][0] >= ends:
                stack.pop()
        parent = stack[-1][1] if stack and index not in signed else -1
        scheme, number = (marker.scheme, marker.number) if marker and level else ("", 0)
        title_span = title if level and title else (start, start)
        paragraphs.append(Paragraph(start, end, level, parent, scheme, number, *title_span))
        if level:
            stack.append((level, index))
        if index in trailing:
            stack.clear()
    return paragraphs


def _read(folded: str, start: int, end: int, *, opens: bool) -> tuple[Marker | None, tuple[int, int] | None]:
    """Marker and title of one paragraph; the title is None where the paragraph is plain text. `opens` tells that plain text follows: a line that no sign ends is its heading."""
    marker = fold_marker(folded, start, end)
    begin = marker.end if marker else start
    stop = _SENTENCE_END.search(folded, begin, end)
    title_end = stop.start() if stop else end
    if marker and marker.scheme in ("is", "ordinal"):
        listed = marker.scheme == "is" and marker.number in _NEXT and _NEXT[marker.number].search(folded, title_end, end)
        return marker, (begin, title_end) if title_end - begin <= 40 and not listed else None
    if marker:
        if title_end - begin > _LONGEST_TITLE:
            comma = re.compile(r"[,:](?=[一二三四五]是)").search(folded, begin, begin + _LONGEST_TITLE)
            title_end = comma.start() if comma else title_end
        tells = (
            (stop or not opens) and marker.scheme not in ("part", "cn") and title_end - begin > _SENTENCE_LENGTH and _FIGURE.search(folded, begin, title_end)
        )
        return marker, (begin, title_end) if title_end - begin <= _LONGEST_TITLE and not tells else None
    if not stop and end - start <= _PLAIN_TITLE and _is_plain_heading(folded, start, end):
        return None, (start, end)
    return None, None


def _series_together(
    folded: str, spans: Sequence[tuple[int, int]], found: Sequence[tuple[Marker | None, tuple[int, int] | None]]
) -> list[tuple[Marker | None, tuple[int, int] | None]]:
    """The same, where the numbered items of one series that stand line by line below each other are decided together: beside one that is plain text, a whole sentence and one that goes on
    behind ; are text too, whether or not they give a figure. A title that a full stop parts from text of its own remains one."""
    decided = list(found)
    first = 0
    while first < len(found):
        last = first
        while last + 1 < len(found) and _follows(found[last][0], found[last + 1][0]):
            last += 1
        if any(title is None for _, title in found[first : last + 1]):
            for index in range(first, last + 1):
                marker, title = found[index]
                if marker and title and last > first and _is_sentence(folded, title, spans[index][1]):
                    decided[index] = (marker, None)
        first = last + 1
    return decided


def _follows(marker: Marker | None, following: Marker | None) -> bool:
    """Whether one item goes on with the series of another; series of first levels are sections, 一是 and 第一 have a rule of their own."""
    return marker is not None and following is not None and marker.scheme == following.scheme in _ITEMS and marker.number + 1 == following.number


def _is_sentence(folded: str, title: tuple[int, int], end: int) -> bool:
    """Whether what could be a title is a sentence closed by its line, or a long clause that goes on behind ;."""
    begin, stop = title
    return (stop < end <= stop + 1) or (folded.startswith(";", stop) and stop - begin > _SENTENCE_LENGTH)


def _is_plain_heading(folded: str, start: int, end: int) -> bool:
    line = folded[start:end]
    if len(line) < 4 or re.search(r"[:|>@/\\]|\d{4}-\d|http|www|^\(?\d|[,、;]$|报告$|扫一扫|打印|关闭|分享|浏览|来源|发布|字号|字体|首页|当前位置|附件", line):
        return False
    if re.search(r"(?:政府|委员会|局|厅|办公室|办事处)(?:办公室)?$", line) or re.fullmatch(r"[\d年月日一二三四五六七八九十〇○零 ]+", line):
        return False
    return bool(re.search(r"[\u4e00-\u9fff]{4}", line))


def _order(found: Sequence[tuple[Marker | None, tuple[int, int] | None]], inside: set[str]) -> dict[str, int]:
    """The level of each numbered scheme, in the order in which this report nests them; `inside` are those of headings inside lines."""
    used = inside | {marker.scheme for marker, title in found if marker and title}
    return {scheme: rank + 1 for rank, scheme in enumerate(sorted(used, key=_RANK.__getitem__))}


def _levels(
    folded: str, spans: Sequence[tuple[int, int]], found: Sequence[tuple[Marker | None, tuple[int, int] | None]], order: Mapping[str, int]
) -> list[int]:
    """The level of each paragraph: numbered schemes as in `order`, plain headings beside or below."""
    levels = []
    current = 0
    for index, (marker, title) in enumerate(found):
        level = 0
        if title and marker:
            level = order[marker.scheme]
        elif title and _opens_text(spans, found, index):
            line = folded[title[0] : title[1]]
            level = 1 if not order or _FUNCTION.search(line) else min(current + 1, len(order) + 1) if current else 1
        levels.append(level)
        if level and marker:
            current = level
    return levels


def _opens_text(spans: Sequence[tuple[int, int]], found: Sequence[tuple[Marker | None, tuple[int, int] | None]], index: int) -> bool:
    """A line without number is a heading only when a longer paragraph or a numbered one follows it, and it is not the title block."""
    if index == 0 or index + 1 >= len(spans):
        return False
    start, end = spans[index + 1]
    return end - start > 45 or found[index + 1][0] is not None
