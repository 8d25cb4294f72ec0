"""Join hard-wrapped lines to paragraphs, before anything is searched in them.

A file is wrapped if most of its continued lines have no space left for the first word of the next line. In Markdown
a single line break is a blank, so a block of lines is one paragraph there even if their widths differ.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from audiobuild.regex import lazy
from audiobuild.script.lines import BOLD, BOLD_END, ITALIC, ITALIC_END, Kind, Row, ends_sentence, join, plain, width
from audiobuild.script.patterns import AT_THE_END, AT_THE_TOP, reason_of

MAX_WRAP = 110  # columns; longer lines are paragraphs
_MIN_WRAP = 24
_SURE_WRAP = 50  # columns; a file with narrower lines needs more than a few lines as evidence
_LABEL_ALONE = lazy(r".{0,43}[：:]")  # a line that may be only a label
# The start of a line that may be a label: a few words and a colon, a letter, a symbol, a list number.
_MAY_OPEN = lazy(
    r"^(?:[^\s：:，。！？；,!?;「」『』“”\"（）()](?:[^：:，。！？；,.!?;「」『』“”\"]{0,30})[：:]|[QAＱＡ问問答][.．、\s]|"
    r"[□■○●◇◆△▲☆★▶►—─―–]|\d{1,3}[.、)）]|[（(][\d一二三四五六七八九十]{1,3}[)）]|[^\s]{1,12}[「『【])"
)
# The start of a line that is a label if several lines begin with it: a few words and a colon, or a word in brackets.
_LABEL = lazy(
    r"[^\s：:，。！？；,!?;「」『』“”\"（）()\[\]]{1,20}(?: [A-Z][\w.]{0,20}){0,2}[：:](?!//)|"
    r"[\[【<＜][^\[\]【】<>＜＞]{1,20}[\]】>＞]"
)
_RETURNS = 3  # lines that begin with such a label, most of them where a paragraph may begin
_ENDS = {BOLD: BOLD_END, ITALIC: ITALIC_END}
_IN_SENTENCE = lazy(r"[，。、；,;]|\.\s")
_LEAST_BROKEN = 5  # lines that break off a sentence in a file whose paragraphs are wrapped at no fixed width


def unwrap(rows: list[Row], markdown: bool) -> list[Row]:
    """The rows with the lines of each paragraph joined."""
    full = _full_width(rows)
    if not (full or markdown):  # nothing is wrapped but emphasis
        return _grouped(rows, lambda above, row, i: _is_open(above, row))
    labels = _labels(rows)
    airy = sum(row.gap for row in rows) * 4 >= len(rows)
    blocks = [airy] * len(rows) if full else _finished_blocks(rows)
    broken = set() if full else _broken(rows, blocks)

    def joins(above: list[Row], row: Row, i: int) -> bool:
        return _is_open(above, row) or (
            _label(row) not in labels and _continues(above[-1], row, full, blocks[i], broken)
        )

    return _grouped(rows, joins)


def _grouped(rows: list[Row], joins: Callable[[list[Row], Row, int], bool]) -> list[Row]:
    """The rows, each joined with the paragraph above where `joins` says so; it is given the row's place too."""
    paragraphs = [rows[:1]]
    for i, row in enumerate(rows[1:], 1):
        if joins(paragraphs[-1], row, i):
            paragraphs[-1].append(row)
        else:
            paragraphs.append([row])
    return [_joined(lines) for lines in paragraphs if lines]


def _is_open(paragraph: list[Row], row: Row) -> bool:
    """Whether the emphasis that a paragraph begins with ends on a later line."""
    end = _ENDS.get(paragraph[0].text[:1], "")
    return end not in paragraph[0].text and end not in paragraph[-1].text and not row.gap


def _labels(rows: list[Row]) -> set[str]:
    """The labels that begin several lines, mostly where a paragraph may begin."""
    every = Counter(map(_label, rows))
    first = Counter(_label(row) for above, row in zip([None, *rows], rows, strict=False) if _may_open(above, row))
    return {text for text, times in first.items() if text and times >= _RETURNS and times * 2 >= every[text]}


def _label(row: Row) -> str:
    """The possible label that begins a line, "" if there is none."""
    found = _LABEL.match(plain(row.text[:MAX_WRAP]))
    return found.group() if found else ""


