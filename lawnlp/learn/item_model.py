"""The learned checklist items of reports: which are there, how surely, and which clauses say so.

Clauses are scored by a noisy-or over bags (`lawnlp.learn.bags`): a paragraph carries an item when one of its clauses does, and where items are given for the whole document only, the
document is the bag. A clause is seen by its own n-grams and those of the headings above its paragraph. A second, small model shared by all items turns what the clauses of a document
say into a probability that means what it says; it is learned on scores of models that have not seen the report.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from lawnlp.errors import InputError
from lawnlp.learn.bags import fit_noisy_or
from lawnlp.learn.features import ReportFeatures
from lawnlp.learn.linear import Linear
from lawnlp.learn.ngrams import NgramVectorizer, hash_ngrams
from lawnlp.learn.settings import ItemSettings

ITEM_PARTS = frozenset({"measures", "leader_duty"})
_HEADING = 30  # characters of each heading above that are seen
_EVIDENCE = 3  # clauses shown for an item
_LEAST = -12.0  # a score below it says no more
_CLEAR = 0.5  # of the best clause's probability: a further clause below it is no evidence


@dataclass(frozen=True)
class LabelledItems:
    """The gold items of one report: of the document (None where nobody said), and of each paragraph of the outline that may carry items (None where nobody said)."""

    document: frozenset[str] | None
    paragraphs: Mapping[int, frozenset[str] | None]


@dataclass(frozen=True)
class Evidence:
    """A clause `start:end` of the text and the probability that it carries the item."""

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class ItemPrediction:
    """The items of one report: the clauses of each one that is present, the probability of every one, the items of each paragraph that has some."""

    present: Mapping[str, tuple[Evidence, ...]]
    scores: Mapping[str, float]
    paragraphs: Mapping[int, tuple[str, ...]]


class ItemModel:
    """The items of reports; `fit`, then `predict` for any number of reports at once."""

    def __init__(self, items: Sequence[str], settings: ItemSettings | None = None) -> None:
        self.items = list(items)
        self.settings = settings or ItemSettings()
        self.own, self.above = NgramVectorizer(self.settings.min_df), NgramVectorizer(self.settings.min_df)
        self.own_weights, self.above_weights = Linear.empty(len(self.items)), Linear.empty(len(self.items))
        self.calibration = Linear.empty(2)

    # ------------------------------------------------------------------ learning
    def fit(self, reports: Sequence[ReportFeatures], gold: Sequence[LabelledItems], groups: Sequence[str] | None = None) -> "ItemModel":
        """Learn from reports.

        Args:
            reports: the features.
            gold: the labels of each; a report that says nothing of its items is left out.
            groups: whose each report is; those of one group are never on both sides of a fold. Default: each by itself.

        Raises InputError when no report has items.
        """
        batch = _Batch(reports, [sorted(labels.paragraphs) for labels in gold])
        bags = _bags(batch, gold, self.items)
        if not bags.target.any():
            raise InputError("lawnlp_items: no report has labelled items to learn from; label some, or take the component out of the pipeline")
        owners = list(groups) if groups is not None else [str(number) for number in range(len(reports))]
        truth = [(number, labels.document) for number, labels in enumerate(gold) if labels.document is not None and batch.size(number)]
        names = sorted({owners[number] for number, _ in truth})
        folds = min(self.settings.folds, len(names))
        seen, known = [], []
        for k in range(folds if folds > 1 else 0):
            held = set(names[k::folds])
            self._fit_clauses(batch, bags, np.array([owners[r] not in held for r in batch.report[batch.row]]))
            scores = self._scores(batch)
            for number, document in truth:
                if owners[number] in held:
                    seen.append(_summary(scores[batch.of(number)]))
                    known.append([item in document for item in self.items])
        self._fit_clauses(batch, bags, np.ones(len(batch.row), bool))
        if not seen:
            scores = self._scores(batch)
            seen = [_summary(scores[batch.of(number)]) for number, _ in truth]
            known = [[item in document for item in self.items] for _, document in truth]
        if seen:
            self.calibration = Linear.fit(np.concatenate(seen), np.concatenate(known).astype(int), 2, 1.0, scale=True)
        return self

    def _fit_clauses(self, batch: "_Batch", bags: "_Bags", learn: NDArray[np.bool_]) -> None:
        """Weights of clauses from the bags whose clauses are to be learned from."""
        use = np.flatnonzero(learn & (bags.bag >= 0))
        rows, inside = np.unique(batch.row[use], return_inverse=True)
        chosen, kept = np.isin(batch.clauses.text, use), np.isin(batch.headings.text, rows)
        self.own.fit(batch.clauses.bucket[chosen], batch.clauses.text[chosen], len(use))
        self.above.fit(batch.headings.bucket[kept], batch.headings.text[kept], len(rows))
        own, above = self._matrices(batch)
        matrix = hstack([own[use], self.settings.heading_weight * above[rows][inside]]).tocsr()
        found, first = np.unique(bags.bag[use], return_index=True)  # bags stand in the order of their clauses
        weights, intercept = fit_noisy_or(matrix, first, bags.target[found], self.settings.regularisation, self.settings.iterations)
        none, width = np.zeros(0), len(self.own.buckets)
        self.own_weights = Linear(weights[:, :width], intercept, none, none)
        self.above_weights = Linear(self.settings.heading_weight * weights[:, width:], np.zeros(len(self.items)), none, none)

    # ---------------------------------------------------------------- predicting
    def predict(self, reports: Sequence[ReportFeatures], rows: Sequence[Sequence[int]]) -> list[ItemPrediction]:
        """The items of every report, in one pass over all of them; `rows` are the paragraphs of each that may carry items."""
        batch = _Batch(reports, rows)
        scores = self._scores(batch)
        return [self._prediction(batch, number, scores[batch.of(number)]) for number in range(len(reports))]

    def _prediction(self, batch: "_Batch", number: int, scores: NDArray[np.float64]) -> ItemPrediction:
        if not len(scores):
            return ItemPrediction({}, dict.fromkeys(self.items, 0.0), {})
        first = batch.of(number).start
        document = self.calibration.probabilities(_summary(scores))[:, 1]
        probability = 1 / (1 + np.exp(-scores))
        clear = (probability >= _CLEAR * probability.max(axis=0)).T
        present: dict[str, tuple[Evidence, ...]] = {}
        carried: dict[int, list[str]] = {}
        for label in np.flatnonzero(document >= self.settings.threshold).tolist():
            item = self.items[label]
            found = np.flatnonzero(clear[label])
            for paragraph in dict.fromkeys(batch.paragraph[first + found].tolist()):
                carried.setdefault(paragraph, []).append(item)
            surest = found[np.argsort(-probability[found, label], kind="stable")][:_EVIDENCE].tolist()
            present[item] = tuple(Evidence(start, end, float(probability[i, label])) for i in surest for start, end in [batch.spans[first + i]])
        scored = dict(zip(self.items, document.tolist(), strict=True))
        return ItemPrediction(present, scored, {i: tuple(carried[i]) for i in sorted(carried)})

    def _scores(self, batch: "_Batch") -> NDArray[np.float64]:
        """The linear score `[clause, item]`."""
        if not len(batch.row):
            return np.zeros((0, len(self.items)))
        own, above = self._matrices(batch)
        return self.own_weights.scores(own) + self.above_weights.scores(above)[batch.row]

    def _matrices(self, batch: "_Batch") -> tuple[csr_matrix, csr_matrix]:
        own, above = batch.clauses, batch.headings
        return self.own.transform(own.bucket, own.text, len(batch.row)), self.above.transform(above.bucket, above.text, batch.rows)

    def explain(self, report: ReportFeatures, rows: Sequence[int], item: str, top: int = 8) -> list[tuple[str, float]]:
        """What carried an item in the clause that speaks most for it: n-grams of the clause (`own`) and of the headings above (`above`), by weight."""
        batch = _Batch([report], [rows])
        if not len(batch.row):
            return []
        label = self.items.index(item)
        clause = int(self._scores(batch)[:, label].argmax())
        out = []
        for view, vectorizer, weights, grams, row in (
            ("own", self.own, self.own_weights, batch.words[clause], clause),
            ("above", self.above, self.above_weights, batch.paths[batch.row[clause]], int(batch.row[clause])),
        ):
            matrix = self._matrices(batch)[0 if view == "own" else 1][row]
            names: dict[int, str] = {}
            for order in (1, 2, 3):
                pieces = [grams[i : i + order] for i in range(len(grams) - order + 1)]
                names.update(zip(vectorizer.columns[hash_ngrams(pieces, (order,)).bucket].tolist(), pieces, strict=True))
            share = matrix.data * weights.row(label)[matrix.indices]
            out += [(f"{view}: {names[int(column)]}", float(value)) for column, value in zip(matrix.indices, share, strict=True) if value > 0]
        return sorted(out, key=lambda pair: -pair[1])[:top]

    # ---------------------------------------------------------------------- state
    def state(self) -> dict[str, Any]:
        """All that was learned, as numbers, strings and arrays."""
        return {
            "items": self.items,
            "settings": dict(vars(self.settings)),
            "own": self.own.state(),
            "above": self.above.state(),
            "own_weights": self.own_weights.state(),
            "above_weights": self.above_weights.state(),
            "calibration": self.calibration.state(),
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "ItemModel":
        """The model that `state` was taken from."""
        model = cls(state["items"], ItemSettings(**state["settings"]))
        model.own, model.above = NgramVectorizer.from_state(state["own"]), NgramVectorizer.from_state(state["above"])
        for name in ("own_weights", "above_weights", "calibration"):
            setattr(model, name, Linear.from_state(state[name]))
        return model


def _summary(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the clauses of one document say of each item, `[item, 3]`: the scores of the two best clauses, and by how much the best one says this item rather than another."""
    labels = np.arange(scores.shape[1])
    best = scores.argmax(axis=0)
    top, others = scores[best, labels], scores[best]  # [item], and what the best clause of an item says of each item
    rest = scores.copy()
    rest[best, labels] = others[labels, labels] = -np.inf
    second = rest.max(axis=0) if len(rest) > 1 else top
    margin = top - others.max(axis=1, initial=_LEAST)
    return np.clip(np.stack([top, second, margin], axis=1), _LEAST, -_LEAST)


