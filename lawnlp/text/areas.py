"""Bodies of areas that a table of divisions lacks: the 新疆生产建设兵团, zones, prefectures by their short name.

>>> folded = "兵团党委、师市司法局、121团司法所"
>>> [(folded[start : body.end], names, level) for start, body, names, level in corps(folded)]
[('兵团党委', (), '兵团'), ('师市司法局', (), '师市'), ('121团司法所', ('121团',), '')]
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from lawnlp.text.body import TAX, Body
from lawnlp.text.body_forms import body_at
from lawnlp.text.edges import is_edge
from lawnlp.text.lexicon import stop_words, words
from lawnlp.text.patterns import trie
from lawnlp.text.place_names import CLASSES
from lawnlp.text.places import Places
from lawnlp.text.proper import name_start
from lawnlp.text.regions import CORPS, CORPS_DIVISION

Placed = tuple[int, Body, tuple[str, ...], str]  # start of the name, body, names of places in front, level word of a short form

# Divisions of the 新疆生产建设兵团 (兵团, 第八师, 师市, 121团), which no table of divisions has.
_CORPS_TEXT = re.compile(f"兵团|师市|(?=第){CORPS_DIVISION}|{CORPS_DIVISION}(?=党委|[\u3400-\u9fff]{{2,4}}市)")
_CORPS = re.compile(
    rf"(?:(?:新疆生产建设)?兵团)?{CORPS_DIVISION}(?!傅|生)|(?<!\d)\d{{2,3}}团|{CORPS}|(?P<short>兵团|(?<![{CLASSES}])(?:师市(?!场)|师))",
)
_BEFORE_CITY = re.compile(rf"(?:(?:新疆生产建设)?兵团)?{CORPS_DIVISION}$")


def corps(folded: str) -> Iterator[Placed]:
    """Bodies of the 新疆生产建设兵团: 兵团司法局, 师市党委, 第八师中级人民法院, 121团司法所."""
    if not _CORPS_TEXT.search(folded):
        return
    for match in _CORPS.finditer(folded):
        level = match["short"] or ""
        body = body_at(folded, match.end(), level or "团") if is_edge(folded, match.start()) else None
        if body is not None and body.core and (body.sure or level not in ("兵团", "师")):
            yield match.start(), body, () if level else (match[0],), level


def before_city(folded: str, start: int) -> str:
    """The division of the 兵团 in front of its city at `start` (第八师|石河子市司法局); "" where there is none."""
    division = _BEFORE_CITY.search(folded, max(0, start - 14), start)
    return division[0] if division else ""


_ZONE = re.compile("(?:新|垦|林|矿|经开|高新|(?:(?:经济|高新)(?:技术)?(?:产业)?)?开发|合作|保税|示范|度假|园)区")
_ZONES_OF = re.compile(r"(?:[各每某等该本我全]|[省市国]?家?级(?:以上)?|[一二两三四五六七八九十\d]个|[区)])$")  # 各开发区管委会, 省级以上高新区管委会


@cache
def _own_zone() -> re.Pattern[str]:
    """A 新区 (a district or not) or another zone that reports, which calls itself by the word for its kind: 新区司法局, 园区综合执法局."""
    new = r"(?P<new>新区)(?:管委会|管理委员会|人民政府|政府|党工委|\d{4}年|关于|[\u3400-\u9fff]{2,14}局)"
    return re.compile(
        rf"[\u3400-\u9fff]{{2}}(?:{new}|(?P<other>{trie(words('areas', 'classes'))})(?:管委会|管理委员会)?(?:[\u3400-\u9fff]{{2,14}}局)?\s*(?:关于)?\d{{4}}年)"
    )


def zones(folded: str, places: Places) -> Iterator[Placed]:
    """Bodies of zones and of areas with courts of their own: 经开区市场监管局, 下野地垦区人民法院; 新区司法局 of the issuer's own."""
    head = _own_zone().search(folded[:200])
    own = (head["new"] or head["other"]) if head else ""
    for match in _ZONE.finditer(folded):
        body = body_at(folded, match.end(), "区")
        if body is None or not (body.sure or body.core.endswith("分局")) or body.form == "superior":
            continue
        managed = body.core.startswith(("管委会", "管理委员会"))
        if managed and match[0] in ("高新区", "经开区"):
            continue  # names of their own
        start, placed = name_start(folded, match.start(), places)
        stem = re.split("[和与及]", folded[start : match.start()])[-1]
        start = match.start() - len(stem)
        if start < match.start() and (placed or 1 < len(stem) < 7) and not (stop_words().search(stem) or _ZONES_OF.search(stem) or managed):
            start -= len(TAX) if body.core == "税务局" and folded.endswith(TAX, 0, start) else 0
            yield start, replace(body, form="proper", core=folded[start : body.end]), (), ""
            continue
        start = match.start() - (1 if stem in tuple("省市县区州旗") else 0)
        if (match[0] in words("areas", "classes") and match[0] != own) or not is_edge(folded, start) or _ZONES_OF.search(folded[max(0, start - 6) : start]):
            continue
        is_own = match[0] == own == "新区" and start == match.start()
        yield start, body, () if is_own else (folded[start : match.end()],), "区" if is_own else ""


# The committee and the office of a prefecture: 喀什地委, 行署.
_PREFECTURE = re.compile(r"地(?=委(?![托员派任培屈婉实]))|(?=行署|行政公署)")


def prefectures(folded: str, places: Places) -> Iterator[Placed]:
    """Committee and office of a prefecture, behind its name without 地区 (塔城地委, 喀什行署) or without any (地委宣传部)."""
    if "地委" not in folded and "行署" not in folded:
        return
    for match in _PREFECTURE.finditer(folded):
        body = body_at(folded, match.end(), "地区")
        if body is None or not body.core:
            continue
        start = match.start()
        name = next((folded[start - n : start] for n in (5, 4, 3, 2) if start >= n and _is_prefecture(folded[start - n : start], places)), "")
        if is_edge(folded, start - len(name)):
            yield start - len(name), body, (f"{name}地区",) if name else (), "" if name else "地区"


def _is_prefecture(stem: str, places: Places) -> bool:
    return any(d.name == f"{stem}地区" for d in places.divisions.stemmed(stem))
