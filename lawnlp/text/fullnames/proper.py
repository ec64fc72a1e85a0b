"""Names of their own written out: mostly they stand as written, behind what the report says of whose they are."""

import re
from functools import cache

from lawnlp.text.body import TAX
from lawnlp.text.fullnames.branches import STATION, district_branch, is_of_another, of_bureau
from lawnlp.text.fullnames.department import bureau_name
from lawnlp.text.fullnames.organs import tax_administration
from lawnlp.text.fullnames.places import LEVEL_WORDS, PlaceNames
from lawnlp.text.fullnames.spelling import spell, spell_rest
from lawnlp.text.lexicon import department, national_names, words
from lawnlp.text.patterns import trie
from lawnlp.text.proper import TRADE


@cache
def _parents() -> re.Pattern[str]:
    """The body of the whole country in front of a branch, and the level word where nothing else places the branch (人民银行|县|支行)."""
    return re.compile(
        rf"{trie((*words('branches', 'agency'), *words('branches', 'social'), *words('branches', 'forces')))}(?P<level>[{LEVEL_WORDS}](?!.*[{LEVEL_WORDS}]))?"
    )


_ZONE_DEPARTMENT = re.compile(f"(?!{TAX})(?P<zone>[^区]{{2,}}区)(?P<department>[^区]+[局委])")
_OF_ZONE = re.compile("(?P<zone>.+?(?:管委会|管理委员会))(?P<office>.+)")
_MANAGED = re.compile("(?P<zone>.+?区)(?:管委会|管理委员会)")


def own_zone(places: PlaceNames, short: str) -> str | None:
    """The zone that reports, in full, where a short name of it is written (开发区, 园区 in a report of 苏州工业园区管委会); None where none reports or another kind is meant."""
    match = _MANAGED.match(places.issuer.issuer or "")
    zone = (proper_name(places, match["zone"] + "管委会") or "").removesuffix("管理委员会") if match else ""
    if match is None or not zone:
        return None
    short = short.removeprefix(places.chain[0].stem if places.chain else "")  # 宁波|开发区
    full = short.replace("高新区", "高新技术产业开发区").replace("经开区", "经济技术开发区")
    beside = short == "开发区" and zone.endswith("高新技术产业开发区")  # another zone of the same city
    return zone if match["zone"].endswith(short) or (zone.endswith(full) and not beside) else None


def proper_name(places: PlaceNames, core: str) -> str | None:
    """The full name of a body with a name of its own (西安高新区市场监管局, 市高新区管委会, 饶平分局); None where whose it is stays open."""
    issuer = places.issuer
    if match := _OF_ZONE.fullmatch(core):  # 经开区管委会|综合执法局
        base = proper_name(places, match["zone"])
        return base + spell(match["office"]) if base else None
    if (match := _ZONE_DEPARTMENT.fullmatch(core)) and department().fullmatch(match["department"]):  # 西安高新区|市场监管局
        base = (proper_name(places, match["zone"] + "管委会") or "").removesuffix("管理委员会")
        tax = tax_administration(issuer.year) if match["department"] == "税务局" else ""
        return tax + base + spell(match["department"]) if base else None
    if core.endswith("党工委"):
        base = proper_name(places, core.removesuffix("党工委") + "管委会")
        return f"中共{base.removesuffix('管理委员会')}工作委员会" if base else None
    if match := _parents().match(core):
        parent = core[: match.start("level")] if match["level"] else match[0]
        full = national_names().get(parent, ("", parent))[1]
        return None if match["level"] else (parent if full.startswith("中华人民共和国") else full) + core[match.end() :]
    if core.endswith("分局") and is_of_another(places, core):
        return district_branch(places, core) or core
    if core.endswith("边境派出所"):  # of the state's border inspection
        return core
    if (station := STATION.search(core)) and station.start() <= 4:
        return of_bureau(places, places.above("county"), core)
    bureau = bureau_name(places)
    if bureau and core == issuer.department:
        return bureau
    if bureau and bureau.endswith("分局") and core.startswith("分局"):
        return bureau + core.removeprefix("分局")
    if bureau and core.endswith("分局"):
        return bureau + core
    if core.endswith("分局"):
        return None  # whose branch it is, the report leaves open
    if bureau and _is_brigade(core):
        police = core[:-2] in words("desks", "police")
        return bureau + core if not police or "公安" in bureau else None  # of the police, whose report it is not
    if _is_brigade(re.sub("^公安局?", "", core)) or re.fullmatch("公安局.+[支大总中]队", core):
        return None  # 公安局交警大队, 公安局食药环侦大队 of a county or of its city
    if bureau and (unit := _county_unit(places, core)):
        return unit
    if placed := _grassroots(places, core) or _of_stem(places, core):
        return placed
    if core[1:].startswith("中心") and core[0] in LEVEL_WORDS:  # 市中心医院
        place = places.by_level(core[0])
        return place + core[1:] if place else None
    managed = _MANAGED.fullmatch(core)  # 经开区管委会 of the issuer, 宁波开发区管委会
    if managed and not (issuer.issuer or "").startswith(managed["zone"]) and (zone := own_zone(places, managed["zone"])):
        return zone + "管理委员会"
    core = core.replace("高新区管委会", "高新技术产业开发区管理委员会").replace("经开区管委会", "经济技术开发区管理委员会")
    if core.endswith(("管委会", "管理委员会")) and core[0] in LEVEL_WORDS and not places.begins(core):  # 市高新区管委会, but 市南区…
        place = places.by_level(core[0])
        return place + spell_rest(core[1:]) if place else None
    if core.startswith(("高新技术产业开发区", "经济技术开发区")):  # 经开区管委会 of the issuer
        own = places.chain[0].stem if places.chain else re.sub("[市县区旗]$", "", issuer.place or "")
        return own + core if own and not issuer.town else None
    if core.endswith("管委会") and issuer.place and not issuer.town and not any(core.startswith(d.stem) for d in places.chain) and not places.begins(core):
        if core.startswith(words("areas", "national")):
            return spell_rest(core)
        return issuer.place + spell_rest(core)
    return spell_rest(core) if core.endswith(("管委会", "调委会", "仲裁委")) else core


