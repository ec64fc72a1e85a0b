"""The card of a model: what it was learned from, what was measured on what, and its limits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from lawnlp.calibration import calibration_lines
from lawnlp.comparison import HEADLINES, SUPPORT, headline
from lawnlp.training import fingerprint, is_labelled, texts

_LIMITS = """## Limits

- Learned from annotated reports; where those were written for a corpus of invented places, figures on its test split say how well the model reads that corpus, not how well it reads real reports.
- A label with few examples (see the counts) is learned badly. A line has one part, but for one that holds both the weaknesses and the coming year's work; any other line that really holds two has the larger.
- Reports only: policy interpretations, open-information reports, news and plans are labelled as if they were reports.
- Probabilities of topics and of grades are those of logistic regressions and are not calibrated beyond that.
"""


def model_card(nlp: Any, learned_from: Sequence[Mapping[str, Any]], results: Mapping[str, Mapping[str, Any]], note: str = "") -> str:
    """Markdown.

    Args:
        nlp: the trained pipeline.
        learned_from: the records it was learned from.
        results: name of an annotation set to `figures`, `intervals` and `baseline` as `lawnlp.comparison` gives them, and perhaps `calibration` (`lawnlp.calibration`).
        note: Markdown that stands before the limits, for figures that were measured elsewhere.
    """
    from lawnlp import __version__

    characters = sum(len(record["text"]) for record in learned_from)
    levels = Counter((record.get("meta") or {}).get("level") or "unknown" for record in learned_from if is_labelled(record))
    parts = Counter(p["part"][0] for record in learned_from for p in record["paragraphs"] if p["part"])
    topics = Counter(t for record in learned_from for p in record["paragraphs"] for t in p["topics"])
    lines = [
        f"# {nlp.meta['name']}",
        "",
        f"A spaCy pipeline of lawnlp {__version__}: {', '.join(nlp.pipe_names)}.",
        "Reads rule-of-law annual reports (法治政府建设年度报告). Written by `lawnlp train`; figures below were measured by that run.",
        "",
        "## Data",
        "",
        f"Learned from {texts(learned_from)}, {characters:,} characters ({', '.join(f'{level} {n}' for level, n in sorted(levels.items()))}); sha256 of the records {fingerprint(learned_from)[:16]}.",
        "",
        f"Paragraphs by part: {', '.join(f'{part} {n}' for part, n in parts.most_common())}.",
        "",
        f"Topics: {', '.join(f'{topic} {n}' for topic, n in topics.most_common())}.",
        "",
    ]
    for name, result in results.items():
        lines += _table(name, result)
    return "\n".join([*lines, *([note.strip(), ""] if note.strip() else []), _LIMITS])


def _table(name: str, result: Mapping[str, Any]) -> list[str]:
    measured, base, spread = result["figures"], result["baseline"], result["intervals"]
    rows = [
        f"## Measured on {name} ({measured['documents']} documents, none of them learned from)",
        "",
        "| figure | value | 95 % over documents | rules alone | n |",
        "|---|---|---|---|---|",
    ]
    for figure in HEADLINES:
        value, rules = headline(figure, measured), headline(figure, base)
        if value is not None:
            low, high = spread[figure]
            rows.append(f"| {figure} | {value:.4f} | {low:.3f} to {high:.3f} | {'—' if rules is None else f'{rules:.4f}'} | {SUPPORT[figure](measured)} |")
    rows += ["", *calibration_lines(result.get("calibration"))]
    left = [figure for figure in HEADLINES if SUPPORT[figure](measured) and headline(figure, measured) is None]
    return [*rows, *([f"Not filled by this pipeline, so not measured: {', '.join(left)}.", ""] if left else [])]
