"""The statements of a report as a table: in which part each stands, what its paragraph is about, and what facts it holds.

All that grades of coverage are read from. A statement is what stands between two commas or stronger signs: dense reports put five acts of three topics into one sentence, tidy ones each
into its own, and the grades must be the same. Lines and clauses that are repeated, in whatever part, are left out: a report that stands twice in a file says no more than once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawnlp.learn.features import ReportFeatures, normalised
from lawnlp.taxonomy import taxonomy
from lawnlp.text.acts import KINDS, find_cues
from lawnlp.text.fold import fold
from lawnlp.text.headings import fold_marker
from lawnlp.text.sections import portions, topic_cues

PARTS = ("measures", "leader_duty", "shortcomings", "plan")
# What a statement holds, counted; acts and said are 0 or 1: said where it has a cue word, acts where it has a cue word, a figure or a document issued. weak: 1 where it names a weakness.
FACTS = ("acts", "said", "figures", "documents", "named", "honours", "outcomes", "bodies", "weak", "causes", "future", "duty")
_F = {name: column for column, name in enumerate(FACTS)}
_BREAK = re.compile(r"(?<!\d),|,(?!\d)|[:;。!?\n]")
_SHORTEST = 4  # characters of a statement; a shorter piece (同时, 一是) stays with the next
_BRIEF = 14  # characters; a line no longer than this names and does not tell
_BEFORE, _AFTER = 30, 14  # characters within which a word of issuing belongs to a citation
_IDLE = re.compile(r"(?:没有|未)(?:发生|出现|发现)[^,:;。]*")  # 未发生…问题 is no weakness, and what it says did not happen no act
_UNDONE = re.compile(r"(?:没有|未(?!成年|来|保[办委中]|检(?![查测验])))[^\W\d的]{0,2}$")  # in front of an act: 未制定, 没有新出台
_BY_NONE = re.compile(r"(?<!因)没有[^,:;。]{0,10}被$")  # 没有文件被纠正
_CONDITION = re.compile(r"[^,:;。!?\n]{0,30}?(?:的|不|一律|自动|予以|事项|问题|任务)")  # behind it: 未审查不上会, 未采纳的说明理由, 提醒未整改事项
_JOINED = re.compile(r"[、或和及]|以及|或者")
# 因程序违法败诉, 主要是, 问题出在 and 受…影响 tell a cause, 因地制宜 and 因循守旧 tell none; 因…所致 and 因历史原因 are counted by the word that the list has, 因受…影响 by its end. Behind a weakness in general terms
# (还有差距,主要是…) 主要是 lists what the weaknesses are.
_CAUSE = re.compile(
    r"(?<![原成起主诱内外基病死])因(?![此为素果而故之循]|应(?!诉)|如此|噎废|后果|受[^,:;。、\n]{1,8}影响|.(?:因.)?(?:制宜|施[策教治]|而[异定谋动]|利导)|[^,:;。!?\n]{0,40}(?:所致|导致|造成|制约|所限|限制|原因))(?=[^,:;。!?\n]{2})"
    r"|(?<=[,;。])(?<!原因.)(?<!差距.)(?<!问题.)(?<!环节.)(?<!短板.)(?<!弱项.)(?<!困难.)(?<![些少的在下有多]不足.)主要(?:[是系]|因(?!为))(?!:|因为|由于|原因)|问题(?:出在|在于)|受(?![到众益理训援教助聘邀托])[^,:;。、\n]{1,8}影响"
)
# The principal leader acts: what a section on the leaders' duty tells, told elsewhere without a word for the duty.
_LEADER = re.compile(r"主要(?:领导|负责(?:人|同志))[^,:;。\n]{0,24}?(?:主持|召开|听取|研究|批示|签批|督办|带头|调研|包案|过问|讲授)")


@dataclass(frozen=True)
class ClauseTable:
    """One report: arrays over its statements.

    `clause` (index in `clauses`, `[clause, 2]` offsets in code points of the clauses that the statements are pieces of), `part` (index in PARTS), `paragraph` (index), `heading` (the clause only
    opens others), `words` (normalised), `topics` `[statement, topic]` (probability that the paragraph gives, 0 where it is not about the topic, all 0 where it has none),
    `cued` `[statement, topic]` (a cue word of the topic stands in it), `facts` `[statement, FACTS]`.
    """

    clauses: NDArray[np.int64]
    clause: NDArray[np.int64]
    part: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    heading: NDArray[np.bool_]
    words: tuple[str, ...]
    topics: NDArray[np.float64]
    cued: NDArray[np.bool_]
    facts: NDArray[np.float64]

    def fact(self, name: str) -> NDArray[np.float64]:
        """One column of `facts`."""
        return self.facts[:, _F[name]]

    def within(self, part: str) -> NDArray[np.bool_]:
        """Whether a statement is text (no heading) of a part."""
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
    folded = fold(record["text"])
    spans: list[tuple[int, int]] = []
    place: list[tuple[int, int, bool]] = []  # part, paragraph, heading
    about: list[Mapping[int, float]] = []
    lines: set[str] = set()
    said: set[str] = set()
    for number, (row, line, features) in enumerate(zip(record["paragraphs"], seen.outline, seen.paragraphs, strict=True)):
        repeated = features.words in lines
        lines.add(features.words)
        if repeated or not row["part"] or row["part"][0] not in PARTS:
            continue
        held, title = [(start, PARTS.index(part)) for start, _, part in portions(folded, row) if part in PARTS], line.title_end
        # A numbered line that opens nothing and has nothing behind its words is an entry of a list, not a heading.
        heads = line.level > 0 and (line.runs_in or number in opening or line.end - line.start <= _BRIEF)
        scores = row.get("topic_scores") or {}
        topics = {order[topic]: scores.get(topic, 1.0) for topic in row["topics"]}
        for span, clause_words in zip(features.clauses, features.clause_words, strict=True):
            if clause_words not in said:
                said.add(clause_words)
                spans.append(span)
                place.append((next((part for start, part in reversed(held) if start <= span[0]), held[0][1]), number, heads and span[1] <= title + 1))
                about.append(topics)
    pieces = [(i, span) for i, (first, last) in enumerate(spans) for span in _statements(folded, first, last)]
    clause = np.array([i for i, _ in pieces], dtype=np.int64)
    start, end = np.array([span for _, span in pieces], dtype=np.int64).reshape(-1, 2).T
    words = normalised(folded, [(_behind_number(folded, first, last), last) for _, (first, last) in pieces], seen.year)
    topics_given = np.zeros((len(spans), len(order)))
    for i, given in enumerate(about):
        for t, score in given.items():
            topics_given[i, t] = score
    cued = np.zeros((len(pieces), len(order)), dtype=bool)
    for at, topic in topic_cues(folded):
        row = int(np.searchsorted(start, at, side="right")) - 1
        if row >= 0 and at < end[row]:
            cued[row, order[topic]] = True
    part_of, paragraph = (np.array([p[k] for p in place], dtype=np.int64)[clause] for k in range(2))
    heading = np.array([p[2] for p in place], dtype=bool)[clause]
    facts = _facts(record, folded, start, end, part_of)
    facts[:, _F["future"]] += np.array(["明年" in w for w in words], dtype=float)  # a year by its number, made 明年 by normalise
    part_of = _moved(part_of, paragraph, clause, heading, facts)
    return ClauseTable(np.array(spans, dtype=np.int64).reshape(-1, 2), clause, part_of, paragraph, heading, tuple(words), topics_given[clause], cued, facts)


def _statements(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """`(start, end)` of the pieces of a clause between commas and colons."""
    edges, left = [start], start
    for match in _BREAK.finditer(folded, start, end):
        if match.end() - left >= _SHORTEST and end - match.end() >= _SHORTEST:
            edges.append(left := match.end())
    return list(pairwise([*edges, end]))


def _behind_number(folded: str, start: int, end: int) -> int:
    """Where the words of a statement begin behind （一）, 1. or 二是: a number says nothing of what is told, and as it mostly stands before headings it would make each entry of a numbered list general."""
    marker = fold_marker(folded, start, end)
    return marker.end if marker and marker.end < end else start


def _facts(record: Mapping[str, Any], folded: str, start: NDArray[np.int64], end: NDArray[np.int64], part: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each statement holds, counted."""
    if not len(start):
        return np.zeros((0, len(FACTS)))
    cues: dict[str, list[int]] = {kind: [] for kind in KINDS}
    found = find_cues(folded)
    for first, _, kinds in found:
        for kind in kinds:
            cues[kind].append(first)
    cues["causes"] += [m.start() for m in _CAUSE.finditer(folded)]
    cues["duty"] += [m.start() for m in _LEADER.finditer(folded)]
    idle = {at for m in _IDLE.finditer(folded) for at in range(m.start(), m.end())}
    undone = idle | _undone(folded, [(first, last) for first, last, kinds in found if not {"acts", "issued"}.isdisjoint(kinds)])
    figures = _figures(record.get("quantities") or [], start, part)
    citations = record.get("citations") or []
    done = [at for at in cues["acts"] if at not in undone]
    issued = np.array([at for at in cues["issued"] if at not in undone], dtype=np.int64)
    documents = [c["start"] for c in citations if c.get("kind") != "law" and _issued(c, start, issued)]
    out = _counted(
        {
            "figures": figures,
            "documents": documents,
            "named": [c["start"] for c in citations],
            "bodies": [i["start"] for i in record.get("institutions") or [] if not i.get("optional")],
            "said": done,
            "acts": [*done, *figures, *documents],
            "weak": [at for at in cues["weaknesses"] if at not in idle],
            **{kind: cues[kind] for kind in ("honours", "outcomes", "causes", "future", "duty")},
        },
        start,
        end,
    )
    once = [_F[name] for name in ("said", "acts", "weak")]
    out[:, once] = np.minimum(out[:, once], 1)
    return out


