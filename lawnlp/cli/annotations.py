"""`lawnlp annotations …`: annotation sets checked, counted, compared and converted."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Annotation sets: validate, count, measure agreement, convert.", no_args_is_help=True)


@app.callback()
def main() -> None:
    """Annotation sets: validate, count, measure agreement, convert."""


@app.command("stats")
def stats(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Annotation sets (.jsonl); counted together.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
) -> None:
    """Documents, lengths, and how often each label occurs; labels too thin to learn from are named."""
    from lawnlp.annotations.statistics import statistics
    from lawnlp.records import read_records

    counted = statistics([record for file in files for record in read_records(file)])
    if as_json:
        print(json.dumps(counted, ensure_ascii=False))
        return
    from lawnlp.cli.annotation_tables import print_statistics

    print_statistics(counted, sys.stdout)
