"""Institutions with kind and full name, and what the report says of itself (`lawnlp_institutions`).

Writes the span group `institutions` by the annotation guidelines and `doc.user_data["lawnlp_issuer"]`, which `doc._.meta` reads (rules in
`lawnlp.text.institutions`, `lawnlp.text.issuer`, `lawnlp.text.fullnames`). Where the layer `paragraphs` has parts, names in web residue are left out.

Known limits: a bare village or town counts as a body only where it opens a clause; a body of which the lexicon knows neither function nor ending
is not found; the full name of a merged department stays as written.

>>> from lawnlp.pipeline import baseline_pipeline
>>> doc = baseline_pipeline()("宁波市海曙区人民政府2024年法治政府建设情况报告\\n2024年，区委、区政府听取区司法局汇报。")
>>> [(i.span.text, i.kind, i.canonical) for i in doc._.institutions][1:]
[('区委', 'party', '中共宁波市海曙区委员会'), ('区政府', 'government', '宁波市海曙区人民政府'), ('区司法局', 'agency', '宁波市海曙区司法局')]
>>> doc._.meta.region, doc._.meta.code, doc._.meta.year
('宁波市海曙区', '330203', 2024)
"""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from lawnlp.errors import InputError
from lawnlp.evaluation import make_span_scorer
from lawnlp.pipes.layers import INSTITUTIONS, PARAGRAPHS, layer, register_extensions, write_issuer, write_layer
from lawnlp.pipes.tokenizer import text_of
from lawnlp.text.fullnames import full_names
from lawnlp.text.institutions import find_institutions
from lawnlp.text.issuer import find_issuer
from lawnlp.text.regions import Divisions, load_divisions

_SILENT_PARTS = ("noise",)


@Language.factory("lawnlp_institutions", assigns=["doc.spans"], default_config={"divisions": None})
def create_institutions(nlp: Language, name: str, divisions: str | None) -> "Institutions":
    """Make the component; `divisions` is the path of a further table of places, beside the official one."""
    return Institutions(divisions)


class Institutions:
    """Find institutions and the issuer; stateless.

    Raises:
        InputError: the table of places named in the config cannot be read.
    """

    def __init__(self, divisions: str | None = None) -> None:
        register_extensions()
        self.places = _table(divisions)
        self.scorer = make_span_scorer(INSTITUTIONS)

    def score(self, examples, **kwargs):
        """Exact-span precision, recall and F1 (see `lawnlp.evaluation.count_spans`)."""
        return self.scorer(examples, **kwargs)

    def __call__(self, doc: Doc) -> Doc:
        """Write the layer `institutions` and the issuer."""
        text = text_of(doc)
        silent = [(span.start_char, span.end_char) for span, values in layer(doc, PARAGRAPHS) if values["part"][:1] and values["part"][0] in _SILENT_PARTS]
        everywhere = find_institutions(text, self.places)
        # the title of a page can be taken for residue; who reports is read from all of the text
        issuer = find_issuer(text, everywhere, self.places)
        found = []
        at = 0
        for i in everywhere:
            while at < len(silent) and silent[at][1] <= i.start:
                at += 1
            if at == len(silent) or i.start < silent[at][0]:
                found.append(i)
        rows = (
            (i.start, i.end, i.kind, {"kind": i.kind, "canonical": name, "optional": i.optional})
            for i, name in zip(found, full_names(found, issuer, text, self.places), strict=True)
        )
        write_layer(doc, INSTITUTIONS, rows)
        write_issuer(doc, {**issuer.meta, "code": issuer.code, "evidence": dict(issuer.evidence), "conflicts": list(issuer.conflicts)})
        return doc


def _table(path: str | None) -> Divisions:
    if path is None:
        return load_divisions()
    try:
        return load_divisions(Path(path))
    except (OSError, ValueError) as error:
        raise InputError(f"lawnlp_institutions: divisions: {error}") from error
