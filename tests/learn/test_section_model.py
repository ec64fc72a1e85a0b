"""The learned sections: contract, determinism, robustness, explanation."""

import json
import multiprocessing
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

import lawnlp
from lawnlp.evaluation import SectionCounts, count_sections
from lawnlp.learn.augment import damaged
from lawnlp.learn.decoding import transition_scores, viterbi
from lawnlp.learn.features import normalise, report_features, report_year
from lawnlp.learn.ngrams import NgramVectorizer, hash_ngrams
from lawnlp.pipeline import build_pipeline
from lawnlp.pipes.seen import within
from lawnlp.records import check_record, doc_to_record, record_to_doc
from lawnlp.resources import config_path
from lawnlp.training import train

CORPUS = Path(__file__).parents[2] / "corpus"
SMALL = {
    "initialize.components.lawnlp_sections.folds": 2,
    "initialize.components.lawnlp_sections.augment": False,
    "initialize.components.lawnlp_sections.min_df": 2,
}


def records(split, count, longest=3000):
    with (CORPUS / f"{split}.jsonl").open(encoding="utf-8") as lines:
        some = [r for r in map(json.loads, lines) if len(r["text"]) < longest]
    return some[:: max(1, len(some) // count)][:count]  # over the whole file: neighbours are of one place


@pytest.fixture(scope="module")
def small():
    nlp = build_pipeline(config_path("report.cfg"), SMALL)
    train(records("train", 10, 2600), nlp)
    return nlp


def accuracy(nlp, gold):
    total = SectionCounts()
    for record in gold:
        total += count_sections(record["paragraphs"], lawnlp.analyze(record["text"], nlp=nlp)["paragraphs"])
    return total.part_right / total.paragraphs, total.main_right / total.with_topic


def test_ten_reports_teach_something(small):
    part, main = accuracy(small, records("test", 5))
    assert part > 0.8
    assert main > 0.7


def test_training_twice_gives_the_same_predictions(small, report):
    again = build_pipeline(config_path("report.cfg"), SMALL)
    train(records("train", 10, 2600), again)
    assert doc_to_record(again(report)) == doc_to_record(small(report))


def test_disk_bytes_and_workers(small, report, tmp_path):
    expected = doc_to_record(small(report))
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


def test_a_batch_predicts_what_each_document_predicts(nlp, report):
    texts = [report, "一、主要成效\n受理行政复议申请38件。", "", report[:400]]
    assert [doc_to_record(d) for d in nlp.pipe(texts)] == [doc_to_record(nlp(t)) for t in texts]


def test_predict_writes_nothing(nlp, report):
    doc = nlp.make_doc(report)
    doc = nlp.get_pipe("lawnlp_paragraphs")(doc)
    before = doc.to_bytes()
    assert len(nlp.get_pipe("lawnlp_sections").predict([doc])[0]) == len(doc.spans["paragraphs"])
    assert doc.to_bytes() == before


def test_not_initialized_is_a_clear_error(report):
    with pytest.raises(ValueError, match="lawnlp_sections"):
        build_pipeline(config_path("report.cfg"))(report)


def test_evaluate_reports_scores(nlp, report):
    gold = record_to_doc(lawnlp.analyze(report, nlp=nlp), nlp)
    assert nlp.evaluate([Example(nlp.make_doc(report), gold)])["part_acc"] == 1.0


def test_what_must_not_matter_does_not(nlp, report):
    def labels(text):
        return [(p["part"], p["topics"]) for p in lawnlp.analyze(text, nlp=nlp)["paragraphs"]]

    import opencc

    expected = labels(report)
    assert labels(report.translate(str.maketrans("，：；（）", ",:;()"))) == expected
    assert labels(report.replace("2022年", "2019年").replace("2023年", "2020年")) == expected
    convert = opencc.OpenCC("s2t").convert
    traditional = "".join(c if len(t := convert(c)) != 1 else t for c in report)
    assert traditional != report
    assert labels(traditional) == expected


def test_an_explanation_names_features_that_stand_in_the_report(nlp, report):
    doc = nlp(report)
    index = next(i for i, p in enumerate(doc._.paragraphs) if "行政复议" in p.span.text)
    reasons = nlp.get_pipe("lawnlp_sections").explain(doc, index)
    assert reasons["part"]["form"]
    assert reasons["topic"]["words"]
    assert all(weight > 0 for kinds in reasons.values() for rows in kinds.values() for _, weight in rows)
    assert all(len(rows) <= 8 and rows == sorted(rows, key=lambda row: -row[1]) for kinds in reasons.values() for rows in kinds.values())
    assert all(name.startswith("form: ") for name, _ in reasons["topic"]["form"])
    words = {
        "own: ": normalise(lawnlp.text.fold.fold(doc._.paragraphs[index].span.text), 2022),
        "path: ": "\n".join(normalise(lawnlp.text.fold.fold(p.span.text), 2022) for p in doc._.paragraphs if p.level),
    }
    for name, _ in [*reasons["topic"]["words"], *reasons["topic"]["headings"]]:
        kind = name[: name.index(": ") + 2]
        if kind in words:
            assert name[len(kind) :] in words[kind]
    assert any(name.startswith("path: ") for name, _ in reasons["topic"]["headings"])


def test_probabilities_stand_beside_the_labels(nlp, report):
    record = lawnlp.analyze(report, nlp=nlp)
    assert check_record(record) == []
    for p in record["paragraphs"]:
        assert 0 <= p["score"] <= 1
        assert list(p["topic_scores"]) == p["topics"]


def test_years_become_relations_and_numbers_zero():
    text = "甲县2023年报告\n2023年办理38件，2024年将办理1,200件，2022年12.5%"
    assert report_year(text) == 2023
    assert normalise(text, 2023) == "甲县今年报告\n今年办理0件，明年将办理0件，去年0%"
    assert report_year("没有年份") is None


def test_damaged_copies_are_sound_and_repeat():
    for number, record in enumerate(records("train", 12)):
        copy = damaged(record, seed=number)
        assert copy == damaged(record, seed=number)
        assert check_record({**copy, "paragraphs": [{**p, "topics": p["topics"] or []} for p in copy["paragraphs"]]}) == []
        kept = {tuple(p["part"]) for p in copy["paragraphs"]}
        assert kept >= {tuple(p["part"]) for p in record["paragraphs"] if {"noise", "shortcomings", "plan"}.isdisjoint(p["part"])}
    ways = {damaged(records("train", 1)[0], seed=s)["text"] for s in range(8)}
    assert len(ways) > 4


def test_some_copies_have_page_numbers_and_a_line_of_the_page_under_the_title():
    paged = titled = 0
    for number, record in enumerate(records("train", 60, 6000)):
        copy = damaged(record, seed=number)
        parts = [p["part"] for p in copy["paragraphs"]]
        lines = [copy["text"][p["start"] : p["end"]] for p in copy["paragraphs"]]
        paged += sum(
            part == ["noise"] and len(line) < 12 and "2" in line and "measures" in parts[i + 1]
            for i, (line, part) in enumerate(zip(lines[:-1], parts[:-1], strict=True))
        )
        titled += any(a == ["front_matter"] and b == ["noise"] and c == ["preamble"] for a, b, c in zip(parts, parts[1:], parts[2:], strict=False))
    assert paged > 3
    assert titled > 5


def test_some_copies_have_the_fields_of_a_document_above_the_title():
    fielded = 0
    for number, record in enumerate(records("train", 60, 6000)):
        copy = damaged(record, seed=number)
        rows = [(copy["text"][p["start"] : p["end"]], p["part"]) for p in copy["paragraphs"]]
        fielded += any(a == ["noise"] and b == ["front_matter"] and words not in record["text"] for (_, a), (words, b) in pairwise(rows))
    assert fielded > 5


def test_some_copies_put_paragraphs_under_a_leaders_heading():
    led = 0
    for number, record in enumerate(records("train", 60, 6000)):
        copy = damaged(record, seed=number)
        moved = [p for p in copy["paragraphs"] if p["topics"] is None]
        led += bool(moved)
        own = {copy["text"][p["start"] : p["end"]] for p in copy["paragraphs"]}
        for p in moved:
            assert p["part"] == ["leader_duty"]
            words = copy["text"][p["start"] + 3 : p["end"]]  # behind 一是
            assert words in record["text"]
            assert not any(words in other for other in own - {copy["text"][p["start"] : p["end"]]})  # moved, not copied
    assert led > 5


def test_viterbi_prefers_a_likely_sequence():
    import numpy as np

    transitions = transition_scores([[(0, 0), (0, 0), (1, 0), (1, 0)]] * 20, 2, 1)
    scores = np.log(np.array([[0.9, 0.1], [0.45, 0.55], [0.55, 0.45], [0.1, 0.9]]))
    assert viterbi(scores, [0] * 4, transitions, [0.0]) == [0, 1, 0, 1]
    assert viterbi(scores, [0] * 4, transitions, [1.0]) in ([0, 0, 0, 1], [0, 1, 1, 1], [0, 0, 1, 1])
    assert viterbi(scores[:0], [], transitions, [1.0]) == []


def test_transitions_hang_on_the_place():
    import numpy as np

    transitions = transition_scores([[(0, 1), (0, 0), (1, 1), (1, 0)]] * 20, 2, 2)  # only at a first-level heading (1) does the label change
    scores = np.log(np.array([[0.9, 0.1], [0.4, 0.6], [0.4, 0.6]]))
    assert viterbi(scores, [1, 0, 0], transitions, [1.0, 1.0]) == [0, 0, 0]
    assert viterbi(scores, [1, 1, 0], transitions, [1.0, 1.0]) == [0, 1, 1]
    assert np.exp(transitions).sum(axis=2) == pytest.approx(1)


def test_paragraphs_under_a_leaders_heading_stay_with_it(nlp):
    text = (
        "甲县2023年法治政府建设报告\n一、主要举措和成效\n（一）规范行政执法。开展执法检查380次，评查案卷60卷。\n二、党政主要负责人履行推进法治建设第一责任人职责情况\n"
        "一是加强领导。县长主持研究法治工作4次。\n二是带头学法。组织会前学法6次。\n三是依法决策。重大行政决策全部经过合法性审查，聘请法律顾问5名。\n三、下一步打算\n继续推进法治政府建设。"
    )
    parts = [p["part"][0] for p in lawnlp.analyze(text, nlp=nlp)["paragraphs"]]
    assert parts[3:7] == ["leader_duty"] * 4
    assert parts[-1] == "plan"


def test_ngrams_do_not_cross_texts_and_rows_have_length_one():
    chance = random.Random(0)
    texts = ["".join(chance.choice("甲乙丙丁") for _ in range(n)) for n in (0, 1, 5, 9)]
    grams = hash_ngrams(texts, (1, 2, 3))
    assert [(grams.text == i).sum() for i in range(4)] == [0, 1, 5 + 4 + 3, 9 + 8 + 7]
    matrix = NgramVectorizer(min_df=1).fit(grams.bucket, grams.text, 4).transform(grams.bucket, grams.text, 4)
    assert [round(float((row.multiply(row)).sum()), 6) for row in matrix] == [0, 1, 1, 1]
    same = hash_ngrams(["甲乙", "乙甲乙"], (2,))
    assert same.bucket[0] in same.bucket[1:]


def test_a_report_that_stands_twice_is_labelled_as_once(nlp, report):
    once, twice = (doc_to_record(nlp(text))["paragraphs"] for text in (report, report + "\n" + report))
    labels = [(p["part"], p["topics"], p["score"]) for p in once]
    assert [(p["part"], p["topics"], p["score"]) for p in twice] == labels * 2


def test_the_lines_of_a_page_around_a_report_change_no_label(nlp, report):
    from training.measure import within_a_page

    lines = lawnlp.analyze(report, nlp=nlp)
    page = within_a_page(lines)
    found = {(p["start"], p["end"]): (p["part"], p["topics"]) for p in lawnlp.analyze(page["text"], nlp=nlp)["paragraphs"]}
    assert [found.pop((p["start"], p["end"])) for p in page["paragraphs"]] == [(p["part"], p["topics"]) for p in lines["paragraphs"]]
    assert [part for part, _ in found.values()] == [["noise"]] * len(found)
    assert len(found) > 20
    doc = nlp(page["text"])
    parents = {p.part: {q.parent for q in doc._.paragraphs if q.part == p.part} for p in doc._.paragraphs}
    assert parents[("noise",)] == {-1}  # the page hangs under no heading of the report
    assert parents[("measures",)] - {-1}


def test_a_text_of_nothing_but_a_page_is_read_all_the_same(nlp):
    doc = nlp("网站首页\n打印本页 关闭窗口\n版权所有 网站标识码：1234567890")
    assert [p.part for p in doc._.paragraphs] == [("noise",)] * 3
    assert nlp.get_pipe("lawnlp_sections").explain(doc, 1)["part"]["words"]


def test_a_paragraph_of_a_page_and_one_of_its_report_are_both_explained(nlp, report):
    doc = nlp("网站首页\n" + report + "\n打印本页 关闭窗口")
    alone = nlp.get_pipe("lawnlp_sections").explain(nlp(report), 3)
    assert nlp.get_pipe("lawnlp_sections").explain(doc, 4) == alone
    assert nlp.get_pipe("lawnlp_sections").explain(doc, 0)["part"]["words"]


def test_lines_read_within_have_headings_of_their_own_only():
    text = "首页\n甲县2024年法治政府建设报告\n一、主要成效\n受理行政复议申请38件。\n打印"
    seen = report_features(text)
    inside = within(text, seen, 1, 4)
    assert [p.words for p in inside.paragraphs] == [p.words for p in seen.paragraphs[1:4]]
    assert [p.path for p in inside.paragraphs] == [(), (), (1,)]
    assert inside.paragraphs[0].form["first"]
    assert inside.paragraphs[2].form["last"]


def test_the_copy_of_the_title_beside_the_text_is_the_title():
    body = "2024年，甲县坚持依法行政，各项工作取得新进展。"
    title = "甲县人民政府2024年法治政府建设工作报告"
    lines = ["首页 > 政务公开 > 法治政府建设工作报告", title, "发布时间：2025-01-10", title, "字体：大 中 小", body, title]
    rows = report_features("\n".join(lines)).paragraphs
    assert [row.form["title"] for row in rows] == ["none", "earlier", "none", "last", "none", "none", "none"]


def test_a_title_on_two_lines_is_one_title():
    body = "2024年，我局依法履职。"
    lines = ["索引号：0012", "发布机构：甲县水利局", "甲县水利局2024年度法治政府建设", "工作情况报告", "发布时间：2025-01-10", body]
    found = [row.form["title"] for row in report_features("\n".join(lines)).paragraphs]
    assert found == ["none", "none", "last", "last", "none", "none"]
    apart = [lines[2], lines[0], lines[3], body]  # what stands between them parts them
    assert {row.form["title"] for row in report_features("\n".join(apart)).paragraphs} == {"none"}


def test_some_copies_end_with_another_section():
    ends = []
    for number, record in enumerate(records("train", 60, 6000)):
        copy = damaged(record, seed=number)
        own, before = (
            [p["part"][0] for p in paragraphs if p["part"][0] not in ("noise", "closing")] for paragraphs in (copy["paragraphs"], record["paragraphs"])
        )
        if own[-1] != before[-1]:
            ends.append(own[-1])
            if own[-1] == "leader_duty":  # moved whole: no such paragraph is left elsewhere
                assert own[: -own.count("leader_duty")].count("leader_duty") == 0
    assert ends.count("leader_duty") > 1
    assert ends.count("measures") > 1


def test_some_copies_have_other_headings_and_titles():
    headings, titles = set(), set()
    for number, record in enumerate(records("train", 60, 6000)):
        copy = damaged(record, seed=number)
        before = {record["text"][p["start"] : p["end"]] for p in record["paragraphs"]}
        for p in copy["paragraphs"]:
            words = copy["text"][p["start"] : p["end"]]
            new = not any(words in line for line in before)
            if new and p["part"] in (["shortcomings"], ["plan"]) and len(words) < 20 and "。" not in words:
                headings.add(words)
            if new and p["part"] == ["front_matter"] and not re.search("[：|]", words):  # no field of the document
                titles.add(words)
                assert "法治政府" in words
    assert len(headings) > 8
    assert len(titles) > 2


def test_a_line_of_two_parts_is_given_both_and_its_targets_are_optional(nlp):
    text = (
        "索引号：0143　发布机构：市政府办　发文日期：2015-02-10\n甲市2014年度依法行政工作总结\n2014年，甲市认真推进依法行政，各项工作取得新进展。\n"
        "一、主要工作。全年审核规范性文件12件，开展执法检查45次，评查案卷60卷。\n"
        "二、存在问题和2015年打算。一年来，全年仍有6件处罚案件因程序瑕疵被纠正，少数部门重实体轻程序。2015年，我们将重点抓好以下工作：一是培训执法人员200人；二是出庭率保持95%以上；三是评查案卷180宗。\n"
        "甲市人民政府法制办公室　二〇一五年二月三日"
    )
    record = lawnlp.analyze(text, nlp=nlp)
    assert [p["part"] for p in record["paragraphs"]] == [["front_matter"]] * 2 + [["preamble"], ["measures"], ["plan", "shortcomings"], ["closing"]]
    told, *targets = [q for q in record["quantities"] if q["start"] > text.index("二、存在")]
    assert (told["text"], told["optional"]) == ("6件", False)
    assert [(q["text"], q["optional"], q["indicator"]) for q in targets] == [("200人", True, None), ("95%以上", True, None), ("180宗", True, None)]
    evidence = [text[e["start"] : e["end"]] for e in record["coverage"]["shortcomings"]["evidence"]]
    assert evidence and all("将重点" not in words and "法制办" not in words for words in evidence)


def test_a_line_that_only_leads_in_has_no_topic(nlp):
    line = "一年来，全县行政执法和行政复议工作虽有进步，但对照上级要求和群众期盼，行政执法队伍建设等方面还存在不少薄弱环节"
    text = "溪口县人民政府2023年法治政府建设情况报告\n二、存在的不足\n{}\n行政执法人员业务能力不强，案卷质量不高。\n三、下一步打算\n加强行政执法培训。"
    topics = {end: nlp(text.format(line + end))._.paragraphs[2].topics for end in "：。"}
    assert topics["："] == ()
    assert topics["。"] != ()


def test_checks_at_random_in_a_clause_of_their_own_bring_the_second_topic_of_the_guidelines(nlp):
    text = "溪口县人民政府2023年法治政府建设情况报告\n一、主要举措和成效\n（一）规范执法。修订行政处罚裁量基准，培训执法人员420人次，评查案卷310卷。{}\n二、存在的不足\n执法力量薄弱。"
    checks = {
        clause: nlp(text.format(clause))._.paragraphs[2].topics for clause in ("开展部门联合双随机抽查29次。", "开展部门联合抽查29次，其中双随机抽查18次。")
    }
    first, second = checks.values()
    assert first[0] == second[0] == "law_enforcement"
    assert "government_functions" in first
    assert "government_functions" not in second
