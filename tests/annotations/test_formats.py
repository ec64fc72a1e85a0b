"""Every format: what goes in comes back, what it cannot hold is named, samples of the tools' own exports are read."""

import copy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawnlp.annotations.conversion import annotators, guess_format, losses, read_set, write_set
from lawnlp.annotations.formats import FORMATS, Options
from lawnlp.annotations.marks import Mark, assemble, flatten
from lawnlp.errors import InputError
from lawnlp.records import check_record, read_records

CORPUS = Path(__file__).parents[2] / "corpus"
SAMPLES = Path(__file__).parent / "samples"
LOSSLESS = [name for name in FORMATS if name != "conll"]


@pytest.fixture(scope="module")
def gold():
    return read_records(CORPUS / "dev.jsonl")[:6]


@pytest.fixture(scope="module")
def predicted(nlp, gold):
    """Two predictions with every key that a pipeline may write, known or not yet."""
    from lawnlp.records import doc_to_record

    records = [doc_to_record(nlp(record["text"]), id=record["id"]) for record in gold[:2]]
    for record in records:
        record["items"] = ["mediation"]
        record["item_scores"] = {"mediation": 0.93, "petition": 0.02}
        record["item_evidence"] = {"mediation": [{"start": 0, "end": 4, "score": 0.9}]}
        record["coverage"] = {"plan": {"grade": 1.72, "probabilities": [0.1, 0.2, 0.6, 0.1], "evidence": [{"start": 0, "end": 4, "score": 0.5}]}}
    return records


def by_id(records):
    return sorted(records, key=lambda record: record["id"])


@pytest.mark.parametrize("name", LOSSLESS)
def test_gold_comes_back(name, gold, tmp_path):
    assert write_set(tmp_path / "out", gold, name) == []
    back, notes = read_set(tmp_path / "out", name)
    assert by_id(back) == by_id(gold)
    assert notes == []


@pytest.mark.parametrize("name", LOSSLESS)
def test_predictions_come_back(name, predicted, tmp_path):
    assert write_set(tmp_path / "out", predicted, name) == []
    assert by_id(read_set(tmp_path / "out", name)[0]) == by_id(predicted)


@pytest.mark.parametrize("name", LOSSLESS)
def test_the_format_is_told_from_the_content(name, gold, tmp_path):
    path = tmp_path / ("out" + FORMATS[name][2])
    write_set(path, gold, name)
    assert guess_format(path) == name


@pytest.mark.parametrize("layer", ["paragraphs", "quantities", "institutions", "citations"])
def test_conll_holds_the_spans_and_labels_of_one_layer(layer, gold, tmp_path):
    from lawnlp.annotations.formats import conll

    lost = write_set(tmp_path / "out.conll", gold, "conll", Options(layer=layer))
    back = [found.record for found in conll.read(tmp_path / "out.conll", Options()).found]
    assert [(r["id"], r["text"]) for r in back] == [(r["id"], r["text"]) for r in gold]

    def spans(record):
        return [(row["start"], row["end"], row["part"][0] if layer == "paragraphs" else row["kind"]) for row in record[layer]]

    assert [spans(r) for r in back] == [spans(r) for r in gold]
    assert guess_format(tmp_path / "out.conll") == "conll"
    assert any("meta" in line for line in lost)
    assert all(any(line.endswith(f" {other}") for line in lost) for other in ("quantities", "institutions") if other != layer)


def test_conll_names_exactly_what_it_lost(gold, tmp_path):
    lost = write_set(tmp_path / "out.conll", gold[:1], "conll", Options(layer="quantities"))
    number = len(gold[0]["quantities"])
    assert lost[-1] == f"bound, indicator, name, optional, unit, value of {number} quantities"
    assert f"{len(gold[0]['citations'])} citations" in lost


# ------------------------------------------------------------------ properties

