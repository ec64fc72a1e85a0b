"""The learned indicators: contract, what must not matter, explanation, a new indicator taught from a few examples."""

import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.training import Example

import lawnlp
from lawnlp.errors import InputError, TaxonomyError
from lawnlp.learn.indicator_model import IndicatorModel
from lawnlp.learn.quantity_features import quantity_features
from lawnlp.learn.settings import IndicatorSettings
from lawnlp.pipes.indicators import Indicators
from lawnlp.pipes.tokenizer import CharacterTokenizer
from lawnlp.records import ADVERSARIAL, check_record, doc_to_record, is_adversarial, record_to_doc
from lawnlp.taxonomy import load_taxonomy, taxonomy
from lawnlp.text.quantities import find_quantities

CORPUS = Path(__file__).parents[2] / "corpus"


def records(name, count):
    with (CORPUS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line, _ in zip(lines, range(count), strict=False)]


def fragments():
    """Two files of fragments: every indicator, and few enough to learn from in some seconds."""
    return [r for r in records("fragments", 10_000) if r["id"].startswith(("figures-", "indicators-"))]


def blank():
    nlp = spacy.blank("zh")
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    for name in ("lawnlp_paragraphs", "lawnlp_quantities", "lawnlp_indicators"):
        nlp.add_pipe(name)
    return nlp


def teach(nlp, given, **settings):
    examples = [Example(nlp.make_doc(r["text"]), record_to_doc(r, nlp)) for r in given]
    nlp.get_pipe("lawnlp_indicators").initialize(lambda: examples, nlp=nlp, **{"folds": 2, **settings})
    return nlp


@pytest.fixture(scope="module")
def small():
    return teach(blank(), fragments())


def given(nlp, text):
    return [(q["text"], q["indicator"]) for q in lawnlp.analyze(text, nlp=nlp)["quantities"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年收到行政复议申请417件，受理386件，审结359件。", ["reconsideration_received", "reconsideration_accepted", "reconsideration_concluded"]),
        ("主动公开政府信息1.2万条，办理依申请公开87件。", ["information_disclosed", "disclosure_requests"]),
        ("办理人大代表建议63件、政协提案71件，满意率100%。", ["congress_suggestions", "cppcc_proposals", "proposal_satisfaction_rate"]),
        ("全县共有人民调解委员会211个、人民调解员1340名。", ["mediation_committees", "mediators"]),
        ("建成法治文化广场7个，拨付经费62万元。", [None, None]),
    ],
)
def test_new_sentences(small, text, expected):
    assert [indicator for _, indicator in given(small, text)] == expected


def test_a_change_has_none(small):
    assert given(small, "行政机关负责人出庭应诉率由去年的61%提高到88%。") == [("61%", None), ("88%", None)]
    assert given(small, "全年收到行政复议申请312件，行政复议申请减少了45件。") == [("312件", "reconsideration_received"), ("45件", None)]


def test_a_target_of_the_plan_has_none(small):
    text = "全年收到行政复议申请417件。"
    rows = [{**vars(q), "name": "行政复议申请"} for q in find_quantities(text)]
    for part, expected in (("measures", "reconsideration_received"), ("plan", None)):
        features = quantity_features(text, rows, [{"start": 0, "end": len(text), "part": [part], "topics": ["dispute_resolution"]}])
        assert small.get_pipe("lawnlp_indicators").model.predict([features])[0][0].indicator == expected


def test_ten_reports_with_few_indicators_are_enough():
    nlp = teach(blank(), records("train", 10), min_df=2)
    taught = {q["indicator"] for r in records("train", 10) for q in r["quantities"]}
    found = {q["indicator"] for r in records("test", 10) for q in lawnlp.analyze(r["text"], nlp=nlp)["quantities"]} - {None}
    assert len(found) > 5
    assert found <= taught


def test_training_twice_gives_the_same(small, report):
    again = teach(blank(), fragments())
    assert doc_to_record(again(report)) == doc_to_record(small(report))


def test_disk_bytes_and_workers(small, report, tmp_path):
    expected = doc_to_record(small(report))
    component = small.get_pipe("lawnlp_indicators")
    component.to_disk(tmp_path / "model")
    for again in (Indicators().from_disk(tmp_path / "model"), Indicators().from_bytes(component.to_bytes())):
        doc = small.get_pipe("lawnlp_quantities")(small.get_pipe("lawnlp_paragraphs")(small.make_doc(report)))
        assert doc_to_record(again(doc)) == expected
        assert again.labels == tuple(taxonomy().indicators)
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method("spawn", force=True)
    try:
        docs = list(small.pipe([report, "", report], n_process=2, batch_size=1))
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert [doc_to_record(doc) for doc in docs][::2] == [expected, expected]


