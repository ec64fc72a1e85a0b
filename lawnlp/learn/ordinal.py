"""Grades in order: one logistic regression a threshold over the same features, none of which may lower a grade.

`P(grade >= k)` is the logistic function of a weighted sum for each k, made monotone in k. Every feature counts something that the guidelines ask for, so a negative weight can only
be an accident of the data: such features are left out one threshold at a time and the rest is learned again. With weights that are all positive, taking a thing out of a report never
raises a grade.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ITERATIONS = 3000


class Ordinal:
    """`coefficients` `[threshold, feature]` and `intercept` `[threshold]`; threshold k is that of grade k + 1."""

    def __init__(self, coefficients: NDArray[np.float64], intercept: NDArray[np.float64]) -> None:
        self.coefficients, self.intercept = coefficients, intercept

    @classmethod
    def fit(
        cls, rows: NDArray[np.float64], grades: NDArray[np.int64], highest: int, regularisation: float, weights: NDArray[np.float64] | None = None
    ) -> "Ordinal":
        """Learn from `rows` `[example, feature]` with grades 0 to `highest`; a threshold that no example passes, or all pass, has no weights."""
        from sklearn.linear_model import LogisticRegression

        coefficients, intercept = np.zeros((highest, rows.shape[1])), np.zeros(highest)
        for k in range(highest):
            above = grades > k
            if above.all() or not above.any():
                intercept[k] = 10.0 if above.all() and len(above) else -10.0
                continue
            used = np.flatnonzero(rows.any(axis=0))
            while len(used):
                model = LogisticRegression(C=regularisation, max_iter=_ITERATIONS).fit(rows[:, used], above, sample_weight=weights)
                good = model.coef_[0] >= 0
                if good.all():
                    coefficients[k, used], intercept[k] = model.coef_[0], model.intercept_[0]
                    break
                used = used[good]
            else:
                share = float(np.average(above, weights=weights))
                intercept[k] = np.log(share / (1 - share))
        return cls(coefficients, intercept)

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """`[example, grade]`, rows adding up to 1."""
        at_least = 1.0 / (1.0 + np.exp(-np.clip(rows @ self.coefficients.T + self.intercept, -40, 40)))
        at_least = np.minimum.accumulate(at_least, axis=1)
        return -np.diff(np.concatenate([np.ones((len(rows), 1)), at_least, np.zeros((len(rows), 1))], axis=1), axis=1)

    def explain(self, row: Sequence[float], names: Sequence[str]) -> list[list[tuple[str, float]]]:
        """What lifts one example over each threshold: feature and its share of the sum, the largest first, the intercept as `(start)`."""
        shares = self.coefficients * np.asarray(row)
        return [
            [("(start)", float(start)), *((names[i], float(share[i])) for i in np.argsort(-share) if share[i] > 0)]
            for share, start in zip(shares, self.intercept, strict=True)
        ]

    def state(self) -> dict[str, Any]:
        """All that was learned, as plain data."""
        return {"coefficients": self.coefficients, "intercept": self.intercept}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "Ordinal":
        """The model that `state` was taken from."""
        return cls(state["coefficients"], state["intercept"])
