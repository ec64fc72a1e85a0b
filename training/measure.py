"""Measure the shipped pipeline on annotated reports that are no part of the project, as they are and damaged.

    python -m training.measure GOLD [-o training/REAL_REPORTS.md] [--card models/zh_lawgov_report]

Writes a section of Markdown, figures only: for `lawnlp train --note FILE`, and with --card straight into the card of a model folder, which is sealed anew. The damage is what
circulates: widths of signs swapped, traditional characters, web residue around the report, the numbers of headings lost, lines broken at a page's width. Rules alone stand beside.
"""

import argparse
import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import lawnlp
from lawnlp.comparison import HEADLINES, SUPPORT, figures, headline, pair, tally
from lawnlp.learn.store import seal, verify
from lawnlp.pipeline import baseline_pipeline
from lawnlp.records import doc_to_record, read_records
from lawnlp.resources import model_path
from lawnlp.text.fold import fold
from lawnlp.text.headings import fold_marker

Record = dict[str, Any]
LAYERS = ("paragraphs", "quantities", "institutions", "citations")
HEAD = "## Measured on published reports"
_SWAP = {ord(a): b for wide, narrow in zip("，：；（）！？", ",:;()!?", strict=True) for a, b in ((wide, narrow), (narrow, wide))}
_ABOVE = "当前位置：首页 > 政府信息公开 > 法定主动公开内容\n发布时间：2025-01-20 09:12 来源：本站 浏览次数：137 字体：[大 中 小]\n"
_BELOW = "\n分享到：微信 微博 【打印本页】 【关闭窗口】\n主办单位：政府办公室 网站标识码：1234567890 联系电话：0000-7654321"

_MENU_ABOVE = """登录 注册
首页
新闻中心
机构职能
政策文件
办事大厅
互动交流
专题专栏
数据开放
请输入关键词 搜索
今天是2025年3月4日 星期二
您所在的位置：首页 / 法治政府建设年度报告
字号 大 中 小
分享到
"""
_MENU_BELOW = """
打印本页
关闭窗口
相关文档
上一条：关于开展年度考核的通知
下一条：没有了
主办：政府办公室
网站标识码 1234567890
公安备案 0000001
手机版
党政机关
政府网站找错"""


def edited(record: Mapping[str, Any], edits: Sequence[tuple[int, int, str]]) -> Record:
    """A record with stretches of its text replaced (start, end, words; ordered, apart from each other); spans keep their words, and go where nothing of them stays."""
    text, pieces, at = record["text"], [], 0
    for start, end, words in edits:
        pieces += [text[at:start], words]
        at = end
    new = "".join([*pieces, text[at:]])

    def moved(offset: int, *, ends: bool = False) -> int:
        shift = 0
        for start, end, words in edits:
            if offset > end or (offset == end and not (ends and start == end)):  # what is put in behind a span is no part of it
                shift += len(words) - (end - start)
            elif offset > start:
                return start + shift + len(words)
            else:
                break
        return offset + shift

    out = {**record, "text": new}
    for layer in LAYERS:
        rows = [{**row, "start": moved(row["start"]), "end": moved(row["end"], ends=True)} for row in record.get(layer) or []]
        out[layer] = [{**row, **({"text": new[row["start"] : row["end"]]} if "text" in row else {})} for row in rows if row["start"] < row["end"]]
    return out


def translated(record: Mapping[str, Any], change: Callable[[str], str]) -> Record:
    """A record whose text is changed character for character."""
    text = change(record["text"])
    if len(text) != len(record["text"]):
        raise ValueError("the change moves characters")
    return {**record, "text": text} | {
        layer: [{**row, **({"text": text[row["start"] : row["end"]]} if "text" in row else {})} for row in record.get(layer) or []] for layer in LAYERS
    }


def widths_swapped(record: Mapping[str, Any]) -> Record:
    """Full-width signs made half-width and the other way round."""
    return translated(record, lambda text: text.translate(_SWAP))


