"""Damaged copies of labelled reports, to learn from beside the originals: what circulates is often a mirror that lost its numbers, gained web residue or joined its lines."""

import random
import re
from collections.abc import Mapping
from typing import Any

from lawnlp.learn.features import report_year
from lawnlp.text.fold import fold
from lawnlp.text.headings import fold_marker
from lawnlp.text.sections import TOPIC_PARTS

# Residue in our own words; slots are filled with numbers so that no line is learned by heart.
_NOISE_ABOVE = [
    "当前位置：首页 > 政务公开 > 法治政府建设",
    "发布时间：{y}-0{d}-1{d} 浏览次数：{n}次",
    "字体：【大 中 小】 打印 关闭",
    "无障碍浏览 | 长者模式 | 简体 | 繁体",
    "您现在的位置：首页 >> 通知公告",
    "网站首页",
    "走进本地",
    "政务动态",
    "信息公开",
    "办事服务",
    "公众参与",
    "领导信箱",
    "营商专区",
    "魅力风光",
    "热门搜索：社保 公积金",
    "今天是{y}年{d}月1{d}日 星期{w}",
    "{y}年{d}月1{d}日 农历{w}月初{w}",
    "English | 繁體 | 手机端",
    "公开指南",
    "公开制度",
    "法定主动公开内容",
    "依申请公开",
    "视力保护色",
    "智能问答",
]
_NOISE_BELOW = [
    "扫码用手机浏览本页",
    "【打印本页】【关闭窗口】",
    "上一篇：没有了 下一篇：关于公布年度目录的公告",
    "分享到：微信 微博",
    "版权所有 网站标识码：{n}0000{d} 备案号",
    "相关链接 返回顶部",
    "您是第 {n} 位访问者",
    "责任编辑：办公室",
    "供稿：法治科 校对：办公室",
    "图片｜融媒体中心",
    "审核：{n}号 编辑：办公室",
    "往期推荐",
    "投稿邮箱见公众号菜单",
    "相关文件",
    "相关解读",
    "下一条：已是最后一条",
    "回到首页",
    "网站声明",
    "关于我们",
    "站点导航",
    "友情链接：省级部门网站",
    "国务院部门网站",
    "各县市区网站",
    "承办：信息中心",
    "维护：大数据局 电话：0{n}-1{n}",
    "地址：人民路{n}号 邮编：{n}00",
    "政务新媒体",
    "客户端下载",
    "纠错",
    "我要评论",
    "推荐阅读",
    "阅读量 {n}",
    "网安备案 {n}0000{d}号",
    "建议分辨率1366×768",
]
# What a page says of the document itself, above its title: part of the front matter, not of the page.
_FIELDS = [
    "索引号：{n}/{y}-000{d}",
    "索 引 号 | {n}-{d}/{y}-0{n}",
    "信息分类：其他 / 报告",
    "主题分类：司法",
    "发文机构：办公室",
    "发布机构：",
    "责任部门：法制科",
    "成文日期：{y}年{d}月1{d}日",
    "生成日期 | {y}-0{d}-1{d}",
    "公开日期：{y}/{d}/1{d}",
    "发文字号：",
    "文号：无",
    "有效性：有效",
    "废止日期：",
    "公开方式：主动公开",
    "公开范围：面向社会",
    "关键词：法治；报告",
    "内容概述：",
]
# Lines that pages print between the title and the text, and the page numbers of what was a printed document.
_NOISE_UNDER_TITLE = [
    "来源：本站 发布时间：{y}-0{d}-1{d} 1{d}:2{d} 浏览次数：{n}",
    "发布时间：{y}年{d}月1{d}日 来源：政府办公室 字号：【大 中 小】",
    "浏览次数：{n}",
    "【字体：大 中 小】 打印 关闭",
]
_PAGES = ["— {p} —", "－ {p} －", "-{p}-", "·{p}·", "第 {p} 页", "第{p}页 共{q}页", "{p} / {q}"]


