"""What a body is called without its place: the grammar behind a level word (市|司法局党组). Bodies that no place stands in front of are read by `lawnlp.text.unplaced`.

>>> body_at("县委依法治县办", 1, "县").form, body_at("市生态环境局栖川分局", 1, "市").core
('rule', '生态环境局栖川分局')
"""

import re
from dataclasses import replace
from functools import cache

from lawnlp.text.body import FIVE_YEARS, INSPECTS, NO_DEED, NO_VERB, NUMBER, RULE, VERB_BEHIND, Body
from lawnlp.text.body_parts import ACTS, centre_of, chamber, extended, fire_station, is_no_work, office_of_zone, street_office
from lawnlp.text.lexicon import department, ending_kind, ending_of, endings, inside, leaders, office, stop_words, table, word_set, words
from lawnlp.text.patterns import trie
from lawnlp.text.place_names import TOWNS

_STANDING = r"(?:常委会(?=议)|常务?委员会|常委会)"
_CORES = {
    "rule": rf"(?:委员会|党委|党工委|工委|委)?{RULE}|(?:委)?法治(?:建设)?办(?:公室)?(?!理|法|事|案|件|学|好|结|实事|证)",
    "standing": rf"(?:委员会|委|党委){_STANDING}",
    "party_office": rf"(?:委员会|党委|委)(?:(?:{NUMBER})?{INSPECTS}|(?:{{party_offices}})(?![门长]|员(?!会)|(?<=委办)(?:理(?!论)|[案好]|结(?!合)|实事)))|巡察办(?:公室)?(?![{VERB_BEHIND}])|党校|直属?机关工委",
    "party_parts": r"(?:委员会|委)(?=[\u3400-\u9fff]{1,12}(?:领导小组|委员会|工作组|专班))",
    "discipline": r"(?:纪委[、/]?监委|纪律检查委员会|监察委员会|纪工委|纪委(?!书)|监委|监察委(?!托))(?:机关|办公室|派?驻[^和与及\W]{0,10}?纪检(?:监察)?组(?!长))?",
    # before 会 it is a meeting (党委会研究, 区委会议); 市委会 is a body of another party
    "party": r"(?:党工委|党委|工委)(?![托派任培屈婉实员])|委(?=会(?:议|上|会前|同|研究))|(?:委员会|委)(?![托派任会培屈婉实]|员(?!会)|员会)|委员会",
    "congress": rf"(?:人民代表大会|人大)(?:及其)?(?:{_STANDING}(?:[\u3400-\u9fff]{{1,8}}?(?:工作委员会|工委|工作室)|办公室|办公厅|研究室)?|办(?:公室|公厅|{NO_VERB})|主席团|街道工委|工委|工作委员会|(?:(?:(?![省市区县州]委|政协|次会|[和与及](?:[省市区县州]|全国))[\u3400-\u9fff]){{1,10}}(?:委员会|专委会|工委|环委|法委|财经委)|{{congress}}))?",
    "cppcc": rf"政协(?:社会和法制委员会|社会法制委|社法委|提案委)(?![员办])|政协(?!常|委员)(?![\u3400-\u9fff]{{0,9}}[和与及对在由向])[\u3400-\u9fff]{{2,8}}?(?:专?委员会|专委会|[制法资文经农]委)(?![员办])|政协(?:(?:常委会|委员会|党组|办公室)?(?![会工办])|办{NO_VERB}|(?=办))",
    "court": "第?[一二三四五]中(?:级人民法院|级法院|法院|院)(?!长)|(?:铁路运输)?(?:中级人民|高级人民|人民|中级|高级|中|高)?法院(?!长)|中院(?!长)|高院(?!长)",
    "procuratorate": r"(?:人民)?检察院(?:第?[一二三四五]分院|[\u3400-\u9fff]{1,4}分院)?|检察分院|检第?[一二三四五]分院",
    "prefecture": rf"行署(?:办公室|办{NO_VERB})?|行政公署(?:办公室)?",
    "government": rf"(?:人民)?政府|府(?=(?:法制)?办(?:公室)?(?![{VERB_BEHIND}]))",
    "management": r"(?:管委会|管理委员会)",
    "inspectors": rf"{NUMBER}[\u3400-\u9fff]{{0,8}}?{INSPECTS}",
    "superior": r"[总支]队(?![长员伍])|(?:局|厅)(?![面势长促级属直机下管]|部(?!分)|限(?!期))",
}
_TOWN_OFFICE = re.compile(rf"办事处|办{NO_DEED}")
_VILLAGE_BODY = re.compile(r"(?:村民|居民|民)?委员会|[村居]?委会|(?:人民)?调解委员会|调委会|党支部|党总支|党委")
# A level word followed by one of these is part of another word (市场, 区域, 县域, 乡镇).
_OTHER_WORD = {
    level: re.compile(f"(?:{behind})")
    for level, behind in {
        "市": "[场民值容域级长区县花井面]|监(?![察督狱管])|直(?!机关工委)|政(?:设施|工程|道路|管网|园林|建设|公用)|内(?!部)",
        "区": "[域间划位分县级块长外]|直(?!机关工委)|内(?!部)|别(?!墅)",
        "县": "[域级乡长区外]|直(?!机关工委)|内(?!部)|城(?!北|南|东|西|市|管|乡|建|区|投|中)",
        "省": "[级域际长市略去钱时心份]|直(?!机关工委)|内(?!部)|部",
        "镇": "[村街域级长区内外干里上]",
        "乡": "[镇村亲土贤规愁里级长]",
        "村": "[居民级规社里干组务两庄头口内镇]|支书|街道|乡(?![贤亲土风愁])",
        "街道": "[干网级社村镇]|层面",
        "社区": "[矫服网戒工治群居民]",
        "州": "[级直长县市内]",
        "盟": "[约友主]",
        "旗": "[帜下舰袍]",
        "苏木": "[镇乡嘎级两层辖]",
        "嘎查": "[村民级牧户社书两内达层]",
        "地区": "生产",
    }.items()
}
# The organs of a place in the order in which they are listed, by form.
RANK = {"standing": 0, "party": 0, "party_office": 0, "congress": 1, "government": 2, "government_part": 2, "street": 2, "cppcc": 3, "discipline": 4}
_TERM = re.compile(r"第?[一二三四五六七八九十\d]{1,3}届")
# The characters with which each of them can begin.
_FIRST = {
    "rule": "委党工全依法",
    "standing": "委党",
    "party_office": "委党直机巡",
    "party_parts": "委",
    "discipline": "纪监",
    "party": "党工委",
    "congress": "人",
    "cppcc": "政",
    "court": "中高人法第一二三四五铁",
    "procuratorate": "检人",
    "prefecture": "行",
    "government": "人政府",
    "management": "管",
    "inspectors": "第",
    "superior": "局厅总支",
}


