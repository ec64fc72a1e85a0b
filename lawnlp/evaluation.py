"""Figures as pure functions, and the scorers that spaCy calls.

The definitions are those of the project's judge: spans count when start and end are equal, optional gold spans are neither required nor wrong,
a part is right when it equals any gold part of the paragraph.

>>> gold = [{"start": 0, "end": 3}, {"start": 5, "end": 7, "optional": True}]
>>> count_spans(gold, [{"start": 0, "end": 3}, {"start": 5, "end": 7}, {"start": 8, "end": 9}])
Counts(tp=1, fp=1, fn=0)
>>> Counts(tp=1, fp=1, fn=0).f
0.6666666666666666
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

TOPIC_PARTS = frozenset({"measures", "shortcomings", "leader_duty", "plan"})


@dataclass(frozen=True)
class Counts:
    """True positives, false positives, false negatives; precision, recall and F1 are 0 where they are undefined."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def p(self) -> float:
        """Precision."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def r(self) -> float:
        """Recall."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f(self) -> float:
        """F1."""
        return 2 * self.p * self.r / (self.p + self.r) if self.p + self.r else 0.0


def count_spans(gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]) -> Counts:
    """Exact spans of one document; dicts with `start`, `end` and perhaps `optional`, on either side."""
    gold = list(gold)
    want = {(s["start"], s["end"]) for s in gold if not s.get("optional")}
    free = {(s["start"], s["end"]) for s in gold if s.get("optional")}
    have = {(s["start"], s["end"]) for s in predicted if not s.get("optional")}
    return Counts(len(want & have), len(have - want - free), len(want - have))


@dataclass(frozen=True)
class SectionCounts:
    """Counts over paragraphs: found, part right, main topic right (of `with_topic`), topics as sets."""

    paragraphs: int = 0
    found: int = 0
    part_right: int = 0
    with_topic: int = 0
    main_right: int = 0
    topics: Counts = Counts()

    def __add__(self, other: "SectionCounts") -> "SectionCounts":
        return SectionCounts(
            self.paragraphs + other.paragraphs,
            self.found + other.found,
            self.part_right + other.part_right,
            self.with_topic + other.with_topic,
            self.main_right + other.main_right,
            self.topics + other.topics,
        )


def count_sections(gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]) -> SectionCounts:
    """Paragraphs of one document, paired by their offsets; dicts with `start`, `end`, `part`, `topics`."""
    by_span = {(p["start"], p["end"]): p for p in predicted}
    total = SectionCounts()
    for g in gold:
        p = by_span.get((g["start"], g["end"]))
        have = list(p["topics"]) if p else []
        labelled = bool(g["topics"]) and g["part"][0] in TOPIC_PARTS
        want, got = set(g["topics"]), set(have)
        total += SectionCounts(
            1,
            p is not None,
            p is not None and p["part"][:1] != [] and p["part"][0] in g["part"],
            labelled,
            labelled and bool(have) and have[0] in g["topics"],
            Counts(len(want & got), len(got - want), len(want - got)),
        )
    return total


def same_number(a: Any, b: Any) -> bool:
    """Whether two values are equal to a millionth; null equals nothing."""
    return a is not None and b is not None and abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(b)))


def grade_of(value: Any) -> float:
    """A grade as a number: people write 0..3, pipelines an expected grade or an object with `grade`."""
    return float(value.get("grade", value.get("score", 0)) if isinstance(value, Mapping) else value)


def rounded_grade(value: Any) -> int:
    """The same as a whole number 0..3, halves upward."""
    return min(3, max(0, int(grade_of(value) + 0.5)))


def quadratic_kappa(pairs: Sequence[tuple[int, int]], grades: int = 4) -> float:
    """Quadratic weighted kappa of (gold, predicted) grades; 0 without pairs, 1 where chance has no disagreement."""
    gold, predicted = Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    expected = sum((i - j) ** 2 * gold[i] * predicted[j] / len(pairs) for i in range(grades) for j in range(grades)) if pairs else 0.0
    if not pairs:
        return 0.0
    return 1.0 - sum((g - p) ** 2 for g, p in pairs) / expected if expected else 1.0


