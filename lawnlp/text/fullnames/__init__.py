"""Full names of institutions: what 区司法局, 市委, 我局, 依法治区办 stand for in a given report (annotation guidelines, "canonical").

The place comes from the names written in front, else from the level word and the issuer's own place; the body is written out by its form. None
wherever the text does not settle one of the two.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from lawnlp.text.body import TAX
from lawnlp.text.body_forms import RANK, in_other_word
from lawnlp.text.fold import fold
from lawnlp.text.fullnames.department import in_order, own_name, superior_name
from lawnlp.text.fullnames.organs import body_of_state, tax_administration
from lawnlp.text.fullnames.placed import bare_rule_body, placed_name
from lawnlp.text.fullnames.places import LEVEL_WORDS, PlaceNames
from lawnlp.text.fullnames.proper import proper_name
from lawnlp.text.fullnames.spelling import spell_rest
from lawnlp.text.institutions import Institution
from lawnlp.text.issuer import Issuer
from lawnlp.text.lexicon import national_names
from lawnlp.text.place_names import TOWNS
from lawnlp.text.proper import SETS_UP
from lawnlp.text.regions import Divisions


def full_names(found: Sequence[Institution], issuer: Issuer, text: str, divisions: Divisions) -> list[str | None]:
    """The full name of each institution, None where it is open."""
    places = PlaceNames(issuer, fold(text), divisions)
    names = [_name(places, i) for i in _beside_each_other(places.folded, found)]
    names = _open_offices(found, names)
    names = [None if i.body.form == "new" and _is_set_up_by_another(places, found, at) else names[at] for at, i in enumerate(found)]
    longer = _longer_forms(zip(found, names, strict=True))
    changed = [i.body.form in ("proper", "quoted", "new") and i.text != places.folded[i.start : i.end] for i in found]
    kept = any(changed) and _keeps_variants(text, places.folded)
    out = [longer.get(name, name) if name else None for name in names]
    return [_as_written(i, name) if name and kept and own else name for i, name, own in zip(found, out, changed, strict=True)]


_JOINTS = ("", "、", "和", "及")


def _beside_each_other(folded: str, found: Sequence[Institution]) -> list[Institution]:
    """The institutions, with the place of the organ directly in front for one that has the level word alone (肇庆市委|、市政府 in a report of 四会市).

    Only where it comes later among the organs of one place: 绍兴市政府、市委 are of two.
    """
    out: list[Institution] = []
    for i in found:
        last = out[-1] if out else None
        if (
            last is not None
            and i.level
            and not i.places
            and last.places
            and last.places[-1].endswith(i.level)
            and folded[last.end : i.start] in _JOINTS
            and RANK.get(last.body.form, 9) < RANK.get(i.body.form, 0)
        ):
            out.append(replace(i, places=last.places))
        else:
            out.append(i)
    return out


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
    if form == "bare":
        return None
    if form == "own_zone":
        return proper_name(places, own) if is_zone else None
    if form == "new":  # set up by the issuer, so it is the issuer's; a research centre is its university's
        if not by.place or by.level == "department" or i.kind == "social":
            return None
        return core if _is_named_after_place(places, core) else by.place + spell_rest(_without_own_place(places, core))
    if form == "management" and i.level == "区" and by.place is None and is_zone:
        return proper_name(places, own)  # 我区管委会 of a development zone
    place = places.written(i.places) if i.places else _by_level(places, i) if i.level else by.place
    if i.places and i.kind == "social" and (place is None or i.places[-1].endswith(TOWNS)):
        return places.folded[i.start : i.end]  # a name of its own stands as written
    tax = TAX if places.folded.startswith(TAX, i.start) else tax_administration(by.year)
    if core.startswith("税务局") and place and tax:
        return tax + place + core
    if form == "superior":
        return superior_name(places, place, i.level, core)
    return placed_name(places, place, form, core, i) if place else None


def _is_named_after_place(places: PlaceNames, core: str) -> bool:
    """Whether a body set up by the issuer begins with the short name of the issuer's place, one above it or a province (汕头国际商事调解中心, 甘肃国际法务中心): a name of its own, which stands as written."""
    ahead = (division for length in (2, 3, 4) for division in places.divisions.stemmed(core[:length], places.issuer.year))
    return any((division in places.chain or division.level == "province") and not core.startswith(division.name) for division in ahead)


def _without_own_place(places: PlaceNames, core: str) -> str:
    """A body set up by the issuer, without the level word or the name of its place in front (县|防灾减灾工作专班, 路桥区|企业服务专班)."""
    own = places.chain[0].name if places.chain else ""
    if own and core.startswith(own):
        return core.removeprefix(own)
    level = core[0]
    return core[1:] if level in LEVEL_WORDS and (places.issuer.place or "").endswith(level) and not in_other_word(core, 1, level) else core


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