def test_a_foreign_state_is_one_clear_line(small, tmp_path):
    from lawnlp.learn.store import save_state

    save_state(tmp_path / "other", {"parts": []})
    with pytest.raises(InputError, match="holds no model of lawnlp_indicators"):
        Indicators().from_disk(tmp_path / "other")
    state = small.get_pipe("lawnlp_indicators").model.state()
    save_state(tmp_path / "unknown", {**state, "indicators": ["colours", *state["indicators"][1:]]})
    with pytest.raises(InputError, match="'colours', which this taxonomy has not"):
        Indicators().from_disk(tmp_path / "unknown")


def test_predict_writes_nothing(small, report):
    doc = small.get_pipe("lawnlp_quantities")(small.get_pipe("lawnlp_paragraphs")(small.make_doc(report)))
    before = doc.to_bytes()
    assert len(small.get_pipe("lawnlp_indicators").predict([doc])[0]) == len(doc.spans["quantities"])
    assert doc.to_bytes() == before


def test_a_batch_predicts_what_each_document_predicts(small, report):
    texts = [report, "受理行政复议申请38件。", "", "没有数字", report[:500]]
    assert [doc_to_record(d) for d in small.pipe(texts)] == [doc_to_record(small(t)) for t in texts]


def test_not_initialized_is_a_clear_error():
    with pytest.raises(ValueError, match="lawnlp_indicators"):
        blank()("受理行政复议申请38件。")


def test_nothing_labelled_is_a_clear_error():
    with pytest.raises(ValueError, match="some quantities must have an indicator"):
        teach(blank(), [{**r, "quantities": [{**q, "indicator": None} for q in r["quantities"]]} for r in records("fragments", 3)])


def test_what_must_not_matter_does_not(small):
    import opencc

    text = "2023年，全县收到行政复议申请152件，受理131件；发放宣传资料2.6万份。"
    expected = [indicator for _, indicator in given(small, text)]
    assert any(expected)
    for other in (
        text.translate(str.maketrans("，；。", ",;。")),
        text.replace("2023", "2018"),
        text.replace("全县", "全区"),
        opencc.OpenCC("s2t").convert(text),
    ):
        assert other != text
        assert [indicator for _, indicator in given(small, other)] == expected


def test_scores_are_probabilities_of_what_is_given(small, report):
    record, threshold = lawnlp.analyze(report, nlp=small), small.get_pipe("lawnlp_indicators").model.settings.threshold
    assert check_record(record) == []
    assert all(0 <= q["indicator_score"] <= 1 for q in record["quantities"])
    assert all(q["indicator_score"] >= threshold for q in record["quantities"] if q["indicator"])
    assert all(q["indicator_score"] > 1 - threshold for q in record["quantities"] if not q["indicator"])


def test_the_scorer_compares_with_the_gold_record(small):
    gold = record_to_doc(lawnlp.analyze("收到行政复议申请417件，受理386件。", nlp=small), small)
    [row] = [Example(small(gold.text), gold)]
    scores = small.get_pipe("lawnlp_indicators").scorer([row])
    assert scores == {"indicators_p": 1.0, "indicators_r": 1.0, "indicators_f": 1.0}


def test_an_explanation_names_what_stands_there(small):
    doc = small("建成法治公园9个，办理法律援助案件528件。")
    reasons = small.get_pipe("lawnlp_indicators").explain(doc, 1)
    assert reasons["indicator"] == "legal_aid_cases"
    assert reasons["probability"] > 0.4
    assert reasons["words"]
    assert all(weight > 0 for _, weight in reasons["words"] + reasons["form"])
    assert all(words.split(": ", 1)[1].strip("^$") in "^建成法治公园0个,办理法律援助案件0件。$" for words, _ in reasons["words"])


def test_features_tell_parts_other_years_and_other_places():
    text = "全县概况：我县、全县。2023年全县败诉率5%，全市败诉率8%，去年同期9%；办理案件30件(其中涉企3件)。报告期2023年，2023年。"
    rows = [vars(q) for q in find_quantities(text)]
    form = {text[f.start : f.end]: set(x.form) for f, x in zip(find_quantities(text), quantity_features(text, rows, []), strict=True)}
    assert "other place" in form["8%"]
    assert "other place" not in form["5%"]
    assert "other time" in form["9%"]
    assert "part of a whole" in form["3件"]
    assert "in brackets" in form["3件"]
    assert "part of a whole" not in form["30件"]
    assert quantity_features("没有", [], []) == []


