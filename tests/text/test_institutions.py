"""The case table of institutions, and what must always hold."""

from itertools import pairwise

import pytest
from conftest import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from lawnlp.taxonomy import taxonomy
from lawnlp.text.institutions import find_institutions
from lawnlp.text.lexicon import ending_kind, table
from lawnlp.text.regions import load_divisions

CASES = read_cases("institutions.csv")


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_case(case):
    assert ";".join(f"{'?' if i.optional else ''}{i.text} {i.kind}" for i in find_institutions(case["text"])) == case["expected"]


def test_the_table_is_large_enough():
    assert len(CASES) >= 250
    assert sum(not c["expected"] for c in CASES) >= 100


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="市县区省镇委政府司法局公安我中共人大政协“”《》、，。\n依法治办党组街道村社区医院公司法院 上海3", max_size=60))
def test_spans_give_back_their_text_and_never_overlap(text):
    found = find_institutions(text)
    assert all(text[i.start : i.end] == i.text and i.text for i in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(i.kind in taxonomy().kinds["institution"] for i in found)


@pytest.mark.parametrize("text", ["", "市", "\n", "委", "局"])
def test_tiny_texts(text):
    assert find_institutions(text) == []


@pytest.mark.parametrize("place", [d for d in load_divisions() if d.level == "county" and d.until == 9999][::97], ids=lambda d: d.name)
def test_official_places_are_found_in_running_text(place):
    text = f"会议要求，由{place.name}人民政府牵头，{place.name}司法局配合。"
    found = [i.text for i in find_institutions(text)]
    assert found == [f"{place.name}人民政府", f"{place.name}司法局"]


@pytest.mark.parametrize("level", ["市", "区", "县"])
@pytest.mark.parametrize("function", [f for f in table("functions") if len(f) > 1][::7])
def test_departments_of_the_lexicon_behind_every_level(level, function):
    [found] = find_institutions(f"会同{level}{function}局检查")
    assert (found.text, found.kind, found.places) == (f"{level}{function}局", "agency", ())


def test_widths_and_traditional_characters_do_not_matter():
    plain = "县委、县政府听取县司法局汇报（县人大常委会列席）。"
    assert [(i.start, i.end) for i in find_institutions(plain)] == [
        (i.start, i.end) for i in find_institutions("縣委､縣政府聽取縣司法局匯報(縣人大常委會列席)｡")
    ]


def test_endings_have_one_kind():
    assert ending_kind("某某律师事务所") == "social"
    assert ending_kind("某某人民调解委员会") == "grassroots"
    assert ending_kind("无名") == "agency"


@pytest.mark.parametrize(
    ("sentence", "required"),
    [
        ("调解纠纷12件，洪都街道三店社区获评示范社区。", ["洪都街道三店社区"]),
        ("去年以来，梅湖镇李家村调解纠纷12件。", ["梅湖镇李家村"]),
        ("三家店街道博雅社区、梅湖镇李家村通过复核。", ["三家店街道博雅社区", "梅湖镇李家村"]),
        ("推荐三家店街道博雅社区、梅湖镇李家村申报。", []),  # one answer for a list
        ("在洪都街道三店社区开展宣传。", []),
        ("梅湖镇李家村位于城郊。", []),
        ("梅湖镇李家村的老支书来访。", []),
        ("李家村调解纠纷12件。", []),  # whose it is, nothing says
    ],
)
def test_a_village_named_with_its_town_acts_where_it_opens_a_clause(sentence, required):
    assert [i.text for i in find_institutions(sentence) if not i.optional] == required
