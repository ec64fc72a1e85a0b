"""Ways to name a quantity, side by side on the dev split: `python -m training.compare_names` writes training/NAMES.md.

Names are given to the gold quantities, so that the figure is that of names alone: the mean overlap (Dice on characters, as the judge counts) and the share that is equal.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lawnlp.learn.name_features import LONGEST, Windows
from lawnlp.learn.name_model import NameModel, overlaps
from lawnlp.learn.settings import NameSettings
from lawnlp.pipes.tokenizer import shipped_segmenter
from lawnlp.records import read_records
from lawnlp.text.counted import name_of

ROOT = Path(__file__).resolve().parents[1]
Records = Sequence[dict[str, Any]]
Name = Callable[[Records], list[str]]


def windows(records: Records) -> tuple[Windows, list[str], list[str]]:
    """The windows of all gold quantities, the texts, the gold names."""
    found = [sorted(record["quantities"], key=lambda q: q["start"]) for record in records]
    texts = [record["text"] for record in records]
    return Windows(texts, found), texts, [q["name"] or "" for rows in found for q in rows]


def rules(_: Records) -> Name:
    """The rules of `lawnlp.text.counted`; learn nothing."""
    return lambda records: [name_of(record["text"], q["start"], q["end"]) for record in records for q in sorted(record["quantities"], key=lambda q: q["start"])]


def boundaries(learn: Records) -> Name:
    """Two logistic regressions of scikit-learn on the same features, one whether a boundary begins a name, one whether it ends one; the phrase with the largest product."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    def matrix(seen: Windows) -> Any:
        near = np.stack(seen.token_features(), axis=1)[seen.where].reshape(seen.where.size, -1)
        place = [(t.ravel()[cell] if cell is not None else t).reshape(seen.where.size) for tables, cell in seen.window_features() for t in tables]
        buckets = np.concatenate([near, np.stack(place, axis=1)], axis=1)
        rows = np.arange(len(buckets) + 1) * buckets.shape[1]
        return csr_matrix((np.ones(buckets.size, np.float32), buckets.ravel(), rows), shape=(len(buckets), 1 << 20))

    seen, texts, names = windows(learn)
    quantity, begin, length = np.nonzero(seen.phrases())
    overlap = overlaps(seen, texts, names, quantity, begin, length + 1)
    order = np.lexsort((-overlap, quantity))
    best = order[np.flatnonzero(np.diff(quantity[order], prepend=-1))]
    models = []
    features = matrix(seen)
    for at in (begin[best], begin[best] + length[best] + 1):
        target = np.zeros(seen.where.shape, bool)
        target[quantity[best], at] = True
        models.append(SGDClassifier(loss="log_loss", alpha=1e-6, max_iter=8, tol=None, random_state=0).fit(features, target.ravel()))

    def name(records: Records) -> list[str]:
        seen, texts, _ = windows(records)
        features = matrix(seen)
        start, end = (model.predict_log_proba(features)[:, 1].reshape(seen.where.shape) for model in models)
        possible, out = seen.phrases(), []
        for i in range(len(seen)):
            begins, lengths = np.nonzero(possible[i])
            if not len(begins):
                out.append("")
                continue
            top = int(np.argmax(start[i, begins] + end[i, begins + lengths + 1]))
            a, b = seen.span(i, int(begins[top]), int(lengths[top]) + 1)
            out.append(texts[seen.text[i]][a:b])
        return out

    return name


def ours(*, whole_words: bool = True, **settings: Any) -> Callable[[Records], Name]:
    """The model that is shipped; without `whole_words` a name may be cut in the middle of a word."""

    def learn(records: Records) -> Name:
        words = shipped_segmenter()
        edges = [words.edges(record["text"]) for record in records] if whole_words else None
        model = NameModel(NameSettings(**settings)).fit(*windows(records), edges)

        def name(records: Records) -> list[str]:
            seen, texts, _ = windows(records)
            return [texts[t][a:b] for t, (a, b) in zip(seen.text, model.choose(seen), strict=True)]

        return name

    return learn


def best_phrase(_: Records) -> Name:
    """The phrase of the window that overlaps most: no model over these phrases can do better."""

    def name(records: Records) -> list[str]:
        seen, texts, names = windows(records)
        quantity, begin, length = np.nonzero(seen.phrases())
        overlap = overlaps(seen, texts, names, quantity, begin, length + 1)
        order = np.lexsort((-overlap, quantity))
        out = [""] * len(seen)
        for top in order[np.flatnonzero(np.diff(quantity[order], prepend=-1))].tolist():
            a, b = seen.span(int(quantity[top]), int(begin[top]), int(length[top]) + 1)
            out[quantity[top]] = texts[seen.text[quantity[top]]][a:b]
        return out

    return name


MODELS: dict[str, tuple[Callable[[Records], Name], bool]] = {
    "rules (baseline)": (rules, False),
    "beginnings and endings, two logistic regressions": (boundaries, False),
    "log-linear model, smoother (regularisation 12)": (ours(regularisation=12.0, epochs=0), False),
    "log-linear model, freer (regularisation 3)": (ours(regularisation=3.0, epochs=0), False),
    "log-linear model, rewards partial overlap more (sharpness 6)": (ours(sharpness=6.0, epochs=0), False),
    "log-linear model, names may cut words": (ours(whole_words=False, epochs=0), False),
    "log-linear model": (ours(epochs=0), False),
    "ours: with the second reader of doubtful names": (ours(), False),
    "log-linear model, with the fragments": (ours(epochs=0), True),
    "ours, with the fragments": (ours(), True),
    f"the best phrase of the window (at most {LONGEST} tokens)": (best_phrase, False),
}


def score(given: Sequence[str], records: Records) -> str:
    """Mean overlap, and the share of equal names, over the quantities that are not optional."""
    gold = [q for record in records for q in sorted(record["quantities"], key=lambda q: q["start"])]
    shares = []
    for q, name in zip(gold, given, strict=True):
        if not q["optional"]:
            a, b = Counter(q["name"] or ""), Counter(name)
            shares.append(2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values())))
    return f"{np.mean(shares):.3f} | {np.mean(np.array(shares) == 1):.3f}"


def main() -> None:
    """Learn from the train split, score on the dev split, write the table."""
    corpus = ROOT / "corpus"
    train, fragments, dev = (read_records(corpus / f"{name}.jsonl") for name in ("train", "fragments", "dev"))
    lines = [
        "# Names of quantities",
        "",
        "Mean overlap of characters and share of equal names on the gold quantities of the dev split. Learned from the train split; made by `python -m training.compare_names`.",
        "Two annotators of fifteen reports agreed to 0.895 (corpus/second/AGREEMENT.md), before all names were read again by one convention.",
        "",
        "| model | overlap | equal |",
        "|---|---|---|",
    ]
    for title, (make, more) in MODELS.items():
        lines.append(f"| {title} | {score(make([*train, *fragments] if more else train)(dev), dev)} |")
        print(lines[-1], flush=True)
    (ROOT / "training" / "NAMES.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
