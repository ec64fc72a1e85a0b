"""Where annotators disagree, one entry each, with both (or all) readings and the words around.

>>> from lawnlp.annotations.alignment import align
>>> text = "受理复议申请38件"
>>> row = {"start": 6, "end": 9, "text": "38件", "kind": "count", "value": 38, "unit": "件", "bound": "exact"}
>>> a, b = ({"id": "r", "text": text, "quantities": [{**row, "value": value}]} for value in (38, 83))
>>> [found] = find_disagreements(align({"a": [a], "b": [b]}))
>>> found.kind, found.readings, found.words
('value', {'a': '38 件 exact count', 'b': '83 件 exact count'}, '38件')
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lawnlp.annotations.agreement import same_quantity
from lawnlp.annotations.alignment import Alignment, Cluster, Document, Row, clusters, paragraphs
from lawnlp.evaluation import rounded_grade

# Every kind of disagreement, in the order in which they are listed.
KINDS = {
    "paragraph": "a paragraph that not all have",
    "part": "the part of a paragraph",
    "main topic": "the first topic of a paragraph",
    "topics": "the further topics of a paragraph",
    "quantity": "where a quantity stands",
    "value": "value, unit, bound or kind of a quantity",
    "indicator": "the indicator of a quantity",
    "name": "what a quantity counts",
    "institution": "where an institution stands",
    "institution kind": "the kind of an institution",
    "full name": "the full name of an institution",
    "citation": "where a citation stands",
    "citation kind": "the kind of a citation",
    "item": "whether the report has an item",
    "grade": "the grade of a requirement",
}
ABSENT = "—"
_AROUND = 24


@dataclass(frozen=True)
class Disagreement:
    """One disagreement; offsets are None for items and grades that no paragraph shows.

    `label` is the item or requirement, else empty; `readings` gives what each annotator has, in words, `—` where nothing is marked; `before`, `words` and `after` are the
    text at the place.
    """

    kind: str
    document: str
    start: int | None
    end: int | None
    label: str
    readings: Mapping[str, str]
    before: str
    words: str
    after: str

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def find_disagreements(aligned: Alignment) -> list[Disagreement]:
    """All disagreements, document by document, in the order of the text, then items and grades."""
    return [found for document in aligned.shared for found in _in_document(document)]


def sort_disagreements(found: Iterable[Disagreement], by: str) -> list[Disagreement]:
    """Sorted by `kind` (in the order of KINDS), `document` (and place), or `label` (the item or requirement, then the readings, so that equal confusions stand together)."""
    kinds = list(KINDS)
    keys: dict[str, Callable[[Disagreement], Any]] = {
        "kind": lambda d: (kinds.index(d.kind), d.document, d.start or 0),
        "document": lambda d: (d.document, d.start is None, d.start or 0, kinds.index(d.kind)),
        "label": lambda d: (kinds.index(d.kind), d.label, *d.readings.values(), d.document),
    }
    return sorted(found, key=keys[by])


def _in_document(document: Document) -> Iterator[Disagreement]:
    spans = [found for layer, compare in _SPANS for cluster in clusters(document, layer) for found in compare(document, cluster)]
    yield from sorted([*_paragraphs(document), *spans], key=lambda d: (d.start or 0, list(KINDS).index(d.kind)))
    yield from _items(document)
    yield from _grades(document)


def _make(document: Document, kind: str, span: tuple[int, int] | None, readings: Mapping[str, str], label: str = "") -> Disagreement:
    if span is None:
        return Disagreement(kind, document.id, None, None, label, readings, "", "", "")
    start, end = span
    text = document.text
    words = _line(text[start:end])
    if len(words) > 90:
        words = f"{words[:70]}…{words[-16:]}"
    return Disagreement(kind, document.id, start, end, label, readings, _line(text[max(0, start - _AROUND) : start]), words, _line(text[end : end + _AROUND]))


def _line(words: str) -> str:
    return " ".join(words.split())


def differing(values: Iterable[Any]) -> bool:
    """Whether not all values are equal."""
    values = list(values)
    return any(value != values[0] for value in values[1:])


def _paragraphs(document: Document) -> Iterator[Disagreement]:
    for span, rows in paragraphs(document).items():
        if len(rows) < len(document.records):
            yield _make(document, "paragraph", span, {name: _part(rows[name]) if name in rows else ABSENT for name in document.records})
        if len(rows) < 2:
            continue
        if differing(row["part"] for row in rows.values()):
            yield _make(document, "part", span, {name: _part(row) for name, row in rows.items()})
        topics = {name: "+".join(row["topics"]) or ABSENT for name, row in rows.items()}
        if differing(row["topics"][:1] for row in rows.values()):
            yield _make(document, "main topic", span, topics)
        elif differing(set(row["topics"]) for row in rows.values()):
            yield _make(document, "topics", span, topics)


def _part(row: Row) -> str:
    return "+".join(row["part"]) or ABSENT


def _placed(document: Document, cluster: Cluster, kind: str, describe: Callable[[Row], str]) -> Iterator[Disagreement]:
    """Where spans stand, as one entry for all that overlap."""
    if cluster.disputed:
        readings = {name: "; ".join(describe(row) for row in rows) or ABSENT for name, rows in cluster.rows.items()}
        yield _make(document, kind, (cluster.start, cluster.end), readings)


def _quoted(document: Document, row: Row) -> str:
    return f"«{_line(document.text[row['start'] : row['end']])}»" + (" (optional)" if row.get("optional") else "")


def _quantities(document: Document, cluster: Cluster) -> Iterator[Disagreement]:
    yield from _placed(document, cluster, "quantity", lambda row: f"{_quoted(document, row)} {value_of(row)}")
    for span, rows in _shared(cluster):
        first, *others = rows.values()
        if not all(same_quantity(first, other) for other in others):
            yield _make(document, "value", span, {name: value_of(row) for name, row in rows.items()})
        if differing(row.get("indicator") for row in rows.values()):
            yield _make(document, "indicator", span, {name: row.get("indicator") or ABSENT for name, row in rows.items()})
        if one_name(rows.values()) is None:
            yield _make(document, "name", span, {name: row.get("name") or ABSENT for name, row in rows.items()})


def value_of(row: Row) -> str:
    """Value, unit, bound and kind of a quantity in words."""
    return " ".join(str(part) for part in (row["value"], row["unit"], row["bound"], row["kind"]) if part not in ("", None))


def one_name(rows: Iterable[Row]) -> str | None:
    """The name that annotators agree on: of phrases that contain one another the shortest, as the guidelines ask for; None where they differ."""
    names = sorted({row.get("name") or "" for row in rows}, key=len)
    return names[0] if all(names[0] in other for other in names) and (names[0] or len(names) == 1) else None


def _institutions(document: Document, cluster: Cluster) -> Iterator[Disagreement]:
    yield from _placed(document, cluster, "institution", lambda row: f"{_quoted(document, row)} {row['kind']}")
    for span, rows in _shared(cluster):
        if differing(row["kind"] for row in rows.values()):
            yield _make(document, "institution kind", span, {name: row["kind"] for name, row in rows.items()})
        if differing(row.get("canonical") for row in rows.values()):
            yield _make(document, "full name", span, {name: row.get("canonical") or ABSENT for name, row in rows.items()})


def _citations(document: Document, cluster: Cluster) -> Iterator[Disagreement]:
    yield from _placed(document, cluster, "citation", lambda row: f"{_quoted(document, row)} {row.get('kind') or ABSENT}")
    for span, rows in _shared(cluster):
        if differing(row.get("kind") for row in rows.values()):
            yield _make(document, "citation kind", span, {name: row.get("kind") or ABSENT for name, row in rows.items()})


_SPANS: Sequence[tuple[str, Callable[[Document, Cluster], Iterator[Disagreement]]]] = (
    ("quantities", _quantities),
    ("institutions", _institutions),
    ("citations", _citations),
)


def _shared(cluster: Cluster) -> Iterator[tuple[tuple[int, int], dict[str, Row]]]:
    """The spans that at least two annotators have, required or optional, with their rows."""
    return ((span, rows) for span, rows in (cluster.spans if cluster.disputed else cluster.settled).items() if len(rows) > 1)


def _items(document: Document) -> Iterator[Disagreement]:
    given = {name: set(record["items"]) for name, record in document.records.items() if record.get("items") is not None}
    if len(given) < 2:
        return
    for item in sorted(set().union(*given.values()) - set.intersection(*given.values())):
        yield _make(document, "item", _shown(document, item), {name: "yes" if item in items else "no" for name, items in given.items()}, item)


def _shown(document: Document, item: str) -> tuple[int, int] | None:
    """The first paragraph on which an annotator has the item; None where paragraphs carry no items."""
    found = [(p["start"], p["end"]) for record in document.records.values() for p in record.get("paragraphs") or [] if item in (p.get("items") or [])]
    return min(found, default=None)


def _grades(document: Document) -> Iterator[Disagreement]:
    given = {name: record["coverage"] for name, record in document.records.items() if record.get("coverage") is not None}
    for requirement in dict.fromkeys(key for grades in given.values() for key in grades):
        readings = {name: str(rounded_grade(grades[requirement])) for name, grades in given.items() if requirement in grades}
        if differing(readings.values()):
            yield _make(document, "grade", None, readings, requirement)