@cache
def _cores() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """First character to the forms that can begin with it, in the order in which they are tried."""
    offices = trie(table("party_offices"))
    congress = trie(table("congress"))
    compiled = {form: re.compile(pattern.replace("{party_offices}", offices).replace("{congress}", congress)) for form, pattern in _CORES.items()}
    return {char: tuple((form, compiled[form]) for form, chars in _FIRST.items() if char in chars) for char in set("".join(_FIRST.values()))}


@cache
def _generic() -> re.Pattern[str]:
    # 对 stops a name elsewhere (区|对外友好协会)
    return re.compile(rf"(?:(?:人民)?对[外口台])?(?:{FIVE_YEARS})?{inside()}{{0,18}}?(?:{endings('agency', 'social', 'government', 'grassroots')})")


@cache
def _doubled() -> re.Pattern[str]:
    """A body by two kinds of work (社会治理|与应急指挥中心, 投资促进|与商务局); 与 elsewhere ends a name."""
    ends = "|".join(f"{word}{guard}" for word, guard in _DOUBLED_ENDS.items())
    return re.compile(rf"(?P<first>{inside()}{{2,12}})与(?P<second>{inside()}{{2,8}}?)(?:{ends})")


_DOUBLED_ENDS = {"局": "(?![面势长促部限])", "厅": "(?!长)", "委员会": "(?!办)", "中心": "(?![组城区村镇])", "协会": "", "学会": ""}
# The first of two bodies, or people, and no work.
_ACTOR = re.compile("(?:[院联协员者工师民生]|企业|企业家|机关|单位|部门|街道|社区|代表)$")


