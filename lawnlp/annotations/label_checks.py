"""The labels of an annotation set against each other, by the annotation guidelines.

Every check takes one sound record (see `lawnlp.records.find_problems`) and yields `Problem`s whose kinds stand in `lawnlp.annotations.validation.KINDS`. The compiler
of our corpus (training/corpus/checks.py) uses the same checks.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lawnlp.annotations.text_checks import open_spans
from lawnlp.evaluation import TOPIC_PARTS, rounded_grade
from lawnlp.records import Problem
from lawnlp.taxonomy import Taxonomy, taxonomy
from lawnlp.text.fold import fold
from lawnlp.text.fullnames.spelling import spell
from lawnlp.text.lexicon import department, table

ITEM_PARTS = ("measures", "leader_duty")
_GENERIC = re.compile(
    r"^(?:各.*|有关.*|相关.*|全市|全县|全区|全省|全系统|部门|乡镇|街道|企业|司法机关|执法单位|执法部门|行政机关|村\(居\)委会|上级|我[省市县区镇])$"
)
_LONG = 60  # characters; a paragraph of content that long has a topic


def check_labels(record: Mapping[str, Any], labels: Taxonomy | None = None) -> Iterator[Problem]:
    """Everything about one record that its labels decide among themselves."""
    labels = labels or taxonomy()
    yield from check_sections(record, labels)
    yield from check_spans(record)
    yield from check_items(record, labels)
    yield from check_coverage(record, labels)
    yield from check_names(record)
    yield from check_open(record)


def check_sections(record: Mapping[str, Any], labels: Taxonomy) -> Iterator[Problem]:
    """Parts, topics and items of each paragraph. A fragment (no part, no items, no grades) is annotated for its spans alone."""
    rows = record.get("paragraphs") or []
    if not any(p["part"] for p in rows):
        if rows and (record.get("items") is not None or record.get("coverage") is not None):
            yield Problem("unlabelled", "paragraphs", f"none of {len(rows)} has a part, though the document has items or grades")
        return
    undecided = open_spans(record, "paragraphs")
    for i, p in enumerate(rows):
        if (p["start"], p["end"]) in undecided:
            continue
        where = f"paragraphs[{i}]"
        if not p["part"]:
            yield Problem("unlabelled", f"{where}.part", "none")
            continue
        part = p["part"][0]
        if p["topics"] and part not in TOPIC_PARTS:
            yield Problem("topics-of-part", f"{where}.topics", f"a paragraph of {part} has none (here {', '.join(p['topics'])})")
        if not p["topics"] and part in TOPIC_PARTS - {"shortcomings"} and p["end"] - p["start"] >= _LONG and not p.get("level"):
            yield Problem("no-topic", f"{where}.topics", f"none on {p['end'] - p['start']} characters of {part}")
        if part == "leader_duty" and p["topics"][:1] != ["party_leadership"]:
            yield Problem("leader-duty-topic", f"{where}.topics", "a paragraph of leader_duty carries party_leadership first")
        if len(set(p["topics"])) < len(p["topics"]):
            yield Problem("repeated", f"{where}.topics", f"a topic stands twice: {', '.join(p['topics'])}")
        items = p.get("items") or []
        if items and part not in ITEM_PARTS:
            yield Problem("items-of-part", f"{where}.items", f"items stand in {' and '.join(ITEM_PARTS)} only (here {part}: {', '.join(items)})")
        for item in items:
            if labels.items[item].topic not in p["topics"]:
                yield Problem("item-topic", f"{where}.items", f"{item} belongs to {labels.items[item].topic}, which is not among the topics")


def check_spans(record: Mapping[str, Any]) -> Iterator[Problem]:
    """Names of quantities (where the document has any: they may be left out of a whole document), planned targets, generic classes."""
    named = any(q.get("name") for q in record.get("quantities") or [])
    plan = [(p["start"], p["end"]) for p in record.get("paragraphs") or [] if p["part"][:1] == ["plan"]]
    for i, q in enumerate(record.get("quantities") or []):
        if q.get("optional"):
            continue
        if any(a <= q["start"] < b for a, b in plan):
            yield Problem("plan-optional", f"quantities[{i}].optional", f"«{q['text']}» stands in the plan, where a target is optional")
        elif named and not q.get("name"):
            yield Problem("no-name", f"quantities[{i}].name", f"«{q['text']}» counts nothing; name it or mark it optional")
    for i, body in enumerate(record.get("institutions") or []):
        if _GENERIC.match(fold(body["text"])):
            yield Problem("generic", f"institutions[{i}]", f"«{body['text']}» is a class of bodies, no institution")


def check_items(record: Mapping[str, Any], labels: Taxonomy) -> Iterator[Problem]:
    """The checklist of the document against its paragraphs."""
    items, rows = record.get("items"), record.get("paragraphs") or []
    if items is None:
        return
    if len(set(items)) < len(items):
        yield Problem("repeated", "items", f"an item stands twice: {', '.join(sorted({i for i in items if items.count(i) > 1}))}")
    if not rows or open_spans(record, "paragraphs"):
        return
    topics = {topic for p in rows if set(p["part"]) & set(ITEM_PARTS) for topic in p["topics"]}
    for item in sorted(set(items)):
        if labels.items[item].topic not in topics:
            yield Problem("item-topic", "items", f"{item}, but no paragraph of {' or '.join(ITEM_PARTS)} has its topic {labels.items[item].topic}")
    if any(p.get("items") is not None for p in rows):
        carried = {item for p in rows for item in p.get("items") or []}
        for item in sorted((carried ^ set(items)) - {row["key"] for row in record.get("open") or [] if row["layer"] == "items"}):
            yield Problem(
                "items-differ", "items", f"{item} stands {'on a paragraph but not in the list' if item in carried else 'in the list but on no paragraph'}"
            )


def check_coverage(record: Mapping[str, Any], labels: Taxonomy) -> Iterator[Problem]:
    """Grades against the paragraphs: absent means absent, evidenced needs something that can be verified."""
    given, rows = record.get("coverage"), record.get("paragraphs") or []
    if given is None:
        return
    decided = set(given) | {row["key"] for row in record.get("open") or [] if row["layer"] == "coverage"}
    if missing := [requirement for requirement in labels.requirements if requirement not in decided]:
        yield Problem("grade-missing", "coverage", f"no grade of {', '.join(missing)}")
    if not any(p["part"] for p in rows) or open_spans(record, "paragraphs"):
        return
    grades = {key: rounded_grade(value) for key, value in given.items()}
    for topic in labels.required_topics:
        if topic in grades:
            yield from _topic_grade(record, rows, topic, grades[topic])
    for part in ("shortcomings", "plan"):
        own = sum(part in p["part"] for p in rows)
        if part in grades and bool(own) != (grades[part] > 0):
            yield Problem("grade", f"coverage.{part}", f"{grades[part]}; paragraphs of {part}: {own}")
    if "leader_duty" in grades:
        yield from _leader_grade(record, rows, grades["leader_duty"])


def _topic_grade(record: Mapping[str, Any], rows: list[Mapping[str, Any]], topic: str, grade: int) -> Iterator[Problem]:
    own = [p for p in rows if set(p["part"]) & set(ITEM_PARTS) and topic in p["topics"]]
    measures = sum("measures" in p["part"] for p in own)  # a topic is graded from the measures; leader_duty has a grade of its own
    if (grade == 0 and measures) or (grade > 1 and not own):  # a topic that a clause of another only names is 1 and no paragraph's
        yield Problem("grade", f"coverage.{topic}", f"{grade}; paragraphs of measures with the topic: {measures}")
    elif grade == 3 and not any(_verifiable(record, p) for p in own):
        yield Problem("grade-evidence", f"coverage.{topic}", "3 without a figure or a named document in its paragraphs")


def _verifiable(record: Mapping[str, Any], p: Mapping[str, Any]) -> bool:
    return "《" in record["text"][p["start"] : p["end"]] or any(p["start"] <= q["start"] < p["end"] for q in record.get("quantities") or [])


def _leader_grade(record: Mapping[str, Any], rows: list[Mapping[str, Any]], grade: int) -> Iterator[Problem]:
    own = sum("leader_duty" in p["part"] for p in rows)
    where = "coverage.leader_duty"
    if (grade >= 2) != bool(own):
        yield Problem("grade", where, f"{grade}; paragraphs of leader_duty: {own} (2 and 3 are for a paragraph or section of its own)")
    elif grade < 2 and record.get("items") is not None and ("first_responsible" in record["items"]) != (grade == 1):
        yield Problem("grade", where, f"{grade}; the item first_responsible is {'there' if grade == 0 else 'missing'} (1 is for a mention inside measures)")


# Endings that stand for a longer one in a full name (guidelines, "canonical"), and what they are written out as.
_CLIPPED = re.compile(
    r"(?:(?<!人民)(?P<gov>政府)(?:办公室|办)?|(?<!人民)(?<!海事)(?<!运输)(?<!金融)(?<!产权)(?<!互联网)(?P<court>法院|检察院)|(?P<congress>人大(?:常委会)?)|(?P<cppcc>政协)|(?P<office>(?:政府|委员会|领导小组|小组)办))$"
)
_RELATIVE = re.compile(r"(?:中共)?(?:[省市县区我本该州盟旗]|乡(?!宁)|镇(?![江远]))(?![\u4e00-\u9fff]{0,3}[省市县区州])")
_PLACE = re.compile(
    r"(?:中共|中国共产党|中国人民政治协商会议|国家税务总局)?[\u4e00-\u9fff]{2,}?(?:省|自治区|市|州|盟|地区|县|旗|区|镇|乡|街道|村|社区|农场|林场|兵团|园|港|岛|水库|景区)"
)
_UNLEVELLED = re.compile(r"海关|海事|铁路|缉私|仲裁委员会|^法治")  # whose official names have a place without its level word
_PROVINCE = re.compile(r"(?:中共|中国人民政治协商会议)?[\u4e00-\u9fff]{2,4}?(?:省|自治区)(?:直属)?[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟|县)(?!场|政)")
_PLACED = ("government", "agency", "congress", "cppcc", "court", "procuratorate", "party")


def check_names(record: Mapping[str, Any]) -> Iterator[Problem]:
    """Full names that look wrong: without a place, with a province in front of a city, abbreviated. Each name is reported once."""
    national = {fold(entry.split(maxsplit=1)[1]) for entry in table("national").values()}
    seen: set[str] = set()
    for i, body in enumerate(record.get("institutions") or []):
        name = body.get("canonical")
        if not name or name in seen or body["kind"] not in _PLACED:
            continue
        seen.add(name)
        folded, where = fold(name), f"institutions[{i}].canonical"
        if folded in national or (
            folded.startswith(("中国", "中华", "中央", "全国", "国家", "国务院", "最高人民")) and not folded.startswith("中国人民政治协商会议")
        ):
            continue
        if longer := written_out(name):
            yield Problem("name-short", where, f"{name} reads as a short form; in full {longer}")
        elif _RELATIVE.match(folded) or not (_PLACE.match(folded) or _UNLEVELLED.search(folded)):
            yield Problem("name-place", where, f"{name} has no place; write it out or leave null what the text does not settle")
        elif _PROVINCE.match(folded):
            yield Problem("name-province", where, f"{name}: a city or county stands without its province")


def written_out(name: str) -> str | None:
    """The full name without abbreviations; None where it has none.

    >>> written_out("云州市青岚区市场监管局"), written_out("云州市青岚区市场监督管理局"), written_out("云州市青岚区政府")
    ('云州市青岚区市场监督管理局', None, '云州市青岚区人民政府')
    """
    folded = fold(name)
    if found := department().search(folded):
        core = folded[found.start() :]
        short = found["function"] and found["suffix"] != "委员会" and table("functions")[found["function"]] != found["function"]  # 交通委员会 is a full name
        if short or (found["commission"] and found.end() == len(folded)):
            return folded[: found.start()] + spell(core)
    if not (clipped := _CLIPPED.search(folded)):
        return None
    before, ending = folded[: clipped.start()], clipped[0]
    if clipped["office"]:
        return folded + "公室"
    if clipped["gov"]:
        return before + "人民政府" + ("办公室" if len(ending) > 2 else "")
    if clipped["court"]:
        return before + "人民" + ending
    if clipped["congress"]:
        return before + "人民代表大会" + ("常务委员会" if "常委会" in ending else "")
    return f"中国人民政治协商会议{before}委员会"


def check_open(record: Mapping[str, Any]) -> Iterator[Problem]:
    """Labels that annotators left open."""
    for i, row in enumerate(record.get("open") or []):
        place = f" at {row['start']}:{row['end']}" if row.get("start") is not None else ""
        readings = "; ".join(f"{r['annotator']}: {brief(r['value'])}" for r in row["readings"])
        yield Problem("open", f"open[{i}]", f"{row['layer']} {row['key']}{place} is not decided ({readings})")


def brief(value: Any) -> str:
    """A reading on one line, for people."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(brief(v) for v in value) or "none"
    if isinstance(value, Mapping):
        return str(value.get("text") or "+".join(value.get("part") or []) or "a paragraph")
    return "none" if value is None else str(value)