def _undone(folded: str, acts: Sequence[tuple[int, int]]) -> set[int]:
    """Where the acts begin that the words in front of them deny (未制定、修改规范性文件), unless that is the condition of another (未备案的予以通报)."""
    found: set[int] = set()
    for i, (first, last) in enumerate(acts):
        joined = i and acts[i - 1][0] in found and _JOINED.fullmatch(folded, acts[i - 1][1], first)
        denied = joined or (_UNDONE.search(folded, max(0, first - 6), first) and not _CONDITION.match(folded, last))
        if denied or _BY_NONE.search(folded, max(0, first - 14), first):
            found.add(first)
    return found


def _figures(quantities: Sequence[Mapping[str, Any]], start: NDArray[np.int64], part: NDArray[np.int64]) -> list[int]:
    """Where figures stand that are facts; a target is optional, and in the plan that is what a figure is. A length of time proves nothing."""
    at = [q["start"] for q in quantities if q["kind"] != "duration"]
    target = np.array([bool(q.get("optional")) for q in quantities if q["kind"] != "duration"], dtype=bool)
    planned = part[np.maximum(np.searchsorted(start, at, side="right") - 1, 0)] == PARTS.index("plan")
    return [position for position, good in zip(at, ~target | planned, strict=True) if good]


def _counted(positions: Mapping[str, Sequence[int]], start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.float64]:
    """`[statement, FACTS]`: how many of the positions of each fact a statement holds."""
    at = np.array([p for found in positions.values() for p in found], dtype=np.int64)
    column = np.repeat([_F[name] for name in positions], [len(found) for found in positions.values()])
    row = np.searchsorted(start, at, side="right") - 1
    inside = (row >= 0) & (at < end[row])
    return np.bincount(row[inside] * len(FACTS) + column[inside], minlength=len(start) * len(FACTS)).reshape(len(start), len(FACTS)).astype(float)


