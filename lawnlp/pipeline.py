"""Build, save and load pipelines. A model folder may come from a stranger, so what it may name and hold is checked before spaCy sees it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import spacy
from confection import ConfigValidationError
from spacy.language import Language
from thinc.api import Config

from lawnlp.errors import InputError
from lawnlp.resources import config_path, model_path

# Characters of one report. The longest published one has some tens of thousands; memory grows by about 200 bytes a character.
LONGEST = 5_000_000
# Blocks that spaCy fills in by itself; everything else a config names must be of lawnlp.
_SPACY_DEFAULTS = frozenset({"spacy.Vectors.v1", "spacy.batch_by_words.v1", "compounding.v1", "Adam.v1", "spacy.ConsoleLogger.v1", "spacy.Corpus.v1"})


def load_pipeline(path: str | Path | None = None, segmenter: str | None = None) -> Language:
    """The pipeline in a folder that `lawnlp train` or `save_pipeline` wrote; the shipped one when `path` is None.

    `segmenter` (char, pkuseg) takes the place of the one that the folder's config names.

    Raises:
        InputError: one line: the folder is missing, was altered, is of another format, or names code that is not of lawnlp.
    """
    folder = Path(path) if path is not None else model_path("zh_lawgov_report")
    return _load(folder, segmenter)


def baseline_pipeline() -> Language:
    """The pipeline of rules (configs/baseline.cfg), which learned sections are printed beside."""
    return build_pipeline(config_path("baseline.cfg"))


def build_pipeline(path: str | Path, overrides: Mapping[str, Any] | None = None) -> Language:
    """A pipeline from a config in spaCy's syntax, nothing learned yet.

    Args:
        path: the config.
        overrides: dotted key to value; the key must stand in the config, or in a section of it that the config leaves empty for names of the user's choice.

    Raises:
        InputError: names the file and the key that is wrong.
    """
    path = Path(path)
    try:
        config = spacy.util.load_config(path)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as a config: {' '.join(str(error).split())[:200]}") from None
    known, open_sections = dict(_keys(config)), set(_empty_sections(config))
    for key in overrides or {}:
        if key not in known and key.rpartition(".")[0] not in open_sections:
            raise InputError(f"--set {key}: no such key in {path}; keys of the same section: {', '.join(_siblings(known, key)) or 'none'}")
    config = spacy.util.load_config(path, overrides=dict(overrides or {}))
    _check_names(config, path)
    try:
        nlp = spacy.util.load_model_from_config(config, auto_fill=True, validate=True)
    except (ConfigValidationError, ValueError, KeyError) as error:
        raise InputError(f"{path}: {_first_line(error)}") from None
    nlp.max_length = LONGEST
    return nlp


def save_pipeline(nlp: Language, folder: str | Path, *, card: str = "", **facts: Any) -> None:
    """Write a pipeline to a folder and seal it (see `lawnlp.learn.store`); `facts` go into the manifest, `card` becomes README.md.

    The folder is written beside its place and renamed, so that it is there whole or not at all.

    Raises InputError when the folder exists and holds something else than a model of lawnlp.
    """
    import os
    import shutil
    import tempfile

    from lawnlp.learn.store import MANIFEST, seal

    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MANIFEST).is_file())):
        raise InputError(f"{folder}: exists and is no model of lawnlp; name another folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as work:
        new = Path(work) / "model"
        nlp.to_disk(new, exclude=["vocab"])
        if card:
            (new / "README.md").write_text(card, encoding="utf-8")
        seal(new, **facts)
        if folder.exists():
            shutil.move(folder, Path(work) / "old")
        os.replace(new, folder)


def _load(folder: Path, segmenter: str | None) -> Language:
    from lawnlp.learn.store import verify

    if not folder.is_dir():
        raise InputError(f"{folder}: no such model folder; give one that `lawnlp train` wrote")
    verify(folder)
    try:
        config = spacy.util.load_config(folder / "config.cfg")
        if segmenter is not None:
            config["nlp"]["tokenizer"] = {"@tokenizers": "lawnlp.Tokenizer.v1", "segmenter": segmenter}
        _check_names(config, folder / "config.cfg")
        nlp = spacy.util.load_model_from_config(config, auto_fill=False, validate=True)
        nlp.from_disk(folder, exclude=["vocab"])
        nlp.config["nlp"]["tokenizer"] = config["nlp"]["tokenizer"]  # from_disk has read the folder's own once more
    except InputError:
        raise
    except (ConfigValidationError, ValueError, OSError, KeyError, TypeError) as error:
        raise InputError(f"{folder}: cannot be loaded: {_first_line(error)}") from None
    nlp.max_length = LONGEST
    return nlp


def _check_names(config: Config, path: Path) -> None:
    """Refuse a config that names functions of others: a config from a stranger must not choose what code runs."""
    for key, value in _keys(config):
        last = key.rsplit(".", 1)[-1]
        if last.startswith("@") and not str(value).startswith("lawnlp.") and value not in _SPACY_DEFAULTS:
            raise InputError(f"{path}: {key} names {value!r}, which is not of lawnlp")
        if last == "factory" and not str(value).startswith("lawnlp_"):
            raise InputError(f"{path}: {key} names {value!r}, which is no component of lawnlp")
    for section in ("before_creation", "after_creation", "after_pipeline_creation"):
        if (config.get("nlp") or {}).get(section):
            raise InputError(f"{path}: nlp.{section} must be empty")


def _keys(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, Mapping):
            yield from _keys(inner, f"{name}.")
        else:
            yield name, inner


def _empty_sections(value: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            if not inner:
                yield f"{prefix}{key}"
            yield from _empty_sections(inner, f"{prefix}{key}.")


def _siblings(known: Mapping[str, Any], key: str) -> list[str]:
    section = key.rsplit(".", 1)[0] + "."
    return [k for k in known if k.startswith(section) and "." not in k[len(section) :]]


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:240] or type(error).__name__
