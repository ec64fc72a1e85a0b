"""Coverage: the learned component's contract, what grades are made of, the total."""

import json
import multiprocessing
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.training import Example

import lawnlp
from lawnlp.coverage import GRADES, MISSING, total
from lawnlp.errors import InputError
from lawnlp.evaluation import rounded_grade
from lawnlp.learn.coverage_clauses import FACTS, clause_table
from lawnlp.learn.coverage_features import TOPIC_FEATURES, amounts, topic_row
from lawnlp.learn.coverage_model import missing
from lawnlp.learn.features import report_features
from lawnlp.learn.ordinal import Ordinal
from lawnlp.pipes.coverage import Coverage, view
from lawnlp.records import check_record, doc_to_record, read_records, record_to_doc
from lawnlp.taxonomy import taxonomy

CORPUS = Path(__file__).parents[2] / "corpus"


def with_coverage(records, **settings):
    nlp = lawnlp.load()
    if not nlp.has_pipe("lawnlp_coverage"):
        nlp.add_pipe("lawnlp_coverage")
    examples = [Example(nlp.make_doc(r["text"]), record_to_doc(r, nlp)) for r in records]
    nlp.get_pipe("lawnlp_coverage").initialize(lambda: examples, nlp=nlp, section_folds=0, folds=2, **settings)
    return nlp


@pytest.fixture(scope="module")
def some():
    return [r for r in read_records(CORPUS / "train.jsonl") if len(r["text"]) < 2600][:12]


@pytest.fixture(scope="module")
def small(some):
    return with_coverage(some)


def test_every_requirement_is_graded_with_passages(nlp, report):
    record = doc_to_record(nlp(report))
    assert check_record(record) == []
    assert list(record["coverage"]) == list(taxonomy().requirements)
    for row in record["coverage"].values():
        assert sum(row["probabilities"]) == pytest.approx(1, abs=0.001)
        assert row["grade"] == pytest.approx(sum(k * p for k, p in enumerate(row["probabilities"])), abs=0.002)
        assert len(row["evidence"]) <= 5
        assert [e["score"] for e in row["evidence"]] == sorted((e["score"] for e in row["evidence"]), reverse=True)
        assert bool(row["missing"]) == (rounded_grade(row["grade"]) < 3)
    assert record["coverage_total"] == total({name: rounded_grade(row["grade"]) for name, row in record["coverage"].items()})


def test_evidence_is_about_its_topic(nlp):
    text = (
        "甲县2023年法治政府建设报告\n一、主要举措和成效\n（一）依法化解行政争议。受理行政复议申请38件，审结35件，纠错率8.5%。出台《行政应诉办法》，负责人出庭应诉率100%。\n"
        "（二）普法。进一步加强法治宣传教育，普法氛围不断浓厚。\n二、下一步打算\n继续加强法治政府建设。"
    )
    found = {view.id: view for view in nlp(text)._.coverage}
    assert [rounded_grade(found[name].grade) for name in ("dispute_resolution", "legal_society", "emergency_response")] == [3, 1, 0]
    assert all("复议" in span.text or "应诉" in span.text for span in found["dispute_resolution"].evidence)
    assert found["emergency_response"].missing == ("absent",)
    assert "only_general" in found["legal_society"].missing
    assert found["legal_society"].name == taxonomy().topics["legal_society"].name


def test_disk_bytes_workers_and_batches(small, report, tmp_path):
    expected = doc_to_record(small(report))
    assert expected["coverage"]
    small.to_disk(tmp_path / "model")
    assert doc_to_record(spacy.load(tmp_path / "model")(report)) == expected
    again = Coverage().from_bytes(small.get_pipe("lawnlp_coverage").to_bytes())
    assert again.predict([small(report)]) == small.get_pipe("lawnlp_coverage").predict([small(report)])
    texts = [report, "", "一", report[:500]]
    assert [doc_to_record(doc) for doc in small.pipe(texts)] == [doc_to_record(small(text)) for text in texts]
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method("spawn", force=True)
    try:
        docs = list(small.pipe([report, "", report], n_process=2, batch_size=1))
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert [doc_to_record(doc) for doc in docs][::2] == [expected, expected]


def test_the_same_data_give_the_same_model(small, some, report):
    component, other = small.get_pipe("lawnlp_coverage"), with_coverage(some).get_pipe("lawnlp_coverage")
    doc = small(report)
    assert component.predict([doc]) == other.predict([doc])
    assert component.predict([doc]) != with_coverage(some, variant_weight=0.0, regularisation=0.1).get_pipe("lawnlp_coverage").predict([doc])


