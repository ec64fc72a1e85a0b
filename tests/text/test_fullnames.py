"""Full names by the issuer."""

import pytest
from conftest import read_cases

from lawnlp.text.fullnames import full_names
from lawnlp.text.fullnames.spelling import spell
from lawnlp.text.institutions import find_institutions
from lawnlp.text.issuer import find_issuer
from lawnlp.text.regions import load_divisions

CASES = read_cases("fullnames.csv")


def named(text: str) -> dict[str, str | None]:
    places = load_divisions()
    found = find_institutions(text, places)
    return dict(zip((i.text for i in found), full_names(found, find_issuer(text, found, places), text, places), strict=True))


@pytest.mark.parametrize("case", CASES, ids=[f"{c['issuer']}-{c['name']}" for c in CASES])
def test_case(case):
    names = named(f"{case['issuer']}2024年法治政府建设情况报告\n一、主要举措\n会议听取{case['name']}汇报。")
    assert (names[case["name"]] or "") == case["expected"]


def test_a_court_without_the_ending_of_its_place_is_of_what_the_text_names():
    places = load_divisions()

    def court(text):
        return [i.places for i in find_institutions(text, places) if i.text == "中山法院"]

    assert court("2023年，中山法院受理案件12件。") == court("中山市2023年报告\n中山法院受理案件12件。") == []
    assert court("中山区2023年报告\n中山法院受理案件12件。") == [("中山区",)]


def test_what_a_name_stands_for_depends_on_the_year():
    def name(year, short):
        text = f"秭归县人民政府{year}年法治政府建设情况报告\n听取{short}汇报。"
        places = load_divisions()
        found = find_institutions(text, places)
        return full_names(found, find_issuer(text, found, places), text, places)[-1]

    assert name(2024, "县政数局") == "宜昌市秭归县政务服务和数据管理局"
    assert name(2023, "县政数局") is None
    assert name(2023, "县大数据局") == "宜昌市秭归县大数据局"
    assert name(2016, "县税务局") == "宜昌市秭归县税务局"
    assert name(2020, "县税务局") == "国家税务总局宜昌市秭归县税务局"
    assert name(2016, "县编办") == "宜昌市秭归县机构编制委员会办公室"
    assert name(2020, "县编办") == "中共宜昌市秭归县委机构编制委员会办公室"


def test_an_ambiguous_place_leaves_full_names_open():
    assert named("鼓楼区人民政府2023年法治政府建设情况报告\n听取区司法局汇报。")["区司法局"] is None
    assert named("鼓楼区人民政府2023年法治政府建设情况报告\n南京市委要求，听取区司法局汇报。")["区司法局"] == "南京市鼓楼区司法局"


def test_names_of_the_year_of_the_report():
    assert named("密云县人民政府2014年法治政府建设情况报告\n听取县司法局汇报。")["县司法局"] == "北京市密云县司法局"


def test_a_longer_form_in_the_same_text_completes_the_short_one():
    names = named("宜昌市人民政府2024年法治政府建设情况报告\n市大数据管理局牵头，市大数据局落实。")
    assert names["市大数据局"] == names["市大数据管理局"] == "宜昌市大数据管理局"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("住建局", "住房和城乡建设局"),
        ("卫健委", "卫生健康委员会"),
        ("普法办", "普法办公室"),
        ("调委会", "人民调解委员会"),
        ("公安局交警支队", "公安局交通警察支队"),
        ("市场监管综合执法支队", "市场监督管理综合执法支队"),
        ("城管执法局", "城市管理执法局"),
        ("教体局", "教体局"),
        ("科工局", "科工局"),
        ("城投集团", "城市建设投资集团"),
        ("司法局", "司法局"),
    ],
)
def test_spell(short, full):
    assert spell(short) == full


