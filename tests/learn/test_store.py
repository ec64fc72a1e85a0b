"""Folders of strangers: what is altered, truncated, foreign or newer is refused in one line, and nothing in it runs."""

import io
import json
import pickle
import shutil
import zipfile

import joblib
import numpy as np
import pytest

import lawnlp
from lawnlp.errors import InputError
from lawnlp.learn.store import MANIFEST, STATE, load_state, save_state, seal, state_from_bytes, state_to_bytes
from lawnlp.records import doc_to_record

RAN = []


class Hostile:
    def __reduce__(self):
        return (RAN.append, ("ran",))


@pytest.fixture
def folder(tmp_path):
    save_state(tmp_path / "state", {"weights": np.arange(4.0), "names": ["a"], "deep": {"x": 1.5}})
    return tmp_path / "state"


@pytest.fixture
def model(tmp_path):
    from lawnlp.resources import model_path

    shutil.copytree(model_path("zh_lawgov_report"), tmp_path / "model")
    return tmp_path / "model"


def refused(load, path, message):
    RAN.clear()
    with pytest.raises(InputError, match=message) as caught:
        load(path)
    assert "\n" not in str(caught.value)
    assert RAN == []


def test_round_trip(folder):
    state = load_state(folder)
    assert state["weights"].tolist() == [0, 1, 2, 3]
    assert (state["names"], state["deep"]) == (["a"], {"x": 1.5})
    assert state_from_bytes(state_to_bytes({"a": 1})) == {"a": 1}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda f: (f / STATE).write_bytes((f / STATE).read_bytes()[:-1]), "altered or cut short"),
        (lambda f: (f / STATE).write_bytes(bytes(b ^ 1 for b in (f / STATE).read_bytes())), "altered or cut short"),
        (lambda f: (f / STATE).unlink(), "is missing"),
        (lambda f: (f / MANIFEST).unlink(), "no manifest.json here"),
        (lambda f: (f / MANIFEST).write_text("{"), "is not a manifest"),
        (lambda f: (f / MANIFEST).write_text("[]"), "is not a manifest"),
        (lambda f: (f / "extra.txt").write_text("x"), "stands not in the manifest"),
        (lambda f: (f / "model.pkl").write_bytes(pickle.dumps(Hostile())), "never loaded"),
        (lambda f: (f / "model.joblib").write_bytes(b"x"), "never loaded"),
        (lambda f: manifest(f, format=2), "install a newer lawnlp"),
        (lambda f: manifest(f, format=0), "train the model again"),
        (lambda f: manifest(f, files={**listed(f), "../../etc/passwd": {}}), "is missing"),
    ],
)
def test_spoiled_folders(folder, spoil, message):
    spoil(folder)
    refused(load_state, folder, message)


def listed(folder):
    return json.loads((folder / MANIFEST).read_text())["files"]


def manifest(folder, **change):
    data = json.loads((folder / MANIFEST).read_text()) | change
    (folder / MANIFEST).write_text(json.dumps(data))


@pytest.mark.parametrize("dump", [lambda f: pickle.dump(Hostile(), f.open("wb")), lambda f: joblib.dump(Hostile(), f)], ids=["pickle", "joblib"])
def test_a_hostile_pickle_in_place_of_the_state_is_never_loaded(folder, dump):
    """Even under a manifest that was made to fit it."""
    dump(folder / STATE)
    seal(folder)
    refused(load_state, folder, "no readable model state")


def test_types_other_than_data_are_refused(folder):
    import skops.io

    class Foreign:
        pass

    globals()["Foreign"] = Foreign
    Foreign.__qualname__ = "Foreign"
    skops.io.dump({"a": Foreign()}, folder / STATE)
    seal(folder)
    refused(load_state, folder, "no plain data")


def test_a_skops_file_with_a_hostile_schema(folder):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr(
            "schema.json",
            json.dumps(
                {
                    "__class__": "system",
                    "__module__": "os",
                    "__loader__": "FunctionNode",
                    "content": "echo",
                    "__id__": 1,
                    "protocol": 1,
                    "_skops_version": "0.11",
                }
            ),
        )
    (folder / STATE).write_bytes(data.getvalue())
    seal(folder)
    refused(load_state, folder, "no plain data|no readable model state")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda f: (f / "lawnlp_sections" / STATE).write_bytes(b"x"), "altered or cut short"),
        (lambda f: (f / "config.cfg").write_text((f / "config.cfg").read_text() + "\n"), "altered or cut short"),
        (lambda f: (f / "lawnlp_sections" / "weights.pkl").write_bytes(pickle.dumps(Hostile())), "never loaded"),
        (lambda f: (f / MANIFEST).unlink(), "no manifest.json here"),
    ],
)
def test_a_model_folder_that_was_altered(model, spoil, message):
    spoil(model)
    refused(lawnlp.load, model, message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('factory = "lawnlp_quantities"', 'factory = "textcat"', "no component of lawnlp"),
        ('@tokenizers = "lawnlp.Tokenizer.v1"', '@tokenizers = "spacy.zh.ChineseTokenizer"', "not of lawnlp"),
        ("before_creation = null", 'before_creation = {"@callbacks": "x.y"}', "not of lawnlp|must be empty"),
    ],
)
def test_a_config_that_names_other_code_is_refused(model, old, new, message):
    config = (model / "config.cfg").read_text()
    assert old in config
    (model / "config.cfg").write_text(config.replace(old, new, 1))
    seal(model)
    refused(lawnlp.load, model, message)


def test_the_shipped_model_copied_elsewhere_predicts_the_same(model, nlp, report):
    assert doc_to_record(lawnlp.load(model)(report)) == doc_to_record(nlp(report))


@pytest.mark.parametrize("names", [["只有一个"], [f"特征 {n}\n" for n in range(300)], [f"{n}\x1f" for n in range(300)], [""] * 150, list(range(300)), []])
def test_lists_come_back_as_they_were(tmp_path, names):
    state = {"names": names, "inner": {"names": names, "strings": "word"}, "strings": ["a"] * 200}
    save_state(tmp_path / "folder", state)
    assert load_state(tmp_path / "folder") == state
    assert state_from_bytes(state_to_bytes(state)) == state


def test_a_long_list_of_strings_is_one_entry_of_the_file(tmp_path):
    save_state(tmp_path / "folder", {"names": [f"特征 {n}" for n in range(5000)]})
    with zipfile.ZipFile(tmp_path / "folder" / "state.skops") as file:
        assert file.read("schema.json").count(b"__class__") < 10
