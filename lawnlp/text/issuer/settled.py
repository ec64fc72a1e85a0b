"""Which division the name of a place means in a report; None wherever the text leaves several."""

import re
from collections import Counter
from collections.abc import Sequence

from lawnlp.text.issuer.named import stem_place
from lawnlp.text.lexicon import department as departments
from lawnlp.text.place_names import common, ordinary
from lawnlp.text.places import places_of
from lawnlp.text.regions import Division, Divisions


def settle(name: str, table: Divisions, folded: str, above: Sequence[str] = (), year: int | None = None) -> Division | None:
    """The division that a name stands for in this text; None where several are left or none is known.

    Of several, the one whose city or province is named: directly in front, else anywhere in the text.
    """
    rows = table.named(name, year) or table.abbreviated(name, year)
    if above:
        rows = tuple(d for d in rows if any(up.is_called(above) for up in table.chain(d, year)[1:])) or rows
    if len(rows) > 1:
        scores = [sum(folded.count(up.name) * 2 + (folded.count(up.stem) if len(up.stem) > 1 else 0) for up in table.chain(d, year)[1:]) for d in rows]
        best = max(scores)
        rows = tuple(d for d, score in zip(rows, scores, strict=True) if score == best and best > 0)
    if len(rows) == 1:
        return rows[0]
    return None


def county_around(folded: str, table: Divisions, year: int | None) -> Division | None:
    """The county around a town that is named alone: the one of which the text speaks by its full name, else by its stem."""
    if (division := _around(folded, table, year)) is not None:
        return division
    names, _ = stem_place(folded, table, year)
    return settle(names[0], table, folded, (), year) if names else None


def _around(folded: str, table: Divisions, year: int | None) -> Division | None:
    """The county around a town that is named alone: the only county of which the text speaks."""
    counts: Counter[str] = Counter()
    for match in re.finditer("[区县旗市]", folded):
        for length in (3, 4, 5, 6, 2, 7, 8):
            piece = folded[max(0, match.end() - length) : match.end()]
            if piece in table.names and piece not in common() and piece not in ordinary() and any(d.level == "county" for d in table.named(piece, year)):
                counts[piece] += 1
                break
    if not counts:
        return None
    ranked = counts.most_common(2)
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    return settle(ranked[0][0], table, folded, (), year)


_OF_COUNTY = re.compile(r"(?:局|委员会|委)(?P<county>[\u3400-\u9fff]{2,8})分局")


def county_of_branch(department: str, city: Division | None, table: Divisions, folded: str, year: int | None) -> Division | str | None:
    """The county for which a city's bureau reports (生态环境局|饶平|分局, |大丰|生态环境局); its name as the text has it where no table has the city.

    Since the reforms of 2016 to 2019 the bureaus of ecology, of natural resources and of the police in districts are the city's.
    """
    match = _OF_COUNTY.search(department)
    if city is None:
        stem = re.escape(match["county"]) if match else ""
        found = set(re.findall(f"{stem}(?:(?<=[区县旗])|[区县市旗])(?!分局)", folded)) if stem else set()
        return found.pop() if len(found) == 1 else None
    lengths = range(2, min(len(department), table.longest))
    pieces = [match["county"]] if match else [department[:length] for length in lengths if departments().fullmatch(department, length)]
    called = {d for piece in pieces for d in (*table.named(piece, year), *table.stemmed(piece, year))}
    counties = [d for d in called if d.level == "county" and city in table.chain(d, year)[1:]]
    return counties[0] if len(counties) == 1 else None


_CITY = re.compile(r"(?:^|(?<=[^\u3400-\u9fff])|(?<=[和与及由在对向]))(?![和与及由在对向全各我本该])([\u3400-\u9fff]{2,3}市)(?![场民区县值容域直级])", re.M)
# Behind the word of a level, not of a name: 争取|市委, 房建|市政, 涉及|市、区.
_BODY = re.compile(r"委|(?:人民)?政|人大|法院|检察院|中院|[\u3400-\u9fff]{2,8}(?:局|厅|办(?!法))|[、和及][省区县镇乡]")


def unknown_place(folded: str, admin: Sequence[str], table: Divisions) -> str | None:
    """The place of a name that no table has: with the city written in front of it, or the only city that the text names; else it stays open."""
    if len(admin) > 1 and admin[-2].endswith(("市", "州", "盟", "地区")):
        return admin[-2] + admin[-1]
    if admin[-1].endswith(("省", "自治区", "市", "州", "盟")):
        return admin[-1]
    found = Counter(re.findall(rf"([\u3400-\u9fff]{{2,3}}市){re.escape(admin[-1])}", folded))
    if found:
        return found.most_common(1)[0][0] + admin[-1]
    own = places_of(folded, table).own
    cities = {
        m[1]
        for m in _CITY.finditer(folded)
        if m[1] not in common() and m[1][-2:] not in common() and (m[1] in table.names or m[1] in own or not _BODY.match(folded, m.end()))
    }
    return cities.pop() + admin[-1] if len(cities) == 1 else None
