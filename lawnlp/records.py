"""The annotation-set format: one JSON object a line, what people annotate, the pipeline predicts, training reads and evaluation compares.

`read_records` checks every line (schema, labels, offsets, overlaps, ids) and says in one line what is wrong; `doc_to_record` and `record_to_doc` go between
records and spaCy Docs without loss.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lawnlp.coverage import MISSING
from lawnlp.errors import InputError
from lawnlp.files import whole_file
from lawnlp.taxonomy import Taxonomy, taxonomy

_ROUNDING = 0.001  # how far probabilities, written with four decimals, may add up to something else than 1
Level = Literal["province", "city", "county", "town", "department"]
ADVERSARIAL = "adversarial"  # the `meta.source` of texts written to be got wrong by a model: learned from, but not to tell how probable an answer is


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Meta(_Strict):
    """What is known of the report as a whole; null where it is not known. `source` says where the text is from, freely worded; `ADVERSARIAL` alone means something to training."""

    title: str | None = None
    issuer: str | None = None
    region: str | None = None
    year: int | None = None
    level: Level | None = None
    source: str | None = None


class _Span(_Strict):
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    score: Annotated[float, Field(ge=0, le=1)] | None = None


class ParagraphRow(_Span):
    """A paragraph; `items`, `level`, `parent` and `title` (offsets) may be left out."""

    part: Annotated[list[str], Field(max_length=2)]
    topics: list[str]
    topic_scores: dict[str, float] | None = None
    items: list[str] | None = None
    level: int | None = None
    parent: int | None = None
    title: list[int] | None = None


class QuantityRow(_Span):
    """A quantity; what comes behind `optional` may be left out.

    Attributes:
        change: from, to or by for a change, else empty.
        direction: of a change, up or down; null where it is open.
        base: what a change is measured against, as it stands in the text (同比, 比上年); null where it is not said.
        change_of: index (in `quantities`) of the figure that changed; of the start of 由3天压缩到0.5天, its end.
        of: index of the total that this is a part of.
        parts: indexes of the parts of this total; the other end of `of`.
        rate_of: indexes of the numerator and the denominator of this rate.
        indicator_score: the probability of `indicator` (of null where it is null).
    """

    text: str
    kind: str
    value: int | float
    unit: str | None
    bound: str
    name: str | None = None
    indicator: str | None = None
    optional: bool = False
    change: str | None = None
    indicator_score: Annotated[float, Field(ge=0, le=1)] | None = None
    direction: Literal["up", "down"] | None = None
    base: str | None = None
    change_of: int | None = None
    of: int | None = None
    parts: list[int] | None = None
    rate_of: Annotated[list[int], Field(min_length=2, max_length=2)] | None = None


class InstitutionRow(_Span):
    """An institution; `canonical` is null where the text does not settle the full name."""

    text: str
    kind: str
    canonical: str | None = None
    optional: bool = False


class CitationRow(_Span):
    """A citation with its brackets; `kind` is null where an annotator left it open."""

    text: str
    kind: str | None = None
    optional: bool = False


class EvidenceRow(_Span):
    """A clause that carries a checklist item or speaks for a grade."""


class GradeRow(_Strict):
    """A predicted grade (the expected one); `missing` are ids of `lawnlp.coverage.MISSING`."""

    grade: Annotated[float, Field(ge=0, le=3)]
    probabilities: Annotated[list[Annotated[float, Field(ge=0, le=1)]], Field(min_length=4, max_length=4)] | None = None
    evidence: list[EvidenceRow] = []
    missing: list[str] = []


class Reading(_Strict):
    """What one annotator has where labels are open: a part, a list of topics, a grade, whether an item is there, or the rows of spans as the layer would hold them."""

    annotator: str
    value: Any


class OpenRow(_Strict):
    """A label that annotators disagree on and nobody has decided; its place in the layer is left empty.

    `key` is `part`, `topics`, `row` (a paragraph or span that not all have, or have differently), an item or a requirement; offsets are null for the last two.
    """

    layer: Literal["paragraphs", "quantities", "institutions", "citations", "items", "coverage"]
    start: int | None = None
    end: int | None = None
    key: Annotated[str, Field(min_length=1)]
    readings: Annotated[list[Reading], Field(min_length=2)]


class Record(_Strict):
    """One line of an annotation set.

    Beside `items`, a prediction has the probability of every item (`item_scores`) and the clauses that carry each present one, the surest first (`item_evidence`). `coverage` gives each
    requirement a number from 0 to 3, or a `GradeRow`; a prediction has `coverage_total` (0 to 100) beside it.
    """

    id: Annotated[str, Field(min_length=1)]
    text: str
    meta: Meta = Meta()
    paragraphs: list[ParagraphRow] = []
    quantities: list[QuantityRow] = []
    institutions: list[InstitutionRow] = []
    citations: list[CitationRow] = []
    items: list[str] | None = None
    item_scores: dict[str, Annotated[float, Field(ge=0, le=1)]] | None = None
    item_evidence: dict[str, list[EvidenceRow]] | None = None
    coverage: dict[str, Any] | None = None
    coverage_total: Annotated[float, Field(ge=0, le=100)] | None = None
    open: list[OpenRow] = []


class Problem(NamedTuple):
    """One thing that is wrong with a record: its kind (schema, label, offsets, overlap, text, link, grade-range), the key, what."""

    kind: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.key}: {self.what}" if self.key else self.what


def find_problems(value: Any, labels: Taxonomy | None = None) -> list[Problem]:
    """All that is wrong with one parsed record; [] when it is sound."""
    labels = labels or taxonomy()
    if not isinstance(value, dict):
        return [Problem("schema", "", "a record must be a JSON object")]
    try:
        record = Record.model_validate(value)
    except ValidationError as error:
        return [Problem("schema", _key(e["loc"]), _message(e)) for e in error.errors()]
    return list(_check(record, labels))


def check_record(value: Any, labels: Taxonomy | None = None) -> list[str]:
    """The same, each problem as one line `key: what`."""
    return [str(problem) for problem in find_problems(value, labels)]


def _key(loc: tuple[int | str, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".") or "record"


def _message(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown key"
    if error["type"] == "missing":
        return "missing"
    return f"{error['msg'][0].lower()}{error['msg'][1:]} (here {json.dumps(error['input'], ensure_ascii=False, default=str)[:60]})"


def _check(record: Record, labels: Taxonomy) -> Iterator[Problem]:
    length = len(record.text)
    end = 0
    for i, p in enumerate(record.paragraphs):
        yield from _offsets(f"paragraphs[{i}]", p, length)
        if p.start < end:
            yield Problem("overlap", f"paragraphs[{i}].start", f"{p.start} lies before the end of the paragraph before it ({end})")
        end = max(end, p.end)
        for key, values, known in (("part", p.part, labels.parts), ("topics", p.topics, labels.topics), ("items", p.items or [], labels.items)):
            yield from (Problem("label", f"paragraphs[{i}].{key}", f"unknown label {v!r}") for v in values if v not in known)
    layers: list[tuple[str, list[Any], str]] = [
        ("quantities", list(record.quantities), "quantity"),
        ("institutions", list(record.institutions), "institution"),
        ("citations", list(record.citations), "citation"),
    ]
    for name, rows, kind in layers:
        last: tuple[int, int] = (-1, 0)
        for i, row in sorted(enumerate(rows), key=lambda pair: (pair[1].start, pair[1].end)):
            where = f"{name}[{i}]"
            yield from _offsets(where, row, length)
            if record.text[row.start : row.end] != row.text:
                yield Problem("text", f"{where}.text", f"{row.text!r} is not what stands at {row.start}:{row.end}, {record.text[row.start : row.end][:40]!r}")
            if row.kind not in labels.kinds[kind] and not (row.kind is None and kind == "citation"):
                yield Problem("label", f"{where}.kind", f"unknown label {row.kind!r}")
            if row.start < last[1]:
                yield Problem("overlap", f"{where}.start", f"{row.start}:{row.end} overlaps {name}[{last[0]}]")
            last = (i, max(last[1], row.end))
    for i, q in enumerate(record.quantities):
        if q.bound not in labels.kinds["bound"]:
            yield Problem("label", f"quantities[{i}].bound", f"unknown label {q.bound!r}")
        if q.indicator is not None and q.indicator not in labels.indicators:
            yield Problem("label", f"quantities[{i}].indicator", f"unknown label {q.indicator!r}")
        yield from _links(record.quantities, i)
    yield from (Problem("label", "items", f"unknown label {item!r}") for item in record.items or [] if item not in labels.items)
    yield from (Problem("label", "item_scores", f"unknown label {item!r}") for item in record.item_scores or {} if item not in labels.items)
    for item, evidence in (record.item_evidence or {}).items():
        if item not in labels.items:
            yield Problem("label", "item_evidence", f"unknown label {item!r}")
        for i, clause in enumerate(evidence):
            yield from _offsets(f"item_evidence.{item}[{i}]", clause, length)
    for key, grade in (record.coverage or {}).items():
        if key not in labels.requirements:
            yield Problem("label", "coverage", f"unknown label {key!r}")
        else:
            yield from _grade(f"coverage.{key}", grade, length)
    for i, row in enumerate(record.open):
        if row.start is not None or row.end is not None:
            yield from _offsets(f"open[{i}]", row, length)


def _grade(where: str, grade: Any, length: int) -> Iterator[Problem]:
    value = grade.get("grade") if isinstance(grade, dict) else grade
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3:
        yield Problem("grade-range", where, f"a grade is a number from 0 to 3 (here {grade!r})")
        return
    if not isinstance(grade, dict):
        return
    try:
        row = GradeRow.model_validate(grade)
    except ValidationError as error:
        yield from (Problem("schema", f"{where}.{_key(e['loc'])}", _message(e)) for e in error.errors())
        return
    if row.probabilities is not None and abs(sum(row.probabilities) - 1) > _ROUNDING:
        yield Problem("grade-range", f"{where}.probabilities", f"they add up to {sum(row.probabilities):.4f}, not to 1")
    for i, clause in enumerate(row.evidence):
        yield from _offsets(f"{where}.evidence[{i}]", clause, length)
    yield from (Problem("label", f"{where}.missing", f"unknown label {id!r}") for id in row.missing if id not in MISSING)


def _links(rows: list[QuantityRow], i: int) -> Iterator[Problem]:
    q, where = rows[i], f"quantities[{i}]"
    for key, values in (("change_of", [q.change_of]), ("of", [q.of]), ("parts", q.parts or []), ("rate_of", q.rate_of or [])):
        for value in values:
            if value is not None and (value == i or not 0 <= value < len(rows)):
                yield Problem("link", f"{where}.{key}", f"{value} is no index of another quantity (there are {len(rows)})")
    if q.of is not None and 0 <= q.of < len(rows) and i not in (rows[q.of].parts or []):
        yield Problem("link", f"{where}.of", f"quantities[{q.of}].parts does not name {i}")
    for part in q.parts or []:
        if 0 <= part < len(rows) and rows[part].of != i:
            yield Problem("link", f"{where}.parts", f"quantities[{part}].of is not {i}")


def _offsets(where: str, span: _Span | OpenRow, length: int) -> Iterator[Problem]:
    if span.start is None or span.end is None or not 0 <= span.start < span.end <= length:
        yield Problem("offsets", f"{where}.end", f"{span.start}:{span.end} is no span of a text of {length} characters")


def read_records(path: str | Path, labels: Taxonomy | None = None, *, undecided: bool = False) -> list[dict[str, Any]]:
    """The records of an annotation set (JSON lines).

    Args:
        path: the file.
        labels: the taxonomy, the installed one by default.
        undecided: whether records with open labels (see `OpenRow`) are welcome; nothing can be learned from or measured against them.

    Raises:
        InputError: `FILE:LINE: key: what is wrong` for the first line that is not sound, a duplicate id or an open label included.
    """
    path = Path(path)
    records: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for number, value in iter_json_lines(path):
        if problems := find_problems(value, labels):
            raise InputError(f"{path}:{number}: {problems[0]}" + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""))
        if value["id"] in seen:
            raise InputError(f"{path}:{number}: id: {value['id']!r} stands in line {seen[value['id']]} already")
        if value.get("open") and not undecided:
            raise InputError(
                f"{path}:{number}: open: labels of {value['id']!r} that are not decided: {len(value['open'])}; `lawnlp annotations validate` lists them"
            )
        seen[value["id"]] = number
        records.append(value)
    if not records:
        raise InputError(f"{path}: no records in this file")
    return records


def iter_json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """Line number and parsed value of every non-empty line.

    Raises InputError for a file that cannot be read and for a line that is no JSON.
    """
    for number, line in numbered_lines(path):
        yield number, parse_line(path, number, line)


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The non-empty lines of a file with their numbers, from 1. Raises InputError for a file that cannot be read."""
    from lawnlp.readers.text import read_text

    return ((number, line) for number, line in enumerate(read_text(path).split("\n"), 1) if line.strip())


