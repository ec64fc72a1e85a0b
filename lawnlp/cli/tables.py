"""The console view of a record: what an officer reads in a terminal."""

from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lawnlp.coverage import GRADES, MISSING
from lawnlp.display import BODIES, CITATIONS, LEVELS
from lawnlp.evaluation import rounded_grade
from lawnlp.figure_table import Figure, figures
from lawnlp.taxonomy import taxonomy

BOUNDS = {"exact": "", "at_least": "≥", "at_most": "≤", "about": "≈"}
# The taxonomy's names are too long for a column.
_SHORT = {
    "front_matter": "文首",
    "preamble": "导语",
    "measures": "举措成效",
    "shortcomings": "不足原因",
    "leader_duty": "第一责任人",
    "plan": "下年安排",
    "closing": "结语",
    "noise": "网页残留",
}
_COLOURS = {"measures": "green", "shortcomings": "red", "leader_duty": "magenta", "plan": "blue", "noise": "dim", "front_matter": "dim", "closing": "dim"}
_GRADE_COLOURS = ("red", "yellow", "cyan", "green")
_WIDTH_IN_FILES = 110


def print_record(record: dict[str, Any], stream: TextIO) -> None:
    """Print issuer, outline, named quantities, institutions, citations, checklist items and grades; columns are aligned by display width, so Chinese lines up."""
    console = Console(file=stream, highlight=False, width=None if stream.isatty() else _WIDTH_IN_FILES)
    console.print()
    console.rule(Text(record["meta"].get("title") or record["id"], style="bold"))
    if about := _about(record["meta"]):
        console.print(about, style="dim")
    console.print(_outline(record, console.width))
    if record["quantities"]:
        console.print(_quantities(record))
        if found := figures(record):
            console.print(_figures(found, record["text"]))
    if record["institutions"]:
        console.print(_institutions(record))
    if record["citations"]:
        console.print(_citations(record))
    if record.get("items") is not None:
        console.print(_items(record, console.width))
    if record.get("coverage") is not None:
        console.print(_coverage(record, console.width))
    text = record["text"]
    parts = sorted({p["part"][0] for p in record["paragraphs"] if p["part"]}, key=list(taxonomy().parts).index)
    console.print(
        f"{len(text)} 字，{len(record['paragraphs'])} 段（{'、'.join(taxonomy().parts[p].name for p in parts)}）；"
        f"数量 {len(record['quantities'])} 处，机构 {len(record['institutions'])} 处，引文 {len(record['citations'])} 处",
        style="dim",
    )