def _doubled_at(folded: str, at: int) -> re.Match[str] | None:
    """The body by two kinds of work at `at`; None where 与 joins two bodies, the first of them clipped (消防|与住建局)."""
    match = _doubled().match(folded, at)
    if match is None or _ACTOR.search(match["first"]) or is_no_work(match["first"]) or is_no_work(match["second"]):
        return None
    functions, first, second = table("functions"), match["first"], match["second"]
    clipped = len(first) < 3 or functions.get(first, first) != first
    known = f"{first}和{second}" in functions or f"{second}和{first}" in functions
    return None if clipped and not known and department().match(folded, match.start("second")) else match


@cache
def task_force() -> re.Pattern[str]:
    """A task force named by a verb and its object (应对疫情工作领导小组, 优化营商环境工作专班), which elsewhere ends a name."""
    return re.compile(
        rf"(?:全面)?(?:{trie(words('stops', 'task_forces'))})(?P<object>{inside()}{{2,18}}?)(?:工作)?(?:领导小组|协调小组|指挥部|专班(?!化))(?:办公室|办(?![{VERB_BEHIND}会]))?(?!长)"
    )


def body_at(folded: str, at: int, level: str) -> Body | None:
    """The longest body that begins at `at`, behind a level word; None where there is none."""
    if level in TOWNS and (match := _TOWN_OFFICE.match(folded, at)) and level == "街道":
        street = Body(match.end(), "grassroots", "street", folded[at : match.end()])
        part = street_office(folded, at, street) or extended(folded, at, street)
        return replace(part, kind="agency") if part.kind == "grassroots" and part != street else part
    if level in ("村", "社区", "嘎查"):
        return _village(folded, at, level)
    if level and (term := _TERM.match(folded, at)):  # 县|第十七届|人大常委会
        body = _lexical(folded, term.end(), level)
        return body if body and body.form in RANK else None
    body = _lexical(folded, at, level)
    if body is None and level:
        body = _open(folded, at, level)
    if body is None and level in TOWNS:
        return _itself(folded, at, level, "town")
    return body


def _lexical(folded: str, at: int, level: str) -> Body | None:
    for form, pattern in _cores().get(folded[at : at + 1], ()):
        if (match := pattern.match(folded, at)) and (body := _core(folded, at, match, form, level)):
            return body
    if match := department().match(folded, at):
        if match.end() < len(folded) and folded[match.end()] in "长":
            return None
        return extended(folded, at, Body(match.end(), "agency", "department", match[0]))
    if match := office().match(folded, at):
        return extended(folded, at, Body(match.end(), "agency", "office", match[0]))
    return None


_KIND = {
    "rule": "party",
    "standing": "party",
    "party_office": "party",
    "party": "party",
    "discipline": "party",
    "congress": "congress",
    "cppcc": "cppcc",
    "court": "court",
    "procuratorate": "procuratorate",
    "prefecture": "government",
    "government": "government",
    "management": "government",
    "inspectors": "agency",
    "superior": "agency",
}


def _core(folded: str, at: int, match: re.Match[str], form: str, level: str) -> Body | None:
    if form == "party_parts":
        return _party_part(folded, at, match.end())
    if form == "superior" and level not in (("省", "市", "州", "盟", "自治区") if match[0].endswith("队") else ("省", "市", "县", "区", "州", "自治区")):
        return None
    kind = _KIND[form]
    if form == "rule" and match[0].startswith(("依法治", "全面")) and "领导小组" in match[0]:
        kind = "agency"
    if form == "discipline" and match[0] in ("监委", "监察委", "监察委员会"):
        kind = "agency"
    if form == "prefecture" and "办" in match[0]:
        kind = "agency"
    body = Body(match.end(), kind, form, match[0])
    if form == "government":
        return _government(folded, at, body)
    if form in ("court", "procuratorate") and (end := chamber(folded, match.end(), form)):
        return Body(end, kind, "part", folded[at:end])
    if form == "management" and (part := office_of_zone(folded, match.end())):
        return Body(part[0], part[1], "part", folded[at : part[0]])
    if form == "party" and match[0] in ("委", "委员会") and (desk := _office_of(folded, match.end())):
        return Body(desk, "party", "party_office", folded[at:desk], sure=False)
    if form in ("party", "superior", "management", "court", "procuratorate", "rule"):
        return extended(folded, at, body)
    if (
        form in ("congress", "cppcc")
        and match[0] in ("人大", "政协")
        and re.match(r"代表|委员|监督|工作|议案|建议|提案", folded[match.end() : match.end() + 2])
    ):
        return Body(match.end(), kind, form, match[0], optional=True) if re.match("代表|委员", folded[match.end() : match.end() + 2]) else body
    return body


