"""Sentences without the commas of their lists, to learn names from beside the originals: some clerks write 受理申请38件审结35件纠错3件."""

import random
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from lawnlp.text.fold import fold

_STRETCH = re.compile(r"[^。;!?\n]+")
_MEMBER = re.compile(r"[,、]([\u3400-\u9fff]{2,8})")  # what stands between two numbers of a list whose members have their words in front
# Words that say how the next number stands to the one before it: without the comma they would be read with that one.
_COMPARES = re.compile(r"[其同环较比占共另均达为约每增减超近总全最仅含今去本是有]|分别|平均|下降|累计|合计|人均|日均|包括")
_SHARE = 0.14  # of the sentences with such a list


def run_on(text: str, quantities: Sequence[Mapping[str, Any]], seed: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Some sentences of a text without the commas of their lists, each with its quantities on the same words.

    Left out is only a comma between two numbers that both have their names in front of them.

    Args:
        text: the report.
        quantities: rows of the layer `quantities` in order of `start` (start, end, name; the rest is kept as it is).
        seed: of which sentences are taken.
    """
    chance = random.Random(seed)
    folded = fold(text)
    starts = [row["start"] for row in quantities]
    for stretch in _STRETCH.finditer(folded):
        inside = quantities[bisect_left(starts, stretch.start()) : bisect_left(starts, stretch.end())]
        if inside and inside[-1]["end"] > stretch.end():
            inside = inside[:-1]
        commas = {a["end"] for a, b in pairwise(inside) if _is_member(folded, stretch.start(), a, b)}
        if not commas or chance.random() >= _SHARE:
            continue
        kept = [at for at in range(stretch.start(), stretch.end()) if at not in commas]
        moved = {at: i for i, at in enumerate(kept)}
        yield "".join(text[at] for at in kept), [{**row, "start": moved[row["start"]], "end": moved[row["end"] - 1] + 1} for row in inside]


def _is_member(folded: str, start: int, a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether a comma and the words of the number `b`, its name among them, are all that stands between `a` and `b`, and the name of `a` stands in front of it."""
    between = _MEMBER.fullmatch(folded, a["end"], b["start"])
    if between is None or _COMPARES.match(between[1]) or not (a.get("name") and b.get("name")):
        return False
    return fold(b["name"]) in between[1] and fold(a["name"]) in folded[start : a["start"]]
