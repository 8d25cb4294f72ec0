"""Drop boilerplate lines: page breaks, running heads, captions, appeals. The patterns are in boilerplate.toml."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.cuts import TIME
from audiobuild.script.label_candidates import Head, firm_heads
from audiobuild.script.lines import Kind, Row, ends_sentence, fold, plain
from audiobuild.script.patterns import EVERYWHERE, reason_of
from audiobuild.script.people import role_of_word
from audiobuild.script.questions import asks
from audiobuild.script.selections import places_where

_FULL_STOPS = ("。", ".", "！", "!", "？", "?")
_LABEL_ALONE = lazy(r"^.{1,39}[：:]$")  # on a line above its speech
_UNFINISHED = lazy(r"，|.{16}|[\u2e80-\uffff]{8}")  # in a line of at least 16 columns
_PAGE_NUMBER = lazy(r"[\W\d_]*\d[\W\d_]*")
_NUMBER = lazy(r"\d+")
_STOP_INSIDE = lazy(r"[。！？!?]\s*\w|\.\s+\w")
_FEW_STOPS = 10  # one line of ten with a stop inside; 4 % of the lines of captions have one
_STAMPED = lazy(rf"^@?[^\W\d_].{{0,40}}\s{TIME}$")  # `Mia 00:54`: who speaks, and when
_LEAST_CUT = 12  # letters of a line that a header cuts off
_TOP = 4  # lines in which title, byline and date appear without a sentence around them
_MAX_HEADER, _LEAST_HEADER = 60, 3  # characters of a line at the edge of a page, letters without the number
_MAX_BETWEEN = 4  # lines between "continued on" and "continued from"
_BREAKS = ("page-break", "caption", "ad")  # a sentence may continue after them
_GAP = r"[\s\u3000·・•|｜/／—–_-]"
# `营造·2012年第3期·58`, `離島生活　第 8 版`, `12 | Harbour Weekly, No. 3`: a name with its issue or page.
_ISSUE = lazy(
    rf"^(?:\d{{1,4}}{_GAP}{{1,8}})?[^。，！？；：:,!?;]{{0,30}}?{_GAP}{{1,20}}(?:(?:19|20)\d\d(?:\s?年)?[\s.·/-]{{0,3}})?"
    rf"(?:(?:第|总第|總第)\s?\d{{1,4}}\s?[期版页頁號号面卷輯辑]|[A-Z]?\d{{1,4}}\s?[版页頁面]|(?:Vol|No|Issue|Page|p|pp)\b\.?\s?\d{{1,4}}|"
    rf"(?:19|20)\d\d年\d{{1,2}}月(?:\d{{1,2}}日)?|(?:19|20)\d\d[./-]\d{{1,2}}(?:[./-]\d{{1,2}})?)"
    rf"(?:{_GAP}{{0,4}}(?:No\.?\s?)?\d{{1,4}})?$",
    re.IGNORECASE,
)
_CONTINUED_ON = lazy(r"(?=.{1,40}$).*(?:下[转轉接]|[转轉](?:第|下)|continued on|次ページ)", re.IGNORECASE)
_CONTINUED_FROM = lazy(r"(?=.{1,40}$).*(?:上接|接(?:第|上)|[续續](?:前|第)|continued from|前ページ)", re.IGNORECASE)
_PAIRS = ("▲△", "★☆", "▼▽")  # symbols of question and answer; a single one marks a caption

# `<rook> +1`, `[Rook] hear hear`, `(Rook)` alone: a name in brackets that may open a turn, but no page number
_IN_BRACKETS = lazy(r"([<＜][^<>＜＞]{1,24}[>＞]|[(（\[【][^()（）\[\]【】]{1,24}[)）\]】](?=\s*$|.*[^\W\d_]))")
_BY_WORDS = ("ad", "credits")  # reasons decided by a line's words, not by its form
_IN_LIST = 3  # an item with its neighbours
_LABELS = ("colon", "dot")
_RETURNS = 3  # times that a label begins a line before the lines between are certainly speech
_SENTENCE = lazy(r".*(?:[，。？！]|[,.?!] ).*[。.！!？?]$")  # a comma or full stop inside, unlike a button or a credit


def without_boilerplate(rows: list[Row]) -> tuple[list[Row], list[Dropped]]:
    """The lines without boilerplate, and what was dropped; the line after a page break is marked `broken`."""
    page = _Page(rows)
    kept: list[Row] = []
    dropped: list[Dropped] = []
    broken = False
    for index, row in enumerate(rows):
        reason = None if row.keep else page.reason(index, kept)
        if reason is None:
            kept.append(replace(row, broken=True) if broken else row)
            broken = False
            continue
        dropped.append(_cut(row, reason))
        broken = broken or row.broken or reason in _BREAKS
    return kept, dropped


def _cut(row: Row, reason: str) -> Dropped:
    return Dropped(row.line, f"{row.marker} {plain(row.text)}".strip(), reason)


@dataclass
class _Page:
    """The lines of a file, with what all of them together say about single lines."""

    rows: list[Row]

    def reason(self, index: int, kept: list[Row]) -> str | None:
        """The reason why a line is not spoken, None if it may be; `kept` are the lines kept above it."""
        row = self.rows[index]
        found = reason_of(row, EVERYWHERE)
        if found and not (plain(row.text)[:1] in self.paired or _continues(kept[-1:], row)):
            return None if found in _BY_WORDS and self.is_speech(index) else found
        letters = any(map(str.isalnum, row.text))
        edge = index in self.edges or not letters or _is_edge_of_page(self.rows, index)
        return "page-break" if edge else None

    def is_speech(self, index: int) -> bool:
        """Whether a line is a sentence of the talk, or an item of a list."""
        return (_is_sentence(self.rows[index]) and index in self.talk) or self.is_listed(index)

    def is_listed(self, index: int) -> bool:
        """Whether a line is an item directly below and above other items, which may be spoken: part of a list."""
        items = [row for row in self.rows[index - 1 : index + 2] if row.kind is Kind.ITEM]
        return len(items) == _IN_LIST and [reason_of(row, EVERYWHERE) for row in items].count(None) == _IN_LIST - 1

    @cached_property
    def paired(self) -> str:
        """The symbols used as a pair for question and answer."""
        symbols = Counter(plain(row.text)[:1] for row in self.rows)
        return "".join(pair for pair in _PAIRS if min(symbols[pair[0]], symbols[pair[1]]) > 1)

    @cached_property
    def heads(self) -> dict[int, Head]:
        """The strongest label candidate of each line."""
        return {i: head for i, row in enumerate(self.rows) for head in firm_heads(row)[:1]}

    @cached_property
    def talk(self) -> range:
        """The lines between the first and the last repeated label: the text between them is speech."""
        labels = [(i, head.key) for i, head in self.heads.items() if head.form in _LABELS]
        times = Counter(key for _, key in labels)
        places = [i for i, key in labels if times[key] >= _RETURNS]
        return range(min(places, default=0), max(places, default=0))

    @cached_property
    def edges(self) -> set[int]:
        """The indexes of page headers and footers, by the lines around them."""
        heads = {i for i in _running_heads(self.rows) if self.has_stops or _NUMBER.search(self.rows[i].text)}
        return heads - self.labelled | _between_pages(self.rows)

    @cached_property
    def has_stops(self) -> bool:
        """Whether sentences end inside lines, as in text that is broken at a margin or by a page, unlike captions."""
        return sum(bool(_STOP_INSIDE.search(plain(row.text))) for row in self.rows) * _FEW_STOPS >= len(self.rows)

    @cached_property
    def labelled(self) -> set[int]:
        """The lines that begin with a name in brackets, or with a label before different words, on several lines."""
        matches = {i: _IN_BRACKETS.match(plain(row.text)) for i, row in enumerate(self.rows)}
        names = {i: match[1].casefold() for i, match in matches.items() if match}
        times = Counter(names.values())
        words = {(head.key, _NUMBER.sub("", fold(head.rest))) for head in self.heads.values()}
        said = Counter(key for key, _ in words)
        speech = places_where(lambda i: i in self.heads and said[self.heads[i].key] > 1, range(len(self.rows)))
        return {*speech, *(i for i, name in names.items() if times[name] > 1)}


def _is_sentence(row: Row) -> bool:
    """Whether a line is a whole sentence with a comma or full stop inside, unlike a button or a credit."""
    is_plain = row.kind is Kind.TEXT and row.text == plain(row.text)
    return is_plain and bool(_SENTENCE.match(row.text))


def _continues(above: list[Row], row: Row) -> bool:
    """Whether a line is the end of the sentence above, or a whole short answer to it: `的，就完` `了。`."""
    before = "".join(plain(line.text).rstrip() for line in above)
    if not before or row.kind is not Kind.TEXT or not row.text.endswith(_FULL_STOPS):
        return False
    if row.gap:
        return bool(_LABEL_ALONE.match(before)) or asks(before)
    return bool(_UNFINISHED.search(before)) and not ends_sentence(before)


def _between_pages(rows: list[Row]) -> set[int]:
    """The indexes of the few lines between "continued on" and "continued from": page headers and footers."""
    found: set[int] = set()
    below: list[int] = []  # the lines since "continued on"
    for index, row in enumerate(rows):
        text = plain(row.text)
        if _CONTINUED_FROM.match(text):
            found.update(below)
        ends = ends_sentence(text) or len(below) >= _MAX_BETWEEN
        below = below and ([] if ends else [*below, index])
        below = [index] if _CONTINUED_ON.match(text) else below
    return found


def _running_heads(rows: list[Row]) -> set[int]:
    """The indexes of page headers: short lines repeated with another page number, mostly inside a sentence."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if len(row.text) <= _MAX_HEADER:
            places[_NUMBER.sub("", fold(row.text))].append(index)
    repeated = filter(_is_repeated_header, places.items())
    return {i for _, indexes in repeated if _break_sentences(rows, indexes) for i in indexes}


