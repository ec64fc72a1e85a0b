"""Broken files of every format: one line with file, place and key; nothing is unpickled, nothing leaves its folder, nothing is written over."""

import json
from pathlib import Path

import pytest

from lawnlp.annotations.conversion import read_set, write_set
from lawnlp.annotations.formats.values import file_name
from lawnlp.errors import InputError
from lawnlp.records import read_records

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def gold():
    return read_records(CORPUS / "dev.jsonl")[:6]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


BROKEN = [
    ("doccano", "a.jsonl", '{"text": "甲乙"', r"a\.jsonl:1: not JSON"),
    ("doccano", "a.jsonl", '{"label": []}', r"a\.jsonl:1: text: missing"),
    ("doccano", "a.jsonl", '{"text": "甲乙", "label": [[0, 9, "part-plan"]]}', r"a\.jsonl:1: label\[0\]: end: 0:9 is no span of a text of 2 characters"),
    ("doccano", "a.jsonl", '{"text": "甲乙", "label": [[0, 1]]}', r"a\.jsonl:1: label\[0\]: must be \[start, end, label\]"),
    ("doccano", "a.jsonl", '{"text": "甲乙", "label": [[0, 1, "PER"]]}', r"a\.jsonl:1: label\[0\]: unknown label 'PER'; labels are part-"),
    ("doccano", "a.jsonl", '{"text": "甲乙", "label": [[0, 1, "part-plan"], [0, 2, "part-plan"]]}', r"a\.jsonl:1: paragraphs\[1\]\.start: 0 lies before"),
    ("doccano", "a.jsonl", '{"text": "甲乙", "label": [], "lawnlp": "x"}', r"a\.jsonl:1: lawnlp: not the JSON object"),
    ("doccano", "a.jsonl", '{"text": "甲乙", "label": [], "lawnlp": {"rows": [1]}}', r"a\.jsonl:1: lawnlp: not as lawnlp wrote it"),
    ("doccano", "a.jsonl", '{"text": "甲乙", "entities": [{"start_offset": 0}]}', r"a\.jsonl:1: entities\[0\]: end_offset: missing"),
    ("prodigy", "a.jsonl", '{"text": "甲乙", "spans": {}}', r"a\.jsonl:1: spans: must be a list"),
    ("prodigy", "a.jsonl", '{"text": "甲乙", "spans": [{"start": 0, "end": 1}]}', r"a\.jsonl:1: spans\[0\]: label: missing"),
    (
        "prodigy",
        "a.jsonl",
        '{"text": "甲乙", "spans": [{"start": "0", "end": 1, "label": "citation"}]}',
        r"a\.jsonl:1: spans\[0\]: start: must be a whole number",
    ),
    ("prodigy", "a.jsonl", '{"text": "甲乙", "spans": [], "answer": "yes"}', r"a\.jsonl:1: answer: must be accept, reject or ignore"),
    ("prodigy", "a.jsonl", '["x"]', r"a\.jsonl:1: must be a JSON object"),
    (
        "prodigy",
        "a.jsonl",
        '{"text": "甲乙", "spans": [{"start": 0, "end": 1, "label": "quantity-count"}]}',
        r"a\.jsonl:1: quantities\[0\]\.value: missing, and no number can be read from '甲'",
    ),
    ("conll", "a.conll", "甲\tO\n乙\tX\n", r"a\.conll:2: must be a character, a tab and a tag"),
    ("conll", "a.conll", "甲\tB-PER\n", r"a\.conll:1: unknown label 'PER'"),
    ("conll", "a.conll", "# id = jia\n甲\tO\n", r"a\.conll:1: id: not a JSON string"),
    ("conll", "a.conll", '# id = "a"\n\n# id = "b"\n甲\tO\n', r"a\.conll:1: a report without text"),
    ("conll", "a.conll", '# id = "a"\n甲\tO\n\n# id = "a"\n甲\tO\n', r"a\.conll:4: id: 'a' stands in .*a\.conll:1 already"),
    ("brat", "b/a.ann", "T1\tpart-plan 0 9\t甲\n", r"b/a\.ann:1: 0:9 is no span"),
    ("brat", "b/a.ann", "T1\tpart-plan x y\t甲\n", r"b/a\.ann:1: must be a type and offsets"),
    ("brat", "b/a.ann", "T1\tPER 0 1\t甲\n", r"b/a\.ann:1: unknown label 'PER'"),
    ("brat", "b/a.ann", "T1\tpart-plan 0 1\t乙\n", r"b/a\.ann:1: '乙' is not what stands at 0:1, '甲'"),
    ("brat", "b/a.ann", "T1\tpart-plan 0 1;2 3\t甲 丙\n", r"b/a\.ann:1: the span has gaps"),
    ("brat", "b/a.ann", "A1\toptional T7\n", r"b/a\.ann:1: T7: no such span"),
    ("brat", "b/a.ann", "T1\tpart-plan 0 1\t甲\nA1\tbound T1\n", r"b/a\.ann:2: bound: must have a value"),
    ("brat", "b/a.ann", "T1\tpart-plan 0 1\t甲\n#1\tAnnotatorNotes T1\t{bad\n", r"b/a\.ann:2: lawnlp: not the JSON object"),
    ("label-studio", "a.json", "[1", r"a\.json: not JSON"),
    ("label-studio", "a.json", f"[{'9' * 5000}]", r"a\.json: not JSON"),
    ("label-studio", "a.json", "[" * 100000, r"a\.json: not JSON"),
    ("label-studio", "a.json", "3", r"a\.json: must be a list of tasks"),
    ("label-studio", "a.json", "[3]", r"a\.json: task 1: must be an object"),
    ("label-studio", "a.json", '[{"id": 7}]', r"a\.json: task 7: data: missing"),
    ("label-studio", "a.json", '[{"id": 7, "data": {}, "annotations": [{"result": []}]}]', r"a\.json: task 7: data: text: missing"),
    ("label-studio", "a.json", '[{"id": 7, "data": {"text": "甲"}, "annotations": [{}]}]', r"a\.json: task 7: result: missing"),
    ("label-studio", "a.json", '[{"id": 7, "text": "甲", "annotation_id": 3, "annotator": 1}]', r"a\.json: this is Label Studio's JSON-MIN"),
    ("annotation-set", "a.jsonl", '{"id": "a"}', r"a\.jsonl:1: text: missing"),
    (None, "a.txt", "没有标注的文字", r"a\.txt: cannot tell the format; give --from"),
]