def _party_part(folded: str, at: int, start: int) -> Body | None:
    """A commission or leading group of a party committee that the lexicon lacks (市委国防动员委员会)."""
    match = re.compile(rf"{inside()}{{2,16}}?(?:委员会办公室|委员会|领导小组办公室|领导小组|工作组|专班)").match(folded, start)
    if not match or stop_words().search(match[0]) or re.match(r"书记|常委|副|主要|负责|区政府|市政府|县政府", match[0]):
        return None
    return Body(match.end(), "party", "party_office", folded[at : match.end()], sure=False)


_GOVERNMENT_OFFICE = re.compile(
    rf"办公室|办公厅|安委会|安全生产委员会|办{NO_DEED}|督查室|研究室|参事室|新闻办公室|新闻办|外事办公室|外事办|金融办|国资委|采购(?:管理)?局|机关事务管理局|法律顾问室|驻[\u3400-\u9fff]{{1,3}}?(?:办事处|办{NO_DEED})"
)


def _government(folded: str, at: int, body: Body) -> Body:
    """A government, or one of its own offices (政府办公室, 政府法制办, 政府党组)."""
    end = body.end
    if match := re.compile(r"(?:机关)?党组(?!书)").match(folded, end):
        return Body(match.end(), "party", "government_part", folded[at : match.end()])
    if match := _GOVERNMENT_OFFICE.match(folded, end):
        return extended(folded, at, Body(match.end(), "agency", "government_part", folded[at : match.end()]))
    if match := office().match(folded, end) or department().match(folded, end):  # 市政府法制办, 市政府行政复议局
        return extended(folded, at, Body(match.end(), "agency", "government_part", folded[at : match.end()]))
    tail = re.compile(rf"{inside()}{{2,14}}?(?:委员会办公室|委员会|领导小组办公室|领导小组|指挥部|专班|中心(?!组)|(?P<room>办公室|督导室))").match(folded, end)
    if tail is None or stop_words().search(tail[0]) or leaders().search(tail[0]) or re.search(rf"^(?:{ACTS})|[市县区]委|常务会|政府", tail[0]):
        return body
    if tail["room"] and is_no_work(tail[0]):  # 政府|行政复议办公室, 政府推动办公室
        return body
    return Body(tail.end(), "agency", "government_part", folded[at : tail.end()], sure=False)


@cache
def _some_office() -> re.Pattern[str]:
    """An office that the lexicon lacks (县|维稳办, 县委|国防动员办); behind some characters 办 is a verb, which also ends another word (通办, 补办)."""
    verbs = "".join(table("office_or_verb")[key] for key in ("verbs", "no_office"))
    return re.compile(rf"(?:{FIVE_YEARS})?(?P<name>{inside()}{{2,5}}?)(?<!(?<!审)批)(?<![{verbs}])办{NO_VERB}(?![得到完成好妥过])")


@cache
def _around_verb() -> re.Pattern[str]:
    """Who does it, how and where, in front of 办 as a verb."""
    return re.compile(rf"{trie(words('office_or_verb', 'around_verb'))}|外(?!侨)|(?<!效)能(?!源)")


def _office_of(folded: str, at: int) -> int | None:
    """Where an office that the lexicon lacks ends, behind its level word or party committee before `at`; None where there is none."""
    match = _some_office().match(folded, at)
    if match is None or _around_verb().search(match["name"]) or is_no_work(match["name"]):
        return None
    return match.end()


