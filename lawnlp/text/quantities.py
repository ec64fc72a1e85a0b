"""Find quantities: numbers that are reported as a fact, with unit, value and bound.

One compiled scan finds every numeral with a unit behind it; `lawnlp.text.reported` then decides whether it is a reported fact, may be one
(`optional`), or only looks like one. The rules are those of the annotation guidelines, section "Quantities".
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from lawnlp.text.bounds import BEFORE, INSIDE, bound_of
from lawnlp.text.changes import with_changes
from lawnlp.text.fold import fold
from lawnlp.text.numerals import lower_end, parse_numeral
from lawnlp.text.reported import HOTLINES, arabic_status, chinese_status
from lawnlp.text.units import unit_kind, unit_pattern


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


# Copies of PDF files set spaces into numbers. Joined is what has one reading: groups of three digits (9 264, 1 , 204) that are no columns of a table with a percentage
# (38 100%), and a decimal point that is followed by a sign of decimals and stands behind a word (达97. 6%), not behind the number of a list (2. 98%).
_GROUPS = r"(?:\d{1,3}(?: ?, ?\d{3}){1,5}|[1-9]\d{0,2}(?: \d{3}){1,5}(?! ?[%‰]|\.\d+ ?[%‰]))(?!\d)"
_BEHIND_WORD = r"(?:(?<=[一-鿿]\d)|(?<=[一-鿿][ \d]\d)|(?<=[一-鿿] \d\d))"
_POINT = rf"(?:\.\d{{1,18}}|(?: \.|{_BEHIND_WORD}\. )\d{{1,2}}(?=[ ]?[%万亿]))"
_ARABIC = rf"(?:{_GROUPS}|\d{{1,18}}(?!\d)){_POINT}?"  # more digits make no number of a report: bounds on the work and on the value
# In front of a number: the beginning of a number torn by a space (2 7 5个) or a line end, or another column of a table. A line of digits alone is a page number.
_TORN = re.compile(r"(?:\d[ \t]+|[^\d\s][ \t]*\d+,?[ \t]*\n[ \t]*|\n[ \t]*\.)$")
_WRAPPED_FROM = 6  # characters of a line that go before a number at its end
_WORD_BEFORE = re.compile(r"[一-鿿][ \t]*$(?<!第)(?<!附件)(?<![表图])")
_WORDS_BEHIND = re.compile(r"[^\n]{4}|[,。;、:)]")
_CHINESE = r"[零〇一二两俩三四五六七八九十百千万亿廿卅]{1,24}(?:点[零〇一二三四五六七八九]{1,24})?"
_SPACE = r"[ \t]?"
_MORE = r"[余多几来]"
# Behind the unit: 多 of what goes on (两成多, not 5类多发争议), and a part of one unit more (九成五, 四年半).
_LATE = r"余(?!下)|多(?![种样元名个次发项部于达数地领举措])"
_PART = r"(?<=成)[一二三四五六七八九半](?=以上|以下|左右|[的为]|[,。;、:)!?\n]|$)|(?<=[年天倍])半(?![年月天日小数个载])"
_TAIL = r"(?:以上|以下|以内|左右|上下|\+(?![\dA-Za-z]))"


def _number(prefix: str) -> str:
    """A numeral with its magnitudes: 1.1万余, 104万余, 20余万, 1万3千, 百余."""
    magnitude = r"(?:[百千]?[万亿]{1,2}|百(?!分)|千(?![分米克]))"
    arabic = rf"{_ARABIC}(?:{_SPACE}{_MORE}?{magnitude}(?:\d{{1,4}}[百千]万?)?)?"
    return rf"(?:(?P<{prefix}a>{arabic})|(?P<{prefix}c>(?<![零〇一二两三四五六七八九十百千万亿]){_CHINESE}))(?:{_SPACE}(?P<{prefix}m>{_MORE}{{1,2}})(?:{_SPACE}[万亿])?)?"


@cache
def _scan() -> re.Pattern[str]:
    units = unit_pattern(chinese=False)
    closing = r"(?P<quote>[”\"」』])?"
    # What begins in digits ends in digits, and —— is a break (办结率100%——一组数字), never a range.
    span = rf"(?:{_SPACE}(?:至|到|~|—|–){_SPACE}|(?:--?|−){_SPACE}|[ \t]-[ \t]|(?<=[\d%])一(?=\d))"  # 7935 -5.7%: a minus sign; 3一5天: 一 for a dash
    same = unit_pattern(chinese=True, rates=False)
    number = rf"(?:(?:{_number('x')}(?:{_SPACE}(?P<low>{same}))?{span}(?(xa)(?=\d)))?{_number('n')})"
    percent = rf"(?P<pct>[百千]分之{_SPACE}(?:{_CHINESE}|{_ARABIC}))"
    # Not behind the letters of a code (N95) or the line of a fraction, but behind the name of a thing (AED86台) and that of cases and people (8起/21人).
    return re.compile(
        r"(?=[\d零〇一二两俩三四五六七八九十百千万亿廿卅])"  # what a numeral begins with: the engine tries nothing else at other places
        rf"(?:(?<![\d第A-Za-z×/])|(?<=[A-Z][A-Z])|(?<=[\d余多万][件起宗例]/)(?=[\d,.万余]{{1,8}}[人名])(?!10+\D))(?<!\d\.)(?:(?<!\d,)|(?!\d{{3}}(?!\d)))"  # 12345,99.4%: no group of three digits
        rf"(?:{percent}(?P<pt>{_TAIL})?|{number}{closing}(?:{_SPACE}|\n)(?P<unit>个[多半](?:月|小时)|分[多半]钟|{units})(?P<part>{_PART})?(?P<late>{_LATE})?(?P<tail>{_TAIL})?)"
    )


_CITED = re.compile(r"《[^》\n]{0,120}》?")
_QUOTE = re.compile(r"[“\"「『‘']([^“”\"「」『』‘’'\n]{1,40})[”\"」』’']")
_SECONDS = re.compile(r" ?\d{1,2} ?秒")  # 4分30秒
_HOURS = re.compile(r"\d ?个?小时 ?$")  # 5小时20分
_COUNTER = re.compile(r"浏览|点击|访问|阅读")  # of a web page, with the next word of the page behind


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of a text in order, `optional` where a careful reader could go either way.

    Names that only look like numbers (三项制度, 七届六次全会, 12345热线, dates, ordinals) are left out. Offsets are code points into `text`.
    """
    folded = fold(text)
    shut = sorted((m.start(), m.end()) for m in _CITED.finditer(folded))
    quotes = {m.start(1): m for m in _QUOTE.finditer(folded)}
    spoken = {q.start: q for q in _spoken(folded, shut)}
    quantities = [*spoken.values(), *(q for q in _matches(folded, shut, quotes) if q.start not in spoken)]
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
                match.start(), match.end(), "percent", parse_numeral(match["pct"][3:]), "%" if per == 100 else "‰", bound_of(folded, match, match["pt"], "")
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
    own = (match["low"] or "").replace(" ", "")  # of the lower end: 3个月至1年
    more = (match["xm"] if low else match["nm"]) or match["late"] or ""
    if match["late"] and not match["tail"] and unit_kind(unit) not in ("duration", "percent", "multiple"):
        end, more = match.start("late"), more.removesuffix(match["late"])  # 5类多发争议
    part = match["part"]
    if unit[1:2] in ("多", "半") and unit_kind(unit) is None:  # 3个多月, 两个半小时, but 5个半天
        more, part = ("多", part) if unit[1] == "多" else (more, "半")
        unit = unit[0] + unit[2:]
    quoted = quotes.get(start)
    if match["quote"] and not quoted:
        return None
    chinese = not (match["na"] or match["xa"])
    status = chinese_status if chinese else arabic_status
    verdict = status(folded, match, numeral, _first_of(unit), quoted)
    if verdict == "no":
        return None
    magnitude = (match["na"] or match["nc"] or "") if low else ""
    written = _numeral_text(folded, match, "x" if low else "n")
    if not more and (inner := re.search(_MORE, written)):
        more = inner[0]
    value = parse_numeral(lower_end(written) if chinese else written)
    if magnitude and not own and magnitude[-1] in "万亿" and numeral[-1] not in "万亿十百千":
        shared = parse_numeral(f"{numeral}{magnitude[-1]}")
        value = shared if shared <= parse_numeral(magnitude) else value  # 3至5万元, but 2000至3万元
    if part:
        value = round(value + (0.5 if part == "半" else parse_numeral(part) / 10), 4)
    if own and unit_kind(own) == unit_kind(unit):
        unit = own
    kind = unit_kind(unit) or "other"
    if unit == "分" and (_SECONDS.match(folded, end) or _HOURS.search(folded, max(0, start - 4), start)):
        kind = "duration"
    bound = bound_of(folded, match, match["tail"], more)
    if chinese and start and _SOME.match(folded, start - 1) and numeral[0] in "十百千万亿":  # 几十户, 数百万元: two of them at least
        start, value, bound = start - 1, 2 * value, "at_least"
    if bound == "exact" and kind == "duration" and INSIDE.match(folded, end):
        bound = "at_most"
    if "\n" in match[0]:
        end = folded.index("\n", start)  # a span lies inside one line; the unit is read from both
    return Quantity(start, end, kind, value, unit, bound, verdict == "maybe")


