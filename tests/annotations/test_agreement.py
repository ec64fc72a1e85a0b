"""Agreement against figures worked out by hand (in the comments), and what must hold for any two annotators."""

import copy
import json
import random
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from typer.testing import CliRunner

from lawnlp.annotations.adjudication import adjudicate, open_labels
from lawnlp.annotations.agreement import agreement, alpha, kappa
from lawnlp.annotations.alignment import align, match_spans
from lawnlp.annotations.disagreements import KINDS, find_disagreements, sort_disagreements
from lawnlp.annotations.page import agreement_page
from lawnlp.annotations.validation import KINDS as FINDINGS
from lawnlp.annotations.validation import check_one
from lawnlp.cli import app
from lawnlp.errors import InputError
from lawnlp.records import check_record, read_records, write_records

CORPUS = Path(__file__).parents[2] / "corpus"


def report(parts, topics=None, id="r", **layers):
    """A report of one-character lines with these parts ("" for none) and topics."""
    topics = topics or [[]] * len(parts)
    rows = [{"start": 2 * i, "end": 2 * i + 1, "part": [p] if p else [], "topics": t} for i, (p, t) in enumerate(zip(parts, topics, strict=True))]
    return {"id": id, "text": "\n".join("甲" * len(parts)), "paragraphs": rows, **layers}


def measured(*annotators, **options):
    """What the annotators (a record or a list of records each) agree on."""
    sets = {name: rows if isinstance(rows, list) else [rows] for name, rows in zip("abc", annotators, strict=False)}
    return agreement(align(sets), **({"samples": 20} | options))


def figure(result, name, pair=0):
    got = result["pairs"][pair]["figures"][name]
    return got["value"], got["n"]


def span(start, end, text="", **values):
    return {"start": start, "end": end, "text": text or "一二三四五六七八九十"[start:end], **values}


def quantity(start, end, **values):
    return span(start, end, **({"kind": "count", "value": 1, "unit": "件", "bound": "exact", "name": "案件", "indicator": None} | values))


def institution(start, end, **values):
    return span(start, end, **({"kind": "agency", "canonical": "乙市司法局"} | values))


TEXT = "一二三四五六七八九十"


def spans(*rows, layer="quantities", **more):
    return {"id": "r", "text": TEXT, "paragraphs": [], layer: list(rows), **more}


def test_kappa_and_alpha_of_parts():
    # 10 paragraphs; both measures 5, both plan 3, one each way. Observed 8/10. Both use measures 6 and plan 4 times: by chance 0.36 + 0.16 = 0.52.
    # kappa = (0.80 - 0.52) / (1 - 0.52) = 0.58333.
    # alpha: 20 labels, 12 measures, 8 plan. Disagreement observed 2 * 2 / 20 = 0.2, by chance 2 * 12 * 8 / (20 * 19) = 0.505263; 1 - 0.2 / 0.505263 = 0.604167.
    a = report(["measures"] * 6 + ["plan"] * 4)
    b = report(["measures"] * 5 + ["plan"] + ["plan"] * 3 + ["measures"])
    got = measured(a, b)
    assert figure(got, "part kappa") == (pytest.approx(0.58333, abs=1e-5), 10)
    assert got["alpha"]["part alpha"]["value"] == pytest.approx(0.604167, abs=1e-6)
    # measures: both 5, one alone each: F1 = 2 * 5 / (6 + 6); plan: both 3: 2 * 3 / (4 + 4)
    labels = got["pairs"][0]["labels"]["part"]
    assert labels["measures"] == {"f1": pytest.approx(10 / 12), "both": 5, "only_a": 1, "only_b": 1}
    assert labels["plan"]["f1"] == pytest.approx(6 / 8)


