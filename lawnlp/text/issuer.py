"""Who reports, on what year, for which place: from the title, the signature, and what the text says of itself.

Nothing is guessed: a place that several divisions share (鼓楼区) is settled by what stands above it in the text, or stays open. Every value comes with
the passage that gave it, and a second reading that contradicts the first is kept.

>>> text = "云州市青岚区人民政府2023年法治政府建设情况报告\\n2023年，区政府……"
>>> issuer = find_issuer(text)
>>> issuer.issuer, issuer.region, issuer.level, issuer.year
('云州市青岚区人民政府', '云州市青岚区', 'county', 2023)
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from lawnlp.text.fold import fold
from lawnlp.text.institutions import Institution, find_institutions
from lawnlp.text.letterhead import DATE
from lawnlp.text.lexicon import department as departments
from lawnlp.text.lexicon import words
from lawnlp.text.places import LEVEL, Places, common, is_transliterated, ordinary, places_of
from lawnlp.text.regions import Division, Divisions, is_corps_city, is_municipality, load_divisions
from lawnlp.text.title import RESIDUE, Line, find_title, lines_of, year_of

TOWN_ENDINGS = ("镇", "乡", "街道", "苏木")


@dataclass(frozen=True)
class Issuer:
    """The reporting body; None where the text does not settle a value.

    `issuer` is its name as the report writes it, `region` city + county (+ town), `place` the same in the form of full names, `division` the row of the
    table, `department` the body without its place in a department's report, `over` the city whose bureau reports where it reports for one of its counties
    (`place` is the county then). `evidence` gives for each value the passage; `conflicts` second readings.
    """

    title: str | None = None
    issuer: str | None = None
    region: str | None = None
    code: str | None = None
    level: str | None = None
    year: int | None = None
    place: str | None = None
    division: Division | None = None
    town: str | None = None
    department: str | None = None
    over: str | None = None
    evidence: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def meta(self) -> dict[str, str | int | None]:
        """What the record's `meta` holds."""
        return {"title": self.title, "issuer": self.issuer, "region": self.region, "year": self.year, "level": self.level}


_SELF = re.compile(r"(?:全|我)(省|自治区|市|区|县|州|旗|镇|乡|街道)(?!场|域|长)")


def find_issuer(text: str, found: Sequence[Institution] | None = None, divisions: Divisions | None = None) -> Issuer:
    """Read the issuer of a report.

    Args:
        text: the report.
        found: its institutions, where they are known already.
        divisions: the table of places (the official one by default).
    """
    table = divisions if divisions is not None else load_divisions()
    folded = fold(text)
    bodies = list(found) if found is not None else find_institutions(text, table)
    lines = list(lines_of(text, folded))
    title = find_title(lines)
    if title:  # as one line, also where it is set on two
        lines = [*(line for line in lines if line.end <= title.start), title, *(line for line in lines if line.start >= title.end)]
    heads = _head_bodies(folded, lines, title, bodies)
    year, year_from, year_conflict = year_of(folded, title)
    evidence: list[tuple[str, str]] = []
    conflicts = [year_conflict] if year_conflict else []
    if year_from:
        evidence.append(("year", year_from))
    places = places_of(folded, table)
    title_text = _title_text(text, lines, title, heads)
    if heads:
        body = heads[0]
        evidence.append(("issuer", body.text))
        others = {b.places[-1] for b in heads[1:] if b.places and body.places and b.places[-1] != body.places[-1] and b.form_level == body.form_level}
        conflicts += [f"issuer: {body.text} / {name}" for name in sorted(others)]
        return _from_names(folded, body.places, body, table, Issuer(title=title_text, year=year, evidence=tuple(evidence), conflicts=tuple(conflicts)))
    known = Issuer(title=title_text, year=year, evidence=(*evidence, ("issuer", title.text)) if title else tuple(evidence), conflicts=tuple(conflicts))
    if title and (corps := _corps(title, known)):
        return corps
    if title and (zone := _zone(title, folded, places)):
        return _from_names(folded, (), _Head(zone, (), "", "zone"), table, known)
    names, where = _named_place(folded, title, places, year, table)
    if names:
        evidence.append(("issuer", where))
        return _from_names(folded, names, None, table, Issuer(title=title_text, year=year, evidence=tuple(evidence), conflicts=tuple(conflicts)))
    return Issuer(title=title_text, year=year, evidence=tuple(evidence), conflicts=tuple(conflicts))


