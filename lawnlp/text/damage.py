"""What copying leaves inside sentences, and the text without it: line breaks and numbers of pages, signs that nobody sees, readings in brackets, addresses of the site.

A report is read without them, and what is found goes back to the offsets of the text as it was given (`lawnlp.pipes.clean`). A break is taken for one in mid-sentence only where form
says so, since a heading without number and the text behind it look the same as two halves of a sentence. An address is taken out where it stands between words without a space.

>>> given = "全年收到行政复议\\u200b申请38件，审结(審結)35件，\\n其中调解www.site.example结案12件。\\n二、存在的不足\\n案卷质量不高。"
>>> clean = clean_text(given)
>>> clean.text.split("\\n")
['全年收到行政复议申请38件，审结35件，其中调解结案12件。', '二、存在的不足', '案卷质量不高。']
>>> at = clean.text.index("调解结案")
>>> given[clean.start(at):clean.end(at + 4)]
'调解www.site.example结案'
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from unicodedata import east_asian_width

from lawnlp.text.fold import fold
from lawnlp.text.headings import fold_marker
from lawnlp.text.sections import PAGE_NUMBER

# Soft hyphens, zero-width spaces and joiners, marks of direction, a byte order mark.
_SIGNS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
_INVISIBLE = re.compile(f"[{_SIGNS}]+")
_ADDRESS = re.compile(r"(?<=[一-鿿，、；。,;])(?:https?://)?www\.[A-Za-z0-9./_-]*[A-Za-z0-9/](?=[一-鿿，、；。,;])")
_READING = re.compile(r"(?<=[一-鿿])[（(][一-鿿]?[a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*[)）]")  # 规(規guī)范
_OTHER_SPELLING = re.compile(r"[（(]([一-鿿]{1,4})[)）]")  # 论证(論證)
_LINE = re.compile(r"[^\n]+")
_ENDS = re.compile(r"[。;:!?…][”’)》」』]*$")
_GOES_ON = re.compile(r"[,、(《“]$")  # no line of a report ends so unless its sentence goes on
_CUT_NUMBER = re.compile(r"[^|:\s\d.,]\d[\d.,]{0,12}$")  # 收到申请,受理38⏎件
_UNIT = re.compile(
    "[余多万亿%件起项户份宗场期篇卷座天日年月元亩米吨辆台]|次(?!数)|个(?![体人别])|家(?!庭)|名(?![称录单])|人(?![民大员])|条(?![例件])|部(?![门署分])|处(?![罚理置])|公[里顷斤]"
)
_COUNTED = re.compile(
    r"\d[万亿]?[余多]?[件起次项个家户名人份条例宗场期篇卷部处%]次?$"
)  # the end of a sentence that lost its stop, as likely as one that goes on
_STARTS_BEHIND = re.compile(r"[,;。%》”)]")
# No half of a sentence: the lines of a page, the title, a heading that names a section, what announces a list; an item with a sign in front.
_PAGE = re.compile(
    r"\||\s>|>\s|>>|(?:首页|位置:).*>|^(?:附件|来源|发布|今天是|首页)|(?:浏览|点击|阅读)(?:次数|量|数)?[:\s\d]|(?:索引号|文号|邮编|电话|来源|作者|编辑|供稿|主办|承办|单位)\s*[:\d]"
)
_WHOLE = re.compile(r"法治.*(?:报告|总结)$|^\(?[一二三四五六七八九十]+[、)].*情况$|(?:以下|如下|下列)[^,。;]{0,8}$")
_TITLE = re.compile(r"法治.*(?:报告|总结)$")
_ITEM = re.compile(r"[●◆★■▲○◇※►▶•·、*]|[-—–―]|[A-Za-z][.、]")
_BARE = re.compile(r"\d{1,3}")
_PROSE = re.compile(r"[,。;、]")
_PAIRS = ("《》", "“”", "()")
_SHORT, _LONG = 5, 45  # characters: a shorter line may be of a list or a page; what is longer and has no end is no heading
_LONGEST_PAGE_BREAK = 40  # characters between the last line of a page and the first of the next
_NARROW, _NARROWEST = 80, 24  # characters; the lines of a report that is not broken are paragraphs, far longer, those of a list far shorter
_FULL_LINES, _FULL_SHARE = 12, 0.4  # lines that reach the width, at least, and their share of all lines
_FEWEST_STOPS = 3  # lines that end with a full stop; the rows of a list may be of one width, too
_SLACK = 4  # columns of two: what the sign or number that did not fit left free at the end of a full line


@dataclass(frozen=True)
class Clean:
    """A text without the stretches `removed` (start and end in the text as it was given, in order, apart from each other)."""

    given: str
    removed: tuple[tuple[int, int], ...]

    @cached_property
    def text(self) -> str:
        """The text that is read: every broken sentence in one line, and nothing in it that is not of the report."""
        edges = [0, *(edge for span in self.removed for edge in span), len(self.given)]
        return "".join(self.given[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))

    @cached_property
    def _gone(self) -> list[int]:
        return [0, *accumulate(end - start for start, end in self.removed)]

    @cached_property
    def _places(self) -> list[int]:
        return [start - gone for (start, _), gone in zip(self.removed, self._gone, strict=False)]

    def start(self, offset: int) -> int:
        """Where the span that starts at an offset of `text` starts in the text as it was given."""
        return offset + self._gone[bisect_right(self._places, offset)]

    def end(self, offset: int) -> int:
        """Where the span that ends at an offset of `text` ends in the text as it was given."""
        return offset + self._gone[bisect_left(self._places, offset)]

    def lines(self, start: int, end: int) -> list[tuple[int, int]]:
        """The lines, in the text as it was given, of what stands in one line of `text` from `start` to `end`: its own, and numbers of pages between them (`is_page_number`)."""
        first, last = self.start(start), self.end(end)
        while first and self.given[first - 1] in _SIGNS:
            first -= 1
        while last < len(self.given) and self.given[last] in _SIGNS:
            last += 1
        return _lines(self.given, first, last)

    def is_page_number(self, start: int, end: int) -> bool:
        """Whether a line of the text as it was given is the number of a page and was taken out."""
        at = bisect_right(self.removed, (start, len(self.given))) - 1
        return at >= 0 and end <= self.removed[at][1] and _is_number_of_page(fold(self.given[start:end]))


def clean_text(text: str) -> Clean:
    """The text without what copying left inside its sentences; `removed` is empty where there is nothing of the kind."""
    inline = [match.span() for pattern in (_INVISIBLE, _ADDRESS, _READING) for match in pattern.finditer(text)]
    inline += [match.span() for match in _OTHER_SPELLING.finditer(text) if _is_spelled_again(text, fold(text), match)]
    one_line = Clean(text, _merged(inline))
    breaks = [(one_line.end(start), one_line.start(end)) for start, end in _breaks(one_line)]
    return Clean(text, _merged([*one_line.removed, *breaks])) if breaks else one_line


def without_breaks(words: str) -> str:
    """The words of a span in one line, without invisible signs and numbers of pages: what a person marked is one thing, wherever its lines break."""
    lines = [line.strip() for line in _INVISIBLE.sub("", words).split("\n")]
    return "".join(line for number, line in enumerate(lines) if number in (0, len(lines) - 1) or not _is_number_of_page(fold(line)))


def _is_spelled_again(text: str, folded: str, bracket: re.Match[str]) -> bool:
    """Whether a bracket holds the words in front of it in traditional characters."""
    start, end = bracket.span(1)
    front = slice(max(0, bracket.start() - (end - start)), bracket.start())
    return text[front] != bracket[1] and folded[front] == folded[start:end]


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _breaks(clean: Clean) -> list[tuple[int, int]]:
    """The line breaks in mid-sentence, each with the white space around it and the number of the page that ended there."""
    folded = fold(clean.text)
    every = _lines(folded, 0, len(folded))
    lines = [span for number, span in enumerate(every) if not _parts_pages(folded, every, number)]
    pages = len(every) > len(lines)
    full = _full([_INVISIBLE.sub("", clean.given[clean.start(start) : clean.end(end)]) for start, end in lines])
    indented = [folded[folded.rfind("\n", 0, start) + 1 : start] != "" for start, _ in lines]
    marks_paragraphs = any(full) and 0 < sum(indented) < len(lines) / 2  # an indent opens a paragraph
    breaks = []
    for number, ((a, b), (c, d)) in enumerate(pairwise(lines)):
        paged = pages and c - b < _LONGEST_PAGE_BREAK and folded[b:c].strip() != ""
        if (folded.count("\n", b, c) != 1 and not paged) or (marks_paragraphs and indented[number + 1]):
            continue
        line, following = folded[a:b], folded[c:d]
        cut_number = full[number] and line[-1].isdigit() and following[0].isdigit()
        whole = _PAGE.search(line) or _WHOLE.search(line) or _TITLE.search(following) or (_ITEM.match(following) and not full[number])
        goes_on = not whole and _goes_on(line, following, full=full[number], indents=marks_paragraphs)
        if cut_number or (goes_on and fold_marker(folded, c, d) is None):
            breaks.append((b, c))
    return breaks


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of a stretch without the white space around them, those that are not empty."""
    found = []
    for match in _LINE.finditer(text, start, end):
        line = match[0]
        if words := line.strip():
            begin = match.start() + len(line) - len(line.lstrip())
            found.append((begin, begin + len(words)))
    return found


