"""Compile the corpus: reports in the source format to three annotation sets, with every check and every count.

The functions are pure over what `load` read; `__main__` prints and writes. Nothing is random: the splits stand in corpus/splits.csv.
"""

import csv
import io
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawnlp.text.citations import find_citations
from training.corpus.checks import Finding, check, check_fragment
from training.corpus.source import Source, SourceError, parse, parse_fragments

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
SPLITS = ("train", "dev", "test")
RUN = 16  # characters; a run of Chinese characters that long in four reports is no chance
TWICE = 60  # characters; no paragraph that long stands twice


@dataclass(frozen=True)
class Corpus:
    """All that was read: sources in the order of their ids, the taxonomy, the split of each government, the decisions on values, and the fragments."""

    sources: list[Source]
    taxonomy: dict[str, Any]
    splits: dict[str, str]
    places: dict[str, dict[str, str]]
    decisions: set[tuple[str, str, str]]
    errors: list[str]
    fragments: list[dict[str, Any]]

    def split(self, source: Source) -> str:
        """The split of a report: that of the government it belongs to."""
        return self.splits.get(source.head["place"], "")


def load(root: Path = CORPUS) -> Corpus:
    """Read every report; those that do not parse are in `errors`."""
    configs = ROOT / "configs"
    units = tomllib.loads((configs / "units.toml").read_text(encoding="utf-8"))
    taxonomy = tomllib.loads((configs / "taxonomy.toml").read_text(encoding="utf-8"))
    sources, errors = [], []
    for path in sorted((root / "reports").glob("*.txt")):
        try:
            source = parse(path, units)
        except SourceError as error:
            errors.append(str(error))
            continue
        add_citations(source)
        sources.append(source)
    splits = {row["place"]: row["split"] for row in _table(root / "splits.csv")}
    places = {row["code"]: row for row in _table(root / "world" / "divisions.csv")}
    fragments: list[dict[str, Any]] = []
    for path in sorted((root / "fragments").glob("*.txt")):
        try:
            fragments += parse_fragments(path, units)
        except SourceError as error:
            errors.append(str(error))
    for record in fragments:
        record["citations"] = _citations(record["text"], {})
    return Corpus(sources, taxonomy, splits, places, read_decisions(root), errors, fragments)


def read_decisions(root: Path) -> set[tuple[str, str, str]]:
    """Id, span and label of the quantities on which a person decided against the parser."""
    return {(row["id"], row["span"], row["label"]) for row in _table(root / "decisions.csv")}


def _table(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def add_citations(source: Source) -> None:
    """Citations are all 《…》; the head's [citations] overrides a kind that the title does not show."""
    source.record["citations"] = _citations(source.record["text"], source.head.get("citations", {}))


def _citations(text: str, kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"start": c.start, "end": c.end, "text": c.text, "kind": kinds.get(c.text, c.kind)} for c in find_citations(text)]


def findings(corpus: Corpus) -> Iterator[Finding]:
    """Every finding over all reports and fragments: those of one alone, splits and regions, doubles between reports."""
    for source in corpus.sources:
        file = source.record["id"] + ".txt"
        yield from check(source, corpus.decisions)
        if not corpus.split(source):
            yield Finding(file, 0, "error", f"place {source.head['place']} stands not in corpus/splits.csv")
        if not source.head["region"].startswith(region := _region(corpus.places, source.head["place"])) or not region:
            yield Finding(file, 0, "error", f"region {source.head['region']} is not {region or 'known'}, the name of place {source.head['place']}")
    for record in corpus.fragments:
        yield from check_fragment(record, corpus.decisions)
    yield from _doubles(corpus.sources)


def _region(places: Mapping[str, Mapping[str, str]], code: str) -> str:
    """The name of a place with the city above it (衡澜市栖川区); "" when it is unknown."""
    if code not in places:
        return ""
    place = places[code]
    above = places.get(place["parent"])
    if place["level"] != "county" or above is None:
        return place["name"]
    return (places[above["parent"]]["name"] if above["name"] == "市辖区" else above["name"]) + place["name"]


