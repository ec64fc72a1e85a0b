"""Every kind of finding has a broken record that shows it, and a sound record has none."""

import copy
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from lawnlp.annotations.label_checks import written_out
from lawnlp.annotations.text_checks import read_spans
from lawnlp.annotations.validation import KINDS, check_one, validate_file
from lawnlp.cli import app
from lawnlp.records import write_records
from lawnlp.text.damage import clean_text

LINES = [
    "一、主要成效",
    "区司法局受理复议申请38件，落实《行政复议法》。",
    "二、存在的不足",
    "三、下一年安排",
    "审查规范性文件20件以上。",
]
TEXT = "\n".join(LINES)
REQUIREMENTS = (
    "party_leadership government_functions rulemaking decision_making law_enforcement emergency_response dispute_resolution "
    "power_supervision digital_government legal_society shortcomings leader_duty plan"
).split()


def at(words):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def spanned(words, **values):
    return {**at(words), "text": words, **values}


SOUND = {
    "id": "a",
    "text": TEXT,
    "meta": {"issuer": "甲区人民政府", "region": "乙市甲区", "year": 2023, "level": "county"},
    "paragraphs": [
        {**at(LINES[0]), "part": ["measures"], "topics": [], "items": []},
        {**at(LINES[1]), "part": ["measures"], "topics": ["dispute_resolution"], "items": ["reconsideration"]},
        {**at(LINES[2]), "part": ["shortcomings"], "topics": [], "items": []},
        {**at(LINES[3]), "part": ["plan"], "topics": [], "items": []},
        {**at(LINES[4]), "part": ["plan"], "topics": ["rulemaking"], "items": []},
    ],
    "quantities": [
        spanned("38件", kind="count", value=38, unit="件", bound="exact", name="复议申请", indicator="reconsideration_received"),
        spanned("20件以上", kind="count", value=20, unit="件", bound="at_least", name="规范性文件", optional=True),
    ],
    "institutions": [spanned("区司法局", kind="agency", canonical="乙市甲区司法局")],
    "citations": [spanned("《行政复议法》", kind="law")],
    "items": ["reconsideration"],
    "coverage": {**dict.fromkeys(REQUIREMENTS, 0), "dispute_resolution": 3, "shortcomings": 1, "plan": 1},
}


def changed(*changes):
    """The sound record with some values replaced: (path, value); value None deletes."""
    record = copy.deepcopy(SOUND)
    for path, value in changes:
        *keys, last = path
        target = record
        for key in keys:
            target = target[key]
        if value is None:
            del target[last]
        else:
            target[last] = value
    return record


def quantity(**values):
    return {**SOUND["quantities"][0], **values}


def institution(**values):
    return {**SOUND["institutions"][0], **values}


