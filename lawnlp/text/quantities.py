"""Find quantities: numbers that are reported as a fact, with unit, value and bound.

One compiled scan finds every numeral with a unit behind it; `_status` then decides whether it is a reported fact, may be one
(`optional`), or only looks like one. The rules are those of the annotation guidelines, section "Quantities".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lawnlp.text.changes import with_changes
from lawnlp.text.fold import fold
from lawnlp.text.numerals import lower_end, parse_numeral
from lawnlp.text.units import unit_kinds, unit_pattern


@dataclass(frozen=True)
class Quantity:
    """A quantity at `start:end` of the text.

    `value` is the plain number after 万 and 亿 (the lower one of a range), `unit` the measure word in half-width form ("" for a bare
    number), `bound` one of exact, at_least, at_most, about. `change` is "from" or "to" in 由3天压缩到0.5天, "by" in 增长12%, else "".
    """

    start: int
    end: int
    kind: str
    value: int | float
    unit: str
    bound: str
    optional: bool = False
    change: str = ""


# Copies of PDF files set spaces into numbers. Joined is what has one reading: groups of three digits (9 264, 1 , 204), and a decimal point that is followed by
# a sign of decimals and stands behind a word (达97. 6%), not behind the number of a list (2. 98%).
_GROUPS = r"(?:\d{1,3}(?: ?, ?\d{3})+|[1-9]\d{0,2}(?: \d{3})+)(?!\d)"
_BEHIND_WORD = r"(?:(?<=[一-鿿]\d)|(?<=[一-鿿][ \d]\d)|(?<=[一-鿿] \d\d))"
_POINT = rf"(?:\.\d+|(?: \.|{_BEHIND_WORD}\. )\d{{1,2}}(?=[ ]?[%万亿]))"
_ARABIC = rf"(?:{_GROUPS}|\d+){_POINT}?"
# In front of a number: the beginning of a number torn by a space (2 7 5个) or a line end, or another column of a table. A line of digits alone is a page number.
_TORN = re.compile(r"(?:\d[ \t]+|[^\d\s][ \t]*\d+,?[ \t]*\n[ \t]*|\n[ \t]*\.)$")
_WRAPPED_FROM = 6  # characters of a line that go before a number at its end
_WORD_BEFORE = re.compile(r"[一-鿿][ \t]*$(?<!第)(?<!附件)(?<![表图])")
_WORDS_BEHIND = re.compile(r"[^\n]{4}|[,。;、:)]")
_CHINESE = r"[零〇一二两俩三四五六七八九十百千万亿廿卅]+(?:点[零〇一二三四五六七八九]+)?"
_SPACE = r"[ \t]?"
_MORE = r"[余多几来]"
# Behind the unit: 多 of what goes on (两成多, not 5类多发争议), and a part of one unit more (九成五, 四年半).
_LATE = r"余(?!下)|多(?![种样元名个次发项部于达数地领举措])"
_PART = r"(?<=成)[一二三四五六七八九半](?=以上|以下|左右|的|[,。;、:)!?\n]|$)|(?<=[年天倍])半(?![年月天日小数个载])"
_TAIL = r"(?:以上|以下|以内|左右|上下)"


def _number(prefix: str) -> str:
    """A numeral with its magnitudes: 1.1万余, 104万余, 20余万, 1万3千, 百余."""
    magnitude = r"(?:[百千]?[万亿]{1,2}|百(?!分)|千(?![分米克]))"
    arabic = rf"{_ARABIC}(?:{_SPACE}{_MORE}?{magnitude}(?:\d{{1,4}}[百千]万?)?)?"
    return rf"(?:(?P<{prefix}a>{arabic})|(?P<{prefix}c>(?<![零〇一二两三四五六七八九十百千万亿]){_CHINESE}))(?:{_SPACE}(?P<{prefix}m>{_MORE}{{1,2}})(?:{_SPACE}[万亿])?)?"


@cache
def _scan() -> re.Pattern[str]:
    units = unit_pattern(chinese=False)
    closing = r"(?P<quote>[”\"」』])?"
    span = rf"(?:{_SPACE}(?:至|到|~|—{{1,2}}|–){_SPACE}|-{_SPACE}|[ \t]-[ \t])"  # 7935 -5.7%: a minus sign
    same = unit_pattern(chinese=True)
    number = rf"(?:(?:{_number('x')}(?:{_SPACE}(?:{same}))?{span})?{_number('n')})"
    percent = rf"(?P<pct>[百千]分之{_SPACE}(?:{_CHINESE}|{_ARABIC}))"
    return re.compile(
        r"(?=[\d零〇一二两俩三四五六七八九十百千万亿廿卅])"  # what a numeral begins with: the engine tries nothing else at other places
        rf"(?<![\d第A-Za-z×/])(?<!\d\.)(?:(?<!\d,)|(?!\d{{3}}(?!\d)))"  # 12345,99.4%: no group of three digits
        rf"(?:{percent}(?P<pt>{_TAIL})?|{number}{closing}(?:{_SPACE}|\n)(?P<unit>个[多半](?:月|小时)|分[多半]钟|{units})(?P<part>{_PART})?(?P<late>{_LATE})?(?P<tail>{_TAIL})?)"
    )


# Phrases directly in front of a number that bound it; longer ones first.
_BEFORE = [
    ("at_most", re.compile(r"(?:不超过|不多于|不高于|不得超过|(?<!不)低于|(?<!不)(?<!不得)少于|不到|(?<![据理由力])不足|最多|至多)" + _SPACE + "$")),
    (
        "at_least",
        re.compile(r"(?:超过|超出|超|逾|突破|(?<=[量数额值])破|不少于|不低于|不得少于|至少|(?<!不)高于|(?<!不)多于|不下|最少|(?<![以之])上)" + _SPACE + "$"),
    ),
    (
        "about",
        re.compile(r"(?:(?<![附最就远靠临邻])近|大约|(?<![节公签预民违合立特条行解履契制邀毁续订守简集商])约(?:占|为|合)?|接近|将近|大概)" + _SPACE + "$"),
    ),
]
_SUFFIX = {"以上": "at_least", "以下": "at_most", "以内": "at_most", "左右": "about", "上下": "about"}
_LASTING = re.compile(r"(?:超期|逾期|历时|耗时|用时|工期|缩短|压缩|提前|延长|长达|为期|持续|减少|节省|节约|时长|时间)近 ?$")  # 超期近20天, but 近三年
_INSIDE = re.compile(r"之?内(?!部|容|外|控管|设|涝|需)")

# Names of places that begin as a quantity does: 三台子街道, 五间房镇, 三家子村.
_VILLAGE = re.compile(r"[台间家户条](?:子|河|山|房|屯|店)(?:街道|镇|乡|村|市|社区|派出所|司法所|法庭)")

_ROMAN = "一二两俩三四五六七八九"
_LAST = re.compile(r"(?![,。;]?一[是个])(?:[,。;!?)\n]|$)")  # 建成广场三个, but 主要有三个:一是…
_CLAUSE_END = re.compile(r"[,。;、:!?()\n]|$")
_EVENT = frozenset(
    (
        "件次 件(次) 人次 场次 批次 件 起 宗 例 份 册 本 卷 篇 部 家 户 所 处 座 间 栋 幢 支 名 位 人 场 次 期 批 轮 台 辆 "
        "艘 架 只 株 棵 笔 单 套 趟 枚 幅 封 堂 课时 学时 元 美元 亩 公顷 平方米 平方公里 公里 千米 米 吨 公斤 倍 天 日 小时 个小时 "
        "分钟 周 个月 个工作日 工作日 个星期 % 成 个百分点 百分点"
    ).split()
)
# What is counted behind 三个, 两项 when it is a fact: things that can be pointed at.
_THINGS = re.compile(
    r"(?:[^,。;、:!?()\n]{0,6}?)(?:功能区|街道|乡镇|镇|乡|村|社区|单位|部门|委办局|县|区|市|省|项目|案件|园区|中心|站|所|试点|奖|月|季度|工作日|小时|工作组|小组|专班|专项组|品牌|基地|点位|平台|队伍|队|窗口|团队|律师|"
    r"工作室|调解室|批次|案例|文件|条例|法规|规章|预案|办法|学校|企业|机构|支队|大队|中队|课题|班次|主体|事项|奖项|称号|厅|科室|处室|法庭|仲裁庭|片区|组|系统|数据库|矿|水库|流域|专场|厂|公司|国家|集体|个人|名额|网格|村民组|民族|岗位|会议|讲座|频道|栏目)"
)
# What follows 三项 or 五个 when it is a name or rhetoric.
_IDEAS = re.compile(
    r"[^,。;、:!?()\n]{0,4}?(?:制度|改革|规定|纪律|行动|工程|建设|原则|机制|体系|关键|重点|聚焦|坚持|突出|强化|注重|着力|着眼|维度|层面|方面|环节|统一|结合|到位|转变|清单|红线|底线|防线|主线|战线|形态|能力|优势|责任|关系|意识|自信|维护|确立|"
    r"文明|务必|提升|推进|加强|狠抓|确保|严格|导向|思维|举措|抓手|路径|覆盖|同步|融合|联动|协同|衔接|下沉|前移|延伸|一律|必须|杜绝|不得|不准|严禁)"
)
_CITED = re.compile(r"《[^》\n]{0,120}》?")
_QUOTE = re.compile(r"[“\"「『‘']([^“”\"「」『』‘’'\n]{1,40})[”\"」』’']")
_CIRCLE = re.compile(r"[^,。;、\n]{0,10}?(?:圈|行动|计划)")
_EVERY = re.compile(r"(?:每|逐|按)(?:一|半|两|三|个)?(?:季度|季|个?月|周|年度?|半年|日|天|星期|双月|人|户|名|村|镇)?[^,。;、\n]{0,5}$")
_LONG_YEARS = re.compile(r"(?:连续|为期|历时|期限|任期|有效期|长达|超过?|不少于|至少|延长|缩短|试行|周期|工期|刑期?|已有?|用了|时间)(?:为|至|到|近|约|是)?$")
_DAY_BEFORE = re.compile(
    r"(?:为期|压缩|缩短|缩减|减少|减|限|由|从|至|到|为|用时|历时|提前|超过?|不少于|仅|只需|期|平均|延长|内|公示|意见|前|不足|公告|满|近|约)(?:原来的|的|原)?$"
)
_DAY_AFTER = re.compile(r"(?:之?内|以|办结|完成|压缩|缩短|缩减|减|降|办理|即|出|提速)")
_HOTLINES = frozenset("12309 12315 12318 12320 12328 12329 12333 12338 12345 12348 12350 12355 12363 12366 12369 12380 12388 12389 12393".split())
_FOLLOWING = ("单", "对", "分", "人")  # 12345单日, 12345对提案, 12345分流, 12333人工
_RANK = re.compile(r"(?:(?<![会课庭诉岗目以之此日事年当案赛提并战])前|第|排名|位列|位居|名列|列|居)[ ]?$")
_LABELS = re.compile(r"(?<=[^\n一二三四五六七八九十])[一二三四五]、$")
_SECONDS = re.compile(r" ?\d{1,2} ?秒")  # 4分30秒
_PAGES = re.compile(r"(?:^|页)[ ,/]*共 ?$", re.M)  # 第1页 共12页
_IN_NAMES = frozenset("口 眼 孔 峰 窝 罐 桶 盒 匹 箱 袋 瓶 具 粒 羽 尾".split())  # behind one numeral rather part of a name: 五峰, 三眼桥, 六盒镇
_COUNTER = re.compile(r"浏览|点击|访问|阅读")  # of a web page, with the next word of the page behind
_ON_CALL = re.compile(r"(?:不间断|值班|值守|在线|服务|不打烊|自助|应急|开放|响应|全天|随时|热线|无|内?办|警)")


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of a text in order, `optional` where a careful reader could go either way.

    Names that only look like numbers (三项制度, 七届六次全会, 12345热线, dates, ordinals) are left out. Offsets are code points into `text`.
    """
    folded = fold(text)
    shut = sorted((m.start(), m.end()) for m in _CITED.finditer(folded))
    quotes = {m.start(1): m for m in _QUOTE.finditer(folded)}
    quantities = list(_matches(folded, shut, quotes))
    quantities += _bare_numbers(folded, shut, quantities)
    quantities += _halves(folded, shut)
    quantities.sort(key=lambda q: q.start)
    return with_changes(folded, quantities)


