"""Compare predictions with gold records: the figures of every layer, by any grouping, with bootstrap intervals and the worst errors.

The definitions are those of the project's judge (tests/score.py), which the tests compare these with: `figures(tallies)` has its keys. A `Tally` holds what one
document adds, so that totals, groups and bootstrap samples are sums of tallies.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from lawnlp.errors import InputError
from lawnlp.evaluation import TOPIC_PARTS, Counts, count_spans, grade_of, quadratic_kappa, rounded_grade, same_number
from lawnlp.taxonomy import taxonomy

T = TypeVar("T")

LAYERS = ("topics", "quantities", "indicators", "institutions", "citations", "items")
_SHARES = ("part", "topic_main", "normalised", "canonical")


@dataclass(frozen=True)
class Miss:
    """One error: in which layer, which document, what, with the words around it."""

    layer: str
    document: str
    what: str
    context: str


@dataclass
class Tally:
    """What one document adds to the figures."""

    paragraphs: Counts = field(default_factory=Counts)
    counts: dict[str, Counts] = field(default_factory=dict)
    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    parts: dict[str, Counts] = field(default_factory=dict)
    topics: dict[str, Counts] = field(default_factory=dict)
    items: dict[str, Counts] = field(default_factory=dict)
    indicators: dict[str, Counts] = field(default_factory=dict)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    overlap: list[float] = field(default_factory=list)
    grades: list[tuple[str, int, float]] = field(default_factory=list)
    probabilities: list[tuple[int, list[float]]] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    filled: frozenset[str] = frozenset()


def pair(gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Gold and predicted records with equal ids, in the order of gold.

    Raises:
        InputError: a gold document that the predictions lack, or whose text differs.
    """
    by_id = {record["id"]: record for record in predicted}
    missing = [record["id"] for record in gold if record["id"] not in by_id]
    if missing:
        raise InputError(f"the predictions lack {len(missing)} of {len(gold)} documents, the first is {missing[0]!r}")
    for record in gold:
        if by_id[record["id"]]["text"] != record["text"]:
            raise InputError(f"document {record['id']!r}: the text of the prediction differs from the gold text")
    return [(record, by_id[record["id"]]) for record in gold]


def tally(gold: Mapping[str, Any], predicted: Mapping[str, Any]) -> Tally:
    """Compare one document."""
    out = Tally(filled=frozenset(_filled(predicted)))
    _paragraphs(gold, predicted, out)
    for layer in ("quantities", "institutions", "citations"):
        want, have = gold.get(layer) or [], predicted.get(layer) or []
        out.counts[layer] = count_spans(want, have)
        _span_misses(layer, gold, want, have, out)
    _values(gold, predicted, out)
    _indicators(gold, predicted, out)
    if gold.get("items") is not None:
        want_items, have_items = set(gold["items"]), set(predicted.get("items") or [])
        out.counts["items"] = _set_counts(want_items, have_items)
        out.items = {item: _set_counts(want_items & {item}, have_items & {item}) for item in want_items | have_items}
        for item in sorted(want_items ^ have_items):
            out.misses.append(Miss("items", gold["id"], f"{'missed' if item in want_items else 'spurious'} {item}", ""))
    for name, grade in (gold.get("coverage") or {}).items():
        given = (predicted.get("coverage") or {}).get(name, 0)
        value = grade_of(given)
        out.grades.append((name, int(grade_of(grade)), value))
        if isinstance(given, Mapping) and given.get("probabilities"):
            out.probabilities.append((out.grades[-1][1], given["probabilities"]))
        if out.grades[-1][1] != rounded_grade(value):
            out.misses.append(Miss("coverage", gold["id"], f"{name}: {value:g} for {out.grades[-1][1]}", ""))
    return out


def _filled(predicted: Mapping[str, Any]) -> Iterator[str]:
    """The layers in which a prediction says anything; a pipeline without the component leaves them empty or null, which is not the same as wrong."""
    paragraphs, quantities = predicted.get("paragraphs") or [], predicted.get("quantities") or []
    yield from ("part" for p in paragraphs if p["part"])
    yield from (name for p in paragraphs if p["topics"] for name in ("topics", "topic_main"))
    yield from (layer for layer in ("quantities", "institutions", "citations") if predicted.get(layer))
    yield from (name for name in ("normalised", "name_overlap") if quantities)
    yield from ("indicators" for q in quantities if q.get("indicator"))
    yield from ("canonical" for i in predicted.get("institutions") or [] if i.get("canonical"))
    yield from (layer for layer in ("items", "coverage") if predicted.get(layer) is not None)


