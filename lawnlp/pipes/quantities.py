"""Quantities with value, unit, bound and the name of what is counted (`lawnlp_quantities`).

Writes the span group `quantities` by the annotation guidelines (rules in `lawnlp.text.quantities`, names in `lawnlp.text.counted`). Where the
layer `paragraphs` has parts, numbers in titles and web residue are left out, and numbers in the plan are optional, as the guidelines have it.

>>> import lawnlp
>>> [q] = lawnlp.load()("化解矛盾纠纷1.1万余件")._.quantities
>>> q.span.text, q.value, q.unit, q.bound, q.name
('1.1万余件', 11000, '件', 'at_least', '矛盾纠纷')
"""

from spacy.language import Language
from spacy.tokens import Doc

from lawnlp.evaluation import make_span_scorer
from lawnlp.pipes.layers import PARAGRAPHS, QUANTITIES, layer, register_extensions, write_layer
from lawnlp.pipes.tokenizer import text_of
from lawnlp.text.counted import name_of
from lawnlp.text.quantities import find_quantities

_SILENT_PARTS = ("front_matter", "noise")


@Language.factory("lawnlp_quantities", assigns=["doc.spans"])
def create_quantities(nlp: Language, name: str) -> "Quantities":
    """Make the component."""
    return Quantities()


class Quantities:
    """Find quantities; stateless. `indicator` is left null: no component decides it yet."""

    def __init__(self) -> None:
        register_extensions()
        self.scorer = make_span_scorer(QUANTITIES)

    def score(self, examples, **kwargs):
        """Exact-span precision, recall and F1 (see `lawnlp.evaluation.count_spans`)."""
        return self.scorer(examples, **kwargs)

    def __call__(self, doc: Doc) -> Doc:
        """Write the layer `quantities`."""
        text = text_of(doc)
        parts = [(span.start_char, span.end_char, values["part"][:1]) for span, values in layer(doc, PARAGRAPHS) if values["part"]]
        report = any(part and part[0] not in _SILENT_PARTS for _, _, part in parts)  # a fragment of a title or cell alone is read all the same
        rows = []
        at = 0
        for q in find_quantities(text):
            while at < len(parts) and parts[at][1] <= q.start:
                at += 1
            part = parts[at][2][0] if at < len(parts) and parts[at][0] <= q.start else ""
            if report and part in _SILENT_PARTS:
                continue
            values = {
                "kind": q.kind,
                "value": q.value,
                "unit": q.unit,
                "bound": q.bound,
                "name": name_of(text, q.start, q.end),
                "indicator": None,
                "optional": q.optional or part == "plan",
                "change": q.change,
            }
            rows.append((q.start, q.end, q.kind, values))
        write_layer(doc, QUANTITIES, rows)
        return doc
