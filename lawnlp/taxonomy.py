"""The label set as a typed view of `configs/taxonomy.toml`, the one place where labels are defined.

>>> from lawnlp.taxonomy import taxonomy
>>> taxonomy().topics["rulemaking"].name
'依法行政制度体系'
>>> taxonomy().items["mediation"].topic
'dispute_resolution'
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lawnlp.errors import TaxonomyError
from lawnlp.resources import config_path, config_table

OWN_FILE = "LAWNLP_TAXONOMY"  # worker processes and every command see the same labels, so it is set for the process and not handed around
_SECTIONS = {"version", "parts", "topics", "requirements", "kinds", "indicators"}


@dataclass(frozen=True)
class Part:
    """A role of a paragraph; `source` is the article that demands it."""

    id: str
    name: str
    about: str
    source: str = ""


@dataclass(frozen=True)
class Item:
    """A checklist item of one topic; `outline` lists the articles of the 2021-2025 outline."""

    id: str
    name: str
    topic: str
    outline: tuple[int, ...] = ()


@dataclass(frozen=True)
class Topic:
    """What a paragraph is about, with its checklist."""

    id: str
    name: str
    outline: str
    items: Mapping[str, Item]


@dataclass(frozen=True)
class Indicator:
    """A headline figure that is compared between reports."""

    id: str
    name: str
    unit: str
    topic: str


class _Table(dict):
    """A mapping whose missing key names itself and the layer."""

    def __init__(self, layer: str, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.layer = layer

    def __missing__(self, key: str) -> Any:
        raise TaxonomyError(f"unknown {self.layer} {key!r}; known: {', '.join(self)}")


@dataclass(frozen=True)
class Taxonomy:
    """All labels; looking up an unknown one raises TaxonomyError with the layer and the key."""

    version: int
    parts: Mapping[str, Part]
    topics: Mapping[str, Topic]
    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    kinds: Mapping[str, tuple[str, ...]]
    required_topics: tuple[str, ...]
    required_parts: tuple[str, ...]
    grades: tuple[str, ...]

    @property
    def requirements(self) -> tuple[str, ...]:
        """The thirteen requirements in their order: ten topics, three parts."""
        return self.required_topics + self.required_parts


def parse_taxonomy(table: Mapping[str, Any], where: str = "taxonomy") -> Taxonomy:
    """Build the view from a parsed TOML table.

    Raises TaxonomyError that names the key which is missing, unknown or points nowhere.
    """
    if wrong := sorted(table.keys() ^ _SECTIONS):
        raise TaxonomyError(f"{where}: missing or unknown key {wrong[0]!r}; a taxonomy has {', '.join(sorted(_SECTIONS))}")
    parts = {key: _entry(Part, key, value, f"{where}: parts.{key}") for key, value in table["parts"].items()}
    topics, items = {}, {}
    for key, value in table["topics"].items():
        own = {
            i: _entry(Item, i, {**v, "topic": key, "outline": tuple(v.get("outline", ()))}, f"{where}: topics.{key}.items.{i}")
            for i, v in value.get("items", {}).items()
        }
        topics[key] = _entry(Topic, key, {**value, "items": MappingProxyType(own)}, f"{where}: topics.{key}")
        items.update(own)
    indicators = {key: _entry(Indicator, key, value, f"{where}: indicators.{key}") for key, value in table["indicators"].items()}
    for indicator in indicators.values():
        if indicator.topic not in topics:
            raise TaxonomyError(f"{where}: indicators.{indicator.id}.topic: unknown topic {indicator.topic!r}")
    requirements = table["requirements"]
    for key, known in (("topics", topics), ("parts", parts)):
        for label in requirements[key]:
            if label not in known:
                raise TaxonomyError(f"{where}: requirements.{key}: unknown label {label!r}")
    return Taxonomy(
        version=table["version"],
        parts=_Table("part", parts),
        topics=_Table("topic", topics),
        items=_Table("item", items),
        indicators=_Table("indicator", indicators),
        kinds=_Table("kind", {key: tuple(value) for key, value in table["kinds"].items()}),
        required_topics=tuple(requirements["topics"]),
        required_parts=tuple(requirements["parts"]),
        grades=tuple(requirements["grades"]),
    )


def _entry(cls: type, key: str, value: Mapping[str, Any], where: str) -> Any:
    fields = cls.__dataclass_fields__  # type: ignore[attr-defined]
    if unknown := sorted(value.keys() - fields.keys()):
        raise TaxonomyError(f"{where}: unknown key {unknown[0]!r}")
    try:
        return cls(id=key, **value)
    except TypeError as error:
        raise TaxonomyError(f"{where}: {error}") from error


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy of this process, read once: that of the installation, or of the file that the environment variable LAWNLP_TAXONOMY names.

    Raises TaxonomyError when that file cannot be read or is not sound.
    """
    if own := os.environ.get(OWN_FILE):
        return load_taxonomy(own)
    return parse_taxonomy(config_table("taxonomy.toml"), str(config_path("taxonomy.toml")))


def load_taxonomy(path: str | Path) -> Taxonomy:
    """A taxonomy from a file of one's own: a whole one in the form of `configs/taxonomy.toml`, or only `[indicators]`, which are added to those of the installation.

    Raises TaxonomyError that names the file, and the key which is missing, unknown or points nowhere.
    """
    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TaxonomyError(f"{path}: cannot be read as a taxonomy: {error}") from None
    if table.keys() == {"indicators"}:
        shipped = config_table("taxonomy.toml")
        table = {**shipped, "indicators": {**shipped["indicators"], **table["indicators"]}}
    return parse_taxonomy(table, str(path))
