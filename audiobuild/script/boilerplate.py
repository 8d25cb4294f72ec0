"""Drop boilerplate lines: page breaks, running heads, captions, appeals, pull quotes and repeated text.

The patterns are in not_spoken.toml; a line with a label is never boilerplate.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.label_candidates import firm_heads
from audiobuild.script.lines import Kind, Row, ends_sentence, fold, is_set_apart, plain, width
from audiobuild.script.patterns import AT_THE_END, EVERYWHERE, reason_of
from audiobuild.script.people import role_of_word
from audiobuild.script.questions import asks

MAX_PULL_QUOTE = 60
_MAX_COMPARED = 60  # quotes compared letter by letter with the rest of the file
_MAX_RUNS = 200  # letters of a quote that are compared
_FULL_STOPS = ("。", ".", "！", "!", "？", "?")
_MAX_LABEL_ALONE = 40  # characters of a label on a line above its speech
_MIN_WRAPPED = 16  # columns of a line that continues in the next line
_MAX_HEADER = 60  # characters of a line at the edge of a page
_PAGE_NUMBER = lazy(r"[\W\d_]*\d[\W\d_]*")
_TOP = 4  # lines in which title, byline and date appear without a sentence around them
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
_CONTINUED_ON = lazy(r"下[转轉接]|[转轉](?:第|下)|continued on|次ページ", re.IGNORECASE)
_CONTINUED_FROM = lazy(r"上接|接(?:第|上)|[续續](?:前|第)|continued from|前ページ", re.IGNORECASE)

_BY_WORDS = ("ad", "credits")  # reasons decided by a line's words, not by its form
_LABELS = ("colon", "dot")
_RETURNS = 3  # times that a label begins a line before the lines between are certainly speech
_INSIDE = lazy(r"[，。？！]|[,.?!] ")
_ASIDE = lazy(r"^[（(\[［〔][^（）()\[\]［］〔〕。！？!?：:]{1,24}[）)\]］〕]$")


def furniture(rows: list[Row]) -> tuple[list[Row], list[Dropped]]:
    """The lines without boilerplate, and what was dropped; the line after a page break is marked `broken`."""
    edges = _running_heads(rows) | _between_pages(rows)
    paired = _paired_symbols(rows)
    kept: list[Row] = []
    dropped: list[Dropped] = []
    broken = False
    talk: range | None = None
    for index, row in enumerate(rows):
        reason = _everywhere(row, kept, paired) or _edge(rows, index, edges)
        if reason in _BY_WORDS and _is_sentence(row):
            talk = _talk(rows) if talk is None else talk
            reason = None if index in talk else reason
        if reason is None:
            kept.append(replace(row, broken=True) if broken else row)
            broken = False
            continue
        dropped.append(Dropped(row.line, f"{row.marker} {plain(row.text)}".strip(), reason))
        broken = broken or row.broken or reason in _BREAKS
    return kept, dropped


def _talk(rows: list[Row]) -> range:
    """The lines between the first and the last repeated label: the text between them is speech."""
    found = [(i, head.key) for i, row in enumerate(rows) for head in firm_heads(row)[:1] if head.form in _LABELS]
    times = Counter(key for _, key in found)
    places = [i for i, key in found if times[key] >= _RETURNS]
    return range(places[0], places[-1]) if places else range(0)


def _is_sentence(row: Row) -> bool:
    """Whether a line is a whole sentence with a comma or full stop inside, unlike a button or a credit."""
    text = plain(row.text)
    return row.kind is Kind.TEXT and row.text == text and text.endswith(_FULL_STOPS) and bool(_INSIDE.search(text[:-1]))


def _everywhere(row: Row, kept: list[Row], paired: str) -> str | None:
    """The reason why a line is boilerplate wherever it is; None if it continues the line above or has a turn symbol."""
    if plain(row.text)[:1] in paired:
        return None
    reason = reason_of(row, EVERYWHERE)
    return None if reason and _goes_on(kept, row) else reason


def _edge(rows: list[Row], index: int, edges: set[int]) -> str | None:
    """`page-break` for a line at the edge of a page."""
    is_edge = index in edges or _is_edge_of_page(rows, index) or _is_marks(rows[index])
    return "page-break" if is_edge else None


def _goes_on(kept: list[Row], row: Row) -> bool:
    """Whether a line is the end of the sentence above, or a whole short answer to it: `的，就完` `了。`."""
    if not kept or row.kind is not Kind.TEXT or not row.text.endswith(_FULL_STOPS):
        return False
    above = plain(kept[-1].text).rstrip()
    if row.gap:
        return (len(above) <= _MAX_LABEL_ALONE and above.endswith(("：", ":"))) or asks(above)
    return not ends_sentence(above) and ("，" in above or width(above) >= _MIN_WRAPPED)


def _paired_symbols(rows: list[Row]) -> str:
    """The symbols used as a pair for question and answer; other symbols of this kind mark captions."""
    symbols = Counter(plain(row.text)[:1] for row in rows)
    return "".join(pair for pair in ("▲△", "★☆", "▼▽") if all(symbols[c] >= 2 for c in pair))


def _between_pages(rows: list[Row]) -> set[int]:
    """The indexes of short lines between "continued on" and "continued from": page headers and footers."""
    found: set[int] = set()
    left: int | None = None
    for index, row in enumerate(rows):
        text = plain(row.text)
        if _CONTINUED_ON.search(text) and len(text) <= 40:
            left = index
        elif left is not None and _CONTINUED_FROM.search(text) and len(text) <= 40:
            if index - left <= 5 and not any(ends_sentence(r.text) for r in rows[left + 1 : index]):
                found.update(range(left + 1, index))
            left = None
    return found


def _is_marks(row: Row) -> bool:
    """Whether a line has neither letters nor digits."""
    return not any(map(str.isalnum, row.text))


def _running_heads(rows: list[Row]) -> set[int]:
    """The indexes of page headers: short lines repeated with another page number, mostly inside a sentence."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if len(row.text) <= 60 and not (row.timed or row.kind is Kind.HEADING or ends_sentence(row.text)):
            places[re.sub(r"\d+", "", fold(row.text))].append(index)
    found: set[int] = set()
    for text, indexes in places.items():
        if len(text) >= 3 and len(indexes) >= 2:
            own = set(indexes)
            inside = [i for i in indexes if i > 1 and i - 1 not in own and _breaks_sentence(rows, i)]
            if len(inside) * 2 >= len(indexes) and role_of_word(text) is None:
                found.update(indexes)
    return found


