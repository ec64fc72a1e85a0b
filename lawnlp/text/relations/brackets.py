"""Brackets around figures and inside the words between them."""

import re
from collections.abc import Sequence

from lawnlp.text.relations.figures import Quantity

Bracket = tuple[int, int]  # where it opens and where it closes


def brackets_around(folded: str, quantities: Sequence[Quantity]) -> list[Bracket]:
    """The innermost bracket around each quantity, (-1, length of the text) outside of all; a bracket that nothing closes ends with its line."""
    shut: dict[int, int] = {}
    opened: list[int] = []
    for sign in re.finditer(r"[()\n]", folded):
        if sign[0] == "(":
            opened.append(sign.start())
        elif sign[0] == "\n":
            shut.update(dict.fromkeys(opened, sign.start()))
            opened.clear()
        elif opened:
            shut[opened.pop()] = sign.start()
    spans = iter([*((a, shut.get(a, len(folded))) for a in sorted([*shut, *opened])), (len(folded) + 1, len(folded) + 1)])
    coming, around, found = next(spans), [(-1, len(folded))], []
    for q in quantities:
        while coming[0] < q["start"]:
            around.append(coming)
            coming = next(spans)
        while around[-1][1] < q["start"]:
            around.pop()
        found.append(around[-1])
    return found


def outside(words: str) -> str:
    """Words without the brackets that open and close in them."""
    kept: list[str] = []
    opened: list[int] = []
    for piece in re.split(r"([()])", words):
        if piece == ")" and opened:
            del kept[opened.pop() :]
            continue
        if piece == "(":
            opened.append(len(kept))
        kept.append(piece)
    return "".join(kept)
