"""What links quantities: the table of cases, and what must hold for every text."""

import csv
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawnlp.text.counted import name_of
from lawnlp.text.quantities import find_quantities
from lawnlp.text.relations import listed_names, relate, shared_names

with (Path(__file__).parents[1] / "cases" / "relations.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


def read(text):
    rows = [{**vars(q), "name": name_of(text, q.start, q.end)} for q in find_quantities(text)]
    return rows, relate(text, rows)


def shown(links):
    """The links as the table writes them: part<total, rate=numerator/denominator, change~figure:direction:base."""
    parts = " ".join(f"{i}<{link['of']}" for i, link in enumerate(links) if "of" in link)
    rates = " ".join("{}={}/{}".format(i, *link["rate_of"]) for i, link in enumerate(links) if "rate_of" in link)
    changes = " ".join(
        f"{i}{'~' + str(link['change_of']) if 'change_of' in link else ''}:{link['direction'] or ''}:{link['base'] or ''}"
        for i, link in enumerate(links)
        if "direction" in link
    )
    return {"parts": parts, "rates": rates, "changes": changes}


def test_the_table_is_long_enough():
    assert len(CASES) >= 60
    assert len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_cases(case):
    _, links = read(case["text"])
    assert {"text": case["text"], **shown(links)} == case


@pytest.mark.parametrize("case", CASES[:40:4], ids=[case["text"] for case in CASES[:40:4]])
def test_width_of_signs_makes_no_difference(case):
    narrow = case["text"].translate(str.maketrans("，；：（）", ",;:()"))
    assert shown(read(narrow)[1])["parts"] == case["parts"]
    assert shown(read(narrow)[1])["rates"] == case["rates"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="受理审结其中占率（），、；。：同比增长由到降共分别3871件%个0.5", max_size=80))
def test_links_are_sound(text):
    rows, links = read(text)
    assert len(links) == len(rows)
    for i, link in enumerate(links):
        for other in [
            *link.get("parts", []),
            *link.get("rate_of", []),
            *([link["of"]] if "of" in link else []),
            *([link["change_of"]] if "change_of" in link else []),
        ]:
            assert 0 <= other < len(rows)
            assert other != i
        assert all(links[part]["of"] == i for part in link.get("parts", []))
        assert "of" not in link or i in links[link["of"]]["parts"]
        if "rate_of" in link:
            part, whole = (rows[j]["value"] for j in link["rate_of"])
            assert abs(100 * part / whole - rows[i]["value"]) <= 0.5 + 1e-9
    assert len(shared_names(rows, links)) == len(rows)


