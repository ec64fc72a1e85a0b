"""How well annotators agree: figures for every pair of them, and Krippendorff's alpha over all.

Nobody is gold, so every figure of a pair is the same with the two exchanged.

- Parts and main topics: Cohen's kappa over the paragraphs that both have and have labelled; the main topic is the first one, `none` where there is none.
- Sets (topics of a paragraph, items of a report): mean Jaccard index, over the paragraphs or reports where at least one of the two has a label; F1 over single labels.
- Spans: F1 of equal offsets, and of overlapping ones (each span in one pair at most); optional spans are neither required nor wrong.
- What belongs to spans (value, unit, bound, kind, full name): the share of equal labels over the spans that both require; names by their common characters (Dice).
- Indicators: F1 of offsets with indicator. Grades: quadratic weighted kappa and the share of equal ones.

Cohen (1960), Educational and Psychological Measurement 20(1); Krippendorff (2011), Computing Krippendorff's alpha-reliability.
"""

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from lawnlp.annotations.alignment import Alignment, Document, Row, SpanMatch, match_spans, offsets, paragraphs
from lawnlp.annotations.statistics import known_labels
from lawnlp.comparison import bootstrap
from lawnlp.evaluation import Counts, rounded_grade, same_number

if TYPE_CHECKING:
    import numpy as np

SPAN_LAYERS = ("quantities", "institutions", "citations")
NO_TOPIC = "none"
GRADES = 4
_SINGULAR = {"quantities": "quantity", "institutions": "institution", "citations": "citation"}


@dataclass
class PairTally:
    """What one document adds to the figures of two annotators."""

    document: str
    labels: dict[str, Counter[tuple[Any, Any]]] = field(default_factory=dict)  # part, main topic, grade: pairs of labels
    counts: dict[str, Counts] = field(default_factory=dict)  # tp: both, fn: the first alone, fp: the second alone
    means: dict[str, tuple[float, int]] = field(default_factory=dict)  # sum and number: of 1 where equal and 0 where not, of Jaccard and Dice indexes
    by_label: dict[tuple[str, str], Counts] = field(default_factory=dict)

    def count(self, layer: str, counts: Counts) -> None:
        """Add to a layer's counts."""
        self.counts[layer] = self.counts.get(layer, Counts()) + counts

    def average(self, name: str, values: Sequence[float]) -> None:
        """Add values to a mean."""
        total, number = self.means.get(name, (0.0, 0))
        self.means[name] = (total + sum(values), number + len(values))

    def compare_sets(self, layer: str, label_layer: str, a: Iterable[str], b: Iterable[str]) -> None:
        """Compare two sets of labels."""
        a, b = set(a), set(b)
        self.count(layer, Counts(len(a & b), len(b - a), len(a - b)))
        for label in a | b:
            self.count_label(label_layer, label, label in a, label in b)
        if a | b:
            self.average(f"{layer} Jaccard", [len(a & b) / len(a | b)])

    def count_label(self, layer: str, label: str, a: bool, b: bool) -> None:
        """Count one label that one of the two or both give."""
        self.by_label[layer, label] = self.by_label.get((layer, label), Counts()) + Counts(a and b, b and not a, a and not b)


def tally_pair(document: Document, a: str, b: str) -> PairTally:
    """Compare the records of two annotators of one document."""
    out = PairTally(document.id)
    first, second = document.records[a], document.records[b]
    _tally_paragraphs(document, a, b, out)
    for layer in SPAN_LAYERS:
        match = match_spans(first.get(layer) or [], second.get(layer) or [])
        out.count(layer, Counts(len(match.both), len(match.only_b), len(match.only_a)))
        out.count(f"{layer} overlapping", Counts(len(match.overlapping), len(match.loose_b), len(match.loose_a)))
        _tally_kinds(_SINGULAR[layer], match, out)
        _ATTRIBUTES[layer](match, out)
    _tally_indicators(first, second, out)
    if first.get("items") is not None and second.get("items") is not None:
        out.compare_sets("items", "item", first["items"], second["items"])
    if first.get("coverage") is not None and second.get("coverage") is not None:
        grades = [
            (name, rounded_grade(first["coverage"][name]), rounded_grade(second["coverage"][name])) for name in first["coverage"] if name in second["coverage"]
        ]
        out.labels["grade"] = Counter((x, y) for _, x, y in grades)
        out.average("grades equal", [x == y for _, x, y in grades])
        for name, x, y in grades:
            out.labels[f"grade {name}"] = Counter({(x, y): 1})
    return out


