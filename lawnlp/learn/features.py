"""What a learned component sees of a report: normalised words and the form of each paragraph.

Width of signs, traditional characters, digits and years must not matter to a model, so the words are normalised here and never in the text: characters are
folded, numbers become 0, and a year becomes its relation to the report's own (今年, 明年, 去年, 某年), which is what tells a plan from an account.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lawnlp.text.clauses import clauses_of
from lawnlp.text.fold import fold
from lawnlp.text.headings import Paragraph, outline
from lawnlp.text.sections import Section, label_sections
from lawnlp.text.title import title_lines

_YEAR = re.compile(r"(20[12]\d)(?=\s?年|[-—–至]|度)")
_DATED = re.compile(r"(20[12]\d)[^\S\n]?年")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPACE = re.compile(r"[^\S\n]+")
_HEAD = 150  # characters at the top in which a year speaks for the report


@dataclass(frozen=True)
class ParagraphFeatures:
    """One paragraph: its normalised words, the indexes of the headings above it (nearest first), form features with what the rules say.

    `clauses` are its clauses (`lawnlp.text.clauses`) with offsets in the text, `clause_words` the normalised words of each; at least one. `only`, `both`, `leads_in` and `brings` are what its
    form says of its parts and topics (`lawnlp.text.sections.Section`).
    """

    words: str
    path: tuple[int, ...]
    form: dict[str, Any]
    clauses: tuple[tuple[int, int], ...]
    clause_words: tuple[str, ...]
    only: frozenset[str] = frozenset()
    both: tuple[str, ...] = ()
    leads_in: bool = False
    brings: tuple[str, str] | None = None


@dataclass(frozen=True)
class ReportFeatures:
    """One report: its outline, the features of each paragraph, in order, and the year it is about (None when none is named)."""

    outline: tuple[Paragraph, ...]
    paragraphs: tuple[ParagraphFeatures, ...]
    year: int | None


def report_year(folded: str) -> int | None:
    """The year a report is about, guessed from its words: the year named most, those near the top counting more. None when no year is named."""
    votes = Counter[int]()
    for match in _YEAR.finditer(folded):
        votes[int(match[1])] += 4 if match.start() < _HEAD else 1
    return votes.most_common(1)[0][0] if votes else None


def normalise(folded: str, year: int | None) -> str:
    """Folded words without what must not matter: numbers, years, white space (line breaks stay, so that many pieces can be normalised as lines)."""
    relation = {0: "今年", 1: "明年", -1: "去年"}
    words = _DATED.sub(lambda m: relation.get(int(m[1]) - year, "某年") if year else "某年", folded)
    return _SPACE.sub(" ", _NUMBER.sub("0", words)).strip()


def report_features(text: str, paragraphs: Sequence[Paragraph] | None = None) -> ReportFeatures:
    """The features of every paragraph of a report."""
    found = tuple(outline(text) if paragraphs is None else paragraphs)
    folded = fold(text)
    rules = label_sections(text, found)
    year = report_year(folded)
    words = normalised(folded, [(p.start, p.end) for p in found], year)
    pieces = [clauses_of(text, p.start, p.end) for p in found]
    titles = title_lines([folded[p.start : p.end] for p in found])
    said = iter(normalised(folded, [span for spans in pieces for span in spans], year))
    rows = tuple(
        ParagraphFeatures(
            words[i],
            _path(found, i),
            {**_form(found, words, rules, i), "title": titles.get(i, "none")},
            tuple(spans),
            tuple(next(said) for _ in spans),
            rules[i].only,
            rules[i].both,
            rules[i].leads_in,
            rules[i].brings,
        )
        for i, spans in enumerate(pieces)
    )
    return ReportFeatures(found, rows, year)


def normalised(folded: str, spans: Sequence[tuple[int, int]], year: int | None) -> list[str]:
    """The normalised words of each span, all in one pass."""
    lines = normalise("\n".join(folded[a:b].replace("\n", " ") for a, b in spans), year).split("\n")
    return [line.strip() for line in lines] if spans else []


def _path(paragraphs: Sequence[Paragraph], index: int) -> tuple[int, ...]:
    path = []
    parent = paragraphs[index].parent
    while parent >= 0:
        path.append(parent)
        parent = paragraphs[parent].parent
    return tuple(path)


def _form(paragraphs: Sequence[Paragraph], words: Sequence[str], rules: Sequence[Section], index: int) -> dict[str, Any]:
    """Position, length, numbering, and the labels by rule of the paragraph and its neighbours."""
    p, line, count = paragraphs[index], words[index], len(paragraphs)
    position = index / count
    form: dict[str, Any] = {
        "position": position,
        "position squared": position * position,
        "first": index == 0,
        "last": index == count - 1,
        "near top": index < 3,
        "near end": count - index < 4,
        "short": len(line) < 20,
        "brief": len(line) < 50,
        "long": len(line) > 150,
        "level": str(p.level),
        "scheme": p.scheme,
        "sentence": "。" in line,
        "colon": line.endswith(":"),
        "runs in": p.runs_in,
        "rule part": rules[index].part[0],
        "rule topic": rules[index].topics[0] if rules[index].topics else "none",
    }
    top = _path(paragraphs, index)[-1:]
    form["section part"] = rules[top[0]].part[0] if top else "none"
    if index:
        form["rule part before"] = rules[index - 1].part[0]
    if index + 1 < count:
        form["rule part after"] = rules[index + 1].part[0]
    return form
