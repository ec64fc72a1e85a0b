"""A second reader of names: a small convolutional network over the window of a number, for the numbers where the log-linear model (`lawnlp.learn.name_model`) is in doubt.

It says of every boundary of the window how probable the name begins and ends at it. Characters and pairs of them are vectors that it learns, four layers see eight tokens to each side, so that
it knows words by what they stand with and not only by themselves. It is learned where thousands of names are annotated (`lawnlp.learn.settings.NameSettings.network_from`).

Layers and optimizer are thinc's, spaCy's own library. Learning draws from a seeded generator on one thread: the same examples give the same network on the same kind of machine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Adam, Dropout, Embed, LayerNorm, Linear, Maxout, Model, add, chain, residual, uniform_init, use_ops, with_array, zero_init
from thinc.types import Ragged

from lawnlp.learn.name_features import LEFT, WIDTH, Windows

_SIZE = 64  # numbers that describe a token, between all layers
_STEPS = (1, 1, 2, 4)  # how far each layer looks to each side: eight tokens in all
_PAIRS = 1 << 14  # pairs of characters share so many vectors
_BATCH = 128
_RATE = 3e-3  # of learning, at its highest after a tenth of all steps
_WARM = 0.1
_DECAY = 0.01
_DROPPED, _DROPPED_TOKENS = 0.2, 0.3  # of the numbers between layers, and of the vectors of tokens, while learning
_HIDDEN_CHARACTERS, _HIDDEN_PAIRS = 0.08, 0.15  # of the characters and pairs while learning, so that it looks at what stands around them
_COMMON_CHARACTER, _COMMON_UNIT = 40, 5  # windows that one must stand in to have a vector of its own
_AT_ONCE = 256
_DRAWN = partial(uniform_init, lo=-0.5, hi=0.5)
_IMPOSSIBLE = -12.0  # log probability of boundaries outside the line

Array = NDArray[Any]
Floats = NDArray[np.float32]
Layer = Model[Any, Any]  # thinc's own types of arrays know too few ways of indexing


class NameNetwork:
    """Probabilities of the beginnings and ends of names; `fit`, or `from_state`.

    Args:
        characters: those with vectors of their own, sorted.
        units: hashed units (`Windows.unit`) with vectors of their own, sorted.
        drawn: whether the vectors begin at random, to learn them; drawing takes longer than all else of loading a network.
    """

    def __init__(self, characters: Array, units: Array, *, drawn: bool = True) -> None:
        self.characters, self.units = characters, units
        with use_ops("numpy", use_blis=False):  # numpy multiplies twice as fast
            self.reader = _reader(1 + len(characters), 1 + len(units), _DRAWN if drawn else zero_init)
            self.chooser: Layer = chain(Maxout(_SIZE, 2 * _SIZE, nP=2, normalize=True, dropout=_DROPPED), Linear(2, _SIZE))
        with _seeded():
            self.reader.initialize()
            self.chooser.initialize()

    @classmethod
    def fit(cls, windows: Windows, quantity: Array, begin: Array, end: Array, epochs: int) -> "NameNetwork":
        """Learn from the names of some quantities of `windows`: the boundaries where each begins and ends. `epochs` times over all of them."""
        from threadpoolctl import threadpool_limits

        tokens, counts = np.unique(windows.codes[windows.where[quantity]][windows.inside[quantity]], return_counts=True)
        units, used = np.unique(windows.unit[quantity], return_counts=True)
        network = cls(tokens[counts >= _COMMON_CHARACTER].astype(np.int32), units[used >= _COMMON_UNIT])
        optimizer = Adam(learn_rate=_RATE, L2=_DECAY, L2_is_weight_decay=True, grad_clip=1.0)
        random = np.random.RandomState(0)
        steps = epochs * -(-len(quantity) // _BATCH)
        with _seeded(), threadpool_limits(1, "blas"):  # sums on several threads differ in their last digits
            for step, chosen in enumerate(_batches(len(quantity), epochs, random)):
                optimizer.learn_rate = _RATE * _pace(step / steps)
                network._learn(windows, quantity[chosen], begin[chosen], end[chosen], random)
                network.reader.finish_update(optimizer)
                network.chooser.finish_update(optimizer)
        network._set([array.astype(np.float16) for array in network._weights()])  # as they are stored
        return network

    def _learn(self, windows: Windows, quantity: Array, begin: Array, end: Array, random: np.random.RandomState) -> None:
        tokens, lengths, number = self._tokens(windows, quantity)
        tokens[random.rand(len(tokens)) < _HIDDEN_CHARACTERS, 0] = 0
        tokens[random.rand(len(tokens)) < _HIDDEN_PAIRS, 1] = 0
        read, back_read = self.reader.begin_update(_ragged(tokens, lengths))
        scores, back_scores = self.chooser.begin_update(_beside_number(read.dataXd, lengths, number))
        gold = np.zeros((len(quantity), WIDTH, 2), np.float32)
        each = np.arange(len(quantity))
        gold[each, begin, 0] = gold[each, end - 1, 1] = 1
        slope = back_scores((np.exp(_log_shares(scores, lengths)) - gold[windows.inside[quantity]]) / len(quantity))
        by_token = slope[:, :_SIZE].copy()
        by_token[number] += np.add.reduceat(slope[:, _SIZE:], _first(lengths))
        back_read(_ragged(by_token, lengths))

    def scores(self, windows: Windows, quantity: Array) -> tuple[Floats, Floats]:
        """Log probability that the name of each of some quantities of `windows` begins, and that it ends, at each boundary: two arrays `[quantity, boundary]`."""
        found = np.full((len(quantity), WIDTH, 2), _IMPOSSIBLE, np.float32)
        for low in range(0, len(quantity), _AT_ONCE):
            some = quantity[low : low + _AT_ONCE]
            tokens, lengths, number = self._tokens(windows, some)
            read = self.reader.predict(_ragged(tokens, lengths))
            scores = self.chooser.predict(_beside_number(read.dataXd, lengths, number))
            found[low : low + _AT_ONCE][windows.inside[some]] = np.maximum(_log_shares(scores, lengths), _IMPOSSIBLE)
        ends = np.concatenate([np.full((len(quantity), 1), _IMPOSSIBLE, np.float32), found[:, :-1, 1]], axis=1)  # a name ends behind its last token
        return found[:, :, 0], ends

    def _tokens(self, windows: Windows, quantity: Array) -> tuple[Array, Array, Array]:
        """What is seen of each token in the lines of some quantities, `[token, 4]` (its character, the pair with the next one, its place from the number, and the unit of that); the tokens of each
        window, and which of all is the number."""
        inside, where = windows.inside[quantity], windows.where[quantity]
        codes, after = windows.codes[where], windows.codes[np.minimum(where + 1, len(windows.codes) - 1)]
        with np.errstate(over="ignore"):
            mixed = (codes.astype(np.uint64) * np.uint64(1_000_003) + after.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        pair = 1 + (mixed >> np.uint64(40)) % np.uint64(_PAIRS - 1)
        columns = [_known(codes, self.characters), pair, np.arange(WIDTH), _known(windows.unit[quantity], self.units)[:, None]]
        tokens = np.stack([np.broadcast_to(column, codes.shape)[inside].astype(np.int32) for column in columns], axis=1)
        lengths = inside.sum(axis=1).astype(np.int32)
        return tokens, lengths, _first(lengths) + inside[:, :LEFT].sum(axis=1)

    def _places(self) -> list[tuple[Layer, str]]:
        """The layers with the names of their weights, always in the same order."""
        return [(node, name) for part in (self.reader, self.chooser) for node in part.walk() for name in sorted(node.param_names)]

    def _weights(self) -> list[Array]:
        return [np.asarray(node.get_param(name)) for node, name in self._places()]

    def _set(self, weights: Sequence[Array]) -> None:
        for (node, name), array in zip(self._places(), weights, strict=True):
            node.set_param(name, array.astype(np.float32))  # type: ignore[arg-type]

    def __reduce__(self) -> tuple[Callable[[Mapping[str, Any]], "NameNetwork"], tuple[dict[str, Any]]]:
        """A copy for another process is made of what was learned: thinc's layers hold functions that cannot be sent."""
        return NameNetwork.from_state, (self.state(),)

    def state(self) -> dict[str, Any]:
        """All that was learned, as arrays."""
        return {"characters": self.characters, "units": self.units, "weights": [array.astype(np.float16) for array in self._weights()]}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "NameNetwork":
        """The network that `state` was taken from; ValueError when its arrays have other shapes than the network of this version."""
        network = cls(state["characters"], state["units"], drawn=False)
        if [array.shape for array in network._weights()] != [array.shape for array in state["weights"]]:
            raise ValueError("weights of a network of names of another shape")
        network._set(state["weights"])
        return network


