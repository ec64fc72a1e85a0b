"""What grades must do when a report is changed, tried on written reports: `python -m training.coverage_behaviour [MODEL]` prints the share of cases that hold.

Each behaviour makes changed copies of reports from their labels (never from predictions, save that a topic must be graded 3 before its results are taken out) and says what must hold of the
grades before and after.
"""

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawnlp.evaluation import rounded_grade
from lawnlp.taxonomy import taxonomy
from lawnlp.text.acts import find_cues
from lawnlp.text.clauses import clauses_of

ROOT = Path(__file__).resolve().parents[1]
Grades = Mapping[str, int]


@dataclass(frozen=True)
class Case:
    """A changed copy of a report, the topic it is about ("" for none), and what must hold of the grades before and after."""

    report: str
    topic: str
    text: str
    holds: Callable[[Grades, Grades], bool]


def written(splits: Sequence[str] = ("dev", "test")) -> list[dict[str, Any]]:
    """The reports of some splits of the corpus."""
    return [json.loads(line) for split in splits for line in (ROOT / "corpus" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]


def alone(record: Mapping[str, Any]) -> list[str]:
    """The topics that are described and whose paragraphs in the measures are about nothing else."""
    mixed = {t for p in record["paragraphs"] if p["part"] == ["measures"] and len(p["topics"]) > 1 for t in p["topics"]}
    return [t for t in taxonomy().required_topics if record["coverage"][t] >= 2 and t not in mixed]


def _of(record: Mapping[str, Any], topic: str) -> list[dict[str, Any]]:
    return [p for p in record["paragraphs"] if p["part"] == ["measures"] and topic in p["topics"]]


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:].removeprefix("\n")
    return text


def taken_out(record: Mapping[str, Any]) -> Iterator[Case]:
    """All paragraphs of a topic are gone: it falls to 0 or 1, and no other moves by more than 1."""
    for topic in alone(record)[:2]:
        text = _without(record["text"], [(p["start"], p["end"]) for p in _of(record, topic)])

        def holds(before: Grades, after: Grades, topic: str = topic) -> bool:
            return after[topic] <= 1 and all(abs(after[name] - before[name]) <= 1 for name in before if name != topic)

        yield Case(record["id"], topic, text, holds)


def planned(record: Mapping[str, Any]) -> Iterator[Case]:
    """The paragraphs of a topic stand at the end of the plan: they are no evidence of measures any more."""
    plan = [p for p in record["paragraphs"] if p["part"] == ["plan"]]
    if len(plan) < 2:
        return
    for topic in alone(record)[:1]:
        own, text = [p for p in _of(record, topic) if len(record["text"][p["start"] : p["end"]]) > 40], record["text"]
        moved = "".join("\n" + text[p["start"] : p["end"]] for p in own)
        at = plan[-1]["end"]
        gone = [(p["start"], p["end"]) for p in _of(record, topic)]
        changed = _without(text[:at], [g for g in gone if g[1] <= at]) + moved + _without(text[at:], [(a - at, b - at) for a, b in gone if a >= at])

        def holds(before: Grades, after: Grades, topic: str = topic) -> bool:
            return after[topic] <= 1

        yield Case(record["id"], topic, changed, holds)


def unproved(record: Mapping[str, Any]) -> Iterator[Case]:
    """Figures, named documents and what else can be verified are gone from a topic, and two acts are left: 3 becomes 2."""
    for topic in alone(record):
        if record["coverage"][topic] < 3:
            continue
        new = {p["start"]: (p["end"], _bare(record, p)) for p in _of(record, topic)}
        if sum("acts" in kinds for _, words in new.values() for _, _, kinds in find_cues(words)) < 2:
            continue
        changed = record["text"]
        for start, (end, words) in sorted(new.items(), reverse=True):
            changed = changed[:start] + words + changed[end:]

        def holds(before: Grades, after: Grades, topic: str = topic) -> bool:
            return after[topic] == 2

        yield Case(record["id"], topic, changed, holds)


def _bare(record: Mapping[str, Any], paragraph: Mapping[str, Any]) -> str:
    """A paragraph with 若干 for its figures and 有关制度 for its citations, and without the clauses that tell of honours or case outcomes."""
    text, out = record["text"], ""
    spans = {s["start"]: (s["end"], words) for layer, words in (("quantities", "若干"), ("citations", "有关制度")) for s in record[layer]}
    for start, end in clauses_of(text, paragraph["start"], paragraph["end"]):
        if any({"honours", "outcomes"} & set(kinds) for _, _, kinds in find_cues(text[start:end])):
            continue
        at = start
        while at < end:
            stop, words = spans.get(at, (at + 1, text[at]))
            out, at = out + words, stop
    return out


def doubled(record: Mapping[str, Any]) -> Iterator[Case]:
    """The report stands twice in the text: nothing rises."""
    yield Case(record["id"], "", record["text"] + "\n" + record["text"], lambda before, after: all(after[name] <= before[name] for name in before))


def renamed(record: Mapping[str, Any]) -> Iterator[Case]:
    """Other place names and other years: nothing moves."""
    names = _names()
    text = re.sub("|".join(sorted(names, key=len, reverse=True)), lambda m: names[m[0]], record["text"])
    text = re.sub(r"(?<!\d)20[12]\d(?!\d)", lambda m: str(int(m[0]) - 3), text)
    yield Case(record["id"], "", text, lambda before, after: dict(before) == dict(after))


def _names() -> dict[str, str]:
    """The stem of every invented place to that of another, of equal length."""
    with (ROOT / "corpus" / "world" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        stems = sorted({row["name"].rstrip("省市县区镇乡") for row in csv.DictReader(file)})
    usable = [stem for stem in stems if len(stem) == 2]
    return dict(zip(usable, usable[7:] + usable[:7], strict=True))


BEHAVIOURS: dict[str, Callable[[Mapping[str, Any]], Iterator[Case]]] = {
    "a topic taken out": taken_out,
    "a topic moved into the plan": planned,
    "results taken out of a topic": unproved,
    "the report doubled": doubled,
    "places and years changed": renamed,
}


def shares(nlp: Any, records: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, int, int, list[str]]]:
    """Behaviour to: cases that hold, cases, reports they come from, and the cases that do not hold as `report topic`."""

    def graded(texts: Sequence[str]) -> list[Grades]:
        return [{view.id: rounded_grade(view.grade) for view in doc._.coverage} for doc in nlp.pipe(texts)]

    before = dict(zip((r["id"] for r in records), graded([r["text"] for r in records]), strict=True))
    out = {}
    for name, make in BEHAVIOURS.items():
        cases = [case for record in records for case in make(record)]
        if make is unproved:
            cases = [case for case in cases if before[case.report][case.topic] == 3]
        after = graded([case.text for case in cases])
        failed = [f"{c.report} {c.topic}".strip() for c, grades in zip(cases, after, strict=True) if not c.holds(before[c.report], grades)]
        out[name] = (len(cases) - len(failed), len(cases), len({c.report for c in cases}), failed)
    return out


def main() -> None:
    """Print the share of cases that hold, and those that do not."""
    import lawnlp

    for name, (good, cases, reports, failed) in shares(lawnlp.load(sys.argv[1] if len(sys.argv) > 1 else None), written()).items():
        print(f"{name}: {good} of {cases} cases ({good / cases:.3f}) in {reports} reports")
        for row in failed:
            print("   ", row)


if __name__ == "__main__":
    main()