def _matches(folded: str, shut: list[tuple[int, int]], quotes: dict[int, re.Match[str]]) -> Iterator[Quantity]:
    inside = 0
    for match in _scan().finditer(folded):
        while inside < len(shut) and shut[inside][1] <= match.start():
            inside += 1
        if inside < len(shut) and shut[inside][0] <= match.start():
            continue
        if match["pct"]:
            per = 100 if match["pct"][0] == "百" else 1000
            yield Quantity(
                match.start(), match.end(), "percent", parse_numeral(match["pct"][3:]), "%" if per == 100 else "‰", _bound(folded, match, match["pt"], "")
            )
            continue
        whole = _within_line(folded, match)
        if whole and not _is_torn(folded, whole) and (quantity := _quantity(folded, whole, quotes)) is not None:
            yield quantity


def _quantity(folded: str, match: re.Match[str], quotes: dict[int, re.Match[str]]) -> Quantity | None:
    start, end = match.start(), match.end()
    low = match["xa"] or match["xc"]
    numeral = low or match["na"] or match["nc"]
    unit = match["unit"].replace(" ", "").replace("\n", "")
    more = (match["xm"] if low else match["nm"]) or match["late"] or ""
    if match["late"] and not match["tail"] and unit_kinds().get(unit) not in ("duration", "percent", "multiple"):
        end, more = match.start("late"), more.removesuffix(match["late"])  # 5类多发争议
    part = match["part"]
    if unit[1:2] in ("多", "半") and len(unit) > 2:  # 3个多月, 两个半小时
        more, part = ("多", part) if unit[1] == "多" else (more, "半")
        unit = unit[0] + unit[2:]
    quoted = quotes.get(start)
    if match["quote"] and not quoted:
        return None
    chinese = not (match["na"] or match["xa"])
    status = _chinese_status if chinese else _arabic_status
    verdict = status(folded, match, numeral, unit.partition("(")[0], quoted)
    if verdict == "no":
        return None
    if low and match["xc"] is None and match["nc"] is not None:
        return None
    magnitude = (match["na"] or match["nc"] or "") if low else ""
    written = _numeral_text(folded, match, "x" if low else "n")
    if not more and (inner := re.search(_MORE, written)):
        more = inner[0]
    value = parse_numeral(lower_end(written) if chinese else written)
    if low and magnitude and magnitude[-1] in "万亿" and numeral[-1] not in "万亿十百千":
        value = parse_numeral(f"{numeral}{magnitude[-1]}")
    if part:
        value = round(value + (0.5 if part == "半" else parse_numeral(part) / 10), 4)
    kind = "duration" if unit == "分" and _SECONDS.match(folded, end) else unit_kinds()[unit]
    bound = _bound(folded, match, match["tail"], more)
    if bound == "exact" and kind == "duration" and _INSIDE.match(folded, end):
        bound = "at_most"
    if "\n" in match[0]:
        end = folded.index("\n", start)  # a span lies inside one line; the unit is read from both
    return Quantity(start, end, kind, value, unit, bound, verdict == "maybe")


