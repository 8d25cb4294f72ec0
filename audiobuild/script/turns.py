"""Lines to turns: each mark opens a turn, and lines without a mark continue it."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace

from audiobuild.model import Dropped, Role
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.headings import Heading
from audiobuild.script.lines import BOLD, BOLD_END, EMPHASIS, Kind, Row, ends_sentence, join, opens_quote, plain
from audiobuild.script.people import is_note, role_of_word
from audiobuild.script.questions import asks, is_question
from audiobuild.script.selections import keys_with
from audiobuild.script.speaker_changes import FORM
from audiobuild.script.turn_starts import Chosen, Mark

_QUOTES = dict(zip('「『“"', '」』”"', strict=True))
_OPENING = {closing: opening for opening, closing in _QUOTES.items()}
# The end of a line and the beginning of the next where these are one sentence.
_INSIDE = lazy(r"[^\n]{10}[\x00-\x7f]\n[a-z]|\n[，。、；：？！,;]")
# Words of a person who speaks of himself, those of a narrator about others, and quotations, which are neither's.
_OF_ONESELF = lazy(
    r"我(?![们們])|俺|私|僕|\b(?:I|(?i:me|my|ich|mein|meine|je|j|mon|ma|yo|mi|mis|eu|meu|minha|io|mio|mia|я|мне|меня|мой))\b"
)
_OF_OTHERS = lazy(
    r"[他她]|彼|\b(?:he|she|his|her|him|er|sie|ihr|il|elle|lui|él|ella|ele|ela|lei|он|она|его|её)\b", re.IGNORECASE
)
_QUOTED = lazy(r"“[^”]{0,2000}”|「[^」]{0,2000}」|\"[^\"]{0,2000}\"")
_DASH = lazy(rf"^[-–—]{{1,2}}\s?(?=[{EMPHASIS}“\"「]?[^\W\d_])")
_LEAST_QUOTED = 4  # turns in quotations of which none is outside
_SILENT = " \t\u3000.,，。"  # what a cut may leave of a turn: `[inaudible].`
# Keys of speakers without a label.
QUESTION, ANSWER = "\x00question", "\x00answer"


@dataclass(slots=True)
class Spoken:
    """A turn before its speaker is known: its `key` (None: the narrator), label, lines and section.

    `guessed`: no label shows the speaker, only that the words before a heading are his, and that he speaks of himself.
    """

    key: str | None
    label: str | None
    section: int
    rows: list[Row] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    guessed: bool = False

    @property
    def lines(self) -> tuple[int, int]:
        """The first and last line of the turn."""
        return self.rows[0].line, self.rows[-1].end


@dataclass(slots=True)
class Builder:
    """Collects the turns of a file; `answerer` is the speaker of unlabelled answers.

    `opening` are the lines that open turns, `asking` the levels of the headings that ask, by line.
    """

    chosen: Chosen
    headings: Mapping[int, Heading]
    answerer: str
    turns: list[Spoken] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    opening: list[int] = field(default_factory=list)
    asking: dict[int, int] = field(default_factory=dict)

    def build(self, rows: list[Row], start: int) -> None:
        """Read rows[start:] in segments: each from a mark, or narration, to the next mark or heading."""
        headings = sorted(self.headings)
        self.opening = sorted(self.chosen.marks)
        self.asking = {i: rows[i].level for i, mark in self.chosen.marks.items() if mark.key is None and rows[i].level}
        for begin, end in itertools.pairwise([*self._borders(rows, start), len(rows)]):
            if begin in self.headings:
                continue
            section = bisect_right(headings, begin)
            if begin in self.chosen.marks:
                self._marked(section, rows, begin, end)
            else:
                self._unmarked(section, rows[begin:end], begin)

    def _marked(self, section: int, rows: list[Row], begin: int, end: int) -> None:
        """Add rows[begin:end], which a mark opens."""
        marks = self.chosen.marks
        mark = marks[begin]
        own = [_own_row(rows[begin], mark), *rows[begin + 1 : end]]
        if mark.key in words.PSEUDO_SPEAKERS:
            self._block(section, rows[begin:end])
        elif _is_note(mark, rows[begin]):
            self.dropped.append(Dropped(rows[begin].line, plain(rows[begin].text), "stage-direction"))
            self._add(None, None, section, own[1:])
        elif 0 < self.asking.get(begin - 1, 0) < self.asking.get(begin, 0):
            self.turns[-1].rows.append(own[0])  # a question with its first part
            self._add(self.answerer, None, section, own[1:])
        else:
            self._turn(mark, section, own, end in marks and marks[end].side is Role.GUEST, _bold_lines(rows[begin:end]))

    def _borders(self, rows: list[Row], start: int) -> list[int]:
        """Where segments begin: at marks and headings, below headings, and where nobody speaks any more."""
        below = {i + 1 for i in self.headings}
        narrated = {i for i in {self.chosen.narrated, *self._unquoted(rows)} if start < i < len(rows)}
        return sorted({start, *self.headings, *below, *narrated, *filter(start.__le__, self.chosen.marks)})

    def _unquoted(self, rows: list[Row]) -> set[int]:
        """Where the text goes on outside quotations up to the next turn, if all labels are in quotations."""
        marks = sorted(self.chosen.marks)
        labelled = all(rows[i].quote and self.chosen.marks[i].key for i in marks)
        if len(marks) < _LEAST_QUOTED or not labelled:
            return set()
        spans = itertools.pairwise([*marks, len(rows)])
        ends = (next((i for i in range(stop, mark, -1) if rows[i - 1].quote), mark) for mark, stop in spans)
        return {i for i, stop in zip(ends, [*marks[1:], len(rows)], strict=True) if i < stop}

    def _unmarked(self, section: int, rows: list[Row], begin: int) -> None:
        """Add rows without a mark, from line `begin`: the speaker's who goes on below a heading, else narration."""
        if begin - 1 in self.headings and self._continues(rows, begin):
            self._add(self.turns[-1].key, self.turns[-1].label, section, rows, guessed=True)
        else:
            self._add(None, None, section, rows)

    def _continues(self, rows: list[Row], begin: int) -> bool:
        """Whether the speaker before a heading goes on below it: he speaks of himself there, and then somebody speaks.

        Below the last heading nobody does after a guest.
        """
        place = bisect_right(self.opening, begin)
        following = [self.chosen.marks[i] for i in self.opening[place : place + 1]]
        before = self.turns[-1] if self.turns else Spoken(None, None, 0)
        guests = {self.answerer, *keys_with(Role.GUEST, self.chosen.sides)}
        return (
            before.key is not None
            and (bool(following) or before.key in guests)
            and _of_oneself(rows, before.label or "")
        )

    def _block(self, section: int, rows: list[Row]) -> None:
        """Drop a block of the programme that nobody speaks, except the lines that the author asked to keep."""
        self.dropped += [Dropped(row.line, plain(row.text), "ad") for row in rows if not row.keep]
        self._add(None, None, section, [row for row in rows if row.keep])

    def _turn(self, mark: Mark, section: int, own: list[Row], answered: bool, bold: int) -> None:
        """Add the turn that a mark opens, and the unlabelled answer after a question that no answer follows.

        The first `bold` lines are all bold, without a blank line between them, so they are one question.
        """
        line = own[0].line
        notes = {
            "timestamp": mark.time,
            "declaration": mark.gloss,
            "metadata": "" if _has_text(own) else mark.label or mark.form,
        }
        self.dropped += [Dropped(line, text, reason) for reason, text in notes.items() if text]
        unlabelled = QUESTION if mark.side is Role.HOST else self.answerer
        unanswered = mark.side is Role.HOST and not answered and mark.form != FORM
        cut = max(bold, self._question_length(mark, own, bold)) if unanswered else len(own)
        said = _UNQUOTED.get(mark.form, list)(own[:cut])
        self._with_subheads(unlabelled if mark.key is None else mark.key, mark.label, section, said)
        self._with_subheads(self.answerer, None, section, _without_dash(own[cut:]))

    def _with_subheads(self, key: str, label: str | None, section: int, rows: list[Row]) -> None:
        """Add the lines of a turn; of its headings, the host asks those that ask, and the narrator reads the others.

        If the turn begins with a heading, those that do not ask are the speaker's own: `First, the cloth`.
        """
        heads = {i: asks(row.text) for i, row in enumerate(rows) if row.kind is Kind.HEADING}
        places = [i for i, is_asked in heads.items() if is_asked or 0 not in heads]
        for begin, end in itertools.pairwise(sorted({0, *places, len(rows)})):
            is_head = begin in places
            if is_head:
                self._subhead(section, rows[begin], heads[begin])
            self._add(key, label, section, rows[begin + is_head : end])

    def _subhead(self, section: int, row: Row, is_asked: bool) -> None:
        """Add a heading inside a turn: one that asks belongs to the question directly before it, if there is one."""
        if is_asked and self.turns and self.turns[-1].key == QUESTION:
            self.turns[-1].rows.append(row)
        else:
            self._add(QUESTION if is_asked else None, None, section, [row])

    def _question_length(self, mark: Mark, own: list[Row], bold: int) -> int:
        """The number of lines of a question that no labelled answer follows: only the first `bold` lines are bold."""
        first = 0 if _has_text(own[:1]) else 1
        asking = [i for i, row in enumerate(own[first : first + 3], first) if asks(row.text)]
        if mark.form == "quote":
            return 1 + len(list(itertools.takewhile(lambda row: row.quote, own[1:])))
        if mark.key is None:
            return first + 1
        if not self.chosen.implicit:
            is_cut = first in asking and self._may_answer(mark.key)
            return bold * is_question(mark.rest) or (first + 1 if is_cut else len(own))
        return max(filter((len(own) - 1).__gt__, asking), default=first) + 1

    def _may_answer(self, host: str) -> bool:
        """Whether words without a label below a question answer it: with several guests, they are a named host's."""
        return self.answerer != ANSWER or role_of_word(host) is Role.HOST

    def _add(self, key: str | None, label: str | None, section: int, rows: list[Row], guessed: bool = False) -> None:
        if _has_text(rows):
            self.turns.append(Spoken(key, label, section, rows, guessed=guessed))


