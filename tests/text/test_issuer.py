"""Who reports, on what year, for which place."""

import pytest

from lawnlp.text.issuer import find_issuer


@pytest.mark.parametrize(
    ("text", "issuer", "region", "code", "level", "year"),
    [
        ("无锡市滨湖区人民政府2023年法治政府建设情况报告\n2023年，区政府依法履职。", "滨湖区", "无锡市滨湖区", "320211", "county", 2023),
        ("义乌市2022年度法治政府建设情况报告\n2022年，我市依法行政。", "义乌市人民政府", "金华市义乌市", "330782", "county", 2022),
        ("江苏省人民政府关于2021年法治政府建设情况的报告", "江苏省人民政府", "江苏省", "320000", "province", 2021),
        ("2020年法治政府建设情况报告\n全县上下依法履职。\n秭归县人民政府\n2021年2月1日", "秭归县人民政府", "宜昌市秭归县", "420527", "county", 2020),
        ("秭归县水利局2024年法治政府建设工作报告", "秭归县水利局", "宜昌市秭归县", "420527", "department", 2024),
        ("鼓楼区人民政府2023年法治政府建设情况报告\n区政府依法履职。", "鼓楼区人民政府", None, None, "county", 2023),
        ("鼓楼区人民政府2023年法治政府建设情况报告\n在徐州市委领导下，区政府依法履职。", "鼓楼区人民政府", "徐州市鼓楼区", "320302", "county", 2023),
        ("鼓楼区人民政府2023年法治政府建设情况报告\n福州市鼓楼区依法履职。", "鼓楼区人民政府", "福州市鼓楼区", "350102", "county", 2023),
        ("定西市陇西县2023年法治政府建设年度报告\n定西市司法局指导，县司法局落实。", "陇西县人民政府", "定西市陇西县", "621122", "county", 2023),
        ("甘肃省陇西县关于2023年法治政府建设情况的报告\n定西市人民政府：", "陇西县人民政府", "定西市陇西县", "621122", "county", 2023),
        ("2024年上海市杨浦区法治政府建设情况报告", "杨浦区人民政府", "上海市杨浦区", "310110", "county", 2024),
        ("湖南省岳阳市2023年法治政府建设情况报告", "岳阳市人民政府", "岳阳市", "430600", "city", 2023),
        ("赣州经济技术开发区管委会财政局2023年法治政府建设情况报告", "赣州经济技术开发区管委会财政局", "赣州市", None, "department", 2023),
        ("青岛市市南区2023年法治政府建设情况报告", "市南区人民政府", "青岛市市南区", "370202", "county", 2023),
        ("定西市青岚县2023年法治政府建设情况报告", "青岚县人民政府", "定西市青岚县", None, "county", 2023),
        ("黔东南州榕江县2023年法治政府建设年度报告", "榕江县人民政府", "黔东南苗族侗族自治州榕江县", "522632", "county", 2023),
        ("恩施州2023年法治政府建设年度报告", "恩施州人民政府", "恩施土家族苗族自治州", "422800", "city", 2023),
        ("长阳土家族自治县2023年法治政府建设年度报告\n长阳县人民政府", "长阳县人民政府", "宜昌市长阳土家族自治县", "420528", "county", 2023),
        (
            "2023年法治政府建设年度报告\n秭归县人民政府\n2024年3月15日\n上一篇：甲\n下一篇：乙\n宜昌市人民政府\n网站地图\n无障碍\n返回\n分享",
            "秭归县人民政府",
            "宜昌市秭归县",
            "420527",
            "county",
            2023,
        ),
        ("桐城市政府法制办2018年度依法行政工作报告", "桐城市政府法制办", "安庆市桐城市", "340881", "department", 2018),
        ("桐城市2018年度依法行政工作报告\n桐城市人民政府办公室", "桐城市人民政府", "安庆市桐城市", "340881", "county", 2018),
        ("阿里地区行署2018年度依法行政工作报告", "阿里地区行署", "阿里地区", "542500", "city", 2018),
        ("阿里地区2018年度依法行政工作报告", "阿里地区行政公署", "阿里地区", "542500", "city", 2018),
        ("西乌旗2023年法治政府建设情况报告", "西乌旗人民政府", "锡林郭勒盟西乌珠穆沁旗", "152526", "county", 2023),
        ("正蓝旗其其格苏木2023年法治政府建设情况报告", "正蓝旗其其格苏木人民政府", "锡林郭勒盟正蓝旗其其格苏木", "152530", "town", 2023),
        ("耿马自治县2023年法治政府建设情况报告", "耿马自治县人民政府", "临沧市耿马傣族佤族自治县", "530926", "county", 2023),
        ("临沧市耿马自治县司法局2023年法治政府建设情况报告", "耿马自治县司法局", "临沧市耿马傣族佤族自治县", "530926", "department", 2023),
        ("陕西省咸阳市乾县城市管理局2023年法治政府建设情况报告", "乾县城市管理局", "咸阳市乾县", "610424", "department", 2023),
        ("国家税务总局沛县税务局2023年法治政府建设情况报告", "国家税务总局沛县税务局", "徐州市沛县", "320322", "department", 2023),
        ("国家税务总局衡阳高新技术产业开发区税务局2023年法治政府建设情况报告", "国家税务总局衡阳高新技术产业开发区税务局", "衡阳市", None, "department", 2023),
        ("国家税务总局2023年法治政府建设情况报告", "国家税务总局", None, None, None, 2023),
        ("巴州人民政府2023年法治政府建设情况报告", "巴州人民政府", "巴音郭楞蒙古自治州", "652800", "city", 2023),
        ("镶黄旗洪格尔高勒镇2023年法治政府建设情况报告", "洪格尔高勒镇人民政府", "锡林郭勒盟镶黄旗洪格尔高勒镇", "152528", "town", 2023),
        ("呼和浩特市回民区新华街街道办事处2023年法治政府建设情况报告", "新华街街道办事处", "呼和浩特市回民区新华街街道", "150103", "town", 2023),
        ("重庆高新技术产业开发区2023年法治政府建设情况报告", "重庆高新技术产业开发区管委会", "重庆市", None, None, 2023),
        ("广东省横琴粤澳深度合作区执行委员会2023年法治政府建设情况报告", "广东省横琴粤澳深度合作区执行委员会", None, None, None, 2023),
        ("盘岭区人民政府2023年法治政府建设情况报告\n争取市委编办支持，区委、区政府依法履职。", "盘岭区人民政府", None, None, "county", 2023),
        ("盘岭区人民政府2023年法治政府建设情况报告\n云泽市的三个区都已完成，区政府依法履职。", "盘岭区人民政府", "云泽市盘岭区", None, "county", 2023),
        ("克州2023年法治政府建设情况报告", "克州人民政府", "克孜勒苏柯尔克孜自治州", "653000", "city", 2023),
        ("我县2023年法治政府建设情况报告", None, None, None, None, 2023),
        ("满洲里海关2023年法治政府建设情况报告", "满洲里海关", None, None, None, 2023),
        ("赣州经济技术开发区管理委员会\n2023年法治政府建设年度报告", "赣州经济技术开发区管理委员会", "赣州市", None, None, 2023),
        ("昆山高新区2023年法治政府建设年度报告", "昆山高新区管委会", "苏州市昆山市", None, None, 2023),
        ("深圳市南山区人民政府粤海街道办事处2023年度法治政府建设情况报告", "粤海街道办事处", "深圳市南山区粤海街道", "440305", "town", 2023),
        ("北京市丰台区新村街道办事处2023年法治政府建设情况报告", "新村街道办事处", "北京市丰台区新村街道", "110106", "town", 2023),
        ("海淀区中关村街道2023年法治政府建设情况报告", "海淀区中关村街道", "北京市海淀区中关村街道", "110108", "town", 2023),
        ("没有来历的一段话。", None, None, None, None, None),
        ("", None, None, None, None, None),
    ],
)
def test_issuer(text, issuer, region, code, level, year):
    found = find_issuer(text)
    assert (found.region, found.code, found.year) == (region, code, year)
    if issuer:
        assert found.issuer.endswith(issuer) or issuer in found.issuer
        assert "issuer" in dict(found.evidence)
    if region or not issuer:
        assert found.level == level