CHARACTERS = st.sampled_from("县司法局受理38件，。《》“”\n\t 　a\U00020bb7\U0001f600#\\\"'<&>%|;-O")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5)
PARTS = st.lists(st.sampled_from(["measures", "plan", "shortcomings"]), min_size=0, max_size=2, unique=True)
EXTRA = st.dictionaries(
    st.sampled_from(["note_", "of_", "x"]), st.recursive(st.none() | st.booleans() | st.integers(-5, 2**60) | WORDS, lambda v: st.lists(v, max_size=3))
)
VALUE = st.integers(-5, 2**60) | st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def records(draw):
    text = draw(st.text(CHARACTERS, min_size=3, max_size=30).filter(str.strip))
    record = {"id": draw(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)), "text": text}
    record["meta"] = {"title": draw(st.none() | WORDS), "year": draw(st.none() | st.integers(1990, 2030))}
    values = {
        "paragraphs": st.fixed_dictionaries(
            {"part": PARTS, "topics": st.lists(st.sampled_from(["rulemaking", "legal_society", "law_enforcement"]), unique=True)},
            optional={"items": st.none() | st.just(["mediation"]), "score": st.floats(0, 1)},
        ),
        "quantities": st.fixed_dictionaries(
            {"kind": st.just("count"), "value": VALUE, "unit": st.none() | st.just("件"), "bound": st.sampled_from(["exact", "about"])},
            optional={"name": st.none() | st.text("受理a ", max_size=4), "indicator": st.none() | st.just("penalty_cases"), "optional": st.booleans()},
        ),
        "institutions": st.fixed_dictionaries(
            {"kind": st.just("agency")}, optional={"canonical": st.none() | st.text("县局 ", max_size=4), "optional": st.booleans()}
        ),
        "citations": st.fixed_dictionaries({}, optional={"kind": st.none() | st.just("law"), "optional": st.booleans()}),
    }
    for layer, strategy in values.items():
        edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        rows = []
        for start, end in zip(edges[::2], edges[1::2], strict=False):
            row = {"start": start, "end": end, **draw(strategy), **draw(EXTRA)}
            last = len(edges) // 2 - 1
            if draw(st.booleans()):
                row |= {"paragraphs": {"parent": draw(st.integers(-1, last))}, "quantities": {"of": draw(st.none() | st.integers(0, last))}}.get(layer, {})
            rows.append(row if layer == "paragraphs" else {**row, "text": text[start:end]})
        record[layer] = rows
    record["items"] = draw(st.none() | st.just(["mediation"]))
    record["coverage"] = draw(st.none() | st.dictionaries(st.sampled_from(["plan", "rulemaking"]), st.integers(0, 3)))
    return record


@given(records())
@settings(max_examples=200, deadline=None)
def test_marks_hold_everything(record):
    assert assemble(record["id"], record["text"], *flatten(record)) == record


@pytest.mark.parametrize("name", ["label-studio", "doccano", "prodigy", "brat", "spacy", "datasets"])
def test_any_record_comes_back(name, tmp_path_factory):
    """Characters outside the basic plane, spans over line breaks, keys that nobody knows yet, values of any size."""
    from lawnlp.annotations.formats import format_module

    module = format_module(name)

    @given(records())
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def check(record):
        if name == "brat":
            rows = [row for layer in ("paragraphs", "quantities", "institutions", "citations") for row in record[layer]]
            covered = [record["text"][row["start"] : row["end"]] for row in rows]
            if not rows or any(text != text.strip("\n") for text in covered):
                return  # brat has no place for them (see test_brat_says_what_it_cannot_hold)
        path = tmp_path_factory.mktemp("any") / "out"
        module.write(path, [record], Options())
        assert [found.record for found in module.read(path, Options()).found] == [record]

    check()


def test_rows_that_refer_to_others_follow_them():
    record = {
        "id": "a",
        "text": "甲\n乙\n丙",
        "paragraphs": [{"start": i, "end": i + 1, "part": ["plan"], "topics": [], "parent": p} for i, p in ((0, -1), (2, 0), (4, 1))],
    }
    marks, rest = flatten(record)
    assert [row["parent"] for row in assemble("a", record["text"], marks[1:], rest)["paragraphs"]] == [-1, 0]


