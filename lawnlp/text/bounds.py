"""What bounds a number: 超过, 近, 不足, ≤ in front of it, 余, 以上, 左右, + behind it (guidelines, section "Quantities")."""

import re

from lawnlp.text.units import unit_kind

_SPACE = r"[ \t]?"
# 约 and 超 are the end of many words (预约, 治超), and some of those begin with the end of another one that a bound stands behind (调解约40件, but 解约3份).
_ENDS_LIKE_WORDS = (
    "调解 化解 和解 破解 讲解 了解 分解 征集 收集 采集 归集 汇集 募集 筹集 聚集 召集 编制 录制 绘制 印制 研制 控制 复制 限制 定制 精简 修订 签订 制订 增订 预订 "
    "设立 建立 成立 树立 创立 确立 整合 联合 综合 融合 配合 符合 结合 组合 手续 连续 持续 陆续 后续 环节 调节 情节 干预 值守 应邀 办公 "
    "法规 违规 新规 党规 常规 出租 承租 转租 公租 廉租"
).split()
_BEFORE_ABOUT = "|".join(f"{word}约" for word in _ENDS_LIKE_WORDS)
# Phrases directly in front of a number that bound it; longer ones first.
BEFORE = [
    (
        "at_most",
        re.compile(
            r"(?:不超过|不多于|不高于|不得超过|(?<!不)低于|(?<!不)(?<!不得)少于|不到|(?<![据理由出])(?<!发现)(?<!查[摆找])(?<!剖析)(?<!检视)(?<!短板)(?<![^警人兵]力)不足|最多|至多|[≤≦⩽<])"
            + _SPACE
            + "$"
        ),
    ),
    (
        "at_least",
        re.compile(
            r"(?:超过|超出|(?<![赶反双三])(?<!(?<![整惩防救医收诊根综共])治)超|逾|突破|(?<=[量数额值])破|(?<=率)过|不少于|不低于|不得少于|至少|(?<!不)高于|(?<!不)多于|不下|最少|(?<![以之])上|[≥≧⩾]|(?<![-=])>)"
            + _SPACE
            + "$"
        ),
    ),
    (
        "about",
        re.compile(
            rf"(?:(?<![附最就远靠临邻相])近|大约|约(?:(?<![节公签预违合立特条解履契制邀毁续订守简集爽相规租缔赴]约)(?<!规[民行乡]约)|(?<={_BEFORE_ABOUT}))(?:占|为|合)?|接近|将近|大概)"
            + _SPACE
            + "$"
        ),
    ),
]
_SUFFIX = {"以上": "at_least", "以下": "at_most", "以内": "at_most", "左右": "about", "上下": "about", "+": "at_least"}
_LASTING = re.compile(r"(?:超期|逾期|历时|耗时|用时|工期|缩短|压缩|提前|延长|长达|为期|持续|减少|节省|节约|时长|时间)近 ?$")  # 超期近20天, but 近三年
_EXTREME = ("最多", "最少")  # of bodies or cases (最多107项,最少9项): what was found; of times and of rules (每年最少两次) a limit
_RULE = re.compile(r"每|不得|应|可|能")
_SOLVED = re.compile(r"[^,。;、:!?()\n\d]{0,8}?(?:技术|难题|难点|堵点|卡点|瓶颈|壁垒|障碍)")  # 突破3个执法难题: overcome, not exceeded
INSIDE = re.compile(r"之?内(?!部|容|外|控管|设|涝|需)")


def bound_of(folded: str, match: re.Match[str], tail: str | None, more: str) -> str:
    """The bound (exact, at_least, at_most, about) of the number that a match begins with, from the words in front of it, `tail` behind its unit (以上 …) and `more` in it (余, 多, 几, 来).

    `match` has the group `unit`.
    """
    if tail:
        return _SUFFIX[tail]
    before = folded[max(0, match.start() - 6) : match.start()]
    for bound, pattern in BEFORE:
        if (found := pattern.search(before)) and not (more and bound == "about"):
            if found[0].strip() == "上" and folded[match.start()] not in "百千万亿":
                continue  # 上百件, but 迈上60万户
            if (
                found[0].strip() in _EXTREME
                and unit_kind(match["unit"] or "") != "duration"
                and not _RULE.search(folded, max(0, match.start() - 10), match.start())
            ):
                continue
            if found[0].strip() == "突破" and _SOLVED.match(folded, match.end()):
                continue
            if found[0].strip() == "近" and match["unit"] in ("年", "个月", "周", "天", "日") and not _LASTING.search(before):
                continue  # 近三年 is the last three years, not about three
            return bound
    if more:
        return "about" if more == "来" else "at_least"
    return "exact"
