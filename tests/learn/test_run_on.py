"""Sentences without the commas of their lists."""

import pytest

from lawnlp.learn.run_on import run_on
from lawnlp.text.quantities import find_quantities


def record(text, *names):
    rows = [{**vars(q), "name": name} for q, name in zip(find_quantities(text), names, strict=True)]
    assert all(row["name"] in text for row in rows)
    return text, rows


def copies(record):
    """All copies that are ever made of a record."""
    return {text: rows for seed in range(60) for text, rows in run_on(*record, seed)}


def test_commas_between_numbers_with_their_words_in_front_go():
    found = copies(record("办理案件。受理复议申请38件，审结35件、纠错3件。", "复议申请", "审结", "纠错"))
    assert list(found) == ["受理复议申请38件审结35件纠错3件"]
    [(text, rows)] = found.items()
    assert [(text[row["start"] : row["end"]], row["name"]) for row in rows] == [("38件", "复议申请"), ("35件", "审结"), ("3件", "纠错")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("受理复议申请38件，其中涉企9件。", ("复议申请", "涉企")),
        ("受理复议申请38件，同比增长12%。", ("复议申请", "复议申请")),
        ("受理复议申请38件，占案件30%。", ("复议申请", "案件")),
        ("38件复议申请，9件应诉。", ("复议申请", "应诉")),  # words behind the numbers
        ("受理复议申请38件；审结35件。", ("复议申请", "审结")),
        ("受理复议申请38件。审结35件。", ("复议申请", "审结")),
    ],
)
def test_other_signs_stay(text, names):
    assert not copies(record(text, *names))


def test_only_some_sentences_are_taken_and_the_same_each_time():
    text = "".join(f"受理复议申请{n}件，审结{n}件。" for n in range(100, 200))
    some = record(text, *["复议申请", "审结"] * 100)
    assert list(run_on(*some, 1)) == list(run_on(*some, 1))
    assert 5 < len(list(run_on(*some, 1))) < 30
