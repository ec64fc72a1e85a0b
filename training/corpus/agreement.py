"""Agreement of the second annotation with the first: `python -m training.corpus.agreement` prints and writes corpus/second/AGREEMENT.md.

corpus/second/first.jsonl and second.jsonl hold the two annotations of the same bare texts as they were made, before differences were resolved.
"""

from collections import Counter
from typing import Any

from sklearn.metrics import cohen_kappa_score

from lawnlp.comparison import HEADLINES, Tally, figures, pair, tally
from lawnlp.records import read_records
from training.corpus.build import CORPUS

FOLDER = CORPUS / "second"


def kappas(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> dict[str, float]:
    """Cohen's kappa on parts and on main topics over the paragraphs that both have."""
    parts: list[tuple[str, str]] = []
    topics: list[tuple[str, str]] = []
    for a, b in zip(first, second, strict=True):
        by_span = {(p["start"], p["end"]): p for p in b["paragraphs"]}
        for p in a["paragraphs"]:
            q = by_span[p["start"], p["end"]]
            parts.append((p["part"][0], q["part"][0]))
            topics.append((p["topics"][0] if p["topics"] else "none", q["topics"][0] if q["topics"] else "none"))
    return {name: float(cohen_kappa_score(*zip(*pairs, strict=True))) for name, pairs in (("part", parts), ("main topic", topics))}


def report(first: list[dict[str, Any]], second: list[dict[str, Any]], resolved: str) -> str:
    """The agreement as Markdown; the first annotation stands for gold, so that precision and recall tell who marked more."""
    tallies: list[Tally] = [tally(a, b) for a, b in pair(first, second)]
    measured, kappa = figures(tallies), kappas(first, second)
    lines = [
        "# Agreement of the second annotation",
        "",
        f"{len(first)} reports ({sum(len(r['text']) for r in first):,} characters), annotated a second time from the bare text by annotators who had not seen the first labels. Made by `python -m training.corpus.agreement`.",
        "",
        "| measure | agreement |",
        "|---|---|",
        f"| part, Cohen's kappa | {kappa['part']:.3f} |",
        f"| main topic, Cohen's kappa | {kappa['main topic']:.3f} |",
        *(f"| {name} | {read(measured):.3f} |" for name, read in HEADLINES.items()),
        "",
        "| layer | only first | only second |",
        "|---|---|---|",
    ]
    for layer in ("topics", "quantities", "indicators", "institutions", "items"):
        counts = [t.counts[layer] for t in tallies if layer in t.counts]
        lines.append(f"| {layer} | {sum(c.fn for c in counts)} | {sum(c.fp for c in counts)} |")
    lines += ["", "## Most frequent differences", ""]
    found = Counter((miss.layer, miss.what) for t in tallies for miss in t.misses if miss.layer in ("part", "topic_main", "items", "coverage", "institutions"))
    lines += [f"- {layer}: {what} ({count})" for (layer, what), count in found.most_common(25)]
    return "\n".join([*lines, "", resolved])


def main() -> None:
    """Print and write the agreement."""
    first, second = read_records(FOLDER / "first.jsonl"), read_records(FOLDER / "second.jsonl")
    notes = FOLDER / "RESOLVED.md"
    text = report(first, second, notes.read_text(encoding="utf-8") if notes.exists() else "")
    (FOLDER / "AGREEMENT.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