def _tally_paragraphs(document: Document, a: str, b: str, out: PairTally) -> None:
    parts: Counter[tuple[str, str]] = Counter()
    topics: Counter[tuple[str, str]] = Counter()
    found = Counts()
    for rows in paragraphs(document).values():
        x, y = rows.get(a), rows.get(b)
        if x is None and y is None:
            continue
        found += Counts(x is not None and y is not None, x is None, y is None)
        if not (x and y and x["part"] and y["part"]):
            continue
        parts[x["part"][0], y["part"][0]] += 1
        for label in {x["part"][0], y["part"][0]}:
            out.count_label("part", label, label == x["part"][0], label == y["part"][0])
        topics[main_topic(x), main_topic(y)] += 1
        for label in {main_topic(x), main_topic(y)} - {NO_TOPIC}:
            out.count_label("main topic", label, label == main_topic(x), label == main_topic(y))
        out.compare_sets("topics", "topic", x["topics"], y["topics"])
    out.labels["part"], out.labels["main topic"] = parts, topics
    out.count("paragraphs", found)


def main_topic(paragraph: Row) -> str:
    """The first topic; `none` where there is none."""
    return paragraph["topics"][0] if paragraph["topics"] else NO_TOPIC


def _tally_kinds(layer: str, match: SpanMatch, out: PairTally) -> None:
    for x, y in match.both:
        for kind in {x["kind"], y["kind"]} - {None}:
            out.count_label(f"{layer} kind", kind, kind == x["kind"], kind == y["kind"])
    for rows, mine in ((match.only_a, True), (match.only_b, False)):
        for row in rows:
            if row["kind"]:
                out.count_label(f"{layer} kind", row["kind"], mine, not mine)


def _quantity_attributes(match: SpanMatch, out: PairTally) -> None:
    def share(name: str, same: Callable[[Row, Row], bool]) -> None:
        out.average(name, [same(x, y) for x, y in match.both])

    share("value, unit, bound and kind", same_quantity)
    share("value", lambda x, y: same_number(x["value"], y["value"]))
    share("unit", lambda x, y: (x["unit"] or "") == (y["unit"] or ""))
    share("bound", lambda x, y: x["bound"] == y["bound"])
    share("quantity kind", lambda x, y: x["kind"] == y["kind"])
    out.average("name", [dice(x.get("name") or "", y.get("name") or "") for x, y in match.both if x.get("name") or y.get("name")])


def same_quantity(x: Row, y: Row) -> bool:
    """Whether two quantities have the same value, unit, bound and kind."""
    return same_number(x["value"], y["value"]) and (x["unit"] or "") == (y["unit"] or "") and x["bound"] == y["bound"] and x["kind"] == y["kind"]


def dice(x: str, y: str) -> float:
    """Twice the characters that two phrases share over the characters of both; 1 where they are equal."""
    a, b = Counter(x), Counter(y)
    return 2 * (a & b).total() / (a.total() + b.total())


def _institution_attributes(match: SpanMatch, out: PairTally) -> None:
    out.average("institution kind", [x["kind"] == y["kind"] for x, y in match.both])
    out.average("full name", [x.get("canonical") == y.get("canonical") for x, y in match.both if x.get("canonical") or y.get("canonical")])


def _citation_attributes(match: SpanMatch, out: PairTally) -> None:
    out.average("citation kind", [x.get("kind") == y.get("kind") for x, y in match.both])


_ATTRIBUTES: dict[str, Callable[[SpanMatch, PairTally], None]] = {
    "quantities": _quantity_attributes,
    "institutions": _institution_attributes,
    "citations": _citation_attributes,
}


def _tally_indicators(first: Row, second: Row, out: PairTally) -> None:
    a, b = ({(*offsets(q), q["indicator"]) for q in record.get("quantities") or [] if q.get("indicator")} for record in (first, second))
    out.count("indicators", Counts(len(a & b), len(b - a), len(a - b)))
    for key in a | b:
        out.count_label("indicator", key[2], key in a, key in b)


# ------------------------------------------------------------ figures

# Name of a figure: how it is made, of what. The order is that of the tables.
MEASURES: dict[str, tuple[str, str]] = {
    "paragraphs F1": ("counts", "paragraphs"),
    "part kappa": ("kappa", "part"),
    "main topic kappa": ("kappa", "main topic"),
    "topics Jaccard": ("mean", "topics Jaccard"),
    "topics F1": ("counts", "topics"),
    "quantities F1": ("counts", "quantities"),
    "quantities F1, overlapping": ("counts", "quantities overlapping"),
    "value, unit, bound and kind equal": ("mean", "value, unit, bound and kind"),
    "value equal": ("mean", "value"),
    "unit equal": ("mean", "unit"),
    "bound equal": ("mean", "bound"),
    "kind of quantity equal": ("mean", "quantity kind"),
    "name overlap": ("mean", "name"),
    "indicators F1": ("counts", "indicators"),
    "institutions F1": ("counts", "institutions"),
    "institutions F1, overlapping": ("counts", "institutions overlapping"),
    "kind of institution equal": ("mean", "institution kind"),
    "full name equal": ("mean", "full name"),
    "citations F1": ("counts", "citations"),
    "citations F1, overlapping": ("counts", "citations overlapping"),
    "kind of citation equal": ("mean", "citation kind"),
    "items Jaccard": ("mean", "items Jaccard"),
    "items F1": ("counts", "items"),
    "grades kappa": ("kappa", "grade"),
    "grades equal": ("mean", "grades equal"),
}