Row = tuple[str, tuple[str, ...], tuple[str, ...] | None]  # the words of a paragraph, its part, its topics (None: nothing is to be learned of them)
_TOP = re.compile(r"([一二三四五六七八九])、")
_TOLD = (30, 400)  # characters of a paragraph that can be moved
_LED = 0.7  # share of the copies that keep their numbers; sections of the leaders' duty are few and short, and without it words of the measures outweigh the heading above
# Titles of such a section as the regulation and real reports word it.
_DUTY = [
    "党政主要负责人履行推进法治建设第一责任人职责情况",
    "党政主要负责人履行推进法治建设第一责任人职责的有关情况",
    "主要负责人履行法治建设第一责任人职责情况",
    "党政主要负责同志履行第一责任人职责，加强法治政府建设的有关情况",
    "主要领导履职情况",
    "“一把手”履责情况",
    "党政“一把手”推进法治建设情况",
    "“关键少数”履职尽责情况",
    "第一责任人责任落实情况",
]
# Titles of the sections on weaknesses and on what is to come, and the ends of report titles, in forms that our reports have seldom or never; {next} is the year behind the report's.
_WEAKNESSES = [
    "存在不足", "问题不足", "短板与制约", "直面短板", "短板不回避", "正视问题找差距", "还有哪些不足", "对照先进看差距", "清醒“照镜子”", "工作中的难点和短板", "需要改进的地方", "差距在哪里",
]  # fmt: skip
_PLANS = [
    "接下来工作", "接下来重点抓好的几件事", "下阶段工作", "来年展望", "未来工作", "新的一年怎么干", "{next}年怎么干", "展望{next}年", "{next}年工作要点", "{next}年，接续奋斗", "谋划新一年", "{next}年重点任务",
]  # fmt: skip
_TITLE_ENDS = [
    "工作总结及{next}年工作打算", "工作总结和{next}年工作计划", "工作情况及{next}年工作安排", "情况报告暨{next}年工作思路", "情况公示", "情况的公示", "情况的公告", "年报", "白皮书",
]  # fmt: skip
_TITLE_END = re.compile(r"(?<=建设)(?:年度)?(?:工作)?(?:情况|总结)?的?(?:工作)?报告$")
_REWORDED = 0.4  # share of the copies whose headings are reworded, and of those the share whose title is
_LONGEST_HEADING = 30
_MOST = 4  # lines of a page above a report and below it; copies with its whole menu move every place in the report, and closings became plans for it
_FIELDED = 0.3  # share of such copies that have fields of the document above the title
_CONTENT = frozenset(TOPIC_PARTS)
_REORDERED = 0.25  # share of the copies whose sections end otherwise
_LED_LAST = 0.6  # of those with a section on the leaders' duty, the share where it comes last
_NUMERALS = "一二三四五六七八九"


