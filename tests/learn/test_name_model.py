"""The learned names: windows, phrases, learning, the state."""

import numpy as np
import pytest

from lawnlp.learn.name_features import LEFT, Windows
from lawnlp.learn.name_model import NameModel, overlaps
from lawnlp.text.quantities import find_quantities


def quantities(text):
    return [vars(q) for q in find_quantities(text)]


def windows(*texts):
    return Windows(texts, [quantities(text) for text in texts])


def phrases(text, number=0):
    """All phrases of the window of one quantity, as words."""
    found = windows(text)
    return {
        text[slice(*found.span(number, int(begin), int(length) + 1))]
        for quantity, begin, length in zip(*np.nonzero(found.phrases()), strict=True)
        if quantity == number
    }


def test_phrases_stand_before_and_behind_and_cross_nothing():
    found = phrases("举办培训，受理行政复议申请38件案件、12名律师", 0)
    assert {"行政复议申请", "举办培训", "案件"} <= found
    assert not any("，" in phrase or "38" in phrase or "12" in phrase for phrase in found)
    assert not any(phrase.startswith("、") or phrase.endswith("、") for phrase in found)


@pytest.mark.parametrize(
    ("text", "never", "kept"),
    [
        ("更换宣传栏15块（含旧栏）", "（含旧栏）", "宣传栏"),
        ("登记马匹30匹（幼）", "（幼）", "马匹"),
        ("受理58件（网上申请）", "（网上申请）", "网上申请"),
        ("（三）案件数、处罚数下降7%", "（三）案件数、处罚数", "案件数、处罚数"),
        ("三、案件数下降7%", "三、案件数", "案件数"),
        ("二〇一四年结案30件", "二〇一四年结案", "结案"),
        ("60岁以上老人办证1200张", "岁以上老人办证", "老人办证"),
        ("5%以上地块整治12处", "以上地块整治", "地块整治"),
        ("以上级督办案件12件", "", "以上级督办案件"),
        ("复议/应诉12件", "/应诉", "应诉"),
        ("查处形式主义官僚主义问题21起", "主义官僚主义问题", "官僚主义问题"),
        ("收回承接不住、管不好的职权17项", "不住、管不好的职权", "职权"),
        ("检查不了解政策的农户17户", "", "不了解政策的农户"),
        ("3轮核酸检测覆盖率100%", "酸检测覆盖率", "检测覆盖率"),
        ("赴临海等地督导检查8次", "地督导检查", "督导检查"),
        ("排查燃气等地下管线23处", "", "地下管线"),
        ("向青石镇、白沙河镇赋权85项", "石镇、白沙河镇赋权", "赋权"),
        ("向青石镇、白沙河镇赋权85项", "沙河镇赋权", "白沙河镇赋权"),
        ("聘请村干部、驻镇律师12名", "", "驻镇律师"),
        ("培训乡镇、街道干部12人", "", "乡镇、街道干部"),
        ("12345热线工单30件", "", "12345热线工单"),
        ("为巡防队配了对讲机30部", "讲机", "对讲机"),
        ("沿街将军社区调解12起", "军社区调解", "将军社区调解"),
        ("推行并联审批事项35项", "联审批事项", "并联审批事项"),
        ("将矛盾纠纷化解12起", "", "矛盾纠纷化解"),
        ("对应急预案修订3次", "", "应急预案修订"),
        ("对标准合同审查4份", "", "标准合同审查"),
        ("发放了大量宣传册3万册", "了大量宣传册", "大量宣传册"),
        ("了解民意12次，了结积案3件", "", "了结积案"),
        ("在浙江大学办班7天", "江大学办班", "浙江大学办班"),
        ("赴西南政法大学办班5天", "南政法大学办班", "西南政法大学办班"),
        ("在杭州市老年大学上课7次", "", "老年大学上课"),
    ],
)
def test_no_phrase_begins_in_the_middle_or_holds_the_number_of_a_heading(text, never, kept):
    found = phrases(text, len(quantities(text)) - 1)
    assert never not in found
    assert kept in found


@pytest.mark.parametrize(
    ("text", "never", "kept"),
    [
        ("除2户拒不配合外，其余均已搬迁", "拒不配合外", "拒不配合"),
        ("除7处限期整改外均已整改", "限期整改外均", "限期整改"),
        ("除8起诉讼以外全部办结", "诉讼以外", "诉讼"),
        ("消除12处境外风险", "", "境外风险"),
        ("扫黑除恶3起涉外均由市里办理", "", "涉外均由市里办理"),
        ("发现问题线索并督促整改11份", "问题线索并督促整改", "问题线索"),
        ("撤销并责令重作5件", "", "撤销并责令重作"),
        ("发现并整改问题36个", "", "发现并整改问题"),
    ],
)
def test_no_phrase_holds_the_end_of_an_exception_or_what_follows_on_a_finding(text, never, kept):
    found = phrases(text, 0)
    assert never not in found
    assert kept in found


def test_phrases_stay_in_the_line_and_keep_brackets_whole():
    found = phrases("上一行\n“法治夜校（流动）”开课38场\n下一行")
    assert "“法治夜校（流动）”" in found
    assert "法治夜校（流动）" in found
    assert not any(phrase.count("（") != phrase.count("）") or phrase.count("“") != phrase.count("”") for phrase in found)
    assert not any("行" in phrase for phrase in found)


