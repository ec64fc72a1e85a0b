"""From any format of annotation sets to any other: read, choose an annotator, complete, check; write, read again, and say what the format did not hold."""

import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lawnlp.annotations.formats import FORMATS, Found, Options, format_module
from lawnlp.annotations.formats.values import as_written
from lawnlp.annotations.marks import LAYERS
from lawnlp.errors import InputError
from lawnlp.records import check_record

_TAGGED = re.compile(r"\S+[ \t].*(?:^|[ \t])(?:O|[BIESL]-\S+)\s*$|\S+[ \t](?:O|[BIESL]-\S+)\s*$")


def read_set(path: str | Path, name: str | None = None, *, annotator: str | None = None) -> tuple[list[dict[str, Any]], list[str]]:
    """The records of a file or folder in any format, and what is to be said about them.

    Args:
        path: the file or folder.
        name: the format; None to tell it from the content.
        annotator: whose annotations are wanted, where several people annotated (their id or address).

    Returns:
        Checked records, and lines about what was left out or filled in.

    Raises:
        InputError: one line that names the file, the line or task, and the key; several annotators of one report and none chosen.
    """
    path = Path(path)
    reading = format_module(name or guess_format(path)).read(path, Options())
    notes = list(reading.notes)
    found = _chosen(path, reading.found, annotator, notes)
    filled = 0
    for one in found:
        with as_written(one.where):
            filled += complete(one.record)
        for i, row in enumerate(one.record.get("quantities") or []):
            if row["value"] is None:
                raise InputError(f"{one.where}: quantities[{i}].value: missing, and no number can be read from {row['text'][:40]!r}; give one")
        if problems := check_record(one.record):
            raise InputError(f"{one.where}: {problems[0]}" + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""))
    if filled:
        notes.append(f"quantities without a value, which was read from the text: {filled}")
    return [one.record for one in found], notes


def annotators(path: str | Path, name: str | None = None) -> list[str]:
    """The people whose annotations a file holds, by the first of their names, sorted; [] where the format does not say."""
    path = Path(path)
    return _people(format_module(name or guess_format(path)).read(path, Options()).found)


def _people(found: Iterable[Found]) -> list[str]:
    return sorted({one.annotators[0] for one in found if one.annotators})


def _chosen(path: Path, found: Sequence[Found], annotator: str | None, notes: list[str]) -> list[Found]:
    """One record a report: of the annotator that is wanted, and of that one the last."""
    if annotator is not None:
        known = _people(found)
        others = [one for one in found if annotator not in one.annotators]
        found = [one for one in found if annotator in one.annotators]
        if not found:
            raise InputError(
                f"{path}: nothing annotated by {annotator!r}; " + (f"annotators are {', '.join(known)}" if known else "the file names no annotators")
            )
        if missing := len({one.record["id"] for one in others} - {one.record["id"] for one in found}):
            notes.append(f"not annotated by {annotator}, left out: {missing} report{'s' if missing > 1 else ''}")
    by_id: dict[str, list[Found]] = {}
    for one in found:
        by_id.setdefault(one.record["id"], []).append(one)
    again = 0
    for id, same in by_id.items():
        people = _people(same)
        if len(people) > 1:
            raise InputError(f"{same[0].where}: annotated by {', '.join(people)}; choose one with --annotator, or write a file for each with --each-annotator")
        if different := [one for one in same if one.record["text"] != same[0].record["text"]]:
            raise InputError(f"{different[0].where}: id: {id!r} stands in {same[0].where} with another text; every report needs an id of its own")
        if len(same) > 1 and not people:
            raise InputError(f"{same[1].where}: id: {id!r} stands in {same[0].where} already")
        again += len(same) - 1
    if again:
        notes.append(f"annotated more than once by the same person, the last taken: {again} time{'s' if again > 1 else ''}")
    if not by_id:
        raise InputError(f"{path}: no records in it" + (f" ({'; '.join(notes)})" if notes else ""))
    return [same[-1] for same in by_id.values()]


def complete(record: dict[str, Any]) -> int:
    """Give rows that an annotator drew what a row must have, in place; how many quantities had no value and got one from the text.

    Only what is missing is filled: the kind stays the annotator's. The value stays null where the span holds no numeral.
    """
    from lawnlp.text.counted import name_of

    filled = 0
    for row in record.get("paragraphs") or []:
        row.setdefault("topics", [])
    for row in record.get("quantities") or []:
        if all(row.get(key) is not None for key in ("value", "bound")) and "unit" in row:
            continue
        filled += row.get("value") is None
        read = _read_quantity(record["text"], row["start"], row["end"])
        defaults = {**read, "name": name_of(record["text"], row["start"], row["end"]), "indicator": None, "optional": False}
        row.update({key: value for key, value in defaults.items() if (row.get(key) is None and value is not None) or key not in row})
    return filled


