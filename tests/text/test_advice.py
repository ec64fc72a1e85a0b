"""Advice is counted by what it is about (guidelines, Quantities); the rule reads the clause of the number, and stands aside where that names several things or none."""

import pytest

from lawnlp.pipes.indicators import ADVICE_ON
from lawnlp.text.advice import advised_on

HEADS = "溪口县2023年法治政府建设情况报告\n一、主要举措\n"


def at(marked: str) -> tuple[str, int, int]:
    """The text of a sentence whose number stands in brackets, and the offsets of the number."""
    start, end = marked.index("["), marked.index("]") - 1
    return marked.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("为战略合作协议、入园协议等提供法律意见[130余条]", "contract"),
        ("顾问对供热、污水处理等特许经营协议出具法律意见书[37份]", "contract"),
        ("就租赁合同、采购合同等法律文书出具[58份]法律意见", "contract"),
        ("针对重大行政决策提出法律意见建议[19条]", "decision"),
        ("为区委、区政府及部门重大决策提供法律意见[33条]", "decision"),
        ("为市委、市政府提供法律意见[33条]", None),
        ("为老城更新、轨道交通等重大决策事项出具审查意见[21份]", "decision"),
        ("为决策、合同、信访等事项提供法律意见[412份]", None),
        ("对重大决策、行政协议出具法律意见[41份]", None),
        ("对29份合同出具审核意见[58条]", None),  # the contracts are counted themselves
        ("审查合同，为各部门提供法律意见[66份]", None),  # the contracts stand in another clause
        ("为企业合同提供法律咨询[66次]", None),  # no advice to the government
        ("就信访积案出具法律意见[9份]", None),
    ],
)
def test_the_object_of_advice(marked: str, kind: str | None) -> None:
    text, start, end = at(marked)
    assert text[start:end] in marked
    assert advised_on(text, start, end) == kind


@pytest.mark.parametrize(
    ("marked", "indicator"),
    [
        ("法律顾问为战略合作协议、入园协议等提供法律意见[130余条]。", "contracts_reviewed"),
        ("法律顾问为县政府重大行政决策提供法律意见[45条]。", "decisions_reviewed"),
        ("法律顾问就信访积案处置提供法律意见[52条]。", "legal_opinions"),
    ],
)
def test_the_shipped_model_counts_advice_by_its_object(nlp, marked: str, indicator: str) -> None:
    text, start, _ = at(HEADS + marked)
    assert {q.span.start_char: q.indicator for q in nlp(text)._.quantities}[start] == indicator
    assert set(ADVICE_ON.values()) <= set(nlp.get_pipe("lawnlp_indicators").labels)
