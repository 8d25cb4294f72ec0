"""Lines become rows: a web page or subtitles by their own readers, plain text and Markdown by the one here.

What the container itself says is no speech (code, tables, link and note definitions) leaves here.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from audiobuild.model import Dropped, ScriptWarning
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.fences import LIKE_CODE, fenced
from audiobuild.script.folds import without_originals
from audiobuild.script.front_matter import Front, front_matter
from audiobuild.script.inline import TIME, Cutter, emphasise
from audiobuild.script.latex import from_latex
from audiobuild.script.lines import (
    BOLD,
    BOLD_END,
    ITALIC,
    ITALIC_END,
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
from audiobuild.script.subtitles import is_subtitles, read_subtitles
from audiobuild.script.tables import dialogue_rows, is_table_line
from audiobuild.script.webpage import is_webpage, read_webpage
from audiobuild.script.wrapping import MAX_WRAP

_HEADING = lazy(r"^(#{1,6})(?:[ \t\u3000]+|(?=[^#\s\d!/]))(.*?)[ \t\u3000]*#*[ \t\u3000]*$")
_HASHTAGS = lazy(r"^#[^#\s]{1,30}#?(?:\s+#[^#\s]{1,30}#?)*$")
_QUOTE = lazy(r"^[>＞](?![>＞]{3})[ \t]?(?:[>＞][ \t]?){0,5}")
_ITEM = lazy(r"^([-*+•●·・‧▪◦►])(?:[ \t\u3000]+(?=\S)|(?<=[•●▪◦])(?=\S))")
_BOX = lazy(r"^\[[ xX]\][ \t]+(?=\S)")
_SECTION = lazy(r"^={2,}[ \t]*([^=\s][^=]{0,60}?)[ \t]*={2,}$")
_LINK_DEFINITION = lazy(r"^\s{0,3}\[([^\]^]{1,60})\]:\s*(?:<|https?:|www\.|/|#|mailto:)")
# `[//]: # (checked)`, `[#]: author: "…"`: a comment in the clothes of a link definition
_COMMENT = lazy(r"^\s{0,3}\[(?://|#|comment)\]:", re.IGNORECASE)
_NOTE_DEFINITION = lazy(r"^\s{0,3}\[\^[^\]]{1,40}\]:")
_NOTE = lazy(r"^([①-⑳❶-❿]|[\[［【〔](?:注\s?)?\d{1,3}[\]］】〕]|※\d{1,2})(?![(（\[])\s*\S")
_REFERENCE = lazy(r"(?<=\S)(?:[①-⑳❶-❿]|[\[［【〔](?:注\s?)?\d{1,3}[\]］】〕]|※\d{1,2})")
_PICTURE = lazy(
    r"^\s*(?:!\[[^\[\]\n]{0,300}\]\([^\s][^\n]{0,1000}\)|"
    r"\[?(?:\{%\s?(?:image|figure|picture|img)\b[^{}\n]{0,600}%\}|\{\{<\s?figure\b[^{}\n]{0,600}\}\})(?:\]\([^()\n]{0,600}\))?)\s*$"
)
_MAX_LEGEND = 30
_NO_LEGEND = lazy(r"[：:？?，,]|^(?:[一二三四五六七八九十\d]+[、.．)）]|[（(第]|[QAＱＡ问答]\b)|[吗呢]$")
_UNDERLINE = lazy(r"^(?:={3,}|-{3,})\s*$")
_MARKDOWN = lazy(r"^\s{0,3}(?:#{1,6}\s|```|!\[)|\*\*[^*\n]{1,200}\*\*|\]\(", re.MULTILINE)
_SECONDS = r"\d{1,5}\.\d{1,3}\s?(?:-->|→)\s?\d{1,5}\.\d{1,3}"  # [4256.06 → 4256.62]
_STAMP = lazy(
    rf"^[\s{BOLD}]{{0,8}}[\[［【(（〔<]\s?(?:{_SECONDS}|{TIME}(?:\s?(?:-->|[-–—~～→])"
    rf"\s?{TIME})?)\s?[\]］】)）〕>][\s{BOLD_END}]{{0,8}}[：:]?"
)
# `**Break:** \[05:10\]`: the label of a block that is nobody's speech, and nothing behind it but times.
_PSEUDO = lazy(
    rf"^[\s*_\[【（(]{{0,6}}([^\s：:*_\[\]][^：:*_\[\]]{{0,19}}?)"
    rf"\s?[*_]{{0,2}}[：:]\s?[*_]{{0,2}}[\s\\\[\]()]*(?:{TIME})?(?:[\s\\\[\]()]|to|[-–—~]|{TIME})*[】）)]?$"
)
_MAX_PSEUDO = 100
_LEAST_WORDS = 8  # of an indented line that is a sentence and not code
_MAY_STAMP = frozenset(f"0123456789 \t\u3000[［【(（〔<{BOLD}")
_BARE_STAMP = lazy(
    rf"^[\s{BOLD}]{{0,8}}({TIME})(?:\s?(?:-->|[-–—~～→])\s?{TIME})?(?=\s|$|[\u3400-\u9fff{BOLD_END}])"
    rf"[\s{BOLD_END}]{{0,8}}"
)


@dataclass(slots=True)
class Contents:
    """What a file holds once its container is read; `title` is the page's own and its line, `kind` the container."""

    kind: str
    rows: list[Row]
    dropped: list[Dropped]
    front: Front
    title: tuple[str, int] | None = None
    warnings: tuple[ScriptWarning, ...] = ()


