"""Web pages to Rows: block elements become rows; navigation, scripts and share bars are dropped.

The parser is the standard library's. It only receives tags that are closed within bounds, because an unclosed tag or
comment would make it search the rest of the file again and again.
"""

from __future__ import annotations

import functools
import html
import itertools
import operator
import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.components import WHOLE_TAG, without_components
from audiobuild.script.cuts import cuts
from audiobuild.script.inline import Cutter, emphasise
from audiobuild.script.lines import BOLD, BOLD_END, ITALIC, ITALIC_END, Kind, Row, plain
from audiobuild.script.tables import dialogue_rows

_START = lazy(
    r"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_TAG = lazy(r"</(?:p|div|h[1-6]|li|blockquote|td|article|section|dd|dt)>|<br\s*/?>", re.IGNORECASE)
_OPENING = lazy(
    r"<(?:p|div|h[1-6]|li|ul|ol|blockquote|table|tr|td|article|section|dd|dt|dl|br|main|body|figure|header|footer|nav|strong|b|span|a|em)\b",
    re.IGNORECASE,
)
_WRITTEN_HEADING = lazy(r"^(#{1,6})[ \t]+(\S.*)$")
_WRITTEN_ITEM = lazy(r"^[-*+][ \t]+(?=\S)")
_DECLARATION = lazy(r"<[!?][^<>]{0,2000}>")
_TAG = lazy(r"<[A-Za-z][^<>]{0,4000}>")
_STRAY = lazy(r"<(?!/?[A-Za-z][^<>]{0,4000}>)")
_AMPERSAND = "\ufdd4"
_OF_THE_HEAD = frozenset(["link", "meta"])  # elements without text

_NAME_CLASS = lazy(r"(?i)/.*(?:author|speaker|person|guest|host)[\s_-]?name\b")
_IS_BOLD = lazy(r"^(?:b|strong|dt|summary) |font-weight:(?:bold|[6-9]00)")
_IS_ITALIC = lazy(r"^(?:i|em|cite) |font-style:italic")
_NO_STYLE = lazy(r"[ /]")
_IS_CENTRED = lazy(r"text-align:center|^\w+ center |^True (?!.*text-align:)")
_IS_SITE = lazy(r"1 a (?:https?://[^/]+)?(?:\.?/(?:index\.html?)?)")  # a link to the first page in the first heading
_EFFECTS: dict[str, dict[str, Any]] = {
    "a": {"link": True},
    "article": {"main": True},
    "main": {"main": True},
    "li": {"item": True},
    "title": {"title": True},
    "table": {"table": True},
    **{f"h{level}": {"heading": level} for level in range(1, 7)},
}
_MARKS = ((BOLD, BOLD_END), (ITALIC, ITALIC_END))
#: Line breaks: none between hanzi, else a blank.
_COLLAPSED = (
    (
        lazy(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]{0,200}\n[ \t\u3000]{0,200}(?=[\u2e80-\u9fff\uff00-\uffef])"),
        "",
    ),
    (lazy(r"[ \t]{0,200}\n\s{0,200}|[ \t]{2,200}"), " "),
)
#: Emphasis of nothing, and blanks at its ends.
_TRIMMED = (
    (lazy(f"{BOLD}(\\s{{0,20}}){BOLD_END}|{ITALIC}(\\s{{0,20}}){ITALIC_END}"), r"\1\2"),
    (lazy(f"{BOLD_END}{BOLD}|{ITALIC_END}{ITALIC}"), ""),
    (lazy(f"([{BOLD}{ITALIC}])\\s{{1,20}}"), r"\1"),
    (lazy(f"\\s{{1,20}}([{BOLD_END}{ITALIC_END}])"), r"\1"),
)
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol blockquote article section main header body html dl dt dd figure hr center "
    "address details summary table tr td th tbody thead caption title".split()
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_CLOSED_BY_ITSELF = frozenset(["p", "li", "dt", "dd", "td", "th", "tr", "option"])
_IN_WORDS = frozenset(["sup", "rt", "rp"])  # what is not spoken in them is inside a line
_MAX_DEPTH = 100  # deeper nesting adds no information, and would cost time on every line

_IS_WORD = lazy(r"\w|[.,;:!?…“”\"'()]")
_PLAYS = frozenset("▶►⏵⏯▷🔊🔈")  # a link that plays the recording from here
_RULE = "—" * 5
#: A line that begins with a note's mark; it is the note if the mark was in a sentence before.
_NOTE = lazy(r"^([\[［【〔]\d{1,3}[\]］】〕]|[①-⑳])\s*\S")


@dataclass(frozen=True, slots=True)
class _Place:
    """The parser's position: the innermost element, and the combined effect of all open elements on its text.

    `marks` are the opening marks of emphasis, `main` is true inside the article.
    """

    tag: str = ""
    silent: str = ""
    marks: str = ""
    heading: int = 0
    quote: int = 0
    main: bool = False
    link: bool = False
    item: bool = False
    title: bool = False
    table: bool = False
    centred: bool = False


def is_webpage(lines: list[str]) -> bool:
    """Whether the file is HTML: by its declaration, or because most lines or paragraphs have block elements."""
    if _START.match("\n".join(lines[:200])[:20_000]):
        return True
    sample = list(filter(str.strip, lines[:400]))
    closed = len(_BLOCK_TAG.findall("\n".join(sample)[:200_000]))
    tagged = sum(bool(_OPENING.search(line[:5000])) for line in sample)
    return closed >= 3 and (tagged * 2 >= len(sample) or _is_tagged(lines))


def _is_tagged(lines: list[str]) -> bool:
    """Whether nearly all paragraphs with text begin with a tag, as those of a transcript wrapped inside `<p>` do."""
    blocks = [
        list(block) for has_text, block in itertools.groupby(lines[:2000], lambda line: bool(line.strip())) if has_text
    ]
    tagged = sum(len(block) for block in blocks if _OPENING.match(block[0].strip()[:200]))
    return tagged * 10 >= 9 * sum(map(len, blocks))


def read_webpage(lines: list[str]) -> tuple[list[Row], list[Dropped], tuple[str, int] | None, tuple[str, ...]]:
    """The rows of the page, what was dropped, its `<title>` with its line (None: it has none), and its speakers."""
    written: list[Dropped] = []
    above = next((i for i, line in enumerate(lines) if _OPENING.match(line.lstrip()[:200])), 0)
    if any(map(_WRITTEN_HEADING.match, lines[:above])):
        lines, written = without_components(lines)
        lines = [*map(_as_html, lines[:above]), *lines[above:]]
    page = _Page()
    page.feed(_bounded("\n".join(lines).replace("\x0c", " ")))
    page.close()
    page.finish()
    rows, outside = page.main_rows()
    dropped = sorted(page.dropped + outside + written, key=lambda d: d.line)
    return rows, dropped, page.title, tuple(page.voices)


def _as_html(line: str) -> str:
    """A line of Markdown above the elements, with a heading and the end of a paragraph as elements."""
    heading = _WRITTEN_HEADING.match(line)
    if heading:
        return f"<h{len(heading[1])}>{heading[2]}</h{len(heading[1])}>"
    return _WRITTEN_ITEM.sub("", line) if line.strip() else "<p></p>"


def _bounded(text: str) -> str:
    """The page with declarations blanked (newlines kept), and stray `<` and `&` escaped; it has no comments."""
    text = _DECLARATION.sub(lambda match: "\n" * match.group().count("\n"), text)
    text = _TAG.sub(_closed, WHOLE_TAG.sub(_in_one, text)).replace("&", _AMPERSAND)
    return _STRAY.sub(f"{_AMPERSAND}lt;", text)


def _in_one(match: re.Match[str]) -> str:
    """A tag without `<` and `>` in its attributes; of what a page's head says of it, only the line breaks."""
    tag = match.group()
    if match["name"] in _OF_THE_HEAD:
        return "\n" * tag.count("\n")
    return f"<{tag[1:-1].replace('<', ' ').replace('>', ' ')}>"


def _closed(match: re.Match[str]) -> str:
    """A tag with an unclosed quotation mark, which would hide the text after it, without its quotation marks."""
    tag = match.group()
    for quote in "\"'":
        if tag.count(quote) % 2:
            tag = tag.replace(quote, "")
    return tag


@dataclass(frozen=True, slots=True)
class _Lines:
    """The text of a table cell or of a paragraph outside the text, and its first and last line."""

    line: int
    end: int
    text: str

    def cuts(self, reason: str) -> list[Dropped]:
        """Each of the lines as dropped."""
        further = [Dropped(line, "…", reason) for line in range(self.line + 1, self.end + 1)]
        return [Dropped(self.line, plain(self.text), reason), *further]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: list[tuple[Row, bool]] = []  # with whether they are in the article, or the page's heading
        self.dropped: list[Dropped] = []
        self.voices: dict[str, None] = {}  # the speakers that tables name
        self._marks: set[str] = set()  # of notes, in the first so many of `dropped`
        self._counted = 0
        self.title: tuple[str, int] | None = None
        self._open: list[_Place] = [_Place()]
        self._text: list[str] = []
        self._line = self._last = 0
        self._gap = True
        self._played = False  # a mark that plays the recording was read since the last row
        self._linked = 0  # characters of links since the last row
        self._pictured = False  # a picture was read since the last row
        self._cells: list[tuple[int, list[_Lines]]] = []  # of the open table, by lines

    # -- elements ------------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.flush(gap=True)
        if tag in _VOID:
            self._end_line(tag, dict(attrs).get("alt"))
            return
        if tag == "tr":
            self._cells.append((self.getpos()[0], []))
        if self._open[-1].tag == tag and tag in _CLOSED_BY_ITSELF:
            self.handle_endtag(tag)
        if len(self._open) < _MAX_DEPTH:
            self._open.append(_inside(self._open[-1], tag, dict(attrs), self._pictured))
            self._emphasise(self._open[-2], self._open[-1])

    def _end_line(self, tag: str, picture: str | None) -> None:
        """End the row at a line break; report the text that stands for a picture."""
        place = self._open[-1]
        if tag == "br":
            self.flush()
        elif tag == "hr" and not (place.silent or place.table):
            self.rows.append((Row(self.getpos()[0], _RULE, gap=True), place.main))
        self._pictured = self._pictured or tag == "img"
        if tag == "img" and picture:
            self.dropped.append(Dropped(self.getpos()[0], picture.strip(), "caption"))

    def handle_endtag(self, tag: str) -> None:
        nearest = range(len(self._open) - 1, max(0, len(self._open) - 30), -1)
        depth = next((i for i in nearest if self._open[i].tag == tag), 0)
        if not depth:
            return
        now, after = self._open[-1], self._open[depth - 1]
        if (now.silent != after.silent and tag not in _IN_WORDS) or not _BLOCKS.isdisjoint(
            place.tag for place in self._open[depth:]
        ):
            self.flush(gap=tag in _BLOCKS)
            now = _Place()
            self._text = []
        self._emphasise(now, after)
        del self._open[depth:]
        if tag == "table" and not after.table:
            self._end_table()

    def _end_table(self) -> None:
        """Read a table of speakers and their speech as dialogue; drop any other."""
        cells = list(filter(operator.itemgetter(1), self._cells))
        self._cells = []
        rows, dropped, names = dialogue_rows(
            [(line, f"| {' | '.join(cell.text for cell in own)} |") for line, own in cells]
        )
        ends = {line: max(line, own[-1].end) for line, own in cells}
        self.rows += [(replace(row, last=ends[row.line]), self._open[-1].main) for row in rows]
        self.voices.update(dict.fromkeys(names))
        lines = {cut.line for cut in filter(_is_table, dropped)}
        self.dropped += itertools.filterfalse(_is_table, dropped)
        for cell in itertools.chain(*(own for line, own in cells if line in lines)):
            self.dropped += cell.cuts("table")

    def _emphasise(self, before: _Place, after: _Place) -> None:
        """Write the marks that lead from one place's emphasis to another's."""
        self._text += [closing for opening, closing in _MARKS if opening in before.marks.replace(after.marks, "")]
        self._text += [opening for opening, _ in _MARKS if opening in after.marks.replace(before.marks, "")]

    # -- text ----------------------------------------------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        if not data.strip():
            self._text.append(" ")
        elif self._open[-1].silent:
            if self._open[-1].tag not in _IN_WORDS:
                self.flush()
            self._silence(data, self._open[-1].silent)
        elif self._open[-1].tag == "a" and self._is_mark(data):
            self._played = self._played or bool(_PLAYS.intersection(data))
            self.dropped.append(Dropped(self.getpos()[0], data.strip(), "code"))
        else:
            first = self.getpos()[0]
            self._line = self._line or first + data[: len(data) - len(data.lstrip())].count("\n")
            self._last = first + data.rstrip().count("\n")
            self._linked += len(data.strip()) * self._open[-1].link
            self._text.append(data)

    def _is_mark(self, data: str) -> bool:
        """Whether the text of a link is only a symbol: ▶ plays the recording, # is the address of the paragraph."""
        return not _IS_WORD.search(html.unescape(data.replace(_AMPERSAND, "&")))

    def _silence(self, text: str, reason: str) -> None:
        lines = enumerate(text.replace(_AMPERSAND, "&").split("\n"), self.getpos()[0])
        self.dropped += [Dropped(number, line.strip(), reason) for number, line in lines if line.strip()]

    def finish(self) -> None:
        """End the page, and an unclosed table or script."""
        self.flush()
        if self.cdata_elem:
            self._silence(self.rawdata, "code")
        self._end_table()

    def flush(self, gap: bool = False) -> None:
        """Make a row of the text read so far."""
        self._emphasise(self._open[-1], _Place())
        text = _sub(_COLLAPSED, "".join(self._text)).replace(_AMPERSAND, "&")
        if plain(text).strip():
            lines = _Lines(self._line, max(self._line, self._last), text.strip())
            self._keep(lines, self._open[-1])
            self._gap = self._played = self._pictured = False
        self._gap = self._gap or gap
        self._line = self._linked = 0
        self._text = []
        self._emphasise(_Place(), self._open[-1])

    def _keep(self, lines: _Lines, place: _Place) -> None:
        """Keep a text as the page's title, a cell of a table or a row; drop a note."""
        note = _NOTE.match(lines.text)
        if place.title:
            self.dropped += lines.cuts("metadata")[0 if self.title else 1 :]
            self.title = self.title or (plain(lines.text).strip(), lines.line)
        elif place.table:
            self._cells = self._cells or [(lines.line, [])]
            self._cells[-1][1].append(replace(lines, text=lines.text.replace("|", "｜")))
        elif note and self._refers(note[1]):
            self.dropped.append(Dropped(lines.line, plain(lines.text).strip(), "footnote"))
        else:
            self._row(lines, place)

    def _row(self, lines: _Lines, place: _Place) -> None:
        cutter = Cutter(lines.line)
        text = _sub(_TRIMMED, cutter.cut(emphasise(lines.text))).strip()
        self.dropped += cutter.dropped
        if not plain(text).strip():
            return
        row = Row(
            lines.line,
            text,
            level=place.heading,
            quote=place.quote,
            gap=self._gap,
            timed=self._played,
            last=lines.end,
            played=self._played,
            linked=self._linked,
        )
        if place.heading:
            row = replace(row, kind=Kind.HEADING)
        elif place.item:
            row = replace(row, kind=Kind.ITEM, marker="-")
        self.rows.append((row, place.main or place.heading == 1))

    def _refers(self, mark: str) -> bool:
        """Whether a sentence before had this mark of a note."""
        self._marks.update(cut.text for cut in self.dropped[self._counted :] if cut.reason == "footnote-mark")
        self._counted = len(self.dropped)
        return mark in self._marks

    def main_rows(self) -> tuple[list[Row], list[Dropped]]:
        """The rows of `<article>` or `<main>` if it has most of the text, else all rows; and what was dropped."""
        rows = [row for row, _ in self.rows]
        inside = [row for row, main in self.rows if main]
        if _characters(inside) * 2 < max(1, _characters(rows)):
            return _ascending(rows), []
        outside = (_Lines(row.line, row.end, row.text).cuts("ad") for row, main in self.rows if not main)
        return _ascending(inside), list(itertools.chain(*outside))


def _characters(rows: list[Row]) -> int:
    return sum(len(row.text) for row in rows)


def _is_table(cut: Dropped) -> bool:
    return cut.reason == "table"


def _ascending(rows: list[Row]) -> list[Row]:
    """The rows with no row ending after the line where the next one begins."""
    starts = [*(row.line for row in rows[1:]), 1 << 60]
    return [replace(row, last=max(row.line, min(row.end, start))) for row, start in zip(rows, starts, strict=False)]


def _inside(outer: _Place, tag: str, given: dict[str, str | None], pictured: bool) -> _Place:
    """The place inside an element; `pictured`: directly below a picture."""
    style = _NO_STYLE.sub("", str(given.get("style", "")).lower())
    centred = bool(_IS_CENTRED.search(f"{outer.centred} {tag} {style}"))
    is_site = bool(_IS_SITE.fullmatch(f"{outer.heading} {tag} {given.get('href')}"))
    flags = "[hidden]" * ("hidden" in given) + "[site]" * is_site + "[legend]" * (pictured and centred)
    described = f"{tag} {style} {flags} / {given.get('class', '')} {given.get('id', '')} "
    is_name = outer.tag == "button" and _NAME_CLASS.search(described)  # it leads to a page about the speaker
    around = "" if tag == "main" else outer.silent  # a class such as sidebar-none around it says nothing of the text
    silent = "" if is_name else around or _why_silent(described)
    changed = replace(outer, tag=tag, silent=silent, centred=centred, marks=_marks(described, outer.marks))
    return replace(changed, **_EFFECTS.get(tag, {}), quote=outer.quote + (tag == "blockquote"))


@functools.lru_cache(maxsize=1024)
def _marks(described: str, outer: str) -> str:
    """The opening marks of the emphasis inside an element."""
    patterns = ((BOLD, _IS_BOLD), (ITALIC, _IS_ITALIC))
    return "".join(mark for mark, pattern in patterns if mark in outer or pattern.search(described))


@functools.lru_cache(maxsize=1024)
def _why_silent(described: str) -> str:
    """The reason why an element is not spoken, "" if it is."""
    return next((row.reason for row in cuts("element") if row.pattern.search(described)), "")


def _sub(rules: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    for pattern, instead in rules:
        text = pattern.sub(instead, text)
    return text