def damaged(record: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """A copy of a record with paragraphs only, damaged in one or two ways; the labels stay with their words.

    The ways: heading numbers lost (all, or each by chance), web residue above, below and under the title with page numbers here and there, two neighbouring paragraphs of equal labels on one line; and before that, in some copies, paragraphs
    of the measures under a heading of the leaders' own duty, whose part they then have (`topics` is None there: the words are not such a section's), sections that end otherwise, and other words for the title and for the headings of the weaknesses and of the plan.
    """
    chance = random.Random(seed)
    text = record["text"]
    rows: list[Row] = [(text[p["start"] : p["end"]], tuple(p["part"]), tuple(p["topics"])) for p in record["paragraphs"]]
    way = chance.random()
    if way >= 0.5 and chance.random() < _LED:  # only where headings keep their numbers: the heading alone says whose duty it is
        rows = _led(rows, chance)
    if chance.random() < _REORDERED:
        rows = _reordered(rows, chance)
    if chance.random() < _REWORDED:
        rows = _reworded(rows, chance, report_year(fold(text)))
    if way < 0.3:
        rows = [(_without_number(words), part, topics) for words, part, topics in rows]
    elif way < 0.5:
        rows = [(_without_number(words) if chance.random() < 0.4 else words, part, topics) for words, part, topics in rows]
    elif way < 0.75:
        rows = _joined(rows, chance)
    if way >= 0.5 or chance.random() < 0.3:
        rows = _with_noise(rows, chance)
    out, paragraphs = "", []
    for words, part, topics in rows:
        out += "\n" if out else ""
        paragraphs.append({"start": len(out), "end": len(out) + len(words), "part": list(part), "topics": None if topics is None else list(topics)})
        out += words
    return {"id": f"{record['id']}-damaged", "text": out, "paragraphs": paragraphs}


def _led(rows: list[Row], chance: random.Random) -> list[Row]:
    """Some paragraphs of the measures moved behind them, under a first-level heading of the leaders' duty; the same rows where the measures have no numbered first-level heading."""
    tops = [i for i, (words, _, _) in enumerate(rows) if _TOP.match(words)]
    measures = [i for i, (_, part, _) in enumerate(rows) if part == ("measures",)]
    if not tops or not measures or any(part == ("leader_duty",) for _, part, _ in rows):
        return rows
    after = max(measures) + 1
    inside = [i for i in measures if tops[0] < i and i not in tops and _TOLD[0] <= len(rows[i][0]) <= _TOLD[1] and rows[i][2]]
    if len(inside) < 4:
        return rows
    moved = sorted(chance.sample(inside, min(chance.randint(1, 4), len(inside) - 2)))
    number = sum(i < after for i in tops)
    if number >= len(_NUMERALS):
        return rows
    listed = chance.random() < 0.6
    section: list[Row] = [(f"{_NUMERALS[number]}、{chance.choice(_DUTY)}", ("leader_duty",), ("party_leadership",))]
    for k, i in enumerate(moved):
        words = _without_number(rows[i][0])
        section.append((f"{_NUMERALS[k]}是{words}" if listed else words, ("leader_duty",), None))
    return [row for i, row in enumerate(rows[:after]) if i not in moved] + section + [_renumbered(row, number) for row in rows[after:]]


def _reordered(rows: list[Row], chance: random.Random) -> list[Row]:
    """The report with its sections on the leaders' duty behind all others, or without those behind the measures: reports end with any of their sections, and the line above the signature is no closing for it."""
    content = [i for i, (_, part, _) in enumerate(rows) if not _CONTENT.isdisjoint(part)]
    last = max(content, default=-1) + 1
    led = [i for i in content if rows[i][1] == ("leader_duty",)]
    if led and chance.random() < _LED_LAST:
        return [row for i, row in enumerate(rows[:last]) if i not in led] + [rows[i] for i in led] + rows[last:]
    ends = ("plan",) if chance.random() < 0.5 else ("plan", "shortcomings")
    kept = [row for row in rows if set(ends).isdisjoint(row[1])]
    return kept if any(not _CONTENT.isdisjoint(part) for _, part, _ in kept) else rows


def _reworded(rows: list[Row], chance: random.Random, year: int | None) -> list[Row]:
    """Numbered first-level headings of the weaknesses and of the plan under another title, and in some copies the title of the report with another end."""

    def said(bank: list[str]) -> str:
        return chance.choice(bank if year else [words for words in bank if "{" not in words]).format(next=(year or 0) + 1)

    retitled = chance.random() < _REWORDED
    out: list[Row] = []
    for words, part, topics in rows:
        top = _TOP.match(words)
        reworded = words
        if top and len(words) <= _LONGEST_HEADING and "。" not in words and part in (("shortcomings",), ("plan",)):
            reworded = words[: top.end()] + said(_WEAKNESSES if part == ("shortcomings",) else _PLANS)
        elif retitled and part == ("front_matter",):
            reworded = _TITLE_END.sub(lambda _: said(_TITLE_ENDS), words)
        out.append((reworded, part, topics))
    return out


def _renumbered(row: Row, number: int) -> Row:
    """A first-level heading behind a section that was put in: its number is one higher."""
    match = _TOP.match(row[0])
    if not match or match[1] not in _NUMERALS[number:-1]:
        return row
    return (_NUMERALS[_NUMERALS.index(match[1]) + 1] + row[0][match.end(1) :], *row[1:])


def _without_number(words: str) -> str:
    marker = fold_marker(fold(words), 0, len(words))
    return words[marker.end :].lstrip() or words if marker and marker.scheme not in ("is", "ordinal") else words


def _joined(rows: list[Row], chance: random.Random) -> list[Row]:
    out: list[Row] = []
    for words, part, topics in rows:
        if out and out[-1][1:] == (part, topics) and topics and chance.random() < 0.25 and not re.match(r"\s*[一二三四五六七八九十]+、", words):
            before = out[-1][0]
            out[-1] = (before + ("" if before[-1:] in "。；;：:" else "。") + words, part, topics)
        else:
            out.append((words, part, topics))
    return out


def _with_noise(rows: list[Row], chance: random.Random) -> list[Row]:
    def lines(bank: list[str], most: int, part: str = "noise") -> list[Row]:
        chosen = chance.sample(bank, chance.randint(1, most))
        slots = [
            {"y": chance.randint(2016, 2026), "n": chance.randint(10, 9999), "d": chance.randint(1, 9), "w": chance.choice("一二三四五六")} for _ in chosen
        ]
        return [(line.format(**slot), (part,), ()) for line, slot in zip(chosen, slots, strict=True)]

    above, below = lines(_NOISE_ABOVE, _MOST), lines(_NOISE_BELOW, _MOST)
    if chance.random() < _FIELDED:
        above += lines(_FIELDS, _MOST, "front_matter")
    title = next((i for i, (_, part, _) in enumerate(rows) if part not in (("front_matter",), ("noise",))), 0)
    if title and chance.random() < 0.5:  # without such copies a title is noise because of the line behind it
        rows = rows[:title] + lines(_NOISE_UNDER_TITLE, 1) + rows[title:]
    if chance.random() < 0.3:
        rows = _paged(rows, chance)
    return above + rows + below


def _paged(rows: list[Row], chance: random.Random) -> list[Row]:
    """A page number, all of one form, behind every so many lines: noise in the middle of a section, which goes on behind it."""
    form, step = chance.choice(_PAGES), chance.randint(4, 12)
    out: list[Row] = []
    for i, row in enumerate(rows, start=1):
        out.append(row)
        if i % step == 0:
            out.append((form.format(p=i // step, q=len(rows) // step), ("noise",), ()))
    return out
