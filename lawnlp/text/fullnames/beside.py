"""What the other institutions of a report say of one: the place of the organ in front of it, the longer name of the same body elsewhere, who sets it up."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from lawnlp.text.body_forms import RANK
from lawnlp.text.fullnames.department import in_order, is_short_of
from lawnlp.text.fullnames.places import LEVEL_WORDS, PlaceNames
from lawnlp.text.fullnames.spelling import spell
from lawnlp.text.institutions import Institution
from lawnlp.text.places import places_of
from lawnlp.text.proper import SETS_UP

_JOINTS = ("", "、", "和", "及")


def with_places_in_front(folded: str, found: Sequence[Institution]) -> list[Institution]:
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


_ADVERBS = "(?:率先|挂牌|牵头|联合|探索|创新|先行|专门|新|已|也|还)?$"  # between who sets a body up and the verb
# whether or not it counts as a body there
_TOWN_AHEAD = re.compile("(?P<town>镇|(?<!城)乡|街道|社区|(?<!农)村)" + _ADVERBS)
_COUNTY_AHEAD = re.compile(f"(?P<level>[{LEVEL_WORDS}]){_ADVERBS}")
_ORGANS = ("party", "standing", "government", "government_part", "prefecture")  # what they set up is their place's
_DRAWN_UPON = ("依托", "依靠", "借助", "整合", "抽调")  # verbs of bodies that another makes use of
_AMONG_OTHERS = ("、", "和", "与", "及", "同", "联合", "在", "于")  # others take part, or it is where the body is


def founding_place(places: PlaceNames, found: Sequence[Institution], at: int) -> str | None:
    """The place whose organs set the new body `found[at]` up: that of the organ or the county in front of the verb (西陵区率先成立…), else the issuer's.

    None where another body, several or a town do so (县司法局设立…, 石桥镇率先成立…): whose it is stays open.
    """
    verb = SETS_UP.search(places.folded, max(0, found[at].start - 5), found[at].start)
    end = verb.start() if verb else found[at].start
    by = at - 1
    if by < 0 or found[by].end > end or not re.fullmatch("[\u3400-\u9fff]{0,4}", places.folded[found[by].end : end]):
        if town := _TOWN_AHEAD.search(places.folded, max(0, end - 5), end):
            return places.issuer.place if _is_own_town(places, town) else None
        return _place_ahead(places, end)
    organ, acts = found[by], re.fullmatch(_ADVERBS, places.folded[found[by].end : end])
    while by and places.folded[found[by - 1].end : found[by].start] in _JOINTS:
        by -= 1  # 整合|县公安局、县司法局|资源
    if drawn := next((verb for verb in _DRAWN_UPON if places.folded.endswith(verb, 0, found[by].start)), ""):
        return _place_ahead(places, found[by].start - len(drawn))  # 当阳市|依托司法所|建成
    place, own = _place_of(places, organ), places.issuer.place
    if (acts and organ.body.form in _ORGANS) or (place == own and organ.body.form in (*_ORGANS, "town", "street")):
        return place if all(_place_of(places, i) == place for i in found[by : at - 1]) else None
    return None


def _place_ahead(places: PlaceNames, end: int) -> str | None:
    """The place that stands in front of what sets a body up, at `end`; without one, without its name (全市率先成立…) and as far as which it is the first (在湖北省率先成立…) it is the issuer's."""
    own, county = places.issuer.place, _COUNTY_AHEAD.search(places.folded, max(0, end - 3), end)
    if county is None:
        return own
    left = places_of(places.folded, places.divisions).left(county.start("level"), county["level"])
    place = places.written(left.places) if left.how in ("known", "read") and left.places else None if left.how == "open" else own
    if place == own or places.folded.endswith(_DRAWN_UPON, 0, left.start) or (places.folded.endswith("在", 0, left.start) and county[0].endswith("率先")):
        return own
    return None if places.folded.endswith(_AMONG_OTHERS, 0, left.start) or county[0].endswith(("牵头", "联合")) else place


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


def with_open_offices(found: Sequence[Institution], names: Sequence[str | None]) -> list[str | None]:
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


def with_departments_written_out(places: PlaceNames, found: Sequence[Institution], names: Sequence[str | None]) -> list[str | None]:
    """The names, an abbreviated department (政数局, 文旅局) with the one name that the same text writes out for such a department of the same place."""
    full: dict[str, set[str]] = {}
    for i, name in zip(found, names, strict=True):
        if name and i.kind == "agency" and i.body.form in ("department", "open") and name.endswith(i.body.core):
            full.setdefault(name.removesuffix(i.body.core), set()).add(i.body.core)

    @cache
    def settled(place: str, core: str, name: str | None) -> str | None:
        written_out = spell(core)
        rivals = full.get(place, set())
        if written_out == core or written_out in rivals or name not in (None, place + written_out):
            return name
        longer = [other for other in rivals if is_short_of(core, other) and (name is None or is_short_of(written_out, other, whole=True))]
        return place + longer[0] if len(longer) == 1 else name

    return [
        settled(place, i.body.core, name) if full and i.body.form == "department" and (place := _place_of(places, i)) else name
        for i, name in zip(found, names, strict=True)
    ]


def longer_forms(pairs: Iterable[tuple[Institution, str | None]]) -> dict[str, str]:
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
