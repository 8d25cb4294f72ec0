"""Lines to turns: each mark opens a turn, and lines without a mark continue it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from audiobuild.model import Dropped, Role
from audiobuild.script import words
from audiobuild.script.headings import Heading
from audiobuild.script.lines import Kind, Row, ends_sentence, join, opens_quote, plain
from audiobuild.script.questions import asks
from audiobuild.script.turn_starts import Chosen, Mark

_QUOTES = dict(zip('「『“"', '」』”"', strict=True))
# Keys of speakers without a label.
QUESTION, ANSWER = "\x00question", "\x00answer"


@dataclass(slots=True)
class Spoken:
    """A turn before its speaker is known: its `key` (None: the narrator), label, lines and section."""

    key: str | None
    label: str | None
    section: int
    rows: list[Row] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)

    @property
    def lines(self) -> tuple[int, int]:
        """The first and last line of the turn."""
        return self.rows[0].line, self.rows[-1].end


@dataclass(slots=True)
class Builder:
    """Collects the turns of a file; `answerer` is the speaker of unlabelled answers."""

    chosen: Chosen
    headings: Mapping[int, Heading]
    answerer: str
    turns: list[Spoken] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def build(self, rows: list[Row], start: int) -> None:
        """Read rows[start:] in segments: each from a mark, or narration, to the next mark or heading."""
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
                self.dropped += [Dropped(row.line, plain(row.text), "ad") for row in rows[begin:end] if not row.keep]
                self._add(None, None, section, [row for row in rows[begin:end] if row.keep])
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
        if mark.gloss:
            self.dropped.append(Dropped(own[0].line, mark.gloss, "declaration"))
        if mark.form == "enclosed":
            own = [replace(row, text=_unquoted(plain(row.text).strip())) for row in own]
        elif mark.form == "quoted" and opens_quote(f"「{own[0].text}"):
            own = [*own[:-1], replace(own[-1], text=_closed(plain(own[-1].text).strip()))]
        key = mark.key if mark.key is not None else QUESTION if mark.side is Role.HOST else self.answerer
        cut = len(own)
        if mark.side is Role.HOST and following is not Role.GUEST:
            cut = self._question_length(mark, own)
        self._add(key, mark.label, section, own[:cut])
        self._add(self.answerer, None, section, own[cut:])

    def _question_length(self, mark: Mark, own: list[Row]) -> int:
        """The number of lines of the question if no labelled answer follows it."""
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
    """The mark's line without its label."""
    return Row(row.line, mark.rest, level=row.level, quote=row.quote, gap=True, timed=row.timed, last=row.last)


def _unquoted(text: str) -> str:
    """A paragraph of an answer without the quotation marks around the whole answer."""
    if text[:1] in _QUOTES and text.endswith(_QUOTES[text[0]]) and not opens_quote(text):
        return text[1:-1]
    return _closed(text[1:] if opens_quote(text) else text)


def _closed(text: str) -> str:
    """The text without a closing mark at its end that has no opening one."""
    for opening, closing in _QUOTES.items():
        if text.endswith(closing) and (
            text.count(closing) > text.count(opening) if opening != closing else text.count(closing) % 2
        ):
            return text[:-1]
    return text


def paragraphs(rows: list[Row], apart: Container[int] = ()) -> list[str]:
    """The texts of the lines, with the parts of one paragraph joined over page breaks and line breaks.

    The lines in `apart` always begin a paragraph.
    """
    done: list[list[str]] = []
    before: Row | None = None
    for row in rows:
        text = plain(row.text).strip().replace("\t", " ")
        if not text:
            continue
        if before is not None and row.line not in apart and _goes_on(before, row):
            done[-1].append(text)
        else:
            done.append([text])
        before = row
    return [join(parts) for parts in done]


def _goes_on(before: Row, row: Row) -> bool:
    """Whether a line continues the paragraph before it."""
    if row.kind is not Kind.TEXT:
        return False
    if row.broken:
        return not ends_sentence(before.text)
    if row.gap or row.quote != before.quote or row.timed:
        return False
    return not ends_sentence(before.text) and _begins_inside(plain(row.text), plain(before.text))


def _begins_inside(text: str, before: str) -> bool:
    """Whether a line must be the middle of a sentence: it begins in lower case, or with a Chinese stop."""
    return (text[0].islower() and text[0].isascii() and len(before) > 10 and before[-1].isascii()) or text[
        0
    ] in "，。、；：？！,;"
