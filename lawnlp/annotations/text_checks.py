"""An annotation set against its text: lines without a paragraph, values that the numeral contradicts, edges, citations.

Every check takes one sound record (see `lawnlp.records.find_problems`) and yields `Problem`s whose kinds stand in `lawnlp.annotations.validation.KINDS`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lawnlp.evaluation import same_number
from lawnlp.records import Problem
from lawnlp.text.citations import find_citations
from lawnlp.text.damage import Clean, clean_text, without_breaks
from lawnlp.text.fold import fold
from lawnlp.text.headings import split_paragraphs
from lawnlp.text.numerals import CHINESE, parse_numeral
from lawnlp.text.quantities import Quantity, find_quantities
from lawnlp.text.units import unit_kind

SPANS = ("quantities", "institutions", "citations")
_NUMERAL = re.compile(rf"[\d.,{CHINESE}余多几来 \t]+")
_HALF = "半"
_SOME = "几数幾數"  # 几十户: how many tens is open, the parser takes the least
_VAGUE = re.compile(r"几|一二|[二两]三|三四|四五|五六|六七|七八|八九")  # 几十, 七八: the words leave the value open


def check_text(record: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything about one record that its own text decides."""
    if "\r" in record["text"]:
        yield Problem("line-breaks", "text", "a line break is \\n alone; \\r shifts the offsets of every other tool")
    clean = clean_text(record["text"])
    yield from check_paragraphs(record)
    yield from check_edges(record, clean)
    yield from check_values(record, clean)
    yield from check_citations(record, clean)


def snippet(text: str, start: int, end: int, most: int = 24) -> str:
    """The words of a span on one line, cut in the middle where they are long."""
    words = " ".join(text[start:end].split())
    return words if len(words) <= most else f"{words[: most - 8]}…{words[-7:]}"


def open_spans(record: Mapping[str, Any], layer: str) -> set[tuple[int, int]]:
    """Where labels of a layer are not decided yet."""
    return {(row["start"], row["end"]) for row in record.get("open") or [] if row["layer"] == layer and row.get("start") is not None}


def check_paragraphs(record: Mapping[str, Any]) -> Iterator[Problem]:
    """Paragraphs are the lines of the text as `split_paragraphs` cuts them, each once."""
    text = record["text"]
    lines = split_paragraphs(text)
    rows = [(p["start"], p["end"]) for p in record.get("paragraphs") or []]
    if not rows:
        if lines:
            yield Problem("no-paragraphs", "paragraphs", f"none, the text has {len(lines)}")
        return
    known, have = set(lines), {*rows, *open_spans(record, "paragraphs")}
    for i, (start, end) in enumerate(rows):
        if (start, end) in known:
            continue
        near = [f"{a}:{b}" for a, b in lines if a < end and start < b]
        place = f"the text has {', '.join(near[:3])}{' …' if len(near) > 3 else ''} there" if near else "only white space stands there"
        yield Problem("paragraph-bounds", f"paragraphs[{i}]", f"{start}:{end} is no paragraph; {place}")
    for start, end in lines:
        if (start, end) not in have and not any(a < end and start < b for a, b in have - known):
            yield Problem("paragraph-missing", "paragraphs", f"{start}:{end} «{snippet(text, start, end)}» has no paragraph")


def check_edges(record: Mapping[str, Any], clean: Clean) -> Iterator[Problem]:
    """A span begins and ends with a character that is seen, and lies inside one paragraph, which a line break in mid-sentence may cut."""
    text = record["text"]
    paragraphs = [(p["start"], p["end"]) for p in record.get("paragraphs") or []]
    for layer in SPANS:
        for i, row in enumerate(record.get(layer) or []):
            start, end = row["start"], row["end"]
            if text[start:end] != text[start:end].strip():
                yield Problem("span-edges", f"{layer}[{i}]", f"{start}:{end} {text[start:end]!r} begins or ends with white space")
            elif paragraphs and not any(a <= start and end <= b for a, b in paragraphs) and not _is_broken(text, start, end, clean.removed):
                yield Problem("span-crosses", f"{layer}[{i}]", f"{start}:{end} «{snippet(text, start, end)}» does not lie inside one paragraph")


def _is_broken(text: str, start: int, end: int, removed: Sequence[tuple[int, int]]) -> bool:
    """Whether every line break inside a span is one in mid-sentence."""
    breaks = [match.start() for match in re.finditer("\n", text[start:end])]
    return bool(breaks) and all(any(a <= start + at < b for a, b in removed) for at in breaks)


