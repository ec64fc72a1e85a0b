"""A damaged report is read as the one that is not, at the offsets of its own text."""

import json
import random
import re
from pathlib import Path

import pytest
import spacy

import lawnlp
from lawnlp.pipeline import baseline_pipeline
from lawnlp.pipes.clean import CleanText, RestoreText
from lawnlp.records import doc_to_record
from training.measure import LAYERS, set_narrow

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def report():
    with (CORPUS / "test.jsonl").open(encoding="utf-8") as lines:
        return next(r for line in lines if len((r := json.loads(line))["text"]) > 2500)


@pytest.fixture(scope="module")
def nlp():
    return lawnlp.load()


def _said(record, layer):
    """What is found in a layer, without line breaks and offsets."""
    found = []
    for row in record[layer]:
        text = record["text"][row["start"] : row["end"]].replace("\n", "")
        found.append(
            (text, *(json.dumps(row.get(key), ensure_ascii=False) for key in ("kind", "value", "name", "indicator", "canonical", "of", "parts", "rate_of")))
        )
    return found


def test_what_is_found_in_a_broken_report_is_what_is_found_in_the_whole(nlp, report):
    whole = doc_to_record(nlp(report["text"]))
    broken = doc_to_record(nlp(set_narrow({**report, **{layer: whole[layer] for layer in LAYERS}})["text"]))
    for layer in ("quantities", "institutions", "citations"):
        assert _said(broken, layer) == _said(whole, layer)
    assert broken["items"] == whole["items"]
    grades = [{key: row["grade"] for key, row in record["coverage"].items()} for record in (whole, broken)]
    assert grades[0] == pytest.approx(grades[1], abs=0.2)


def test_every_line_is_a_paragraph_and_shares_the_labels_of_its_paragraph(nlp, report):
    text = set_narrow(report)["text"]
    doc = nlp(text)
    assert [p.span.text for p in doc._.paragraphs] == [line.strip() for line in text.split("\n") if line.strip()]
    for index, paragraph in enumerate(doc._.paragraphs):
        assert -1 <= paragraph.parent < index
        assert paragraph.title in paragraph.span.text
    for view in (*doc._.items, *doc._.coverage):
        for span in view.evidence:
            assert text[span.start_char : span.end_char] == span.text


def test_a_broken_heading_has_its_text_below():
    nlp = baseline_pipeline()
    doc = nlp("溪口县2023年法治政府建设情况报告\n一、主要举措\n（一）规范执法。修订裁量基准，\n培训执法人员420人次。\n（二）强化监督。办理建议12件。")
    rows = [(p.span.text, p.level, p.parent, p.title) for p in doc._.paragraphs][1:]
    assert rows == [
        ("一、主要举措", 1, -1, "主要举措"),
        ("（一）规范执法。修订裁量基准，", 2, 1, "规范执法"),
        ("培训执法人员420人次。", 0, 2, ""),
        ("（二）强化监督。办理建议12件。", 2, 1, "强化监督"),
    ]


def test_invisible_signs_and_addresses_change_nothing_but_offsets(nlp, report):
    chance = random.Random(1)
    pieces = [chance.choice(["\u200b", "\ufeff"]) + c if chance.random() < 0.03 and c != "\n" else c for c in report["text"]]
    whole, damaged = doc_to_record(nlp(report["text"])), doc_to_record(nlp("".join(pieces)))
    assert len(damaged["paragraphs"]) == len(whole["paragraphs"])
    assert [(p["part"], p["topics"], p["level"], p["parent"]) for p in damaged["paragraphs"]] == [
        (p["part"], p["topics"], p["level"], p["parent"]) for p in whole["paragraphs"]
    ]
    for layer in ("quantities", "institutions", "citations"):
        assert [re.sub("[\u200b\ufeff]", "", row["text"]) for row in damaged[layer]] == [row["text"] for row in whole[layer]]
        assert all(row["text"] == damaged["text"][row["start"] : row["end"]] for row in damaged[layer])


def test_the_number_of_a_page_is_residue_inside_a_paragraph_too(nlp):
    text = "溪口县2023年法治政府建设情况报告\n一、主要举措和成效\n全年收到行政复议申请62件，\n- 3 -\n其中涉企9件，全部审结。\n二、存在的不足\n行政执法案卷质量不高。"
    doc = nlp(text)
    assert [(p.span.text, p.part) for p in doc._.paragraphs][2:5] == [
        ("全年收到行政复议申请62件，", ("measures",)),
        ("- 3 -", ("noise",)),
        ("其中涉企9件，全部审结。", ("measures",)),
    ]
    assert [(q.span.text, q.of) for q in doc._.quantities] == [("62件", None), ("9件", 0)]


def test_a_span_across_a_break_gives_back_the_text_as_it_was_given():
    text = "县政府落实《山区道路\n安全管理办法》要求，会同县交通\n运输局开展整治，，全年完成"
    doc = baseline_pipeline()("溪口县人民政府2023年法治政府建设情况报告\n" + text)
    [citation] = doc._.citations
    assert citation.span.text == "《山区道路\n安全管理办法》"
    assert doc.text.endswith(text)


def test_an_unbroken_report_goes_through_untouched():
    blank = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "lawnlp.Tokenizer.v1"}}})
    doc = blank("一、主要举措\n修订文件3件。")
    assert CleanText(blank.tokenizer)(doc) is doc
    assert RestoreText()(doc) is doc


def test_context_and_batches_survive(nlp):
    rows = list(nlp.pipe([("受理申请62件，\n办结58件。", "a"), ("受理申请3件。", "b"), ("调解纠纷9件，\n成功8件。", "c")], as_tuples=True))
    assert [(doc.text, name) for doc, name in rows] == [("受理申请62件，\n办结58件。", "a"), ("受理申请3件。", "b"), ("调解纠纷9件，\n成功8件。", "c")]
    assert [q.span.text for q in rows[0][0]._.quantities] == ["62件", "58件"]


@pytest.mark.parametrize("seed", range(6))
def test_breaks_anywhere_leave_offsets_exact(report, seed):
    chance = random.Random(seed)
    text = "".join(c + ("\n" + chance.choice(["", "　　", " "]) if chance.random() < 0.03 else "") for c in report["text"][:1500])
    doc = baseline_pipeline()(text)
    record = doc_to_record(doc)
    assert record["text"] == text == doc.text
    for layer in ("quantities", "institutions", "citations"):
        for row in record[layer]:
            assert row["text"] == text[row["start"] : row["end"]]
    assert [text[p["start"] : p["end"]] for p in record["paragraphs"]] == [line.strip() for line in text.split("\n") if line.strip()]


def test_what_the_given_doc_carries_stays_and_reading_twice_is_reading_once(nlp):
    doc = nlp.make_doc("受理行政复议申\u200b请62件，\n其中涉企9件。")
    doc.spans["mine"] = [doc[0:2]]
    doc.cats["kept"] = 1.0
    once = doc_to_record(nlp(doc))
    assert once["quantities"][1]["of"] == 0
    assert (doc.spans["mine"][0].text, doc.cats) == ("受理", {"kept": 1.0})
    assert doc_to_record(nlp(doc)) == once