CASES = [
    ("schema", [(["text"], None)], "text: missing"),
    ("schema", [(["colour"], 1)], "colour: unknown key"),
    ("label", [(["paragraphs", 0, "part"], ["body"])], "paragraphs[0].part: unknown label 'body'"),
    ("offsets", [(["quantities", 0, "end"], 999)], "quantities[0].end: 17:999 is no span of a text"),
    ("overlap", [(["quantities"], [quantity(), quantity()])], "quantities[1].start: 17:20 overlaps quantities[0]"),
    ("text", [(["quantities", 0, "text"], "83件")], "quantities[0].text: '83件' is not what stands at 17:20, '38件'"),
    ("grade-range", [(["coverage", "plan"], 4)], "coverage.plan: a grade is a number from 0 to 3"),
    ("paragraph-bounds", [(["paragraphs", 1, "end"], 20)], "paragraphs[1]: 7:20 is no paragraph; the text has 7:31 there"),
    ("paragraph-missing", [(["paragraphs", 2], None)], "paragraphs: 32:39 «二、存在的不足» has no paragraph"),
    ("value", [(["quantities", 0, "value"], 83)], "quantities[0].value: 83 contradicts «38件», which is 38"),
    ("unit", [(["quantities", 0, "unit"], "次")], "quantities[0].unit: 次 contradicts «38件», whose unit is 件"),
    ("bound", [(["quantities", 1, "bound"], "exact")], "quantities[1].bound: exact for 范性文件«20件以上», which reads at_least"),
    ("kind", [(["quantities", 0, "kind"], "money")], "quantities[0].kind: money for «38件», whose unit 件 makes count"),
    ("no-paragraphs", [(["paragraphs"], [])], "paragraphs: none, the text has 5"),
    ("line-breaks", [(["text"], TEXT + "\r")], "text: a line break is"),
    (
        "span-edges",
        [(["text"], TEXT.replace("，落", " 落")), (["quantities", 0], quantity(end=21, text="38件 "))],
        "quantities[0]: 17:21 '38件 ' begins or ends",
    ),
    (
        "span-crosses",
        [(["institutions", 0], institution(start=30, end=33, text=TEXT[30:33], canonical="乙市甲区。二局"))],
        "institutions[0]: 30:33 «。 二» does not lie inside",
    ),
    ("no-numeral", [(["quantities", 0], quantity(start=13, end=17, text="复议申请"))], "quantities[0]: «复议申请» has no numeral"),
    ("citation-bounds", [(["citations", 0], {**SOUND["citations"][0], "start": 24, "text": "行政复议法》"})], "citations[0]: «行政复议法》» is not one 《…》"),
    ("citation-missing", [(["citations"], [])], "citations: 23:30 «《行政复议法》» is not marked"),
    ("inside-citation", [(["institutions", 0], institution(start=24, end=28, text="行政复议"))], "institutions[0]: «行政复议» stands inside"),
    ("unlabelled", [(["paragraphs", 0, "part"], [])], "paragraphs[0].part: none"),
    (
        "topics-of-part",
        [(["paragraphs", 0], {**SOUND["paragraphs"][0], "part": ["preamble"], "topics": ["rulemaking"]})],
        "paragraphs[0].topics: a paragraph of preamble",
    ),
    ("leader-duty-topic", [(["paragraphs", 0, "part"], ["leader_duty"])], "paragraphs[0].topics: a paragraph of leader_duty carries"),
    ("repeated", [(["items"], ["reconsideration", "reconsideration"])], "items: an item stands twice: reconsideration"),
    ("items-of-part", [(["paragraphs", 4, "items"], ["normative_docs"])], "paragraphs[4].items: items stand in measures and leader_duty only (here plan"),
    ("item-topic", [(["paragraphs", 1, "items"], ["openness"])], "paragraphs[1].items: openness belongs to power_supervision"),
    ("item-topic", [(["items"], ["reconsideration", "openness"])], "items: openness, but no paragraph of measures or leader_duty has its topic"),
    ("items-differ", [(["items"], [])], "items: reconsideration stands on a paragraph but not in the list"),
    ("items-differ", [(["paragraphs", 1, "items"], [])], "items: reconsideration stands in the list but on no paragraph"),
    ("plan-optional", [(["quantities", 1, "optional"], False)], "quantities[1].optional: «20件以上» stands in the plan"),
    ("no-name", [(["quantities", 0, "name"], None)], "quantities[0].name: «38件» counts nothing"),
    ("generic", [(["text"], TEXT.replace("区司法局", "有关单位")), (["institutions", 0, "text"], "有关单位")], "institutions[0]: «有关单位» is a class"),
    ("grade", [(["coverage", "dispute_resolution"], 0)], "coverage.dispute_resolution: 0; paragraphs of measures with the topic: 1"),
    ("grade", [(["coverage", "rulemaking"], 2)], "coverage.rulemaking: 2; paragraphs of measures with the topic: 0"),
    ("grade", [(["coverage", "plan"], 0)], "coverage.plan: 0; paragraphs of plan: 2"),
    ("grade", [(["coverage", "leader_duty"], 3)], "coverage.leader_duty: 3; paragraphs of leader_duty: 0"),
    ("grade", [(["coverage", "leader_duty"], 1)], "coverage.leader_duty: 1; the item first_responsible is missing"),
    (
        "grade-evidence",
        [(["text"], TEXT.replace("38件", "很多件").replace("《行政复议法》", "〈行政复议法〉")), (["quantities"], []), (["citations"], [])],
        "coverage.dispute_resolution: 3 without a figure",
    ),
    ("grade-missing", [(["coverage", "plan"], None)], "coverage: no grade of plan"),
    ("name-place", [(["institutions", 0, "canonical"], "区司法局")], "institutions[0].canonical: 区司法局 has no place"),
    (
        "name-short",
        [(["institutions", 0, "canonical"], "乙市甲区住建局")],
        "institutions[0].canonical: 乙市甲区住建局 reads as a short form; in full 乙市甲区住房和城乡建设局",
    ),
    ("name-province", [(["institutions", 0, "canonical"], "丙丁省云乙市司法局")], "institutions[0].canonical: 丙丁省云乙市司法局: a city or county stands"),
    (
        "open",
        [(["open"], [{"layer": "coverage", "key": "plan", "readings": [{"annotator": "x", "value": 1}, {"annotator": "y", "value": 2}]}])],
        "open[0]: coverage plan is not decided (x: 1; y: 2)",
    ),
]


def test_a_sound_record_has_no_finding():
    assert check_one(SOUND) == []


@pytest.mark.parametrize(("kind", "changes", "line"), CASES, ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)])
def test_each_kind_of_fault_is_one_clear_line(kind, changes, line):
    found = [p for p in check_one(changed(*changes)) if p.kind == kind]
    assert len(found) == 1, check_one(changed(*changes))
    assert str(found[0]).startswith(line), found[0]
    assert "\n" not in str(found[0])


def test_a_long_paragraph_of_content_without_a_topic():
    text = "全面推进各项工作落地见效。" * 6
    record = {"id": "a", "text": text, "paragraphs": [{"start": 0, "end": len(text), "part": ["measures"], "topics": []}]}
    assert [str(p) for p in check_one(record)] == [f"paragraphs[0].topics: none on {len(text)} characters of measures"]


