"""The clauses of a report as a table: in which part each stands, what its paragraph is about, and what facts it holds.

All that grades of coverage are read from. Lines and clauses that are repeated, in whatever part, are left out: a report that stands twice in a file says no more than once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawnlp.learn.features import ReportFeatures
from lawnlp.taxonomy import taxonomy
from lawnlp.text.acts import KINDS, find_cues
from lawnlp.text.fold import fold

PARTS = ("measures", "leader_duty", "shortcomings", "plan")
# Counts a clause. acts and said are comma segments: said has a cue word, acts a cue word, a figure or a document issued. weak: segments that name a weakness.
FACTS = ("acts", "said", "figures", "documents", "named", "honours", "outcomes", "bodies", "general", "segments", "weak", "causes", "future", "duty", "length")
_F = {name: column for column, name in enumerate(FACTS)}
_BREAK_TABLE = np.zeros(0x3004, dtype=bool)  # by code point: what ends a comma segment; the last stands for all further ones
_BREAK_TABLE[[ord(sign) for sign in ",:;。!?\n"]] = True
_BRIEF = 14  # characters; a line no longer than this names and does not tell
_BEFORE, _AFTER = 30, 14  # characters within which a word of issuing belongs to a citation
_IDLE = re.compile(r"(?:没有|未)(?:发生|出现|发现)[^,:;。]*")  # 未发生…问题 is no weakness


@dataclass(frozen=True)
class ClauseTable:
    """One report: arrays over its clauses.

    `start`, `end` (code points), `part` (index in PARTS), `paragraph` (index), `heading` (the clause only opens others), `words` (normalised), `topics` `[clause, topic]`
    (probability that the paragraph gives, 0 where it is not about the topic, all 0 where it has none), `facts` `[clause, FACTS]`.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    part: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    heading: NDArray[np.bool_]
    words: tuple[str, ...]
    topics: NDArray[np.float64]
    facts: NDArray[np.float64]

    def fact(self, name: str) -> NDArray[np.float64]:
        """One column of `facts`."""
        return self.facts[:, _F[name]]

    def within(self, part: str) -> NDArray[np.bool_]:
        """Whether a clause is text (no heading) of a part."""
        return (self.part == PARTS.index(part)) & ~self.heading

    def without(self, names: Sequence[str]) -> "ClauseTable":
        """A copy in which some facts are nought; acts that only these made are none."""
        facts = self.facts.copy()
        facts[:, [_F[name] for name in names]] = 0.0
        if {"figures", "documents"} & set(names):
            facts[:, _F["acts"]] = facts[:, _F["said"]]
        return replace(self, facts=facts)


def clause_table(record: Mapping[str, Any], seen: ReportFeatures) -> ClauseTable:
    """The table of a report.

    Args:
        record: text, paragraphs with `part` and `topics`, quantities, citations, institutions, as the annotation-set format has them.
        seen: the outline and the clauses of the same paragraphs, in the same order.
    """
    order = {topic: t for t, topic in enumerate(taxonomy().topics)}
    opening = {p.parent for p in seen.outline}
    spans: list[tuple[int, int]] = []
    words: list[str] = []
    place: list[tuple[int, int, bool]] = []  # part, paragraph, heading
    about: list[Mapping[int, float]] = []
    said: set[str] = set()
    for number, (row, line, features) in enumerate(zip(record["paragraphs"], seen.outline, seen.paragraphs, strict=True)):
        repeated = features.words in said
        said.add(features.words)
        if repeated or not row["part"] or row["part"][0] not in PARTS:
            continue
        part, title = PARTS.index(row["part"][0]), line.title_end
        # A numbered line that opens nothing and has nothing behind its words is an entry of a list, not a heading.
        heads = line.level > 0 and (line.runs_in or number in opening or line.end - line.start <= _BRIEF)
        scores = row.get("topic_scores") or {}
        topics = {order[topic]: scores.get(topic, 1.0) for topic in row["topics"]}
        spans += features.clauses
        words += features.clause_words
        place += [(part, number, heads and end <= title + 1) for _, end in features.clauses]
        about += [topics] * len(features.clauses)
    topics_given = np.zeros((len(spans), len(order)))
    for i, given in enumerate(about):
        for t, score in given.items():
            topics_given[i, t] = score
    start, end = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    part_of, paragraph = (np.array([p[k] for p in place], dtype=np.int64) for k in range(2))
    heading = np.array([p[2] for p in place], dtype=bool)
    facts = _facts(record, start, end, part_of)
    facts[:, _F["future"]] += np.array(["明年" in w for w in words], dtype=float)  # a year by its number, made 明年 by normalise
    part_of = _moved(part_of, paragraph, heading, facts)
    first: dict[str, int] = {}
    for i, clause in enumerate(words):
        first.setdefault(clause, i)
    kept = np.array(sorted(first.values()), dtype=np.int64)
    return ClauseTable(start[kept], end[kept], part_of[kept], paragraph[kept], heading[kept], tuple(words[i] for i in kept), topics_given[kept], facts[kept])