def _table(title: str, *columns: tuple[str, dict[str, Any]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for name, options in columns:
        table.add_column(name, **options)
    return table


def _outline(record: dict[str, Any], width: int) -> Table:
    wide = max(24, width - 10 - 36)
    table = _table("一、结构", ("部分", {"no_wrap": True, "width": 10}), ("段落", {"no_wrap": True, "width": wide}), ("主题", {"overflow": "fold"}))
    labels = taxonomy()
    depth: list[int] = []
    last = None
    for p in record["paragraphs"]:
        parent = p.get("parent", -1)
        depth.append(depth[parent] + 1 if parent is not None and parent >= 0 else 0)
        part = p["part"][0] if p["part"] else None
        shown = _SHORT.get(part, part) if part and part != last else ""
        last = part
        line = Text("  " * depth[-1] + " ".join(record["text"][p["start"] : p["end"]].split()), style="bold" if p.get("level") else "")
        line.truncate(wide, overflow="ellipsis")
        table.add_row(Text(shown, style=_COLOURS.get(part or "", "")), line, "、".join(labels.topics[t].name for t in p["topics"]))
    return table


def _quantities(record: dict[str, Any]) -> Table:
    table = _table(
        "二、数量",
        ("名称", {"overflow": "fold", "max_width": 40}),
        ("数值", {"justify": "right"}),
        ("单位", {}),
        ("原文", {}),
        ("指标", {"overflow": "fold", "max_width": 26}),
    )
    labels = taxonomy()
    for q in record["quantities"]:
        value = f"{BOUNDS[q['bound']]}{q['value']:,}"
        indicator = labels.indicators[q["indicator"]].name if q.get("indicator") else ""
        table.add_row(q["name"] or "—", value, q["unit"], " ".join(q["text"].split()), indicator, style="dim" if q["optional"] else "")
    return table


_REMARKS = {"single": "", "parts": "分项", "several": "多个口径", "conflict": "前后不一"}


def _figures(found: list[Figure], text: str) -> Table:
    """One row a value; what a report repeats is one row, what it states in two ways is marked."""
    table = _table(
        "主要指标",
        ("指标", {"overflow": "fold", "max_width": 26}),
        ("数值", {"justify": "right", "no_wrap": True}),
        ("单位", {"no_wrap": True}),
        ("概率", {"no_wrap": True}),
        ("说明", {"no_wrap": True}),
        ("原文", {"overflow": "fold"}),
    )
    names = taxonomy().indicators
    for figure in found:
        name = names[figure.indicator].name if figure.indicator in names else figure.indicator
        for i, value in enumerate(figure.values):
            start, end = value.places[0]
            words = "".join(text[max(0, start - 18) : end].rsplit("\n", maxsplit=1)[-1].split())
            repeated = f"{len(value.places)}处" if len(value.places) > 1 else ""
            remark = "，".join(part for part in (_REMARKS[figure.status], repeated) if part)
            score = f"{value.probability:.2f}" if value.probability is not None else ""
            table.add_row(
                "" if i else name, f"{BOUNDS[value.bound]}{value.value:,}", value.unit, score, remark, words, style="red" if figure.status == "conflict" else ""
            )
    return table


def _about(meta: dict[str, Any]) -> str:
    year, level = meta.get("year"), meta.get("level")
    return "　".join(str(part) for part in (meta.get("issuer"), meta.get("region"), f"{year}年" if year else None, LEVELS.get(level or "")) if part)


def _institutions(record: dict[str, Any]) -> Table:
    table = _table("三、机构", ("类别", {"no_wrap": True}), ("全称", {"overflow": "fold"}), ("原文", {"overflow": "fold"}), ("次数", {"justify": "right"}))
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for i in record["institutions"]:
        written = "".join(i["text"].split())
        forms = counts.setdefault((i["kind"], i.get("canonical") or written), {})
        forms[written] = forms.get(written, 0) + 1
    order = list(BODIES)
    for (kind, name), forms in sorted(counts.items(), key=lambda row: (order.index(row[0][0]), -sum(row[1].values()))):
        table.add_row(BODIES[kind], name, "、".join(form for form in forms if form != name), str(sum(forms.values())))
    return table


def _citations(record: dict[str, Any]) -> Table:
    table = _table("四、引文", ("类别", {"no_wrap": True}), ("文件", {"overflow": "fold"}), ("次数", {"justify": "right"}))
    counts: dict[tuple[str, str], int] = {}
    for c in record["citations"]:
        key = (c["kind"], " ".join(c["text"].split()))
        counts[key] = counts.get(key, 0) + 1
    order = list(CITATIONS)
    for (kind, name), count in sorted(counts.items(), key=lambda row: order.index(row[0][0])):
        table.add_row(CITATIONS[kind], name, str(count))
    return table


def _items(record: dict[str, Any], width: int) -> Table:
    """Each topic's items: those that are there with the clause that says so, then those that are missing, by name."""
    labels = taxonomy()
    present, text = set(record["items"]), record["text"]
    wide = max(20, width - 20 - 32 - 6)
    title = f"五、事项清单（{len(labels.items)} 项中有 {len(present)} 项）"
    table = _table(title, ("主题", {"no_wrap": True, "width": 20}), ("事项", {"overflow": "fold", "width": 32}), ("依据", {"no_wrap": True, "width": wide}))
    for topic in labels.topics.values():
        shown = topic.name
        for item in topic.items.values():
            if item.id in present:
                clauses = (record.get("item_evidence") or {}).get(item.id) or []
                words = Text(" ".join(text[clauses[0]["start"] : clauses[0]["end"]].split()) if clauses else "")
                words.truncate(wide, overflow="ellipsis")
                table.add_row(shown, item.name, words)
                shown = ""
        if missing := [item.name for item in topic.items.values() if item.id not in present]:
            table.add_row(shown, Text("；".join(missing), style="red"), Text("未见", style="red"))
    return table


def _coverage(record: dict[str, Any], width: int) -> Table:
    """The grade of each requirement, the passage that speaks most for it, and what the next grade lacks."""
    labels, text = taxonomy(), record["text"]
    names = {key: row.name for key, row in labels.topics.items()} | {key: row.name for key, row in labels.parts.items()}
    wide = max(20, width - 22 - 10 - 28 - 6)
    total = record.get("coverage_total")
    table = _table(
        "六、要求与等级" + (f"（总分 {total:g}，满分 100）" if total is not None else ""),
        ("要求", {"overflow": "fold", "width": 22}),
        ("等级", {"no_wrap": True, "width": 10}),
        ("依据摘录", {"no_wrap": True, "width": wide}),
        ("还缺什么", {"overflow": "fold", "width": 28}),
    )
    for key, value in record["coverage"].items():
        grade, row = rounded_grade(value), value if isinstance(value, dict) else {}
        words = Text("".join(" ".join(text[e["start"] : e["end"]].split()) for e in (row.get("evidence") or [])[:1]))
        words.truncate(wide, overflow="ellipsis")
        lacks = "；".join(MISSING[id] for id in row.get("missing") or [])
        table.add_row(names[key], Text(f"{grade} {GRADES[grade]}", style=_GRADE_COLOURS[grade]), words, lacks)
    return table
