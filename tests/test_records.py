"""The annotation-set format: round trips, and one line for each way of being wrong."""

import copy
import json

import pytest
import spacy

import lawnlp
from lawnlp.errors import InputError
from lawnlp.records import check_record, doc_to_record, read_records, record_to_doc, write_records
from lawnlp.taxonomy import taxonomy

TEXT = "一、主要成效\n区司法局受理复议申请38件，落实《行政复议法》。"
RECORD = {
    "id": "a",
    "text": TEXT,
    "meta": {"title": None, "issuer": "甲区人民政府", "region": "乙市甲区", "year": 2023, "level": "county", "source": "constructed"},
    "paragraphs": [
        {"start": 0, "end": 6, "part": ["measures"], "topics": []},
        {"start": 7, "end": len(TEXT), "part": ["measures", "plan"], "topics": ["dispute_resolution"], "items": ["reconsideration"]},
    ],
    "quantities": [
        {
            "start": 17,
            "end": 20,
            "text": "38件",
            "kind": "count",
            "value": 38,
            "unit": "件",
            "bound": "exact",
            "name": "复议申请",
            "indicator": "reconsideration_received",
            "optional": False,
        }
    ],
    "institutions": [{"start": 7, "end": 11, "text": "区司法局", "kind": "agency", "canonical": "乙市甲区司法局", "optional": False}],
    "citations": [{"start": 23, "end": 30, "text": "《行政复议法》", "kind": "law"}],
    "items": ["reconsideration"],
    "coverage": {"dispute_resolution": 3, "plan": 0},
}


def changed(path, value):
    record = copy.deepcopy(RECORD)
    *keys, last = path
    target = record
    for key in keys:
        target = target[key]
    target[last] = value
    return record


def test_the_example_is_sound():
    assert check_record(RECORD) == []


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ([], "a record must be a JSON object"),
        ({"id": "a"}, "text: missing"),
        (changed(["id"], ""), "id: "),
        (changed(["colour"], 1), "colour: unknown key"),
        (changed(["meta", "level"], "village"), "meta.level: "),
        (changed(["meta", "year"], "2023"), "meta.year: "),
        (changed(["paragraphs", 0, "part"], ["body"]), "paragraphs[0].part: unknown label 'body'"),
        (changed(["paragraphs", 1, "topics"], ["weather"]), "paragraphs[1].topics: unknown label 'weather'"),
        (changed(["paragraphs", 1, "start"], 3), "paragraphs[1].start: 3 lies before the end"),
        (changed(["paragraphs", 0, "start"], -1), "paragraphs[0].start: "),
        (changed(["quantities", 0, "end"], 999), "quantities[0].end: 17:999 is no span"),
        (changed(["quantities", 0, "start"], 18), "quantities[0].text: '38件' is not what stands at 18:20"),
        (changed(["quantities", 0, "kind"], "weight"), "quantities[0].kind: unknown label 'weight'"),
        (changed(["quantities", 0, "bound"], "some"), "quantities[0].bound: unknown label 'some'"),
        (changed(["quantities", 0, "indicator"], "rain"), "quantities[0].indicator: unknown label 'rain'"),
        (changed(["quantities", 0, "value"], "38"), "quantities[0].value"),
        (changed(["quantities"], RECORD["quantities"] * 2), "quantities[1].start: 17:20 overlaps quantities[0]"),
        (changed(["institutions", 0, "kind"], "firm"), "institutions[0].kind: unknown label 'firm'"),
        (changed(["citations", 0, "kind"], "song"), "citations[0].kind: unknown label 'song'"),
        (changed(["items"], ["rain"]), "items: unknown label 'rain'"),
        (changed(["item_scores"], {"rain": 0.5}), "item_scores: unknown label 'rain'"),
        (changed(["item_scores"], {"mediation": 1.5}), "item_scores.mediation: input should be less than or equal to 1 (here 1.5)"),
        (changed(["item_evidence"], {"rain": []}), "item_evidence: unknown label 'rain'"),
        (
            changed(["item_evidence"], {"reconsideration": [{"start": 7, "end": 99}]}),
            "item_evidence.reconsideration[0].end: 7:99 is no span of a text of 31 characters",
        ),
        (changed(["coverage"], {"rain": 1}), "coverage: unknown label 'rain'"),
        (changed(["coverage"], {"plan": 4}), "coverage.plan: a grade is a number from 0 to 3"),
        (changed(["coverage"], {"plan": {"grade": "high"}}), "coverage.plan: a grade"),
        (changed(["coverage"], {"plan": {"grade": 1.5, "colour": 1}}), "coverage.plan.colour: unknown key"),
        (
            changed(["coverage"], {"plan": {"grade": 1.5, "probabilities": [0.5, 0.5, 0.5, 0.5]}}),
            "coverage.plan.probabilities: they add up to 2.0000, not to 1",
        ),
        (changed(["coverage"], {"plan": {"grade": 1.5, "probabilities": [1.0]}}), "coverage.plan.probabilities"),
        (changed(["coverage"], {"plan": {"grade": 1.5, "evidence": [{"start": 0, "end": 99999}]}}), "coverage.plan.evidence[0].end: 0:99999 is no span"),
        (changed(["coverage"], {"plan": {"grade": 1.5, "missing": ["rain"]}}), "coverage.plan.missing: unknown label 'rain'"),
        (changed(["coverage_total"], 101.0), "coverage_total: "),
    ],
)
def test_each_fault_is_named_by_its_key(record, message):
    assert any(problem.startswith(message) for problem in check_record(record)), check_record(record)