def _longer_forms(pairs: Iterable[tuple[Institution, str | None]]) -> dict[str, str]:
    """Short written departments of which the same text gives one longer form: 大数据局 where it also writes 大数据发展管理局, 教体局 and 教育和体育局."""
    names = {name for i, name in pairs if name and i.body.form in ("department", "open") and i.kind == "agency"}
    out: dict[str, str] = {}
    for name in names:
        rivals = [
            other for other in names if len(other) > len(name) + 1 and other[-1] == name[-1] and (_is_short_form(name, other) or _is_clipped(name, other))
        ]
        if len(rivals) == 1 and not rivals[0].endswith(("分局", "大队", "支队")):
            out[name] = rivals[0]
    return out


# whether or not it counts as a body there
_TOWN_AHEAD = re.compile("(?P<town>镇|(?<!城)乡|街道|社区|(?<!农)村)(?:率先|挂牌|牵头|联合|探索|先行|新|已|也|还)?$")
_OWN_ORGANS = ("party", "standing", "government", "government_part", "prefecture", "town", "street")  # what they set up is their place's
_DRAWN_UPON = ("依托", "依靠", "借助", "整合", "抽调")  # verbs of bodies that another makes use of


def _is_set_up_by_another(places: PlaceNames, found: Sequence[Institution], at: int) -> bool:
    """Whether another body or a town than the organs of the issuer's place stands in front of the verb that sets `found[at]` up (县司法局设立…, 石桥镇率先成立…): whose it is stays open."""
    verb = SETS_UP.search(places.folded, max(0, found[at].start - 5), found[at].start)
    end = verb.start() if verb else found[at].start
    by = at - 1
    if by < 0 or found[by].end > end or not re.fullmatch("[\u3400-\u9fff]{0,4}", places.folded[found[by].end : end]):
        town = _TOWN_AHEAD.search(places.folded, max(0, end - 5), end)
        return town is not None and not _is_own_town(places, town)
    organ = found[by]
    if organ.body.form in _OWN_ORGANS and (_place_of(places, organ) or "") == places.issuer.place:
        return False
    while by and places.folded[found[by - 1].end : found[by].start] in _JOINTS:
        by -= 1  # 整合|县公安局、县司法局|资源
    return not places.folded.endswith(_DRAWN_UPON, 0, found[by].start)


def _place_of(places: PlaceNames, organ: Institution) -> str | None:
    """The place of an organ; one without any is the issuer's."""
    if organ.places:
        return places.written(organ.places)
    return places.by_level(organ.level) if organ.level else places.issuer.place


def _is_own_town(places: PlaceNames, town: re.Match[str]) -> bool:
    """Whether a town is the one that reports, by its name or by its level word alone (街道率先成立…, 我镇成立…)."""
    own = places.issuer.town
    if not (own and own.endswith(town["town"])):
        return False
    return places.folded.endswith(own, 0, town.end("town")) or not re.match("(?![我本全])[\u3400-\u9fff]", places.folded[town.start() - 1 : town.start()])


def _open_offices(found: Sequence[Institution], names: Sequence[str | None]) -> list[str | None]:
    """The names, a clipped office (营商办) with the one longer name that the same text writes out for an office of the same place."""
    longer: dict[tuple[tuple[str, ...], str], set[tuple[str, str]]] = {}
    for i, name in zip(found, names, strict=True):
        if name and i.body.core.endswith(("小组办公室", "委员会办公室", "会议办公室", "指挥部办公室")):
            longer.setdefault((i.places, i.level), set()).add((i.body.core, name))

    @cache  # a text that has an office a thousand times is looked through for it once
    def settled(places: tuple[str, ...], level: str, stem: str) -> str | None:
        rivals = {name for core, name in longer.get((places, level), ()) if in_order(stem, core)}
        return rivals.pop() if len(rivals) == 1 else None

    return [
        settled(i.places, i.level, i.body.core.removesuffix("办")) if name is None and i.body.form == "office" else name
        for i, name in zip(found, names, strict=True)
    ]


def _is_short_form(short: str, long: str) -> bool:
    """Whether `short` is `long` with words of its end left out: same beginning but for the last two characters, all characters in order."""
    if not long.startswith(short[:-1]):
        return False
    return long[len(short) - 1 : -1] in ("管理", "发展管理", "服务", "服务管理", "建设", "和规划", "和林业", "监督管理", "综合")


def _is_clipped(short: str, long: str) -> bool:
    """Whether `short` takes one character of each word of `long` (教体局, 教育和体育局), behind the same place."""
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(short, long, strict=False))) - 1
    clipped, words = short[start:-1], long[start:-1]
    return (
        start > 0
        and short[start - 1] in LEVEL_WORDS
        and 2 <= len(clipped) <= 4
        and in_order(clipped, words)
        and not any(clipped[at : at + 2] in words for at in range(len(clipped) - 1))
    )