def read_container(lines: list[str]) -> Contents:
    """The rows of the file in whatever container it came."""
    front = front_matter(lines)
    body, comments = without_comments(["" for _ in range(front.lines)] + lines[front.lines :])
    title: tuple[str, int] | None = None
    if is_subtitles(body):
        kind = "subtitles"
        rows, dropped = read_subtitles(body)
    elif is_webpage(body):
        kind = "html"
        rows, dropped, title = read_webpage(body)
        rows, stamps = _unstamp(rows)
        dropped += stamps
    else:
        body, commands = from_latex(body)
        body, folds = without_originals(body)
        body = mended(body)
        kind = "markdown" if len(_MARKDOWN.findall("\n".join(body)[:200_000])) >= 2 else "plain"
        rows, dropped = _Reader(body, kind == "markdown").read()
        rows, stamps = _unstamp(rows)
        dropped += stamps + folds + commands
    return Contents(kind, rows, [*front.dropped, *comments, *dropped], front, title, front.warnings)


class _Reader:
    """Reads the lines of plain text or Markdown one after the other."""

    def __init__(self, lines: list[str], markdown: bool) -> None:
        self.lines = lines
        self.markdown = markdown
        self.notes = _referenced(lines)
        self.rows: list[Row] = []
        self.dropped: list[Dropped] = []
        self.table: list[tuple[int, str]] = []
        self.fenced = fenced(lines)
        self.note = False
        self.below = False  # the line before was not blank
        self.timed = False
        self.pictured = False  # the line before was a picture

    def read(self) -> tuple[list[Row], list[Dropped]]:
        gap, broken = True, False
        for number, line in enumerate(self.lines, start=1):
            if "\x0c" in line:
                broken, line = True, line.replace("\x0c", " ")
            if not line.strip():
                gap, self.below = True, False
                self._end_table()
                continue
            row = self._line(number, line, gap, broken)
            below, self.below = self.below, True
            if row and self.pictured and _is_legend(row, below):
                self.dropped.append(Dropped(number, plain(row.text), "caption"))
                row = None
            self.pictured = bool(_PICTURE.match(line))
            if row:
                self.rows.append(row)
                gap = broken = False
        self._end_table()
        return self.rows, self.dropped

    def _line(self, number: int, line: str, gap: bool, broken: bool) -> Row | None:
        if is_table_line(line) and number not in self.fenced:
            self.table.append((number, line.strip()))
            return None
        self._end_table()
        reason = "code" if number in self.fenced else self._reason(line, gap)
        if reason:
            self.dropped.append(Dropped(number, line.strip(), reason))
            return None
        return self._row(number, line, gap, broken)

    def _reason(self, line: str, gap: bool) -> str | None:
        """Why the whole line is not spoken, as far as the container knows."""
        if self.markdown and gap and line.startswith(("    ", "\t")) and _is_code(line):
            return "code"
        if "]:" in line and _COMMENT.match(line):
            return "metadata"
        if "]:" in line and _LINK_DEFINITION.match(line):
            return "url"
        if _is_pseudo(line):
            return "ad"
        self.note = self._is_note(line)
        if self.note:
            return "footnote"
        if _UNDERLINE.match(line) and not gap and self.rows and _is_underlined(self.rows[-1], line):
            self.rows[-1] = replace(self.rows[-1], kind=Kind.HEADING, level=1 if line[0] == "=" else 2)
            return "page-break"
        return None

    def _is_note(self, line: str) -> bool:
        """Whether the line is a note, or goes on with the one above."""
        if "[^" in line and _NOTE_DEFINITION.match(line):
            return True
        note = _NOTE.match(line.strip()) if self.notes else None
        if note and note[1] in self.notes:
            return True
        return self.note and line[:1] in " \t\u3000" and (self.below or line.startswith(("    ", "\t")))

    def _row(self, number: int, line: str, gap: bool, broken: bool) -> Row | None:
        """One line as a row: its quote, heading and list marks read, its inline cuts made."""
        text, indent = _indent(line)
        depth, text = _unquoted(text)
        kind, level, marker, text = self._kind(number, text, depth)
        text = emphasise(text.replace("\\[", "[").replace("\\]", "]") if "\\" in text else text)
        stamp = _STAMP.match(text) if text[:1] in _MAY_STAMP else None
        if stamp:
            self.dropped.append(Dropped(number, plain(stamp.group()).strip(), "timestamp"))
            text = _without(text, stamp)
        cutter = Cutter(number)
        text = unbolded(cutter.cut(text).strip())
        self.dropped += cutter.dropped
        timed = self.timed or bool(stamp)
        self.timed = timed and not plain(text).strip()
        if not plain(text).strip():
            if not cutter.dropped and not stamp:
                self.dropped.append(Dropped(number, line.strip(), "page-break"))
            return None
        columns = len(line) if len(line) > MAX_WRAP else width(line.rstrip())
        first = width(line.lstrip(" \t\u3000>＞").partition(" ")[0]) if columns <= MAX_WRAP else columns
        return Row(number, text, kind, level, depth, indent, gap, marker, broken, timed, 0, columns, first)

    def _kind(self, number: int, text: str, depth: int) -> tuple[Kind, int, str, str]:
        """What the line is, the level of a heading, the bullet of an item, and the text behind these marks."""
        kind, level, marker = Kind.TEXT, 0, ""
        heading = _HEADING.match(text) if text[:1] == "#" else None
        section = _SECTION.match(text) if text[:1] == "=" else None
        if heading and (heading[2] or depth) and not self._is_hashtags(text):
            kind, level, text = Kind.HEADING, len(heading[1]), heading[2]
        elif section:
            kind, level, text = Kind.HEADING, 2, section[1]
        item = _ITEM.match(text)
        if item:
            kind, marker, text = Kind.ITEM, item[1], self._without_box(number, text[item.end() :])
        return kind, level, marker, text

    def _is_hashtags(self, text: str) -> bool:
        """Whether a line that begins with # is tags: below the first line, or several, or one between two #."""
        return bool(_HASHTAGS.match(text)) and (bool(self.rows) or " " in text or text.endswith("#"))

    def _without_box(self, number: int, text: str) -> str:
        """The text of a list item without the box of a task: `- [x] rent a house`."""
        box = _BOX.match(text)
        if box is None:
            return text
        self.dropped.append(Dropped(number, box.group().strip(), "code"))
        return text[box.end() :]

    def _end_table(self) -> None:
        if self.table:
            rows, dropped = dialogue_rows(self.table)
            self.rows += rows
            self.dropped += dropped
            self.table = []