def _is_repeated_header(line: tuple[str, list[int]]) -> bool:
    """Whether a text, without numbers, is on several lines and is no label."""
    text, indexes = line
    return len(indexes) > 1 and len(text) >= _LEAST_HEADER and role_of_word(text) is None


def _break_sentences(rows: list[Row], indexes: list[int]) -> bool:
    """Whether at least half of these lines, no sentences themselves, are inside a sentence."""
    lines = {i for i in indexes if _may_be_header(rows[i])}
    inside = [i for i in lines if i > 1 and i - 1 not in lines and _breaks_sentence(rows, i)]
    return len(lines) > 1 and len(inside) * 2 >= len(lines)


def _may_be_header(row: Row) -> bool:
    """Whether a line may be a page header: no sentence, and neither speech nor a heading, an item or a quotation."""
    return row.is_prose and not (row.timed or row.played or ends_sentence(row.text) or _STAMPED.match(row.text))


def _breaks_sentence(rows: list[Row], i: int) -> bool:
    """Whether the text before a line continues after it, page numbers between them ignored."""
    above = [row.text for row in rows[max(0, i - 2) : i] if not _PAGE_NUMBER.fullmatch(row.text)]
    before = "".join(above[-1:])
    return len(before) > _LEAST_CUT and not ends_sentence(before)


def _is_edge_of_page(rows: list[Row], index: int) -> bool:
    """Whether a line inside a sentence is a page number, or the name and number of an issue."""
    text = plain(rows[index].text).strip()
    if not _TOP < index < len(rows) - 1 or len(text) > _MAX_HEADER or ends_sentence(rows[index - 1].text):
        return False
    is_number = text.isdecimal() and len(text) <= 4
    return is_number or bool(_ISSUE.match(text))