def _set_counts(want: set[Any], have: set[Any]) -> Counts:
    return Counts(len(want & have), len(have - want), len(want - have))


def _paragraphs(gold: Mapping[str, Any], predicted: Mapping[str, Any], out: Tally) -> None:
    by_span = {(p["start"], p["end"]): p for p in predicted.get("paragraphs") or []}
    topics = Counts()
    for g in gold["paragraphs"]:
        p = by_span.get((g["start"], g["end"]))
        out.paragraphs += Counts(tp=p is not None, fn=p is None)
        given = p["part"][0] if p and p["part"] else "none"
        right = given in g["part"]
        label = given if right else g["part"][0]
        context = gold["text"][g["start"] : g["start"] + 40].replace("\n", " ")
        out.right["part"] += right
        out.total["part"] += 1
        out.confusion[g["part"][0] if not right else given, given] += 1
        out.parts[label] = out.parts.get(label, Counts()) + Counts(tp=right, fn=not right)
        if not right:
            out.parts[given] = out.parts.get(given, Counts()) + Counts(fp=1)
            out.misses.append(Miss("part", gold["id"], f"{given} for {'+'.join(g['part'])}", context))
        have = list(p["topics"]) if p else []
        if g["topics"] and g["part"][0] in TOPIC_PARTS:
            main = bool(have) and have[0] in g["topics"]
            out.right["topic_main"] += main
            out.total["topic_main"] += 1
            if not main:
                out.misses.append(Miss("topic_main", gold["id"], f"{'+'.join(have) or 'none'} for {'+'.join(g['topics'])}", context))
        want, got = set(g["topics"]), set(have)
        topics += _set_counts(want, got)
        for topic in want | got:
            out.topics[topic] = out.topics.get(topic, Counts()) + Counts(topic in want & got, topic in got - want, topic in want - got)
    out.counts["topics"] = topics


def _around(text: str, start: int, end: int) -> str:
    return f"…{text[max(0, start - 12) : end + 8]}…".replace("\n", " ")


def _span_misses(layer: str, gold: Mapping[str, Any], want: Sequence[Mapping[str, Any]], have: Sequence[Mapping[str, Any]], out: Tally) -> None:
    required = {(s["start"], s["end"]) for s in want if not s.get("optional")}
    free = {(s["start"], s["end"]) for s in want if s.get("optional")}
    given = {(s["start"], s["end"]) for s in have if not s.get("optional")}
    for kind, keys in (("missed", required - given), ("spurious", given - required - free)):
        for start, end in sorted(keys):
            out.misses.append(Miss(layer, gold["id"], f"{kind} «{gold['text'][start:end]}»", _around(gold["text"], start, end)))


def _values(gold: Mapping[str, Any], predicted: Mapping[str, Any], out: Tally) -> None:
    """Values and names of quantities, full names of institutions: over the spans that both have."""
    have = {(q["start"], q["end"]): q for q in predicted.get("quantities") or [] if not q.get("optional")}
    for a in gold.get("quantities") or []:
        b = have.get((a["start"], a["end"]))
        if a.get("optional") or b is None:
            continue
        good = same_number(b.get("value"), a["value"]) and all(b.get(key) == a[key] for key in ("unit", "bound", "kind"))
        out.right["normalised"] += good
        out.total["normalised"] += 1
        if not good:
            shown = [" ".join(str(q.get(key)) for key in ("kind", "value", "unit", "bound")) for q in (b, a)]
            out.misses.append(Miss("normalised", gold["id"], f"«{a['text']}» {shown[0]} for {shown[1]}", _around(gold["text"], a["start"], a["end"])))
        x, y = Counter(a.get("name") or ""), Counter(b.get("name") or "")
        out.overlap.append(2 * (x & y).total() / max(1, x.total() + y.total()))
    names = {(s["start"], s["end"]): s for s in predicted.get("institutions") or [] if not s.get("optional")}
    for a in gold.get("institutions") or []:
        b = names.get((a["start"], a["end"]))
        if a.get("optional") or b is None or not a.get("canonical"):
            continue
        good = b.get("canonical") == a["canonical"]
        out.right["canonical"] += good
        out.total["canonical"] += 1
        if not good:
            out.misses.append(Miss("canonical", gold["id"], f"«{a['text']}» {b.get('canonical')} for {a['canonical']}", ""))


