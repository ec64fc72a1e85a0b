"""Paragraphs and the outline of a report (`lawnlp_paragraphs`).

Writes the span group `paragraphs`: every non-empty line without the white space around it, with heading level, parent and title
(annotation guidelines, section "Paragraphs"; numbering grammar in `lawnlp.text.headings`).

>>> import spacy
>>> nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "lawnlp.Tokenizer.v1"}}})
>>> _ = nlp.add_pipe("lawnlp_paragraphs")
>>> doc = nlp("一、主要成效\\n（一）完善制度。制定文件6件。")
>>> [(p.level, p.parent, p.title) for p in doc._.paragraphs]
[(1, -1, '主要成效'), (2, 0, '完善制度')]

Known limit: a heading without number is seen only when it is short and text follows it.
"""

from spacy.language import Language
from spacy.tokens import Doc

from lawnlp.pipes.layers import PARAGRAPHS, register_extensions, write_layer
from lawnlp.pipes.tokenizer import text_of
from lawnlp.text.headings import outline


@Language.factory("lawnlp_paragraphs", assigns=["doc.spans"])
def create_paragraphs(nlp: Language, name: str) -> "Paragraphs":
    """Make the component."""
    return Paragraphs()


class Paragraphs:
    """Cut a Doc into paragraphs and read its headings; stateless."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Write the layer `paragraphs`; parts and topics are left open."""
        write_layer(
            doc,
            PARAGRAPHS,
            (
                (
                    p.start,
                    p.end,
                    "",
                    {
                        "part": [],
                        "topics": [],
                        "level": p.level,
                        "parent": p.parent,
                        "title": [p.title_start, p.title_end],
                        "scheme": p.scheme,
                        "number": p.number,
                    },
                )
                for p in outline(text_of(doc))
            ),
        )
        return doc
