"""Web pages to Rows: block elements become rows; navigation, scripts and share bars are dropped.

The parser is the standard library's. It only receives tags that are closed within bounds, because an unclosed tag or
comment would make it search the rest of the file again and again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from audiobuild.model import Dropped
from audiobuild.regex import lazy
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
_COMMENT = lazy(r"<!--.*?-->", re.DOTALL)
_DECLARATION = lazy(r"<[!?][^<>]{0,2000}>")
_TAG = lazy(r"<[A-Za-z][^<>]{0,4000}>")
_STRAY = lazy(r"<(?!/?[A-Za-z][^<>]{0,4000}>)")
_AMPERSAND = "\ufdd4"

_SILENT = {
    tag: reason
    for reason, tags in {
        "code": "script style pre svg noscript template iframe math object",
        "ad": "nav footer aside form button select textarea label menu dialog",
        "caption": "figcaption video audio",
        "metadata": "rt rp",
        "footnote-mark": "sup",
    }.items()
    for tag in tags.split()
}
_SILENT_CLASS = lazy(
    r"(?:^|[\s_-])(?:share|sharing|social|nav|navbar|navigation|menu|sidebar|breadcrumbs?|related|recommend\w*|comments?|advert\w*|ads?|promo|subscribe|"
    r"newsletter|copyright|pagination|pager|tags?|toolbar|qrcode|reward|cookie|footer|site-header)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAME_CLASS = lazy(r"(?:author|speaker|person|guest|host)[\s_-]?name\b", re.IGNORECASE)
_CAPTION_CLASS = lazy(r"(?:^|[\s_-])(?:caption|figure-?text|img-?desc|photo-?credit)(?:$|[\s_-])", re.IGNORECASE)
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol blockquote article section main header body html dl dt dd figure hr center "
    "address details summary table tr td th tbody thead caption title".split()
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_CLOSED_BY_ITSELF = frozenset(["p", "li", "dt", "dd", "td", "th", "tr", "option"])
_MAX_DEPTH = 100  # deeper nesting adds no information, and would cost time on every line

#: A line that begins with a note's mark; it is the note if the mark was in a sentence before.
_NOTE = lazy(r"^([\[［【〔]\d{1,3}[\]］】〕]|[①-⑳])\s*\S")


@dataclass(frozen=True, slots=True)
class _Place:
    """The parser's position: the innermost element, and the combined effect of all open elements on its text."""

    tag: str = ""
    silent: str = ""
    bold: int = 0
    italic: int = 0
    heading: int = 0
    quote: int = 0
    main: int = 0
    item: bool = False
    title: bool = False


def is_webpage(lines: list[str]) -> bool:
    """Whether the file is HTML: by its declaration, or because most lines have block elements."""
    head = "\n".join(lines[:200])[:20_000]
    if _START.match(head):
        return True
    sample = [line for line in lines[:400] if line.strip()]
    text = "\n".join(sample)[:200_000]
    closed = len(_BLOCK_TAG.findall(text))
    tagged = sum(bool(_OPENING.search(line[:5000])) for line in sample)
    return closed >= 3 and tagged * 2 >= len(sample)


def read_webpage(lines: list[str]) -> tuple[list[Row], list[Dropped], tuple[str, int] | None]:
    """The rows of the page, what was dropped, and its `<title>` with its line (None: it has none)."""
    page = _Page()
    page.feed(_bounded("\n".join(line.replace("\x0c", " ") for line in lines)))
    page.close()
    page.finish()
    rows, outside = page.main_rows()
    return rows, sorted(page.dropped + outside, key=lambda d: d.line), page.title


def _bounded(text: str) -> str:
    """The page with comments and declarations blanked (newlines kept), and stray `<` and `&` escaped."""
    text = _COMMENT.sub(_blank, text) if "-->" in text and "<!--" in text else text
    text = _TAG.sub(_closed, _DECLARATION.sub(_blank, text))
    return _STRAY.sub("&lt;", text.replace("&", _AMPERSAND)).replace("&lt;", f"{_AMPERSAND}lt;")


def _closed(match: re.Match[str]) -> str:
    """A tag with an unclosed quotation mark, which would hide the text after it, without its quotation marks."""
    tag = match.group()
    for quote in "\"'":
        if tag.count(quote) % 2:
            tag = tag.replace(quote, "")
    return tag


