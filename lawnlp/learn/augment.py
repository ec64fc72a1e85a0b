"""Damaged copies of labelled reports, to learn from beside the originals: what circulates is often a mirror that lost its numbers, gained web residue or joined its lines."""

import random
import re
from collections.abc import Mapping
from typing import Any

from lawnlp.text.fold import fold
from lawnlp.text.headings import fold_marker

# Residue in our own words; slots are filled with numbers so that no line is learned by heart.
_NOISE_ABOVE = [
    "当前位置：首页 > 政务公开 > 法治政府建设",
    "发布时间：{y}-0{d}-1{d} 浏览次数：{n}次",
    "字体：【大 中 小】 打印 关闭",
    "无障碍浏览 | 长者模式 | 简体 | 繁体",
    "您现在的位置：首页 >> 通知公告",
    "索引号：{n}/{y}-000{d} 主题分类：司法",
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
]
_NUMERALS = "一二三四五六七八九"


def damaged(record: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """A copy of a record with paragraphs only, damaged in one or two ways; the labels stay with their words.

    The ways: heading numbers lost (all, or each by chance), web residue above, below and under the title with page numbers here and there, two neighbouring paragraphs of equal labels on one line; and before that, in some copies, paragraphs
    of the measures under a heading of the leaders' own duty, whose part they then have (`topics` is None there: the words are not such a section's).
    """
    chance = random.Random(seed)
    text = record["text"]
    rows: list[Row] = [(text[p["start"] : p["end"]], tuple(p["part"]), tuple(p["topics"])) for p in record["paragraphs"]]
    way = chance.random()
    if way >= 0.5 and chance.random() < _LED:  # only where headings keep their numbers: the heading alone says whose duty it is
        rows = _led(rows, chance)
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
    def lines(bank: list[str]) -> list[Row]:
        chosen = chance.sample(bank, chance.randint(1, 3))
        return [(line.format(y=chance.randint(2016, 2026), n=chance.randint(10, 9999), d=chance.randint(1, 9)), ("noise",), ()) for line in chosen]

    above, below = lines(_NOISE_ABOVE), lines(_NOISE_BELOW)
    title = next((i for i, (_, part, _) in enumerate(rows) if part not in (("front_matter",), ("noise",))), 0)
    if title and chance.random() < 0.5:  # without such copies a title is noise because of the line behind it
        rows = rows[:title] + lines(_NOISE_UNDER_TITLE)[:1] + rows[title:]
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
