"""What copying leaves inside sentences, and the way back to the text as it was given."""

from time import perf_counter

import pytest

from lawnlp.text.damage import clean_text

# What follows the mark ⏎ goes on; what follows | does not.
BREAKS = [
    "全年受理行政复议申请62件，⏎办结58件。|二、存在的不足|执法力量薄弱。",
    "落实《山区道路⏎安全管理办法》要求。|下一步加强巡查。",
    "开展“法治进山⏎寨”活动18场次。",
    "全年开展法治宣传34场次，受理热线诉求5126⏎件，满意率98.2%。",
    "镇村两级调委会全年化解矛盾纠纷186件⏎，成功率97%。",
    "（一）规范执法。修订裁量基准，培训执法⏎人员420人次。",
    "坚持把依法行政贯穿乡村振兴全过程，围绕高标准农田建设、宅基地审批、集体资产管理等领域梳理风险点，逐项明确⏎责任单位和整改时限。",
    "（一）健全依法决策机制，提升行政决策公信力和执行力|（二）强化制度约束|出台文件7件。",
    "坚持人民至上，提升服务效能|全年办理为民实事42件，群众满意率保持在96%以上。",
    "溪口县人民政府2023年法治政府建设情况报告|溪口县人民政府认真落实法治政府建设要求，全年各项工作有序推进。",
    "当前位置：首页 > 政务公开，|溪口县人民政府办公室。",
    "主要做法有：|加强学习，认真落实。",
    "县委办印发《关于印发<执法规范>的通知》，⏎各镇认真落实。",
    "网站首页>政务公开>法治政府，|溪口县人民政府办公室。",
    "发布时间：2024-01-12 浏览次数：318|溪口县认真落实依法行政各项部署。",
    "现将有关情况报告如下，|一、主要举措",
    "评查案卷320卷。（数据截至2023年12月31日。）|坚持和发展新时代“枫桥经验”，全年排查调处矛盾纠纷356件，化解率98.5%。",
    "县委书记强调：“要把法治贯穿政府工作全过程。”|持续优化营商环境，办理政务服务事项2310项。",
    "信息来源：区司法局、区政府办 点击数 385|云州市青岚区人民政府2023年法治政府建设情况报告",
    "今天是2024年1月5日，多云，气温 12|云州市青岚区人民政府2023年法治政府建设情况报告",
    "●提升执法质量。组织行政执法人员培训，参训200人|●化解矛盾纠纷。全年调解纠纷356件。",
    "行政处罚、行政强制案件 12|行政许可、行政确认事项 345|公共法律服务 89",
    "（一）强化组织领导。全年召开会议12次|开展行政执法监督，评查案卷210卷。",
    "一年来取得一定成绩。问题主要表现在以下几个方面|部分单位法治意识不强。",
]


@pytest.mark.parametrize("marked", BREAKS)
def test_a_break_in_mid_sentence_and_one_that_is_not(marked):
    text = marked.replace("⏎", "\n").replace("|", "\n")
    assert clean_text(text).text == marked.replace("⏎", "").replace("|", "\n")


PARAGRAPHS = [
    "一、主要举措和成效",
    "全县各级行政机关坚持把法治建设与中心工作同部署同推进，召开县政府常务会议26次，研究法治议题14个，听取依法行政汇报4次，印发年度工作要点1份",
    "并逐项分解到37个单位。县司法局每季度通报进展，对落后的3个单位下发提醒函，年底组织实地核查，结果计入综合考核。",
    "二、存在的不足",
    "基层执法力量仍显不足，部分乡镇执法人员一人多岗，案卷制作质量不高，个别单位对合法性审核的认识还有偏差，需要在下一年重点解决好这些问题。",
    "三、下一年打算",
    "修订重大行政决策目录，组织执法人员轮训，完善镇街执法协作机制，推进行政复议规范化建设，办好公共法律服务实事，让群众在每一件小事中感受到公平正义。",
]


def _set(paragraphs: list[str], width: int, indent: str = "") -> str:
    lines = []
    for paragraph in paragraphs:
        words = indent + paragraph
        lines += [words[at : at + width] for at in range(0, len(words), width)]
    return "\n".join(lines)


WHOLE = [PARAGRAPHS[0], PARAGRAPHS[1] + "，" + PARAGRAPHS[2], *PARAGRAPHS[3:]] * 2


@pytest.mark.parametrize("width", [24, 31, 37])
def test_a_text_set_at_a_width_is_read_as_its_paragraphs(width):
    assert clean_text(_set(WHOLE, width)).text.split("\n") == WHOLE


@pytest.mark.parametrize("columns", [50, 60])
def test_a_text_set_in_columns_has_more_narrow_signs_in_a_line(columns):
    whole = [line.replace("26次", "1,262,260,026次").replace("37个", "2,026,003,700,375个") for line in WHOLE]
    lines = []
    for paragraph in whole:
        line = ""
        for sign in paragraph:
            if sum(1 if c.isascii() else 2 for c in line + sign) > columns:
                lines.append(line)
                line = ""
            line += sign
        lines.append(line)
    assert clean_text("\n".join(lines)).text.split("\n") == whole


