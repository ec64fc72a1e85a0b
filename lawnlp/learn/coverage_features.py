"""What a grade is read from: the same features for every topic, and for each part those that mean something there.

Counts are capped (`acts 2` is 1 from two acts on), because the grades ask for one or two of a thing and never for many: a long report must not be better for its length.
Weaknesses tied to a named body count as those with causes do ("grounds"): the grades put an "or" between them, and hardly a report at hand shows the one without the other.
Source: "Coverage grades" of the annotation guidelines.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lawnlp.learn.clause_reader import Reading
from lawnlp.learn.coverage_clauses import FACTS, PARTS, ClauseTable
from lawnlp.taxonomy import taxonomy

RESULTS = ("figures", "documents", "named", "honours", "outcomes")  # facts that can be verified
_F = {name: column for column, name in enumerate(FACTS)}
_FIELD = 0.5  # probability from which a statement is about a field of the plan
_BESIDE = 0.1  # share of a statement that a topic must have by its paragraph too
# Amount and cap; the name of a feature is both.
_TOPIC = (
    ("present", 1),
    ("heading", 1),
    ("hints", 0.1),
    ("concrete", 1),
    ("concrete", 3),
    ("acts", 1),
    ("acts", 2),
    ("acts", 4),
    ("figures", 1),
    ("figures", 2),
    ("documents", 1),
    ("documents", 2),
    ("named", 1),
    ("honours", 1),
    ("outcomes", 2),
    ("results", 1),
    ("results", 2),
    ("bodies", 2),
)
_PART: dict[str, tuple[tuple[str, int], ...]] = {
    "shortcomings": (
        ("clauses", 1),
        ("heading", 1),
        ("weak", 1),
        ("weak", 2),
        ("weak", 3),
        ("weak", 5),
        ("grounds", 1),
        ("grounds", 2),
        ("figures", 1),
        ("bodies", 1),
        ("fields", 2),
    ),
    "leader_duty": (
        ("mentioned", 1),
        ("clauses", 1),
        ("heading", 1),
        ("concrete", 1),
        ("concrete", 3),
        ("acts", 2),
        ("acts", 4),
        ("figures", 1),
        ("figures", 2),
        ("documents", 1),
        ("results", 1),
    ),
    "plan": (
        ("clauses", 1),
        ("heading", 1),
        ("concrete", 1),
        ("concrete", 2),
        ("concrete", 4),
        ("concrete", 8),
        ("acts", 1),
        ("acts", 2),
        ("acts", 4),
        ("acts", 8),
        ("fields", 2),
        ("fields", 4),
        ("acting fields", 2),
        ("acting fields", 4),
        ("proved fields", 4),
        ("results", 1),
    ),
}
TOPIC_FEATURES = tuple(f"{name} {cap}" for name, cap in _TOPIC)
PART_FEATURES = tuple(f"{part}: {name} {cap}" for part, features in _PART.items() for name, cap in features)


def amounts(table: ClauseTable, reading: Reading) -> dict[str, dict[str, float]]:
    """What a report gives for each requirement: acts, figures, documents … of the clauses that speak for it, uncapped.

    Topics are read from the measures only: a plan is not a measure.
    """
    order = list(taxonomy().topics)
    about = table.topics > 0
    telling = table.facts.copy()
    telling[:, _F["acts"]] *= reading.concrete  # an act in a general sentence is none
    measures = table.within("measures")
    shares = reading.topics[measures]
    total, clauses, concrete = shares.T @ telling[measures], shares.sum(axis=0), shares.T @ reading.concrete[measures]
    heads = (table.part == PARTS.index("measures")) & table.heading
    out: dict[str, dict[str, float]] = {}
    for topic in taxonomy().required_topics:
        t = order.index(topic)
        out[topic] = _own(total[t], float(clauses[t]), float(concrete[t]), bool(about[heads, t].any()))
        out[topic]["present"] = float(about[measures, t].any() or about[heads, t].any())
        elsewhere = measures & ~about[:, t]
        out[topic]["hints"] = float((reading.alone[elsewhere, t] * table.cued[elsewhere, t]).sum())
    for part in taxonomy().required_parts:
        inside = table.within(part)
        headed = bool(((table.part == PARTS.index(part)) & table.heading).any())
        own = _own(telling[inside].sum(axis=0), float(inside.sum()), float(reading.concrete[inside].sum()), headed)
        own["mentioned"] = float(table.fact("duty")[measures].sum())
        own["fields"] = _fields(reading.alone, inside)
        acting = inside & ((table.fact("acts") > 0) | (reading.concrete >= _FIELD))
        own["acting fields"] = _fields(reading.alone, acting)
        proved = inside & (table.fact("figures") + table.fact("documents") > 0)
        own["proved fields"] = _fields(reading.alone * (reading.topics > _BESIDE), proved)  # 受理点, 办结率 and 培训 of one field are not three
        own["grounds"] = own["causes"] + _tied(table, inside)
        out[part] = own
    return out


def _fields(topics: NDArray[np.float64], rows: NDArray[np.bool_]) -> float:
    """How many topics some statements are about."""
    return float((topics[rows].max(axis=0, initial=0.0) >= _FIELD).sum())


def _tied(table: ClauseTable, rows: NDArray[np.bool_]) -> float:
    """How many clauses name a body and tell of it a weakness or a figure; a body that asks for something (与市委的要求还有差距) is not the one that lacks it."""
    rows = rows & ~np.array(["要求" in words for words in table.words], dtype=bool)
    facts = (table.fact("bodies"), table.fact("weak") + table.fact("figures"), table.fact("future"))
    bodies, told, future = (np.bincount(table.clause[rows], fact[rows], len(table.clauses)) for fact in facts)
    return float(((bodies > 0) & (told > 0) & (future == 0)).sum())


def _own(facts: NDArray[np.float64], clauses: float, concrete: float, headed: bool) -> dict[str, float]:
    own = {name: float(facts[column]) for name, column in _F.items()}
    return {**own, "clauses": clauses, "concrete": concrete, "heading": float(headed), "results": own["figures"] + own["documents"] + own["honours"]}


def topic_row(own: Mapping[str, float]) -> list[float]:
    """The features of one topic, as TOPIC_FEATURES names them, each from 0 to 1."""
    return [min(own[name], cap) / cap for name, cap in _TOPIC]


def part_row(part: str, own: Mapping[str, float]) -> list[float]:
    """The features of one part, as PART_FEATURES names them, each from 0 to 1; those of the other parts are 0."""
    return [min(own[name], cap) / cap if p == part else 0.0 for p, features in _PART.items() for name, cap in features]