def test_links_between_quantities_follow_them():
    values = [{"of": None, "parts": [1, 2], "rate_of": None}, {"of": 0, "change_of": 3}, {"of": 0}, {"rate_of": [1, 0]}]
    record = assemble("a", "甲乙丙丁", [Mark("quantities", "count", i, i + 1) for i in range(4)], {})
    record["quantities"] = [{**row, **links} for row, links in zip(record["quantities"], values, strict=True)]
    marks, rest = flatten(record)
    assert assemble("a", "甲乙丙丁", reversed(marks), rest) == record
    without_second = assemble("a", "甲乙丙丁", [marks[0], *marks[2:]], rest)["quantities"]
    assert (without_second[0]["parts"], without_second[1]["of"], without_second[2]["rate_of"]) == ([1], 0, None)
    assert [row.get("of") for row in assemble("a", "甲乙丙丁", marks[1:], rest)["quantities"]] == [None, None, None]


def test_losses_count_what_differs():
    before = [
        {
            "id": "a",
            "meta": {"year": 2020},
            "items": None,
            "quantities": [{"start": 0, "end": 1, "value": 3, "name": ""}, {"start": 2, "end": 3, "value": 4, "name": "件"}],
        }
    ]
    after = [{"id": "a", "quantities": [{"start": 2, "end": 3, "value": 5}]}]
    assert losses(before, after) == ["meta of 1 reports", "1 quantities", "name, value of 1 quantities"]
    assert losses(before, copy.deepcopy(before)) == []


# ------------------------------------------------------------------ what the tools export


def labels(record):
    return {(name, row["text"]) for name in ("quantities", "institutions", "citations") for row in record[name]}


SPANS = {("quantities", "38件"), ("institutions", "\U00020bb7水县司法局"), ("citations", "《行政复议法》")}
QUANTITY = {"kind": "count", "value": 38, "unit": "件", "bound": "exact"}


def test_doccano_export():
    found, notes = read_set(SAMPLES / "doccano.jsonl")
    assert [record["id"] for record in found] == ["doccano-1", "doccano-2"]
    for record in found:
        assert check_record(record) == []
        assert labels(record) == SPANS
        assert [row["part"] for row in record["paragraphs"]] == [["measures"], ["measures"], ["plan"], ["plan"]]
        assert QUANTITY.items() <= record["quantities"][0].items()
    assert notes == ["quantities without a value, which was read from the text: 2"]


def test_doccano_counts_utf_16_units():
    from lawnlp.annotations.formats.doccano import record_to_row, row_to_record

    text = "\U00020bb7\U0001f600县局\U00020bb7"
    spans = [(0, 1), (1, 2), (2, 4), (4, 5)]
    record = assemble("a", text, [Mark("institutions", "agency", start, end) for start, end in spans], {})
    row = record_to_row(record)
    units = text.encode("utf-16-le")
    assert [units[2 * start : 2 * end].decode("utf-16-le") for start, end, _ in row["label"]] == [text[start:end] for start, end in spans]
    assert row_to_record(row, "f:1", "x") == record
    with pytest.raises(InputError, match=r"f:1: label\[0\]: 0:1 cuts a character in two"):
        row_to_record({"text": text, "label": [[0, 1, "citation"]]}, "f:1", "x")


def test_prodigy_export():
    assert guess_format(SAMPLES / "prodigy.jsonl") == "prodigy"
    assert annotators(SAMPLES / "prodigy.jsonl") == ["reports-li", "reports-wu"]
    found, notes = read_set(SAMPLES / "prodigy.jsonl", annotator="reports-wu")
    assert [record["id"] for record in found] == ["jishui-2023"]
    assert labels(found[0]) == SPANS
    assert "not accepted, left out: line 3 (ignore)" in notes
    assert ("citations", "《行政复议法》") not in labels(read_set(SAMPLES / "prodigy.jsonl", annotator="reports-li")[0][0])
    with pytest.raises(InputError, match="annotated by reports-li, reports-wu; choose one with --annotator"):
        read_set(SAMPLES / "prodigy.jsonl")


