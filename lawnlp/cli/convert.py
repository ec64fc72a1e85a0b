"""`lawnlp annotations convert` and `config`: from and to the formats of annotation tools."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from lawnlp.annotations.formats import FORMATS
from lawnlp.annotations.marks import LAYERS

_TOOLS = ("label-studio",)


def _one_of(names: Iterable[str]) -> Callable[[str | None], str | None]:
    def check(given: str | None) -> str | None:
        if given is not None and given not in names:
            raise typer.BadParameter(f"{given!r} is not one of {', '.join(names)}")
        return given

    return check


def command(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="A file or folder. Formats: " + "; ".join(f"{name}: {about}" for name, (_, about, _) in FORMATS.items()) + ".")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file or folder to write.")],
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", callback=_one_of(FORMATS), help="The format to write.")] = "annotation-set",
    given: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", callback=_one_of(FORMATS), help="The format of IN; default: told from its content.")
    ] = None,
    layer: Annotated[str | None, typer.Option("--layer", metavar="|".join(LAYERS), callback=_one_of(LAYERS), help="The layer that conll holds.")] = None,
    annotator: Annotated[str | None, typer.Option("--annotator", help="Take the annotations of this person (id or address), where several annotated.")] = None,
    each: Annotated[bool, typer.Option("--each-annotator", help="Make a folder with a file for each annotator, for `annotations agree`.")] = False,
) -> None:
    """Convert annotation sets. What a format does not hold, and what was left out of IN, is said on standard error.

    Annotations win over predictions; cancelled and rejected ones are left out.
    """
    if to == "conll" and layer is None:
        raise typer.BadParameter(f"conll holds one layer; give one of {', '.join(LAYERS)}", param_hint="--layer")
    if each and annotator:
        raise typer.BadParameter("give --annotator or --each-annotator, not both", param_hint="--each-annotator")
    from lawnlp.annotations.conversion import annotators, guess_format, read_set, write_set
    from lawnlp.annotations.formats import Options
    from lawnlp.annotations.formats.values import file_name
    from lawnlp.errors import InputError

    if not source.exists():
        raise InputError(f"{source}: no such file or folder")
    if not output.parent.is_dir():
        raise typer.BadParameter(f"the folder {output.parent} does not exist", param_hint="--output")
    name = given or guess_format(source)
    people: list[str | None] = [annotator]
    if each:
        people = list(annotators(source, name))
        if not people:
            raise InputError(f"{source}: the file names no annotators")
        output.mkdir(exist_ok=True)
    for person in people:
        records, notes = read_set(source, name, annotator=person)
        target = output / (file_name(str(person)) + FORMATS[to][2]) if each else output
        lost = write_set(target, records, to, Options(layer=layer))
        for note in notes + ([f"{to} does not hold: {'; '.join(lost)}"] if lost else []):
            print(f"lawnlp: {note}", file=sys.stderr)
        print(f"{target}: {len(records)} report{'s' if len(records) != 1 else ''} ({name} to {to})", file=sys.stderr)


def config(
    tool: Annotated[str, typer.Argument(metavar="TOOL", callback=_one_of(_TOOLS), help=f"One of: {', '.join(_TOOLS)}.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")] = None,
) -> None:
    """Write the labelling config of a project, made from the taxonomy (Label Studio: Settings, Labeling Interface, Code)."""
    from lawnlp.annotations.formats.label_studio_config import config_xml
    from lawnlp.files import whole_file

    if output is None:
        sys.stdout.write(config_xml())
        return
    if not output.parent.is_dir():
        raise typer.BadParameter(f"the folder {output.parent} does not exist", param_hint="--output")
    with whole_file(output) as file:
        file.write(config_xml())
