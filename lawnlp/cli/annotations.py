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


class Sort(StrEnum):
    """The order of disagreements."""

    kind = "kind"
    document = "document"
    label = "label"


class By(StrEnum):
    """What agreement may be broken down by."""

    label = "label"
    document = "document"


@app.command("agree")
def agree(
    files: Annotated[list[Path], typer.Argument(metavar="A B [C…]", help="Annotation sets (.jsonl) of the same documents, one an annotator; predictions too.")],
    by: Annotated[By | None, typer.Option("--by", help="Break the figures down.")] = None,
    sort: Annotated[Sort, typer.Option("--sort", help="The order of the disagreements.")] = Sort.kind,
    most: Annotated[int, typer.Option("--list", min=0, help="Show up to N disagreements.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, with all disagreements, instead of tables.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write figures and all disagreements to this page.")] = None,
    adjudicated: Annotated[Path | None, typer.Option("--adjudicate", help="Write the agreed labels to this annotation set, the others marked as open.")] = None,
) -> None:
    """Agreement of two or more annotators, with support and 95 % bootstrap intervals over documents, and where they disagree.

    Documents are paired by id; those that only one annotator has are named and left out. Nobody is gold: the figures are the same in any order of the files.
    """
    if len(files) < 2:
        raise typer.BadParameter("give the annotation sets of at least two annotators", param_hint="A B")
    for option, path in (("--html", html), ("--adjudicate", adjudicated)):
        if path is not None and not path.parent.is_dir():
            raise typer.BadParameter(f"the folder {path.parent} does not exist", param_hint=option)
    from lawnlp.annotations.adjudication import adjudicate, open_labels
    from lawnlp.annotations.agreement import agreement
    from lawnlp.annotations.alignment import align
    from lawnlp.annotations.disagreements import find_disagreements, sort_disagreements
    from lawnlp.files import whole_file
    from lawnlp.records import read_records, write_records

    aligned = align(dict(zip(_names(files), (read_records(file) for file in files), strict=True)))
    result = agreement(aligned)
    found = sort_disagreements(find_disagreements(aligned), sort)
    if html is not None:
        from lawnlp.annotations.page import agreement_page

        with whole_file(html) as page:
            page.write(agreement_page(result, found))
    written = ""
    if adjudicated is not None:
        merged = adjudicate(aligned)
        write_records(adjudicated, merged)
        written = f"{adjudicated}: {len(merged)} documents, {open_labels(merged)} labels open"
    if as_json:
        print(json.dumps({**result, "disagreements": [d.as_dict() for d in found]}, ensure_ascii=False))
        return
    from lawnlp.cli.agreement_tables import print_agreement

    print_agreement(result, found, by, most, sys.stdout)
    if written:
        print(written)


def _names(files: list[Path]) -> list[str]:
    """A name for each annotator: the file's stem, with its folder where stems are equal."""
    stems = [file.stem for file in files]
    names = [stem if stems.count(stem) == 1 else f"{file.resolve().parent.name}/{stem}" for file, stem in zip(files, stems, strict=True)]
    if len(set(names)) < len(names):
        raise typer.BadParameter("two of the files have the same name and folder; the same annotator twice?", param_hint="A B")
    return names


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