_TOWN_AHEAD = re.compile(r"(?P<town>[\u3400-\u9fff]{2,4}?(?:街道|镇|乡))(?=[\u3400-\u9fff]{2,6}(?:社区|村))")


def _grassroots(places: PlaceNames, core: str) -> str | None:
    """A mediation committee behind a county or town whose city the report knows (北仑区|大碶街道九峰山社区人民调解委员会), or of a trade (玉器行业调委会)."""
    if not core.endswith(("调委会", "调解委员会")):
        return None
    for length in range(min(len(core) - 3, places.divisions.longest), 1, -1):
        if core[:length] in places.divisions.names:
            place = places.of_names([core[:length]])
            return place + spell_rest(core[length:]) if place else None
    if match := _TOWN_AHEAD.match(core):
        place = places.written([match["town"]])
        return place + spell_rest(core[match.end() :]) if place else None
    if TRADE.match(re.sub("调委会$|调解委员会$", "", core)) and places.issuer.place and not places.begins(core):
        return places.issuer.place + spell_rest(core)
    return None


def _county_unit(places: PlaceNames, core: str) -> str | None:
    """A brigade of the issuer's own line behind a county alone (叙州区|大队 in a report of 宜宾市消防救援支队)."""
    kind, unit = (places.issuer.department or "")[:-2], core[-2:]
    if unit not in ("大队", "支队") or not (places.issuer.department or "").endswith(("支队", "总队")) or core[:-2] not in places.divisions.names:
        return None
    place = places.of_names([core[:-2]])
    return place + kind + unit if place else None


def _of_stem(places: PlaceNames, core: str) -> str | None:
    """An organ of the issuer's county behind its name without ending (綦江|交警大队); customs, sea and railways are the state's."""
    own = places.chain[0] if places.chain else None
    if own is None or own.level != "county" or not core.startswith(own.stem):
        return None
    rest = core.removeprefix(own.stem)
    brigade = rest.endswith(("大队", "支队")) and (_is_brigade(rest) or rest[:-2] == "消防救援")
    return places.of_division(own) + spell_rest(rest) if brigade or rest == "融媒体中心" else None


def _is_brigade(core: str) -> bool:
    """Whether this is a brigade by what it does (经侦支队, 执法大队)."""
    return core.endswith(("支队", "大队", "总队")) and core[:-2] in (*words("desks", "police"), *words("desks", "brigades"))
