"""Whether a numeral with a measure word behind it is a reported fact, may be one, or only looks like one (guidelines, section "Quantities").

`yes`, `maybe` and `no` for numbers in Arabic digits and in Chinese characters: two lawyers count, three focuses do not; dates, ordinals, sessions, hotlines and grades are no quantities.
"""

import re
from functools import cache

from lawnlp.text.bounds import BEFORE, INSIDE
from lawnlp.text.patterns import trie
from lawnlp.text.regions import load_divisions
from lawnlp.text.units import kinds_of_table, unit_kind

# Names of places that begin as a quantity does, from its measure word on: 三台子街道, 五间房镇, 三条石街道; towns (三家镇, 四门镇), not what is of a town (三家镇属企业, 三家乡贤工作室).
_VILLAGE = re.compile(r"[台间家户条座](?:子|河|山|房|屯|店|石|桥|沟|湾)(?:街道|镇|乡|村|市|社区|派出所|司法所|法庭)")
_TOWN = re.compile(r"[台间家户门座](?:镇(?![级办属区村街里上内外域直(乡])|乡(?![级镇村办属里间下土贤愁音亲风情友医厨规]))|[台门]街道")
_OF_TOWNS = re.compile(
    r"[镇乡][一-鿿]{0,4}?(?:企业|公司|医院|卫生[院所]|供销社|加油站|农贸市场|超市|幼儿园|学校|敬老院)"
)  # 五家镇企业: of 五家镇, or five of them
_NEAR_BY = 2000  # characters around a station within which its town may be named
_STATION = re.compile(r"家(?:派出所|司法所|(?:人民)?法庭)")  # of 三家镇, or three of them

