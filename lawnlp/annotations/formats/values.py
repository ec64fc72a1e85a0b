"""Take apart what strangers' JSON holds, with one line for what is not as it should be."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lawnlp.errors import InputError
from lawnlp.records import iter_json_lines

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|%]|^\.')
_NAME_BYTES = 200  # with a suffix it stays under the 255 of usual file systems
_NAMES = {dict: "an object", list: "a list", str: "a string", int: "a whole number"}


def take(value: Any, key: str, kind: type, where: str) -> Any:
    """`value[key]`, which must be of `kind` (dict, list, str, int).

    Raises InputError `WHERE: KEY: what is wrong`.
    """
    if not isinstance(value, Mapping):
        raise InputError(f"{where}: must be an object (here {shown(value)})")
    if key not in value:
        raise InputError(f"{where}: {key}: missing")
    found = value[key]
    if kind is int and isinstance(found, float) and found.is_integer():
        found = int(found)
    if not isinstance(found, kind) or isinstance(found, bool):
        raise InputError(f"{where}: {key}: must be {_NAMES[kind]} (here {shown(found)})")
    return found


def take_span(value: Any, where: str, text: str, start: str = "start", end: str = "end") -> tuple[int, int]:
    """Offsets that lie within the text.

    Raises InputError.
    """
    a, b = take(value, start, int, where), take(value, end, int, where)
    if not 0 <= a < b <= len(text):
        raise InputError(f"{where}: {end}: {a}:{b} is no span of a text of {len(text)} characters")
    return a, b


def shown(value: Any) -> str:
    """A value, short enough for a line."""
    return json.dumps(value, ensure_ascii=False, default=str)[:60]


def json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """`FILE:LINE` and the object of every line.

    Raises InputError for a line that is no JSON object.
    """
    for number, value in iter_json_lines(path):
        if not isinstance(value, dict):
            raise InputError(f"{path}:{number}: must be a JSON object (here {shown(value)})")
        yield f"{path}:{number}", value


def packed(value: Any) -> str:
    """JSON on one line, for a field that a tool carries along as a string."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpacked(value: Any, where: str) -> dict[str, Any]:
    """What `packed` made; {} where the field is missing.

    Raises InputError when it was changed into something else.
    """
    if value is None or value == "":
        return {}
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError(f"{where}: lawnlp: not the JSON object that lawnlp wrote (here {shown(value)}); delete the field to do without")
    return found


@contextmanager
def as_written(where: str) -> Iterator[None]:
    """Around work on what `packed` carried along: when somebody changed it, whatever goes wrong becomes one line.

    Raises InputError.
    """
    try:
        yield
    except InputError:
        raise
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise InputError(f"{where}: lawnlp: not as lawnlp wrote it ({type(error).__name__}: {error}); delete the field to do without") from error


def file_name(id: str) -> str:
    """An id as a file name in its folder: what has a meaning in paths is percent-encoded, and `unquote` gives the id back.

    Raises InputError when it would be too long.
    """
    name = _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", id)
    if len(name.encode()) > _NAME_BYTES:
        raise InputError(f"id {id[:40]!r}…: too long for a file name; give ids under {_NAME_BYTES} bytes")
    return name
