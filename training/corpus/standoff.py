"""A second annotation in a short form, so that a person can annotate a bare text without copying it.

    P 3 measures | dispute_resolution legal_society | reconsideration
    Q 41件 | 41 件 | 行政复议申请 | reconsideration_received
    I 县政府 | government | 柏江市栖川县人民政府
    C party_leadership 3

`P N` labels paragraph N (from 0, as `python -m training.corpus.standoff show` numbers them); the `Q` and `I` lines below it are spans of that paragraph in the order of the text; `?` behind Q or I marks an optional span. `C` lines grade the report.
"""

import argparse
import json
import tomllib
from pathlib import Path
from typing import Any

from lawnlp.text.headings import split_paragraphs
from training.corpus.build import ROOT
from training.corpus.source import BOUNDS, VALUE, kind_of_unit


class StandoffError(ValueError):
    """A line that does not follow the form; the message names file and line."""


def read_standoff(path: Path, text: str, units: dict[str, Any]) -> dict[str, Any]:
    """The record that a standoff file annotates.

    Raises StandoffError for an unknown line, a span that does not stand in its paragraph, a paragraph without label.
    """
    spans = split_paragraphs(text)
    record: dict[str, Any] = {"id": path.stem, "text": text, "paragraphs": [], "quantities": [], "institutions": [], "coverage": {}}
    labels: dict[int, dict[str, Any]] = {}
    current, cursor = -1, {"Q": 0, "I": 0}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        key, _, rest = line.partition(" ")
        fields = [field.strip() for field in rest.split("|")]
        if key == "P":
            index, _, parts = fields[0].partition(" ")
            current = int(index)
            labels[current] = {
                "part": parts.split(),
                "topics": fields[1].split() if len(fields) > 1 else [],
                "items": fields[2].split() if len(fields) > 2 else [],
            }
            cursor = {"Q": spans[current][0], "I": spans[current][0]}
        elif key.rstrip("?") in ("Q", "I") and current >= 0:
            kind = key.rstrip("?")
            start = text.find(fields[0], cursor[kind], spans[current][1])
            if start < 0:
                raise StandoffError(f"{path.name}:{number}: {fields[0]!r} does not stand (any more) in paragraph {current}")
            cursor[kind] = start + len(fields[0])
            span = {"start": start, "end": cursor[kind], "text": fields[0], "optional": key.endswith("?")}
            record["quantities" if kind == "Q" else "institutions"].append({**span, **(_quantity(fields, units) if kind == "Q" else _institution(fields))})
        elif key == "C":
            name, grade = rest.split()
            record["coverage"][name] = int(grade)
        else:
            raise StandoffError(f"{path.name}:{number}: a line is P, Q, I or C: {line}")
    if missing := [i for i in range(len(spans)) if i not in labels]:
        raise StandoffError(f"{path.name}: paragraph {missing[0]} has no label")
    record["paragraphs"] = [{"start": start, "end": end, **labels[i]} for i, (start, end) in enumerate(spans)]
    record["items"] = sorted({item for label in labels.values() for item in label["items"]})
    return record


def _quantity(fields: list[str], units: dict[str, Any]) -> dict[str, Any]:
    value = VALUE.fullmatch(fields[1])
    if not value:
        raise StandoffError(f"{fields[1]!r} is no value and unit")
    plain, unit = float(value["value"]), value["unit"] or ""
    return {
        "kind": value["kind"] or kind_of_unit(unit, units),
        "value": int(plain) if plain.is_integer() else plain,
        "unit": unit,
        "bound": BOUNDS[value["bound"]],
        "name": fields[2] if len(fields) > 2 else "",
        "indicator": (fields[3] if len(fields) > 3 else "") or None,
    }


def _institution(fields: list[str]) -> dict[str, Any]:
    return {"kind": fields[1], "canonical": None if len(fields) < 3 or fields[2] in ("", "-") else fields[2]}


def main() -> None:
    """`show TEXT` numbers the paragraphs of a bare text; `check TEXT STANDOFF` parses an annotation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["show", "check"])
    parser.add_argument("text", type=Path)
    parser.add_argument("standoff", type=Path, nargs="?")
    args = parser.parse_args()
    text = args.text.read_text(encoding="utf-8")
    if args.action == "show":
        for i, (start, end) in enumerate(split_paragraphs(text)):
            print(f"[{i}] {text[start:end]}")
        return
    units = tomllib.loads((ROOT / "configs/units.toml").read_text(encoding="utf-8"))
    record = read_standoff(args.standoff, text, units)
    print(json.dumps({name: len(record[name]) for name in ("paragraphs", "quantities", "institutions", "items", "coverage")}))


if __name__ == "__main__":
    main()
