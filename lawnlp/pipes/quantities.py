"""Quantities with value, unit, bound, the name of what is counted, and what links them (`lawnlp_quantities`).

Writes the span group `quantities` by the annotation guidelines: spans and values by rule (`lawnlp.text.quantities`), names by a model that `nlp.initialize` learns from labelled
reports (`lawnlp.learn.name_model`), by rule before that (`lawnlp.text.counted`), parts, rates and changes by rule (`lawnlp.text.relations`). Where the layer
`paragraphs` has parts, numbers in titles and web residue are left out, and numbers in the plan are optional, as the guidelines have it.

>>> import lawnlp
>>> [q] = lawnlp.load()("化解矛盾纠纷1.1万余件")._.quantities
>>> q.span.text, q.value, q.unit, q.bound, q.name
('1.1万余件', 11000, '件', 'at_least', '矛盾纠纷')
>>> total, part = lawnlp.load()("受理行政复议申请38件，其中涉企9件")._.quantities
>>> total.parts, part.of
((1,), 0)
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from lawnlp.evaluation import make_span_scorer
from lawnlp.learn.settings import NameSettings
from lawnlp.pipes.layers import PARAGRAPHS, QUANTITIES, layer, write_layer
from lawnlp.pipes.learned import Learned
from lawnlp.pipes.tokenizer import shipped_segmenter, text_of
from lawnlp.text.counted import name_of
from lawnlp.text.fold import fold
from lawnlp.text.quantities import Quantity, find_quantities
from lawnlp.text.relations import listed_names, relate, shared_names
from lawnlp.text.sections import portions

if TYPE_CHECKING:
    from lawnlp.learn.name_model import NameModel

_SILENT_PARTS = ("front_matter", "noise")


@Language.factory("lawnlp_quantities", assigns=["doc.spans"])
def create_quantities(nlp: Language, name: str) -> "Quantities":
    """Make the component."""
    return Quantities(name)


class Quantities(Learned):
    """Find quantities and name them, all documents of a batch in one call of the model. `indicator` is left null here."""

    rules_without_model = True

    def __init__(self, name: str = "lawnlp_quantities") -> None:
        super().__init__(name)
        self.scorer = make_span_scorer(QUANTITIES)

    @staticmethod
    def model_class() -> type["NameModel"]:
        """The class of the model of names."""
        from lawnlp.learn.name_model import NameModel

        return NameModel

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        regularisation: float = NameSettings.regularisation,
        sharpness: float = NameSettings.sharpness,
        min_count: int = NameSettings.min_count,
        iterations: int = NameSettings.iterations,
        epochs: int = NameSettings.epochs,
        network_from: int = NameSettings.network_from,
        augment: bool = True,
        seed: int = 0,
    ) -> None:
        """Learn names from the reference Docs of the Examples; the same examples and settings give the same model. Examples without names leave the rules in place.

        Args:
            get_examples: the labelled reports.
            nlp: not needed; part of the contract.
            augment: learn from some sentences without the commas of their lists too.
            seed: of which sentences.

        The rest is what `NameSettings` says.
        """
        from lawnlp.learn.name_features import Windows
        from lawnlp.learn.name_model import NameModel
        from lawnlp.learn.run_on import run_on

        texts, quantities = [], []
        for example in get_examples():
            rows = [{"start": span.start_char, "end": span.end_char, **values} for span, values in layer(example.reference, QUANTITIES)]
            texts.append(text_of(example.reference))
            quantities.append(sorted(rows, key=lambda row: row["start"]))
        if augment:
            for number, (text, rows) in enumerate(list(zip(texts, quantities, strict=True))):
                for sentence, inside in run_on(text, rows, seed + number):
                    texts.append(sentence)
                    quantities.append(inside)
        names = [row.get("name") or "" for rows in quantities for row in rows]
        self.model = None
        if any(names):
            settings = NameSettings(regularisation, sharpness, min_count, iterations, epochs, network_from)
            words = shipped_segmenter()
            self.model = NameModel(settings).fit(Windows(texts, quantities), texts, names, [words.edges(text) for text in texts])

    def predict(self, docs: Sequence[Doc]) -> list[list[dict[str, Any]]]:
        """The quantities of every Doc, as rows of the annotation-set format with `start` and `end`; writes nothing."""
        texts = [text_of(doc) for doc in docs]
        found = [list(_reported(doc, text)) for doc, text in zip(docs, texts, strict=True)]
        for text, rows, names in zip(texts, found, self._names(texts, found), strict=True):
            for row, name in zip(rows, names, strict=True):
                row["name"] = name
            for row, name in zip(rows, listed_names(text, rows), strict=True):
                row["name"] = name
            links = relate(text, rows)
            for row, name, link in zip(rows, shared_names(rows, links), links, strict=True):
                row.update(link, name=name)
        return found

    def _names(self, texts: Sequence[str], found: Sequence[Sequence[dict[str, Any]]]) -> list[list[str]]:
        if self.model is None:
            return [[name_of(text, row["start"], row["end"]) for row in rows] for text, rows in zip(texts, found, strict=True)]
        from lawnlp.learn.name_features import Windows

        spans = iter(self.model.choose(Windows(texts, found)))
        return [[text[start:end] for start, end in (next(spans) for _ in rows)] for text, rows in zip(texts, found, strict=True)]

    def set_annotations(self, docs: Sequence[Doc], predictions: Sequence[Sequence[dict[str, Any]]]) -> None:
        """Write the layer `quantities`."""
        for doc, rows in zip(docs, predictions, strict=True):
            write_layer(
                doc,
                QUANTITIES,
                [(row["start"], row["end"], row["kind"], {key: value for key, value in row.items() if key not in ("start", "end")}) for row in rows],
            )


def _reported(doc: Doc, text: str) -> Iterator[dict[str, Any]]:
    """The quantities of a Doc outside titles and web residue."""
    folded = fold(text)
    parts = [portion for span, values in layer(doc, PARAGRAPHS) for portion in portions(folded, {**values, "start": span.start_char, "end": span.end_char})]
    report = any(part not in _SILENT_PARTS for _, _, part in parts)  # a fragment of a title or cell alone is read all the same
    at = 0
    for q in find_quantities(text):
        while at < len(parts) and parts[at][1] <= q.start:
            at += 1
        part = parts[at][2] if at < len(parts) and parts[at][0] <= q.start else ""
        if not (report and part in _SILENT_PARTS):
            yield _row(q, optional=q.optional or part == "plan")


def _row(q: Quantity, *, optional: bool) -> dict[str, Any]:
    return {
        "start": q.start,
        "end": q.end,
        "kind": q.kind,
        "value": q.value,
        "unit": q.unit,
        "bound": q.bound,
        "name": "",
        "indicator": None,
        "optional": optional,
        "change": q.change,
    }
