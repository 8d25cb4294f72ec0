"""Lines that are not spoken: every row of script/boilerplate.toml and credits.toml drops its examples and leaves speech alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from audiobuild.model import Dropped, Script
from audiobuild.script import read_bytes
from audiobuild.script.lines import Row
from audiobuild.script.patterns import Pattern, pattern_of, tables

TURNS = "Mira: Why salt?\n\nTom: It is slow.\n\nMira: And then?\n\nTom: I stayed.\n\n"
PLACES = {
    "page": f"The harbour\n\n{TURNS}{{}}\n\n{TURNS}",
    "top": f"# The harbour\n\n{{}}\n\n{TURNS}",
    "names": f"# The harbour\n\n{{}}\n\n{TURNS}",
    "end": f"The harbour\n\n{TURNS}{{}}\n",
    "tail": f"The harbour\n\n{TURNS}---\n\n{{}}\n",
    "closing": f"The harbour\n\n{TURNS}{{}}\n\nThe other harbour\n",
}


def cases(spoken: bool) -> Iterator[object]:
    """Every table, row, and line of the row's examples (or of the speech it must not match)."""
    for table, rows in tables().items():
        for row in rows:
            for line in row.spoken if spoken else row.examples:
                yield pytest.param(table, row, line, id=f"{table} {row.reason} {line}")


def read(table: str, line: str) -> Script:
    return read_bytes(PLACES[table].format(line).encode(), "talk.txt")


@pytest.mark.parametrize(("table", "row", "line"), cases(spoken=False))
def test_each_example_is_dropped_by_its_row(table: str, row: Pattern, line: str) -> None:
    assert pattern_of(Row(1, line), table) is row
    dropped = [cut.reason for cut in read(table, line).dropped if line.endswith(cut.text)]
    assert dropped[:1] == [row.reason]


@pytest.mark.parametrize(("table", "row", "line"), cases(spoken=True))
def test_speech_is_no_example(table: str, row: Pattern, line: str) -> None:
    assert pattern_of(Row(1, line), table) is not row


def test_a_block_takes_the_lines_below_it() -> None:
    dropped = read("closing", "Show notes").dropped
    assert Dropped(13, "The other harbour", "credits") in dropped
