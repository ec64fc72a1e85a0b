"""Train the segmenter that is shipped in models/zh_lawgov_segmenter, measure it, write its card and the tables of training/SEGMENTATION.md.

    python -m training.segmenter            train (some minutes), measure, write
    python -m training.segmenter --measure  measure the one that is there

Learned from silver words (training/silver.py) of all of the corpus but its test split with spacy-pkuseg's trainer; measured on the sentences that were segmented by hand
(corpus/segmentation/test.txt). The same corpus and library versions give the same words.
"""

import contextlib
import io
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from lawnlp.learn.store import load_state, save_state, seal
from lawnlp.learn.words import Segmenter
from lawnlp.text.fold import fold
from lawnlp.training import fingerprint, read_corpus
from training.silver import ROOT, pieces_of, silver

FOLDER = ROOT / "models" / "zh_lawgov_segmenter"
TEST = ROOT / "corpus" / "segmentation" / "test.txt"
NOTES = ROOT / "training" / "SEGMENTATION.md"
MARK = "<!-- made by python -m training.segmenter -->"
ITERATIONS, TRIM, SEED = 10, 1, 0  # passes; features seen this often are left out
SMALLEST = 0.03  # a feature all of whose weights are smaller is left out

Cut = Callable[[str], Iterable[str]]


def train(pieces: Sequence[Sequence[str]], iterations: int = ITERATIONS) -> Segmenter:
    """A segmenter learned from pieces of words (no spaces, no punctuation); prints nothing."""
    import spacy_pkuseg
    from spacy_pkuseg.config import config

    random.seed(SEED)
    config.featureTrim = TRIM
    with tempfile.TemporaryDirectory() as work, contextlib.redirect_stdout(io.StringIO()):
        lines = list(dict.fromkeys(" ".join(piece) for piece in pieces if piece))
        (Path(work) / "learn").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (Path(work) / "watch").write_text("\n".join(lines[:100]) + "\n", encoding="utf-8")  # the trainer wants one; nothing is chosen by it
        spacy_pkuseg.train(f"{work}/learn", f"{work}/watch", f"{work}/model", train_iter=iterations)
        return pruned(Path(work) / "model")


def pruned(folder: Path) -> Segmenter:
    """What spacy-pkuseg's trainer wrote, without features that hardly weigh."""
    import srsly

    data = srsly.read_msgpack(folder / "features.msgpack")
    weights = np.load(folder / "weights.npz", allow_pickle=False)["w"]
    names = sorted(data["feature_to_idx"], key=data["feature_to_idx"].__getitem__)
    tags = sorted(data["tag_to_idx"], key=data["tag_to_idx"].__getitem__)
    nodes, edges = weights[: len(names) * len(tags)].reshape(len(names), len(tags)), weights[len(names) * len(tags) :]
    keep = np.abs(nodes).max(axis=1) >= SMALLEST
    keep[0] = True
    state = {"features": "\n".join(name for name, kept in zip(names, keep, strict=True) if kept), "tags": tags}
    return Segmenter.from_state({**state, "weights": np.concatenate([nodes[keep].ravel(), edges]).astype(np.float16)})


