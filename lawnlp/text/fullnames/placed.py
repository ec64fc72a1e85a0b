"""A body behind its place, written out by its form (see `lawnlp.text.body_forms`): 区司法局 -> 云州市青岚区司法局."""

import re
from functools import cache

from lawnlp.text.body import NUMBER
from lawnlp.text.fullnames.branches import branch_of, station_of
from lawnlp.text.fullnames.department import bureau_name, is_own_short, superior_name
from lawnlp.text.fullnames.organs import REFORM, committee, government_part, office_written_out, rule_body
from lawnlp.text.fullnames.places import LEVEL_WORDS, PlaceNames
from lawnlp.text.fullnames.spelling import congress, court, is_open_office, level_of, long_court, spell, spell_rest
from lawnlp.text.institutions import Institution
from lawnlp.text.lexicon import department, office, table, words
from lawnlp.text.patterns import trie

_ECOLOGY = 2019  # bureaus of ecology in districts are the city's since then


def placed_name(places: PlaceNames, place: str, form: str, core: str, i: Institution) -> str | None:
    """The full name of the body `core` of a form at a place, None where it stays open; `i` is the institution as it stands in the text."""
    if is_open_office(_office(form, core)):
        return None
    place = places.seat(place, i)
    if form in ("department", "open") and place == places.issuer.place and is_own_short(places, core):
        return bureau_name(places)
    if form == "rule":
        return rule_body(place, core)
    if form == "standing":
        return f"中共{place}委员会常务委员会"
    if form == "league":
        return f"共青团{place}委员会"
    if form == "party":
        if core in ("党工委", "工委"):
            return f"中共{place}工作委员会"
        return f"中共{place}委员会"
    if form == "party_office":
        rest = _of_committee(core)
        if core.endswith("直机关工委") or core.endswith("直属机关工委"):
            return f"中共{place}直属机关工作委员会"
        return f"{committee(place)}{table('party_offices').get(rest) or office_written_out(rest)}"
    if form == "discipline":
        if core.endswith("组"):
            return _posted_group(places, place, core, i)
        office_of = "办公室" if core.endswith("办公室") else ""
        if core.startswith(("纪委监委", "纪委、监委", "纪委/监委")):
            return f"中共{place}纪律检查委员会、{place}监察委员会{office_of}"
        if core.startswith("纪工委"):
            return f"中共{place}纪律检查工作委员会{office_of}"
        return (f"中共{place}纪律检查委员会" if core.startswith("纪") else f"{place}监察委员会") + office_of
    if form == "government":
        return f"{place}人民政府"
    if form == "prefecture":
        return place + spell_rest(re.sub("^行署", "行政公署", core))
    if form == "government_part":
        return government_part(place, core)
    if form == "congress":
        return congress(place, core)
    if form == "cppcc":
        base = f"中国人民政治协商会议{place}委员会"
        part = core.removeprefix("政协").removeprefix("委员会")
        if part in ("社法委", "社会法制委"):
            return base + "社会和法制委员会"
        if "常" not in part and part.endswith(("委员会", "提案委")):
            return base + part.removesuffix("员会") + "员会"
        return base + ("常务委员会" if "常委" in core else "办公室" if core.endswith(("办公室", "办")) else "")
    if form == "court":
        return place + _court_name(places, place, core, i)
    if form == "procuratorate":
        branch = re.search("第?([一二三四五])分院", core)  # of a city that is a province
        return f"{place}人民检察院" + (f"第{branch[1]}分院" if branch else "")
    if form == "management":
        return f"{place}管理委员会"
    if form == "street":
        return f"{place}办事处" if core in ("办事处", "办") else None
    if form == "town":
        return f"{place}办事处" if place.endswith("街道") else place
    if form == "village":
        # 鲁克|村委会, 鲁克村|民委员会: one body, in full with the 村 of the village and that of its ending
        core = {"委会": "村委会" if place.endswith("村") else "居委会", "民委员会": "村民委员会"}.get(core, core)
        return place + spell_rest(core) if core else place
    if form == "department":
        if core in ("法制办", "法制办公室"):
            return f"{place}人民政府法制办公室"
        if _is_older(places, core):
            return None
        if core in ("国资委", "国资监管委"):
            return f"{place}人民政府{spell(core)}"
        if core == "生态环境局" and (ecology := _ecology_bureau(places, place, i)):
            return ecology
        return place + spell(core)
    if form == "office":
        core = core.removeprefix("原")  # 市原法制办
        if re.match("编委?办", core) and (places.issuer.year or REFORM + 1) > REFORM:
            return f"中共{place}委机构编制委员会办公室"  # before the reform of 2018 it was the government's
        return f"{place}{'人民政府' if core.startswith('法制') else ''}{office_written_out(spell(core))}"
    if form in ("open", "part") and _police_unit().match(core) and not place.endswith("区"):  # a district's are the city's
        return f"{place}公安{'厅' if level_of(place) == 'province' and not places.in_municipality() else '局'}{spell(core)}"
    if form == "part":
        return _part_name(places, place, core, i)
    if (match := re.fullmatch("仲裁(?:委员会|委|办)(办公室)?", core)) and place.endswith("市"):
        # they bear the name of their city, not of its government; only cities with districts have one (仲裁法 10)
        city = places.above("city") or place if place == places.issuer.place else place
        return city[:-1] + "仲裁委员会" + ("办公室" if match[1] or core.endswith("办") else "")
    return station_of(places, place, core, i) or branch_of(places, place, core) or place + spell(core)


def _office(form: str, core: str) -> str:
    """The office that a body of a form is or ends with, without the organ in front; "" where it has none or the table of the party's offices settles it."""
    if form == "party_office":
        rest = _of_committee(core)
        return "" if rest in table("party_offices") else rest
    if form == "government_part":
        own = office().search(core)
        return own[0] if own and own.end() == len(core) else ""
    return core.removeprefix("原") if form == "office" else ""