@pytest.mark.parametrize(
    ("issuer", "region", "code", "county", "bureau"),
    [
        ("潮州市生态环境局饶平分局", "潮州市饶平县", "445122", "潮州市饶平县司法局", "潮州市生态环境局"),
        ("杭州市公安局西湖区分局", "杭州市西湖区", "330106", "杭州市西湖区司法局", "杭州市公安局"),
        ("盐城市大丰生态环境局", "盐城市大丰区", "320904", "盐城市大丰区司法局", "盐城市生态环境局"),
        ("云州市生态环境局栖川分局", "云州市栖川县", None, "云州市栖川县司法局", "云州市生态环境局"),  # in no table: 栖川县 by the text
        ("潮州市公安局交警分局", "潮州市", "445100", None, "潮州市公安局"),
    ],
)
def test_a_bureau_of_the_city_that_reports_for_a_county(issuer, region, code, county, bureau):
    level = "县" if county is None or "县" in county else "区"
    text = f"{issuer}2024年法治政府建设情况报告\n栖川县依法履职。\n{level}司法局协助，市局指导，我局落实。"
    found = find_issuer(text)
    assert (found.issuer, found.region, found.code, found.level) == (issuer, region, code, "department")
    names = named(text)
    assert (names[f"{level}司法局"], names["市局"]) == (county, bureau)
    assert names["我局"].startswith(bureau[:3])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("珲春海关缉私分局", "珲春海关缉私分局"),
        ("敬信边境派出所", "敬信边境派出所"),
        ("敬信派出所", "珲春市公安局敬信派出所"),
        ("城西分局", "珲春市公安局城西分局"),
        ("龙井公安分局", "延边朝鲜族自治州公安局龙井分局"),
    ],
)
def test_a_branch_that_names_the_body_above_it_is_not_of_the_issuer(name, expected):
    assert named(f"珲春市公安局2024年法治政府建设情况报告\n{name}依法履职。")[name] == expected


def test_full_names_in_a_division_of_the_corps():
    names = named("第八师石河子市2022年法治政府建设情况报告\n一、主要做法\n市司法局会同石河子市公安局检查。")
    assert names["市司法局"] == "第八师石河子市司法局"
    assert {name for text, name in names.items() if text.endswith("石河子市公安局")} == {"第八师石河子市公安局"}


CORPS = "新疆生产建设兵团"


@pytest.mark.parametrize(
    ("issuer", "name", "expected"),
    [
        ("八师石河子市", "师市司法局", "第八师石河子市司法局"),
        ("第八师石河子市", "八师党委宣传部", "中共第八师石河子市委宣传部"),
        ("第八师石河子市", "第八师公安局", "第八师石河子市公安局"),
        ("第八师石河子市", "一师党委宣传部", "中共第一师党委宣传部"),
        ("第八师石河子市", "第一师阿拉尔市公安局", "第一师阿拉尔市公安局"),
        ("第八师石河子市", "市人大常委会", "石河子市人民代表大会常务委员会"),
        ("第八师石河子市", "师市政协", "中国人民政治协商会议石河子市委员会"),
        ("第八师石河子市", "石河子市人民法院", "石河子市人民法院"),
        ("第八师石河子市", "市检察院", "石河子市人民检察院"),
        ("第八师石河子市", "师市检察院", "第八师石河子市人民检察院"),  # of the division or of the city
        ("第八师石河子市", "八师中级人民法院", CORPS + "第八师中级人民法院"),
        ("第八师石河子市", "第八师石河子市中级人民法院", CORPS + "第八师中级人民法院"),
        ("第八师石河子市", "师检察院", CORPS + "第八师人民检察院"),
        ("第八师石河子市", "十四师中院", CORPS + "第十四师中级人民法院"),
        ("第八师石河子市", "石河子市北泉镇人民政府", "石河子市北泉镇人民政府"),
        ("第八师石河子市", "师市市场监管局", "第八师石河子市市场监督管理局"),
        ("第八师石河子市", "师市场监管局", "第八师石河子市市场监督管理局"),
        ("第十二师", "师财政局", "第十二师财政局"),
        ("第十二师", "师党委组织部", "中共第十二师党委组织部"),
        ("第十二师", "104团党委办公室", "中共第十二师104团党委办公室"),
        ("第八师石河子市北泉镇", "镇党委", "中共石河子市北泉镇委员会"),
        ("第八师石河子市北泉镇", "师市司法局", "第八师石河子市司法局"),
    ],
)
def test_the_corps_has_divisions_and_its_cities_a_congress(issuer, name, expected):
    assert named(f"{issuer}2022年法治政府建设情况报告\n一、主要做法\n听取{name}汇报。")[name] == expected


