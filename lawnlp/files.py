"""Write a file whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TextIO


@contextmanager
def whole_file(path: str | Path) -> Iterator[TextIO]:
    """A text stream that becomes `path` when the block ends without an error; else nothing is left and what was there stays.

    Raises OSError when the folder cannot be written.
    """
    path = Path(path)
    with NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            yield file  # type: ignore[misc]
            file.close()
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(file.name, 0o666 & ~mask)  # a temporary file is readable by its owner alone
            os.replace(file.name, path)
        except BaseException:
            file.close()
            os.unlink(file.name)
            raise
