"""Read reports from files: the text, and what the file says about itself.

>>> import lawnlp, pathlib, tempfile
>>> file = pathlib.Path(tempfile.mkdtemp()) / "report.txt"
>>> _ = file.write_bytes("法治政府建设\\r\\n年度报告".encode("gb18030"))
>>> lawnlp.read(file).text
'法治政府建设\\n年度报告'
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lawnlp.errors import InputError
from lawnlp.readers.text import read_stream, read_text

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
SET_SUFFIXES = frozenset({".jsonl", ".ndjson"})


@dataclass(frozen=True)
class Report:
    """The text of one report, its id (the file's stem, or the id in an annotation set), where it came from, and its meta as far as known."""

    id: str
    text: str
    path: str
    meta: dict[str, Any] = field(default_factory=dict)


def read(path: str | Path) -> Report:
    """Read one file that holds one report.

    Raises:
        InputError: one line that names the file and what is wrong with it.
    """
    path = Path(path)
    return Report(path.stem, read_text(path), str(path))


def find_inputs(paths: Iterable[str]) -> Iterator[Path]:
    """The files that paths, folders and glob patterns stand for, each once, folders in sorted order.

    Raises:
        InputError: a path that does not exist, a pattern that matches nothing, a folder without readable files.
    """
    seen: set[Path] = set()
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in TEXT_SUFFIXES | SET_SUFFIXES and p.is_file())
            if not found:
                raise InputError(f"{given}: no report in this folder; lawnlp reads {', '.join(sorted(TEXT_SUFFIXES | SET_SUFFIXES))}")
        elif path.exists() or given == "-":
            found = [path]
        elif any(sign in given for sign in "*?["):
            found = sorted(p for p in Path(path.anchor or ".").glob(str(path.relative_to(path.anchor) if path.anchor else path)) if p.is_file())
            if not found:
                raise InputError(f"{given}: the pattern matches no file")
        else:
            raise InputError(f"{given}: no such file or folder")
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def read_all(path: Path) -> Iterator[Report]:
    """The reports of one input: a file of one report, an annotation set, or `-` for standard input.

    Raises:
        InputError: see `read`; for an annotation set also `FILE:LINE: key: what is wrong`.
    """
    if str(path) == "-":
        yield Report("stdin", read_stream(), "-")
    elif path.suffix.lower() in SET_SUFFIXES:
        from lawnlp.records import read_records

        for record in read_records(path):
            yield Report(record["id"], record["text"], str(path), record.get("meta") or {})
    else:
        yield read(path)
