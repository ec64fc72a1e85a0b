"""What the components write on a Doc, and how it is read.

Each layer is a span group whose spans have an id; what belongs to a span stands, as plain JSON types, in the group's own `attrs` under that
id. So it survives `to_bytes`, `DocBin` and worker processes, and two spans with equal offsets never share a value. The extension getters build
frozen dataclasses:

    doc._.paragraphs, doc._.quantities, doc._.institutions, doc._.citations    tuples of the dataclasses below
    doc._.items                                            the checklist items that are present with their evidence (`ItemView`), None where no component read them
    doc._.coverage                                         the grade of each requirement with its evidence (`CoverageView`), None where no component gave it
    doc._.meta                                             what the report says of itself (issuer, region, year), None where no component read it
    span._.lawnlp                                          the one that belongs to a span of these groups, else None
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from lawnlp.pipes.tokenizer import force_edges, token_index
from lawnlp.taxonomy import taxonomy

PARAGRAPHS, QUANTITIES, INSTITUTIONS, CITATIONS = "paragraphs", "quantities", "institutions", "citations"


@dataclass(frozen=True)
class ParagraphView:
    """A paragraph: `part` and `topics` with the main one first; `level` 0 for text, 1… for a heading; `parent` the index of the heading above, -1 at the top."""

    span: Span
    part: tuple[str, ...]
    topics: tuple[str, ...]
    items: tuple[str, ...]
    level: int
    parent: int
    title: str


@dataclass(frozen=True)
class QuantityView:
    """A quantity as the annotation-set format has it; `value` is a plain number, `unit` half-width, `indicator_score` the probability of `indicator`, None included.

    `change` and what comes behind it are explained in `lawnlp.records.QuantityRow`; the indexes are positions in `doc._.quantities`.
    """

    span: Span
    kind: str
    value: int | float
    unit: str
    bound: str
    name: str
    indicator: str | None
    optional: bool
    change: str = ""
    indicator_score: float | None = None
    direction: str | None = None
    base: str | None = None
    change_of: int | None = None
    of: int | None = None
    parts: tuple[int, ...] = ()
    rate_of: tuple[int, int] | None = None


@dataclass(frozen=True)
class InstitutionView:
    """An institution; `canonical` is its full name, None where the text does not settle it."""

    span: Span
    kind: str
    canonical: str | None
    optional: bool


@dataclass(frozen=True)
class MetaView:
    """What the report says of itself; `code` is that of the division, `evidence` the passage for each value, `conflicts` second readings."""

    title: str | None
    issuer: str | None
    region: str | None
    code: str | None
    year: int | None
    level: str | None
    evidence: Mapping[str, str]
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class ItemView:
    """A checklist item that the report carries: its name, its probability (None where a person gave it), the clauses that carry it, the surest first."""

    id: str
    name: str
    score: float | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True)
class CoverageView:
    """How far a report meets a requirement.

    `grade` is the expected grade (0 absent to 3 evidenced), `probabilities` those of the four grades (None where a person gave the grade), `evidence` the passages that speak for it, the
    weightiest first, `missing` the ids of what the next grade lacks (`lawnlp.coverage.MISSING` has the words).
    """

    id: str
    name: str
    grade: float
    probabilities: tuple[float, ...] | None
    evidence: tuple[Span, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class CitationView:
    """A citation with its brackets."""

    span: Span
    kind: str


def write_layer(doc: Doc, name: str, rows: Iterable[tuple[int, int, str, dict[str, Any]]]) -> None:
    """Put a layer on a Doc, replacing the one that is there.

    Args:
        doc: the Doc; a token that an offset lies inside of is split there.
        name: the span group.
        rows: start and end in code points, label, and what belongs to the span (plain JSON types).

    Raises:
        ValueError: an offset lies outside the text.
    """
    rows = list(rows)
    if len(doc) != (doc[-1].idx + len(doc[-1]) if len(doc) else 0):  # words; with one token a character, offsets are token indexes
        force_edges(doc, (offset for start, end, _, _ in rows for offset in (start, end)))
        first, last = token_index(doc)
        try:
            rows = [(first[start], last[end], label, values) for start, end, label, values in rows]
        except KeyError as error:
            raise ValueError(f"{name}: {error} is no edge of a token") from None
    spans, attrs = [], {}
    for number, (start, end, label, values) in enumerate(rows):
        key = f"{name}-{number}"
        spans.append(Span(doc, start, end, label=label, span_id=key))
        attrs[key] = values
    doc.spans[name] = SpanGroup(doc, name=name, attrs=attrs, spans=spans)


def add_values(doc: Doc, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put further values beside those of each span of a layer that is there, span by span."""
    group = doc.spans[name]
    for span, values in zip(group, rows, strict=True):
        group.attrs[span.id_] = {**group.attrs.get(span.id_, {}), **values}


