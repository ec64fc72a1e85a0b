"""Full names of institutions: what 区司法局, 市委, 我局, 依法治区办 stand for in a given report (annotation guidelines, "canonical").

The place comes from the names written in front, else from the level word and the issuer's own place; the body is written out by its form. None
wherever the text does not settle one of the two.
"""

from collections.abc import Sequence
from itertools import takewhile

from lawnlp.text.body import TAX
from lawnlp.text.body_forms import in_other_word
from lawnlp.text.fold import fold
from lawnlp.text.fullnames.beside import founding_place, longer_forms, with_departments_written_out, with_open_offices, with_places_in_front
from lawnlp.text.fullnames.department import own_name, superior_name
from lawnlp.text.fullnames.organs import body_of_state, tax_administration
from lawnlp.text.fullnames.placed import bare_rule_body, placed_name
from lawnlp.text.fullnames.places import LEVEL_WORDS, PlaceNames
from lawnlp.text.fullnames.proper import own_zone, proper_name
from lawnlp.text.fullnames.spelling import spell_rest
from lawnlp.text.institutions import Institution
from lawnlp.text.issuer import Issuer
from lawnlp.text.lexicon import national_names
from lawnlp.text.place_names import TOWNS
from lawnlp.text.regions import Divisions


def full_names(found: Sequence[Institution], issuer: Issuer, text: str, divisions: Divisions) -> list[str | None]:
    """The full name of each institution, None where it is open."""
    places = PlaceNames(issuer, fold(text), divisions)
    names = [_name(places, i) for i in with_places_in_front(places.folded, found)]
    names = with_departments_written_out(places, found, with_open_offices(found, names))
    names = [_new_body(places, i, founding_place(places, found, at)) if i.body.form == "new" else names[at] for at, i in enumerate(found)]
    longer = longer_forms(zip(found, names, strict=True))
    changed = [i.body.form in ("proper", "quoted", "new") and i.text != places.folded[i.start : i.end] for i in found]
    kept = any(changed) and _keeps_variants(text, places.folded)
    out = [longer.get(name, name) if name else None for name in names]
    return [_as_written(i, name) if name and kept and own else name for i, name, own in zip(found, out, changed, strict=True)]


def _name(places: PlaceNames, i: Institution) -> str | None:
    form, core = i.body.form, i.body.core
    by, own = places.issuer, places.issuer.issuer or ""
    is_zone = own.endswith(("管委会", "管理委员会"))
    if form == "national":
        return national_names()[core][1] if core in national_names() else body_of_state(core)
    if form == "quoted":
        return core
    if form in ("own", "own_part"):
        return own_name(places, core)
    if form == "bare_rule":
        return bare_rule_body(places, core)
    if form == "proper":
        return i.text if "(" in core else proper_name(places, core)  # brackets as written
    if form in ("bare", "new"):  # a new one depends on who sets it up
        return None
    if form == "own_zone":
        return proper_name(places, own) if is_zone else None
    if form == "management" and i.level == "区" and by.place is None and is_zone:
        return proper_name(places, own)  # 我区管委会 of a development zone
    if zone := _issuing_zone(places, i):
        if core.startswith("税务局"):
            return tax_administration(by.year) + zone + core
        of_city = form in ("congress", "cppcc") or core.endswith(("分局", "派出所"))  # named as the city likes
        return None if of_city else placed_name(places, zone, form, core, i)
    place = places.written(i.places) if i.places else _by_level(places, i) if i.level else by.place
    if i.places and i.kind == "social" and (place is None or i.places[-1].endswith(TOWNS)):
        return places.folded[i.start : i.end]  # a name of its own stands as written
    tax = TAX if places.folded.startswith(TAX, i.start) else tax_administration(by.year)
    if core.startswith("税务局") and place and tax:
        return tax + place + core
    if form == "superior":
        return superior_name(places, place, i.level, core)
    return placed_name(places, place, form, core, i) if place else None


def _issuing_zone(places: PlaceNames, i: Institution) -> str | None:
    """The zone that reports, in full, where the body is its own by a short name of it (开发区|司法局, 新区|法院) or as only a zone has one (区|党工委); 区司法局 may be the district's."""
    if i.level == "区" and places.issuer.place is None:
        short = "新区" if places.folded.startswith("新区", i.start) else "区" if i.body.core == "党工委" else ""
    else:
        short = i.places[0] if len(i.places) == 1 and not i.level else ""
    return own_zone(places, short) if short.endswith("区") else None


def _new_body(places: PlaceNames, i: Institution, place: str | None) -> str | None:
    """The full name of a body newly set up by the organs of a place, which is that place's; a research centre is its university's."""
    by, core = places.issuer, i.body.core
    if not by.place or by.level == "department" or i.kind == "social":
        return None
    if _is_named_after_place(places, core):
        return core
    return place + spell_rest(_without_place(place, core)) if place else None


def _is_named_after_place(places: PlaceNames, core: str) -> bool:
    """Whether a body newly set up begins with the short name of the issuer's place, one above it or a province (汕头国际商事调解中心, 甘肃国际法务中心): a name of its own, which stands as written."""
    ahead = (division for length in (2, 3, 4) for division in places.divisions.stemmed(core[:length], places.issuer.year))
    return any((division in places.chain or division.level == "province") and not core.startswith(division.name) for division in ahead)


def _without_place(place: str, core: str) -> str:
    """A body of a place without the level word or the name of the place in front (县|防灾减灾工作专班, 路桥区|企业服务专班)."""
    level = core[0]
    if level in LEVEL_WORDS and place.endswith(level) and not in_other_word(core, 1, level):
        return core[1:]
    return core[next((length for length in range(len(place), 1, -1) if place.endswith(core[:length])), 0) :]


def _by_level(places: PlaceNames, i: Institution) -> str | None:
    """The place that the level word of a body means; a 行署 without a name may be a 盟's."""
    place = places.by_level(i.level)
    return places.by_level("盟") if place is None and i.body.form == "prefecture" and i.level == "地区" else place


def _keeps_variants(text: str, folded: str) -> bool:
    """Whether the few traditional characters of a text stand in names (毕昇, 徵诚): it is not in traditional characters as a whole."""
    return sum(a != b and a.isalpha() and not a.isascii() for a, b in zip(text, folded, strict=True)) * 10 < len(text)


def _as_written(i: Institution, name: str) -> str:
    """The full name of a body with a name of its own, with the characters in which the text writes it."""
    shared = list(takewhile(lambda row: row[1] == row[2], zip(i.text, fold(i.text), name, strict=False)))
    return "".join(a if a.isalpha() and not a.isascii() else b for a, b, _ in shared) + name[len(shared) :]
