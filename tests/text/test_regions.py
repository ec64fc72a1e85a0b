"""The table of divisions and its lookups."""

from pathlib import Path

import pytest

from lawnlp.text.regions import Division, Divisions, load_divisions, read_divisions

WORLD = Path(__file__).parents[2] / "corpus" / "world" / "divisions.csv"


@pytest.mark.parametrize(
    ("name", "place", "region"),
    [
        ("浙江省", "浙江省", "浙江省"),
        ("宁波市", "宁波市", "宁波市"),
        ("海曙区", "宁波市海曙区", "宁波市海曙区"),
        ("义乌市", "义乌市", "金华市义乌市"),
        ("仙桃市", "仙桃市", "仙桃市"),
        ("渝北区", "重庆市渝北区", "重庆市渝北区"),
        ("大厂回族自治县", "廊坊市大厂回族自治县", "廊坊市大厂回族自治县"),
        ("恩施市", "恩施市", "恩施土家族苗族自治州恩施市"),
        ("内蒙古自治区", "内蒙古自治区", "内蒙古自治区"),
    ],
)
def test_forms(name, place, region):
    table = load_divisions()
    [division] = table.named(name)
    assert (table.place(division), table.region(division)) == (place, region)


def test_names_of_the_year():
    table = load_divisions()
    assert [d.code for d in table.named("密云县", 2014)] == ["110228"]
    assert [d.code for d in table.named("密云区", 2024)] == ["110118"]
    assert table.place(table.named("密云区")[0]) == "北京市密云区"


def test_stems_and_chains():
    table = load_divisions()
    assert table.named("鼓楼区")[0].stem == "鼓楼"
    assert [d.name for d in table.named("凉山州")] == ["凉山彝族自治州"]
    assert [d.name for d in table.named("长阳县")] == ["长阳土家族自治县"]
    assert [d.name for d in table.named("长阳自治县")] == ["长阳土家族自治县"]
    assert [d.name for d in table.named("凉山自治州")] == ["凉山彝族自治州"]
    assert "东乡族自治县" not in {d.name for d in table.named("东乡县")}  # a county of its own
    assert Division("1", "忠县", "county", "").stem == "忠县"
    assert Division("1", "内蒙古自治区", "province", "").stem == "内蒙古"
    assert {d.name for d in table.stemmed("吉林")} == {"吉林省", "吉林市"}
    [county] = table.named("海曙区")
    assert [d.name for d in table.chain(county)] == ["海曙区", "宁波市", "浙江省"]
    assert table.above(county, "province").name == "浙江省"


def test_every_parent_is_in_the_table():
    table = load_divisions()
    assert all(not d.parent or table.by_code(d.parent) for d in table)
    assert sum(d.until == 9999 and d.level == "county" for d in table) > 2800


def test_the_invented_world_is_read_beside_the_official_table():
    table = load_divisions(WORLD)
    assert table.place(table.named("梧塘市")[0]) == "梧塘市"
    assert table.region(table.named("梧塘市")[0]) == "柏江市梧塘市"
    assert table.place(table.named("汀江区")[0]) == "望津市汀江区"
    assert table.named("宁波市")


def test_two_tables_add_up():
    a, b = Divisions([Division("1", "甲市", "city", "")]), Divisions([Division("2", "乙区", "county", "1")])
    assert len(a + b) == 2
    assert (a + b).place((a + b).named("乙区")[0]) == "甲市乙区"


def test_a_table_without_a_column_is_refused(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("code,name\n1,甲市\n", encoding="utf-8")
    with pytest.raises(ValueError, match="level, parent is missing"):
        read_divisions(path)


@pytest.mark.parametrize(
    ("short", "names"),
    [
        ("达茂旗", ["达尔罕茂明安联合旗"]),
        ("塔县", ["塔什库尔干塔吉克自治县"]),
        ("阿旗", ["阿鲁科尔沁旗", "阿巴嘎旗", "阿拉善左旗", "阿拉善右旗"]),  # settled by the text
        ("乌旗", ["乌拉特前旗", "乌拉特中旗", "乌拉特后旗"]),
        ("达旗", ["达尔罕茂明安联合旗", "达拉特旗"]),
        ("四旗", []),  # a number
        ("栖川县", []),
        ("和县", []),  # a county of its own
        ("县", []),
        ("", []),
    ],
)
def test_long_names_shortened(short, names):
    assert [d.name for d in load_divisions().abbreviated(short)] == names
