"""A record as marks: labelled spans of one flat list, which is what every annotation tool knows, and the rest beside them.

>>> record = {"id": "a", "text": "受理38件", "quantities": [{"start": 2, "end": 5, "text": "38件", "kind": "count", "value": 38, "unit": "件", "bound": "exact"}]}
>>> marks, rest = flatten(record)
>>> marks[0].name, marks[0].values
('quantity-count', {'value': 38, 'unit': '件', 'bound': 'exact'})
>>> assemble("a", record["text"], marks, rest)["quantities"] == record["quantities"]
True
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lawnlp.errors import InputError

# Layer of a record: how its marks are called. A mark's name is that and the label: part-measures, quantity-count, institution-agency, citation-law.
PREFIXES = {"paragraphs": "part", "quantities": "quantity", "institutions": "institution", "citations": "citation"}
LAYERS = tuple(PREFIXES)
_LAYER_OF = {prefix: layer for layer, prefix in PREFIXES.items()}
# Values that name other rows of the same layer by their index, and what stands there when a row is gone ([]: it leaves the list). In marks they name rows by
# their start, so that rows may come, go and change places.
_REFERENCES: dict[str, dict[str, Any]] = {"paragraphs": {"parent": -1}, "quantities": {"change_of": None, "of": None, "parts": [], "rate_of": None}}
_SCORE = re.compile(r"(?:^|_)scores?$")


@dataclass(frozen=True)
class Mark:
    """A labelled span; offsets in code points. `values` is all of its row but offsets, text and label; `label` is None where it is left open."""

    layer: str
    label: str | None
    start: int
    end: int
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The label for tools that have one list of labels."""
        return mark_name(self.layer, self.label)


def mark_name(layer: str, label: str | None) -> str:
    """`quantity-count`, or the bare `citation` where the label is open."""
    return f"{PREFIXES[layer]}-{label}" if label else PREFIXES[layer]


def split_name(name: Any, where: str) -> tuple[str, str | None]:
    """Layer and label of a mark's name.

    Raises InputError that names the place and the label.
    """
    prefix, _, label = str(name).partition("-")
    if prefix not in _LAYER_OF:
        raise InputError(f"{where}: unknown label {name!r}; labels are {', '.join(f'{p}-…' for p in _LAYER_OF)}")
    return _LAYER_OF[prefix], label or None


def flatten(record: Mapping[str, Any]) -> tuple[list[Mark], dict[str, Any]]:
    """The marks of a record, layer by layer, and what belongs to the whole report (meta, items, coverage, …)."""
    marks = []
    for layer in LAYERS:
        rows = record.get(layer) or []
        starts = {i: row["start"] for i, row in enumerate(rows)}
        for row in rows:
            values = {key: value for key, value in row.items() if key not in ("start", "end", "text")}
            if layer == "paragraphs":
                part = values.get("part") or []
                label = part[0] if part else None
                if len(part) == 1:
                    del values["part"]
            else:
                label = values.get("kind")
                if label is not None:
                    del values["kind"]
            for key, gone in _REFERENCES.get(layer, {}).items():
                if key in values:
                    values[key] = _referred(values[key], starts, gone)
            marks.append(Mark(layer, label, row["start"], row["end"], values))
    return marks, {key: value for key, value in record.items() if key not in ("id", "text", *LAYERS)}


def assemble(id: str, text: str, marks: Iterable[Mark], rest: Mapping[str, Any]) -> dict[str, Any]:
    """The record of marks, its rows in the order of the text; the reverse of `flatten`. A row may lack what its mark does not hold."""
    record: dict[str, Any] = {
        "id": id,
        "text": text,
        "meta": {},
        **{layer: [] for layer in LAYERS},
        **{k: v for k, v in rest.items() if k not in ("id", "text", *LAYERS)},
    }
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        values = dict(mark.values)
        row: dict[str, Any] = {"start": mark.start, "end": mark.end}
        if mark.layer == "paragraphs":
            part = values.pop("part", None) or []
            row["part"] = part if part[:1] == [mark.label] else [mark.label] if mark.label else []
        else:
            row["text"] = text[mark.start : mark.end]
            if mark.label is not None:
                row["kind"] = mark.label
        record[mark.layer].append(row | values)
    for layer, keys in _REFERENCES.items():
        index = {row["start"]: i for i, row in enumerate(record[layer])}
        for row in record[layer]:
            row.update({key: _referred(row[key], index, gone) for key, gone in keys.items() if key in row})
    return record


def _referred(value: Any, names: Mapping[int, int], gone: Any) -> Any:
    """A reference, or a list of them, by its new name; null and -1 stay."""
    if isinstance(value, list):
        found = [names.get(item) for item in value]
        return [item for item in found if item is not None] if gone == [] else gone if None in found else found
    return names.get(value, gone) if isinstance(value, int) and value >= 0 else value


def is_prediction(record: Mapping[str, Any]) -> bool:
    """Whether a pipeline wrote this record: scores stand in it, or grades that are no whole numbers."""
    rows = [row for layer in LAYERS for row in record.get(layer) or []]
    if any(_SCORE.search(key) and value is not None for row in [record, *rows] for key, value in row.items()):
        return True
    return any(isinstance(grade, dict | float) for grade in (record.get("coverage") or {}).values())


def without_scores(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values without what only a pipeline gives: once a person has decided, a probability says nothing any more."""
    return {key: value for key, value in values.items() if not _SCORE.search(key)}