def test_prodigy_input_has_tokens_of_one_character(gold):
    from lawnlp.annotations.formats.prodigy import record_to_task

    task = record_to_task(gold[0])
    assert "".join(token["text"] for token in task["tokens"]) == task["text"]
    for span in task["spans"]:
        inside = task["tokens"][span["token_start"] : span["token_end"] + 1]
        assert (inside[0]["start"], inside[-1]["end"]) == (span["start"], span["end"])


def test_brat_export():
    found, notes = read_set(SAMPLES / "brat")
    record = found[0]
    assert check_record(record) == []
    assert labels(record) == SPANS
    assert record["quantities"][0] | QUANTITY | {"name": "行政复议申请", "indicator": "reconsideration_received"} == record["quantities"][0]
    assert (record["institutions"][0]["canonical"], record["institutions"][0]["optional"]) == ("甲市\U00020bb7水县司法局", True)
    assert notes == ["not held by a record, left out: free notes, other attributes and references (2), relations (1)"]


def test_brat_says_what_it_cannot_hold(tmp_path):
    """What belongs to a report without any span, and spans of line breaks alone."""
    record = {
        "id": "a",
        "text": "甲\n",
        "meta": {"year": 2020},
        "paragraphs": [],
        "quantities": [],
        "institutions": [],
        "citations": [],
        "items": None,
        "coverage": None,
    }
    assert write_set(tmp_path / "a", [record], "brat") == ["meta of 1 reports"]
    record["citations"] = [{"start": 1, "end": 2, "text": "\n", "kind": "law"}]
    assert write_set(tmp_path / "b", [record], "brat") == ["meta of 1 reports", "1 citations"]


def test_brat_writes_spans_over_line_breaks_in_fragments():
    from lawnlp.annotations.formats.brat import record_to_ann

    row = {"start": 0, "end": 5, "text": "县司\n法局", "kind": "agency"}
    assert record_to_ann({"id": "a", "text": "县司\n法局", "institutions": [row]}).splitlines()[0] == "T1\tinstitution-agency 0 2;3 5\t县司 法局"


def test_conll_of_other_tools():
    """Words, blanks, four columns, BIOES tags, several documents."""
    found, _ = read_set(SAMPLES / "words.conll")
    assert [record["text"].strip() for record in found] == ["吉水县司法局受理申请38件。\n\n市委、市要求".replace("\n\n", "\n"), "区委领导"]
    assert [(row["text"], row["kind"]) for row in found[0]["institutions"]] == [("吉水县司法局", "agency"), ("市委", "party"), ("市", "government")]


def test_spacy_reads_the_docbin(gold, tmp_path):
    """spaCy alone, without lawnlp's readers: span groups with offsets and labels."""
    import spacy
    from spacy.tokens import DocBin

    write_set(tmp_path / "out.spacy", gold, "spacy")
    docs = list(DocBin().from_disk(tmp_path / "out.spacy").get_docs(spacy.blank("zh").vocab))
    for doc, record in zip(docs, gold, strict=True):
        assert doc.text == record["text"]
        assert [(s.start_char, s.end_char, s.label_) for s in doc.spans["quantities"]] == [(q["start"], q["end"], q["kind"]) for q in record["quantities"]]


def test_datasets_reads_the_folder(gold, tmp_path):
    """datasets alone: typed columns, filters and counts without parsing."""
    import datasets

    write_set(tmp_path / "out", gold, "datasets")
    loaded = datasets.load_from_disk(str(tmp_path / "out"))
    assert loaded["text"][0] == gold[0]["text"]
    assert loaded.features["quantities"].feature["value"].dtype == "float64"
    assert [len(rows) for rows in loaded["quantities"]] == [len(record["quantities"]) for record in gold]
    assert loaded[0]["coverage"]["plan"] == gold[0]["coverage"]["plan"]
    assert loaded[0]["extra"] is None
