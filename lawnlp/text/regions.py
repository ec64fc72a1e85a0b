"""Administrative divisions: what a place name can stand for, and the forms in which full names carry it.

The table is configs/divisions.csv (made by training/divisions.py; source and licence in its head); a table of the same form, such as that of the
invented world of the corpus, is read beside it by `load_divisions`.

>>> places = load_divisions()
>>> [places.place(d) for d in places.named("鼓楼区")]
['南京市鼓楼区', '徐州市鼓楼区', '福州市鼓楼区', '开封市鼓楼区']
>>> [places.place(d) for d in places.named("温岭市")], [places.region(d) for d in places.named("温岭市")]
(['温岭市'], ['台州市温岭市'])
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lawnlp.resources import config_path

CORPS = "新疆生产建设兵团"  # its divisions have the rank of prefectures, its regiments that of towns
CORPS_DIVISION = "第?[一二三四五六七八九十]{1,3}师"
# Rows of some tables that stand for no place of their own.
NO_PLACES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
_NATIONS = (
    "壮族|回族|维吾尔|藏族|蒙古族|苗族|土家族|彝族|傣族|白族|侗族|布依族|朝鲜族|满族|瑶族|哈尼族|景颇族|傈僳族|羌族|黎族|畲族|哈萨克族?|布朗族|蒙古|柯尔克孜|土族|撒拉族|东乡族|保安族|裕固族|"
    "仡佬族|水族|毛南族|仫佬族|拉祜族|佤族|纳西族|普米族|独龙族|怒族|锡伯|塔吉克|达斡尔族|鄂温克族|鄂伦春|各族"
)
_ENDING = re.compile(rf"(?:(?:{_NATIONS})*自治[区州县旗]|特别行政区|自治区|地区|林区|特区|[省市区县州旗盟])$")
_SHORT_ENDING = re.compile(r"(?:族)?自治[区州县旗]$")  # 内蒙古自治区 keeps 蒙古
_AUTONOMOUS = re.compile(r"自治([州县旗])$")


@dataclass(frozen=True)
class Division:
    """A division; `since` and `until` are the years of this name, 0 and 9999 where the table leaves them open."""

    code: str
    name: str
    level: str
    parent: str
    since: int = 0
    until: int = 9999

    @property
    def stem(self) -> str:
        """The name without its ending (鼓楼区 -> 鼓楼); the name itself where less than two characters would stay (忠县)."""
        for ending in (_ENDING, _SHORT_ENDING):
            if len(stem := ending.sub("", self.name)) > 1:
                return stem
        return self.name

    @property
    def shorts(self) -> tuple[str, ...]:
        """The name as everyday use has it, without the nations (凉山彝族自治州 -> 凉山州, 凉山自治州); empty where there are none."""
        match = _AUTONOMOUS.search(self.name)
        return tuple(short for short in (self.stem + match[1], self.stem + match[0]) if short != self.name) if match else ()

    def is_called(self, names: Collection[str]) -> bool:
        """Whether its name, a short form of it or its stem is among these."""
        return any(name in names for name in (self.name, *self.shorts, self.stem))


class Divisions:
    """Lookups over a table of divisions."""

    def __init__(self, rows: Iterable[Division]) -> None:
        self._by_code: dict[str, list[Division]] = {}
        self._by_name: dict[str, list[Division]] = {}
        self._by_stem: dict[str, list[Division]] = {}
        for row in rows:
            self._by_code.setdefault(row.code, []).append(row)
            self._by_name.setdefault(row.name, []).append(row)
            self._by_stem.setdefault(row.stem, []).append(row)
        official = frozenset(self._by_name)
        self._long: dict[tuple[str, str], list[Division]] = {}  # by first and last character
        for row in self:
            if row.name[-1] in "县旗州盟" and len(row.stem) > 2 and (len(row.name) > 4 or (row.name[-1] == "旗" and row.name[0] not in "三四五")):
                self._long.setdefault((row.name[0], row.name[-1]), []).append(row)
        for row in self:
            for short in row.shorts:
                if short not in official:  # 东乡县 is a county of its own, so it never stands for 东乡族自治县
                    self._by_name.setdefault(short, []).append(row)
        self.names = frozenset(self._by_name)
        self.stems = frozenset(self._by_stem)
        self.longest = max(map(len, self.names), default=0)
        self.ends = ends_of(self.names)

    def __len__(self) -> int:
        return sum(map(len, self._by_code.values()))

    def __add__(self, other: "Divisions") -> "Divisions":
        """Both tables in one."""
        return Divisions([*self, *other])

    def __iter__(self) -> Iterator[Division]:
        return (row for rows in self._by_code.values() for row in rows)

    def by_code(self, code: str, year: int | None = None) -> Division | None:
        """The division of a code, in the given year where the code had several names; the latest otherwise."""
        rows = self._by_code.get(code, ())
        return next((r for r in rows if year is not None and r.since <= year <= r.until), max(rows, key=lambda r: r.until, default=None))

    def named(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """All that a full name, or the short form of an autonomous one, can stand for; those of the year where the year is given and leaves any."""
        return _in_year(self._by_name.get(name, ()), year)

    def stemmed(self, stem: str, year: int | None = None) -> tuple[Division, ...]:
        """All divisions with this stem (长春 -> 长春市; 朝阳 -> a city, districts, a county)."""
        return _in_year(self._by_stem.get(stem, ()), year)

    def abbreviated(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """All long names that everyday use shortens to this one (西乌旗 -> 西乌珠穆沁旗, 克州 -> 克孜勒苏柯尔克孜自治州): first character, ending, some of the others in
        order. Only names taken from other languages are so long that they are shortened; none where the name is one of the table's.
        """
        rows = self._long.get((name[:1], name[-1:]), ())
        if not rows or name in self.names:
            return ()
        shape = re.compile(".*".join(map(re.escape, name)))
        return _in_year((d for d in rows if shape.fullmatch(d.name)), year)

    def chain(self, division: Division, year: int | None = None) -> tuple[Division, ...]:
        """The division and what is above it, up to the province."""
        found = [division]
        at = division
        while (parent := self.by_code(at.parent, year)) and parent not in found:
            at = parent
            if parent.name not in NO_PLACES:
                found.append(parent)
        return tuple(found)

    def above(self, division: Division, level: str, year: int | None = None) -> Division | None:
        """The member of the chain with this level."""
        return next((d for d in self.chain(division, year) if d.level == level), None)

    def place(self, division: Division, year: int | None = None) -> str:
        """The form of full names: city + county, no province; a county-level city alone; a district of a municipality behind it (guidelines, "Institutions")."""
        if is_county_city(division):
            return division.name
        return self.region(division, year)

    def region(self, division: Division, year: int | None = None) -> str:
        """The form of `meta.region`: city + county also for a county-level city; a city or a province alone."""
        if division.level != "county":
            return division.name
        chain = self.chain(division, year)
        if len(chain) == 1 or (chain[1].level == "province" and not is_municipality(chain[1])):
            return division.name
        return chain[1].name + division.name


def ends_of(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The last two characters of names to the lengths that names with them have, the longest first: what to look up where a text may end a name."""
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(name[-2:], set()).add(len(name))
    return {end: tuple(sorted(lengths, reverse=True)) for end, lengths in found.items()}


