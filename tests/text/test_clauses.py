"""Clauses: cases, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawnlp.text.clauses import clauses_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \u3000", []),
        ("好。", ["好。"]),
        ("（一）依法化解争议。全年收到申请38件；审结35件。", ["（一）依法化解争议。", "全年收到申请38件；", "审结35件。"]),
        ("全年收到申请38件;审结35件!", ["全年收到申请38件;", "审结35件!"]),
        ("推进改革：一是公布清单；二是压缩时限。三是开展培训", ["推进改革：", "一是公布清单；", "二是压缩时限。", "三是开展培训"]),
        ("推进改革,一是公布清单,二是压缩时限,三是开展培训。", ["推进改革,", "一是公布清单,", "二是压缩时限,", "三是开展培训。"]),
        ("唯一是公开，十一是休息日。", ["唯一是公开，", "十一是休息日。"]),
        ("他说“公开是常态。”随后签约。", ["他说“公开是常态。”", "随后签约。"]),
        ("受理申请3.5万件。 办结率98.6%。", ["受理申请3.5万件。", "办结率98.6%。"]),
        ("落实《行政复议法》（2023年修订。）各项要求。", ["落实《行政复议法》（2023年修订。）", "各项要求。"]),
        ("好。办结全部案件。", ["办结全部案件。"]),
    ],
)
def test_cases(text, expected):
    assert [text[a:b] for a, b in clauses_of(text, 0, len(text))] == expected


@given(st.text(alphabet="一二是、，。；;!？”） \u3000甲乙件3.\n", max_size=60), st.integers(0, 10))
def test_clauses_are_ordered_and_trimmed_and_lose_only_short_pieces(text, shift):
    start = min(shift, len(text))
    spans = clauses_of(text, start, len(text))
    edges = [start, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    covered = {i for a, b in spans for i in range(a, b)}
    assert bool(spans) == bool(text[start:].strip())
    if len(spans) > 1:
        assert all(b - a >= 4 for a, b in spans)
    assert len(covered) == sum(b - a for a, b in spans)


@given(st.text(alphabet="一二是、，。；：！？（）甲乙件", max_size=40))
def test_the_width_of_signs_does_not_matter(text):
    assert clauses_of(text.translate(str.maketrans("，：；！？（）", ",:;!?()")), 0, len(text)) == clauses_of(text, 0, len(text))
