"""One annotation set from those of several annotators: what they agree on, and the rest marked open for a person to decide.

An open label is left out of its layer and stands in the record's `open` (see `lawnlp.records.OpenRow`) with the readings, each written as the layer would hold it, so that
the reading that is right can be put in as it stands (of topics, those that all give stay where the main one is agreed). A set with open labels is part of the format;
training and evaluation refuse it.

Not open, because the guidelines decide it: a span that one requires and another finds optional, or that one alone marks as optional, is optional ("where a careful reader could
go either way"); of names that contain one another the shortest stands.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lawnlp.annotations.agreement import same_quantity
from lawnlp.annotations.alignment import Alignment, Cluster, Document, Row, clusters, paragraphs
from lawnlp.annotations.disagreements import differing, one_name
from lawnlp.evaluation import rounded_grade

Reading = dict[str, Any]


def adjudicate(aligned: Alignment) -> list[dict[str, Any]]:
    """The merged records of the documents that at least two annotators have; what a prediction has beside its labels (scores, levels) is left out."""
    return [_merge(document) for document in aligned.shared]


def _merge(document: Document) -> dict[str, Any]:
    undecided: list[dict[str, Any]] = []
    merged: dict[str, Any] = {"id": document.id, "text": document.text, "meta": _meta(document), "paragraphs": _paragraphs(document, undecided)}
    for layer, agreed in (("quantities", _agreed_quantity), ("institutions", _agreed_institution), ("citations", _agreed_citation)):
        merged[layer] = [row for cluster in clusters(document, layer) for row in _spans(layer, cluster, agreed, undecided)]
    merged["items"] = _items(document, undecided)
    merged["coverage"] = _coverage(document, undecided)
    return merged | ({"open": undecided} if undecided else {})


def _readings(values: Mapping[str, Any]) -> list[Reading]:
    return [{"annotator": name, "value": value} for name, value in values.items()]


def _meta(document: Document) -> dict[str, Any]:
    """Each key from the first annotator who has it."""
    found: dict[str, Any] = {}
    for record in document.records.values():
        for key, value in (record.get("meta") or {}).items():
            if found.get(key) is None:
                found[key] = value
    return found


def _paragraphs(document: Document, undecided: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for (start, end), given in paragraphs(document).items():
        place = {"layer": "paragraphs", "start": start, "end": end}
        if len(given) < len(document.records):
            undecided.append(
                {**place, "key": "row", "readings": _readings({name: [_labels(given[name])] if name in given else [] for name in document.records})}
            )
            continue
        first, *others = given.values()
        row = _labels(first)
        if differing(p["part"] for p in given.values()):
            undecided.append({**place, "key": "part", "readings": _readings({name: list(p["part"]) for name, p in given.items()})})
            row["part"] = []
        one_main = not differing(p["topics"][:1] for p in given.values())
        if not one_main or differing(set(p["topics"]) for p in given.values()):
            undecided.append({**place, "key": "topics", "readings": _readings({name: list(p["topics"]) for name, p in given.items()})})
            row["topics"] = [topic for topic in first["topics"] if all(topic in p["topics"] for p in others)] if one_main else []
        if all(p.get("items") is not None for p in given.values()):
            row["items"] = [item for item in first["items"] if all(item in p["items"] for p in others)]
        rows.append(row)
    return rows


def _labels(paragraph: Row) -> dict[str, Any]:
    """A paragraph as people annotate it."""
    kept = {key: paragraph[key] for key in ("start", "end", "part", "topics")}
    return kept | ({"items": paragraph["items"]} if paragraph.get("items") is not None else {})


_COLUMNS = {
    "quantities": ("start", "end", "text", "kind", "value", "unit", "bound", "name", "indicator", "optional"),
    "institutions": ("start", "end", "text", "kind", "canonical", "optional"),
    "citations": ("start", "end", "text", "kind", "optional"),
}


def _plain(layer: str, row: Row) -> dict[str, Any]:
    return {key: row[key] for key in _COLUMNS[layer] if key in row}


def _spans(layer: str, cluster: Cluster, agreed: Callable[[Sequence[Row]], dict[str, Any] | None], undecided: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one cluster; an entry in `undecided` where annotators differ on where they stand or on what belongs to one."""
    if cluster.disputed:
        readings = {name: [_plain(layer, row) for row in rows] for name, rows in cluster.rows.items()}
        undecided.append({"layer": layer, "start": cluster.start, "end": cluster.end, "key": "row", "readings": _readings(readings)})
        return []
    out: list[dict[str, Any]] = []
    for span, given in cluster.settled.items():
        values = agreed(list(given.values()))
        if values is None:
            readings = {name: [_plain(layer, given[name])] if name in given else [] for name in cluster.rows}
            undecided.append({"layer": layer, "start": span[0], "end": span[1], "key": "row", "readings": _readings(readings)})
            continue
        optional = len(given) < len(cluster.rows) or any(row.get("optional") for row in given.values())
        first = next(iter(given.values()))
        row = _plain(layer, first) | values
        if optional or "optional" in first:
            row["optional"] = optional
        out.append(row)
    return out


def _agreed_quantity(rows: Sequence[Row]) -> dict[str, Any] | None:
    first, *others = rows
    name = one_name(rows)
    if name is None or not all(same_quantity(first, other) and first.get("indicator") == other.get("indicator") for other in others):
        return None
    return {"name": name or None, "indicator": first.get("indicator")}


def _agreed_institution(rows: Sequence[Row]) -> dict[str, Any] | None:
    return None if differing((row["kind"], row.get("canonical")) for row in rows) else {}


def _agreed_citation(rows: Sequence[Row]) -> dict[str, Any] | None:
    return None if differing(row.get("kind") for row in rows) else {}


def _items(document: Document, undecided: list[dict[str, Any]]) -> list[str] | None:
    given = {name: set(record["items"]) for name, record in document.records.items() if record.get("items") is not None}
    if len(given) < 2:
        return None
    agreed = set.intersection(*given.values())
    for item in sorted(set().union(*given.values()) - agreed):
        undecided.append(_whole("items", item, {name: item in items for name, items in given.items()}))
    return sorted(agreed)


def _coverage(document: Document, undecided: list[dict[str, Any]]) -> dict[str, int] | None:
    given = {name: record["coverage"] for name, record in document.records.items() if record.get("coverage") is not None}
    if len(given) < 2:
        return None
    agreed: dict[str, int] = {}
    for requirement in dict.fromkeys(key for grades in given.values() for key in grades):
        readings = {name: rounded_grade(grades[requirement]) for name, grades in given.items() if requirement in grades}
        if len(readings) < len(given) or differing(readings.values()):
            undecided.append(_whole("coverage", requirement, {name: readings.get(name) for name in given}))
        else:
            agreed[requirement] = next(iter(readings.values()))
    return agreed


def _whole(layer: str, key: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"layer": layer, "start": None, "end": None, "key": key, "readings": _readings(values)}


def open_labels(records: Iterable[Row]) -> int:
    """How many labels of a set are not decided."""
    return sum(len(record.get("open") or []) for record in records)