def _is_older(places: PlaceNames, core: str) -> bool:
    """Whether the report is on a year before the reform from which the short form of a department has its full name (政数局)."""
    function = department().match(core)
    since = table("functions_since").get(function["function"] or "") if function else None
    return since is not None and (places.issuer.year or int(since)) < int(since)


def _of_committee(core: str) -> str:
    """An office of a party committee without the committee (委|政法委)."""
    return re.sub(r"^(?:委员会|党委|委)(?=.)", "", core)


@cache
def _police_unit() -> re.Pattern[str]:
    """A brigade of the police by its work (交警大队, 治安大队)."""
    return re.compile(rf"{trie(words('desks', 'police'))}(?:大队|支队|总队)")


_POSTED = re.compile("(?P<over>.+?)(?P<posted>派?驻)(?P<at>.+?)(?P<group>纪检(?:监察)?组)")


def _posted_group(places: PlaceNames, place: str, core: str, i: Institution) -> str | None:
    """A group that the discipline inspection has in a department, by its number or by the department; None where neither says which (县纪委监委派驻|纪检监察组)."""
    match = _POSTED.fullmatch(core)
    base = placed_name(places, place, "discipline", match["over"], i) if match else None
    if match is None or base is None:
        return None
    at = match["at"]
    if not re.fullmatch(NUMBER, at):
        level = at[0] if at[0] in LEVEL_WORDS else ""
        seat = places.by_level(level) if level else place
        if seat is None or not department().fullmatch(at.removeprefix(level)):
            return None
        at = seat + spell(at.removeprefix(level))
    return f"{base}{match['posted']}{at}{match['group']}"


def _part_name(places: PlaceNames, place: str, core: str, i: Institution) -> str | None:
    if unit := re.match("[局厅]|[总支]队", core):
        base = superior_name(places, place, i.level, unit[0])
        if base and core.endswith("党组"):
            return f"中共{base}党组"
        return (f"中共{base}委员会" if core.endswith("党委") else base + spell_rest(core[unit.end() :])) if base else None
    if core.startswith(("政府", "人民政府", "府办")):
        return government_part(place, core)
    if core.endswith("党组"):
        return f"中共{place}{long_court(spell(core.removesuffix('党组').removesuffix('机关')), place)}党组"
    if core.endswith("机关纪委"):
        return f"中共{place}{spell(core.removesuffix('机关纪委'))}机关纪律检查委员会"
    if core.endswith("党委"):
        return f"中共{place}{spell(core.removesuffix('党委'))}委员会"
    if (match := re.match(r"[\u3400-\u9fff]{2,6}?分局(?=.)", core)) and (branch := branch_of(places, place, match[0])):
        return branch + spell_rest(core[match.end() :])
    if match := re.match("办(?:事处)?", core):
        rest = core[match.end() :]
        if rest == "党工委":
            return f"中共{place}工作委员会"
        return f"{place}办事处{spell_rest(rest)}" + ("公室" if rest.endswith("办") and not office().fullmatch(rest) else "")
    if match := re.match("管委会|管理委员会", core):
        return f"{place}管理委员会{spell(core[match.end() :])}"
    if match := re.match("委?(?:全面)?依法治.(?:委员会办公室|委办|办公室|办|委员会|委)", core):
        return rule_body(place, match[0]) + spell_rest(core[match.end() :])
    if core.startswith("委"):
        return None
    if match := re.match(r"(?:人民)?检察院|(?:第?[一二三四五]?中(?:级(?:人民)?)?|高(?:级(?:人民)?)?|人民)?法院|第?[一二三四五]?中院|高院", core):
        return place + ("人民检察院" if "检" in match[0] else _court_name(places, place, match[0], i)) + core[match.end() :]
    return place + spell(core)


def _ecology_bureau(places: PlaceNames, place: str, i: Institution) -> str | None:
    """The city's bureau of ecology in a district, which bears its stem (吉州|生态环境局); None where the district's name is written in full."""
    city = places.district(place) if i.places and not places.folded.startswith(i.places[-1], i.end - len(i.body.core) - len(i.places[-1])) else None
    return city[0] + city[1] + i.body.core if city and place.endswith("区") and (places.issuer.year or _ECOLOGY) >= _ECOLOGY else None


def _court_name(places: PlaceNames, place: str, core: str, i: Institution) -> str:
    """A court written out; 市法院 is that of the prefecture-level city, which has courts of that name in its counties only."""
    level = "province" if places.in_municipality() and place == places.chain[-1].name else level_of(place)
    if i.level in ("市", "州") and level == "city" and core in ("法院", "人民法院") and bool(places.chain) and place == places.above("city"):
        return "中级人民法院"
    return court(core, level)


def bare_rule_body(places: PlaceNames, core: str) -> str | None:
    """A body for the rule of law without a place in front (依法治区办, 执法协调小组): that of the place which its name says or which reports."""
    if core.startswith("法治") and "建设" in core and not core.startswith(("法治建设", "法治政府")):
        return core  # 法治甲建设领导小组 names its place itself
    if (match := re.search(r"依法治(师市|兵团|地区|.)", core)) is not None:
        place = places.by_level({"街": "街道"}.get(match[1], match[1]))
        return rule_body(place, core) if place else None
    place = places.issuer.place
    if place is None or (places.issuer.department and places.issuer.issuer):
        return None
    if "协调小组" in core:
        return None if places.issuer.town else rule_body(place, f"依法治{place[-1]}委员会") + spell_rest(core)
    if core.startswith("法治办"):
        return None if places.issuer.town else rule_body(place, core)
    return place + spell(core)
