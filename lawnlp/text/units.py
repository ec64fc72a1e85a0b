"""The table of units (configs/units.toml) as lookups and as the part of a pattern that matches a unit.

>>> unit_kinds()["件(次)"], unit_kinds()["万元"[1:]]
('count', 'money')
"""

from functools import cache

from lawnlp.resources import config_table
from lawnlp.text.patterns import trie

_SCANNED = ("strict", "arabic")


@cache
def unit_kinds() -> dict[str, str]:
    """Unit to kind of quantity, over all lists of the table."""
    return {unit: kind for kind, lists in config_table("units.toml").items() if kind != "guards" for words in lists.values() for unit in words}


@cache
def unit_pattern(*, chinese: bool) -> str:
    """A pattern of the units, longest first, each with what may not follow it.

    Args:
        chinese: only the units that count behind a Chinese numeral too.
    """
    table = config_table("units.toml")
    lists = ("strict",) if chinese else _SCANNED
    units = {unit for kind, words in table.items() if kind != "guards" for name in lists for unit in words.get(name, ())}
    guards = table["guards"]
    return trie(units, lambda unit: f"(?!{'|'.join(guards[unit])})" if unit in guards else "")
