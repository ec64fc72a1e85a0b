"""The clauses of a report as a table: in which part each stands, what its paragraph is about, and what facts it holds.

All that grades of coverage are read from. Clauses that are repeated in the same part are left out, so a report that stands twice in a file says no more than once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawnlp.learn.features import normalise, report_year
from lawnlp.taxonomy import taxonomy
from lawnlp.text.acts import KINDS, find_cues
from lawnlp.text.clauses import clauses_of
from lawnlp.text.fold import fold

PARTS = ("measures", "leader_duty", "shortcomings", "plan")
# Counts a clause. acts and said are comma segments: said has a cue word, acts a cue word, a figure or a document issued. weak: segments that name a weakness.
FACTS = ("acts", "said", "figures", "documents", "named", "honours", "outcomes", "bodies", "general", "segments", "weak", "causes", "future", "duty", "length")
_F = {name: column for column, name in enumerate(FACTS)}
_BREAKS = frozenset(map(ord, ",:;。!?\n"))
_BRIEF = 14  # characters; a line no longer than this names and does not tell
_BEFORE, _AFTER = 30, 14  # characters within which a word of issuing belongs to a citation
_IDLE = re.compile(r"(?:没有|未)(?:发生|出现|发现)")  # 未发生…问题 is no weakness


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


def clause_table(record: Mapping[str, Any]) -> ClauseTable:
    """The table of a report in the annotation-set format whose paragraphs have `part`, `topics`, and as the outline gives them `level` and `title`."""
    text = record["text"]
    folded = fold(text)
    rows: list[tuple[int, int, int, int, bool, Mapping[str, Any]]] = []
    opening = {p.get("parent", -1) for p in record["paragraphs"]}
    for number, p in enumerate(record["paragraphs"]):
        if p["part"] and p["part"][0] in PARTS:
            title = (p.get("title") or (0, 0))[1]
            # A numbered line that opens nothing and has nothing behind its words is an entry of a list, not a heading.
            heads = bool(p.get("level")) and (p["end"] > title + 2 or number in opening or p["end"] - p["start"] <= _BRIEF)
            part = PARTS.index(p["part"][0])
            rows += [(start, end, part, number, heads and end <= title + 1, p) for start, end in clauses_of(text, p["start"], p["end"])]
    year = report_year(folded)
    words = normalise("\n".join(folded[a:b].replace("\n", " ") for a, b, *_ in rows), year).split("\n") if rows else []
    names = list(taxonomy().topics)
    topics = np.zeros((len(rows), len(names)))
    for i, (*_, p) in enumerate(rows):
        scores = p.get("topic_scores") or {}
        for topic in p["topics"]:
            topics[i, names.index(topic)] = scores.get(topic, 1.0)
    start, end, part, paragraph = (np.array([row[k] for row in rows], dtype=np.int64) for k in range(4))
    heading = np.array([row[4] for row in rows], dtype=bool)
    facts = _facts(record, folded, start, end, part)
    facts[:, _F["future"]] += ["明年" in w for w in words]  # a year by its number, made 明年 by normalise
    part = _moved(part, paragraph, heading, facts)
    seen: set[tuple[int, str]] = set()
    keep = np.array([not ((key := (int(p), w)) in seen or seen.add(key)) for p, w in zip(part, words, strict=True)], dtype=bool)
    kept = np.flatnonzero(keep)
    return ClauseTable(start[kept], end[kept], part[kept], paragraph[kept], heading[kept], tuple(words[i] for i in kept), topics[kept], facts[kept])


def _facts(record: Mapping[str, Any], folded: str, start: NDArray[np.int64], end: NDArray[np.int64], part: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each clause holds, counted."""
    out = np.zeros((len(start), len(FACTS)))
    if not len(start):
        return out
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32)
    segment = np.cumsum(np.isin(codes, list(_BREAKS)))  # number of the comma segment of each character

    def owner(positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """The clause that holds a position, -1 for none."""
        index = np.searchsorted(start, positions, side="right") - 1
        return np.where((index >= 0) & (positions < end[index]), index, -1)

    def count(name: str, positions: Sequence[int], *, by_segment: bool = False) -> None:
        if not len(positions):
            return
        at = np.asarray(positions, dtype=np.int64)
        index = owner(at)
        index, at = index[index >= 0], at[index >= 0]
        if by_segment:
            index = np.unique(np.stack([index, segment[at]]), axis=1)[0]
        np.add.at(out[:, _F[name]], index, 1.0)

    cues: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for first, _, kinds in find_cues(folded):
        for kind in kinds:
            cues[kind].append(first)
    plan = PARTS.index("plan")
    quantities = [q for q in record.get("quantities") or [] if q["kind"] != "duration"]
    figures = np.array([q["start"] for q in quantities], dtype=np.int64)
    if len(figures):
        index = owner(figures)
        target = np.array([bool(q.get("optional")) for q in quantities])  # a target is optional; in the plan that is what a figure is
        figures = figures[(index >= 0) & (~target | (part[index] == plan))]
    citations = record.get("citations") or []
    documents = [c["start"] for c in citations if c.get("kind") != "law" and _issued(c, segment, np.asarray(cues["issued"], dtype=np.int64))]
    idle = {m.start() for m in _IDLE.finditer(folded)}
    count("said", cues["acts"], by_segment=True)
    count("acts", [*cues["acts"], *figures, *documents], by_segment=True)
    count("figures", figures.tolist())
    count("documents", documents)
    count("named", [c["start"] for c in citations])
    count("bodies", [i["start"] for i in record.get("institutions") or [] if not i.get("optional")])
    count("weak", [at for at in cues["weaknesses"] if at not in idle], by_segment=True)
    for kind in ("honours", "outcomes", "general", "causes", "future", "duty"):
        count(kind, cues[kind])
    out[:, _F["segments"]] = np.maximum(segment[end - 1] - segment[start] + (~np.isin(codes[end - 1], list(_BREAKS))), 1)
    out[:, _F["length"]] = end - start
    return out


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