# A sentence about a body, or the line that addresses the report to it: neither signs.
_SENTENCE = re.compile("[,。;!?]|:$")


def _zones() -> str:
    """A pattern of the kinds of zones that report."""
    return "|".join(words("areas", "zones"))


@cache
def _zone_title() -> re.Pattern[str]:
    """A development zone that reports in a title, mostly without its 管委会, which is its government."""
    return re.compile(
        rf"(?:\d{{4}}年度?|关于)?(?P<zone>[\u3400-\u9fff]{{2,14}}?(?:{_zones()}))(?P<body>管委会|管理委员会|执行委员会|管理局)?(?=\s*(?:\d{{4}}|关于|法治|推进))"
    )


_TAX = "国家税务总局"
# 苏州工业园区管理委员会|综合行政执法局 and the tax office of a zone name their place as the zone does
_ZONE_BUREAU = re.compile("(?:管委会|管理委员会).|区税务局$")


def _zone(title: Line, folded: str, places: Places) -> str | None:
    """The 管委会 of the zone that reports in a title; of a 新区 only where the text names it, since some are districts of a city (浦东新区)."""
    match = _zone_title().match(title.text)
    if not match or any(word in match["zone"] for word in words("areas", "built")) or match["zone"] in places.divisions.names:
        return None
    new = bool(re.search("(?<!高)新区$", match["zone"]))
    if not (match["body"] or new or places.begins(title.start + match.start("zone"), title.start + match.end("zone"))):
        return None
    named = match["body"] or re.search(r"(?:新区|(?<![\u3400-\u9fff]))(?:管委会|管理委员会)", folded)
    return match["zone"] + (match["body"] or "管委会") if named or not new else None


CORPS = "新疆生产建设兵团"
# The production and construction corps of Xinjiang: its divisions have the rank of prefectures, its regiments that of towns.
_CORPS_TITLE = re.compile(
    r"(?:\d{4}年度?|关于)?(?P<issuer>(?:(?:新疆生产建设)?兵团(?P<division>第?[一二三四五六七八九十]{1,3}师)?|(?P<alone>第?[一二三四五六七八九十]{1,3}师))(?P<regiment>\d{1,3}团)?"
    r"(?P<body>[\u3400-\u9fff]{1,14}?(?:局|办公室|委员会|委))?)(?=\s*(?:\d{4}|关于|法治|推进))"
)


def _corps(title: Line, known: Issuer) -> Issuer | None:
    """The corps, a division or a regiment of it, or one of their departments; they are in no table of divisions, so they have no region."""
    if not (match := _CORPS_TITLE.match(title.text)):
        return None
    level = "department" if match["body"] else "town" if match["regiment"] else "city" if match["division"] or match["alone"] else "province"
    place = (match["division"] or match["alone"] or CORPS) + (match["regiment"] or "")
    return replace(known, issuer=match["issuer"], level=level, place=place, town=match["regiment"], department=match["body"])


_BEFORE_ISSUER = re.compile(r"\s*(?:\d{4}年度?|关于)?\s*")


@dataclass(frozen=True)
class _Head:
    """A body that stands as the issuer at the head or foot."""

    text: str
    places: tuple[str, ...]
    department: str
    form_level: str


