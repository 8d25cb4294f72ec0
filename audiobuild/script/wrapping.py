"""Join hard-wrapped lines to paragraphs, before anything is searched in them.

A file is wrapped if most of its continued lines have no space left for the first word of the next line. In Markdown
a single line break is a blank, so a block of lines is one paragraph there even if their widths differ.
"""

from __future__ import annotations

from dataclasses import replace

from audiobuild.regex import lazy
from audiobuild.script.lines import BOLD, Kind, Row, ends_sentence, join, plain, width
from audiobuild.script.patterns import AT_THE_END, AT_THE_TOP, reason_of

MAX_WRAP = 110  # columns; longer lines are paragraphs
_MIN_WRAP = 24
_MIN_SOFT = 16  # columns; a shorter line without a full stop is not continued
_SURE_WRAP = 50  # columns; a file with narrower lines needs more than a few lines as evidence
_LABEL_ALONE = 44  # columns of a line that may be only a label
# The start of a line that may be a label: a few words and a colon, a letter, a symbol, a list number.
_MAY_OPEN = lazy(
    r"^(?:[^\s：:，。！？；,!?;「」『』“”\"（）()](?:[^：:，。！？；,.!?;「」『』“”\"]{0,30})[：:]|[QAＱＡ问問答][.．、\s]|"
    r"[□■○●◇◆△▲☆★▶►—─―–]|\d{1,3}[.、)）]|[（(][\d一二三四五六七八九十]{1,3}[)）]|[^\s]{1,12}[「『【])"
)


_IN_SENTENCE = lazy(r"[，。、；,;]|\.\s")


def unwrap(rows: list[Row], markdown: bool) -> list[Row]:
    """The rows with the lines of each paragraph joined."""
    full = _full_width(rows)
    if not full and not markdown:
        return rows
    airy = sum(row.gap for row in rows) * 4 >= len(rows)
    ends = {} if full else _block_ends(rows)
    joined: list[Row] = []
    line: Row | None = None  # the last source line of joined[-1]
    for index, row in enumerate(rows):
        if line is not None and _goes_on(line, row, full, ends.get(index, airy)):
            before = joined[-1]
            joined[-1] = replace(before, text=join((before.text, row.text)), last=row.end)
        else:
            joined.append(row)
        line = row
    return joined


def _goes_on(line: Row, row: Row, full: int, one: bool) -> bool:
    """Whether a row is the next line of the paragraph of `line`.

    `one`: lines without a gap are one paragraph; in a file wrapped at `full` columns, otherwise if the block ends in a
    full stop.
    """
    if not _may_follow(line, row):
        return False
    finished = ends_sentence(line.text)
    opens = bool(_MAY_OPEN.match(plain(row.text)))
    if not full:
        return one and not (finished or opens) and line.columns >= _MIN_SOFT and bool(_IN_SENTENCE.search(line.text))
    if finished and (opens or row.indent > line.indent):
        return False
    half = line.columns * 2 >= full and not opens and (one or not finished)
    return half or line.columns + _first(row) >= full - 3


def _may_follow(line: Row, row: Row) -> bool:
    """Whether a row's form allows it to continue a paragraph, and neither of the two is metadata."""
    if row.gap or row.broken or row.timed or row.kind is not Kind.TEXT or row.quote != line.quote:
        return False
    if line.kind is Kind.HEADING or not line.columns or not row.columns:
        return False
    return not any((reason_of(row, AT_THE_TOP), reason_of(row, AT_THE_END), reason_of(line, AT_THE_TOP)))


def _block_ends(rows: list[Row]) -> dict[int, bool]:
    """For each row, whether its block of lines without a gap ends with a full stop."""
    ends: dict[int, bool] = {}
    stop = True
    for index in range(len(rows) - 1, -1, -1):
        if index + 1 == len(rows) or rows[index + 1].gap:
            stop = ends_sentence(rows[index].text)
        ends[index] = stop
    return ends


def _full_width(rows: list[Row]) -> int:
    """The width in columns at which the file is wrapped, 0 if it is not."""
    inner = [i for i in range(len(rows) - 1) if _are_lines(rows[i], rows[i + 1])]
    if len(inner) < 3 and any(ends_sentence(rows[i].text) for i in inner):
        return 0
    narrow = [i for i in inner if rows[i].columns <= MAX_WRAP]
    if len(narrow) < 2 or (len(inner) - len(narrow)) * 20 > len(inner):
        return 0
    full = max(rows[i].columns for i in narrow)
    if len(narrow) < 4 and full < _SURE_WRAP:
        return 0
    fits = sum(rows[i].columns + _first(rows[i + 1]) >= full - 3 for i in narrow)
    return full if full >= _MIN_WRAP and fits * 10 >= len(narrow) * 7 else 0


def _are_lines(row: Row, after: Row) -> bool:
    """Whether two rows may be lines of one paragraph; a label alone on its line is not."""
    if after.gap or after.quote != row.quote or not row.columns or not after.columns:
        return False
    text = plain(row.text).rstrip()
    if row.kind is not Kind.TEXT or after.kind is not Kind.TEXT or after.text.startswith(BOLD):
        return False
    label_alone = row.columns <= _LABEL_ALONE and text.endswith(("：", ":"))
    ends = _MAY_OPEN.match(plain(after.text)) or (after.indent > row.indent and ends_sentence(text))
    return not label_alone and not ends and reason_of(row, AT_THE_TOP) is None


def _first(row: Row) -> int:
    """The columns of a line's first word after another word; a line may break between any two hanzi."""
    return 2 if width(plain(row.text)[:1]) == 2 else 1 + row.first_columns
