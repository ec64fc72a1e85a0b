"""Damaged copies keep their labels on the same words, and the card takes the figures."""

import json
import shutil
from pathlib import Path

import pytest

import lawnlp
from lawnlp.records import check_record, write_records
from lawnlp.resources import model_path
from lawnlp.text.fold import fold
from training.measure import HEAD, LAYERS, VARIANTS, edited, main, set_narrow, traditional, with_residue, without_numbers

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def gold():
    with (CORPUS / "test.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if len(line) < 60_000][:3]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_is_a_sound_record_with_the_same_spans(gold, name):
    pytest.importorskip("opencc")
    for record in gold:
        changed = VARIANTS[name](record)
        assert check_record(changed) == []
        for layer in LAYERS:
            assert len(changed[layer]) == len(record[layer]) or (layer == "paragraphs" and name == "set at 40 characters")
            if layer != "paragraphs":
                words = [[fold(row["text"].replace("\n", "")) for row in side[layer]] for side in (changed, record)]
                assert words[0] == words[1]
        assert (changed["text"] != record["text"]) == (name != "as published")


def test_edits_move_spans_and_nothing_else():
    record = {
        "text": "abcdefgh",
        "paragraphs": [{"start": 0, "end": 8}],
        "quantities": [{"start": 2, "end": 4, "text": "cd"}, {"start": 5, "end": 6, "text": "f"}],
    }
    changed = edited(record, [(0, 2, ""), (4, 5, "XYZ")])
    assert changed["text"] == "cdXYZfgh"
    assert [row["text"] for row in changed["quantities"]] == ["cd", "f"]
    assert (changed["paragraphs"][0]["start"], changed["paragraphs"][0]["end"]) == (0, 8)
    assert edited(record, [(4, 4, "-"), (5, 5, "+")])["quantities"] == [{"start": 2, "end": 4, "text": "cd"}, {"start": 7, "end": 8, "text": "f"}]
    assert edited(record, [(5, 6, "")])["quantities"] == [{"start": 2, "end": 4, "text": "cd"}]


def test_what_the_variants_do(gold):
    pytest.importorskip("opencc")
    record = gold[0]
    assert with_residue(record)["text"].count(record["text"]) == 1
    assert "政務" in traditional({**record, "text": record["text"] + "政务"})["text"]
    lines = [without_numbers(r)["text"].split("\n") for r in gold]
    assert not [line for found in lines for line in found if line.startswith(("一、", "（一）", "二、"))]
    narrow = set_narrow(record)
    assert max(row["end"] - row["start"] for row in narrow["paragraphs"]) < 50 < max(row["end"] - row["start"] for row in record["paragraphs"])
    assert not [row for row in narrow["paragraphs"] if "\n" in narrow["text"][row["start"] : row["end"]]]


def test_the_section_goes_into_the_card_once_and_the_folder_stays_sealed(gold, tmp_path, capsys):
    pytest.importorskip("opencc")
    folder = tmp_path / "model"
    shutil.copytree(model_path("zh_lawgov_report"), folder)
    write_records(tmp_path / "gold.jsonl", gold)
    for _ in range(2):
        main([str(tmp_path / "gold.jsonl"), "-o", str(tmp_path / "note.md"), "--card", str(folder)])
    card = (folder / "README.md").read_text(encoding="utf-8")
    note = (tmp_path / "note.md").read_text(encoding="utf-8")
    assert note in capsys.readouterr().out
    assert card.count(HEAD) == 1
    assert card.index("## Data") < card.index(HEAD) < card.index("## Limits")
    assert note.strip() in card
    assert "| part accuracy | " in note
    lawnlp.load(folder)
    old, new = (json.loads((place / "manifest.json").read_text(encoding="utf-8")) for place in (model_path("zh_lawgov_report"), folder))
    assert old["corpus"] == new["corpus"]
