"""Tables of `lawnlp annotations` for the terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

from rich import box
from rich.columns import Columns
from rich.table import Table

from lawnlp.cli.figures import console_of

if TYPE_CHECKING:
    from lawnlp.annotations.validation import Finding

_LEVELS = ("province", "city", "county", "town", "department")


def _table(*columns: str, title: str = "") -> Table:
    """A table whose first column is text and whose others are numbers."""
    table = Table(columns[0], title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns[1:]:
        table.add_column(name, justify="right")
    return table


def print_findings(findings: "Sequence[Finding]", summary: dict[str, Any], files: int, stream: TextIO) -> None:
    """Print one line a finding, then how many there are of each kind."""
    from lawnlp.annotations.validation import KINDS

    console = console_of(stream)
    for finding in findings:
        console.print(str(finding), style="red" if finding.level == "error" else "", markup=False, soft_wrap=True)
    if summary["kinds"]:
        table = Table("", "kind", "level", "what", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        table.columns[0].justify = "right"
        for kind, count in summary["kinds"].items():
            table.add_row(str(count), kind, *KINDS[kind])
        console.print(table)
    console.print(f"{_many(files, 'file')}: {_many(summary['errors'], 'error')}, {_many(summary['warnings'], 'warning')}")


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def print_statistics(counted: dict[str, Any], stream: TextIO) -> None:
    """Print what an annotation set holds: size, levels and years, the labels of each layer, thin labels."""
    console = console_of(stream)
    console.print(_size(counted))
    console.print(Columns([_groups(counted, "level"), _groups(counted, "year")], padding=(0, 6)))
    for layer, rows in counted["labels"].items():
        if layer != "grade":
            console.print(_labels(layer, rows, counted["balance"][layer]))
    console.print(_grades(counted["labels"]["grade"]))
    if counted["thin"]:
        console.print("Too thin to learn well (fewer than 5 uses)", style="bold yellow")
        for layer in counted["labels"]:
            if found := [f"{row['label']} {row['uses']}" for row in counted["thin"] if row["layer"] == layer]:
                console.print(f"  {layer}: {', '.join(found)}")


def _size(counted: dict[str, Any]) -> Table:
    table = _table("", "in all", "smallest", "median", "mean", "largest", title=f"{counted['documents']} documents")
    for name in ("characters", "paragraphs"):
        spread = counted["length"][name]
        table.add_row(name, f"{counted[name]:,}", *(f"{spread[key]:,}" for key in ("smallest", "median", "mean", "largest")))
    for layer in ("quantities", "institutions", "citations"):
        optional = counted[layer]["optional"]
        table.add_row(f"{layer} ({optional:,} optional)" if optional else layer, f"{counted[layer]['spans']:,}")
    for name, key in (
        ("paragraphs without a part", "unlabelled_paragraphs"),
        ("documents without items", "without_items"),
        ("documents without grades", "without_coverage"),
        ("labels still open", "open"),
    ):
        if counted[key]:
            table.add_row(name, f"{counted[key]:,}")
    return table


def _groups(counted: dict[str, Any], key: str) -> Table:
    table = _table(key, "documents", "characters")
    rows = counted[key]
    for name in sorted(rows, key=lambda name: _LEVELS.index(name) if name in _LEVELS else len(_LEVELS)):
        table.add_row(name, str(rows[name]["documents"]), f"{rows[name]['characters']:,}")
    return table


def _labels(layer: str, rows: dict[str, dict[str, int]], balance: float | None) -> Table:
    table = _table("label", "uses", "share", "documents", title=layer if balance is None else f"{layer} (balance {balance:.2f})")
    total = sum(row["uses"] for row in rows.values())
    for label, row in sorted(rows.items(), key=lambda pair: -pair[1]["uses"]):
        table.add_row(label, f"{row['uses']:,}", f"{row['uses'] / total:.1%}" if total else "—", str(row["documents"]))
    return table


def _grades(rows: dict[str, dict[str, int]]) -> Table:
    table = _table("requirement", "0", "1", "2", "3", title="grade (documents)")
    for label in rows:
        requirement, grade = label.split()
        if grade == "0":
            table.add_row(requirement, *(str(rows[f"{requirement} {g}"]["uses"]) for g in range(4)))
    return table
