"""What an annotation set holds: documents, lengths, and how often each label occurs.

>>> record = {"id": "a", "text": "一、成效", "paragraphs": [{"start": 0, "end": 4, "part": ["measures"], "topics": []}]}
>>> counted = count_labels([record])["part"]["measures"]
>>> counted.uses, counted.documents
(1, 1)
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from lawnlp.evaluation import rounded_grade
from lawnlp.taxonomy import Taxonomy, taxonomy

THIN = 5  # a label with fewer examples cannot be learned; it is named
SPANS = ("quantities", "institutions", "citations")


@dataclass(frozen=True)
class LabelCount:
    """How often a label is used, and in how many documents."""

    uses: int = 0
    documents: int = 0


def known_labels(labels: Taxonomy | None = None) -> dict[str, tuple[str, ...]]:
    """Every layer and the labels it may have, in the order of the taxonomy; a grade is `REQUIREMENT GRADE`."""
    labels = labels or taxonomy()
    return {
        "part": tuple(labels.parts),
        "topic": tuple(labels.topics),
        "item": tuple(labels.items),
        "quantity kind": labels.kinds["quantity"],
        "bound": labels.kinds["bound"],
        "indicator": tuple(labels.indicators),
        "institution kind": labels.kinds["institution"],
        "citation kind": labels.kinds["citation"],
        "grade": tuple(f"{requirement} {grade}" for requirement in labels.requirements for grade in range(len(labels.grades))),
    }


def _uses(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every use of a label in one record: the main part of a paragraph, each of its topics, kinds of spans, items and grades of the document."""
    for paragraph in record.get("paragraphs") or []:
        yield from (("part", part) for part in paragraph["part"][:1])
        yield from (("topic", topic) for topic in paragraph["topics"])
    for quantity in record.get("quantities") or []:
        yield "quantity kind", quantity["kind"]
        yield "bound", quantity["bound"]
        if quantity.get("indicator"):
            yield "indicator", quantity["indicator"]
    for layer in ("institution", "citation"):
        yield from ((f"{layer} kind", row["kind"]) for row in record.get(f"{layer}s") or [] if row.get("kind"))
    yield from (("item", item) for item in record.get("items") or [])
    yield from (("grade", f"{name} {rounded_grade(grade)}") for name, grade in (record.get("coverage") or {}).items())


def count_labels(records: Iterable[Mapping[str, Any]], labels: Taxonomy | None = None) -> dict[str, dict[str, LabelCount]]:
    """Uses and documents of every label of the taxonomy, by layer; labels that never occur count 0."""
    uses: Counter[tuple[str, str]] = Counter()
    documents: Counter[tuple[str, str]] = Counter()
    for record in records:
        found = list(_uses(record))
        uses.update(found)
        documents.update(set(found))
    return {layer: {label: LabelCount(uses[layer, label], documents[layer, label]) for label in known} for layer, known in known_labels(labels).items()}


def thin(counted: Mapping[str, Mapping[str, LabelCount]], layers: Sequence[str] | None = None) -> list[tuple[str, str, int]]:
    """Layer, label and uses of the labels with fewer than five."""
    return [(layer, label, count.uses) for layer in layers or counted for label, count in counted[layer].items() if count.uses < THIN]


def balance(counts: Iterable[int]) -> float | None:
    """How evenly labels are used: Shannon entropy over its greatest value, 1 where all are equally frequent, 0 where one label is alone; None without any."""
    counts = list(counts)
    total = sum(counts)
    if not total or len(counts) < 2:
        return None
    return abs(sum(n / total * math.log(n / total) for n in counts if n)) / math.log(len(counts))


def statistics(records: Sequence[Mapping[str, Any]], labels: Taxonomy | None = None) -> dict[str, Any]:
    """All that `lawnlp annotations stats` shows, as plain JSON types.

    Lengths are characters and paragraphs a document; `balance` is that of each layer (see there), `thin` the labels with fewer than five uses.
    """
    counted = count_labels(records, labels)
    return {
        "documents": len(records),
        "characters": sum(len(r["text"]) for r in records),
        "paragraphs": sum(len(r.get("paragraphs") or []) for r in records),
        "unlabelled_paragraphs": sum(not p["part"] for r in records for p in r.get("paragraphs") or []),
        **{layer: _spans(records, layer) for layer in SPANS},
        "without_items": sum(r.get("items") is None for r in records),
        "without_coverage": sum(r.get("coverage") is None for r in records),
        "open": sum(len(r.get("open") or []) for r in records),
        "length": {
            "characters": _spread([len(r["text"]) for r in records]),
            "paragraphs": _spread([len(r.get("paragraphs") or []) for r in records]),
        },
        "level": _groups(records, "level"),
        "year": _groups(records, "year"),
        "labels": {layer: {label: {"uses": c.uses, "documents": c.documents} for label, c in rows.items()} for layer, rows in counted.items()},
        "balance": {layer: balance(c.uses for c in rows.values()) for layer, rows in counted.items() if layer != "grade"},
        "thin": [{"layer": layer, "label": label, "uses": uses} for layer, label, uses in thin(counted)],
    }


def _spans(records: Sequence[Mapping[str, Any]], layer: str) -> dict[str, int]:
    rows = [row for r in records for row in r.get(layer) or []]
    return {"spans": len(rows), "optional": sum(bool(row.get("optional")) for row in rows)}


def _spread(values: Sequence[int]) -> dict[str, float]:
    if not values:
        return {"smallest": 0, "median": 0, "mean": 0, "largest": 0}
    return {"smallest": min(values), "median": median(values), "mean": round(mean(values), 1), "largest": max(values)}


def _groups(records: Sequence[Mapping[str, Any]], key: str) -> dict[str, dict[str, int]]:
    """Documents and characters by a key of the meta; `unknown` where a record does not say."""
    found: dict[str, list[int]] = {}
    for record in records:
        found.setdefault(str((record.get("meta") or {}).get(key) or "unknown"), []).append(len(record["text"]))
    return {name: {"documents": len(sizes), "characters": sum(sizes)} for name, sizes in sorted(found.items())}