PAIR = {**RECORD, "quantities": [RECORD["quantities"][0], {**RECORD["quantities"][0], "start": 18, "end": 20, "text": "8件", "value": 8}]}
PAIR = {**PAIR, "quantities": [{**PAIR["quantities"][0], "end": 18, "text": "3"}, PAIR["quantities"][1]]}


def linked(first=None, second=None):
    return {**PAIR, "quantities": [{**PAIR["quantities"][0], **(first or {})}, {**PAIR["quantities"][1], **(second or {})}]}


@pytest.mark.parametrize(
    "record",
    [
        linked(),
        linked({"parts": [1]}, {"of": 0}),
        linked({"change": "from", "change_of": 1, "direction": "down", "base": None}, {"change": "to", "direction": "down", "base": "同比"}),
        linked({"of": None, "parts": None, "rate_of": None, "change_of": None}),
    ],
)
def test_sound_links(record, nlp):
    assert check_record(record) == []
    assert doc_to_record(record_to_doc(record, nlp)) == record


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (linked({"of": 0}), "quantities[0].of: 0 is no index of another quantity (there are 2)"),
        (linked({"change_of": 2}), "quantities[0].change_of: 2 is no index of another quantity (there are 2)"),
        (linked({"rate_of": [1, -1]}), "quantities[0].rate_of: -1 is no index"),
        (linked({"rate_of": [1]}), "quantities[0].rate_of: "),
        (linked({}, {"of": 0}), "quantities[1].of: quantities[0].parts does not name 1"),
        (linked({"parts": [1]}), "quantities[0].parts: quantities[1].of is not 0"),
        (linked({"direction": "sideways"}), "quantities[0].direction: "),
    ],
)
def test_each_faulty_link_is_named(record, message):
    assert any(problem.startswith(message) for problem in check_record(record)), check_record(record)


def test_a_file_names_line_and_key(tmp_path):
    file = tmp_path / "set.jsonl"
    write_records(file, [RECORD, {**RECORD, "id": "b"}])
    assert read_records(file) == [RECORD, {**RECORD, "id": "b"}]
    write_records(file, [RECORD, RECORD])
    with pytest.raises(InputError, match=r"set\.jsonl:2: id: 'a' stands in line 1 already"):
        read_records(file)
    write_records(file, [RECORD, {**changed(["quantities", 0, "start"], 18), "id": "b"}])
    with pytest.raises(InputError, match=r"set\.jsonl:2: quantities\[0\]\.text"):
        read_records(file)
    file.write_text(json.dumps(RECORD) + "\n{broken\n")
    with pytest.raises(InputError, match=r"set\.jsonl:2: not JSON"):
        read_records(file)


