"""Readings of polyphones, and of words with two readings, by what is before and after them: characters.tsv."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from audiobuild.regex import lazy
from audiobuild.resources import packaged

#: What is before a character is searched in this many characters, those of a long clause.
_BEFORE = 16
#: How much of a context names its row: enough to find it, short enough for a line.
_SHOWN = 40
#: Up to eight characters of the same clause, written "~" in the table.
_GAP = "[^，。！？；]{0,8}"


#: The contexts of a character's usual reading: everywhere, and in a sentence of everyday speech.
_USUAL = ("_", "{句}")
#: A set of characters, which may hold brackets, or one character.
_PIECES = lazy(r"\[[^\]]*\]|.")


class Row(NamedTuple):
    """A line of the table: the reading of a character or word in a context.

    `strong`: inside dictionary words too, as every row of a word; `usual`: where no row of its neighbours matches;
    `source`: names the row.
    """

    written: str
    reading: str
    strong: bool
    usual: bool
    context: str
    example: str
    source: str


@cache
def rows() -> Mapping[str, tuple[Row, ...]]:
    """The rows of each character or word, in the order in which they are tried."""
    sets: dict[str, str] = {}
    found: dict[str, list[Row]] = {}
    for line in packaged("pronunciation/zh/characters.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        first, *rest = line.split("\t")
        if first.startswith("{"):
            sets[first] = rest[0]
            continue
        reading, written, example = rest
        context = written.replace("~", _GAP)
        for name in reversed(sets):
            context = context.replace(name, sets[name])
        source = f"table of characters, row {first} {written[:_SHOWN]}"
        strong = reading.endswith("!") or len(first) > 1
        row = Row(first, reading.rstrip("!"), strong, written in _USUAL, context, example, source)
        found.setdefault(first, []).append(row)
    return {key: tuple(lines) for key, lines in found.items()}


@cache
def _compiled(context: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """The patterns before and after the character for each alternative of a context."""
    sides = [alternative.split("_") for alternative in _alternatives(context)]
    return tuple((re.compile(f"(?:{before})$"), re.compile(after)) for before, after in sides)


def _alternatives(context: str) -> list[str]:
    """The context split at each "|" outside brackets."""
    parts = [""]
    depth = 0
    for piece in _PIECES.findall(context):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def matches(row: Row, sentence: str, place: int) -> bool:
    """Whether the character or word at `place` is in the context of a row."""
    start = max(0, place - _BEFORE)
    for before, after in _compiled(row.context):
        if after.match(sentence, place + len(row.written)) and before.search(sentence[start:place]):
            return True
    return False


def found_row(sentence: str, place: int, *, usual: bool) -> Row | None:
    """The first row that matches the character at `place`: of its usual reading, or of those for certain neighbours."""
    for row in rows().get(sentence[place], ()):
        if row.usual == usual and matches(row, sentence, place):
            return row
    return None


def strong_rows(sentence: str) -> dict[int, Row]:
    """The rows that match in a sentence and hold inside dictionary words too, by place; they do not overlap."""
    found: dict[int, Row] = {}
    taken: set[int] = set()
    for word in _words().finditer(sentence):
        row = _first(rows()[word[0]], sentence, word.start())
        if row:
            found[word.start()] = row
            taken.update(range(*word.span()))
    for place, character in enumerate(sentence):
        row = _first(_strong_rows().get(character, ()), sentence, place)
        if row and place not in taken:
            found[place] = row
    return found


def _first(lines: tuple[Row, ...], sentence: str, place: int) -> Row | None:
    """The first row that matches at `place`."""
    for row in lines:
        if matches(row, sentence, place):
            return row
    return None


@cache
def _words() -> re.Pattern[str]:
    """A pattern of the words of the table."""
    return re.compile("|".join(sorted((key for key in rows() if len(key) > 1), key=len, reverse=True)) or "(?!)")


@cache
def _strong_rows() -> Mapping[str, tuple[Row, ...]]:
    """The strong rows of single characters."""
    strong = {key: tuple(row for row in lines if row.strong) for key, lines in rows().items() if len(key) == 1}
    return {key: lines for key, lines in strong.items() if lines}
