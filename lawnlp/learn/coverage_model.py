"""Grades of coverage: one ordinal model shared by the topics, one by the parts, with the passages that carry each grade and what the next one lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawnlp.evaluation import rounded_grade
from lawnlp.learn.clause_reader import ClauseReader, Reading
from lawnlp.learn.coverage_clauses import PARTS, ClauseTable
from lawnlp.learn.coverage_features import PART_FEATURES, TOPIC_FEATURES, amounts, part_row, topic_row
from lawnlp.learn.coverage_variants import variants
from lawnlp.learn.ordinal import Ordinal
from lawnlp.learn.settings import CoverageSettings
from lawnlp.taxonomy import taxonomy

HIGHEST = 3
_PASSAGES = 5
_LEAST = 0.2  # share of a clause from which it is shown for a topic


@dataclass(frozen=True)
class Grade:
    """One requirement: the expected grade (0 to 3), the probabilities of the grades, passages `(start, end, score)` by weight, ids of what the next grade lacks."""

    grade: float
    probabilities: tuple[float, ...]
    evidence: tuple[tuple[int, int, float], ...]
    missing: tuple[str, ...]

    @property
    def chosen(self) -> int:
        """The grade as a whole number: the expected one, halves upwards."""
        return rounded_grade(self.grade)


class CoverageModel:
    """`fit` on clause tables with grades, then `predict` for any number of reports at once."""

    def __init__(self, settings: CoverageSettings | None = None) -> None:
        self.settings = settings or CoverageSettings()
        self.reader = ClauseReader(list(taxonomy().topics))
        self.topics = Ordinal(np.zeros((HIGHEST, len(TOPIC_FEATURES))), np.zeros(HIGHEST))
        self.parts = Ordinal(np.zeros((HIGHEST, len(PART_FEATURES))), np.zeros(HIGHEST))

    # ------------------------------------------------------------------ learning
    def fit(self, gold: Sequence[ClauseTable], seen: Sequence[Sequence[ClauseTable]], grades: Sequence[Mapping[str, int]]) -> "CoverageModel":
        """Learn.

        Args:
            gold: the table of each report with the parts and topics that people gave; clauses are learned from these.
            seen: for each report the tables that grades are learned from (as people labelled it, as a model did that had not seen it).
            grades: requirement to grade; a report without grades (an empty mapping) teaches the topics of clauses only.

        Raises ValueError when no report has grades.
        """
        if not any(grades):
            raise ValueError("no report has grades of coverage to learn from")
        readings = self._crossed(gold, seen, grades)
        rows: dict[bool, list[list[float]]] = {True: [], False: []}
        labels: dict[bool, list[int]] = {True: [], False: []}
        weights: dict[bool, list[float]] = {True: [], False: []}
        topics = set(taxonomy().required_topics)

        def add(requirement: str, own: Mapping[str, float], grade: int, weight: float) -> None:
            shared = requirement in topics
            rows[shared].append(topic_row(own) if shared else part_row(requirement, own))
            labels[shared].append(grade)
            weights[shared].append(weight)

        for tables, read, given in zip(seen, readings, grades, strict=True):
            for table, reading in zip(tables, read, strict=True):
                if not given:
                    continue
                for requirement, own in amounts(table, reading).items():
                    add(requirement, own, given[requirement], 1.0)
                if self.settings.variant_weight > 0:
                    for requirement, own, grade in variants(table, reading, given):
                        add(requirement, own, grade, self.settings.variant_weight)
        fitted = [
            Ordinal.fit(np.array(rows[shared]), np.array(labels[shared]), HIGHEST, self.settings.regularisation, np.array(weights[shared]))
            for shared in (True, False)
        ]
        self.topics, self.parts = fitted
        self.reader.fit(gold, grades)
        return self

    def _crossed(self, gold: Sequence[ClauseTable], seen: Sequence[Sequence[ClauseTable]], grades: Sequence[Mapping[str, int]]) -> list[list[Reading]]:
        """Readings of each report by a reader that was not taught with it."""
        folds = min(self.settings.folds, len(gold))
        if folds < 2:
            self.reader.fit(gold, grades)
            return [self.reader.predict(tables) for tables in seen]
        out: list[list[Reading]] = [[] for _ in seen]
        for k in range(folds):
            learn = [i for i in range(len(gold)) if i % folds != k]
            reader = ClauseReader(self.reader.topics).fit([gold[i] for i in learn], [grades[i] for i in learn])
            for i in range(k, len(gold), folds):
                out[i] = reader.predict(seen[i])
        return out

    # ---------------------------------------------------------------- predicting
    def predict(self, tables: Sequence[ClauseTable]) -> list[dict[str, Grade]]:
        """The grades of every report, in one pass over all of them; {} for each where nothing was learned."""
        if not (self.topics.coefficients.any() or self.parts.coefficients.any()):
            return [{} for _ in tables]
        readings = self.reader.predict(tables)
        given = [amounts(table, reading) for table, reading in zip(tables, readings, strict=True)]
        labels = taxonomy()
        out: list[dict[str, Grade]] = [{} for _ in tables]
        for requirements, model, row in (
            (labels.required_topics, self.topics, lambda name, own: topic_row(own)),
            (labels.required_parts, self.parts, part_row),
        ):
            if not tables:
                continue
            probabilities = model.probabilities(np.array([row(name, own[name]) for own in given for name in requirements]))
            for i, (table, reading, own) in enumerate(zip(tables, readings, given, strict=True)):
                for j, name in enumerate(requirements):
                    p = probabilities[i * len(requirements) + j]
                    grade = round(float(p @ np.arange(HIGHEST + 1)), 3)
                    out[i][name] = Grade(grade, tuple(float(x) for x in p), evidence(name, table, reading), missing(name, rounded_grade(grade), own[name]))
        return out

    def explain(self, table: ClauseTable, requirement: str) -> list[list[tuple[str, float]]]:
        """What lifts a requirement over the thresholds of grade 1, 2 and 3: features with their weight, the intercept as `(start)`."""
        own = amounts(table, self.reader.predict([table])[0])[requirement]
        if requirement in taxonomy().required_topics:
            return self.topics.explain(topic_row(own), TOPIC_FEATURES)
        return self.parts.explain(part_row(requirement, own), PART_FEATURES)

    # ---------------------------------------------------------------------- state
    def state(self) -> dict[str, Any]:
        """All that was learned, as plain data."""
        return {
            "settings": dict(vars(self.settings)),
            "topic_features": list(TOPIC_FEATURES),
            "part_features": list(PART_FEATURES),
            "reader": self.reader.state(),
            "topics": self.topics.state(),
            "parts": self.parts.state(),
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "CoverageModel":
        """The model that `state` was taken from.

        Raises ValueError for a model of other features than this version computes.
        """
        if (list(state["topic_features"]), list(state["part_features"])) != (list(TOPIC_FEATURES), list(PART_FEATURES)):
            raise ValueError("its features are not those of this version")
        model = cls(CoverageSettings(**state["settings"]))
        model.reader = ClauseReader.from_state(state["reader"])
        model.topics, model.parts = Ordinal.from_state(state["topics"]), Ordinal.from_state(state["parts"])
        return model


def evidence(requirement: str, table: ClauseTable, reading: Reading) -> tuple[tuple[int, int, float], ...]:
    """Up to five clauses that speak for a requirement, the weightiest first: what it is about times what it tells."""
    facts = table.fact("acts") * reading.concrete + table.fact("figures") + table.fact("documents") + table.fact("honours")
    if requirement in taxonomy().required_topics:
        t = list(taxonomy().topics).index(requirement)
        share = np.where(table.within("measures") & (reading.topics[:, t] >= _LEAST), reading.topics[:, t], 0.0)
        if not share.any():
            share = np.where((table.part == PARTS.index("measures")) & (table.topics[:, t] > 0), table.topics[:, t], 0.0)
    else:
        share = table.within(requirement).astype(float)
        if requirement == "shortcomings":
            facts = table.fact("weak") + 2 * table.fact("causes") + table.fact("figures") + table.fact("bodies")
        elif requirement == "leader_duty" and not share.any():
            share = (table.within("measures") & (table.fact("duty") > 0)).astype(float)
    return _best(share * (0.2 + facts) / 3, table)


def _best(score: NDArray[np.float64], table: ClauseTable) -> tuple[tuple[int, int, float], ...]:
    """The clauses whose statements say most."""
    total = np.bincount(table.clause, score, len(table.clauses))
    total = 1 - np.exp(-total)
    order = np.argsort(-total, kind="stable")[:_PASSAGES]
    return tuple((int(table.clauses[i, 0]), int(table.clauses[i, 1]), round(float(total[i]), 4)) for i in order if total[i] > 0)


def missing(requirement: str, grade: int, own: Mapping[str, float]) -> tuple[str, ...]:
    """Ids (`lawnlp.coverage.MISSING`) of what the guidelines ask for the next grade and the report lacks; () at the highest grade."""
    if grade == HIGHEST:
        return ()
    if grade == 0:
        return ("absent",)
    wanted: Sequence[tuple[str, bool]]
    if requirement == "shortcomings":
        wanted = (
            [("few_weaknesses", True)]
            if grade == 1
            else [("no_section", not own["heading"]), ("no_cause", not own["grounds"]), ("no_case", not own["bodies"] and not own["figures"])]
        )
    elif requirement == "leader_duty":
        wanted = (
            [("no_section", True)]
            if grade == 1
            else [("no_section", not own["heading"]), ("no_figure", not own["figures"]), ("no_document", not own["documents"]), ("no_act", own["acts"] < 1)]
        )
    elif requirement == "plan":
        wanted = [("only_general", True), ("few_acts", own["acts"] < 2)] if grade == 1 else [("few_fields", True)]
    elif grade == 1:
        wanted = [("only_general", True), ("no_act", own["acts"] < 1)]
    else:
        wanted = [
            ("few_acts", own["acts"] < 2),
            ("no_figure", not own["figures"]),
            ("no_document", not own["documents"]),
            ("no_outcome", not own["honours"] and not own["outcomes"]),
        ]
    return tuple(id for id, lacks in wanted if lacks) or ("more_of_it",)
