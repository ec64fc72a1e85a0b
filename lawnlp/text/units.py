"""The table of units (configs/units.toml) as lookups and as the part of a pattern that matches a unit.

>>> unit_kinds()["件(次)"], unit_kinds()["册(件)"], unit_kinds()["万元"[1:]]
('count', 'count', 'money')
"""

from functools import cache

from lawnlp.resources import config_table
from lawnlp.text.patterns import trie

_SCANNED = ("strict", "arabic")


@cache
def unit_kinds() -> dict[str, str]:
    """Unit to kind of quantity, over all lists of the table and the counts with a second one in brackets: 册(件), 批(人)次."""
    table = config_table("units.toml")
    pairs = {f"{unit}({second}){times}": "count" for unit in _counts(_SCANNED) for second in _seconds() for times in ("", "次")}
    return pairs | {unit: kind for kind, lists in table.items() if kind != "guards" for words in lists.values() for unit in words}


def _counts(lists: tuple[str, ...]) -> list[str]:
    return [unit for name in lists for unit in config_table("units.toml")["count"][name]]


def _seconds() -> list[str]:
    """The units that may stand in brackets behind another one."""
    return [unit for unit in _counts(("strict",)) if len(unit) == 1]


@cache
def unit_pattern(*, chinese: bool) -> str:
    """A pattern of the units, longest first, each with what may not follow it and, for counts, a second unit in brackets; a space or a line end may stand inside a unit (个 月).

    Args:
        chinese: only the units that count behind a Chinese numeral too.
    """
    table = config_table("units.toml")
    lists = ("strict",) if chinese else _SCANNED
    units = {unit for kind, words in table.items() if kind != "guards" for name in lists for unit in words.get(name, ())}
    units |= {f"{unit[:i]}{gap}{unit[i:]}" for unit in units if "(" not in unit for i in range(1, len(unit)) for gap in " \n"}
    guards = table["guards"]
    counts = frozenset(_counts(lists))
    second = rf"(?:\((?:{'|'.join(_seconds())})\)次?)?"

    def behind(written: str) -> str:
        parts = written.split()
        unit = "".join(parts)
        follows = [sign for word in {unit, parts[-1]} for sign in guards.get(word, ())]
        return (f"(?!{'|'.join(sorted(follows))})" if follows else "") + (second if unit in counts else "")

    return trie(units, behind)
