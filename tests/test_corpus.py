"""The corpus: committed files are what its sources compile to, and every check holds."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lawnlp.annotations.alignment import align
from lawnlp.records import check_record, read_records
from training.corpus.agreement import FOLDER, report
from training.corpus.build import shared_runs
from training.corpus.source import SourceError, parse, parse_fragments

ROOT = Path(__file__).parents[1]
UNITS = {"count": {"strict": ["件", "次"]}, "percent": {"strict": ["%"]}, "guards": {}}
HEAD = """+++
title = ""
issuer = "甲县人民政府"
region = "乙市甲县"
place = "1"
year = 2023
level = "county"
hand = "h01"
[bodies]
"县政府" = "government 乙市甲县人民政府"
[coverage]
plan = 0
+++
"""


def test_verify():
    """All counts asked for are met, no check fails, no file is out of date."""
    done = subprocess.run([sys.executable, "-m", "training.corpus", "verify"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "MISSED" not in done.stdout


def test_the_agreement_of_the_second_annotation_is_up_to_date():
    aligned = align({name: read_records(FOLDER / f"{name}.jsonl") for name in ("first", "second")})
    assert report(aligned, (FOLDER / "RESOLVED.md").read_text(encoding="utf-8")) == (FOLDER / "AGREEMENT.md").read_text(encoding="utf-8")


def test_datasets_reads_it_with_types(tmp_path):
    datasets = pytest.importorskip("datasets")
    corpus = datasets.load_dataset(str(ROOT / "corpus"), cache_dir=str(tmp_path))
    assert set(corpus) == {"train", "validation", "test"}
    row = corpus["test"][0]
    assert row["text"][row["quantities"][0]["start"] : row["quantities"][0]["end"]] == row["quantities"][0]["text"]
    assert corpus["train"].features["meta"]["year"].dtype == "int64"


def test_no_government_stands_in_two_splits():
    where = {}
    for split in ("train", "dev", "test"):
        for line in (ROOT / "corpus" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            where.setdefault(record["meta"]["region"], set()).add(split)
    assert all(len(splits) == 1 for splits in where.values())


def source(tmp_path, body, head=HEAD):
    (tmp_path / "a.txt").write_text(head + body, encoding="utf-8")
    return parse(tmp_path / "a.txt", UNITS)


def test_marks_and_labels(tmp_path):
    got = source(
        tmp_path,
        "@ measures\n一、成效\n\n@ measures | dispute_resolution | reconsideration\n　{{县政府}}受理[[1.1万余件|>=11000 件|复议申请|reconsideration_received]]，近[[?5%|~5 %|降幅]]。\n",
    )
    record = got.record
    text = "一、成效\n\n　县政府受理1.1万余件，近5%。"
    assert record["text"] == text
    assert [(text[p["start"] : p["end"]], p["topics"]) for p in record["paragraphs"]] == [
        ("一、成效", []),
        ("县政府受理1.1万余件，近5%。", ["dispute_resolution"]),
    ]
    first, second = record["quantities"]
    assert (first["text"], first["value"], first["bound"], first["kind"], first["indicator"]) == (
        "1.1万余件",
        11000,
        "at_least",
        "count",
        "reconsideration_received",
    )
    assert (second["optional"], second["bound"], second["kind"]) == (True, "about", "percent")
    assert record["institutions"][0]["canonical"] == "乙市甲县人民政府"
    assert record["items"] == ["reconsideration"]


def test_one_physical_line(tmp_path):
    got = source(tmp_path, "@ preamble\n2023年，甲县。\n@+ measures\n一、成效。好。\n")
    assert got.record["text"] == "2023年，甲县。一、成效。好。"
    assert len(got.record["paragraphs"]) == 2


def test_fragments_label_quantities_alone(tmp_path):
    (tmp_path / "some.txt").write_text("# said once\n\n办结[[5件|5 件|申请|reconsideration_received]]。\n", encoding="utf-8")
    [record] = parse_fragments(tmp_path / "some.txt", UNITS)
    assert (record["id"], record["text"], record["items"], record["coverage"]) == ("some-003", "办结5件。", None, None)
    assert [q["indicator"] for q in record["quantities"]] == ["reconsideration_received"]
    assert record["paragraphs"] == [{"start": 0, "end": 5, "part": [], "topics": []}]
    assert check_record(record) == []


def test_titles_in_fragments_are_citations():
    titled = [r for r in read_records(ROOT / "corpus" / "fragments.jsonl") if "《" in r["text"]]
    assert titled
    for record in titled:
        cited = {i for c in record["citations"] for i in range(c["start"], c["end"])}
        assert all(i in cited for i, sign in enumerate(record["text"]) if sign in "《》")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("text\n", r"a\.txt:14: text before the first label line"),
        ("@ measures\n[[5件|5 件]]\n", "a quantity is"),
        ("@ measures\n[[5斗|5 斗|米]]\n", "unit 斗 stands not in"),
        ("@ measures\n{{县委}}\n", "县委 stands not in the head"),
        ("@ measures\n[[5件|5 件|申请\n", "without its partner"),
        ("@ a | b | c | d\n甲\n", "a label line is"),
    ],
)
def test_faults_name_file_line_and_key(tmp_path, body, message):
    with pytest.raises(SourceError, match=message):
        source(tmp_path, body)


def test_a_wrong_head_names_the_key(tmp_path):
    with pytest.raises(SourceError, match="missing or unknown key place"):
        source(tmp_path, "", HEAD.replace('place = "1"\n', ""))


def test_shared_runs_counts_what_four_reports_share():
    phrase = "坚持以人民为中心的发展思想不断开创新局面"
    others = ["".join(chr(0x4E00 + 100 * i + j) for j in range(40)) for i in range(4)]
    assert shared_runs(others) == 0
    runs = len(phrase) - 15
    got = shared_runs([phrase + other for other in others])
    assert got == pytest.approx(4 * runs / (4 * (len(phrase) + 40 - 15)))
    assert shared_runs([phrase + other for other in others[:3]]) == 0
    assert re.fullmatch(r"[\u4e00-\u9fff]+", phrase)
