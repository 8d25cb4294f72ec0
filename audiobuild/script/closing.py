"""The end of an interview: the host's goodbye, then credits, reading lists, notes and advertisements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate

from audiobuild.model import Dropped, Role
from audiobuild.regex import lazy
from audiobuild.script.lines import Row, ends_sentence, plain
from audiobuild.script.patterns import AT_THE_END, CLOSING_BLOCKS, reason_of
from audiobuild.script.turn_starts import Chosen, Mark

_GOODBYE = lazy(
    r"^(?:最[后後][，,]?\s?)?(?:再次|非常|十分|衷心)?(?:感[谢謝]|[谢謝]{2})[^。！!？]{0,24}"
    r"(?:接受|抽[空出]|[参參][与與加]|(?:你|您|[们們])的分享)"
    r"[^。？]{0,24}[。！!～~]{0,2}$|"
    r"^(?:Finally, )?(?:many )?(?:thank you|thanks)\b[^.?]{0,60}\bfor (?:talking|speaking|joining|taking|sharing|"
    r"your time|sitting|the interview|this interview|doing this)\b[^?]{0,60}$|"
    r"^(?:本日は|今日は)[^。]{0,20}ありがとうございました。?$",
    re.IGNORECASE,
)

_ANY_REASON = frozenset(["byline", "credits", "metadata", "ad"])
_IN_CUES = frozenset(["credits", "byline"])
_MAX_CREDITS = 20  # lines; the longest block of credits in the published interviews has 14


def closing(rows: list[Row], last_mark: int, gone: list[Dropped], cues: bool) -> tuple[int, list[Dropped]]:
    """The index at which the spoken lines end, and what is dropped from there on.

    `last_mark` is the last line that opens a turn. `gone` was dropped before and may have opened a closing block.
    `cues` are recorded speech: nothing in them opens a block, and only a credit at their very end is dropped.
    """
    if cues:
        return _trim(rows, len(rows), last_mark, [], _IN_CUES)
    openers = {cut.line: reason for cut in gone if (reason := reason_of(Row(cut.line, cut.text), CLOSING_BLOCKS))}
    least = _least_place(rows) if last_mark < 0 else last_mark + 1
    for i in range(least, len(rows)):
        reason = _opens_closing(rows, i, last_mark, openers)
        if reason:
            block = [Dropped(row.line, _shown(row), reason_of(row, AT_THE_END) or reason) for row in rows[i:]]
            return _trim(rows, i, last_mark, block)
    return _trim(rows, len(rows), last_mark, [])


def _least_place(rows: list[Row]) -> int:
    """The first index where a block may open in a text without turns: it may not contain over half of the text."""
    half = sum(len(row.text) for row in rows) / 2
    before = accumulate(len(row.text) for row in rows)
    return next((i for i, size in enumerate(before, 1) if size >= half), len(rows))


def goodbye(rows: list[Row], chosen: Chosen) -> None:
    """Assign thanks for the interview at the very end, if they follow an answer without a label, to the host."""
    last = len(rows) - 1
    opener = max(chosen.marks, default=last)
    if opener >= last or not rows[last].gap or not _GOODBYE.match(plain(rows[last].text).strip()):
        return
    hosts = {m.key for m in chosen.marks.values() if m.side is Role.HOST and m.key is not None}
    key = hosts.pop() if len(hosts) == 1 else None
    chosen.marks[last] = Mark(key, None, plain(rows[last].text), "goodbye", Role.HOST)


def _opens_closing(rows: list[Row], i: int, last_mark: int, openers: Mapping[int, str]) -> str | None:
    """The reason of an unspoken block that begins at line i or on a dropped line directly before it, else None."""
    if i > last_mark + 1 or last_mark < 0 or rows[i].line > rows[i - 1].end + 1:
        before = rows[i - 1].end if i else 0
        opened = [reason for line, reason in openers.items() if before < line < rows[i].line]
        if opened:
            return opened[0]
    reason = reason_of(rows[i], CLOSING_BLOCKS)
    if reason or not rows[i].broken:
        return reason
    reason = reason_of(rows[i], AT_THE_END)
    return reason if reason and _are_credits(rows[i + 1 :]) else None


def _are_credits(rows: list[Row]) -> bool:
    """Whether the lines are the rest of a block of credits: few, and none of them an ordinary sentence."""
    return len(rows) <= _MAX_CREDITS and all(map(_is_credit, rows))


def _is_credit(row: Row) -> bool:
    return not ends_sentence(row.text) or reason_of(row, AT_THE_END) is not None


def _trim(
    rows: list[Row], end: int, last_mark: int, dropped: list[Dropped], reasons: frozenset[str] = _ANY_REASON
) -> tuple[int, list[Dropped]]:
    """Drop the credits and advertisements at the end, one line at a time."""
    while end - 1 > last_mark and (reason := reason_of(rows[end - 1], AT_THE_END)) in reasons:
        end -= 1
        dropped.insert(0, Dropped(rows[end].line, _shown(rows[end]), reason))
    return end, dropped


def _shown(row: Row) -> str:
    return f"{row.marker} {plain(row.text)}".strip()
