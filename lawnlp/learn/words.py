"""Words: a linear-chain CRF of spacy-pkuseg over the characters of a text, kept as plain data.

Everything is read on the folded text (`lawnlp.text.fold`), so width of signs and traditional characters do not matter; spaces and punctuation are cut by rule, and
only what stands between them is given to the model. Features and decoding are spacy-pkuseg's own; its loader is not used, since that looks for pickles beside the
model and for named models on the network.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lawnlp.text.fold import fold

# What may be more than one character: letters, Chinese characters and numbers (1,320; 12·4; 98.6%), and dashes and dots that are written twice.
PIECE = re.compile(r"(?:[^\W_]|(?<=\d)(?:[.·](?=\d)|,(?=\d{3}(?!\d)))|(?<=\d)[%‰])+")
_PAIR = re.compile(r"——|……|--")


class Segmenter:
    """Cut texts into words.

    Args:
        features: the names of spacy-pkuseg's features, the constant one (`$$`) first.
        tags: the tags of characters; those of a first character begin with B.
        weights: of each feature and tag, then of each pair of tags, as spacy-pkuseg lays them out.

    Raises:
        ValueError: the sizes do not fit each other.
    """

    def __init__(self, features: Sequence[str], tags: Sequence[str], weights: NDArray[np.float64]) -> None:
        from spacy_pkuseg.feature_extractor import FeatureExtractor

        # decoding reads the weights without looking at their bounds
        size = (len(tags) * (len(features) + len(tags)),)
        if not features or features[0] != "$$" or len(tags) < 2 or weights.shape != size or not np.isfinite(weights).all():
            raise ValueError(f"{len(features)} features and {len(tags)} tags do not fit weights of the shape {weights.shape}")
        self.features, self.tags = list(features), list(tags)
        self._extractor = FeatureExtractor()
        self._extractor.feature_to_idx = {name: number for number, name in enumerate(self.features)}
        self._extractor.unigram = {word for name in self.features for word in _words_of(name)}
        self._model = SimpleNamespace(n_tag=len(self.tags), n_feature=len(self.features), w=np.ascontiguousarray(weights, np.float64))
        self._first = [tag.startswith("B") for tag in self.tags]

    def edges(self, text: str) -> list[int]:
        """The offsets at which words begin, and the length of the text; every space and every sign of punctuation is a word of its own."""
        folded = fold(text)
        found = set(range(len(text) + 1))
        for pair in _PAIR.finditer(text):
            found.discard(pair.start() + 1)
        for piece in PIECE.finditer(folded):
            found.difference_update(range(piece.start() + 1, piece.end()))
            found.update(self._inner(piece[0], piece.start()))
        return sorted(found)

    def cut(self, text: str) -> list[str]:
        """The words of a text; joined they are the text."""
        return [text[a:b] for a, b in pairwise(self.edges(text))]

    def _inner(self, piece: str, start: int) -> list[int]:
        """The offsets of the words that begin inside a piece."""
        from spacy_pkuseg.inference import decodeViterbi_fast

        if len(piece) == 1:
            return []
        nodes = list(self._extractor.normalize_text(piece))
        _, tags = decodeViterbi_fast([self._extractor.get_node_features_idx(i, nodes) for i in range(len(nodes))], self._model)
        return [start + i for i in range(1, len(nodes)) if self._first[tags[i]]]

    def state(self) -> dict[str, Any]:
        """What `from_state` needs, as plain data."""
        return {"features": "\n".join(self.features), "tags": self.tags, "weights": self._model.w.astype(np.float16)}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "Segmenter":
        """The segmenter that `state` was taken from."""
        return cls(state["features"].split("\n"), state["tags"], np.asarray(state["weights"], np.float64))


def _words_of(feature: str) -> list[str]:
    """The words that a feature of spacy-pkuseg asks its dictionary for."""
    if feature.startswith(("w-1.", "w1.")):
        return [feature.split(".", 1)[1]]
    return feature[5:].split("*") if feature.startswith("ww.") else []
