"""Citations with their kind (`lawnlp_citations`): every 《…》 with its brackets (rules in `lawnlp.text.citations`).

>>> import lawnlp
>>> [(c.span.text, c.kind) for c in lawnlp.load()("落实《行政复议法》")._.citations]
[('《行政复议法》', 'law')]
"""

from spacy.language import Language
from spacy.tokens import Doc

from lawnlp.evaluation import make_span_scorer
from lawnlp.pipes.layers import CITATIONS, register_extensions, write_layer
from lawnlp.pipes.tokenizer import text_of
from lawnlp.text.citations import find_citations


@Language.factory("lawnlp_citations", assigns=["doc.spans"])
def create_citations(nlp: Language, name: str) -> "Citations":
    """Make the component."""
    return Citations()


class Citations:
    """Find citations; stateless."""

    def __init__(self) -> None:
        register_extensions()
        self.scorer = make_span_scorer(CITATIONS)

    def score(self, examples, **kwargs):
        """Exact-span precision, recall and F1 (see `lawnlp.evaluation.count_spans`)."""
        return self.scorer(examples, **kwargs)

    def __call__(self, doc: Doc) -> Doc:
        """Write the layer `citations`."""
        write_layer(doc, CITATIONS, ((c.start, c.end, c.kind, {"kind": c.kind}) for c in find_citations(text_of(doc))))
        return doc
