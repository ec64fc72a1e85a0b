"""Which quantities are the headline figures of a report (`lawnlp_indicators`).

Needs the layer `quantities` (`lawnlp_quantities`) and sees the parts and topics of the layer `paragraphs` where a component wrote them; fills `indicator`, an id of the taxonomy or null, and
`indicator_score`, the probability of just that (of null where it is null). Learned by `nlp.initialize` from Examples whose reference Docs have quantities with indicators; the model is
`lawnlp.learn.indicator_model`. What is learned from are the quantities that the components before this one find, labelled by the reference quantity at the same offsets, so that it meets
in use what it learned from.

Rules of the guidelines that it learns from the corpus: no indicator for a change, a figure of another year or body, a target of the plan; parts only where there is no total. One is by form: what
the model takes for legal opinions goes to the contracts or decisions that its own clause names (`lawnlp.text.advice`).

>>> import spacy
>>> from lawnlp.records import record_to_doc
>>> from spacy.training import Example
>>> nlp = spacy.blank("zh")
>>> nlp.tokenizer = spacy.registry.tokenizers.get("lawnlp.Tokenizer.v1")()(nlp)
>>> quantities, indicators = nlp.add_pipe("lawnlp_quantities"), nlp.add_pipe("lawnlp_indicators")
>>> def example(number):
...     text = f"收到行政复议申请{number}件，其中涉企{number // 3}件，涉土地{number // 4}件；评查案卷{number}卷，优秀{number // 5}卷。"
...     rows = [(q.span.start_char, q.span.end_char, q) for q in nlp.get_pipe("lawnlp_quantities")(nlp.make_doc(text))._.quantities]
...     said = ["reconsideration_received", None, None, "case_files_reviewed", None]
...     found = [{"start": a, "end": b, "kind": q.kind, "value": q.value, "unit": q.unit, "bound": q.bound, "indicator": i} for (a, b, q), i in zip(rows, said)]
...     return Example(nlp.make_doc(text), record_to_doc({"id": str(number), "text": text, "paragraphs": [], "quantities": found}, nlp))
>>> examples = [example(number) for number in range(30, 60)]
>>> indicators.initialize(lambda: examples, nlp=nlp)
>>> [(q.span.text, q.indicator) for q in nlp("全年收到行政复议申请212件，其中涉企41件。")._.quantities]
[('212件', 'reconsideration_received'), ('41件', None)]
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from lawnlp.errors import InputError
from lawnlp.evaluation import make_indicator_scorer
from lawnlp.learn.settings import IndicatorSettings
from lawnlp.pipes.layers import PARAGRAPHS, QUANTITIES, add_values, layer
from lawnlp.pipes.learned import Learned
from lawnlp.pipes.seen import components_before
from lawnlp.pipes.tokenizer import text_of
from lawnlp.records import is_adversarial
from lawnlp.taxonomy import OWN_FILE, taxonomy
from lawnlp.text.advice import advised_on
from lawnlp.text.fold import fold

if TYPE_CHECKING:
    from lawnlp.learn.indicator_model import IndicatorModel, IndicatorPrediction
    from lawnlp.learn.quantity_features import QuantityFeatures

ADVICE = "legal_opinions"
ADVICE_ON = {"contract": "contracts_reviewed", "decision": "decisions_reviewed"}


@Language.factory(
    "lawnlp_indicators",
    requires=["doc.spans"],
    assigns=["doc.spans"],
    default_config={"scorer": {"@scorers": "lawnlp.indicator_scorer.v1"}},
    default_score_weights={"indicators_f": 1.0, "indicators_p": None, "indicators_r": None},
)
def create_indicators(nlp: Language, name: str, scorer: Callable[..., dict[str, Any]]) -> "Indicators":
    """Make the component."""
    return Indicators(name, scorer)


class Indicators(Learned):
    """Give indicators with a learned model, all documents of a batch in one call of it."""

    def __init__(self, name: str = "lawnlp_indicators", scorer: Callable[..., dict[str, Any]] | None = None) -> None:
        super().__init__(name)
        self.scorer = scorer or make_indicator_scorer()

    @staticmethod
    def model_class() -> type["IndicatorModel"]:
        """The class of the model."""
        from lawnlp.learn.indicator_model import IndicatorModel

        return IndicatorModel

    @classmethod
    def unknown_label(cls, model: "IndicatorModel") -> str | None:
        """An indicator of a stored model that this taxonomy, own indicators (`LAWNLP_TAXONOMY`) included, has not."""
        return next((indicator for indicator in model.indicators if indicator not in taxonomy().indicators), None)

    @property
    def labels(self) -> tuple[str, ...]:
        """The indicators, in the order of the taxonomy."""
        return tuple(self.model.indicators) if self.model else ()

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        regularisation: float = IndicatorSettings.regularisation,
        threshold: float = IndicatorSettings.threshold,
        folds: int = IndicatorSettings.folds,
        min_df: int = IndicatorSettings.min_df,
    ) -> None:
        """Learn from the reference Docs of the Examples; the same examples and settings give the same model.

        Args:
            get_examples: the labelled reports and fragments; those without any labelled quantity are left out. Those whose `meta.source` is "adversarial" teach which indicator is likeliest, not how probable it is.
            nlp: the pipeline, whose components before this one find the quantities to learn from; without it those of the reference Docs are taken.

        The rest is what `IndicatorSettings` says.

        Raises:
            ValueError: no quantity has an indicator.
            InputError: an indicator that the taxonomy has not.
        """
        from lawnlp.learn.indicator_model import IndicatorModel

        labels = taxonomy()
        reports, gold, adversarial = [], [], []
        for example in get_examples():
            known = {(span.start_char, span.end_char): values.get("indicator") for span, values in layer(example.reference, QUANTITIES)}
            if not known:
                continue
            if unknown := [indicator for indicator in known.values() if indicator is not None and indicator not in labels.indicators]:
                raise InputError(f"indicator {unknown[0]!r} stands not in the taxonomy; define it in a file of your own and name that in {OWN_FILE}")
            doc = self._seen(example.reference, nlp)
            reports.append(self.features(doc))
            gold.append([known.get((span.start_char, span.end_char)) for span, _ in layer(doc, QUANTITIES)])
            adversarial.append(is_adversarial(example.reference))
        units = {indicator: entry.unit for indicator, entry in labels.indicators.items()}
        topics = {indicator: entry.topic for indicator, entry in labels.indicators.items()}
        self.model = IndicatorModel(list(labels.indicators), IndicatorSettings(regularisation, threshold, folds, min_df), units, topics).fit(
            reports, gold, adversarial
        )

    def _seen(self, reference: Doc, nlp: Language | None) -> Doc:
        """A Doc as this component meets it: the layers of the components before it, none of what the reference knows."""
        if nlp is None:
            return reference
        doc = nlp.make_doc(text_of(reference))
        for component in components_before(nlp, self):
            doc = component(doc)
        return doc

    def predict(self, docs: Sequence[Doc]) -> list[list["IndicatorPrediction"]]:
        """The indicator of every quantity of every Doc; writes nothing.

        Raises ValueError when the component was not initialized.
        """
        found = self.trained().predict([self.features(doc) for doc in docs])
        return [self._by_object(doc, predictions) for doc, predictions in zip(docs, found, strict=True)]

    def _by_object(self, doc: Doc, predictions: Sequence["IndicatorPrediction"]) -> list["IndicatorPrediction"]:
        """Advice goes to the figure of what it is about; its score stays the probability with which the model took it for advice."""
        text, kept = "", list(predictions)
        for index, (span, _) in enumerate(layer(doc, QUANTITIES)):
            if kept[index].indicator == ADVICE:
                text = text or fold(text_of(doc))
                kind = advised_on(text, span.start_char, span.end_char)
                if kind and ADVICE_ON[kind] in self.labels:
                    kept[index] = replace(kept[index], indicator=ADVICE_ON[kind])
        return kept

    @staticmethod
    def features(doc: Doc) -> list["QuantityFeatures"]:
        """What the model sees of the quantities of a Doc."""
        from lawnlp.learn.quantity_features import quantity_features

        quantities, paragraphs = (
            [{**values, "start": span.start_char, "end": span.end_char} for span, values in layer(doc, name)] for name in (QUANTITIES, PARAGRAPHS)
        )
        return quantity_features(text_of(doc), quantities, paragraphs)

    def explain(self, doc: Doc, index: int, top: int = 8) -> dict[str, Any]:
        """What carried the likeliest indicator of quantity `index`; see `IndicatorModel.explain`."""
        return self.trained().explain(self.features(doc), index, top)

    def set_annotations(self, docs: Sequence[Doc], predictions: Sequence[Sequence["IndicatorPrediction"]]) -> None:
        """Write indicators and probabilities into the layer `quantities`."""
        for doc, found in zip(docs, predictions, strict=True):
            if QUANTITIES in doc.spans:
                add_values(doc, QUANTITIES, ({"indicator": p.indicator, "indicator_score": round(p.score, 4)} for p in found))
