"""Viterbi decoding of a sequence of labels."""

import numpy as np
from numpy.typing import NDArray


def transition_scores(sequences: list[list[int]], labels: int, smoothing: float = 0.3) -> NDArray[np.float64]:
    """Log probabilities `[before, after]` of one label following another, learned from sequences; row `labels` is the start of a document."""
    counts = np.full((labels + 1, labels), smoothing)
    for sequence in sequences:
        before = labels
        for label in sequence:
            counts[before, label] += 1
            before = label
    return np.log(counts / counts.sum(axis=1, keepdims=True))


def viterbi(scores: NDArray[np.float64], transitions: NDArray[np.float64], weight: float) -> list[int]:
    """The labels of a sequence with the largest sum of scores and weighted transitions.

    Args:
        scores: `[position, label]` log probabilities of one document.
        transitions: from `transition_scores`.
        weight: of the transitions against the scores; 0 decides each position by itself.
    """
    if not len(scores):
        return []
    best = scores[0] + weight * transitions[-1]
    back = []
    for row in scores[1:]:
        paths = best[:, None] + weight * transitions[:-1]
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    labels = [int(best.argmax())]
    for pointers in reversed(back):
        labels.append(int(pointers[labels[-1]]))
    return labels[::-1]
