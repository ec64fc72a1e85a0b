"""Linear models: learned by scikit-learn, kept as arrays, applied as one product."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, issparse

_SPARSE = 0.1  # share of weights below which they are kept and multiplied as a sparse matrix
_NOTHING = 0.01  # a margin's weight below this is dropped: nine in ten, and no figure on the dev split moves by more than 0.003
_LITTLE = 0.003  # a log odd's weight below this is dropped: four in five of the parts of sections, a sixth of their topics
_ITERATIONS, _TOLERANCE = 200, 1e-3  # finer weights changed no label on the dev split and took three times as long


class Linear:
    """The weights of a logistic regression: learned by scikit-learn, kept as arrays, applied as one product."""

    def __init__(self, coefficients: Any, intercept: NDArray[np.float64], mean: NDArray[np.float64], scale: NDArray[np.float64]) -> None:
        """`coefficients` are `[class, feature]`, an array or a `csc_matrix`."""
        if coefficients.ndim != 2:
            raise ValueError(f"weights of the shape {coefficients.shape} instead of classes and features")
        self.intercept, self.mean, self.scale = intercept, mean, scale
        # Half precision is what is stored; using it from the start makes a stored model predict exactly what the learned one does. Products are taken in single precision.
        weights = coefficients if issparse(coefficients) else coefficients.astype(np.float16, copy=False).astype(np.float32)
        if not issparse(weights) and weights.size and np.count_nonzero(weights) < _SPARSE * weights.size:
            weights = csc_matrix(weights)
        self._product: Any = (
            weights.T if issparse(weights) else np.ascontiguousarray(weights.T)
        )  # `[feature, class]`; one that lies otherwise would be copied for each product

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
        return cls(coefficients if scale else _without(coefficients, _LITTLE), intercept, mean, deviation)

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
        none = np.zeros(0)
        return cls(_without(coefficients, _NOTHING), intercept, none, none)

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
        return cls(_without(coefficients, _LITTLE), intercept, none, none)

    def scores(self, matrix: Any) -> NDArray[np.float64]:
        """The linear score `[row, class]` of each class."""
        if len(self.mean):
            matrix = (matrix - self.mean) / self.scale
        single = matrix.astype(np.float32)
        product = _dense_product(csr_matrix(single), self._product) if issparse(self._product) else single @ self._product
        return np.asarray(product) + self.intercept

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
        """What `from_state` needs, as plain data: of a mostly empty matrix the weights that are not 0, feature by feature, with their classes and how many each feature has."""
        weights = self._product
        state = {"intercept": self.intercept, "mean": self.mean, "scale": self.scale}
        if not issparse(weights):
            return {**state, "coefficients": np.ascontiguousarray(weights.T, np.float16)}
        small = np.min_scalar_type(weights.shape[1])
        return {**state, "weights": weights.data.astype(np.float16), "classes": weights.indices.astype(small), "counts": np.diff(weights.indptr).astype(small)}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "Linear":
        """The weights that `state` was taken from.

        Raises ValueError for arrays that do not fit each other.
        """
        intercept, mean, scale = state["intercept"], state["mean"], state["scale"]
        if "coefficients" in state:
            return cls(state["coefficients"], intercept, mean, scale)
        starts = np.concatenate(([0], np.cumsum(state["counts"], dtype=np.int32)), dtype=np.int32)
        weights = csc_matrix((state["weights"].astype(np.float32), state["classes"].astype(np.int32), starts), shape=(len(intercept), len(state["counts"])))
        weights.check_format(full_check=True)  # the file is a stranger's: a class out of range would be read from foreign memory
        return cls(weights, intercept, mean, scale)


def _dense_product(rows: Any, weights: Any) -> Any:
    """The product of two sparse matrices, by way of the few weights that the rows have: two to four times as fast as a sparse product, whose result would be full anyway."""
    used = np.zeros(rows.shape[1], bool)
    used[rows.indices] = True
    columns = np.flatnonzero(used)
    place = np.zeros(rows.shape[1], np.int32)
    place[columns] = np.arange(len(columns), dtype=np.int32)
    return csr_matrix((rows.data, place[rows.indices], rows.indptr), shape=(rows.shape[0], len(columns))) @ weights[columns].toarray()


def _without(coefficients: NDArray[np.float64], smallest: float) -> NDArray[np.float64]:
    """Weights with those nearer to 0 than `smallest` taken out."""
    return np.where(np.abs(coefficients) < smallest, 0.0, coefficients)
