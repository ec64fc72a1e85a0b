"""The tokenizers: one token a character, or words. Either way every span of a report falls on token edges.

spaCy's Chinese tokenizer joins runs of white space into one token, and a span that starts inside such a run cannot be made. Here every space, line break and sign of
punctuation is a token of its own; and where a component (or a gold record) has a span that ends inside a word, `force_edges` splits the word when the span is
written, so that words never decide what is found. `doc.text` is the given text.

>>> import spacy
>>> nlp = spacy.blank("zh")
>>> nlp.tokenizer = CharacterTokenizer(nlp.vocab)
>>> [token.text for token in nlp("第 1\\n件")]
['第', ' ', '1', '\\n', '件']
>>> nlp.tokenizer = WordTokenizer(nlp.vocab)
>>> [token.text for token in nlp("县司法局审核行政规范性文件12件。")]
['县', '司法局', '审核', '行政', '规范性', '文件', '12', '件', '。']
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.vocab import Vocab

from lawnlp.errors import InputError

if TYPE_CHECKING:
    from lawnlp.learn.words import Segmenter

# The text each living Doc was made from: joining a token a character again would cost as much as all else a component does.
_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


class CharacterTokenizer:
    """Tokenize to single code points. It has no state, so its bytes and files are empty."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc with `len(text)` tokens; the text itself is kept beside it (see `text_of`)."""
        return _doc(self.vocab, list(text), text)

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


class WordTokenizer:
    """Tokenize to words by a learned segmenter (`lawnlp.learn.words`).

    The segmenter is the shipped one (models/zh_lawgov_segmenter) until `from_disk` or `from_bytes` gives another; a pipeline that is saved carries its own.
    """

    def __init__(self, vocab: Vocab, segmenter: "Segmenter | None" = None) -> None:
        self.vocab = vocab
        self._segmenter = segmenter

    @property
    def segmenter(self) -> "Segmenter":
        """The learned segmenter; the shipped one is read when it is first asked for.

        Raises InputError when the shipped one was altered.
        """
        if self._segmenter is None:
            self._segmenter = shipped_segmenter()
        return self._segmenter

    def __call__(self, text: str) -> Doc:
        """A Doc in words."""
        return _doc(self.vocab, self.segmenter.cut(text), text)

    def to_bytes(self, **_: Any) -> bytes:
        """The learned state as bytes."""
        from lawnlp.learn.store import state_to_bytes

        return state_to_bytes(self.segmenter.state())

    def from_bytes(self, data: bytes, **_: Any) -> "WordTokenizer":
        """Read the learned state; without bytes (a pipeline of characters wrote them) the shipped one stays."""
        from lawnlp.learn.store import state_from_bytes

        self._segmenter = _segmenter(state_from_bytes(data), "bytes") if data else None
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the learned state to a folder (skops and a manifest)."""
        from lawnlp.learn.store import save_state

        save_state(path, self.segmenter.state())

    def from_disk(self, path: str | Path, **_: Any) -> "WordTokenizer":
        """Read the learned state; without the folder (a pipeline of characters wrote none) the shipped one stays.

        Raises InputError for a folder that is not, to the byte, what was written.
        """
        self._segmenter = _read(Path(path)) if Path(path).exists() else None
        return self


def create_tokenizer(segmenter: Literal["char", "pkuseg"] = "char") -> Callable[[Language], CharacterTokenizer | WordTokenizer]:
    """The registered tokenizer `lawnlp.Tokenizer.v1`: characters, or words of spacy-pkuseg."""
    return lambda nlp: WordTokenizer(nlp.vocab) if segmenter == "pkuseg" else CharacterTokenizer(nlp.vocab)


def text_of(doc: Doc) -> str:
    """The text of a Doc, without joining its tokens again where the tokenizer made it in this process."""
    return _texts.get(doc) or doc.text


def force_edges(doc: Doc, offsets: Iterable[int]) -> None:
    """Split tokens of a Doc, in place, so that each offset is the edge of one; the spans of its groups stay where they are.

    Raises:
        ValueError: an offset lies outside the text, or in white space that is no token (a tokenizer that is not of lawnlp).
    """
    starts, ends = [token.idx for token in doc], [token.idx + len(token) for token in doc]
    inside: dict[int, list[int]] = {}
    for offset in sorted({*offsets} - {*starts, *ends, 0}):
        number = bisect_right(starts, offset) - 1
        if number < 0 or offset > ends[number]:
            raise ValueError(f"{offset} lies in no token of this Doc")
        inside.setdefault(number, []).append(offset - starts[number])
    if not inside:
        return
    groups = {name: (group, [(s.start_char, s.end_char, s.label, s.kb_id, s.id) for s in group]) for name, group in doc.spans.items()}
    with doc.retokenize() as retokenizer:
        for number, cuts in inside.items():
            word = doc[number].text
            parts = [word[a:b] for a, b in pairwise([0, *cuts, len(word)])]
            retokenizer.split(doc[number], parts, heads=[(doc[number], i) for i in range(len(parts))])
    first, last = token_index(doc)
    for name, (group, rows) in groups.items():  # spans are kept by token, and spaCy does not move them
        spans = [Span(doc, first[start], last[end], label=label, kb_id=kb, span_id=id) for start, end, label, kb, id in rows]
        doc.spans[name] = SpanGroup(doc, name=group.name, attrs=group.attrs, spans=spans)


def token_index(doc: Doc) -> tuple[dict[int, int], dict[int, int]]:
    """Offset to the token that starts there, and offset to the token after the one that ends there."""
    return {token.idx: token.i for token in doc}, {token.idx + len(token): token.i + 1 for token in doc}


def _doc(vocab: Vocab, words: list[str], text: str) -> Doc:
    doc = Doc(vocab, words=words, spaces=[False] * len(words))
    _texts[doc] = text
    return doc


def shipped_segmenter() -> "Segmenter":
    """The learned segmenter of the package (models/zh_lawgov_segmenter). Raises InputError when it was altered."""
    from lawnlp.resources import model_path

    return _read(model_path("zh_lawgov_segmenter"))


def _read(folder: Path) -> "Segmenter":
    from lawnlp.learn.store import load_state

    return _segmenter(load_state(folder), str(folder))


def _segmenter(state: dict[str, Any], name: str) -> "Segmenter":
    from lawnlp.learn.words import Segmenter

    try:
        return Segmenter.from_state(state)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f"{name}: holds no segmenter ({error}); train it again") from None
