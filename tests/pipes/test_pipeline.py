"""What must hold for the pipeline and each of its components."""

import importlib
import pkgutil
from importlib.metadata import entry_points

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.training import Example

import lawnlp
from lawnlp.errors import InputError
from lawnlp.pipeline import baseline_pipeline, save_pipeline
from lawnlp.pipes.tokenizer import CharacterTokenizer, text_of
from lawnlp.records import doc_to_record, record_to_doc

WHITE = "甲 乙\u3000丙\t丁\u00a0戊\n\n己\r庚\u2028辛\u200b壬  癸𠮷👩‍🌾末"


def test_every_module_imports():
    for module in pkgutil.walk_packages(lawnlp.__path__, "lawnlp."):
        importlib.import_module(module.name)


def test_every_entry_point_resolves():
    points = [
        p
        for group in ("console_scripts", "spacy_factories", "spacy_tokenizers", "spacy_scorers")
        for p in entry_points(group=group)
        if p.value.startswith("lawnlp")
    ]
    assert {p.name for p in points} == {
        "lawnlp",
        "lawnlp.Tokenizer.v1",
        "lawnlp_citations",
        "lawnlp_clean_text",
        "lawnlp_coverage",
        "lawnlp_indicators",
        "lawnlp_institutions",
        "lawnlp_items",
        "lawnlp_paragraphs",
        "lawnlp_quantities",
        "lawnlp_restore_text",
        "lawnlp_section_rules",
        "lawnlp_sections",
        "lawnlp.indicator_scorer.v1",
        "lawnlp.item_scorer.v1",
        "lawnlp.coverage_scorer.v1",
        "lawnlp.section_scorer.v1",
        "lawnlp.span_scorer.v1",
    }
    assert all(callable(p.load()) for p in points)


def test_one_token_a_character_for_every_kind_of_white_space():
    doc = CharacterTokenizer(spacy.blank("zh").vocab)(WHITE)
    assert [token.text for token in doc] == list(WHITE)
    assert doc.text == text_of(doc) == WHITE
    assert [token.idx for token in doc] == list(range(len(WHITE)))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_the_tokenizer_is_exact(text):
    assert CharacterTokenizer(spacy.blank("zh").vocab)(text).text == text