def in_other_word(folded: str, at: int, level: str) -> bool:
    """Whether the level word that ends at `at` is the beginning of another word (市|场, 区|域)."""
    return level in _OTHER_WORD and bool(_OTHER_WORD[level].match(folded, at))


# The body of another place behind a joint (汪清县|和州自然资源局, 泸水市|和怒江州审计局).
_WITH_ANOTHER_PLACE = re.compile("(?:[和与及]|以及)[\u3400-\u9fff]{0,8}?(?:[省州]|(?<![联同加])盟|旗(?![袍舰帜]))")


def _open(folded: str, at: int, level: str) -> Body | None:
    """A body that the lexicon lacks, read by its ending."""
    if at >= len(folded) or in_other_word(folded, at, level):
        return None
    if level not in TOWNS and (school := numbered_school(folded, at)):
        return school
    if match := task_force().match(folded, at):
        return None if stop_words().search(match["object"]) or _class().search(match["object"]) else Body(match.end(), "agency", "open", match[0], sure=False)
    match = _generic().match(folded, at) or _doubled_at(folded, at)
    if not match:
        desk = _office_of(folded, at)
        return Body(desk, "agency", "office", folded[at:desk], sure=False) if desk else None
    name = match[0]
    if name in word_set("stops", "alone") and (
        match := re.compile(rf"{inside()}{{1,18}}?(?:{endings('agency', 'social', 'government', 'grassroots')})").match(folded, at + 1)
    ):
        name = folded[at : match.end()]
    if match is None or name in word_set("stops", "alone"):
        return None
    if (
        stop_words().search(_stem(name))
        or _class().search(name)
        or _WITH_ANOTHER_PLACE.match(name)
        or re.search(
            r"[省市区县镇乡][委政]|(?<![城超集门都夜股])市(?![场政民容])|(?<![社园地景灾小校库牧山林湖])区(?!域)|县(?!域)|(?<![城乡])镇|(?<!城)乡(?!村)|街道|社区(?!矫正)",
            name[:-1],
        )
    ):
        return None
    kind = ending_kind(name)
    if name.startswith(("劳动", "农村土地", "土地")) and "仲裁" in name:
        kind = "agency"
    body = Body(match.end(), kind, "open", name, sure=False)
    if (name.endswith(("协会", "商会")) or _UNION.fullmatch(name)) and (part := centre_of(folded, match.end())):
        return Body(part[0], part[1], "open", folded[at : part[0]], sure=False)
    if name.endswith(("消防救援大队", "消防救援支队")) and (station := fire_station(folded, at, body)):
        return station
    return extended(folded, at, body) if kind == "agency" or _COMMISSION.search(name) else body


_SCHOOL = re.compile(
    r"(?P<number>第?[一二三四五六七八九十]{1,3})中(?![学院级心法央全型队层华国期药医标专小间外共]|等[专职教])(?P<branch>(?:(?![在和与及等])[\u3400-\u9fff]){2,4}?校区|(?:(?![在和与及等])[\u3400-\u9fff]){1,4}?分校)?"
)


def numbered_school(folded: str, at: int) -> Body | None:
    """The middle school called by its number that begins at `at`, behind its place (南昌|十九中, 县|一中), with its name written out; None where there is none."""
    match = _SCHOOL.match(folded, at)
    if match is None:
        return None
    return Body(match.end(), "social", "open", f"第{match['number'].removeprefix('第')}中学{match['branch'] or ''}", sure=False)


_COMMISSION = re.compile("委(?:员会|会)?$")  # has an office also where it is none of the government's (消委会|办公室)


@cache
def _class() -> re.Pattern[str]:
    """Words that make a class of the bodies behind a level word, and how schools, hospitals and others of one name begin all the same."""
    # 企业 alone is a class, but whom a centre serves or an association unites
    numbered = "(?<=企业)(?:[\u3400-\u9fff]{0,8}?中心|家|联合会)|一中|二中|[一二三四五六七八九十](?:人民)?(?:医院|中学|小学|高级中学|实验)|三中|级人民|医|心医院|中级|小学|中学|人民医院|律|内部|直机关"
    return re.compile(rf"^(?:{ACTS}|{trie(words('stops', 'classes'))}|新(?!冠|型冠状)|老(?!科协|年))(?!{numbered})|执法(?:机关|单位|部门|主体)")