def _may_open(above: Row | None, row: Row) -> bool:
    return above is None or row.gap or ends_sentence(above.text)


def _joined(lines: list[Row]) -> Row:
    if len(lines) == 1:
        return lines[0]
    return replace(lines[0], text=join(line.text for line in lines), last=lines[-1].end)


def _broken(rows: list[Row], blocks: list[bool]) -> set[str]:
    """The lines inside paragraphs, if more of them end inside a sentence, after a clause, than at its end.

    A line that returns is none of them: it may be a name above what is said.
    """
    pairs = zip(rows, rows[1:], blocks[1:], strict=False)
    inner = [line.text for line, row, one in pairs if one and _may_follow(line, row)]
    unfinished = list(itertools.filterfalse(ends_sentence, inner))
    clauses = len(list(filter(_IN_SENTENCE.search, unfinished)))
    times = Counter(inner)
    is_wrapped = clauses > max(_LEAST_BROKEN - 1, len(inner) - len(unfinished))
    return set(filter(lambda text: times[text] == is_wrapped, unfinished))


def _continues(line: Row, row: Row, full: int, one: bool, broken: set[str]) -> bool:
    """Whether a row is the next line of the paragraph of `line`.

    `one`: lines without a gap are one paragraph; in a file wrapped at `full` columns, otherwise if the block ends in a
    full stop. `broken` are lines without a clause that may be inside a sentence too.
    """
    if not _may_follow(line, row):
        return False
    finished = ends_sentence(line.text)
    opens = bool(_MAY_OPEN.match(plain(row.text)))
    if not full:
        return all((one, not finished, not opens, line.text in broken or _IN_SENTENCE.search(line.text)))
    if finished and (opens or row.indent > line.indent):
        return False
    return line.columns >= _least(row, full, opens or (finished and not one))


def _least(row: Row, full: int, is_unsure: bool) -> int:
    """The columns of a line from which the row continues it: no space is left for a word, or if it is sure, half."""
    filled = full - 3 - _first(row)
    return filled if is_unsure else min(filled, full // 2)


def _may_follow(line: Row, row: Row) -> bool:
    """Whether a row's form allows it to continue a paragraph, and neither of the two is metadata."""
    form = (row.gap, row.broken, row.timed, row.kind, row.quote)
    if form != (False, False, False, Kind.TEXT, line.quote) or line.kind is Kind.HEADING:
        return False
    return not any((reason_of(row, AT_THE_TOP), reason_of(row, AT_THE_END), reason_of(line, AT_THE_TOP)))


def _finished_blocks(rows: list[Row]) -> list[bool]:
    """For each row, whether its block of lines without a gap ends with a full stop."""
    ends: list[bool] = []
    for row, after in zip(reversed(rows), [None, *reversed(rows)], strict=False):
        is_last = after is None or after.gap
        ends.append(ends_sentence(row.text) if is_last else ends[-1])
    return ends[::-1]


def _full_width(rows: list[Row]) -> int:
    """The width in columns at which the file is wrapped, 0 if it is not."""
    inner = [(row.columns, _first(after)) for row, after in itertools.pairwise(rows) if _are_lines(row, after)]
    full = max((columns for columns, _ in inner if columns <= MAX_WRAP), default=0)
    fits = sum(full - 3 - first <= columns <= full for columns, first in inner)
    least = 2 if full >= _SURE_WRAP else 4
    return full if full >= _MIN_WRAP and fits * 10 >= max(7 * len(inner), 10 * least) else 0


def _are_lines(row: Row, after: Row) -> bool:
    """Whether two rows may be lines of one paragraph; a label alone on its line is not."""
    form = (after.gap, after.quote, after.kind, row.kind)
    if form != (False, row.quote, Kind.TEXT, Kind.TEXT) or after.text.startswith(BOLD):
        return False
    text = plain(row.text).rstrip()
    opens = _MAY_OPEN.match(plain(after.text)) or _LABEL_ALONE.fullmatch(text)
    return not opens and reason_of(row, AT_THE_TOP) is None


def _first(row: Row) -> int:
    """The columns of a line's first word after another word; a line may break between any two hanzi."""
    return 2 if width(plain(row.text)[:1]) == 2 else 1 + row.first_columns
