"""Numbering grammar, paragraphs, the tree."""

from itertools import pairwise

import pytest
from conftest import read_cases
from hypothesis import given
from hypothesis import strategies as st

from lawnlp.text.headings import outline, split_paragraphs
from lawnlp.text.title import foot

CASES = read_cases("headings.csv")


@pytest.mark.parametrize("case", CASES, ids=[c["line"] for c in CASES])
def test_case(case):
    line = case["line"]
    [p] = outline(line)
    assert (p.scheme, p.number, line[p.title_start : p.title_end]) == (case["scheme"], int(case["number"]), case["title"])
    assert p.runs_in == bool(int(case["runs_in"]))
    assert (p.level > 0) == bool(case["scheme"])


def tree(text):
    return [(p.level, p.parent, text[p.title_start : p.title_end]) for p in outline(text)]


def test_levels_are_relative_to_the_report():
    assert tree("（一）甲项\n1.乙项\n（二）丙项") == [(1, -1, "甲项"), (2, 0, "乙项"), (1, -1, "丙项")]


def test_four_levels_with_text_and_restart():
    text = "一、甲项工作\n（一）乙项工作\n1.丙项工作\n（1）丁项工作\n正文一句话，写得长一些，不是标题。\n（二）戊项工作\n2.己项工作\n二、庚项工作"
    assert [(p.level, p.parent) for p in outline(text)] == [(1, -1), (2, 0), (3, 1), (4, 2), (0, 3), (2, 0), (3, 5), (1, -1)]


def test_a_gap_or_repeat_does_not_break_the_tree():
    assert [(p.level, p.parent) for p in outline("一、甲项工作\n（二）乙项工作\n（二）丙项工作\n五、丁项工作")] == [(1, -1), (2, 0), (2, 0), (1, -1)]


def test_lead_in_as_paragraph_heads_without_brackets():
    text = "一、主要成效\n一是学习。全年学习8次，覆盖面很广。\n二是培训。全年培训4次，效果很好。\n二、存在不足"
    assert [(p.level, p.parent) for p in outline(text)] == [(1, -1), (2, 0), (2, 0), (1, -1)]


def test_a_heading_without_number_is_found_by_what_follows():
    text = "甲县2023年法治政府建设年度报告\n主要举措和成效\n全县上下认真落实各项部署，完善制度，规范执法，化解纠纷，服务群众，各项工作取得了新的进展和成效。"
    assert tree(text)[1] == (1, -1, "主要举措和成效")
    assert [p.level for p in outline(text)] == [0, 1, 0]


ONE_LINE = "甲县2023年法治政府建设情况报告 一、主要成效。全年学习8次，审核文件12件。二、存在不足。力量薄弱、一、二审案件多。三、下一步安排。加强培训。"


def test_a_report_on_one_line_is_cut_before_first_level_headings():
    assert [ONE_LINE[a:b][:4] for a, b in split_paragraphs(ONE_LINE)] == ["甲县20", "一、主要", "二、存在", "三、下一"]
    assert [p.number for p in outline(ONE_LINE)] == [0, 1, 2, 3]


def test_a_line_with_one_heading_is_not_cut():
    line = "一、主要成效。" + "全年学习习近平法治思想，坚持“一、二、三”工作法，审核文件12件，开展检查。" * 3
    assert len(split_paragraphs(line)) == 1


@given(st.text(alphabet="一二三、。（）()1.是 \u3000\n\t甲乙，x", max_size=120))
def test_paragraphs_are_the_stripped_lines(text):
    spans = split_paragraphs(text)
    assert all(text[a:b] == text[a:b].strip() and a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())
    found = outline(text)
    assert [(p.start, p.end) for p in found] == spans
    for index, p in enumerate(found):
        assert p.parent < index
        assert p.parent == -1 or found[p.parent].level > 0
        assert not p.level or p.parent == -1 or found[p.parent].level < p.level


def test_lines_behind_a_heading_at_the_end_of_a_line_stand_under_none_before_it():
    text = "一、甲项工作\n（一）乙项工作。全年开展3次。二、丙项工作\n（一）丁项工作\n三、戊项工作"
    assert [(p.level, p.parent) for p in outline(text)] == [(1, -1), (2, 0), (2, -1), (1, -1)]


def test_a_line_that_begins_with_a_later_heading_is_cut_as_well():
    line = "二、存在不足。" + "基层力量薄弱，执法培训不多。" * 5 + "三、下一步安排。加强培训。"
    assert [p.number for p in outline("一、主要成效\n" + line)] == [1, 2, 3]


