"""Records as the tests of agreement need them: short reports, single spans, a second annotator who differs by chance."""

import copy
from pathlib import Path

from lawnlp.annotations.agreement import agreement
from lawnlp.annotations.alignment import align
from lawnlp.records import read_records

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


def gold_records():
    """Some reports of the dev split."""
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