def _first_of(unit: str) -> str:
    """The unit without a second one in brackets or under a line: 件(次), 元/吨."""
    return unit.partition("(")[0].partition("/")[0] or unit


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
        and match["na"] not in HOTLINES
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


_BARE = re.compile(
    r"(?<![\d第A-Za-z×/+.〔\[-])(\d{1,5})(?=(?:专班|[县区市镇乡村]\([县区市镇乡村街道社居、]{1,6}\)|乡镇|街道|事项|县区|县市区|部门|单位|村居|社区|行政村|园区|律师|案件|群众|企业|学校|专题|网格员|项目|案例|集体|品牌|[县区市镇乡村地](?!(?<=\D1.)1(?!\d))(?=\d|[,。;、)\n]|$|入选|获|被)|场所|支部|中队|大队|市民|干部|队员|民警|党员|工作组))"
)
# A word stands in front of it, but none that it is the number or the label of (第3, 7月5, 前10, 附件1, 案例1, 专栏4).
_BARE_BEFORE = re.compile(r"(?:[一-鿿](?<![第年月日时号点前件例表图题类型栏段档])|[镇区乡县市村道]\)|[,。;:、])$")
_CALLS = HOTLINES | {"110", "119", "122"}
# One of each for every one (1企业1档案) is a way of working; a list of counts has a number in front (2乡1街道1农场).
_EACH = re.compile(r"(?<!\d)(?<!\d[一-鿿])(?<!\d[一-鿿]{2})1[一-鿿]{1,5}1(?!\d)")