_ROMAN = "一二两俩三四五六七八九"
_LAST = re.compile(
    r"(?![,。;]?一[是个])(?:[,。;!?)\n]|$)|、[^,。;、:!?()\n]{1,8}?[一二两三四五六七八九十\d]个(?:[,。;、!?)\n]|$)"
)  # 建成广场三个, 优秀三个、良好两个, but 主要有三个:一是…
_CLAUSE_END = re.compile(r"[,。;、:!?()\n]|$")
_EVENT = frozenset(
    (
        "件次 件(次) 人次 场次 批次 件 起 宗 例 份 册 本 卷 篇 部 家 户 所 处 座 间 栋 幢 支 名 位 人 场 次 期 批 拨 轮 台 辆 "
        "艘 架 只 株 棵 笔 单 套 趟 枚 幅 封 堂 课时 个课时 学时 个学时 元 美元 亩 公顷 平方米 平方公里 公里 千米 米 吨 公斤 倍 天 日 小时 个小时 "
        "分钟 周 个月 个工作日 工作日 个星期 % 成 个百分点 百分点"
    ).split()
)
# What is counted behind 三个, 两项 when it is a fact: things that can be pointed at.
_THINGS = re.compile(
    r"(?:[^,。;、:!?()\n]{0,6}?)(?:功能区|街道|乡镇|镇|乡|村|社区|单位|部门|委办局|县|区|市|省|项目|案件|园区|中心|站|所|试点|奖|月|季度|工作日|小时|工作组|小组|专班|专项组|品牌|基地|点位|平台|队伍|队|窗口|团队|律师|"
    r"工作室|调解室|批次|案例|文件|条例|法规|规章|预案|办法|学校|企业|机构|支队|大队|中队|课题|班次|主体|事项|奖项|称号|厅|科室|处室|法庭|仲裁庭|片区|组|系统|数据库|矿|[农林牧渔]场|水库|流域|专场|厂|公司|国家|集体|个人|名额|网格|村民组|民族|岗位|会议|讲座|频道|栏目|点(?<![重难要亮热焦疑盲弱特优缺观论看卖节卡堵痛起终高力入脚破长撑撞眼奋险合注差发拐爆增冰燃切间时键同]点)(?![明亮燃赞评名对多击餐到]))"
)
# What follows 三项 or 五个 when it is a name or rhetoric.
_IDEAS = re.compile(
    r"[^,。;、:!?()\n]{0,4}?(?:制度|改革|规定|纪律|行动|工程|建设|原则|机制|体系|关键|重点|聚焦|坚持|突出|强化|注重|着力|着眼|维度|层面|方面|环节|统一|结合|到位|转变|清单|红线|底线|防线|主线|战线|形态|能力|优势|责任|关系|意识|自信|维护|确立|"
    r"文明|务必|提升|推进|加强|狠抓|确保|严格|导向|思维|举措|抓手|路径|覆盖|同步|融合|联动|协同|衔接|下沉|前移|延伸|一律|必须|杜绝|不得|不准|严禁)"
)
_BODIES = re.compile(
    r"[^,。;、:!?()\n]{0,2}?(?:功能区|街道|乡镇|镇街|社区|区县|县区|县市|开发区|园区|单位|部门)"
)  # what follows such a body is done by it or in it: 四个功能区建设阵地
_CIRCLE = re.compile(r"[^,。;、\n]{0,10}?(?:圈|行动|计划)")
_OF_SESSION = re.compile(r"(?:全会|会议)精神|全会(?:部署|决定|决议|公报|要求|提出|确定|明确|审议|通过)")  # of one meeting, not of so many
_SINCE = re.compile(r"(?:全会|(?:全体|代表)?(?:会议|大会))(?:召开)?以来")
_EVERY = re.compile(r"(?:每|逐|按)(?:一|半|两|三|个)?(?:季度|季|个?月|周|年度?|半年|日|天|星期|双月|人|户|名|村|镇)?(?:\([^()\n]{1,6}\))?[^,。;、\n]{0,5}$")
_LONG_YEARS = re.compile(r"(?:连续|为期|历时|期限|任期|有效期|长达|超过?|不少于|至少|延长|缩短|试行|周期|工期|刑期?|已有?|用了|时间)(?:为|至|到|近|约|是)?$")
_DAY_BEFORE = re.compile(
    r"(?:为期|压缩|缩短|缩减|压减|减少|减|法定|承诺|加急|拘留|停业|限|由|从|至|到|为|用时|历时|提前|超过?|不少于|仅|只需|期|平均|延长|内|公示|意见|前|不足|公告|满|近|约|→)(?:原来的|的|原)?$"
)
_DAY_AFTER = re.compile(r"(?:之?内|以|办[结毕理好]|完成|压缩|缩短|缩减|压减|缩|减|降|即|出|提速|[取发拿领]证|→)")
HOTLINES = frozenset("12309 12315 12318 12320 12328 12329 12333 12338 12345 12348 12350 12355 12363 12366 12369 12380 12388 12389 12393".split())
# In front of the number of a hotline: what it is (热线12309本, 拨打12348), or another one.
_CALLED = re.compile(r"(?:(?<!\d)(?:热线|专线|平台|电话|拨打)|(?<!\d)123\d\d[、和及与])[(:“\"' ]{0,2}$")
_FOLLOWING = ("单", "对", "分", "人")  # 12345单日, 12345对提案, 12345分流, 12333人工
_RANK = re.compile(r"(?:(?<![会课庭诉岗目以之此日事年当案赛提并战])前|第|排名|位列|位居|名列|列|(?<![村民安定宅])居)[ ]?$")
# From below: 排名后三位, 位列全市后两位, 末3位 (not 年末3家, 会后3名); behind an assessment or alone only of bodies (考核后三名的单位, not 考核后3名干部).
_LAST_RANK = re.compile(r"(?:(?:排[名序位]|位列|位居|名列)[^,。;:!?()\n]{0,6}后|(?<![年月期季周岁])末位?)[ ]?$")
_LAST_OF, _RANKED = (
    re.compile(r"(?<![会课庭诉事年此之然])后[ ]?$"),
    re.compile(r"的?(?:(?:责任|承办|参评)?单位(?!负责|领导|工作|干部|职工)|部门(?!负责|领导|工作|干部)|乡镇|镇街|街道|[县区镇乡村](?!级|[司公法]))"),
)
_LABELS = re.compile(r"(?<=[^\n一二三四五六七八九十])[一二三四五]、$")
_NUMBERED = re.compile(r"(?:其|星期|(?<!每)周|(?<![年月期])初)$")  # 其三, 初五, 周五: a digit, where 年初五十六项 counts
_WHICH = re.compile(r"第[一二三四五六七八九十]{1,3}个$")  # 第八个五年: one period of such a length
_WITH_ONE = re.compile(r"(?:(?<!合)同|唯|逐|(?<!系)统|(?<![引跟改])进)$")  # 统一, 同一: words that end in 一, where 合同一百份 counts
_OUTCOME_BEFORE = re.compile(
    r"[二两三四五六七八九十百\d]个[,、;][^,。;、:!?()\n一每]{2,6}$"
)  # 准予十三个,暂缓二个,不予实施一个; 发现一个、查处一个 is rhetoric
_SHARE_BEFORE = re.compile(r"(?:[,。;:(]|其中|超过?|近|约|逾|有|^)$")
_PAGES = re.compile(r"(?:^|页)[ ,/]*共 ?$", re.M)  # 第1页 共12页
_NEAR_PAGES = 24  # characters in front of a number of pages in which the page itself stands
_PROJECT_BEFORE = re.compile(
    r"(?:[”\"」』》]|工程|项目|厂|中心|平台|系统|绿道|园区?|[云脑网库治]|机场|[供引]水|电站|地铁|码头|监测|移动执法)(?:[(、和]?[一二三四五]期[^,。;:!?\n]{0,8}[、和])?\(?$"
)
_PROJECT_AFTER = re.compile(r"(?:(?:配套|安置|改造|扩建)?(?:项目|工程)|建设|系统|平台|扩[容建]|改造|技改|上线|投[用产]|建成|供地|征[收地迁拆])")
# The grade of a warning or of what answers it, by its number: 应急响应调整至二级、三级, 四级应急响应.
_GRADE_BEFORE, _GRADE_AFTER = (
    re.compile(r"(?:响应|预警|警报)[^,。;:!?()\n]*(?:[由从至到、和]|(?<!分)为)$"),
    re.compile(r"[^,。;、:!?()\n]{0,4}(?:响应|预警|警报)"),
)
_HELD = re.compile(r"(?:开展|举办|举行|组织|开设|开办|播出|刊播|编发|刊发|录制)[“「『\"《][^,。;、:!?\n]*$")
_COURSE = re.compile(r"(?:班|讲座|论坛|沙龙|讲堂|课)$")  # 举办骨干培训班三期
_OUTCOME = re.compile(r"没有|尚?未|尚|已|均|被|因")  # what was done to some of them: 其中三个已办结
_SOME_OF = re.compile(r"(?:中|有|[尚仍还])$")
_MEAN_AGE = re.compile(r"(?:平均|人均)年龄[^,。;、:!?()\n]{0,8}$")  # 平均年龄由45岁降至38岁
_IN_NAMES = frozenset("口 眼 孔 峰 窝 罐 桶 盒 匹 箱 袋 瓶 具 粒 羽 尾".split())  # behind one numeral rather part of a name: 五峰, 三眼桥, 六盒镇
_ON_CALL = re.compile(r"(?:不间断|值班|值守|在线|服务|不打烊|自助|应急|开放|响应|全天|随时|热线|无|内?办|警)")


