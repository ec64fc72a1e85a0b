"""Grade how far a report meets each of the thirteen requirements, with the passages that carry the grade and what the next one lacks (`lawnlp_coverage`).

Needs the layers `paragraphs` (with parts and topics), `quantities`, `citations` and `institutions`; writes `doc._.coverage` and the total (`lawnlp.coverage` states its formula). Learned by
`nlp.initialize` from Examples whose reference Docs carry grades; the model is `lawnlp.learn.coverage_model`. Reports without grades are left out; where there are none at all, nothing is
learned and the component writes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from lawnlp.coverage import POINTS, total
from lawnlp.errors import InputError
from lawnlp.evaluation import make_coverage_scorer
from lawnlp.learn.settings import CoverageSettings
from lawnlp.pipes.layers import CITATIONS, INSTITUTIONS, PARAGRAPHS, QUANTITIES, coverage_of, layer, write_coverage
from lawnlp.pipes.learned import Learned
from lawnlp.pipes.seen import components_before, features_of, first_copy
from lawnlp.pipes.tokenizer import text_of
from lawnlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from lawnlp.learn.coverage_clauses import ClauseTable
    from lawnlp.learn.coverage_model import CoverageModel, Grade


@Language.factory(
    "lawnlp_coverage",
    requires=["doc.spans"],
    assigns=["doc.user_data"],
    default_config={"points": list(POINTS), "weights": {}, "scorer": {"@scorers": "lawnlp.coverage_scorer.v1"}},
    default_score_weights={"coverage_kappa": 0.5, "coverage_exact": 0.5},
)
def create_coverage(nlp: Language, name: str, points: list[float], weights: dict[str, float], scorer: Callable[..., dict[str, Any]]) -> "Coverage":
    """Make the component.

    Args:
        nlp: the pipeline.
        name: of the component.
        points: what the grades 0 to 3 give towards the total.
        weights: requirement to its weight in the total; 1 where it is not named.
        scorer: of the component.

    Raises InputError for points that are not four rising numbers, and for a weight that is negative or of no requirement.
    """
    return Coverage(name, points, weights, scorer)


class Coverage(Learned):
    """Grade requirements with a learned model, all documents of a batch in one call of it."""

    def __init__(
        self,
        name: str = "lawnlp_coverage",
        points: Sequence[float] = POINTS,
        weights: Mapping[str, float] | None = None,
        scorer: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(name)
        if len(points) != len(POINTS) or list(points) != sorted(points) or points[0] < 0 or points[-1] <= 0:
            raise InputError(f"components.{name}.points: {len(POINTS)} numbers from 0 on that never fall, the last above 0 (here {list(points)!r})")
        for requirement, weight in (weights or {}).items():
            if requirement not in taxonomy().requirements or weight < 0:
                raise InputError(f"components.{name}.weights: {requirement} = {weight}: give a requirement of the taxonomy and a weight of 0 or more")
        self.points, self.weights = tuple(points), dict(weights or {})
        self.scorer = scorer or make_coverage_scorer()

    @staticmethod
    def model_class() -> type["CoverageModel"]:
        """The class of the model."""
        from lawnlp.learn.coverage_model import CoverageModel

        return CoverageModel

    @property
    def labels(self) -> tuple[str, ...]:
        """The requirements."""
        return taxonomy().requirements

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        regularisation: float = CoverageSettings.regularisation,
        folds: int = CoverageSettings.folds,
        section_folds: int = 3,
        variant_weight: float = CoverageSettings.variant_weight,
    ) -> None:
        """Learn from the reference Docs of the Examples; the same examples and settings give the same model.

        Args:
            get_examples: the labelled reports; those without grades are left out.
            nlp: the pipeline; what stands before this component in it reads the reports. Without it their own layers are learned from.
            section_folds: the same for parts and topics, where the pipeline learns them; below 2 only gold labels are learned from.

        The rest is what `CoverageSettings` says.
        """
        from lawnlp.learn.coverage_model import CoverageModel
        from lawnlp.learn.coverage_training import tables

        examples = [example for example in get_examples() if coverage_of(example.reference)]
        gold = [view(example.reference) for example in examples]
        read = _read(nlp, [example.reference for example in examples], self)
        crossed = section_folds if nlp is not None and nlp.has_pipe("lawnlp_sections") else 0
        by_gold, seen = tables([view(doc) for doc in read], [features_of(doc) for doc in read], gold, crossed)
        grades = [_whole(coverage_of(example.reference) or {}) for example in examples]
        self.model = CoverageModel(CoverageSettings(regularisation, folds, variant_weight))
        if grades:
            self.model.fit(by_gold, seen, grades)

    def predict(self, docs: Sequence[Doc]) -> list[dict[str, "Grade"]]:
        """The grade of every requirement for every Doc, {} where no grades were learned; writes nothing.

        Raises ValueError when the component was not initialized.
        """
        return self.trained().predict([_table(doc) for doc in docs])

    def explain(self, doc: Doc, requirement: str) -> list[list[tuple[str, float]]]:
        """What lifts a requirement over the thresholds of grade 1, 2 and 3: features with their weight, what each threshold starts from as `(start)`."""
        return self.trained().explain(_table(doc), requirement)

    def set_annotations(self, docs: Sequence[Doc], predictions: Sequence[Mapping[str, "Grade"]]) -> None:
        """Keep grades, probabilities, passages, what is missing, and the total."""
        for doc, grades in zip(docs, predictions, strict=True):
            if not grades:
                continue
            rows = {
                name: {
                    "grade": g.grade,
                    "probabilities": [round(p, 4) for p in g.probabilities],
                    "evidence": [{"start": start, "end": end, "score": score} for start, end, score in g.evidence],
                    "missing": list(g.missing),
                }
                for name, g in grades.items()
            }
            write_coverage(doc, rows, total({name: g.chosen for name, g in grades.items()}, self.points, self.weights))


def view(doc: Doc) -> dict[str, Any]:
    """What grades are read from, as a record: the text, paragraphs with labels and outline, quantities, citations, institutions."""

    def rows(name: str) -> list[dict[str, Any]]:
        return [{"start": span.start_char, "end": span.end_char, **values} for span, values in layer(doc, name)]

    return {"text": text_of(doc), **{name: rows(name) for name in (PARAGRAPHS, QUANTITIES, CITATIONS, INSTITUTIONS)}}


def _table(doc: Doc) -> "ClauseTable":
    """The clauses of a report; of its first copy where it stands twice in the text."""
    from lawnlp.learn.coverage_clauses import clause_table

    record, seen = view(doc), first_copy(text_of(doc), features_of(doc))
    return clause_table({**record, PARAGRAPHS: record[PARAGRAPHS][: len(seen.outline)]}, seen)


def _read(nlp: Language | None, references: Sequence[Doc], component: Coverage) -> list[Doc]:
    """The reports as the components before this one read them; as they are without a pipeline."""
    if nlp is None:
        return list(references)
    docs: Iterable[Doc] = [nlp.make_doc(text_of(doc)) for doc in references]
    for pipe in components_before(nlp, component):
        docs = pipe.pipe(docs) if hasattr(pipe, "pipe") else map(pipe, docs)
    return list(docs)


def _whole(coverage: Mapping[str, Any]) -> dict[str, int]:
    from lawnlp.evaluation import grade_of, rounded_grade

    return {name: rounded_grade(grade_of(value)) for name, value in coverage.items()}