def traditional(record: Mapping[str, Any]) -> Record:
    """In traditional characters (OpenCC, one character at a time)."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    return translated(record, lambda text: "".join(c if len(t := convert(c)) != 1 else t for c in text))


def with_residue(record: Mapping[str, Any]) -> Record:
    """With the lines of a web page above and below."""
    return _framed(record, _ABOVE, _BELOW)


def within_a_page(record: Mapping[str, Any]) -> Record:
    """With all that a page may print around its text, line by line."""
    return _framed(record, _MENU_ABOVE, _MENU_BELOW)


def _framed(record: Mapping[str, Any], above: str, below: str) -> Record:
    moved = edited(record, [(0, 0, above)])
    return {**moved, "text": moved["text"] + below}


def without_numbers(record: Mapping[str, Any]) -> Record:
    """With the numbers before headings lost (一、 （一） 1.); 一是 and 第一 belong to the text and stay."""
    edits = []
    for row in record["paragraphs"]:
        line = record["text"][row["start"] : row["end"]]
        marker = fold_marker(fold(line), 0, len(line))
        if marker and marker.scheme not in ("is", "ordinal") and line[marker.end :].strip():
            edits.append((row["start"], row["end"] - len(line[marker.end :].lstrip()), ""))
    return edited(record, edits)


def set_narrow(record: Mapping[str, Any], width: int = 40) -> Record:
    """Every paragraph broken after so many characters, no sign at the beginning of a line; each line has the labels of its paragraph."""
    text, edits, rows = record["text"], [], []
    for row in record["paragraphs"]:
        at = row["start"]
        while row["end"] - at > width:
            cut = at + width
            while cut < row["end"] and text[cut] in "，、；：。！？）》”,;:!?)%":
                cut += 1
            if cut == row["end"]:
                break
            edits.append((cut, cut, "\n"))
            rows.append({**row, "start": at, "end": cut})
            at = cut
        rows.append({**row, "start": at})
    return edited({**record, "paragraphs": rows}, edits)


VARIANTS: dict[str, Callable[[Mapping[str, Any]], Record]] = {
    "as published": dict,
    "widths swapped": widths_swapped,
    "traditional characters": traditional,
    "web residue around": with_residue,
    "whole menu around": within_a_page,
    "heading numbers lost": without_numbers,
    "set at 40 characters": set_narrow,
}


def _folded(record: Mapping[str, Any]) -> Record:
    """With the strings that are compared folded: in a text of traditional characters, a name read from it is in them too."""
    rows = {
        layer: [{key: fold(v) if key in ("unit", "name", "canonical") and v else v for key, v in row.items()} for row in record.get(layer) or []]
        for layer in LAYERS
    }
    return {**record, **rows}


def measured(nlp: Any, gold: Sequence[Record], fold_strings: bool = False) -> dict[str, Any]:
    """The figures of a pipeline on records."""
    predicted = [doc_to_record(doc, id=record["id"]) for record, doc in zip(gold, nlp.pipe(r["text"] for r in gold), strict=True)]
    strings = _folded if fold_strings else dict
    return figures([tally(strings(g), strings(p)) for g, p in pair(gold, predicted)])


def section(gold: Sequence[Record], nlp: Any, model: str, today: datetime.date) -> str:
    """The Markdown of all variants, the rules beside."""
    columns = {name: measured(nlp, [change(r) for r in gold], change is traditional) for name, change in VARIANTS.items()}
    columns["rules alone"] = measured(baseline_pipeline(), gold)
    names = "、".join(sorted({f"{r['meta'].get('region') or r['meta'].get('issuer') or r['id']} {r['meta'].get('year') or ''}".strip() for r in gold}))
    first = columns["as published"]
    lines = [
        HEAD,
        "",
        f"{len(gold)} annotated reports ({names}), never trained on and no part of the project; {sum(len(r['text']) for r in gold):,} characters. Measured {today:%Y-%m-%d} by"
        f" `python -m training.measure` on the model learned from records {model[:16]}."
        " They are not blind: nothing was learned from them and no setting chosen by them, but the kinds of figures that failed on them decided what further paragraphs were written for the corpus.",
        "",
        f"| figure | {' | '.join(columns)} | n |",
        "|---|" + "---|" * (len(columns) + 1),
    ]
    for name in HEADLINES:
        if headline(name, first) is not None:
            cells = [headline(name, column) for column in columns.values()]
            lines.append(f"| {name} | {' | '.join('—' if c is None else f'{c:.4f}' for c in cells)} | {SUPPORT[name](first)} |")
    return "\n".join(lines) + "\n"


def put_into_card(folder: Path, text: str) -> None:
    """Replace the section in the card of a model folder, or add it before the limits, and seal the folder anew.

    Raises InputError when the folder is not what was sealed.
    """
    manifest = verify(folder)
    card = (folder / "README.md").read_text(encoding="utf-8")
    card = re.sub(rf"^{HEAD}\n.*?(?=^## |\Z)", "", card, flags=re.M | re.S)
    before, limits, after = card.partition("## Limits")
    (folder / "README.md").write_text(f"{before.rstrip()}\n\n{text.strip()}\n\n{limits}{after}", encoding="utf-8")
    seal(folder, **{key: value for key, value in manifest.items() if key not in ("format", "lawnlp", "libraries", "files")})


def main(arguments: Iterable[str] | None = None) -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description="Measure the shipped pipeline on annotated reports, as they are and damaged.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--card", type=Path, help="a model folder whose card gets the section")
    given = parser.parse_args(list(arguments) if arguments is not None else None)
    folder = given.card or model_path("zh_lawgov_report")
    text = section(read_records(given.gold), lawnlp.load(folder), verify(folder).get("corpus", "unknown"), datetime.date.today())
    print(text)
    if given.output:
        given.output.write_text(text, encoding="utf-8")
    if given.card:
        put_into_card(given.card, text)


if __name__ == "__main__":
    main()
