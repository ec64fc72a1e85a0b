"""lawnlp's own format, for which nothing has to be changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lawnlp.annotations.formats import Found, Options, Reading
from lawnlp.records import read_records, write_records


def read(path: Path, _options: Options) -> Reading:
    """Every record, checked line by line; open labels are welcome."""
    return Reading([Found(f"{path}: {record['id']}", record) for record in read_records(path, undecided=True)])


def write(path: Path, records: Sequence[dict[str, Any]], _options: Options) -> None:
    """JSON lines."""
    write_records(path, records)
