"""The names of the issuer's place where no body is named: in the title, as the place of which the text speaks as its own, in the names of its papers."""

import re
from collections import Counter

from lawnlp.text.issuer.zones import zones
from lawnlp.text.lexicon import words
from lawnlp.text.place_names import LEVEL, TOWNS, common, is_transliterated, ordinary
from lawnlp.text.places import Places
from lawnlp.text.regions import Divisions
from lawnlp.text.title import Line

_SELF = re.compile(r"(?:全|我)(省|自治区|市|区|县|州|旗|镇|乡|街道)(?!场|域|长)")


def named_place(folded: str, title: Line | None, places: Places, year: int | None, table: Divisions) -> tuple[tuple[str, ...], str]:
    """The names of the issuer's place where no body is named: in the title, else the place of which the text speaks as its own."""
    if title and (names := _title_place(folded, title, places, table)):
        return names, title.text
    own = Counter(m[1] for m in _SELF.finditer(folded))
    if not own:
        return stem_place(folded, table, year)
    level = own.most_common(1)[0][0]
    counts: Counter[tuple[str, ...]] = Counter()
    for match in LEVEL.finditer(folded):
        if match[0][-1] != level[-1]:
            continue
        _, names = places.chain(match.end())
        if names and (table.named(names[-1], year) or level in TOWNS):
            counts[names] += 1
    last: Counter[str] = Counter()
    for names, number in counts.items():
        last[names[-1]] += number
    if not last:
        return stem_place(folded, table, year)
    ranked = last.most_common(2)
    if len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]:
        return (), ""
    best = max((n for n in counts if n[-1] == ranked[0][0]), key=len)
    return best, f"{ranked[0][0]} ({ranked[0][1]}), 全{level} ({own[level]})"


# What stands behind the place that reports in a title.
BEHIND_PLACE = re.compile(r"\s*(?:\d{4}|[二〇○零]{3}|关于|法治|依法|推进|$)")


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
        elif names and not BEHIND_PLACE.match(folded, match.end()):
            continue
        elif not chain:
            opening = r"^" if names else r"(?:^|年度?|关于|\s)"
            found = re.search(opening + r"([\u3400-\u9fff]{1,7})$", folded[end : match.start()])
            if (
                not found
                or (len(found[1]) > 4 and not is_transliterated(found[1]))
                or found[1] + match[0] in common()
                or re.search(f"(?:{zones()})$", found[1] + match[0])
                or LEVEL.search(found[1][-1])
            ):
                continue
            if len(found[1]) > 1 or table.abbreviated(found[1] + match[0]):
                names, end = (*names, found[1] + match[0]), match.end()
    return names


_STEM = re.compile(
    r"(?:法治|平安)(?P<fair>[\u3400-\u9fff]{2,3})建设(?:工作)?领导小组|(?<![\u3400-\u9fff])(?P<head>[\u3400-\u9fff]{2,3})(?:政务网|政府网|日报|报社|融媒体?中心|发布[》”])"
)


def stem_place(folded: str, table: Divisions, year: int | None) -> tuple[tuple[str, ...], str]:
    """The county of which only the stem stands, in the names of its own bodies (法治临海建设领导小组, 《临海日报》); none where there are several."""
    levels = set(re.findall(r"([区县市旗])委", folded))
    found: dict[str, str] = {}
    for match in _STEM.finditer(folded):
        stem = match["fair"] or match["head"]
        for division in table.stemmed(stem, year) if stem not in words("places", "papers") and stem not in ordinary() else ():
            if division.level == "county" and division.name[-1] in levels:
                found[division.name] = match[0]
    return ((name,), passage) if len(found) == 1 and (name := next(iter(found))) and (passage := found[name]) else ((), "")
