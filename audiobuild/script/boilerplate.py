"""Rows that are the furniture of a page leave: page breaks, running heads, captions, appeals, and what is said twice.

The patterns are tables in `pages` and `credits`; a row that carries a label is never furniture.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.credit_patterns import AT_THE_END
from audiobuild.script.label_candidates import firm_heads
from audiobuild.script.lines import Kind, Row, ends_sentence, fold, is_set_apart, plain, width
from audiobuild.script.page_patterns import EVERYWHERE
from audiobuild.script.patterns import reason_of
from audiobuild.script.people import role_of_word
from audiobuild.script.questions import asks

MAX_PULL_QUOTE = 60
_MAX_COMPARED = 60  # quotes that are compared letter by letter with the rest of the file
_MAX_RUNS = 200  # letters of a quote that are compared
_FULL_STOPS = ("。", ".", "！", "!", "？", "?")
_MAX_LABEL_ALONE = 40  # characters of a label that stands alone above what is said
_MIN_WRAPPED = 16  # columns of a line that goes on in the next one
_MAX_HEADER = 60  # characters of a line at the edge of a page
_PAGE_NUMBER = lazy(r"[\W\d_]*\d[\W\d_]*")
_TOP = 4  # rows in which title, byline and date stand, without a sentence around them
_BREAKS = ("page-break", "caption", "ad")  # a sentence may go on behind them
_GAP = r"[\s\u3000·・•|｜/／—–_-]"
# `营造·2012年第3期·58`, `離島生活　第 8 版`, `12 | Harbour Weekly, No. 3`: a name, and which issue or page.
_ISSUE = lazy(
    rf"^(?:\d{{1,4}}{_GAP}{{1,8}})?[^。，！？；：:,!?;]{{0,30}}?{_GAP}{{1,20}}(?:(?:19|20)\d\d(?:\s?年)?[\s.·/-]{{0,3}})?"
    rf"(?:(?:第|总第|總第)\s?\d{{1,4}}\s?[期版页頁號号面卷輯辑]|[A-Z]?\d{{1,4}}\s?[版页頁面]|(?:Vol|No|Issue|Page|p|pp)\b\.?\s?\d{{1,4}}|"
    rf"(?:19|20)\d\d年\d{{1,2}}月(?:\d{{1,2}}日)?|(?:19|20)\d\d[./-]\d{{1,2}}(?:[./-]\d{{1,2}})?)"
    rf"(?:{_GAP}{{0,4}}(?:No\.?\s?)?\d{{1,4}})?$",
    re.IGNORECASE,
)
_CONTINUED_ON = lazy(r"下[转轉接]|[转轉](?:第|下)|continued on|次ページ", re.IGNORECASE)
_CONTINUED_FROM = lazy(r"上接|接(?:第|上)|[续續](?:前|第)|continued from|前ページ", re.IGNORECASE)

_BY_WORDS = ("ad", "credits")  # reasons that the words of a row give, not its form
_LABELS = ("colon", "dot")
_RETURNS = 3  # times that a label stands in front of a row before the rows between are surely a talk
_INSIDE = lazy(r"[，。？！]|[,.?!] ")
_ASIDE = lazy(r"^[（(\[［〔][^（）()\[\]［］〔〕。！？!?：:]{1,24}[）)\]］〕]$")


def furniture(rows: list[Row]) -> tuple[list[Row], list[Dropped]]:
    """The rows without what is furniture in any place; the row behind a page break is marked `broken`."""
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
    """The rows between the first and the last of the labels that return: what stands there is said (law 1)."""
    found = [(i, head.key) for i, row in enumerate(rows) for head in firm_heads(row)[:1] if head.form in _LABELS]
    times = Counter(key for _, key in found)
    places = [i for i, key in found if times[key] >= _RETURNS]
    return range(places[0], places[-1]) if places else range(0)


def _is_sentence(row: Row) -> bool:
    """Whether a row is a whole sentence with a comma or a stop inside, unlike a button or a credit."""
    text = plain(row.text)
    return row.kind is Kind.TEXT and row.text == text and text.endswith(_FULL_STOPS) and bool(_INSIDE.search(text[:-1]))


def _everywhere(row: Row, kept: list[Row], paired: str) -> str | None:
    """Why a row is furniture in any place; None where it rather goes on with the row above or carries a symbol."""
    if plain(row.text)[:1] in paired:
        return None
    reason = reason_of(row, EVERYWHERE)
    return None if reason and _goes_on(kept, row) else reason


def _edge(rows: list[Row], index: int, edges: set[int]) -> str | None:
    """`page-break` for what stands at the edge of a page."""
    is_edge = index in edges or _is_edge_of_page(rows, index) or _is_marks(rows[index])
    return "page-break" if is_edge else None


def _goes_on(kept: list[Row], row: Row) -> bool:
    """Whether a row is rather the end of the sentence above, or all that answers it: `的，就完` `了。`."""
    if not kept or row.kind is not Kind.TEXT or not row.text.endswith(_FULL_STOPS):
        return False
    above = plain(kept[-1].text).rstrip()
    if row.gap:
        return (len(above) <= _MAX_LABEL_ALONE and above.endswith(("：", ":"))) or asks(above)
    return not ends_sentence(above) and ("，" in above or width(above) >= _MIN_WRAPPED)


def _paired_symbols(rows: list[Row]) -> str:
    """The symbols that come as question and answer; any other symbol of this kind stands before a caption."""
    symbols = Counter(plain(row.text)[:1] for row in rows)
    return "".join(pair for pair in ("▲△", "★☆", "▼▽") if all(symbols[c] >= 2 for c in pair))


def _between_pages(rows: list[Row]) -> set[int]:
    """Short lines between "continued on" and "continued from": what stood at the edge of the page."""
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
    """A line without a single letter or digit."""
    return not any(map(str.isalnum, row.text))


def _running_heads(rows: list[Row]) -> set[int]:
    """Page headers: a short line that returns (but for its page number), mostly in the middle of a sentence."""
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
    """Whether the text before a row, a page number between them left aside, goes on behind it."""
    before = next((j for j in (i - 1, i - 2) if j >= 0 and not _PAGE_NUMBER.fullmatch(rows[j].text)), 0)
    return not ends_sentence(rows[before].text) and len(rows[before].text) > 12


def _is_edge_of_page(rows: list[Row], index: int) -> bool:
    """A page number, or the name and number of an issue, in the middle of a sentence."""
    text = plain(rows[index].text).strip()
    if not _TOP < index < len(rows) - 1 or len(text) > _MAX_HEADER or ends_sentence(rows[index - 1].text):
        return False
    return (text.isdecimal() and len(text) <= 4) or (len(rows[index - 1].text) > 8 and bool(_ISSUE.match(text)))


def asides(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The rows among `spoken` that are only a short bracket without a sentence: what happens, not what is said."""
    return {
        i
        for i in spoken
        if rows[i].kind is Kind.TEXT
        and _ASIDE.match(plain(rows[i].text).strip())
        and reason_of(rows[i], AT_THE_END) is None
    }


def repeats(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The rows among `spoken` that say again what stands elsewhere (rule 10).

    A quote, a bold line and a line alone between blank lines are pull quotes wherever the text stands; any other line
    only when it already stood before.
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
    """Whether a row is set apart from the text around it, as pull quotes are."""
    row = rows[i]
    alone = row.gap and (i + 1 == len(rows) or rows[i + 1].gap) and len(row.text) <= MAX_PULL_QUOTE
    return alone or is_set_apart(row)


def _nearly_said(quotes: list[int], folded: list[str]) -> set[int]:
    """The quotes of which another row holds almost every run of four letters: pull quotes with a word changed."""
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
    """For each wanted text that is part of a longer row, the first such row; linear in the length of the rows."""
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