def test_a_report_on_one_line_with_full_stops_of_a_scan_is_cut_too():
    assert [p.number for p in outline(ONE_LINE.replace("。", "."))] == [0, 1, 2, 3]


def test_a_number_and_a_year_are_no_decimal():
    text = "1.主要成效\n办好实事。\n2.存在不足\n人员少。\n3.2025年工作打算\n3.5万人参加。"
    assert [(p.level, text[p.title_start : p.title_end]) for p in outline(text) if p.level] == [(1, "主要成效"), (1, "存在不足"), (1, "2025年工作打算")]


@pytest.mark.parametrize(
    ("line", "below", "signs"), [("青岚区", "2024年2月1日", True), ("青岚区", "各单位落实", False), ("深入各社区和园区。", "2024年2月1日", False)]
)
def test_a_place_alone_above_the_date_signs(line, below, signs):
    lines = ["青岚区2023年法治政府建设情况报告", "一、下一步打算", "加强培训。", line, below]
    assert (3 in foot(lines)) == signs


def test_the_title_is_no_heading_and_the_signature_stands_under_none():
    text = "索引号：0143\n甲市2014年度依法行政工作总结\n2014年，甲市各项工作有序推进。\n一、主要成效\n制定文件12件。\n特此报告。\n甲市司法局　2015年2月3日\n打印本页"
    assert [(p.level, p.parent) for p in outline(text)] == [(0, -1), (0, -1), (0, -1), (1, -1), (0, 3), (0, -1), (0, -1), (0, 3)]


def test_a_list_within_a_line_is_no_heading():
    text = "一、主要成效\n（一）学习培训\n一是组织学习。全年学习8次；二是开展培训。全年培训4次。\n（二）规范执法\n一是评查案卷。评查案卷60卷，通报问题。\n二是培训人员。培训120人，考试合格。"
    assert [(p.level, p.parent) for p in outline(text)] == [(1, -1), (2, 0), (0, 1), (2, 0), (3, 3), (3, 3)]


def test_a_list_that_goes_on_in_its_line_is_none_either():
    text = "一、主要成效\n一是组织学习。全年学习8次。二是开展培训。全年培训4次。\n三是评查案卷，评查60卷；四是清理文件，废止5件。\n五是考试。考试120人，全部合格。\n六是督察。"
    assert [(p.level, p.parent) for p in outline(text)] == [(1, -1), (0, 0), (0, 0), (2, 0), (2, 0)]


def test_a_long_title_with_a_figure_is_a_sentence_that_ends_the_series():
    text = "一、主要成效\n（一）规范执法。评查案卷60卷，通报问题。\n（二）全年主动公开政府信息9214条，其中规范性文件77条。\n政府网站运行平稳，全年没有发生差错。\n（三）实施“1+3”行动，打造2024年度依法行政示范窗口品牌"
    assert [(p.level, p.parent) for p in outline(text)] == [(1, -1), (2, 0), (0, 0), (0, 0), (2, 0)]
    assert [p.level for p in outline("十、存在的问题 一是执法力量上下不均，个别中队一年办结案件不足10件。")] == [1]


def test_a_long_title_with_a_figure_and_without_a_full_stop_is_the_heading_of_the_text_below():
    text = "一、主要成效\n（一）制度体系更加完备，全年制发规范性文件12件\n县司法局审核文件26件。\n（二）开展专项检查12次，检查企业860家，整改问题36个\n（三）推进普法"
    assert [(p.level, p.parent) for p in outline(text)] == [(1, -1), (2, 0), (0, 1), (0, 0), (2, 0)]


def test_items_of_one_series_are_decided_together():
    plan = "四、下一步工作\n（一）组织干部法治培训，全年轮训执法人员不少于120名。\n（二）打造1至2个法治公园。\n（三）落实“谁执法谁普法”责任制，健全以案释法和法律服务机制；推动法律顾问进村入户。\n（四）规范执法。制定标准，统一文书。\n（五）执法监督"
    assert [p.level for p in outline(plan)] == [1, 0, 0, 0, 2, 2]  # a title with text of its own, and one that no sign ends, remain headings
    assert [p.level for p in outline(plan.replace("不少于120名", "一轮"))] == [1, 2, 2, 2, 2, 2]  # no item is plain text
    apart = "四、下一步工作\n（一）打造法治公园。\n要求如下，各单位抓好落实，按期完成。\n（二）组织干部法治培训，全年轮训执法人员不少于120名。"
    assert [p.level for p in outline(apart)] == [1, 2, 0, 0]  # what has a line of text below it is a heading
