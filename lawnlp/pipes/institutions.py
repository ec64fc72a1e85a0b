"""Institutions with kind and full name, and what the report says of itself (`lawnlp_institutions`).

Writes the span group `institutions` by the annotation guidelines and `doc.user_data["lawnlp_issuer"]`, which `doc._.meta` reads (rules in
`lawnlp.text.institutions`, `lawnlp.text.issuer`, `lawnlp.text.fullnames`). Where the grammar leaves two readings, a model learned by `nlp.initialize` from
reference Docs with institutions decides (`lawnlp.learn.institution_model`); before that the rules do. Where the layer `paragraphs` has parts, names in web
residue are left out, unless all of the text was taken for residue (a single line has no neighbours to tell by).

Known limits: a bare village or town counts as a body only where it opens a clause; a body of which the lexicon knows neither function nor ending
is not found; the full name of a merged department stays as written.

>>> from lawnlp.pipeline import baseline_pipeline
>>> doc = baseline_pipeline()("宁波市海曙区人民政府2024年法治政府建设情况报告\\n2024年，区委、区政府听取区司法局汇报。")
>>> [(i.span.text, i.kind, i.canonical) for i in doc._.institutions][1:]
[('区委', 'party', '中共宁波市海曙区委员会'), ('区政府', 'government', '宁波市海曙区人民政府'), ('区司法局', 'agency', '宁波市海曙区司法局')]
>>> doc._.meta.region, doc._.meta.code, doc._.meta.year
('宁波市海曙区', '330203', 2024)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from lawnlp.errors import InputError
from lawnlp.evaluation import make_span_scorer
from lawnlp.learn.settings import InstitutionSettings
from lawnlp.pipes.layers import INSTITUTIONS, PARAGRAPHS, layer, write_issuer, write_layer
from lawnlp.pipes.learned import Learned
from lawnlp.pipes.tokenizer import text_of
from lawnlp.text.fold import fold
from lawnlp.text.fullnames import full_names
from lawnlp.text.institutions import Institution, Readings, read_institutions
from lawnlp.text.issuer import Issuer, find_issuer
from lawnlp.text.regions import Divisions, load_divisions

if TYPE_CHECKING:
    from lawnlp.learn.institution_model import InstitutionModel

_SILENT_PARTS = ("noise",)


@Language.factory("lawnlp_institutions", assigns=["doc.spans"], default_config={"divisions": None})
def create_institutions(nlp: Language, name: str, divisions: str | None) -> "Institutions":
    """Make the component; `divisions` is the path of a further table of places, beside the official one."""
    return Institutions(name, divisions)


@dataclass(frozen=True)
class _Read:
    """What the grammar says of one Doc: the issuer, and the readings outside web residue."""

    issuer: Issuer
    readings: Readings


class Institutions(Learned):
    """Find institutions and the issuer.

    Raises:
        InputError: the table of places named in the config cannot be read.
    """

    rules_without_model = True

    def __init__(self, name: str = "lawnlp_institutions", divisions: str | None = None) -> None:
        super().__init__(name)
        self.places = _table(divisions)
        self.scorer = make_span_scorer(INSTITUTIONS)

    @staticmethod
    def model_class() -> type["InstitutionModel"]:
        """The class of the model."""
        from lawnlp.learn.institution_model import InstitutionModel

        return InstitutionModel

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        regularisation: float = InstitutionSettings.regularisation,
        min_df: int = InstitutionSettings.min_df,
        optional_odds: float = InstitutionSettings.optional_odds,
    ) -> None:
        """Learn which readings are bodies from the reference Docs that carry institutions; where none does, the rules go on to decide.

        Args:
            get_examples: the labelled reports.
            nlp: not needed; part of the contract.

        The rest is what `InstitutionSettings` says.
        """
        from lawnlp.learn.institution_model import InstitutionModel, labels_of, readings

        reports, labels = [], []
        for example in get_examples():
            doc = example.reference
            gold = [{"start": span.start_char, "end": span.end_char, **values} for span, values in layer(doc, INSTITUTIONS)]
            if not gold:
                continue  # a fragment labelled for something else
            read = self.read(doc)
            reports.append(readings(fold(text_of(doc)), read.readings.every, read.readings.kept, read.issuer.level))
            labels.append(labels_of(read.readings.every, gold))
        if len({label for report in labels for label in report}) < 2:
            self.model = None
            return
        self.model = InstitutionModel(InstitutionSettings(regularisation, min_df, optional_odds)).fit(reports, labels)

    def read(self, doc: Doc) -> _Read:
        """The issuer of a Doc and the readings of its institutions; writes nothing."""
        text = text_of(doc)
        found = read_institutions(text, self.places)
        # the title of a page can be taken for residue; who reports is read from all of the text
        issuer = find_issuer(text, found.kept, self.places)
        silent = _silent(doc)
        return _Read(issuer, Readings(_outside(found.kept, silent), _outside(found.every, silent)))

    def predict(self, docs: Sequence[Doc]) -> list[tuple[Issuer, list[tuple[Institution, float | None]]]]:
        """Issuer and institutions of every Doc, each with the probability that it is one where a model decided; writes nothing."""
        read = [self.read(doc) for doc in docs]
        if self.model is None:
            return [(r.issuer, [(i, None) for i in r.readings.kept]) for r in read]
        from lawnlp.learn.institution_model import readings

        features = [readings(fold(text_of(doc)), r.readings.every, r.readings.kept, r.issuer.level) for doc, r in zip(docs, read, strict=True)]
        return [
            (r.issuer, [(replace(r.readings.every[c.index], optional=c.optional), c.score) for c in choices])
            for r, choices in zip(read, self.model.choose(features), strict=True)
        ]

    def set_annotations(self, docs: Sequence[Doc], predictions: Sequence[tuple[Issuer, Sequence[tuple[Institution, float | None]]]]) -> None:
        """Write the layer `institutions`, with full names, and the issuer."""
        for doc, (issuer, found) in zip(docs, predictions, strict=True):
            names = full_names([i for i, _ in found], issuer, text_of(doc), self.places)
            rows = (
                (
                    i.start,
                    i.end,
                    i.kind,
                    {"kind": i.kind, "canonical": name, "optional": i.optional, **({"score": round(score, 4)} if score is not None else {})},
                )
                for (i, score), name in zip(found, names, strict=True)
            )
            write_layer(doc, INSTITUTIONS, rows)
            write_issuer(doc, {**issuer.meta, "code": issuer.code, "evidence": dict(issuer.evidence), "conflicts": list(issuer.conflicts)})

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Exact-span precision, recall and F1 (see `lawnlp.evaluation.count_spans`)."""
        return self.scorer(examples, **kwargs)


def _silent(doc: Doc) -> list[tuple[int, int]]:
    """Where institutions are not read: paragraphs of web residue, none where there is no other paragraph."""
    rows = layer(doc, PARAGRAPHS)
    silent = [(span.start_char, span.end_char) for span, values in rows if values["part"][:1] and values["part"][0] in _SILENT_PARTS]
    return silent if len(silent) < len(rows) else []


def _outside(found: Iterable[Institution], silent: Sequence[tuple[int, int]]) -> tuple[Institution, ...]:
    """Those that do not begin inside any of the sorted spans."""
    kept, at = [], 0
    for i in found:
        while at < len(silent) and silent[at][1] <= i.start:
            at += 1
        if at == len(silent) or i.start < silent[at][0]:
            kept.append(i)
    return tuple(kept)


def _table(path: str | None) -> Divisions:
    if path is None:
        return load_divisions()
    try:
        return load_divisions(Path(path))
    except (OSError, ValueError) as error:
        raise InputError(f"lawnlp_institutions: divisions: {error}") from error
