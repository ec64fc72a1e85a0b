"""Issuers that no table of divisions has: development zones, and the production and construction corps of Xinjiang."""

import re
from functools import cache
from typing import Any

from lawnlp.text.lexicon import words
from lawnlp.text.places import Places
from lawnlp.text.regions import CORPS, CORPS_DIVISION, Division, Divisions, corps_division
from lawnlp.text.title import Line


def zones() -> str:
    """A pattern of the kinds of zones that report."""
    return "|".join(words("areas", "zones"))


@cache
def _zone_title() -> re.Pattern[str]:
    """A development zone that reports in a title, mostly without its 管委会, which is its government."""
    return re.compile(
        rf"(?:\d{{4}}年度?|关于)?(?P<zone>[\u3400-\u9fff]{{2,14}}?(?:{zones()}))(?P<body>管委会|管理委员会|执行委员会|管理局)?(?=\s*(?:\d{{4}}|关于|法治|推进))"
    )


# 苏州工业园区管理委员会|综合行政执法局 and the tax office of a zone name their place as the zone does
ZONE_BUREAU = re.compile("(?:管委会|管理委员会).|区税务局$")


def zone_of(title: Line, folded: str, places: Places) -> str | None:
    """The 管委会 of the zone that reports in a title; of a 新区 only where the text names it, since some are districts of a city (浦东新区)."""
    match = _zone_title().match(title.text)
    if not match or any(word in match["zone"] for word in words("areas", "built")) or match["zone"] in places.divisions.names:
        return None
    new = bool(re.search("(?<!高)新区$", match["zone"]))
    if not (match["body"] or new or places.begins(title.start + match.start("zone"), title.start + match.end("zone"))):
        return None
    named = match["body"] or re.search(r"(?:新区|(?<![\u3400-\u9fff]))(?:管委会|管理委员会)", folded)
    return match["zone"] + (match["body"] or "管委会") if named or not new else None


def around_zone(zone: str, table: Divisions, folded: str, year: int | None) -> Division | None:
    """The city or county, else the province, in the name of a development zone (昆山|高新区, 河北|雄安新区); of several the one that the text names."""
    for length in range(6, 1, -1):
        piece = zone[:length]
        rows = [d for d in table.named(piece, year) or table.stemmed(piece, year) if d.level == "province" or not d.name.endswith("区")]
        if len(rows) > 1:
            rows = [d for d in rows if d.name in folded] or [d for d in rows if all(d in table.chain(other, year) for other in rows)]  # 衡阳市, not 衡阳县
        if len(rows) == 1:
            return rows[0]
    return None


_CORPS_TITLE = re.compile(
    r"(?:\d{4}年度?|关于)?(?P<issuer>"
    rf"(?:(?:新疆生产建设)?兵团(?P<division>{CORPS_DIVISION})?|(?P<alone>{CORPS_DIVISION}))(?P<regiment>\d{{1,3}}团)?"
    r"(?P<body>[\u3400-\u9fff]{1,14}?(?:局|办公室|委员会|委))?)(?=\s*(?:\d{4}|关于|法治|推进))"
)


def corps_of(title: Line) -> dict[str, Any] | None:
    """The values of an `Issuer` that is the corps, a division or a regiment of it, or one of their departments; they have no region."""
    if not (match := _CORPS_TITLE.match(title.text)):
        return None
    level = "department" if match["body"] else "town" if match["regiment"] else "city" if match["division"] or match["alone"] else "province"
    place = (corps_division(match["issuer"]) or CORPS) + (match["regiment"] or "")
    return {"issuer": match["issuer"], "level": level, "place": place, "town": match["regiment"], "department": match["body"]}


def division_of(city: str, folded: str) -> str | None:
    """The division of the corps in front of its city, with which it is one body (第八师|石河子市), written out; the courts and procuratorates are of one of the two and no sign of it."""
    match = re.search(f"{CORPS_DIVISION}{re.escape(city)}(?!中级|中院|(?:人民)?(?:法院|检察院))", folded)
    return corps_division(match[0]) if match else None