def _referenced(lines: list[str]) -> frozenset[str]:
    """The marks of notes that stand inside a line: a line that begins with one of them is the note itself."""
    return frozenset(mark for line in lines if not line.isascii() or "[" in line for mark in _REFERENCE.findall(line))


_CLOSING = "”」』\"’'"


def _is_underlined(row: Row, line: str) -> bool:
    """A line of = or - right under a short line without a stop makes it a heading."""
    if row.kind is not Kind.TEXT or row.quote or len(row.text) > 60 or not (line[0] == "=" or row.gap):
        return False
    text = plain(row.text)
    return not ends_sentence(text.rstrip(_CLOSING)) or bool(QUESTION_END.search(text))


def _is_legend(row: Row, below: bool) -> bool:
    """Whether a row under a picture is its legend: a few words without a stop, a label or a number.

    On the line right `below` it an italic line is one too, however long.
    """
    text = plain(row.text).strip()
    if row.text.startswith(ITALIC) and row.text.endswith(ITALIC_END) and below:
        return not row.quote and not QUESTION_END.search(text)
    short = row.kind is Kind.TEXT and not row.quote and len(text) <= _MAX_LEGEND and row.text == text
    return short and not ends_sentence(text) and not _NO_LEGEND.search(text) and any(map(str.isalpha, text))