def test_a_change_has_the_name_of_what_changed():
    text = "办理时限由20个工作日压缩至7个工作日；受理信访742件，同比下降14.6%"
    rows, links = read(text)
    for row, name in zip(rows, ["办理时限", "压缩", "受理信访", ""], strict=True):
        row["name"] = name
    assert shared_names(rows, links) == ["办理时限", "办理时限", "受理信访", "受理信访"]
    rows[3]["name"] = "信访量"  # a name of its own
    assert shared_names(rows, links) == ["办理时限", "办理时限", "受理信访", "信访量"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增经营主体5311户，同比+23.6%", ("up", 0)),
        ("投诉量742件，同比-4.6%", ("down", 0)),
        ("受理742件，同比↑23.6%", ("up", 0)),
        ("受理742件（-18.6%）", ("down", 0)),
        ("参训1420人次，较2022年多出214人次", ("up", 0)),
        ("受理71件，比上年少收23件", ("down", 0)),
        ("平均办理4分钟，比上年快2分钟", ("down", 0)),
    ],
)
def test_signs_and_other_words_of_change(text, expected):
    rows = [{**vars(q), "name": ""} for q in find_quantities(text)]
    rows[-1]["change"] = "by"
    link = relate(text, rows)[-1]
    assert (link["direction"], link.get("change_of")) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("事故起数、死亡人数同比分别下降31.2%和26.8%", ["事故起数、死亡人数", "死亡人数"], ["事故起数", "死亡人数"]),
        ("信访总量和越级访量分别为76件、9件", ["信访总量", "信访总量和越级访量"], ["信访总量", "越级访量"]),
        ("企业、农户较上年分别增加12家和减少3户", ["企业、农户", "企业、农户"], ["企业", "农户"]),
        ("代表、委员建议的面商率和满意率分别为98%、99%", ["代表、委员建议的面商率", "面商率和满意率"], ["面商率", "满意率"]),
        ("响应率、办结率依次为98%、99%", ["响应率、办结率", "响应率、办结率"], ["响应率", "办结率"]),
        ("建议和提案分别办结86件、12件", ["建议和提案分别办结"] * 2, ["建议", "提案"]),
        ("2023年和2024年分别受理86件、12件", ["2023年和2024年分别受理"] * 2, ["2023年和2024年分别受理"] * 2),
        ("一、二、三类事项分别为36项、28项、12项", ["一、二、三类事项"] * 3, ["一、二、三类事项"] * 3),
        ("参与率、调解和解率分别为98%、99%", ["参与率、调解和解率", ""], ["参与率", "调解和解率"]),
        ("参考率、合格率均为100%", ["参考率、合格率"], ["参考率、合格率"]),
        ("代表、委员的满意率分别为98%、99%", ["代表、委员的满意率", "满意率"], ["代表、委员的满意率", "满意率"]),
        ("检查、处罚、强制分别为76次、9件", ["检查、处罚、强制", "强制"], ["检查、处罚、强制", "强制"]),
        ("调解、和解撤回47件（2022年、2021年分别为26件、14件）", ["调解、和解撤回"] * 3, ["调解、和解撤回"] * 3),
        ("（三）案件数、处罚数、罚款数较去年分别下降7%、6%、5%", ["（三）案件数、处罚数", "处罚数", "罚款数"], ["案件数", "处罚数", "罚款数"]),
        ("许可、处罚、检查量分别增长7%、6%、5%", ["许可、处罚", "处罚、检查量", "检查量"], ["许可", "处罚", "检查量"]),
        ("1.信访、纠纷分别下降7%、6%", ["1.信访、纠纷", "纠纷"], ["信访", "纠纷"]),
        ("许可、处罚、检查量分别增长7%、6%", ["许可、处罚、检查量", "检查量"], ["许可、处罚、检查量", "检查量"]),
        ("县（市、区）、部门分别有3个和11个", ["县（市、区）", "部门"], ["县（市、区）", "部门"]),
    ],
)
def test_each_figure_of_a_list_has_its_own_name(text, names, expected):
    rows = [{**vars(q), "name": name} for q, name in zip(find_quantities(text), names, strict=True)]
    assert listed_names(text, rows) == expected


@pytest.mark.parametrize(
    "piece", ["受理38件（", "受理38件。其中", "、分别为38件", "受理38件）", "受理38件（其中9件）、", "受理38件，其中9件，比上年", "(((", "，其中6件、3件"]
)
def test_brackets_that_never_close_cost_linear_time(piece):
    text = piece * 2000
    rows = [{**vars(q), "name": ""} for q in find_quantities(text)]
    start = perf_counter()
    relate(text, rows)
    assert perf_counter() - start < 10


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("受理2023年86件，2024年102件，增长18.6%", [1]),
        ("2024年102件，增长18.6%", [0]),
        ("2024年，受理46件，2023年44件，增长4.5%", [0]),
        ("受理120件（刑事30件，民事90件），审结110件（刑事25件，民事85件），同比分别增长12%、10%", [0, 3]),
    ],
)
def test_which_figure_has_changed(text, levels):
    rows = [{**vars(q), "name": ""} for q in find_quantities(text)]
    links = relate(text, rows)
    assert [link.get("change_of") for q, link in zip(rows, links, strict=True) if q["change"] == "by"] == levels


def test_a_long_part_costs_linear_time():
    text = "共20件，" + "开展组织" * 50_000 + "，审查12件，审查8件"
    rows = [{**vars(q), "name": ""} for q in find_quantities(text)]
    start = perf_counter()
    relate(text, rows)
    assert perf_counter() - start < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年办结率、满意率99.2%、97.5%", ["办结率", "满意率"]),
        ("审结率、调解率、服判率达99%、60%和88%", ["审结率", "调解率", "服判率"]),
        ("持证率从82%、优秀率从15%分别提高到97%和31%", ["持证率", "优秀率", "持证率", "优秀率"]),
    ],
)
def test_each_of_a_list_has_its_own_name(text, expected):
    rows, _ = read(text)
    for row, name in zip(rows, listed_names(text, rows), strict=True):
        row["name"] = name
    assert shared_names(rows, relate(text, rows)) == expected


def test_a_part_has_the_name_of_its_own_total():
    rows = [{"name": name} for name in ("建议", "提案", "提案", "提案")]
    assert shared_names(rows, [{"parts": [2]}, {"parts": [3]}, {"of": 0}, {"of": 1}]) == ["建议", "提案", "建议", "提案"]
    assert shared_names(rows[:3], [{"parts": [1]}, {"of": 0, "parts": [2]}, {"of": 1}]) == ["建议", "提案", "提案"]