def _of_oneself(rows: list[Row], label: str) -> bool:
    """Whether lines tell of oneself, more than once and more than of others, and do not name the speaker."""
    text = _QUOTED.sub("", "\n".join(plain(row.text) for row in rows))
    names = len(label) > 1 and label in text
    return not names and len(_OF_ONESELF.findall(text)) > max(1, len(_OF_OTHERS.findall(text)))


def _bold_lines(rows: list[Row]) -> int:
    """The number of lines at the start that are bold, without a blank line between them."""
    below = itertools.takewhile(lambda row: not row.gap and _is_bold(row), rows[1:])
    return 1 + len(list(below)) if _is_bold(rows[0]) else 0


def _is_bold(row: Row) -> bool:
    return row.text.startswith(BOLD) and row.text.endswith(BOLD_END)


def tells_of_others(text: str) -> bool:
    """Whether a text tells of others and not of oneself."""
    text = _QUOTED.sub("", text)
    return bool(_OF_OTHERS.search(text)) and not _OF_ONESELF.search(text)


def _has_text(rows: list[Row]) -> bool:
    return any(plain(row.text).strip(_SILENT) for row in rows)


def _is_note(mark: Mark, row: Row) -> bool:
    """Whether a mark opens a note in square brackets, `[NOTES]: smiles`, which is not spoken."""
    return mark.side is Role.NARRATOR and is_note(mark.label or "") and not row.keep


