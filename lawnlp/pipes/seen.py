"""What learned components see of a Doc, made once for all of them."""

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc

from lawnlp.pipes.layers import PARAGRAPHS, layer
from lawnlp.pipes.tokenizer import text_of
from lawnlp.text.headings import Paragraph

if TYPE_CHECKING:
    from lawnlp.learn.features import ReportFeatures

_REPORT = 4  # lines; fewer that repeat are no report that stands twice
_SEEN: "WeakKeyDictionary[Doc, ReportFeatures]" = WeakKeyDictionary()  # as long as the Doc lives; not its user_data, which must stay plain


def components_before(nlp: Language, component: object) -> list[Callable[[Doc], Any]]:
    """The components that write what a learned component sees, in order. The text stays as it was given: what is learned from is labelled at the offsets of the reference."""
    return [c for name, c in takewhile(lambda named: named[1] is not component, nlp.pipeline) if nlp.get_pipe_meta(name).factory != "lawnlp_clean_text"]


def features_of(doc: Doc) -> "ReportFeatures":
    """The features of the paragraphs that stand in the layer `paragraphs`, in order."""
    from lawnlp.learn.features import report_features

    found = tuple(
        Paragraph(
            span.start_char, span.end_char, v.get("level") or 0, v.get("parent", -1), v.get("scheme", ""), v.get("number", 0), *(v.get("title") or (0, 0))
        )
        for span, v in layer(doc, PARAGRAPHS)
    )
    seen = _SEEN.get(doc)
    if seen is None or seen.outline != found:
        seen = _SEEN[doc] = report_features(text_of(doc), found)
    return seen


def first_copy(text: str, seen: "ReportFeatures") -> "ReportFeatures":
    """The features of the first copy of a report that stands in the text twice or three times, line by line; of the whole text otherwise.

    A page may hold its text again for printing; place in the text and neighbours say something only within one copy.
    """
    from lawnlp.learn.features import report_features

    lines = [paragraph.words for paragraph in seen.paragraphs]
    for copies in (2, 3):
        size, rest = divmod(len(lines), copies)
        if size >= _REPORT and not rest and lines == lines[:size] * copies:
            first = report_features(text[: seen.outline[size - 1].end])
            return first if len(first.outline) == size else seen
    return seen


def within(text: str, seen: "ReportFeatures", first: int, end: int) -> "ReportFeatures":
    """The features of the lines `first:end` as if nothing stood above or below them; headings outside are none of theirs."""
    from lawnlp.learn.features import report_features

    inside = [replace(p, parent=p.parent - first if p.parent >= first else -1) for p in seen.outline[first:end]]
    return report_features(text, inside)
