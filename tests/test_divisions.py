"""The script that vendors the divisions."""

from training.divisions import divisions


def test_rows_of_one_name_are_joined_over_the_years():
    row = {"province_name": "甲省", "city_name": "乙市", "county_name": "丙县", "province_adcode": "910000", "city_adcode": "910100", "county_adcode": "910121"}
    rows = [{**row, "year": str(year), "rank": "3"} for year in (2011, 2012, 2013, 2014)]
    rows += [{**row, "year": str(year), "rank": "3", "county_name": "丙区", "county_adcode": "910102"} for year in (2015, 2016)]
    rows += [{**row, "year": "2016", "rank": "2", "city_name": "直辖县"}]
    rows += [{**row, "year": "2016", "rank": "3", "city_name": "直辖县", "county_name": "丁市", "county_adcode": "919001"}]
    assert list(divisions(rows)) == [
        ("910102", "丙区", "county", "910100", "2015", ""),
        ("910121", "丙县", "county", "910100", "", "2014"),
        ("919001", "丁市", "county", "910000", "2016", ""),
    ]