@dataclass(frozen=True)
class _Bags:
    """Bag of each clause (-1: none), in rising order, and labels `[bag, item]`."""

    bag: NDArray[np.int64]
    target: NDArray[np.float64]


def _bags(batch: "_Batch", gold: Sequence[LabelledItems], items: Sequence[str]) -> _Bags:
    """Each labelled paragraph is a bag; where a report labels none, its document is."""
    bag, target = np.full(len(batch.row), -1), []
    last: tuple[int, int] | None = None
    for clause, (report, paragraph) in enumerate(zip(batch.report[batch.row].tolist(), batch.paragraph.tolist(), strict=True)):
        labels = gold[report]
        whole = all(found is None for found in labels.paragraphs.values())
        carried = labels.document if whole else labels.paragraphs[paragraph]
        if carried is None:
            continue
        key = (report, -1 if whole else paragraph)
        if key != last:
            target.append([item in carried for item in items])
            last = key
        bag[clause] = len(target) - 1
    return _Bags(bag, np.array(target, float).reshape(len(target), len(items)))


class _Batch:
    """The paragraphs of several reports that may carry items, cut into clauses, with all n-grams hashed once."""

    def __init__(self, reports: Sequence[ReportFeatures], rows: Sequence[Sequence[int]]) -> None:
        chosen = [(number, i, report) for number, (report, some) in enumerate(zip(reports, rows, strict=True)) for i in some]
        self.rows = len(chosen)
        self.report = np.array([number for number, _, _ in chosen], np.int64)  # of each row
        counts = [len(report.paragraphs[i].clauses) for _, i, report in chosen]
        self.row = np.repeat(np.arange(self.rows), counts)  # of each clause
        self.paragraph = np.repeat(np.array([i for _, i, _ in chosen], np.int64), counts)
        self.spans = [span for _, i, report in chosen for span in report.paragraphs[i].clauses]
        self.words = [words for _, i, report in chosen for words in report.paragraphs[i].clause_words]
        self.paths = ["\n".join(report.paragraphs[j].words[:_HEADING] for j in report.paragraphs[i].path) for _, i, report in chosen]
        self.clauses, self.headings = hash_ngrams(self.words), hash_ngrams(self.paths)
        self._edges = np.searchsorted(self.report[self.row] if self.rows else self.row, np.arange(len(reports) + 1))

    def of(self, number: int) -> slice:
        """The clauses of a report."""
        return slice(int(self._edges[number]), int(self._edges[number + 1]))

    def size(self, number: int) -> int:
        """How many clauses a report has."""
        return int(self._edges[number + 1] - self._edges[number])


def iter_item_labels(record: Mapping[str, Any], report: ReportFeatures) -> LabelledItems:
    """The gold items of a record, its paragraphs paired with the outline by their offsets; paragraphs of other parts are left out."""
    by_span = {(p["start"], p["end"]): p for p in record["paragraphs"]}
    found: dict[int, frozenset[str] | None] = {}
    for i, p in enumerate(report.outline):
        row = by_span.get((p.start, p.end))
        if row and ITEM_PARTS.intersection(row["part"]):
            items = row.get("items")
            found[i] = frozenset(items) if items is not None else None
    return LabelledItems(frozenset(record["items"]) if record.get("items") is not None else None, found)


def carrying_rows(parts: Iterable[Sequence[str]]) -> list[int]:
    """The paragraphs whose part may carry items; all of them where no paragraph has a part."""
    given = list(parts)
    return [i for i, part in enumerate(given) if ITEM_PARTS.intersection(part)] if any(given) else list(range(len(given)))