# A number in 万 or 亿 that closes a phrase, its measure word left out (用户386万, 阅读量突破1万, 退税433.6亿), or stands in front of who is counted (3.4万人口).
_ROUND = re.compile(
    r"(?<=[一-鿿、])(?<![第零〇一二两三四五六七八九十百千万亿])"
    r"(\d+(?:,\d{3})*(?:\.\d+)?[余多来]?[百千]?(?:万亿|万|亿)(?P<more>[余多])?(?P<tail>以上|以下|以内|左右|\+)?)(?P<unit>)(?=[,。;、)\n]|$|人口|注册用户|用户|粉丝|用于)"
)


_VIEWS = re.compile(r"(?:[量数次]|浏览|点击|访问|阅读|播放|观看|传播)[^,。;、:!?()\n\d]{0,4}$")
# Money as it is spoken, 亿 as a measure word: 两个亿, 1.2个亿元, 3个多亿; where it could be what is worth so much (两个亿元村) it must close a phrase.
_SPOKEN = re.compile(
    r"(?<![第零〇一二两三四五六七八九十百千万\d.A-Za-z])(?<!\d,)(?P<number>\d{1,4}(?:\.\d+)?|[一两二三四五六七八九十]{1,3})个(?P<more>[多来])?亿(?P<unit>元?)(?P<tail>以上|以下|以内|左右)?(?![级吨])(?P<closes>(?=[,。;、!?)\n]|$|用于|(?<!元)的))?"
)


