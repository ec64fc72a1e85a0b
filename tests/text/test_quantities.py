"""The case table of quantities, and what must hold for every text."""

from itertools import pairwise
from time import perf_counter

import pytest
from conftest import read_cases
from hypothesis import given
from hypothesis import strategies as st

from lawnlp.text.fold import fold
from lawnlp.text.quantities import find_quantities
from lawnlp.text.units import unit_kind

SIGNS = {"exact": "", "at_least": ">=", "at_most": "<=", "about": "~"}
CASES = read_cases("quantities.csv")
TO_HALF = str.maketrans("，：；（）！？％", ",:;()!?%")
TO_FULL = str.maketrans(",:;()!?%0123456789", "，：；（）！？％０１２３４５６７８９")


def shown(text: str) -> str:
    """Required quantities as the table writes them: span bound+value unit kind."""
    return ";".join(
        f"{text[q.start : q.end].replace(' ', '_')} {SIGNS[q.bound]}{q.value} {q.unit or '-'} {q.kind}" for q in find_quantities(text) if not q.optional
    )


def values(text: str) -> list[tuple]:
    return [(q.start, q.end, q.kind, q.value, q.unit, q.bound, q.optional, q.change) for q in find_quantities(text)]


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_case(case):
    assert shown(case["text"]) == case["expected"]


def test_the_table_is_large_enough():
    assert len(CASES) >= 300
    assert sum(not case["expected"] for case in CASES) >= 100


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_width_of_signs_does_not_matter(case):
    text = case["text"]
    assert values(text.translate(TO_HALF)) == values(text) == values(text.translate(TO_FULL))


@pytest.mark.parametrize("case", [c for c in CASES if c["expected"]], ids=lambda c: c["text"])
def test_a_number_inside_a_title_of_a_document_is_none(case):
    assert find_quantities(f"《{case['text']}》") == []


@given(st.text(alphabet="0123456789０９,.，一二三十百千万亿余多几两件次名人%％元天日年个第《》“”()（）\n 至由到约近超内", max_size=60))
def test_spans_are_sound(text):
    found = find_quantities(text)
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
        assert text[q.start : q.end].strip() == text[q.start : q.end]
        assert q.value >= 0
        assert q.unit == "" or unit_kind(q.unit)
        assert (unit_kind(q.unit) or "count") == q.kind or q.kind == "duration" or (q.kind == "money" and not q.unit)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=80))
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)
    assert [(q.start, q.end) for q in find_quantities(fold(text))] == [(q.start, q.end) for q in find_quantities(text)]


def test_changes_are_marked():
    text = "办理时限由3天压缩到0.5天，案件量同比增长12%，收案38件"
    assert [q.change for q in find_quantities(text)] == ["from", "to", "by", ""]


@pytest.mark.parametrize("text", ["全年召开会议2\n9次", "立案3\n16件", "查处问题1,\n350个", "纠错率11\n.4%", "全年件次是3\n218。"])
def test_the_rest_of_a_number_torn_by_a_line_end_is_none(text):
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "span", "unit", "value"),
    [
        ("全县人民调解组织接访21万人\n次，满意率高", "21万人", "人次", 210000),
        ("平均办结用时缩短3个\n月，群众满意", "3个", "个月", 3),
        ("县公安机关报送立案38\n件，均已查处", "38", "件", 38),
        ("全县人民调解组织接访21万人\n次日起", "21万人", "人", 210000),
    ],
)
def test_a_unit_torn_by_the_width_of_the_page_is_read_and_the_span_stays_in_its_line(text, span, unit, value):
    assert [(text[q.start : q.end], q.unit, q.value) for q in find_quantities(text)] == [(span, unit, value)]


@pytest.mark.parametrize("text", ["行政强制案件\n38\n件\n", "请见本报告所附的附件1\n件数统计", "全县行政强制案件共38\n件\n"])
def test_a_cell_of_a_table_is_not_torn(text):
    assert find_quantities(text) == []


def test_a_page_number_tears_nothing():
    assert [q.value for q in find_quantities("普法工作。\n3\n38家单位参加")] == [38]


@pytest.mark.parametrize(
    "text",
    [
        "事项由改革之初的312项精减到167项",
        "执法主体从改革前的43个精简为31个",
        "投诉由去年同期的2431次降到1502次",
        "投诉从2023年的2431次下降到2024年的1502次",
    ],
)
def test_a_change_begins_with_any_words_of_time(text):
    assert [q.change for q in find_quantities(text)] == ["from", "to"]


@pytest.mark.parametrize(
    "text",
    [
        "由15名委员组成复议委员会",
        "从5个方面提出建议30条",
        "每人至少学法2次",
        "处罚最高20万元",
        "从各镇抽调的12名骨干参训，发现问题9个",
        "加计抵减增值税4亿元，进项税额抵减2亿元",
    ],
)
def test_what_is_no_change(text):
    assert {q.change for q in find_quantities(text)} == {""}


@pytest.mark.parametrize("text", ["同比压减检查频次44%", "精简申请材料三成", "减时限72%", "增幅8.6%", "降幅达3.1%"])
def test_a_share_behind_a_verb_and_its_object_is_a_change(text):
    assert [q.change for q in find_quantities(text)] == ["by"]


