"""Names of figures in a list with 分别 or 依次, and of rates listed right behind as many rates: each has its own part of the phrase in front of it.

>>> from lawnlp.text.quantities import find_quantities
>>> text = "事故起数、死亡人数同比分别下降31.2%和26.8%"
>>> found = [vars(q) | {"name": name} for q, name in zip(find_quantities(text), ["事故起数、死亡人数", "死亡人数"])]
>>> listed_names(text, found)
['事故起数', '死亡人数']
"""

import re
from collections.abc import Sequence

from lawnlp.text.fold import fold
from lawnlp.text.relations.changed import LISTED
from lawnlp.text.relations.figures import LONGEST_LIST, Quantity, between_figures

_REACH = 60  # characters in front of a list within which its things stand
_BRACKET = re.compile(r"[()（）]")
_EACH = re.compile(r"(?:分别|依次)[^,;:。!?()\n\d]{0,10}$")  # 分别为, 分别较上年下降
_EACH_DOES = re.compile(r"(?:分别|依次)[^、和及与]{0,4}$")  # 建议和提案|分别办结
# Rates right in front of as many shares need no such word (办结率、满意率99.2%、97.5%; 办结率和满意率达99%和97%以上).
_RATES = re.compile(r"(?P<rates>[一-鿿]{1,14}率(?:(?:、|和|及|以及|与)[一-鿿]{1,12}率){1,8})[为是达到至在约近]{0,3}$")
_NUMBER = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|\d+[.．]|[一二三四五六七八九十]+是)")  # of a heading
_NO_THING = re.compile(r"[一二三四五六七八九十]?|.*(?:\d年|半年|季度)")  # 一、二、三类事项, 2023年和2024年: what is counted is another word
_ITEMS = (re.compile(r"、"), re.compile(r"、|以及|和(?!解)|及|(?<!参)与"))


def listed_names(text: str, quantities: Sequence[Quantity]) -> list[str]:
    """The name of each quantity; where one of a list is called by as many things as the list has figures, each has the thing at its place."""
    folded = fold(text)
    names = [q["name"] or "" for q in quantities]
    i = 0
    while i < len(quantities):
        last = i
        start = quantities[i]["start"]
        if _EACH.search(folded[max(0, start - 14) : start]):
            while last + 1 < len(quantities) and last - i < LONGEST_LIST and LISTED.fullmatch(between_figures(folded, quantities[last], quantities[last + 1])):
                last += 1
            words = text[max(quantities[i - 1]["end"] if i else 0, start - _REACH) : start]
            called = [name for name in reversed(names[i : last + 1]) if name in words]
            if things := next(filter(None, (_things(name, last - i + 1) for name in (*called, _phrase(words, called)))), None):
                names[i : last + 1] = things
        elif quantities[i]["kind"] == "percent" and (rates := _RATES.search(folded, max(quantities[i - 1]["end"] if i else 0, start - _REACH), start)):
            while last + 1 < len(quantities) and last - i < LONGEST_LIST and _of_rates(folded, quantities[last], quantities[last + 1]):
                last += 1
            called = [name for name in reversed(names[i : last + 1]) if name in rates["rates"]]
            phrase = text[rates.start("rates") : rates.end("rates")]
            things = next(filter(None, (_things(name, last - i + 1) for name in (*called, phrase))), [])
            if things and all(thing.endswith("率") for thing in map(fold, things)):
                names[i : last + 1] = things
        i = last + 1
    return names


def _of_rates(folded: str, a: Quantity, b: Quantity) -> bool:
    """Whether a share goes on with a list of shares of rates."""
    return bool(b["kind"] == "percent" and not b["change"] and LISTED.fullmatch(between_figures(folded, a, b)))


def _phrase(words: str, names: Sequence[str]) -> str:
    """The words from the first of the names to the last, where each holds some of the things only."""
    starts = [words.rindex(name) for name in names]
    return words[min(starts) : max(start + len(name) for start, name in zip(starts, names, strict=True))] if names else ""


def _things(name: str, count: int) -> list[str]:
    """The things that a name lists, where there are as many as figures, and more than one; a rate that is told for several (代表、委员的满意率) is one thing."""
    name = _EACH_DOES.sub("", _NUMBER.sub("", name))
    if count < 2 or _BRACKET.search(name):
        return []
    split = (sign.split(name) for sign in _ITEMS)
    things = next((things for things in split if len(things) == count and not any(map(_NO_THING.fullmatch, things))), [])
    return things if things and things[-1].endswith("率") == things[0].endswith("率") else []
