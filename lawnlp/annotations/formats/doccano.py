"""doccano, project type sequence labeling (with overlapping spans allowed): JSON lines with labelled spans.

Spans carry a label and nothing else. Values, meta, items and grades travel in the field `lawnlp`, which doccano keeps as metadata and exports again; a span
that keeps its place keeps its values, a label that was changed wins. Both shapes that doccano exports are read: `label: [[start, end, label]]` and `entities: [{start_offset, …}]`.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lawnlp.annotations.formats import Found, Options, Reading
from lawnlp.annotations.formats.values import as_written, json_lines, packed, shown, take, take_span, unpacked
from lawnlp.annotations.marks import Mark, assemble, flatten, split_name
from lawnlp.errors import InputError
from lawnlp.files import whole_file


def write(path: Path, records: Sequence[dict[str, Any]], _options: Options) -> None:
    """JSON lines, to be imported as JSONL with the columns `text` and `label`."""
    with whole_file(path) as file:
        for record in records:
            file.write(json.dumps(record_to_row(record), ensure_ascii=False) + "\n")


def record_to_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """One line."""
    marks, rest = flatten(record)
    kept = {"rest": rest, "rows": [[mark.layer, mark.start, mark.end, mark.values] for mark in marks]}
    return {"text": record["text"], "label": [[mark.start, mark.end, mark.name] for mark in marks], "report": record["id"], "lawnlp": packed(kept)}


def read(path: Path, _options: Options) -> Reading:
    """Every line."""
    return Reading([Found(where, row_to_record(row, where, f"{path.stem}-{number}")) for number, (where, row) in enumerate(json_lines(path), 1)])


def row_to_record(row: Mapping[str, Any], where: str, id: str) -> dict[str, Any]:
    """The record of a line; `id` is what it is called when lawnlp did not name it.

    Raises InputError that names the label.
    """
    text = take(row, "text", str, where)
    kept = unpacked(row.get("lawnlp"), where)
    with as_written(where):
        values = {(layer, start, end): dict(given) for layer, start, end, given in kept.get("rows") or []}
    marks = []
    for start, end, name, place in _labels(row, text, where):
        layer, label = split_name(name, place)
        marks.append(Mark(layer, label, start, end, values.get((layer, start, end), {})))
    with as_written(where):
        return assemble(str(row.get("report") or id), text, marks, dict(kept.get("rest") or {}))


def _labels(row: Mapping[str, Any], text: str, where: str) -> list[tuple[int, int, Any, str]]:
    if "entities" in row:
        found = []
        for i, entity in enumerate(take(row, "entities", list, where)):
            place = f"{where}: entities[{i}]"
            found.append((*take_span(entity, place, text, "start_offset", "end_offset"), take(entity, "label", str, place), place))
        return found
    key = "label" if "label" in row or "labels" not in row else "labels"
    found = []
    for i, label in enumerate(take(row, key, list, where)):
        place = f"{where}: {key}[{i}]"
        if not isinstance(label, list) or len(label) != 3:
            raise InputError(f"{place}: must be [start, end, label] (here {shown(label)})")
        found.append((*take_span({"start": label[0], "end": label[1]}, place, text), label[2], place))
    return found