def _head_bodies(folded: str, lines: Sequence[Line], title: Line | None, bodies: Sequence[Institution]) -> list[_Head]:
    """Bodies in the title, on lines of their own above it, and in the signature; governments and departments before party bodies."""
    first = lines.index(title) if title else 0
    spots = [title] if title else []
    spots += [line for line in lines[max(0, first - 2) : first] if len(line.text) <= 30]
    signed = [line for line, below in pairwise(lines[first + 1 :]) if DATE.fullmatch(below.text)]  # whatever the page prints below it
    spots += [line for line in dict.fromkeys((*signed, *lines[-6:])) if len(line.text) <= 60 and line is not title]
    out: list[tuple[int, _Head]] = []
    for rank, line in enumerate(spots):
        alone = line is not title
        for body in bodies:
            if not (line.start <= body.start and body.end <= line.end) or (body.body.form in ("village", "proper", "open") and body.kind == "social"):
                continue
            rest = DATE.sub("", line.text).replace(body.text, "").strip()
            if not body.places:
                if (head := _unplaced_head(folded, line, body, alone)) and (not alone or line.start < lines[first].start or line in signed):
                    out.append((rank, head))
                continue
            if alone and (len(rest) > 12 or _SENTENCE.search(rest)):
                continue
            if alone and (body.optional or RESIDUE.search(line.text)):
                continue
            form, name = body.body.form, folded[body.start : body.end]
            if form == "government_part" and alone:
                continue  # outside the title the government's office publishes what the government reports
            if body.body.core in ("行政公署", "行署"):  # the government of a 地区 or 盟
                head = _Head(name, body.places, "", "government")
            elif form in ("department", "open", "part", "government_part", "office", "discipline", "court", "procuratorate") and body.kind != "party":
                head = _Head(name, body.places, body.body.core, "department")
            elif form in ("government", "street", "town", "management"):
                head = _Head(name, body.places, "", "government")
            elif body.kind == "party" and form in ("party", "part"):
                head = _Head(name, body.places, "", "party")
            else:
                continue
            out.append(((0 if head.form_level != "party" else 10) + rank, head))
    return [head for _, head in sorted(out, key=lambda pair: pair[0])]


def _unplaced_head(folded: str, line: Line, body: Institution, alone: bool) -> _Head | None:
    """A body whose name says its place itself (深圳海事局, 赣州经济技术开发区管委会), where the title begins with it or it is all of a line."""
    name, zone = folded[body.start : body.end], body.kind == "government"
    opens = line.text == name if alone else bool(_BEFORE_ISSUER.fullmatch(folded, line.start, body.start))
    if body.body.form == "national" and not _BEHIND_PLACE.match(folded, body.end):
        return None  # 国家税务总局|…税务局: a branch that no rule reads
    if not opens or body.kind not in ("agency", "government") or body.body.form not in (("proper",) if alone else ("proper", "national")):
        return None
    return _Head(name, (), "" if zone else name, "zone" if zone else "department")


def _title_text(text: str, lines: Sequence[Line], title: Line | None, heads: Sequence[_Head]) -> str | None:
    """The title as written; the body's name on a line of its own above it belongs to it."""
    if title is None:
        return None
    shown = re.sub(r"\s*\n\s*", "", text[title.start : title.end].strip().lstrip("·•●■◆ "))
    first = lines.index(title)
    if first and heads and re.match(r"(?:关于)?\d{4}年|关于", title.text):
        above = lines[first - 1]
        if any(above.text.removesuffix("关于").endswith(head.text) for head in heads):
            return text[above.start : above.end].strip() + shown
    return shown