def test_alpha_of_three_annotators_with_gaps_is_the_published_one():
    # Krippendorff's example of three coders, fifteen units, four values and gaps (Wikipedia, "Krippendorff's alpha"): nominal 0.691, interval 0.811
    coders = ["*****3412113" + "3*3", "1*213343" + "*******", "**2134" + "4*2113" + "3*4"]
    names = {"1": "measures", "2": "plan", "3": "closing", "4": "noise", "*": ""}
    got = measured(*(report([names[value] for value in coder]) for coder in coders))
    assert got["alpha"]["part alpha"]["value"] == pytest.approx(0.691358, abs=1e-6)
    # twelve units have at least two labels
    assert got["alpha"]["part alpha"]["n"] == 12
    assert [(p["a"], p["b"]) for p in got["pairs"]] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_main_topics_and_topic_sets():
    # three paragraphs: equal sets; {rulemaking, openness-topic} against one of them; none against none
    a = report(["measures"] * 3, [["rulemaking"], ["rulemaking", "power_supervision"], []])
    b = report(["measures"] * 3, [["rulemaking"], ["power_supervision"], []])
    got = measured(a, b)
    # Jaccard 1 and 1/2, the third has no label: mean 0.75 over two paragraphs
    assert figure(got, "topics Jaccard") == (pytest.approx(0.75), 2)
    # labels: rulemaking both, rulemaking only a, power_supervision both: F1 = 2 * 2 / (3 + 2)
    assert figure(got, "topics F1") == (pytest.approx(0.8), 3)
    # main topics (r, r), (r, p), (none, none): observed 2/3; chance r 2/3 * 1/3 + p 0 + none 1/3 * 1/3 = 1/3; kappa = 1/2
    assert figure(got, "main topic kappa") == (pytest.approx(0.5), 3)


def test_spans_exact_and_overlapping():
    # equal; overlapping by one character; one alone on each side
    a = spans(quantity(0, 2), quantity(2, 4), quantity(8, 9))
    b = spans(quantity(0, 2), quantity(3, 5), quantity(6, 7))
    got = measured(a, b)
    # exact: both 1, each alone 2: 2 / (2 + 2 + 2); overlapping: both 2, each alone 1: 4 / 6
    assert figure(got, "quantities F1") == (pytest.approx(1 / 3), 5)
    assert figure(got, "quantities F1, overlapping") == (pytest.approx(2 / 3), 4)
    assert figure(got, "value, unit, bound and kind equal") == (1.0, 1)


def test_one_long_span_meets_one_short_one_only():
    match = match_spans([quantity(0, 6)], [quantity(0, 2), quantity(3, 5)])
    assert (len(match.overlapping), len(match.loose_a), len(match.loose_b)) == (1, 0, 1)


@pytest.mark.parametrize("swap", [False, True])
def test_optional_spans_are_neither_required_nor_wrong(swap):
    # required by both; optional for one and absent, optional for one and required by the other: neither counts
    a = spans(quantity(0, 2), quantity(3, 4, optional=True), quantity(6, 8, optional=True))
    b = spans(quantity(0, 2), quantity(6, 8))
    got = measured(*((b, a) if swap else (a, b)))
    assert figure(got, "quantities F1") == (1.0, 1)
    assert figure(got, "quantities F1, overlapping") == (1.0, 1)
    assert find_disagreements(align({"a": [a], "b": [b]})) == []


def test_values_indicators_and_names_on_shared_spans():
    a = spans(quantity(0, 1, indicator="mediators", name="调解员"), quantity(2, 3, value=5), quantity(4, 5), quantity(6, 7))
    b = spans(
        quantity(0, 1, indicator="mediators", name="人民调解员"), quantity(2, 3, value=6), quantity(4, 5, unit="个"), quantity(6, 7, indicator="mediators")
    )
    got = measured(a, b)
    assert figure(got, "value, unit, bound and kind equal") == (pytest.approx(2 / 4), 4)
    assert figure(got, "value equal") == (pytest.approx(3 / 4), 4)
    assert figure(got, "unit equal") == (pytest.approx(3 / 4), 4)
    assert figure(got, "bound equal") == (1.0, 4)
    # indicators: one of a, two of b, one shared: 2 / 3
    assert figure(got, "indicators F1") == (pytest.approx(2 / 3), 2)
    # names: 3 shared characters of 3 and 5: 6/8; the others equal
    assert figure(got, "name overlap") == (pytest.approx((6 / 8 + 3) / 4), 4)


def test_full_names_and_kinds_of_institutions():
    a = spans(institution(0, 2), institution(3, 5), institution(6, 8, canonical=None), layer="institutions")
    b = spans(institution(0, 2), institution(3, 5, kind="party", canonical=None), institution(6, 8, canonical=None), layer="institutions")
    got = measured(a, b)
    # the third has no full name for either: not compared
    assert figure(got, "full name equal") == (pytest.approx(1 / 2), 2)
    assert figure(got, "kind of institution equal") == (pytest.approx(2 / 3), 3)


