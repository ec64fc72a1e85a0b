"""Grades of coverage beside gold grades: agreement of each requirement, and whether probabilities mean what they say.

>>> calibration([(3, (0.0, 0.0, 0.2, 0.8)), (2, (0.0, 0.0, 0.2, 0.8))])["ece"]
0.3
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lawnlp.evaluation import quadratic_kappa, rounded_grade
from lawnlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from lawnlp.comparison import Tally

_BINS = 10


def calibration(pairs: Sequence[tuple[int, Sequence[float]]], bins: int = _BINS) -> dict[str, Any] | None:
    """How far the probability of the surest grade is from how often it is right (Guo et al. 2017, "On Calibration of Modern Neural Networks").

    Args:
        pairs: gold grade and the probabilities of the grades.
        bins: equal steps of the probability from 0 to 1.

    Returns:
        `ece` (expected calibration error: the mean distance over bins, weighted by their size), `n`, and `bins`: `low`, `high`, `n`, mean `probability`, share `right` of each bin that is not
        empty; None without pairs.
    """
    if not pairs:
        return None
    rows: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for gold, probabilities in pairs:
        surest = max(range(len(probabilities)), key=probabilities.__getitem__)
        rows[min(bins - 1, int(probabilities[surest] * bins))].append((probabilities[surest], surest == gold))
    table = []
    for number, found in sorted(rows.items()):
        mean, right = sum(p for p, _ in found) / len(found), sum(hit for _, hit in found) / len(found)
        table.append({"low": number / bins, "high": (number + 1) / bins, "n": len(found), "probability": mean, "right": right})
    error = sum(row["n"] * abs(row["probability"] - row["right"]) for row in table) / len(pairs)
    return {"ece": round(error, 6), "n": len(pairs), "bins": table}


def calibration_of(tallies: "Sequence[Tally]") -> dict[str, Any] | None:
    """The calibration over some documents; None where the predictions carry no probabilities."""
    return calibration([pair for t in tallies for pair in t.probabilities])


def by_requirement(tallies: "Sequence[Tally]", samples: int = 500, seed: int = 0) -> dict[str, dict[str, Any]]:
    """`exact`, quadratic `kappa`, the 95 % bootstrap `interval` of exact over documents, and `n`, of each requirement that was graded."""
    graded = [{name: (gold, rounded_grade(value)) for name, gold, value in t.grades} for t in tallies]
    chance = random.Random(seed)
    drawn = [[graded[chance.randrange(len(graded))] for _ in graded] for _ in range(samples)]
    out = {}
    for name in taxonomy().requirements:
        pairs = [grades[name] for grades in graded if name in grades]
        if pairs:
            spread = sorted(_exact(sample, name) for sample in drawn)
            interval = spread[int(0.025 * samples)], spread[int(0.975 * samples)]
            out[name] = {"exact": _exact(graded, name), "kappa": quadratic_kappa(pairs), "interval": interval, "n": len(pairs)}
    return out


def _exact(graded: Sequence[Mapping[str, tuple[int, int]]], name: str) -> float:
    pairs = [grades[name] for grades in graded if name in grades]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0


def calibration_lines(measured: Mapping[str, Any] | None) -> list[str]:
    """A reliability table in Markdown; [] where nothing was measured."""
    if not measured:
        return []
    rows = [f"| {r['low']:.1f} to {r['high']:.1f} | {r['probability']:.3f} | {r['right']:.3f} | {r['n']} |" for r in measured["bins"]]
    return [
        f"Grades of coverage: expected calibration error {measured['ece']:.3f} over {measured['n']} grades (probability of the surest grade against how often it is right).",
        "",
        "| probability | mean | right | n |",
        "|---|---|---|---|",
        *rows,
        "",
    ]
