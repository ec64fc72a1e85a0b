"""Words as tokens: what is found does not depend on them, nothing is downloaded, nothing but data is loaded."""

import json
import socket
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.training import Example

import lawnlp
from lawnlp.errors import InputError
from lawnlp.learn.store import load_state, save_state, state_to_bytes
from lawnlp.learn.words import PIECE, Segmenter
from lawnlp.pipeline import build_pipeline, save_pipeline
from lawnlp.pipes.tokenizer import WordTokenizer, force_edges, text_of
from lawnlp.records import doc_to_record, record_to_doc
from lawnlp.resources import config_path, model_path
from lawnlp.text.fold import fold

CORPUS = Path(__file__).parents[2] / "corpus"
WHITE = "甲县  乙\u3000丙\t\n\n法治政府\r建设\u2028报告 12\u00a0件"


@pytest.fixture(scope="module")
def words():
    return lawnlp.load(segmenter="pkuseg")


@pytest.fixture(scope="module")
def gold():
    with (CORPUS / "test.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][:8]


def test_every_layer_of_every_report_is_the_same_with_words(nlp, words, gold):
    docs = [words(record["text"]) for record in gold]
    assert [doc_to_record(doc) for doc in docs] == [doc_to_record(nlp(record["text"])) for record in gold]
    assert all(len(doc) < 0.7 * len(record["text"]) for doc, record in zip(docs, gold, strict=True))


def test_gold_spans_fall_on_edges_of_words(words, gold):
    for record in gold:
        assert doc_to_record(record_to_doc(record, words)) == doc_to_record(record_to_doc(record, lawnlp.load()))


def test_records_with_any_spans_can_be_made_in_words(words):
    text = "县司法局审核行政规范性文件12件，组织法治培训。"
    record = {"id": "x", "text": text, "paragraphs": [{"start": 0, "end": len(text), "part": ["measures"], "topics": []}], "citations": []}
    record["institutions"] = [{"start": 2, "end": 5, "text": text[2:5], "kind": "agency"}, {"start": 6, "end": 9, "text": text[6:9], "kind": "other"}]
    doc = record_to_doc(record, words)
    assert [span.text for span in doc.spans["institutions"]] == [text[2:5], text[6:9]]
    assert [span.text for span in doc.spans["paragraphs"]] == [text]
    assert doc.text == text


def test_spaces_breaks_and_punctuation_are_words_of_their_own(words):
    tokens = [token.text for token in words.make_doc(WHITE)]
    assert "".join(tokens) == WHITE
    assert all(len(token) == 1 for token in tokens if any(c.isspace() for c in token))
    assert [t.text for t in words.make_doc("（一）增长12.5%，“八五”——1,320件")][:8] == ["（", "一", "）", "增长", "12.5%", "，", "“", "八五"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="法治政府建设报告县司法局审核文件12件，。 \n\u3000,.%·—（）A𠮷萬餘", max_size=60))
def test_words_joined_are_the_text(words, text):
    doc = words.make_doc(text)
    assert "".join(token.text for token in doc) == text
    assert text_of(doc) == text


def test_width_of_signs_and_traditional_characters_do_not_move_a_word(words, report):
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC("s2t").convert
    edges = words.tokenizer.segmenter.edges
    assert edges(report.translate(str.maketrans("，：；（）", ",:;()"))) == edges(report)
    traditional = "".join(c if len(t := convert(c)) != 1 or fold(t) != fold(c) else t for c in report)
    assert traditional != report
    assert edges(traditional) == edges(report)


def test_no_connection_is_ever_tried(monkeypatch, report):
    def refuse(*_args, **_keywords):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    nlp = lawnlp.load(segmenter="pkuseg")
    assert "行政复议" in nlp(report).text
    assert WordTokenizer(nlp.vocab).from_bytes(nlp.tokenizer.to_bytes())("法治政府")[0].text == "法治"


def test_no_pickle_is_opened(monkeypatch, report):
    import pickle

    def refuse(*_args, **_keywords):
        raise AssertionError("a pickle was opened")

    monkeypatch.setattr(pickle, "load", refuse)
    monkeypatch.setattr(pickle, "loads", refuse)
    assert len(lawnlp.load(segmenter="pkuseg").make_doc(report)) > 100


def test_disk_bytes_docbin_and_spacy_load(words, report, tmp_path):
    save_pipeline(words, tmp_path / "sealed")
    words.to_disk(tmp_path / "plain")
    tokens = [token.text for token in words(report)]
    expected = doc_to_record(words(report))
    again = spacy.util.load_model_from_config(words.config).from_bytes(words.to_bytes())
    for loaded in (lawnlp.load(tmp_path / "sealed"), spacy.load(tmp_path / "plain"), again):
        assert [token.text for token in loaded(report)] == tokens
        assert doc_to_record(loaded(report)) == expected
    [doc] = DocBin().from_bytes(DocBin(store_user_data=True, docs=[words(report)]).to_bytes()).get_docs(spacy.blank("zh").vocab)
    assert doc_to_record(doc) == expected
    assert text_of(Doc(words.vocab).from_bytes(words(report).to_bytes())) == report