def layer(doc: Doc, name: str) -> list[tuple[Span, Mapping[str, Any]]]:
    """The spans of a layer with what belongs to each; [] where no component wrote it."""
    if name not in doc.spans:
        return []
    group = doc.spans[name]
    return [(span, group.attrs.get(span.id_, {})) for span in group]


def _paragraph(span: Span, values: Mapping[str, Any]) -> ParagraphView:
    title = values.get("title") or [0, 0]
    offset = span.start_char
    return ParagraphView(
        span,
        tuple(values.get("part", ())),
        tuple(values.get("topics", ())),
        tuple(values.get("items") or ()),
        values.get("level", 0),
        values.get("parent", -1),
        span.text[title[0] - offset : title[1] - offset] if title[1] > title[0] else "",
    )


def _quantity(span: Span, values: Mapping[str, Any]) -> QuantityView:
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items() if key in QuantityView.__dataclass_fields__
    }
    return QuantityView(span, **given)


def _institution(span: Span, values: Mapping[str, Any]) -> InstitutionView:
    return InstitutionView(span, values["kind"], values.get("canonical"), values.get("optional", False))


def _citation(span: Span, values: Mapping[str, Any]) -> CitationView:
    return CitationView(span, values.get("kind") or "other")


_BUILD: dict[str, Callable[[Span, Mapping[str, Any]], Any]] = {
    PARAGRAPHS: _paragraph,
    QUANTITIES: _quantity,
    INSTITUTIONS: _institution,
    CITATIONS: _citation,
}


def _view_of(span: Span) -> ParagraphView | QuantityView | InstitutionView | CitationView | None:
    for name, build in _BUILD.items():
        if name in span.doc.spans and span.id_ in span.doc.spans[name].attrs:
            return build(span, span.doc.spans[name].attrs[span.id_])
    return None


def _views(doc: Doc, name: str) -> tuple[Any, ...]:
    return tuple(_BUILD[name](span, values) for span, values in layer(doc, name))


_ISSUER = "lawnlp_issuer"


def write_issuer(doc: Doc, values: dict[str, Any]) -> None:
    """Keep what a report says of itself (the fields of `MetaView`, plain JSON types)."""
    doc.user_data[_ISSUER] = values


def issuer_of(doc: Doc) -> Mapping[str, Any] | None:
    """What `write_issuer` kept; None where no component wrote it."""
    return doc.user_data.get(_ISSUER)


_ITEMS = "lawnlp_items"


def write_items(doc: Doc, evidence: Mapping[str, Sequence[Mapping[str, Any]]], scores: Mapping[str, float] | None = None) -> None:
    """Keep the checklist items of a report.

    Args:
        doc: the Doc.
        evidence: the items that are present, each with its clauses `{start, end, score}` (code points, the surest first); no clauses where a person gave the item.
        scores: the probability of every item of the taxonomy, present or not; None where a person gave the items.
    """
    doc.user_data[_ITEMS] = {"evidence": {item: [dict(row) for row in rows] for item, rows in evidence.items()}, "scores": dict(scores) if scores else None}


