"""The place names that a text itself shows with clear edges, in titles, signatures and in front of bodies (云州市人民政府 at the head of a line)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice

from lawnlp.text.edges import before_names, follows_verb, is_edge, stops
from lawnlp.text.lexicon import words
from lawnlp.text.patterns import trie
from lawnlp.text.place_names import LEVEL, ORGAN, TOWNS, common, is_class, is_doubled_name, is_guarded_name
from lawnlp.text.title import TITLE_LINES, find_title, lines_of

_FIRST = "年度由在对向以经报送交请和与及同给让使共先再已未另新原听先转"
_OWN = re.compile(
    r"(?:^|[\s,。;:、()“”《》|>—\-])(?:\d{4}年?(?:度)?|中共|关于|由|在|对|向|以)?(?P<name>[\u3400-\u9fff]{2,4}?(?:省|市|区|县|镇|乡|街道|苏木|自治区|自治县|州))"
    r"(?=人民政府|政府|委员会|委[全依、]|人大|人民法院|人民检察院|司法局|司法所|党委|党工委|办事处|[\u3400-\u9fff]{2,14}局|20\d\d年|关于)",
    re.M,
)
_OWN_PAIR = re.compile(
    r"(?:^|[\s,。;:、()“”《》])(?:\d{4}年度?)?(?P<city>[\u3400-\u9fff]{2,3}市)(?P<name>[\u3400-\u9fff]{2,3}(?:区|县|市))(?=人民政府|政府|[\u3400-\u9fff]{2,14}局|20\d\d年)",
    re.M,
)
# What stands in a line that names an issuer: the year of a title, the body of a signature at its end.
_HEAD = re.compile(r"\d{4}|(?:政府|委员会|委|局|厅|法院|检察院|司法所|办事处|办公室|人大|关于):?\s*$")

_TOWN = re.compile("镇|乡|街道")
_OF_TOWN = re.compile(r"[\u3400-\u9fff](?<![城各村集])(?:镇|乡|街道|苏木)(?:人民政府|政府|办事处|党委|党工委)*\s*(?:关于|20\d\d|法治|推进|依法|《|$)")
_HAS_STREETS = re.compile(r"[市县区旗](?:委|(?:人民)?政府)?\s*(?:关于)?\d{4}年")
_LEAD = re.compile(r"(?:\d{4}年?(?:度)?|关于|中共|中国共产党|国家税务总局)*")


@cache
def _headed() -> re.Pattern[str]:
    """A town that reports or signs, whose name begins like a word of running text (霍山县|与儿街镇|人民政府2023年…): behind a county none stands there, and no joint opens a line."""
    first = "".join(sorted(stops() | {word for word in before_names()[0] if len(word) == 1}))
    return re.compile(
        rf"^(?:\d{{4}}年度?|关于|中共)*(?:[\u3400-\u9fff]{{2,9}}[市县区旗州]|(?=[与于和及]))(?P<name>(?=[\u3400-\u9fff])[{re.escape(first)}][\u3400-\u9fff]{{1,3}}?(?:镇|乡|街道))"
        r"(?:(?:人民政府|政府|办事处|党委|党工委|委员会|司法所)\s*(?:关于|20\d\d年|$)|20\d\d年)",
        re.M,
    )


def _is_headed(name: str) -> bool:
    """Whether what `_headed` reads is one name (no 各乡|镇, 在特色|镇)."""
    level = next(word for word in TOWNS if name.endswith(word))
    stem = name[1:].removesuffix(level)
    if name in common() or set(name[1:]) & stops() or re.search("[省市区县镇乡]", name[:-1]):
        return False
    return len(stem) < 2 or not (is_class(stem, level) or stem in words("proper", "classes"))


def _joined(folded: str, names: Iterable[str]) -> set[str]:
    """Those of some towns whose first character is a word of its own: the text has the rest by itself too (关于与|石桥镇|人民政府…)."""
    longer: dict[str, list[str]] = {}
    for name in names:
        longer.setdefault(name[1:], []).append(name)
    found: set[str] = set()
    for town in _TOWN.finditer(folded) if longer else ():
        for start in range(max(0, town.start() - 3), town.start() - 1):
            if (rest := folded[start : town.end()]) in longer and is_edge(folded, start):
                found.update(name for name in longer[rest] if not folded.endswith(name, 0, town.end()))
    return found


def _edges_of(folded: str, name: str) -> dict[str, list[int]]:
    """Where a name stands at an edge, by the two characters behind it."""
    found: dict[str, list[int]] = {}
    for at in re.finditer(re.escape(name), folded):
        if is_edge(folded, at.start()):
            found.setdefault(folded[at.end() : at.end() + 2], []).append(at.start())
    return found


@dataclass(frozen=True)
class Title:
    """What the title of a report tells of the places that the report may name: whether its own is one of the `table` of divisions, whether it is a `town`, or has `streets` below it."""

    table: bool
    town: bool
    streets: bool


def title_of(folded: str, names: frozenset[str]) -> Title:
    """The same, read from the title among the lines at the top; `names` are those of the table."""
    title = find_title(list(islice(lines_of(folded, folded), TITLE_LINES)))
    if title is None:
        return Title(table=False, town=False, streets=False)
    words_from_place = _LEAD.sub("", title.text, count=1)
    town = bool(_OF_TOWN.search(title.text))
    table = any(words_from_place[:length] in names for length in range(3, 12))
    return Title(table=table, town=town, streets=not town and bool(_HAS_STREETS.search(title.text)))


def _is_shown(folded: str, match: re.Match[str], edges: Callable[[str], dict[str, list[int]]], title: Title) -> bool:
    """Whether a name is a town's, stands in a title or signature, or comes a second time at an edge before something else (`edges` of it): 明确市水利局 and 争取市委支持 show no place.

    Around a place of the table lie places of the table, and a town hardly speaks of the organs of another: there nothing but a title or signature shows one (清理|区政府文件, 履行|镇政府职责).
    """
    name, here = match["name"], match.start("name")
    is_town = name[-1] not in "省市区县州"
    if is_town and not title.town:
        return len(name) < 4 or name[2:] not in common() or bool(ORGAN.match(folded, match.end()))
    start, end = folded.rfind("\n", 0, here) + 1, folded.find("\n", match.end())
    end = end if end >= 0 else len(folded)
    line = folded[start:end] if end - start <= 60 else ""
    is_county = not is_town and name[-1] not in "省市"  # every city is in the table, so that an unknown one is mostly a verb: 代拟|省政府, 争取|市委
    if line and ((is_county and not title.table) or (_HEAD.search(line) and not re.search("[,。;!]", line))):
        return True
    if is_town or (is_county and title.table):
        return False
    if not is_county and folded.endswith((f"{name}委、", f"{name}委和"), 0, here):  # 滦屏市委、滦屏市政府
        return True
    behind = "" if is_county else folded[match.end() : match.end() + 2]
    return any(at != here for after, places in edges(name).items() if not behind or after != behind for at in places[:2])


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(trie(word for word in before_names()[0] if len(word) > 1))


def _is_guarded_town(name: str) -> bool:
    level = next((word for word in TOWNS if name.endswith(word)), "")
    stem = name.removesuffix(level)
    return (
        name.endswith(("镇", "乡", "街道"))
        and 0 < len(stem) < 4
        and (is_guarded_name(stem, level) or (stem[-1] not in "城乡" and is_doubled_name(stem, level)))
    )


def own_names(folded: str, title: Title) -> frozenset[str]:
    """Place names that the text shows with clear edges on both sides (云州市人民政府 at the head of a line)."""
    verbs = _verbs()
    edges = cache(partial(_edges_of, folded))  # a text that has a name a thousand times is looked through for it once
    headed = {name for match in _headed().finditer(folded) if _is_headed(name := match["name"])}
    headed -= _joined(folded, headed)
    found = {m["name"] for m in _OWN.finditer(folded) if _is_shown(folded, m, edges, title)}
    found.update(name for m in _OWN_PAIR.finditer(folded) for name in m.group("city", "name"))
    return frozenset(
        name
        for name in found | headed
        if name in headed
        or _is_guarded_town(name)
        or (
            name not in common()
            and name[-2:] not in common()
            and not LEVEL.fullmatch(name)  # 自治州 names none
            and not (name.endswith("街道") and is_class(name[:-2], "街道"))
            and not set(name) & stops()
            and "和" not in name[1:]
            and not verbs.search(name)
            and name[0] not in _FIRST
            and not re.search("[报经届][省市县区]$", name)  # 方案报省政府, 第五届区政府
            and not follows_verb(name[:2], 2)
            and not re.search("[省市区县镇乡]", name[:-1])
        )
    )