def is_municipality(division: Division) -> bool:
    """Whether it is a city at the level of a province (重庆市)."""
    return division.level == "province" and division.name.endswith("市")


def is_county_city(division: Division) -> bool:
    """Whether it is a city at the level of a county (义乌市), whose names stand without the prefecture."""
    return division.level == "county" and division.name.endswith("市")


def is_corps_city(division: Division) -> bool:
    """Whether it is a city of the production and construction corps of Xinjiang, one body with a division of the corps (石河子市; codes 6590..)."""
    return division.code.startswith("6590") and division.level == "county"


def corps_division(name: str) -> str | None:
    """The division of the corps with which a name begins, written out (兵团八师 -> 第八师); None where it begins with none."""
    match = re.match(f"(?:(?:新疆生产建设)?兵团)?第?({CORPS_DIVISION})", name)
    return "第" + match[1].removeprefix("第") if match else None


def _in_year(rows: Iterable[Division], year: int | None) -> tuple[Division, ...]:
    found = tuple(rows)
    current = tuple(r for r in found if (r.since <= year <= r.until if year is not None else r.until == 9999))
    return current or found


def read_divisions(path: Path) -> list[Division]:
    """The rows of a table code,name,level,parent[,since,until]; lines that begin with # are comments.

    Raises:
        ValueError: a column is missing.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(line for line in file if not line.startswith("#"))
        if missing := {"code", "name", "level", "parent"} - set(reader.fieldnames or ()):
            raise ValueError(f"{path}: column {', '.join(sorted(missing))} is missing")
        return [Division(row["code"], row["name"], row["level"], row["parent"], int(row.get("since") or 0), int(row.get("until") or 9999)) for row in reader]


@cache
def load_divisions(*others: Path) -> Divisions:
    """The official table, with other tables of the same form beside it."""
    return Divisions(row for path in (config_path("divisions.csv"), *others) for row in read_divisions(path))
