"""The edges of words: what is learned from a segmenter, and what names make of it."""

import json
from pathlib import Path

import numpy as np
import pytest

from lawnlp.learn.name_features import Windows
from lawnlp.learn.name_model import NameModel
from lawnlp.learn.word_edges import WordEdges
from lawnlp.pipes.tokenizer import shipped_segmenter

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def learned():
    """Texts, their windows, their words, and the edges learned from them."""
    records = [json.loads(line) for line in (CORPUS / "fragments.jsonl").read_text(encoding="utf-8").splitlines()][:200]
    texts = [record["text"] for record in records]
    windows = Windows(texts, [record["quantities"] for record in records])
    words = [shipped_segmenter().edges(text) for text in texts]
    names = [q["name"] or "" for record in records for q in record["quantities"]]
    return texts, windows, words, names, WordEdges().fit(windows, words)


def test_most_edges_of_unseen_words_are_allowed_and_most_insides_are_not(learned):
    *_, edges = learned
    records = [json.loads(line) for line in (CORPUS / "dev.jsonl").read_text(encoding="utf-8").splitlines()][:6]
    windows = Windows([r["text"] for r in records], [r["quantities"] for r in records])
    allowed = edges.allowed(windows)
    begins, inside = [], []
    for record, first, last in zip(records, *windows.tokens_of_texts(), strict=True):
        edge = np.isin(windows.offsets[first:last], shipped_segmenter().edges(record["text"]))
        begins.append(allowed[first:last][edge])
        inside.append(allowed[first:last][~edge])
    assert np.concatenate(begins).mean() > 0.95
    assert np.concatenate(inside).mean() < 0.85


def test_no_name_is_cut_in_a_word(learned):
    texts, windows, words, names, edges = learned
    model = NameModel().fit(windows, texts, names, words)
    allowed = edges.allowed(windows)
    first, last = windows.tokens_of_texts()
    for number, (start, end) in enumerate(model.choose(windows)):
        text = windows.text[number]
        offsets = windows.offsets[first[text] : last[text]].tolist()
        assert allowed[first[text] + offsets.index(start)]
        assert end == len(texts[text]) or allowed[first[text] + offsets.index(end)]
    again = NameModel.from_state(model.state())
    assert again.choose(windows) == model.choose(windows)


def test_the_same_words_give_the_same_edges_and_none_give_none(learned):
    _, windows, words, _, edges = learned
    again = WordEdges().fit(windows, words)
    assert np.array_equal(again.weights, edges.weights)
    assert again.start == edges.start
    assert np.array_equal(WordEdges.from_state(edges.state()).allowed(windows), edges.allowed(windows))
    assert WordEdges().allowed(windows).all()
    assert WordEdges().fit(windows, [range(100_000)] * len(words)).allowed(windows).all()  # every character a word