def _reader(characters: int, units: int, initializer: Callable[..., Any]) -> Layer:
    """Vectors of tokens, each seeing its neighbours."""

    def vectors(number: int, column: int) -> Layer:
        return Embed(_SIZE, number, column=column, initializer=initializer)

    def layer(step: int) -> Layer:
        gate: Layer = chain(Linear(2 * _SIZE, 3 * _SIZE), _gated(), Dropout(_DROPPED))
        return residual(chain(with_array(LayerNorm(_SIZE)), _neighbours(step), with_array(gate)))

    token: Layer = chain(add(vectors(characters, 0), vectors(_PAIRS, 1), vectors(WIDTH, 2), vectors(units, 3)), Dropout(_DROPPED_TOKENS), Linear(_SIZE, _SIZE))
    return chain(with_array(token), *map(layer, _STEPS))


def _gated() -> Layer:
    """The gated linear unit: the first half of the numbers, each as far as its partner of the second half lets it pass (Dauphin et al. 2017). Maxout gained half as much here."""

    def forward(model: Layer, rows: Floats, is_train: bool) -> tuple[Floats, Callable[[Floats], Floats]]:
        size = rows.shape[1] // 2
        value: Floats = rows[:, :size]
        gate: Floats = (0.5 + 0.5 * np.tanh(0.5 * rows[:, size:])).astype(np.float32, copy=False)  # the logistic function, for any number

        def backprop(slope: Floats) -> Floats:
            return np.concatenate([slope * gate, slope * value * gate * (1 - gate)], axis=1)

        return value * gate, backprop

    return Model("gated", forward)


