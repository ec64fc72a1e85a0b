"""The learned checklist items: what must hold for the component, with a small model of ten reports behind the sections of rules."""

import json
import multiprocessing
import random
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.training import Example

from lawnlp.errors import InputError
from lawnlp.evaluation import Counts
from lawnlp.learn.bags import fit_noisy_or
from lawnlp.learn.features import normalise
from lawnlp.learn.item_model import carrying_rows
from lawnlp.pipeline import build_pipeline
from lawnlp.pipes.layers import items_of
from lawnlp.records import check_record, doc_to_record, record_to_doc
from lawnlp.taxonomy import taxonomy
from lawnlp.text.clauses import clauses_of
from lawnlp.text.fold import fold
from lawnlp.training import train

CORPUS = Path(__file__).parents[2] / "corpus"
CONFIG = """
[nlp]
lang = "zh"
pipeline = ["lawnlp_paragraphs", "lawnlp_section_rules", "lawnlp_items"]
[nlp.tokenizer]
@tokenizers = "lawnlp.Tokenizer.v1"
[components]
[components.lawnlp_paragraphs]
factory = "lawnlp_paragraphs"
[components.lawnlp_section_rules]
factory = "lawnlp_section_rules"
[components.lawnlp_items]
factory = "lawnlp_items"
[initialize]
[initialize.components]
[initialize.components.lawnlp_items]
folds = 2
min_df = 2
iterations = 30
"""


