"""The rule baseline on small reports of our own."""

import pytest

from lawnlp.text.headings import outline
from lawnlp.text.sections import label_sections


def labels(text):
    return [(section.part[0], list(section.topics)) for section in label_sections(text, outline(text))]


def test_a_whole_report():
    text = "\n".join(
        [
            "当前位置：首页 > 政务公开",
            "甲县2023年法治政府建设年度报告",
            "2024年2月6日",
            "2023年，甲县认真学习贯彻中央决策部署，对照年度任务逐项推进，法治政府建设各项工作取得新的进展。现将情况报告如下。",
            "一、主要举措和成效",
            "（一）健全依法行政制度体系。全年制定行政规范性文件6件，全部经过合法性审核并按期报送备案。",
            "（二）依法化解矛盾纠纷。受理行政复议申请38件，行政机关负责人出庭应诉率100%。",
            "二、存在的不足和原因",
            "执法队伍力量薄弱，行政执法案卷质量不高。",
            "三、党政主要负责人履行推进法治建设第一责任人职责情况",
            "县长主持召开常务会议，专题研究法治建设工作。",
            "四、2024年工作安排",
            "继续加强普法宣传，推进法律服务向村居延伸。",
            "特此报告。",
            "甲县人民政府",
            "打印本页 关闭窗口",
        ]
    )
    assert labels(text) == [
        ("noise", []),
        ("front_matter", []),
        ("front_matter", []),
        ("preamble", []),
        ("measures", []),
        ("measures", ["rulemaking"]),
        ("measures", ["dispute_resolution"]),
        ("shortcomings", []),
        ("shortcomings", ["law_enforcement"]),
        ("leader_duty", ["party_leadership"]),
        ("leader_duty", ["party_leadership"]),
        ("plan", []),
        ("plan", ["legal_society"]),
        ("closing", []),
        ("closing", []),
        ("noise", []),
    ]


@pytest.mark.parametrize("swap", [str.maketrans("，：；（）", ",:;()"), str.maketrans("一党", "一黨")])
def test_spelling_does_not_matter(swap):
    text = "一、主要举措和成效\n（一）加强党的领导，落实党政主要负责人述法制度；开展学法考试。\n二、存在的不足\n执法力量不足。"
    assert labels(text.translate(swap)) == labels(text)


def test_problems_and_plans_under_one_heading_are_two_parts():
    [first, *_] = label_sections("三、存在的问题及下一步打算", outline("三、存在的问题及下一步打算"))
    assert first.part == ("shortcomings", "plan")


@pytest.mark.parametrize("number", ["— 2 —", "－２－", "·2·", "第 2 页", "第2页 共8页", "第２页，共８页", "2 / 8"])
def test_a_page_number_between_lines_is_noise(number):
    text = f"一、主要举措和成效\n开展行政执法检查3次。\n{number}\n处理违法行为2件。"
    assert [part for part, _ in labels(text)] == ["measures", "measures", "noise", "measures"]


def test_a_line_of_only_a_number_belongs_to_the_table_around_it():
    assert labels("一、主要举措和成效\n检查次数\n47\n罚没金额\n2361.8 2140.3")[2][0] == "measures"


@pytest.mark.parametrize("title", ["存在的困难和差距", "需要改进的方面", "当前面临的挑战", "工作中的难点", "工作中的短板与差距", "困难和短板"])
def test_headings_of_shortcomings(title):
    assert [part for part, _ in labels(f"一、主要举措和成效\n开展检查3次。\n二、{title}\n力量偏弱。")] == [
        "measures",
        "measures",
        "shortcomings",
        "shortcomings",
    ]


@pytest.mark.parametrize("title", ["党政主要负责人履职情况", "党政主要领导履职情况", "主要负责同志履行职责情况"])
def test_headings_of_the_leaders_duty(title):
    assert [part for part, _ in labels(f"一、主要举措和成效\n开展检查3次。\n二、{title}\n县长带头学习。")][2:] == ["leader_duty", "leader_duty"]


def test_a_first_level_heading_at_the_end_of_a_line_opens_its_section():
    text = "\n".join(
        [
            "一、主要举措和成效",
            "（一）深化普法。组织法治宣传活动2140场。二、存在的主要问题",
            "一是基层行政执法力量不够。三、2024年工作打算",
            "（一）加强行政执法培训。",
        ]
    )
    assert [section.part for section in label_sections(text, outline(text))] == [
        ("measures",),
        ("measures", "shortcomings"),
        ("shortcomings", "plan"),
        ("plan",),
    ]


def test_an_enumeration_at_the_end_of_a_line_opens_no_section():
    text = "一、主要举措和成效\n二、存在的不足\n力量不足，要坚持以下各条：一、加强培训工作\n人员仍然偏少。"
    assert [part for part, _ in labels(text)] == ["measures", "shortcomings", "shortcomings", "shortcomings"]


def test_a_preamble_cut_at_the_width_of_a_page():
    text = "甲县2023年法治政府建设年度报告\n2023年，甲县认真学习贯彻中央决策部署，对照年度任务逐\n项推进。现将情况报告如下：\n一、主要成效"
    assert [part for part, _ in labels(text)] == ["front_matter", "preamble", "preamble", "measures"]


@pytest.mark.parametrize("title", ["问题和短板", "短板与弱项", "差距和原因", "不足及成因", "工作中的问题", "存在的问题、短板以及困难", "困难"])
def test_a_heading_of_nothing_but_nouns_for_weaknesses_opens_the_shortcomings(title):
    assert [part for part, _ in labels(f"一、主要举措和成效\n开展执法检查3次。\n二、{title}\n乡镇监管人员少，多为兼职。")][2:] == ["shortcomings"] * 2


@pytest.mark.parametrize("title", ["破解执法难点和短板", "群众急难问题化解", "补短板强弱项"])
def test_a_heading_that_says_what_is_done_about_weaknesses_does_not(title):
    assert labels(f"一、依法履职\n开展执法检查3次。\n二、{title}\n化解纠纷26件。")[2][0] == "measures"