def test_grades_and_items():
    # pairs (0,0) (1,2) (3,3) (2,2): squares 1; by chance 40 / 4 = 10 (every grade of a once; b has 0 once, 2 twice, 3 once); kappa = 1 - 1/10
    grades = ("rulemaking", "plan", "shortcomings", "leader_duty")
    a = spans(items=["oversight", "petition"], coverage=dict(zip(grades, (0, 1, 3, 2), strict=True)))
    b = spans(items=["oversight", "openness", "theory"], coverage={**dict(zip(grades, (0, 2, 3, 2), strict=True)), "plan": {"grade": 1.6}})
    got = measured(a, b)
    assert figure(got, "grades kappa") == (pytest.approx(0.9), 4)
    assert figure(got, "grades equal") == (pytest.approx(0.75), 4)
    # one shared of four items: Jaccard 1/4; F1 = 2 / (2 + 3)
    assert figure(got, "items Jaccard") == (pytest.approx(0.25), 1)
    assert figure(got, "items F1") == (pytest.approx(0.4), 4)
    assert got["pairs"][0]["labels"]["grade"]["plan"] == {"kappa": pytest.approx(0.0), "equal": 0.0, "n": 1}


def test_what_cannot_be_compared_is_null_not_one():
    got = measured(report(["plan", "plan"]), report(["plan", "plan"]))
    assert figure(got, "part kappa") == (None, 2)  # one label alone: chance would agree too
    assert figure(got, "quantities F1") == (None, 0)
    assert figure(got, "items F1") == (None, 0)
    assert got["alpha"]["part alpha"] == {"value": None, "n": 2, "low": None, "high": None}


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30), st.booleans())
def test_kappa_of_counted_pairs_is_that_of_the_list(pairs, quadratic):
    counted = {pair: pairs.count(pair) for pair in pairs}
    if len({label for pair in pairs for label in pair}) < 2:
        assert kappa(counted, quadratic=quadratic) is None
        return
    a, b = zip(*pairs, strict=True)
    weights = "quadratic" if quadratic else None
    assert kappa(counted, quadratic=quadratic) == pytest.approx(cohen_kappa_score(a, b, weights=weights, labels=[0, 1, 2, 3] if quadratic else None))


# ------------------------------------------------------------ any two annotators


@pytest.fixture(scope="module")
def gold():
    return read_records(CORPUS / "dev.jsonl")[:4]


def spoiled(record, chance):
    """Another annotator: other labels, other edges, spans left out, added options, other names."""
    p = copy.deepcopy(record)
    for row in p["paragraphs"]:
        if chance.random() < 0.1:
            row["part"] = ["plan"]
        if chance.random() < 0.2:
            row["topics"] = [*row["topics"][1:], *([] if "rulemaking" in row["topics"] else ["rulemaking"])]
    p["paragraphs"] = [row for row in p["paragraphs"] if chance.random() < 0.97]
    for q in p["quantities"]:
        q["value"] += chance.random() < 0.1
        q["optional"] = q["optional"] != (chance.random() < 0.1)
        if chance.random() < 0.1:
            q["indicator"] = None if q["indicator"] else "mediators"
        if chance.random() < 0.1 and q["end"] - q["start"] > 1:
            q["end"] -= 1
            q["text"] = q["text"][:-1]
    for layer in ("quantities", "institutions", "citations"):
        p[layer] = [row for row in p[layer] if chance.random() < 0.9]
    for i in p["institutions"]:
        if chance.random() < 0.2:
            i["canonical"] = None
    p["items"] = [*p["items"][2:], "theory"] if "theory" not in p["items"] else p["items"][1:]
    p["coverage"] = {key: min(3, grade + chance.choice([0, 0, 1])) for key, grade in p["coverage"].items()}
    return p


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_two_annotators_does_not_matter(gold, seed):
    chance = random.Random(seed)
    other = [spoiled(record, chance) for record in gold]
    one, two = (agreement(align(sets), samples=5)["pairs"][0]["figures"] for sets in ({"a": gold, "b": other}, {"a": other, "b": gold}))
    assert {name: f["n"] for name, f in one.items()} == {name: f["n"] for name, f in two.items()}
    assert {name: f["value"] for name, f in one.items()} == pytest.approx({name: f["value"] for name, f in two.items()})
    found = [find_disagreements(align(sets)) for sets in ({"a": gold, "b": other}, {"b": other, "a": gold})]
    assert [(d.kind, d.document, d.start, d.end, d.label) for d in found[0]] == [(d.kind, d.document, d.start, d.end, d.label) for d in found[1]]


