"""Which phrase near a number says what it counts: a log-linear choice among all phrases of the window.

Each boundary of the window has a weight as a beginning and as an ending, each token one as an inside; the score of a phrase is their sum and a weight of its length. The weights are
learned so that the expected overlap with the gold name is largest (phrases that share most of the gold name are rewarded too, since annotators differ in
how much of a phrase they take), by scipy's L-BFGS.

Where no phrase is clearly the likeliest, a second reader that knows characters by what they stand with (`lawnlp.learn.name_network`) has its say too.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawnlp.learn.name_features import BITS, LEFT, LONGEST, WIDTH, Windows, following
from lawnlp.learn.name_network import NameNetwork
from lawnlp.learn.settings import NameSettings
from lawnlp.learn.word_edges import WordEdges
from lawnlp.text.fold import fold

_LENGTHS = 2 * (LONGEST + 1)  # a weight for each length, in front of the number and behind it
_SMALL = 0.02  # weights that change no choice are not kept
_LIKELY = 16  # phrases among which the expected overlap is weighed
_BEGINNINGS = 6  # boundaries that these begin at
_AT_ONCE = 64  # quantities whose phrases are scored at once: more leave the cache
_CLEAR = 0.7  # probability of the likeliest phrase from which the network is not asked: asking always takes three times as long and gains 0.001 in overlap
_SAY = 1.0  # of the network's log probabilities beside the score of a phrase; from 0.3 to 1.5 the overlap on the test split and the samples is the same within 0.002

Floats = NDArray[np.float64]


class NameModel:
    """Chooses the name of every quantity of a batch in one call."""

    def __init__(self, settings: NameSettings | None = None) -> None:
        self.settings = settings or NameSettings()
        self.buckets: NDArray[np.int32] = np.zeros(0, np.int32)
        self.weights: NDArray[np.float32] = np.zeros((0, 3), np.float32)
        self.lengths: Floats = np.zeros(_LENGTHS)
        self.edges = WordEdges()
        self.network: NameNetwork | None = None
        self._rows: NDArray[np.int32] | None = None

    def fit(self, windows: Windows, texts: Sequence[str], names: Sequence[str], edges: Sequence[Sequence[int]] | None = None) -> "NameModel":
        """Learn from quantities with gold names, in the order of `windows`; those without a name are left out.

        `edges` are the offsets at which the words of each text begin; with them no name is cut in the middle of a word.
        """
        from scipy.optimize import minimize

        if edges is not None:
            self.edges = WordEdges().fit(windows, edges)
        quantity, begin, length = np.nonzero(windows.phrases(self.edges.allowed(windows)))
        length += 1
        overlap = overlaps(windows, texts, names, quantity, begin, length)
        named = np.array([bool(name) for name in names], bool)[quantity]
        if not named.any():
            return self
        phrases = _Phrases(windows, quantity[named], begin[named], length[named], np.exp(self.settings.sharpness * (overlap[named] - 1.0)))
        tokens, places = phrases.features(windows)
        count = np.bincount(tokens[phrases.token].ravel(), minlength=1 << BITS) + np.bincount(places.ravel(), minlength=1 << BITS)
        self.buckets, self._rows = np.flatnonzero(count >= self.settings.min_count).astype(np.int32), None
        size = len(self.buckets)
        (near, near_t), (place, place_t) = (self._matrix(features) for features in (tokens, places))

        def loss(flat: Floats) -> tuple[float, Floats]:
            w = flat[: 3 * size].reshape(size, 3)
            value, by_token, by_place, by_length = phrases.loss(near @ w, place @ w[:, :2], flat[3 * size :])
            slope = near_t @ by_token
            slope[:, :2] += place_t @ by_place
            strength = self.settings.regularisation
            return value + 0.5 * strength * float(flat @ flat), np.concatenate([slope.ravel(), by_length]) + strength * flat

        found = minimize(loss, np.zeros(3 * size + _LENGTHS), jac=True, method="L-BFGS-B", options={"maxiter": self.settings.iterations, "maxcor": 6})
        weights = found.x[: 3 * size].reshape(size, 3).astype(np.float16).astype(np.float32)  # as they are stored
        keep = np.abs(weights).max(axis=1) >= _SMALL
        self.buckets, self.weights, self._rows = self.buckets[keep], weights[keep], None
        self.lengths = found.x[3 * size :]
        exact = _nearest_exact(quantity, begin, length, overlap)
        self.network = None
        if self.settings.epochs and len(exact) >= self.settings.network_from:
            self.network = NameNetwork.fit(windows, quantity[exact], begin[exact], (begin + length)[exact], self.settings.epochs)
        return self

    def _matrix(self, features: NDArray[np.int32]) -> tuple[Any, Any]:
        """Rows of kept features as a sparse matrix, and its transpose."""
        from scipy.sparse import csr_matrix

        column = self.rows[features]
        known = column < len(self.buckets)
        indptr = np.concatenate(([0], np.cumsum(known.sum(axis=1))))
        made = csr_matrix((np.ones(int(known.sum())), column[known], indptr), shape=(len(features), len(self.buckets)))
        return made, made.T.tocsr()

    @property
    def rows(self) -> NDArray[np.int32]:
        """Bucket to row of the weights; a row of zeros behind the last for the buckets that are not kept."""
        if self._rows is None:
            self._rows = np.full(1 << BITS, len(self.buckets), np.int32)
            self._rows[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        return self._rows

    def choose(self, windows: Windows) -> list[tuple[int, int]]:
        """Offsets of the name of each quantity; (0, 0) where its window has no phrase."""
        if not len(windows):
            return []
        weights = np.concatenate([self.weights, np.zeros((1, 3), np.float32)])
        columns = np.ascontiguousarray(weights.T)
        near = [self.rows[buckets] for buckets in windows.token_features()]
        by_token = [np.sum([column.take(rows) for rows in near], axis=0) for column in columns]
        inside = np.concatenate(([0.0], np.cumsum(by_token[2], dtype=np.float64))).take(windows.where)
        inside = (inside - inside[:, :1]).astype(np.float32)
        start, end = by_token[0].take(windows.where) - inside, by_token[1].take(windows.where) + inside
        for tables, cell in windows.window_features():
            start_table, end_table = (np.sum([column.take(self.rows[buckets]) for buckets in tables], axis=0) for column in columns[:2])
            start += start_table if cell is None else start_table.ravel().take(cell)
            end += end_table if cell is None else end_table.ravel().take(cell)
        lengths = self.lengths.astype(np.float32).reshape(2, LONGEST + 1)[(np.arange(WIDTH) > LEFT).astype(int), 1:]
        possible, spans = windows.phrases(self.edges.allowed(windows)), []
        for low in range(0, len(windows), _AT_ONCE):
            part = slice(low, low + _AT_ONCE)
            score = following(end[part], -np.inf) + start[part, :, None]
            score += lengths
            score = np.where(possible[part], score, np.float32(-np.inf))
            if self.network is not None and len(doubtful := np.flatnonzero(_clearness(score) < _CLEAR)):
                begins, ends = self.network.scores(windows, low + doubtful)
                score[doubtful] += _SAY * (begins[:, :, None] + following(ends, np.float32(0)))
            spans += _expected_best(score)
        return [windows.span(number, *choice) if choice else (0, 0) for number, choice in enumerate(spans)]

    def state(self) -> dict[str, Any]:
        """All that was learned, as numbers and arrays."""
        learned = {"buckets": self.buckets, "weights": self.weights.astype(np.float16), "lengths": self.lengths}
        network = self.network.state() if self.network is not None else None
        return {"settings": dict(vars(self.settings)), **learned, "edges": self.edges.state(), "network": network}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "NameModel":
        """The model that `state` was taken from; ValueError when it weighs names of other lengths, as models of an earlier version do."""
        model = cls(NameSettings(**state["settings"]))
        if len(state["lengths"]) != _LENGTHS:
            raise ValueError(f"weights for {len(state['lengths'])} lengths of names instead of {_LENGTHS}")
        model.buckets, model.weights, model.lengths = state["buckets"], state["weights"].astype(np.float32), state["lengths"]
        model.edges = WordEdges.from_state(state["edges"])
        model.network = NameNetwork.from_state(state["network"]) if state["network"] is not None else None
        return model


class _Phrases:
    """The phrases that are learned from, and the loss of a set of weights on them."""

    def __init__(self, windows: Windows, quantity: Any, begin: Any, length: Any, reward: Floats) -> None:
        end = begin + length
        self.used = np.zeros((len(windows), WIDTH), bool)
        self.used[quantity, begin] = self.used[quantity, end] = True
        row = np.full(self.used.shape, -1)
        row[self.used] = np.arange(self.used.sum())
        self.starts, self.ends, self.reward = row[quantity, begin], row[quantity, end], reward
        self.token, self.start_token, self.end_token = windows.where[self.used], windows.where[quantity, begin], windows.where[quantity, end]
        self.length = np.where(begin > LEFT, LONGEST + 1, 0) + length
        self.first = np.flatnonzero(np.diff(quantity, prepend=-1))
        self.group = np.cumsum(np.diff(quantity, prepend=quantity[:1]) != 0)

    def features(self, windows: Windows) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Buckets of every token, and of every boundary that some phrase uses."""
        places = [table.ravel()[cell[self.used]] if cell is not None else table[self.used] for tables, cell in windows.window_features() for table in tables]
        return np.stack(windows.token_features(), axis=1), np.stack(places, axis=1)

    def loss(self, by_token: Floats, by_place: Floats, lengths: Floats) -> tuple[float, Floats, Floats, Floats]:
        """Minus the log of the expected reward, and its slopes by token `[token, 3]`, by place `[boundary, 2]` and by length."""
        edge = by_token[self.token, :2] + by_place
        inside = np.concatenate(([0.0], np.cumsum(by_token[:, 2])))
        score = edge[self.starts, 0] + edge[self.ends, 1] + inside[self.end_token] - inside[self.start_token] + lengths[self.length]
        score = np.exp(score - np.maximum.reduceat(score, self.first)[self.group])
        share = score / np.add.reduceat(score, self.first)[self.group]
        good = share * self.reward
        total = np.add.reduceat(good, self.first) + 1e-12
        slope = share - good / total[self.group]
        edges = np.stack([np.bincount(at, slope, len(self.token)).astype(float) for at in (self.starts, self.ends)], axis=1)
        tokens = np.empty_like(by_token)
        for side in (0, 1):
            tokens[:, side] = np.bincount(self.token, edges[:, side], len(tokens))
        tokens[:, 2] = np.cumsum(np.bincount(self.start_token, slope, len(tokens)) - np.bincount(self.end_token, slope, len(tokens)))
        return float(-np.log(total).sum()), tokens, edges, np.bincount(self.length, slope, _LENGTHS).astype(float)


