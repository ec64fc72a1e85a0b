"""The table of units (configs/units.toml) as lookups and as the part of a pattern that matches a unit.

>>> [unit_kind(unit) for unit in ("件(次)", "册(件)", "组次", "元", "元/吨", "人/次", "吨位")]
['count', 'count', 'count', 'money', 'other', 'count', None]
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from lawnlp.resources import config_table
from lawnlp.text.patterns import trie

_SCANNED = ("strict", "arabic")
_RULES = ("guards", "rates")  # sections of the table that are no kind
# A unit in Latin letters ends where they do (not 3mgx, 12m³, 1.2m⁻¹, 1m.jpg), and is no Latin word with a sign behind it.
_LATIN_GOES_ON = r"[A-Za-z0-9²³⁻]|/[A-Za-z]|\([A-Za-z]|\.[A-Za-z]"


def kinds_of_table() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each kind of quantity with its lists of units."""
    return ((kind, lists) for kind, lists in config_table("units.toml").items() if kind not in _RULES)


@cache
def unit_kinds() -> dict[str, str]:
    """Unit to kind of quantity, over all lists of the table."""
    return {unit: kind for kind, lists in kinds_of_table() for words in lists.values() for unit in words}


_DOUBLED = re.compile(r"(?P<unit>[^()]+)\((?P<second>[^()]+)\)次?")
_OR = "[、,/]"  # between the measure words of a bracket: 头(只、匹)
# What is visited or taken part in so many times, counted by its noun (矿次, 企业次, 校(园)次), where no measure word begins; not the words that end in 次 (名次, 首次, 两次).
_NO_TIMES = "名位级层档届年版首再本其上下每依逐初多半同频阶座席屡历几数这那此今前后末第的等以览点访问读击一二两三四五六七八九十百千万亿零〇次余来"
_TIMES = rf"[一-鿿](?<![{_NO_TIMES}])(?:[一-鿿](?:(?<![{_NO_TIMES}])|(?<=单位)))?(?:\([一-鿿]\))?次"
_NOUN_TIMES = re.compile(_TIMES)


@lru_cache(4096)
def unit_kind(unit: str) -> str | None:
    """The kind of quantity of a unit of the table, of a count with others in brackets (册(件), 件(批次), 头(只、匹), 批(人)次) or 次 behind it or a noun (组次, 矿次), and of a rate
    (元/吨, 次/家·年); None for any other."""
    kinds = unit_kinds()
    if unit in kinds:
        return kinds[unit]
    counts = _counts(_SCANNED)
    if (match := _DOUBLED.fullmatch(unit)) and match["unit"] in counts:
        return "count" if all(second.removesuffix("次") in _seconds() for second in re.split(_OR, match["second"])) else None
    if (unit.endswith("次") and unit[:-1] in counts and "次" not in unit[:-1]) or _NOUN_TIMES.fullmatch(unit):
        return "count"
    rates = config_table("units.toml")["rates"]
    over, line, under = unit.partition("/")
    per, point, each = under.partition("·")
    if not line or over not in rates["of"] or per not in rates["per"] or (point and each not in rates["each"]):
        return None
    return "count" if under in ("次", "批次") and kinds[over] == "count" else "other"  # 人/次 is 人次


@cache
def _counts(lists: tuple[str, ...]) -> list[str]:
    return [unit for name in lists for unit in config_table("units.toml")["count"][name]]


@cache
def _seconds() -> list[str]:
    """The units that may stand in brackets behind another one, one character each."""
    return [unit for unit in _counts(_SCANNED) if len(unit) == 1]


@cache
def unit_pattern(*, chinese: bool, rates: bool = True) -> str:
    """A pattern of the units, longest first, each with what may not follow it, for counts other units in brackets or 次, and for rates what stands under the line; a space or a
    line end may stand inside a unit (个 月).

    Args:
        chinese: only the units that count behind a Chinese numeral too.
        rates: with what stands under the line; without it the pattern compiles in a third of the time.
    """
    table = config_table("units.toml")
    lists = ("strict",) if chinese else _SCANNED
    units = {unit for _, words in kinds_of_table() for name in lists for unit in words.get(name, ())}
    counts = set(_counts(lists))
    last = {unit[-1] for unit in counts}
    others = sorted(unit for unit in units - counts if unit[-1] in last)
    units |= {f"{unit[:i]}{gap}{unit[i:]}" for unit in units if "(" not in unit and not unit.isascii() for i in range(1, len(unit)) for gap in " \n"}
    guards = table["guards"]
    # Behind all units and not behind each count, where it would be written 186 times.
    counted = "".join(f"(?<!{re.escape(unit)})" for unit in others)
    single = f"[{''.join(_seconds())}]"
    no_times = rf"(?!{'|'.join(guards['次'])})"
    bracket, times = rf"\({single}次?(?:{_OR}{single}次?)*\)次?", rf"(?<!次)次{no_times}"
    second = rf"(?:(?<=[{''.join(sorted(last))}]){counted}(?:{bracket}|{times}))?"

    def behind(written: str) -> str:
        parts = written.split()
        unit = "".join(parts)
        follows = [sign for word in {unit, parts[-1]} for sign in guards.get(word, ())]
        if unit[-1].isascii() and unit[-1].isalpha():
            follows.append(_LATIN_GOES_ON)
        guard = f"(?!{'|'.join(sorted(follows))})" if follows else ""
        return f"(?:{rate}|{guard})" if rates and len(parts) == 1 and (rate := _rate(unit)) else guard

    pattern = trie(units, behind) + second
    return pattern if chinese else rf"(?:{pattern}|{_TIMES}(?!数){no_times})"


@cache
def _rate(unit: str) -> str:
    """What makes a unit a rate, as a pattern; "" for one that never stands over a line."""
    table = config_table("units.toml")
    rates, guards = table["rates"], table["guards"]
    if unit not in rates["of"]:
        return ""

    def behind(word: str) -> str:
        follows = [_LATIN_GOES_ON] if word.isascii() else guards.get(word, [])
        return f"(?!{'|'.join(follows)})" if follows else ""

    under = trie(rates["per"], behind)
    return rf"/{under}(?:·(?:{'|'.join(rates['each'])}))?"