@pytest.mark.parametrize(
    ("head", "title", "year"),
    [
        ("秭归县二〇二二年法治政府建设情况报告", "秭归县二〇二二年法治政府建设情况报告", 2022),
        ("秭归县二0二二年度法治政府建设情况报告", "秭归县二0二二年度法治政府建设情况报告", 2022),
        ("秭归县2 022年法治政府建设情况报告", "秭归县2 022年法治政府建设情况报告", 2022),
        ("秭归县法治政府建设情况报告\n（2022年度）", "秭归县法治政府建设情况报告（2022年度）", 2022),
        ("秭归县人民政府关于2022年度\n法治政府建设情况的报告", "秭归县人民政府关于2022年度法治政府建设情况的报告", 2022),
        ("秭归县人民政府关于2022年法治政府\n建设情况的报告", "秭归县人民政府关于2022年法治政府建设情况的报告", 2022),
        ("秭归县2022年法治政府建设工作总结和2023年工作打算", "秭归县2022年法治政府建设工作总结和2023年工作打算", 2022),
        ("秭归县2022年法治政府建设情况报告及下一步工作计划", "秭归县2022年法治政府建设情况报告及下一步工作计划", 2022),
        ("秭归县2022年度法治政府建设情况的公示", "秭归县2022年度法治政府建设情况的公示", 2022),
        ("秭归县2022年度法治政府建设白皮书", "秭归县2022年度法治政府建设白皮书", 2022),
        ("法治政府建设年报\n秭归县2022年法治政府建设总结", "秭归县2022年法治政府建设总结", 2022),  # above it a column of the page
        ("  名    称：秭归县2022年法治政府建设情况报告   ", "秭归县2022年法治政府建设情况报告", 2022),  # a field of the page
        ("信息名称：秭归县2022年法治政府建设情况报告\n秭归县人民政府2022年法治政府建设情况报告", "秭归县人民政府2022年法治政府建设情况报告", 2022),
        ("一、2022年法治政府建设工作情况", None, 2022),  # a heading
        ("2022年法治政府建设安排", None, 2023),  # a plan
        ("秭归县税务局2022年法治税务建设情况报告", "秭归县税务局2022年法治税务建设情况报告", 2022),
    ],
)
def test_title(head, title, year):
    found = find_issuer(f"{head}\n依法履职。\n四、2023年工作安排\n2023年，继续努力。\n秭归县人民政府\n2023年3月1日")
    assert (found.title, found.year, found.region) == (title, year, "宜昌市秭归县")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("数据时点为2019年12月31日,范围覆盖全县。\n三、2020年工作安排\n……", 2019),
        ("2020年是五年目标冲刺之年。\n秭归县人民政府\n2021年2月10日", 2020),
        ("过去的一年，依法履职。现将2022年有关情况报告如下：\n三、2023年工作安排\n2023年，继续努力。", 2022),
        ("对照《法治政府建设实施纲要（2021—2025年）》，2022年，我县稳步推进。\n2023年工作打算", 2022),
    ],
)
def test_the_year_that_an_untitled_report_opens_with(text, year):
    assert find_issuer(text).year == year


