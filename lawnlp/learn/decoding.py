"""Viterbi decoding of a sequence of labels."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def transition_scores(sequences: Sequence[Sequence[tuple[int, int]]], labels: int, kinds: int, smoothing: float = 0.3) -> NDArray[np.float64]:
    """Log probabilities `[kind, before, after]` of one label following another, learned from sequences of (label, kind of the position); row `labels` is the start of a document.

    A kind of position has transitions of its own, smoothed with those of all kinds.
    """
    counts = np.zeros((kinds, labels + 1, labels))
    for sequence in sequences:
        before = labels
        for label, kind in sequence:
            counts[kind, before, label] += 1
            before = label
    every = counts.sum(axis=0) + smoothing
    every /= every.sum(axis=1, keepdims=True)
    counts += every
    return np.log(counts / counts.sum(axis=2, keepdims=True))


def viterbi(scores: NDArray[np.float64], kinds: Sequence[int], transitions: NDArray[np.float64], weights: Sequence[float]) -> list[int]:
    """The labels of a sequence with the largest sum of scores and weighted transitions.

    Args:
        scores: `[position, label]` log probabilities of one document.
        kinds: of each position, as `transition_scores` was given them.
        transitions: from `transition_scores`.
        weights: of the transitions of each kind against the scores; 0 decides each position by itself.
    """
    if not len(scores):
        return []
    best = scores[0] + weights[kinds[0]] * transitions[kinds[0], -1]
    back = []
    for row, kind in zip(scores[1:], kinds[1:], strict=True):
        paths = best[:, None] + weights[kind] * transitions[kind, :-1]
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    labels = [int(best.argmax())]
    for pointers in reversed(back):
        labels.append(int(pointers[labels[-1]]))
    return labels[::-1]
