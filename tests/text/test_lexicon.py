"""The word lists of configs/institutions.toml."""

import re
from pathlib import Path

import pytest

import lawnlp
from lawnlp.resources import config_table
from lawnlp.text.lexicon import words

LISTS = [(section, key) for section in ("desks", "office_or_verb", "areas", "places", "stops", "proper") for key in config_table("institutions.toml")[section]]
CODE = "".join(path.read_text(encoding="utf-8") for path in (Path(lawnlp.__file__).parent / "text").rglob("*.py")).replace("'", '"')


@pytest.mark.parametrize(("section", "key"), LISTS)
def test_every_list_is_read(section, key):
    # by both names beside each other, since lists of several tables are called so ("classes"); or the table first and then its lists one by one
    assert re.search(rf'"{section}", "{key}"|"{section}"\)\["{key}"\]|"{section}"(?:\)\[key\]|, key\) for key in) [^\n]*"{key}"', CODE)


@pytest.mark.parametrize(("section", "key"), LISTS)
def test_no_word_stands_twice_in_a_list(section, key):
    listed = words(section, key)
    assert len(set(listed)) == len(listed)
