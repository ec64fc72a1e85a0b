"""Branches and stations of a bureau, which bear the name of another place than it: 区公安分局, 南薰公安分局, 镇司法所, 清水塘派出所."""

import re

from lawnlp.text.fullnames.places import PlaceNames
from lawnlp.text.fullnames.spelling import spell
from lawnlp.text.institutions import Institution
from lawnlp.text.lexicon import table
from lawnlp.text.place_names import TOWNS

_TOWN = re.compile(f"(?:{'|'.join(TOWNS)})$")
_MARKET = ("市场监管所", "市场监督管理所")
STATION = re.compile(f"(?:司法所|派出所|{'|'.join(_MARKET)})$")


def station_of(places: PlaceNames, place: str, core: str, i: Institution) -> str | None:
    """镇司法所, 镇派出所, 镇市场监管所: they belong to the county's bureau and bear the name of the town."""
    town = i.places[-1] if i.places else places.issuer.town
    if not STATION.fullmatch(core) or not town or not place.endswith(town) or not town.endswith(TOWNS):
        return None
    return of_bureau(places, place.removesuffix(town), (town if core.endswith(_MARKET) else _TOWN.sub("", town)) + core)


def of_bureau(places: PlaceNames, county: str | None, core: str) -> str | None:
    """柳堡司法所, 清水塘派出所, 和平市场监管所 below their county; the police of a district is a branch of the city's."""
    if not county:
        return None
    if core.endswith(_MARKET):
        return f"{county}市场监督管理局{re.sub('监管所$', '监督管理所', core)}"
    if core.endswith("司法所"):
        return f"{county}司法局{core}"
    if not county.endswith("区"):
        return f"{county}公安局{core}"
    district = places.district(county)
    return f"{district[0]}公安局{district[1]}分局{core}" if district else None


def branch_of(places: PlaceNames, place: str, core: str) -> str | None:
    """区公安分局: 甲市公安局乙分局."""
    match = re.fullmatch(r"([\u3400-\u9fff]{2,6})分局", core)
    district = places.district(place) if match else None
    if match is None or district is None or match[1] not in table("functions"):
        return None
    return f"{district[0]}{spell(match[1] + '局')}{district[1]}分局"


def district_branch(places: PlaceNames, core: str) -> str | None:
    """南薰公安分局: 汾岚市公安局南薰分局; None where it is no department's or the county is open."""
    for length in range(2, len(core) - 3):
        called = (*places.divisions.stemmed(core[:length], places.issuer.year), *places.divisions.named(core[:length], places.issuer.year))
        names = {d.name for d in called if d.level == "county"}
        if len(names) == 1 and (place := places.of_names([*names])) and (branch := branch_of(places, place, core[length:])):
            return branch
    return None


def is_of_another(places: PlaceNames, branch: str) -> bool:
    """Whether a branch names the body above it (珲春海关缉私|分局, 珲春森林公安|分局); 饶平分局, 城西分局 and 水上分局 leave that to the issuer."""
    stem = branch.removesuffix("分局")
    return "海关" in stem or "总局" in stem or (places.begins(stem) and stem not in places.divisions.stems and stem not in places.divisions.names)
