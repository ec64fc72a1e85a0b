"""The hand-made sentences, the silver words, and the figures that the card gives."""

import json
import re
from pathlib import Path

import pytest

from lawnlp.learn.words import PIECE, Segmenter
from lawnlp.text.fold import fold
from training.segmenter import read_sentences, score
from training.silver import counted, organ, pieces_of, silver

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sentences():
    return read_sentences()


def test_the_hand_made_set_is_large_and_no_sentence_stands_twice(sentences):
    texts = ["".join(words) for words in sentences]
    assert len(texts) >= 300
    assert len(set(texts)) == len(texts)
    assert all(word for words in sentences for word in words)


def test_it_is_not_learned_from(sentences):
    learned = ""
    for name in ("train", "dev"):
        for line in (ROOT / "corpus" / f"{name}.jsonl").open(encoding="utf-8"):
            learned += fold(re.sub(r"\s", "", json.loads(line)["text"]))
    assert not [t for words in sentences if len(t := fold("".join(words))) > 20 and t in learned]


def test_no_word_crosses_the_edge_of_a_span_of_the_corpus(sentences):
    """Where a sentence stands in the test split, its words respect the spans that are annotated there."""
    found = crossed = 0
    for line in (ROOT / "corpus" / "test.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        kept = [i for i, c in enumerate(record["text"]) if not c.isspace()]
        bare, place = "".join(record["text"][i] for i in kept), {i: k for k, i in enumerate(kept)}
        edges = {place[s["start"]] for n in ("quantities", "institutions", "citations") for s in record[n]}
        edges |= {place[s["end"] - 1] + 1 for n in ("quantities", "institutions", "citations") for s in record[n]}
        for words in sentences:
            at = bare.find("".join(words))
            if at >= 0:
                found += 1
                for word in words:
                    crossed += sum(at < e < at + len(word) for e in edges)
                    at += len(word)
    assert found >= 200
    assert crossed == 0


def test_words_are_scored_as_spans():
    gold = [["县", "司法局", "审核", "。"], ["法治", "政府"]]
    perfect = score(lambda t: gold[0] if "局" in t else gold[1], gold, frozenset({"县", "审核", "法治", "政府"}))
    assert perfect == (1.0, 1.0, 1.0, 1.0)
    p, r, f, oov = score(list, gold, frozenset({"审核"}))
    assert (p, r) == (1 / 10, 1 / 5)
    assert f == pytest.approx(2 / 15)
    assert oov == pytest.approx(1 / 4)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ("1.1万余件", "1.1万 余 件"),
        ("98.6%", "98.6%"),
        ("5个工作日", "5 个 工作日"),
        ("12天以上", "12 天 以上"),
        ("三名", "三 名"),
        ("两万余人次", "两万 余 人次"),
        ("2.3个百分点", "2.3 个 百分点"),
    ],
)
def test_quantities_are_cut_by_the_standard(span, words):
    pytest.importorskip("jieba")
    assert counted(span) == words.split()


def test_bodies_and_compounds_are_cut_by_the_standard():
    pytest.importorskip("jieba")
    assert organ(pieces_of("市市场监管局")) == ["市", "市场", "监管", "局"]
    assert organ(pieces_of("县司法局")) == ["县", "司法局"]
    assert pieces_of("2024年,依法行政,行政复议12件。") == ["2024年", ",", "依法", "行政", ",", "行政", "复议", "12", "件", "。"]


def test_silver_words_keep_the_edges_of_spans():
    pytest.importorskip("jieba")
    with (ROOT / "corpus" / "dev.jsonl").open(encoding="utf-8") as lines:
        record = json.loads(next(lines))
    text = fold(record["text"])
    edges = set(range(len(text) + 1))
    for match, piece in zip(PIECE.finditer(text), silver([record]), strict=True):
        assert "".join(piece) == match[0]
        edges -= set(range(match.start() + 1, match.end()))
        edges |= {match.start() + sum(map(len, piece[:i])) for i in range(len(piece))}
    assert len(edges) < 0.75 * len(text)
    for layer in ("quantities", "institutions", "citations", "paragraphs"):
        assert {e for s in record[layer] for e in (s["start"], s["end"])} <= edges


def test_the_card_has_the_figures_of_the_table():
    note = (ROOT / "training" / "SEGMENTATION.md").read_text(encoding="utf-8")
    shipped = (ROOT / "models" / "zh_lawgov_segmenter" / "README.md").read_text(encoding="utf-8")
    [row] = [line for line in note.splitlines() if line.startswith("| **zh_lawgov_segmenter**")]
    assert row in shipped


def test_the_shipped_words_are_as_good_as_the_card_says():
    from lawnlp.learn.store import load_state
    from lawnlp.resources import model_path

    segmenter = Segmenter.from_state(load_state(model_path("zh_lawgov_segmenter")))
    shipped = (ROOT / "models" / "zh_lawgov_segmenter" / "README.md").read_text(encoding="utf-8")
    [row] = [line for line in shipped.splitlines() if line.startswith("| **zh_lawgov_segmenter**")]
    told = [float(cell) for cell in row.split("|")[2:5]]
    assert score(segmenter.cut, read_sentences(), frozenset())[:3] == pytest.approx(told, abs=6e-5)
