"""Where a name may begin in running text: what stands in front of a name and is none of it (会同|市司法局, 我县|其塔木镇)."""

import re
from functools import cache

from lawnlp.text.lexicon import before_words, stop_characters, words

HAN = re.compile(r"[\u3400-\u9fff]")
COUNTIES = frozenset("县旗区市")  # 我县|其塔木镇


@cache
def before_names() -> tuple[frozenset[str], tuple[int, ...]]:
    """Words that go before names (会同, 由), and the lengths of the short ones among them."""
    every = frozenset({*before_words(), *words("stops", "words")})
    return every, tuple(sorted({len(word) for word in every if len(word) <= 4}))


def follows_verb(folded: str, at: int, shortest: int = 1) -> bool:
    """Whether a word that goes before names, of at least so many characters, ends at `at` (会同|市司法局)."""
    every, lengths = before_names()
    return any(at >= length >= shortest and folded[at - length : at] in every for length in lengths)


@cache
def stops() -> frozenset[str]:
    """The stop characters: signs of running text that stand in few names."""
    return frozenset(stop_characters())


def is_edge(folded: str, at: int) -> bool:
    """Whether a name may begin at `at` by what stands before: no Chinese character, a stop character, a word that goes before names, or 我县."""
    if at == 0:
        return True
    char = folded[at - 1]
    if at > 1 and ((char == "年" and folded[at - 2].isdigit()) or (char in COUNTIES and folded[at - 2] == "我")):
        return True
    return not HAN.match(char) or char in stops() or follows_verb(folded, at)
