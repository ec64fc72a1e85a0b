"""doccano, project type sequence labeling (with overlapping spans allowed): JSON lines with labelled spans.

Spans carry a label and nothing else. Values, meta, items and grades travel in the field `lawnlp`, which doccano keeps as metadata and exports again; a span
that keeps its place keeps its values, a label that was changed wins. Offsets are UTF-16 units, since doccano 1.8 stores what the browser counts (the project's grapheme mode must be off): a
character outside the basic plane counts as two there and as one in a record. Both shapes that doccano exports are read: `label: [[start, end, label]]` and `entities: [{start_offset, …}]`.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lawnlp.annotations.formats import Found, Options, Reading
from lawnlp.annotations.formats.values import as_written, json_lines, packed, shown, take, take_span, unpacked
from lawnlp.annotations.marks import Mark, assemble, flatten, split_name
from lawnlp.errors import InputError
from lawnlp.files import whole_file

_WIDE = re.compile(r"[\U00010000-\U0010ffff]")


def write(path: Path, records: Sequence[dict[str, Any]], _options: Options) -> None:
    """JSON lines, to be imported as JSONL with the columns `text` and `label`."""
    with whole_file(path) as file:
        for record in records:
            file.write(json.dumps(record_to_row(record), ensure_ascii=False) + "\n")


def record_to_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """One line."""
    marks, rest = flatten(record)
    kept = {"rest": rest, "rows": [[mark.layer, mark.start, mark.end, mark.values] for mark in marks]}
    wide = wide_characters(record["text"])
    spans = [[mark.start + bisect_left(wide, mark.start), mark.end + bisect_left(wide, mark.end), mark.name] for mark in marks]
    return {"text": record["text"], "label": spans, "report": record["id"], "lawnlp": packed(kept)}


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


def wide_characters(text: str) -> list[int]:
    """The indexes of the characters that are two UTF-16 units."""
    return [match.start() for match in _WIDE.finditer(text)]


def _labels(row: Mapping[str, Any], text: str, where: str) -> list[tuple[int, int, Any, str]]:
    found = []
    if "entities" in row:
        for i, entity in enumerate(take(row, "entities", list, where)):
            place = f"{where}: entities[{i}]"
            start, end = (take(entity, key, int, place) for key in ("start_offset", "end_offset"))
            found.append((start, end, take(entity, "label", str, place), place))
    else:
        key = "label" if "label" in row or "labels" not in row else "labels"
        for i, label in enumerate(take(row, key, list, where)):
            place = f"{where}: {key}[{i}]"
            if not isinstance(label, list) or len(label) != 3:
                raise InputError(f"{place}: must be [start, end, label] (here {shown(label)})")
            start, end = (take(dict(zip(("start", "end"), label, strict=False)), edge, int, place) for edge in ("start", "end"))
            found.append((start, end, label[2], place))
    wide = wide_characters(text)
    second = [index + before + 1 for before, index in enumerate(wide)]  # the second units, counted in units
    inside = set(second)
    spans = []
    for start, end, name, place in found:
        if start in inside or end in inside:
            raise InputError(f"{place}: {start}:{end} cuts a character in two; offsets must be UTF-16 units, as doccano counts")
        span = {"start": start - bisect_left(second, start), "end": end - bisect_left(second, end)}
        spans.append((*take_span(span, place, text), name, place))
    return spans
