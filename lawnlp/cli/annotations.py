"""`lawnlp annotations …`: annotation sets checked, counted, compared and converted."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lawnlp.cli import convert

app = typer.Typer(help="Annotation sets: validate, count, measure agreement, convert.", no_args_is_help=True)
app.command("convert")(convert.command)
app.command("config")(convert.config)


@app.callback()
def main() -> None:
    """Annotation sets: validate, count, measure agreement, convert."""


class Level(StrEnum):
    """What findings are listed."""

    warning = "warning"
    error = "error"


@app.command("validate")
def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Annotation sets (.jsonl).")],
    level: Annotated[Level, typer.Option("--level", help="The least level that is listed; the summary counts all.")] = Level.warning,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
) -> None:
    """Check schema, labels, offsets, overlaps, paragraphs, values against their numerals, grades against paragraphs, full names.

    Every finding is one line, FILE:LINE: LEVEL: ID: KEY: what [KIND]. A broken file or line does not hide the others. Exit status 1 when there is an error.
    """
    from lawnlp.annotations.validation import summary, validate_file

    findings = [finding for file in files for finding in validate_file(file)]
    result = summary(findings)
    shown = [f for f in findings if level is Level.warning or f.level == "error"]
    if as_json:
        print(json.dumps({"files": [str(file) for file in files], **result, "findings": [f.as_dict() for f in shown]}, ensure_ascii=False))
    else:
        from lawnlp.cli.annotation_tables import print_findings

        print_findings(shown, result, len(files), sys.stdout)
    if result["errors"]:
        raise typer.Exit(1)


@app.command("stats")
def stats(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Annotation sets (.jsonl); counted together.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
) -> None:
    """Documents, lengths, and how often each label occurs; labels too thin to learn from are named."""
    from lawnlp.annotations.statistics import statistics
    from lawnlp.records import read_records

    counted = statistics([record for file in files for record in read_records(file, undecided=True)])
    if as_json:
        print(json.dumps(counted, ensure_ascii=False))
        return
    from lawnlp.cli.annotation_tables import print_statistics

    print_statistics(counted, sys.stdout)
