"""The learned decision about institutions: contract, choice among readings, determinism, what is stored."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

from lawnlp.errors import InputError
from lawnlp.evaluation import Counts, count_spans
from lawnlp.learn.institution_model import InstitutionModel, Reading, labels_of, lists_of_towns, readings
from lawnlp.learn.settings import InstitutionSettings
from lawnlp.learn.store import save_state
from lawnlp.pipes.institutions import Institutions
from lawnlp.records import doc_to_record, record_to_doc
from lawnlp.text.fold import fold
from lawnlp.text.institutions import read_institutions

CORPUS = Path(__file__).parents[2] / "corpus"
TOKENS = {"nlp": {"tokenizer": {"@tokenizers": "lawnlp.Tokenizer.v1"}}}


def records(split, count):
    with (CORPUS / f"{split}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(count), lines, strict=False)]


def learned(count=25):
    nlp = spacy.blank("zh", config=TOKENS)
    nlp.add_pipe("lawnlp_institutions")
    train = [r for r in records("train", 200) if r["institutions"]][:count]
    nlp.initialize(lambda: [Example(nlp.make_doc(r["text"]), record_to_doc(r, nlp)) for r in train])
    return nlp


@pytest.fixture(scope="module")
def nlp():
    return learned()


def counted(nlp, gold):
    total = Counts()
    for record in gold:
        total += count_spans(record["institutions"], doc_to_record(nlp(record["text"]))["institutions"])
    return total


def test_some_reports_teach_what_to_leave_out(nlp):
    rules = spacy.blank("zh", config=TOKENS)
    rules.add_pipe("lawnlp_institutions")
    gold = records("dev", 12)
    assert nlp.get_pipe("lawnlp_institutions").model is not None
    ours, theirs = counted(nlp, gold), counted(rules, gold)
    assert ours.fp < theirs.fp
    assert ours.f > theirs.f - 0.01


def test_scores_are_probabilities_and_spans_do_not_overlap(nlp):
    record = doc_to_record(nlp(records("dev", 1)[0]["text"]))
    spans = [(i["start"], i["end"]) for i in record["institutions"]]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(0.5 <= i["score"] <= 1 for i in record["institutions"])


def test_learning_twice_gives_the_same_predictions(nlp):
    again, text = learned(), records("dev", 2)[1]["text"]
    assert doc_to_record(again(text)) == doc_to_record(nlp(text))


def test_disk_and_bytes(nlp, tmp_path):
    component, text = nlp.get_pipe("lawnlp_institutions"), records("dev", 2)[1]["text"]
    component.to_disk(tmp_path / "state")
    expected = doc_to_record(nlp(text))
    for other in (Institutions().from_disk(tmp_path / "state"), Institutions().from_bytes(component.to_bytes())):
        assert doc_to_record(other(nlp.make_doc(text)))["institutions"] == expected["institutions"]


def test_rules_alone_store_nothing(tmp_path):
    component = Institutions()
    component.to_disk(tmp_path / "state")
    assert not (tmp_path / "state").exists()
    assert component.from_disk(tmp_path / "state").model is None
    assert component.from_bytes(component.to_bytes()).model is None


def test_a_state_of_something_else_is_one_line(tmp_path):
    save_state(tmp_path / "state", {"parts": ["measures"]})
    with pytest.raises(InputError, match="holds no model of lawnlp_institutions"):
        Institutions().from_disk(tmp_path / "state")


def test_fragments_without_institutions_are_not_learned_from():
    nlp = spacy.blank("zh", config=TOKENS)
    nlp.add_pipe("lawnlp_institutions")
    nlp.initialize(lambda: [Example(nlp.make_doc("县司法局受理38件。"), nlp.make_doc("县司法局受理38件。"))])
    assert nlp.get_pipe("lawnlp_institutions").model is None


def test_a_batch_predicts_what_each_document_does(nlp):
    texts = [r["text"] for r in records("dev", 3)]
    assert [doc_to_record(d) for d in nlp.pipe([*texts, "", "县司法局牵头。"])] == [doc_to_record(nlp(t)) for t in [*texts, "", "县司法局牵头。"]]


def test_of_overlapping_readings_the_likelier_set_is_taken():
    def reading(start, end, name):
        return Reading(start, end, True, (name,))

    good, bad = [reading(0, 2, "good"), reading(10, 12, "good")], [reading(0, 4, "bad"), reading(20, 24, "bad")]
    model = InstitutionModel(InstitutionSettings(regularisation=10.0, min_df=1)).fit([good * 5, bad * 5], [["required"] * 10, ["none"] * 10])
    [choices] = model.choose([[reading(0, 9, "bad"), reading(0, 4, "good"), reading(4, 9, "good"), reading(3, 6, "good")]])
    assert [c.index for c in choices] == [1, 2]
    assert model.choose([[], []]) == [[], []]


def test_an_organ_in_a_title_is_optional_whatever_was_learned():
    good, bad = [Reading(0, 2, True, ("good",))], [Reading(0, 2, True, ("bad",))]
    model = InstitutionModel(InstitutionSettings(regularisation=10.0, min_df=1)).fit([good * 9, bad * 9], [["required"] * 9, ["none"] * 9])
    [[plain, titled]] = model.choose([[*good, Reading(2, 4, True, ("good",), title=True)]])
    assert (plain.optional, titled.optional) == (False, True)


def test_the_towns_of_a_list_share_one_answer():
    good, bad = [Reading(0, 2, True, ("good",))], [Reading(0, 2, True, ("bad",))]
    model = InstitutionModel(InstitutionSettings(regularisation=10.0, min_df=1)).fit([good * 9, bad * 9], [["required"] * 9, ["none"] * 9])

    def towns(listed, optional=False):
        return [Reading(0, 2, True, ("good",), optional=optional, listed=listed), Reading(3, 5, True, ("bad",), optional=optional, listed=listed)]

    assert [[(c.index, c.optional) for c in choices] for choices in model.choose([towns(-1), towns(4), towns(4, optional=True)])] == [
        [(0, False)],
        [(0, False), (1, False)],
        [(0, True), (1, True)],
    ]


def test_lists_are_of_bare_towns_only():
    text = "白柳镇、麻坪镇和新渡街道承接事项，白柳镇、县司法局、麻坪镇人民政府配合。"
    every = read_institutions(text).every
    assert [every[number].text for number in sorted(lists_of_towns(text, every))] == ["白柳镇", "麻坪镇", "新渡街道"]


def test_one_sort_of_readings_cannot_be_learned_from():
    with pytest.raises(ValueError, match="two sorts"):
        InstitutionModel().fit([[Reading(0, 2, True, ("a",))]], [["required"]])


def test_the_place_of_a_name_is_no_feature():
    def features(place):
        text = f"{place}人民政府2024年法治政府建设情况报告\n由{place}司法局牵头。"
        found = read_institutions(text)
        return [r.features for r in readings(fold(text), found.every, found.kept, "county")]

    assert features("秭归县") == features("安吉县")


def test_labels_are_those_of_the_gold_spans():
    text = "县委、县政府和县司法局"
    every = read_institutions(text).every
    assert labels_of(every, [{"start": 0, "end": 2}, {"start": 3, "end": 6, "optional": True}]) == ["required", "optional", "none"]
