"""What the other institutions of a report say of one: the place of the organ in front of it, the longer name of the same body elsewhere, who sets it up."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from lawnlp.text.body_forms import RANK
from lawnlp.text.fullnames.department import in_order
from lawnlp.text.fullnames.places import LEVEL_WORDS, PlaceNames
from lawnlp.text.institutions import Institution
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


# whether or not it counts as a body there
_TOWN_AHEAD = re.compile("(?P<town>镇|(?<!城)乡|街道|社区|(?<!农)村)(?:率先|挂牌|牵头|联合|探索|先行|新|已|也|还)?$")
_OWN_ORGANS = ("party", "standing", "government", "government_part", "prefecture", "town", "street")  # what they set up is their place's
_DRAWN_UPON = ("依托", "依靠", "借助", "整合", "抽调")  # verbs of bodies that another makes use of


def is_set_up_by_another(places: PlaceNames, found: Sequence[Institution], at: int) -> bool:
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