def _named_place(folded: str, title: Line | None, places: Places, year: int | None, table: Divisions) -> tuple[tuple[str, ...], str]:
    """The names of the issuer's place where no body is named: in the title, else the place of which the text speaks as its own."""
    if title and (names := _title_place(folded, title, places, table)):
        return names, title.text
    own = Counter(m[1] for m in _SELF.finditer(folded))
    if not own:
        return _stem_place(folded, table, year)
    level = own.most_common(1)[0][0]
    counts: Counter[tuple[str, ...]] = Counter()
    for match in LEVEL.finditer(folded):
        if match[0][-1] != level[-1]:
            continue
        _, names = places.chain(match.end())
        if names and (table.named(names[-1], year) or level in TOWN_ENDINGS):
            counts[names] += 1
    last: Counter[str] = Counter()
    for names, number in counts.items():
        last[names[-1]] += number
    if not last:
        return _stem_place(folded, table, year)
    ranked = last.most_common(2)
    if len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]:
        return (), ""
    best = max((n for n in counts if n[-1] == ranked[0][0]), key=len)
    return best, f"{ranked[0][0]} ({ranked[0][1]}), 全{level} ({own[level]})"


# What stands behind the place that reports in a title.
_BEHIND_PLACE = re.compile(r"\s*(?:\d{4}|[二〇○零]{3}|关于|法治|依法|推进|$)")


def _title_place(folded: str, title: Line, places: Places, table: Divisions) -> tuple[str, ...]:
    """The names of the first place in the title and of those right behind it: the last one reports (定西市陇西县2023年…)."""
    names: tuple[str, ...] = ()
    end = title.start
    for match in LEVEL.finditer(folded, title.start, title.end):
        if LEVEL.match(folded, match.end()):
            continue
        start, chain = places.chain(match.end())
        if chain and not names:
            names, end = chain, match.end()
        elif chain and start <= end:
            names, end = (chain if start < end else (*names, *chain)), match.end()
        elif names and not _BEHIND_PLACE.match(folded, match.end()):
            continue
        elif not chain:
            opening = r"^" if names else r"(?:^|年度?|关于|\s)"
            found = re.search(opening + r"([\u3400-\u9fff]{1,7})$", folded[end : match.start()])
            if (
                not found
                or (len(found[1]) > 4 and not is_transliterated(found[1]))
                or found[1] + match[0] in common()
                or re.search(f"(?:{_zones()})$", found[1] + match[0])
                or LEVEL.search(found[1][-1])
            ):
                continue
            if len(found[1]) > 1 or table.abbreviated(found[1] + match[0]):
                names, end = (*names, found[1] + match[0]), match.end()
    return names


_STEM = re.compile(
    r"(?:法治|平安)(?P<fair>[\u3400-\u9fff]{2,3})建设(?:工作)?领导小组|(?<![\u3400-\u9fff])(?P<head>[\u3400-\u9fff]{2,3})(?:政务网|政府网|日报|报社|融媒体?中心|发布[》”])"
)


def _stem_place(folded: str, table: Divisions, year: int | None) -> tuple[tuple[str, ...], str]:
    """The county of which only the stem stands, in the names of its own bodies (法治临海建设领导小组, 《临海日报》); none where there are several."""
    levels = set(re.findall(r"([区县市旗])委", folded))
    found: dict[str, str] = {}
    for match in _STEM.finditer(folded):
        stem = match["fair"] or match["head"]
        for division in table.stemmed(stem, year) if stem not in words("places", "papers") and stem not in ordinary() else ():
            if division.level == "county" and division.name[-1] in levels:
                found[division.name] = match[0]
    return ((name,), passage) if len(found) == 1 and (name := next(iter(found))) and (passage := found[name]) else ((), "")


def _county_around(folded: str, table: Divisions, year: int | None) -> Division | None:
    """The county around a town that is named alone: the one of which the text speaks by its full name, else by its stem."""
    if (division := _around(folded, table, year)) is not None:
        return division
    names, _ = _stem_place(folded, table, year)
    return settle(names[0], table, folded, (), year) if names else None