@pytest.mark.parametrize(
    ("text", "without", "kept"),
    [
        ("普法经费不多，人均不足1元", "人均不足", "普法经费"),
        ("热线业务量大，日均超过1600件", "日均超过", "业务量"),
        ("案值逾900万元", "案值逾", "案值"),
        ("合格率均超过95%", "合格率均超过", "合格率"),
        ("来信340件、网上2690件", "人均", "网上"),
        ("县人大常委会指出不足4条", "人均", "不足"),
    ],
)
def test_no_phrase_ends_in_what_only_bounds_the_number(text, without, kept):
    found = phrases(text, -1 % len(quantities(text)))
    assert without not in found
    assert kept in found


@pytest.mark.parametrize(
    ("text", "without", "kept"),
    [
        ("承诺时限压缩比82.7%", "承诺时限", "承诺时限压缩比"),
        ("办理时限压缩率达75%", "办理时限", "办理时限压缩率"),
        ("办理时限压缩75%", "压缩率", "办理时限"),
        ("办理时限压缩比例75%", "压缩率", "办理时限压缩比例"),
        ("审批时限压缩比去年多3天", "压缩率", "审批时限"),
    ],
)
def test_no_phrase_stops_in_front_of_the_rest_of_a_rate(text, without, kept):
    found = phrases(text, 0)
    assert without not in found
    assert kept in found


@pytest.mark.parametrize(
    "text",
    [
        "市政府常务会议坚持重大事项集体讨论，全年召开19次",
        "上年已总结。市政府常务会议落实“三重一大”制度、会前学法制度，严格执行议事规则，先后召开19次",
        "1.市政府常务会议聚焦民生实事和重点项目，突出前置审查，当年召开19次",
    ],
)
def test_the_subject_that_opens_the_sentence_is_a_phrase_behind_whatever_predicate(text):
    assert "市政府常务会议" in phrases(text, -1 % len(quantities(text)))


@pytest.mark.parametrize(("plain", "other"), [("受理复议申请38件，审结35件", "受理复议申请３８件,审结３５件"), ("调解纠纷38件", "調解糾紛38件")])
def test_width_and_script_make_no_difference(plain, other):
    a, b = windows(plain), windows(other)
    assert np.array_equal(a.phrases(), b.phrases())
    for one, two in zip(a.token_features(), b.token_features(), strict=True):
        assert np.array_equal(one, two)
    for (one, _), (two, _) in zip(a.window_features(), b.window_features(), strict=True):
        assert all(np.array_equal(x, y) for x, y in zip(one, two, strict=True))


def test_the_digits_make_no_difference():
    a, b = windows("受理复议申请38件，依据2016年规定审结35件"), windows("受理复议申请1.2万余件，依据2023年规定审结9件")
    assert np.array_equal(a.codes, b.codes)


def test_overlap_is_dice_on_characters():
    text = "受理复议申请38件"
    found = windows(text)
    quantity, begin, length = (np.array(x) for x in ([0, 0], [LEFT - 4, LEFT - 6], [4, 6]))
    assert overlaps(found, [text], ["复议申请"], quantity, begin, length) == pytest.approx([1.0, 2 * 4 / 10])


SENTENCES = [
    ("受理行政复议申请{a}件，审结{b}件", ["行政复议申请", "审结"]),
    ("聘请{a}名律师，开展法律咨询{b}次", ["律师", "法律咨询"]),
    ("调解矛盾纠纷{a}件，调解成功率{b}%", ["矛盾纠纷", "调解成功率"]),
    ("新增{a}家企业，发放宣传资料{b}份", ["企业", "宣传资料"]),
]


@pytest.fixture(scope="module")
def model():
    texts, names = [], []
    for a in range(12, 24):
        for pattern, gold in SENTENCES:
            texts.append(pattern.format(a=a, b=a + 30))
            names += gold
    return NameModel().fit(windows(*texts), texts, names)


def test_it_learns_side_and_boundaries(model):
    texts = ["受理行政复议申请87件，聘请5名律师", "开展法律咨询3次"]
    found = windows(*texts)
    assert [texts[t][a:b] for t, (a, b) in zip(found.text, model.choose(found), strict=True)] == ["行政复议申请", "律师", "法律咨询"]


def test_the_batch_makes_no_difference(model):
    texts = [pattern.format(a=7, b=9) for pattern, _ in SENTENCES] * 40
    alone = [model.choose(windows(text)) for text in texts]
    assert model.choose(windows(*texts)) == [span for spans in alone for span in spans]


def test_the_state_keeps_every_choice(model):
    texts = [pattern.format(a=7, b=9) for pattern, _ in SENTENCES]
    again = NameModel.from_state(model.state())
    assert again.choose(windows(*texts)) == model.choose(windows(*texts))


def test_learning_twice_gives_the_same_weights(model):
    texts = [pattern.format(a=a, b=a + 30) for a in range(12, 24) for pattern, _ in SENTENCES]
    names = [name for _ in range(12, 24) for _, gold in SENTENCES for name in gold]
    again = NameModel().fit(windows(*texts), texts, names)
    assert np.array_equal(again.buckets, model.buckets)
    assert np.array_equal(again.weights, model.weights)


@pytest.mark.parametrize("text", ["", "38件", "\n38件\n", "，38件。", "没有数量"])
def test_where_there_is_nothing_to_choose(model, text):
    found = windows(text)
    assert model.choose(found) == [(0, 0)] * len(found)


def test_no_quantities_in_the_batch(model):
    assert model.choose(windows("甲", "")) == []
    assert model.choose(Windows([], [])) == []


def test_a_state_for_names_of_other_lengths_is_refused():
    state = NameModel().state()
    state["lengths"] = state["lengths"][:-2]
    with pytest.raises(ValueError, match="lengths of names"):
        NameModel.from_state(state)


def test_a_long_name_behind_its_number_is_within_reach():
    name = "区政府常务会议、区长办公会议和区委专题会议"
    assert name in phrases(f"先后召开15次{name}，研究法治工作。")
