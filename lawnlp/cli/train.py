"""`lawnlp train`: everything that is learned, from annotation sets."""

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer


def command(
    corpus: Annotated[list[Path], typer.Argument(metavar="CORPUS…", help="Annotation sets (.jsonl), or a folder with train.jsonl, dev.jsonl and test.jsonl.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The model folder to write.")],
    config: Annotated[Path | None, typer.Option("--config", "-c", help="A config in spaCy's syntax; default: the shipped configs/report.cfg.")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="a.b=c", help="Change a value of the config; may be given several times.")] = None,
    evaluate: Annotated[list[Path] | None, typer.Option("--evaluate", help="Also score this annotation set and put the figures into the card.")] = None,
    note: Annotated[Path | None, typer.Option("--note", help="Markdown to put into the card, such as figures measured elsewhere.")] = None,
) -> None:
    """Check the data, learn, score the held-out split, write the model folder and its card.

    A folder's test.jsonl is held out; of loose files every fifth government is.
    """
    from rich.console import Console

    from lawnlp.model_card import model_card
    from lawnlp.pipeline import build_pipeline, save_pipeline
    from lawnlp.readers.text import read_text
    from lawnlp.records import read_records
    from lawnlp.resources import config_path
    from lawnlp.training import fingerprint, read_corpus, texts, thin_labels, train

    console = Console(stderr=True, highlight=False)
    remark = read_text(note) if note else ""
    nlp = build_pipeline(config or config_path("report.cfg"), dict(_setting(given) for given in settings or []))
    learn, held = read_corpus(corpus)
    scored = {"the held-out split": held} if held else {}
    scored |= {path.stem: read_records(path) for path in evaluate or []}
    console.print(f"{texts(learn)} to learn from, {len(held)} held out")
    for layer, lines in groupby(thin_labels(learn), key=lambda line: line.split()[0]):
        console.print(
            f"warning: too thin to learn well: {layer}: {', '.join(line.removeprefix(layer).strip().replace(':', '') for line in lines)}", style="yellow"
        )
    with console.status("learning") if sys.stderr.isatty() else _plain(console, "learning …"):
        train(learn, nlp)
    results = {name: _score(records, nlp, name, console) for name, records in scored.items()}
    nlp.meta.update(
        {
            "name": output.name,
            "description": "Parts, topics, quantities with indicators, institutions, citations, checklist items and coverage of rule-of-law annual reports (lawnlp)",
        }
    )
    save_pipeline(nlp, output, card=model_card(nlp, learn, results, remark), corpus=fingerprint(learn))
    console.print(f"written: {output}")


def _setting(given: str) -> tuple[str, Any]:
    key, sign, value = given.partition("=")
    if not sign or not key:
        raise typer.BadParameter(f"{given!r}: write a.b=c", param_hint="--set")
    try:
        return key.strip(), json.loads(value)
    except json.JSONDecodeError:
        return key.strip(), value


def _plain(console: Any, line: str) -> Any:
    from contextlib import nullcontext

    console.print(line)
    return nullcontext()


def _score(records: list[dict[str, Any]], nlp: Any, name: str, console: Any) -> dict[str, Any]:
    from lawnlp.calibration import calibration_of
    from lawnlp.cli.evaluate import _compare, _predict
    from lawnlp.cli.figures import headline_table
    from lawnlp.comparison import figures, intervals
    from lawnlp.pipeline import baseline_pipeline

    tallies = _compare(records, _predict(records, nlp))
    result: dict[str, Any] = {
        "figures": figures(tallies),
        "intervals": intervals(tallies),
        "baseline": figures(_compare(records, _predict(records, baseline_pipeline()))),
    }
    result["calibration"] = calibration_of(tallies)
    console.print(name, style="bold")
    console.print(headline_table(result))
    return result