def _stem(name: str) -> str:
    """The name without its ending: 矛盾纠纷化解|中心 may hold words there that are verbs elsewhere."""
    return name[: -len(ending_of(name)) or None]


_BESIDE_DEPARTMENT = ("department", "court", "procuratorate", "party_office", "government_part", "discipline")
_OF_LAW = re.compile("(?:人民)?(?:法院|检察院)(?!长)")
_UNION = re.compile("总工会|妇联|残联|工商联|科协|文联|侨联|社科联|红十字会|妇女联合会|残疾人联合会|工商业联合会|科学技术协会")
_DESK = re.compile(f"(?:组织部|宣传部|统战部|社会工作部|社工部)(?![门长])|政法委(?:员会(?!员)|(?!员))|(?:编|网信|改革|深改|巡察)办{NO_VERB}|党校|机关工委")
# 政府 and 人大 in front of other words are no organ of the place (县委、政府信息公开, 人大代表)
_ORGAN = re.compile(
    "人大(?:常委会|(?!代表|议案|建议|监督|工作|机关))|政协(?!委员(?!会)|提案|建议|监督|民主|机关|常委(?!会))|人民政府"
    "|政府(?!信息|采购|网|门户|部门|机关|职能|职责|投资|购买|数据|工[作程]|债务|服务|规章|立法|规范|行为|行政|权力|文件|令|层面|间|性|主导|引导|法[制治律])"
)


def listed(folded: str, at: int, joint: str, first: Body) -> Body | None:
    """The body that begins at `at` behind `first` and a joint and has its place too (县法院、|检察院、|公安局, 县委宣传部、|组织部, 县委、|政府); None where there is none."""
    if not joint:  # 镇党委|政府
        body = body_at(folded, at, "") if first.form == "party" and _ORGAN.match(folded, at) else None
        return body if body and body.form == "government" else None
    # 市政府与法院: of which court, stays open
    beside_court = first.form in ("court", "procuratorate") or (joint == "、" and (first.form in _BESIDE_DEPARTMENT or RANK.get(first.form, 0) > 0))
    if first.form == "department" and joint == ",":
        forms: tuple[str, ...] = ("department",)
    elif joint == ",":
        return None
    elif first.form == "party" and first.core.endswith("工委") and folded.startswith("办事处", at):  # 街道党工委、|办事处
        return Body(at + 3, "grassroots", "street", "办事处")
    elif first.form in ("party_office", "discipline") and (desk := _DESK.match(folded, at)):
        return Body(desk.end(), "party", "party_office", "委" + desk[0])
    elif (first.form in _BESIDE_DEPARTMENT or (first.form == "open" and _UNION.fullmatch(first.core))) and (union := _UNION.match(folded, at)):
        return Body(union.end(), "social", "open", union[0])
    elif first.form in RANK and _ORGAN.match(folded, at):
        forms = tuple(form for form, rank in RANK.items() if rank > RANK[first.form])
    elif beside_court and _OF_LAW.match(folded, at):
        forms = ("court", "procuratorate")
    elif first.form in _BESIDE_DEPARTMENT and department().match(folded, at):
        forms = ("department",)
    else:
        return None
    body = body_at(folded, at, "")
    return body if body and body.form in forms else None


def _village(folded: str, at: int, level: str) -> Body | None:
    """A body of a village or community, else the place itself."""
    if match := _VILLAGE_BODY.match(folded, at):
        kind = "party" if match[0].startswith("党") else "grassroots"
        return Body(match.end(), kind, "village", match[0])
    if level == "社区" and (match := re.compile(r"卫生服务中心|养老服务中心|居委会|居民委员会").match(folded, at)):
        return Body(match.end(), "social" if "服务" in match[0] else "grassroots", "village", match[0])
    return _itself(folded, at, level, "village")


def _itself(folded: str, at: int, level: str, form: str) -> Body | None:
    """A town or village without a word for a body, which acts itself (柳溪镇|调解纠纷12件)."""
    return None if _OTHER_WORD[level].match(folded, at) else Body(at, "grassroots", form, "", sure=False, optional=True)
