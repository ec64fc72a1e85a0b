"""Find the institutions of a report: exact spans, kind, and the parts of each name (rules: annotation guidelines, "Institutions"; field notes, G).

Every name has a body (司法局, 委依法治市办, 人大常委会 …) behind what places it: the full name of a place (云州市青岚区), a level word (区), the issuer
itself (我局, 局党组) or nothing (依法治区办). The scan goes over the words that can stand in front of a body, reads the body behind them by the
lexicon and the grammar of endings, and then looks to the left for the beginning of the name.

>>> [(i.text, i.kind) for i in find_institutions("县委、县政府听取县司法局汇报，我局落实《甲县司法局办法》")]
[('县委', 'party'), ('县政府', 'government'), ('县司法局', 'agency'), ('我局', 'agency')]
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from lawnlp.text.areas import before_city, corps, prefectures, zones
from lawnlp.text.body import Body
from lawnlp.text.body_forms import body_at, listed, numbered_school
from lawnlp.text.body_parts import sibling
from lawnlp.text.citations import find_citations
from lawnlp.text.edges import is_edge
from lawnlp.text.fold import fold
from lawnlp.text.lexicon import before_words, department, words
from lawnlp.text.place_names import LEVELS, TOWNS, VILLAGES, ordinary
from lawnlp.text.places import Places, places_of
from lawnlp.text.proper import is_awarded, is_counted, proper_names, whole_names
from lawnlp.text.regions import Divisions, load_divisions
from lawnlp.text.unplaced import issuer_body, national


@dataclass(frozen=True)
class Institution:
    """An institution at `start:end`.

    `places` are the names of places as written in front of the body; `level` is the level word of a short form (市, 街道), `own` where the issuer
    stands in front (我局, 局党组), else empty; `body` says what it is without its place. `doubt` names what keeps the rules from taking a reading
    (class, open, weak); "" where they take it unless a longer one covers it. `title` tells that it stands inside a person's title (区委|书记, 区人大|代表),
    which makes it optional whatever else speaks for it.
    """

    start: int
    end: int
    text: str
    kind: str
    optional: bool
    places: tuple[str, ...]
    level: str
    body: Body
    doubt: str = ""
    title: bool = False


_ANCHOR = re.compile("|".join(LEVELS))
# What a person is, directly behind the organ (区委|副书记, 区法院|党组书记, 交警大队|大队长). What meets under that name is the organ (县政协|主席会议), and 代表 alone is a verb.
_ROLE = re.compile(
    r"(?:常委会?)?(?:机关)?(?:党组|党委|党工委|党总支|党支部)?(?:原|时任|分管)?(?:第一|常务|专职|执行)?(?:副|常务副|专职副)?"
    r"(?:书记(?!处)|[市省区县州旗盟镇乡局厅院科处股所庭队站部校行会]长(?![期远效])|(?:[大中支总]队|秘书|检察|督察|理事|董事)长|主任(?!科员)|主席(?!团)|(?:政法)?委员(?!会)|(?:组织|宣传|统战)部长|常委(?!会|班子)"
    r"|成员(?=、副)|政委|政治委员|教导员|指导员|(?:[一二三四]级)?(?:主任科员|调研员|巡视员))(?!(?:专题|办公|联席)*会(?![同商见签谈]))"
)
_CONGRESS_ADJECTIVE = re.compile(r"(?:代表|委员)")


@dataclass(frozen=True)
class Readings:
    """What the grammar sees in a report: `kept`, the institutions by rule, in order and none overlapping, and `every` reading, with those among them."""

    kept: tuple[Institution, ...]
    every: tuple[Institution, ...]


def find_institutions(text: str, divisions: Divisions | None = None) -> list[Institution]:
    """All institutions by rule, in order, none overlapping (arguments as for `read_institutions`)."""
    return list(read_institutions(text, divisions).kept)


def read_institutions(text: str, divisions: Divisions | None = None) -> Readings:
    """All readings of a report.

    Args:
        text: the report; offsets are code points into it.
        divisions: the table of places (the official one by default). Places that it lacks are read by their neighbourhood.
    """
    folded = fold(text)
    places = places_of(folded, divisions if divisions is not None else load_divisions())
    cited = [(c.start, c.end) for c in find_citations(text)]
    whole = [_make(text, folded, start, body, (), "") for start, body in whole_names(folded, places)]
    inner = _not_within([*_listed_alike(folded, _placed(text, folded, places)), *_unplaced(text, folded, places)], [(i.start, i.end) for i in whole])
    found = _outside([*inner, *whole], cited)
    kept = _coordinated(text, folded, _without_overlaps([i for i in found if not i.doubt]))
    spans = {(i.start, i.end) for i in kept}
    others = {(i.start, i.end): i for i in reversed(found) if (i.start, i.end) not in spans}
    return Readings(tuple(kept), tuple(sorted([*kept, *others.values()], key=lambda i: (i.start, i.end))))


def _placed(text: str, folded: str, places: Places) -> Iterable[Institution]:
    """Bodies behind a level word or a place name."""
    for match in _ANCHOR.finditer(folded):
        level = match[0]
        body = body_at(folded, match.end(), level)
        if body is None:
            continue
        left = places.left(match.start(), level, bool(body.core))
        if left.how == "class":
            if body.core:
                yield _make(text, folded, match.start(), body, (), level, "class")
            continue
        if left.how == "pronoun":
            yield _make(text, folded, left.start, body, (), level, "" if body.sure else "open")
            continue
        if left.how == "open" and (not body.sure or (level == "州" and body.core.startswith("局"))):  # 贵州|局, 广州|局
            if body.core:
                yield _make(text, folded, left.start, body, (), level, "open")
            continue
        if not left.places and body.form in ("town", "village") and not body.core:
            continue  # 镇里, 街道: no body without a name
        if not left.places and (body.form == "village" or (is_counted(folded, body.end) and not folded.startswith("1个", body.end))):
            continue  # 村委会, 街道办事处11个: a class; 镇调委会1个 is the one that there is
        if body.form == "village" and not body.core and _CREATED.match(folded, body.end):
            continue
        if body.form == "open" and is_awarded(folded, left.start, body.end):
            continue  # 获评|市优秀调解委员会
        if body.form in ("town", "village") and not body.core and left.places and _acts(folded, left.start, body.end, left.places, places):
            body = replace(body, optional=False)
        if level == "街道" and left.how == "short" and places.title.streets:
            body = replace(body, optional=True)  # 区司法局、街道司法所: of one of several streets
        if folded.endswith("团", 0, left.start) and body.form == "party" and body.core in ("委", "委员会") and not left.places:
            body = replace(body, kind="social", form="league")  # 团区委
        division = before_city(folded, left.start) if left.places else ""
        start = _with_prefix(folded, left.start - len(division), body)
        yield _make(text, folded, start, body, (division, *left.places) if division else left.places, "" if left.places else level)


# How many villages have been made what they are called: a class (和谐社区创建8个).
_CREATED = re.compile(r"(?:示范)?(?:创建|建设|评选|培育|命名|打造)?(?:了|完成)?[\d.]+余?个")
_OPENS = frozenset("\n。;,、:)” ")


def _acts(folded: str, start: int, end: int, names: tuple[str, ...], places: Places) -> bool:
    """Whether a town or village does something here: it opens a clause or a list, and the text knows its name or says whose village it is (柳溪镇|石桥村)."""
    previous, name = folded[start - 1] if start else "\n", names[-1]
    of_town = name.endswith(VILLAGES) and len(names) > 1 and names[-2].endswith(TOWNS) and not folded.startswith("的", end)
    known = of_town or name in places.own or folded.count(name) > 1
    return previous in _OPENS and known and not _IS_PLACE.match(folded, end)


def bare_places(found: Sequence[Institution]) -> list[int]:
    """Numbers of the towns and of the villages named with their town that have no word for a body (柳溪镇, 柳溪镇石桥村); the town of such a village is none."""
    bare = [n for n, i in enumerate(found) if not i.body.core and (i.body.form == "town" or (i.body.form == "village" and len(i.places) > 1))]
    longest = {found[n].start: found[n].end for n in sorted(bare, key=lambda n: found[n].end)}
    return [n for n in bare if found[n].end == longest[found[n].start]]


_IS_PLACE = re.compile(r"\d{4}|地处|位于|辖|[(]|关于|合并|境内|交界|之间|沿线|片区")  # what is said of it as a place, or as the issuer in a title


def _listed_alike(folded: str, found: Iterable[Institution]) -> Iterator[Institution]:
    """The same, with one answer for a list of towns or villages (到白沙镇、麻塘镇调研): all of them act where the first opens a clause, else none."""
    group: list[Institution] = []

    def settled() -> list[Institution]:
        if len(group) < 2:
            return group
        opens = not group[0].start or folded[group[0].start - 1] in _OPENS
        return [replace(i, optional=not opens or bool(_IS_PLACE.match(folded, group[-1].end))) for i in group]

    every = list(found)
    bare = bare_places(every)
    for i in map(every.__getitem__, bare):
        if group and folded[group[-1].end : i.start] not in JOINS:
            yield from settled()
            group = []
        group.append(i)
    yield from settled()
    others = set(range(len(every))).difference(bare)
    yield from (every[n] for n in sorted(others))


def _with_prefix(folded: str, start: int, body: Body) -> int:
    if body.form == "league":
        return start - (3 if folded.endswith("共青团", 0, start) else 1)
    for prefix in ("中国共产党", "中共"):
        if body.kind == "party" and folded.endswith(prefix, 0, start):
            return start - len(prefix)
    if folded.endswith("国家税务总局", 0, start):
        return start - 6
    return start


def _unplaced(text: str, folded: str, places: Places) -> Iterable[Institution]:
    """Bodies of the whole country, the issuer and its own parts, names of their own."""
    for start, body in national(folded):
        yield _make(text, folded, start, body, (), "")
    for start, body in issuer_body(folded):
        yield _make(text, folded, start, body, (), "own")
    for start, body, name in _stem_courts(folded, places.divisions):
        yield _make(text, folded, start, body, (name,), "")
    for start, body, name in _stem_departments(folded, places.divisions):
        yield _make(text, folded, start, body, (name,), "")
    for start, body, name in _stem_schools(folded, places.divisions):
        yield _make(text, folded, start, body, (name,), "")
    for found in (corps(folded), zones(folded, places), prefectures(folded, places)):
        for start, body, names, level in found:
            yield _make(text, folded, start, body, names, level)
    for start, body, doubt in proper_names(folded, places):
        yield _make(text, folded, start, body, (), "", doubt)


_COURT = re.compile(r"第?[一二三四五]中院|(?:人民|中级人民|中级)?法院|中院|(?:人民)?检察院")


def _stem_courts(folded: str, divisions: Divisions) -> Iterator[tuple[int, Body, str]]:
    """Courts and procuratorates behind a place without its ending (秭归法院, 岳阳中院, 上海三中院), with the full name of the place, of several the one that the text names."""
    for match in _COURT.finditer(folded):
        levels = ("city", "province") if "中" in match[0] else ("county",) if match[0].endswith("法院") else ("county", "city")
        for length in (4, 3, 2):
            start = match.start() - length
            stem = folded[start : match.start()] if start >= 0 else ""
            if stem not in divisions.stems or stem in ordinary() or stem in before_words() or not is_edge(folded, start):
                continue
            called = divisions.stemmed(stem)
            names = {d.name for d in called if d.level in levels and d.name != stem}
            if len({d.name for d in called if d.level in ("county", "city")}) > 1:  # 中山法院: of 中山市 or of 中山区
                names = {name for name in names if name in folded}
            body = body_at(folded, match.start(), "")
            if len(names) == 1 and body is not None:
                yield start, body, names.pop()


def _stem_departments(folded: str, divisions: Divisions) -> Iterator[tuple[int, Body, str]]:
    """Departments behind a place without its ending (綦江税务局, 慈溪市场监管局), with the full name of the place where only one is meant or the text names it."""
    for match in department().finditer(folded):
        if match[0] in words("proper", "strong"):
            continue  # 深圳海事局: of the state, not of the city
        for length in (4, 3, 2):
            start = match.start() - length
            stem = folded[start : match.start()] if start >= 0 else ""
            if stem not in divisions.stems or stem in divisions.names or stem in ordinary() or stem in before_words() or not is_edge(folded, start):
                continue
            body = body_at(folded, match.start(), "")
            names = {d.name for d in divisions.stemmed(stem) if d.name != stem and d.level != "province"}
            named = {name for name in names if name in folded} or names
            if len(named) == 1 and body is not None and body.form in ("department", "part"):
                yield start, body, named.pop()


_SCHOOL = re.compile("第?[一二三四五六七八九十]{1,3}中")


def _stem_schools(folded: str, divisions: Divisions) -> Iterator[tuple[int, Body, str]]:
    """Middle schools called by their number behind a place without its ending (南昌十九中), with the full name of the place, of a city and a county of one stem the city."""
    for match in _SCHOOL.finditer(folded):
        for length in (4, 3, 2):
            start = match.start() - length
            stem = folded[start : match.start()] if start >= 0 else ""
            if stem not in divisions.stems or stem in divisions.names or stem in ordinary() or stem in before_words() or not is_edge(folded, start):
                continue
            called = divisions.stemmed(stem)
            names = {d.name for d in called if d.level == "city"} or {d.name for d in called if d.level == "county" and d.name in folded}
            body = numbered_school(folded, match.start())
            if len(names) == 1 and body is not None:
                yield start, body, names.pop()


def _make(text: str, folded: str, start: int, body: Body, names: tuple[str, ...], level: str, doubt: str = "") -> Institution:
    title = _in_title(folded, body)
    return Institution(start, body.end, text[start : body.end], body.kind, body.optional or title, names, level, body, doubt, title)


def _in_title(folded: str, body: Body) -> bool:
    """Whether the organ stands inside a person's title, 人大代表 and 政协委员 among them (then it is optional: annotation guidelines, "Institutions")."""
    if body.core.endswith(("人大", "人民代表大会", "政协")) and _CONGRESS_ADJECTIVE.match(folded, body.end):
        return True
    return bool(_ROLE.match(folded, body.end)) and body.form != "own"


