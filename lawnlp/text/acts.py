"""What in a text speaks for a grade of coverage: acts, documents issued, recognition, case outcomes, weaknesses and causes (configs/cues.toml, [coverage]).

Source of the distinction: "Coverage grades" of the annotation guidelines (a general sentence, a concrete act, a verifiable result).

>>> find_cues("修订《办案规程》，获评典型案例；进一步加强学习。")
[(0, 2, ('acts', 'issued')), (9, 11, ('honours',)), (11, 15, ('honours',)), (16, 19, ('general',)), (19, 21, ('general',))]
"""

import re
from functools import cache

from lawnlp.resources import config_table
from lawnlp.text.fold import fold
from lawnlp.text.lexicon import trie

KINDS = ("acts", "issued", "honours", "outcomes", "general", "weaknesses", "causes", "future", "duty")


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    lists = config_table("cues.toml")["coverage"]
    words: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        for word in lists[kind]:
            words[fold(word)] = (*words.get(fold(word), ()), kind)
    return re.compile(trie(words)), words


def find_cues(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """`(start, end, kinds)` of every cue word, the longest at each place, none overlapping another; offsets are those of `text`."""
    pattern, words = _cues()
    return [(m.start(), m.end(), words[m[0]]) for m in pattern.finditer(fold(text))]