# A bare 0 that closes a phrase behind a rate or number (再犯罪率为0, 死亡人数为0), behind what stays so (保持为0) or as the end of a change (由5%降至0).
_NOUGHT = re.compile(r"(?<![\d.,/A-Za-z+-])0(?=[,。;、!?)\n]|$|的)")
_NOUGHT_BEFORE = re.compile(
    r"(?:(?P<rate>(?:率|占比)(?:[一-鿿]{0,8}[为至到在是])?|率:)|数(?:[一-鿿]{0,8}[为至到在是])?|保持为|(?:下?降低?|减少?|压[减降缩])[至到为]) ?$"
)


# Numbers behind a noun that is a number of something, or has the measure word in itself, and a verb that says so: 件次是3218, 人次、批次分别为1130、287. Not scores,
# ranks, shares of a base and spans of time, which are no counts.
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d{1,7})"
_NUMBER_OF = re.compile(
    rf"(?:[人件批场户]次|(?<![指系分倍基参函常天年月日时岁级序均多少半读奇偶点无度])数|(?:[件案]|受理|办理|诉求|咨询|来电|接听|接访|检查|信访|举报|投诉)量)"
    rf"(?:分别|各|均|共)?(?:为|是|达到?) ?(?P<numbers>{_PLAIN}(?:[、和及]{_PLAIN}){{0,12}})(?=[,。;!?)]|\n(?![ \t]*\d)|$|[、和及](?!\d))"
)


# A bracket behind a count that names its parts, each with a number that shares the measure word (1280项(新增21、取消12、调整37)).
_DIVIDED = re.compile(
    r"\((?:(?:其中|包括|含)[:,])?(?:(?![年月日])[一-鿿]{1,10}(?<![第表图件号型级届道线]):? ?\d{1,6}[件项个家人名次起条宗]? ?(?:[,、;] ?)?){2,60}\)"
)
_ENTRY = re.compile(r"\d+")
_ENTRY_WORD = re.compile(r"[一-鿿]+(?=:? ?\d)")  # the same before two numbers are labels (案例1、案例2)


_SOME = re.compile(r"几|(?<![总次倍基多少岁])数")  # 数百人; 总数百件, 次数十次 are words of their own


# What is counted in money: the noun or verb that such a number stands behind.
_MONEY = re.compile(
    r"(?:(?<![报办])税|(?<![缴免])费|薪|(?<!条)款|金|(?<![物师])资|债|贷|授信|(?<=减)负|补贴|补助|损失|成本|(?<=[增创营节征])收|收入|理赔|赔付|支出|[价货案产总市]值|财政投入|预算|罚没|(?<![名员定配])额)"
    r"(?:了|共计?|累计|合计|总计|分别|各|均|再|又|为|已|约|近|将近|接近|超过?|突破|逾|不少于|不低于|不超过|不足|高?达到?|[增升降减]?至|规模| )*$"
)


