"""What a statement speaks for and whether it tells something: its topic, within what its paragraph is about, and how concrete it is.

Where a paragraph has several topics, a grade must not credit one with the acts of another; and words such as 开展 and 落实 stand in general sentences as well as in accounts of what
was done. Both are regressions over the same hashed n-grams of single statements. Topics are learned from paragraphs with one topic, then also from statements of the others, each given to
the topic among its paragraph's that suits it best; the other statements of its clause speak with it. Concreteness is learned from the grades: what stands under a topic that is only mentioned,
and headings, are general; what stands under a topic that is described or evidenced is concrete.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from lawnlp.learn.coverage_clauses import PARTS, ClauseTable
from lawnlp.learn.linear import Linear
from lawnlp.learn.ngrams import NgramVectorizer, hash_ngrams

_PASSES = 2
_CLAUSE = 1.0  # how much the mean of the clause's statements says beside the statement
_ELSEWHERE = 0.003  # weight of a topic that the paragraph is not about: only words that leave no doubt overcome it
_SURE = 0.6  # share of a clause from which the grade of a topic says something of the clause
_GENERAL = {"leader_duty": 2, "plan": 1}  # up to this grade a section is in general terms


@dataclass(frozen=True)
class Reading:
    """What the model says of the statements of one report.

    `topics` `[statement, topic]` within what the paragraph is about, rows adding up to 1 (0 where the paragraph has no topic); `concrete` `[statement]`, 0 to 1; `alone` by the words
    of the statement alone, whatever the paragraph is about.
    """

    topics: NDArray[np.float64]
    concrete: NDArray[np.float64]
    alone: NDArray[np.float64]


class ClauseReader:
    """`fit` on reports with their grades, then `predict` for any number of reports at once."""

    def __init__(self, topics: Sequence[str], regularisation: float = 10.0, min_df: int = 3) -> None:
        self.topics = list(topics)
        self.regularisation = regularisation
        self.view = NgramVectorizer(min_df)
        self.topic_weights = Linear.empty(len(self.topics))
        self.concrete_weights = Linear.empty(2)

    def fit(self, tables: Sequence[ClauseTable], grades: Sequence[Mapping[str, int]]) -> "ClauseReader":
        """Learn; a report without grades (an empty mapping) teaches topics only."""
        words = [w for table in tables for w in table.words]
        allowed = np.concatenate([table.topics > 0 for table in tables]) if tables else np.zeros((0, len(self.topics)), bool)
        grams = hash_ngrams(words)
        self.view.fit(grams.bucket, grams.text, len(words))
        matrix = self.view.transform(grams.bucket, grams.text, len(words))
        clause = _clauses(tables)
        self._fit_topics(matrix, clause, allowed)
        shares = np.split(self._shares(matrix, clause, allowed.astype(float))[0], np.cumsum([len(table.words) for table in tables])[:-1])
        labels = [self._general(*row) for row in zip(tables, shares, grades, strict=True)]
        label = np.concatenate(labels) if labels else np.zeros(0)
        general, concrete = np.flatnonzero(label == 0), np.flatnonzero(label == 1)
        if len(general) and len(concrete):
            # The rare kind counts as much as the other, else everything would be concrete.
            few, many = sorted((general, concrete), key=len)
            rows = np.concatenate([many, np.repeat(few, max(1, round(len(many) / len(few))))])
            self.concrete_weights = Linear.fit(matrix[rows], label[rows].astype(int), 2, self.regularisation / 3)
        return self

    def _fit_topics(self, matrix: csr_matrix, clause: NDArray[np.int64], allowed: NDArray[np.bool_]) -> None:
        some = np.flatnonzero(allowed.any(axis=1))
        use = np.flatnonzero(allowed.sum(axis=1) == 1)
        label = allowed[use].argmax(axis=1)
        for _ in range(_PASSES):
            if len(np.unique(label)) < 2:
                break
            self.topic_weights = Linear.fit(matrix[use], label, len(self.topics), self.regularisation)
            use = some
            label = np.where(allowed[some], self._by_words(matrix, clause)[1][some], -1).argmax(axis=1)

    def _by_words(self, matrix: csr_matrix, clause: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Probability of each topic by the words of the statement alone, and by those of its clause too."""
        if not self.topic_weights.features:
            even = np.full((len(clause), len(self.topics)), 1.0 / max(1, len(self.topics)))
            return even, even
        scores = self.topic_weights.scores(matrix)
        first = np.flatnonzero(np.diff(clause, prepend=-1))
        mean = np.add.reduceat(scores, first, axis=0) / np.diff(np.append(first, len(clause)))[:, None]
        return _softmax(scores), _softmax(scores + _CLAUSE * mean[np.cumsum(np.diff(clause, prepend=-1) != 0) - 1])

    def _shares(self, matrix: csr_matrix, clause: NDArray[np.int64], given: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        alone, within = self._by_words(matrix, clause)
        weight = within * np.maximum(given, _ELSEWHERE) * (given > 0).any(axis=1, keepdims=True)
        total = weight.sum(axis=1, keepdims=True)
        return np.divide(weight, total, out=np.zeros_like(weight), where=total > 0), alone

    def _general(self, table: ClauseTable, shares: NDArray[np.float64], grades: Mapping[str, int]) -> NDArray[np.float64]:
        """1 for a statement that is concrete by the grades, 0 for a general one, -1 where they leave it open."""
        label: NDArray[np.float64] = np.full(len(table.words), -1.0)
        if not grades or not len(label):
            return label
        own = np.array([grades.get(topic, -1) for topic in self.topics])[shares.argmax(axis=1)]
        sure = table.within("measures") & (shares.max(axis=1) >= _SURE)
        label[sure & (own >= 2)], label[sure & (own == 1)] = 1.0, 0.0
        for part, last in _GENERAL.items():
            if grades.get(part, 0) > 0:
                label[table.within(part)] = float(grades[part] > last)
        label[table.heading & (table.part <= PARTS.index("leader_duty"))] = 0.0
        return label

    def predict(self, tables: Sequence[ClauseTable]) -> list[Reading]:
        """A reading for each report."""
        words = [w for table in tables for w in table.words]
        if not words:
            none = np.zeros((0, len(self.topics)))
            return [Reading(none, np.zeros(0), none) for _ in tables]
        grams = hash_ngrams(words)
        matrix = self.view.transform(grams.bucket, grams.text, len(words))
        shares, alone = self._shares(matrix, _clauses(tables), np.concatenate([table.topics for table in tables]))
        learned = self.concrete_weights.features > 0
        concrete = self.concrete_weights.probabilities(matrix)[:, 1] if learned else np.ones(len(words))
        cuts = np.cumsum([len(table.words) for table in tables])[:-1]
        return [Reading(*parts) for parts in zip(*(np.split(values, cuts) for values in (shares, concrete, alone)), strict=True)]

    def state(self) -> dict[str, Any]:
        """All that was learned, as plain data."""
        return {
            "topics": self.topics,
            "regularisation": self.regularisation,
            "view": self.view.state(),
            "topic_weights": self.topic_weights.state(),
            "concrete_weights": self.concrete_weights.state(),
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "ClauseReader":
        """The model that `state` was taken from."""
        reader = cls(state["topics"], state["regularisation"])
        reader.view = NgramVectorizer.from_state(state["view"])
        reader.topic_weights, reader.concrete_weights = Linear.from_state(state["topic_weights"]), Linear.from_state(state["concrete_weights"])
        return reader


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exp / exp.sum(axis=1, keepdims=True))


def _clauses(tables: Sequence[ClauseTable]) -> NDArray[np.int64]:
    """The clause of every statement, numbered through all reports."""
    starts = np.cumsum([0, *(len(table.clauses) for table in tables)])
    return np.concatenate([np.zeros(0, np.int64), *(table.clause + first for table, first in zip(tables, starts, strict=False))])