def _indicators(gold: Mapping[str, Any], predicted: Mapping[str, Any], out: Tally) -> None:
    want, have = ({(q["start"], q["end"], q["indicator"]) for q in record.get("quantities") or [] if q.get("indicator")} for record in (gold, predicted))
    out.counts["indicators"] = _set_counts(want, have)
    for name in {indicator for *_, indicator in want | have}:
        out.indicators[name] = _set_counts({key for key in want if key[2] == name}, {key for key in have if key[2] == name})
    for start, end, indicator in sorted(want ^ have):
        kind = "missed" if (start, end, indicator) in want else "spurious"
        out.misses.append(Miss("indicators", gold["id"], f"{kind} {indicator} «{gold['text'][start:end]}»", _around(gold["text"], start, end)))


def figures(tallies: Sequence[Tally]) -> dict[str, Any]:
    """All figures over some documents, with the keys of the judge; a layer without support has n = 0.

    `filled` names the layers in which the predictions say anything; the figures of the others are 0 and mean nothing.
    """
    parts = _added(t.parts for t in tallies)
    per = {part: counts.f for part, counts in parts.items() if counts.tp + counts.fn}
    out: dict[str, Any] = {"documents": len(tallies), "paragraphs_found": sum((t.paragraphs for t in tallies), Counts()).r}
    out["filled"] = sorted(frozenset().union(*(t.filled for t in tallies)))
    for name in _SHARES:
        total = sum(t.total[name] for t in tallies)
        out[name] = {"acc": sum(t.right[name] for t in tallies) / total if total else 0.0, "n": total}
    out["part"] |= {"macro_f": sum(per.values()) / max(1, len(per)), "per": {part: round(value, 4) for part, value in per.items()}}
    for layer in LAYERS:
        counts = sum((t.counts.get(layer, Counts()) for t in tallies), Counts())
        out[layer] = {"p": counts.p, "r": counts.r, "f": counts.f, "n": counts.tp + counts.fn}
    overlap = [value for t in tallies for value in t.overlap]
    out["name_overlap"] = sum(overlap) / max(1, len(overlap))
    grades = [(gold, value) for t in tallies for _, gold, value in t.grades]
    pairs = [(gold, rounded_grade(value)) for gold, value in grades]
    count = max(1, len(pairs))
    out["coverage"] = {
        "n": len(pairs),
        "qwk": quadratic_kappa(pairs),
        "exact": sum(a == b for a, b in pairs) / count,
        "within1": sum(abs(a - b) <= 1 for a, b in pairs) / count,
        "mae": sum(abs(gold - value) for gold, value in grades) / count,
    }
    return out