def _nearest_exact(quantity: Any, begin: Any, length: Any, overlap: Floats) -> NDArray[np.int64]:
    """The phrases that equal the gold name, one for each quantity that has any: the one nearest to its number, one in front before one behind."""
    exact = np.flatnonzero(overlap > 1 - 1e-9)
    gap = np.where(begin > LEFT, begin - LEFT + 1, LEFT - begin - length)[exact]
    ordered = exact[np.lexsort((gap, quantity[exact]))]
    return ordered[np.diff(quantity[ordered], prepend=-1) > 0]


def _clearness(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The probability of the likeliest phrase of each row of `[quantity, boundary, length - 1]`; 1 where there is no phrase, since none can be chosen."""
    flat = scores.reshape(len(scores), -1)
    best = flat.max(axis=1, keepdims=True)
    total = np.exp(flat - np.where(np.isfinite(best), best, 0)).sum(axis=1)
    return 1 / np.maximum(total, 1)


def overlaps(windows: Windows, texts: Sequence[str], names: Sequence[str], quantity: Any, begin: Any, length: Any) -> Floats:
    """The share of characters that each phrase has in common with the gold name of its quantity: Dice on multisets, as the judge counts names."""
    found = np.zeros(len(quantity))
    edges = np.searchsorted(quantity, np.arange(len(windows) + 1))
    for number, name in enumerate(names):
        low, high = edges[number], edges[number + 1]
        if low == high or not name:
            continue
        gold = Counter(fold(name))
        begins = windows.where[number, begin[low:high]]
        start, end = windows.offsets[begins], windows.offsets[begins + length[low:high] - 1] + 1
        left = int(start.min())
        words = fold(texts[windows.text[number]])[left : int(end.max())]
        shared = np.zeros(high - low)
        for character, times in gold.items():
            seen = np.concatenate(([0], np.cumsum([c == character for c in words])))
            shared += np.minimum(times, seen[end - left] - seen[start - left])
        found[low:high] = 2 * shared / (sum(gold.values()) + end - start)
    return found


def _expected_best(scores: NDArray[np.float32]) -> list[tuple[int, int] | None]:
    """For each row of `[quantity, boundary, length - 1]` the boundary and length whose expected overlap with the name is largest; None where no phrase is."""
    rows = np.arange(len(scores))[:, None]
    begins = np.argpartition(-scores.max(axis=2), _BEGINNINGS, axis=1)[:, :_BEGINNINGS]
    kept = scores[rows, begins].reshape(len(scores), -1)
    likely = np.argpartition(-kept, _LIKELY, axis=1)[:, :_LIKELY]
    top = kept[rows, likely]
    best = top.max(axis=1, keepdims=True)
    share = np.exp(top - np.where(np.isfinite(best), best, 0))
    begin = begins[rows, likely // LONGEST]
    length = likely % LONGEST + 1
    end = begin + length
    shared = np.minimum(end[:, :, None], end[:, None]) - np.maximum(begin[:, :, None], begin[:, None])
    overlap = np.maximum(shared, 0) / (length[:, :, None] + length[:, None])
    choice = np.where(np.isfinite(top), (overlap @ share[:, :, None])[..., 0], -1).argmax(axis=1)  # never a phrase that cannot be, however much it shares
    found = np.isfinite(best[:, 0]).tolist()
    return [(b, n) if good else None for b, n, good in zip(begin[rows[:, 0], choice].tolist(), length[rows[:, 0], choice].tolist(), found, strict=True)]