def test_reports_without_grades_teach_nothing_and_nothing_is_written(some, report):
    nlp = with_coverage([{**r, "coverage": None} for r in some[:2]])
    record = doc_to_record(nlp(report))
    assert record["coverage"] is None
    assert "coverage_total" not in record
    assert nlp.get_pipe("lawnlp_coverage").to_bytes()


def test_wrong_states_and_settings_are_one_line(small):
    with pytest.raises(ValueError, match="E109"):
        Coverage().predict([])
    with pytest.raises(InputError, match="train it again"):
        Coverage().from_bytes(__import__("lawnlp.learn.store", fromlist=["x"]).state_to_bytes({"settings": {}}))
    with pytest.raises(InputError, match="points"):
        Coverage(points=[0, 2, 1, 3])
    with pytest.raises(InputError, match="rain"):
        Coverage(weights={"rain": 1.0})


def test_the_total_follows_points_and_weights(small, report):
    component = small.get_pipe("lawnlp_coverage")
    doc = small(report)
    grades = {name: grade.chosen for name, grade in component.predict([doc])[0].items()}
    other = Coverage(points=[0, 0, 1, 1], weights={"plan": 5.0})
    other.set_annotations([doc], component.predict([doc]))
    assert doc_to_record(doc)["coverage_total"] == total(grades, [0, 0, 1, 1], {"plan": 5.0})
    assert total(dict.fromkeys(taxonomy().requirements, 3)) == 100.0
    assert total({}) == 0.0


def test_explanations_add_up_to_the_probability(nlp, report):
    doc = nlp(report)
    rows = nlp.get_pipe("lawnlp_coverage").explain(doc, "dispute_resolution")
    assert len(rows) == 3
    first = 1 / (1 + np.exp(-sum(weight for _, weight in rows[0])))
    assert first == pytest.approx(1 - next(v for v in doc._.coverage if v.id == "dispute_resolution").probabilities[0], abs=0.001)
    assert all(row[0][0] == "(start)" and {name for name, _ in row[1:]} <= set(TOPIC_FEATURES) for row in rows)


def test_a_long_text_takes_one_pass(small, report):
    text = (report + "\n") * (200_000 // len(report) + 1)
    assert len(doc_to_record(small(text))["coverage"]) == 13


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 5), min_size=17, max_size=17), st.integers(0, 16), st.floats(0, 3))
def test_more_of_anything_never_lowers_a_grade(small, amounts, which, more):
    names = sorted({name.rsplit(" ", 1)[0] for name in TOPIC_FEATURES})
    own = dict(zip(names, amounts, strict=False))
    own |= {name: 0.0 for name in names if name not in own}
    richer = {**own, names[which % len(names)]: own[names[which % len(names)]] + more}
    model = small.get_pipe("lawnlp_coverage").model.topics
    low, high = (model.probabilities(np.array([topic_row(o)])) @ np.arange(4) for o in (own, richer))
    assert high[0] >= low[0] - 1e-9


def test_ordinal_thresholds_are_in_order():
    chance = np.random.default_rng(0)
    rows = chance.random((200, 3))
    grades = (rows[:, 0] * 4).astype(int)
    model = Ordinal.fit(rows, grades, 3, 10.0)
    probabilities = model.probabilities(rows)
    assert (probabilities >= -1e-12).all()
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert (model.coefficients >= 0).all()
    assert (np.abs(probabilities @ np.arange(4) - grades) < 1).mean() > 0.9
    assert Ordinal.fit(rows, np.zeros(200, int), 3, 1.0).probabilities(rows)[:, 0].min() > 0.99


def table(text, part="measures", topics=("dispute_resolution",), nlp=None):
    doc = nlp(text)
    record = view(doc)
    record["paragraphs"] = [{**p, "part": [part], "topics": list(topics), "topic_scores": None} for p in record["paragraphs"]]
    return clause_table(record, report_features(text))


