"""Full names of institutions: what 区司法局, 市委, 我局, 依法治区办 stand for in a given report (annotation guidelines, "canonical").

The place comes from the names written in front, else from the level word and the issuer's own place; the body is written out by its form. None
wherever the text does not settle one of the two.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile

from lawnlp.text.body import NUMBER
from lawnlp.text.fold import fold
from lawnlp.text.institutions import Institution
from lawnlp.text.issuer import Issuer
from lawnlp.text.lexicon import department, national_names, office, table, words
from lawnlp.text.patterns import trie
from lawnlp.text.place_names import PlaceNames
from lawnlp.text.places import TOWNS
from lawnlp.text.regions import CORPS, Divisions
from lawnlp.text.spelling import congress, court, level_of, long_court, spell, spell_rest

TOWN = re.compile(f"(?:{'|'.join(TOWNS)})$")
_LEVEL_WORDS = "省市州盟区县旗"
_ECOLOGY = 2019  # bureaus of ecology in districts are the city's since then
_REFORM = 2018  # tax offices are the national administration's since then, the offices of staffing the party's


def full_names(found: Sequence[Institution], issuer: Issuer, text: str, divisions: Divisions) -> list[str | None]:
    """The full name of each institution, None where it is open."""
    namer = _Namer(issuer, fold(text), divisions)
    names = [namer.name(i) for i in found]
    longer = _longer_forms(zip(found, names, strict=True))
    changed = [i.body.form in ("proper", "quoted", "new") and i.text != namer.folded[i.start : i.end] for i in found]
    kept = any(changed) and _keeps_variants(text, namer.folded)
    out = [longer.get(name, name) if name else None for name in names]
    return [_as_written(i, name) if name and kept and own else name for i, name, own in zip(found, out, changed, strict=True)]


def _keeps_variants(text: str, folded: str) -> bool:
    """Whether the few traditional characters of a text stand in names (毕昇, 徵诚): it is not in traditional characters as a whole."""
    return sum(a != b and a.isalpha() and not a.isascii() for a, b in zip(text, folded, strict=True)) * 10 < len(text)


def _as_written(i: Institution, name: str) -> str:
    """The full name of a body with a name of its own, with the characters in which the text writes it."""
    shared = list(takewhile(lambda row: row[1] == row[2], zip(i.text, fold(i.text), name, strict=False)))
    return "".join(a if a.isalpha() and not a.isascii() else b for a, b, _ in shared) + name[len(shared) :]


def _longer_forms(pairs: Iterable[tuple[Institution, str | None]]) -> dict[str, str]:
    """Short written departments of which the same text gives one longer form: 大数据局 where it also writes 大数据发展管理局."""
    names = {name for i, name in pairs if name and i.body.form in ("department", "open") and i.kind == "agency"}
    out: dict[str, str] = {}
    for name in names:
        rivals = [other for other in names if len(other) > len(name) + 1 and other[-1] == name[-1] and _is_short_form(name, other)]
        if len(rivals) == 1 and not rivals[0].endswith(("分局", "大队", "支队")):
            out[name] = rivals[0]
    return out


def _is_short_form(short: str, long: str) -> bool:
    """Whether `short` is `long` with words of its end left out: same beginning but for the last two characters, all characters in order."""
    if not long.startswith(short[:-1]):
        return False
    return long[len(short) - 1 : -1] in ("管理", "发展管理", "服务", "服务管理", "建设", "和规划", "和林业", "监督管理", "综合")


@cache
def _parents() -> re.Pattern[str]:
    """The body of the whole country in front of a branch, and the level word where nothing else places the branch (人民银行|县|支行)."""
    return re.compile(
        rf"{trie((*words('branches', 'agency'), *words('branches', 'social'), *words('branches', 'forces')))}(?P<level>[{_LEVEL_WORDS}](?!.*[{_LEVEL_WORDS}]))?"
    )


_MARKET = ("市场监管所", "市场监督管理所")
_STATION = re.compile(f"(?:司法所|派出所|{'|'.join(_MARKET)})$")
_POSTED = re.compile("(?P<over>.+?)(?P<posted>派?驻)(?P<at>.+?)(?P<group>纪检(?:监察)?组)")
_TOWN_AHEAD = re.compile(r"(?P<town>[\u3400-\u9fff]{2,4}?(?:街道|镇|乡))(?=[\u3400-\u9fff]{2,6}(?:社区|村))")


_ZONE_DEPARTMENT = re.compile("(?!国家税务总局)(?P<zone>[^区]{2,}区)(?P<department>[^区]+[局委])")
_OF_ZONE = re.compile("(?P<zone>.+?(?:管委会|管理委员会))(?P<office>.+)")


_ENDING = re.compile("(?:局|厅|委员会|委)$")


class _Namer:
    def __init__(self, issuer: Issuer, folded: str, divisions: Divisions) -> None:
        self.issuer, self.folded, self.divisions = issuer, folded, divisions
        self.places = PlaceNames(issuer, folded, divisions)
        self.chain = self.places.chain

    def name(self, i: Institution) -> str | None:
        form, core = i.body.form, i.body.core
        if form == "national":
            return national_names()[core][1] if core in national_names() else _of_state(core)
        if form in ("quoted",):
            return core
        if form in ("own", "own_part"):
            return self._own(core)
        if form == "bare_rule":
            return self._bare_rule(core)
        if form == "proper":
            return i.text if "(" in core else self._proper(core)  # brackets as written
        if form == "bare":
            return None
        if form == "own_zone":
            own = self.issuer.issuer or ""
            return self._proper(own) if own.endswith(("管委会", "管理委员会")) else None
        if form == "new":  # set up by the issuer, so it is the issuer's; a research centre is its university's
            by = self.issuer
            return by.place + spell_rest(core) if by.place and by.level != "department" and i.kind != "social" else None
        own = self.issuer.issuer or ""
        if form == "management" and i.level == "区" and self.issuer.place is None and own.endswith(("管委会", "管理委员会")):
            return self._proper(own)  # 我区管委会 of a development zone
        place = self.places.written(i.places) if i.places else self._by_level(i) if i.level else self.issuer.place
        if i.places and i.kind == "social" and (place is None or i.places[-1].endswith(TOWNS)):
            return self.folded[i.start : i.end]  # a name of its own stands as written
        if core.startswith("税务局") and place and (self.folded.startswith("国家税务总局", i.start) or (self.issuer.year or _REFORM) >= _REFORM):
            return "国家税务总局" + place + core
        if form == "superior":
            return self._superior(place, i.level, core)
        return self._placed(place, form, core, i) if place else None

    def _by_level(self, i: Institution) -> str | None:
        """The place that the level word of a body means; a 行署 without a name may be a 盟's."""
        place = self.places.by_level(i.level)
        return self.places.by_level("盟") if place is None and i.body.form == "prefecture" and i.level == "地区" else place

    def _placed(self, place: str, form: str, core: str, i: Institution) -> str | None:
        if form in ("department", "open") and place == self.issuer.place and self._is_own_short(core):
            return self._bureau()
        if form == "rule":
            return self._rule(place, core)
        if form == "standing":
            return f"中共{place}委员会常务委员会"
        if form == "league":
            return f"共青团{place}委员会"
        if form == "party":
            if core in ("党工委", "工委"):
                return f"中共{place}工作委员会"
            return f"中共{place}委员会"
        if form == "party_office":
            rest = re.sub(r"^(?:委员会|党委|委)(?=.)", "", core)
            if core.endswith("直机关工委") or core.endswith("直属机关工委"):
                return f"中共{place}直属机关工作委员会"
            return f"{_committee(place)}{table('party_offices').get(rest) or _office_written_out(rest)}"
        if form == "discipline":
            if core.endswith("组"):
                return self._posted(place, core, i)
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
            return self._government_part(place, core)
        if form == "congress":
            return congress(place, core)
        if form == "cppcc":
            base = f"中国人民政治协商会议{place}委员会"
            return base + ("常务委员会" if "常委" in core else "办公室" if core.endswith(("办公室", "办")) else "")
        if form == "court":
            return place + self._court(place, core, i)
        if form == "procuratorate":
            branch = re.search("第?([一二三四五])分院", core)  # of a city that is a province
            return f"{place}人民检察院" + (f"第{branch[1]}分院" if branch else "")
        if form == "management":
            return f"{place}管理委员会"
        if form == "street":
            return _street(place, core)
        if form == "town":
            return f"{place}办事处" if place.endswith("街道") else place
        if form == "village":
            # 鲁克|村委会, 鲁克村|民委员会: one body, in full with the 村 of the village and that of its ending
            core = {"委会": "村委会" if place.endswith("村") else "居委会", "民委员会": "村民委员会"}.get(core, core)
            return place + spell_rest(core) if core else place
        if form == "department":
            if core in ("法制办", "法制办公室"):
                return f"{place}人民政府法制办公室"
            if core in ("国资委", "国资监管委"):
                return f"{place}人民政府{spell(core)}"
            if core == "生态环境局" and (ecology := self._ecology(place, i)):
                return ecology
            return place + spell(core)
        if form == "office":
            core = core.removeprefix("原")  # 市原法制办
            if re.match("编委?办", core) and (self.issuer.year or _REFORM + 1) > _REFORM:
                return f"中共{place}委机构编制委员会办公室"  # before the reform of 2018 it was the government's
            return f"{place}{'人民政府' if core.startswith('法制') else ''}{_office_written_out(spell(core))}"
        if form == "part":
            return self._part(place, core, i)
        if (match := re.fullmatch("仲裁(?:委员会|委|办)(办公室)?", core)) and place.endswith("市"):
            return place[:-1] + "仲裁委员会" + ("办公室" if match[1] or core.endswith("办") else "")  # they bear the name of their city, not of its government
        return self._station(place, core, i) or self._branch(place, core) or place + spell(core)

    def _is_own_short(self, core: str) -> bool:
        """Whether this is a short form of the department that reports, which the table of abbreviations would write out as another (城管局 for 城市管理行政执法局).

        Its characters stand in the issuer's name in order, some left out between them, and on both sides of a 和: 水利局 and 农业局 are bodies of their own.
        """
        own = spell(self.issuer.department or "")
        if self.issuer.over or not own or _ENDING.findall(own) != _ENDING.findall(spell(core)):
            return False
        short, long = (_ENDING.sub("", name) for name in (core, own))
        if len(short) < 2 or short == long or not _in_order(short, long):
            return False
        written_out = spell(core)
        if written_out != core and (re.search(f"[{_LEVEL_WORDS}]{re.escape(written_out)}", self.folded) or not _in_order(_ENDING.sub("", written_out), long)):
            return False
        return short.endswith("执法") or not any(_in_order(short, part) if part != long else short in part for part in re.split("[和与]", long))

    def _posted(self, place: str, core: str, i: Institution) -> str | None:
        """A group that the discipline inspection has in a department, by its number or by the department; None where neither says which (县纪委监委派驻|纪检监察组)."""
        match = _POSTED.fullmatch(core)
        base = self._placed(place, "discipline", match["over"], i) if match else None
        if match is None or base is None:
            return None
        at = match["at"]
        if not re.fullmatch(NUMBER, at):
            level = at[0] if at[0] in _LEVEL_WORDS else ""
            seat = self.places.by_level(level) if level else place
            if seat is None or not department().fullmatch(at.removeprefix(level)):
                return None
            at = seat + spell(at.removeprefix(level))
        return f"{base}{match['posted']}{at}{match['group']}"

    def _station(self, place: str, core: str, i: Institution) -> str | None:
        """镇司法所, 镇派出所, 镇市场监管所: they belong to the county's bureau and bear the name of the town."""
        town = i.places[-1] if i.places else self.issuer.town
        if not _STATION.fullmatch(core) or not town or not place.endswith(town) or not town.endswith(TOWNS):
            return None
        return self._of_bureau(place.removesuffix(town), (town if core.endswith(_MARKET) else TOWN.sub("", town)) + core)

    def _of_bureau(self, county: str | None, core: str) -> str | None:
        """柳堡司法所, 清水塘派出所, 和平市场监管所 below their county; the police of a district is a branch of the city's."""
        if not county:
            return None
        if core.endswith(_MARKET):
            return f"{county}市场监督管理局{re.sub('监管所$', '监督管理所', core)}"
        if core.endswith("司法所"):
            return f"{county}司法局{core}"
        if not county.endswith("区"):
            return f"{county}公安局{core}"
        district = self.places.district(county)
        return f"{district[0]}公安局{district[1]}分局{core}" if district else None

    def _branch(self, place: str, core: str) -> str | None:
        """区公安分局: 甲市公安局乙分局."""
        match = re.fullmatch(r"([\u3400-\u9fff]{2,6})分局", core)
        district = self.places.district(place) if match else None
        if match is None or district is None or match[1] not in table("functions"):
            return None
        return f"{district[0]}{spell(match[1] + '局')}{district[1]}分局"

    def _rule(self, place: str, core: str) -> str | None:
        match = re.search(r"依法治(师市|兵团|地区|.)(.*)$", core)
        if match is None:  # 法治办
            level = place[-1] if not place.endswith("街道") else "街"
            match_level, tail = level, "办公室"
        else:
            match_level, tail = {"地": "地区"}.get(match[1], match[1]), match[2]
        if "领导小组" in tail:
            return f"{place}{core.removeprefix('委')}" + ("" if tail.endswith(("组", "公室")) else "公室")
        end = "委员会办公室" if tail.endswith(("办", "办公室")) else "委员会"
        if place.endswith(TOWNS):
            return f"中共{place}{'工作委员会' if place.endswith('街道') else '委员会'}全面依法治{match_level}{end}"
        return f"{_committee(place)}全面依法治{match_level.removesuffix('区') if match_level == '地区' else match_level}{end}"

    def _bare_rule(self, core: str) -> str | None:
        if core.startswith("法治") and "建设" in core and not core.startswith(("法治建设", "法治政府")):
            return core  # 法治甲建设领导小组 names its place itself
        if (match := re.search(r"依法治(师市|兵团|地区|.)", core)) is not None:
            level = {"街": "街道"}.get(match[1], match[1])
            place = self.places.by_level(level)
            return self._rule(place, core) if place else None
        place = self.issuer.place
        if self.issuer.department and self.issuer.issuer:
            return None
        if place is None:
            return None
        if "协调小组" in core:
            return (
                None
                if self.issuer.town
                else (self._rule(place, "依法治" + ("区" if place.endswith("自治区") else place[-1]) + "委员会") or "") + spell_rest(core)
            )
        if core.startswith("法治办"):
            return None if self.issuer.town else self._rule(place, core)
        return place + spell(core)

    def _government_part(self, place: str, core: str) -> str:
        rest = re.sub(r"^(?:(?:人民)?政府|府)", "", core)
        base = f"{place}人民政府"
        if rest.endswith("党组"):
            return f"中共{base}党组"
        if rest.startswith("采购"):  # what it buys for, not whose it is
            return place + core
        if match := re.match("办(?:公室|(?!公厅))", rest):
            return f"{base}办公室{spell_rest(rest[match.end() :])}"
        return base + spell(rest)

    def _part(self, place: str, core: str, i: Institution) -> str | None:
        if unit := re.match("[局厅]|[总支]队", core):
            base = self._superior(place, i.level, unit[0])
            if base and core.endswith("党组"):
                return f"中共{base}党组"
            return (f"中共{base}委员会" if core.endswith("党委") else base + spell_rest(core[unit.end() :])) if base else None
        if core.startswith(("政府", "人民政府", "府办")):
            return self._government_part(place, core)
        if core.endswith("党组"):
            return f"中共{place}{long_court(spell(core.removesuffix('党组').removesuffix('机关')), place)}党组"
        if core.endswith("机关纪委"):
            return f"中共{place}{spell(core.removesuffix('机关纪委'))}机关纪律检查委员会"
        if core.endswith("党委"):
            return f"中共{place}{spell(core.removesuffix('党委'))}委员会"
        if (match := re.match(r"[\u3400-\u9fff]{2,6}?分局(?=.)", core)) and (branch := self._branch(place, match[0])):
            return branch + spell_rest(core[match.end() :])
        if match := re.match("办(?:事处)?", core):
            rest = core[match.end() :]
            if rest == "党工委":
                return f"中共{place}工作委员会"
            return f"{place}办事处{spell_rest(rest)}" + ("公室" if rest.endswith("办") and not office().fullmatch(rest) else "")
        if match := re.match("管委会|管理委员会", core):
            return f"{place}管理委员会{spell(core[match.end() :])}"
        if match := re.match("委?(?:全面)?依法治.(?:委员会办公室|委办|办公室|办|委员会|委)", core):
            base = self._rule(place, match[0])
            return base + spell_rest(core[match.end() :]) if base else None
        if core.startswith("委"):
            return None
        if match := re.match(r"(?:人民)?检察院|(?:第?[一二三四五]?中(?:级(?:人民)?)?|高(?:级(?:人民)?)?|人民)?法院|第?[一二三四五]?中院|高院", core):
            return place + ("人民检察院" if "检" in match[0] else self._court(place, match[0], i)) + core[match.end() :]
        return place + spell(core)

    def _ecology(self, place: str, i: Institution) -> str | None:
        """The city's bureau of ecology in a district, which bears its stem (吉州|生态环境局); None where the district's name is written in full."""
        city = self.places.district(place) if i.places and not self.folded.startswith(i.places[-1], i.end - len(i.body.core) - len(i.places[-1])) else None
        return city[0] + city[1] + i.body.core if city and place.endswith("区") and (self.issuer.year or _ECOLOGY) >= _ECOLOGY else None

    def _court(self, place: str, core: str, i: Institution) -> str:
        """A court written out; 市法院 is that of the prefecture-level city, which has courts of that name in its counties only."""
        level = "province" if self.places.in_municipality() and place == self.chain[-1].name else level_of(place)
        if i.level in ("市", "州") and level == "city" and core in ("法院", "人民法院") and bool(self.chain) and place == self.places.above("city"):
            return "中级人民法院"
        return court(core, level)

    def _superior(self, place: str | None, level: str, core: str) -> str | None:
        """市局, 省厅 in a department's report: the department one level up."""
        own = self.issuer.department
        if place is None or not own or own == self.issuer.issuer or (self.issuer.over and place == self.issuer.place):
            return None
        match = department().search(own) if self.issuer.over else department().match(own)
        base = spell(match[0]) if match else own
        if core.endswith("队"):
            return place + base[:-2] + core if base.endswith(("总队", "支队", "大队")) else None
        if not base.endswith(("局", "厅")):
            return None
        tax = "国家税务总局" if base == "税务局" and (self.issuer.year or _REFORM) >= _REFORM else ""
        return tax + place + base[:-1] + core

    def _own(self, core: str) -> str | None:
        """我局, 局党组, 局法规科: parts of the issuer of a department's report."""
        issuer = self.issuer
        if not issuer.department or not issuer.issuer or not (issuer.place or issuer.department == issuer.issuer):
            return None
        base = self._bureau() or issuer.issuer
        if issuer.place and issuer.department.startswith(("政府", "人民政府", "府办")):
            base = self._government_part(issuer.place, issuer.department)
        if base.startswith("国家税务总局") and issuer.place:
            base = "国家税务总局" + issuer.place + spell(issuer.department)
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

    def _bureau(self) -> str | None:
        """The department that reports, with its place: a city's bureau bears the city's name also where it reports for a county."""
        own = self.issuer
        if own.issuer and own.issuer.startswith("国家税务总局"):
            return own.issuer
        return (own.over or own.place or "") + spell(own.department) if own.department and own.place else None

    def _proper(self, core: str) -> str | None:
        issuer = self.issuer
        if match := _OF_ZONE.fullmatch(core):  # 经开区管委会|综合执法局
            base = self._proper(match["zone"])
            return base + spell(match["office"]) if base else None
        if (match := _ZONE_DEPARTMENT.fullmatch(core)) and department().fullmatch(match["department"]):  # 西安高新区|市场监管局
            base = (self._proper(match["zone"] + "管委会") or "").removesuffix("管理委员会")
            tax = "国家税务总局" if match["department"] == "税务局" and (issuer.year or _REFORM) >= _REFORM else ""
            return tax + base + spell(match["department"]) if base else None
        if core.endswith("党工委"):
            base = self._proper(core.removesuffix("党工委") + "管委会")
            return f"中共{base.removesuffix('管理委员会')}工作委员会" if base else None
        if match := _parents().match(core):
            parent = core[: match.start("level")] if match["level"] else match[0]
            full = national_names().get(parent, ("", parent))[1]
            return None if match["level"] else (parent if full.startswith("中华人民共和国") else full) + core[match.end() :]
        if core.endswith("分局") and self._is_of_another(core):
            return self._district_branch(core) or core
        if core.endswith("边境派出所"):  # of the state's border inspection
            return core
        if (station := _STATION.search(core)) and station.start() <= 4:
            return self._of_bureau(self.places.above("county"), core)
        bureau = self._bureau()
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
        if bureau and (unit := self._county_unit(core)):
            return unit
        if placed := self._grassroots(core) or self._of_stem(core):
            return placed
        if core[1:].startswith("中心") and core[0] in _LEVEL_WORDS:  # 市中心医院
            place = self.places.by_level(core[0])
            return place + core[1:] if place else None
        core = core.replace("高新区管委会", "高新技术产业开发区管理委员会").replace("经开区管委会", "经济技术开发区管理委员会")
        if core.endswith(("管委会", "管理委员会")) and core[0] in _LEVEL_WORDS and not self.places.begins(core):  # 市高新区管委会, but 市南区…
            place = self.places.by_level(core[0])
            return place + spell_rest(core[1:]) if place else None
        if core.startswith(("高新技术产业开发区", "经济技术开发区")):  # 经开区管委会 of the issuer
            own = self.chain[0].stem if self.chain else re.sub("[市县区旗]$", "", issuer.place or "")
            return own + core if own and not issuer.town else None
        if (
            core.endswith("管委会")
            and issuer.place
            and not issuer.town
            and not any(core.startswith(d.stem) for d in self.chain)
            and not self.places.begins(core)
        ):
            if core.startswith(words("areas", "national")):
                return spell_rest(core)
            return issuer.place + spell_rest(core)
        return spell_rest(core) if core.endswith(("管委会", "调委会")) else core

    def _grassroots(self, core: str) -> str | None:
        """A mediation committee behind a county or town whose city the report knows (北仑区|大碶街道九峰山社区人民调解委员会)."""
        if not core.endswith(("调委会", "调解委员会")):
            return None
        for length in range(min(len(core) - 3, self.divisions.longest), 1, -1):
            if core[:length] in self.divisions.names:
                place = self.places.of_names([core[:length]])
                return place + spell_rest(core[length:]) if place else None
        if match := _TOWN_AHEAD.match(core):
            place = self.places.written([match["town"]])
            return place + spell_rest(core[match.end() :]) if place else None
        return None

    def _county_unit(self, core: str) -> str | None:
        """A brigade of the issuer's own line behind a county alone (叙州区|大队 in a report of 宜宾市消防救援支队)."""
        kind, unit = (self.issuer.department or "")[:-2], core[-2:]
        if unit not in ("大队", "支队") or not (self.issuer.department or "").endswith(("支队", "总队")) or core[:-2] not in self.divisions.names:
            return None
        place = self.places.of_names([core[:-2]])
        return place + kind + unit if place else None

    def _of_stem(self, core: str) -> str | None:
        """An organ of the issuer's county behind its name without ending (綦江|交警大队); customs, sea and railways are the state's."""
        own = self.chain[0] if self.chain else None
        if own is None or own.level != "county" or not core.startswith(own.stem):
            return None
        rest = core.removeprefix(own.stem)
        brigade = rest.endswith(("大队", "支队")) and (_is_brigade(rest) or rest[:-2] == "消防救援")
        return self.places.of_division(own) + spell_rest(rest) if brigade or rest == "融媒体中心" else None

    def _is_of_another(self, branch: str) -> bool:
        """Whether a branch names the body above it (珲春海关缉私|分局, 珲春森林公安|分局); 饶平分局, 城西分局 and 水上分局 leave that to the issuer."""
        stem = branch.removesuffix("分局")
        return "海关" in stem or "总局" in stem or (self.places.begins(stem) and stem not in self.divisions.stems and stem not in self.divisions.names)

    def _district_branch(self, core: str) -> str | None:
        """南薰公安分局: 汾岚市公安局南薰分局; None where it is no department's or the county is open."""
        for length in range(2, len(core) - 3):
            called = (*self.divisions.stemmed(core[:length], self.issuer.year), *self.divisions.named(core[:length], self.issuer.year))
            names = {d.name for d in called if d.level == "county"}
            if len(names) == 1 and (place := self.places.of_names([*names])) and (branch := self._branch(place, core[length:])):
                return branch
        return None