@pytest.mark.parametrize(("issuer", "level"), [("宜昌市秭归县", "县"), ("义乌市", "市")])
def test_the_market_supervision_in_a_list_is_the_issuers(issuer, level):
    """市监局 is no 监局 of a city."""
    names = named(f"{issuer}2024年法治政府建设情况报告\n一、主要举措\n{level}发改局、市监局联合检查。")
    assert names["市监局"] == f"{issuer}市场监督管理局"


def test_a_listed_unit_belongs_to_the_bureau_of_the_unit_in_front():
    names = named("国家税务总局衡阳市税务局2024年法治政府建设情况报告\n市公安局交警支队、经侦支队和禁毒支队移送线索。")
    assert names["经侦支队"] == "衡阳市公安局经济犯罪侦查支队"
    assert names["禁毒支队"] == "衡阳市公安局禁毒支队"
    names = named("国家税务总局衡阳市税务局2024年法治政府建设情况报告\n市公安局交警支队通报，经侦支队移送线索。")
    assert names["经侦支队"] is None


def test_a_verb_in_front_of_the_citys_bodies_is_no_city():
    text = "杭州市人民政府2024年法治政府建设情况报告\n争取市委编办支持，代拟市政府文件5件，衔接市司法局。\n（二）争取市委编办支持"
    assert set(named(text)) == {"杭州市人民政府", "市委编办", "市政府", "市司法局"}
    assert named("云泽市司法局2024年工作报告\n争取市委支持，云泽市政府听取汇报。")["云泽市政府"] == "云泽市人民政府"
    names = named("盘岭市司法局2024年工作报告\n盘岭市是云泽市代管的县级市。我市沿着云泽市委、云泽市政府指明的方向前行。\n云泽市政府起草规章。")
    assert names["云泽市政府"] == "云泽市人民政府"