@pytest.mark.parametrize(
    ("clause", "facts"),
    [
        ("受理行政复议申请38件，审结35件。", {"figures": 2, "acts": 2, "outcomes": 1}),
        ("印发《行政应诉办法》，组织培训。", {"documents": 1, "named": 1, "acts": 2, "figures": 0}),
        ("深入贯彻《行政复议法》，不断提升能力。", {"documents": 0, "named": 1, "figures": 0}),
        ("进一步加强学习，持续提升依法行政能力。", {"acts": 0, "said": 0, "figures": 0}),
        ("做法获评全省典型案例。", {"honours": 2}),
        ("执法力量不足，原因是编制紧。", {"weak": 1, "causes": 1}),
        ("全年未发生群体性问题。", {"weak": 0}),
        ("承诺3个工作日内答复。", {"figures": 0}),
        ("本年度未制定、修订行政规范性文件。", {"acts": 0}),
        ("也没有新出台管理办法。", {"acts": 0}),
        ("没有一件文件被纠正，未发生备案审查被退回的情形。", {"acts": 0}),
        ("未印发《矿区管理办法》。", {"acts": 0, "documents": 0, "named": 1}),
        ("未采纳的意见逐条公示，未经审查的不上会。", {"acts": 2}),
        ("对未备案的文件予以清理。", {"acts": 1}),
        ("开展未成年人保护检查。", {"acts": 1}),
        ("基层所装备不足，主要是财政投入有限。", {"weak": 1, "causes": 1}),
        ("执法队伍不稳，主要因岗位轮换快。", {"causes": 1}),
        ("接口迟迟没有打通，受机构调整影响较大。", {"causes": 1}),
        ("普法针对性不强，说到底，问题出在摸底不够。", {"causes": 2}),
        ("4件案件因程序违法败诉。", {"causes": 1}),
        ("4件败诉案件因措施不力所致。", {"causes": 1}),
        ("3件案件败诉系取证程序违法所致。", {"causes": 1}),
        ("部分案件因证据不足，被法院撤销。", {"causes": 1}),
        ("由于编制紧张导致执法力量不足。", {"causes": 2}),
        ("因此，执法力量不足，因地制宜、因案施策不够。", {"causes": 0}),
        ("因地因时制宜不够，个别干部因循旧例、因噎废食。", {"causes": 0}),
        ("因历史原因，部分土地权属争议未解决。", {"causes": 1}),
        ("因受机构改革影响，执法力量不足。", {"causes": 1}),
        ("案件败诉，因应诉能力弱。", {"causes": 1}),
        ("环境污染诱因复杂，因素较多。", {"causes": 0}),
        ("仍存在一些不足，主要是案卷质量不高。", {"causes": 0}),
        ("与上级要求还有差距，主要是：培训偏少。", {"causes": 0}),
        ("执法监督受到影响。", {"causes": 0}),
        ("普法活动受众面影响扩大。", {"causes": 0}),
        ("县未保办组织关爱行动。", {"acts": 1}),
        ("区检察院未检开展普法。", {"acts": 1}),
    ],
)
def test_what_a_clause_holds(nlp, clause, facts):
    found = table(clause, nlp=nlp)
    assert {name: found.fact(name).sum() for name in facts} == facts
    assert set(facts) <= set(FACTS)


@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        ("区城市管理局出庭应诉率仅60%，全区排名靠后；区自然资源局败诉2件。", 2),
        ("执法力量不足，原因是编制紧。", 1),
        ("执法力量不足；普法形式单一。", 0),
        ("与市委、市政府的要求还有差距。", 0),
        ("下一步，区司法局将针对不足组织培训2期。", 0),
    ],
)
def test_weaknesses_tied_to_bodies_count_as_those_with_causes(nlp, text, grounds):
    assert of_part(text, "shortcomings", nlp)["grounds"] == grounds


def test_fields_of_the_plan_with_a_figure_or_a_document_are_counted(nlp):
    fields, about = (
        ["评查执法案卷200卷", "开展应急演练4场", "受理行政复议申请30件", "制定行政规范性文件3件"],
        ["law_enforcement", "emergency_response", "dispute_resolution", "rulemaking"],
    )
    for sign in ("，", "。"):
        assert of_part(sign.join(fields) + "。", "plan", nlp, about)["proved fields"] == 4
    assert of_part("严格执法，做好应急管理，化解行政争议，规范文件制定。", "plan", nlp, about)["proved fields"] == 0


def of_part(text, part, nlp, topics=("dispute_resolution",)):
    found = table(text, part, topics, nlp=nlp)
    return amounts(found, nlp.get_pipe("lawnlp_coverage").model.reader.predict([found])[0])[part]