def _issued(citation: Mapping[str, Any], start: NDArray[np.int64], issued: NDArray[np.int64]) -> bool:
    """Whether a document is said to be issued: a word of issuing shortly before it, or behind it in the same statement."""
    first, last = citation["start"], citation["end"]
    before = issued[np.searchsorted(issued, first - _BEFORE) : np.searchsorted(issued, first)]
    after = issued[np.searchsorted(issued, last) : np.searchsorted(issued, last + _AFTER)]

    def statement(at: Any) -> Any:
        return np.searchsorted(start, at, side="right")

    return bool((statement(before) >= statement(first) - 1).any() or (statement(after) == statement(last - 1)).any())


def _moved(
    part: NDArray[np.int64], paragraph: NDArray[np.int64], clause: NDArray[np.int64], heading: NDArray[np.bool_], facts: NDArray[np.float64]
) -> NDArray[np.int64]:
    """The part of each statement where one line holds weaknesses and then the coming year's work: the words 下一步, 明年 … of a clause that names no weakness turn it."""
    weak, plan = PARTS.index("shortcomings"), PARTS.index("plan")
    out = part.copy()
    if not len(out):
        return out
    some = np.zeros((2, clause[-1] + 1), dtype=bool)
    for row, name in enumerate(("weak", "future")):
        some[row, clause[facts[:, _F[name]] > 0]] = True
    problem, turn = some[0][clause], (some[1] & ~some[0])[clause]
    for number in np.unique(paragraph[((part == weak) | (part == plan)) & turn & ~heading]):
        rows = np.flatnonzero((paragraph == number) & ~heading)
        if (part[rows] != part[rows[0]]).any():  # its two parts are known
            continue
        first = int(np.flatnonzero(turn[rows])[0])
        if part[rows[0]] == weak and first > 0:
            out[rows[first:]] = plan
        elif part[rows[0]] == plan and first > 0 and problem[rows[:first]].all():
            out[rows[:first]] = weak
    return out
