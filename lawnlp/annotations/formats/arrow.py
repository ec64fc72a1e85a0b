"""A folder that `datasets.load_from_disk` reads: Arrow with typed columns, so that a filter or a count needs no parsing.

What has no column of its own, or does not fit its type, stands as JSON in the column `extra` beside it; so nothing is lost.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lawnlp.annotations.formats import Found, Options, Reading
from lawnlp.annotations.formats.values import as_written, packed, take
from lawnlp.errors import InputError
from lawnlp.records import CitationRow, InstitutionRow, Meta, ParagraphRow, QuantityRow
from lawnlp.taxonomy import taxonomy

_ROWS = {"paragraphs": ParagraphRow, "quantities": QuantityRow, "institutions": InstitutionRow, "citations": CitationRow}
LARGEST_BYTES = 4 * 1024 * 1024 * 1024


def columns() -> dict[str, Any]:
    """The type of every column: `int64`, `float64`, `string`, `bool`, `[type]` for a list, a dict for a struct, `[dict]` for rows; read off the record format."""
    return {
        "id": "string",
        "text": "string",
        "meta": _typed(Meta),
        **{layer: [_typed(model)] for layer, model in _ROWS.items()},
        "items": ["string"],
        "coverage": {**dict.fromkeys(taxonomy().requirements, "float64"), "extra": "string"},
        "extra": "string",
    }


def _typed(model: Any) -> dict[str, Any]:
    """The columns of a row: those of its fields that Arrow can hold as plain values or lists of them."""
    found: dict[str, Any] = {}
    for name, schema in model.model_json_schema()["properties"].items():
        kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
        types = {one.get("type") for one in kinds}
        if types <= {"integer"}:
            found[name] = "int64"
        elif types <= {"integer", "number"}:
            found[name] = "float64"
        elif types <= {"string"}:
            found[name] = "string"
        elif types <= {"boolean"}:
            found[name] = "bool"
        elif types == {"array"} and kinds[0]["items"].get("type") in ("string", "integer"):
            found[name] = ["string" if kinds[0]["items"]["type"] == "string" else "int64"]
    return {**found, "extra": "string"}


def write(path: Path, records: Sequence[dict[str, Any]], _options: Options) -> None:
    """A new folder by `Dataset.save_to_disk`."""
    import datasets

    kinds = columns()
    rows = [pack(record, kinds) for record in records]
    datasets.disable_progress_bars()
    datasets.Dataset.from_list(rows, features=datasets.Features({name: _feature(kind) for name, kind in kinds.items()})).save_to_disk(path)


def _feature(kind: Any) -> Any:
    import datasets

    if isinstance(kind, str):
        return datasets.Value(kind)
    return [_feature(kind[0])] if isinstance(kind, list) else {name: _feature(inner) for name, inner in kind.items()}


def pack(row: Mapping[str, Any], kinds: Mapping[str, Any]) -> dict[str, Any]:
    """A row with exactly the given columns; what they cannot hold, and which keys were not there, goes into `extra`."""
    typed: dict[str, Any] = dict.fromkeys(kinds)
    more = {key: value for key, value in row.items() if key not in kinds or key == "extra"}
    without = [key for key in kinds if key not in row and key != "extra"]
    for key, kind in kinds.items():
        value = row.get(key)
        if key == "extra" or value is None:
            continue
        if isinstance(kind, dict) and isinstance(value, Mapping):
            typed[key] = pack(value, kind)
        elif isinstance(kind, list) and isinstance(kind[0], dict) and isinstance(value, list) and all(isinstance(v, Mapping) for v in value):
            typed[key] = [pack(v, kind[0]) for v in value]
        elif all(_fits(v, kind[0]) for v in value) if isinstance(kind, list) and isinstance(value, list) else _fits(value, kind):
            typed[key] = value
        else:
            more[key] = value
    if more or without:
        typed["extra"] = packed({"more": more, "without": without})
    return typed


def _fits(value: Any, kind: Any) -> bool:
    """Whether a column gives back exactly this value: whole numbers in a column of floats come back as whole numbers, up to 2^53."""
    if isinstance(value, bool):
        return kind == "bool"
    if kind == "float64":
        return (isinstance(value, int) and abs(value) <= 2**53) or (isinstance(value, float) and not value.is_integer())
    if kind == "int64":
        return isinstance(value, int) and abs(value) < 2**63
    return kind == "string" and isinstance(value, str)


def unpack(row: Mapping[str, Any], kinds: Mapping[str, Any]) -> dict[str, Any]:
    """The reverse of `pack`; columns of others are left out."""
    extra = json.loads(row.get("extra") or "{}")
    more, without = extra.get("more", {}), set(extra.get("without", ()))
    found: dict[str, Any] = {}
    for key, kind in kinds.items():
        if key == "extra" or key in without or key in more or key not in row:
            continue
        value = row[key]
        if value is not None and isinstance(kind, dict):
            value = unpack(value, kind)
        elif value is not None and isinstance(kind, list) and isinstance(kind[0], dict):
            value = [unpack(v, kind[0]) for v in value]
        elif kind == "float64" and value is not None and float(value).is_integer():
            value = int(value)
        found[key] = value
    return found | more


def read(path: Path, _options: Options) -> Reading:
    """Every row. Only the Arrow table is read: nothing that its columns may point to is opened.

    Raises InputError for a folder that is no data set, or holds several splits.
    """
    import datasets
    import pyarrow

    if (path / "dataset_dict.json").is_file():
        raise InputError(f"{path}: holds several splits; give the folder of one, as {path / 'train'}")
    _check_folder(path)
    datasets.disable_progress_bars()
    try:
        rows = datasets.Dataset.load_from_disk(str(path), keep_in_memory=True).data.table.to_pylist()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pyarrow.ArrowException) as error:
        raise InputError(f"{path}: no data set that datasets can read ({type(error).__name__}: {' '.join(str(error).split())[:160]})") from error
    kinds = columns()
    reading = Reading()
    for number, row in enumerate(rows, 1):
        where = f"{path}: row {number}"
        take(row, "id", str, where)
        take(row, "text", str, where)
        with as_written(where):
            reading.found.append(Found(where, unpack(row, kinds)))
    return reading


def _check_folder(path: Path) -> None:
    """A data set names its files itself; they must be its own, and of a size that memory holds."""
    state = path / "state.json"
    if not state.is_file():
        raise InputError(f"{path}: no data set (no state.json in this folder); give what Dataset.save_to_disk wrote")
    try:
        names = [entry["filename"] for entry in json.loads(state.read_text(encoding="utf-8"))["_data_files"]]
    except (ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        raise InputError(f"{state}: not as Dataset.save_to_disk writes it ({type(error).__name__}: {error})") from error
    for name in names:
        if not isinstance(name, str) or Path(name).name != name or (path / name).is_symlink():
            raise InputError(f"{state}: _data_files: {name!r} is no file of this folder")
    size = sum(file.stat().st_size for file in path.iterdir() if file.is_file())
    if size > LARGEST_BYTES:
        raise InputError(f"{path}: {size} bytes, more than the {LARGEST_BYTES} that lawnlp reads; split the data set")
