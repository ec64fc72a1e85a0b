"""Where words begin, near enough to keep a name from being cut in the middle of a word, and cheap enough to ask at every character.

A logistic regression over the characters around each boundary, taught by the words that a segmenter cuts the same texts into (`lawnlp.learn.words`). It agrees with the segmenter on 97 of 100
boundaries of the dev split, at less than a hundredth of its cost; what it is asked is only which boundaries are no edge of a word for sure.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawnlp.learn.name_features import BITS, Windows

_MIN_COUNT = 3  # boundaries that a feature must stand at
_SMOOTH, _PASSES = 1e-5, 5
_FEW = 4  # smoothing times boundaries where texts are few: as much for all of them together as for many
_SURE = 0.2  # probability below which a boundary is no edge: one in two hundred of the segmenter's edges on the dev split is lost
_SMALL = 0.02  # weights below it are not kept


class WordEdges:
    """`fit` on texts with their words, then `allowed` for any windows."""

    def __init__(self) -> None:
        self.buckets: NDArray[np.int32] = np.zeros(0, np.int32)
        self.weights: NDArray[np.float32] = np.zeros(0, np.float32)
        self.start = 0.0
        self._table: NDArray[np.float32] | None = None

    def fit(self, windows: Windows, edges: Sequence[Sequence[int]]) -> "WordEdges":
        """Learn from the offsets at which the words of each text begin."""
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import SGDClassifier

        token, begins = [], []
        for first, last, found in zip(*windows.tokens_of_texts(), edges, strict=True):
            token.append(np.arange(first, last))
            begins.append(np.isin(windows.offsets[first:last], np.asarray(found, np.int64)))
        at, label = np.concatenate(token), np.concatenate(begins)
        if label.all() or not label.any():
            return self
        features = np.stack([buckets[at] for buckets in windows.edge_features()], axis=1)
        found_buckets, column = np.unique(features, return_inverse=True)
        column = column.reshape(features.shape)
        keep = np.bincount(column.ravel()) >= _MIN_COUNT
        column = np.where(keep, np.cumsum(keep) - 1, -1)[column]
        known = column >= 0
        matrix = csr_matrix((np.ones(int(known.sum())), column[known], np.concatenate(([0], np.cumsum(known.sum(axis=1))))), shape=(len(at), int(keep.sum())))
        # By steps in a fixed order and without a stopping rule: a sum that two machines round differently must not end it a step sooner, since names hang on these edges.
        model = SGDClassifier(loss="log_loss", alpha=max(_SMOOTH, _FEW / len(label)), max_iter=_PASSES, tol=None, average=True, random_state=0).fit(
            matrix, label
        )
        weights = model.coef_[0].astype(np.float16).astype(np.float32)  # as they are stored
        large = np.abs(weights) >= _SMALL
        self.buckets, self.weights, self.start, self._table = found_buckets[keep][large].astype(np.int32), weights[large], float(model.intercept_[0]), None
        return self

    def allowed(self, windows: Windows) -> NDArray[np.bool_]:
        """For each token of the windows whether a word may begin at it; everywhere while nothing was learned. Beside a quantity or a sign one always may."""
        if not len(self.weights):
            return np.ones(len(windows.codes), bool)
        if self._table is None:
            self._table = np.zeros(1 << BITS, np.float32)
            self._table[self.buckets] = self.weights
        score = np.full(len(windows.codes), self.start, np.float32)
        for buckets in windows.edge_features():
            score += self._table.take(buckets)
        wall = windows.walls
        return np.asarray((score >= np.log(_SURE / (1 - _SURE))) | wall | np.roll(wall, 1))

    def state(self) -> dict[str, Any]:
        """All that was learned, as numbers and arrays."""
        return {"buckets": self.buckets, "weights": self.weights.astype(np.float16), "start": self.start}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "WordEdges":
        """The edges that `state` was taken from."""
        edges = cls()
        edges.buckets, edges.weights, edges.start = state["buckets"], state["weights"].astype(np.float32), float(state["start"])
        return edges