def _lies_in(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether an offset lies in one of the spans, which are in order and do not overlap."""
    before = bisect_right(spans, at, key=itemgetter(0))
    return before > 0 and at < spans[before - 1][1]


def _spoken(folded: str, shut: list[tuple[int, int]]) -> Iterator[Quantity]:
    """So many 亿 counted by 个 (投入1.2个亿, 3个多亿元): money, but for what a page or film is seen."""
    for match in _SPOKEN.finditer(folded):
        if (match["closes"] is None and not match["more"] and "." not in match["number"]) or _lies_in(shut, match.start()):
            continue
        kind = "count" if not match["unit"] and _VIEWS.search(folded, max(0, match.start() - 8), match.start()) else "money"
        value = parse_numeral(match["number"] + "亿")
        yield Quantity(match.start(), match.end(), kind, value, match["unit"], bound_of(folded, match, match["tail"], match["more"] or ""))


def _bare_numbers(folded: str, shut: list[tuple[int, int]], found: list[Quantity]) -> Iterator[Quantity]:
    """Numbers without a unit: directly in front of the noun they count (组建8专班), behind a noun that is a number of something (件次是3218), in a bracket that divides a count
    (1280项(新增21、取消12)), or in 万 or 亿 where they close a phrase; these are money behind what is counted in money (减税3.2亿). Nought closes a phrase behind a rate or
    number (败诉率为0)."""
    taken = {place for q in found for place in range(q.start, q.end)}
    each = [match.span() for match in _EACH.finditer(folded)]
    for match in _BARE.finditer(folded):
        number = int(match[1])
        if match.start() in taken or not _BARE_BEFORE.search(folded, max(0, match.start() - 2), match.start()) or 1990 <= number <= 2035:
            continue
        if _lies_in(shut, match.start()) or _is_torn(folded, match) or match[1] in _CALLS or _lies_in(each, match.start()):
            continue
        yield Quantity(match.start(), match.end(), "count", number, "", "exact")
    for match in _NUMBER_OF.finditer(folded):
        for plain in re.finditer(_PLAIN, match["numbers"]):
            start, end = match.start("numbers") + plain.start(), match.start("numbers") + plain.end()
            if start not in taken and not _lies_in(shut, start):
                taken.update(range(start, end))
                yield Quantity(start, end, "count", parse_numeral(plain[0]), "", "exact")
    ends = {q.end: q.value for q in found if q.kind == "count"}
    for match in _DIVIDED.finditer(folded):
        entries = list(_ENTRY.finditer(folded, match.start(), match.end()))
        words = _ENTRY_WORD.findall(match[0])
        if len(set(words)) == len(words) and sum(int(entry[0]) for entry in entries) <= ends.get(match.start(), 0):
            yield from (Quantity(entry.start(), entry.end(), "count", int(entry[0]), "", "exact") for entry in entries if entry.start() not in taken)
    for match in _ROUND.finditer(folded):
        if match.start() in taken or _lies_in(shut, match.start()) or _is_torn(folded, match):
            continue
        tail = match["tail"] or ""
        written = match[1].removesuffix(tail)
        more = inner[0] if (inner := re.search("[余多来]", written)) else ""
        spent = folded.startswith("用于", match.end())
        kind = "money" if spent or _MONEY.search(folded, max(0, match.start() - 12), match.start()) else "count"
        yield Quantity(match.start(), match.end(), kind, parse_numeral(written), "", bound_of(folded, match, tail, more))
    for match in _NOUGHT.finditer(folded):
        before = _NOUGHT_BEFORE.search(folded, max(0, match.start() - 14), match.start())
        if (
            before
            and match.start() not in taken
            and not _COUNTER.search(folded, max(0, match.start() - 14), match.start())
            and not _lies_in(shut, match.start())
        ):
            yield Quantity(match.start(), match.end(), "percent" if before["rate"] else "count", 0, "", "exact")


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
        if _lies_in(shut, start) or _NO_HALF.search(before):
            continue
        within = _HALF_WITHIN.match(folded, end)
        if not within and not _HALF_BEFORE.search(before):
            continue
        bound = next((bound for bound, pattern in BEFORE if pattern.search(before)), "at_most" if INSIDE.match(folded, end) else "exact")
        yield Quantity(start, end, "duration", 0.5, match[1], bound)