def _is_torn(folded: str, match: re.Match[str]) -> bool:
    """Whether a number in digits is the rest of one, or a column of its own: its value would be wrong."""
    return folded[match.start()].isdigit() and _TORN.search(folded, max(0, match.start() - 24), match.start()) is not None


def _within_line(folded: str, match: re.Match[str]) -> re.Match[str] | None:
    """The match, or what stands of it in front of a line end (None where that is no quantity), unless the width of a page made that line end: then words
    stand in front of the number and behind the unit (报送立案38⏎件,…), not cells of a table or a label (附件1⏎件)."""
    if "\n" not in match[0]:
        return match
    line = folded.rfind("\n", 0, match.start()) + 1
    if (
        match.start() - line >= _WRAPPED_FROM
        and match["na"] not in _HOTLINES
        and not _COUNTER.search(folded, line, match.start())
        and _WORD_BEFORE.search(folded, max(line, match.start() - 4), match.start())
        and _WORDS_BEHIND.match(folded, match.end())
    ):
        return match
    return _scan().match(folded, match.start(), folded.index("\n", match.start()))


def _numeral_text(folded: str, match: re.Match[str], prefix: str) -> str:
    """The numeral with its 余 and a magnitude behind 余 (20余万)."""
    start = match.start(f"{prefix}a") if match[f"{prefix}a"] else match.start(f"{prefix}c")
    end = match.end(f"{prefix}a") if match[f"{prefix}a"] else match.end(f"{prefix}c")
    if match[f"{prefix}m"]:
        end = match.end(f"{prefix}m")
        tail = folded[end : end + 2].lstrip()
        if tail[:1] in ("万", "亿"):
            end = folded.index(tail[0], end) + 1
    return folded[start:end]


