"""The command line: one thin module a command. Importing this loads neither spaCy nor scikit-learn."""

import sys

import typer

from lawnlp.cli import analyze, annotations, evaluate, info, train
from lawnlp.errors import LawnlpError

app = typer.Typer(
    name="lawnlp",
    help="Read rule-of-law annual reports (法治政府建设年度报告) into checked, comparable data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("analyze")(analyze.command)
app.command("train")(train.command)
app.command("evaluate")(evaluate.command)
app.add_typer(annotations.app, name="annotations")
app.command("info")(info.command)


def main() -> None:
    """Run the command line; an error of lawnlp becomes one line on standard error and exit status 1."""
    try:
        app()
    except LawnlpError as error:
        print(f"lawnlp: error: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