def _committee(place: str) -> str:
    """The committee of a place as its offices name it (中共甲市委组织部): 党委 of an autonomous region, 地委 of a prefecture."""
    if place.endswith("地区"):
        return f"中共{place[:-1]}委"
    return f"中共{place}{'党委' if place.endswith(('自治区', CORPS)) else '委'}"


def _in_order(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in this order, 和 and 与 aside."""
    rest = iter(long)
    return all(char in rest for char in re.sub("[和与]", "", short))


def _is_brigade(core: str) -> bool:
    """Whether this is a brigade by what it does (经侦支队, 执法大队)."""
    return core.endswith(("支队", "大队", "总队")) and core[:-2] in (*words("desks", "police"), *words("desks", "brigades"))


def _office_written_out(core: str) -> str:
    """An office, 办 written out also where the lexicon lacks it (国防动员办)."""
    name = spell_rest(core) if not core.endswith("工委") else core.removesuffix("工委") + "工作委员会"
    return name + "公室" if name.endswith("办") else name


def _of_state(core: str) -> str:
    """A body of the whole country that the table lacks, written out (国家|疾控局, 国务院|安委办, 全国|人大环资委)."""
    if core.startswith("全国政协"):
        return "中国人民政治协商会议全国委员会" + spell_rest(core.removeprefix("全国政协"))
    if core.startswith("全国人大"):
        return congress("全国", core.removeprefix("全国"))
    head = next(name for name in ("国务院", "全国", "国家") if core.startswith(name))
    return head + spell(core.removeprefix(head))


def _street(place: str, core: str) -> str | None:
    if core in ("办事处", "办"):
        return f"{place}办事处"
    return None
