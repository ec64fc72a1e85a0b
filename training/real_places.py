"""Measure institutions on reports whose invented places were replaced by official divisions, which no training has seen.

Every invented province becomes an official one of the same sort, its cities and counties become cities and counties of that province with names of the same length and
ending, so that all offsets stay; stems are replaced with the names (柏江日报). Full names are replaced likewise.
`python -m training.real_places [SPLIT] [MODEL]` prints F1 of spans and the share of right full names for three drawings; without MODEL, of the rules alone.
"""

import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lawnlp.evaluation import Counts, count_spans
from lawnlp.records import doc_to_record, read_records
from lawnlp.text.fold import fold
from lawnlp.text.place_names import ordinary
from lawnlp.text.regions import NO_PLACES, Division, load_divisions, read_divisions

ROOT = Path(__file__).resolve().parents[1]
DRAWINGS = 3


def _children(rows: Sequence[Division]) -> dict[str, list[Division]]:
    """Parent to the places below it; those that stand for none (市辖区) are passed through."""
    above = {row.code: row.parent for row in rows if row.name in NO_PLACES}
    out: dict[str, list[Division]] = {}
    for row in rows:
        if row.code not in above:
            out.setdefault(above.get(row.parent, row.parent), []).append(row)
    return out


def _alike(invented: Division, official: Division) -> bool:
    ending = len(invented.name) - len(invented.stem)
    return (
        len(invented.name) == len(official.name)
        and invented.name[-ending:] == official.name[-ending:]
        and invented.level == official.level
        and len(official.stem) == len(invented.stem)
        and official.name not in ordinary()
        and official.stem not in ordinary()
    )


def mapping(chance: random.Random) -> dict[str, str]:
    """The stem of every invented place to that of an official one, drawn by `chance`.

    Raises ValueError where the official table has no province that fits.
    """
    world = read_divisions(ROOT / "corpus" / "world" / "divisions.csv")
    official = [d for d in load_divisions() if d.until == 9999]
    below_world, below = _children(world), _children(official)
    out: dict[str, str] = {}
    used: set[str] = set()
    for province in (d for d in world if d.level == "province"):
        candidates = [d for d in official if _alike(province, d) and d.code not in used]
        chance.shuffle(candidates)
        for candidate in candidates:
            found = _below(province, candidate, below_world, below, chance)
            if found is not None:
                used.add(candidate.code)
                out |= {province.stem: candidate.stem, **found}
                break
        else:
            raise ValueError(f"no official province fits {province.name}")
    return out


def _below(
    invented: Division, official: Division, below_world: Mapping[str, list[Division]], below: Mapping[str, list[Division]], chance: random.Random
) -> dict[str, str] | None:
    """Stems for all that lies below a place; None where the official one has too little of the kind."""
    out: dict[str, str] = {}
    free = list(below.get(official.code, ()))
    chance.shuffle(free)
    wanted = sorted(below_world.get(invented.code, ()), key=lambda d: -len(below_world.get(d.code, ())))
    for child in wanted:
        for candidate in [d for d in free if _alike(child, d)]:
            deeper = _below(child, candidate, below_world, below, chance)
            if deeper is not None:
                free.remove(candidate)
                out |= {child.stem: candidate.stem, **deeper}
                break
        else:
            return None
    return out


def replaced(record: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The record with other places; offsets are the same."""
    pattern = re.compile("|".join(sorted(names, key=len, reverse=True)))

    def text(words: str) -> str:
        out, at = [], 0
        for match in pattern.finditer(fold(words)):
            out += [words[at : match.start()], names[match[0]]]
            at = match.end()
        return "".join([*out, words[at:]])

    words = text(record["text"])
    bodies = [
        {**row, "text": words[row["start"] : row["end"]], "canonical": text(row["canonical"]) if row.get("canonical") else None}
        for row in record["institutions"]
    ]
    spans = {name: [{**row, "text": words[row["start"] : row["end"]]} for row in record[name]] for name in ("quantities", "citations")}
    return {**record, "text": words, "institutions": bodies, **spans}


def _scored(records: Sequence[Mapping[str, Any]], nlp: Any) -> Iterator[tuple[Counts, int, int]]:
    for record in records:
        predicted = doc_to_record(nlp(record["text"]))["institutions"]
        have = {(i["start"], i["end"]): i["canonical"] for i in predicted if not i["optional"]}
        gold = [
            (g["canonical"], have[g["start"], g["end"]])
            for g in record["institutions"]
            if not g["optional"] and g["canonical"] and (g["start"], g["end"]) in have
        ]
        yield count_spans(record["institutions"], predicted), sum(a == b for a, b in gold), len(gold)


def figures(records: Sequence[Mapping[str, Any]], nlp: Any) -> tuple[float, float, int]:
    """F1 of required spans, share of right full names among the spans found, and how many of those there are."""
    total, right, named = Counts(), 0, 0
    for counts, good, all_ in _scored(records, nlp):
        total, right, named = total + counts, right + good, named + all_
    return total.f, right / named if named else 0.0, named


def main() -> None:
    """Print the figures of each drawing."""
    from lawnlp.pipeline import baseline_pipeline, load_pipeline

    split = sys.argv[1] if len(sys.argv) > 1 else "test"
    nlp = load_pipeline(sys.argv[2]) if len(sys.argv) > 2 else baseline_pipeline()
    records = read_records(ROOT / "corpus" / f"{split}.jsonl")
    for seed in range(DRAWINGS):
        drawn = mapping(random.Random(seed))
        f, names, number = figures([replaced(record, drawn) for record in records], nlp)
        print(f"drawing {seed}: F1 {f:.4f}, full names {names:.4f} of {number}")


if __name__ == "__main__":
    main()
