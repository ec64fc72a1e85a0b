"""Agreement of the second annotation with the first: `python -m training.corpus.agreement` prints and writes corpus/second/AGREEMENT.md.

corpus/second/first.jsonl and second.jsonl hold the two annotations of the same bare texts as they were made, before differences were resolved. The figures are those of
`lawnlp annotations agree` on the two files, which also gives every difference with its context.
"""

from collections import Counter

from lawnlp.annotations.agreement import agreement, tally_pair
from lawnlp.annotations.alignment import Alignment, align
from lawnlp.annotations.disagreements import Disagreement, find_disagreements
from lawnlp.evaluation import Counts
from lawnlp.records import read_records
from training.corpus.build import CORPUS

FOLDER = CORPUS / "second"
LAYERS = ("topics", "quantities", "indicators", "institutions", "items")
MOST = 25


def report(aligned: Alignment, resolved: str) -> str:
    """The agreement as Markdown, and what stands in RESOLVED.md below it."""
    result = agreement(aligned)
    (pair,) = result["pairs"]
    a, b = aligned.annotators
    tallies = [tally_pair(document, a, b) for document in aligned.shared]
    lines = [
        "# Agreement of the second annotation",
        "",
        f"{len(aligned.shared)} reports ({sum(len(d.text) for d in aligned.shared):,} characters), annotated a second time from the bare text by annotators who had not seen the first labels. "
        "Made by `python -m training.corpus.agreement`; the measures are described in `lawnlp/annotations/agreement.py`, intervals are 95 %, over documents.",
        "",
        "| measure | agreement | interval | n |",
        "|---|---|---|---|",
        *(f"| {name} | {f['value']:.3f} | {f['low']:.3f}–{f['high']:.3f} | {f['n']} |" for name, f in {**pair["figures"], **result["alpha"]}.items()),
        "",
        f"| layer | only {a} | only {b} |",
        "|---|---|---|",
    ]
    for layer in LAYERS:
        counts = sum((t.counts[layer] for t in tallies if layer in t.counts), Counts())
        lines.append(f"| {layer} | {counts.fn} | {counts.fp} |")
    found = Counter(_what(d) for d in find_disagreements(aligned) if d.kind != "name")
    lines += ["", "## Most frequent differences", "", *(f"- {what} ({count})" for what, count in found.most_common(MOST)), ""]
    return "\n".join([*lines, resolved])


def _what(d: Disagreement) -> str:
    """The difference without its place, so that equal ones count together."""
    return " ".join(part for part in (f"{d.kind}:", d.label, "; ".join(f"{name} {reading}" for name, reading in d.readings.items())) if part)


def main() -> None:
    """Print and write the agreement."""
    aligned = align({name: read_records(FOLDER / f"{name}.jsonl") for name in ("first", "second")})
    notes = FOLDER / "RESOLVED.md"
    text = report(aligned, notes.read_text(encoding="utf-8") if notes.exists() else "")
    (FOLDER / "AGREEMENT.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