def records(split, count, longest=3000):
    with (CORPUS / f"{split}.jsonl").open(encoding="utf-8") as lines:
        some = [r for r in map(json.loads, lines) if len(r["text"]) < longest]
    return some[:: max(1, len(some) // count)][:count]  # over the whole file: neighbours are of one place


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    path = tmp_path_factory.mktemp("items") / "items.cfg"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def learned(config, examples):
    nlp = build_pipeline(config)
    train(examples, nlp)
    return nlp


@pytest.fixture(scope="module")
def small(config):
    return learned(config, records("train", 12, 2600))


def counts(nlp, gold):
    total = Counts()
    for record in gold:
        want, have = set(record["items"]), set(items_of(nlp(record["text"])))
        total += Counts(len(want & have), len(have - want), len(want - have))
    return total


def test_twelve_reports_teach_something(small):
    gold = records("test", 5)
    share = sum(len(r["items"]) for r in gold) / (len(gold) * len(taxonomy().items))
    everything = 2 * share / (1 + share)  # F1 of naming every item
    assert counts(small, gold).f > everything + 0.05


SAID = {
    "mediation": "人民调解组织化解邻里矛盾38件",
    "openness": "政府网站主动公开政府信息210条",
    "popularisation": "普法讲师团进村宣讲民法典16场次",
    "litigation": "行政机关负责人出庭应诉9次",
    "streamlining": "不动产登记办理时限压缩到1天",
    "emergency_capacity": "组织防汛应急演练3次",
}


def test_items_of_documents_alone_teach_which_clause_carries_them(config):
    chance = random.Random(0)
    examples = []
    for number in range(40):
        items = chance.sample(list(SAID), 3)
        text = "一、主要成效\n" + "；".join(SAID[item] for item in items) + "。"
        rows = [{"start": 0, "end": 6, "part": ["measures"], "topics": []}, {"start": 7, "end": len(text), "part": ["measures"], "topics": []}]
        examples.append({"id": str(number), "text": text, "paragraphs": rows, "items": items})
    doc = learned(config, examples)("一、主要成效\n组织防汛应急演练5次；人民调解组织化解邻里矛盾7件。")
    assert {view.id: view.evidence[0].text for view in doc._.items} == {
        "emergency_capacity": "组织防汛应急演练5次；",
        "mediation": "人民调解组织化解邻里矛盾7件。",
    }


def test_reports_without_items_are_left_out_and_none_at_all_is_an_error(config, report):
    without = {"id": "none", "text": report, "paragraphs": [{"start": 0, "end": 5, "part": ["measures"], "topics": []}], "items": None}
    examples = records("train", 6, 2600)
    assert doc_to_record(learned(config, [*examples, without])(report)) == doc_to_record(learned(config, examples)(report))
    with pytest.raises(ValueError, match="no report has labelled items"):
        learned(config, [without])


def test_training_twice_gives_the_same_predictions(config, small, report):
    again = learned(config, records("train", 12, 2600))
    assert doc_to_record(again(report)) == doc_to_record(small(report))


def test_disk_bytes_and_workers(small, report, tmp_path):
    expected = doc_to_record(small(report))
    assert expected["items"]
    small.to_disk(tmp_path / "model")
    fresh = build_pipeline(tmp_path / "model" / "config.cfg")
    assert doc_to_record(fresh.from_disk(tmp_path / "model")(report)) == expected
    assert doc_to_record(spacy.util.load_model_from_config(small.config).from_bytes(small.to_bytes())(report)) == expected
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method("spawn", force=True)
    try:
        docs = list(small.pipe([report, "", report], n_process=2, batch_size=1))
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert [doc_to_record(doc) for doc in docs][::2] == [expected, expected]


def test_a_state_of_another_model_or_taxonomy_is_refused(small):
    from lawnlp.learn.store import state_to_bytes

    component = small.get_pipe("lawnlp_items")
    with pytest.raises(InputError, match="holds no model of lawnlp_items"):
        small.create_pipe("lawnlp_items").from_bytes(state_to_bytes({"parts": []}))
    state = component.model.state()
    with pytest.raises(InputError, match="was trained with the label 'rain'"):
        small.create_pipe("lawnlp_items").from_bytes(state_to_bytes({**state, "items": ["rain", *state["items"][1:]]}))


def test_a_batch_predicts_what_each_document_predicts(small, report):
    texts = [report, "一、主要成效\n受理行政复议申请38件。", "", report[:400], " \n"]
    assert [doc_to_record(d) for d in small.pipe(texts)] == [doc_to_record(small(t)) for t in texts]


def test_predict_writes_nothing(small, report):
    doc = small.get_pipe("lawnlp_section_rules")(small.get_pipe("lawnlp_paragraphs")(small.make_doc(report)))
    before = doc.to_bytes()
    assert small.get_pipe("lawnlp_items").predict([doc])[0].present
    assert doc.to_bytes() == before
    assert items_of(doc) is None


def test_not_initialized_is_a_clear_error(config, report):
    with pytest.raises(ValueError, match="lawnlp_items"):
        build_pipeline(config)(report)


def test_evidence_is_a_clause_of_a_part_that_may_carry_items(small, report):
    doc = small(report)
    record = doc_to_record(doc)
    assert check_record(record) == []
    assert list(record["item_evidence"]) == record["items"]
    assert list(record["item_scores"]) == list(taxonomy().items)
    rows = [p for p in record["paragraphs"] if p["part"][0] in ("measures", "leader_duty")]
    clauses = {span for p in rows for span in clauses_of(report, p["start"], p["end"])}
    for item, evidence in record["item_evidence"].items():
        assert 1 <= len(evidence) <= 3
        assert {(e["start"], e["end"]) for e in evidence} <= clauses
        assert [e["score"] for e in evidence] == sorted((e["score"] for e in evidence), reverse=True)
        [first] = [p for p in rows if p["start"] <= evidence[0]["start"] < p["end"]]
        assert item in first["items"]
    assert {item for p in record["paragraphs"] for item in p["items"]} == set(record["items"])
    assert [view.id for view in doc._.items] == record["items"]
    assert [view.evidence[0].text for view in doc._.items] == [report[e[0]["start"] : e[0]["end"]] for e in record["item_evidence"].values()]


def test_evaluate_reports_scores(small, report):
    record = doc_to_record(small(report))
    assert small.evaluate([Example(small.make_doc(report), record_to_doc(record, small))])["items_f"] == 1.0
    record["items"] = [*record["items"][1:], *[item for item in taxonomy().items if item not in record["items"]][:1]]
    scores = small.evaluate([Example(small.make_doc(report), record_to_doc(record, small))])
    right = len(record["items"]) - 1
    assert (scores["items_p"], scores["items_r"]) == pytest.approx((right / (right + 1), right / (right + 1)))


def test_what_must_not_matter_does_not(small, report):
    import opencc

    expected = doc_to_record(small(report))["items"]
    assert doc_to_record(small(report.translate(str.maketrans("，：；（）", ",:;()"))))["items"] == expected
    assert doc_to_record(small(report.replace("2022年", "2019年").replace("2023年", "2020年")))["items"] == expected
    convert = opencc.OpenCC("s2t").convert
    assert doc_to_record(small("".join(c if len(t := convert(c)) != 1 else t for c in report)))["items"] == expected


def test_an_explanation_names_features_that_stand_in_the_report(small, report):
    doc = small(report)
    item = next(iter(items_of(doc)))
    reasons = small.get_pipe("lawnlp_items").explain(doc, item)
    assert reasons
    assert [weight for _, weight in reasons] == sorted((weight for _, weight in reasons), reverse=True)
    words = normalise(fold(report), 2022)
    assert all(name.split(": ", 1)[1] in words for name, _ in reasons if name.startswith("own: "))


def test_only_paragraphs_of_measures_and_leader_duty_carry_items():
    assert carrying_rows([["measures"], ["plan"], [], ["leader_duty"], ["plan", "measures"]]) == [0, 3, 4]
    assert carrying_rows([[], []]) == [0, 1]
    assert carrying_rows([["plan"]]) == []


@pytest.mark.parametrize("start", [-4.0, -30.0])
def test_a_noisy_or_finds_the_instance_that_carries_the_label(start):
    """Bags of three instances; the label is there when one of them is of kind 0, and only bags are labelled. A label thrown far down finds its way back."""
    from scipy.sparse import csr_matrix

    chance = np.random.default_rng(0)
    kinds = chance.integers(0, 5, size=(200, 3))
    matrix = csr_matrix(np.eye(5)[kinds.ravel()])
    target = (kinds == 0).any(axis=1, keepdims=True).astype(float)
    weights, intercept = fit_noisy_or(matrix, np.arange(0, 600, 3), target, 10.0, 60, start)
    scores = weights[0] + intercept[0]
    assert scores[0] > 2
    assert scores[1:].max() < -2