def test_every_kind_is_shown_by_a_test():
    in_files = {"file", "json", "duplicate-id", "duplicate-text", "no-topic"}
    assert {case[0] for case in CASES} | in_files == set(KINDS)


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("1.1万余件", 11000, "件"),
        ("五千余条", 5000, "条"),
        ("百分之九十八", 98, "%"),
        ("10至15日", 10, "日"),
        ("２０件", 20, "件"),
        ("一起", 1, "起"),
        ("半年", 0.5, None),
        ("几十户", None, "户"),
        ("数百件", None, "件"),
        ("四五个", None, None),
        ("1.05", 1.05, None),
    ],
)
def test_the_words_of_a_span_are_read(words, value, unit):
    text = f"全区{words}案例"
    (got,) = read_spans(clean_text(text), [(2, 2 + len(words))])
    assert (got.value, got.unit) == (value, unit)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("乙市甲区政府", "乙市甲区人民政府"),
        ("乙市甲区政府办", "乙市甲区人民政府办公室"),
        ("乙市甲区法院", "乙市甲区人民法院"),
        ("乙海事法院", None),
        ("乙市人大常委会", "乙市人民代表大会常务委员会"),
        ("乙市政协", "中国人民政治协商会议乙市委员会"),
        ("乙市交通委员会", None),
        ("乙市卫健委", "乙市卫生健康委员会"),
        ("乙市甲区人民政府", None),
        ("乙市住房和城乡建设局", None),
    ],
)
def test_abbreviations_of_full_names(short, full):
    assert written_out(short) == full


def test_a_file_names_line_and_document_and_one_broken_line_hides_no_other(tmp_path):
    file = tmp_path / "set.jsonl"
    lines = [SOUND, changed((["quantities", 0, "value"], 83)), {**SOUND, "id": "b"}]
    file.write_text("\n".join(["{broken", *(json.dumps(line, ensure_ascii=False) for line in lines), "9" * 5000]), encoding="utf-8")
    got = [(f.line, f.id, f.kind) for f in validate_file(file)]
    assert got == [(1, None, "json"), (3, "a", "value"), (3, "a", "duplicate-id"), (4, "b", "duplicate-text"), (5, None, "json")]


def test_the_command_lists_all_files_and_fails_on_errors_only(tmp_path):
    write_records(tmp_path / "good.jsonl", [changed((["quantities", 0, "unit"], "次"))])
    write_records(tmp_path / "bad.jsonl", [changed((["quantities", 0, "value"], 83))])
    (tmp_path / "image.jsonl").write_bytes(b"\x89PNG\x00\x01")

    def run(*args):
        return CliRunner().invoke(app, ["annotations", "validate", *map(str, args)])

    good = run(tmp_path / "good.jsonl")
    assert good.exit_code == 0
    assert "good.jsonl:1: warning: a: quantities[0].unit: 次 contradicts «38件», whose unit is 件 [unit]" in good.stdout
    assert "1 file: 0 errors, 1 warning" in good.stdout
    both = run(tmp_path / "image.jsonl", tmp_path / "none.jsonl", tmp_path / "bad.jsonl", tmp_path / "good.jsonl", "--json")
    assert both.exit_code == 1
    result = json.loads(both.stdout)
    assert (result["errors"], result["warnings"], result["kinds"]) == (3, 1, {"file": 2, "value": 1, "unit": 1})
    assert [(f["file"].rsplit("/", 1)[1], f["line"], f["kind"]) for f in result["findings"]] == [
        ("image.jsonl", 0, "file"),
        ("none.jsonl", 0, "file"),
        ("bad.jsonl", 1, "value"),
        ("good.jsonl", 1, "unit"),
    ]
    assert "unit" not in run(tmp_path / "good.jsonl", "--level", "error").stdout.split("kind", 1)[0]
    assert run("--json").exit_code == 2
    assert run(tmp_path / "good.jsonl", "--level", "fatal").exit_code == 2


json_values = st.recursive(st.none() | st.booleans() | st.integers(-5, 60) | st.text(max_size=4), lambda inner: st.lists(inner, max_size=3), max_leaves=4)


@settings(deadline=None)
@given(
    st.sampled_from(sorted(SOUND)),
    st.integers(0, 4),
    st.sampled_from(["start", "end", "part", "topics", "items", "value", "unit", "kind", "text", "canonical"]),
    json_values,
)
def test_whatever_stands_in_a_record_it_is_reported_and_never_raised(layer, index, key, value):
    record = copy.deepcopy(SOUND)
    if isinstance(record[layer], list) and index < len(record[layer]) and isinstance(record[layer][index], dict):
        record[layer][index][key] = value
    else:
        record[layer] = value
    for problem in check_one(record):
        assert problem.kind in KINDS
        assert "\n" not in str(problem)


def test_our_corpus_has_no_error():
    corpus = Path(__file__).parents[2] / "corpus"
    found = [finding for file in sorted(corpus.glob("*.jsonl")) for finding in validate_file(file)]
    assert [str(f) for f in found if f.level == "error"] == []
    assert len(found) < 20, Counter(f.kind for f in found)
