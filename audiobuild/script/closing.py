"""What stands behind the interview: credits, reading lists, notes, advertisements at the end of the file."""

from __future__ import annotations

from collections.abc import Container

from audiobuild.model import Dropped
from audiobuild.script.furniture import AT_THE_END, CLOSING_BLOCKS, reason_of
from audiobuild.script.rows import Row, plain


def closing(rows: list[Row], marks: Container[int], last_mark: int) -> tuple[int, list[Dropped]]:
    """Where the spoken rows end, and what is dropped behind; `last_mark` is the last row that opens a turn."""
    end = len(rows)
    dropped: list[Dropped] = []
    for i in range(last_mark + 1, len(rows)):
        reason = reason_of(rows[i], CLOSING_BLOCKS)
        if reason:
            return _trim(rows, i, last_mark, [Dropped(row.line, _shown(row), reason_of(row, AT_THE_END) or reason) for row in rows[i:]])
    return _trim(rows, end, last_mark, dropped)


def _trim(rows: list[Row], end: int, last_mark: int, dropped: list[Dropped]) -> tuple[int, list[Dropped]]:
    """Take away, from the end, each row that is a credit or an advertisement."""
    while end - 1 > last_mark and (reason := reason_of(rows[end - 1], AT_THE_END)):
        end -= 1
        dropped.insert(0, Dropped(rows[end].line, _shown(rows[end]), reason))
    return end, dropped


def _shown(row: Row) -> str:
    return f"{row.marker} {plain(row.text)}".strip()