def arabic_status(folded: str, match: re.Match[str], numeral: str, unit: str, quoted: re.Match[str] | None) -> str:
    """`yes`, `no` or `maybe` for a number in Arabic digits."""
    start, end = match.start(), match.end()
    before, after = folded[max(0, start - 12) : start], folded[end : end + 16]
    near = before.rstrip(" ")
    digits = re.sub("[, ]", "", numeral)
    if _is_session(near, unit, after, chinese=False) or (numeral in HOTLINES and (unit in _FOLLOWING or _CALLED.search(before))):
        return "no"
    if re.search(r"(?:第(?:\d+[,、至到和及])?|[\d零〇二三四五六七八九十]届|\d\+|=|〔|\[|【|版本)$", near) or re.search(r"\d[-−—–~一]+$", near):
        return "no"
    if _is_label(near, unit, None) or (unit == "成" and not _is_share(near, digits, after)):
        return "no"
    if (
        before[-1:].isascii() and before[-1:].isalpha() and (before.endswith(("PM", "TOP")) or unit_kind(unit) not in ("count", "money"))
    ):  # AED86台, but CO2, PM10, TOP10
        return "no"
    if unit == "℃" and near.endswith(("零下", "-", "−")):  # below zero: its value is no plain number
        return "no"
    if unit == "年":
        return _year_status(digits, before, after)
    if unit in ("日", "天") and near.endswith(("月", "月1", "日至", "日到", "日-", "日—", "年")):
        return "no"
    if unit == "日" and not match["xa"] and not match["tail"] and not (_DAY_AFTER.match(after) or _DAY_BEFORE.search(before)):
        return "no"
    if (unit in ("版", "则", "级", "层") and "." in digits) or (
        unit in ("名", "位", "家", "批", "个", "强", "次") and _RANK.search(before) and not match["nm"] and not near.endswith("列")
    ):
        return "no"
    if unit == "页" and _PAGES.search(folded, max(0, start - _NEAR_PAGES), start):
        return "no"
    if unit == "星" or (unit in ("节", "班") and after[:1] in ("课堂", "列")):
        return "no"
    if digits == "1" and not match["xa"] and re.fullmatch(r"1[^\d,。;、]1[^\d,。;、]?", folded[start : start + 4].rstrip("0123456789") or ""):
        return "no"
    if unit == "案" and (near.endswith("·") or "." in numeral):  # 4·12案, 8.15案: named by its day
        return "no"
    if unit == "分" and near.endswith(("时", "点", ":")) and not near.endswith("小时"):
        return "no"
    if unit in ("岁", "周岁") and not _MEAN_AGE.search(before):  # 60岁老人, 18岁以下: a class of people
        return "no"
    if unit == "级" or _is_last(before, unit, after):
        return "maybe"
    if match["quote"] or (quoted and len(quoted[1]) <= 12 and "+" not in quoted[1]):
        return "maybe"
    if unit in ("分钟", "小时", "公里") and _CIRCLE.match(after):
        return "maybe"
    if unit in ("小时", "个小时", "h") and digits == "24" and _ON_CALL.match(after):
        return "maybe"
    if _EVERY.search(before) and not re.search(r"[,。;]", before[before.rfind("每") :]) and "每" in before:
        return "maybe"
    return "yes"


