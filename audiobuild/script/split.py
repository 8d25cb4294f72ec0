"""Split lines with several turns and join split labels, so that each turn begins a line.

Two of 89 sources are one single line, and some have question and answer on the same line.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.label_candidates import COLONS, MAX_LABEL, firm_heads, heads, key_of
from audiobuild.script.lines import Kind, Row, ends_sentence, fold, plain
from audiobuild.script.people import is_sure_word, is_told, name_strength

_BORDER = "。？！?!…”」』）)\\]】;；.~～"
_INNER = lazy(
    rf"(?<=[{_BORDER}])(?<!\b[A-Z]\.)"
    rf"[\s\u3000]{{0,4}}(?=([^\s：:，。？！?!…“”\"「」『』（）()\[\]【】<>、；;]{{1,20}}(?: [A-Z][\w.]{{0,20}})?)"
    rf"(?:[（(][^（）()]{{1,20}}[)）])?[：:](?!//))"
)
_INNER_LETTER = lazy(rf"(?<=[{_BORDER}])[\s\u3000]{{0,4}}(?=([QAＱＡ])[0-9]{{0,2}}[ \u3000.、．])")
# `记者：“…”`: if a line begins like this, the turns inside it may too
_QUOTED_TURN = lazy(r"\s?[^：:。！？]{1,40}[：:]\s?[“「『\"]")
# `沈若谷，执业药师、博士：`, `Solène Auffret, ing., LL.M.:`
_WITH_TITLE = lazy(r"^([^\s，,：:。！？][^，,：:。！？]{0,30})(?:，|, )([^：:。！？（）()]{1,40})[：:]")
_RETURNS = 3  # times that a label with a comma begins a line before it is certain
BARE_NUMBER = lazy(
    r"^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十百]{1,4}|[IVX]{1,4})[)）]?|"
    r"(?:Part|Chapter|Section)\s+(?:\d{1,2}|[IVX]{1,4})|第(?:[一二三四五六七八九十百]{1,4}|\d{1,2})[章节節部回幕篇])[.、．:：]?$",
    re.IGNORECASE,
)
_WIDE_BLANK = lazy(r"[\u3000\t]+| {2,}")
MAX_TITLE = 40
_COLON = lazy(f"[{COLONS}]")
_OFTEN = 5  # times a Latin name occurs inside lines; “Remember:” and “Note:” occur two or three times in real files


def without_titles(rows: list[Row]) -> list[Row]:
    """The lines with a title after a name and a comma put in brackets, if the label is repeated: `Lee (vet):`."""
    found = {i: match for i, row in enumerate(rows) if (match := _WITH_TITLE.match(plain(row.text[:120])))}
    times = Counter(match.group() for match in found.values())
    titled = {i: match for i, match in found.items() if times[match.group()] >= _RETURNS and not firm_heads(rows[i])}
    return [_titled(row, titled[i]) if i in titled else row for i, row in enumerate(rows)]


def _titled(row: Row, match: re.Match[str]) -> Row:
    return replace(row, text=row.text.replace(match.group()[:-1], f"{match[1]}（{match[2]}）", 1))


def split_rows(rows: list[Row]) -> list[Row]:
    """The lines, with each turn inside a line moved to a line of its own if the file is written like that."""
    for pattern in (_INNER, _INNER_LETTER):
        found = {i: hits for i, row in enumerate(rows) if len(row.text) > 8 and (hits := _hits(row, pattern))}
        keys = _labels_inside(rows, found, pattern is _INNER_LETTER)
        if keys:
            starts = {i: [start for start, key in hits if key in keys] for i, hits in found.items()}
            cut = [piece for i, row in enumerate(rows) for piece in _pieces(row, starts.get(i, []))]
            return _title_apart(cut) if len(rows) <= 2 else cut
    return rows


def _hits(row: Row, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    """The places inside the line where a label may be, after more than a list number."""
    text = plain(row.text)
    found = list(pattern.finditer(text))
    first = next((i for i, c in enumerate(text) if c.isalpha()), len(text)) if found else 0
    told = not _QUOTED_TURN.match(text)
    return [(m.start(), key_of(m[1])) for m in found if m.start() > first and not (told and _is_reported(text, m))]


def _is_reported(text: str, label: re.Match[str]) -> bool:
    """Whether an apparent label inside a line is reported speech: `他又问：“哪里？”`."""
    return is_told(key_of(label[1])) or bool(_QUOTED_TURN.match(text, label.end()))


def _labels_inside(rows: list[Row], found: dict[int, list[tuple[int, str]]], letters: bool) -> frozenset[str]:
    """The keys that begin turns inside lines: repeated labels, with few at line starts in the file."""
    order = [key for hits in found.values() for _, key in hits]
    if len(order) < 2:
        return frozenset()
    inside = Counter(order)
    at_start = Counter(key for row in rows for key in {head.key for head in firm_heads(row)})
    good = frozenset(key for key in inside if _may_be_inside(key, inside[key] + at_start[key]))
    good = good or _names_inside(rows, inside, at_start)
    total = sum(inside[key] for key in good)
    known = good | {key for key in at_start if at_start[key] >= 2}
    if total < 2 or len(known) < 2 or total * 2 < sum(at_start[key] for key in good):
        return frozenset()
    if letters and (total < 3 or len(good) != 2):
        return frozenset()
    return good if _pass_on([key for key in order if key in good]) or len(good) == 1 else frozenset()


def _may_be_inside(key: str, times: int) -> bool:
    """Whether a candidate may be a label inside a line: by its word, or as a repeated name."""
    if key in words.NOT_LABELS or key in words.TERMS:
        return False
    return is_sure_word(key) or (times >= 2 and name_strength(key) >= 1)


def _names_inside(rows: list[Row], inside: Counter[str], at_start: Counter[str]) -> frozenset[str]:
    """The Latin names that begin answers inside lines with another label: `Host: How old? Alafi:Ninety.`.

    A name counts if it is repeated often, looks like a name, and is almost as frequent as the labels at line starts.
    """
    never = words.NOT_LABELS | words.TERMS | at_start.keys()
    often = {key for key, times in inside.items() if times >= _OFTEN and key.isascii()} - never
    starts = max(at_start.values(), default=0)
    if not often or starts < _OFTEN:
        return frozenset()
    named = _named_behind_a_label(rows)
    return frozenset(k for k in often if named[k] * 10 >= inside[k] * 9 and inside[k] * 2 >= starts)


def _named_behind_a_label(rows: list[Row]) -> Counter[str]:
    """How often each key is a name before a colon, after another colon of its line."""
    named: Counter[str] = Counter()
    for text in (plain(row.text) for row in rows):
        colon = _COLON.search(text, 1)
        found = _INNER.finditer(text, colon.end()) if colon else ()
        labels = (match[1] for match in found)
        named.update(key_of(label) for label in labels if name_strength(label) >= 1)
    return named


def _pass_on(order: list[str]) -> bool:
    """Whether the speaker changes at eight of ten candidates."""
    changes = sum(before != after for before, after in itertools.pairwise(order))
    return changes * 10 >= 8 * (len(order) - 1)


def _pieces(row: Row, starts: list[int]) -> list[Row]:
    if not starts:
        return [row]
    text = plain(row.text)
    borders = [0, *starts, len(text)]
    parts = [text[a:b].strip() for a, b in itertools.pairwise(borders)]
    first = replace(row, last=0)
    second = replace(row, line=min(row.line + 1, row.end), last=row.end, gap=True)
    rest = replace(row, line=row.end, last=0, gap=True)
    return [replace((first, second, rest)[min(n, 2)], text=part) for n, part in enumerate(filter(None, parts))]


def _title_apart(rows: list[Row]) -> list[Row]:
    """The lines, with title and first paragraph split at a wide blank if the whole file is one line."""
    first = plain(rows[0].text)
    blank = _WIDE_BLANK.search(first)
    if (
        not blank
        or blank.start() > MAX_TITLE
        or ends_sentence(first[: blank.start()])
        or heads(replace(rows[0], text=first[: blank.start() + 1]))[:1] == []
    ):
        return rows
    return [
        replace(rows[0], text=first[: blank.start()]),
        replace(rows[0], text=first[blank.end() :], gap=True),
        *rows[1:],
    ]


def mend_labels(rows: list[Row]) -> list[Row]:
    """The lines with labels that are split over two lines joined, if the file has the whole label elsewhere."""
    rows = _with_colons(rows)
    if not any(_may_be_half(before, row) for before, row in itertools.pairwise(rows)):
        return rows
    whole = _whole(rows)
    if not whole:
        return rows
    mended: list[Row] = []
    for row in rows:
        before = mended[-1] if mended else None
        if before is not None and _is_half(before, row, whole):
            mended[-1] = replace(before, text=f"{plain(before.text)} {plain(row.text)}", last=row.end)
        else:
            mended.append(row)
    return mended


def _whole(rows: list[Row]) -> set[str]:
    """The labels that are whole on one line and whose first half is also alone on a line before another."""
    halves = {plain(before.text).strip()[:1] for before, row in itertools.pairwise(rows) if _may_be_half(before, row)}
    begun = (row for row in rows if plain(row.text).lstrip()[:1] in halves)
    return {head.key for row in begun for head in firm_heads(row) if head.form == "colon" and len(head.key) > 3}


def _with_colons(rows: list[Row]) -> list[Row]:
    """The lines, with a colon at the start of a line moved to the label alone on the line before."""
    if not any(plain(row.text)[:1] in COLONS for row in rows if row.text):
        return rows
    kept: list[Row] = []
    for row in rows:
        before = kept[-1] if kept else None
        if before and plain(row.text)[:1] in COLONS and not row.gap and len(plain(before.text)) <= MAX_LABEL:
            kept[-1] = replace(
                before, text=plain(before.text).strip() + plain(row.text), last=row.end, columns=row.columns
            )
        else:
            kept.append(row)
    return kept


def join_numbers(rows: list[Row]) -> tuple[list[Row], list[Dropped]]:
    """The lines, with a number alone on its line joined to the heading or question after it; and what was dropped."""
    joined: list[Row] = []
    dropped: list[Dropped] = []
    for row in rows:
        before = joined[-1] if joined else None
        if before is not None and not before.keep and _is_number_of(before, row, joined):
            text = f"{plain(before.text)} {row.text}"
            joined[-1] = replace(row, text=text, gap=before.gap)
            dropped.append(Dropped(before.line, plain(before.text), "metadata"))
        else:
            joined.append(row)
    return joined, dropped


def _is_number_of(number: Row, row: Row, rows: list[Row]) -> bool:
    if not BARE_NUMBER.match(plain(number.text)) or number.kind is not Kind.TEXT or number.timed or row.broken:
        return False
    finished = len(rows) < 2 or ends_sentence(rows[-2].text) or number.gap
    return finished and row.kind is Kind.TEXT and not row.quote and len(row.text) <= MAX_TITLE and not firm_heads(row)


def _may_be_half(before: Row, row: Row) -> bool:
    short = not row.gap and len(before.text) <= 30 and before.kind is Kind.TEXT
    return short and not ends_sentence(before.text)


def _is_half(before: Row, row: Row, whole: set[str]) -> bool:
    if not _may_be_half(before, row):
        return False
    head = next((h for h in firm_heads(row) if h.form == "colon"), None)
    return head is not None and fold(before.text) + head.key in whole and not fold(before.text).endswith(head.key)