def _indent(line: str) -> tuple[str, int]:
    """The line without its leading blanks, and their width in columns."""
    text = line.lstrip(" \t\u3000")
    if len(text) == len(line):
        return text.rstrip(), 0
    columns = sum(2 if c == "\u3000" else 4 if c == "\t" else 1 for c in line[: len(line) - len(text)])
    return text.rstrip(), columns


def _is_code(line: str) -> bool:
    """Whether an indented line is code; a sentence with a link in it is an answer."""
    words_in = len(line.split())
    return bool(LIKE_CODE.search(line)) and not (ends_sentence(line) and words_in >= _LEAST_WORDS)


def _is_pseudo(line: str) -> bool:
    """Whether the line is the label of a block that nobody speaks, and nothing behind it but times."""
    if len(line) > _MAX_PSEUDO or (":" not in line and "：" not in line):
        return False
    pseudo = _PSEUDO.match(line)
    return pseudo is not None and fold(pseudo[1]) in words.PSEUDO_SPEAKERS


def _unquoted(text: str) -> tuple[int, str]:
    """How deep a line is quoted, and its text."""
    quote = _QUOTE.match(text) if text[0] in ">＞" else None
    if quote is None:
        return 0, text
    return quote.group().count(">") + quote.group().count("＞"), text[quote.end() :].strip(" \t\u3000")


def _unstamp(rows: list[Row]) -> tuple[list[Row], list[Dropped]]:
    """The rows without the time stamps at their front; a bare clock time is one only where most rows have it."""
    bare = [match[1] for row in rows if row.text[0] in _MAY_STAMP and (match := _BARE_STAMP.match(row.text))]
    common = len(bare) >= 2 and len(bare) * 5 >= len(rows) and _ascending(bare)
    kept: list[Row] = []
    dropped: list[Dropped] = []
    timed = False
    for row in rows:
        match = None
        if row.text[0] in _MAY_STAMP:
            match = _STAMP.match(row.text) or (_BARE_STAMP.match(row.text) if common else None)
        if not match:
            kept.append(replace(row, timed=True) if timed else row)
            timed = False
            continue
        dropped.append(Dropped(row.line, plain(match.group()).strip(), "timestamp"))
        text = _without(row.text, match)
        if plain(text).strip():
            kept.append(replace(row, text=text, timed=True))
        timed = not plain(text).strip()
    return kept, dropped


def _without(text: str, stamp: re.Match[str]) -> str:
    """The text behind a time stamp, still bold when the stamp stood inside the bold."""
    rest = text[stamp.end() :].strip()
    return BOLD + rest if stamp.group().count(BOLD) > stamp.group().count(BOLD_END) else rest


def _ascending(stamps: list[str]) -> bool:
    """Whether the times mostly grow, as they do in a recording."""
    seconds = [_seconds(stamp) for stamp in stamps]
    grows = sum(a <= b for a, b in itertools.pairwise(seconds))
    return grows * 10 >= (len(seconds) - 1) * 9


def _seconds(stamp: str) -> float:
    total = 0.0
    for part in stamp.rstrip("s").replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