def _blank(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


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
        self.rows: list[tuple[Row, bool]] = []
        self.dropped: list[Dropped] = []
        self._marks: set[str] = set()  # of notes, in the first so many of `dropped`
        self._counted = 0
        self.title: tuple[str, int] | None = None
        self._open: list[_Place] = [_Place()]
        self._text: list[str] = []
        self._line = self._last = 0
        self._gap = True
        self._cells: list[tuple[int, list[_Lines]]] | None = None

    # -- elements ------------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.flush()
        elif tag == "img" and given.get("alt"):
            self.dropped.append(Dropped(self.getpos()[0], given["alt"].strip(), "caption"))
        if tag in _BLOCKS:
            self.flush(gap=True)
        if tag in _VOID:
            return
        if tag == "table" and self._cells is None:
            self._cells = []
        elif tag == "tr" and self._cells is not None:
            self._cells.append((self.getpos()[0], []))
        if self._open[-1].tag == tag and tag in _CLOSED_BY_ITSELF:
            self.handle_endtag(tag)
        if len(self._open) < _MAX_DEPTH:
            self._open.append(_inside(self._open[-1], tag, given))
            self._emphasise(self._open[-2], self._open[-1])

    def handle_endtag(self, tag: str) -> None:
        nearest = range(len(self._open) - 1, max(0, len(self._open) - 30), -1)
        depth = next((i for i in nearest if self._open[i].tag == tag), 0)
        if not depth:
            return
        now, after = self._open[-1], self._open[depth - 1]
        self._emphasise(now, after)
        if now.silent != after.silent or any(place.tag in _BLOCKS for place in self._open[depth:]):
            self.flush(gap=tag in _BLOCKS)
            self._text = []
            self._emphasise(_Place(), after)
        del self._open[depth:]
        if tag == "table" and self._cells is not None:
            self._end_table(self._cells)

    def _end_table(self, cells: list[tuple[int, list[_Lines]]]) -> None:
        """Read a table of speakers and their speech as dialogue; drop any other."""
        self._cells = None
        texts = [(line, f"| {' | '.join(cell.text for cell in own)} |") for line, own in cells if own]
        rows, dropped = dialogue_rows(texts)
        ends: dict[int, int] = {}
        for line, own in cells:
            ends[line] = max([ends.get(line, line), *(cell.end for cell in own)])
        self.rows += [(replace(row, last=ends[row.line]), self._open[-1].main > 0) for row in rows]
        gone = {cut.line for cut in dropped if cut.reason == "table"}
        self.dropped += [cut for cut in dropped if cut.reason != "table"]
        self.dropped += [cut for line, own in cells if line in gone for cell in own for cut in cell.cuts("table")]

    def _emphasise(self, before: _Place, after: _Place) -> None:
        """Write the marks that lead from one place's emphasis to another's."""
        for opening, closing, old, new in (
            (BOLD, BOLD_END, before.bold, after.bold),
            (ITALIC, ITALIC_END, before.italic, after.italic),
        ):
            if new > 0 >= old:
                self._text.append(opening)
            elif old > 0 >= new:
                self._text.append(closing)

    # -- text ----------------------------------------------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        if not data.strip():
            if self._text and not self._text[-1].endswith(" "):
                self._text.append(" ")
        elif self._open[-1].silent:
            self.flush()
            first = self.getpos()[0]
            for offset, line in enumerate(data.split("\n")):
                if line.strip():
                    self.dropped.append(Dropped(first + offset, _shown(line), self._open[-1].silent))
        else:
            if not self._line:
                self._line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self._last = self.getpos()[0] + data.rstrip().count("\n")
            self._text.append(data)

    def finish(self) -> None:
        """End the page, and an unclosed table or script."""
        self.flush()
        if self.cdata_elem:
            first = self.getpos()[0]
            left = enumerate(self.rawdata.split("\n"), first)
            self.dropped += [Dropped(number, _shown(line), "code") for number, line in left if line.strip()]
        if self._cells is not None:
            self._end_table(self._cells)

    def flush(self, gap: bool = False) -> None:
        """Make a row of the text read so far."""
        text = _collapse("".join(self._text)).replace(_AMPERSAND, "&")
        if plain(text).strip():
            self._row(text, self._open[-1])
            self._gap = False
        self._gap = self._gap or gap
        self._line = 0
        self._text = []
        self._emphasise(_Place(), self._open[-1])

    def _row(self, text: str, place: _Place) -> None:
        if place.title:
            cuts = _Lines(self._line, self._last, text.strip()).cuts("metadata")
            self.dropped += cuts if self.title else cuts[1:]
            self.title = self.title or (plain(text).strip(), self._line)
            return
        if self._cells is not None:
            if not self._cells:
                self._cells.append((self._line, []))
            end = max(self._line, self._last)
            self._cells[-1][1].append(_Lines(self._line, end, text.replace("|", "｜").strip()))
            return
        cutter = Cutter(self._line)
        cut = cutter.cut(emphasise(text))
        note = _NOTE.match(text.strip())
        if note and self._refers(note[1]):
            self.dropped.append(Dropped(self._line, plain(text).strip(), "footnote"))
            return
        self.dropped += cutter.dropped
        if not plain(cut).strip():
            return
        kind = Kind.HEADING if place.heading else Kind.ITEM if place.item else Kind.TEXT
        marker = "-" if kind is Kind.ITEM else ""
        row = Row(
            self._line,
            _trim(cut),
            kind,
            place.heading,
            place.quote,
            gap=self._gap,
            marker=marker,
            last=max(self._line, self._last),
        )
        self.rows.append((row, place.main > 0))

    def _refers(self, mark: str) -> bool:
        """Whether a sentence before had this mark of a note."""
        self._marks.update(cut.text for cut in self.dropped[self._counted :] if cut.reason == "footnote-mark")
        self._counted = len(self.dropped)
        return mark in self._marks

    def main_rows(self) -> tuple[list[Row], list[Dropped]]:
        """The rows of `<article>` or `<main>` if it has most of the text, else all rows; and what was dropped."""
        total = sum(len(row.text) for row, _ in self.rows)
        inside = sum(len(row.text) for row, main in self.rows if main)
        if inside * 2 < total or inside == 0:
            return _ascending([row for row, _ in self.rows]), []
        first = next((i for i, (_, main) in enumerate(self.rows) if main), 0)
        kept = [
            row
            for i, (row, main) in enumerate(self.rows)
            if main or (i < first and row.kind is Kind.HEADING and row.level == 1)
        ]
        ids = set(map(id, kept))
        outside = [_Lines(row.line, row.end, row.text) for row, _ in self.rows if id(row) not in ids]
        return _ascending(kept), [cut for text in outside for cut in text.cuts("ad")]


def _shown(line: str) -> str:
    return line.replace(_AMPERSAND, "&").strip()


def _ascending(rows: list[Row]) -> list[Row]:
    """The rows with no row ending after the line where the next one begins."""
    starts = [row.line for row in rows[1:]]
    return [
        replace(row, last=max(row.line, min(row.end, after)))
        for row, after in zip(rows, [*starts, rows[-1].end] if rows else [], strict=True)
    ]


def _inside(outer: _Place, tag: str, given: dict[str, str]) -> _Place:
    """The place inside an element."""
    style = given.get("style", "").replace(" ", "").lower()
    bold = tag in ("b", "strong", "dt", "summary") or bool(re.search(r"font-weight:(?:bold|[6-9]00)", style))
    italic = tag in ("i", "em", "cite") or "font-style:italic" in style
    return _Place(
        tag,
        "" if _names_speaker(outer, given) else outer.silent or _why_silent(tag, given, style),
        outer.bold + bold,
        outer.italic + italic,
        int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else outer.heading,
        outer.quote + (tag == "blockquote"),
        outer.main + (tag in ("article", "main")),
        outer.item or tag == "li",
        outer.title or tag == "title",
    )


def _names_speaker(outer: _Place, given: dict[str, str]) -> bool:
    """Whether an element inside a button is the name above a turn; the button leads to a page about the speaker."""
    return outer.tag == "button" and bool(_NAME_CLASS.search(given.get("class", "")))


def _why_silent(tag: str, given: dict[str, str], style: str) -> str:
    """The reason why an element is not spoken, "" if it is."""
    names = f"{given.get('class', '')} {given.get('id', '')}"
    if tag in _SILENT:
        return _SILENT[tag]
    if "display:none" in style or "hidden" in given:
        return "metadata"
    if tag in ("html", "body", "article", "main", "a") or not names.strip():
        return ""
    return "caption" if _CAPTION_CLASS.search(names) else "ad" if _SILENT_CLASS.search(names) else ""


def _collapse(text: str) -> str:
    """The text with line breaks as blanks, or removed between hanzi."""
    text = re.sub(
        r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]{0,200}\n[ \t\u3000]{0,200}(?=[\u2e80-\u9fff\uff00-\uffef])", "", text
    )
    return re.sub(r"[ \t]{0,200}\n\s{0,200}|[ \t]{2,200}", " ", text)


def _trim(text: str) -> str:
    """The text without empty emphasis and outer blanks."""
    for opening, closing in ((BOLD, BOLD_END), (ITALIC, ITALIC_END)):
        text = re.sub(f"{opening}(\\s{{0,20}}){closing}", r"\1", text)
        text = re.sub(f"{closing}{opening}", "", text)
    for opening, closing in ((BOLD, BOLD_END), (ITALIC, ITALIC_END)):
        text = re.sub(f"{opening}\\s{{1,20}}", opening, text)
        text = re.sub(f"\\s{{1,20}}{closing}", closing, text)
        if text.count(opening) > text.count(closing):
            text += closing
        elif text.count(closing) > text.count(opening):
            text = opening + text
    return text.strip()