def _added(tables: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    total: dict[str, Counts] = defaultdict(Counts)
    for table in tables:
        for key, counts in table.items():
            total[key] += counts
    return dict(total)


# Name of a headline figure: where it stands in `figures`, and the layer whose `n` is its support.
_HEADLINES = {
    "part accuracy": (("part", "acc"), "part"),
    "part macro F1": (("part", "macro_f"), "part"),
    "main topic accuracy": (("topic_main", "acc"), "topic_main"),
    "topics F1": (("topics", "f"), "topics"),
    "quantities F1": (("quantities", "f"), "quantities"),
    "values right": (("normalised", "acc"), "normalised"),
    "name overlap": (("name_overlap",), "normalised"),
    "indicators F1": (("indicators", "f"), "indicators"),
    "institutions F1": (("institutions", "f"), "institutions"),
    "full names right": (("canonical", "acc"), "canonical"),
    "citations F1": (("citations", "f"), "citations"),
    "items F1": (("items", "f"), "items"),
    "coverage kappa": (("coverage", "qwk"), "coverage"),
    "coverage exact": (("coverage", "exact"), "coverage"),
}


def _at(measured: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        measured = measured[key]
    return measured


HEADLINES: dict[str, Callable[[dict[str, Any]], float]] = {name: partial(_at, path=path) for name, (path, _) in _HEADLINES.items()}
SUPPORT: dict[str, Callable[[dict[str, Any]], int]] = {name: partial(_at, path=(layer, "n")) for name, (_, layer) in _HEADLINES.items()}


def headline(name: str, measured: Mapping[str, Any]) -> float | None:
    """A headline figure; None where the gold records have nothing to compare with or the predictions leave the layer empty."""
    path, support = _HEADLINES[name]
    return _at(measured, path) if _at(measured, (support, "n")) and path[0] in measured["filled"] else None


def bootstrap(
    items: Sequence[T], measure: Callable[[Sequence[T]], Mapping[str, float | None]], samples: int = 500, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """95 % intervals of some figures over documents drawn with replacement; the same seed gives the same intervals.

    Samples in which a figure is undefined (None) do not count for it; a figure that is never defined has no interval.
    """
    chance = random.Random(seed)
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(samples):
        for name, value in measure([items[chance.randrange(len(items))] for _ in items]).items():
            if value is not None:
                drawn[name].append(value)
    ordered = {name: sorted(values) for name, values in drawn.items()}
    return {name: (values[int(0.025 * len(values))], values[int(0.975 * len(values))]) for name, values in ordered.items()}


def intervals(tallies: Sequence[Tally], samples: int = 500, seed: int = 0) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals of the headline figures."""

    def measure(sample: Sequence[Tally]) -> dict[str, float | None]:
        measured = figures(sample)
        return {name: read(measured) for name, read in HEADLINES.items()}

    return bootstrap(tallies, measure, samples, seed)


def groups(gold: Sequence[Mapping[str, Any]], tallies: Sequence[Tally], by: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Figures by `level`, `year` or `document`.

    Raises InputError for another grouping.
    """
    keys: dict[str, Callable[[Mapping[str, Any]], Any]] = {
        "level": lambda r: r["meta"].get("level"),
        "year": lambda r: r["meta"].get("year"),
        "document": lambda r: r["id"],
    }
    if by not in keys:
        raise InputError(f"--by {by}: one of part, topic, item, requirement, indicator, {', '.join(keys)}")
    found: dict[str, list[Tally]] = defaultdict(list)
    for record, one in zip(gold, tallies, strict=True):
        found[str(keys[by]({"meta": {}, **record}) or "unknown")].append(one)
    for key in sorted(found):
        yield key, figures(found[key])


def by_label(tallies: Sequence[Tally], layer: str) -> Iterator[tuple[str, Counts]]:
    """Counts of each `part`, `topic`, `item` or `indicator`, in the order of the taxonomy; labels without support and without predictions are left out."""
    labels = taxonomy()
    tables: dict[str, tuple[Callable[[Tally], dict[str, Counts]], Iterable[str]]] = {
        "part": (lambda t: t.parts, labels.parts),
        "topic": (lambda t: t.topics, labels.topics),
        "item": (lambda t: t.items, labels.items),
        "indicator": (lambda t: t.indicators, labels.indicators),
    }
    read, order = tables[layer]
    total = _added(map(read, tallies))
    for label in [*order, *(key for key in total if key not in order)]:
        if label in total:
            yield label, total[label]


def label_intervals(tallies: Sequence[Tally], layer: str, samples: int = 500, seed: int = 0) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals of the F1 of each label, documents drawn with replacement."""
    chance = random.Random(seed)
    labels = [label for label, _ in by_label(tallies, layer)]
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(samples):
        found = dict(by_label([tallies[chance.randrange(len(tallies))] for _ in tallies], layer))
        for label in labels:
            drawn[label].append(found.get(label, Counts()).f)
    return {label: (sorted(values)[int(0.025 * samples)], sorted(values)[int(0.975 * samples)]) for label, values in drawn.items()}


def confusion(tallies: Sequence[Tally]) -> Counter[tuple[str, str]]:
    """How often a paragraph of a gold part was given a part, as (gold, given)."""
    return sum((t.confusion for t in tallies), Counter())
