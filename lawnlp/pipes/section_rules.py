"""Part and topics of every paragraph by rule (`lawnlp_section_rules`), the baseline for learned sections.

Needs the layer `paragraphs`; fills `part` and `topics` and labels each span with its part (rules in `lawnlp.text.sections`, cue words in configs/cues.toml).

>>> from lawnlp.pipeline import baseline_pipeline
>>> doc = baseline_pipeline()("一、主要成效\\n（一）全年受理行政复议申请38件。\\n二、存在的不足\\n执法队伍力量薄弱。")
>>> [(p.part[0], p.topics) for p in doc._.paragraphs]
[('measures', ()), ('measures', ('dispute_resolution',)), ('shortcomings', ()), ('shortcomings', ('law_enforcement',))]
"""

from spacy.language import Language
from spacy.tokens import Doc

from lawnlp.evaluation import make_section_scorer
from lawnlp.pipes.layers import PARAGRAPHS, layer, register_extensions, write_layer
from lawnlp.pipes.tokenizer import text_of
from lawnlp.text.headings import Paragraph
from lawnlp.text.sections import label_sections


@Language.factory("lawnlp_section_rules", requires=["doc.spans"], assigns=["doc.spans"])
def create_section_rules(nlp: Language, name: str) -> "SectionRules":
    """Make the component."""
    return SectionRules()


class SectionRules:
    """Label paragraphs by headings and cue words; stateless."""

    def __init__(self) -> None:
        register_extensions()
        self.scorer = make_section_scorer()

    def score(self, examples, **kwargs):
        """Accuracy of parts and main topics, F1 of topics (see `lawnlp.evaluation.score_section_layer`)."""
        return self.scorer(examples, **kwargs)

    def __call__(self, doc: Doc) -> Doc:
        """Fill part and topics of the layer `paragraphs`."""
        rows = layer(doc, PARAGRAPHS)
        paragraphs = [Paragraph(span.start_char, span.end_char, v["level"], v["parent"], v["scheme"], v["number"], *v["title"]) for span, v in rows]
        sections = label_sections(text_of(doc), paragraphs)
        write_layer(
            doc,
            PARAGRAPHS,
            (
                (span.start_char, span.end_char, section.part[0], {**values, "part": list(section.part), "topics": list(section.topics)})
                for (span, values), section in zip(rows, sections, strict=True)
            ),
        )
        return doc
