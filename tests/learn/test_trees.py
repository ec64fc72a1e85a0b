"""Boosted trees kept as arrays."""

from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier

from lawnlp.learn.trees import BoostedTrees

RNG = np.random.default_rng(5)
ROWS = RNG.normal(size=(600, 4)).round(1)
ANSWERS = (ROWS[:, 0] > 0.2) != (ROWS[:, 1] > 0)  # which no linear model can learn


def test_what_depends_on_another_feature_is_learned() -> None:
    trees = BoostedTrees.fit(ROWS, ANSWERS)
    fresh = RNG.normal(size=(400, 4)).round(1)
    assert ((trees.probabilities(fresh) > 0.5) == ((fresh[:, 0] > 0.2) != (fresh[:, 1] > 0))).mean() > 0.95


def test_the_arrays_answer_as_the_mean_of_the_rounds_does(monkeypatch: pytest.MonkeyPatch) -> None:
    learners = []
    monkeypatch.setattr(GradientBoostingClassifier, "fit", lambda self, *given, fit=GradientBoostingClassifier.fit: learners.append(self) or fit(self, *given))
    trees = BoostedTrees.fit(ROWS, ANSWERS)
    mean = np.mean([learner.decision_function(ROWS) for learner in learners], axis=0)
    assert len(learners) > 1
    assert trees.probabilities(ROWS) == pytest.approx(1 / (1 + np.exp(-mean)), abs=1e-5)


def test_a_stored_model_gives_the_same() -> None:
    trees = BoostedTrees.fit(ROWS, ANSWERS)
    again = BoostedTrees.from_state(trees.state(), 4)
    assert (again.probabilities(ROWS) == trees.probabilities(ROWS)).all()
    assert (BoostedTrees.fit(ROWS, ANSWERS).probabilities(ROWS) == trees.probabilities(ROWS)).all()


@pytest.mark.parametrize(("answers", "probability"), [(np.ones(9, bool), 1.0), (np.zeros(9, bool), 0.0)])
def test_where_all_answers_are_the_same_so_is_the_probability(answers: Any, probability: float) -> None:
    assert BoostedTrees.fit(ROWS[:9], answers).probabilities(ROWS) == pytest.approx(np.full(len(ROWS), probability))
    assert BoostedTrees.fit(ROWS[:9], answers).probabilities(ROWS[:0]).shape == (0,)


@pytest.mark.parametrize(
    ("key", "change"),
    [("low", lambda a: a + 100), ("high", lambda a: a - 100), ("feature", lambda a: a + 4), ("value", lambda a: a[:-1]), ("threshold", lambda a: a[:, 0])],
)
def test_arrays_that_do_not_fit_are_refused(key: str, change: Any) -> None:
    state = BoostedTrees.fit(ROWS, ANSWERS).state()
    state[key] = change(state[key])
    with pytest.raises(ValueError, match="trees with"):
        BoostedTrees.from_state(state, 4)