def _bound(folded: str, match: re.Match[str], tail: str | None, more: str) -> str:
    if tail:
        return _SUFFIX[tail]
    before = folded[max(0, match.start() - 6) : match.start()]
    for bound, pattern in _BEFORE:
        if (found := pattern.search(before)) and not (more and bound == "about"):
            if found[0].strip() == "上" and folded[match.start()] not in "百千万亿":
                continue  # 上百件, but 迈上60万户
            if found[0].strip() == "近" and match["unit"] in ("年", "个月", "周", "天", "日") and not _LASTING.search(before):
                continue  # 近三年 is the last three years, not about three
            return bound
    if more:
        return "about" if more == "来" else "at_least"
    return "exact"


def _arabic_status(folded: str, match: re.Match[str], numeral: str, unit: str, quoted: re.Match[str] | None) -> str:
    """`yes`, `no` or `maybe` for a number in Arabic digits."""
    start, end = match.start(), match.end()
    before, after = folded[max(0, start - 12) : start], folded[end : end + 16]
    near = before.rstrip(" ")
    digits = re.sub("[, ]", "", numeral)
    if _is_session(near, unit, after) or (digits in _HOTLINES and unit in _FOLLOWING):
        return "no"
    if re.search(r"(?:第(?:\d+[,、])?|(?<![一本])届|\d\+|=|〔|\[|【|版本)$", near) or (near[-1:] in "-—–~" and re.search(r"\d[-—–~]+$", near)):
        return "no"
    if _is_label(near, unit, None):
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
    if unit == "页" and _PAGES.search(folded, folded.rfind("\n", 0, start) + 1, start):
        return "no"
    if unit == "星" or (unit in ("节", "班") and after[:1] in ("课堂", "列")):
        return "no"
    if digits == "1" and re.fullmatch(r"1[^\d,。;、]1[^\d,。;、]?", folded[start : start + 4].rstrip("0123456789") or ""):
        return "no"
    if unit == "分" and near.endswith(("时", "点", ":")):
        return "no"
    if unit == "级":
        return "maybe"
    if match["quote"] or (quoted and len(quoted[1]) <= 12 and "+" not in quoted[1]):
        return "maybe"
    if unit in ("分钟", "小时", "公里") and _CIRCLE.match(after):
        return "maybe"
    if unit in ("小时", "个小时") and digits == "24" and _ON_CALL.match(after):
        return "maybe"
    if _EVERY.search(before) and not re.search(r"[,。;]", before[before.rfind("每") :]) and "每" in before:
        return "maybe"
    return "yes"


