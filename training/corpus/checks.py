"""Checks of one report of the corpus against the taxonomy, the guidelines and itself.

An `error` must be mended before the corpus compiles; a `warning` is a place to look at: the writer decides.
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from lawnlp.annotations.validation import check_one
from lawnlp.records import Problem
from training.corpus.source import Source

Decisions = Set[tuple[str, str, str]]  # id, span, label

# What `lawnlp annotations validate` says of a report and a writer may leave as it is.
LOOK_AT = frozenset({"no-topic", "grade", "grade-evidence", "name-short", "name-place", "name-province", "span-crosses", "citation-bounds"})
# A numeral with a measure word, and contexts in which it is no quantity (guidelines, "Not quantities").
NUMBER = re.compile(
    r"(?<![\d.〔\[第—\-–~至年月·])(\d[\d,，]*(?:\.\d+)?)[多余]?[万亿]?[多余]?(?:件|人次|人|名|次|个|项|条|份|场|家|户|起|宗|期|批|万元|元|%|％|亩|公里|篇|支|部|册|本|所|处|座|天|小时)"
)
BODY = re.compile(
    r"(?<![\u4e00-\u9fff])(?:省委|市委|县委|区委|省政府|市政府|县政府|区政府|国务院|党中央|[省市县区]司法局|[省市县区]人大常委会|[省市县区]政协|[省市县区]法院)"
)


@dataclass(frozen=True)
class Finding:
    """One finding: where (source file, line), how bad (`error` or `warning`), what."""

    file: str
    line: int
    level: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.message}"


def check(source: Source, decisions: Decisions = frozenset()) -> Iterator[Finding]:
    """All findings of one report: those of `lawnlp annotations validate`, most of them errors here, and what only a report in the source format shows."""
    record, text = source.record, source.record["text"]
    file = record["id"] + ".txt"
    for problem in check_one(record):
        if (row := _row(record, problem.key)) is not None and decided(record, row, problem, decisions):
            continue
        level = "error" if problem.kind not in LOOK_AT else "warning"
        yield Finding(file, source.line_at(row["start"]) if row else 0, level, str(problem))
    for paragraph, line in zip(record["paragraphs"], source.lines, strict=True):
        body = text[paragraph["start"] : paragraph["end"]]
        if body.count("《") != body.count("》"):
            yield Finding(file, line, "warning", "《 and 》 are not paired: damage on purpose?")
    for quantity in record["quantities"]:
        if quantity["name"] and not _near(quantity, text):
            yield Finding(file, source.line_at(quantity["start"]), "warning", f"name: {quantity['name']} of {quantity['text']} is not in the words near it")
    yield from _unmarked(source, file)


def check_fragment(record: Mapping[str, Any], decisions: Decisions) -> Iterator[Finding]:
    """All findings of one fragment; there is nothing to look at in it, so each is an error."""
    for problem in check_one(record):
        row = _row(record, problem.key)
        if row is None or not decided(record, row, problem, decisions):
            yield Finding(record["id"], 0, "error", str(problem))


def decided(record: Mapping[str, Any], row: Mapping[str, Any], problem: Problem, decisions: Decisions) -> bool:
    """Whether a person has decided in corpus/decisions.csv that the label of a quantity stands against the parser."""
    if problem.kind not in ("value", "unit", "bound", "kind"):
        return False
    return (record["id"], row["text"], f"{row['value']} {row['unit']} {row['bound']} {row['kind']}".replace("  ", " ")) in decisions


def _row(record: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    """The paragraph or span that the key of a problem names."""
    found = re.match(r"(\w+)\[(\d+)\]", key)
    return record[found[1]][int(found[2])] if found else None


def _near(quantity: dict, text: str) -> bool:
    near = text[max(0, quantity["start"] - 120) : quantity["end"] + 60]
    return sum(char in near for char in quantity["name"]) >= 0.8 * len(quantity["name"])


def _unmarked(source: Source, file: str) -> Iterator[Finding]:
    """Numbers and known bodies that stand in the text without a mark."""
    record, text, line_at = source.record, source.record["text"], source.line_at
    taken = bytearray(len(text))
    for span in record["quantities"] + record["institutions"]:
        taken[span["start"] : span["end"]] = b"\1" * (span["end"] - span["start"])
    for citation in re.finditer(r"《[^》\n]*》", text):
        taken[citation.start() : citation.end()] = b"\1" * (citation.end() - citation.start())
    content = [(p["start"], p["end"]) for p in record["paragraphs"] if p["part"][0] not in ("front_matter", "noise")]
    for start, end in content:
        for match in NUMBER.finditer(text, start, end):
            if not any(taken[match.start() : match.end()]):
                yield Finding(file, line_at(start), "warning", f"unmarked number? {text[match.start() - 8 : match.end() + 4]!r}")
        known = sorted((re.escape(b) for b in source.head["bodies"] if len(b) > 1), key=len, reverse=True)
        for pattern in ([re.compile("|".join(known))] if known else []) + [BODY]:
            for match in pattern.finditer(text, start, end):
                if not any(taken[match.start() : match.end()]):
                    yield Finding(file, line_at(start), "warning", f"unmarked body? {text[max(0, match.start() - 6) : match.end() + 6]!r}")
