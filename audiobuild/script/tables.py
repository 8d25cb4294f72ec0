"""Tables: speakers with their speech are dialogue, one text in each line is text, and any other is not spoken."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from dataclasses import dataclass

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.inline import Cutter, emphasise
from audiobuild.script.lines import Row, fold, plain

_TABLE_LINE = lazy(r"^\s*\|.*\|")
_RULE = lazy(r"^\|?[\s:|-]+\|?$")
_TIME = lazy(r"^[\[(（]?(?:\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?|(?:\d{1,2}h)?\d{1,2}m\d{1,2}s)[\])）]?$")
_NAMES = lazy(r"(?:(?!\d+\n).{0,20}\n){3,}")  # a short cell in each line, and no numbers
#: The least average length of a cell in a table of text; the cells of tables of figures and names in the
#: published interviews have 4 to 31 characters.
_LEAST_TEXT = 40
_MAX_HEADS = 2  # lines with several cells in a table of texts: its column names and the rule below them


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its place in it, its number in the file, its text and cells."""

    place: int
    number: int
    text: str
    cells: list[str]

    def is_rule(self) -> bool:
        """Whether it is the rule below the column names."""
        return bool(_RULE.match("|".join(self.cells)))

    @property
    def times(self) -> list[str]:
        """The cells that are time stamps."""
        return list(filter(_is_time, self.cells))

    @property
    def texts(self) -> list[str]:
        """The cells that contain more than a time."""
        return _without_times(self.cells)


def is_table_line(line: str) -> bool:
    """Whether the line is a row of a Markdown table: it begins with a bar and has at least two."""
    return len(line.strip()) > 2 and bool(_TABLE_LINE.match(line))


def dialogue_rows(table: list[tuple[int, str]]) -> tuple[list[Row], list[Dropped], list[str]]:
    """The rows of a table: `label：text` if one column names speakers, its texts if it has one a line; else none.

    Also returns what was dropped, with the reasons, and the names of the speakers.
    """
    lines = [_Line(i, *line, _cells(line[1])) for i, line in enumerate(table)]
    body = list(itertools.filterfalse(_Line.is_rule, lines))
    column = next(filter(functools.partial(_names_speakers, body), (0, 1)), -1)
    spoken = _turns(lines, column) if column >= 0 else _texts(lines)
    rows: list[Row] = []
    dropped: list[Dropped] = []
    for line in lines:
        cutter = Cutter(line.number)
        if line.place in spoken:
            cutter.dropped += [Dropped(line.number, cell, "timestamp") for cell in line.times]
            rows += _dialogue(line, column, cutter) if column >= 0 else _text(line, cutter)
        else:
            cutter.dropped.append(Dropped(line.number, line.text, "table"))
        dropped += cutter.dropped
    return rows, dropped, [line.cells[column] for line in lines if column >= 0 and line.place in spoken]


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.strip("|").split("|")]


def _turns(lines: list[_Line], column: int) -> frozenset[int]:
    """The places of the lines below the rule that have text after the speaker's column."""
    rules = [line.place for line in filter(_Line.is_rule, lines)] or [-1]
    return frozenset(line.place for line in lines[rules[0] + 1 :] if len(line.cells) > column + 1) - {*rules}


def _texts(lines: list[_Line]) -> frozenset[int]:
    """The places of the lines with one text, if the table has one long text a line; its column heads may differ."""
    texts = {line.place: line.texts[0] for line in lines if len(line.texts) == 1}
    several = sum(len(line.texts) > 1 for line in lines)
    is_text = several <= min(_MAX_HEADS, len(texts) - 1) and sum(map(len, texts.values())) >= _LEAST_TEXT * len(texts)
    return frozenset(texts) if is_text else frozenset()


def _dialogue(line: _Line, column: int, cutter: Cutter) -> list[Row]:
    """The row of a speaker's cell and the cells after it; the cells before are dropped."""
    cutter.dropped += [Dropped(line.number, plain(cell), "table") for cell in _without_times(line.cells[:column])]
    text = cutter.cut(emphasise(" ".join(_without_times(line.cells[column + 1 :]))))
    return [Row(line.number, f"{plain(emphasise(line.cells[column]))}：{text}", gap=True)]


def _text(line: _Line, cutter: Cutter) -> list[Row]:
    """The row of the only text in the line; none if nothing of it is spoken."""
    text = cutter.cut(emphasise(line.texts[0]))
    return [Row(line.number, text, gap=True, timed=bool(line.times))] if plain(text).strip() else []


def _without_times(cells: list[str]) -> list[str]:
    """The cells that hold more than a time stamp."""
    return [cell for cell in cells if cell and not _is_time(cell)]


def _is_time(cell: str) -> bool:
    """Whether a cell holds only a time stamp."""
    return bool(_TIME.match(plain(cell).strip()))


def _names_speakers(body: list[_Line], column: int) -> bool:
    """Whether a column has short, repeated cells with long cells after it."""
    pairs = [(fold(line.cells[column]), line.cells[column + 1]) for line in body if len(line.cells) > column + 1]
    names = [name for name, _ in pairs]
    singles = list(Counter(names).values()).count(1)
    long = sum(len(text) for _, text in pairs) > 2 * sum(map(len, names))
    return long and (len(names) - singles) * 2 > len(names) - 1 and bool(_NAMES.fullmatch("\n".join([*names, ""])))
