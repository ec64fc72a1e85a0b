"""Linear models: learned by scikit-learn, kept as arrays, applied as one product."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse

_SPARSE = 0.1  # share of weights below which they are multiplied as a sparse matrix
_NOTHING = 0.01  # a margin's weight below this is dropped: nine in ten, and no figure on the dev split moves by more than 0.003
_ITERATIONS, _TOLERANCE = 200, 1e-3  # finer weights changed no label on the dev split and took three times as long


class Linear:
    """The weights of a logistic regression: learned by scikit-learn, kept as arrays, applied as one product."""

    def __init__(
        self, coefficients: NDArray[np.float64] | NDArray[np.float16], intercept: NDArray[np.float64], mean: NDArray[np.float64], scale: NDArray[np.float64]
    ) -> None:
        if coefficients.ndim != 2:
            raise ValueError(f"weights of the shape {coefficients.shape} instead of classes and features")
        # Half precision is what is stored; using it from the start makes a stored model predict exactly what the learned one does.
        half = coefficients.astype(np.float16, copy=False)
        sparse = half.size > 0 and np.count_nonzero(half) < _SPARSE * half.size
        self.intercept, self.mean, self.scale = intercept, mean, scale
        # A dense one lies as a sparse product would copy it each time otherwise.
        self._product: Any = _transposed(half) if sparse else np.ascontiguousarray(half.astype(np.float64).T)

    @property
    def features(self) -> int:
        """How many features have weights; 0 while nothing was learned."""
        return int(self._product.shape[0])

    def row(self, label: int) -> NDArray[np.float64]:
        """The weights of one class."""
        column = self._product[:, [label]]
        return np.asarray(column.toarray() if issparse(column) else column, np.float64).ravel()

    @classmethod
    def empty(cls, classes: int) -> "Linear":
        """Weights of a model that has not learned: no features, every score 0."""
        none = np.zeros(0)
        return cls(np.zeros((classes, 0)), np.zeros(classes), none, none)

    @classmethod
    def fit(cls, matrix: Any, labels: NDArray[np.int64], classes: int, regularisation: float, *, scale: bool = False) -> "Linear":
        """One label a row; a class that no row has gets no chance."""
        from sklearn.linear_model import LogisticRegression
        from sklearn.preprocessing import StandardScaler

        mean = deviation = np.zeros(0)
        if scale:
            scaler = StandardScaler().fit(matrix)
            mean, deviation = scaler.mean_, scaler.scale_
            matrix = scaler.transform(matrix)
        coefficients, intercept = np.zeros((classes, matrix.shape[1])), np.full(classes, -1e9)
        found = np.unique(labels)
        if len(found) == 1:
            intercept[found[0]] = 0.0
        else:
            model = LogisticRegression(C=regularisation, max_iter=_ITERATIONS, tol=_TOLERANCE).fit(matrix, labels)
            if len(found) == 2:
                coefficients[found[1]], intercept[found[0]], intercept[found[1]] = model.coef_[0], 0.0, model.intercept_[0]
            else:
                coefficients[model.classes_], intercept[model.classes_] = model.coef_, model.intercept_
        return cls(coefficients, intercept, mean, deviation)

    @classmethod
    def fit_margins(cls, matrix: Any, labels: NDArray[np.int64], classes: int, regularisation: float) -> "Linear":
        """One label a row, one-vs-rest by a linear SVM: faster to learn than `fit` where classes are many, its scores are margins and no log odds. A class that no row has gets no chance."""
        from sklearn.svm import LinearSVC

        coefficients, intercept = np.zeros((classes, matrix.shape[1])), np.full(classes, -1e9)
        model = LinearSVC(C=regularisation, tol=_TOLERANCE * 10, max_iter=_ITERATIONS, random_state=0).fit(matrix, labels)
        if len(model.classes_) == 2:
            first, second = model.classes_
            coefficients[first], coefficients[second] = -model.coef_[0], model.coef_[0]
            intercept[first], intercept[second] = -model.intercept_[0], model.intercept_[0]
        else:
            coefficients[model.classes_], intercept[model.classes_] = model.coef_, model.intercept_
        coefficients[np.abs(coefficients) < _NOTHING] = 0.0
        none = np.zeros(0)
        return cls(coefficients, intercept, none, none)

    @classmethod
    def fit_each(cls, matrix: Any, target: NDArray[np.float64], regularisation: float) -> "Linear":
        """One yes-or-no model a column of `target`."""
        from sklearn.linear_model import LogisticRegression

        classes = target.shape[1]
        coefficients, intercept = np.zeros((classes, matrix.shape[1])), np.full(classes, -1e9)
        for label in range(classes):
            if 0 < target[:, label].sum() < len(target):
                model = LogisticRegression(C=regularisation, max_iter=_ITERATIONS, tol=_TOLERANCE).fit(matrix, target[:, label])
                coefficients[label], intercept[label] = model.coef_[0], model.intercept_[0]
            elif target[:, label].any():
                intercept[label] = 1e9
        none = np.zeros(0)
        return cls(coefficients, intercept, none, none)

    def scores(self, matrix: Any) -> NDArray[np.float64]:
        """The linear score `[row, class]` of each class."""
        if len(self.mean):
            matrix = (matrix - self.mean) / self.scale
        product = matrix @ self._product
        return np.asarray(product.toarray() if issparse(product) else product) + self.intercept

    def probabilities(self, matrix: Any) -> NDArray[np.float64]:
        """Softmax over the classes."""
        scores = self.scores(matrix)
        scores -= scores.max(axis=1, keepdims=True)
        exp = np.exp(scores)
        return exp / exp.sum(axis=1, keepdims=True)

    def each(self, matrix: Any) -> NDArray[np.float64]:
        """The logistic function of each class by itself."""
        return 1.0 / (1.0 + np.exp(-np.clip(self.scores(matrix), -40, 40)))

    def state(self) -> dict[str, Any]:
        """What `from_state` needs, as plain data."""
        dense = self._product.toarray() if issparse(self._product) else self._product
        return {"coefficients": np.ascontiguousarray(dense.T, np.float16), "intercept": self.intercept, "mean": self.mean, "scale": self.scale}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "Linear":
        """The weights that `state` was taken from."""
        return cls(state["coefficients"], state["intercept"], state["mean"], state["scale"])


def _transposed(half: NDArray[np.float16]) -> csr_matrix:
    """A mostly empty matrix as sparse rows of its transpose, without a dense copy of it in a larger type."""
    row, column = np.divmod(np.flatnonzero(half.view(np.uint16) << 1), half.shape[1])  # all bits but the sign
    return csr_matrix((half[row, column].astype(np.float32), (column, row)), shape=half.shape[::-1])