def _doubles(sources: Sequence[Source]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for source in sources:
        for p in source.record["paragraphs"]:
            words = source.record["text"][p["start"] : p["end"]]
            if len(words) >= TWICE and p["part"][0] != "noise":
                if words in seen:
                    yield Finding(
                        source.record["id"] + ".txt", 0, "error", f"a paragraph of {len(words)} characters stands in {seen[words]} too: {words[:30]}…"
                    )
                seen[words] = source.record["id"]


def shared_runs(texts: Iterable[str], length: int = RUN, reports: int = 4) -> float:
    """The share of runs of `length` Chinese characters (all else left out) that occur in at least `reports` texts."""
    found: dict[str, set[int]] = defaultdict(set)
    total = Counter[str]()
    for number, text in enumerate(texts):
        plain = re.sub(r"[^\u4e00-\u9fff]", "", text)
        for i in range(len(plain) - length + 1):
            run = plain[i : i + length]
            found[run].add(number)
            total[run] += 1
    return sum(n for run, n in total.items() if len(found[run]) >= reports) / max(1, total.total())


def counts(corpus: Corpus) -> dict[str, Counter[Any]]:
    """All counts of the datasheet, by layer."""
    out: dict[str, Counter[Any]] = defaultdict(Counter)
    for source in corpus.sources:
        record, head = source.record, source.head
        out["level"][head["level"]] += 1
        out["year"][head["year"]] += 1
        out["split"][corpus.split(source)] += 1
        out["hand"][head["hand"]] += 1
        out["form"].update(set(head.get("forms", [])))
        out["inconsistency"]["planted"] += bool(head.get("inconsistency"))
        out["part"].update(p["part"][0] for p in record["paragraphs"])
        out["topic"].update(t for p in record["paragraphs"] for t in p["topics"])
        out["item"].update(record["items"])
        out["indicator"].update(q["indicator"] for q in record["quantities"] if q["indicator"])
        out["quantity"].update(q["kind"] for q in record["quantities"])
        out["institution"].update(i["kind"] for i in record["institutions"])
        out["citation"].update(c["kind"] for c in record["citations"])
        out["grade"].update(record["coverage"].items())
        size = out["size"]
        size["characters"] += len(record["text"])
        for layer in ("paragraphs", "quantities", "institutions", "citations"):
            size[layer] += len(record[layer])
        size["reports"] += 1
    return out


def demands(corpus: Corpus, counted: Mapping[str, Counter[Any]]) -> list[tuple[str, float, str, bool]]:
    """What the corpus must have: name, measured, asked for, whether it is met."""
    taxonomy = corpus.taxonomy
    items = [item for topic in taxonomy["topics"].values() for item in topic["items"]]
    required = taxonomy["requirements"]["topics"] + taxonomy["requirements"]["parts"]
    rows: list[tuple[str, float, str, bool]] = []

    def at_least(name: str, measured: float, wanted: float) -> None:
        rows.append((name, measured, f"at least {wanted:,}", measured >= wanted))

    at_least("reports", counted["size"]["reports"], 150)
    at_least("characters", counted["size"]["characters"], 450_000)
    for level, wanted in (("province", 8), ("city", 25), ("county", 55), ("town", 22), ("department", 40)):
        at_least(f"reports of level {level}", counted["level"][level], wanted)
    for year in range(2016, 2026):
        at_least(f"reports of {year}", counted["year"][year], 3)
    at_least("smallest count of an item (reports)", min(counted["item"][i] for i in items), 25)
    at_least("smallest count of an indicator", min(counted["indicator"][i] for i in taxonomy["indicators"]), 15)
    at_least("smallest count of a grade of a requirement", min(counted["grade"][r, g] for r in required for g in range(4)), 15)
    for letter, last, wanted in (("A", 12, 3), ("B", 26, 3), ("C", 18, 3), ("D", 40, 3), ("E", 14, 3), ("F", 60, 5), ("G", 60, 4)):
        at_least(f"smallest count of a form {letter}1-{letter}{last} (reports)", min(counted["form"][f"{letter}{n}"] for n in range(1, last + 1)), wanted)
    at_least("reports with a planted inconsistency", counted["inconsistency"]["planted"], 20)
    at_least("style hands", len(counted["hand"]), 12)
    kinds = {re.sub(r"^.*(?:省|自治区|市|区|县)", "", source.head["issuer"]) for source in corpus.sources if source.head["level"] == "department"}
    at_least("kinds of department", len(kinds), 15)
    share = shared_runs(source.record["text"] for source in corpus.sources)
    rows.append((f"share of {RUN}-character runs in four or more reports", round(share, 4), "under 0.05", share < 0.05))
    for name, wanted in (("opening", 5), ("heading set", 5), ("closing", 5)):
        most = max(_repeats(corpus.sources, name).values(), default=0)
        rows.append((f"most reports that share one {name}", most, f"at most {wanted}", most <= wanted))
    total = max(1, counted["size"]["reports"])
    for split, wanted_share in zip(SPLITS, (0.70, 0.15, 0.15), strict=True):
        measured = counted["split"][split] / total
        rows.append((f"share of the split {split}", round(measured, 3), f"{wanted_share} ± 0.04", abs(measured - wanted_share) <= 0.04))
    return rows


def _repeats(sources: Sequence[Source], what: str) -> Counter[str]:
    """How many reports share an opening (40 characters), the set of first-level headings, or a closing (the last 30 characters)."""
    pick: dict[str, Callable[[Source], str]] = {"opening": _opening, "heading set": _heading_set, "closing": _closing}
    return Counter(key for source in sources if (key := pick[what](source)))


def _plain(words: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff]", "", words)


def _opening(source: Source) -> str:
    text = source.record["text"]
    return next((_plain(text[p["start"] : p["end"]])[:24] for p in source.record["paragraphs"] if p["part"][0] == "preamble"), "")


def _heading_set(source: Source) -> str:
    text = source.record["text"]
    heads = [text[p["start"] : p["end"]] for p in source.record["paragraphs"]]
    return "|".join(_plain(h)[1:] for h in heads if re.match(r"[一二三四五六七八九十]+[、.,，]", h) and len(h) < 40)


def _closing(source: Source) -> str:
    text = source.record["text"]
    last = [_plain(text[p["start"] : p["end"]]) for p in source.record["paragraphs"] if p["part"][0] in ("plan", "closing")]
    return next((words[-24:] for words in reversed(last) if len(words) > 30), "")


def compiled(corpus: Corpus) -> dict[str, str]:
    """The generated files of corpus/: name to content."""
    lines: dict[str, list[str]] = {split: [] for split in SPLITS}
    index = io.StringIO()
    writer = csv.writer(index, lineterminator="\n")
    writer.writerow(["id", "split", "level", "year", "place", "issuer", "hand", "characters", "inconsistency", "forms"])
    for source in corpus.sources:
        head, record = source.head, source.record
        split = corpus.split(source)
        lines[split].append(json.dumps(record, ensure_ascii=False))
        writer.writerow(
            [
                record["id"],
                split,
                head["level"],
                head["year"],
                head["place"],
                head["issuer"],
                head["hand"],
                len(record["text"]),
                head.get("inconsistency", ""),
                " ".join(head.get("forms", [])),
            ]
        )
    lines["fragments"] = [json.dumps(record, ensure_ascii=False) for record in corpus.fragments]
    return {**{f"{name}.jsonl": "\n".join(rows) + "\n" for name, rows in lines.items()}, "index.csv": index.getvalue()}


def make_splits(sources: Sequence[Source]) -> dict[str, str]:
    """A split for every government (place), train/dev/test 70/15/15 in each level: the largest gap is filled first. For governments that have none yet."""
    groups: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        groups[source.head["place"]].append(source)
    want = dict(zip(SPLITS, (0.70, 0.15, 0.15), strict=True))
    total = Counter(source.head["level"] for source in sources)
    have: dict[str, Counter[str]] = {split: Counter() for split in SPLITS}
    splits = {}
    # larger groups first; the digest of the code mixes provinces without a random generator
    for place in sorted(groups, key=lambda p: (-len(groups[p]), p[::-1])):
        levels = Counter(source.head["level"] for source in groups[place])

        def gap(split: str, levels: Counter[str] = levels) -> float:
            return sum(n * (want[split] - have[split][level] / total[level]) / want[split] for level, n in levels.items())

        best = max(SPLITS, key=gap)
        splits[place] = best
        have[best].update(levels)
    return splits