def _from_names(folded: str, names: tuple[str, ...], body: _Head | None, table: Divisions, start: Issuer) -> Issuer:
    """The issuer with its place, level and name, from the names of places in front of it; `start` holds what is known already."""
    year = start.year
    if body is not None and (body.form_level == "zone" or (not names and _ZONE_BUREAU.search(body.department))):  # of no level: it is no division
        around = _of_zone(body.text.removeprefix(_TAX), table, folded, year)
        level, wide = "department" if body.department else None, around is not None and around.level == "province" and not is_municipality(around)
        region = table.region(around, year) if around and not wide else None
        return replace(start, issuer=body.text, region=region, level=level, division=around, department=body.department or None)
    towns = [n for n in names if n.endswith(TOWN_ENDINGS) and not table.named(n, year)]
    admin = [n for n in names if n not in towns]
    division = settle(admin[-1], table, folded, admin[:-1], year) if admin else None
    town = towns[-1] if towns else None
    if town and division is None and not admin:
        division = _county_around(folded, table, year)
    place = region = over = None
    if body and body.department and not town and (branch := _branch(body.department, division, table, folded, year)):
        over, division = (table.place(division, year) if division else admin[-1]), branch if isinstance(branch, Division) else None
        place = region = None if isinstance(branch, Division) else over + branch
    if division is not None:
        place, region = table.place(division, year), table.region(division, year)
    elif not over and admin and not table.named(admin[-1], year):
        place = region = _unknown(folded, admin, table)
    if town:
        # the county-level city stands alone in full names, with its prefecture in the region
        place, region = (place + town if place else None), (region + town if region else None)
    level = "department" if body and body.department else "town" if town else division.level if division else _level(admin)
    name = body.text if body is not None else names[-1] + _government_of(names[-1])
    if body is not None and body.form_level == "government" and body.text.endswith(("镇", "乡", "苏木")):
        name = body.text + "人民政府"
    department = body.department if body else None
    if division is not None and is_corps_city(division) and (corps := _corps_division(folded, division.name)):
        place, level = corps + division.name, "city" if level == "county" else level
        name = name if name.startswith(corps) else corps + name
    if body is not None and body.form_level == "party":
        if body.text.endswith("党组"):  # 中共甲县水利局党组: the department reports
            name, level = re.sub(r"^中共|党组$", "", body.text), "department"
            department = name.removeprefix("".join(names))
        else:
            name = f"{names[-1]}人民政府"
    return replace(
        start,
        issuer=name,
        region=region,
        code=division.code if division else None,
        level=level,
        place=place,
        division=division,
        town=town,
        department=department or None,
        over=over,
    )


def _corps_division(folded: str, city: str) -> str | None:
    """The division of the corps in front of its city, with which it is one body (第八师|石河子市)."""
    match = re.search(f"(?P<corps>第?[一二三四五六七八九十]{{1,3}}师){re.escape(city)}", folded)
    return match["corps"] if match else None


_OF_COUNTY = re.compile(r"(?:局|委员会|委)(?P<county>[\u3400-\u9fff]{2,8})分局")


def _branch(department: str, city: Division | None, table: Divisions, folded: str, year: int | None) -> Division | str | None:
    """The county for which a city's bureau reports (生态环境局|饶平|分局, |大丰|生态环境局); its name as the text has it where no table has the city.

    Since the reforms of 2016 to 2019 the bureaus of ecology, of natural resources and of the police in districts are the city's.
    """
    match = _OF_COUNTY.search(department)
    if city is None:
        stem = re.escape(match["county"]) if match else ""
        found = set(re.findall(f"{stem}(?:(?<=[区县旗])|[区县市旗])(?!分局)", folded)) if stem else set()
        return found.pop() if len(found) == 1 else None
    lengths = range(2, min(len(department), table.longest))
    pieces = [match["county"]] if match else [department[:length] for length in lengths if departments().fullmatch(department, length)]
    called = {d for piece in pieces for d in (*table.named(piece, year), *table.stemmed(piece, year))}
    counties = [d for d in called if d.level == "county" and city in table.chain(d, year)[1:]]
    return counties[0] if len(counties) == 1 else None


def _government_of(name: str) -> str:
    """What the government of a place is called: a 地区 or 盟 has the office of the province's or region's government there."""
    return "办事处" if name.endswith("街道") else "行政公署" if name.endswith(("地区", "盟")) else "人民政府"


