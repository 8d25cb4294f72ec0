"""Each row of script/cuts.toml matches its own example, and the text is cut for the reason it names."""

from __future__ import annotations

import pytest

from audiobuild.script.cuts import Cut, tables
from audiobuild.script.inline import Cutter, emphasise

ROWS = [row for table in ("first", "then", "bracket", "last") for row in tables()[table]]


def cut(text: str) -> tuple[str, set[str]]:
    cutter = Cutter(1)
    spoken = cutter.cut(emphasise(text))
    return spoken, {dropped.reason for dropped in cutter.dropped}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.example)
def test_the_example_of_a_row_is_cut_for_its_reason(row: Cut) -> None:
    text = row.example[1:-1] if row.opening else row.example
    assert row.needle in row.example
    assert row.pattern.search(text)
    assert row.reason in cut(f"Before. {row.example}" if row.opening else row.example)[1]


@pytest.mark.parametrize("row", [row for row in ROWS if row.opening], ids=lambda row: row.example)
def test_a_bracket_is_about_the_bracket_of_its_example(row: Cut) -> None:
    assert row.example[0] in row.opening


OTHERS = [(table, row) for table, rows in tables().items() for row in rows if row not in ROWS]


@pytest.mark.parametrize(("table", "row"), OTHERS, ids=lambda value: getattr(value, "example", ""))
def test_the_example_of_a_line_or_element_matches_its_row_first(table: str, row: Cut) -> None:
    assert next(other for other in tables()[table] if other.pattern.search(row.example)) == row
    assert not row.spoken or not row.pattern.match(row.spoken)


SPOKEN = [row.spoken for row in ROWS if row.spoken]


@pytest.mark.parametrize(
    "text",
    [*SPOKEN, "(the Right Bank)", "（1998年）", "[the oven]", "（即烤炉）", "it was 3 > 2 then", "the [oven] is {big}"],
)
def test_what_only_looks_like_it_is_spoken(text: str) -> None:
    spoken, reasons = cut(text)
    assert text in spoken
    assert not reasons
