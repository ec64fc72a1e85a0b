"""The taxonomy, its errors, and the tables that refer to it."""

import copy
import tomllib

import pytest

from lawnlp.errors import TaxonomyError
from lawnlp.resources import config_path, config_table
from lawnlp.taxonomy import parse_taxonomy, taxonomy
from lawnlp.text.units import unit_kinds


@pytest.fixture
def table():
    return tomllib.loads(config_path("taxonomy.toml").read_text(encoding="utf-8"))


def test_counts_of_the_label_set():
    labels = taxonomy()
    assert (len(labels.parts), len(labels.topics), len(labels.items), len(labels.requirements)) == (8, 10, 40, 13)
    assert all(item.topic in labels.topics for item in labels.items.values())


def test_an_unknown_label_names_layer_and_key():
    with pytest.raises(TaxonomyError, match="unknown topic 'weather'"):
        taxonomy().topics["weather"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.update(colours={}), "unknown key 'colours'"),
        (lambda t: t.pop("kinds"), "missing or unknown key 'kinds'"),
        (lambda t: t["parts"]["plan"].update(nmae="x"), r"parts\.plan: unknown key 'nmae'"),
        (lambda t: t["parts"]["plan"].pop("name"), r"parts\.plan: .*name"),
        (lambda t: t["topics"]["rulemaking"]["items"]["legislation"].update(weight=1), r"topics\.rulemaking\.items\.legislation: unknown key 'weight'"),
        (lambda t: t["indicators"]["mediators"].update(topic="weather"), r"indicators\.mediators\.topic: unknown topic 'weather'"),
        (lambda t: t["requirements"]["parts"].append("weather"), r"requirements\.parts: unknown label 'weather'"),
    ],
)
def test_a_wrong_taxonomy_names_the_key(table, change, message):
    change(table)
    with pytest.raises(TaxonomyError, match=message):
        parse_taxonomy(table, "mine.toml")


def test_the_shipped_table_is_not_changed_by_parsing(table):
    before = copy.deepcopy(table)
    parse_taxonomy(table)
    assert table == before


def test_cue_words_and_units_use_labels_of_the_taxonomy():
    labels = taxonomy()
    assert set(config_table("cues.toml")["topics"]) == set(labels.topics)
    assert set(config_table("cues.toml")["parts"]) <= set(labels.parts)
    assert set(unit_kinds().values()) == set(labels.kinds["quantity"])
    guards = config_table("units.toml")["guards"]
    assert set(guards) <= set(unit_kinds())
