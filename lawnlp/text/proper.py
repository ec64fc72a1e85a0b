"""Names of their own: firms, schools, media, mediation rooms, bodies newly set up (绿源水务有限公司, “老李说事”调解室, 成立民营企业诉求协调专班).

They have no level word to begin with, so the ending is found first and the beginning of the name is looked for to its left: a known place, else
a clear edge. How much is asked of the left side depends on how often the ending is used for a class (学校, 公司, 银行).
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from lawnlp.text.body import Body
from lawnlp.text.body_forms import task_force
from lawnlp.text.body_parts import ACTED, centre_of, office_of_zone
from lawnlp.text.edges import before_names, is_edge
from lawnlp.text.lexicon import ending_kind, inside, stop_words, table, word_set, words
from lawnlp.text.patterns import trie
from lawnlp.text.place_names import TOWNS, common, ordinary
from lawnlp.text.places import Places

LONGEST = 16
_HAN = re.compile(r"[\u3400-\u9fff]")
_STATE = "中华人民共和国"
# A place has one of each, so they are concrete without its name too.
_ZONE_NAMES = ("高新区", "经开区")
_ZONES = tuple(zone + ending for zone in _ZONE_NAMES for ending in ("管委会", "管理委员会"))


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(trie({*_ZONES, *chain.from_iterable(words("proper", key) for key in ("strong", "medium", "weak", "placed"))}))


@cache
def _class_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![{table('proper')['families']}](?=家)){trie(words('proper', 'classes'))}")


@cache
def _breaks() -> re.Pattern[str]:
    """Verbs of two characters and more: a name begins behind the last of them."""
    verbs = {w for w in before_names()[0] if len(w) > 1} - set(words("stops", "nouns"))
    return re.compile(trie(verbs))


@cache
def _leading() -> re.Pattern[str]:
    guards = {"经": "(?!济|开区)", "同": "(?!济[大医])"}
    return re.compile(trie({*before_names()[0], *"先再须获含据此转并又请", "特邀", "特请"}, lambda word: guards.get(word, "")))


_AWARDS = "获评|获得|荣获|获|入选|入围|授予|荣膺|当选|参评|跻身|(?:评|评选|评定|表彰)为"
_SELECTED = "申报|争创|创建|命名|评选|选树|培育|打造|(?:推荐|推选|遴选|选树|命名|认定|确定|创建|列)为"  # what may also give a body a name of its own (命名为“老兵调解室”)
# a verb of an award ends the name (“老郑调解室”|获评全市金牌调解室)
_QUOTED = re.compile(
    rf"(?:“[^“”\n]{{1,12}}”|\"[^\"\n]{{1,12}}\")(?:(?!{_AWARDS}|{_SELECTED}|全[国省市区县])[\u3400-\u9fff]){{0,6}}?(?:调解室|工作室|调解工作室|调解中心)(?!内|外)"
)
_IN_QUOTES = re.compile(r"[“\"]([\u3400-\u9fff]{1,8}(?:调解室|工作室|调解工作室))[”\"]")
_FOLLOW = {
    "学": "生堂",
    "校": "园企",
    "所": "有属长",
    "院": "长校",
    "法": "",
    "司": "法",
    "会": "议员上同了",
    "队": "伍",
    "局": "面部势限长",
    "行": "业为",
    "报": "告道送社",
    "团": "化",
    "社": "会区保",
    "关": "建",
    "矿": "安",
}
# Words of an award, a title with a kind of body and no body (金牌调解室, 参评全省优秀人民调解委员会), and verbs of one in front (获评“十佳人民调解委员会”, 入选湖北省优秀调委会).
_HONOURS = "(?:金牌|银牌|优秀|先进|模范|示范|最美|十[佳大强]|百[佳强]|[三四五]星级?|星级|标杆|枫桥式|规范化|品牌)"
_HONOUR = re.compile(f"(?:全?[国省市州盟区县旗]级?)?{_HONOURS}")
_PLACED_HONOUR = re.compile(f"[省市州盟区县旗]级?{_HONOURS}")
_RANGE = r"(?:了|为|成)?(?:全[国省市区县]|[省市区县国](?:级|家级)?|第[一二三四五六七八九十]批|首批|\d{4}年度?|年度){0,4}$"
_AWARDED = re.compile(f"(?:{_AWARDS}){_RANGE}")
_TITLED = re.compile(f"(?:{_AWARDS}|{_SELECTED}){_RANGE}")
# How many of them there are: a class is counted, a body stands alone (人民调解委员会262个).
_NUMBERED = re.compile(r"[\d.]+余?(?:个|家|所|支)(?:[,。;、)\n]|其中|$)")
# Rooms of one name, counted behind it (“老兵”调解室5个, “和事佬”工作室等品牌25个).
_ROOMS = re.compile(r"等?(?:品牌)?(?!(?:1|一)[个家间处])(?:\d+|[一二两三四五六七八九十百]+)[余多]?[个家间处](?![\u3400-\u9fff])")
# The same with the number in front (设立3个“胞波调解室”).
_ROOMS_AHEAD = re.compile('(?:[2-9]|\\d{2,6}|[二两三四五六七八九十百]{1,4})[余多]?[个家间处][“"]$')
# What is told of a name in quotation marks as a way of working (“老支书工作室”等做法, “老兵调解室”“乡贤评理堂”等品牌): no body then.
_PRACTICE = re.compile(
    r"(?:[、和与及]?[“\"][^“”\"\n]{1,14}[”\"]){0,12}(?:等|的|这一|(?<![”\"])创新|典型|先进|成功|优秀|有效|特色|好|工作|调解|治理|服务|解纷){0,4}(?:做法|经验|模式|品牌(?!(?:人民)?调解|[\u3400-\u9fff]{0,6}(?:室|站|中心|所))|工作法)"
)
_COUNTED = re.compile(r"[\d一二两三四五六七八九十百余多各某]\s?(?:个|家|支|所|名|处|条|批|户|级|类|多|余|项)?$|(?:个|家|支|名)$")
_KIND = {
    "海关": "agency", "海事局": "agency", "派出所": "agency", "司法所": "agency", "分局": "agency", "党校": "party", "街道办事处": "grassroots", "调解委员会": "grassroots", "调委会": "grassroots", "调解室": "grassroots", "调解工作室": "grassroots",
    "仲裁委": "social", "管委会": "government", "管理委员会": "government",
}  # fmt: skip


_LEVEL_BEFORE = re.compile("(?<=.)(?:街道|[镇乡])$")


def proper_names(folded: str, places: Places) -> Iterator[tuple[int, Body, str]]:
    """Start and body of every name of its own, and the doubt about it: "weak" where the ending is one of a class, "" else."""
    for match in _QUOTED.finditer(folded):
        if not _HONOUR.match(match[0], 1) and not _is_no_single_body(folded, match.start() + 1, match.end()):
            start, _ = places.chain(match.start())
            town = next(
                (
                    left
                    for word in ("街道", "镇", "乡")
                    if folded.endswith(word, 0, match.start()) and (left := places.left(match.start() - len(word), word, True)).places
                ),
                None,
            )
            start = town.start if town else start  # 浒山街道“戚家山”调解工作室
            yield start, Body(match.end(), "grassroots", "quoted", folded[start : match.end()]), ""
    for match in _IN_QUOTES.finditer(folded):
        if not _is_title(folded, match.start(1)) and not _is_no_single_body(folded, match.start(1), match.end()):
            yield match.start(1), Body(match.end(1), "grassroots", "quoted", match[1]), ""
    for start, body in (*_newly_set_up(folded), *_sites(folded)):
        yield start, body, ""
    for match in _heads().finditer(folded):
        head = match[0]
        if folded[match.end() : match.end() + 1] in (_FOLLOW.get(head[-1]) or "\0") and match.end() < len(folded):
            continue
        start, placed = name_start(folded, match.start(), places)
        if (not placed and head in word_set("proper", "placed")) or folded.endswith("下设", 0, start):
            continue
        if folded[start - 2 : start] in ("“和", '"和', "“与", '"与') and folded[match.end() : match.end() + 1] in ("”", '"'):
            start -= 1  # “和|事佬协会”: no joint opens a quotation
        stem = folded[start : match.start()]
        end, kind = _own_part(folded, match.end(), head) or (match.end(), "")
        if head in _ZONES and not placed and (zone := _zone_start(folded, match.start())) is not None:
            yield zone, Body(end, kind or "government", "proper", folded[zone:end], sure=False), ""
            continue
        if len(stem) < 2 or (stem in common() and not (head == "分局" and stem in _ZONE_NAMES)) or stop_words().search(stem) or is_counted(folded, match.end()):
            continue
        if _ROOMS.match(folded, match.end()):
            continue  # 调解室9间
        if _breaks().fullmatch(stem) or _HONOUR.fullmatch(stem) or is_awarded(folded, start, match.start()):
            continue  # 例如派出所, 配合派出所; 优秀调解委员会
        if head == "街道办事处" and "政府" in stem:
            continue  # 区政府和街道办事处: two bodies, or one behind its government, which `lawnlp.text.places` reads
        if folded[match.end() : match.end() + 1] in ("”", '"') and (_is_title(folded, start) or _is_no_single_body(folded, start, match.end() + 1)):
            continue
        if stem in TOWNS and places.left(start, stem, True).how == "class":
            continue  # 区、|街道司法所
        if not placed and (level := _LEVEL_BEFORE.search(stem)) and places.left(start + level.start(), level[0], True).how == "short":
            continue  # 走访|镇司法所
        if not placed and (verb := SETS_UP.search(folded, max(0, start - 5), start)) and _is_of_each(folded, verb.start()):
            continue
        sure = placed or not _is_class(folded, start, stem, head) or _is_of_town(folded, stem, head) or _is_of_trade(folded, start, match.end(), stem, head)
        doubt = "" if sure else "weak"
        if head in ("海关", "海事局") and folded.endswith(_STATE, 0, start):
            start -= len(_STATE)
        name = folded[start : match.end()]
        yield start, Body(end, kind or _KIND.get(head) or ending_kind(name), "proper", folded[start:end], sure=False), doubt


def _own_part(folded: str, at: int, head: str) -> tuple[int, str] | None:
    """End and kind of a body of its own that the body before `at` has: a bureau of a 管委会, a centre of an association, the anti-smuggling bureau of customs, a station of the coast guard."""
    if head.endswith(("管委会", "管理委员会")):
        return office_of_zone(folded, at)
    if head in ("协会", "商会"):
        return centre_of(folded, at)
    if head == "海关" and (match := re.compile("缉私(?:局|处|支局)").match(folded, at)):
        return match.end(), "agency"
    if head == "海警局" and (match := re.compile(rf"{inside()}{{2,5}}?工作站").match(folded, at)) and not _breaks().search(match[0]):
        return match.end(), "agency"
    return None


def is_counted(folded: str, end: int) -> bool:
    """Whether a number of them follows the name that ends at `end` (街道办事处11个): a class."""
    return bool(_NUMBERED.match(folded, end))


def _is_title(folded: str, start: int) -> bool:
    """Whether what begins at `start` behind a quotation mark is the title of an award."""
    return folded[start - 1 : start] in ("“", '"') and bool(_HONOUR.match(folded, start) or _AWARDED.search(folded[max(0, start - 13) : start - 1]))


def _is_no_single_body(folded: str, start: int, end: int) -> bool:
    """Whether a name that begins at `start` behind a quotation mark, with the text going on at `end`, is that of several rooms or of a way of working."""
    return bool(_ROOMS.match(folded, end) or _PRACTICE.match(folded, end) or _ROOMS_AHEAD.search(folded, max(0, start - 10), start))


def is_awarded(folded: str, start: int, end: int) -> bool:
    """Whether a name at `start:end` is the title of an award that its verb names in front, behind a place or not: a class of bodies (获评|湖北省优秀人民调解委员会)."""
    honoured = _HONOUR.match(folded, start) or _PLACED_HONOUR.search(folded, start, end)
    return bool(honoured and _TITLED.search(folded, max(0, start - 12), start))


@cache
def _branch(kind: str) -> re.Pattern[str]:
    of = rf"(?:驻)?(?P<of>[省市县区州旗]|(?![门厅局]){inside()}{{2,14}}?)"
    endings = f"(?:{trie(words('branches', f'{kind}_endings'))})"
    below = f"(?:{inside()}{{2,5}}?{endings})?" if kind == "forces" else ""  # 武警江苏省总队|无锡支队
    return re.compile(f"(?<![全中]){trie(words('branches', kind))}(?:股份有限公司)?{of}{endings}{below}")


_NO_PLACE_OF = re.compile(
    "[和与及或局厅署某]|政府|银行|要求|安排|[一两二三四五六七八九十几][家个]"
)  # between a body and its branch stands a place and nothing that acts
_FIRM = re.compile(r"\((?P<where>[\u3400-\u9fff]{2,6})\)(?P<trade>[\u3400-\u9fff]{0,8}?)(?:律师事务所|会计师事务所|(?:有限|有限责任|股份有限)公司)")


def whole_names(folded: str, places: Places) -> Iterator[tuple[int, Body]]:
    """Names inside which no other name is read: branches with the body above them (中国人民银行榕江县支行), firms with a place in brackets (…(贵阳)律师事务所)."""
    for kind in ("agency", "social", "forces"):
        for match in _branch(kind).finditer(folded):
            if not (_NO_PLACE_OF.search(match["of"]) or _breaks().search(match["of"]) or stop_words().search(match["of"])):
                yield match.start(), Body(match.end(), "agency" if kind == "forces" else kind, "proper", match[0], sure=False)
    for match in _FIRM.finditer(folded):
        where = match["where"]
        if where not in ("集团", "控股") and not (
            (where in places.divisions.stems and where not in ordinary()) or where in places.divisions.names or where in places.own
        ):
            continue
        start, _ = name_start(folded, match.start(), places)
        if match.start() - start >= 2 and not stop_words().search(folded[start : match.start()] + match["trade"]):
            yield start, Body(match.end(), "social", "proper", folded[start : match.end()], sure=False)


def _zone_start(folded: str, at: int) -> int | None:
    """Where the name of a zone at `at` begins that no place stands before: at its level word (市高新区管委会) or there; None inside a longer name."""
    start = at - 1 if folded[at - 1 : at] in tuple("省市县区州旗") else at
    return start if is_edge(folded, start) and folded[start - 1 : start] not in tuple("各每") else None


def _is_class(folded: str, start: int, stem: str, head: str) -> bool:
    """Whether a name without a place is rather one of a class (第三方公司, 12家保险公司): the rules leave it then."""
    if _class_words().search(stem) or head in word_set("proper", "weak") or (head not in word_set("proper", "strong") and len(stem) > 8):
        return True
    if head in ("公司", "集团") and len(stem) < 3:
        return True  # 供热公司: what it does, not what it is called
    return bool(_COUNTED.search(folded, max(0, start - 4), start))


def _is_of_town(folded: str, stem: str, head: str) -> bool:
    """Whether an office bears the name of a town or street that the text has, itself or before its police station (柳溪街道 … 柳溪市场监管所)."""
    return (
        head in words("proper", "of_towns")
        and len(stem) <= 4
        and not _class_words().search(stem)
        and any(stem + other in folded for other in ("街道", "镇", "乡", "派出所"))
    )


# One trade or one kind of dispute (玉器行业, 物业纠纷, 道交); words for all of them or for several make a class.
TRADE = re.compile(
    "(?!(?:各|多|行业|专业|企业|乡镇|基层|社会|矛盾|民间|重大|复杂|疑难|涉企)|.*(?:[和与及]|[一两二三四五六七八九十几多][个家]))(?:[\u3400-\u9fff]{2,6}(?:行业|纠纷)|道交|医患|物业|海事|知识产权|交通事故)(?:人民)?$"
)
_TRADES_LISTED = re.compile("(?<!会)、$")
_SEVERAL = re.compile(r"(?:共|等)?\d+余?[个家]")


def _is_of_trade(folded: str, start: int, end: int, stem: str, head: str) -> bool:
    """Whether this is the mediation committee of one trade or one kind of dispute (玉器行业调委会), of which a place has one, where it opens a clause."""
    if not (head.endswith(("调委会", "调解委员会")) and TRADE.match(stem)) or _HAN.match(folded[start - 1 : start]):
        return False
    return not (_TRADES_LISTED.search(folded, max(0, start - 2), start) or _SEVERAL.match(folded, end))


# A stop character with which a short name begins where nothing stands in front (月亮山|司法所, 后溪|派出所).
_OPENS = re.compile(r"(?<![\u3400-\u9fff\d])[月前后]")


# One body ends and the next begins (宜昌支队和|县消防救援大队, 高新区党工委|管委会, 区司法局请|华东政法大学), or the class of bodies (厅属单位|省航务管理局).
_JOINED = re.compile(
    rf"(?:[局队院所站厅委办]|(?<!社)会|中心)(?:以及|[和与及])|党工委$|[局厅委]属单位|(?:[局院厅]|[省市县区州旗]委|政府|管委会|街道|办事处|中心组){ACTED}"
)


@cache
def _inside() -> re.Pattern[str]:
    return re.compile(inside())


def _partner(folded: str, at: int, head: int, places: Places) -> int | None:
    """Where the place begins that a law firm of two characters with the stop character at `at` bears (湖北|于淼|律师事务所); None where there is none."""
    if not (head - at == 2 and folded[at] in "于向月时" and folded.startswith("律师事务所", head)):
        return None
    return next(
        (at - length for length in (2, 3) if at >= length and places.begins(at - length, at) and folded[at - length : at] in places.divisions.stems), None
    )


def name_start(folded: str, head: int, places: Places) -> tuple[int, bool]:
    """Where the name in front of an ending begins, and whether a known place stands there."""
    first = head
    while first > 0 and head - first < LONGEST:
        if not _inside().match(folded[first - 1]) and not (folded[first - 1] == "对" and folded[first] in "外台" and first < head):
            word = places.holding(first - 1, head)
            word = _partner(folded, first - 1, head, places) if word is None else word
            if word is None:
                break
            first = word
        else:
            first -= 1
    if (state := folded.find(_STATE, first, head)) >= 0:
        first = state + len(_STATE)
    if 1 <= head - first <= 2 and _OPENS.match(folded, first - 1):
        first -= 1
    for verb in _breaks().finditer(folded, first, head):
        if head - verb.end() >= 2:
            first = verb.end()
    for end in _JOINED.finditer(folded, first, head):
        first = end.end()
    for start in range(first, head - 1):
        # the end of one clipped city and the beginning of the next word (滁|宁城|际铁路公司) are no county
        if places.begins(start, head, whole=start == first + 1 and not is_edge(folded, start)):
            return start, True
    start = first
    while (lead := _leading().match(folded, start)) and head - lead.end() >= 2:
        start = lead.end()
    for joint in ("以及", "和", "与", "及"):
        at = folded.rfind(joint, start, head - 2)
        if at > start:
            start = at + len(joint)
    return start, False


SETS_UP = re.compile("(?:挂牌)?(?:成立|组建|建成|设立|新建|筹建|升级|建立)(?:了|起)?$")
# The subject of a clause, or who is made to act, is a class (全县各村|组建应急救援队, 指导410个行政村|组建…).
_EACH = re.compile(
    r"(?:\A|[,。;:\n]|指导|督促|推动|要求|动员|支持|鼓励|引导)(?:全[省市区县州旗镇乡])?"
    r"(?:(?:各|所有|每个?)(?:行政|自然)?|[\d一二两三四五六七八九十百]+余?[个家](?:行政|自然)?)[村社乡镇街县市区单学企][^,。;:、\n]{0,16}$"
)


def _is_of_each(folded: str, at: int) -> bool:
    """Whether the verb at `at` sets up one body in each of several places, so that its name is that of a class."""
    return bool(re.search(r"全部|普遍|均|各|分别|陆续$", folded[max(0, at - 3) : at]) or _EACH.search(folded, max(0, at - 32), at))


# Who heads it may stand between (成立由区长任组长的|示范创建工作领导小组).
_NEW = re.compile(
    r"(?:挂牌成立|成立|组建|新组建|建成|设立|新建|筹建|升级)(?:了|起)?(?:[由以][^,。;:\n]{2,20}?(?:组长|主任|总指挥|牵头|挂帅|负责)的)?(?=[\u3400-\u9fff“\"])"
)


@cache
def _new_name() -> re.Pattern[str]:
    single = "人民调解委员会|调解委员会|调委会|工作专班|专班|工作领导小组|领导小组|指挥部|联合会|管理中心|服务中心|化解中心|保护中心|指挥中心|中心|委员会"
    quoted = rf"(?P<quoted>(?:“[^“”\n]{{1,12}}”|\"[^\"\n]{{1,12}}\"){inside()}{{0,22}}?(?:{single}))"  # teams under such a name are campaigns
    return re.compile(rf"(?:{inside()}{{4,22}}?(?:{single}|大队|救援队|宣讲[团队]|讲师团|服务团|[调和]解室|研究基地)|{quoted})(?=[,。;、)\s]|$)")


def _newly_set_up(folded: str) -> Iterator[tuple[int, Body]]:
    """A body named where it is set up is a single one (guidelines); not where several are counted."""
    for match in _NEW.finditer(folded):
        name = _new_name().match(folded, match.end())
        if _is_of_each(folded, match.start()):
            continue
        if (
            not name
            or _COUNTED.match(name[0])
            or re.match(r"[一二两三四五六七八九十]|由|以|全|各|县级|市级|省级|区级|镇级|村级|首|多|\w{0,6}(?:负责|牵头|任组长|参与|组成)", name[0])
        ):
            continue
        if (stop_words().match(name[0]) and not task_force().fullmatch(name[0])) or not is_edge(folded, match.end()):
            continue
        yield match.end(), Body(name.end(), ending_kind(name[0]), "quoted" if name["quoted"] else "new", name[0], sure=False)


# A news site between signs or words behind which a name begins; the clause says that it is one by naming other media or what they do.
_SITE = re.compile(
    r"(?<=[、和与及在被获经受于由得上到,。;:(\n])(?P<stem>(?:(?![和与及在被获经受于由得上到])[\u3400-\u9fff]){1,6})网(?![络点站格页购民吧红贷信约])"
)
_NO_SITE = re.compile(
    "(?:内部|校园|宣传|防护|防控|互联|因特|物联|局域|门户|政务|政府|信息|公开|服务|公示|办事|信用|执法|监管|监督|学习|培训|法律|[法官])$|[内外专管路电]$|^[本该我全电管路水气热铁天地渔一两三]$|[张省市县区]$|断|织|联"
)
_PRESS = re.compile("日报|晚报|早报|电视台|卫视|通讯社|新华[社网]|人民网|央视|媒体|刊[发登载]|[转登]载|报道|播发")


def _sites(folded: str) -> Iterator[tuple[int, Body]]:
    """News sites, which are called neither 报 nor 台 (红网)."""
    for match in _SITE.finditer(folded):
        stem = match["stem"]
        if _NO_SITE.search(stem) or stop_words().search(stem) or _breaks().search(stem):
            continue
        around = folded[max(0, match.start() - 40) : match.start()], folded[match.end() : match.end() + 40]
        if _PRESS.search(re.split("[,。;:\n]", around[0])[-1]) or _PRESS.search(re.split("[,。;:\n]", around[1])[0]):
            yield match.start(), Body(match.end(), "social", "proper", match[0], sure=False)
