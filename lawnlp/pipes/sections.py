"""Learned part and topics of every paragraph (`lawnlp_sections`).

Needs the layer `paragraphs`; fills `part`, `topics` and their probabilities (`score`, `topic_scores`). Learned by `nlp.initialize` from Examples whose reference Docs carry the layer
`paragraphs` (see `lawnlp.records.record_to_doc`); the model is `lawnlp.learn.section_model`.

>>> import lawnlp
>>> nlp = lawnlp.load()
>>> doc = nlp("一、主要举措和成效\\n（一）依法化解行政争议。全年收到行政复议申请38件，审结35件；行政机关负责人出庭应诉率达到100%。\\n二、存在的不足和原因\\n行政执法队伍力量薄弱，案卷质量不高。")
>>> [(p.part[0], p.topics) for p in doc._.paragraphs]
[('measures', ()), ('measures', ('dispute_resolution',)), ('shortcomings', ()), ('shortcomings', ('law_enforcement',))]
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from lawnlp.evaluation import make_section_scorer
from lawnlp.learn.settings import SectionSettings
from lawnlp.pipes.layers import PARAGRAPHS, layer, write_layer
from lawnlp.pipes.learned import Learned
from lawnlp.pipes.seen import features_of, first_copy, within
from lawnlp.pipes.tokenizer import text_of
from lawnlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from lawnlp.learn.features import ReportFeatures
    from lawnlp.learn.section_model import Prediction, SectionModel


@Language.factory(
    "lawnlp_sections",
    requires=["doc.spans"],
    assigns=["doc.spans"],
    default_config={"scorer": {"@scorers": "lawnlp.section_scorer.v1"}},
    default_score_weights={"part_acc": 0.4, "topic_main_acc": 0.2, "topics_f": 0.4, "topics_p": None, "topics_r": None},
)
def create_sections(nlp: Language, name: str, scorer: Callable[..., dict[str, Any]]) -> "Sections":
    """Make the component."""
    return Sections(name, scorer)


class Sections(Learned):
    """Label paragraphs with a learned model, all documents of a batch in one call of it."""

    def __init__(self, name: str = "lawnlp_sections", scorer: Callable[..., dict[str, Any]] | None = None) -> None:
        super().__init__(name)
        self.scorer = scorer or make_section_scorer()

    @staticmethod
    def model_class() -> type["SectionModel"]:
        """The class of the model."""
        from lawnlp.learn.section_model import SectionModel

        return SectionModel

    @classmethod
    def unknown_label(cls, model: "SectionModel") -> str | None:
        """A part or topic of a stored model that this taxonomy has not."""
        labels = taxonomy()
        return next((label for label in model.parts if label not in labels.parts), next((label for label in model.topics if label not in labels.topics), None))

    @property
    def labels(self) -> tuple[str, ...]:
        """Parts, then topics."""
        return (*self.model.parts, *self.model.topics) if self.model else ()

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        regularisation: float = SectionSettings.regularisation,
        transition_weight: float = SectionSettings.transition_weight,
        section_weight: float = SectionSettings.section_weight,
        threshold: float = SectionSettings.threshold,
        folds: int = SectionSettings.folds,
        min_df: int = SectionSettings.min_df,
        augment: bool = True,
        seed: int = 0,
    ) -> None:
        """Learn from the reference Docs of the Examples; the same examples and settings give the same model.

        Args:
            get_examples: the labelled reports.
            nlp: not needed; part of the contract.
            augment: learn from a changed copy of every report too (numbers lost, web residue, joined lines, a section of the leaders' duty).
            seed: of the damage.

        The rest is what `SectionSettings` says.

        Raises:
            ValueError: nothing is labelled.
        """
        from lawnlp.learn.augment import damaged
        from lawnlp.learn.features import report_features
        from lawnlp.learn.section_model import SectionModel, iter_labels
        from lawnlp.records import doc_to_record
        from lawnlp.training import is_labelled

        records = [record for example in get_examples() if is_labelled(record := doc_to_record(example.reference))]
        if augment:
            records += [damaged(record, seed=seed + number) for number, record in enumerate(records)]
        reports = [report_features(record["text"]) for record in records]
        gold = [iter_labels(record["paragraphs"], report) for record, report in zip(records, reports, strict=True)]
        settings = SectionSettings(regularisation, transition_weight, section_weight, threshold, folds, min_df)
        self.model = SectionModel(list(taxonomy().parts), list(taxonomy().topics), settings).fit(reports, gold)

    def predict(self, docs: Sequence[Doc]) -> list[list["Prediction"]]:
        """The labels of every paragraph of every Doc; writes nothing.

        Raises ValueError when the component was not initialized.
        """
        seen = [features_of(doc) for doc in docs]
        once = [first_copy(text_of(doc), features) for doc, features in zip(docs, seen, strict=True)]
        labels = self.trained().predict(once)
        self._read_without_page(docs, once, labels)
        return [[found[i % len(found)] for i in range(len(features.outline))] for found, features in zip(labels, seen, strict=True)]

    def _read_without_page(self, docs: Sequence[Doc], seen: Sequence["ReportFeatures"], labels: Sequence[list["Prediction"]]) -> None:
        """Label reports once more whose first or last lines turned out to be of the web page, without them: a page may print its whole menu, and a report must not be read otherwise for it."""
        again = []
        for i, found in enumerate(labels):
            first, end = _own_lines(found)
            if end - first < len(found):
                again.append((i, first, end))
        bodies = [within(text_of(docs[i]), seen[i], first, end) for i, first, end in again]
        for (i, first, end), found in zip(again, self.trained().predict(bodies), strict=True):
            labels[i][first:end] = found

    def explain(self, doc: Doc, index: int, top: int = 8) -> dict[str, dict[str, list[tuple[str, float]]]]:
        """What carried `part` and main `topic` of paragraph `index`: its `words`, the `headings` above it and its `form`, each up to `top` with their weight."""
        seen = features_of(doc)
        first, end = _own_lines(self.trained().predict([seen])[0])
        if end - first < len(seen.outline) and first <= index < end:
            return self.trained().explain(within(text_of(doc), seen, first, end), index - first, top)
        return self.trained().explain(seen, index, top)

    def set_annotations(self, docs: Sequence[Doc], predictions: Sequence[Sequence["Prediction"]]) -> None:
        """Write labels and probabilities into the layer `paragraphs`; the lines of the web page above and below the report stand under none of its headings."""
        for doc, labels in zip(docs, predictions, strict=True):
            first, end = _own_lines(labels)
            write_layer(
                doc,
                PARAGRAPHS,
                [
                    (
                        span.start_char,
                        span.end_char,
                        p.part[0],
                        {
                            **values,
                            "parent": values["parent"] if first <= index < end else -1,
                            "part": list(p.part),
                            "topics": list(p.topics),
                            "score": round(p.part_score, 4),
                            "topic_scores": {topic: round(score, 4) for topic, score in p.topic_scores.items()},
                        },
                    )
                    for index, ((span, values), p) in enumerate(zip(layer(doc, PARAGRAPHS), labels, strict=True))
                ],
            )


def _own_lines(labels: Sequence["Prediction"]) -> tuple[int, int]:
    """The first line and the one behind the last of the report itself, without those of the web page above and below; all where every line is of the page."""
    own = [i for i, label in enumerate(labels) if label.part != ("noise",)]
    return (own[0], own[-1] + 1) if own else (0, len(labels))
