"""Cut a paragraph into the clauses that labels and evidence are about.

A clause is what the guidelines count: a sentence or part of one that 。；！？ closes (both widths, also "." for 。: `lawnlp.text.fold`), and each segment that 一是, 二是 … opens, whatever stands in front of it.
The number or marker in front stays with the clause, closing quotation marks and brackets too. A comma closes nothing.

>>> text = "完善机制：一是建立联席会议，二是公布清单；全年受理38件。"
>>> [text[a:b] for a, b in clauses_of(text, 0, len(text))]
['完善机制：', '一是建立联席会议，', '二是公布清单；', '全年受理38件。']
>>> scanned = "1.培训.开展2.5万人次.抽查12份."
>>> [scanned[a:b] for a, b in clauses_of(scanned, 0, len(scanned))]
['1.培训.', '开展2.5万人次.', '抽查12份.']
"""

import re

from lawnlp.text.fold import fold

_SHORTEST = 4  # characters; a shorter piece (a lone bracket, 特此。) says nothing by itself
# The end of a clause, or the place in front of 一是 where a sign closes the words before it.
_CUT = re.compile(r"[。;!?]+[”’\")」』》〉】]*|(?<=[:,、—])\s*(?=[一二三四五六七八九十]{1,2}是)")


def clauses_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`(start, end)` of every clause of `text[start:end]`, in order, without the white space around it.

    Offsets are code points into `text`. Pieces shorter than four characters are left out, unless there is nothing else; [] where there are only white spaces.
    """
    found = []
    left = start
    for match in _CUT.finditer(fold(text), start, end):
        found.append((left, match.end()))
        left = match.end()
    found.append((left, end))
    stripped = [_strip(text, a, b) for a, b in found]
    return [(a, b) for a, b in stripped if b - a >= _SHORTEST] or [(a, b) for a, b in stripped if b > a][:1]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    return begin, begin + len(piece.strip())
