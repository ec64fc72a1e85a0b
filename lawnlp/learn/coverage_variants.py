"""Changed copies of graded reports whose grades follow from the guidelines, to learn from beside the reports.

In a written corpus the grades go with habits of its writers (what is only described carries no figure, what is evidenced is long). These copies say what must count instead: a topic of which only
the heading or one general sentence is left is mentioned, and one that a statement elsewhere names; one concrete act without a result is described; an evidenced topic without figures, documents, honours and case outcomes is described;
two acts with results are evidence, however short, and so are four fields of a plan, each told in one statement with a figure or a document. Nothing is learned from copies in which a topic is taken out or stands in the plan, or of a report that stands twice: the features are the same
as of an absent topic, and as of the report once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lawnlp.learn.clause_reader import Reading
from lawnlp.learn.coverage_clauses import ClauseTable
from lawnlp.learn.coverage_features import RESULTS, amounts
from lawnlp.taxonomy import taxonomy

_NAMED = 0.3  # of hints: one statement that names the topic and is not about another
_ABOUT, _CONCRETE, _GENERAL = 0.8, 0.8, 0.4  # what makes a clause a sure example
Variant = tuple[str, dict[str, float], int]


def variants(table: ClauseTable, reading: Reading, grades: Mapping[str, int]) -> Iterator[Variant]:
    """Requirement, its amounts in a changed copy, and the grade that the copy deserves."""
    bare = amounts(table.without(RESULTS), reading)
    given = amounts(table, reading)
    results = sum(table.fact(name) for name in RESULTS)
    for t, topic in enumerate(taxonomy().topics):
        if topic in given and grades.get(topic, 0) == 0 and not given[topic]["present"]:
            yield topic, {**given[topic], "hints": _NAMED}, 1
        elif topic in given and grades.get(topic, 0) > 0:
            yield from _of_topic(table, reading, topic, t, grades[topic], given[topic], bare[topic], np.asarray(results))
    for part in taxonomy().required_parts:
        yield from _of_part(table, reading, part, grades.get(part, 0), given[part])


def _of_topic(
    table: ClauseTable, reading: Reading, topic: str, t: int, grade: int, given: Mapping[str, float], bare: Mapping[str, float], results: NDArray[np.float64]
) -> Iterator[Variant]:
    kept = {"heading": given["heading"], "present": 1.0}
    yield topic, {**dict.fromkeys(given, 0.0), **kept}, 1
    if grade < 2:
        return
    if grade == 3 and bare["acts"] >= 1.5:
        yield topic, {**bare, **kept}, 2
    rows = np.flatnonzero(table.within("measures") & (reading.topics[:, t] > _ABOUT))
    said, concrete = table.fact("said")[rows], reading.concrete[rows]

    def alone(which: NDArray[np.int64]) -> dict[str, float]:
        topics = np.zeros_like(reading.topics)
        topics[which, t] = 1.0
        return {**amounts(table, Reading(topics, reading.concrete, np.zeros_like(topics)))[topic], **kept}

    acting = rows[(said >= 1) & (results[rows] == 0) & (concrete > _CONCRETE)]
    if len(acting):
        yield topic, alone(acting[[np.argmax(table.fact("said")[acting] * reading.concrete[acting])]]), 2
    general = rows[(said == 0) & (results[rows] == 0) & (table.fact("bodies")[rows] == 0) & (concrete < _GENERAL)]
    if len(general):
        yield topic, alone(general[:1]), 1
    proved = rows[(table.fact("figures")[rows] + table.fact("documents")[rows] > 0) & (table.fact("acts")[rows] >= 1) & (concrete > _CONCRETE)]
    if grade == 3 and len(proved) >= 2:
        yield topic, alone(proved[:2]), 3


def _of_part(table: ClauseTable, reading: Reading, part: str, grade: int, given: Mapping[str, float]) -> Iterator[Variant]:
    rows = np.flatnonzero(table.within(part))
    if grade < 2 or not len(rows):
        return

    def alone(which: NDArray[np.int64]) -> dict[str, float]:
        place = table.part.copy()
        place[np.setdiff1d(rows, which)] = -1
        return amounts(replace(table, part=place), reading)[part]

    general = Reading(reading.topics, np.zeros_like(reading.concrete), reading.alone)
    if part == "shortcomings":
        plain = rows[(table.fact("causes")[rows] == 0) & (table.fact("weak")[rows] <= 1)]
        yield part, alone(plain[:1]) if len(plain) else {**dict.fromkeys(given, 0.0), "heading": given["heading"]}, 1
        if grade == 3 and given["weak"] >= 2:
            yield part, amounts(table.without(("causes", "figures", "bodies", "documents", "named")), reading)[part], 2
    elif part == "leader_duty":
        yield part, alone(rows[:0]), int(given["mentioned"] > 0)
        if grade == 3:
            yield part, amounts(table.without((*RESULTS, "said", "acts")), general)[part], 2
    else:
        yield part, amounts(table.without((*RESULTS, "said", "acts")), general)[part], 1
        acting = rows[(table.fact("said")[rows] >= 1) & (reading.concrete[rows] > _CONCRETE)][:2]
        if len(acting) == 2 and (table.topics[acting] > 0).any(axis=0).sum() < 4:
            yield part, alone(acting), 2
        proved = rows[(table.fact("figures")[rows] + table.fact("documents")[rows] > 0) & (reading.alone[rows].max(axis=1) > _ABOUT)]
        first = proved[np.unique(reading.alone[proved].argmax(axis=1), return_index=True)[1]]
        if len(first) >= 4:
            yield part, alone(first[:4]), 3