def _is_session(near: str, unit: str, after: str, *, chinese: bool) -> bool:
    """A session of an elected body or committee by its number (县十七届人大五次会议, 市委六次全会, 3次全会以来); 召开34次常务会议 and, in digits and without 届, 县委5次会议 count."""
    if unit != "次" or not after.startswith(("会议", "大会", "全体", "全会", "代表大会", "常务会", "常委会")):
        return False
    return _SINCE.match(after) is not None or (
        near.endswith(("届", "大", "会", "协", "委")) and (chinese or "届" in near or _OF_SESSION.match(after) is not None)
    )


def _is_last(before: str, unit: str, after: str) -> bool:
    """The last so many of a ranking: who they are is settled by their rank."""
    if unit in ("名", "位") and _LAST_OF.search(before) and _RANKED.match(after):
        return True
    return unit in ("名", "位", "家", "个") and _LAST_RANK.search(before) is not None


def _is_label(near: str, unit: str, tail: str | None) -> bool:
    """A class or grade by its number: 三类以上水体 (not 5类以上行为), 一、二类企业 (not behind the number of a heading)."""
    return unit == "类" and (tail is not None or _LABELS.search(near) is not None)


def _is_share(near: str, numeral: str, after: str) -> bool:
    """Whether 成 makes tenths of a number: not in front of 为, where nothing says so (其中三成为邻里纠纷, but 第三成为, 唯一成为)."""
    return not after.startswith("为") or (len(numeral) == 1 and numeral not in "一1" and _SHARE_BEFORE.search(near) is not None)


def _year_status(digits: str, before: str, after: str) -> str:
    if not digits.isdigit() and "." not in digits:
        return "yes"  # 3万年
    if "." in digits:
        return "no" if re.search(r"\.(?:19|20)\d\d$", digits) else "yes"  # 1.2024年…: a list number
    number = int(digits)
    if 16 <= number <= 35 and after[:1].isdigit():
        return "no"  # 24年98.6%: more likely the year than how long
    if number >= 1000 or len(digits) == 8 or re.match(r"\s?(?:\d+(?![\d.]*[%％])|[一二三四五六七八九十]+月)", after):
        return "no"
    if re.search(r"(?:自|从|于|至|到|[-—–~])$", before) and 16 <= number <= 35 and not re.search(r"(?:由|缩短至|延长至|延长到)$", before):
        return "no"
    return "yes"