def figures(tallies: Sequence[PairTally]) -> dict[str, tuple[float | None, int]]:
    """Every measure over some documents with its support; None where it is undefined.

    Support is what was compared: paragraphs, labels that at least one gave, spans that at least one required, spans that both require, documents, grades.
    """
    return {name: _measure(tallies, how, what) for name, (how, what) in MEASURES.items()}


def _measure(tallies: Sequence[PairTally], how: str, what: str) -> tuple[float | None, int]:
    if how == "kappa":
        pairs = sum((t.labels.get(what, Counter()) for t in tallies), Counter())
        return kappa(pairs, quadratic=what.startswith("grade")), pairs.total()
    if how == "counts":
        counts = sum((t.counts.get(what, Counts()) for t in tallies), Counts())
        support = counts.tp + counts.fp + counts.fn
        return (counts.f if support else None), support
    total, number = (sum(column) for column in zip(*(t.means.get(what, (0.0, 0)) for t in tallies), strict=True))
    return (total / number if number else None), int(number)


def kappa(pairs: Mapping[tuple[Any, Any], int], *, quadratic: bool = False) -> float | None:
    """Cohen's kappa of counted pairs of labels, by scikit-learn; quadratic weights for grades 0..3. None where it is undefined: nothing to compare, or one label only.

    >>> round(kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}), 3)
    0.4
    """
    from sklearn.metrics import cohen_kappa_score

    used = sorted({label for pair in pairs for label in pair})
    if len(used) < 2:
        return None
    first, second = ([used.index(label) for label in column] for column in zip(*pairs, strict=True)) if not quadratic else zip(*pairs, strict=True)
    labels, weights = (list(range(GRADES)), "quadratic") if quadratic else (None, None)
    return float(cohen_kappa_score(first, second, labels=labels, weights=weights, sample_weight=list(pairs.values())))


def alpha(counts: "np.ndarray", level: Literal["nominal", "ordinal"]) -> float | None:
    """Krippendorff's alpha of units (a row each: how many annotators gave each label), by the krippendorff package; None where it is undefined.

    >>> import numpy as np
    >>> round(alpha(np.array([[2, 0], [2, 0], [1, 1], [0, 2]]), "nominal"), 4)
    0.5333
    """
    import krippendorff

    table = counts[counts.sum(axis=1) > 1]
    if (table.sum(axis=0) > 0).sum() < 2:
        return None
    return float(krippendorff.alpha(value_counts=table, value_domain=range(table.shape[1]), level_of_measurement=level))


ALPHAS: dict[str, tuple[str, Literal["nominal", "ordinal"]]] = {
    "part alpha": ("part", "nominal"),
    "main topic alpha": ("main topic", "nominal"),
    "grades alpha": ("grade", "ordinal"),
}


def tally_alpha(document: Document) -> dict[str, "np.ndarray"]:
    """The units of one document that at least two annotators labelled: for parts, main topics and grades a table with how many annotators gave each label."""
    known = known_labels()
    labelled = [[row for row in rows.values() if row["part"]] for rows in paragraphs(document).values()]
    covered = [record["coverage"] for record in document.records.values() if record.get("coverage") is not None]
    names = dict.fromkeys(name for grades in covered for name in grades)
    return {
        "part": _counted(([row["part"][0] for row in rows] for rows in labelled), known["part"]),
        "main topic": _counted(([main_topic(row) for row in rows] for rows in labelled), [*known["topic"], NO_TOPIC]),
        "grade": _counted(([rounded_grade(grades[name]) for grades in covered if name in grades] for name in names), range(GRADES)),
    }


def _counted(units: Iterable[list[Any]], known: Sequence[Any]) -> "np.ndarray":
    import numpy as np

    rows = [[given.count(label) for label in known] for given in units if len(given) > 1]
    return np.array(rows, dtype=float).reshape(len(rows), len(known))


