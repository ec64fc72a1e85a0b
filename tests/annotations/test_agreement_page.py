"""The page of disagreements and the command `annotations agree`."""

import json
import random
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from annotators import gold_records, quantity, spans, spoiled
from typer.testing import CliRunner

from lawnlp.annotations.agreement import agreement
from lawnlp.annotations.alignment import align
from lawnlp.annotations.disagreements import find_disagreements, sort_disagreements
from lawnlp.annotations.page import agreement_page
from lawnlp.cli import app
from lawnlp.errors import InputError
from lawnlp.records import read_records, write_records


@pytest.fixture(scope="module")
def gold():
    return gold_records()


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.rows = [], 0

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.rows += tag == "tr" and any(name == "data-kind" for name, _ in attrs)
        for name, value in attrs:
            assert name not in ("src", "href", "onclick", "onerror"), (tag, name, value)


def test_the_page_is_escaped_and_needs_no_network():
    text = '<script>alert("x")</script>'
    row = {"start": 0, "end": len(text), "topics": []}
    a, b = ({"id": '"><img src=x onerror=1>', "text": text, "paragraphs": [{**row, "part": [part]}]} for part in ("plan", "noise"))
    aligned = align({"<b>a": [a], "b": [b]})
    page = agreement_page(agreement(aligned, samples=2), find_disagreements(aligned))
    assert "&lt;script&gt;alert(" in page
    parsed = _Page()
    parsed.feed(page)
    assert parsed.tags.count("script") == 1
    assert parsed.rows == 1
    assert "img" not in parsed.tags
    assert "b" not in parsed.tags
    assert "://" not in page
    assert "下一年度主要安排" in page


PROBE = """<script>
const at = () => [...document.querySelectorAll('#rows tbody tr')].filter(r => !r.hidden).map(r => r.dataset.kind + ' ' + r.dataset.start).join(', ');
const seen = [at()];
document.querySelector('button[data-key=start]').click(); seen.push(at());
document.querySelector('button[data-key=start]').click(); seen.push(at());
document.querySelector('input[value=value]').click(); seen.push(at() + ' | ' + document.getElementById('shown').textContent);
const words = document.getElementById('words'); words.value = '约'; words.dispatchEvent(new Event('input')); seen.push(at());
document.title = seen.join(' / ');
</script></body>"""


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium")
def test_the_page_sorts_and_filters_in_a_browser(tmp_path):
    a = spans(quantity(0, 1, value=2), quantity(4, 5, indicator="mediators"), quantity(7, 8))
    b = spans(quantity(0, 1), quantity(4, 5), quantity(7, 8, bound="about"))
    aligned = align({"a": [a], "b": [b]})
    page = agreement_page(agreement(aligned, samples=2), sort_disagreements(find_disagreements(aligned), "kind"))
    (tmp_path / "page.html").write_text(page.replace("</body>", PROBE), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    dom = subprocess.run(["chromium", *options, f"file://{tmp_path / 'page.html'}"], capture_output=True, text=True, timeout=120, check=True).stdout
    assert dom.split("<title>")[1].split("</title>")[0].split(" / ") == [
        "value 0, value 7, indicator 4",
        "value 0, indicator 4, value 7",
        "value 7, indicator 4, value 0",
        "indicator 4 | 1 处",
        "",
    ]


def run(*args):
    return CliRunner().invoke(app, ["annotations", "agree", *map(str, args)])


def test_the_command_on_files(tmp_path, gold):
    chance = random.Random(4)
    write_records(tmp_path / "ann.jsonl", gold)
    write_records(tmp_path / "ben.jsonl", [spoiled(record, chance) for record in gold[1:]])
    files = (tmp_path / "ann.jsonl", tmp_path / "ben.jsonl")
    shown = run(*files, "--list", "3", "--by", "label", "--html", tmp_path / "page.html", "--adjudicate", tmp_path / "merged.jsonl")
    assert shown.exit_code == 0, shown.stdout
    assert f"only ann has {gold[0]['id']}: not compared" in shown.stdout
    assert "ann and ben: 3 documents" in shown.stdout
    assert "more: --list" in shown.stdout
    assert "<html" in (tmp_path / "page.html").read_text(encoding="utf-8")
    merged = read_records(tmp_path / "merged.jsonl", undecided=True)
    assert [r["id"] for r in merged] == [r["id"] for r in gold[1:]]
    assert CliRunner().invoke(app, ["annotations", "validate", str(tmp_path / "merged.jsonl")]).exit_code == 0
    with pytest.raises(InputError, match="that are not decided"):
        read_records(tmp_path / "merged.jsonl")
    result = json.loads(run(*files, "--json", "--sort", "document").stdout)
    assert result["documents"] == {"shared": 3, "alone": {"ann": [gold[0]["id"]], "ben": []}, "missing": {"ann": [], "ben": []}}
    keys = [(d["document"], d["start"] is None, d["start"] or 0) for d in result["disagreements"]]
    assert keys == sorted(keys)
    assert set(result["pairs"][0]["documents"]) == {r["id"] for r in gold[1:]}


def test_predictions_work_as_an_annotator(tmp_path, gold, nlp):
    import lawnlp

    write_records(tmp_path / "gold.jsonl", gold[:1])
    write_records(tmp_path / "model.jsonl", [lawnlp.analyze(gold[0]["text"], id=gold[0]["id"], nlp=nlp)])
    result = json.loads(run(tmp_path / "gold.jsonl", tmp_path / "model.jsonl", "--json", "--adjudicate", tmp_path / "merged.jsonl").stdout)
    assert result["pairs"][0]["figures"]["quantities F1"]["value"] > 0.8
    (merged,) = read_records(tmp_path / "merged.jsonl", undecided=True)
    assert not any("score" in row for row in merged["paragraphs"])


def test_wrong_use_is_status_2_and_one_line(tmp_path, gold):
    write_records(tmp_path / "a.jsonl", gold[:1])
    assert run(tmp_path / "a.jsonl").exit_code == 2
    assert run(tmp_path / "a.jsonl", tmp_path / "a.jsonl").exit_code == 2
    (tmp_path / "b.jsonl").write_bytes((tmp_path / "a.jsonl").read_bytes())
    assert run(tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--html", tmp_path / "no" / "page.html").exit_code == 2
    assert run(tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--sort", "size").exit_code == 2
    missing = run(tmp_path / "a.jsonl", tmp_path / "none.jsonl")
    assert isinstance(missing.exception, InputError)
    assert str(missing.exception).endswith("none.jsonl: no such file")