def _rows(doc: Any, name: str) -> list[dict[str, Any]]:
    from lawnlp.pipes.layers import layer

    return [{"start": span.start_char, "end": span.end_char, **values} for span, values in layer(doc, name)]


def score_span_layer(examples: Iterable[Any], layer_name: str, **_: Any) -> dict[str, Any]:
    """`NAME_p`, `NAME_r`, `NAME_f` of one span layer over spaCy Examples."""
    total = Counts()
    for example in examples:
        total += count_spans(_rows(example.reference, layer_name), _rows(example.predicted, layer_name))
    return {f"{layer_name}_p": total.p, f"{layer_name}_r": total.r, f"{layer_name}_f": total.f}


def score_section_layer(examples: Iterable[Any], **_: Any) -> dict[str, Any]:
    """`part_acc`, `topic_main_acc`, `topics_p`, `topics_r`, `topics_f` over spaCy Examples."""
    total = SectionCounts()
    for example in examples:
        total += count_sections(_rows(example.reference, "paragraphs"), _rows(example.predicted, "paragraphs"))
    return {
        "part_acc": total.part_right / total.paragraphs if total.paragraphs else 0.0,
        "topic_main_acc": total.main_right / total.with_topic if total.with_topic else 0.0,
        "topics_p": total.topics.p,
        "topics_r": total.topics.r,
        "topics_f": total.topics.f,
    }


def score_items(examples: Iterable[Any], **_: Any) -> dict[str, Any]:
    """`items_p`, `items_r`, `items_f` of the sets of items of spaCy Examples; a reference without items is left out."""
    from lawnlp.pipes.layers import items_of

    total = Counts()
    for example in examples:
        gold = items_of(example.reference)
        if gold is not None:
            want, have = set(gold), set(items_of(example.predicted) or ())
            total += Counts(len(want & have), len(have - want), len(want - have))
    return {"items_p": total.p, "items_r": total.r, "items_f": total.f}


def count_indicators(gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]) -> Counts:
    """Indicators of one document; dicts with `start`, `end`, `indicator`. Right is the same indicator at the same offsets."""
    want, have = ({(q["start"], q["end"], q["indicator"]) for q in rows if q.get("indicator")} for rows in (gold, predicted))
    return Counts(len(want & have), len(have - want), len(want - have))


def score_indicators(examples: Iterable[Any], **_: Any) -> dict[str, Any]:
    """`indicators_p`, `indicators_r`, `indicators_f` over spaCy Examples."""
    total = Counts()
    for example in examples:
        total += count_indicators(_rows(example.reference, "quantities"), _rows(example.predicted, "quantities"))
    return {"indicators_p": total.p, "indicators_r": total.r, "indicators_f": total.f}


def make_span_scorer(layer_name: str = "quantities") -> Callable[..., dict[str, Any]]:
    """The registered scorer `lawnlp.span_scorer.v1` (a partial, since components are pickled into worker processes)."""
    return partial(score_span_layer, layer_name=layer_name)


def make_section_scorer() -> Callable[..., dict[str, Any]]:
    """The registered scorer `lawnlp.section_scorer.v1`."""
    return score_section_layer


def make_item_scorer() -> Callable[..., dict[str, Any]]:
    """The registered scorer `lawnlp.item_scorer.v1`."""
    return score_items


def score_coverage(examples: Iterable[Any], **_: Any) -> dict[str, Any]:
    """`coverage_kappa` (quadratic) and `coverage_exact` of the grades of every requirement that a person graded, over spaCy Examples; a grade that is not given counts as 0."""
    from lawnlp.pipes.layers import coverage_of

    pairs = []
    for example in examples:
        given = coverage_of(example.predicted) or {}
        pairs += [(rounded_grade(grade), rounded_grade(given.get(name, 0))) for name, grade in (coverage_of(example.reference) or {}).items()]
    return {"coverage_kappa": quadratic_kappa(pairs), "coverage_exact": sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0}


def make_coverage_scorer() -> Callable[..., dict[str, Any]]:
    """The registered scorer `lawnlp.coverage_scorer.v1`."""
    return score_coverage


def make_indicator_scorer() -> Callable[..., dict[str, Any]]:
    """The registered scorer `lawnlp.indicator_scorer.v1`."""
    return score_indicators
