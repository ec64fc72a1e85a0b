"""Plain text: bytes to a string, in the encodings that reports come in."""

import re
import sys
from pathlib import Path

from lawnlp.errors import InputError

# No annual report comes near it; annotation sets of a few thousand reports do.
LARGEST_BYTES = 256 * 1024 * 1024
_MARKS = [(b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")]
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Code points that gb18030 makes out of bytes which are no Chinese text: private use, and the planes no report is written in.
_IMPLAUSIBLE = re.compile(r"[\ue000-\uf8ff\ufffd\U00030000-\U0010ffff]")


def read_text(path: str | Path) -> str:
    """The text of a file: line breaks made `\\n`, a byte-order mark dropped, nothing else changed.

    Raises:
        InputError: missing, unreadable, empty, larger than 256 MiB, binary, or in no encoding that lawnlp reads.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; give a file")
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise InputError(f"{path}: {size} bytes, more than the {LARGEST_BYTES} that lawnlp reads; split the file")
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    return decode(data, str(path))


def read_stream() -> str:
    """The text of standard input, by the rules of `read_text`."""
    data = sys.stdin.buffer.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise InputError(f"standard input: more than the {LARGEST_BYTES} bytes that lawnlp reads")
    return decode(data, "standard input")


def decode(data: bytes, name: str) -> str:
    """Bytes to text: utf-8, or utf-16/32 with mark, or gb18030.

    Raises:
        InputError: `name` and what is wrong, on one line.
    """
    if not data.strip():
        raise InputError(f"{name}: the file is empty")
    text = _decode_marked(data, name)
    if text is None:
        text = _decode_plain(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(f"{name}: the file is empty")
    if _CONTROL.search(text):
        raise InputError(f"{name}: not text (control characters in it); give a text file")
    return text


def _decode_marked(data: bytes, name: str) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(f"{name}: has the mark of {encoding} but byte {error.start} does not fit; save it as UTF-8") from None
    return None


def _decode_plain(data: bytes, name: str) -> str:
    if b"\x00" in data:
        raise InputError(f"{name}: not text (it holds zero bytes); give a text file, or mark UTF-16 with a byte-order mark")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    strange = len(_IMPLAUSIBLE.findall(text))
    if not text or strange > 0.01 * len(text):
        raise InputError(f"{name}: neither UTF-8 nor UTF-16 with mark nor GB18030; save it as UTF-8")
    return text
