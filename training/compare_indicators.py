"""Models for indicators side by side on the dev split: `python -m training.compare_indicators` writes training/INDICATORS.md.

All see the quantities that the pipeline finds and the parts and topics that sections learned from the train split give; they are learned from the train split and the fragments, and
scored against the gold records, so that a quantity the pipeline misses counts against every model. Thresholds other than ours are chosen on the train split.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from spacy.training import Example

from lawnlp.evaluation import Counts, count_indicators
from lawnlp.learn.indicator_judge import IndicatorJudge
from lawnlp.learn.indicator_model import IndicatorModel
from lawnlp.learn.linear import Linear
from lawnlp.learn.quantity_features import QuantityFeatures, quantity_features
from lawnlp.learn.settings import IndicatorSettings
from lawnlp.pipes.tokenizer import CharacterTokenizer
from lawnlp.records import doc_to_record, record_to_doc
from lawnlp.taxonomy import taxonomy

ROOT = Path(__file__).resolve().parents[1]
INDICATORS = list(taxonomy().indicators)
UNITS = {indicator: entry.unit for indicator, entry in taxonomy().indicators.items()}
TOPICS = {indicator: entry.topic for indicator, entry in taxonomy().indicators.items()}
Reports = Sequence[Sequence[QuantityFeatures]]
Given = list[list[tuple[str | None, float]]]


class Set:
    """Reports as the models see them: predicted quantities, their features with each kind of sections, the gold rows."""

    def __init__(self, nlp: Any, gold: Sequence[dict[str, Any]]) -> None:
        self.gold = [record["quantities"] for record in gold]
        records = [doc_to_record(doc) for doc in nlp.pipe(record["text"] for record in gold)]
        self.rows = [record["quantities"] for record in records]
        self.features = {
            "predicted": [quantity_features(r["text"], r["quantities"], r["paragraphs"]) for r in records],
            "gold": [quantity_features(r["text"], r["quantities"], g["paragraphs"]) for r, g in zip(records, gold, strict=True)],
            "none": [quantity_features(r["text"], r["quantities"], []) for r in records],
        }
        known = [{(q["start"], q["end"]): q["indicator"] for q in rows} for rows in self.gold]
        self.labels = [[by_span.get((q["start"], q["end"])) for q in rows] for by_span, rows in zip(known, self.rows, strict=True)]

    def score(self, given: Given) -> Counts:
        """Against the gold rows."""
        total = Counts()
        for gold, rows, labels in zip(self.gold, self.rows, given, strict=True):
            total += count_indicators(gold, [{**q, "indicator": label} for q, (label, _) in zip(rows, labels, strict=True)])
        return total


def read(name: str) -> list[dict[str, Any]]:
    """One file of the corpus."""
    with (ROOT / "corpus" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def pipeline(learn: Sequence[dict[str, Any]]) -> Any:
    """Paragraphs, sections learned from `learn`, quantities."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    for name in ("lawnlp_paragraphs", "lawnlp_sections", "lawnlp_quantities"):
        nlp.add_pipe(name)
    examples = [Example(nlp.make_doc(r["text"]), record_to_doc(r, nlp)) for r in learn]
    sections: Any = nlp.get_pipe("lawnlp_sections")
    sections.initialize(lambda: examples, augment=False)
    return nlp


def rules(learn: Set) -> Callable[[Set], Given]:
    """The indicator whose name in the taxonomy shares most character pairs with the words around the number, among those of its unit; learns one threshold."""
    names = {i: {a + b for a, b in pairwise(plain)} for i, x in taxonomy().indicators.items() if (plain := re.sub(r"[（）()、数率次]", "", x.name))}
    percent = {i: x.unit == "%" for i, x in taxonomy().indicators.items()}

    def likeliest(f: QuantityFeatures) -> tuple[str, float]:
        words = f.views["name"] + f.views["clause"] + f.views["before"][-20:]
        is_percent = any(form == "kind percent" for form in f.form)
        scores = {i: sum(pair in words for pair in pairs) / len(pairs) for i, pairs in names.items() if percent[i] == is_percent}
        best = max(scores, key=scores.__getitem__)
        return best, scores[best]

    def apply(some: Set, threshold: float) -> Given:
        found = [[likeliest(f) for f in report] for report in some.features["predicted"]]
        return [[(label if score >= threshold else None, score) for label, score in report] for report in found]

    threshold = max((t / 20 for t in range(4, 20)), key=lambda t: learn.score(apply(learn, t)).f)
    return lambda some: apply(some, threshold)


def flat(reports: Iterable[Iterable[Any]]) -> list[Any]:
    """All rows of all reports."""
    return [row for report in reports for row in report]