def _is_session(near: str, unit: str, after: str) -> bool:
    """A session of an elected body or committee by its number (县十七届人大五次会议); 召开34次常务会议 counts."""
    return unit == "次" and near.endswith(("届", "大", "会", "协", "委")) and after.startswith(("会议", "大会", "全体", "代表大会", "常务会", "常委会"))


def _is_label(near: str, unit: str, tail: str | None) -> bool:
    """A class or grade by its number: 三类以上水体 (not 5类以上行为), 一、二类企业 (not behind the number of a heading)."""
    return unit == "类" and (tail is not None or _LABELS.search(near) is not None)


def _year_status(digits: str, before: str, after: str) -> str:
    if not digits.isdigit() and "." not in digits:
        return "yes"  # 3万年
    if "." in digits:
        return "no" if re.search(r"\.(?:19|20)\d\d$", digits) else "yes"  # 1.2024年…: a list number
    number = int(digits)
    if number >= 1000 or len(digits) == 8 or after[:1].isdigit() or re.match(r"\s?(?:\d|[一二三四五六七八九十]+月)", after):
        return "no"
    if re.search(r"(?:自|从|于|至|到|[-—–~])$", before) and 16 <= number <= 35 and not re.search(r"(?:由|缩短至|延长至|延长到)$", before):
        return "no"
    return "yes"


