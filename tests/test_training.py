"""`lawnlp train` and `lawnlp evaluate` as a user meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.util import load_config

import lawnlp
from lawnlp.errors import InputError
from lawnlp.pipeline import build_pipeline
from lawnlp.records import read_records, write_records
from lawnlp.resources import config_path
from lawnlp.training import fingerprint, read_corpus, thin_labels

CORPUS = Path(__file__).parents[1] / "corpus"


def records(count, split="train", longest=2500):
    with (CORPUS / f"{split}.jsonl").open(encoding="utf-8") as lines:
        return [r for r in map(json.loads, lines) if len(r["text"]) < longest][:count]


def run(*args, cwd):
    return subprocess.run([sys.executable, "-m", "lawnlp", *map(str, args)], capture_output=True, text=True, cwd=cwd, timeout=300, check=False)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("train")
    write_records(folder / "mine.jsonl", records(10))
    (folder / "note.md").write_text("## Measured elsewhere\n\nA remark.\n", encoding="utf-8")
    fast = [f"--set=initialize.components.lawnlp_{s}" for s in ("sections.folds=2", "sections.augment=false", "coverage.section_folds=0", "coverage.folds=2")]
    return folder, run("train", "mine.jsonl", "-o", "model", "--note=note.md", *fast, cwd=folder)


def load_pipe_names():
    from lawnlp.resources import config_path

    return load_config(config_path("report.cfg"))["nlp"]["pipeline"]


def test_training_on_ten_reports(trained):
    folder, done = trained
    assert done.returncode == 0, done.stderr
    assert "held out" in done.stderr
    assert "too thin to learn well" in done.stderr
    assert "part accuracy" in done.stderr
    card = (folder / "model" / "README.md").read_text(encoding="utf-8")
    assert "Learned from" in card
    assert "| part accuracy |" in card
    assert "0.0000" not in card
    assert "| coverage kappa |" in card
    assert card.index("## Measured elsewhere") < card.index("## Limits")
    assert lawnlp.load(folder / "model").pipe_names == load_pipe_names()


def test_the_trained_model_analyzes_and_is_evaluated(trained):
    folder, _ = trained
    write_records(folder / "test.jsonl", records(3, "test", 4000))
    done = run("evaluate", "test.jsonl", "--model", "model", "--by", "part", "--errors", 2, "--baseline", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "topics F1" in done.stdout
    assert "measures" in done.stdout
    done = run("evaluate", "test.jsonl", "--model", "model", "--json", "--by", "level", cwd=folder)
    result = json.loads(done.stdout)
    assert result["figures"]["documents"] == 3
    assert 0 < result["figures"]["part"]["acc"] <= 1
    low, high = result["intervals"]["part accuracy"]
    assert low <= result["figures"]["part"]["acc"] <= high


def test_predictions_instead_of_a_model(trained):
    folder, _ = trained
    gold = records(3, "test", 4000)
    write_records(folder / "gold.jsonl", gold)
    done = run("evaluate", "gold.jsonl", "--predictions", "gold.jsonl", "--json", cwd=folder)
    assert json.loads(done.stdout)["figures"]["quantities"]["f"] == 1.0
    write_records(folder / "less.jsonl", gold[1:])
    done = run("evaluate", "gold.jsonl", "--predictions", "less.jsonl", cwd=folder)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "lack 1 of 3 documents" in done.stderr


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (["train", "mine.jsonl", "-o", "m", "--set", "initialize.components.lawnlp_sections.treshold=1"], 1, "no such key"),
        (["train", "mine.jsonl", "-o", "m", "--set", "nonsense"], 2, "write a.b=c"),
        (["train", "none.jsonl", "-o", "m"], 1, "none.jsonl: no such file"),
        (["train", ".", "-o", "m"], 1, "no train.jsonl"),
        (["train", "mine.jsonl", "mine.jsonl", "-o", "m"], 1, "stands in two annotation sets"),
        (["train", "mine.jsonl"], 2, "output"),
        (["train", "mine.jsonl", "-o", "full"], 1, "is no model of lawnlp"),
        (["train", "mine.jsonl", "-o", "m", "--config", "bad.cfg"], 1, "bad.cfg"),
        (["evaluate", "none.jsonl"], 1, "none.jsonl"),
        (["evaluate", "mine.jsonl", "--model", "full"], 1, "no manifest.json"),
        (["evaluate", "mine.jsonl", "--by", "colour"], 2, "colour"),
    ],
)
def test_wrong_use_is_one_clear_line(trained, args, status, message):
    folder, _ = trained
    (folder / "full").mkdir(exist_ok=True)
    (folder / "full" / "file.txt").write_text("keep")
    (folder / "bad.cfg").write_text("[nlp\n")
    settings = ("sections.folds=1", "sections.augment=false", "coverage.section_folds=0")
    quick = [f"--set=initialize.components.lawnlp_{s}" for s in settings]
    done = run(*args, *(quick if "full" in args and args[0] == "train" else []), cwd=folder)
    assert done.returncode == status, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "full" / "file.txt").read_text() == "keep"


def test_a_folder_is_split_as_it_says():
    learn, held = read_corpus([CORPUS])
    reports = {r["id"] for name in ("train", "dev", "test") for r in read_records(CORPUS / f"{name}.jsonl")}
    fragments = {r["id"] for r in read_records(CORPUS / "fragments.jsonl") if any(q["name"] or q["indicator"] for q in r["quantities"])}
    assert {r["id"] for r in learn + held} == reports | fragments
    assert {r["meta"].get("region") for r in learn}.isdisjoint(r["meta"]["region"] for r in held)


def test_loose_files_are_split_by_government(tmp_path):
    write_records(tmp_path / "a.jsonl", records(20))
    learn, held = read_corpus([tmp_path / "a.jsonl"])
    assert held
    assert {r["meta"]["region"] for r in learn}.isdisjoint(r["meta"]["region"] for r in held)


def test_thin_labels_and_fingerprint():
    some = records(2)
    assert any(line.startswith("part ") for line in thin_labels(some))
    assert fingerprint(some) == fingerprint(some[::-1]) != fingerprint(some[:1])


@pytest.mark.parametrize("component", load_config(config_path("report.cfg"))["initialize"]["components"])
def test_the_config_shows_every_setting_of_a_component_with_its_default(component):
    import inspect

    nlp = build_pipeline(config_path("report.cfg"))
    settings = nlp.config["initialize"]["components"][component]
    known = inspect.signature(nlp.get_pipe(component).initialize).parameters
    assert settings == {name: parameter.default for name, parameter in known.items() if name not in ("get_examples", "nlp")}


def test_weights_of_requirements_can_be_set_one_by_one():
    weighed = build_pipeline(config_path("report.cfg"), {"components.lawnlp_coverage.weights.plan": 2.5})
    assert weighed.get_pipe("lawnlp_coverage").weights == {"plan": 2.5}
    with pytest.raises(InputError, match="planning"):
        build_pipeline(config_path("report.cfg"), {"components.lawnlp_coverage.weights.planning": 2.5})


def test_a_setting_that_nobody_reads_is_refused(tmp_path):
    config = config_path("report.cfg").read_text(encoding="utf-8").replace("seed = 0", "seed = 0\ncolour = 1")
    (tmp_path / "mine.cfg").write_text(config, encoding="utf-8")
    from lawnlp.training import train

    with pytest.raises(InputError, match="colour"):
        train(records(3), build_pipeline(tmp_path / "mine.cfg"))
