"""Encodings and files that are no report."""

import os

import pytest

import lawnlp
from lawnlp.errors import InputError
from lawnlp.readers import find_inputs, read_all
from lawnlp.readers import text as reader

TEXT = "甲县2023年法治政府建设年度报告\n一、主要成效\n受理行政复议申请38件，𠮷祥村等12个村建成调解室。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path, encoding):
    file = tmp_path / "report.txt"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    report = lawnlp.read(file)
    assert (report.id, report.text) == ("report", TEXT)


@pytest.mark.parametrize("mark, encoding", [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_of_both_orders(tmp_path, mark, encoding):
    file = tmp_path / "report.txt"
    file.write_bytes(mark + TEXT.encode(encoding))
    assert lawnlp.read(file).text == TEXT


def test_nothing_else_is_changed(tmp_path):
    file = tmp_path / "report.txt"
    text = "\u3000\u3000一、 标题\t\n\n\u200b正文 \x0b末\x1b尾\n"
    file.write_bytes(text.encode())
    assert lawnlp.read(file).text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t ", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
        (b"%PDF-1.7\x01\x02 text", "control characters"),
        (TEXT.encode("utf-16-le"), "zero bytes|not text|neither"),
        (b"\xff\xfe\x00\xd8\x00", "mark of utf-16"),
        (bytes(range(128, 256)) * 4, "neither UTF-8"),
    ],
)
def test_what_is_no_text_is_one_clear_line(tmp_path, data, message):
    file = tmp_path / "bad.txt"
    file.write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        lawnlp.read(file)
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)


def test_missing_folder_and_large_files(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="no such file"):
        lawnlp.read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        lawnlp.read(tmp_path)
    monkeypatch.setattr(reader, "LARGEST_BYTES", 10)
    (tmp_path / "large.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(InputError, match="more than the 10 that lawnlp reads"):
        lawnlp.read(tmp_path / "large.txt")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads every file")
def test_unreadable(tmp_path):
    file = tmp_path / "secret.txt"
    file.write_text(TEXT, encoding="utf-8")
    file.chmod(0)
    with pytest.raises(InputError, match="cannot be read"):
        lawnlp.read(file)


def test_an_error_of_the_system_is_one_line(tmp_path, monkeypatch):
    file = tmp_path / "report.txt"
    file.write_text(TEXT, encoding="utf-8")

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(file), "read_bytes", refuse)
    with pytest.raises(InputError, match="cannot be read: Permission denied"):
        lawnlp.read(file)


def test_folders_patterns_and_doubles(tmp_path):
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    names = [p.name for p in find_inputs([str(tmp_path), str(tmp_path / "a.txt"), str(tmp_path / "*.txt")])]
    assert names == ["a.txt", "b.txt", "c.txt"]
    with pytest.raises(InputError, match="matches no file"):
        list(find_inputs([str(tmp_path / "*.doc")]))
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="no report in this folder"):
        list(find_inputs([str(tmp_path / "none")]))


def test_an_annotation_set_gives_its_texts_and_ids(tmp_path):
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": "a", "text": "甲县\\n报告"}\n\n{"id": "b", "text": "乙县", "meta": {"year": 2023}}\n', encoding="utf-8")
    assert [(r.id, r.text, r.meta.get("year")) for r in read_all(file)] == [("a", "甲县\n报告", None), ("b", "乙县", 2023)]