def alphas(tallies: Sequence[Mapping[str, "np.ndarray"]]) -> dict[str, tuple[float | None, int]]:
    """Alpha of parts, main topics (nominal) and grades (ordinal), with the number of units."""
    import numpy as np

    tables = {name: np.concatenate([t[what] for t in tallies]) for name, (what, _) in ALPHAS.items()}
    return {name: (alpha(tables[name], level), len(tables[name])) for name, (_, level) in ALPHAS.items()}


# ------------------------------------------------------------ the whole comparison


def agreement(aligned: Alignment, samples: int = 500, seed: int = 0) -> dict[str, Any]:
    """All figures as plain JSON types.

    `empty` names the layers that an annotator has nowhere, so that a figure of 0 is read for what it is. `pairs` holds for every two annotators `figures` (value, support, 95 % interval over documents drawn with replacement), `labels` (F1 and counts of each label by layer;
    kappa of each grade) and `documents` (figures of each document); `alpha` the figures over all annotators. A value that is undefined is null.
    """
    names = aligned.annotators
    pairs = []
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            tallies = [tally_pair(d, a, b) for d in aligned.shared if a in d.records and b in d.records]
            if tallies:
                pairs.append({"a": a, "b": b, **_pair(tallies, samples, seed)})
    units = [tally_alpha(d) for d in aligned.shared]
    return {
        "annotators": list(names),
        "documents": {
            "shared": len(aligned.shared),
            "alone": {name: list(ids) for name, ids in aligned.alone.items()},
            "missing": {name: list(ids) for name, ids in aligned.missing.items()},
        },
        "empty": {name: empty_layers([d.records[name] for d in aligned.shared if name in d.records]) for name in names},
        "pairs": pairs,
        "alpha": _with_intervals(units, alphas, samples, seed),
    }


def empty_layers(records: Sequence[Row]) -> list[str]:
    """The layers of which no record has anything."""
    has = {
        "parts": any(p["part"] for r in records for p in r.get("paragraphs") or []),
        "topics": any(p["topics"] for r in records for p in r.get("paragraphs") or []),
        **{layer: any(r.get(layer) for r in records) for layer in SPAN_LAYERS},
        "indicators": any(q.get("indicator") for r in records for q in r.get("quantities") or []),
        "items": any(r.get("items") is not None for r in records),
        "grades": any(r.get("coverage") is not None for r in records),
    }
    return [layer for layer, present in has.items() if not present]


def _pair(tallies: Sequence[PairTally], samples: int, seed: int) -> dict[str, Any]:
    return {
        "documents_compared": len(tallies),
        "figures": _with_intervals(tallies, figures, samples, seed),
        "labels": by_label(tallies),
        "documents": {t.document: {name: {"value": value, "n": n} for name, (value, n) in figures([t]).items()} for t in tallies},
    }


def _with_intervals(items: Sequence[Any], measure: Callable[[Sequence[Any]], dict[str, tuple[float | None, int]]], samples: int, seed: int) -> dict[str, Any]:
    measured = measure(items)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a sample in which one label is alone leaves kappa undefined
        spread = bootstrap(items, lambda sample: {name: value for name, (value, _) in measure(sample).items()}, samples, seed) if len(items) > 1 else {}
    return {
        name: {
            "value": value,
            "n": n,
            "low": spread[name][0] if name in spread and value is not None else None,
            "high": spread[name][1] if name in spread and value is not None else None,
        }
        for name, (value, n) in measured.items()
    }


def by_label(tallies: Sequence[PairTally]) -> dict[str, dict[str, dict[str, Any]]]:
    """By layer, every label that one of the two gave: F1, how often both gave it, how often one alone; for a requirement kappa, the share of equal grades and the number."""
    total: dict[tuple[str, str], Counts] = {}
    for t in tallies:
        for key, counts in t.by_label.items():
            total[key] = total.get(key, Counts()) + counts
    known = known_labels()
    out: dict[str, dict[str, dict[str, Any]]] = {}
    for layer in ("part", "main topic", "topic", "quantity kind", "indicator", "institution kind", "citation kind", "item"):
        rows = {label: total[layer, label] for label in known["topic" if layer == "main topic" else layer] if (layer, label) in total}
        if rows:
            out[layer] = {label: {"f1": c.f, "both": c.tp, "only_a": c.fn, "only_b": c.fp} for label, c in rows.items()}
    grades = {}
    for requirement in dict.fromkeys(label.split()[0] for label in known["grade"]):
        pairs = sum((t.labels.get(f"grade {requirement}", Counter()) for t in tallies), Counter())
        if pairs:
            same = sum(count for (x, y), count in pairs.items() if x == y)
            grades[requirement] = {"kappa": kappa(pairs, quadratic=True), "equal": same / pairs.total(), "n": pairs.total()}
    return out | ({"grade": grades} if grades else {})