def chinese_status(folded: str, match: re.Match[str], numeral: str, unit: str, quoted: re.Match[str] | None) -> str:
    """`yes`, `no` or `maybe` for a number in Chinese characters."""
    start, end = match.start(), match.end()
    before, after = folded[max(0, start - 12) : start], folded[end : end + 16]
    near = before.rstrip(" ")
    more = bool(match["nm"] or match["xm"] or match["part"] or match["unit"][1:2] == "半")
    if _is_session(near, unit, after, chinese=True) or _is_label(near, unit, match["tail"]) or (unit == "成" and not _is_share(near, numeral, after)):
        return "no"
    if _VILLAGE.match(folded, end - 1) or _official_names().match(folded, start):
        return "no"
    if len(numeral) == 1 and numeral != "两" and not more:
        if _TOWN.match(folded, end - 1):
            return "maybe" if _OF_TOWNS.match(folded, end) else "no"
        if _STATION.match(folded, end - 1):
            near_by = folded[max(0, start - _NEAR_BY) : end + _NEAR_BY]
            return "no" if any(folded[start:end] + town in near_by for town in "镇乡") else "maybe"
    if unit in _IN_NAMES and len(numeral) == 1 and numeral != "两" and not more:
        return "no"
    if unit not in _chinese_units():
        if unit == "级" and numeral in ("两", "三", "四", "五") and not after.startswith(("调", "巡", "主任", "警", "教", "以", "指标")):
            return "no" if _GRADE_BEFORE.search(before) or _GRADE_AFTER.match(after) else "maybe"
        if (unit == "方面" and numeral != "一") or (unit == "层" and more):
            return "maybe"
        return "no"
    if not more:
        if near.endswith("每"):
            return "no" if unit == "人" or numeral == "一" else "maybe"  # 每万人律师数: what a rate is counted for; 每一件小事: all of them
        if (
            near.endswith(("第", "届", "〔"))
            or (_NUMBERED.search(near) and not set(numeral) & set("十百千万亿"))
            or (numeral[0] == "一" and _WITH_ONE.search(near))
        ):
            return "no"
    if quoted or _in_short_quote(folded, start):
        return "maybe" if more else "no"
    if set(numeral) <= set("百千万亿"):
        bounded = more or (any(p.search(before) for _, p in BEFORE) and not near.endswith(("成千上", "成百上")))
        if near.endswith(("数", "几")):
            return "maybe"
        return "yes" if bounded else "no"
    if near.endswith(("数", "几")):
        return "maybe" if numeral[0] in "十百千万" else "no"
    if near.endswith("前") and not near.endswith("提前"):
        return "no"
    if numeral != "一" and _is_last(before, unit, after):
        return "maybe"
    if unit in ("年", "个季度"):
        if after.startswith(("行动", "来", "规划", "计划", "级")) or len(numeral) >= 4 or _WHICH.search(near):
            return "no"
        if numeral == "一" and near.endswith(("的", "这", "关键", "过去", "下", "明年", "接下来")):
            return "no"  # 新的一年, 下一年
        return "yes" if _LONG_YEARS.search(before) or more else "maybe" if numeral != "一" or _CLAUSE_END.match(after) else "no"
    if unit == "日" and (near.endswith(("月", "日至", "百")) or not (_DAY_AFTER.match(after) or match["tail"] or match["xc"] or _DAY_BEFORE.search(before))):
        return "no"
    if len(numeral) > 1 or more or match["tail"]:
        if len(numeral) == 2 and numeral[0] in _ROMAN and numeral[1] in _ROMAN:
            return "yes" if numeral[0] != "一" and "一" not in numeral and unit in _EVENT else "no"
        return "no" if after.startswith("规定") else "yes"
    return _single_status(before, numeral, unit, after)


@cache
def _official_names() -> re.Pattern[str]:
    """The official divisions whose names begin with a numeral (三台县, 五家渠市, 三门峡), not where they end in another word (三元区级, 五家渠道商)."""
    names = load_divisions().names | {stem for stem in load_divisions().stems if len(stem) > 2}
    return re.compile(rf"(?:{trie(name for name in names if name[0] in _ROMAN)})(?![级道])")


