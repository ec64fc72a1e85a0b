"""Models for the checklist items, side by side on the dev split: `python -m training.compare_items` writes training/ITEMS.md.

A report has an item or has it not (F1 over the pairs of report and item that are said or predicted). The parts of paragraphs are the gold ones, so that only the items are compared.
Each plain model gives a probability, and its threshold is the one that is best on held-out halves of the train split; ours has the threshold of its settings.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from lawnlp.learn.features import ReportFeatures, report_features
from lawnlp.learn.item_model import ItemModel, LabelledItems, iter_item_labels
from lawnlp.learn.settings import ItemSettings
from lawnlp.records import read_records
from lawnlp.taxonomy import taxonomy
from lawnlp.training import government

ROOT = Path(__file__).resolve().parents[1]
ITEMS = list(taxonomy().items)
FOLDS = 2
Labelled = Sequence[tuple[ReportFeatures, LabelledItems]]
Scores = NDArray[np.float64]
Learn = Callable[[Labelled], Callable[[Labelled], Scores]]


def everything(_: Labelled) -> Callable[[Labelled], Scores]:
    """Every report has every item: what F1 is worth here."""
    return lambda reports: np.ones((len(reports), len(ITEMS)))


def keywords(_: Labelled) -> Callable[[Labelled], Scores]:
    """An item is there when a word of its name is: “放管服”改革与政务服务 -> 放管服, 改革, 政务服务. Learns nothing."""
    words = {item.id: [w for w in re.split(r"[、与和“”（）]", item.name) if len(w) > 1] for item in taxonomy().items.values()}

    def predict(reports: Labelled) -> Scores:
        texts = ["\n".join(report.paragraphs[i].words for i in labels.paragraphs) for report, labels in reports]
        return np.array([[float(any(word in text for word in words[item])) for item in ITEMS] for text in texts])

    return predict


def paragraphs(learn: Labelled) -> Callable[[Labelled], Scores]:
    """One yes-or-no logistic regression an item over the character n-grams of a paragraph; the surest paragraph speaks for the report."""
    rows = [(report.paragraphs[i].words, items) for report, labels in learn for i, items in labels.paragraphs.items() if items is not None]
    return _surest([words for words, _ in rows], [[item in items for item in ITEMS] for _, items in rows], lambda p: [p.words])


def single_clauses(learn: Labelled) -> Callable[[Labelled], Scores]:
    """The same over clauses, learned from paragraphs with one item or none: each of their clauses is taken to carry it."""
    rows = [
        (clause, items)
        for report, labels in learn
        for i, items in labels.paragraphs.items()
        if items is not None and len(items) < 2
        for clause in report.paragraphs[i].clause_words
    ]
    return _surest([words for words, _ in rows], [[item in items for item in ITEMS] for _, items in rows], lambda p: p.clause_words)


def _surest(words: list[str], target: list[list[bool]], pieces: Callable[[Any], Sequence[str]]) -> Callable[[Labelled], Scores]:
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=3, sublinear_tf=True), OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear"))
    )
    model.fit(words, np.array(target, int))

    def predict(reports: Labelled) -> Scores:
        out = np.zeros((len(reports), len(ITEMS)))
        for number, (report, labels) in enumerate(reports):
            found = [piece for i in labels.paragraphs for piece in pieces(report.paragraphs[i])]
            if found:
                out[number] = model.predict_proba(found).max(axis=0)
        return out

    return predict


def ours(*, settings: ItemSettings | None = None, only_documents: bool = False) -> Learn:
    """The model that is shipped; also without the headings, and learned from items of documents alone."""

    def learn(reports: Labelled) -> Callable[[Labelled], Scores]:
        gold = [LabelledItems(g.document, dict.fromkeys(g.paragraphs)) if only_documents else g for _, g in reports]
        model = ItemModel(ITEMS, settings).fit([r for r, _ in reports], gold)

        def predict(reports: Labelled) -> Scores:
            found = model.predict([r for r, _ in reports], [sorted(g.paragraphs) for _, g in reports])
            return np.array([[p.scores[item] for item in ITEMS] for p in found])

        return predict

    return learn


UNLEARNED: dict[str, Learn] = {
    "every item, always": everything,
    "words of the item's name (baseline)": keywords,
}
PLAIN: dict[str, Learn] = {
    "paragraphs, logistic regression": paragraphs,
    "clauses of paragraphs with one item, logistic regression": single_clauses,
}
OURS: dict[str, Learn] = {
    "ours, learned from items of documents alone": ours(only_documents=True),
    "ours without the headings above": ours(settings=ItemSettings(heading_weight=1e-9)),
    "ours": ours(),
}


def truth(reports: Labelled) -> NDArray[np.bool_]:
    """`[report, item]`."""
    return np.array([[item in (labels.document or ()) for item in ITEMS] for _, labels in reports])


def f1(gold: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    """F1 over the pairs of report and item."""
    return float(2 * (gold & given).sum() / max(1, gold.sum() + given.sum()))


def threshold(gold: NDArray[np.bool_], scores: Scores) -> float:
    """The threshold with the best F1."""
    return float(max(np.unique(scores.round(3)), key=lambda t: f1(gold, scores >= t)))


def read(split: str) -> tuple[list[tuple[ReportFeatures, LabelledItems]], list[str]]:
    """Features and gold items of a split, and whose each report is."""
    records = read_records(ROOT / "corpus" / f"{split}.jsonl")
    reports = [report_features(record["text"]) for record in records]
    return [(report, iter_item_labels(record, report)) for record, report in zip(records, reports, strict=True)], list(map(government, records))


def main() -> None:
    """Learn from the train split, choose thresholds on folds of it, score on the dev split, write the table."""
    (learn, owners), (dev, _) = read("train"), read("dev")
    names = sorted(set(owners))
    fold = np.array([names.index(owner) % FOLDS for owner in owners])
    lines = [
        "# Models for checklist items",
        "",
        "Items of a report on the dev split, with gold parts of paragraphs. Learned from the train split; the threshold of the plain models is the best one on held-out halves of it",
        "(split by government), that of ours stands in its settings. Labels of both splits were reviewed where an earlier model of ours",
        "disagreed with them, which favours it. Made by `python -m training.compare_items`.",
        "",
        "| model | threshold | F1 | precision | recall |",
        "|---|---|---|---|---|",
    ]
    for name, make in {**UNLEARNED, **PLAIN, **OURS}.items():
        limit = ItemSettings().threshold
        if name in PLAIN:
            held = np.zeros((len(learn), len(ITEMS)))
            for k in range(FOLDS):
                held[fold == k] = make([pair for pair, number in zip(learn, fold, strict=True) if number != k])([learn[i] for i in np.flatnonzero(fold == k)])
            limit = threshold(truth(learn), held)
        gold, given = truth(dev), make(learn)(dev) >= limit
        right = int((gold & given).sum())
        cells = [limit, f1(gold, given), right / max(1, given.sum()), right / gold.sum()]
        lines.append(f"| {name} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
        print(lines[-1], flush=True)
    (ROOT / "training" / "ITEMS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
