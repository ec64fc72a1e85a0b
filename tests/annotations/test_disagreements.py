"""What annotators differ in, with all readings, and what adjudication makes of it."""

import pytest
from annotators import measured, quantity, report, spans

from lawnlp.annotations.adjudication import adjudicate
from lawnlp.annotations.agreement import alpha
from lawnlp.annotations.alignment import align
from lawnlp.annotations.disagreements import find_disagreements, sort_disagreements
from lawnlp.errors import InputError


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
