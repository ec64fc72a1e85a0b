"""The department that reports: its full name, its parts (我局, 局党组), the department one level up (市局), short forms of itself."""

import re

from lawnlp.text.body import TAX
from lawnlp.text.fullnames.organs import government_part, tax_administration
from lawnlp.text.fullnames.places import LEVEL_WORDS, PlaceNames
from lawnlp.text.fullnames.spelling import spell, spell_rest
from lawnlp.text.lexicon import department


def bureau_name(places: PlaceNames) -> str | None:
    """The department that reports, with its place: a city's bureau bears the city's name also where it reports for a county."""
    own = places.issuer
    if own.issuer and own.issuer.startswith(TAX):
        return own.issuer
    return (own.over or own.place or "") + spell(own.department) if own.department and own.place else None


def own_name(places: PlaceNames, core: str) -> str | None:
    """我局, 局党组, 局法规科: parts of the issuer of a department's report."""
    issuer = places.issuer
    if not issuer.department or not issuer.issuer or not (issuer.place or issuer.department == issuer.issuer):
        return None
    base = bureau_name(places) or issuer.issuer
    if issuer.place and issuer.department.startswith(("政府", "人民政府", "府办")):
        base = government_part(issuer.place, issuer.department)
    if base.startswith(TAX) and issuer.place:
        base = TAX + issuer.place + spell(issuer.department)
    core = core.removeprefix("我")
    unit = re.match(r"分局|总局|局|厅|部|署|委|办|院|关|支队|总队|大队|中心|馆", core)
    if unit and not base.endswith((unit[0], {"委": "委员会", "办": "办公室"}.get(unit[0], unit[0]))):
        return None
    rest = core[unit.end() :] if unit and not core.startswith("法") else core
    if not rest:
        return base
    if rest in ("党组", "机关党组"):
        return f"中共{base}党组"
    if rest.endswith("纪委"):
        return f"中共{base}{rest.removesuffix('纪委')}纪律检查委员会"
    if rest.endswith("党委"):
        return f"中共{base}{rest.removesuffix('党委')}委员会"
    return base + spell_rest(rest)


def superior_name(places: PlaceNames, place: str | None, level: str, core: str) -> str | None:
    """市局, 省厅 in a department's report: the department one level up."""
    own = places.issuer.department
    if place is None or not own or own == places.issuer.issuer or (places.issuer.over and place == places.issuer.place):
        return None
    match = department().search(own) if places.issuer.over else department().match(own)
    base = spell(match[0]) if match else own
    if core.endswith("队"):
        return place + base[:-2] + core if base.endswith(("总队", "支队", "大队")) else None
    if not base.endswith(("局", "厅")):
        return None
    tax = tax_administration(places.issuer.year) if base == "税务局" else ""
    return tax + place + base[:-1] + core


_ENDING = re.compile("(?:局|厅|委员会|委)$")


def is_own_short(places: PlaceNames, core: str) -> bool:
    """Whether this is a short form of the department that reports, which the table of abbreviations would write out as another (城管局 for 城市管理行政执法局)."""
    own = spell(places.issuer.department or "")
    if places.issuer.over or not own:
        return False
    written_out = spell(core)
    if written_out != core and re.search(f"[{LEVEL_WORDS}]{re.escape(written_out)}", places.folded):
        return False
    return is_short_of(core, own) and (written_out == core or is_short_of(written_out, own, whole=True))


def is_short_of(short: str, long: str, whole: bool = False) -> bool:
    """Whether a department may be called so for short: its characters stand in the other's name in order, some left out between them.

    Unless it is the `whole` name, on both sides of a 和 too: 水利局 and 农业局 are bodies of their own beside 农业和水利局.
    """
    if _ENDING.findall(spell(short)) != _ENDING.findall(long):
        return False
    short, long = _ENDING.sub("", short), _ENDING.sub("", long)
    if not in_order(short, long):
        return False
    if whole:
        return True
    if len(short) < 2 or short == long:
        return False
    return short.endswith("执法") or not any(in_order(short, part) if part != long else short in part for part in re.split("[和与]", long))


def in_order(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in this order, 和 and 与 aside."""
    rest = iter(long)
    return all(char in rest for char in re.sub("[和与]", "", short))