@pytest.mark.parametrize(("unit", "plain"), [("人(次)", "人次"), ("份(册)", "份"), ("头(只、匹)", "头"), ("批(人)次", "批次")])
def test_a_unit_with_brackets_is_that_without(unit, plain):
    one, other = (quantity_features(text, [vars(q) for q in find_quantities(text)], [])[0] for text in (f"发放到手420{unit}。", f"发放到手420{plain}。"))
    assert one == other
    assert f"unit {plain}" in one.form


def test_texts_written_against_a_model_do_not_tell_how_probable_an_answer_is():
    def report(number, text):
        quantities = [{**vars(q), "name": ""} for q in find_quantities(text)]
        return quantity_features(text, quantities, [{"start": 0, "end": len(text), "part": ["measures"], "topics": []}])

    usual = [report(n, f"收到行政复议申请{n}件，评查案卷{n}卷，走访企业{n}家。") for n in range(30, 60)]
    hard = [report(n, f"转来行政复议申请{n}件，评查案卷{n}卷，走访企业{n}家。") for n in range(30, 60)]
    gold = [["reconsideration_received", "case_files_reviewed", None]] * 30 + [[None, "case_files_reviewed", None]] * 30
    indicators = ["reconsideration_received", "case_files_reviewed"]
    alone = IndicatorModel(indicators, IndicatorSettings(folds=2)).fit(usual, gold[:30])
    both = IndicatorModel(indicators, IndicatorSettings(folds=2)).fit(usual + hard, gold)
    told = IndicatorModel(indicators, IndicatorSettings(folds=2)).fit(usual + hard, gold, [False] * 30 + [True] * 30)
    assert (
        told.judge.units == alone.judge.units and np.array_equal(told.judge.usual, alone.judge.usual) and not np.array_equal(told.judge.usual, both.judge.usual)
    )
    assert told.form_names == both.form_names and np.array_equal(told.weights.row(1), both.weights.row(1))


def test_what_a_record_says_of_its_source_reaches_the_model():
    nlp = spacy.blank("zh")
    text = "甲"
    assert [
        is_adversarial(record_to_doc({"id": "a", "text": text, "meta": {"source": source}, "paragraphs": []}, nlp))
        for source in ("adversarial", "constructed", None)
    ] == [True, False, False]
    assert not is_adversarial(nlp.make_doc(text))
    assert all((r["meta"]["source"] == ADVERSARIAL) == r["id"].startswith("adversarial_") for r in records("fragments", 10_000))


def test_a_model_without_reports_predicts_nothing():
    assert IndicatorModel(["a"], IndicatorSettings()).predict([]) == []
    assert IndicatorModel(["a"], IndicatorSettings()).predict([[], []]) == [[], []]


NEW = """
[indicators.village_advisers]
name = "村（居）法律顾问数"
unit = "名"
topic = "legal_society"
"""
FORMS = [
    "全县配备村（居）法律顾问{n}名，解答咨询{m}人次。",
    "选聘{n}名村居法律顾问，代写文书{m}份。",
    "聘任村（社区）法律顾问{n}人，实现全覆盖；开展法治讲座{m}场。",
    "组织{n}名律师担任村居法律顾问，走访群众{m}户。",
    "建立村居法律顾问队伍，现有顾问{n}名，参与调解{m}件。",
    "村（居）法律顾问达到{n}名，微信群{m}个。",
]