def parse_line(path: Path, number: int, line: str) -> Any:
    """The value of one line. Raises InputError, naming file and line, where it is no JSON."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits
        raise InputError(f"{path}:{number}: not JSON: {error}") from error


def write_records(path: str | Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Write an annotation set; the file appears whole or not at all."""
    with whole_file(path) as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


_INTERNAL = ("scheme", "number")


def is_adversarial(doc: Any) -> bool:
    """Whether the record that a Doc was made from says that its text was written against a model (`ADVERSARIAL`)."""
    meta = doc.user_data.get("lawnlp", {}).get("meta") or {}
    return bool(meta.get("source") == ADVERSARIAL)


def doc_to_record(doc: Any, *, id: str | None = None) -> dict[str, Any]:
    """One record from a Doc; layers that no component wrote are empty lists or null.

    `id` comes from the argument, else from what `record_to_doc` kept; meta from what was kept, else from what `lawnlp_institutions` read.
    """
    from lawnlp.pipes.layers import (
        CITATIONS,
        INSTITUTIONS,
        PARAGRAPHS,
        QUANTITIES,
        coverage_of,
        coverage_total_of,
        issuer_of,
        item_scores_of,
        items_of,
        layer,
        with_lists,
    )
    from lawnlp.pipes.tokenizer import text_of

    text = text_of(doc)
    kept = doc.user_data.get("lawnlp", {})
    read = issuer_of(doc) or {}
    items, scores, total = items_of(doc), item_scores_of(doc), coverage_total_of(doc)

    def rows(name: str, *, with_text: bool = True) -> list[dict[str, Any]]:
        found = []
        for span, values in layer(doc, name):
            start, end = span.start_char, span.end_char
            row = {"start": start, "end": end, **({"text": text[start:end]} if with_text else {}), **values}
            for key in _INTERNAL:
                row.pop(key, None)
            found.append(row)
        return found

    return {
        "id": id if id is not None else kept.get("id", "text"),
        "text": text,
        "meta": dict(kept.get("meta") or {key: read.get(key) for key in Meta.model_fields if key != "source"}),
        "paragraphs": rows(PARAGRAPHS, with_text=False),
        "quantities": rows(QUANTITIES),
        "institutions": rows(INSTITUTIONS),
        "citations": rows(CITATIONS),
        "items": list(items) if items is not None else None,
        **({"item_scores": scores, "item_evidence": items} if scores is not None else {}),
        "coverage": coverage_of(doc),
        **({"coverage_total": total} if total is not None else {}),
        **({"open": with_lists(kept["open"])} if kept.get("open") else {}),
    }


