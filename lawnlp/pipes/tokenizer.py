"""The default tokenizer: one token a character, so that every span of a report falls on token edges.

spaCy's Chinese tokenizer joins runs of white space into one token, and a span that starts inside such a run cannot be made. Here every
character, white space included, is a token of its own; `doc.text` is the given text and token `i` is `text[i]`.

>>> import spacy
>>> nlp = spacy.blank("zh")
>>> nlp.tokenizer = CharacterTokenizer(nlp.vocab)
>>> [token.text for token in nlp("第 1\\n件")]
['第', ' ', '1', '\\n', '件']
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

# The text each living Doc was made from: joining a token a character again would cost as much as all else a component does.
_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


class CharacterTokenizer:
    """Tokenize to single code points. It has no state, so its bytes and files are empty."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc with `len(text)` tokens; the text itself is kept beside it (see `text_of`)."""
        doc = Doc(self.vocab, words=list(text), spaces=[False] * len(text))
        _texts[doc] = text
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to store."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> "CharacterTokenizer":
        """Nothing to restore."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Nothing to store."""

    def from_disk(self, _path: str | Path, **_: Any) -> "CharacterTokenizer":
        """Nothing to restore."""
        return self


def create_character_tokenizer() -> Callable[[Language], CharacterTokenizer]:
    """The registered tokenizer `lawnlp.CharacterTokenizer.v1`."""
    return lambda nlp: CharacterTokenizer(nlp.vocab)


def text_of(doc: Doc) -> str:
    """The text of a Doc, without joining its tokens again where the tokenizer made it in this process."""
    return _texts.get(doc) or doc.text
