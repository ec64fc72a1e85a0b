"""brat standoff: a folder with a .txt and an .ann file for each report, and an annotation.conf made from the taxonomy.

    T1	quantity-count 41 46	12余件
    A1	bound T1 at_least
    A2	optional T1
    N1	Reference T2 lawnlp:柏江市栖川县司法局	柏江市栖川县司法局
    #1	AnnotatorNotes T1	{"value": 12, "unit": "件"}
    #2	Report T1	{"id": …, "meta": …}

Full names are normalisations, bounds and doubts attributes, all other values a note in JSON. What belongs to the whole report is a note on the first span. Offsets
are code points; a span over a line break is written in fragments, as brat wants it. Relations and events are left out and named.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lawnlp.annotations.formats import Found, Options, Reading
from lawnlp.annotations.formats.values import as_written, file_name, shown, unpacked
from lawnlp.annotations.marks import LAYERS, Mark, assemble, flatten, mark_name, split_name
from lawnlp.errors import InputError
from lawnlp.taxonomy import taxonomy

_REFERENCE = "lawnlp:"
_NOTE, _REPORT = "AnnotatorNotes", "Report"


def write(path: Path, records: Sequence[dict[str, Any]], _options: Options) -> None:
    """A new folder.

    Raises InputError when an id makes no file name.
    """
    path.mkdir()
    for record in records:
        name = file_name(record["id"])
        (path / f"{name}.txt").write_bytes(record["text"].encode())
        (path / f"{name}.ann").write_bytes(record_to_ann(record).encode())
    (path / "annotation.conf").write_text(annotation_conf(), encoding="utf-8")


def record_to_ann(record: Mapping[str, Any]) -> str:
    """The lines of one .ann file."""
    marks, rest = flatten(record)
    lines: list[str] = []
    count: Counter[str] = Counter()

    def add(kind: str, body: str) -> None:
        count[kind] += 1
        lines.append(f"{kind}{count[kind]}\t{body}")

    for mark in marks:
        covered = record["text"][mark.start : mark.end]
        if not covered.strip("\n"):
            continue  # brat has no span of a line break
        add("T", f"{mark.name} {_fragments(mark.start, covered)}\t{covered.replace(chr(10), ' ')}")
        own = f"T{count['T']}"
        values = dict(mark.values)
        if values.get("bound") in taxonomy().kinds["bound"]:
            add("A", f"bound {own} {values.pop('bound')}")
        if values.get("optional") is True:
            add("A", f"optional {own}")
            del values["optional"]
        name = values.get("canonical")
        if isinstance(name, str) and name.strip() and not re.search(r"\s", name):
            add("N", f"Reference {own} {_REFERENCE}{name}\t{name}")
            del values["canonical"]
        if values:
            add("#", f"{_NOTE} {own}\t{json.dumps(values, ensure_ascii=False)}")
    if lines:
        add("#", f"{_REPORT} T1\t{json.dumps({'id': record['id'], **rest}, ensure_ascii=False)}")
    return "".join(f"{line}\n" for line in lines)


def _fragments(start: int, covered: str) -> str:
    found = [(start + match.start(), start + match.end()) for match in re.finditer(r"[^\n]+", covered)]
    return ";".join(f"{a} {b}" for a, b in found)


def annotation_conf() -> str:
    """The config of the folder: types of spans, and the attributes they may have."""
    labels = taxonomy()
    lines = ["[entities]"]
    for layer in LAYERS:
        kinds = labels.parts if layer == "paragraphs" else labels.kinds[mark_name(layer, None)]
        lines += [mark_name(layer, kind) for kind in kinds] + ([mark_name(layer, None)] if layer in ("paragraphs", "citations") else [])
    bounds = "|".join(labels.kinds["bound"])
    return "\n".join([*lines, "", "[relations]", "", "[events]", "", "[attributes]", f"bound\tArg:<ENTITY>, Value:{bounds}", "optional\tArg:<ENTITY>", ""])


def read(path: Path, _options: Options) -> Reading:
    """Every .txt of the folder that has an .ann; folders within and links are left alone."""
    from lawnlp.readers.text import read_text

    if not path.is_dir():
        raise InputError(f"{path}: must be a folder with .txt and .ann files")
    reading = Reading()
    left: Counter[str] = Counter()
    for ann in sorted(path.glob("*.ann")):
        text_file = ann.with_suffix(".txt")
        for file in (ann, text_file):
            if file.is_symlink():
                raise InputError(f"{file}: is a link; put the file itself into the folder")
        if not text_file.is_file():
            raise InputError(f"{text_file}: missing; an .ann file needs the text beside it")
        lines = read_text(ann).split("\n") if ann.read_bytes().strip() else []
        reading.found.append(Found(str(ann), ann_to_record(lines, read_text(text_file), str(ann), unquote(ann.stem), left)))
    if not reading.found:
        raise InputError(f"{path}: no .ann file in this folder")
    if left:
        reading.notes.append(f"not held by a record, left out: {', '.join(f'{kind} ({n})' for kind, n in sorted(left.items()))}")
    return reading


def ann_to_record(lines: Sequence[str], text: str, where: str, id: str, left: Counter[str]) -> dict[str, Any]:
    """The record of one .ann file.

    Args:
        lines: its lines.
        text: the text beside it.
        where: the file, for messages.
        id: what the report is called.
        left: counts the annotations that a record cannot hold.

    Raises:
        InputError: `FILE:LINE: what is wrong`.
    """
    spans: dict[str, tuple[str, str | None, int, int]] = {}
    values: dict[str, dict[str, Any]] = {}
    rest: dict[str, Any] = {}
    notes = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        key, _, body = line.partition("\t")
        place = f"{where}:{number}"
        if key.startswith("T"):
            spans[key] = _span(body, text, place)
            values.setdefault(key, {})
        elif key.startswith(("A", "M", "N", "#")):
            notes.append((key, body, place))
        else:
            left[{"R": "relations", "E": "events", "*": "equivalences"}.get(key[:1], "unknown lines")] += 1
    for key, body, place in notes:
        target, found = _values(key, body, place)
        if target not in spans:
            if key.startswith("#"):
                left["notes on other annotations"] += 1
                continue
            raise InputError(f"{place}: {target}: no such span")
        if found is None:
            left["free notes, other attributes and references"] += 1
        elif "report" in found:
            rest = found["report"]
        else:
            values[target].update(found)
    marks = [Mark(layer, label, start, end, values[key]) for key, (layer, label, start, end) in spans.items()]
    with as_written(where):
        return assemble(str(rest.pop("id", id)), text, marks, rest)


def _span(body: str, text: str, place: str) -> tuple[str, str | None, int, int]:
    head, _, covered = body.partition("\t")
    name, _, offsets = head.partition(" ")
    layer, label = split_name(name, place)
    pieces = [piece.split() for piece in offsets.split(";")]
    if not all(len(piece) == 2 and all(number.isascii() and number.isdigit() and len(number) < 10 for number in piece) for piece in pieces):
        raise InputError(f"{place}: must be a type and offsets like `quantity-count 41 46` (here {head[:60]!r})")
    edges = [(int(a), int(b)) for a, b in pieces]
    start, end = edges[0][0], edges[-1][1]
    if not start < end <= len(text) or any(a >= b for a, b in edges):
        raise InputError(f"{place}: {start}:{end} is no span of a text of {len(text)} characters")
    if any(text[b:a].strip() or b > a for (_, b), (a, _) in pairwise(edges)):
        raise InputError(f"{place}: the span has gaps; a record holds spans without gaps only")
    if covered and "".join(covered.split()) != "".join(text[start:end].split()):
        raise InputError(f"{place}: {covered[:40]!r} is not what stands at {start}:{end}, {text[start:end][:40]!r}")
    return layer, label, start, end


def _values(key: str, body: str, place: str) -> tuple[str, dict[str, Any] | None]:
    """The span that an attribute, normalisation or note belongs to, and what it says; None for what is not lawnlp's."""
    head, _, said = body.partition("\t")
    kind, target, *more = [*head.split(" ", 2), ""][:3]
    if not target:
        raise InputError(f"{place}: must name a type and a span (here {body[:60]!r})")
    if key.startswith("#"):
        if kind == _REPORT:
            return target, {"report": unpacked(said, place)}
        return (target, _note(said, place)) if kind == _NOTE else (target, None)
    if key.startswith("N"):
        return target, {"canonical": more[0].removeprefix(_REFERENCE)} if more and more[0].startswith(_REFERENCE) else None
    if kind == "bound":
        if not more or not more[0]:
            raise InputError(f"{place}: bound: must have a value (here {shown(body)})")
        return target, {"bound": more[0]}
    return target, {"optional": True} if kind == "optional" else None


def _note(said: str, place: str) -> dict[str, Any] | None:
    """The values in a note; None for a note in an annotator's own words."""
    return unpacked(said, place) if said.lstrip().startswith("{") else None