def _facts(record: Mapping[str, Any], start: NDArray[np.int64], end: NDArray[np.int64], part: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each clause holds, counted."""
    if not len(start):
        return np.zeros((0, len(FACTS)))
    folded = fold(record["text"])
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32)
    breaks = _BREAK_TABLE[np.minimum(codes, len(_BREAK_TABLE) - 1)]
    segment: NDArray[np.int64] = np.cumsum(breaks, dtype=np.int64)  # number of the comma segment of each character
    cues: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for first, _, kinds in find_cues(folded):
        for kind in kinds:
            cues[kind].append(first)
    figures = _figures(record.get("quantities") or [], start, part)
    citations = record.get("citations") or []
    issued = np.array(cues["issued"], dtype=np.int64)
    documents = [c["start"] for c in citations if c.get("kind") != "law" and _issued(c, segment, issued)]
    idle = {at for m in _IDLE.finditer(folded) for at in range(m.start(), m.end())}
    each = {
        "figures": figures,
        "documents": documents,
        "named": [c["start"] for c in citations],
        "bodies": [i["start"] for i in record.get("institutions") or [] if not i.get("optional")],
        **{kind: cues[kind] for kind in ("honours", "outcomes", "general", "causes", "future", "duty")},
    }
    once = {  # counted once a comma segment
        "said": cues["acts"],
        "acts": [*cues["acts"], *figures, *documents],
        "weak": [at for at in cues["weaknesses"] if at not in idle],
    }
    out = _counted(each, start, end, None) + _counted(once, start, end, segment)
    out[:, _F["segments"]] = np.maximum(segment[end - 1] - segment[start] + ~breaks[end - 1], 1)
    out[:, _F["length"]] = end - start
    return out


def _figures(quantities: Sequence[Mapping[str, Any]], start: NDArray[np.int64], part: NDArray[np.int64]) -> list[int]:
    """Where figures stand that are facts; a target is optional, and in the plan that is what a figure is. A length of time proves nothing."""
    at = [q["start"] for q in quantities if q["kind"] != "duration"]
    target = np.array([bool(q.get("optional")) for q in quantities if q["kind"] != "duration"], dtype=bool)
    planned = part[np.maximum(np.searchsorted(start, at, side="right") - 1, 0)] == PARTS.index("plan")
    return [position for position, good in zip(at, ~target | planned, strict=True) if good]


def _counted(
    positions: Mapping[str, Sequence[int]], start: NDArray[np.int64], end: NDArray[np.int64], segment: NDArray[np.int64] | None
) -> NDArray[np.float64]:
    """`[clause, FACTS]`: how many of the positions of each fact a clause holds; with `segment`, in how many of its segments."""
    at = np.array([p for found in positions.values() for p in found], dtype=np.int64)
    column = np.repeat([_F[name] for name in positions], [len(found) for found in positions.values()])
    clause = np.searchsorted(start, at, side="right") - 1
    inside = (clause >= 0) & (at < end[clause])
    cell = clause[inside] * len(FACTS) + column[inside]
    if segment is not None:
        size = len(start) * len(FACTS)
        cell = np.unique(segment[at[inside]] * size + cell) % size
    return np.bincount(cell, minlength=len(start) * len(FACTS)).reshape(len(start), len(FACTS)).astype(float)


def _issued(citation: Mapping[str, Any], segment: NDArray[np.int64], issued: NDArray[np.int64]) -> bool:
    """Whether a document is said to be issued: a word of issuing shortly before it, or behind it in the same comma segment."""
    first, last = citation["start"], citation["end"]
    before = issued[np.searchsorted(issued, first - _BEFORE) : np.searchsorted(issued, first)]
    after = issued[np.searchsorted(issued, last) : np.searchsorted(issued, last + _AFTER)]
    here = segment[first]
    return bool((segment[before] >= here - 1).any() or (segment[after] == segment[last - 1]).any())


def _moved(part: NDArray[np.int64], paragraph: NDArray[np.int64], heading: NDArray[np.bool_], facts: NDArray[np.float64]) -> NDArray[np.int64]:
    """The part of each clause where one line holds weaknesses and then the coming year's work: the words 下一步, 明年 … turn it."""
    weak, plan = PARTS.index("shortcomings"), PARTS.index("plan")
    out = part.copy()
    problem = facts[:, _F["weak"]] > 0
    turn = (facts[:, _F["future"]] > 0) & ~problem
    for number in np.unique(paragraph[((part == weak) | (part == plan)) & turn & ~heading]):
        rows = np.flatnonzero((paragraph == number) & ~heading)
        first = int(np.flatnonzero(turn[rows])[0])
        if part[rows[0]] == weak and first > 0:
            out[rows[first:]] = plan
        elif part[rows[0]] == plan and first > 0 and problem[rows[:first]].all():
            out[rows[:first]] = weak
    return out