def test_a_clipped_office_has_the_one_longer_name_that_the_text_gives():
    head = "秭归县人民政府2024年法治政府建设情况报告\n"
    names = named(head + "县优化营商环境工作领导小组办公室(县营商办)受理投诉，市营商办转办。\n")
    assert (names["县营商办"], names["市营商办"]) == ("宜昌市秭归县优化营商环境工作领导小组办公室", None)
    names = named(head + "县污染防治攻坚战指挥部办公室会同县脱贫攻坚领导小组办公室发文，县攻坚办督办。")
    assert names["县攻坚办"] is None
    assert named(head + "县食药安办牵头，县药安办检查。")["县药安办"] is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("市政务服务数据管理局牵头，市政数局落实", {"市政数局": "汕头市政务服务数据管理局"}),
        ("市政数局会同汕头市政务服务和大数据管理局落实", {"市政数局": "汕头市政务服务和大数据管理局"}),
        ("市文化广电旅游体育局、市文旅局与龙湖区文旅局落实", {"市文旅局": "汕头市文化广电旅游体育局", "龙湖区文旅局": "汕头市龙湖区文化和旅游局"}),
        ("市文化广电旅游体育局、市文化广电和旅游局与市文旅局落实", {"市文旅局": "汕头市文化和旅游局"}),  # two: open which
        ("市城市管理综合执法委员会通报，市城管委落实", {"市城管委": "汕头市城市管理综合执法委员会"}),
        ("市科技和工业信息化局、市科技局落实", {"市科技局": "汕头市科学技术局"}),  # a body of its own
        ("市民族宗教事务局、市教局落实", {"市教局": "汕头市教育局"}),
        ("市农业农村局、市农业局落实", {"市农业局": "汕头市农业局"}),  # no abbreviation
    ],
)
def test_an_abbreviated_department_has_the_one_name_that_the_text_writes_out(written, expected):
    names = named(f"汕头市人民政府2023年法治政府建设情况报告\n{written}。")
    assert {name: names[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("setter", "expected"),
    [
        ("县政府", "宜昌市秭归县园艺纠纷调处中心"),
        ("县委、县政府", "宜昌市秭归县园艺纠纷调处中心"),
        ("整合窗口，", "宜昌市秭归县园艺纠纷调处中心"),
        ("针对县法院反映的问题", "宜昌市秭归县园艺纠纷调处中心"),
        ("依托县司法局", "宜昌市秭归县园艺纠纷调处中心"),
        ("整合县公安局、县司法局资源", "宜昌市秭归县园艺纠纷调处中心"),
        ("统筹城乡", "宜昌市秭归县园艺纠纷调处中心"),
        ("在农村", "宜昌市秭归县园艺纠纷调处中心"),
        ("县公安局、县司法局联合", None),
        ("在西陵峡村", None),
        ("县市场监管局", None),
        ("市政府", "宜昌市园艺纠纷调处中心"),
        ("宜都市政府", "宜都市园艺纠纷调处中心"),
        ("县委和宜都市委", None),
        ("宜都市率先", "宜都市园艺纠纷调处中心"),
        ("指导西陵区", "宜昌市西陵区园艺纠纷调处中心"),
        ("与西陵区", None),
        ("西陵区依托县司法局", "宜昌市西陵区园艺纠纷调处中心"),
        ("依托西陵区", "宜昌市秭归县园艺纠纷调处中心"),
        ("依托西陵区政府", "宜昌市秭归县园艺纠纷调处中心"),
        ("按照省政府要求", None),
        ("碧洲县新", None),
        ("伍家岗区、西陵区", None),
        ("西陵区联合", None),
        ("在西陵区", None),
        ("秭归县", "宜昌市秭归县园艺纠纷调处中心"),
        ("在湖北省率先", "宜昌市秭归县园艺纠纷调处中心"),
        ("全市率先", "宜昌市秭归县园艺纠纷调处中心"),
        ("我县新", "宜昌市秭归县园艺纠纷调处中心"),
        ("会同渤源大学", None),
        ("石桥镇率先", None),
        ("在石桥镇", None),
    ],
)
def test_a_body_newly_set_up_is_the_issuers_only_where_no_other_sets_it_up(setter, expected):
    names = named(f"秭归县人民政府2024年法治政府建设情况报告\n一、主要举措\n{setter}设立园艺纠纷调处中心。")
    assert names["园艺纠纷调处中心"] == expected


@pytest.mark.parametrize(
    ("issuer", "setter", "place"),
    [
        ("枝江市安福寺镇人民政府", "安福寺镇", "枝江市安福寺镇"),
        ("枝江市安福寺镇人民政府", "我镇率先", "枝江市安福寺镇"),
        ("枝江市安福寺镇人民政府", "问安镇率先", None),
        ("枝江市安福寺镇人民政府", "镇司法所", None),
        ("枝江市安福寺镇人民政府", "红星社区", None),
        ("杭州市西湖区北山街道办事处", "街道办事处", "杭州市西湖区北山街道"),
        ("杭州市西湖区北山街道办事处", "街道率先", "杭州市西湖区北山街道"),
        ("长阳土家族自治县人民政府", "长阳县委", "宜昌市长阳土家族自治县"),
        ("大兴安岭地区行政公署", "地委、行署", "大兴安岭地区"),
    ],
)
def test_what_a_town_or_its_organs_set_up_is_its_own_in_its_own_report(issuer, setter, place):
    names = named(f"{issuer}2024年法治政府建设情况报告\n一、主要举措\n{setter}设立园艺纠纷调处中心。")
    assert names["园艺纠纷调处中心"] == (place and f"{place}园艺纠纷调处中心")


@pytest.mark.parametrize(
    ("title", "sentence", "expected"),
    [
        ("霍山县与儿街镇人民政府", "镇司法所联合与儿街镇派出所宣传", {"与儿街镇派出所": "六安市霍山县公安局与儿街派出所"}),
        ("汝州市和尚桥镇人民政府", "和尚桥镇人民政府与和尚桥镇司法所联动", {"和尚桥镇司法所": "汝州市司法局和尚桥司法所"}),
        ("聊城市东昌府区于集镇人民政府", "由于集镇建设滞后，于集镇党委整改", {"于集镇党委": "中共聊城市东昌府区于集镇委员会", "于集镇": "?"}),
        # a joint is one in running text, and in front of what stands by itself too
        ("石桥镇人民政府", "某年\n与石桥镇人民政府\n石桥镇人民政府整改", {"石桥镇人民政府": None, "与石桥镇人民政府": "?"}),
        ("霍山县人民政府", "成立专班\n霍山县在特色镇2023年试点", {"在特色镇": "?"}),
        ("霍山县人民政府", "与诸佛庵镇人民政府签约", {"诸佛庵镇人民政府": "六安市霍山县诸佛庵镇人民政府"}),
    ],
)
def test_a_title_shows_a_town_whose_name_begins_like_a_joint(title, sentence, expected):
    names = named(f"{title}2023年法治政府建设情况报告\n一、主要举措\n{sentence}。")
    assert {name: names.get(name, "?") for name in expected} == expected
    assert title in names


def test_names_in_a_text_of_traditional_characters_are_simplified():
    assert named("秭歸縣人民政府2024年法治政府建設情況報告\n縣司法局聯合湖北畢昇律師事務所開展普法。")["湖北畢昇律師事務所"] == "湖北毕升律师事务所"


@pytest.mark.parametrize(
    ("issuer", "sentence", "expected"),
    [
        ("国家税务总局宜昌市税务局", "市公安局交警支队、经侦支队破案", {"经侦支队": "宜昌市公安局经济犯罪侦查支队"}),
        ("宜昌市消防救援支队", "市公安局治安支队和消防救援支队联动", {"市公安局治安支队": "宜昌市公安局治安支队", "消防救援支队": "宜昌市消防救援支队"}),
        ("国家税务总局宜昌市税务局", "市局第一稽查局、第二稽查局查处", {"第二稽查局": "国家税务总局宜昌市税务局第二稽查局"}),
        ("国家税务总局宜昌市税务局", "第一税务分局辅导", {"第一税务分局": "国家税务总局宜昌市税务局第一税务分局"}),
        ("宜昌市消防救援支队", "被省总队评为先进，支队法制科审核", {"省总队": "湖北省消防救援总队", "支队法制科": "宜昌市消防救援支队法制科"}),
        (
            "交通运输部",
            "部海事局、部公路局、部法制司、人事司落实，部党组研究",
            {"部公路局": "交通运输部公路局", "人事司": "交通运输部人事司", "部党组": "中共交通运输部党组"},
        ),
        ("秭归县人民政府", "部法制司落实，各部门负责", {}),
    ],
)
def test_parts_in_a_list_and_of_the_issuer(issuer, sentence, expected):
    names = named(f"{issuer}2024年法治政府建设情况报告\n一、主要举措\n{sentence}。")
    assert {name: names.get(name) for name in expected} == expected
    assert expected or len(names) == 1


def test_a_name_of_its_own_keeps_the_characters_of_its_text():
    title = "宜昌市秭归县人民政府2024年法治政府建设情况报告\n一、主要举措\n"
    assert named(title + "湖北毕昇律师事务所、县市場监管局签约。") == {
        "宜昌市秭归县人民政府": "宜昌市秭归县人民政府",
        "湖北毕昇律师事务所": "湖北毕昇律师事务所",
        "县市場监管局": "宜昌市秭归县市场监督管理局",
    }
    assert named("宜昌市秭歸縣人民政府2024年法治政府建設情況報告\n縣政府會同“劉傑”調解室調解。")["“劉傑”調解室"] == "“刘杰”调解室"


def test_organs_beside_each_other_are_of_one_place():
    def of(text):
        places = load_divisions()
        text = f"四会市人民政府2023年法治政府建设情况报告\n{text}"
        found = find_institutions(text, places)
        return full_names(found, find_issuer(text, found, places), text, places)[1:]

    zhaoqing, sihui = "肇庆市人民政府", "四会市人民政府"
    assert of("在肇庆市委、市政府坚强领导下，市政府依法行政。")[1:] == [zhaoqing, sihui]
    assert of("落实省、肇庆市委市政府部署。")[1:] == [zhaoqing]
    assert of("肇庆市委、市人大常委会、市政府调研。")[2] == zhaoqing
    assert of("肇庆市政府、市委部署。")[1] == "中共四会市委员会"
    assert of("向肇庆市委报告，市政府落实。")[1] == sihui


def test_what_follows_in_a_list_has_the_place_of_the_first():
    names = named("秭归县茅坪镇人民政府2023年法治政府建设情况报告\n茅坪镇党委、政府部署，县委宣传部、组织部、司法局、法院到场。")
    assert names["政府"] == "宜昌市秭归县茅坪镇人民政府"
    assert [names[short] for short in ("组织部", "司法局", "法院")] == ["中共宜昌市秭归县委组织部", "宜昌市秭归县司法局", "宜昌市秭归县人民法院"]


def test_a_body_named_after_its_place_stands_as_written_whoever_sets_it_up():
    assert named("汕头市人民政府2023年法治政府建设情况报告\n市司法局设立汕头国际商事调解中心。")["汕头国际商事调解中心"] == "汕头国际商事调解中心"


def test_a_neighbouring_county_gives_its_name_to_what_it_sets_up_with_its_level_word():
    names = named("宜昌市秭归县人民政府2023年法治政府建设情况报告\n西陵区率先成立区健全诚信体系工作专班，统筹推进。")
    assert names["区健全诚信体系工作专班"] == "宜昌市西陵区健全诚信体系工作专班"


@pytest.mark.parametrize("new", ["县健全诚信体系工作专班", "望奎县健全诚信体系工作专班"])
def test_a_body_newly_set_up_has_its_place_once(new):
    assert named(f"绥化市望奎县人民政府2023年法治政府建设情况报告\n成立{new}，统筹推进。")[new] == "绥化市望奎县健全诚信体系工作专班"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("汕头国际商事调解中心", "汕头国际商事调解中心"),
        ("广东自贸区商事调解中心", "广东自贸区商事调解中心"),
        ("汕头市商事调解中心", "汕头市商事调解中心"),
        ("园艺纠纷调处中心", "汕头市园艺纠纷调处中心"),
        ("龙湖区家事调解中心", "汕头市龙湖区家事调解中心"),
    ],
)
def test_a_new_body_that_begins_with_the_short_name_of_its_place_stands_as_written(new, expected):
    assert named(f"汕头市人民政府2023年法治政府建设情况报告\n设立{new}。")[new] == expected


