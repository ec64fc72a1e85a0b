"""Prodigy, recipe spans.manual: JSON lines with tokens and spans. Prodigy keeps what it does not know, so a span carries all values of its row.

One character is one token, as in lawnlp's pipelines; `token_end` is the index of the last token. Answers other than accept are left out and named.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lawnlp.annotations.formats import Found, Options, Reading
from lawnlp.annotations.formats.values import as_written, json_lines, packed, shown, take, take_span, unpacked
from lawnlp.annotations.marks import Mark, assemble, flatten, is_prediction, split_name
from lawnlp.errors import InputError
from lawnlp.files import whole_file

_OWN = frozenset({"start", "end", "token_start", "token_end", "label", "text", "source", "input_hash"})


def write(path: Path, records: Sequence[dict[str, Any]], _options: Options) -> None:
    """JSON lines, for `prodigy db-in` or as the source of a recipe."""
    with whole_file(path) as file:
        for record in records:
            file.write(json.dumps(record_to_task(record), ensure_ascii=False) + "\n")


def record_to_task(record: Mapping[str, Any]) -> dict[str, Any]:
    """One task; accepted already where people annotated it."""
    marks, rest = flatten(record)
    text = record["text"]
    spans = [
        {
            "start": m.start,
            "end": m.end,
            "token_start": m.start,
            "token_end": m.end - 1,
            "label": m.name,
            **{k: v for k, v in m.values.items() if k not in _OWN},
        }
        for m in marks
    ]
    return {
        "text": text,
        "tokens": [{"text": c, "start": i, "end": i + 1, "id": i, "ws": False} for i, c in enumerate(text)],
        "spans": spans,
        "meta": {"report": record["id"], **({"title": title} if (title := (rest.get("meta") or {}).get("title")) else {})},
        "lawnlp": packed(rest),
        **({} if is_prediction(record) else {"answer": "accept"}),
    }


def read(path: Path, _options: Options) -> Reading:
    """Every line that was accepted or not yet answered."""
    reading = Reading()
    left: list[str] = []
    for number, (where, task) in enumerate(json_lines(path), 1):
        answer = task.get("answer", "accept")
        if answer not in ("accept", "reject", "ignore"):
            raise InputError(f"{where}: answer: must be accept, reject or ignore (here {shown(answer)})")
        if answer != "accept":
            left.append(f"{number} ({answer})")
            continue
        by = tuple(str(task[key]) for key in ("_annotator_id", "_session_id") if task.get(key))
        reading.found.append(Found(where, task_to_record(task, where, f"{path.stem}-{number}"), by))
    if left:
        reading.notes.append(f"not accepted, left out: line {', '.join(left[:8])}" + (f" and {len(left) - 8} more" if len(left) > 8 else ""))
    return reading


def task_to_record(task: Mapping[str, Any], where: str, id: str) -> dict[str, Any]:
    """The record of a task; `id` is what it is called when lawnlp did not name it.

    Raises InputError that names the span.
    """
    text = take(task, "text", str, where)
    rest = unpacked(task.get("lawnlp"), where)
    marks = []
    for i, span in enumerate(take(task, "spans", list, where) if "spans" in task else []):
        place = f"{where}: spans[{i}]"
        start, end = take_span(span, place, text)
        layer, label = split_name(take(span, "label", str, place), place)
        marks.append(Mark(layer, label, start, end, {key: value for key, value in span.items() if key not in _OWN}))
    meta = task.get("meta")
    named = meta.get("report") if isinstance(meta, dict) else None
    with as_written(where):
        return assemble(str(named or id), text, marks, rest)
