"""The place in the full name of an institution: what 区, 我市, 青岚区 or a town in front of a body stands for in the report of a given issuer."""

import re
from collections.abc import Sequence

from lawnlp.text.institutions import Institution
from lawnlp.text.issuer import Issuer
from lawnlp.text.issuer.settled import settle
from lawnlp.text.issuer.zones import division_of
from lawnlp.text.place_names import TOWNS
from lawnlp.text.regions import CORPS, CORPS_DIVISION, Division, Divisions, corps_division, is_corps_city, is_county_city, is_municipality

LEVEL_WORDS = "省市州盟区县旗"
_DIVISION_OF_CITY = re.compile(f"{CORPS_DIVISION}(?=.+市$)")  # towns bear the name of the city alone


class PlaceNames:
    """Places as they stand in full names, None wherever the report leaves them open.

    `chain` is the division of the issuer with all above it, empty where it is in no table.
    """

    def __init__(self, issuer: Issuer, folded: str, divisions: Divisions) -> None:
        self.issuer, self.folded, self.divisions = issuer, folded, divisions
        self.chain = divisions.chain(issuer.division, issuer.year) if issuer.division else ()
        self._settled: dict[tuple[str, ...], Division | None] = {}  # what the text says of a place holds wherever it is named

    def above(self, level: str) -> str | None:
        """The issuer's place at a level: city, province."""
        found = next((d for d in self.chain if d.level == level), None)
        return self.divisions.place(found, self.issuer.year) if found else None

    def _above_called(self, word: str, level: str) -> str | None:
        """The issuer's place at a level whose name ends with the level word; None where another word is written, so that a neighbour is meant."""
        place = self.above(level)
        return place if place and place.endswith(word) else None

    def by_level(self, level: str) -> str | None:
        """The place that a level word means in this report."""
        own = self.issuer.division
        if level == "兵团":
            return CORPS
        if level in ("师市", "师"):
            return self._corps_division()
        if level in TOWNS:
            return self.issuer.place if self.issuer.town and self.issuer.town.endswith(level) else None
        if own is None:
            return self._unknown_by_level(level)
        if level in ("省", "自治区"):
            return self._above_called(level, "province") if not self.in_municipality() else None
        if level in ("市", "州", "盟", "地区", "自治州"):
            if is_county_city(own) and level == "市":
                return self.of_division(own)
            if self.in_municipality():
                return self.chain[-1].name if level == "市" else None
            return self._above_called(level, "city")
        if level in ("区", "县", "旗", "自治县", "自治旗"):
            if own.level == "county" and own.name.endswith(level[-1]):
                return self.divisions.place(own, self.issuer.year)
            if level == "区" and own.name.endswith("自治区"):
                return own.name
        return None

    def in_municipality(self) -> bool:
        """Whether the issuer's province is a city (上海市), so that 市 means it."""
        return bool(self.chain) and is_municipality(self.chain[-1])

    def _unknown_by_level(self, level: str) -> str | None:
        """An issuer that no table has: its own place as written, and the city in front of it."""
        place = self.issuer.place if not self.issuer.town else None
        if place is None:
            return None
        if place.endswith(level[-1]) and (level[-1] != "区" or not place.endswith("自治区") or level in ("区", "自治区")):
            return place
        found = re.match(r"[\u3400-\u9fff]{2,4}?[市州盟]", place)
        return found[0] if level in ("市", "州", "盟") and found and found[0] != place else None

    def written(self, names: Sequence[str]) -> str | None:
        """The place of names that stand in front of a body."""
        year = self.issuer.year
        towns = [n for n in names if n.endswith((*TOWNS, "村", "社区", "嘎查")) and not self.divisions.named(n, year)]
        admin = [n for n in names if n not in towns]
        place: str | None
        if not admin:
            own = self.issuer
            if own.town and (towns[0] == own.town or not towns[0].endswith(TOWNS)):
                place = own.place.removesuffix(own.town) if own.place else None
                if towns[0] != own.town:
                    towns = [own.town, *towns]
            elif own.division is not None and own.division.level == "county":
                place = self.divisions.place(own.division, year)
            else:
                place = None
        else:
            place = self.of_names(admin)
        return (_DIVISION_OF_CITY.sub("", place) if towns else place) + "".join(towns) if place else None

    def of_names(self, names: Sequence[str]) -> str | None:
        """The place that names of divisions mean, the last one with those in front of it; of several of one name that in the issuer's hierarchy."""
        name, year = names[-1], self.issuer.year
        if name.endswith((CORPS, "师")):
            own, division = self._corps_division(), corps_division(name)
            return own if own and division and own.startswith(division) else division or CORPS
        if re.fullmatch(r"\d+团", name):
            division = corps_division(self.issuer.place or "")
            return division + name if division else None
        rows = self.divisions.named(name, year)
        if not rows:  # 巴州 is a prefecture, in a report of its own city 巴州区
            rows = self.divisions.abbreviated(name, year)
            above = set(self.chain)
            rows = tuple(d for d in self.divisions.stemmed(name, year) if rows and above & set(self.divisions.chain(d, year)[:-1])) or rows
        if not rows:
            if self.issuer.division is None and self.issuer.place and self.issuer.place.endswith(name):
                return self.issuer.place
            if len(names) > 1:
                return "".join(n for n in names if not n.endswith(("省", "自治区")))
            if name.endswith(("省", "市", "州", "自治区")):
                return name
            return None
        near = [d for d in rows if d in self.chain]
        if not near and self.chain:
            for level in ("city", "province"):
                mine = next((d for d in self.chain if d.level == level), None)
                near = [d for d in rows if mine and mine in self.divisions.chain(d, year)]
                if near:
                    break
        if len(names) > 1:
            near = [d for d in rows if any(names[-2] in (up.name, *up.shorts) for up in self.divisions.chain(d, year))] or near
        if not near and self.chain and name.endswith("新区") and not any(up.stem in self.folded for d in rows for up in self.divisions.chain(d, year)[1:]):
            return None  # 滨海新区 of another province, which nothing names: rather a zone of the issuer's own place
        chosen = near[0] if len(near) == 1 else self._settle(tuple(names))
        if chosen and is_corps_city(chosen) and len(names) > 1 and (division := corps_division(names[-2])):
            return division + chosen.name
        return self.of_division(chosen) if chosen else None

    def _settle(self, names: tuple[str, ...]) -> Division | None:
        """The division that the words of the whole text settle on, which are counted once for each place."""
        if names not in self._settled:
            self._settled[names] = settle(names[-1], self.divisions, self.folded, names[:-1], self.issuer.year)
        return self._settled[names]

    def of_division(self, division: Division) -> str:
        """Its form in full names; a city of the corps is one body with the division of the corps that reports (第八师石河子市)."""
        own = self.issuer
        if own.place and division == own.division and is_corps_city(division) and not own.town:
            return own.place
        return self.divisions.place(division, own.year)

    def _corps_division(self) -> str | None:
        """The division of the corps whose report it is, with its city where it has one (第八师石河子市)."""
        own = self.issuer
        if own.place and corps_division(own.place):
            return own.place.removesuffix(own.town or "")
        division = division_of(own.division.name, self.folded) if own.town and own.division and is_corps_city(own.division) else None
        return division + own.division.name if own.division and division else None

    def seat(self, place: str, i: Institution) -> str:
        """The place that an institution bears: its congress and its basic court a city of the corps has apart from the division, a division its court and procuratorate from the corps."""
        division = corps_division(place)
        if not division or i.kind not in ("congress", "cppcc", "court", "procuratorate"):
            return place
        city = place.removeprefix(division)
        if i.kind in ("congress", "cppcc"):
            return city or place
        if not city or "中" in i.body.core or i.level == "师" or (i.places and i.places[-1].endswith("师")):
            return CORPS + division
        return place if i.level == "师市" or len(i.places) > 1 else city

    def district(self, place: str) -> tuple[str, str] | None:
        """The city of a district or county, and its own name without ending."""
        year = self.issuer.year
        for name in {place[-length:] for length in range(2, min(len(place), 12) + 1)} & self.divisions.names:
            for division in self.divisions.named(name, year):
                chain = self.divisions.chain(division, year)
                if self.divisions.place(division, year) == place and division.level == "county" and len(chain) > 1:
                    return self.divisions.place(chain[1], year), division.stem
        found = re.fullmatch(r"([\u3400-\u9fff]{2,4}?[市州盟])([\u3400-\u9fff]{2,4})[区县旗]", place)
        return (found[1], found[2]) if found else None

    def begins(self, core: str) -> bool:
        """Whether a name begins with a place (瑶川经开区管委会, 湖滨区…)."""
        return any(core[:length] in self.divisions.stems or core[:length] in self.divisions.names for length in range(2, 6))
