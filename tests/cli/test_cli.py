"""The command line as a user meets it: a real process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = "一、主要举措和成效\n全年受理行政复议申请38件，落实《行政复议法》。\n"


def run(*args, data=None, cwd=None):
    return subprocess.run([sys.executable, "-m", "lawnlp", *map(str, args)], input=data, capture_output=True, cwd=cwd, timeout=120, check=False)


def imported(code):
    script = f"import sys\n{code}\nprint([m for m in ('spacy', 'sklearn', 'datasets', 'torch', 'pandas') if m in sys.modules])"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.splitlines()[-1]


def test_importing_the_package_loads_nothing_heavy():
    assert imported("import lawnlp") == "[]"


def test_help_loads_nothing_heavy():
    code = "import lawnlp.cli\nsys.argv = ['lawnlp', '--help']\ntry: lawnlp.cli.main()\nexcept SystemExit as end: assert end.code == 0"
    assert imported(code) == "[]"


def test_jsonl_on_a_pipe(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run("analyze", tmp_path / "a.txt")
    assert done.returncode == 0, done.stderr.decode()
    record = json.loads(done.stdout)
    assert (record["id"], record["text"]) == ("a", TEXT)
    assert [q["text"] for q in record["quantities"]] == ["38件"]


def test_standard_input_and_table():
    done = run("analyze", "-", "--format", "table", data=TEXT.encode())
    shown = done.stdout.decode()
    assert done.returncode == 0
    assert "行政复议申请" in shown
    assert "《行政复议法》" in shown
    assert "举措成效" in shown


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "d.jsonl").write_text('{"id": "x"}\n')
    done = run("analyze", tmp_path, tmp_path / "none.txt")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "c"]
    errors = done.stderr.decode().splitlines()
    assert len(errors) == 4
    assert "b.txt: not text" in errors[0]
    assert "d.jsonl:1: text: missing" in errors[1]
    assert "none.txt: no such file or folder" in errors[2]
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    "args", [["analyze"], ["analyze", "a.txt", "--format", "xml"], ["analyse", "a.txt"], ["analyze", "a.txt", "-o", "no/such/folder/out.jsonl"]]
)
def test_wrong_use_is_status_2(args):
    done = run(*args)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_output_file_is_whole_or_untouched(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    assert run("analyze", tmp_path / "a.txt", "-o", out).returncode == 0
    first = out.read_bytes()
    assert json.loads(first)["id"] == "a"
    assert run("analyze", tmp_path / "a.txt", "-o", out, "--model", tmp_path).returncode == 1
    assert out.read_bytes() == first
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "out.jsonl"]


def test_equal_stems_get_ids_of_their_own(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(TEXT, encoding="utf-8")
    ids = [json.loads(line)["id"] for line in run("analyze", tmp_path).stdout.splitlines()]
    assert ids == ["a", "a-2"]
    (tmp_path / "out.jsonl").write_bytes(run("analyze", tmp_path).stdout)
    from lawnlp.records import read_records

    assert len(read_records(tmp_path / "out.jsonl")) == 2


def test_predictions_can_be_analyzed_again(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "set.jsonl"
    run("analyze", tmp_path / "a.txt", "-o", out)
    assert run("analyze", out).stdout == out.read_bytes()


def test_evaluate_by_item(tmp_path):
    gold = Path(__file__).parents[2] / "corpus" / "second" / "first.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()][:4]
    for name in ("gold", "given"):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        rows[0]["items"] = [item for item in rows[0]["items"] if item != "mediation"]
    done = run("evaluate", tmp_path / "gold.jsonl", "--predictions", tmp_path / "given.jsonl", "--by", "item", "--json")
    assert done.returncode == 0, done.stderr.decode()
    by = json.loads(done.stdout)["by"]
    assert by["mediation"]["p"] == 1.0
    assert by["mediation"]["r"] < 1.0
    assert by["mediation"]["interval"][0] <= by["mediation"]["f"] <= by["mediation"]["interval"][1]
    assert all(row["f"] == 1.0 for item, row in by.items() if item != "mediation")
    shown = run("evaluate", tmp_path / "gold.jsonl", "--predictions", tmp_path / "given.jsonl", "--by", "item").stdout.decode()
    assert "mediation" in shown


def test_the_table_names_items_with_their_clause_and_those_that_are_missing():
    from io import StringIO

    from lawnlp.cli.tables import print_record

    record = {"id": "a", "text": TEXT, "meta": {}, "paragraphs": [], "quantities": [], "institutions": [], "citations": [], "items": ["reconsideration"]}
    start = TEXT.index("全年")
    out = StringIO()
    print_record({**record, "item_evidence": {"reconsideration": [{"start": start, "end": len(TEXT) - 1}]}}, out)
    shown = out.getvalue().replace(" ", "")
    assert "40项中有1项" in shown
    assert "行政复议全年受理行政复议申请38件" in shown
    assert "行政调解与人民调解；行政裁决" in "".join(shown.split())
    out = StringIO()
    print_record({**record, "items": None}, out)
    assert "事项清单" not in out.getvalue()


def test_info():
    shown = run("info").stdout.decode()
    assert "lawnlp_quantities" in shown
    assert "dispute_resolution" in shown


def test_the_readme_commands_exist():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme
