"""Parse the source format of the corpus (corpus/SOURCE_FORMAT.md) to records in the annotation-set format.

Standard library only, so that a writer can check a report on any machine.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HEAD_KEYS = {"title", "issuer", "region", "place", "year", "level", "hand", "forms", "inconsistency", "bodies", "citations", "coverage"}
REQUIRED = HEAD_KEYS - {"forms", "inconsistency", "citations"}
ADVERSARIAL = "adversarial"  # lawnlp.records.ADVERSARIAL; this module stays without lawnlp
BOUNDS = {">=": "at_least", "<=": "at_most", "~": "about", "": "exact"}
MARK = re.compile(r"\[\[(?P<q>.*?)\]\]|\{\{(?P<i>.*?)\}\}", re.S)
VALUE = re.compile(r"(?P<bound>>=|<=|~|)(?P<value>-?\d+(?:\.\d+)?)(?: (?!kind=)(?P<unit>\S+))?(?: kind=(?P<kind>\w+))?")


class SourceError(ValueError):
    """A report that does not follow the source format; the message names file, line and key."""


@dataclass
class Source:
    """A parsed report: the record, and what only the source knows."""

    record: dict
    head: dict
    lines: list[int] = field(default_factory=list)  # source line of each paragraph, parallel to record["paragraphs"]

    def line_at(self, offset: int) -> int:
        """The source line of the paragraph at an offset of the text; 0 before the first."""
        return next((line for p, line in reversed(list(zip(self.record["paragraphs"], self.lines, strict=True))) if p["start"] <= offset), 0)


def kind_of_unit(unit: str, units: dict) -> str:
    """The kind of quantity a unit makes by configs/units.toml; `count` for a bare number. Raises KeyError for an unknown unit."""
    if not unit:
        return "count"
    for kind, lists in units.items():
        if kind not in ("guards", "rates") and any(unit in words for words in lists.values()):
            return kind
    raise KeyError(unit)


def parse(path: Path, units: dict) -> Source:
    """Parse one source file.

    Raises SourceError with one line `FILE:LINE: key: what is wrong`.
    """
    raw = path.read_text(encoding="utf-8")
    if raw.startswith("\ufeff") or "\r" in raw:
        raise SourceError(f"{path.name}:1: the file must be UTF-8 without mark, with \\n line ends")
    pieces = re.split(r"^\+\+\+\n", raw, maxsplit=2, flags=re.M)
    if len(pieces) != 3 or pieces[0]:
        raise SourceError(f"{path.name}:1: the head must stand between two lines +++ at the top")
    try:
        head = tomllib.loads(pieces[1])
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path.name}: head: {error}") from error
    if wrong := sorted((REQUIRED - head.keys()) | (head.keys() - HEAD_KEYS)):
        raise SourceError(f"{path.name}: head: missing or unknown key {', '.join(wrong)}")
    return _Body(path.name, head, units, pieces[1].count("\n") + 3).parse(pieces[2])


def parse_fragments(path: Path, units: dict) -> list[dict]:
    """The fragments of a file, one a line, as records with quantities alone: nothing else of them is labelled, so `items` and `coverage` are null.

    Those of a file adversarial_*.txt were written against the answers of a model; `meta.source` says so.

    Raises SourceError as `parse` does.
    """
    records = []
    source = ADVERSARIAL if path.stem.startswith(f"{ADVERSARIAL}_") else "constructed"
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            body = _Body(path.name, {"bodies": {}}, units, 1)
            body.line(line, number)
            paragraphs = [{"start": 0, "end": len(body.text), "part": [], "topics": []}]
            record = {"id": f"{path.stem}-{number:03}", "text": body.text, "meta": {"source": source}, "paragraphs": paragraphs}
            records.append({**record, **body.spans, "citations": [], "items": None, "coverage": None})
    return records


class _Body:
    """Builds text and spans line by line; offsets grow with the text."""

    def __init__(self, name: str, head: dict, units: dict, first_line: int) -> None:
        self.name, self.head, self.units, self.first_line = name, head, units, first_line
        self.text = ""
        self.spans: dict[str, list[dict]] = {"quantities": [], "institutions": []}
        self.paragraphs: list[dict] = []
        self.lines: list[int] = []

    def parse(self, body: str) -> Source:
        label: dict | None = None
        join = True  # the first line has no line break before it
        for number, line in enumerate(body.removesuffix("\n").split("\n"), self.first_line):
            if line.startswith("@"):
                label = self.label(line, number)
                join = join or line.startswith("@+")
                continue
            if label is None:
                raise SourceError(f"{self.name}:{number}: text before the first label line @")
            if not join:
                self.text += "\n"
            join = False
            start = len(self.text)
            self.line(line, number)
            shown = self.text[start:]
            if shown.strip():
                start += len(shown) - len(shown.lstrip())
                self.paragraphs.append({"start": start, "end": start + len(shown.strip()), **label})
                self.lines.append(number)
        head = self.head
        meta = {"title": head["title"] or None, **{key: head[key] for key in ("issuer", "region", "year", "level")}}
        items = {item for p in self.paragraphs for item in p["items"]}
        record = {
            "id": self.name.removesuffix(".txt"),
            "text": self.text,
            "meta": {**meta, "source": "constructed"},
            "paragraphs": self.paragraphs,
            **self.spans,
            "items": sorted(items),
            "coverage": head["coverage"],
        }
        return Source(record, head, self.lines)

    def label(self, line: str, number: int) -> dict:
        fields = [part.split() for part in re.sub(r"^@\+?", "", line).split("|")]
        if len(fields) > 3 or not fields[0]:
            raise SourceError(f"{self.name}:{number}: a label line is @ PART… | TOPIC… | ITEM…: {line}")
        fields += [[]] * (3 - len(fields))
        return {"part": fields[0], "topics": fields[1], "items": fields[2]}

    def line(self, line: str, number: int) -> None:
        end = 0
        for mark in MARK.finditer(line):
            self.text += line[end : mark.start()]
            end = mark.end()
            if mark["q"] is not None:
                self.spans["quantities"].append(self.quantity(mark["q"], number))
            else:
                self.spans["institutions"].append(self.institution(mark["i"], number))
        self.text += line[end:]
        if re.search(r"\[\[|\]\]|\{\{|\}\}", MARK.sub("", line)):
            raise SourceError(f"{self.name}:{number}: an opening or closing mark without its partner")

    def span(self, surface: str) -> dict:
        start = len(self.text)
        self.text += surface
        return {"start": start, "end": len(self.text), "text": surface}

    def quantity(self, mark: str, number: int) -> dict:
        surface, spec, name, indicator = (*mark.removeprefix("?").split("|"), "", "")[:4]
        if mark.count("|") not in (2, 3) or not surface or not (value := VALUE.fullmatch(spec.strip())):
            raise SourceError(f"{self.name}:{number}: a quantity is [[span|value unit|name|indicator]]: [[{mark}]]")
        unit = value["unit"] or ""
        try:
            kind = value["kind"] or kind_of_unit(unit, self.units)
        except KeyError:
            raise SourceError(f"{self.name}:{number}: unit {unit} stands not in configs/units.toml: [[{mark}]]") from None
        plain = float(value["value"])
        return {
            **self.span(surface),
            "kind": kind,
            "value": int(plain) if plain.is_integer() else plain,
            "unit": unit,
            "bound": BOUNDS[value["bound"]],
            "name": name or None,
            "indicator": indicator or None,
            "optional": mark.startswith("?"),
        }

    def institution(self, mark: str, number: int) -> dict:
        surface, *given = mark.removeprefix("?").split("|")
        if len(given) not in (0, 2):
            raise SourceError(f"{self.name}:{number}: an institution is {{{{name}}}} or {{{{name|kind|canonical}}}}: {{{{{mark}}}}}")
        if not given:
            if surface not in self.head["bodies"]:
                raise SourceError(f"{self.name}:{number}: {surface} stands not in the head's [bodies]")
            given = self.head["bodies"][surface].split(maxsplit=1)
        if len(given) != 2:
            raise SourceError(f'{self.name}: [bodies]: {surface}: write "kind canonical", canonical - when open')
        kind, canonical = given
        return {**self.span(surface), "kind": kind, "canonical": None if canonical.strip() == "-" else canonical.strip(), "optional": mark.startswith("?")}