def _of_zone(zone: str, table: Divisions, folded: str, year: int | None) -> Division | None:
    """The city or county, else the province, in the name of a development zone (昆山|高新区, 河北|雄安新区); of several the one that the text names."""
    for length in range(6, 1, -1):
        piece = zone[:length]
        rows = [d for d in table.named(piece, year) or table.stemmed(piece, year) if d.level == "province" or not d.name.endswith("区")]
        if len(rows) > 1:
            rows = [d for d in rows if d.name in folded] or [d for d in rows if all(d in table.chain(other, year) for other in rows)]  # 衡阳市, not 衡阳县
        if len(rows) == 1:
            return rows[0]
    return None


def _level(names: Sequence[str]) -> str | None:
    if not names:
        return None
    return "province" if names[-1].endswith(("省", "自治区")) else "county" if names[-1].endswith(("区", "县", "旗")) else "city"


_CITY = re.compile(r"(?:^|(?<=[^\u3400-\u9fff])|(?<=[和与及由在对向]))(?![和与及由在对向全各我本该])([\u3400-\u9fff]{2,3}市)(?![场民区县值容域直级])", re.M)

# Behind the word of a level, not of a name: 争取|市委, 房建|市政, 涉及|市、区.
_BODY = re.compile(r"委|(?:人民)?政|人大|法院|检察院|中院|[\u3400-\u9fff]{2,8}(?:局|厅|办(?!法))|[、和及][省区县镇乡]")


def _unknown(folded: str, admin: Sequence[str], table: Divisions) -> str | None:
    """The place of a name that no table has: with the city written in front of it, or the only city that the text names; else it stays open."""
    if len(admin) > 1 and admin[-2].endswith(("市", "州", "盟", "地区")):
        return admin[-2] + admin[-1]
    if admin[-1].endswith(("省", "自治区", "市", "州", "盟")):
        return admin[-1]
    found = Counter(re.findall(rf"([\u3400-\u9fff]{{2,3}}市){re.escape(admin[-1])}", folded))
    if found:
        return found.most_common(1)[0][0] + admin[-1]
    own = places_of(folded, table).own
    cities = {
        m[1]
        for m in _CITY.finditer(folded)
        if m[1] not in common() and m[1][-2:] not in common() and (m[1] in table.names or m[1] in own or not _BODY.match(folded, m.end()))
    }
    return cities.pop() + admin[-1] if len(cities) == 1 else None


def settle(name: str, table: Divisions, folded: str, above: Sequence[str] = (), year: int | None = None) -> Division | None:
    """The division that a name stands for in this text; None where several are left or none is known.

    Of several, the one whose city or province is named: directly in front, else anywhere in the text.
    """
    rows = table.named(name, year) or table.abbreviated(name, year)
    if above:
        rows = tuple(d for d in rows if any(up.is_called(above) for up in table.chain(d, year)[1:])) or rows
    if len(rows) > 1:
        scores = [sum(folded.count(up.name) * 2 + (folded.count(up.stem) if len(up.stem) > 1 else 0) for up in table.chain(d, year)[1:]) for d in rows]
        best = max(scores)
        rows = tuple(d for d, score in zip(rows, scores, strict=True) if score == best and best > 0)
    if len(rows) == 1:
        return rows[0]
    return None


def _around(folded: str, table: Divisions, year: int | None) -> Division | None:
    """The county around a town that is named alone: the only county of which the text speaks."""
    counts: Counter[str] = Counter()
    for match in re.finditer("[区县旗市]", folded):
        for length in (3, 4, 5, 6, 2, 7, 8):
            piece = folded[max(0, match.end() - length) : match.end()]
            if piece in table.names and piece not in common() and piece not in ordinary() and any(d.level == "county" for d in table.named(piece, year)):
                counts[piece] += 1
                break
    if not counts:
        return None
    ranked = counts.most_common(2)
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    return settle(ranked[0][0], table, folded, (), year)
