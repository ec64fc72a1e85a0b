"""The figures table: repeated values, conflicts, several counts and parts."""

import io

import lawnlp
from lawnlp.cli.tables import print_record
from lawnlp.text.quantities import find_quantities


def record(text, *indicators, scores=()):
    """A record of `text` whose quantities carry the given indicators in order."""
    found = find_quantities(text)
    assert len(found) == len(indicators), [text[q.start : q.end] for q in found]
    scores = scores or [0.9] * len(found)
    rows = [
        {
            "start": q.start,
            "end": q.end,
            "text": text[q.start : q.end],
            "kind": q.kind,
            "value": q.value,
            "unit": q.unit,
            "bound": q.bound,
            "name": "",
            "optional": q.optional,
        }
        | {"indicator": indicator, "indicator_score": score}
        for q, indicator, score in zip(found, indicators, scores, strict=True)
    ]
    return {"id": "a", "text": text, "meta": {}, "paragraphs": [], "quantities": rows, "institutions": [], "citations": [], "items": None, "coverage": None}


def shown(made):
    return [(f.indicator, f.status, [v.value for v in f.values], len(f.conflicts)) for f in lawnlp.figures(made)]


def test_a_repeated_figure_is_one_value_with_its_places():
    made = record(
        "收到行政复议申请512件。\n全年收到行政复议申请五百余件，其中512件已受理。",
        "reconsideration_received",
        "reconsideration_received",
        "reconsideration_received",
    )
    [figure] = lawnlp.figures(made)
    assert (figure.status, [v.value for v in figure.values]) == ("single", [512])
    assert [made["text"][a:b] for a, b in figure.values[0].places] == ["512件", "五百余件", "512件"]
    assert figure.values[0].bound == "exact"


def test_different_values_are_a_conflict_with_the_likeliest_first():
    made = record("败诉率7.5%。\n行政诉讼败诉率为6.8%。", "litigation_loss_rate", "litigation_loss_rate", scores=[0.6, 0.95])
    assert shown(made) == [("litigation_loss_rate", "conflict", [6.8, 7.5], 1)]
    assert [v.probability for v in lawnlp.figures(made)[0].values] == [0.95, 0.6]


def named(made, *names):
    for row, name in zip(made["quantities"], names, strict=True):
        row["name"] = name
    return made


def test_values_of_other_names_or_units_do_not_contradict_each_other():
    consultations = ["legal_consultations"] * 2
    units = record("解答法律咨询4100余次。\n另接待来访260件。", *consultations, scores=[0.7, 0.9])
    assert shown(named(units, "法律咨询", "法律咨询")) == [("legal_consultations", "several", [260, 4100], 0)]
    names = record("编印普法画册1200本。\n印制宣传折页900本。", *["publicity_materials"] * 2)
    assert shown(named(names, "普法画册", "宣传折页"))[0][1] == "several"
    same = record("收到行政复议申请38件。\n行政复议收到申请41件。", *["reconsideration_received"] * 2)
    assert shown(named(same, "行政复议申请", "申请"))[0][1] == "conflict"


def test_parts_of_one_sentence_are_listed_and_not_summed():
    made = record("不予处罚31件、从轻处罚12件、减轻处罚9件。", *["lenient_cases"] * 3)
    assert shown(made) == [("lenient_cases", "parts", [31, 12, 9], 0)]


def test_parts_of_equal_value_are_not_one_figure():
    corrected = ["reconsideration_corrected"] * 3
    pair = record("撤销2件、变更2件。", *corrected[:2])
    assert shown(named(pair, "撤销", "变更")) == [("reconsideration_corrected", "parts", [2, 2], 0)]
    three = record("撤销2件、变更2件，另确认违法2件。", *corrected)
    assert shown(three) == [("reconsideration_corrected", "parts", [2, 2, 2], 0)]
    number_first = record("举行2次桌面推演、2次实兵演练。", *["emergency_drills"] * 2)
    assert shown(number_first) == [("emergency_drills", "parts", [2, 2], 0)]
    again = record("撤销2件、变更2件。\n撤销的2件均已整改。", *corrected)
    assert [len(v.places) for v in lawnlp.figures(named(again, "撤销", "变更", "撤销"))[0].values] == [2, 1]
    assert shown(again) == [("reconsideration_corrected", "several", [2, 2], 0)]
    of_one_total = record("审结9件，撤销2件，变更2件。", None, *corrected[:2])
    for row in of_one_total["quantities"][1:]:
        row["of"] = 0
    assert shown(of_one_total) == [("reconsideration_corrected", "parts", [2, 2], 0)]


def test_one_figure_told_twice_in_a_sentence_is_one():
    twice = record("排查矛盾纠纷38件，调处38件。", *["mediation_cases"] * 2)
    assert shown(named(twice, "矛盾纠纷", "调处")) == [("mediation_cases", "single", [38], 0)]


def test_order_of_the_taxonomy_and_nothing_for_what_is_not_given():
    made = record("开展应急演练8次，收到行政复议申请3件，历时5天。", "emergency_drills", "reconsideration_received", None)
    assert shown(made) == [("reconsideration_received", "single", [3], 0), ("emergency_drills", "single", [8], 0)]
    assert lawnlp.figures(record("历时5天。", None)) == []


def test_a_gold_record_has_no_probabilities():
    made = record("开展应急演练8次。", "emergency_drills")
    del made["quantities"][0]["indicator_score"]
    assert lawnlp.figures(made)[0].values[0].probability is None


def test_figures_can_be_called_again():
    made = record("开展应急演练8次。", "emergency_drills")
    assert lawnlp.figures(made) == lawnlp.figures(made)


def test_the_console_shows_them_in_chinese():
    made = record(
        "败诉率7.5%。\n行政诉讼败诉率为6.8%。开展应急演练近8次。", "litigation_loss_rate", "litigation_loss_rate", "emergency_drills", scores=[0.6, 0.95, 0.8]
    )
    stream = io.StringIO()
    print_record(made, stream)
    text = stream.getvalue()
    rows = [line for line in text[text.index("主要指标") :].splitlines() if "件" in line or "%" in line or "次" in line]
    assert any("行政诉讼败诉率" in row and "6.8" in row and "0.95" in row and "前后不一" in row for row in rows)
    assert any("应急演练次数" in row and "≈8" in row and "开展应急演练近8次" in row for row in rows)