def _chinese_status(folded: str, match: re.Match[str], numeral: str, unit: str, quoted: re.Match[str] | None) -> str:
    """`yes`, `no` or `maybe` for a number in Chinese characters."""
    start, end = match.start(), match.end()
    before, after = folded[max(0, start - 12) : start], folded[end : end + 16]
    near = before.rstrip(" ")
    more = bool(match["nm"] or match["xm"] or match["part"] or match["unit"][1:2] == "半")
    if _is_session(near, unit, after) or _is_label(near, unit, match["tail"]):
        return "no"
    if _VILLAGE.match(folded, end - 1):
        return "no"
    if unit in _IN_NAMES and len(numeral) == 1 and numeral != "两" and not more:
        return "no"
    if unit not in _chinese_units():
        if unit == "级" and numeral in ("两", "三", "四", "五") and not after.startswith(("调", "巡", "主任", "警", "响应", "教", "以")):
            return "maybe"
        if (unit == "方面" and numeral != "一") or (unit == "层" and more):
            return "maybe"
        return "no"
    if near.endswith(("第", "届", "其", "十", "月", "〔", "星期", "周", "八", "初", "五、", "上", "每", "逐", "同", "唯", "统", "进", "万")) and not (
        more or near.endswith(("上", "五、"))
    ):
        if near.endswith("每"):
            return "no" if unit == "人" else "maybe"  # 每万人律师数: what a rate is counted for
        return "no"
    if quoted or _in_short_quote(folded, start):
        return "maybe" if more else "no"
    if set(numeral) <= set("百千万亿"):
        bounded = more or (any(p.search(before) for _, p in _BEFORE) and not near.endswith("成千上"))
        if near.endswith(("数", "几")):
            return "maybe"
        return "yes" if bounded else "no"
    if near.endswith(("数", "几")):
        return "maybe" if numeral[0] in "十百千万" else "no"
    if near.endswith("前") and not near.endswith("提前"):
        return "no"
    if unit in ("年", "个季度"):
        if after.startswith(("行动", "来", "规划", "计划", "级")) or len(numeral) >= 4:
            return "no"
        if numeral == "一" and near.endswith(("的", "这", "关键", "过去")):
            return "no"  # 新的一年
        return "yes" if _LONG_YEARS.search(before) or more else "maybe" if numeral != "一" or _CLAUSE_END.match(after) else "no"
    if unit == "日" and (near.endswith(("月", "日至", "百")) or not (_DAY_AFTER.match(after) or match["tail"] or match["xc"] or _DAY_BEFORE.search(before))):
        return "no"
    if len(numeral) > 1 or more or match["tail"]:
        if len(numeral) == 2 and numeral[0] in _ROMAN and numeral[1] in _ROMAN:
            return "yes" if numeral[0] != "一" and "一" not in numeral and unit in _EVENT else "no"
        return "no" if after.startswith("规定") else "yes"
    return _single_status(before, numeral, unit, after)


@cache
def _chinese_units() -> frozenset[str]:
    from lawnlp.resources import config_table

    return frozenset(unit for kind, lists in config_table("units.toml").items() if kind != "guards" for unit in lists.get("strict", ()))


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
    if after.startswith(("一", "“", '"', "化", "性")) or re.match(r"[必更再严坚]|大事|要事|硬仗|攻坚战", after):
        return "no"
    if unit in ("个月", "个小时", "个工作日", "个星期", "天", "周", "小时", "分钟"):
        return "maybe" if "每" in before[-4:] else "yes"
    if "每" in before[-8:] and _EVERY.search(before):
        return "maybe"
    if unit == "期":
        return "yes" if numeral == "两" else "maybe"
    if unit in _EVENT and unit != "套":
        return "yes"
    if unit in ("个", "套") and _LAST.match(after) and not before.endswith(("、", "不", "的", "这", "那", "前", "后")):
        return "yes"  # 建成广场三个
    if _IDEAS.match(after):
        return "no"
    if _THINGS.match(after):
        return "maybe" if re.search(r"、[^,。;]{1,12}$", before) else "yes"  # A、B两个乡镇: counted by the names already
    return "maybe" if unit in ("项", "类", "种", "组", "条", "张", "节") else "no"


