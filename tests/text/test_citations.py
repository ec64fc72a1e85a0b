"""The case table of citations."""

from itertools import pairwise

import pytest
from conftest import read_cases
from hypothesis import given
from hypothesis import strategies as st

from lawnlp.text.citations import find_citations

CASES = read_cases("citations.csv")


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_case(case):
    assert ";".join(f"{c.text} {c.kind}" for c in find_citations(case["text"])) == case["expected"]


def test_an_unclosed_bracket_does_not_swallow_the_next_line():
    text = "落实《甲县管理条例\n二、存在不足\n见《乙县办法》"
    assert [c.text for c in find_citations(text)] == ["《甲县管理条例", "《乙县办法》"]


@given(st.text(alphabet="《》〈〉甲乙法条例通知，。\n()", max_size=60))
def test_spans_give_back_their_text(text):
    found = find_citations(text)
    assert all(text[c.start : c.end] == c.text and c.text.startswith("《") for c in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
