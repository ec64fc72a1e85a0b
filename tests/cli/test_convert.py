"""`lawnlp annotations convert` and `config`, and `analyze --format label-studio`, as a user meets them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lawnlp.annotations.formats import FORMATS
from lawnlp.annotations.formats.label_studio_config import config_xml
from lawnlp.cli import app
from lawnlp.errors import InputError
from lawnlp.records import read_records, write_records

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "annotations" / "samples"


def run(*args):
    return CliRunner().invoke(app, ["annotations", *map(str, args)])


def test_there_and_back(tmp_path):
    gold = read_records(ROOT / "corpus" / "dev.jsonl")[:2]
    write_records(tmp_path / "gold.jsonl", gold)
    for name in FORMATS:
        out = tmp_path / f"{name}{FORMATS[name][2]}"
        done = run("convert", tmp_path / "gold.jsonl", "--to", name, "-o", out, *(["--layer", "citations"] if name == "conll" else []))
        assert done.exit_code == 0, done.output
        assert f"{out}: 2 reports (annotation-set to {name})" in done.stderr
        if name == "conll":
            assert done.stderr.count("\n") == 2
            assert f"conll does not hold: coverage, items, meta of 2 reports; {sum(len(r['paragraphs']) for r in gold)} paragraphs;" in done.stderr
            continue
        assert "does not hold" not in done.stderr
        back = run("convert", out, "-o", tmp_path / "back.jsonl")
        assert back.exit_code == 0, back.output
        assert read_records(tmp_path / "back.jsonl") == gold


def test_one_file_for_each_annotator(tmp_path):
    done = run("convert", SAMPLES / "label-studio.json", "--each-annotator", "-o", tmp_path / "people")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "people").iterdir()) == ["li@example.org.jsonl", "wu@example.org.jsonl"]
    assert [r["id"] for r in read_records(tmp_path / "people" / "wu@example.org.jsonl")] == ["jishui-2023"]


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["convert", SAMPLES / "doccano.jsonl", "--to", "word", "-o", "x"], 2, "'word' is not one of annotation-set"),
        (["convert", SAMPLES / "doccano.jsonl", "--to", "conll", "-o", "x"], 2, "conll holds one layer"),
        (["convert", SAMPLES / "doccano.jsonl", "-o", "no/such/x"], 2, "the folder no/such does not exist"),
        (["convert", SAMPLES / "doccano.jsonl", "-o", "x", "--annotator", "a", "--each-annotator"], 2, "not both"),
        (["config", "doccano"], 2, "'doccano' is not one of label-studio"),
    ],
)
def test_wrong_use(args, code, message):
    done = run(*args)
    assert done.exit_code == code
    assert message in " ".join(done.output.replace("│", " ").split())


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["convert", "nowhere.json", "-o", "x"], "nowhere.json: no such file or folder"),
        (["convert", SAMPLES / "doccano.jsonl", "-o", "x", "--each-annotator"], "the file names no annotators"),
        (
            ["convert", SAMPLES / "doccano.jsonl", "-o", "x", "--from", "prodigy", "--annotator", "li"],
            "nothing annotated by 'li'; the file names no annotators",
        ),
    ],
)
def test_failed_work(args, message):
    done = run(*args)
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)


def test_config(tmp_path):
    assert run("config", "label-studio").stdout == config_xml()
    assert run("config", "label-studio", "-o", tmp_path / "c.xml").exit_code == 0
    assert (tmp_path / "c.xml").read_text(encoding="utf-8") == config_xml()


def test_analyze_writes_tasks(tmp_path):
    (tmp_path / "a.txt").write_text("一、主要举措和成效\n全年受理行政复议申请38件。\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["analyze", str(tmp_path / "a.txt"), "--format", "label-studio", "-o", str(tmp_path / "tasks.json")])
    assert done.exit_code == 0, done.output
    task = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))[0]
    assert task["data"]["report"] == "a"
    results = task["predictions"][0]["result"]
    assert [r["value"]["number"] for r in results if r["from_name"] == "value"] == [38]
    assert all(0 <= r["score"] <= 1 for r in results if r["from_name"] == "part")