def _breaks_sentence(rows: list[Row], i: int) -> bool:
    """Whether the text before a line continues after it, page numbers between them ignored."""
    before = next((j for j in (i - 1, i - 2) if j >= 0 and not _PAGE_NUMBER.fullmatch(rows[j].text)), 0)
    return not ends_sentence(rows[before].text) and len(rows[before].text) > 12


def _is_edge_of_page(rows: list[Row], index: int) -> bool:
    """Whether a line inside a sentence is a page number, or the name and number of an issue."""
    text = plain(rows[index].text).strip()
    if not _TOP < index < len(rows) - 1 or len(text) > _MAX_HEADER or ends_sentence(rows[index - 1].text):
        return False
    return (text.isdecimal() and len(text) <= 4) or (len(rows[index - 1].text) > 8 and bool(_ISSUE.match(text)))


def asides(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The indexes among `spoken` of lines that are only a short bracket without a sentence: actions, not speech."""
    return {
        i
        for i in spoken
        if rows[i].kind is Kind.TEXT
        and _ASIDE.match(plain(rows[i].text).strip())
        and reason_of(rows[i], AT_THE_END) is None
    }


def repeats(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The indexes among `spoken` of lines that repeat text of another line.

    A quote, a bold line and a line between blank lines are pull quotes wherever the text is; any other line is a repeat
    only if the same text came before it.
    """
    folded = [fold(row.text) for row in rows]
    candidates = [
        i for i in spoken if len(folded[i]) >= (6 if rows[i].quote else 10) and rows[i].kind is not Kind.HEADING
    ]
    within = _first_within(folded, dict.fromkeys(folded[i] for i in candidates))
    nearly = _nearly_said([i for i in candidates if rows[i].quote], folded)
    first: dict[str, int] = {}
    for i, text in enumerate(folded):
        if text not in first or (rows[first[text]].quote and not rows[i].quote):
            first[text] = i
    return {
        i
        for i in candidates
        if i in nearly
        or first[folded[i]] != i
        or (folded[i] in within and (_stands_apart(rows, i) or within[folded[i]] < i))
    }


def _stands_apart(rows: list[Row], i: int) -> bool:
    """Whether a line is set apart from the text around it, as pull quotes are."""
    row = rows[i]
    alone = row.gap and (i + 1 == len(rows) or rows[i + 1].gap) and len(row.text) <= MAX_PULL_QUOTE
    return alone or is_set_apart(row)


def _nearly_said(quotes: list[int], folded: list[str]) -> set[int]:
    """The quotes whose runs of four letters are almost all in another line: pull quotes with a word changed."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for i in quotes[:_MAX_COMPARED]:
        for run in _runs(folded[i][:_MAX_RUNS]):
            wanted[run].append(i)
    found: set[int] = set()
    for index, text in enumerate(folded) if wanted else ():
        held = Counter(i for run in _runs(text) for i in wanted.get(run, ()) if i != index)
        found.update(
            i for i, count in held.items() if count >= 8 and count * 10 >= 8 * len(_runs(folded[i][:_MAX_RUNS]))
        )
    return found


def _runs(text: str) -> set[str]:
    return {text[i : i + 4] for i in range(len(text) - 3)}


def _first_within(folded: list[str], wanted: Iterable[str]) -> dict[str, int]:
    """The first longer line that contains each wanted text, by index; linear in the length of the lines."""
    by_start: dict[str, list[str]] = defaultdict(list)
    for text in wanted:
        if len(by_start[text[:6]]) < 40:
            by_start[text[:6]].append(text)
    within: dict[str, int] = {}
    for index, text in enumerate(folded) if by_start else ():
        for start in range(len(text) - 5):
            for other in by_start.get(text[start : start + 6], ()):
                if other not in within and len(other) < len(text) and text.startswith(other, start):
                    within[other] = index
    return within
