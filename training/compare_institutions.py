"""Compare decisions about institutions: rules alone, and what is learned over the readings of the grammar; writes training/INSTITUTIONS.md.

Learned from the train split as the shipped model learns it (the official table of places, which lacks the corpus's invented ones). The column "train, crossed"
predicts each fifth of the governments by a model learned from the others; the rules were written with the train split in view, so their figure there is an upper bound.
`python -m training.compare_institutions`
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from lawnlp.evaluation import Counts, count_spans
from lawnlp.learn.institution_model import LABELS, InstitutionModel, Reading, labels_of, readings
from lawnlp.learn.settings import InstitutionSettings
from lawnlp.records import read_records
from lawnlp.text.fold import fold
from lawnlp.text.institutions import read_institutions
from lawnlp.text.issuer import find_issuer
from lawnlp.text.regions import Divisions, load_divisions

ROOT = Path(__file__).resolve().parents[1]
FOLDS = 5
Rows = list[tuple[dict[str, Any], list[Reading], list[str], list[dict[str, Any]]]]  # record, readings, gold labels, what the rules give
Spans = list[list[dict[str, Any]]]


def read(split: str, places: Divisions) -> Rows:
    """The readings of each report of a split, web residue (by its gold part) left out."""
    rows = []
    for record in read_records(ROOT / "corpus" / f"{split}.jsonl"):
        text = record["text"]
        found = read_institutions(text, places)
        noise = [(p["start"], p["end"]) for p in record["paragraphs"] if p["part"][:1] == ["noise"]]
        every, kept = ([i for i in part if not any(a <= i.start < b for a, b in noise)] for part in (found.every, found.kept))
        level = find_issuer(text, found.kept, places).level
        given = [{"start": i.start, "end": i.end, "optional": i.optional} for i in kept]
        rows.append((record, readings(fold(text), every, kept, level), labels_of(every, record["institutions"]), given))
    return rows


def rules(_: Rows) -> Callable[[Rows], Spans]:
    """What the grammar gives by itself."""
    return lambda rows: [given for *_, given in rows]


def ours(settings: InstitutionSettings, keep: Callable[[str], bool] = lambda name: True) -> Callable[[Rows], Callable[[Rows], Spans]]:
    """The model that is shipped; `keep` chooses features."""

    def view(rows: Rows) -> list[list[Reading]]:
        return [[Reading(r.start, r.end, r.kept, tuple(filter(keep, r.features))) for r in found] for _, found, _, _ in rows]

    def learn(rows: Rows) -> Callable[[Rows], Spans]:
        model = InstitutionModel(settings).fit(view(rows), [labels for _, _, labels, _ in rows])
        return lambda rows: _spans(rows, [[(c.index, c.optional) for c in choices] for choices in model.choose(view(rows))])

    return learn


def plain(make: Callable[[], Any]) -> Callable[[Rows], Callable[[Rows], Spans]]:
    """A stock classifier over the same features; of overlapping readings the longest."""

    def learn(rows: Rows) -> Callable[[Rows], Spans]:
        shape = InstitutionModel(InstitutionSettings()).fit([found for _, found, _, _ in rows], [labels for _, _, labels, _ in rows])
        model = make().fit(shape.matrix([found for _, found, _, _ in rows]), [LABELS.index(label) for _, _, labels, _ in rows for label in labels])

        def predict(rows: Rows) -> Spans:
            given = np.split(model.predict(shape.matrix([found for _, found, _, _ in rows])), np.cumsum([len(found) for _, found, _, _ in rows])[:-1])
            return _spans(rows, [_longest(found, labels.tolist()) for (_, found, _, _), labels in zip(rows, given, strict=True)])

        return predict

    return learn


def _longest(found: Sequence[Reading], labels: Sequence[int]) -> list[tuple[int, bool]]:
    taken: list[int] = []
    for i in sorted((i for i, label in enumerate(labels) if label), key=lambda i: found[i].start - found[i].end):
        if all(found[i].end <= found[j].start or found[j].end <= found[i].start for j in taken):
            taken.append(i)
    return [(i, labels[i] == LABELS.index("optional")) for i in sorted(taken)]


def _spans(rows: Rows, chosen: list[list[tuple[int, bool]]]) -> Spans:
    return [
        [{"start": found[i].start, "end": found[i].end, "optional": optional} for i, optional in choices]
        for (_, found, _, _), choices in zip(rows, chosen, strict=True)
    ]


MODELS = {
    "rules alone": rules,
    "complement naive Bayes": plain(ComplementNB),
    "linear SVM": plain(lambda: LinearSVC(C=0.1)),
    "logistic regression without what the rules say": ours(InstitutionSettings(), lambda name: not name.startswith("rule") and " kept" not in name),
    "logistic regression, optional where likelier": ours(InstitutionSettings(optional_odds=1.0)),
    "logistic regression (shipped)": ours(InstitutionSettings()),
}


def score(rows: Rows, predicted: Spans) -> str:
    """Precision, recall, F1 of required spans."""
    total = Counts()
    for (record, *_), spans in zip(rows, predicted, strict=True):
        total += count_spans(record["institutions"], spans)
    return f"{total.p:.3f} / {total.r:.3f} / {total.f:.4f}"


def crossed(make: Callable[[Rows], Callable[[Rows], Spans]], learn: Rows, rows: Rows) -> Spans:
    """Predictions for `rows`, each fold of governments by a model learned from the other folds of `learn` (the same reports)."""
    governments = sorted({record["meta"]["region"] for record, *_ in rows})
    fold_of = {name: number % FOLDS for number, name in enumerate(governments)}
    out: Spans = [[] for _ in rows]
    for k in range(FOLDS):
        predict = make([row for row in learn if fold_of[row[0]["meta"]["region"]] != k])
        held = [i for i, row in enumerate(rows) if fold_of[row[0]["meta"]["region"]] == k]
        for i, spans in zip(held, predict([rows[i] for i in held]), strict=True):
            out[i] = spans
    return out


def main() -> None:
    """Learn, score, write the table."""
    tables = {"places known": load_divisions(ROOT / "corpus" / "world" / "divisions.csv"), "places unknown": load_divisions()}
    train = {name: read("train", table) for name, table in tables.items()}
    dev = {name: read("dev", table) for name, table in tables.items()}
    learn = train["places unknown"]
    lines = [
        "Precision / recall / F1 of exact required spans; learned from the train split. Made by `python -m training.compare_institutions`.",
        "",
        "| decision | " + " | ".join(f"{split}, {name}" for name in tables for split in ("train, crossed", "dev")) + " |",
        "|---|" + "---|" * 4,
    ]
    for title, make in MODELS.items():
        predict = make(learn)
        cells = [cell for name in tables for cell in (score(train[name], crossed(make, learn, train[name])), score(dev[name], predict(dev[name])))]
        lines.append(f"| {title} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    (ROOT / "training" / "INSTITUTIONS.md").write_text("# The learned decision about institutions\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