def record_to_doc(record: Mapping[str, Any], nlp: Any) -> Any:
    """A Doc that carries all of a record, made by the tokenizer of `nlp` (for `spacy.training.Example`); a word that a span ends in is split.

    Raises:
        ValueError: a span of the record lies outside its text.
    """
    from lawnlp.pipes.layers import CITATIONS, INSTITUTIONS, PARAGRAPHS, QUANTITIES, register_extensions, write_coverage, write_items, write_layer

    register_extensions()
    doc = nlp.make_doc(record["text"])
    for name in (PARAGRAPHS, QUANTITIES, INSTITUTIONS, CITATIONS):
        rows = record.get(name) or []
        write_layer(
            doc,
            name,
            (
                (
                    row["start"],
                    row["end"],
                    (row["part"][0] if row.get("part") else "") if name == PARAGRAPHS else row.get("kind") or "",
                    {key: value for key, value in row.items() if key not in ("start", "end", "text")},
                )
                for row in rows
            ),
        )
    if record.get("items") is not None:
        evidence = record.get("item_evidence") or {}
        write_items(doc, {item: evidence.get(item, []) for item in record["items"]}, record.get("item_scores"))
    if record.get("coverage") is not None:
        write_coverage(doc, record["coverage"], record.get("coverage_total"))
    doc.user_data["lawnlp"] = {key: record.get(key) for key in ("id", "meta", "open")}
    return doc
