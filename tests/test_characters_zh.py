"""The table of polyphones and the patterns of surnames: every row has an example, and decides it."""

import hashlib
import re
import warnings

import pytest
from test_traps_zh import TRAPS, ours
from test_traps_zh import rows as trap_rows

from audiobuild.pronunciation.zh import characters
from audiobuild.pronunciation.zh.characters import matches, rows
from audiobuild.pronunciation.zh.surnames import SURNAMES, rules

ROWS = [row for lines in rows().values() for row in lines]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.character}-{row.reading}-{row.example}")
def test_a_row_decides_its_example(row):
    place = row.example.index(row.character)
    assert ours(row.example)[place] == row.reading
    before = rows()[row.character][: rows()[row.character].index(row)]
    assert [other.context for other in before if matches(other, row.example, place)] == []
    assert matches(row, row.example, place)


def test_no_set_is_inside_another_one_by_mistake():
    characters._compiled.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for row in ROWS:
            matches(row, "中", 0)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.example)
def test_a_pattern_finds_the_surname_of_its_example(rule):
    found = re.search(rule.pattern, rule.example)
    assert ours(rule.example)[found.start()] == SURNAMES[found[0]]


@pytest.mark.parametrize("row", trap_rows(TRAPS / "zh_characters.tsv"), ids=lambda row: row["text"])
def test_a_character_before_a_star_is_read_by_its_sentence(row):
    place = row["text"].index("*") - 1
    assert ours(row["text"].replace("*", ""))[place] == row["reading"]


def test_the_sealed_readings_are_as_they_were_written():
    """No rule was written for these rows: `bench/readings.py` prints how many are right, and never which."""
    sealed = (TRAPS / "zh_sealed_readings.tsv").read_bytes()
    assert hashlib.sha256(sealed).hexdigest() == "6dddf44b342bb62fc99de1caf3bd42c86dabb702a9095b57a394f32e196b0aa5"