@pytest.mark.parametrize("verb", ["清理", "梳理", "认真履行", "锚定", "逐一清点"])
def test_what_stands_in_front_of_the_level_word_is_no_place_that_the_table_lacks(verb):
    town = named(f"湘潭市湘潭县易俗河镇人民政府2022年法治政府建设情况报告\n加强管理，{verb}镇政府职责。{verb}镇人大事项。{verb}镇司法所案卷。")
    assert (town["镇政府"], town["镇人大"]) == ("湘潭市湘潭县易俗河镇人民政府", "湘潭市湘潭县易俗河镇人民代表大会")
    assert town["镇司法所"] == "湘潭市湘潭县司法局易俗河司法所"
    district = named(f"南通市海门区人民政府2023年法治政府建设情况报告\n加强管理，{verb}区委、区政府决策事项35项。{verb}区司法局案卷。")
    assert (district["区委"], district["区政府"], district["区司法局"]) == ("中共南通市海门区委员会", "南通市海门区人民政府", "南通市海门区司法局")


def test_a_place_that_the_table_lacks_is_read_where_the_report_may_name_one():
    assert "青岚区政府" in named("云州市人民政府2023年法治政府建设情况报告\n青岚区政府出台办法。")  # its own city is in no table
    assert "花石镇政府" in named("湘潭县人民政府2023年法治政府建设情况报告\n花石镇政府建成站点。")  # a county has many towns
    town = named("湘潭市湘潭县易俗河镇人民政府2022年法治政府建设情况报告\n与花石镇政府联合检查，湘潭县中路铺镇党委来访。")
    assert town["花石镇政府"] == "湘潭市湘潭县花石镇人民政府"
    assert town["湘潭县中路铺镇党委"] == "中共湘潭市湘潭县中路铺镇委员会"


