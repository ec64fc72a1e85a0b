"""`lawnlp evaluate`: a model or a predictions file against an annotation set."""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lawnlp.errors import InputError

if TYPE_CHECKING:
    from lawnlp.comparison import Tally


class By(StrEnum):
    """What figures may be broken down by."""

    part = "part"
    topic = "topic"
    item = "item"
    requirement = "requirement"
    indicator = "indicator"
    level = "level"
    year = "year"
    document = "document"


def command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="An annotation set (.jsonl).")],
    model: Annotated[Path | None, typer.Option("--model", "-m", help="A model folder; default: the shipped one.")] = None,
    predictions: Annotated[Path | None, typer.Option("--predictions", "-p", help="Predictions in the annotation-set format instead of a model.")] = None,
    by: Annotated[By | None, typer.Option("--by", help="Break the figures down.")] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, help="Show up to N errors of each layer with context.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    baseline: Annotated[bool, typer.Option("--baseline", help="Show the pipeline of rules beside.")] = False,
) -> None:
    """Figures with support and 95 % bootstrap intervals over documents.

    Precision, recall and F1 are 0 where nothing was predicted; a layer without support in GOLD shows n = 0.
    """
    if model and predictions:
        raise typer.BadParameter("give --model or --predictions, not both", param_hint="--predictions")
    from lawnlp.calibration import by_requirement, calibration_of
    from lawnlp.comparison import confusion, figures, groups, intervals
    from lawnlp.records import read_records

    records = read_records(gold)
    tallies = _tallies(records, model, predictions)
    result: dict[str, Any] = {"figures": figures(tallies), "intervals": intervals(tallies)}
    if calibrated := calibration_of(tallies):
        result["calibration"] = calibrated
    if baseline:
        from lawnlp.pipeline import baseline_pipeline

        result["baseline"] = figures(_compare(records, _predict(records, baseline_pipeline())))
    if by in (By.level, By.year, By.document):
        result["by"] = dict(groups(records, tallies, by))
    elif by is By.requirement:
        result["by"] = by_requirement(tallies)
    elif by:
        result["by"] = _labels(tallies, by)
    if errors:
        result["errors"] = _errors(tallies, errors)
    result["confusion"] = [[want, given, count] for (want, given), count in sorted(confusion(tallies).items()) if want != given]
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return
    from lawnlp.cli.figures import print_figures

    print_figures(result, sys.stdout)


def _tallies(records: Sequence[dict[str, Any]], model: Path | None, predictions: Path | None) -> "list[Tally]":
    if predictions:
        from lawnlp.records import read_records

        return _compare(records, read_records(predictions))
    from lawnlp import load

    return _compare(records, _predict(records, load(model)))


def _predict(records: Sequence[dict[str, Any]], nlp: Any) -> list[dict[str, Any]]:
    from lawnlp.records import doc_to_record

    if not records:
        raise InputError("the annotation set is empty")
    return [doc_to_record(doc, id=record["id"]) for record, doc in zip(records, nlp.pipe(r["text"] for r in records), strict=True)]


def _compare(records: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> "list[Tally]":
    from lawnlp.comparison import pair, tally

    return [tally(g, p) for g, p in pair(records, predicted)]


def _labels(tallies: "Sequence[Tally]", layer: str) -> dict[str, dict[str, Any]]:
    from lawnlp.comparison import by_label, label_intervals

    spread = label_intervals(tallies, layer)
    return {label: {"p": c.p, "r": c.r, "f": c.f, "interval": spread[label], "n": c.tp + c.fn} for label, c in by_label(tallies, layer)}


def _errors(tallies: "Sequence[Tally]", most: int) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for tally in tallies:
        for miss in tally.misses:
            rows = found.setdefault(miss.layer, [])
            if len(rows) < most:
                rows.append({"document": miss.document, "what": miss.what, "context": miss.context})
    return found