def test_text_of_survives_bytes(nlp):
    doc = nlp("甲县  审核文件12件")
    assert text_of(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == doc.text


@pytest.mark.parametrize("text", ["", "件", " ", "\n\n", "《", "1", "一、"])
def test_tiny_texts(nlp, text):
    record = doc_to_record(nlp(text))
    assert record["text"] == text


def test_a_document_of_200_000_characters(nlp, report):
    text = (report + "\n") * (200_000 // len(report) + 1)
    record = lawnlp.analyze(text, nlp=nlp)
    once = lawnlp.analyze(report, nlp=nlp)
    assert len(record["citations"]) == len(once["citations"]) * (200_000 // len(report) + 1)
    assert all(text[q["start"] : q["end"]] == q["text"] for q in record["quantities"])


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="一二三、（）()。；\n \u3000甲县法治政府建设复议申请38件％《》“”年月日由3天压缩到0.5，,𠮷", max_size=200))
def test_every_span_gives_back_its_text(nlp, text):
    record = doc_to_record(nlp(text))
    assert record["text"] == text
    for name in ("quantities", "institutions", "citations"):
        assert all(text[s["start"] : s["end"]] == s["text"] for s in record[name])


def test_disk_and_bytes(nlp, report, tmp_path):
    save_pipeline(nlp, tmp_path / "model")
    loaded = lawnlp.load(tmp_path / "model")
    again = spacy.util.load_model_from_config(nlp.config).from_bytes(nlp.to_bytes())
    expected = doc_to_record(nlp(report))
    assert doc_to_record(loaded(report)) == expected
    assert doc_to_record(again(report)) == expected


def test_docbin_keeps_every_layer(nlp, report):
    data = DocBin(store_user_data=True, docs=[nlp(report)]).to_bytes()
    [doc] = DocBin().from_bytes(data).get_docs(spacy.blank("zh").vocab)
    assert doc_to_record(doc) == doc_to_record(nlp(report))


def test_worker_processes_under_spawn(nlp, report):
    import multiprocessing

    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method("spawn", force=True)
    try:
        docs = list(nlp.pipe([report, "复议申请38件", report], n_process=2, batch_size=1))
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert [doc_to_record(d) for d in docs] == [doc_to_record(nlp(t)) for t in (report, "复议申请38件", report)]


def test_views_read_what_the_components_wrote(nlp):
    doc = nlp("一、主要成效\n受理行政复议申请38件，落实《行政复议法》。")
    [q] = doc._.quantities
    assert (q.span.text, q.value, q.unit, q.name) == ("38件", 38, "件", "行政复议申请")
    assert q.span._.lawnlp == q
    assert [p.title for p in doc._.paragraphs] == ["主要成效", ""]
    assert [c.kind for c in doc._.citations] == ["law"]
    assert doc[0:1]._.lawnlp is None


def test_views_carry_what_links_quantities(nlp):
    doc = nlp("一、主要成效\n受理复议申请38件，其中涉企9件，审结35件，审结率92.1%，同比提高3个百分点。")
    total, part, concluded, rate, change = doc._.quantities
    assert (total.parts, part.of, rate.rate_of) == ((1,), 0, (2, 0))
    assert (change.change, change.direction, change.base, change.change_of, change.name) == ("by", "up", "同比", 3, rate.name)
    assert (concluded.of, concluded.parts, concluded.rate_of, concluded.change_of, concluded.direction) == (None, (), None, None, None)


def test_spans_with_equal_offsets_keep_their_own_values(nlp):
    doc = nlp("38件")
    [q] = doc._.quantities
    [p] = doc._.paragraphs
    assert (q.span.start, q.span.end) == (p.span.start, p.span.end)
    assert type(q.span._.lawnlp) is not type(p.span._.lawnlp)


def test_numbers_in_titles_and_web_residue_are_no_quantities(nlp):
    text = "甲县2023年法治政府建设报告\n浏览次数：137次 字体：大中小\n一、主要举措和成效\n全年受理行政复议申请38件，审结35件，按期办结率100%。"
    assert [q["text"] for q in doc_to_record(nlp(text))["quantities"]] == ["38件", "35件", "100%"]


def test_a_target_of_the_plan_is_optional(nlp):
    text = "一、主要成效\n审核文件12件。\n二、2024年工作安排\n培训执法人员200人次。"
    assert [q["optional"] for q in doc_to_record(nlp(text))["quantities"]] == [False, True]


def test_scorers_compare_with_the_gold_record(nlp, report):
    gold = record_to_doc(lawnlp.analyze(report, nlp=nlp), nlp)
    scores = nlp.evaluate([Example(nlp.make_doc(report), gold)])
    assert (scores["quantities_f"], scores["institutions_f"], scores["citations_f"], scores["part_acc"], scores["topics_f"]) == (1.0, 1.0, 1.0, 1.0, 1.0)
    record = lawnlp.analyze(report, nlp=nlp)
    record["quantities"] = record["quantities"][1:]
    record["paragraphs"][3]["part"] = ["noise"]
    scores = nlp.evaluate([Example(nlp.make_doc(report), record_to_doc(record, nlp))])
    assert scores["quantities_r"] == 1.0
    assert scores["quantities_p"] < 1.0
    assert scores["part_acc"] == pytest.approx(1 - 1 / len(record["paragraphs"]))


def test_a_folder_without_pipeline_is_one_line(tmp_path):
    with pytest.raises(InputError, match="no manifest"):
        lawnlp.load(tmp_path)
    with pytest.raises(InputError, match="no such model folder"):
        lawnlp.load(tmp_path / "none")


def test_the_baseline_needs_no_model(report):
    record = lawnlp.analyze(report, nlp=baseline_pipeline())
    assert {p["part"][0] for p in record["paragraphs"]} >= {"measures", "shortcomings", "plan"}
    assert all("score" not in p for p in record["paragraphs"])
