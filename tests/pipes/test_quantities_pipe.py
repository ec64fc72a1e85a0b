"""The component of quantities: learning names, keeping them, going without them."""

import pytest

import lawnlp
from lawnlp.errors import InputError
from lawnlp.pipeline import baseline_pipeline, save_pipeline
from lawnlp.pipes.quantities import Quantities
from lawnlp.records import doc_to_record, read_records
from lawnlp.training import train

TEXT = "一、主要成效\n全年受理行政复议申请38件，审结35件；聘请12名律师，人民调解员调解矛盾纠纷1.2万件，成功率98.3%。"


@pytest.fixture(scope="module")
def learned():
    nlp = baseline_pipeline()
    train(read_records("corpus/train.jsonl")[:8], nlp)
    return nlp


def names(nlp, text=TEXT):
    return [q.name for q in nlp(text)._.quantities]


def test_without_learning_the_rules_name(nlp):
    component = baseline_pipeline().get_pipe("lawnlp_quantities")
    assert isinstance(component, Quantities)
    assert component.model is None
    assert names(baseline_pipeline())[0] == "行政复议申请"


def test_learned_names_are_words_of_the_text(learned):
    found = names(learned)
    assert learned.get_pipe("lawnlp_quantities").model is not None
    assert all(name in TEXT for name in found)
    assert found[0].endswith("复议申请")
    assert found[2] == "律师"


def test_the_same_reports_give_the_same_names(learned):
    again = baseline_pipeline()
    train(read_records("corpus/train.jsonl")[:8], again)
    assert doc_to_record(again(TEXT)) == doc_to_record(learned(TEXT))


def test_examples_without_names_leave_the_rules(report):
    nlp = baseline_pipeline()
    records = [{**r, "quantities": [{**q, "name": None} for q in r["quantities"]]} for r in read_records("corpus/train.jsonl")[:2]]
    train(records, nlp)
    assert nlp.get_pipe("lawnlp_quantities").model is None
    assert names(nlp) == names(baseline_pipeline())


def test_disk_and_bytes(learned, report, tmp_path):
    save_pipeline(learned, tmp_path / "model")
    expected = doc_to_record(learned(report))
    assert doc_to_record(lawnlp.load(tmp_path / "model")(report)) == expected
    again = baseline_pipeline().from_bytes(learned.to_bytes())
    assert doc_to_record(again(report)) == expected


def test_a_foreign_state_is_refused(learned):
    from lawnlp.learn.store import state_to_bytes

    with pytest.raises(InputError, match="holds no model of lawnlp_quantities"):
        Quantities().from_bytes(state_to_bytes({"settings": {"depth": 3}}))


def test_pipe_in_batches_and_one_by_one(learned, report):
    texts = [report, "", TEXT, "件", report[:300]]
    assert [doc_to_record(d) for d in learned.pipe(texts, batch_size=3)] == [doc_to_record(learned(t)) for t in texts]


def test_worker_processes_under_spawn(learned, report):
    import multiprocessing

    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method("spawn", force=True)
    try:
        docs = list(learned.pipe([report, TEXT], n_process=2, batch_size=1))
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert [doc_to_record(d) for d in docs] == [doc_to_record(learned(t)) for t in (report, TEXT)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("排查隐患点260处整改251处挂牌9处。", ["隐患点", "整改", "挂牌"]),
        ("全年收到行政复议申请57件审结49件纠错6件。", ["行政复议申请", "审结", "纠错"]),
        ("举办6期培训班覆盖执法人员410人次。", ["培训班", "执法人员"]),  # a number in front of its noun
    ],
)
def test_numbers_of_a_list_without_commas_keep_their_own_words(nlp, text, names):
    assert [q.name for q in nlp("一、主要举措和成效\n" + text)._.quantities] == names
