"""Names of quantities by rule: what stands next to the number, without the quantities in front of it."""

import pytest

from lawnlp.text.counted import name_of
from lawnlp.text.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("车速由21.4km/h提升至26.8km/h，噪声55dB(A)的29份", ["车速", "车速", "噪声", "噪声"]),
        ("单价230元/吨、补助200元/亩·年", ["单价", "补助"]),
        ("执法记录仪612台、无人机9架", ["执法记录仪", "无人机"]),
        ("退税433.6亿、减税20亿", ["退税", "减税"]),
        ("案卷86件用于评查，复议86件（维持50、撤销6、和解30）", ["案卷", "复议", "维持", "撤销", "和解"]),
        ("审批时限由7日压缩至2日", ["审批时限", "审批时限"]),
        ("办结时间由5天缩到31小时", ["办结时间", "办结时间"]),
        ("自2020年以来累计归集数据7600万条", ["自2020年以来累计归集数据"]),
    ],
)
def test_an_earlier_quantity_is_no_part_of_the_name(text, names):
    assert [name_of(text, q.start, q.end) for q in find_quantities(text)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("办结时间比法定时限快6.5个工作日", "办结时间"),
        ("满意度98%，高出考核要求8.94个百分点", "满意度"),
        ("收案128件，同比多收23件", "收案"),
        ("执法人员比例60%", "执法人员比例"),
        ("以调解、和解方式结案186件", "和解方式结案"),
        ("通过比选确定法律顾问单位2家", "法律顾问单位"),
        ("年报公示率企业为91.4%", "年报公示率"),
        ("持证率由上年的93.5%提高到98.5%", "持证率"),
        ("面商率和办结率均为100%", "面商率和办结率"),
        ("损耗率核定标准为18%", "损耗率核定标准"),
        ("出庭率高的单位12家", "出庭率高的单位"),
        ("简易案件由原来的当天办结缩短为30分钟内办结", "简易案件"),
    ],
)
def test_what_a_figure_is_compared_with_is_not_its_name(text, name):
    assert [name_of(text, q.start, q.end) for q in find_quantities(text)][-1] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("三要培训法制员4期", "培训法制员"),
        ("普法培训（3期）", "普法培训"),
        ("满意度≥95%", "满意度"),
        ("败诉率低于8%", "败诉率"),
        ("纠纷办结率过七成", "纠纷办结率"),
        ("指出不足4条", "指出不足"),
        ("办件量同比+5.1%", "办件量"),
    ],
)
def test_signs_and_markers_are_no_part_of_a_name(text, name):
    assert [name_of(text, q.start, q.end) for q in find_quantities(text)] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("配备对讲机20台", "对讲机"),
        ("并联审批事项35项", "并联审批事项"),
        ("社区矫正对象再犯罪率0.12%", "对象再犯罪率"),
        ("归集共享数据612亿条", "共享数据"),
        ("报备及时率98%", "及时率"),
        ("共建成驿站12个", "驿站"),
        ("对应急预案3件", "应急预案"),
        ("与会签部门沟通3次", "会签部门沟通"),
    ],
)
def test_a_word_is_not_cut_behind_the_particle_that_it_begins_with(text, name):
    assert [name_of(text, q.start, q.end) for q in find_quantities(text)] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("除2户拒不配合外，均已搬迁", "拒不配合"),
        ("除8起移送检察院外全部办结", "移送检察院"),
        ("删除2条限制外嫁女权益的约定", "限制外嫁女权益的约定"),
        ("发现问题线索并督促整改11份", "发现问题线索"),
        ("发现并整改问题36个", "发现并整改问题"),
    ],
)
def test_the_end_of_an_exception_and_what_follows_on_a_finding_are_no_part_of_a_name(text, name):
    assert [name_of(text, q.start, q.end) for q in find_quantities(text)] == [name]
