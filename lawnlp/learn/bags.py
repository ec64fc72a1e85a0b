"""Learn what single clauses say from labels of whole paragraphs or documents: multi-instance learning with a noisy-or.

Each clause (instance) carries a label with its own probability; a bag of clauses carries it unless all of them fail to. Which clause it was is never told: the weights are those that make
the labels of the bags likeliest. Source: Zhang, Platt, Viola, Multiple Instance Boosting for Object Detection (NIPS 2005), here with linear instances.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_TINY = 1e-30  # far below what a score can give: a floor that is reached has no slope, and a label that one long step took there would never be learned


def softplus(scores: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """`-log(1 - p)` of the probability that a score stands for; what a bag sums."""
    return np.logaddexp(0, scores)


def fit_noisy_or(
    matrix: Any, first: NDArray[np.int64], target: NDArray[np.floating[Any]], regularisation: float, iterations: int, start: float = -4.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coefficients `[label, feature]` and intercepts `[label]` of the instances.

    Args:
        matrix: sparse, `[instance, feature]`, instances ordered by bag.
        first: index of the first instance of each bag; no bag is empty.
        target: `[bag, label]`, 1 where the bag carries the label.
        regularisation: C as in scikit-learn; smaller is smoother.
        iterations: of L-BFGS; it stops before when nothing is gained. Few are a second regularisation.
        start: the score with which every label begins; low, since most bags lack it.
    """
    from scipy.optimize import minimize

    matrix = matrix.astype(np.float64)  # in single precision the sixty steps make a hundredth of a rounding: two machines would learn two models
    across = matrix.T.tocsr()
    labels, width = target.shape[1], matrix.shape[1]
    bag = np.repeat(np.arange(len(first)), np.diff(np.append(first, matrix.shape[0])))
    present = target > 0

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, intercept = flat[:-labels].reshape(width, labels), flat[-labels:]
        scores = matrix @ weights + intercept
        total = np.maximum(np.add.reduceat(softplus(scores), first, axis=0), _TINY)
        carried = -np.expm1(-total)
        value = np.where(present, -np.log(carried), total).sum() + 0.5 * (weights**2).sum() / regularisation
        slope = np.where(present, -np.exp(-total) / carried, 1.0)[bag] / (1 + np.exp(-scores))
        return float(value), np.concatenate([(across @ slope + weights / regularisation).ravel(), slope.sum(axis=0)])

    begin = np.zeros((width + 1) * labels)
    begin[-labels:] = start
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 5}).x
    return found[:-labels].reshape(width, labels).T, found[-labels:]