def test_a_title_with_the_text_behind_it_on_one_line():
    found = find_issuer(
        "2024海曙区农业农村局法治政府建设工作情况报告 按照区政府办公室通知要求，我局对照评价表，以种业、农资、屠宰、渔政、农村集体资产和执法监管为重点，依法履行职责，推进各项工作。"
    )
    assert (found.issuer, found.region, found.level, found.year) == ("海曙区农业农村局", "宁波市海曙区", "department", 2024)


@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_a_title_with_a_full_stop_in_front_of_the_text(indent):
    rest = "2023年，区政府依法履职，制定文件3件，评查案卷40卷。一、主要举措和成效。召开会议5次，培训执法人员120人。二、存在的不足和原因。执法力量不足。"
    found = find_issuer(f"{indent}无锡市滨湖区2023年法治政府建设情况报告。{rest}")
    assert (found.title, found.region) == ("无锡市滨湖区2023年法治政府建设情况报告", "无锡市滨湖区")
    assert find_issuer(f"{indent}无锡市滨湖区推进法治政府建设工作。{rest}").title is None  # a sentence, which names no paper


def test_a_county_named_only_in_the_names_of_its_bodies():
    town = "石桥镇2024年法治政府建设情况报告\n镇党委在县委领导下，按法治秭归建设领导小组部署推进。"
    assert find_issuer(town).region == "宜昌市秭归县石桥镇"
    assert find_issuer(town.replace("法治秭归", "法治")).region is None
    assert find_issuer(town + "\n《兴山日报》刊发。").region is None  # two counties: neither is certain


@pytest.mark.parametrize(
    "issuer",
    ["满洲里海关", "中华人民共和国满洲里海关", "深圳海事局", "国家统计局定西调查队", "财政部湖北监管局", "甘肃煤矿安全监察局"],
)
def test_an_organ_of_the_state_reports_as_a_department_of_no_place(issuer):
    found = find_issuer(f"{issuer}关于2023年度法治政府建设情况的报告\n2023年，会同市司法局、宜昌海关检查。")
    assert (found.issuer, found.level, found.region) == (issuer, "department", None)


def test_an_organ_in_running_text_is_no_issuer():
    assert find_issuer("2023年法治政府建设情况报告\n会同宜昌海关检查。\n宜昌海关").issuer is None