@dataclass(frozen=True)
class SpanReading:
    """What the words of a span say: each None where they leave it open."""

    value: int | float | None = None
    unit: str | None = None
    bound: str | None = None
    kind: str | None = None


def read_spans(clean: Clean, spans: list[tuple[int, int]]) -> list[SpanReading | None]:
    """The numeral, unit, bound and kind of each span; None for a span without a numeral.

    Where the quantity parser finds a quantity at exactly these offsets, its reading in context is taken. Else the words of the span alone are read, and the bound,
    which words in front may shape, is left open.
    """
    found = {(clean.start(q.start), clean.end(q.end)): q for q in find_quantities(clean.text)}
    return [_reading(clean.text, found[span]) if span in found else _read_alone(without_breaks(clean.given[span[0] : span[1]])) for span in spans]


def _reading(text: str, q: Quantity) -> SpanReading:
    return SpanReading(None if text[q.start] in _SOME else q.value, q.unit, q.bound, q.kind)


def _read_alone(words: str) -> SpanReading | None:
    alone = find_quantities(words)
    if len(alone) == 1 and (alone[0].start, alone[0].end) == (0, len(words)):
        return replace(_reading(words, alone[0]), bound=None)
    folded = fold(words)
    if folded.startswith(_HALF):
        return SpanReading(0.5)
    numeral = _NUMERAL.match(folded)
    if numeral is None or _VAGUE.match(numeral[0]):
        return SpanReading() if _NUMERAL.search(folded) else None
    try:
        value = parse_numeral(numeral[0])
    except ValueError:
        return SpanReading()
    rest = folded[numeral.end() :].strip()
    return SpanReading(value, rest, None, kind) if (kind := unit_kind(rest)) else SpanReading(value if not rest[:1].isalnum() or not rest.isascii() else None)


def check_values(record: Mapping[str, Any], clean: Clean) -> Iterator[Problem]:
    """Values that the numeral contradicts, and units, bounds and kinds that the words of the span do not have."""
    text = record["text"]
    rows = record.get("quantities") or []
    for i, (row, read) in enumerate(zip(rows, read_spans(clean, [(r["start"], r["end"]) for r in rows]), strict=True)):
        where, words = f"quantities[{i}]", f"«{snippet(text, row['start'], row['end'])}»"
        if read is None:
            yield Problem("no-numeral", where, f"{words} has no numeral")
            continue
        if read.value is not None and not same_number(row["value"], read.value):
            yield Problem("value", f"{where}.value", f"{row['value']:,} contradicts {words}, which is {read.value:,}")
        if read.unit is not None and fold(row.get("unit") or "") != read.unit:
            yield Problem("unit", f"{where}.unit", f"{row.get('unit') or '(none)'} contradicts {words}, whose unit is {read.unit or '(none)'}")
        if read.bound is not None and row["bound"] != read.bound:
            before = " ".join(text[max(0, row["start"] - 4) : row["start"]].split())
            yield Problem("bound", f"{where}.bound", f"{row['bound']} for {before}{words}, which reads {read.bound}")
        if read.kind is not None and row["kind"] != read.kind and fold(row.get("unit") or "") == read.unit:
            yield Problem("kind", f"{where}.kind", f"{row['kind']} for {words}, whose unit {read.unit or '(none)'} makes {read.kind}")


def check_citations(record: Mapping[str, Any], clean: Clean) -> Iterator[Problem]:
    """Every 《…》 is a citation with its brackets, and nothing is marked inside one."""
    text = record["text"]
    rows = record.get("citations") or []
    found = {(clean.start(c.start), clean.end(c.end)) for c in find_citations(clean.text)}
    have = {(row["start"], row["end"]) for row in rows} | open_spans(record, "citations")
    for i, row in enumerate(rows):
        if (row["start"], row["end"]) not in found:
            yield Problem("citation-bounds", f"citations[{i}]", f"«{snippet(text, row['start'], row['end'])}» is not one 《…》 with its brackets")
    touched = [(a, b) for a, b in have - found]
    for start, end in sorted(found - have):
        if not any(a < end and start < b for a, b in touched):
            yield Problem("citation-missing", "citations", f"{start}:{end} «{snippet(text, start, end)}» is not marked")
    for layer in ("quantities", "institutions"):
        for i, row in enumerate(record.get(layer) or []):
            if any(a <= row["start"] and row["end"] <= b for a, b in have | found):
                yield Problem("inside-citation", f"{layer}[{i}]", f"«{snippet(text, row['start'], row['end'])}» stands inside 《…》, where nothing is marked")