def _read_quantity(text: str, start: int, end: int) -> dict[str, Any]:
    """Kind, value, unit and bound of what stands at a span; the value is None where there is no numeral."""
    from lawnlp.text.damage import without_breaks
    from lawnlp.text.quantities import find_quantities

    if "\n" in text[start:end]:
        found = [(start, end, q) for q in find_quantities(without_breaks(text[start:end]))]
    else:
        line = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        found = [(q.start + line, q.end + line, q) for q in find_quantities(text[line : stop if stop >= 0 else len(text)])]
        # What is no quantity where it stands (第3件) may be one by itself, if the annotator says so.
        found = [one for one in found if one[0] < end and one[1] > start] or [(q.start + start, q.end + start, q) for q in find_quantities(text[start:end])]
    best = max(found, key=lambda one: min(one[1], end) - max(one[0], start), default=(0, 0, None))[2]
    if best is None:
        return {"kind": "other", "value": None, "unit": None, "bound": "exact"}
    return {"kind": best.kind, "value": best.value, "unit": best.unit, "bound": best.bound}


def write_set(path: str | Path, records: Sequence[dict[str, Any]], name: str, options: Options | None = None) -> list[str]:
    """Write records in a format; the file or folder appears whole or not at all. A folder that exists must be empty.

    Returns:
        What the format does not hold, told from what comes back when it is read again; [] when it holds everything.

    Raises:
        InputError: the place cannot be written, or the format cannot hold these records at all.
    """
    path, options = Path(path), options or Options()
    module = format_module(name)
    folder = not FORMATS[name][2]
    if folder and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"{path}: exists already; name a new folder")
    if not folder and path.is_dir():
        raise InputError(f"{path}: is a folder; name a file")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as work:
            new = Path(work) / path.name
            module.write(new, records, options)
            lost = losses(records, [one.record for one in module.read(new, options).found])
            if path.is_dir():
                path.rmdir()
            shutil.move(new, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from error
    return lost


def losses(before: Sequence[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> list[str]:
    """What records lost on the way through a format, kind by kind; a key that is null, empty or false may as well be missing."""
    back = {record["id"]: record for record in after}
    whole: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    values: dict[str, Counter[str]] = {layer: Counter() for layer in LAYERS}
    touched: Counter[str] = Counter()
    for record in before:
        other = back.get(record["id"], {})
        whole.update(key for key in record.keys() - {*LAYERS} if record[key] and record[key] != other.get(key))
        for layer in LAYERS:
            kept = {(row["start"], row["end"]): row for row in other.get(layer) or []}
            for row in record.get(layer) or []:
                same = kept.get((row["start"], row["end"]))
                if same is None:
                    rows[layer] += 1
                elif lost := [key for key in row if row[key] not in (None, [], "", False) and row[key] != same.get(key)]:
                    touched[layer] += 1
                    values[layer].update(lost)
    lines = [f"{', '.join(sorted(whole))} of {max(whole.values())} reports"] if whole else []
    lines += [f"{rows[layer]} {layer}" for layer in LAYERS if rows[layer]]
    return lines + [f"{', '.join(sorted(values[layer]))} of {touched[layer]} {layer}" for layer in LAYERS if touched[layer]]


def guess_format(path: Path) -> str:
    """The format of a file or folder, told from what stands in it.

    Raises InputError when it is none, or cannot be told.
    """
    from lawnlp.readers.text import read_text

    if path.is_dir():
        if any(path.glob("*.ann")):
            return "brat"
        if (path / "state.json").is_file() or (path / "dataset_dict.json").is_file():
            return "datasets"
        raise InputError(f"{path}: neither .ann files nor a data set in this folder; give --from")
    if path.suffix == ".spacy":
        return "spacy"
    text = read_text(path)
    first = next(line for line in text.split("\n") if line.strip())
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        for name, keys in (("label-studio", {"data"}), ("prodigy", {"spans"}), ("prodigy", {"_input_hash"}), ("doccano", {"label"}), ("doccano", {"entities"})):
            if keys <= value.keys():
                return name
        return "annotation-set"
    if first.lstrip().startswith(("[", "{")) and text.rstrip().endswith(("]", "}")):
        return "label-studio"
    if first.startswith(("# id = ", "-DOCSTART-")) or _TAGGED.fullmatch(first):
        return "conll"
    raise InputError(f"{path}: cannot tell the format; give --from {'|'.join(FORMATS)}")