def test_a_saved_pipeline_carries_its_own_words(words, tmp_path):
    own = Segmenter(["$$"], ["B", "I"], np.array([1.0, 0.0, 0.0, 0.0, 0.0, 0.0]))
    nlp = spacy.util.load_model_from_config(words.config)
    nlp.tokenizer._segmenter = own
    nlp.tokenizer.to_disk(tmp_path / "tokenizer")
    assert [t.text for t in WordTokenizer(words.vocab).from_disk(tmp_path / "tokenizer")("法治政府")] == list("法治政府")
    assert [t.text for t in words.make_doc("法治政府")] == ["法治", "政府"]


def test_worker_processes_under_spawn(words, report):
    import multiprocessing

    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method("spawn", force=True)
    try:
        docs = list(words.pipe([report, "复议申请38件", report], n_process=2, batch_size=1))
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert [[t.text for t in d] for d in docs] == [[t.text for t in words(t)] for t in (report, "复议申请38件", report)]
    assert doc_to_record(docs[0]) == doc_to_record(words(report))


def test_a_later_initialize_keeps_the_words(gold):
    nlp = build_pipeline(config_path("report.cfg"), {"nlp.tokenizer.segmenter": "pkuseg", "initialize.components.lawnlp_sections.folds": 2})
    examples = [Example(nlp.make_doc(r["text"]), record_to_doc(r, nlp)) for r in gold]
    nlp.initialize(lambda: examples)
    assert [t.text for t in nlp("县司法局审核行政规范性文件12件。")][:3] == ["县", "司法局", "审核"]
    scores = nlp.evaluate(examples)
    assert scores["quantities_f"] > 0.9
    assert scores["part_acc"] > 0.9


def test_an_unknown_segmenter_is_one_line():
    with pytest.raises(InputError, match="segmenter"):
        lawnlp.load(segmenter="jieba")
    with pytest.raises(InputError, match="segmenter"):
        build_pipeline(config_path("report.cfg"), {"nlp.tokenizer.segmenter": "jieba"})


def test_splitting_keeps_other_spans_and_their_values(words):
    text = "县司法局审核行政规范性文件12件。"
    doc = words.make_doc(text)
    doc.spans["mine"] = SpanGroup(doc, name="mine", attrs={"a": {"x": 1}}, spans=[Span(doc, 1, 3, label="L", span_id="a")])
    force_edges(doc, [2, 9, 0, len(text)])
    [span] = doc.spans["mine"]
    assert (span.text, span.label_, span.id_, doc.spans["mine"].attrs) == ("司法局审核", "L", "a", {"a": {"x": 1}})
    assert {2, 9} <= {token.idx for token in doc}
    assert doc.text == text
    with pytest.raises(ValueError, match="in no token"):
        force_edges(doc, [len(text) + 1])


@pytest.mark.parametrize("kind", ["altered", "cut", "missing", "foreign", "pickle", "sizes", "nan"])
def test_an_altered_segmenter_is_refused(words, tmp_path, kind):
    folder = tmp_path / "tokenizer"
    state = load_state(model_path("zh_lawgov_segmenter"))
    if kind == "foreign":
        state = {"views": 1}
    elif kind == "sizes":
        state["weights"] = state["weights"][:-1]
    elif kind == "nan":
        state["weights"] = state["weights"].astype(np.float32) * np.float32("nan")
    save_state(folder, state)
    file = folder / "state.skops"
    if kind == "altered":
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    elif kind == "cut":
        file.write_bytes(file.read_bytes()[:1000])
    elif kind == "missing":
        file.unlink()
    elif kind == "pickle":
        (folder / "features.pkl").write_bytes(b"cos\nsystem\n(S'touch /tmp/never'\ntR.")
    with pytest.raises(InputError) as error:
        WordTokenizer(words.vocab).from_disk(folder)
    assert "\n" not in str(error.value)
    with pytest.raises(InputError):
        WordTokenizer(words.vocab).from_bytes(state_to_bytes({"features": "x", "tags": ["B"], "weights": np.zeros(3)}))


def test_the_shipped_segmenter_is_small_and_sealed():
    folder = model_path("zh_lawgov_segmenter")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 8_000_000
    assert {file.name for file in folder.iterdir()} == {"README.md", "manifest.json", "state.skops"}
    load_state(folder)


def test_pieces_hold_whole_numbers():
    assert PIECE.findall("增长12.5%，共1,320件；4·15，38,12") == ["增长12.5%", "共1,320件", "4·15", "38", "12"]