OPEN = {
    "layer": "quantities",
    "start": 17,
    "end": 20,
    "key": "row",
    "readings": [{"annotator": "x", "value": [RECORD["quantities"][0]]}, {"annotator": "y", "value": []}],
}


def test_open_labels_are_part_of_the_format_and_refused_where_labels_must_be_decided(tmp_path, nlp):
    record = {**RECORD, "quantities": [], "open": [OPEN]}
    assert check_record(record) == []
    file = tmp_path / "set.jsonl"
    write_records(file, [record])
    assert read_records(file, undecided=True) == [record]
    with pytest.raises(InputError, match=r"set\.jsonl:1: open: labels of 'a' that are not decided: 1"):
        read_records(file)
    assert doc_to_record(record_to_doc(record, nlp)) == record
    assert check_record({**record, "open": [{**OPEN, "layer": "weather"}]})
    assert check_record({**record, "open": [{**OPEN, "readings": []}]})
    assert check_record({**record, "open": [{**OPEN, "end": 999}]}) == [f"open[0].end: 17:999 is no span of a text of {len(TEXT)} characters"]


def test_nothing_is_half_written(tmp_path):
    file = tmp_path / "set.jsonl"
    write_records(file, [RECORD])

    def broken():
        yield RECORD
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_records(file, broken())
    assert read_records(file) == [RECORD]
    assert [p.name for p in tmp_path.iterdir()] == ["set.jsonl"]


def test_record_to_doc_and_back_is_without_loss(nlp):
    doc = record_to_doc(RECORD, nlp)
    assert doc_to_record(doc) == RECORD
    restored = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert doc_to_record(restored) == RECORD


def test_what_the_pipeline_predicts_is_a_sound_record_and_survives_the_round_trip(nlp, report):
    record = lawnlp.analyze(report, id="demo", nlp=nlp)
    assert check_record(record) == []
    assert doc_to_record(record_to_doc(record, nlp)) == record
    assert set(record["items"]) == set(record["item_evidence"])
    assert set(record["coverage"]) == set(taxonomy().requirements)
    assert any(q["indicator"] for q in record["quantities"])
    assert "县委常委会" in {i["text"] for i in record["institutions"]}


def test_scores_and_evidence_of_items_survive_the_round_trip(nlp):
    record = {
        **RECORD,
        "item_scores": {"reconsideration": 0.9, "mediation": 0.1},
        "item_evidence": {"reconsideration": [{"start": 7, "end": 31, "score": 0.9}]},
    }
    assert check_record(record) == []
    doc = record_to_doc(record, nlp)
    assert doc_to_record(spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())) == record
    [item] = doc._.items
    assert (item.id, item.name, item.score, [span.text for span in item.evidence]) == ("reconsideration", "行政复议", 0.9, [TEXT[7:31]])
    assert record_to_doc({**RECORD, "items": None}, nlp)._.items is None


def test_any_tokenizer_will_do_since_tokens_that_cross_a_span_are_split():
    coarse = spacy.blank("en")
    assert len(coarse.make_doc(RECORD["text"])) < 0.5 * len(RECORD["text"])
    assert doc_to_record(record_to_doc(RECORD, coarse)) == doc_to_record(record_to_doc(RECORD, spacy.blank("zh")))


def test_a_span_that_starts_in_white_space_of_a_foreign_tokenizer_is_refused():
    record = {**RECORD, "text": "a b", "paragraphs": [{"start": 1, "end": 3, "part": [], "topics": []}], "quantities": [], "institutions": [], "citations": []}
    with pytest.raises(ValueError, match="edge of a token"):
        record_to_doc(record, spacy.blank("en"))
