"""The formats of annotation tools, one module each. A format reads a path into records and writes records to a path; nothing else differs between them.

    read(path, options) -> Reading            what stands in a file or folder; InputError names file, line or task, and key
    write(path, records, options) -> None     to a path that does not exist yet

Rows of a record that is read may lack what the format cannot hold or a tool left empty; `lawnlp.annotations.conversion` completes and checks them.
"""

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from lawnlp.errors import InputError


@dataclass(frozen=True)
class Options:
    """What a format may be told: the layer of a format that holds one, and whether Label Studio gets predictions (None: as the records are)."""

    layer: str | None = None
    predictions: bool | None = None


@dataclass(frozen=True)
class Found:
    """One record, where it stands (`FILE:LINE`, `FILE: task N`), and the names of who annotated it (id, email); none where the format does not say."""

    where: str
    record: dict[str, Any]
    annotators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What stands in a file: records, and lines about what was left out."""

    found: list[Found] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


# Name: module of this package, what it is, suffix of its files ("" for a folder).
FORMATS: dict[str, tuple[str, str, str]] = {
    "annotation-set": ("annotation_set", "lawnlp's own JSON lines", ".jsonl"),
    "label-studio": ("label_studio", "Label Studio tasks", ".json"),
    "doccano": ("doccano", "doccano JSON lines (sequence labeling)", ".jsonl"),
    "prodigy": ("prodigy", "Prodigy JSON lines (spans.manual)", ".jsonl"),
    "brat": ("brat", "a folder of brat standoff files (.txt and .ann)", ""),
    "conll": ("conll", "a character and its BIO tag a line, one layer", ".conll"),
    "spacy": ("docbin", "spaCy DocBin", ".spacy"),
    "datasets": ("arrow", "a folder that datasets.load_from_disk reads", ""),
}


def format_module(name: str) -> Any:
    """The module of a format.

    Raises InputError that lists the names.
    """
    if name not in FORMATS:
        raise InputError(f"unknown format {name!r}; one of {', '.join(FORMATS)}")
    return import_module(f"{__name__}.{FORMATS[name][0]}")