@pytest.mark.parametrize("text", ["时限压减率78%", "承诺时限压缩比例78%", "减少跑动次数占60%", "减轻处罚案件12%", "压缩文件28件"])
def test_a_share_of_a_change_is_none(text):
    assert [q.change for q in find_quantities(text)] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "同比+0.34个百分点",
        "处罚案件612件，同比－12.3%",
        "接报1083起（-18.6%）",
        "投诉↓12%",
        "同比多收23件",
        "较2022年多出214人次",
        "比上年快38秒",
        "降幅为16.9%",
        "双下降，降幅分别为16.9%和14.2%",
    ],
)
def test_a_change_told_by_a_sign_or_a_comparison(text):
    assert find_quantities(text)[-1].change == "by"


@pytest.mark.parametrize(
    "text", ["同比减少信访件45件", "较上年少办处罚案件87件", "比上年增加调解纠纷210件", "同比新增行政应诉案件5件", "减少入企检查1100余次", "减少现场执法60次"]
)
def test_a_change_may_have_its_noun_between_verb_and_number(text):
    assert find_quantities(text)[-1].change == "by"


@pytest.mark.parametrize(
    "text", ["较上年新增市场主体2861户", "较上年减少的案件中调解50件", "压减审批事项2项", "比上年增加，新收案件80件", "精简保留事项702项", "减少损失300万元"]
)
def test_a_noun_between_verb_and_number_that_tells_no_change(text):
    assert find_quantities(text)[-1].change == ""


@pytest.mark.parametrize("text", ["三家派出所开展检查", "约谈排名后三位的单位", "位列全市后3名的镇", "末3位单位", "每村（社区）不少于3名"])
def test_a_careful_reader_could_go_either_way(text):
    assert [q.optional for q in find_quantities(text)] == [True]


@pytest.mark.parametrize(("text", "kind"), [("败诉率由5%降至0", "percent"), ("办理时间由3天减为0", "duration"), ("投诉由12件降到0。", "count")])
def test_a_change_may_end_at_nought(text, kind):
    assert [(q.value, q.change, q.kind) for q in find_quantities(text)][-1] == (0, "to", kind)
    assert find_quantities(text)[0].change == "from"


@pytest.mark.parametrize("text", ["“1+3”机制覆盖9个社区", "行政处罚案件8412件 -5.7%", "最多的乡镇为9件", "群众少跑3趟"])
def test_a_sign_or_a_comparison_that_tells_no_change(text):
    assert {q.change for q in find_quantities(text)} == {""}


@pytest.mark.parametrize("text", ["办理时限15天→3天", "网办率由85.7%→94.1%", "由最多80天压减为最多60天"])
def test_an_arrow_leads_from_one_number_to_another(text):
    assert [q.change for q in find_quantities(text)] == ["from", "to"]


def test_a_change_may_end_in_words():
    assert [q.change for q in find_quantities("备案由5天减为即办")] == ["from"]


def test_sessions_of_what_has_a_name_of_its_own_are_no_phases():
    assert [q.value for q in find_quantities("举办“法治讲堂”三期，“智慧石城”二期建成")] == [3]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("转移群众几十户", "几十户", 20),
        ("案件数百起", "数百起", 200),
        ("花费数百万元", "数百万元", 2000000),
        ("几千余人到场", "几千余人", 2000),
        ("惠及十几户", "十几户", 10),
    ],
)
def test_some_tens_are_two_of_them_at_least(text, span, value):
    assert [(text[q.start : q.end], q.value, q.bound, q.optional) for q in find_quantities(text)] == [(span, value, "at_least", span != "十几户")]


def test_brackets_of_bare_numbers_cost_linear_time():
    text = "清单1280项(" + "新增1 和取消1 " * 20_000
    start = perf_counter()
    find_quantities(text)
    assert perf_counter() - start < 10


@pytest.mark.parametrize(
    ("text", "optional"),
    [("五家镇人民政府、三家镇司法所", []), ("抽查八家镇卫生院", [True]), ("走访四家乡龙头企业", [True]), ("走访四家龙头企业", [False])],
)
def test_what_a_town_has_may_be_counted(text, optional):
    assert [q.optional for q in find_quantities(text)] == optional


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("引水二期配套工程水价改革，云岭机场三期征收安置", []),
        ("专题节目播出三期", ["三期"]),
        ("防汛响应由三级调整至四级，应急响应调整至二级、三级，启动四级应急响应", []),
        ("预警分为四级，审批层级由五级减至三级", ["四级", "五级", "三级"]),
    ],
)
def test_phases_of_projects_and_grades_of_warnings_are_labels(text, spans):
    assert [text[q.start : q.end] for q in find_quantities(text)] == spans


@pytest.mark.parametrize("text", ["在教育、医疗、住建三个领域开展专项整治", "三个领域综合执法改革完成", "三个领域执法队伍整合到位"])
def test_fields_may_be_counted_whatever_is_done_in_them(text):
    assert [(text[q.start : q.end], q.optional) for q in find_quantities(text)] == [("三个", True)]
