"""Boosted trees for yes-or-no questions: learned by scikit-learn, kept as arrays, applied by array operations."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TREES, _RATE, _DEPTH = 250, 0.06, 4
_SHARE = 0.5  # of the rows that each tree sees
_LEAF = 20  # rows a leaf holds at least
_COLUMNS = 8  # features that each branch chooses from
_BLOCK = 512  # rows that are answered at once: a report of ten thousand figures takes no more memory than one of a hundred
_ROUNDS = 3  # which rows and features are chosen is chance: the mean of so many rounds depends less on it


class BoostedTrees:
    """Gradient-boosted trees with the logistic loss; without trees every probability is that of the prior.

    `feature`, `threshold`, `low`, `high` and `value` are `[tree, node]`: a row goes on to `low` where its feature is at most the threshold, else to `high`; a leaf goes on to itself.
    """

    def __init__(self, prior: float = 0.0) -> None:
        self.prior = prior
        self.feature, self.low, self.high = (np.zeros((0, 1), np.int16) for _ in range(3))
        self.threshold, self.value = (np.zeros((0, 1), np.float32) for _ in range(2))

    @classmethod
    def fit(cls, rows: NDArray[np.float64], answers: NDArray[np.bool_]) -> "BoostedTrees":
        """Learn from `[row, feature]` and the answer of each; the same rows give the same trees."""
        share = float(answers.mean())
        if not 0.0 < share < 1.0:
            return cls(40.0 if share else -40.0)
        trees = cls(float(np.log(share / (1.0 - share))))
        learned = [estimator.tree_ for round_ in range(_ROUNDS) for (estimator,) in _learner(rows, round_).fit(rows.astype(np.float32), answers).estimators_]
        shape = len(learned), max(tree.node_count for tree in learned)
        trees.feature, trees.low, trees.high = (np.zeros(shape, np.int16) for _ in range(3))
        trees.threshold, trees.value = (np.zeros(shape, np.float32) for _ in range(2))
        for i, tree in enumerate(learned):
            nodes = np.arange(tree.node_count)
            leaf = tree.children_left < 0
            trees.feature[i, nodes] = np.where(leaf, 0, tree.feature)
            # Rows are compared in single precision; the largest single that is not above a threshold parts them as it does.
            trees.threshold[i, nodes] = np.where(leaf, 0.0, _single(tree.threshold))
            trees.low[i, nodes], trees.high[i, nodes] = np.where(leaf, nodes, tree.children_left), np.where(leaf, nodes, tree.children_right)
            trees.value[i, nodes] = np.where(leaf, _RATE / _ROUNDS * tree.value[:, 0, 0], 0.0)
        return trees

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """How probable yes is for each of `[row, feature]`."""
        single = rows.astype(np.float32)
        score = np.concatenate([np.zeros(0), *(self._scores(single[start : start + _BLOCK]) for start in range(0, len(single), _BLOCK))])
        return np.asarray(1.0 / (1.0 + np.exp(-score)))

    def _scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        tree, row = np.arange(len(self.feature)), np.arange(len(rows))[:, None]
        node: NDArray[Any] = np.zeros((len(rows), len(tree)), np.int64)
        for _ in range(_DEPTH):
            low = rows[row, self.feature[tree, node]] <= self.threshold[tree, node]
            node = np.where(low, self.low[tree, node], self.high[tree, node])
        return np.asarray(self.prior + self.value[tree, node].sum(axis=1, dtype=np.float64))

    def state(self) -> dict[str, Any]:
        """All that was learned, as a number and arrays."""
        return dict(vars(self))

    @classmethod
    def from_state(cls, state: Mapping[str, Any], features: int) -> "BoostedTrees":
        """The trees that `state` was taken from, for rows of so many features.

        Raises ValueError for arrays that do not fit each other or the rows.
        """
        trees = cls(float(state["prior"]))
        for name, places in {"feature": features, "low": None, "high": None, "threshold": 0, "value": 0}.items():
            array = state[name]
            if array.ndim != 2 or array.shape != state["value"].shape:
                raise ValueError(f"trees with {name} of the shape {array.shape}")
            if places != 0 and array.size and not 0 <= array.min() <= array.max() < (places or array.shape[1]):
                raise ValueError(f"trees with a {name} that there is not")
            setattr(trees, name, array)
        return trees


def _learner(rows: NDArray[np.float64], seed: int) -> Any:
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(
        n_estimators=_TREES,
        learning_rate=_RATE,
        max_depth=_DEPTH,
        subsample=_SHARE,
        min_samples_leaf=min(_LEAF, max(1, len(rows) // 50)),
        max_features=min(_COLUMNS, rows.shape[1]),
        random_state=seed,
    )


def _single(numbers: NDArray[np.float64]) -> NDArray[np.float32]:
    """The largest number of single precision that is not above each."""
    near = numbers.astype(np.float32)
    return np.where(near > numbers, np.nextafter(near, np.float32(-np.inf)), near)
