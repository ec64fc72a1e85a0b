"""The lines of a report, which of them are its title and its signature, and the year it reports on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lawnlp.text.letterhead import CLOSING, DATE, OPENS_TITLE, PLACE_ALONE, SIGNATURE, TITLE, TITLE_AHEAD, TITLE_YEAR
from lawnlp.text.numerals import parse_numeral

# words of the web page around a report
RESIDUE = re.compile(r"[>|]|当前位置|来源|浏览|字体|索引|发布|首页|打印|关闭|主办|承办|版权|备案|网站|地址|电话|邮编|·{2}|点击|扫一扫")
# a year that an untitled report begins with; not one of a span of years, nor one inside a citation
_YEAR_OPENS = re.compile(r"(?<![\d—–-])(20\d\d)年(?:度)?(?:(?=[,是]|来|以来|有关情况|全[省市区县州旗镇乡街])|(?<=年)(?=\d{1,2}月\d{1,2}日,))")
_CITED = re.compile(r"《[^》]*》|\(20\d\d[^)]*\)")
_OPENING = 400
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.]|第[一二三四五六七八九十]部分")
TITLE_LINES = 25  # at the top, among which the title is sought
_LONGEST_TITLE = 70
_FOOT = 6  # lines at the end, among which the report is signed
_PAGE_PATH = re.compile(r"[>·]|首页|位置")
_PAPER = re.compile("报告|总结|汇报|公示|公告|年报|白皮书|综述")


@dataclass(frozen=True)
class Line:
    """A line, or a piece of a long one, at `start:end` of the text, without the blanks around it; `text` is folded."""

    start: int
    end: int
    text: str

    def __add__(self, below: "Line") -> "Line":
        return Line(self.start, below.end, self.text + below.text)


# The name of the field in front of a title, in the table that a page has above a document.
_LABEL = re.compile(r"(?:信息|文件|公文)?(?:名\s*称|标\s*题)\s*:\s*")


def _without_label(line: Line) -> Line:
    text = _LABEL.sub("", line.text, count=1)
    return Line(line.end - len(text), line.end, text)


def find_title(lines: Sequence[Line]) -> Line | None:
    """The first line at the top that reads as a title, with what of it stands on the line above or below; else two lines that do so together."""
    top = [line for line in lines[:TITLE_LINES] if not _HEADING.match(line.text) and not RESIDUE.search(line.text)]
    for line in sorted(top, key=lambda line: bool(_LABEL.match(line.text))):  # the title itself before a field that has it
        if len(line.text) <= _LONGEST_TITLE and TITLE.search(line.text):
            return _without_label(line) if _LABEL.match(line.text) else _with_year(lines, line)
    for line, below in pairwise(top):
        both = line + below
        if len(both.text) <= _LONGEST_TITLE and OPENS_TITLE.search(line.text) and TITLE.search(both.text) and not DATE.search(line.text):
            return both
    return None


def foot(lines: Sequence[str]) -> set[int]:
    """The indexes of the lines that sign a report: formula, body, date, body and date on one line, the place above the date; text stands above them and none below."""
    found: set[int] = set()
    for index in range(len(lines) - 1, max(-1, len(lines) - 1 - _FOOT), -1):
        signs = SIGNATURE.fullmatch(lines[index]) or (PLACE_ALONE.fullmatch(lines[index]) and DATE.fullmatch("".join(lines[index + 1 : index + 2])))
        if CLOSING.match(lines[index]) or (signs and not _HEADING.match(lines[index]) and not RESIDUE.search(lines[index])):
            found.add(index)
        elif "。" in lines[index] and ":" not in lines[index]:  # 转载声明:本网不代表其观点。 is of the web page
            break
    return found if found and any("。" in line for line in lines[: min(found)]) else set()


_YEAR_BELOW = re.compile(rf"\(?{TITLE_YEAR.pattern}\)?")


def _with_year(lines: Sequence[Line], title: Line) -> Line:
    """A title without its year, joined with the line that has it: …关于2022年度 above, (2022年度) below."""
    if TITLE_YEAR.search(title.text):
        return title
    at = lines.index(title)
    above, below = (lines[at - 1] if at else None), (lines[at + 1] if at + 1 < len(lines) else None)
    if above and re.search(TITLE_YEAR.pattern + "$", above.text) and OPENS_TITLE.match(above.text) and not RESIDUE.search(above.text):
        return above + title
    return title + below if below and _YEAR_BELOW.fullmatch(below.text) else title


def title_lines(lines: Sequence[str]) -> dict[int, str]:
    """The lines above the text that read as the title, alone or two together: web pages print it twice, and the copy next to the text is the report's own ("last"; the others "earlier").

    A line without year and without a word for a paper is no title below one that is: it opens the text (推进法治政府建设情况).
    """
    text = next((i for i, line in enumerate(lines) if "。" in line), len(lines))
    above = {i: line for i, line in enumerate(lines[:text]) if len(line) <= _LONGEST_TITLE and not _PAGE_PATH.search(line) and not _HEADING.match(line)}
    found: dict[int, int] = {}  # to the last line of the title
    for i, line in above.items():
        if TITLE.search(line) and (not found or TITLE_YEAR.search(line) or _PAPER.search(line)):
            found[i] = i
    for i, below in pairwise(above):
        both = above[i] + above[below]
        if below == i + 1 and not {i, below} & found.keys() and len(both) <= _LONGEST_TITLE and OPENS_TITLE.search(above[i]) and TITLE.search(both):
            found |= {i: below, below: below}
    return {i: "last" if end == max(found.values()) else "earlier" for i, end in found.items()}


def lines_of(text: str, folded: str) -> Iterator[Line]:
    """The lines; a long one in the pieces that wide spaces make of it (documents on one line)."""
    for line in re.finditer(r"[^\n]+", folded):
        pieces: Iterable[re.Match[str] | None] = [re.match(r".*", line[0], re.S)]
        if len(line[0].strip()) > 70:
            wide = re.finditer(r"[^\u3000]+", text[line.start() : line.end()])
            head = TITLE_AHEAD.match(line[0], len(line[0]) - len(line[0].lstrip()))
            pieces = [head] if head and TITLE.search(head[0]) else wide
        for piece in pieces:
            if piece and (words := piece[0].strip()):
                start = line.start() + piece.start() + piece[0].index(words)
                yield Line(start, start + len(words), folded[start : start + len(words)])


def year_of(folded: str, title: Line | None) -> tuple[int | None, str, str]:
    """The year reported on, the passage that gives it, and a second reading."""
    if title and (match := TITLE_YEAR.search(title.text)):
        year = int(parse_numeral(match[1] if match[1].isascii() else match[1].replace("0", "〇")))
        heading = re.search(r"(20\d\d)年(?:度)?[^\n。]{0,12}(?:主要)?(?:举措|做法|工作)(?:情况)?(?:和|及|与)?(?:突出)?成效", folded)
        conflict = f"year: {year} / {heading[1]}" if heading and int(heading[1]) != year else ""
        return year, title.text, conflict
    if match := re.search(r"(20\d\d)年度?[^\n。;]{0,30}(?:法治政府|依法行政)[^\n。;]{0,30}(?:报告如下|汇报如下|情况(?:报告)?)", folded):
        return int(match[1]), match[0].strip()[:60], ""
    if match := _YEAR_OPENS.search(_CITED.sub(lambda m: " " * len(m[0]), folded[:_OPENING])):
        return int(match[1]), match[0], ""
    for pattern in (
        r"(20\d\d)年度?(?:推进)?(?:法治政府建设)?(?:的)?(?:主要)?(?:举措|做法|工作|成效)",
        r"^[^\S\n]*(20\d\d)年(?:以来)?,",
        r"(20\d\d)年(?:度|以来)?,[^\n。]{0,40}(?:坚持|深入|认真|全面|紧紧|以)",
    ):
        if match := re.search(pattern, folded, re.M):
            return int(match[1]), match[0].strip()[:60], ""
    counts = Counter(int(m[1]) for m in re.finditer(r"(?<!\d)(20\d\d)年(?!以前)", folded))
    if counts:
        year, number = counts.most_common(1)[0]
        if number > 1:
            return year, f"{year}年 ({number})", ""
    return None, "", ""