def test_a_level_word_that_begins_another_word_is_no_place_of_a_new_body():
    assert named("绥化市望奎县人民政府2023年法治政府建设情况报告\n成立县域经济服务中心，统筹推进。")["县域经济服务中心"] == "绥化市望奎县县域经济服务中心"


def test_a_town_and_a_neighbour_share_their_place_too():
    names = named("绥化市望奎县人民政府2023年法治政府建设情况报告\n火箭镇党委、镇政府落实，望奎街道党工委、办事处推进，街道党工委、街道办事处。")
    assert names["镇政府"] == "绥化市望奎县火箭镇人民政府"
    assert names["办事处"] == "绥化市望奎县望奎街道办事处"
    assert names["街道办事处"] is None


def test_the_long_form_in_the_same_text_settles_what_a_clipped_one_stands_for():
    def name(*others):
        return named("绥化市望奎县人民政府2023年法治政府建设情况报告\n" + "、".join(("县教体局", *others)) + "落实。")["县教体局"]

    assert name("县教育和体育局") == "绥化市望奎县教育和体育局"
    assert name("县教育局") == name("绥化市教育和体育局") == name("县教育和体育局", "县教育体育局") == "绥化市望奎县教体局"


@pytest.mark.parametrize("clipped", ["县科工局", "县文体旅局", "县教体局", "县征拆中心", "县产投集团"])
def test_a_clipped_name_whose_long_form_differs_from_place_to_place_stays_as_it_stands(clipped):
    names = named(f"湘潭市湘潭县人民政府2022年法治政府建设情况报告\n会议听取{clipped}汇报，县医保局、县城投公司、县农水局发言。")
    assert names[clipped] == f"湘潭市湘潭{clipped}"
    assert [names[name] for name in ("县医保局", "县城投公司", "县农水局")] == [
        f"湘潭市湘潭县{body}" for body in ("医疗保障局", "城市建设投资公司", "农业农村和水利局")
    ]