def _own_row(row: Row, mark: Mark) -> Row:
    """The mark's line without its label."""
    return Row(row.line, mark.rest, level=row.level, quote=row.quote, gap=True, timed=row.timed, last=row.last)


def _unquoted(text: str) -> str:
    """A paragraph of an answer without the quotation marks around the whole answer."""
    is_quotation = opens_quote(text) or (text[:1] in _QUOTES and text.endswith(_QUOTES[text[0]]))
    return _closed(text[is_quotation:])


def _closed(text: str) -> str:
    """The text without a closing mark at its end that has no opening one."""
    last = text[-1:]
    opening = _OPENING.get(last, "")
    extra = text.count(last) % 2 if opening == last else text.count(last) > text.count(opening)
    return text[:-1] if opening and extra else text


def _without_quotes(own: list[Row]) -> list[Row]:
    """The lines of an answer in quotation marks without these."""
    return [replace(row, text=_unquoted(plain(row.text).strip())) for row in own]


def _without_dash(own: list[Row]) -> list[Row]:
    """The lines of an answer without the dash that opens it: `-Yes, by hand.`"""
    return [replace(row, text=_DASH.sub("", row.text)) for row in own[:1]] + own[1:]


def _without_last_quote(own: list[Row]) -> list[Row]:
    """The lines of `王明「…」` without the closing mark of a quotation over several lines."""
    if opens_quote(f"「{own[0].text}"):
        return [*own[:-1], replace(own[-1], text=_closed(plain(own[-1].text).strip()))]
    return own


_UNQUOTED: dict[str, Callable[[list[Row]], list[Row]]] = {
    "enclosed": _without_quotes,
    "quoted": _without_last_quote,
}


def paragraphs(rows: list[Row], apart: Container[int] = ()) -> list[str]:
    """The texts of the lines, with the parts of one paragraph joined over page breaks and line breaks.

    The lines in `apart` always begin a paragraph.
    """
    done: list[list[str]] = []
    filled = [row for row in rows if _has_text([row])]
    for before, row in zip([None, *filled], filled, strict=False):
        text = plain(row.text).strip().replace("\t", " ")
        if before is None or row.line in apart or not _continues(before, row, text):
            done.append([])
        done[-1].append(text)
    return [join(parts) for parts in done]


def _continues(before: Row, row: Row, text: str) -> bool:
    """Whether a line is the middle of the sentence before it: after a page break, in lower case, after a stop."""
    if row.kind is not Kind.TEXT or ends_sentence(before.text):
        return False
    apart = row.gap or row.timed or row.quote != before.quote
    return row.broken or (not apart and bool(_INSIDE.search(f"{plain(before.text)}\n{text}")))