def test_where_indents_open_paragraphs_a_full_line_may_end_with_a_stop():
    paragraphs = [
        "县政府全年召开常务会议26次、研究议题14个。县司法局通报情况4次。" + "执法人员参加轮训，案卷评查覆盖全部单位。" * 12,
        "基层力量不足，案卷质量不高。" * 9,
        "下一年加强力量。",
    ]
    text = _set(paragraphs, 30, "　　")
    assert [line.strip() for line in clean_text(text).text.split("\n")] == paragraphs


def test_lines_of_a_list_are_not_a_text_set_at_a_width():
    text = "\n".join(f"{number}号窗口全年办理登记业务{number}00件" for number in range(1, 31))
    assert clean_text(text).removed == ()


def test_offsets_lead_back_to_the_words_as_they_were_given():
    given = "受理申请62件，\n　　办结58件，\n调解12件。\n完。"
    clean = clean_text(given)
    assert clean.text == "受理申请62件，办结58件，调解12件。\n完。"
    for words in ("受理申请62件，", "办结58件，", "58件", "调解12件。", "完。"):
        at = clean.text.index(words)
        assert given[clean.start(at) : clean.end(at + len(words))] == words
    across = clean.text.index("，办结")
    assert given[clean.start(across) : clean.end(across + 3)] == "，\n　　办结"
    assert [given[a:b] for a, b in clean.lines(0, clean.text.index("\n"))] == ["受理申请62件，", "办结58件，", "调解12件。"]


def test_an_unbroken_text_is_itself():
    for text in ("", "\n\n", "一行", "第一段。\n第二段。"):
        clean = clean_text(text)
        assert (clean.text, clean.removed) == (text, ())


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("化解矛\u200b盾纠纷\u00ad38件。\ufeff", "化解矛盾纠纷38件。"),
        ("规(規guī)范性文件论证(論證)6次。", "规范性文件论证6次。"),
        ("应对（應duì）突发事件", "应对突发事件"),
        ("乡政府www.xikou-town.example在公示栏公布结果。", "乡政府在公示栏公布结果。"),
        ("办结38件https://www.xikou.example/a/b.html，满意率97%。", "办结38件，满意率97%。"),
        ("县(区)政府(办)召开会议(4次)。", "县(区)政府(办)召开会议(4次)。"),
        ("网址：www.xikou.example", "网址：www.xikou.example"),
        ("（www.xikou.example）", "（www.xikou.example）"),
        ("监督(执法)平台", "监督(执法)平台"),
    ],
)
def test_what_is_not_of_the_sentence_is_not_read(given, clean):
    assert clean_text(given).text == clean


def test_damage_at_a_break_is_taken_out_with_it():
    given = "受理申请62件，\u200b\n\u200b办结58件。\n完。"
    clean = clean_text(given)
    assert clean.text == "受理申请62件，办结58件。\n完。"
    assert [given[a:b] for a, b in clean.lines(0, clean.text.index("\n"))] == [
        "受理申请62件，\u200b",
        "\u200b办结58件。",
    ]  # lines without white space, as the guidelines have them
    at = clean.text.index("办结")
    assert given[clean.start(at) : clean.end(at + 2)] == "办结"


def test_the_number_of_a_page_inside_a_sentence_goes_with_its_break():
    given = "全年受理行政复议申请62件，\n\n— 3 —\n\f\n办结58件。\n第4页 共9页\n二、存在的不足"
    clean = clean_text(given)
    assert clean.text == "全年受理行政复议申请62件，办结58件。\n第4页 共9页\n二、存在的不足"
    lines = clean.lines(0, clean.text.index("\n"))
    assert [given[a:b] for a, b in lines] == ["全年受理行政复议申请62件，", "— 3 —", "办结58件。"]
    assert [clean.is_page_number(a, b) for a, b in lines] == [False, True, False]


def test_an_address_in_front_of_a_break_stays_in_its_line():
    given = "网站由县政府www.xikou.example，\n统一维护。"
    clean = clean_text(given)
    assert clean.text == "网站由县政府，统一维护。"
    assert [given[a:b] for a, b in clean.lines(0, len(clean.text))] == ["网站由县政府www.xikou.example，", "统一维护。"]


def test_a_bare_number_that_parts_pages_inside_a_sentence():
    assert clean_text("全年收到行政复议申请380件，\n3\n审结350件。").text == "全年收到行政复议申请380件，审结350件。"
    table = "案件，\n12\n345\n办结情况"
    assert clean_text(table).text.count("\n") == 3


def test_the_width_of_a_line_counts_what_was_taken_out_of_it():
    lines = _set(WHOLE, 30).split("\n")
    shown = "\n".join(line[:4] + "（guī）" + line[9:] if number == 3 else line for number, line in enumerate(lines))
    assert clean_text(shown).text.count("\n") == clean_text("\n".join(lines)).text.count("\n")


def test_a_line_of_blanks_costs_linear_time():
    start = perf_counter()
    clean_text(" " * 400_000 + "\n甲县。")
    assert perf_counter() - start < 5
