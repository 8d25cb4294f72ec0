"""Keeps pauses and sounds at the ends of rows out of the reading, and puts them back into what is spoken.

Labels, questions and headings are recognised by how a row begins and ends, so a mark there would change them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from audiobuild.marks import is_silence
from audiobuild.model import Lede, Turn
from audiobuild.regex import lazy
from audiobuild.script.lines import EMPHASIS, Row, plain, width

_MARK = r"(?P<opening>[\[［【（(])(?P<content>[^\[\]［］【】（）()\n]{1,80})[\]］】）)]"
_FIRST = lazy(rf"^(?P<emphasis>[{EMPHASIS}]*)[ \t]*{_MARK}[ \t\u3000]*")
_LAST = lazy(rf"[ \t\u3000]{{0,9}}{_MARK}[ \t]*(?P<emphasis>[{EMPHASIS}]*)$")
_ANY = lazy(_MARK)
_CLOSES = frozenset("]］】)）")
_ANCHOR = 24
"""Characters of a row by which its place is found again in a paragraph."""
_LEAST_ANCHOR = 2
"""A single character is found anywhere."""
_TOP = Row(0, "")  # stands for the row above the first


@dataclass(frozen=True, slots=True)
class RowMark:
    """Marks taken out of row `line`: after the text `after`, or else before the text `before`, of that row."""

    line: int
    text: str
    after: str = ""
    before: str = ""


class _Peeled(NamedTuple):
    """The text of a row, the marks before it and the marks after it."""

    text: str
    first: str
    last: str


class _Place(NamedTuple):
    """A place in what is spoken."""

    block: int
    paragraph: int
    character: int


def without_marks(rows: Sequence[Row]) -> tuple[list[Row], list[RowMark]]:
    """The rows without the marks at their ends, and these marks; a row of marks belongs to the row before it."""
    kept: list[Row] = []
    marks: list[RowMark] = []
    gap = False  # whether there was a blank line since the last row that is kept
    for row in rows:
        peeled = _peeled(row.text)
        gap = gap or row.gap
        if plain(peeled.text).strip():
            kept.append(row if (peeled.text, gap) == (row.text, row.gap) else _bare(row, peeled, gap))
            marks += _own_marks(row.line, peeled)
            gap = False
        else:
            _append(marks, kept[-1] if kept else _TOP, peeled.first)
    return kept, marks


def with_marks(turns: Sequence[Turn], lede: Lede | None, marks: Sequence[RowMark]) -> tuple[list[Turn], Lede | None]:
    """The turns and the lede with the marks in their paragraphs; those of other rows open what is spoken next."""
    spoken: list[Lede | Turn] = [lede, *turns] if lede else [*turns]
    for mark in reversed(marks):  # the later one first, since each is put right after its row, or at the front
        at = _place(spoken, mark)
        each = spoken[at.block]
        text = each.paragraphs[at.paragraph]
        marked = text[: at.character] + mark.text + text[at.character :]
        paragraphs = (*each.paragraphs[: at.paragraph], marked, *each.paragraphs[at.paragraph + 1 :])
        spoken[at.block] = replace(each, paragraphs=paragraphs)
    marked_turns = [each for each in spoken if isinstance(each, Turn)]
    return marked_turns, next((each for each in spoken if isinstance(each, Lede)), None)


def _bare(row: Row, peeled: _Peeled, gap: bool) -> Row:
    """The row as it were without its marks: its width decides whether a line was wrapped."""
    return replace(row, text=peeled.text, gap=gap, columns=max(0, row.columns - width(peeled.first + peeled.last)))


def _own_marks(line: int, peeled: _Peeled) -> list[RowMark]:
    said = plain(peeled.text).strip()
    found = [RowMark(line, peeled.first, before=said), RowMark(line, peeled.last, after=said)]
    return [mark for mark in found if mark.text]


def _append(marks: list[RowMark], above: Row, text: str) -> None:
    """Add the marks of a row of marks, which follow the row above it and the marks after that."""
    if marks and marks[-1].after and marks[-1].line == above.line:
        marks[-1] = replace(marks[-1], text=marks[-1].text + text)
    else:
        marks.append(RowMark(above.line, text, after=plain(above.text).strip()))


def _peeled(text: str) -> _Peeled:
    if _CLOSES.isdisjoint(text):
        return _Peeled(text, "", "")
    text, first = _taken(text, _FIRST)
    text, last = _taken(text, _LAST)
    return _Peeled(text, "".join(first), "".join(reversed(last)))


def _taken(text: str, pattern: re.Pattern[str]) -> tuple[str, list[str]]:
    """The text without the marks at one of its ends, and these marks from the outermost on."""
    taken: list[str] = []
    found = pattern.search(text)
    while found and is_silence(found["opening"], plain(found["content"])):
        taken.append(plain(found.group()).strip())
        text = text[: found.start()] + found["emphasis"] + text[found.end() :]
        found = pattern.search(text)
    return text, taken


def _place(spoken: Sequence[Lede | Turn], mark: RowMark) -> _Place:
    """Where most of the row's text is found in what is spoken of its line: a label is not in the paragraphs."""
    row = mark.after or mark.before
    own = [block for block, each in enumerate(spoken) if each.lines[0] <= mark.line <= each.lines[1]]
    said = {
        _Place(block, place, 0): _without_silence(paragraph)
        for block in own
        for place, paragraph in enumerate(spoken[block].paragraphs)
    }
    for length in range(min(len(row), _ANCHOR), _LEAST_ANCHOR - 1, -1):
        anchor = row[-length:] if mark.after else row[:length]
        for place, paragraph in said.items():
            at = paragraph.find(anchor)
            if at >= 0:
                return place._replace(character=at + len(anchor) * bool(mark.after))
    return _nearest(spoken, mark.line)


def _nearest(spoken: Sequence[Lede | Turn], line: int) -> _Place:
    """The front of what is spoken from this line on, or the end of what begins above it and of the last."""
    last = len(spoken) - 1
    block = next((block for block, each in enumerate(spoken) if line <= each.lines[1]), last)
    paragraphs = spoken[block].paragraphs
    if line <= spoken[block].lines[0]:
        return _Place(block, 0, 0)
    return _Place(block, len(paragraphs) - 1, len(paragraphs[-1]))


def _without_silence(paragraph: str) -> str:
    """The paragraph with marks that are in it already made unfindable, in the same places."""
    return _ANY.sub(_hidden, paragraph) if not _CLOSES.isdisjoint(paragraph) else paragraph


def _hidden(found: re.Match[str]) -> str:
    return "\0" * len(found[0]) if is_silence(found["opening"], found["content"]) else found[0]
