"""Tables: speakers with their speech are dialogue, one text in each line is text, and any other is not spoken."""

from __future__ import annotations

from collections import Counter

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.inline import Cutter, emphasise
from audiobuild.script.lines import Row, fold, plain

_RULE = lazy(r"^\|?[\s:|-]+\|?$")
_TIME = lazy(r"^[\[(（]?(?:\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?|(?:\d{1,2}h)?\d{1,2}m\d{1,2}s)[\])）]?$")
#: The least average length of a cell in a table of text; the cells of tables of figures and names in the
#: published interviews have 4 to 31 characters.
_LEAST_TEXT = 40
_MAX_HEADS = 2  # lines with several cells in a table of texts: its column names and the rule below them


def is_table_line(line: str) -> bool:
    """Whether the line is a row of a Markdown table: it begins with a bar and has at least two."""
    text = line.strip()
    return len(text) > 2 and text[0] == "|" and text.count("|") >= 2


def dialogue_rows(table: list[tuple[int, str]]) -> tuple[list[Row], list[Dropped]]:
    """The rows of a table: `label：text` if one column names speakers, its texts if it has one a line; else none.

    Also returns what was dropped, with the reasons.
    """
    cells = [(number, [cell.strip() for cell in text.strip("|").split("|")], text) for number, text in table]
    ruled = next((n for n, own, _ in cells if _is_rule(own)), 0)
    column = _speaker_column([own for _, own, _ in cells if not _is_rule(own)])
    if column is None:
        return _text_rows(cells)
    rows: list[Row] = []
    dropped: list[Dropped] = []
    for number, own, text in cells:
        if _is_rule(own) or number < ruled or len(own) <= column + 1:
            dropped.append(Dropped(number, text, "table"))
            continue
        dropped += [Dropped(number, cell, "timestamp") for cell in own if is_time(cell)]
        dropped += [Dropped(number, plain(cell), "table") for cell in own[:column] if cell and not is_time(cell)]
        cutter = Cutter(number)
        spoken = cutter.cut(emphasise(" ".join(c for c in own[column + 1 :] if not is_time(c))))
        dropped += cutter.dropped
        rows.append(Row(number, f"{plain(emphasise(own[column]))}：{spoken}", gap=True))
    return rows, dropped


def _text_rows(cells: list[tuple[int, list[str], str]]) -> tuple[list[Row], list[Dropped]]:
    """The rows of a table with one text in each line, optionally with a time; any other table is dropped."""
    if not _is_text([_texts_in(own) for _, own, _ in cells]):
        return [], [Dropped(number, text, "table") for number, _, text in cells]
    rows: list[Row] = []
    dropped: list[Dropped] = []
    for number, own, text in cells:
        found = _texts_in(own)
        if len(found) != 1:
            dropped.append(Dropped(number, text, "table"))
            continue
        times = list(filter(is_time, own))
        dropped += [Dropped(number, cell, "timestamp") for cell in times]
        cutter = Cutter(number)
        spoken = cutter.cut(emphasise(found[0]))
        dropped += cutter.dropped
        if plain(spoken).strip():
            rows.append(Row(number, spoken, gap=True, timed=bool(times)))
    return rows, dropped


def _texts_in(cells: list[str]) -> list[str]:
    """The cells of a line that contain more than a time."""
    return [cell for cell in cells if cell and not is_time(cell)]


def _is_text(lines: list[list[str]]) -> bool:
    """Whether the lines of a table contain one long text each; its column heads may be another line."""
    texts = [own[0] for own in lines if len(own) == 1]
    several = sum(len(own) > 1 for own in lines)
    if not texts or several > _MAX_HEADS or several >= len(texts):
        return False
    return sum(map(len, texts)) >= _LEAST_TEXT * len(texts)


def is_time(cell: str) -> bool:
    """Whether a cell holds only a time stamp."""
    return bool(_TIME.match(plain(cell).strip()))


def _is_rule(cells: list[str]) -> bool:
    return bool(_RULE.match("|".join(cells)))


def _speaker_column(body: list[list[str]]) -> int | None:
    """The column of short, repeated cells with long cells after it; None if the table is no dialogue."""
    for column in (0, 1):
        names = [fold(row[column]) for row in body if len(row) > column + 1]
        texts = [row[column + 1] for row in body if len(row) > column + 1]
        counts = Counter(n for n in names if n)
        returning = sum(c for c in counts.values() if c > 1)
        short = all(len(n) <= 12 and not n.isdecimal() for n in names)
        few = returning * 2 > len(names) - 1 and len(counts) <= max(4, len(names) // 2)
        if len(names) >= 3 and short and few and sum(map(len, texts)) > 2 * sum(map(len, names)):
            return column
    return None
