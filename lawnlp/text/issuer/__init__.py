"""Who reports, on what year, for which place: from the title, the signature, and what the text says of itself.

Nothing is guessed: a place that several divisions share (鼓楼区) is settled by what stands above it in the text, or stays open. Every value comes with
the passage that gave it, and a second reading that contradicts the first is kept.

>>> text = "云州市青岚区人民政府2023年法治政府建设情况报告\\n2023年，区政府……"
>>> issuer = find_issuer(text)
>>> issuer.issuer, issuer.region, issuer.level, issuer.year
('云州市青岚区人民政府', '云州市青岚区', 'county', 2023)
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lawnlp.text.body import TAX
from lawnlp.text.fold import fold
from lawnlp.text.institutions import Institution, find_institutions
from lawnlp.text.issuer.heads import Head, heads_of, title_text
from lawnlp.text.issuer.named import named_place
from lawnlp.text.issuer.settled import county_around, county_of_branch, settle, unknown_place
from lawnlp.text.issuer.zones import ZONE_BUREAU, around_zone, corps_of, division_of, zone_of
from lawnlp.text.place_names import TOWNS
from lawnlp.text.places import places_of
from lawnlp.text.regions import Division, Divisions, is_corps_city, is_municipality, load_divisions
from lawnlp.text.title import find_title, lines_of, year_of


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
    heads = heads_of(folded, lines, title, bodies)
    year, year_from, year_conflict = year_of(folded, title)
    known = Issuer(
        title=title_text(text, lines, title, heads),
        year=year,
        evidence=(("year", year_from),) if year_from else (),
        conflicts=(year_conflict,) if year_conflict else (),
    )
    if heads:
        body = heads[0]
        others = {b.places[-1] for b in heads[1:] if b.places and body.places and b.places[-1] != body.places[-1] and b.form_level == body.form_level}
        conflicts = (f"issuer: {body.text} / {name}" for name in sorted(others))
        return _from_names(folded, body.places, body, table, replace(_shown(known, body.text), conflicts=(*known.conflicts, *conflicts)))
    places = places_of(folded, table)
    if title and (corps := corps_of(title)):
        return replace(_shown(known, title.text), **corps)
    if title and (zone := zone_of(title, folded, places)):
        return _from_names(folded, (), Head(zone, (), "", "zone"), table, _shown(known, title.text))
    names, passage = named_place(folded, title, places, year, table)
    return _from_names(folded, names, None, table, _shown(known, passage)) if names else known


def _shown(known: Issuer, passage: str) -> Issuer:
    """The same with the passage that names the issuer."""
    return replace(known, evidence=(*known.evidence, ("issuer", passage)))


def _from_names(folded: str, names: tuple[str, ...], body: Head | None, table: Divisions, start: Issuer) -> Issuer:
    """The issuer with its place, level and name, from the names of places in front of it; `start` holds what is known already."""
    year = start.year
    if body is not None and (body.form_level == "zone" or (not names and ZONE_BUREAU.search(body.department))):  # of no level: it is no division
        around = around_zone(body.text.removeprefix(TAX), table, folded, year)
        level, wide = "department" if body.department else None, around is not None and around.level == "province" and not is_municipality(around)
        region = table.region(around, year) if around and not wide else None
        return replace(start, issuer=body.text, region=region, level=level, division=around, department=body.department or None)
    towns = [n for n in names if n.endswith(TOWNS) and not table.named(n, year)]
    admin = [n for n in names if n not in towns]
    division = settle(admin[-1], table, folded, admin[:-1], year) if admin else None
    town = towns[-1] if towns else None
    if town and division is None and not admin:
        division = county_around(folded, table, year)
    place = region = over = None
    if body and body.department and not town and (branch := county_of_branch(body.department, division, table, folded, year)):
        over, division = (table.place(division, year) if division else admin[-1]), branch if isinstance(branch, Division) else None
        place = region = None if isinstance(branch, Division) else over + branch
    if division is not None:
        place, region = table.place(division, year), table.region(division, year)
    elif not over and admin and not table.named(admin[-1], year):
        place = region = unknown_place(folded, admin, table)
    if town:
        # the county-level city stands alone in full names, with its prefecture in the region
        place, region = (place + town if place else None), (region + town if region else None)
    level = "department" if body and body.department else "town" if town else division.level if division else _level(admin)
    name = body.text if body is not None else names[-1] + _government_of(names[-1])
    if body is not None and body.form_level == "government" and body.text.endswith(("镇", "乡", "苏木")):
        name = body.text + "人民政府"
    department = body.department if body else None
    if body is not None and body.form_level == "party":
        if body.text.endswith("党组"):  # 中共甲县水利局党组: the department reports
            name, level = re.sub(r"^中共|党组$", "", body.text), "department"
            department = name.removeprefix("".join(names))
        else:
            name = f"{names[-1]}人民政府"
    if division is not None and is_corps_city(division) and not town and (corps := division_of(division.name, folded)):
        place, level = corps + division.name, "city" if level == "county" else level
        name = place + name.partition(division.name)[2]
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


def _government_of(name: str) -> str:
    """What the government of a place is called: a 地区 or 盟 has the office of the province's or region's government there."""
    return "办事处" if name.endswith("街道") else "行政公署" if name.endswith(("地区", "盟")) else "人民政府"


def _level(names: Sequence[str]) -> str | None:
    if not names:
        return None
    return "province" if names[-1].endswith(("省", "自治区")) else "county" if names[-1].endswith(("区", "县", "旗")) else "city"