def _one_status(before: str, unit: str, after: str) -> str:
    if unit in ("倍", "成"):
        return "yes" if not after.startswith("不变") else "no"
    if unit in ("个月", "周", "天", "小时", "个工作日", "个小时") and (_LONG_YEARS.search(before) or _INSIDE.match(after)):
        return "yes"
    if re.search(r"(?:其中|剩余|剩下|余下|另外|另有|另)$", before) and (unit in _EVENT or unit in ("项", "个", "条", "位")):
        return "yes"
    ends = bool(_CLAUSE_END.match(after))
    if (
        ends
        and unit in ("件", "次", "名", "份", "家", "部", "场", "期", "例", "宗", "所", "篇", "辆", "台", "人")
        and not re.search(r"每|任|逐|统|唯|首|同|一.$|[查跑办说问评诊进,。;、:一]$", before[-6:])
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


_BARE = re.compile(
    r"(?<![\d第A-Za-z×/+.〔\[-])(\d{1,5})(?=(?:专班|乡镇|街道|事项|县区|县市区|部门|单位|村居|社区|行政村|园区|律师|案件|群众|企业|学校|专题|网格员|项目|场所|支部|中队|大队|市民|干部|队员|民警|党员|工作组))"
)
_BARE_BEFORE = re.compile(
    r"(?:[家组建设立成有全市县区镇省门位及共达对名为涉近余、和与盖等]|组建|覆盖|建立|成立|设立|抽调|动员|选派|涉及|其中|办理|查处|完成|公布|梳理|下放|取消|清理|培训|聘请|新增|整治|排查|调整|审核|[个位家名]|,|。|;|:)$"
)


_THRESHOLD = re.compile(r"(?:突破|超过|超|逾|达到?|近|约)了?(\d+(?:\.\d+)?[万亿])(?=[,。;、)\n]|$)")


def _bare_numbers(folded: str, shut: list[tuple[int, int]], found: list[Quantity]) -> Iterator[Quantity]:
    """Numbers without a unit: directly in front of the noun they count (组建8专班), or closing a clause (阅读量突破1万)."""
    taken = {q.start for q in found}
    for match in _BARE.finditer(folded):
        number = int(match[1])
        if match.start() in taken or not _BARE_BEFORE.search(folded, max(0, match.start() - 2), match.start()) or 1990 <= number <= 2035:
            continue
        if any(a <= match.start() < b for a, b in shut) or _is_torn(folded, match) or match[1] in _HOTLINES:
            continue
        yield Quantity(match.start(), match.end(), "count", number, "", "exact")
    for match in _THRESHOLD.finditer(folded):
        if match.start(1) not in taken:
            before = folded[match.start() : match.start(1)]
            bound = next((bound for bound, pattern in _BEFORE if pattern.search(before)), "exact")
            yield Quantity(match.start(1), match.end(1), "count", parse_numeral(match[1]), "", bound)


# Half a day as a measured time: behind what takes time or in front of 内; 上半年, 半年一次 and 讲了半天 are none.
_HALF = re.compile(r"半(个工作日|个小时|个月|小时|天|年)(?!一|述|考|评|会|报|度|载|日|底|末|来|以[上下])")
_NO_HALF = re.compile(r"(?:[上下每后大多个小]|(?<!提)前)$")
_HALF_BEFORE = re.compile(
    r"(?:实施|施行|运行|执行|推行|试行|搬迁|提前|延长|延期|推迟|迟滞|滞后|缩短|压缩|减少|为期|历时|用时|耗时|只需|仅需|时间|时限|周期|最快|[由从为至到]|不到|不足|超过|将近|近)(?:了|仅|至|到|为|满|近|约)*$"
)
_HALF_WITHIN = re.compile(r"之?内|办结|完成")


def _halves(folded: str, shut: list[tuple[int, int]]) -> Iterator[Quantity]:
    """Half a unit of time: 用时半天, 半个工作日内办结."""
    for match in _HALF.finditer(folded):
        start, end = match.span()
        before = folded[max(0, start - 8) : start]
        if any(a <= start < b for a, b in shut) or _NO_HALF.search(before):
            continue
        within = _HALF_WITHIN.match(folded, end)
        if not within and not _HALF_BEFORE.search(before):
            continue
        bound = next((bound for bound, pattern in _BEFORE if pattern.search(before)), "at_most" if _INSIDE.match(folded, end) else "exact")
        yield Quantity(start, end, "duration", 0.5, match[1], bound)