def with_lists(value: Any) -> Any:
    """Plain JSON types again after a `DocBin`, which gives back every list of `user_data` as a tuple."""
    if isinstance(value, Mapping):
        return {key: with_lists(inner) for key, inner in value.items()}
    return [with_lists(inner) for inner in value] if isinstance(value, list | tuple) else value


def items_of(doc: Doc) -> dict[str, list[dict[str, Any]]] | None:
    """The checklist items that are present, in the order in which they were written, each with its clauses `{start, end, score}`; None where nothing wrote them."""
    kept = doc.user_data.get(_ITEMS)
    return with_lists(kept["evidence"]) if kept is not None else None


def item_scores_of(doc: Doc) -> dict[str, float] | None:
    """The probability of every item that the model knows, present or not; None where no component gave them."""
    kept = doc.user_data.get(_ITEMS)
    return kept["scores"] if kept is not None else None


def _items(doc: Doc) -> tuple[ItemView, ...] | None:
    found = items_of(doc)
    if found is None:
        return None
    scores, names = item_scores_of(doc) or {}, taxonomy().items
    return tuple(
        ItemView(item, names[item].name, scores.get(item), tuple(s for r in rows if (s := doc.char_span(r["start"], r["end"], alignment_mode="expand"))))
        for item, rows in found.items()
    )


_COVERAGE = "lawnlp_coverage"


def write_coverage(doc: Doc, coverage: Mapping[str, Any], total: float | None = None) -> None:
    """Keep the grades of a report.

    Args:
        doc: the Doc.
        coverage: requirement to a number (as a person gives it), or to `{grade, probabilities, evidence, missing}` of plain JSON types.
        total: 0 to 100; None where a person gave the grades.
    """
    doc.user_data[_COVERAGE] = {"requirements": dict(coverage), "total": total}


def coverage_of(doc: Doc) -> dict[str, Any] | None:
    """The grades as they were written; None where nothing wrote them."""
    kept = doc.user_data.get(_COVERAGE)
    return with_lists(kept["requirements"]) if kept is not None else None


def coverage_total_of(doc: Doc) -> float | None:
    """The total of the report from 0 to 100; None where no component gave it."""
    kept = doc.user_data.get(_COVERAGE)
    return kept["total"] if kept is not None else None


def _coverage(doc: Doc) -> tuple[CoverageView, ...] | None:
    found = coverage_of(doc)
    if found is None:
        return None
    labels = taxonomy()
    names = {key: row.name for key, row in labels.topics.items()} | {key: row.name for key, row in labels.parts.items()}
    views = []
    for key, value in found.items():
        row = value if isinstance(value, Mapping) else {"grade": value}
        spans = (doc.char_span(e["start"], e["end"], alignment_mode="expand") for e in row.get("evidence") or ())
        given = row.get("probabilities")
        views.append(
            CoverageView(key, names[key], row["grade"], tuple(given) if given else None, tuple(s for s in spans if s), tuple(row.get("missing") or ()))
        )
    return tuple(views)


def _meta(doc: Doc) -> MetaView | None:
    values = issuer_of(doc)
    return MetaView(**{**values, "conflicts": tuple(values["conflicts"])}) if values is not None else None


def register_extensions() -> None:
    """Register the getters; components call it, so loading a pipeline is enough.

    The getters are functions of this module, because spaCy pickles them into worker processes.
    """
    for name in _BUILD:
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=partial(_views, name=name))
    if not Doc.has_extension("items"):
        Doc.set_extension("items", getter=_items)
    if not Doc.has_extension("coverage"):
        Doc.set_extension("coverage", getter=_coverage)
    if not Doc.has_extension("meta"):
        Doc.set_extension("meta", getter=_meta)
    if not Span.has_extension("lawnlp"):
        Span.set_extension("lawnlp", getter=_view_of)
