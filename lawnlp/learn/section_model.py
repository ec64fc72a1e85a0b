"""The learned part and topics of paragraphs.

Part: multinomial logistic regression over n-grams of the paragraph, its beginning, its heading path and its neighbours, and form features (the labels by rule
among them), decoded over the document with transitions learned from the corpus: those from one paragraph to the next under the same first-level heading, those to a first-level heading,
and those where no heading stands above.

Topics: three stages, since one threshold over paragraphs misses the second topic of a long one. (1) A one-vs-rest model of whole paragraphs. (2) A model of
single clauses, learned from paragraphs with one topic, then also from clauses of the others, each given to the topic among its paragraph's that suits it
best. (3) A combiner shared by all topics, over what (1) and (2) say of a topic; it is learned on predictions of models that have not seen the report.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from lawnlp.learn.decoding import transition_scores, viterbi
from lawnlp.learn.features import ParagraphFeatures, ReportFeatures
from lawnlp.learn.linear import Linear
from lawnlp.learn.ngrams import Grams, NgramVectorizer, hash_ngrams
from lawnlp.learn.settings import SectionSettings

TOPIC_PARTS = frozenset({"measures", "shortcomings", "leader_duty", "plan"})
_VIEWS = ("own", "start", "path", "neighbours")
_WEIGHTS = {"own": 1.0, "start": 1.0, "path": 1.0, "neighbours": 0.5, "form": 0.7}
_START, _PATH = 40, 30  # characters that speak for the beginning of a paragraph, and for a heading above it
_HEADING = 45  # a paragraph up to this long is mostly a heading: its topics are named, not described


@dataclass(frozen=True)
class Labelled:
    """The gold labels of one paragraph; `topics` None where only the part is to be learned."""

    part: tuple[str, ...]
    topics: tuple[str, ...] | None


@dataclass(frozen=True)
class Prediction:
    """The labels of one paragraph with probabilities: `part` one label or two, the larger first, `topics` the main one first."""

    part: tuple[str, ...]
    part_score: float
    topics: tuple[str, ...]
    topic_scores: Mapping[str, float]


class SectionModel:
    """Parts and topics of the paragraphs of reports; `fit`, then `predict` for any number of reports at once."""

    def __init__(self, parts: Sequence[str], topics: Sequence[str], settings: SectionSettings | None = None) -> None:
        self.parts, self.topics = list(parts), list(topics)
        self.settings = settings or SectionSettings()
        self.views = {view: NgramVectorizer(self.settings.min_df) for view in _VIEWS}
        self.clause_view = NgramVectorizer(self.settings.min_df)
        self.form_names: list[str] = []
        self.part_weights = Linear.empty(len(self.parts))
        self.topic_weights = Linear.empty(len(self.topics))
        self.clause_weights = Linear.empty(len(self.topics))
        self.combiner = Linear.empty(1)
        self.transitions: NDArray[np.float64] = np.zeros((_KINDS, len(self.parts) + 1, len(self.parts)))

    # ------------------------------------------------------------------ learning
    def fit(self, reports: Sequence[ReportFeatures], gold: Sequence[Sequence[Labelled | None]]) -> "SectionModel":
        """Learn from reports; `gold` gives each paragraph's labels, None where it has none.

        Raises ValueError when no paragraph is labelled, or all with one part.
        """
        batch = _Batch(reports)
        labels = [label for report in gold for label in report]
        known = np.array([i for i, label in enumerate(labels) if label is not None], dtype=np.int64)
        if len({labels[i].part[0] for i in known}) < 2:
            raise ValueError("at least two different parts must be labelled to learn from")
        part_of = [self.parts.index(labels[i].part[0]) for i in known]
        matrix = self._fit_matrix(batch)
        self.part_weights = Linear.fit(matrix[known], np.array(part_of), len(self.parts), self.settings.regularisation)
        places = [
            [(self.parts.index(label.part[0]), kind) for label, kind in zip(row, _kinds(report), strict=True) if label]
            for row, report in zip(gold, reports, strict=True)
        ]
        self.transitions = transition_scores(places, len(self.parts), _KINDS)
        rows = np.array([i for i in known if labels[i].part[0] in TOPIC_PARTS and labels[i].topics is not None], dtype=np.int64)
        target = np.zeros((len(rows), len(self.topics)))
        for j, i in enumerate(rows):
            for topic in labels[i].topics or ():
                target[j, self.topics.index(topic)] = 1
        if len(rows) and target.any():
            self._fit_topics(batch, matrix, rows, target)
        return self

    def _fit_topics(self, batch: "_Batch", matrix: csr_matrix, rows: NDArray[np.int64], target: NDArray[np.float64]) -> None:
        seen: NDArray[np.float64] = np.full((len(rows), len(self.topics), _COMBINED), np.nan)
        owners = batch.report[rows]
        folds = min(self.settings.folds, len(set(owners.tolist())))
        clause = batch.clauses()
        if folds > 1:
            fold_of = {report: k % folds for k, report in enumerate(sorted(set(owners.tolist())))}
            fold = np.array([fold_of[r] for r in owners.tolist()])
            for k in range(folds):
                learn, hold = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
                if len(np.unique(target[learn].argmax(axis=1))) < 2:
                    continue
                self._fit_stages(clause, matrix, rows[learn], target[learn], passes=2)
                seen[hold] = self._combined(clause, matrix, rows[hold])
        self._fit_stages(clause, matrix, rows, target)
        usable = ~np.isnan(seen[:, 0, 0])
        if not usable.any():
            seen, usable = self._combined(clause, matrix, rows), np.ones(len(rows), bool)
        self.combiner = Linear.fit(seen[usable].reshape(-1, _COMBINED), target[usable].reshape(-1).astype(int), 2, 1.0, scale=True)

    def _fit_stages(self, clause: "_Clauses", matrix: csr_matrix, rows: NDArray[np.int64], target: NDArray[np.float64], passes: int = 3) -> None:
        self.topic_weights = Linear.fit_each(matrix[rows], target, self.settings.regularisation)
        inside = np.isin(clause.row, rows)
        position = {int(row): j for j, row in enumerate(rows)}
        index = np.flatnonzero(inside)
        allowed = np.stack([target[position[int(row)]] for row in clause.row[index]]) if len(index) else np.zeros((0, len(self.topics)))
        selected = np.flatnonzero(np.isin(clause.grams.text, index))
        self.clause_view.fit(clause.grams.bucket[selected], clause.grams.text[selected], len(index))
        features = self.clause_view.transform(clause.grams.bucket, clause.grams.text, len(clause.row))
        single = allowed.sum(axis=1) == 1
        use, label = index[single], allowed[single].argmax(axis=1)
        for _ in range(passes):
            if len(np.unique(label)) < 2:
                break
            self.clause_weights = Linear.fit(features[use], label, len(self.topics), self.settings.regularisation)
            some = allowed.sum(axis=1) > 0
            use = index[some]
            label = np.where(allowed[some] > 0, self.clause_weights.probabilities(features[use]), -1).argmax(axis=1)

    # ---------------------------------------------------------------- predicting
    def predict(self, reports: Sequence[ReportFeatures]) -> list[list[Prediction]]:
        """The labels of every paragraph of every report, in one pass over all of them."""
        batch = _Batch(reports)
        if not len(batch.words):
            return [[] for _ in reports]
        matrix = self._matrix(batch)
        parts = self.part_weights.probabilities(matrix)
        topics = self._topic_probabilities(batch, matrix)
        out, start = [], 0
        for report in reports:
            end = start + len(report.paragraphs)
            open_parts = self._open(parts[start:end], report)
            path = viterbi(np.log(open_parts + 1e-12), _kinds(report), self.transitions, self._place_weights())
            rows = zip(path, open_parts, topics[start:end], report.paragraphs, strict=True)
            out.append([self._prediction(*row) for row in rows])
            start = end
        return out

    def _place_weights(self) -> list[float]:
        return [self.settings.section_weight, self.settings.transition_weight, self.settings.transition_weight]

    def _open(self, parts: NDArray[np.float64], report: ReportFeatures) -> NDArray[np.float64]:
        """The probabilities of the parts that the form of each paragraph leaves open."""
        out = parts.copy()
        for i, paragraph in enumerate(report.paragraphs):
            if paragraph.only.intersection(self.parts):
                out[i, [label not in paragraph.only for label in self.parts]] = 0.0
                out[i] /= max(out[i].sum(), 1e-12)
        return out

    def _prediction(self, part: int, part_scores: NDArray[np.float64], scores: NDArray[np.float64], paragraph: ParagraphFeatures) -> Prediction:
        label, words = self.parts[part], paragraph.words
        given = paragraph.both if label in paragraph.both else (label,)
        part_score = float(sum(part_scores[self.parts.index(name)] for name in given))
        if label not in TOPIC_PARTS:
            return Prediction(given, part_score, (), {})
        order = [] if paragraph.leads_in else [int(i) for i in np.argsort(-scores) if scores[i] >= self.settings.threshold]
        if label == "leader_duty":
            first = self.topics.index("party_leadership")
            order = [first, *(i for i in order if i != first)]
        elif not order and len(words) > _HEADING and not paragraph.leads_in:
            order = [int(scores.argmax())]  # a paragraph of content is about something
        topics = [self.topics[i] for i in order]
        if paragraph.brings and topics[:1] == [paragraph.brings[0]] and paragraph.brings[1] in self.topics and paragraph.brings[1] not in topics:
            topics.append(paragraph.brings[1])
        return Prediction(given, part_score, tuple(topics), {topic: float(scores[self.topics.index(topic)]) for topic in topics})

    def _topic_probabilities(self, batch: "_Batch", matrix: csr_matrix) -> NDArray[np.float64]:
        rows = np.arange(len(batch.words))
        combined = self._combined(batch.clauses(), matrix, rows)
        return self.combiner.probabilities(combined.reshape(-1, _COMBINED))[:, 1].reshape(len(rows), len(self.topics))

    def _combined(self, clause: "_Clauses", matrix: csr_matrix, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """What the first two stages say of each topic of each row: `[row, topic, _COMBINED]`."""
        paragraph = self.topic_weights.each(matrix[rows])
        chosen = np.flatnonzero(np.isin(clause.row, rows))
        renumbered = np.full(len(clause.row), -1)
        renumbered[chosen] = np.arange(len(chosen))
        grams = renumbered[clause.grams.text]
        use = grams >= 0
        scores = self.clause_weights.probabilities(self.clause_view.transform(clause.grams.bucket[use], grams[use], len(chosen)))
        length = clause.length[chosen].astype(float)
        first = np.searchsorted(clause.row[chosen], rows)  # clauses stand in the order of their paragraphs
        count = np.bincount(np.searchsorted(rows, clause.row[chosen]), minlength=len(rows))
        total = np.add.reduceat(length, first)
        mean = np.add.reduceat(scores * length[:, None], first) / total[:, None]
        top = np.maximum.reduceat(scores, first)
        mass = np.maximum.reduceat(scores * length[:, None], first) / 60
        wins = np.add.reduceat((scores > 0.5).astype(float), first)
        second = np.minimum(wins, 2) / 2
        short = np.repeat((total < _HEADING)[:, None], len(self.topics), axis=1).astype(float)
        clipped = np.clip(paragraph, 1e-4, 1 - 1e-4)
        alone = np.repeat((count == 1)[:, None], len(self.topics), axis=1).astype(float)
        return np.stack([mean, top, scores[first], wins, second, mass, np.log(clipped / (1 - clipped)), short, alone], axis=2)

    # ------------------------------------------------------------------- features
    def _fit_matrix(self, batch: "_Batch") -> csr_matrix:
        for view, (bucket, row) in batch.views().items():
            self.views[view].fit(bucket, row, len(batch.words))
        self.form_names = sorted({name for form in batch.forms for name in form})
        return self._matrix(batch)

    def _matrix(self, batch: "_Batch") -> csr_matrix:
        blocks = [_WEIGHTS[view] * self.views[view].transform(bucket, row, len(batch.words)) for view, (bucket, row) in batch.views().items()]
        column = {name: i for i, name in enumerate(self.form_names)}
        rows, columns, data = [], [], []
        for i, form in enumerate(batch.forms):
            for name, value in form.items():
                if name in column:
                    rows.append(i)
                    columns.append(column[name])
                    data.append(value)
        form = csr_matrix((np.array(data, float), (rows, columns)), shape=(len(batch.words), len(self.form_names)))
        return hstack([*blocks, _WEIGHTS["form"] * form]).tocsr()

    def explain(self, report: ReportFeatures, index: int, top: int = 8) -> dict[str, dict[str, list[tuple[str, float]]]]:
        """What carried the `part` and the main `topic` of one paragraph, by weight: n-grams of its `words`, of its neighbours and of the `headings` above it, and its `form`.

        The three are listed apart, up to `top` each, since the labels by rule among the form features outweigh any single n-gram.
        """
        batch = _Batch([report])
        row = self._matrix(batch)[index]
        prediction = self.predict([report])[0][index]
        names = self._names(batch, index)
        chosen = {"part": (self.part_weights, self.parts.index(prediction.part[0]))}
        if prediction.topics:
            chosen["topic"] = (self.topic_weights, self.topics.index(prediction.topics[0]))
        out: dict[str, dict[str, list[tuple[str, float]]]] = {}
        for what in ("part", "topic"):
            out[what] = {"words": [], "headings": [], "form": []}
            if what not in chosen:
                continue
            weights, label = chosen[what]
            share = row.data * weights.row(label)[row.indices]
            for i in np.argsort(-share):
                name = names.get(int(row.indices[i]), "")
                listed = out[what][{"path": "headings", "form": "form"}.get(name.split(":")[0], "words")]
                if share[i] > 0 and name and len(listed) < top:
                    listed.append((name, float(share[i])))
        return out

    def _names(self, batch: "_Batch", index: int) -> dict[int, str]:
        """Column to a readable feature, for the columns that occur in one row."""
        names: dict[int, str] = {}
        shift = 0
        source = batch.gram_texts()
        for view, (bucket, row) in batch.views().items():
            vectorizer = self.views[view]
            for i in np.flatnonzero(row == index):
                column = int(vectorizer.columns[bucket[i]])
                if column >= 0:
                    names[shift + column] = f"{view}: {source[int(bucket[i])]}"
            shift += len(vectorizer.buckets)
        names.update({shift + number: f"form: {name}" for number, name in enumerate(self.form_names)})
        return names

    # ---------------------------------------------------------------------- state
    def state(self) -> dict[str, Any]:
        """All that was learned, as numbers, strings and arrays."""
        return {
            "parts": self.parts,
            "topics": self.topics,
            "settings": dict(vars(self.settings)),
            "views": {name: view.state() for name, view in self.views.items()},
            "clause_view": self.clause_view.state(),
            "form_names": self.form_names,
            "part_weights": self.part_weights.state(),
            "topic_weights": self.topic_weights.state(),
            "clause_weights": self.clause_weights.state(),
            "combiner": self.combiner.state(),
            "transitions": self.transitions,
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "SectionModel":
        """The model that `state` was taken from.

        Raises ValueError for a model of another version, whose transitions are of other places.
        """
        model = cls(state["parts"], state["topics"], SectionSettings(**state["settings"]))
        if state["transitions"].shape != model.transitions.shape:
            raise ValueError("its transitions are not those of this version")
        model.views = {name: NgramVectorizer.from_state(view) for name, view in state["views"].items()}
        model.clause_view = NgramVectorizer.from_state(state["clause_view"])
        model.form_names = list(state["form_names"])
        for name in ("part_weights", "topic_weights", "clause_weights", "combiner"):
            setattr(model, name, Linear.from_state(state[name]))
        model.transitions = state["transitions"]
        return model


_KINDS = 3  # of places in an outline, see _kinds


def _kinds(report: ReportFeatures) -> list[int]:
    """The place of each paragraph: 0 it stands under the same first-level heading as the one before (or right under it), 1 it is or stands under another, 2 no heading stands above.

    A signature stands under none, but where it is parted from the section before it, so would be the sentence that closes the report above it: it counts as within.
    """
    tops: list[int] = []
    for i, p in enumerate(report.paragraphs):
        tops.append(p.path[-1] if p.path else tops[-1] if tops and p.only == {"closing"} else i)
    opening = {p.path[-1] for p in report.paragraphs if p.path}
    out = []
    for i, top in enumerate(tops):
        if top not in opening:
            out.append(2)
        else:
            out.append(0 if i and tops[i - 1] == top else 1)
    return out


_COMBINED = 9  # features of the combiner, see SectionModel._combined


@dataclass(frozen=True)
class _Clauses:
    """All clauses of a batch: n-grams with the clause they stand in, and for each clause its paragraph and length."""

    grams: Grams
    row: NDArray[np.int64]
    length: NDArray[np.int64]


class _Batch:
    """The paragraphs of several reports as one list of rows, with all n-grams hashed once."""

    def __init__(self, reports: Sequence[ReportFeatures]) -> None:
        self.words = [p.words for report in reports for p in report.paragraphs]
        self.pieces = [p.clause_words for report in reports for p in report.paragraphs]
        self.forms = [_one_hot(p.form) for report in reports for p in report.paragraphs]
        sizes = [len(report.paragraphs) for report in reports]
        self.report = np.repeat(np.arange(len(reports)), sizes)
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(int) if sizes else np.zeros(0, int)
        self.pairs = [
            (int(start) + i, int(start) + above)
            for report, start in zip(reports, starts, strict=True)
            for i, p in enumerate(report.paragraphs)
            for above in p.path
        ]
        self.grams = hash_ngrams(self.words)

    def views(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Bucket and row of the n-grams of each view."""
        g, rows = self.grams, len(self.words)
        start = g.offset < _START
        beginning, owner = g.bucket[start], g.text[start]
        same = np.append(self.report[1:] == self.report[:-1], False) if rows else np.zeros(0, bool)
        has_next = same[owner]
        has_before = np.concatenate(([False], same[:-1]))[owner] if rows else np.zeros(0, bool)
        neighbours = np.concatenate([beginning[has_next], beginning[has_before]]), np.concatenate([owner[has_next] + 1, owner[has_before] - 1])
        return {"own": (g.bucket, g.text), "start": (beginning, owner), "path": self._path(), "neighbours": neighbours}

    def _path(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The n-grams of the headings above each paragraph."""
        near = self.grams.offset < _PATH
        order = np.argsort(self.grams.text[near], kind="stable")
        bucket, owner = self.grams.bucket[near][order], self.grams.text[near][order]
        first, last = np.searchsorted(owner, np.arange(len(self.words))), np.searchsorted(owner, np.arange(len(self.words)), side="right")
        if not self.pairs:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        buckets = [bucket[first[above] : last[above]] for _, above in self.pairs]
        return np.concatenate(buckets), np.repeat([row for row, _ in self.pairs], [len(b) for b in buckets])

    def clauses(self) -> _Clauses:
        pieces = self.pieces
        flat = [piece for found in pieces for piece in found]
        row = np.repeat(np.arange(len(pieces)), [len(found) for found in pieces])
        return _Clauses(hash_ngrams(flat), row, np.array([max(1, len(piece)) for piece in flat]))

    def gram_texts(self) -> dict[int, str]:
        """Bucket to the n-gram that falls into it here, for explanations."""
        out: dict[int, str] = {}
        for words in self.words:
            for order in (1, 2, 3):
                grams = [words[i : i + order] for i in range(len(words) - order + 1)]
                out.update(zip(hash_ngrams(grams, (order,)).bucket.tolist(), grams, strict=True))
        return out


def _one_hot(form: Mapping[str, Any]) -> dict[str, float]:
    return {(f"{name}={value}" if isinstance(value, str) else name): (1.0 if isinstance(value, str) else float(value)) for name, value in form.items()}


def iter_labels(paragraphs: Iterable[Mapping[str, Any]], report: ReportFeatures) -> list[Labelled | None]:
    """The gold labels of the paragraphs that the outline finds, paired by offsets."""
    by_span = {(p["start"], p["end"]): p for p in paragraphs}
    found = [by_span.get((p.start, p.end)) for p in report.outline]
    return [Labelled(tuple(p["part"]), None if p["topics"] is None else tuple(p["topics"])) if p and p["part"] else None for p in found]
