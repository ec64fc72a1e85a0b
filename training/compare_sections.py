"""Models for parts and topics, side by side on the dev split: `python -m training.compare_sections [GOLD.jsonl …]` writes training/SECTIONS.md.

Annotation sets named on the command line are scored too and shown in columns of their own (figures for them are printed, never used to choose).
The plain models see the characters of a paragraph and nothing else; they show what the outline, the neighbours, the clauses and the sequence add.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC

from lawnlp.evaluation import TOPIC_PARTS, SectionCounts, count_sections
from lawnlp.learn.features import ReportFeatures, report_features
from lawnlp.learn.section_model import Labelled, SectionModel, iter_labels
from lawnlp.learn.settings import SectionSettings
from lawnlp.records import read_records
from lawnlp.taxonomy import taxonomy
from lawnlp.text.sections import label_sections

ROOT = Path(__file__).resolve().parents[1]
Records = Sequence[dict[str, Any]]
Predict = Callable[[Sequence[ReportFeatures], Records], list[list[tuple[str, list[str]]]]]


def rules(_: Sequence[ReportFeatures], __: list[list[Labelled | None]]) -> Predict:
    """The baseline of headings and cue words; learns nothing."""
    return lambda reports, records: [
        [(s.part[0], list(s.topics)) for s in label_sections(record["text"], report.outline)] for report, record in zip(reports, records, strict=True)
    ]


def plain(classifier: Callable[[], Any]) -> Callable[[Sequence[ReportFeatures], list[list[Labelled | None]]], Predict]:
    """Character n-grams of the paragraph alone: one model for the part, one-vs-rest for the topics."""

    def learn(reports: Sequence[ReportFeatures], gold: list[list[Labelled | None]]) -> Predict:
        rows = [(p.words, label) for report, labels in zip(reports, gold, strict=True) for p, label in zip(report.paragraphs, labels, strict=True) if label]
        part = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=3, sublinear_tf=True), classifier()).fit(
            [w for w, _ in rows], [g.part[0] for _, g in rows]
        )
        about = [(w, g.topics) for w, g in rows if g.part[0] in TOPIC_PARTS]
        names = MultiLabelBinarizer(classes=list(taxonomy().topics))
        topic = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=3, sublinear_tf=True), OneVsRestClassifier(classifier()))
        topic.fit([w for w, _ in about], names.fit_transform([t for _, t in about]))

        def predict(reports: Sequence[ReportFeatures], _: Records) -> list[list[tuple[str, list[str]]]]:
            out = []
            for report in reports:
                words = [p.words for p in report.paragraphs]
                sets = names.inverse_transform(topic.predict(words))
                out.append([(label, list(topics) if label in TOPIC_PARTS else []) for label, topics in zip(part.predict(words), sets, strict=True)])
            return out

        return predict

    return learn


def ours(settings: SectionSettings) -> Callable[[Sequence[ReportFeatures], list[list[Labelled | None]]], Predict]:
    """The model that is shipped."""

    def learn(reports: Sequence[ReportFeatures], gold: list[list[Labelled | None]]) -> Predict:
        model = SectionModel(list(taxonomy().parts), list(taxonomy().topics), settings).fit(reports, gold)
        return lambda reports, _: [[(p.part[0], list(p.topics)) for p in labels] for labels in model.predict(reports)]

    return learn


MODELS = {
    "rules (baseline)": rules,
    "n-grams of the paragraph, naive Bayes": plain(ComplementNB),
    "n-grams of the paragraph, linear SVM": plain(LinearSVC),
    "n-grams of the paragraph, logistic regression": plain(lambda: LogisticRegression(C=10, max_iter=300)),
    "ours without the sequence": ours(SectionSettings(transition_weight=0.0)),
    "ours": ours(SectionSettings()),
}


def score(predicted: list[list[tuple[str, list[str]]]], reports: Sequence[ReportFeatures], records: Records) -> str:
    """Part accuracy, main topic accuracy, topics F1."""
    total = SectionCounts()
    for labels, report, record in zip(predicted, reports, records, strict=True):
        rows = [{"start": p.start, "end": p.end, "part": [part], "topics": topics} for p, (part, topics) in zip(report.outline, labels, strict=True)]
        total += count_sections(record["paragraphs"], rows)
    return f"{total.part_right / total.paragraphs:.3f} / {total.main_right / total.with_topic:.3f} / {total.topics.f:.3f}"


def main() -> None:
    """Learn from the train split, score, write the table."""
    learn = read_records(ROOT / "corpus" / "train.jsonl")
    sets = {"dev split": read_records(ROOT / "corpus" / "dev.jsonl")} | {
        Path(path).parent.name + "/" + Path(path).stem: read_records(path) for path in sys.argv[1:]
    }
    features = [report_features(record["text"]) for record in learn]
    gold = [iter_labels(record["paragraphs"], report) for record, report in zip(learn, features, strict=True)]
    lines = [
        "Part accuracy / main topic accuracy / topics F1. Learned from the train split without damaged copies; made by `python -m training.compare_sections`.",
        "",
    ]
    lines += [f"| model | {' | '.join(sets)} |", "|---|" + "---|" * len(sets)]
    for name, make in MODELS.items():
        predict = make(features, gold)
        cells = []
        for records in sets.values():
            reports = [report_features(record["text"]) for record in records]
            cells.append(score(predict(reports, records), reports, records))
        lines.append(f"| {name} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    if len(sets) == 1:
        (ROOT / "training" / "SECTIONS.md").write_text("# Models for parts and topics\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
