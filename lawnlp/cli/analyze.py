"""`lawnlp analyze`: the main job, on files, folders, patterns and annotation sets."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from lawnlp.errors import InputError
from lawnlp.files import whole_file


class Format(StrEnum):
    """How records are shown or written."""

    table = "table"
    jsonl = "jsonl"
    label_studio = "label-studio"


def command(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Text files, folders, patterns, annotation sets (.jsonl); - reads standard input.")],
    format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="table for reading, jsonl for programs, label-studio for people to correct. Default: table on a terminal, jsonl into a pipe or file.",
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")] = None,
    model: Annotated[Path | None, typer.Option("--model", "-m", help="A pipeline folder; default: the shipped one.")] = None,
) -> None:
    """Analyze reports: parts, topics, quantities, citations of each, one record a report.

    A file that cannot be used is reported on standard error and the others are done; the exit status is then 1.
    """
    chosen = format or (Format.table if output is None and sys.stdout.isatty() else Format.jsonl)
    if output is not None and not output.parent.is_dir():
        raise typer.BadParameter(f"the folder {output.parent} does not exist", param_hint="--output")
    failures: list[str] = []
    records = _records(paths, model, failures)
    if output is None:
        _write(records, chosen, sys.stdout)
    else:
        with whole_file(output) as file:
            _write(records, chosen, file)
    if failures:
        print(f"lawnlp: {len(failures)} input{'s' if len(failures) > 1 else ''} could not be analyzed", file=sys.stderr)
        raise typer.Exit(1)


def _records(paths: list[str], model: Path | None, failures: list[str]) -> Iterator[dict[str, Any]]:
    """The record of every report that can be analyzed; what cannot is reported at once and noted in `failures`."""
    from lawnlp import analyze, load
    from lawnlp.readers import find_inputs, read_all

    def fail(error: Exception) -> None:
        failures.append(str(error))
        print(f"lawnlp: error: {error}", file=sys.stderr)

    nlp = load(model)
    used: dict[str, int] = {}
    for given in paths:
        try:
            for path in find_inputs([given]):
                try:
                    for report in read_all(path):
                        if len(report.text) > nlp.max_length:
                            raise InputError(f"{path}: {len(report.text)} characters, more than the {nlp.max_length} of one report; split the file")
                        used[report.id] = used.get(report.id, 0) + 1
                        id = report.id if used[report.id] == 1 else f"{report.id}-{used[report.id]}"
                        record = analyze(report.text, id=id, nlp=nlp)
                        record["meta"].update({key: value for key, value in report.meta.items() if value is not None})
                        yield record
                except InputError as error:
                    fail(error)
        except InputError as error:
            fail(error)


def _write(records: Iterator[dict[str, Any]], format: Format, stream: TextIO) -> None:
    if format is Format.jsonl:
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            stream.flush()
        return
    if format is Format.label_studio:
        from lawnlp.annotations.formats.label_studio import write_tasks

        write_tasks(stream, records, predictions=True)
        return
    from lawnlp.cli.tables import print_record

    for record in records:
        print_record(record, stream)
