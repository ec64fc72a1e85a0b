"""Hashed character n-grams as sparse matrices, made with array operations: the features of every learned component.

All n-grams of a batch of texts are hashed in one pass over an array of code points; views of them (the whole paragraph, its first characters, its heading path)
are then only choices of rows. No vocabulary of strings is kept, so a model is small and an n-gram costs some nanoseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

BITS = 20  # a million buckets for some twenty thousand n-grams that are kept: one in fifty shares its bucket
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_ROLL = np.uint64(1_099_511_628_211)


@dataclass(frozen=True)
class Grams:
    """The n-grams of a batch: bucket of the hash, index of the text, offset in the text; all of one length, ordered by text within each order."""

    bucket: NDArray[np.int64]
    text: NDArray[np.int64]
    offset: NDArray[np.int64]


def hash_ngrams(texts: Sequence[str], orders: Sequence[int] = (1, 2, 3)) -> Grams:
    """All n-grams of each text, none across two texts."""
    lengths = np.fromiter((len(t) for t in texts), np.int64, len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts)), lengths)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1])) if len(texts) else np.zeros(0, np.int64)
    offset = np.arange(len(codes)) - starts[owner] if len(codes) else np.zeros(0, np.int64)
    buckets, owners, offsets = [], [], []
    for order in orders:
        count = len(codes) - order + 1
        if count <= 0:
            continue
        value: NDArray[np.uint64] = np.full(count, order, np.uint64)
        for shift in range(order):
            value = value * _ROLL + codes[shift : shift + count]
        inside = owner[:count] == owner[order - 1 : order - 1 + count]
        value = ((value ^ (value >> np.uint64(29))) * _PRIME) >> np.uint64(64 - BITS)
        buckets.append(value[inside].astype(np.int64))
        owners.append(owner[:count][inside])
        offsets.append(offset[:count][inside])
    if not buckets:
        empty = np.zeros(0, np.int64)
        return Grams(empty, empty, empty)
    return Grams(np.concatenate(buckets), np.concatenate(owners), np.concatenate(offsets))


class NgramVectorizer:
    """Rows of hashed n-grams to TF-IDF rows of length one: sublinear term frequency, smoothed inverse document frequency.

    The state is two arrays (`buckets`, sorted, and `idf`), so that it is stored as plain data.
    """

    def __init__(self, min_df: int = 3) -> None:
        self.min_df = min_df
        self.buckets: NDArray[np.int64] = np.zeros(0, np.int64)
        self.idf: NDArray[np.float64] = np.zeros(0)
        self._columns: NDArray[np.int32] | None = None

    @property
    def columns(self) -> NDArray[np.int32]:
        """Bucket to column, -1 for a bucket that is not kept; a table, since a search in `buckets` would cost most of a prediction."""
        if self._columns is None:
            self._columns = np.full(1 << BITS, -1, np.int32)
            self._columns[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        return self._columns

    def fit(self, bucket: NDArray[np.int64], row: NDArray[np.int64], rows: int) -> "NgramVectorizer":
        """Keep the buckets that stand in at least `min_df` of the `rows` rows."""
        pairs = np.unique(row * (1 << BITS) + bucket)
        found, frequency = np.unique(pairs & ((1 << BITS) - 1), return_counts=True)
        keep = frequency >= self.min_df
        self.buckets = found[keep]
        self.idf = (np.log((1 + rows) / (1 + frequency[keep])) + 1.0).astype(np.float32).astype(np.float64)  # as it is stored
        self._columns = None
        return self

    def transform(self, bucket: NDArray[np.int64], row: NDArray[np.int64], rows: int) -> csr_matrix:
        """A `rows` x `len(self.buckets)` matrix; n-grams that were not kept are left out."""
        width = len(self.buckets)
        if not width or not len(bucket):
            return csr_matrix((rows, width))
        column = self.columns[bucket]
        known = column >= 0
        matrix = csr_matrix((np.ones(int(known.sum())), (row[known], column[known])), shape=(rows, width))
        matrix.sum_duplicates()
        matrix.data = (1.0 + np.log(matrix.data)) * self.idf[matrix.indices]
        norms = np.sqrt(np.add.reduceat(np.append(matrix.data**2, 0.0), matrix.indptr[:-1]) * (np.diff(matrix.indptr) > 0))
        norms[norms == 0] = 1.0
        matrix.data /= np.repeat(norms, np.diff(matrix.indptr))
        return matrix

    def state(self) -> dict[str, Any]:
        """What `from_state` needs, as plain data."""
        return {"min_df": self.min_df, "buckets": self.buckets.astype(np.int32), "idf": self.idf.astype(np.float32)}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "NgramVectorizer":
        """The vectorizer that `state` was taken from."""
        vectorizer = cls(state["min_df"])
        vectorizer.buckets, vectorizer.idf = state["buckets"].astype(np.int64), state["idf"].astype(np.float64)
        return vectorizer