def test_an_annotator_agrees_with_themself(gold):
    aligned = align({"a": gold, "b": copy.deepcopy(gold)})
    got = agreement(aligned, samples=5)
    assert {f["value"] for f in got["pairs"][0]["figures"].values()} <= {1.0, None}
    assert {f["value"] for f in got["alpha"].values()} == {1.0}
    assert find_disagreements(aligned) == []
    merged = adjudicate(aligned)
    assert open_labels(merged) == 0
    assert merged == [{**record, "items": sorted(record["items"])} for record in gold]


def test_intervals_hold_the_figure_and_repeat(gold):
    chance = random.Random(1)
    aligned = align({"a": gold, "b": [spoiled(record, chance) for record in gold]})
    got = agreement(aligned, samples=50)
    assert got == agreement(aligned, samples=50)
    for figure_ in [*got["pairs"][0]["figures"].values(), *got["alpha"].values()]:
        if figure_["value"] is not None:
            assert figure_["low"] <= figure_["value"] <= figure_["high"]


@pytest.mark.parametrize("seed", range(3))
def test_a_merged_set_is_sound_and_each_disagreement_is_open(gold, seed):
    chance = random.Random(seed)
    aligned = align({"a": gold, "b": [spoiled(r, chance) for r in gold], "c": [spoiled(r, chance) for r in gold[1:]]})
    merged = {record["id"]: record for record in adjudicate(aligned)}
    layers = {"item": "items", "grade": "coverage"}
    layers |= dict.fromkeys(("paragraph", "part", "main topic", "topics"), "paragraphs")
    layers |= dict.fromkeys(("quantity", "value", "indicator", "name"), "quantities")
    layers |= dict.fromkeys(("institution", "institution kind", "full name"), "institutions")
    layers |= dict.fromkeys(("citation", "citation kind"), "citations")
    assert set(layers) == set(KINDS)
    for record in merged.values():
        assert check_record(record) == []
        assert {FINDINGS[p.kind][0] for p in check_one(record)} <= {"warning"}
    found = find_disagreements(aligned)
    assert len({d.kind for d in found}) > 8
    for d in found:
        rows = [row for row in merged[d.document]["open"] if row["layer"] == layers[d.kind]]
        if d.label:
            assert d.label in {row["key"] for row in rows}, d
        else:
            assert any(row["start"] < d.end and d.start < row["end"] for row in rows), d


# ------------------------------------------------------------ disagreements, adjudication


def test_disagreements_carry_all_readings_and_the_words_around():
    a = spans(quantity(0, 2), quantity(4, 5, indicator="mediators"), quantity(7, 8, name="甲"), items=["petition"], coverage={"plan": 1})
    b = spans(quantity(1, 3), quantity(4, 5, bound="about"), quantity(7, 8, name="乙"), items=[], coverage={"plan": 3})
    c = spans(quantity(4, 5), quantity(7, 8, name="乙"), items=[], coverage={"plan": 3})
    found = find_disagreements(align({"a": [a], "b": [b], "c": [c]}))
    assert [(d.kind, d.start, d.label) for d in found] == [
        ("quantity", 0, ""),
        ("value", 4, ""),
        ("indicator", 4, ""),
        ("name", 7, ""),
        ("item", None, "petition"),
        ("grade", None, "plan"),
    ]
    first = found[0]
    assert (first.before, first.words, first.after) == ("", "一二三", "四五六七八九十")
    assert first.readings == {"a": "«一二» 1 件 exact count", "b": "«二三» 1 件 exact count", "c": "—"}
    assert found[1].readings == {"a": "1 件 exact count", "b": "1 件 about count", "c": "1 件 exact count"}
    assert found[4].readings == {"a": "yes", "b": "no", "c": "no"}
    assert found[5].readings == {"a": "1", "b": "3", "c": "3"}
    assert [d.kind for d in sort_disagreements(reversed(found), "kind")] == [d.kind for d in found]


