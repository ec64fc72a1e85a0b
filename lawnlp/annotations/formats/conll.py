"""CoNLL with BIO tags: one character and its tag a line, separated by a tab; a line break of the text is an empty line.

One layer only, given by the options. A line `# id = …` starts a report; the text comes back to the character. What other tools write is read too: words instead of
characters (joined without a space), blanks instead of tabs, further columns between, tags of the schemes IOB2 and BIOES, -DOCSTART- lines.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lawnlp.annotations.formats import Found, Options, Reading
from lawnlp.annotations.marks import LAYERS, Mark, assemble, flatten, split_name
from lawnlp.errors import InputError
from lawnlp.files import whole_file

_ID = "# id = "
_TAG = re.compile(r"O|([BIESML])-(\S+)")


def write(path: Path, records: Sequence[dict[str, Any]], options: Options) -> None:
    """One file for all reports.

    Raises InputError when no layer is chosen.
    """
    if options.layer not in LAYERS:
        raise InputError(f"conll holds one layer; give --layer {'|'.join(LAYERS)}")
    with whole_file(path) as file:
        for number, record in enumerate(records):
            file.write(("\n" if number else "") + record_to_lines(record, options.layer))


def record_to_lines(record: Mapping[str, Any], layer: str) -> str:
    """The lines of one report."""
    tags = ["O"] * len(record["text"])
    for mark in flatten(record)[0]:
        if mark.layer == layer:
            tags[mark.start : mark.end] = [f"B-{mark.name}"] + [f"I-{mark.name}"] * (mark.end - mark.start - 1)
    lines = ["" if character == "\n" else f"{character}\t{tag}" for character, tag in zip(record["text"], tags, strict=True)]
    return "\n".join([_ID + json.dumps(record["id"], ensure_ascii=False), *lines]) + "\n"


def read(path: Path, _options: Options) -> Reading:
    """Every report; a file without `# id` lines is split at its -DOCSTART- lines, and without those it is one report."""
    from lawnlp.readers.text import read_text

    lines = read_text(path).split("\n")
    lines = lines[:-1] if lines[-1] == "" else lines
    reading = Reading()
    for number, (given, first, body) in enumerate(_reports(lines), 1):
        where = f"{path}:{max(first, 1)}"
        id = f"{path.stem}-{number}"
        if given is not None:
            try:
                id = str(json.loads(given))
            except (ValueError, RecursionError):
                raise InputError(f"{where}: id: not a JSON string (here {given[:60]!r})") from None
        text, marks = _read_lines(body, path, first + 1, ours=given is not None)
        if not text.strip():
            raise InputError(f"{where}: a report without text")
        reading.found.append(Found(where, assemble(id, text, marks, {})))
    return reading


def _reports(lines: Sequence[str]) -> Iterator[tuple[str | None, int, list[str]]]:
    """Id, number of the line before its first, and lines of each report."""
    ours = any(line.startswith(_ID) for line in lines)
    id, first, body = None, 0, []  # type: ignore[var-annotated]
    for number, line in enumerate(lines, 1):
        if line.startswith(_ID) if ours else line.startswith("-DOCSTART-"):
            if id is not None or any(body):
                yield id, first, body[:-1] if ours and body and not body[-1] else body
            id, first, body = line.removeprefix(_ID) if ours else None, number, []
        else:
            body.append(line)
    yield id, first, body


def _read_lines(lines: Sequence[str], path: Path, first: int, *, ours: bool) -> tuple[str, list[Mark]]:
    text: list[str] = []
    marks: list[Mark] = []
    at = end = 0
    start, open_name, place = 0, "", ""

    def close() -> None:
        nonlocal open_name
        if open_name:
            layer, label = split_name(open_name, place)
            marks.append(Mark(layer, label, start, end))
            open_name = ""

    for number, line in enumerate(lines, first):
        if not line.strip():
            if text or ours:
                text.append("\n")
                at += 1
            continue
        token, _, tag = line.rpartition("\t") if "\t" in line else (line.split()[0], "", line.split()[-1])
        match = _TAG.fullmatch(tag.strip())
        if not match or not token or (token == line.strip()):
            raise InputError(f"{path}:{number}: must be a character, a tab and a tag like B-quantity-count or O (here {line[:60]!r})")
        token = token.partition("\t")[0] or "\t"
        begins, name = match[1], match[2] or ""
        if begins in (None, "B", "S") or name != open_name:
            close()
            if name:
                start, open_name, place = at, name, f"{path}:{number}"
        text.append(token)
        at = end = at + len(token)
        if begins in ("E", "S", "L"):
            close()
    close()
    return "".join(text), marks
