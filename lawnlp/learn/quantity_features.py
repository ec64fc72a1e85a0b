"""What a learned component sees of a quantity: the words around it, normalised, and its form.

The text of a paragraph is rewritten once: every quantity becomes 0 and its unit, every other number 0, every year its relation to the report's own, and the place word
of the report itself (全市 in a city's report) 全本级, of any other level 全他级. Views of it (the near words, the clause, the sentence before and behind, the headings) are slices.

>>> text = "（一）化解争议。2023年全市收到行政复议申请38件，审结35件（其中撤销3件）。"
>>> from lawnlp.text.quantities import find_quantities
>>> rows = [{**vars(q), "name": ""} for q in find_quantities(text)]
>>> features = quantity_features(text, rows, [{"start": 0, "end": len(text), "part": ["measures"], "topics": ["dispute_resolution"]}])
>>> features[1].views["near"]
'级收到行政复议申请0件,审结0件(其中撤'
>>> "in brackets" in features[2].form, "part of a whole" in features[2].form
(True, True)
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from lawnlp.learn.features import normalise, report_year
from lawnlp.resources import config_table
from lawnlp.text.fold import fold
from lawnlp.text.sections import portions

VIEWS = ("name", "near", "clause", "before", "behind", "opening", "heading")
_NEAR, _AFTER, _BEFORE, _BEHIND, _OPENING, _HEADING = 14, 4, 60, 24, 30, 40
_LISTED = 14  # characters between two members of a list
_CLAUSE_BEFORE, _NOUNS_BEFORE = 400, 50  # bounds on the work: no clause of a report is as long, no sentence names as many things
_SENTENCE = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile(r"[。;!?\n,:]")
_WHOLE = re.compile(r"其中|包括|含")
_OTHER_YEAR = re.compile(r"去年|上年|某年|同期|往年|历年|以来|累计")
_OTHER_UNITS = re.compile(r"\((?!次\))[^()]*\)")
_LEVEL = re.compile(r"(?:全|我|本)([省市县区镇乡州旗])(?!级)")


@dataclass(frozen=True)
class QuantityFeatures:
    """One quantity: normalised words of each view (`VIEWS`), the names of the form features it has, the index of its sentence in the report, whether the guidelines bar it from
    every indicator (a change: one end of 由…到…, an amount behind 增长 or 减少; a target in the plan), whether it is a share (%, 成), the index of the total it is a part of (None where it is of none), its value and unit, the topics of its paragraph, and whether it goes on a list: the quantity before it has the same unit and stands at most 14 characters in front of it in the same sentence."""

    views: Mapping[str, str]
    form: tuple[str, ...]
    sentence: int
    barred: bool
    share: bool = False
    of: int | None = None
    value: float = 0.0
    unit: str = ""
    topics: tuple[str, ...] = ()
    listed: bool = False


def quantity_features(text: str, quantities: Sequence[Mapping[str, Any]], paragraphs: Sequence[Mapping[str, Any]]) -> list[QuantityFeatures]:
    """The features of every quantity of a report.

    Args:
        text: the report.
        quantities: rows of the layer `quantities` in order of `start` (start, end, kind, value, unit, bound, name, change, of).
        paragraphs: rows of the layer `paragraphs` (start, end, and part, topics, parent, title where a component wrote them).
    """
    if not quantities:
        return []
    folded = fold(text)
    year, level = report_year(folded), _own_level(folded)
    starts = [p["start"] for p in paragraphs]
    by_paragraph: dict[int, list[Mapping[str, Any]]] = {}
    for q in quantities:
        by_paragraph.setdefault(bisect_right(starts, q["start"]) - 1, []).append(q)
    found: list[QuantityFeatures] = []
    for index, rows in by_paragraph.items():
        paragraph = paragraphs[index] if index >= 0 else {"start": 0, "end": starts[0] if starts else len(text)}
        heading = _heading(folded, paragraphs, index)
        for start, portion_end, part in portions(folded, {"part": [], **paragraph}) or [(paragraph["start"], paragraph["end"], "none")]:
            inside = [q for q in rows if start <= q["start"] < portion_end or portion_end == paragraph["end"] <= q["start"]]
            if inside:
                found += _paragraph(
                    folded, {**paragraph, "start": start, "part": [part]}, max(portion_end, inside[-1]["end"]), inside, year, level, heading, len(found)
                )
    return found


def _own_level(folded: str) -> str:
    """The place word the report uses most for itself; "" where it uses none."""
    votes = Counter(_LEVEL.findall(folded))
    return votes.most_common(1)[0][0] if votes else ""


def _heading(folded: str, paragraphs: Sequence[Mapping[str, Any]], index: int) -> str:
    parent = paragraphs[index].get("parent", -1) if index >= 0 else -1
    words: list[str] = []
    while parent is not None and parent >= 0 and len(words) < 3:
        row = paragraphs[parent]
        start, end = row.get("title") or (row["start"], row["end"])
        words.append(normalise(folded[start:end], None)[:_HEADING])
        parent = row.get("parent", -1)
    return "|".join(words)


def _paragraph(
    folded: str,
    paragraph: Mapping[str, Any],
    end: int,
    rows: Sequence[Mapping[str, Any]],
    year: int | None,
    level: str,
    heading: str,
    first: int,
) -> list[QuantityFeatures]:
    def words(a: int, b: int) -> str:
        piece = normalise(folded[a:b], year) if b > a else ""
        return _LEVEL.sub(lambda m: "全本级" if m[1] == level else "全他级", piece)

    pieces, at, places, length = [], paragraph["start"], [], 0
    for q in rows:
        piece = words(at, q["start"])
        token = "0" + _unit(q)
        places.append((length + len(piece), length + len(piece) + len(token)))
        pieces += [piece, token]
        length += len(piece) + len(token)
        at = q["end"]
    line = "".join([*pieces, words(at, end)])
    shared = _shared_form(paragraph)
    sentences, clauses = ([m.start() for m in sign.finditer(line)] for sign in (_SENTENCE, _CLAUSE))
    nouns, verbs = _cues(line, "nouns"), _cues(line, "verbs")
    changed = {
        end
        for i in range(1, len(rows))
        if rows[i].get("change") == "to" and rows[i - 1].get("change") == "from" and not _SENTENCE.search(line, places[i - 1][1], places[i][0])
        for end in (i - 1, i)
    }
    planned = (paragraph.get("part") or [""])[0] == "plan"
    found, sentence_start, number = [], -1, first
    for i, (q, (a, b)) in enumerate(zip(rows, places, strict=True)):
        opened = _last(sentences, a) + 1
        if opened != sentence_start:
            sentence_start, number = opened, first + i
        clause = max(opened, _last(clauses, a) + 1)
        before = line[max(opened, a - _BEFORE) : a]
        next_ = bisect_left(clauses, b)
        closed = clauses[next_] if next_ < len(clauses) else len(line)
        views = {
            "name": f"^{normalise(fold(q.get('name') or ''), year)}$",
            "near": line[max(opened, a - _NEAR) : a] + line[a : b + _AFTER],
            "clause": line[max(clause, a - _CLAUSE_BEFORE) : min(closed, b + 30)],
            "before": before,
            "behind": line[b : b + _BEHIND],
            "opening": line[:_OPENING],
            "heading": heading,
        }
        since = places[i - 1][1] if i else 0
        cues = _cue_form(nouns, verbs, (opened, max(since, opened), clause, a, b, min(closed, b + 10)), _unit(q))
        found.append(
            QuantityFeatures(
                views,
                (*shared, *_form(q, before, i - (number - first)), *cues),
                sentence=number,
                barred=planned or i in changed or q.get("change") == "by",
                share=q["kind"] == "percent",
                of=q.get("of"),
                value=q["value"],
                unit=_unit(q),
                topics=tuple(paragraph.get("topics") or ()),
                listed=i > 0 and places[i - 1][0] >= opened and a - places[i - 1][1] <= _LISTED and _unit(q) == _unit(rows[i - 1]),
            )
        )
    return found


def _unit(q: Mapping[str, Any]) -> str:
    """The unit without brackets: 人(次) counts what 人次 counts, 份(册) what 份 does."""
    return _OTHER_UNITS.sub("", q["unit"] or "").replace("(次)", "次")


def _last(places: Sequence[int], before: int) -> int:
    """The last of ordered places that lies before a position, -1 where none does."""
    index = bisect_left(places, before)
    return places[index - 1] if index else -1


def _shared_form(paragraph: Mapping[str, Any]) -> list[str]:
    part = (paragraph.get("part") or ["none"])[0]
    topics = paragraph.get("topics") or []
    return [f"part {part}", f"main {topics[0] if topics else 'none'}", *(f"topic {topic}" for topic in topics)]


def _form(q: Mapping[str, Any], before: str, position: int) -> list[str]:
    form = [f"unit {_unit(q)}", f"kind {q['kind']}", f"bound {q['bound']}", f"size {_size(q['value'])}", f"position {min(position, 3)}"]
    if q.get("change"):
        form.append(f"change {q['change']}")
    if before.count("(") > before.count(")"):
        form.append("in brackets")
    if _WHOLE.search(before):
        form.append("part of a whole")
    if _OTHER_YEAR.search(before[-16:]):
        form.append("other time")
    if "他级" in before:
        form.append("other place")
    return form


def _size(value: float) -> int:
    return 0 if value <= 0 else min(9, max(0, math.floor(math.log10(value) * 1.5) + 1))


@cache
def _cue_pattern(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    groups = {word: group for group, words in config_table("indicators.toml")[kind].items() for word in words}
    return re.compile("|".join(sorted(map(re.escape, groups), key=len, reverse=True))), groups


def _cues(line: str, kind: str) -> tuple[list[int], list[str]]:
    """Where the cue words of a line end, and their groups."""
    pattern, groups = _cue_pattern(kind)
    found = [(m.end(), groups[m[0]]) for m in pattern.finditer(line)]
    return [end for end, _ in found], [group for _, group in found]


def _cue_form(nouns: tuple[list[int], list[str]], verbs: tuple[list[int], list[str]], at: tuple[int, int, int, int, int, int], unit: str) -> list[str]:
    """The cue words around a quantity at a:b, whose sentence, own words and clause begin at the first three numbers, joined with each other and the unit."""
    opened, since, clause, a, b, behind = at
    last = bisect_right(nouns[0], a) - 1
    noun = nouns[1][last] if last >= 0 else "none"
    near = last >= 0 and nouns[0][last] > clause
    i = bisect_right(verbs[0], a) - 1
    verb = verbs[1][i] if i >= 0 and verbs[0][i] > since else "none"
    after = bisect_right(nouns[0], b)
    next_ = nouns[1][after] if after < len(nouns[0]) and nouns[0][after] <= behind else "none"
    first = bisect_right(nouns[0], opened)
    opens = nouns[1][first] if first <= last else "none"
    before = next((group for group in reversed(nouns[1][max(first, last - _NOUNS_BEFORE) : last + 1]) if group != noun), "none")
    form = [
        f"noun {noun}",
        f"verb {verb}",
        f"noun {noun} verb {verb}",
        f"noun {noun} unit {unit}",
        f"verb {verb} unit {unit}",
        f"opens {opens}",
        f"noun before {before}",
    ]
    form += [f"opens {opens} verb {verb} unit {unit}", f"noun behind {next_}", f"near {noun if near else 'none'} unit {unit}"]
    return form