def _parts_pages(folded: str, lines: Sequence[tuple[int, int]], number: int) -> bool:
    """Whether a line is the number of a page: by its signs, or a bare number behind a line that a comma leaves open and in front of words."""
    words = folded[slice(*lines[number])]
    if PAGE_NUMBER.fullmatch(words):
        return True
    inside = 0 < number < len(lines) - 1 and _BARE.fullmatch(words) is not None
    return inside and folded[lines[number - 1][1] - 1] in ",、" and not folded[lines[number + 1][0]].isdigit()


def _is_number_of_page(words: str) -> bool:
    return (PAGE_NUMBER.fullmatch(words) or _BARE.fullmatch(words)) is not None


def _full(lines: Sequence[str]) -> list[bool]:
    """Which lines reach the width at which a text is set, in characters or in columns; none where it is set at none."""
    if len(lines) >= _FULL_LINES and sum(line.endswith("。") for line in lines) >= _FEWEST_STOPS:
        for widths, columns in ((list(map(len, lines)), 1), (list(map(_columns, lines)), 2)):
            width = sorted(widths)[-1 - len(widths) // 50]  # an address may stand out
            full = [w >= width - columns * _SLACK for w in widths]
            if columns * _NARROWEST <= width <= columns * _NARROW and sum(full) >= max(_FULL_LINES, _FULL_SHARE * len(widths)):
                return full
    return [False] * len(lines)


def _columns(line: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line)


def _goes_on(line: str, following: str, *, full: bool, indents: bool) -> bool:
    """Whether the sentence of a line goes on in the next."""
    if full and (not _ENDS.search(line) or (indents and _PROSE.search(following))):
        return True
    if _ENDS.search(line):
        return False
    if any(line.count(pair[0]) > line.count(pair[1]) and pair[1] in following.partition(pair[0])[0] for pair in _PAIRS):
        return True
    cut_number = _PROSE.search(line) and _CUT_NUMBER.search(line[-16:]) and _UNIT.match(following)
    if len(line) >= _SHORT and (_GOES_ON.search(line) or _STARTS_BEHIND.match(following) or cut_number):
        return True
    if line.endswith(")") or _COUNTED.search(line[-8:]):
        return False
    prose = "。" in line or (len(line) >= _LONG and fold_marker(line, 0, len(line)) is None and bool(_PROSE.search(line)))
    return prose and (len(following) >= _LONG or bool(_ENDS.search(following)))