def _neighbours(step: int) -> Layer:
    """Each token beside those `step` before and behind it in its window, zeros where there is none: thinc's expand_window with a step."""

    def forward(model: Layer, rows: Any, is_train: bool) -> tuple[Ragged, Callable[[Any], Ragged]]:
        data: Floats = rows.dataXd
        lengths: Array = rows.lengths
        size = data.shape[1]
        place = np.arange(len(data)) - np.repeat(_first(lengths), lengths)
        no_left, no_right = place < step, place >= np.repeat(lengths, lengths) - step
        wide = np.zeros((len(data), 3 * size), np.float32)
        wide[:, size : 2 * size] = data
        wide[step:, :size] = data[:-step]
        wide[:-step, 2 * size :] = data[step:]
        wide[no_left, :size] = 0
        wide[no_right, 2 * size :] = 0

        def backprop(slope: Any) -> Ragged:
            d_wide: Floats = slope.dataXd
            d_wide[no_left, :size] = 0
            d_wide[no_right, 2 * size :] = 0
            d_data = d_wide[:, size : 2 * size].copy()
            d_data[:-step] += d_wide[step:, :size]
            d_data[step:] += d_wide[:-step, 2 * size :]
            return _ragged(d_data, lengths)

        return _ragged(wide, lengths), backprop

    return Model("neighbours", forward)


def _beside_number(tokens: Floats, lengths: Array, number: Array) -> Floats:
    """Each token beside the number of its window."""
    return np.concatenate([tokens, np.repeat(tokens[number], lengths, axis=0)], axis=1)


def _ragged(tokens: Any, lengths: Any) -> Ragged:
    """Windows of different lengths as thinc takes them."""
    return Ragged(tokens, lengths)


def _first(lengths: Array) -> Array:
    """The first row of each window."""
    return np.concatenate(([0], np.cumsum(lengths)[:-1]))


def _known(values: Array, sorted_values: Array) -> Array:
    """1 + the place of each value among sorted ones, 0 for one that is not among them."""
    if not len(sorted_values):
        return np.zeros(values.shape, np.int64)
    place = np.minimum(np.searchsorted(sorted_values, values), len(sorted_values) - 1)
    return np.where(sorted_values[place] == values, place + 1, 0)


def _log_shares(scores: Floats, lengths: Array) -> Floats:
    """The log of the softmax over each window, for beginnings and ends apart; every window has tokens, since the number stands in its own line."""
    first = _first(lengths)
    scores = scores - np.repeat(np.maximum.reduceat(scores, first), lengths, axis=0)
    shares: Floats = scores - np.repeat(np.log(np.add.reduceat(np.exp(scores), first)), lengths, axis=0)
    return shares


def _batches(number: int, epochs: int, random: np.random.RandomState) -> Iterator[Array]:
    for _ in range(epochs):
        order = random.permutation(number)
        for low in range(0, number, _BATCH):
            yield order[low : low + _BATCH]


def _pace(done: float) -> float:
    """Learning is slow at first, fastest when a tenth is done, and ends at nearly nothing."""
    return float(done / _WARM if done < _WARM else 0.5 * (1 + np.cos(np.pi * (done - _WARM) / (1 - _WARM)))) + 1e-6


@contextmanager
def _seeded() -> Iterator[None]:
    """thinc draws from numpy's global generator: it is seeded here, and given back as it was."""
    before = np.random.get_state()
    np.random.seed(0)
    try:
        yield
    finally:
        np.random.set_state(before)