def _not_within(found: Iterable[Institution], spans: Sequence[tuple[int, int]]) -> list[Institution]:
    """Those that do not lie within any of the spans."""
    starts = sorted(start for start, _ in spans)
    ends = [0, *accumulate((end for _, end in sorted(spans)), max)]  # of so many spans from the left, the last end
    return [i for i in found if i.end > ends[bisect_right(starts, i.start)]]


def _outside(found: Iterable[Institution], spans: Sequence[tuple[int, int]]) -> list[Institution]:
    """Those that do not touch any of the sorted spans."""
    kept, at = [], 0
    for i in sorted(found, key=lambda i: (i.start, -i.end, not i.body.sure, -len(i.places))):
        while at < len(spans) and spans[at][1] <= i.start:
            at += 1
        if at == len(spans) or i.end <= spans[at][0]:
            kept.append(i)
    return kept


def _without_overlaps(found: Sequence[Institution]) -> list[Institution]:
    """Of overlapping names the longest; of equal ones the surer reading."""
    kept: list[Institution] = []
    for i in found:
        if kept and i.start < kept[-1].end:
            last = kept[-1]
            if (i.end - i.start, i.body.sure) > (last.end - last.start, last.body.sure):
                kept[-1] = i
            continue
        kept.append(i)
    return kept


