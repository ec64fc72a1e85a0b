"""What copying left inside the sentences of a report, taken out before it is read and put back behind it (`lawnlp_clean_text`, `lawnlp_restore_text`).

Text copied from a page breaks its lines in mid-sentence and has numbers of pages there, invisible signs and addresses of the site between its words (`lawnlp.text.damage` tells which). Such a report is read as if
it had nothing of the kind: the first component of the pipeline gives the others a Doc without it, the last puts what they wrote on a Doc of the text as it was given. There every line is
a paragraph, as the guidelines have it; the lines of one broken paragraph share its labels, the first has its heading. A report without damage goes through both untouched.

Learning reads the text as the reference has it (`lawnlp.pipes.seen.components_before`).

>>> import lawnlp
>>> text = "全年收到行政复议申请38件，\\n其中涉企9件，\\n全部审结。"
>>> doc = lawnlp.load()(text)
>>> doc.text == text, [p.span.text for p in doc._.paragraphs]
(True, ['全年收到行政复议申请38件，', '其中涉企9件，', '全部审结。'])
>>> [(q.span.text, q.name, q.of) for q in doc._.quantities]
[('38件', '行政复议申请', None), ('9件', '涉企', 0)]

Known limit: the `explain` of a component reads the Doc that it is given, that is, its lines one by one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc

from lawnlp.pipes.layers import (
    CITATIONS,
    INSTITUTIONS,
    PARAGRAPHS,
    QUANTITIES,
    coverage_of,
    coverage_total_of,
    item_scores_of,
    items_of,
    layer,
    register_extensions,
    write_coverage,
    write_items,
    write_layer,
)
from lawnlp.pipes.tokenizer import text_of
from lawnlp.text.damage import Clean, clean_text

# The Doc as it was given and what was taken out of its text, by the Doc that is read; as long as that lives.
_given: WeakKeyDictionary[Doc, tuple[Doc, Clean]] = WeakKeyDictionary()


@Language.factory("lawnlp_clean_text")
def create_clean_text(nlp: Language, name: str) -> "CleanText":
    """Make the component."""
    return CleanText(nlp.tokenizer)


@Language.factory("lawnlp_restore_text")
def create_restore_text(nlp: Language, name: str) -> "RestoreText":
    """Make the component."""
    return RestoreText()


class CleanText:
    """Give the components behind it a Doc without what copying left in its sentences; the Doc itself where there is nothing of the kind."""

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        register_extensions()
        self.tokenizer = tokenizer

    def __call__(self, doc: Doc) -> Doc:
        """The Doc to be read."""
        clean = clean_text(text_of(doc))
        if not clean.removed:
            return doc
        read = self.tokenizer(clean.text)
        read.user_data.update(doc.user_data)
        read._context = doc._context
        _given[read] = doc, clean
        return read


class RestoreText:
    """Put the layers of a cleaned Doc on the Doc that was given; any other Doc is returned as it is."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """The Doc that was given."""
        if doc not in _given:
            return doc
        whole, clean = _given.pop(doc)
        whole.user_data.update(doc.user_data)
        write_layer(whole, PARAGRAPHS, _paragraphs([(span.start_char, span.end_char, span.label_, values) for span, values in layer(doc, PARAGRAPHS)], clean))
        for name in (QUANTITIES, INSTITUTIONS, CITATIONS):
            if name in doc.spans:
                rows = layer(doc, name)
                write_layer(whole, name, ((clean.start(span.start_char), clean.end(span.end_char), span.label_, dict(values)) for span, values in rows))
        if (items := items_of(doc)) is not None:
            write_items(whole, {item: _moved(rows, clean) for item, rows in items.items()}, item_scores_of(doc))
        if (coverage := coverage_of(doc)) is not None:
            write_coverage(whole, {key: _moved_grade(value, clean) for key, value in coverage.items()}, coverage_total_of(doc))
        return whole


_Row = tuple[int, int, str, Mapping[str, Any]]


def _paragraphs(rows: Sequence[_Row], clean: Clean) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """The lines of every paragraph: the first with its heading, the others as text under it or beside it; numbers of pages are residue as everywhere."""
    lines = [clean.lines(start, end) for start, end, _, _ in rows]
    first = list(accumulate(map(len, lines), initial=0))
    for index, ((_, _, label, values), pieces) in enumerate(zip(rows, lines, strict=True)):
        parent = values.get("parent", -1)
        parent = first[parent] if parent >= 0 else -1
        title = values.get("title") or [0, 0]
        for number, (start, end) in enumerate(pieces):
            if number == 0:
                inside = [clean.start(title[0]), min(clean.end(title[1]), end)] if title[1] > title[0] else [start, start]
                yield start, end, label, {**values, "parent": parent, "title": inside}
            elif clean.is_page_number(start, end):
                part = ["noise"] if values.get("part") else []
                yield start, end, "".join(part), {"part": part, "topics": [], "level": 0, "parent": -1, "title": [start, start], "scheme": "", "number": 0}
            else:
                under = first[index] if values.get("level") else parent
                yield start, end, label, {**values, "level": 0, "parent": under, "scheme": "", "number": 0, "title": [start, start]}


def _moved(rows: Iterable[Mapping[str, Any]], clean: Clean) -> list[dict[str, Any]]:
    return [{**row, "start": clean.start(row["start"]), "end": clean.end(row["end"])} for row in rows]


def _moved_grade(value: Any, clean: Clean) -> Any:
    return {**value, "evidence": _moved(value.get("evidence") or (), clean)} if isinstance(value, Mapping) else value
