"""What the author asked for in the front matter: lines to `keep:` and lines to `drop:`, by their words or numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from audiobuild.i18n import N_, _
from audiobuild.model import Dropped, ScriptWarning
from audiobuild.regex import lazy
from audiobuild.script.lines import Row, plain

_LINES = lazy(r"\s*(\d{1,7})(?:\s*[-–—~～]\s*(\d{1,7}))?\s*")  # 12, 12-15
_NO_LINE = N_('{setting}: "{entry}" matches no line of text; copy words of the line, or give its number')
_NO_TEXT = N_('{setting}: "{entry}" is in a part of the file that is never spoken; write the words into the text')
_NOTHING = frozenset[int]()


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows that are left, the source lines to keep, what was dropped, a warning for each entry without a line."""

    rows: list[Row]
    kept: frozenset[int]
    dropped: list[Dropped]
    warnings: list[ScriptWarning]


def asked(rows: list[Row], settings: Mapping[str, object], cut: Iterable[Dropped] = ()) -> Asked:
    """Drop the rows that `drop:` names and mark those that `keep:` names; no later step drops a marked row.

    `cut` is what the format left out before: no setting brings it back, and the warning about it says so.
    """
    left_out = [_compared(each.text) for each in cut if each.reason != "metadata"]  # which the front matter is
    warnings: list[ScriptWarning] = []
    gone = _lines_of("drop", rows, settings, warnings, left_out)
    left = [row for row in rows if row.line not in gone]
    kept = _lines_of("keep", left, settings, warnings, left_out)
    dropped = [
        Dropped(row.line, f"{row.marker} {plain(row.text)}".strip(), "asked") for row in rows if row.line in gone
    ]
    return Asked(marked(left, kept), kept, dropped, warnings)


def marked(rows: list[Row], kept: frozenset[int]) -> list[Row]:
    """The rows, each that holds a line to keep marked as such."""
    if not kept:
        return rows
    return [replace(row, keep=not kept.isdisjoint(range(row.line, row.end + 1))) for row in rows]


def _lines_of(
    setting: str, rows: list[Row], settings: Mapping[str, object], warnings: list[ScriptWarning], left_out: list[str]
) -> frozenset[int]:
    """The first source lines of the rows that a setting names; an entry that names none becomes a warning."""
    value = settings.get(setting, [])
    entries = value if isinstance(value, list) else [value]
    texts = [_compared(row.marker + plain(row.text)) for row in rows] if entries else []
    found = _NOTHING
    for entry in map(str, entries):
        lines = _matching(entry, rows, texts)
        found |= lines
        if not lines:
            message = _(_NO_TEXT if any(_compared(entry) in text for text in left_out) else _NO_LINE).format(
                setting=setting, entry=entry
            )
            warnings.append(ScriptWarning("front-matter", None, message))
    return found


def _matching(entry: str, rows: list[Row], texts: list[str]) -> frozenset[int]:
    """The first source lines of the rows that contain the words of an entry, or a line of its range."""
    numbers = _LINES.fullmatch(entry)
    if numbers:
        first, last = int(numbers[1]), int(numbers[2] or numbers[1])
        return frozenset(row.line for row in rows if row.line <= last and row.end >= first)
    words = _compared(entry)
    return frozenset(row.line for row, text in zip(rows, texts, strict=True) if words and words in text)


def _compared(text: str) -> str:
    """The text without blanks, width and case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
