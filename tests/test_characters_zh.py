"""The table of polyphones and the patterns of surnames: every row has an example, and decides it."""

import re
import warnings

import pytest
from test_traps_zh import TRAPS, ours
from test_traps_zh import rows as trap_rows

from audiobuild.pronunciation.zh import characters
from audiobuild.pronunciation.zh.characters import matches, rows
from audiobuild.pronunciation.zh.surnames import SURNAMES, rules

ROWS = [row for lines in rows().values() for row in lines]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.written}-{row.reading}-{row.example}")
def test_a_row_decides_its_example(row):
    place = row.example.index(row.written)
    assert " ".join(ours(row.example)[place : place + len(row.written)]) == row.reading
    before = rows()[row.written][: rows()[row.written].index(row)]
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


@pytest.mark.parametrize("row", trap_rows(TRAPS / "zh_first_readings.tsv"), ids=lambda row: row["text"])
def test_a_reading_written_before_the_table_is_right(row):
    place = row["text"].index(row["target"])
    said = " ".join(ours(row["text"])[place : place + len(row["target"])])
    assert said in row["expected"].split("|")
