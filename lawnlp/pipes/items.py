"""Learned checklist items of a report, with the clauses that carry them (`lawnlp_items`).

Needs the layer `paragraphs` with parts (`lawnlp_sections`); writes the items with probabilities and evidence (`lawnlp.pipes.layers.items_of`, `doc._.items`) and puts `items` beside each
paragraph. Only paragraphs of the parts measures and leader_duty carry items; where no paragraph has a part, all may. Learned by `nlp.initialize` from Examples whose reference Docs have
items of paragraphs, or of the document only (see `lawnlp.records.record_to_doc`); the model is `lawnlp.learn.item_model`.

>>> import json, spacy
>>> from lawnlp.records import record_to_doc
>>> from lawnlp.resources import config_path
>>> from spacy.training import Example
>>> nlp = spacy.blank("zh")
>>> nlp.tokenizer = spacy.registry.tokenizers.get("lawnlp.Tokenizer.v1")()(nlp)
>>> paragraphs, items = nlp.add_pipe("lawnlp_paragraphs"), nlp.add_pipe("lawnlp_items")
>>> said = {"mediation": "人民调解组织化解矛盾纠纷38件", "openness": "政府网站主动公开政府信息210条", "popularisation": "开展普法宣传活动16场次"}
>>> def example(number, names):
...     lines = [f"{said[name]}，第{number}次。" for name in names]
...     starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
...     rows = [{"start": a, "end": a + len(line), "part": ["measures"], "topics": [], "items": [name]} for a, line, name in zip(starts, lines, names)]
...     record = {"id": str(number), "text": "\\n".join(lines), "paragraphs": rows, "items": list(names)}
...     return Example(nlp.make_doc(record["text"]), record_to_doc(record, nlp))
>>> names = list(said)
>>> examples = [example(i, [names[i % 3], names[(i + 1) % 3]]) for i in range(12)]
>>> items.initialize(lambda: examples)
>>> doc = nlp("政府网站主动公开政府信息55条；人民调解组织化解矛盾纠纷7件。")
>>> [(item.name, [span.text for span in item.evidence]) for item in doc._.items]
[('行政调解与人民调解', ['人民调解组织化解矛盾纠纷7件。']), ('政务公开', ['政府网站主动公开政府信息55条；'])]
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from lawnlp.evaluation import make_item_scorer
from lawnlp.learn.settings import ItemSettings
from lawnlp.pipes.layers import PARAGRAPHS, add_values, layer, write_items
from lawnlp.pipes.learned import Learned
from lawnlp.pipes.seen import features_of
from lawnlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from lawnlp.learn.item_model import ItemModel, ItemPrediction


@Language.factory(
    "lawnlp_items",
    requires=["doc.spans"],
    assigns=["doc.spans", "doc.user_data"],
    default_config={"scorer": {"@scorers": "lawnlp.item_scorer.v1"}},
    default_score_weights={"items_f": 1.0, "items_p": None, "items_r": None},
)
def create_items(nlp: Language, name: str, scorer: Callable[..., dict[str, Any]]) -> "Items":
    """Make the component."""
    return Items(name, scorer)


class Items(Learned):
    """Find checklist items with a learned model, all documents of a batch in one call of it."""

    def __init__(self, name: str = "lawnlp_items", scorer: Callable[..., dict[str, Any]] | None = None) -> None:
        super().__init__(name)
        self.scorer = scorer or make_item_scorer()

    @staticmethod
    def model_class() -> type["ItemModel"]:
        """The class of the model."""
        from lawnlp.learn.item_model import ItemModel

        return ItemModel

    @classmethod
    def unknown_label(cls, model: "ItemModel") -> str | None:
        """An item of a stored model that this taxonomy has not."""
        return next((item for item in model.items if item not in taxonomy().items), None)

    @property
    def labels(self) -> tuple[str, ...]:
        """The items, in the order of the taxonomy."""
        return tuple(self.model.items) if self.model else ()

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        regularisation: float = ItemSettings.regularisation,
        heading_weight: float = ItemSettings.heading_weight,
        threshold: float = ItemSettings.threshold,
        folds: int = ItemSettings.folds,
        min_df: int = ItemSettings.min_df,
        iterations: int = ItemSettings.iterations,
    ) -> None:
        """Learn from the reference Docs of the Examples; the same examples and settings give the same model.

        Items of paragraphs are what teaches most. A report that has them only for the whole document is learned from as one bag of clauses; one without items is left out.

        Args:
            get_examples: the labelled reports.
            nlp: not needed; part of the contract.

        The rest is what `ItemSettings` says.

        Raises:
            InputError: no report has items.
        """
        from lawnlp.learn.features import report_features
        from lawnlp.learn.item_model import ItemModel, iter_item_labels
        from lawnlp.records import doc_to_record
        from lawnlp.training import government

        records = [doc_to_record(example.reference) for example in get_examples()]
        reports = [report_features(record["text"]) for record in records]
        gold = [iter_item_labels(record, report) for record, report in zip(records, reports, strict=True)]
        settings = ItemSettings(regularisation, heading_weight, threshold, folds, min_df, iterations)
        self.model = ItemModel(list(taxonomy().items), settings).fit(reports, gold, [government(record) for record in records])

    def predict(self, docs: Sequence[Doc]) -> list["ItemPrediction"]:
        """The items of every Doc; writes nothing.

        Raises ValueError when the component was not initialized.
        """
        return self.trained().predict([features_of(doc) for doc in docs], [_rows(doc) for doc in docs])

    def explain(self, doc: Doc, item: str, top: int = 8) -> list[tuple[str, float]]:
        """The n-grams of the clause that speaks most for an item, and of the headings above it, with their weight."""
        return self.trained().explain(features_of(doc), _rows(doc), item, top)

    def set_annotations(self, docs: Sequence[Doc], predictions: Sequence["ItemPrediction"]) -> None:
        """Write items, probabilities and evidence, and the items of each paragraph."""
        for doc, found in zip(docs, predictions, strict=True):
            write_items(
                doc,
                {item: [{"start": e.start, "end": e.end, "score": round(e.score, 4)} for e in clauses] for item, clauses in found.present.items()},
                {item: round(score, 4) for item, score in found.scores.items()},
            )
            if PARAGRAPHS in doc.spans:
                add_values(doc, PARAGRAPHS, ({"items": list(found.paragraphs.get(i, ()))} for i in range(len(doc.spans[PARAGRAPHS]))))


def _rows(doc: Doc) -> list[int]:
    from lawnlp.learn.item_model import carrying_rows

    return carrying_rows(values.get("part") or () for _, values in layer(doc, PARAGRAPHS))