def read_sentences(path: Path = TEST) -> list[list[str]]:
    """The sentences that were segmented by hand."""
    return [line.split(" ") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def _spans(words: Iterable[str]) -> set[tuple[int, int]]:
    out, at = set(), 0
    for word in words:
        if any(c.isalnum() for c in word):  # punctuation is cut alike by all
            out.add((at, at + len(word)))
        at += len(word)
    return out


def score(cut: Cut, sentences: Sequence[Sequence[str]], known: frozenset[str]) -> tuple[float, float, float, float]:
    """Precision, recall and F1 of words other than punctuation, and recall of words that are not in `known`."""
    right = given = wanted = new = found = 0
    for words in sentences:
        text = "".join(words)
        want, have = _spans(words), _spans(cut(text))
        unseen = {(a, b) for a, b in want if fold(text[a:b]) not in known}
        right, given, wanted = right + len(want & have), given + len(have), wanted + len(want)
        new, found = new + len(unseen), found + len(unseen & have)
    return right / given, right / wanted, 2 * right / (given + wanted), found / max(1, new)


def table(segmenter: Segmenter, known: frozenset[str]) -> str:
    """The figures of the segmenter beside jieba, the rules that it learned from, and characters."""
    import jieba

    jieba.setLogLevel(60)
    sentences = read_sentences()
    text = (ROOT / "examples" / "qichuan-2022.txt").read_text(encoding="utf-8")
    systems: dict[str, Cut] = {
        "**zh_lawgov_segmenter**": segmenter.cut,
        "the silver rules without spans (jieba, lexicon, standard)": pieces_of,
        "jieba 0.42, its dictionary and HMM": jieba.lcut,
        "jieba 0.42 without HMM": lambda t: jieba.lcut(t, HMM=False),
        "spaCy's characters": list,
    }
    words = [w for s in sentences for w in s if any(c.isalnum() for c in w)]
    unseen = sum(fold(w) not in known for w in words)
    rows = [
        f"{len(sentences)} sentences, {len(words):,} words without punctuation; {unseen} of them stand nowhere in the silver words (OOV).",
        "",
        "| | precision | recall | F1 | OOV recall | characters/s |",
        "|---|---|---|---|---|---|",
    ]
    for name, cut in systems.items():
        p, r, f, oov = score(cut, sentences, known)
        start = time.perf_counter()
        for line in text.split("\n"):
            list(cut(line))
        speed = len(text) / (time.perf_counter() - start)
        rows.append(f"| {name} | {p:.4f} | {r:.4f} | {f:.4f} | {oov:.4f} | {round(speed, -3 if speed < 1e6 else -5):,.0f} |")
    return "\n".join(rows)


def card(segmenter: Segmenter, figures: str, reports: int, pieces: Sequence[Sequence[str]], source: str) -> str:
    """The README of the model folder."""
    return f"""# zh_lawgov_segmenter

Words of rule-of-law annual reports: a linear-chain CRF of spacy-pkuseg (`segmenter = "pkuseg"` in `[nlp.tokenizer]`, or `lawnlp.load(segmenter="pkuseg")`).
Kept as plain data (skops and a manifest), read without spacy-pkuseg's own loader; nothing is downloaded.

- Learned from {sum(map(len, pieces)):,} silver words of {reports} texts about invented places (the corpus without its test split; sha256 of the records {source[:16]}), cut by
  training/silver.py under the standard in training/SEGMENTATION.md; {len(segmenter.features):,} features.
- Made by `make segmenter`.

## Measured on corpus/segmentation/test.txt (segmented by hand, not learned from)

{figures}

jieba follows another standard (it keeps 依法行政 and 行政复议 whole), so a part of the distance to it is one of standards, not of errors.

## Limits

- The hand-made sentences were written and segmented by one language model under the project's standard, and looked at a second time where tools disagreed; no second annotator.
- Names of people and of places that neither the corpus nor the context shows are cut into parts. Words are those of official reports; other texts are cut as if they were reports.
- Silver words carry jieba's errors where no rule or span corrects them.
"""


def main() -> None:
    """Train, or measure what is there; write the card and the table."""
    records, _ = read_corpus([ROOT / "corpus"])
    pieces = list(silver(records))
    known = frozenset(word for piece in pieces for word in piece)
    if "--measure" in sys.argv:
        segmenter = Segmenter.from_state(load_state(FOLDER))
    else:
        print(f"learning from {sum(map(len, pieces)):,} words …", file=sys.stderr, flush=True)
        segmenter = train(pieces)
    figures = table(segmenter, known)
    print(figures)
    FOLDER.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER.parent, prefix=".segmenter.") as work:
        new = Path(work) / "model"
        save_state(new, segmenter.state())
        (new / "README.md").write_text(card(segmenter, figures, len(records), pieces, fingerprint(records)), encoding="utf-8")
        seal(new, corpus=fingerprint(records))
        if FOLDER.exists():
            shutil.move(FOLDER, Path(work) / "old")
        os.replace(new, FOLDER)
    notes = NOTES.read_text(encoding="utf-8").split(MARK)[0]
    NOTES.write_text(f"{notes}{MARK}\n\n{figures}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