@pytest.mark.parametrize(("name", "file", "content", "message"), BROKEN)
def test_broken_files(name, file, content, message, tmp_path):
    path = write(tmp_path / file, content)
    if name == "brat":
        write(path.with_suffix(".txt"), "甲乙丙")
        path = path.parent
    with pytest.raises(InputError, match=message) as caught:
        read_set(path, name)
    assert "\n" not in str(caught.value)


def test_brat_folders_that_are_none(tmp_path):
    (tmp_path / "b").mkdir()
    with pytest.raises(InputError, match=r"b: no \.ann file in this folder"):
        read_set(tmp_path / "b", "brat")
    write(tmp_path / "b/a.ann", "")
    with pytest.raises(InputError, match=r"a\.txt: missing"):
        read_set(tmp_path / "b", "brat")
    write(tmp_path / "secret.txt", "甲")
    (tmp_path / "b/a.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(InputError, match=r"a\.txt: is a link"):
        read_set(tmp_path / "b", "brat")


@pytest.mark.parametrize("id", ["../../etc/passwd", "/tmp/x", "..", ".hidden", "a\\b", 'a:"<>|?*%00', "中 文", "a%2Fb"])
def test_ids_stay_in_their_folder(id, tmp_path):
    name = file_name(id)
    assert Path(name).name == name
    assert not name.startswith(".")
    record = {
        "id": id,
        "text": "甲",
        "meta": {},
        "paragraphs": [{"start": 0, "end": 1, "part": ["plan"], "topics": []}],
        "quantities": [],
        "institutions": [],
        "citations": [],
    }
    write_set(tmp_path / "out", [record], "brat")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
    assert read_set(tmp_path / "out", "brat")[0] == [record]


def test_an_id_too_long_for_a_file(tmp_path):
    with pytest.raises(InputError, match="too long for a file name"):
        write_set(tmp_path / "out", [{"id": "县" * 100, "text": "甲", "paragraphs": []}], "brat")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"not zlib", b"\x78\x9c\x03\x00\x00\x00\x00\x01", b""])
def test_bytes_that_are_no_docbin(data, tmp_path):
    (tmp_path / "a.spacy").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.spacy: no DocBin"):
        read_set(tmp_path / "a.spacy")


def test_a_docbin_that_grows_too_large(tmp_path, monkeypatch):
    import zlib

    from lawnlp.annotations.formats import docbin

    monkeypatch.setattr(docbin, "LARGEST_BYTES", 1000)
    (tmp_path / "a.spacy").write_bytes(zlib.compress(b"\x00" * 5000))
    with pytest.raises(InputError, match="more than 1000 bytes when decompressed"):
        read_set(tmp_path / "a.spacy")


def test_a_docbin_never_unpickles(tmp_path):
    """An object array, which numpy could only make by unpickling, is refused."""
    import zlib

    import srsly

    array = {b"nd": True, b"type": "|O", b"kind": b"", b"shape": [1], b"data": b"cos\nsystem\n"}
    (tmp_path / "a.spacy").write_bytes(
        zlib.compress(srsly.msgpack_dumps({"attrs": array, "strings": [], "lengths": b"", "spaces": b"", "tokens": b"", "cats": []}))
    )
    with pytest.raises(InputError, match=r"no DocBin that spaCy can read \(ValueError"):
        read_set(tmp_path / "a.spacy")


def test_data_sets_that_are_none(gold, tmp_path):
    (tmp_path / "d").mkdir()
    with pytest.raises(InputError, match=r"no state\.json in this folder"):
        read_set(tmp_path / "d", "datasets")
    write_set(tmp_path / "good", gold[:1], "datasets")
    state = json.loads((tmp_path / "good/state.json").read_text())
    for bad, message in (("../good/data.arrow", "is no file of this folder"), (3, "is no file of this folder")):
        (tmp_path / "good/state.json").write_text(json.dumps({**state, "_data_files": [{"filename": bad}]}))
        with pytest.raises(InputError, match=message):
            read_set(tmp_path / "good", "datasets")
    (tmp_path / "good/state.json").write_text(json.dumps(state))
    (tmp_path / "good" / state["_data_files"][0]["filename"]).write_bytes(b"ARROW1 not really")
    with pytest.raises(InputError, match="no data set that datasets can read"):
        read_set(tmp_path / "good", "datasets")
    (tmp_path / "good/dataset_dict.json").write_text("{}")
    with pytest.raises(InputError, match="holds several splits"):
        read_set(tmp_path / "good", "datasets")


def test_a_folder_with_something_in_it_is_not_written_over(gold, tmp_path):
    write(tmp_path / "out/mine.txt", "甲")
    with pytest.raises(InputError, match="exists already"):
        write_set(tmp_path / "out", gold, "brat")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]
    with pytest.raises(InputError, match="is a folder; name a file"):
        write_set(tmp_path / "out", gold, "doccano")