@pytest.mark.parametrize(
    ("clipped", "full"),
    [("县科工局", "县科技和工业信息化局"), ("县农林水局", "县农业林业和水利局"), ("县文体旅局", "县文化体育和旅游局")],
)
def test_a_clipped_name_takes_the_one_that_the_text_writes_out(clipped, full):
    names = named(f"湘潭市湘潭县人民政府2022年法治政府建设情况报告\n{clipped}牵头。{full}印发通知。")
    assert names[clipped] == names[full] == f"湘潭市湘潭{full}"


def test_nothing_is_put_into_a_name_that_is_full():
    assert named("湘潭市湘潭县人民政府2022年法治政府建设情况报告\n建成涉企矛盾调解中心。")["涉企矛盾调解中心"] == "湘潭市湘潭县涉企矛盾调解中心"


def test_the_mediators_of_a_trade_are_those_of_the_place_that_reports():
    names = named("四会市人民政府2024年法治政府建设情况报告\n玉器行业调委会调处纠纷32宗，道交调委会调处纠纷12宗，“老兵”调解室调处纠纷3宗。")
    assert names["玉器行业调委会"] == "四会市玉器行业人民调解委员会"
    assert names["道交调委会"] == "四会市道路交通事故纠纷人民调解委员会"
    assert names["“老兵”调解室"] == "“老兵”调解室"


def test_a_school_called_by_its_number_is_written_out():
    names = named("南昌市青云谱区2025年法治政府建设年度报告\n南昌三中青云谱校区揭牌，南昌十九中、区一中等学校参与，南昌一中院、南昌市八一中学宣讲。")
    assert names["南昌三中青云谱校区"] == "南昌市第三中学青云谱校区"
    assert (names["南昌十九中"], names["区一中"]) == ("南昌市第十九中学", "南昌市青云谱区第一中学")
    assert (names["南昌一中院"], names["南昌市八一中学"]) == ("南昌市第一中级人民法院", "南昌市八一中学")