def one_stage(fit: Callable[[Any, NDArray[np.int64]], Callable[[Any], NDArray[np.float64]]]) -> Callable[[Set], Callable[[Set], Given]]:
    """The features of our model and one classifier over the indicators and none, the likeliest taken."""

    def make(learn: Set) -> Callable[[Set], Given]:
        model = IndicatorModel(INDICATORS)
        rows = flat(learn.features["predicted"])
        label = np.array([INDICATORS.index(i) + 1 if i else 0 for i in flat(learn.labels)])
        model._fit_margins(rows, label)  # fits the features too
        scores = fit(model._matrix(rows), label)

        def apply(some: Set) -> Given:
            best = scores(model._matrix(flat(some.features["predicted"])))
            labels = iter([(INDICATORS[i - 1] if i else None, 0.0) for i in best.argmax(axis=1).tolist()])
            return [[next(labels) for _ in report] for report in some.rows]

        return apply

    return make


def logistic(matrix: Any, label: NDArray[np.int64]) -> Callable[[Any], NDArray[np.float64]]:
    """Multinomial logistic regression."""
    model = LogisticRegression(C=10.0, max_iter=60, tol=1e-2).fit(matrix, label)

    def scores(other: Any) -> NDArray[np.float64]:
        out = np.zeros((other.shape[0], 1 + len(INDICATORS)))
        out[:, model.classes_] = model.predict_proba(other)
        return out

    return scores


def margins(matrix: Any, label: NDArray[np.int64]) -> Callable[[Any], NDArray[np.float64]]:
    """Linear SVM, one-vs-rest."""
    return Linear.fit_margins(matrix, label, 1 + len(INDICATORS), IndicatorSettings().regularisation).scores


class LogisticJudge(IndicatorJudge):
    """A logistic regression over what the trees of the judge see."""

    def fit(self, margins: Any, best: Any, label: Any, reports: Reports) -> "LogisticJudge":
        """See IndicatorJudge."""
        super().fit(margins, best, label, reports)
        self.linear = Linear.fit(self.features(margins, best, reports), (best == label).astype(int), 2, 1.0, scale=True)
        return self

    def probabilities(self, margins: Any, best: Any, reports: Reports) -> NDArray[np.float64]:
        """See IndicatorJudge."""
        return self.linear.probabilities(self.features(margins, best, reports))[:, 1]


def ours(sections: str, judge: type[IndicatorJudge] = IndicatorJudge) -> Callable[[Set], Callable[[Set], Given]]:
    """The model of the component, learned beside the named kind of sections and applied beside predicted ones (or beside none)."""

    def make(learn: Set) -> Callable[[Set], Given]:
        model = IndicatorModel(INDICATORS, units=UNITS, topics=TOPICS)
        model.judge = judge(model.judge.topics)
        model.fit(learn.features[sections], learn.labels)
        seen = "none" if sections == "none" else "predicted"
        return lambda some: [[(p.indicator, p.score) for p in report] for report in model.predict(some.features[seen])]

    return make


MODELS: dict[str, Callable[[Set], Callable[[Set], Given]]] = {
    "names of the taxonomy (rules)": rules,
    "multinomial logistic regression": one_stage(logistic),
    "linear SVM": one_stage(margins),
    "ours, a logistic regression in place of the trees": ours("predicted", LogisticJudge),
    "ours, without sections": ours("none"),
    "ours, learned beside gold sections": ours("gold"),
    "ours, learned beside predicted sections": ours("predicted"),
}


def calibration(given: Given, labels: Sequence[Sequence[str | None]], bins: int = 10) -> float:
    """Expected calibration error of the probability of what was given (none included), in ten bins of equal width."""
    pairs = [(score, label == want) for report, wanted in zip(given, labels, strict=True) for (label, score), want in zip(report, wanted, strict=True)]
    scores, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs], float)
    number = np.minimum((scores * bins).astype(int), bins - 1)
    return float(sum(abs(scores[number == b].mean() - right[number == b].mean()) * (number == b).mean() for b in range(bins) if (number == b).any()))


def main() -> None:
    """Learn, score, write the table."""
    train = read("train")
    nlp = pipeline(train)
    learn, dev = Set(nlp, [*train, *read("fragments")]), Set(nlp, read("dev"))
    lines = ["| model | precision | recall | F1 | calibration error |", "|---|---|---|---|---|"]
    for name, make in MODELS.items():
        given = make(learn)(dev)
        counts = dev.score(given)
        error = f"{calibration(given, dev.labels):.4f}" if name.startswith("ours") else ""
        lines.append(f"| {name} | {counts.p:.3f} | {counts.r:.3f} | {counts.f:.3f} | {error} |")
        print(lines[-1], flush=True)
    said = f"Indicators on the dev split, {sum(map(len, dev.gold))} quantities of which {sum(bool(q['indicator']) for rows in dev.gold for q in rows)} carry one. Learned from the train split and the fragments; made by `python -m training.compare_indicators`."
    (ROOT / "training" / "INDICATORS.md").write_text("# Models for indicators\n\n" + said + "\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