@pytest.mark.parametrize(
    ("title", "issuer", "region", "level"),
    [
        ("赣州经开区2023年法治政府建设年度报告", "赣州经开区管委会", "赣州市", None),
        ("成都高新区管委会2023年法治政府建设情况报告", "成都高新区管委会", "成都市", None),
        ("宁波前湾新区管委会2023年法治政府建设情况报告", "宁波前湾新区管委会", "宁波市", None),
        ("四川天府新区2023年法治政府建设情况报告\n新区党工委、管委会重视。\n新区管委会落实", "四川天府新区管委会", None, None),
        ("四川天府新区2023年法治政府建设情况报告", None, None, None),  # the text names no body
        ("兰州新区2023年法治政府建设情况报告\n各开发区管委会落实", None, None, None),
        ("浦东新区2023年法治政府建设情况报告\n新区管委会", "浦东新区人民政府", "上海市浦东新区", "county"),
        ("遵义市创建全国法治政府建设示范区2023年工作报告", "遵义市人民政府", "遵义市", "city"),
    ],
)
def test_a_zone_reports_but_not_what_a_city_builds(title, issuer, region, level):
    found = find_issuer(f"{title}\n一、主要做法\n2023年，依法履职。")
    assert (found.issuer, found.region, found.level) == (issuer, region, level)


def test_a_report_that_contradicts_itself_keeps_both_years():
    found = find_issuer("秭归县人民政府2023年法治政府建设情况报告\n一、2022年法治政府建设主要举措和成效\n……")
    assert found.year == 2023
    assert found.conflicts == ("year: 2023 / 2022",)


@pytest.mark.parametrize(
    ("title", "issuer", "region", "level"),
    [
        ("第八师石河子市2022年法治政府建设情况报告", "第八师石河子市人民政府", "石河子市", "city"),
        ("八师石河子市2022年法治政府建设情况报告", "第八师石河子市人民政府", "石河子市", "city"),
        ("兵团第八师石河子市司法局2022年法治政府建设情况报告", "第八师石河子市司法局", "石河子市", "department"),
        ("第八师石河子市北泉镇2022年法治政府建设情况报告", "第八师石河子市北泉镇人民政府", "石河子市北泉镇", "town"),
        ("新疆生产建设兵团第一师阿拉尔市2022年法治政府建设情况报告", "第一师阿拉尔市人民政府", "阿拉尔市", "city"),
        ("石河子市2022年法治政府建设情况报告", "石河子市人民政府", "石河子市", "county"),
        ("新疆生产建设兵团2022年法治政府建设情况报告", "新疆生产建设兵团", None, "province"),
        ("兵团第十二师2022年法治政府建设情况报告", "兵团第十二师", None, "city"),
        ("第八师121团2022年法治政府建设情况报告", "第八师121团", None, "town"),
    ],
)
def test_the_corps_of_xinjiang_reports(title, issuer, region, level):
    found = find_issuer(f"{title}\n一、主要做法\n2022年，依法履职。")
    assert (found.issuer, found.region, found.level) == (issuer, region, level)


@pytest.mark.parametrize(
    ("sentence", "issuer", "level"),
    [
        ("第八师石河子市扎实推进。", "第八师石河子市人民政府", "city"),
        ("会同第八师石河子市公安局检查。", "第八师石河子市人民政府", "city"),
        ("与第八师石河子市中级人民法院会商。", "石河子市人民政府", "county"),
        ("与第八师石河子市人民检察院会商。", "石河子市人民政府", "county"),
    ],
)
def test_a_court_of_the_corps_makes_no_division_of_the_city_that_reports(sentence, issuer, level):
    found = find_issuer(f"石河子市2022年法治政府建设情况报告\n一、主要做法\n{sentence}")
    assert (found.issuer, found.level) == (issuer, level)


@pytest.mark.parametrize(
    ("title", "region", "level"),
    [
        ("阳泉市城区2023年法治政府建设情况报告", "阳泉市城区", "county"),
        ("阳泉市郊区人民政府2023年法治政府建设情况报告", "阳泉市郊区", "county"),
        ("宜昌市城区2023年法治政府建设情况报告", "宜昌市", "city"),  # no district
    ],
)
def test_a_district_may_be_called_by_a_common_word(title, region, level):
    found = find_issuer(f"{title}\n一、主要做法\n2023年，依法履职。")
    assert (found.region, found.level) == (region, level)


@pytest.mark.parametrize("below", ["\n2022年度法治政府建设工作报告", "关于\n2022年度法治政府建设工作情况的报告", "2022年度\n法治政府建设工作报告"])
def test_a_title_whose_first_line_is_the_name_of_a_street_office(below):
    found = find_issuer(f"成都市武侯区人民政府玉林街道办事处{below}\n街道党工委坚持学习。")
    assert found.title == f"成都市武侯区人民政府玉林街道办事处{below}".replace("\n", "")
    assert (found.region, found.level) == ("成都市武侯区玉林街道", "town")
