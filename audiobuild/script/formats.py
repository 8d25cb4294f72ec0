"""Lines to Rows: plain text and Markdown here, web pages and subtitles by their own readers.

Parts that the format itself marks as no speech (code, tables, link and note definitions) are dropped here.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from audiobuild.model import Dropped, ScriptWarning
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.components import without_components, without_data
from audiobuild.script.cuts import TIME, cuts, match
from audiobuild.script.fences import LIKE_CODE, fenced
from audiobuild.script.folds import without_originals
from audiobuild.script.front_matter import Front, front_matter
from audiobuild.script.inline import Cutter, emphasise
from audiobuild.script.latex import from_latex
from audiobuild.script.lines import (
    BOLD,
    BOLD_END,
    QUESTION_END,
    Kind,
    Row,
    ends_sentence,
    fold,
    plain,
    unbolded,
    width,
)
from audiobuild.script.repair import mended, without_comments
from audiobuild.script.subtitles import is_subtitles, read_subtitles, voices_of
from audiobuild.script.tables import dialogue_rows, is_table_line
from audiobuild.script.wrapping import MAX_WRAP

_HEADING = lazy(r"^(#{1,6})(?:[ \t\u3000]+|(?=[^#\s\d!/]))(.*)$")
_HASHTAGS = lazy(r"^#[^#\s]{1,30}#?(?:\s+#[^#\s]{1,30}#?)*$")
_QUOTE = lazy(r"^[>＞](?![>＞]{3})[ \t]?(?:[>＞][ \t]?){0,5}")
_ITEM = lazy(r"^([-*+•●·・‧▪◦►])(?:[ \t\u3000]+(?=\S)|(?<=[•●▪◦])(?=\S))")
_SECTION = lazy(r"^={2,}[ \t]*([^=\s][^=]{0,60}?)[ \t]*={2,}$")
_NOTE = lazy(r"^\s*([①-⑳❶-❿]|[\[［【〔](?:注\s?)?\d{1,3}[\]］】〕]|※\d{1,2})(?![(（\[])\s*\S")
_MARGIN = lazy(r"^[ \t\u3000]")
_DEEP_MARGIN = lazy(r"^(?: {4}|\t)")
_REFERENCE = lazy(r"(?<=\S)(?:[①-⑳❶-❿]|[\[［【〔](?:注\s?)?\d{1,3}[\]］】〕]|※\d{1,2})")
_UNDERLINE = lazy(r"^(?:={3,}|-{3,})\s*$")
_MAX_UNDERLINED = 60
_MARKDOWN = lazy(r"^\s{0,3}(?:#{1,6}\s|```|!\[)|\*\*[^*\n]{1,200}\*\*|\]\(", re.MULTILINE)
# `**Break:** \[05:10\]`: the label of a block that nobody speaks, followed only by times.
_PSEUDO = lazy(
    rf"^(?=.{{0,100}}$)[\s*_\[【（(]{{0,6}}([^\s：:*_\[\]][^：:*_\[\]]{{0,19}}?)"
    rf"\s?[*_]{{0,2}}[：:]\s?[*_]{{0,2}}[\s\\\[\]()]*(?:{TIME})?(?:[\s\\\[\]()]|to|[-–—~]|{TIME})*[】）)]?$"
)
_AFTER_PICTURE = lazy(r"^\s{0,8}!\[[^\[\]]{0,300}\]\([^()\s]{1,1000}\)\s{0,4}(\S.{0,160}?)\s*$")
_DEFINED = lazy(r"^\s{0,3}\[([^\]^]{1,60})\]:\s*(?:<|https?:|www\.|\.{0,2}/|#|mailto:)")
_SHORTCUT = lazy(r"(?<![!\]\\])\[([^\[\]\n]{1,60})\](?![\[(:：])")
_LABEL = lazy(r"^[*_]{0,3}[^\s：:*_][^：:]{0,39}[：:]")
_LEAST_WRAPPED = 50  # columns of a line that was wrapped
_NEAR = 3  # lines from a picture, with tags and a blank line between, to a centred caption
_LEAST_WORDS = 8  # words of an indented line that is a sentence and not code
_BLANKS = " \t\u3000"
_CLOSING = "”」』\"’'"


#: The rows, what was dropped, the title with its line, and the speakers that the format itself names.
_Page = tuple[list[Row], list[Dropped], tuple[str, int] | None, tuple[str, ...]]


@dataclass(slots=True)
class Contents:
    """The contents of a file in its format.

    `title` is the page's own title and line, `kind` the format, `voices` the speakers that the format itself names.
    """

    kind: str
    rows: list[Row]
    dropped: list[Dropped]
    front: Front
    title: tuple[str, int] | None = None
    warnings: tuple[ScriptWarning, ...] = ()
    voices: tuple[str, ...] = ()


def read_container(lines: list[str]) -> Contents:
    """The contents of a file in any supported format."""
    lines = without_data(lines)
    front = front_matter(lines)
    body, dropped = without_comments([""] * front.lines + lines[front.lines :])
    title: tuple[str, int] | None = None
    voices: tuple[str, ...] = ()
    unnamed: tuple[ScriptWarning, ...] = ()
    if is_subtitles(body):
        kind, voices = "subtitles", voices_of(body)
        rows, cut, unnamed = read_subtitles(body)
    else:
        page = _read_page(body)
        kind, (rows, cut, title, voices) = ("html", page) if page else _read_text(body)
    if kind != "subtitles":
        rows, stamps = _unstamp(rows)
        cut += stamps
    return Contents(kind, rows, [*front.dropped, *dropped, *cut], front, title, front.warnings + unnamed, voices)


def _read_page(lines: list[str]) -> _Page | None:
    """The rows of a web page, what was dropped, its title and the speakers of its tables; None if it is none."""
    if not any("<" in line for line in lines):
        return None
    from audiobuild.script import webpage  # imported here, with the parser of HTML: most scripts are no pages

    return webpage.read_webpage(lines) if webpage.is_webpage(lines) else None


def _read_text(lines: list[str]) -> tuple[str, _Page]:
    """Plain text, Markdown or LaTeX: which of the first two, and what it has, as of a page without a title."""
    lines, commands = from_latex(lines)
    lines, components = without_components(lines)
    lines, folds = without_originals(lines)
    lines = mended(lines)
    kind = "markdown" if len(_MARKDOWN.findall("\n".join(lines)[:200_000])) >= 2 else "plain"
    reader = _Reader(lines, kind == "markdown")
    rows, dropped = reader.read()
    return kind, (rows, dropped + folds + commands + components, None, tuple(reader.voices))


class _Reader:
    """Reads the lines of plain text or Markdown in order.

    `gap`, `below`, `broken`, `timed` and `pictured` are about the line before: it was blank, not blank, ended a page,
    was only a time stamp, was a picture; `note`: it was a note. `shown` is the last line with a picture, in HTML too,
    `lazy` that of a quote without its mark.
    """

    def __init__(self, lines: list[str], markdown: bool) -> None:
        self.lines = lines
        self.markdown = markdown
        self.notes = frozenset(_REFERENCE.findall("\n".join(lines)))  # a line that begins with such a mark is the note
        self.links = frozenset(link[1].casefold() for link in map(_DEFINED.match, lines) if link)
        self.rows: list[Row] = []
        self.dropped: list[Dropped] = []
        self.voices: dict[str, None] = {}  # the speakers that tables name
        self.table: list[tuple[int, str]] = []
        self.fenced = fenced(lines)
        self.gap, self.lazy, self.shown = True, 0, -_NEAR
        self.broken = self.note = self.below = self.timed = self.pictured = False

    def read(self) -> tuple[list[Row], list[Dropped]]:
        for number, line in enumerate(self.lines, start=1):
            self.broken = self.broken or "\x0c" in line
            if is_table_line(line) and number not in self.fenced:
                self.table.append((number, line.strip()))
                self.below, self.pictured = True, False
                continue
            self._end_table()
            if line.strip():
                self._line(number, line.replace("\x0c", " "))
            else:
                self.gap, self.below = True, False
        self._end_table()
        return self.rows, self.dropped

    def _line(self, number: int, line: str) -> None:
        """Read a line that is not blank and no part of a table."""
        reason = "code" if number in self.fenced else self._reason(line)
        row = None if reason else self._row(number, line)
        if reason:
            self.dropped.append(Dropped(number, line.strip(), reason))
        elif row and self._is_caption(number, line, row):
            self.dropped.append(Dropped(number, plain(row.text), "caption"))
        elif row:
            self.rows.append(row)
            self.gap = self.broken = False
        self.below, self.pictured = True, bool(match("picture", line))
        if self.pictured or match("shown", line):
            self.shown = number

    def _is_caption(self, number: int, line: str, row: Row) -> bool:
        """Whether a line is the caption of the picture above it, or a picture with its caption."""
        is_legend = self.pictured and _is_legend(row, self.below)
        is_centred = number - self.shown <= _NEAR and match("centred-legend", line)
        return bool(is_legend or is_centred) or self._has_caption(number, line)

    def _has_caption(self, number: int, line: str) -> bool:
        """Whether a line, a paragraph of its own, is a picture with its caption: a name, or a title in quotes."""
        found = _AFTER_PICTURE.match(line) if self.gap else None
        below = self.lines[number].strip() if number < len(self.lines) else ""
        if found is None or below:
            return False
        caption = found[1]
        is_quoted = caption[0] in '“"「『' and caption[-1] in '”"」』'
        is_name = caption[0].isupper() and match("legend", caption) and not ends_sentence(caption)
        return is_quoted or bool(is_name)

    def _reason(self, line: str) -> str | None:
        """The reason why the whole line is not spoken, as far as the format decides it; else None."""
        by_form = (row.reason for row in cuts("line") if row.needle in line and row.pattern.match(line))
        reason = next(by_form, None) or self._in_context(line)
        self.note = reason == "footnote"
        return reason

    def _in_context(self, line: str) -> str | None:
        """The reason that follows from the lines before."""
        if self.markdown and self.gap and _is_code(line):
            return "code"
        if _is_pseudo(line):
            return "ad"
        if self._is_note(line):
            return "footnote"
        return None if self.gap or not self._underlines(line) else "page-break"

    def _underlines(self, line: str) -> bool:
        """Make the short line above without a full stop a heading, if it has a line of = or - directly below."""
        above = self.rows[-1]
        text = plain(above.text)
        tests = (
            _UNDERLINE.match(line),
            above.is_prose,
            len(text) <= _MAX_UNDERLINED,
            line[0] == "=" or above.gap,
            QUESTION_END.search(text) or not ends_sentence(text.rstrip(_CLOSING)),
        )
        if not all(tests):
            return False
        self.rows[-1] = replace(above, kind=Kind.HEADING, level=1 if line[0] == "=" else 2)
        return True

    def _is_note(self, line: str) -> bool:
        """Whether the line is a note, or continues the note above."""
        note = _NOTE.match(line)
        margin = _MARGIN if self.below else _DEEP_MARGIN
        continues = self.note and margin.match(line) is not None
        return continues or (note is not None and note[1] in self.notes)

    def _row(self, number: int, line: str) -> Row | None:
        """One line as a Row, its quote, heading and list marks parsed and its inline parts cut."""
        bare = line.strip(_BLANKS + "\r")
        quote = _QUOTE.match(bare)
        depth = len(quote.group().replace(" ", "").replace("\t", "")) if quote else 0
        kind, level, marker, text = self._kind(number, bare[quote.end() :].strip(_BLANKS) if quote else bare)
        depth = depth or self._continued_quote(number, kind, text)
        text = emphasise(self._shortcuts(text).replace("\\[", "[").replace("\\]", "]"))
        stamp = match("stamp", text)
        if stamp:
            self.dropped.append(Dropped(number, plain(stamp.group()).strip(), "timestamp"))
            text = _without(text, stamp)
        cutter = Cutter(number)
        text = unbolded(cutter.cut(text).strip())
        self.dropped += cutter.dropped
        timed, is_empty = self.timed or bool(stamp), not plain(text).strip()
        self.timed = timed and is_empty
        if is_empty:
            if not (cutter.dropped or stamp):
                self.dropped.append(Dropped(number, line.strip(), "page-break"))
            return None
        margin = line[: len(line) - len(line.lstrip(_BLANKS))].replace("\t", "    ").replace("\u3000", "  ")
        word = line.lstrip(_BLANKS + ">＞").partition(" ")[0]
        widths = width(line.rstrip()[: 2 * MAX_WRAP]), width(word[: 2 * MAX_WRAP])
        row = Row(number, text, kind, level, depth, len(margin), self.gap, marker, self.broken, timed, 0, *widths)
        return replace(row, linked=cutter.linked)

    def _shortcuts(self, text: str) -> str:
        """The text with each link `[Ann Lee]` that is defined below as a link with an address: `[Ann Lee](#)`."""
        if not self.links or "[" not in text:
            return text
        return _SHORTCUT.sub(lambda link: f"{link[0]}(#)" if link[1].casefold() in self.links else link[0], text)

    def _continued_quote(self, number: int, kind: Kind, text: str) -> int:
        """The depth of the quote whose paragraph this line continues without a mark, 0 if it continues none."""
        above = Row(0, "") if self.gap or kind is not Kind.TEXT else self.rows[-1]
        if not above.quote or _LABEL.match(text):
            return 0
        wraps = text[0].islower() or (text[0].isascii() and above.columns >= _LEAST_WRAPPED)
        continues = above.line == self.lazy or (wraps and not ends_sentence(above.text))
        self.lazy = number if continues else 0
        return above.quote * continues

    def _kind(self, number: int, text: str) -> tuple[Kind, int, str, str]:
        """The kind of the line, the level of a heading, the bullet of an item, and the text after these marks."""
        kind, level, marker = Kind.TEXT, 0, ""
        heading, section = _HEADING.match(text), _SECTION.match(text)
        # below the first line, `#bread #oven` are tags
        if heading and not (self.rows and _HASHTAGS.match(text)):
            kind, level, text = Kind.HEADING, len(heading[1]), heading[2].rstrip("#").rstrip(_BLANKS)
        elif section:
            kind, level, text = Kind.HEADING, 2, section[1]
        item = _ITEM.match(text)
        if item:
            kind, marker, text = Kind.ITEM, item[1], self._without_box(number, text[item.end() :])
        return kind, level, marker, text

    def _without_box(self, number: int, text: str) -> str:
        """The text of a list item without the box of a task: `- [x] rent a house`."""
        box = match("box", text)
        if box is None:
            return text
        self.dropped.append(Dropped(number, box.group().strip(), "code"))
        return text[box.end() :]

    def _end_table(self) -> None:
        if self.table:
            rows, dropped, names = dialogue_rows(self.table)
            self.voices.update(dict.fromkeys(names))
            self.rows += rows
            self.dropped += dropped
            self.table = []


def _is_pseudo(line: str) -> bool:
    """Whether the line is the label of a block that nobody speaks, followed only by times."""
    pseudo = _PSEUDO.match(line)
    return pseudo is not None and fold(pseudo[1]) in words.PSEUDO_SPEAKERS


def _is_legend(row: Row, below: bool) -> bool:
    """Whether a line below a picture (directly `below` it) is its caption."""
    is_short = match("legend", row.text) and not ends_sentence(row.text)
    is_italic = below and match("italic-legend", row.text)
    return row.is_prose and bool(is_short or is_italic or match("numbered-legend", row.text))


def _is_code(line: str) -> bool:
    """Whether an indented line is code; a sentence with a link in it is an answer."""
    is_sentence = ends_sentence(line) and len(line.split()) >= _LEAST_WORDS
    return all((_DEEP_MARGIN.match(line), LIKE_CODE.search(line), not is_sentence))


def _unstamp(rows: list[Row]) -> tuple[list[Row], list[Dropped]]:
    """The rows without leading clock times, if so many have one that it is a time stamp."""
    stamped = [(row, match("bare-stamp", row.text)) for row in rows]
    times = [stamp[1] for _, stamp in stamped if stamp]
    if len(times) < max(2, len(rows) / 5) or not _ascending(times):
        return rows, []
    kept: list[Row] = []
    dropped: list[Dropped] = []
    timed = False
    for row, stamp in stamped:
        text = row.text
        if stamp:
            dropped.append(Dropped(row.line, plain(stamp.group()).strip(), "timestamp"))
            timed, text = True, _without(text, stamp)
        if plain(text).strip():
            kept.append(replace(row, text=text, timed=timed or row.timed))
            timed = False
    return kept, dropped


def _without(text: str, stamp: re.Match[str]) -> str:
    """The text after a time stamp, bold if the stamp was inside bold text."""
    rest = text[stamp.end() :].strip()
    return BOLD + rest if stamp.group().count(BOLD) > stamp.group().count(BOLD_END) else rest


def _ascending(stamps: list[str]) -> bool:
    """Whether the times mostly increase, as in a recording."""
    seconds = list(map(_seconds, stamps))
    grows = sum(before <= after for before, after in itertools.pairwise(seconds))
    return grows * 10 >= (len(seconds) - 1) * 9


def _seconds(stamp: str) -> float:
    total = 0.0
    for part in stamp.rstrip("s").replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
