"""Rows become turns: each mark opens one, what has no mark goes on with the same speaker (rule 5)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from audiobuild.model import Dropped, Role
from audiobuild.script import words
from audiobuild.script.headings import Heading
from audiobuild.script.questions import asks
from audiobuild.script.rows import Kind, Row, ends_sentence, is_cjk, join, plain, width
from audiobuild.script.styles import Chosen, Mark

# Keys of speakers that carry no label of their own.
QUESTION, ANSWER = "\x00question", "\x00answer"
_MAX_WRAP = 110  # columns; longer lines are paragraphs


@dataclass(slots=True)
class Spoken:
    """A turn before its speaker is known: whose (`key`, None: the narrator), its label, rows and section."""

    key: str | None
    label: str | None
    section: int
    rows: list[Row] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line of the turn."""
        return self.rows[0].line, self.rows[-1].end


@dataclass(slots=True)
class Builder:
    """Collects the turns of one file; `answerer` is who an unlabelled answer belongs to."""

    chosen: Chosen
    headings: Mapping[int, Heading]
    answerer: str
    turns: list[Spoken] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def build(self, rows: list[Row], start: int) -> None:
        """Read rows[start:] in segments: a mark, or narration, up to the next mark or heading."""
        section = 0
        borders = sorted(
            {start, *self.headings, *(i for i in self.chosen.marks if i >= start), *(i + 1 for i in self.headings)}
        )
        for begin, end in zip(borders, [*borders[1:], len(rows)], strict=True):
            if begin in self.headings:
                section += 1
                continue
            mark = self.chosen.marks.get(begin)
            if mark is None:
                self._add(None, None, section, rows[begin:end])
            elif mark.key in words.PSEUDO_SPEAKERS:
                self.dropped += [Dropped(row.line, plain(row.text), "ad") for row in rows[begin:end]]
            else:
                self._marked(mark, section, [_own_row(rows[begin], mark), *rows[begin + 1 : end]], self._next_side(end))

    def _next_side(self, end: int) -> Role | None:
        mark = self.chosen.marks.get(end)
        return mark.side if mark else None

    def _marked(self, mark: Mark, section: int, own: list[Row], following: Role | None) -> None:
        if not any(plain(row.text).strip() for row in own):
            self.dropped.append(Dropped(own[0].line, mark.label or mark.form, "metadata"))
        if mark.time:
            self.dropped.append(Dropped(own[0].line, mark.time, "timestamp"))
        if mark.form == "enclosed":
            own = [replace(row, text=plain(row.text).strip('「」『』“”"')) for row in own]
        key = mark.key if mark.key is not None else QUESTION if mark.side is Role.HOST else self.answerer
        cut = len(own)
        if mark.side is Role.HOST and following is not Role.GUEST:
            cut = self._question_length(mark, own)
        self._add(key, mark.label, section, own[:cut])
        self._add(self.answerer, None, section, own[cut:])

    def _question_length(self, mark: Mark, own: list[Row]) -> int:
        """How many rows the question takes when no labelled answer follows it."""
        first = 0 if plain(own[0].text).strip() else 1
        if mark.key is not None and not self.chosen.implicit:
            return first + 1 if len(own) > first and asks(own[first].text) else len(own)
        if mark.form == "quote":
            return next((i for i, row in enumerate(own) if i and not row.quote), len(own))
        asking = [i for i in range(first, min(first + 3, len(own) - 1)) if asks(own[i].text)]
        return (asking[-1] if asking and mark.key is not None else first) + 1

    def _add(self, key: str | None, label: str | None, section: int, rows: list[Row]) -> None:
        if any(plain(row.text).strip() for row in rows):
            self.turns.append(Spoken(key, label, section, rows))


def _own_row(row: Row, mark: Mark) -> Row:
    """The mark's row without its label."""
    return replace(row, text=mark.rest, kind=Kind.TEXT, broken=False, gap=True)


def paragraphs(rows: list[Row], wrapped: bool, apart: Container[int] = ()) -> list[str]:
    """The rows' texts, with halves of one paragraph joined: over page breaks, and where lines are hard-wrapped.

    The lines in `apart` begin a paragraph in any case.
    """
    done: list[list[str]] = []
    before: Row | None = None
    for row in rows:
        text = plain(row.text).strip().replace("\t", " ")
        if not text:
            continue
        if before is not None and row.line not in apart and _goes_on(before, row, wrapped):
            done[-1].append(text)
        else:
            done.append([text])
        before = row
    return [join(parts) for parts in done]


def _goes_on(before: Row, row: Row, wrapped: bool) -> bool:
    """Whether a row is the second half of the paragraph before it (rule 9)."""
    if row.kind is not Kind.TEXT:
        return False
    if row.broken:
        return not ends_sentence(before.text)
    if row.gap or row.quote != before.quote or row.timed:
        return False
    if wrapped:
        return row.indent <= before.indent
    return not ends_sentence(before.text) and _begins_inside(plain(row.text), plain(before.text))


def _begins_inside(text: str, before: str) -> bool:
    """Whether a line can only be the middle of a sentence: it begins in lower case, or with a Chinese stop."""
    return (text[0].islower() and text[0].isascii() and len(before) > 10 and before[-1].isascii()) or text[
        0
    ] in "，。、；：？！,;"


def is_wrapped(rows: list[Row], borders: Container[int], metadata: Container[int]) -> bool:
    """Whether the file is hard-wrapped: most lines that go on in the next one leave no room for its first word.

    `borders` are the rows that open a turn or are headings, `metadata` the lines that are not spoken text.
    """
    inner = [
        i
        for i in range(len(rows) - 1)
        if i + 1 not in borders and rows[i].line not in metadata and _are_lines(rows[i], rows[i + 1])
    ]
    if len(inner) < 3 and any(ends_sentence(rows[i].text) for i in inner):
        return False
    if len(inner) < 2:
        return False
    widths = {i: rows[i].indent + width(plain(rows[i].text)) for i in inner}
    full = max(widths.values())
    if not 24 <= full <= _MAX_WRAP:
        return False
    fits = sum(widths[i] + _first_word(rows[i + 1]) >= full - 3 for i in inner)
    return fits * 10 >= len(inner) * 7


def _are_lines(row: Row, after: Row) -> bool:
    """Whether two rows may be lines of one paragraph; a label that stands alone is no line of text."""
    label_alone = plain(row.text).rstrip().endswith(("：", ":")) and width(plain(row.text)) <= 44
    return not after.gap and row.kind is Kind.TEXT and after.kind is Kind.TEXT and not label_alone


def _first_word(row: Row) -> int:
    text = plain(row.text)
    return 2 if is_cjk(text[0]) else 1 + len(text.split(None, 1)[0])
