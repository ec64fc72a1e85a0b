"""Validate annotation sets: every finding with its file, line, document and key.

>>> from lawnlp.annotations.validation import check_one
>>> broken = {"id": "a", "text": "受理38件", "quantities": [{"start": 2, "end": 5, "text": "38件", "kind": "count", "value": 83, "unit": "件", "bound": "exact", "name": "复议"}]}
>>> [(p.kind, str(p)) for p in check_one(broken)]
[('no-paragraphs', 'paragraphs: none, the text has 1'), ('value', 'quantities[0].value: 83 contradicts «38件», which is 38')]
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lawnlp.annotations.label_checks import check_labels
from lawnlp.annotations.text_checks import check_text
from lawnlp.errors import InputError
from lawnlp.records import Problem, find_problems, numbered_lines, parse_line
from lawnlp.taxonomy import Taxonomy, taxonomy

# Every kind of finding: its level, and what it says. An error is what no tool can use or what the text itself contradicts; a warning is a place to look at.
KINDS: dict[str, tuple[str, str]] = {
    "file": ("error", "a file cannot be read or holds no record"),
    "json": ("error", "a line is no JSON"),
    "schema": ("error", "a key is missing, unknown or of a wrong type"),
    "label": ("error", "a label stands not in the taxonomy"),
    "offsets": ("error", "offsets are no span of the text"),
    "overlap": ("error", "spans of one layer overlap"),
    "text": ("error", "the text of a span is not what stands at its offsets"),
    "grade-range": ("error", "a grade is no number from 0 to 3"),
    "duplicate-id": ("error", "an id stands in the file twice"),
    "paragraph-bounds": ("error", "a paragraph is not one line of the text"),
    "paragraph-missing": ("error", "a line of the text has no paragraph"),
    "value": ("error", "a value contradicts its numeral"),
    "line-breaks": ("warning", "the text has line breaks other than \\n"),
    "no-paragraphs": ("warning", "a document has no paragraphs"),
    "duplicate-text": ("warning", "two documents of the file have the same text"),
    "span-edges": ("warning", "a span begins or ends with white space"),
    "span-crosses": ("warning", "a span does not lie inside one paragraph"),
    "no-numeral": ("warning", "a quantity has no numeral"),
    "unit": ("warning", "a unit is not that of the span"),
    "bound": ("warning", "a bound is not what the words around the span say"),
    "kind": ("warning", "the kind of a quantity is not that of its unit"),
    "citation-bounds": ("warning", "a citation is not one 《…》"),
    "citation-missing": ("warning", "a 《…》 is not marked"),
    "inside-citation": ("warning", "a span stands inside 《…》"),
    "unlabelled": ("warning", "a paragraph has no part"),
    "topics-of-part": ("warning", "a paragraph has topics where its part has none"),
    "no-topic": ("warning", "a paragraph of content has no topic"),
    "leader-duty-topic": ("warning", "a paragraph of leader_duty does not carry party_leadership first"),
    "repeated": ("warning", "a label stands twice in one list"),
    "items-of-part": ("warning", "a paragraph has items where its part has none"),
    "item-topic": ("warning", "an item whose topic is nowhere"),
    "items-differ": ("warning", "the items of the document are not those of its paragraphs"),
    "plan-optional": ("warning", "a quantity of the plan is not optional"),
    "no-name": ("warning", "a required quantity has no name"),
    "generic": ("warning", "a class of bodies is marked as an institution"),
    "grade": ("warning", "a grade contradicts the paragraphs"),
    "grade-evidence": ("warning", "grade 3 without a figure or a named document"),
    "grade-missing": ("warning", "a requirement has no grade"),
    "name-place": ("warning", "a full name has no place"),
    "name-short": ("warning", "a full name is abbreviated"),
    "name-province": ("warning", "a full name has a province in front of a city"),
    "open": ("warning", "a label is not decided"),
}


@dataclass(frozen=True)
class Finding:
    """One finding: `line` is 0 where it is about the whole file, `id` None where no document is known, `kind` one of `KINDS`."""

    file: str
    line: int
    id: str | None
    level: str
    kind: str
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.level}: {': '.join(part for part in (self.id, self.key, self.message) if part)} [{self.kind}]"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def check_one(record: Any, labels: Taxonomy | None = None) -> list[Problem]:
    """All problems of one parsed record; the checks of text and labels need a sound record and come after its schema, labels and offsets."""
    labels = labels or taxonomy()
    if problems := find_problems(record, labels):
        return problems
    return [*check_text(record), *check_labels(record, labels)]


def validate_file(path: str | Path, labels: Taxonomy | None = None) -> Iterator[Finding]:
    """Every finding of one annotation set, in the order of its lines; a line that is broken does not hide the others."""
    path = Path(path)
    ids: dict[str, int] = {}
    texts: dict[str, int] = {}
    try:
        lines = list(numbered_lines(path))
    except InputError as error:
        yield _finding(path, 0, None, Problem("file", "", str(error).removeprefix(f"{path}: ")))
        return
    for number, line in lines:
        try:
            record = parse_line(path, number, line)
        except InputError as error:
            yield _finding(path, number, None, Problem("json", "", str(error).removeprefix(f"{path}:{number}: ")))
            continue
        id = record.get("id") if isinstance(record, Mapping) and isinstance(record.get("id"), str) else None
        yield from (_finding(path, number, id, problem) for problem in check_one(record, labels))
        if id:
            if id in ids:
                yield _finding(path, number, id, Problem("duplicate-id", "id", f"stands in line {ids[id]} already"))
            text = record.get("text")
            if isinstance(text, str) and text in texts and id not in ids:
                yield _finding(path, number, id, Problem("duplicate-text", "text", f"is that of line {texts[text]}"))
            ids.setdefault(id, number)
            if isinstance(text, str):
                texts.setdefault(text, number)


def _finding(path: Path, line: int, id: str | None, problem: Problem) -> Finding:
    return Finding(str(path), line, id, KINDS[problem.kind][0], problem.kind, problem.key, problem.what)


def summary(findings: Sequence[Finding]) -> dict[str, Any]:
    """How many errors and warnings there are, and how many findings of each kind, the errors first."""
    counts = Counter(f.kind for f in findings)
    levels = Counter(f.level for f in findings)
    return {"errors": levels["error"], "warnings": levels["warning"], "kinds": {kind: counts[kind] for kind in KINDS if counts[kind]}}
