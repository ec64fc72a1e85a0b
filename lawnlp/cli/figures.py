"""Tables of figures for the terminal."""

from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table

from lawnlp.comparison import HEADLINES, SUPPORT, headline


def console_of(stream: TextIO) -> Console:
    """A console of rich on a stream; 130 columns wide where it is no terminal."""
    return Console(file=stream, highlight=False, width=None if stream.isatty() else 130)


def print_figures(result: dict[str, Any], stream: TextIO) -> None:
    """Print what `lawnlp evaluate` measured: headline figures, calibration, a breakdown, confusions, errors."""
    console = console_of(stream)
    console.print(headline_table(result))
    if result.get("calibration"):
        console.print(f"grades: expected calibration error {result['calibration']['ece']:.4f} over {result['calibration']['n']} grades\n")
    if result.get("by"):
        console.print(_breakdown(result["by"]))
    if result.get("confusion"):
        table = Table("gold part", "given", "paragraphs", title="Confusions", title_justify="left", box=box.SIMPLE_HEAD)
        for want, given, count in sorted(result["confusion"], key=lambda row: -row[2])[:12]:
            table.add_row(want, given, str(count))
        console.print(table)
    for layer, rows in (result.get("errors") or {}).items():
        console.print(f"\n{layer}", style="bold")
        for row in rows:
            console.print(f"  {row['document']}  {row['what']}  {row['context']}", markup=False, soft_wrap=True)


def headline_table(result: dict[str, Any]) -> Table:
    """Name, figure, interval, baseline, support; a dash where GOLD has nothing to compare with or the predictions leave the layer empty."""
    measured, spread, base = result["figures"], result.get("intervals") or {}, result.get("baseline")
    table = Table("figure", "value", title=f"{measured['documents']} documents", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("95 %")
    if base:
        table.add_column("rules")
    table.add_column("n", justify="right")
    for name in HEADLINES:
        low, high = spread[name] if headline(name, measured) is not None and name in spread else (None, None)
        row = [name, _shown(headline(name, measured)), "" if low is None else f"{low:.3f}–{high:.3f}"]
        if base:
            row.append(_shown(headline(name, base)))
        table.add_row(*row, str(SUPPORT[name](measured)))
    return table


def _shown(value: float | None) -> str:
    return "—" if value is None else f"{value:.4f}"


def _breakdown(groups: dict[str, Any]) -> Table:
    first = next(iter(groups.values()))
    if "part" in first:
        names = ["part accuracy", "main topic accuracy", "topics F1", "quantities F1", "values right"]
        table = Table("", *names, "documents", box=box.SIMPLE_HEAD)
        for key, value in groups.items():
            table.add_row(key, *(_shown(headline(name, value)) for name in names), str(value["documents"]))
    elif "kappa" in first:
        table = Table("", "exact", "95 %", "kappa", "n", box=box.SIMPLE_HEAD)
        for key, value in groups.items():
            low, high = value["interval"]
            table.add_row(key, f"{value['exact']:.4f}", f"{low:.3f}–{high:.3f}", f"{value['kappa']:.4f}", str(value["n"]))
    else:
        table = Table("", "precision", "recall", "F1", "95 %", "n", box=box.SIMPLE_HEAD)
        for key, value in groups.items():
            low, high = value["interval"]
            table.add_row(key, f"{value['p']:.4f}", f"{value['r']:.4f}", f"{value['f']:.4f}", f"{low:.3f}–{high:.3f}", str(value["n"]))
    return table
