"""Linear models: what is kept of weights, and what a stranger's arrays may not do."""

from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix, issparse

from lawnlp.learn.linear import Linear

RNG = np.random.default_rng(3)


def mostly_empty() -> Linear:
    weights = np.where(RNG.random((5, 400)) < 0.05, RNG.normal(size=(5, 400)), 0.0)
    return Linear(weights, RNG.normal(size=5), np.zeros(0), np.zeros(0))


def some_rows(features: int) -> csr_matrix:
    return csr_matrix(np.where(RNG.random((8, features)) < 0.2, RNG.random((8, features)), 0.0))


@pytest.mark.parametrize("model", [mostly_empty(), Linear(RNG.normal(size=(3, 40)), RNG.normal(size=3), np.zeros(0), np.zeros(0)), Linear.empty(4)])
def test_a_stored_model_gives_the_same_scores(model: Linear) -> None:
    rows = some_rows(model.features)
    state = model.state()
    assert (Linear.from_state(state).scores(rows) == model.scores(rows)).all()
    assert all((Linear.from_state(state).row(label) == model.row(label)).all() for label in range(len(model.intercept)))


def test_only_weights_that_are_not_zero_are_stored_of_a_mostly_empty_matrix() -> None:
    model = mostly_empty()
    state = model.state()
    assert issparse(model._product)
    assert "coefficients" not in state
    assert len(state["weights"]) == len(state["classes"]) == state["counts"].sum() == np.count_nonzero(model._product.toarray())
    assert state["classes"].dtype == np.uint8


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("classes", lambda a: np.full_like(a, 5)),  # a class that there is not
        ("counts", lambda a: a + np.eye(1, len(a), dtype=a.dtype)[0]),  # one weight more than there are
        ("weights", lambda a: a[:-1]),
        ("intercept", lambda a: a[:2]),  # fewer classes than the weights name
    ],
)
def test_arrays_that_do_not_fit_are_refused(key: str, change: Any) -> None:
    state = mostly_empty().state()
    state[key] = change(state[key])
    with pytest.raises(ValueError):
        Linear.from_state(state)


def test_weights_of_next_to_nothing_are_dropped_in_learning() -> None:
    rows = some_rows(300)
    label = np.array([0, 1, 2, 0, 1, 2, 0, 1])
    for learned, smallest in [
        (Linear.fit(rows, label, 3, 0.1), 0.003),
        (Linear.fit_margins(rows, label, 3, 0.1), 0.01),
        (Linear.fit_each(rows, np.eye(3)[label], 0.1), 0.003),
    ]:
        weights = np.abs(np.array([learned.row(i) for i in range(3)]))
        assert weights.any()
        assert weights[weights > 0].min() >= smallest * 0.999  # half precision
        assert (weights == 0).mean() > (rows.getnnz(axis=0) == 0).mean()


def test_weights_are_what_was_given():
    given = np.where(RNG.random((5, 400)) < 0.03, RNG.normal(size=(5, 400)), 0.0).astype(np.float16)
    none = np.zeros(0)
    for matrix in (given, np.asfortranarray(given), given.astype(np.float64)):
        weights = Linear(matrix, np.zeros(5), none, none)
        assert weights.features == 400
        assert all((weights.row(label) == given[label]).all() for label in range(5))
    with pytest.raises(ValueError, match="classes and features"):
        Linear(given[0], np.zeros(5), none, none)


def test_margins_of_two_classes_and_of_one_unseen():
    matrix = csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0]] * 10))
    labels = np.array([0, 2] * 10)
    scores = Linear.fit_margins(matrix, labels, 3, 1.0).scores(matrix)
    assert scores.argmax(axis=1).tolist() == labels.tolist()
    assert (scores[:, 1] < -1e6).all()


def test_scores_of_a_mostly_empty_matrix_are_those_of_a_full_one() -> None:
    model = mostly_empty()
    rows = some_rows(400)
    full = np.array([model.row(label) for label in range(5)])
    assert model.scores(rows) == pytest.approx(rows.toarray() @ full.T + model.intercept, abs=1e-5)
    assert model.scores(rows[:0]).shape == (0, 5)
    assert model.scores(csr_matrix((2, 400))).tolist() == [model.intercept.tolist()] * 2
