"""Keep what was learned in a folder that can be read without running code.

`save_state` writes one skops file and a manifest (sha256 and size of the file, format, library versions); `load_state` checks every line of the manifest before anything is
read, refuses types other than numpy arrays and plain Python data, and never opens a pickle or joblib file. `seal` and `verify` do the same for a whole model folder.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lawnlp.errors import InputError

FORMAT = 1
MANIFEST = "manifest.json"
STATE = "state.skops"
LARGEST_FILE = 512 * 1024 * 1024
_NEVER = frozenset({".pkl", ".pickle", ".joblib", ".dill", ".py", ".pyc", ".so", ".pyd", ".dll", ".pt", ".pth"})
_LIBRARIES = ("spacy", "scikit-learn", "numpy", "skops")
_MANY = 100  # strings from which a list is kept as one string: skops reads a list item by item, which took half the time of loading a model
_STRINGS, _BETWEEN = "lawnlp.strings", "\x1f"  # the only key of such a list, and the sign between its strings


def save_state(folder: str | Path, state: Mapping[str, Any]) -> None:
    """Write plain data and numpy arrays to a folder, which is made."""
    import skops.io

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    skops.io.dump(_packed(state), folder / STATE, compression=zipfile.ZIP_DEFLATED, compresslevel=9)
    seal(folder)


def load_state(folder: str | Path) -> dict[str, Any]:
    """Read what `save_state` wrote.

    Raises:
        InputError: one line that names the file: missing, altered, truncated, foreign, of a newer format, or holding other than data.
    """
    folder = Path(folder)
    verify(folder)
    return state_from_bytes((folder / STATE).read_bytes(), str(folder / STATE))


def state_to_bytes(state: Mapping[str, Any]) -> bytes:
    """The state as one skops file in memory."""
    import skops.io

    return skops.io.dumps(_packed(state))


def state_from_bytes(data: bytes, name: str = "state") -> dict[str, Any]:
    """The state in one skops file.

    Raises InputError for what is no skops file and for types that are not plain data.
    """
    import skops.io

    try:
        if strange := skops.io.get_untrusted_types(data=data):
            raise InputError(f"{name}: holds {strange[0]}, which is no plain data; it is not loaded")
        state = _unpacked(skops.io.loads(data, trusted=[]))
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"{name}: is no readable model state ({type(error).__name__}); train the model again or copy it anew") from None
    if not isinstance(state, dict):
        raise InputError(f"{name}: holds no model state; train the model again")
    return state


def _packed(value: Any) -> Any:
    """The same data with every long list of strings as one string."""
    if isinstance(value, Mapping):
        return {key: _packed(inner) for key, inner in value.items()}
    if isinstance(value, list) and len(value) >= _MANY and all(isinstance(item, str) and _BETWEEN not in item for item in value):
        return {_STRINGS: _BETWEEN.join(value)}
    return value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value.keys() == {_STRINGS} and isinstance(value[_STRINGS], str):
        return value[_STRINGS].split(_BETWEEN)
    return {key: _unpacked(inner) for key, inner in value.items()}


def seal(folder: Path, **facts: Any) -> None:
    """Write the manifest of a folder: sha256 and size of every file in it, library versions, and `facts` (plain JSON)."""
    from lawnlp import __version__

    files = {name: {"sha256": _digest(folder / name), "bytes": (folder / name).stat().st_size} for name in _files(folder) if name != MANIFEST}
    manifest = {"format": FORMAT, "lawnlp": __version__, "libraries": {name: version(name) for name in _LIBRARIES}, **facts, "files": files}
    temporary = folder / f".{MANIFEST}"
    temporary.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(temporary, folder / MANIFEST)


def verify(folder: Path) -> dict[str, Any]:
    """The manifest of a folder whose files are those, to the byte, that it lists.

    Raises:
        InputError: names the first file that is missing, altered, too large, not listed, or of a kind that is never loaded.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        format_, listed = manifest["format"], dict(manifest["files"])
    except FileNotFoundError:
        raise InputError(f"{folder}: no {MANIFEST} here; this is no folder that lawnlp wrote") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise InputError(f"{folder / MANIFEST}: is not a manifest of lawnlp; copy the folder anew") from None
    if format_ != FORMAT:
        newer = isinstance(format_, int) and format_ > FORMAT
        raise InputError(f"{folder}: format {format_}, this version reads {FORMAT}; " + ("install a newer lawnlp" if newer else "train the model again"))
    for name in _files(folder):
        if Path(name).suffix.lower() in _NEVER:
            raise InputError(f"{folder / name}: a file of this kind is never loaded; take it out of the model folder")
        if name != MANIFEST and name not in listed:
            raise InputError(f"{folder / name}: stands not in the manifest; the folder was altered, copy it anew")
    for name, facts in listed.items():
        file = folder / name
        if ".." in Path(name).parts or Path(name).is_absolute() or not file.is_file() or file.is_symlink():
            raise InputError(f"{file}: is missing; copy the folder anew")
        size = file.stat().st_size
        if size > LARGEST_FILE or not isinstance(facts, dict) or size != facts.get("bytes") or _digest(file) != facts.get("sha256"):
            raise InputError(f"{file}: was altered or cut short; copy the folder anew")
    return manifest


def _files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if (p.is_file() or p.is_symlink()) and not p.name.startswith(f".{MANIFEST}"))


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