def test_paragraph_disagreements():
    a = report(["measures", "plan", "measures", "plan"], [["rulemaking"], ["rulemaking"], ["rulemaking", "legal_society"], []])
    b = report(["measures", "closing", "measures"], [["legal_society"], ["rulemaking"], ["rulemaking"]])
    b["text"] = a["text"]
    found = find_disagreements(align({"a": [a], "b": [b]}))
    assert [(d.kind, d.start, dict(d.readings)) for d in found] == [
        ("main topic", 0, {"a": "rulemaking", "b": "legal_society"}),
        ("part", 2, {"a": "plan", "b": "closing"}),
        ("topics", 4, {"a": "rulemaking+legal_society", "b": "rulemaking"}),
        ("paragraph", 6, {"a": "plan", "b": "—"}),
    ]
    (merged,) = adjudicate(align({"a": [a], "b": [b]}))
    assert [(p["start"], p["part"], p["topics"]) for p in merged["paragraphs"]] == [
        (0, ["measures"], []),
        (2, [], ["rulemaking"]),
        (4, ["measures"], ["rulemaking"]),
    ]
    assert [(row["start"], row["key"]) for row in merged["open"]] == [(0, "topics"), (2, "part"), (4, "topics"), (6, "row")]
    assert merged["open"][3]["readings"] == [
        {"annotator": "a", "value": [{"start": 6, "end": 7, "part": ["plan"], "topics": []}]},
        {"annotator": "b", "value": []},
    ]


def test_a_merged_set_takes_what_the_guidelines_decide():
    # optional for one, required or absent for the other: optional; of names that contain one another the shortest
    a = spans(
        quantity(0, 1, optional=True),
        quantity(2, 3, optional=True),
        quantity(4, 5, name="调解员"),
        quantity(6, 7, value=2),
        coverage={"plan": 1, "rulemaking": 2},
    )
    b = spans(quantity(0, 1), quantity(4, 5, name="人民调解员"), quantity(6, 7, value=3), coverage={"plan": 2, "rulemaking": 2})
    (merged,) = adjudicate(align({"a": [a], "b": [b]}))
    assert [(q["start"], q.get("optional", False), q["name"]) for q in merged["quantities"]] == [(0, True, "案件"), (2, True, "案件"), (4, False, "调解员")]
    assert merged["coverage"] == {"rulemaking": 2}
    assert [(row["layer"], row["start"], row["key"], [r["value"] for r in row["readings"]]) for row in merged["open"]] == [
        ("quantities", 6, "row", [[quantity(6, 7, value=2)], [quantity(6, 7, value=3)]]),
        ("coverage", None, "plan", [1, 2]),
    ]


def test_a_layer_that_an_annotator_has_nowhere_is_named():
    got = measured(spans(quantity(0, 1), items=[]), spans(quantity(0, 1, indicator="mediators"), coverage={"plan": 1}))
    assert got["empty"] == {
        "a": ["parts", "topics", "institutions", "citations", "indicators", "grades"],
        "b": ["parts", "topics", "institutions", "citations", "items"],
    }


def test_documents_that_only_one_has_are_named_and_other_texts_refused():
    one, two, three = (report(["plan"], id=id) for id in ("one", "two", "three"))
    aligned = align({"a": [one, two], "b": [two, three], "c": [two]})
    assert (aligned.alone, [d.id for d in aligned.shared]) == ({"a": ("one",), "b": ("three",), "c": ()}, ["two"])
    with pytest.raises(InputError, match="share no document"):
        align({"a": [one], "b": [two]})
    with pytest.raises(InputError, match="document 'one': the text in b differs from that in a"):
        align({"a": [one], "b": [{**one, "text": "乙"}]})


def test_alpha_leaves_out_units_of_one_annotator():
    import numpy as np

    assert alpha(np.array([[2, 0], [0, 2], [1, 0], [0, 1]]), "nominal") == 1.0
    assert alpha(np.zeros((0, 2)), "nominal") is None


# ------------------------------------------------------------ the page and the command


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