@cache
def _chinese_units() -> frozenset[str]:
    return frozenset(unit for _, lists in kinds_of_table() for unit in lists.get("strict", ()))


def _single_status(before: str, numeral: str, unit: str, after: str) -> str:
    """One Chinese digit before a measure word: two lawyers count, three focuses do not."""
    if numeral == "一":
        return _one_status(before, unit, after)
    if (
        (unit == "人" and numeral == "二" and after.startswith("转"))
        or (unit == "次" and (numeral == "二" or after.startswith("产业")))
        or (unit == "位" and after.startswith("一体"))
        or (unit == "起" and numeral == "二")
    ):
        return "no"
    if (
        (after.startswith("一") and unit != "成")
        or after.startswith(("“", '"', "化", "性", "联动", "联调", "联防", "联勤", "联治", "联审", "合一", "共治", "共建"))
        or re.match(r"[必更再严坚]|大事|要事|硬仗|攻坚战", after)
    ):
        return "no"
    if unit in ("个月", "个小时", "个工作日", "个星期", "个半天", "天", "周", "小时", "分钟"):
        return "maybe" if "每" in before[-4:] else "yes"
    if "每" in before[-8:] and _EVERY.search(before):
        return "maybe"
    if unit == "期":
        return "yes" if numeral == "两" or _COURSE.search(before) else "no" if _is_phase(before, after) else "maybe"
    if unit in _EVENT and unit != "套":
        return "yes"
    if unit in ("个", "套") and _LAST.match(after) and not before.endswith(("、", "不", "的", "这", "那", "前", "后")):
        return "yes"  # 建成广场三个
    if unit in ("个", "项") and _OUTCOME.match(after) and _SOME_OF.search(before):
        return "yes"
    if unit == "个" and after.startswith("领域"):
        return "maybe"  # 教育、医疗两个领域, whatever is done in them
    if _IDEAS.match(after) and not _BODIES.match(after):
        return "no"
    if _THINGS.match(after):
        return "maybe" if re.search(r"、[^,。;]{1,12}$", before) else "yes"  # A、B两个乡镇: counted by the names already
    return "maybe" if unit in ("项", "类", "种", "组", "条", "张", "节") else "no"


def _is_phase(before: str, after: str) -> bool:
    """A phase of a project by its number: 污水处理厂二期, “城市大脑”一期, 三期技改; 办了三期, 三期培训班 and 举办“法治讲堂”三期 are counts."""
    if _PROJECT_AFTER.match(after):
        return True
    return _PROJECT_BEFORE.search(before) is not None and not _HELD.search(before)


def _one_status(before: str, unit: str, after: str) -> str:
    if unit in ("倍", "成"):
        return "yes" if not after.startswith("不变") else "no"
    if unit == "次" and after.startswith(("办结", "办成", "办好", "性")):  # 其中一次办结870项
        return "no"
    if unit in ("个月", "周", "天", "小时", "个工作日", "个小时") and (_LONG_YEARS.search(before) or INSIDE.match(after)):
        return "yes"
    if re.search(r"(?:其中|剩余|剩下|余下|另外|另有|另)$", before) and (unit in _EVENT or unit in ("项", "个", "条", "位")):
        return "yes"
    if unit == "期" and _is_phase(before, after):
        return "no"
    ends = bool(_CLAUSE_END.match(after))
    if ends and unit == "个" and _OUTCOME_BEFORE.search(before):
        return "yes"
    if (
        ends
        and unit in ("件", "次", "名", "份", "家", "部", "场", "期", "例", "宗", "所", "篇", "辆", "台", "人")
        and not re.search(r"每|任|逐|(?<!系)统|唯|首|(?<!合)同|一.$|[查跑办说问评诊进月,。;、:一]$", before[-6:])
    ):
        return "yes"
    if unit == "起" and ends and re.search(r"(?:案件|事故|诉讼|案|复议|各|火灾)$", before):
        return "yes"
    return "maybe" if unit == "名" else "no"


def _in_short_quote(folded: str, start: int) -> bool:
    opening = max(folded.rfind(q, max(0, start - 16), start) for q in "“‘「『")
    if opening < 0 or re.search(r"[”’」』]", folded[opening:start]):
        return False
    closing = re.search(r"[”’」』]", folded[start : start + 16])
    return closing is not None and start + closing.start() - opening <= 16