@pytest.mark.parametrize(
    ("text", "labels", "right", "expected"),
    [
        ("不予处罚17件、从轻处罚16件、减轻处罚4件。", [1, 1, 1], [0.9, 0.25, 0.3], [0.9, 0.4, 0.4]),
        ("不予处罚17件、从轻处罚16件、减轻处罚4件。", [1, 1, 1], [0.3, 0.25, 0.9], [0.4, 0.4, 0.9]),
        ("不予处罚17件、从轻处罚16件。", [1, 1], [0.9, 0.15], [0.9, 0.15]),  # too unlikely
        ("不予处罚17件、从轻处罚16件。", [1, 2], [0.9, 0.25], [0.9, 0.25]),  # another indicator
        ("不予处罚17件。从轻处罚16件。", [1, 1], [0.9, 0.25], [0.9, 0.25]),  # another sentence
        ("不予处罚17件、从轻处罚16人。", [1, 1], [0.9, 0.25], [0.9, 0.25]),  # another unit
        ("集体学法6次，会前学法11次。", [3, 3], [0.9, 0.25], [0.9, 0.25]),  # events: the first alone
        ("检查企业60家，抽查企业11家。", [3, 3], [0.9, 0.25], [0.9, 0.25]),  # counted by what was visited
        ("培训干部120人次、村干部80人次。", [2, 2], [0.9, 0.25], [0.9, 0.4]),  # people are none
        ("不予处罚17件，对情节较轻、后果不重的从轻处罚16件。", [1, 1], [0.9, 0.25], [0.9, 0.25]),  # far apart
    ],
)
def test_members_of_a_list_go_with_each_other(text, labels, right, expected):
    rows = [{**vars(q), "name": ""} for q in find_quantities(text)]
    report = quantity_features(text, rows, [{"start": 0, "end": len(text), "part": ["measures"], "topics": []}])
    model = IndicatorModel(["lenient_cases", "trainees", "events"], units={"lenient_cases": "件", "trainees": "人次", "events": "次"})
    assert model._raised(np.array(labels), np.array(right), [report]).tolist() == expected


def test_parts_of_a_total_do_not_go_with_each_other():
    text = "办理案件33件，其中不予处罚17件、从轻处罚16件。"
    rows = [{**vars(q), "name": ""} for q in find_quantities(text)]
    rows[1]["of"] = rows[2]["of"] = 0
    report = quantity_features(text, rows, [{"start": 0, "end": len(text), "part": ["measures"], "topics": []}])
    model = IndicatorModel(["lenient_cases"])
    assert model._raised(np.array([1, 1, 1]), np.array([0.1, 0.9, 0.3]), [report]).tolist() == [0.1, 0.9, 0.3]


def test_a_new_indicator_is_taught_with_thirty_sentences(tmp_path, report):
    """One definition in a file of one's own and thirty labelled sentences, in a process that reads that file, as a user would."""
    (tmp_path / "mine.toml").write_text(NEW, encoding="utf-8")
    taught = []
    for number in range(30):
        text = FORMS[number % len(FORMS)].format(n=41 + 7 * number, m=120 + 13 * number)
        first, *others = find_quantities(text)
        rows = [
            {"start": q.start, "end": q.end, "text": text[q.start : q.end], "kind": q.kind, "value": q.value, "unit": q.unit, "bound": q.bound}
            | {"indicator": "village_advisers" if q is first else None}
            for q in (first, *others)
        ]
        taught.append({"id": f"mine-{number}", "text": text, "quantities": rows, "paragraphs": []})
    (tmp_path / "mine.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in taught) + "\n", encoding="utf-8")
    script = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from test_indicator_model import blank, fragments, given, teach
from lawnlp.records import read_records
nlp = teach(blank(), fragments() + read_records(Path({str(tmp_path / "mine.jsonl")!r})))
print(given(nlp, "为每个行政村配齐村居法律顾问，全市村（居）法律顾问共816名；县政府法律顾问6名，出具法律意见书93份。"))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env={**os.environ, "LAWNLP_TAXONOMY": str(tmp_path / "mine.toml")}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[('816名', 'village_advisers'), ('6名', 'legal_advisers'), ('93份', 'legal_opinions')]"


def test_own_indicators_are_added_to_those_of_the_installation(tmp_path):
    (tmp_path / "mine.toml").write_text(NEW, encoding="utf-8")
    own = load_taxonomy(tmp_path / "mine.toml")
    assert list(own.indicators) == [*taxonomy().indicators, "village_advisers"]
    assert own.topics == taxonomy().topics
    (tmp_path / "wrong.toml").write_text(NEW.replace("legal_society", "colour"), encoding="utf-8")
    with pytest.raises(TaxonomyError, match=r"wrong\.toml: indicators\.village_advisers\.topic: unknown topic 'colour'"):
        load_taxonomy(tmp_path / "wrong.toml")
    with pytest.raises(TaxonomyError, match=r"none\.toml: cannot be read"):
        load_taxonomy(tmp_path / "none.toml")


def test_an_indicator_that_the_taxonomy_has_not_is_named():
    [record] = records("fragments", 1)
    record["quantities"][0]["indicator"] = "colours"
    with pytest.raises(InputError, match="'colours' stands not in the taxonomy"):
        teach(blank(), [record])
