"""Tables of `lawnlp annotations agree` for the terminal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table

from lawnlp.annotations.disagreements import KINDS, Disagreement
from lawnlp.cli.figures import console_of

# What a breakdown by document shows; all figures are in the JSON.
_COLUMNS = {
    "part kappa": "part κ",
    "main topic kappa": "topic κ",
    "topics F1": "topics",
    "quantities F1": "quantities",
    "value, unit, bound and kind equal": "values",
    "indicators F1": "indicators",
    "institutions F1": "institutions",
    "full name equal": "names",
    "items F1": "items",
    "grades kappa": "grades κ",
}


def print_agreement(result: Mapping[str, Any], found: Sequence[Disagreement], by: str | None, most: int, stream: TextIO) -> None:
    """Print who shares what, the figures of each pair, alpha over all, a breakdown, and the disagreements."""
    console = console_of(stream)
    documents = result["documents"]
    for name, ids in documents["alone"].items():
        if ids:
            console.print(f"only {name} has {_listed(ids)}: not compared", style="yellow", markup=False, soft_wrap=True)
    for name, ids in documents["missing"].items():
        if ids:
            console.print(f"{name} lacks {_listed(ids)}", style="yellow", markup=False, soft_wrap=True)
    for name, layers in result["empty"].items():
        if layers:
            console.print(f"{name} has no {', '.join(layers)} in any document", style="yellow", markup=False, soft_wrap=True)
    for pair in result["pairs"]:
        title = f"{pair['a']} and {pair['b']}: {pair['documents_compared']} document{'' if pair['documents_compared'] == 1 else 's'}"
        last = result["alpha"] if len(result["annotators"]) == 2 else {}
        console.print(_figures(title, {**pair["figures"], **last}))
        if by == "label":
            _print_labels(console, pair)
        elif by == "document":
            console.print(_documents(pair))
    if len(result["annotators"]) > 2:
        console.print(_figures(f"all {len(result['annotators'])} annotators", result["alpha"]))
    _print_disagreements(console, found, most)


def _listed(ids: Sequence[str], most: int = 8) -> str:
    return ", ".join(ids[:most]) + (f" and {len(ids) - most} more" if len(ids) > most else "")


def _figures(title: str, figures: Mapping[str, Mapping[str, Any]]) -> Table:
    table = Table("measure", "value", "95 %", title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("n", justify="right")
    for name, f in figures.items():
        interval = f"{f['low']:.3f}–{f['high']:.3f}" if f["low"] is not None else ""
        table.add_row(name, _number(f["value"]), interval, str(f["n"]))
    return table


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _print_labels(console: Console, pair: Mapping[str, Any]) -> None:
    for layer, rows in pair["labels"].items():
        if layer == "grade":
            table = Table("grade", "kappa", "equal", box=box.SIMPLE_HEAD, pad_edge=False)
            table.add_column("n", justify="right")
            for label, row in rows.items():
                table.add_row(label, _number(row["kappa"]), _number(row["equal"]), str(row["n"]))
        else:
            table = Table(layer, "F1", box=box.SIMPLE_HEAD, pad_edge=False)
            for name in ("both", f"only {pair['a']}", f"only {pair['b']}"):
                table.add_column(name, justify="right")
            for label, row in sorted(rows.items(), key=lambda item: item[1]["f1"]):
                table.add_row(label, f"{row['f1']:.3f}", str(row["both"]), str(row["only_a"]), str(row["only_b"]))
        console.print(table)


def _documents(pair: Mapping[str, Any]) -> Table:
    table = Table("document", *_COLUMNS.values(), box=box.SIMPLE_HEAD, pad_edge=False)
    for id, figures in pair["documents"].items():
        table.add_row(id, *(_number(figures[name]["value"]) for name in _COLUMNS))
    return table


def _print_disagreements(console: Console, found: Sequence[Disagreement], most: int) -> None:
    counts = Counter(d.kind for d in found)
    if not found:
        console.print("no disagreement")
        return
    table = Table(
        title=f"{len(found)} disagreement{'' if len(found) == 1 else 's'}", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    table.add_column("", justify="right")
    table.add_column("kind")
    table.add_column("what")
    for kind, what in KINDS.items():
        if counts[kind]:
            table.add_row(str(counts[kind]), kind, what)
    console.print(table)
    for d in found[:most]:
        _print_one(console, d)
    if most and len(found) > most:
        console.print(f"… {len(found) - most} more: --list {len(found)}, --json, or a page with --html", style="dim")


def _print_one(console: Console, d: Disagreement) -> None:
    place = f" {d.start}:{d.end}" if d.start is not None else ""
    label = f" {d.label}" if d.label else ""
    words = f"  …{d.before}[{d.words}]{d.after}…" if d.words else ""
    console.print(f"{d.kind}{label}  {d.document}{place}{words}", markup=False, soft_wrap=True, style="bold")
    width = max(len(name) for name in d.readings)
    for name, reading in d.readings.items():
        console.print(f"    {name:{width}}  {reading}", markup=False, soft_wrap=True)
