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


def damaged(record: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """A copy of a record with paragraphs only, damaged in one or two ways; the labels stay with their words.

    The ways: heading numbers lost (all, or each by chance), web residue above and below, two neighbouring paragraphs of equal labels on one line.
    """
    chance = random.Random(seed)
    text = record["text"]
    rows = [(text[p["start"] : p["end"]], tuple(p["part"]), tuple(p["topics"])) for p in record["paragraphs"]]
    way = chance.random()
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
        paragraphs.append({"start": len(out), "end": len(out) + len(words), "part": list(part), "topics": list(topics)})
        out += words
    return {"id": f"{record['id']}-damaged", "text": out, "paragraphs": paragraphs}


def _without_number(words: str) -> str:
    marker = fold_marker(fold(words), 0, len(words))
    return words[marker.end :].lstrip() or words if marker and marker.scheme not in ("is", "ordinal") else words


def _joined(rows: list[tuple[str, tuple[str, ...], tuple[str, ...]]], chance: random.Random) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    out: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
    for words, part, topics in rows:
        if out and out[-1][1:] == (part, topics) and topics and chance.random() < 0.25 and not re.match(r"\s*[一二三四五六七八九十]+、", words):
            before = out[-1][0]
            out[-1] = (before + ("" if before[-1:] in "。；;：:" else "。") + words, part, topics)
        else:
            out.append((words, part, topics))
    return out


def _with_noise(rows: list[tuple[str, tuple[str, ...], tuple[str, ...]]], chance: random.Random) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    def lines(bank: list[str]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        chosen = chance.sample(bank, chance.randint(1, 3))
        return [(line.format(y=chance.randint(2016, 2026), n=chance.randint(10, 9999), d=chance.randint(1, 9)), ("noise",), ()) for line in chosen]

    return lines(_NOISE_ABOVE) + rows + lines(_NOISE_BELOW)