JOINS = ("、", "和", "与", "及", "以及")
_LISTED = re.compile("[、和与及]|以及")
_MANAGED = re.compile(r"[、和]?(?P<management>管委会|管理委员会)(?!主任|副主任|党)")
_JOIN = re.compile(r"[、和与及,]|以及|")


def _coordinated(text: str, folded: str, found: list[Institution]) -> list[Institution]:
    """Add what follows in a list: the departments of a place (县公安局、司法局、法院, 县委、政府), the parts of a department (市公安局交警支队、经侦支队), and the 管委会 behind the 党工委 of its zone."""
    out: list[Institution] = []
    done = 0
    for number, i in enumerate(found):
        if i.start < done:
            continue  # read again as a part of the department in front of it
        out.append(i)
        limit = found[number + 1].start if number + 1 < len(found) else len(folded)
        if i.text.endswith("党工委") and i.body.form in ("party", "proper") and (managed := _MANAGED.match(folded, i.body.end)) and managed.end() <= limit:
            core = i.body.core.removesuffix("党工委") + managed["management"]
            management = Body(managed.end(), "government", "management" if i.body.form == "party" else "proper", core)
            out.append(_make(text, folded, managed.start("management"), management, i.places, i.level))
        last = i
        while joint := _JOIN.match(folded, last.end):
            body = listed(folded, joint.end(), joint[0], last.body)
            if body is None or body.end > limit:
                break
            last = _make(text, folded, joint.end(), body, i.places, i.level)
            out.append(last)
        while (joint := _LISTED.match(folded, last.end)) and (part := sibling(folded, joint.end(), last.body)):
            start = joint.end()
            later = next((j for j in found[number + 1 :] if j.end > start), None)
            if later and later.start < part.end and (later.start, later.end, later.places, later.level in ("", "own")) != (start, part.end, (), True):
                break
            # a bare section or team of the issuer is optional
            last = replace(_make(text, folded, start, part, i.places, i.level), optional=i.optional or part.form == "own_part")
            out.append(last)
            done = part.end
    return out
