"""What the model of names sees: the words around each quantity as one window of boundaries, and the phrases of it that may be the name.

Words are folded, each quantity of the text is one token (its kind), each run of digits is one 0, so that 受理38件，审结35件 reads 受理Q，审结Q. A phrase never crosses
a sign of the sentence, another quantity or a line; every boundary of the window is described once, and the model weighs it as a beginning, as an ending and as an inside.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawnlp.taxonomy import taxonomy
from lawnlp.text.bounds import BEFORE
from lawnlp.text.counted import EXCEPTED, FOLLOWED_UP, INSIDE_WORD
from lawnlp.text.fold import fold
from lawnlp.text.patterns import trie
from lawnlp.text.regions import load_divisions

LEFT, RIGHT = 44, 24  # tokens in front of a number and behind it; a wider window found no better names
LONGEST = 24  # tokens of a name
WIDTH = LEFT + 1 + RIGHT
BITS = 20

_QUANTITY = 0xE000  # private characters that stand for a quantity of each kind
_BREAK = 0xEFFF  # between two texts
_SIGNS = np.array([ord(c) for c in ",;:。!?\n"])
_SENTENCE = np.array([ord(c) for c in ";。!?\n"])
_BRACKET, _BRACKET_ENDS = ord("("), ord(")")
_OPEN, _CLOSE = np.array([ord(c) for c in "“「『《(["]), np.array([ord(c) for c in "”」』》)]"])
_BLANK = np.array([ord(c) for c in " \t\r、,/"])
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_ROLL = np.uint64(1_099_511_628_211)
_ZONES = 20  # see Windows.zone
_DISTANCES = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8] + [9] * 8 + [10] * 12 + [11] * LEFT)
_STEPS = 12
_GAP = 7
_KINDS = 16  # room for more kinds than the taxonomy has

_MEAN = re.compile(r"[人户日月年]均$")
# What no name holds: the number of a heading, a year in Chinese numerals, 外 of 除…外, 并 of an act that follows. What none begins with: the rest of a word (对|讲机), the end of an amount or age (60岁以上老人), a bracket that only adds to a measure word (15块(含旧栏)),
# what is bound to the word in front of it and no word of its own (形式|主义, 承接|不住, 配|了, 核|酸, 等|地), the inside of a town's name in a list of towns (青|石镇、白沙|河镇). What none ends in front of: the rest of a rate (时限|压缩比).
_FOREIGN = re.compile(
    r"\([一二三四五六七八九十\d]{1,3}\)|^[ \t]*[一二三四五六七八九十]{1,3}[、.]|[一二][一二三四五六七八九零〇○O0]{3}年|" + EXCEPTED + "|" + FOLLOWED_UP, re.M
)
_NO_HEAD = re.compile(
    r"(?<=\d)周?岁|以(?<=[\d岁%]以)[上下内]|\((?=.\)|不?含|另|其中|包括)|(?<=[一-鿿])(?:主义|不(?:好|住(?![校院])|了(?!解)))|了(?<=[一-鿿]了)(?![解结断])|(?<=核)酸|(?<=等)地(?![下面方质铁名块灾产])"
    r"|(?<=[一-鿿])[一-鿿](?<![城乡街村集])镇(?=、[一-鿿]{2,4}镇)|(?<=镇、[一-鿿])[一-鿿]{1,3}(?<![城乡街村集])镇|" + INSIDE_WORD
)
_NO_TAIL = re.compile(r"(?:压缩|压减|缩减|缩短|精简|提速)(?:率|比(?=例|[为约超近至达高均]|$|\d))")
_REGIONS = ("西南", "西北", "华东", "华南", "华中", "华北", "东北", "东南", "中南", "中国")  # of universities
_NO_HEDGE = re.compile(r"上 ?$")  # 网上798件: part of what is counted

Array = NDArray[Any]


def _hash(*parts: Any) -> Array:
    """A bucket for each combination of whole numbers; arrays are broadcast."""
    value: Array = np.zeros((), np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            value = (value ^ np.asarray(part).astype(np.uint64)) * _PRIME
            value ^= value >> np.uint64(29)
    return (value >> np.uint64(64 - BITS)).astype(np.int32)


def _running(mask: Array) -> Array:
    return np.concatenate(([0], np.cumsum(mask, dtype=np.int32)))


def _hedge(before: str) -> int:
    """How many characters at the end of the words in front of a number only bound it (人均不足1元, 日均超过1600件): no name ends in them."""
    found = next((match for _, pattern in BEFORE if (match := pattern.search(before))), None)
    if found is None or _NO_HEDGE.search(before):
        return 0
    mean = _MEAN.search(before, 0, found.start())
    return len(before) - (mean.start() if mean else found.start())


def _covered(pattern: re.Pattern[str], folded: str) -> Array:
    """Whether each character stands in a match of the pattern, or in the group of it that the match has."""
    covered = np.zeros(len(folded), bool)
    for match in pattern.finditer(folded):
        start, end = match.span(match.lastindex or 0)
        covered[start:end] = True
    return covered


@cache
def _university() -> re.Pattern[str]:
    places = {division.stem for division in load_divisions() if division.level in ("province", "city")}
    return re.compile(rf"(?:{trie([*places, *_REGIONS])})[一-鿿]{{0,6}}?(?<!老年)(?<!开放)(?<!党员)大学(?!生)")


def _inside_universities(folded: str) -> Array:
    """Whether each character stands inside the name of a university, where no other name begins (浙|江大学办班)."""
    covered = np.zeros(len(folded), bool)
    for match in _university().finditer(folded) if "大学" in folded else ():
        covered[match.start() + 1 : match.end()] = True
    return covered


class Windows:
    """All quantities of a batch of texts with the tokens around them.

    Attributes:
        codes: the tokens of all texts, with padding around each.
        offsets: where each token begins in its own text.
        at: the token of each quantity.
        text: the index of the text of each quantity.
        walls: whether each token is a quantity, a sign of the sentence, a line's end, the number of a heading or a year in Chinese numerals, which no name crosses.
        where: `[quantity, boundary]` index of the token behind each boundary; column LEFT is the boundary in front of the number.
    """

    def __init__(self, texts: Sequence[str], quantities: Sequence[Sequence[Mapping[str, Any]]]) -> None:
        """Quantities have start, end, kind and unit, in the order of the text and without overlap."""
        kinds = {kind: number for number, kind in enumerate(taxonomy().kinds["quantity"])}
        codes, offsets, at, hedges, foreign, ends, tails, self.text, shift = [], [], [], [], [], [], [], [], 0
        pad = np.full(LEFT + RIGHT, _BREAK)
        none = np.zeros(len(pad), bool)
        for number, (text, found) in enumerate(zip(texts, quantities, strict=True)):
            folded = fold(text)
            raw = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
            digit = (raw >= 48) & (raw <= 57)
            keep = np.ones(len(raw), bool)
            keep[1:] = ~(digit[1:] & digit[:-1])
            raw[digit] = 48
            starts = [q["start"] for q in found]
            hedges += [_hedge(folded[max(0, start - 10) : start]) for start in starts]
            for q in found:
                keep[q["start"] : q["end"]] = False
            keep[starts] = True
            raw[starts] = [_QUANTITY + kinds[q["kind"]] for q in found]
            index = np.flatnonzero(keep)
            codes += [pad, raw[index]]
            offsets += [np.zeros(len(pad), np.int64), index]
            foreign += [none, _covered(_FOREIGN, folded)[index]]
            ends += [none, (_covered(_NO_HEAD, folded) | _inside_universities(folded))[index]]
            tails += [none, _covered(_NO_TAIL, folded)[index]]
            at.append(np.searchsorted(index, starts) + shift + len(pad))
            self.text += [number] * len(found)
            shift += len(pad) + len(index)
        self.codes = np.concatenate([*codes, pad]) if codes else pad
        self.offsets = np.concatenate([*offsets, np.zeros(len(pad), np.int64)]) if offsets else np.zeros(len(pad), np.int64)
        self.at = np.concatenate(at).astype(np.int64) if at else np.zeros(0, np.int64)
        self.unit = np.array([hash_word(q["unit"] or "") for found in quantities for q in found], np.uint64)
        self.hedge = np.array(hedges, np.int64)
        self.ends = np.array([q["end"] for found in quantities for q in found], np.int64)
        self.lengths = [len(text) for text in texts]
        quantity = (self.codes >= _QUANTITY) & (self.codes < _BREAK)
        signs, lines = np.isin(self.codes, _SIGNS), np.isin(self.codes, [10, _BREAK])
        self._signs, self._quantities, self._sentences = _running(signs), _running(quantity), _running(np.isin(self.codes, _SENTENCE))
        self.walls = signs | quantity | lines | np.concatenate([*foreign, none])
        self._walls, self._lines = _running(self.walls), _running(lines)
        opened, closed = np.isin(self.codes, _OPEN), np.isin(self.codes, _CLOSE)
        self._depth = _running(opened.astype(np.int32) - closed)
        self._no_start = np.isin(self.codes, _BLANK) | closed | np.concatenate([*ends, none])
        self._no_end = np.isin(self.codes, _BLANK) | opened
        self._goes_on = np.concatenate([*tails, none])
        self.where = self.at[:, None] + np.arange(-LEFT, RIGHT + 1)
        near, far = np.minimum(self.where, self.at[:, None]), np.maximum(self.where, self.at[:, None])
        self.inside = self._lines[far] == self._lines[near]  # the boundary stands in the line of its number
        self.signs = np.minimum(self._signs[far] - self._signs[near], 3)
        self.others = np.minimum(self._quantities[far] - self._quantities[near], 3)
        self.sentences = np.minimum(self._sentences[far] - self._sentences[near], 3)

    def __len__(self) -> int:
        return len(self.at)

    @property
    def zone(self) -> Array:
        """0…15 in front of the number, by the signs and quantities between (none, 1, 2, more), 16…19 behind it (none, some)."""
        behind = np.arange(WIDTH) > LEFT
        return np.where(behind, 16 + np.minimum(self.signs, 1) * 2 + (self.others > 1), self.signs * 4 + self.others)

    def tokens_of_texts(self) -> tuple[Array, Array]:
        """The first token of each text, and the one behind its last; texts are not empty."""
        text = self.codes != _BREAK
        return np.flatnonzero(~text[:-1] & text[1:]) + 1, np.flatnonzero(text[:-1] & ~text[1:]) + 1

    def phrases(self, allowed: Array | None = None) -> Array:
        """Which phrases may be names: `[quantity, boundary it begins at, tokens - 1]`, true or false; `allowed` says of each token whether a word may begin at it."""
        whole = np.ones_like(self.inside) if allowed is None else allowed[self.where]
        place = self._walls[self.where].astype(np.int64) * 256 + self._depth[self.where] % 256  # equal where nothing stands between that a name cannot cross
        begin = np.where(whole & self.inside & ~self._no_start[self.where], place, -1)
        column = np.arange(WIDTH)
        hedged = (column <= LEFT) & (column > LEFT - self.hedge[:, None])
        end = np.where(whole & ~self._no_end[self.where - 1] & ~self._goes_on[self.where] & ~hedged, place, -2)
        return begin[:, :, None] == following(end, -2)

    def span(self, quantity: int, boundary: int, length: int) -> tuple[int, int]:
        """The offsets of a phrase in its text, of one in brackets without them."""
        first = int(self.where[quantity, boundary])
        last = first + length
        if self.codes[first] == _BRACKET and self.codes[last - 1] == _BRACKET_ENDS not in self.codes[first + 1 : last - 1] and length > 2:
            first, last = first + 1, last - 1
        start = int(self.offsets[first])
        end = int(self.offsets[last]) if self.codes[last] != _BREAK else self.lengths[self.text[quantity]]
        return start, end

    # -------------------------------------------------------------------- features
    # Features are tables of buckets, with the index of the cell that speaks at each [quantity, boundary]: a bucket is looked up once and not at every boundary.
    def token_features(self) -> list[Array]:
        """Buckets for each boundary of the whole batch by the tokens next to it alone."""
        return self._near[:5]

    def edge_features(self) -> list[Array]:
        """The same with more tokens at once, for the edges of words."""
        return self._near

    @cached_property
    def _near(self) -> list[Array]:
        z = self.codes
        b, c, n = np.roll(z, 1), np.roll(z, 2), np.roll(z, -1)  # one before, two before, one behind the token that follows the boundary
        return [_hash(1, z), _hash(2, b), _hash(3, b, z), _hash(4, z, n), _hash(5, c, b), _hash(6, b, z, n), _hash(7, c, b, z), _hash(8, c, b, z, n)]

    def window_features(self) -> list[tuple[list[Array], Array | None]]:
        """Tables of buckets by the place of a boundary relative to the number, with the tokens next to it or to the number, and the cell `[quantity, boundary]` of each
        boundary in them; None where the tables have one cell a boundary."""
        zone, column = self.zone, np.arange(WIDTH)
        distance = _DISTANCES[np.abs(column - LEFT)]
        side = np.where(column > LEFT, 2, 0) + np.minimum(self.signs, 1)
        kinds, row = np.arange(_QUANTITY, _QUANTITY + _KINDS), np.arange(len(self))[:, None]
        kind, behind, before = self.codes[self.at][:, None], self.codes[self.at + 1][:, None], self.codes[self.at - 1][:, None]
        zones, sides, steps = np.arange(_ZONES), np.arange(4)[:, None, None], np.arange(_STEPS)
        gaps = self._gaps()
        column = column - LEFT
        gap = np.where(column > 6, _GAP + 7, np.where(column > 0, _GAP + np.minimum(column, 6), np.where(-column > _GAP, _GAP + 7, -column)))
        return [
            ([_hash(10, self.codes[self.where], side), _hash(11, self.codes[self.where - 1], side)], None),
            ([_hash(12, zones[:, None], steps)], zone * _STEPS + distance),
            ([_hash(13, sides, steps[:, None], kinds)], (side * _STEPS + distance) * _KINDS + kind - _QUANTITY),
            ([_hash(14, zones[:, None], np.arange(4))], zone * 4 + self.sentences),
            ([_hash(20, zones, behind), _hash(21, zones, self.unit[:, None]), _hash(22, zones, before)], row * _ZONES + zone),
            ([_hash(30, gaps), _hash(31, gaps, kind), _hash(32, gaps, behind)], row * gaps.shape[1] + gap),
        ]

    def _gaps(self) -> Array:
        """The tokens between a boundary and the number: columns for 0…_GAP tokens in front, for 0…5 behind, and one for all that is further."""
        gaps = np.full((len(self), _GAP + 8), 7, np.uint64)
        with np.errstate(over="ignore"):
            for step in range(1, _GAP + 1):
                gaps[:, step] = (gaps[:, step - 1] * _ROLL) ^ self.codes[self.at - step].astype(np.uint64)
            gaps[:, _GAP + 1] = 11
            for step in range(1, 6):
                gaps[:, _GAP + 1 + step] = (gaps[:, _GAP + step] * _ROLL) ^ self.codes[self.at + step].astype(np.uint64)
        gaps[:, _GAP + 7] = 1
        return gaps


def following(values: Array, beyond: Any) -> Array:
    """A view `[row, column, step]` of the value `step + 1` columns on; `beyond` behind the last column."""
    padded = np.concatenate([values, np.full((len(values), LONGEST), beyond, values.dtype)], axis=1)
    return np.lib.stride_tricks.sliding_window_view(padded, LONGEST, axis=1)[:, 1:]


def hash_word(word: str) -> int:
    """A number for a word that is the same in every process."""
    value = 7
    for character in word:
        value = (value * 1_000_003 + ord(character)) & 0xFFFFFFFF
    return value
