"""A web page becomes rows: block elements are rows, navigation, scripts and share bars are dropped.

The parser is the standard library's. It is fed only tags that are closed within bounds, because an unclosed tag or
comment would make it search the rest of the file again and again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from audiobuild.model import Dropped
from audiobuild.script.inline import Cutter
from audiobuild.script.rows import BOLD, BOLD_END, ITALIC, ITALIC_END, Kind, Row, plain

_START = re.compile(r"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_BLOCK_TAG = re.compile(r"</(?:p|div|h[1-6]|li|blockquote|td|article|section|dd|dt)>|<br\s*/?>", re.IGNORECASE)
_OPENING = re.compile(r"<(?:p|div|h[1-6]|li|ul|ol|blockquote|table|tr|td|article|section|dd|dt|dl|br|main|body|figure|header|footer|nav|strong|b|span|a|em)\b", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<[!?][^<>]{0,2000}>")
_STRAY = re.compile(r"<(?!/?[A-Za-z][^<>]{0,4000}>)")
_AMPERSAND = "\ufdd4"

_SILENT = {"script": "code", "style": "code", "pre": "code", "svg": "code", "noscript": "code", "template": "code", "iframe": "code", "math": "code",
           "nav": "ad", "footer": "ad", "aside": "ad", "form": "ad", "button": "ad", "select": "ad", "textarea": "ad", "label": "ad", "menu": "ad", "dialog": "ad",
           "figcaption": "caption", "table": "table", "rt": "metadata", "rp": "metadata", "sup": "footnote-mark", "object": "code", "video": "caption", "audio": "caption"}
_SILENT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|nav|navbar|navigation|menu|sidebar|breadcrumbs?|related|recommend\w*|comments?|advert\w*|ads?|promo|subscribe|"
    r"newsletter|copyright|pagination|pager|tags?|toolbar|qrcode|reward|cookie|footer|site-header)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])(?:caption|figure-?text|img-?desc|photo-?credit)(?:$|[\s_-])", re.IGNORECASE)
_BLOCKS = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "article", "section", "main", "header", "body", "html", "dl", "dt", "dd", "figure", "hr", "center", "address", "details", "summary", "table", "tr", "td", "th", "tbody", "thead", "caption", "title"]
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_CLOSED_BY_ITSELF = frozenset(["p", "li", "dt", "dd", "td", "th", "tr", "option"])
_MAX_DEPTH = 100  # deeper nesting says nothing more about the text, and would cost time on every row


@dataclass(slots=True)
class _Open:
    """An open element that changes how text is read."""

    tag: str
    silent: str = ""
    bold: bool = False
    italic: bool = False


def is_webpage(lines: list[str]) -> bool:
    """Whether the file is HTML: it says so, or most of its lines carry block elements."""
    head = "\n".join(lines[:200])[:20_000]
    if _START.match(head):
        return True
    sample = [line for line in lines[:400] if line.strip()]
    text = "\n".join(sample)[:200_000]
    closed = len(_BLOCK_TAG.findall(text))
    tagged = sum(bool(_OPENING.search(line[:5000])) for line in sample)
    return closed >= 3 and tagged * 2 >= len(sample)


def read_webpage(lines: list[str]) -> tuple[list[Row], list[Dropped], str | None]:
    """The rows of the page, what it keeps from being spoken, and its `<title>` (None: it has none)."""
    page = _Page()
    page.feed(_bounded("\n".join(line.replace("\x0c", " ") for line in lines)))
    page.close()
    page.flush()
    rows, outside = page.main_rows()
    return rows, sorted(page.dropped + outside, key=lambda d: d.line), page.title


def _bounded(text: str) -> str:
    """The page with comments and declarations blanked (newlines stay), and stray `<` and `&` made plain text."""
    text = _COMMENT.sub(_blank, text) if "-->" in text and "<!--" in text else text
    text = _DECLARATION.sub(_blank, text)
    return _STRAY.sub("&lt;", text.replace("&", _AMPERSAND)).replace("&lt;", f"{_AMPERSAND}lt;")


def _blank(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: list[tuple[Row, bool]] = []
        self.dropped: list[Dropped] = []
        self.title: str | None = None
        self._open: list[_Open] = []
        self._text: list[str] = []
        self._line = 0
        self._gap = True
        self._main = 0
        self._cells: list[str] | None = None

    # -- elements ------------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.flush()
        elif tag == "img":
            self._image(given)
        elif tag == "hr":
            self.flush(gap=True)
        if tag in _VOID:
            return
        if tag in _BLOCKS:
            self.flush(gap=True)
        if self._open and self._open[-1].tag == tag and tag in _CLOSED_BY_ITSELF:
            self.handle_endtag(tag)
        if len(self._open) >= _MAX_DEPTH:
            return
        self._main += tag in ("article", "main")
        self._open.append(_opened(tag, given))
        if self._open[-1].bold:
            self._text.append(BOLD)
        if self._open[-1].italic:
            self._text.append(ITALIC)

    def handle_endtag(self, tag: str) -> None:
        depth = next((i for i in range(len(self._open) - 1, max(-1, len(self._open) - 30), -1) if self._open[i].tag == tag), -1)
        if depth < 0:
            return
        closing = self._open[depth:]
        for element in reversed(closing):
            if element.bold:
                self._text.append(BOLD_END)
            if element.italic:
                self._text.append(ITALIC_END)
        if any(e.tag in _BLOCKS or e.silent for e in closing):
            self.flush(gap=tag in _BLOCKS)
        del self._open[depth:]
        self._main -= sum(e.tag in ("article", "main") for e in closing)

    def _image(self, given: dict[str, str]) -> None:
        if given.get("alt"):
            self.dropped.append(Dropped(self.getpos()[0], given["alt"].strip(), "caption"))

    # -- text ----------------------------------------------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        if not data.strip():
            if self._text and not self._text[-1].endswith(" "):
                self._text.append(" ")
            return
        silent = next((e.silent for e in reversed(self._open) if e.silent), "")
        if silent:
            self.flush()
            first = self.getpos()[0]
            for offset, line in enumerate(data.split("\n")):
                if line.strip():
                    self.dropped.append(Dropped(first + offset, line.replace(_AMPERSAND, "&").strip(), silent))
            return
        if not any(part.strip(BOLD + BOLD_END + ITALIC + ITALIC_END + " ") for part in self._text):
            self._line = self.getpos()[0] + (len(data) - len(data.lstrip()) and data[: len(data) - len(data.lstrip())].count("\n"))
        self._text.append(data)

    def flush(self, gap: bool = False) -> None:
        """The text read so far becomes a row."""
        text = _collapse("".join(self._text)).replace(_AMPERSAND, "&")
        self._text = []
        if plain(text).strip():
            self._row(text)
            self._gap = False
        self._gap = self._gap or gap
        for element in self._open:
            if element.bold:
                self._text.append(BOLD)
            if element.italic:
                self._text.append(ITALIC)

    def _row(self, text: str) -> None:
        tags = [e.tag for e in self._open]
        if "title" in tags:
            self.title = self.title or plain(text).strip()
            self.dropped.append(Dropped(self._line, plain(text).strip(), "metadata"))
            return
        cutter = Cutter(self._line)
        cut = cutter.cut(text, markup=False)
        self.dropped += cutter.dropped
        if not plain(cut).strip():
            return
        heading = next((t for t in reversed(tags) if re.fullmatch(r"h[1-6]", t)), "")
        kind = Kind.HEADING if heading else Kind.ITEM if "li" in tags else Kind.TEXT
        row = Row(self._line, _trim(cut), kind, int(heading[1]) if heading else 0, tags.count("blockquote"), gap=self._gap, marker="-" if kind is Kind.ITEM else "")
        self.rows.append((replace(row, last=max(self._line, self.getpos()[0])), self._main > 0))

    def main_rows(self) -> tuple[list[Row], list[Dropped]]:
        """The rows of `<article>` or `<main>` where the page has one with most of the text, else all rows."""
        total = sum(len(row.text) for row, _ in self.rows)
        inside = sum(len(row.text) for row, main in self.rows if main)
        if inside * 2 < total or inside == 0:
            return _ascending([row for row, _ in self.rows]), []
        first = next((i for i, (_, main) in enumerate(self.rows) if main), 0)
        kept = [row for i, (row, main) in enumerate(self.rows) if main or (i < first and row.kind is Kind.HEADING and row.level == 1)]
        ids = set(map(id, kept))
        return _ascending(kept), [Dropped(row.line, plain(row.text), "ad") for row, _ in self.rows if id(row) not in ids]


def _ascending(rows: list[Row]) -> list[Row]:
    """No row ends behind the line where the next one begins."""
    return [
        replace(row, last=max(row.line, min(row.end, after.line))) for row, after in zip(rows, [*rows[1:], rows[-1]], strict=True)
    ] if rows else []


def _opened(tag: str, given: dict[str, str]) -> _Open:
    names = f"{given.get('class', '')} {given.get('id', '')}"
    style = given.get("style", "").replace(" ", "").lower()
    silent = _SILENT.get(tag, "")
    if not silent and tag not in ("html", "body", "article", "main", "a"):
        silent = "caption" if _CAPTION_CLASS.search(names) else "ad" if _SILENT_CLASS.search(names) else ""
    if "display:none" in style or "hidden" in given:
        silent = silent or "metadata"
    bold = tag in ("b", "strong", "dt", "summary") or bool(re.search(r"font-weight:(?:bold|[6-9]00)", style))
    return _Open(tag, silent, bold, tag in ("i", "em", "cite") or "font-style:italic" in style)


def _collapse(text: str) -> str:
    """Line breaks inside a paragraph are blanks, or nothing between hanzi."""
    text = re.sub(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]{0,200}\n[ \t\u3000]{0,200}(?=[\u2e80-\u9fff\uff00-\uffef])", "", text)
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