def test_a_repeated_line_counts_once(nlp):
    line = "受理行政复议申请38件，审结35件。\n出台应诉办法。"
    assert len(table(line + "\n" + line, nlp=nlp).words) == len(table(line, nlp=nlp).words) == 3


def test_weaknesses_and_work_to_come_in_one_line_are_told_apart(nlp):
    text = "执法力量不足，案卷质量不高。下一步，将组织轮训，出台评查办法。"
    for part in ("shortcomings", "plan"):
        found = table(text, part, nlp=nlp)
        assert [found.within(name).sum() for name in ("shortcomings", "plan")] == [2, 3]


def test_a_sentence_of_many_acts_holds_what_many_sentences_hold(nlp):
    acts = ["健全应急预案体系", "修订专项预案6个", "举办应急演练4场", "印发《值守应急办法》"]
    dense, tidy = (table(sign.join(acts) + "。", topics=["emergency_response"], nlp=nlp) for sign in ("，", "。"))
    assert len(dense.words) == len(tidy.words) == 4
    assert (dense.facts == tidy.facts).all()
    assert len(set(dense.clause)) == 1
    assert len(set(tidy.clause)) == 4


def test_numbers_with_commas_and_short_leads_are_not_cut(nlp):
    assert table("同时，全年检查企业1,320家次，查处案件18件。", nlp=nlp).words == ("同时,全年检查企业0家次,", "查处案件0件。")


@pytest.mark.parametrize("number", ["（一）", "1.", "一是"])
def test_the_number_before_a_statement_is_none_of_its_words(nlp, number):
    told = "修订应急预案，组织实战演练。"
    assert table(number + told, nlp=nlp).words == table(told, nlp=nlp).words


@pytest.mark.parametrize(
    ("told", "duty"),
    [
        ("县委主要领导主持召开全面依法治县委员会会议，县政府主要领导先后3次听取法治工作汇报。", True),
        ("党政主要负责同志带头讲授法治课。", True),
        ("通报部门主要负责人出庭情况。", False),
        ("召开会议研究主要任务。", False),
    ],
)
def test_what_the_principal_leader_does_is_his_duty(nlp, told, duty):
    assert table(told, nlp=nlp).fact("duty").any() == duty


def test_a_topic_that_is_only_named_elsewhere_is_mentioned(nlp):
    told = "甲县2023年法治政府建设报告\n一、主要举措和成效\n（一）依法化解行政争议。受理行政复议申请38件，审结35件，纠错率8.5%。{}\n二、下一步打算\n继续加强法治政府建设。"
    without, named = (
        next(view.grade for view in nlp(told.format(words))._.coverage if view.id == "emergency_response") for words in ("", "应急管理和防灾减灾工作有序开展。")
    )
    assert without < 0.5 < named


def test_missing_names_what_the_guidelines_ask():
    own = dict.fromkeys((*FACTS, "heading", "results", "concrete", "clauses", "grounds"), 0.0)
    for name in taxonomy().requirements:
        for grade in range(4):
            found = missing(name, grade, own)
            assert set(found) <= set(MISSING)
            assert bool(found) == (grade < 3)
    assert missing("rulemaking", 2, {**own, "acts": 3}) == ("no_figure", "no_document", "no_outcome")
    assert missing("shortcomings", 2, {**own, "heading": 1, "bodies": 1}) == ("no_cause",)
    assert missing("shortcomings", 2, {**own, "heading": 1, "bodies": 1, "grounds": 1}) == ("more_of_it",)
    assert missing("leader_duty", 1, own) == ("no_section",)
    assert len(GRADES) == 4


def test_the_scorer_counts_grades(small, some):
    scores = small.evaluate([Example(small.make_doc(r["text"]), record_to_doc(r, small)) for r in some[:4]])
    predicted = [{n: rounded_grade(g) for n, g in doc_to_record(small(r["text"]))["coverage"].items()} for r in some[:4]]
    exact = [p[n] == g for p, r in zip(predicted, some, strict=False) for n, g in r["coverage"].items()]
    assert scores["coverage_exact"] == pytest.approx(sum(exact) / len(exact))
    assert 0 < scores["coverage_kappa"] <= 1


def test_the_record_is_plain_json(nlp, report):
    record = doc_to_record(nlp(report))
    assert json.loads(json.dumps(record)) == record
    assert doc_to_record(record_to_doc(record, nlp)) == record
