"""The rule baseline on small reports of our own."""

import pytest

from lawnlp.text.fold import fold
from lawnlp.text.headings import outline
from lawnlp.text.sections import label_sections, plan_begins


def labels(text):
    return [(section.part[0], list(section.topics)) for section in label_sections(text, outline(text))]


def test_a_whole_report():
    text = "\n".join(
        [
            "当前位置：首页 > 政务公开",
            "甲县2023年法治政府建设年度报告",
            "2024年2月6日",
            "2023年，甲县认真学习贯彻中央决策部署，对照年度任务逐项推进，依法行政水平又有提高。现将情况报告如下。",
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


BODY = "一、健全制度\n修订决策程序规定，公布决策目录5项。\n二、公正执法\n评查案卷120卷。\n三、普法惠民\n发放资料1.2万份。\n"


def part_of(line, before=BODY, behind=""):
    """The part of one line in a report of 2024."""
    text = f"甲县2024年法治政府建设情况报告\n{before}{line}\n{behind}"
    found = outline(text)
    return next(s.part[0] for s, p in zip(label_sections(text, found), found, strict=True) if text[p.start : p.end] == line)


@pytest.mark.parametrize("title", ["短板与制约", "直面短板", "短板不回避", "正视问题找差距", "还有哪些不足", "清醒“照镜子”"])
def test_headings_that_face_the_weaknesses(title):
    assert part_of(f"四、{title}", behind="人员不足。\n") == "shortcomings"


def test_facing_weaknesses_opens_their_section_only_near_the_end():
    assert part_of("一、直面短板", before="", behind=BODY.replace("三", "四").replace("二", "三").replace("一、", "二、")) == "measures"


@pytest.mark.parametrize("title", ["直面群众反映的急难愁盼问题", "坚持问题导向", "聚焦突出问题抓治理"])
def test_headings_about_problems_of_others(title):
    assert part_of(f"四、{title}", behind="人员到位。\n") == "measures"


@pytest.mark.parametrize("title", ["接下来工作", "下阶段工作", "来年展望", "新的一年怎么干", "2025年怎么干", "展望2025", "2025接着干"])
def test_headings_of_what_is_to_come(title):
    assert part_of(f"四、{title}", behind="建好中心。\n") == "plan"


@pytest.mark.parametrize("title", ["落实法治政府建设实施纲要（2021—2025年）", "2024年怎么干", "推进2023—2025年三年行动"])
def test_a_span_of_years_and_the_own_year_open_no_plan(title):
    assert part_of(f"四、{title}", behind="建好中心。\n") == "measures"


@pytest.mark.parametrize(
    "title", ["一把手履责情况", "党政“一把手”推进法治建设情况", "“关键少数”履职尽责情况", "第一责任落实情况", "书记、县长履行推进法治建设职责情况"]
)
def test_more_headings_of_the_leaders_duty(title):
    assert part_of(f"四、{title}", behind="县长带头学法。\n") == "leader_duty"


@pytest.mark.parametrize("title", ["抓住“关键少数”，压实法治建设责任", "领导干部学法情况"])
def test_measures_about_leaders(title):
    assert part_of(f"四、{title}", behind="局长带头学法。\n") == "measures"


@pytest.mark.parametrize("opening", ["接下来，重点抓好以下几件事：建强队伍。", "下阶段，我县要建强队伍。", "2025年，重点抓好队伍建设。"])
def test_a_paragraph_that_opens_the_plan(opening):
    assert part_of(opening) == "plan"
    assert part_of("2025年1月，县政府常务会议听取法治政府建设情况汇报。") == "measures"  # the report appears in that year


def test_a_paragraph_that_admits_weaknesses():
    assert part_of("过去一年，我县法治政府建设虽取得一定成效，但镇街承接能力不强、部分案件办理超期等问题依然突出。") == "shortcomings"


@pytest.mark.parametrize("line", ["供稿：法治科", "图片｜融媒体中心", "审核 | 周某某", "校对：王某", "往期推荐", "点击量：1200", "阅读 3264"])
def test_who_made_the_page_is_noise(line):
    assert part_of(line) == "noise"


@pytest.mark.parametrize(
    "line", ["拍摄普法短视频12部，点击量突破1200万次。", "政府网站发布信息9846条、政务微博1204条、微信公众号1412条", "组织宪法宣传周活动，阅读量达58万次"]
)
def test_figures_of_new_media_are_no_noise(line):
    assert part_of(line) == "measures"


@pytest.mark.parametrize("line", ["抄送：县委各部门，县人大常委会。", "甲县人民政府办公室　　2025年2月25日印发"])
def test_the_foot_of_a_printed_document_is_closing(line):
    assert part_of(line) == "closing"


def test_a_sentence_behind_a_colon_is_no_credit():
    assert part_of("审核：合法性审查36件。") != "noise"


BODY = "2014年，甲市认真推进依法行政，制定文件12件，评查案卷60卷。"


TOLD = "2014年，甲市认真推进依法行政，制度更加完善，执法更加规范。"


def only(*lines):
    text = "\n".join(lines)
    return [set(section.only) for section in label_sections(text, outline(text))]


@pytest.mark.parametrize(
    ("title", "bound"),
    [
        ("二、存在的不足和原因", {"shortcomings"}),
        ("三、2025年工作打算", {"plan"}),
        ("二、存在的问题和下一步打算", {"shortcomings", "plan"}),
        ("一、党政主要负责人履行第一责任人职责", set()),
        ("一、主要举措和成效", set()),
    ],
)
def test_a_first_level_heading_of_problems_or_plan_binds_its_part_also_in_a_report_on_one_line(title, bound):
    assert only("甲市2024年法治政府建设年度报告", title, BODY)[1] == bound
    assert only(f"一、主要成效。{TOLD}{title}。{TOLD}")[-1] == bound


def test_behind_problems_or_plan_a_heading_of_the_leaders_duty_binds_its_part():
    duty = "四、党政主要负责人履行第一责任人职责情况"
    assert only("甲市2024年法治政府建设年度报告", "一、主要成效", BODY, "二、存在的不足和原因", BODY, duty)[-1] == {"leader_duty"}
    assert only("甲市2024年法治政府建设年度报告", "一、主要成效", BODY, duty, BODY)[-2] == set()
    assert only("甲市2024年法治政府建设年度报告", "二、存在的不足和原因", BODY, "三、依法全面履行政府职能", BODY)[-2] == set()


def test_a_word_of_a_menu_above_the_title_is_of_the_page():
    title = "甲市2024年法治政府建设年度报告"
    assert only("政策文件", "甲市司法局", "甲市人民政府", title, BODY) == [{"noise"}, set(), set(), {"front_matter"}, set()]
    assert only(title, "政策文件", BODY)[1] == only("政策文件", BODY)[0] == set()


def test_what_counts_more_than_one_thing_closes_no_report():
    told = "全年接入46个部门，派单12.3万件，按期办结率达到99%。"
    title = "甲市2024年法治政府建设年度报告"
    assert "closing" not in only(title, BODY, told)[-1]
    assert only(title, BODY, told)[-1] >= {"measures", "plan", "leader_duty"}
    assert only(title, BODY, "全年派单12.3万件。", BODY)[-2] == set()


@pytest.mark.parametrize("title", ["甲市２０１４年度依法行政工作总结", "甲市2014年度推进依法行政工作情况汇报", "甲市人民政府关于法治政府建设情况的报告"])
def test_the_line_that_reads_as_the_title_is_front_matter(title):
    assert only("索引号：0143　发布机构：市政府办", title, BODY) == [set(), {"front_matter"}, set()]
    assert only(title, "发布时间：2015-01-10", title, BODY) == [{"front_matter", "noise"}, set(), {"front_matter"}, set()]


def test_a_heading_that_opens_the_text_is_no_title():
    assert only("甲市2014年度依法行政工作总结", "推进法治政府建设情况", BODY) == [{"front_matter"}, set(), set()]
    assert only("一、推进法治政府建设工作情况", BODY) == [set(), set()]


@pytest.mark.parametrize("line", ["甲市人民政府法制办公室　二〇一五年二月三日", "甲市司法局2015年2月3日", "甲市司法局", "2015年2月3日"])
def test_the_signature_is_closing(line):
    assert only("二、存在问题", "执法力量薄弱。", line, "转载声明：本网不代表其观点。")[2:] == [{"closing"}, set()]
    assert only(line, "二、存在问题", "执法力量薄弱。") == [set(), {"shortcomings"}, set()]  # at the head it signs nothing
    assert "closing" not in only("二、存在问题", "执法力量薄弱。", "1." + line)[2]


@pytest.mark.parametrize(
    "line,both",
    [
        (
            "二、存在问题和二〇一五年打算。回顾一年，仍有九个镇没有专职法制员。二〇一五年，我们将做好两件事：一是培训执法人员二百人；二是评查案卷。",
            ("plan", "shortcomings"),
        ),
        ("执法队伍力量薄弱，法制员配备不足，案卷评查不够及时，普法形式单一。下一步，将开展执法培训，组织案卷评查。", ("shortcomings", "plan")),
        ("执法队伍力量薄弱，法制员配备不足，案卷评查不够及时。下一步，将认真加以改进。", ()),  # promises, plans nothing
        ("执法队伍力量薄弱，法制员配备不足，今后需要加强。", ()),
        ("针对以上问题，我局将从两方面发力。2015年，重点开展案卷评查4次，培训执法人员100人。", ()),
        ("行政机关负责人出庭率不高，部分案卷文书不规范。2014年以来，要求整改的案件中仍有6件没有按期办结。", ()),
    ],
)
def test_a_line_with_weaknesses_and_plans_is_of_two_parts(line, both):
    text = "一、主要成效\n" + BODY + "\n" + line
    section = label_sections(text, outline(text))[-1]
    assert section.both == both
    assert "closing" not in section.only and bool(section.only) == bool(both)  # what holds both closes nothing


def test_a_heading_that_names_problems_leaves_only_what_it_names_open():
    assert only(BODY, "二、存在的问题和下一步打算", "执法力量薄弱。")[1] == {"shortcomings", "plan"}
    assert only(BODY, "二、存在的问题", "执法力量薄弱。")[1] == {"shortcomings"}


def test_where_the_plan_begins():
    line = fold("三、不足和打算。执法队伍力量薄弱，法制员配备不足。明年，将开展执法培训4次，评查案卷。")
    assert line[plan_begins(line, 7) :].startswith("明年,")
    assert plan_begins(line[: line.index("明年")]) is None


def test_a_numbered_item_is_of_no_closing_or_preamble():
    item = {"measures", "shortcomings", "leader_duty", "plan", "noise"}
    assert only("二、下一步安排", BODY, "四是聘请监督员30名，对9个街道开展督察，压实责任。", "特此报告。")[1:] == [set(), item, {"closing"}]
    assert only(BODY, "附件：1.案卷评查汇总表（略）", "2.执法主体名录（略）")[2] == set()
    assert labels("一是开展培训，全年培训执法人员120人；二是评查案卷，全年评查60卷。")[0][0] == "measures"


@pytest.mark.parametrize("title", ["存在的问题和2024年工作安排", "问题和打算", "不足与下步思路", "困难、问题和努力方向"])
@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (["基层执法力量薄弱。", "2024年，新建调解室3个。", "开办执法人员培训班。"], "spp"),
        (["一是执法力量薄弱。", "二是办案质量不够高。", "针对上述问题，抓好三项工作。", "一是培训执法人员。"], "sspp"),
        (["对照要求，执法力量与任务相比还不够强。", "打算方面：开办执法人员培训班。"], "sp"),
        (["还有以下差距：", "一是执法力量薄弱。", "二是文书说理不足。"], "sss"),  # the list that the first line opens
        (["执法力量仍显薄弱。", "一是推进执法规范化建设。制定年度计划。", "二是补齐应急短板。"], "spp"),  # a list of its own, of things to do
        (["执法力量仍显薄弱。", "一是乡镇人手不足。", "二是文书说理不透。"], "sss"),
    ],
)
def test_under_a_heading_of_problems_and_plan_the_lines_are_told_apart(title, lines, parts):
    text = "\n".join(["甲县2023年法治政府建设年度报告", "一、主要工作", "全年制定行政规范性文件6件。", f"二、{title}", *lines])
    found = label_sections(text, outline(text))[3:]
    assert found[0].part == ("shortcomings", "plan")
    assert "".join(section.part[0][0] for section in found[1:]) == parts


@pytest.mark.parametrize(
    ("line", "leads_in"),
    [
        ("一年来，全县法治政府建设取得一定成绩，但与行政执法的新要求相比，仍存在以下不足：", True),
        ("下一步，我县将加强执法监督，重点抓好以下几方面工作:", True),
        ("（三）加强行政执法监督：", False),  # a heading has the topics that it names
        ("三是复议应诉归口办理，数据如下：", False),
        ("全年收到行政复议申请38件，审结35件，具体情况如下：", False),
        ("复议应诉归口办理。全县案件数据见下表：", False),
        ("行政执法队伍力量薄弱。", False),
    ],
)
def test_a_line_that_only_leads_in_has_no_topic(line, leads_in):
    text = f"甲县2023年法治政府建设年度报告\n二、存在的不足\n{line}\n（一）法治观念有待加强。少数干部依法行政意识不强，征求意见走过场。"
    found = label_sections(text, outline(text))[2]
    assert found.leads_in == leads_in
    if leads_in:
        assert found.topics == ()
