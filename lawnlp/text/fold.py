"""Fold a text to one spelling without moving a character.

Reports mix full-width and half-width punctuation and digits, and circulate in traditional characters. Rules and features
work on the folded text; since every character folds to exactly one, offsets stay those of the text as it was given.

>>> fold("受理３７件（次），億萬餘．另有3.5万元")
'受理37件(次),亿万余。另有3.5万元'
"""

import re
from functools import cache, lru_cache

from lawnlp.resources import config_path

# Full-width ASCII block, and the spaces, signs and dashes that reports use for the same purpose (3〜5天, 3―5天).
_WIDTHS = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    ord(a): ord(b) for a, b in zip("\u3000\u00a0\u2002\u2003\u2009\u202f﹪﹒﹐﹑﹕﹔〜∼―─‐‑", "      %.,、:;~~——--", strict=True)
}


@cache
def fold_table() -> dict[int, int]:
    """Code point to code point: widths, and traditional to simplified characters (configs/variants.tsv)."""
    table = dict(_WIDTHS)
    for line in config_path("variants.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            traditional, simplified = line.split("\t")
            table[ord(traditional)] = ord(simplified)
    return table


# "." for 。, as other keyboards and texts read from pictures of pages have it; in numbers, Latin words and behind the number of a heading it stays.
_STOP = re.compile(r"(?<=[\u3400-\u9fff%)”》])(?<![一二三四五六七八九十])(?<![一二三四五六七八九十\d]\))(?<!部分)\.(?![0-9A-Za-z.])")
_SHORT, _LONG = 200, 50_000


def fold(text: str) -> str:
    """The text in half-width signs and simplified characters; as long as `text`, character for character.

    The last reports are kept, as many as a batch has, since every component of a pipeline asks for the same text; single words, which would push them
    out, and very long texts are not.
    """
    return _fold_report(text) if _SHORT < len(text) < _LONG else _fold_long(text) if len(text) >= _LONG else _folded(text)


@lru_cache(maxsize=64)
def _fold_report(text: str) -> str:
    return _folded(text)


@lru_cache(maxsize=2)
def _fold_long(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    return _STOP.sub("。", text.translate(fold_table()))
