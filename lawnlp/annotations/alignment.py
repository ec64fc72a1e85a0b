"""Put the work of several annotators side by side: shared documents, paragraphs by their offsets, spans in clusters.

Optional spans are neither required nor wrong, as the project's judge has it; since no annotator is gold, that holds whichever of two marks the span optional.

>>> a = [{"start": 0, "end": 3}, {"start": 5, "end": 7}, {"start": 9, "end": 11, "optional": True}]
>>> b = [{"start": 0, "end": 3}, {"start": 6, "end": 8}, {"start": 9, "end": 11}]
>>> match = match_spans(a, b)
>>> len(match.both), len(match.only_a), len(match.only_b), len(match.overlapping)
(1, 1, 1, 2)
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lawnlp.errors import InputError

Row = Mapping[str, Any]
Offsets = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """A document that at least two annotators have: their records by the annotator's name, in the order given."""

    id: str
    text: str
    records: Mapping[str, Row]


@dataclass(frozen=True)
class Alignment:
    """`shared` documents in the order in which they come; `alone` the ids that only one annotator has; `missing` the shared ones that an annotator lacks."""

    annotators: tuple[str, ...]
    shared: tuple[Document, ...]
    alone: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, tuple[str, ...]]


def align(sets: Mapping[str, Sequence[Row]]) -> Alignment:
    """Pair the documents of two or more annotators (name to records) by id.

    Raises:
        InputError: no document is shared, or a shared document has another text in one of the sets.
    """
    records = {name: {record["id"]: record for record in rows} for name, rows in sets.items()}
    count = Counter(id for rows in records.values() for id in rows)
    shared = []
    for id in count:
        if count[id] < 2:
            continue
        having = {name: rows[id] for name, rows in records.items() if id in rows}
        first, *others = having
        for other in others:
            if having[other]["text"] != having[first]["text"]:
                raise InputError(f"document {id!r}: the text in {other} differs from that in {first}; agreement needs the same text")
        shared.append(Document(id, having[first]["text"], having))
    if not shared:
        raise InputError(f"{', '.join(sets)} share no document; documents are paired by id")
    alone = {name: tuple(id for id in rows if count[id] == 1) for name, rows in records.items()}
    missing = {name: tuple(d.id for d in shared if name not in d.records) for name in records}
    return Alignment(tuple(sets), tuple(shared), alone, missing)


@dataclass(frozen=True)
class SpanMatch:
    """Spans of one layer of one document under two annotators.

    `both` pairs equal required spans; `only_a` and `only_b` are required by one and not marked by the other; `overlapping` pairs required spans that share at least one
    character, each span once, the equal ones among them; `loose_a` and `loose_b` overlap nothing of the other.
    """

    both: tuple[tuple[Row, Row], ...]
    only_a: tuple[Row, ...]
    only_b: tuple[Row, ...]
    overlapping: tuple[tuple[Row, Row], ...]
    loose_a: tuple[Row, ...]
    loose_b: tuple[Row, ...]


def offsets(row: Row) -> Offsets:
    """Start and end of a row."""
    return row["start"], row["end"]


def match_spans(a: Iterable[Row], b: Iterable[Row]) -> SpanMatch:
    """Compare the spans of two annotators; within each, spans do not overlap."""
    (need_a, free_a), (need_b, free_b) = _split(a), _split(b)
    both = tuple((row, need_b[key]) for key, row in need_a.items() if key in need_b)
    only_a = tuple(row for key, row in need_a.items() if key not in need_b and key not in free_b)
    only_b = tuple(row for key, row in need_b.items() if key not in need_a and key not in free_a)
    pairs = _overlaps(list(need_a.values()), list(need_b.values()))
    met_a, met_b = {offsets(x) for x, _ in pairs}, {offsets(y) for _, y in pairs}
    loose_a = tuple(row for key, row in need_a.items() if key not in met_a and not touches(key, free_b))
    loose_b = tuple(row for key, row in need_b.items() if key not in met_b and not touches(key, free_a))
    return SpanMatch(both, only_a, only_b, tuple(pairs), loose_a, loose_b)


def _split(rows: Iterable[Row]) -> tuple[dict[Offsets, Row], dict[Offsets, Row]]:
    """Required and optional spans by their offsets, in the order of the text."""
    ordered = sorted(rows, key=offsets)
    return {offsets(r): r for r in ordered if not r.get("optional")}, {offsets(r): r for r in ordered if r.get("optional")}


def touches(key: Offsets, others: Iterable[Offsets]) -> bool:
    """Whether a span shares a character with one of the others."""
    return any(key[0] < end and start < key[1] for start, end in others)


def _overlaps(a: Sequence[Row], b: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The most pairs of overlapping spans with each span in one pair at most: of spans that do not overlap among themselves, taking the first that meet is best."""
    pairs = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i]["start"] < b[j]["end"] and b[j]["start"] < a[i]["end"]:
            pairs.append((a[i], b[j]))
            i, j = i + 1, j + 1
        elif a[i]["end"] <= b[j]["start"]:
            i += 1
        else:
            j += 1
    return pairs


@dataclass(frozen=True)
class Cluster:
    """Spans of one layer that overlap, of all annotators that have the document: name to rows, [] where an annotator has none."""

    start: int
    end: int
    rows: Mapping[str, tuple[Row, ...]]

    @property
    def disputed(self) -> bool:
        """Whether one annotator requires a span that another has not marked at these offsets."""
        names = list(self.rows)
        matches = (match_spans(self.rows[x], self.rows[y]) for i, x in enumerate(names) for y in names[i + 1 :])
        return any(match.only_a or match.only_b for match in matches)

    @property
    def spans(self) -> dict[Offsets, dict[str, Row]]:
        """Each offsets in the cluster with the rows of those who have it."""
        found: dict[Offsets, dict[str, Row]] = {}
        for name, rows in self.rows.items():
            for row in rows:
                found.setdefault(offsets(row), {})[name] = row
        return dict(sorted(found.items()))

    @property
    def settled(self) -> dict[Offsets, dict[str, Row]]:
        """The spans of an undisputed cluster that do not overlap each other: of optional ones that do, the longest stays."""
        out: dict[Offsets, dict[str, Row]] = {}
        for span, rows in sorted(self.spans.items(), key=lambda pair: (all(r.get("optional") for r in pair[1].values()), pair[0][0] - pair[0][1])):
            if not touches(span, out):
                out[span] = rows
        return dict(sorted(out.items()))


def clusters(document: Document, layer: str) -> list[Cluster]:
    """The spans of a layer, those that overlap together, in the order of the text."""
    every = sorted(((row["start"], row["end"], name, row) for name, record in document.records.items() for row in record.get(layer) or []), key=lambda r: r[:3])
    out: list[Cluster] = []
    group: list[tuple[int, int, str, Row]] = []
    end = 0
    for item in [*every, None]:
        if group and (item is None or item[0] >= end):
            rows = {name: tuple(row for _, _, other, row in group if other == name) for name in document.records}
            out.append(Cluster(group[0][0], end, rows))
            group, end = [], 0
        if item is not None:
            group.append(item)
            end = max(end, item[1])
    return out


def paragraphs(document: Document) -> dict[Offsets, dict[str, Row]]:
    """Every paragraph that somebody has, by its offsets, with the rows of those who have it."""
    found: dict[Offsets, dict[str, Row]] = {}
    for name, record in document.records.items():
        for row in record.get("paragraphs") or []:
            found.setdefault(offsets(row), {})[name] = row
    return dict(sorted(found.items()))
