"""Checks of one report of the corpus against the taxonomy, the guidelines and itself.

An `error` must be mended before the corpus compiles; a `warning` is a place to look at: the writer decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from training.corpus.source import Source

TOPIC_PARTS = ("measures", "shortcomings", "leader_duty", "plan")
# A numeral with a measure word, and contexts in which it is no quantity (guidelines, "Not quantities").
NUMBER = re.compile(
    r"(?<![\d.〔\[第—\-–~至年月·])(\d[\d,，]*(?:\.\d+)?)[多余]?[万亿]?[多余]?(?:件|人次|人|名|次|个|项|条|份|场|家|户|起|宗|期|批|万元|元|%|％|亩|公里|篇|支|部|册|本|所|处|座|天|小时)"
)
GENERIC = re.compile(
    r"^(?:各.*|有关.*|相关.*|全市|全县|全区|全省|全系统|部门|乡镇|街道|企业|司法机关|执法单位|执法部门|行政机关|村\(居\)委会|村（居）委会|上级|我[省市县区镇])$"
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


def check(source: Source, taxonomy: dict) -> Iterator[Finding]:
    """All findings of one report, labels first."""
    record, text = source.record, source.record["text"]
    file = record["id"] + ".txt"
    topics, items = taxonomy["topics"], {i: t for t, v in taxonomy["topics"].items() for i in v.get("items", {})}
    line_at = source.line_at

    def finding(line: int, level: str, message: str) -> Finding:
        return Finding(file, line, level, message)

    for paragraph, line in zip(record["paragraphs"], source.lines, strict=True):
        for key, known in (("part", taxonomy["parts"]), ("topics", topics), ("items", items)):
            for label in paragraph[key]:
                if label not in known:
                    yield finding(line, "error", f"{key}: unknown label {label}")
        if len(paragraph["part"]) > 2:
            yield finding(line, "error", "part: at most two")
        if paragraph["topics"] and paragraph["part"][0] not in TOPIC_PARTS:
            yield finding(line, "error", f"topics: {paragraph['part'][0]} lines have none")
        if paragraph["items"] and paragraph["part"][0] not in ("measures", "leader_duty"):
            yield finding(line, "error", "items: only in measures and leader_duty")
        for item in paragraph["items"]:
            if item in items and items[item] not in paragraph["topics"]:
                yield finding(line, "error", f"items: {item} belongs to {items[item]}, which is not among the topics")
        if paragraph["part"][0] == "leader_duty" and paragraph["topics"][:1] != ["party_leadership"]:
            yield finding(line, "error", "topics: leader_duty lines carry party_leadership first")
        body = text[paragraph["start"] : paragraph["end"]]
        if len(body) >= 60 and paragraph["part"][0] in ("measures", "plan", "leader_duty") and not paragraph["topics"]:
            yield finding(line, "warning", "topics: a paragraph of content has none")
        if body.count("《") != body.count("》"):
            yield finding(line, "warning", "《 and 》 are not paired: damage on purpose?")
    for quantity in record["quantities"]:
        line = line_at(quantity["start"])
        if quantity["indicator"] and quantity["indicator"] not in taxonomy["indicators"]:
            yield finding(line, "error", f"indicator: unknown label {quantity['indicator']}")
        if quantity["kind"] not in taxonomy["kinds"]["quantity"]:
            yield finding(line, "error", f"kind: unknown label {quantity['kind']}")
        if not quantity["name"] and not quantity["optional"]:
            yield finding(line, "error", f"name: {quantity['text']} counts nothing; name it or mark it optional")
        elif quantity["name"] and not _near(quantity, text):
            yield finding(line, "warning", f"name: {quantity['name']} of {quantity['text']} is not in the words near it")
    for body in record["institutions"]:
        line = line_at(body["start"])
        if body["kind"] not in taxonomy["kinds"]["institution"]:
            yield finding(line, "error", f"institution {body['text']}: unknown kind {body['kind']}")
        if GENERIC.match(body["text"]):
            yield finding(line, "error", f"institution {body['text']}: a generic class is none")
    yield from _unmarked(source, file)
    yield from _coverage(source, taxonomy, file)


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


def _coverage(source: Source, taxonomy: dict, file: str) -> Iterator[Finding]:
    """Grades against the paragraphs: absent means absent, evidenced needs a verifiable result."""
    record, coverage = source.record, source.record["coverage"]
    required = taxonomy["requirements"]["topics"] + taxonomy["requirements"]["parts"]
    if sorted(coverage) != sorted(required) or any(grade not in (0, 1, 2, 3) for grade in coverage.values()):
        yield Finding(file, 0, "error", f"coverage: exactly {', '.join(required)}, each 0..3")
        return
    for topic in taxonomy["requirements"]["topics"]:
        own = [p for p in record["paragraphs"] if p["part"][0] in ("measures", "leader_duty") and topic in p["topics"]]
        if bool(own) != (coverage[topic] > 0):
            yield Finding(file, 0, "warning", f"coverage: {topic} = {coverage[topic]}, but {len(own)} paragraphs of measures carry it")
        figures = sum(p["start"] <= q["start"] < p["end"] for p in own for q in record["quantities"])
        named = any("《" in record["text"][p["start"] : p["end"]] for p in own)
        if coverage[topic] == 3 and own and not figures and not named:
            yield Finding(file, 0, "warning", f"coverage: {topic} = 3 without a figure or a named document")
    for part in ("shortcomings", "plan", "leader_duty"):
        own = [p for p in record["paragraphs"] if part in p["part"]]
        if part == "leader_duty":
            mentioned = any("first_responsible" in p["items"] for p in record["paragraphs"])
            if (coverage[part] >= 2) != bool(own) or (coverage[part] == 1 and not mentioned) or (coverage[part] == 0 and mentioned):
                yield Finding(
                    file,
                    0,
                    "warning",
                    f"coverage: leader_duty = {coverage[part]}, {len(own)} paragraphs of its own, first_responsible in measures: {mentioned}",
                )
        elif bool(own) != (coverage[part] > 0):
            yield Finding(file, 0, "warning", f"coverage: {part} = {coverage[part]}, but {len(own)} paragraphs carry it")
