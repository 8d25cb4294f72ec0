"""Split lines with several turns and join split labels, so that each turn begins a line.

Two of 89 sources are one single line, and some have question and answer on the same line.
"""

from __future__ import annotations

import itertools
import operator
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.cuts import TIME
from audiobuild.script.label_candidates import COLONS, MAX_LABEL, firm_heads, key_of
from audiobuild.script.lines import BOLD, BOLD_END, EMPHASIS, Kind, Row, ends_sentence, fold, plain
from audiobuild.script.people import is_outlet, is_sure_word, is_told, name_strength
from audiobuild.script.questions import asks

_BORDER = "。？！?!…”」』）)\\]】;；.~～"
_INNER = lazy(
    rf"(?<=[{_BORDER}])(?<!\b[^\W\d_]\.)"
    rf"[\s\u3000]{{0,4}}(?=([^\s：:，。？！?!…“”\"「」『』（）()\[\]【】<>、；;]{{1,20}}(?: [A-Z][\w.]{{0,20}})?)"
    rf"(?:[（(][^（）()]{{1,20}}[)）])?[：:](?!//))"
)
_INNER_LETTER = lazy(rf"(?<=[{_BORDER}])[\s\u3000]{{0,4}}(?=([QAＱＡ])[0-9]{{0,2}}[ \u3000.、．])")
_BOLD_LABEL = lazy(rf"{BOLD}[^{BOLD_END}：:]{{1,{MAX_LABEL}}}(?:[：:]\s?{BOLD_END}|{BOLD_END}\s?[：:])")
_INNER_BOLD = lazy(rf"(?<=[{_BORDER}])[{EMPHASIS}\s\u3000]{{0,6}}(?={_BOLD_LABEL.pattern})")
# `记者：“…”`: if a line begins like this, the turns inside it may too
_QUOTED_TURN = lazy(r"\s?[^：:。！？]{1,40}[：:]\s?[“「『\"]")
# `沈若谷，执业药师、博士：`, `Solène Auffret, ing., LL.M.:`
_QUOTATION = lazy(r"“[^“”]{2,400}”|「[^「」]{2,400}」")  # `“Q: Does it work? A: No.”`: labels inside are quoted
_WITH_TITLE = lazy(r"^([^\s，,：:。！？][^，,：:。！？]{0,30})(?:，|, )([^：:。！？（）()]{1,40})[：:]")
_RETURNS = 3  # times that a label with a comma begins a line before it is certain
BARE_NUMBER = lazy(
    r"^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十百]{1,4}|[IVX]{1,4})[)）]?|"
    r"(?:Part|Chapter|Section)\s+(?:\d{1,2}|[IVX]{1,4})|第(?:[一二三四五六七八九十百]{1,4}|\d{1,2})[章节節部回幕篇])[.、．:：]?$",
    re.IGNORECASE,
)
_SPEAKER = r"(?:speaker|发言人|發言人|说话人|話者)"
# `- SPEAKER: F2`, `@mia 00:54`: lines that only name who speaks below, and the sign that one of them begins with
_NAME_LINES = (
    ("", lazy(rf"^(?:[-–—]\s)?{_SPEAKER}\s?[：:]\s?(?P<name>[^\s：:。！？][^：:。！？]{{0,30}})$", re.IGNORECASE)),
    ("@", lazy(rf"^@?(?P<name>[^\s：:。，！？,!?][^：:。，！？,!?]{{0,30}}?)(?P<time>[ \t\u3000]+{TIME})$")),
)
MAX_TITLE = 40
_TITLE_APART = lazy(rf"^(.{{1,{MAX_TITLE}}}?)(?:[\u3000\t]+| {{2,}})(.*)$")  # a title, a wide blank, the text
_COLON = lazy(f"[{COLONS}]")
_LETTER = lazy(r"[^\W\d_]")
_MAX_HALF = 30  # characters of the first half of a label that is split over two lines
_OFTEN = 5  # times a Latin name occurs inside lines; “Remember:” and “Note:” occur two or three times in real files


def without_titles(rows: list[Row]) -> list[Row]:
    """The lines with a title after a name and a comma put in brackets, if the label is repeated: `Lee (vet):`."""
    times = Counter(map(_titled_label, rows)) - Counter({"": len(rows)})
    return [_titled(row) if times[_titled_label(row)] >= _RETURNS else row for row in rows]


def _titled_label(row: Row) -> str:
    """The name, title and colon that begin a line, "" if there are none."""
    found = _WITH_TITLE.match(plain(row.text[:120]))
    return found.group() if found else ""


def _titled(row: Row) -> Row:
    if firm_heads(row):
        return row
    label = _titled_label(row)
    return replace(row, text=row.text.replace(label[:-1], _WITH_TITLE.sub(r"\1（\2）", label), 1))


def with_name_lines(rows: list[Row]) -> list[Row]:
    """The lines with those that only name who speaks below as labels, `F2：` for `- SPEAKER: F2`, if two names return.

    The lines between them are speech, however short they are.
    """
    for sign, pattern in _NAME_LINES:
        found = _matches(pattern, rows)
        names = Counter(match["name"] for match in found.values())
        signed = any(match.string.startswith(sign) for match in found.values())
        if signed and sum(map(_RETURNS.__le__, names.values())) > 1:
            return [_named(row, found.get(i), timed=i > min(found)) for i, row in enumerate(rows)]
    return rows


def _matches(pattern: re.Pattern[str], rows: list[Row]) -> dict[int, re.Match[str]]:
    return {i: match for i, match in enumerate(pattern.match(plain(row.text)) for row in rows) if match}


def _named(row: Row, match: re.Match[str] | None, timed: bool) -> Row:
    text = "".join(match.groups()) + "：" if match else row.text
    return replace(row, text=text, timed=row.timed or timed)


def split_rows(rows: list[Row]) -> list[Row]:
    """The lines, with each turn inside a line moved to a line of its own if the file is written like that."""
    rows = _split_at_bold(rows)
    for pattern, least in ((_INNER, 1), (_INNER_LETTER, 2)):
        hits = [_hits(row, pattern) for row in rows]
        order = list(map(operator.itemgetter(1), itertools.chain(*hits)))
        keys = _labels_inside(rows, order) if len(order) > 1 else frozenset()
        if len(keys) >= least:
            cut = list(itertools.chain(*(_pieces(row, own, keys) for row, own in zip(rows, hits, strict=True))))
            return _title_apart(cut) if len(rows) <= 2 else cut
    return rows


def _split_at_bold(rows: list[Row]) -> list[Row]:
    """The lines, cut before each bold label that begins several lines too: `… are you? **Theo:** Well.`"""
    found = filter(None, (_BOLD_LABEL.match(row.text) for row in rows))
    labels = {label for label, times in Counter(match.group() for match in found).items() if times >= _RETURNS}
    return [piece for row in rows for piece in (_bold_pieces(row, labels) if labels else [row])]


def _bold_pieces(row: Row, labels: set[str]) -> list[Row]:
    matches = (_BOLD_LABEL.match(row.text, place.end()) for place in _INNER_BOLD.finditer(row.text))
    starts = [match.start() for match in matches if match and match.group() in labels]
    texts = [row.text[a:b].strip() for a, b in itertools.pairwise([0, *starts, len(row.text)])]
    return [row] if not starts else [replace(row, text=text, gap=row.gap or i > 0) for i, text in enumerate(texts)]


def _hits(row: Row, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    """The places inside the line where a label may be, after more than a list number."""
    text = plain(row.text)
    letter = _LETTER.search(text)
    found = pattern.finditer(text, letter.end()) if letter else ()
    quoted = [quotation.span() for quotation in _QUOTATION.finditer(text)]
    labels = itertools.filterfalse(_is_reported, found)
    return [(match.start(), key_of(match[1])) for match in labels if not _is_inside(match.start(), quoted)]


def _is_inside(place: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place is inside one of the spans, which are in order."""
    before = bisect_left(spans, (place, 0)) - 1
    return before >= 0 and place < spans[before][1]


def _is_reported(label: re.Match[str]) -> bool:
    """Whether an apparent label inside a line is reported speech: `他又问：“哪里？”`."""
    return is_told(key_of(label[1])) or bool(_QUOTED_TURN.match(label.string, label.end()))


def _labels_inside(rows: list[Row], order: list[str]) -> frozenset[str]:
    """Those of the keys inside lines that begin turns: repeated labels, with few at line starts in the file."""
    inside = Counter(order)
    at_start = Counter(itertools.chain(*({head.key for head in firm_heads(row)} for row in rows)))
    returning = frozenset(key for key, times in (inside + at_start).items() if times > 1)
    sure = frozenset(filter(is_sure_word, inside)) | frozenset(filter(_is_name, inside.keys() & returning))
    good = sure or _names_inside(rows, inside) - at_start.keys()
    order = list(filter(good.__contains__, order))
    known = good | {key for key, times in at_start.items() if times > 1}
    are_labels = (
        min(len(order), len(known)) > 1,
        len(order) * 2 >= sum(map(at_start.__getitem__, good)),
        len(good) == 1 or _pass_on(order),
    )
    return good if all(are_labels) else frozenset()


def _is_name(key: str) -> bool:
    """Whether a label may be a person, or is a newspaper."""
    return name_strength(key) > 0 or is_outlet(key)


def _names_inside(rows: list[Row], inside: Counter[str]) -> frozenset[str]:
    """The names that begin answers inside lines with another label: `Host: How old? Alafi:Ninety.`."""
    often = frozenset(key for key, times in inside.items() if times >= _OFTEN)
    named: Counter[str] = Counter()
    for text in (plain(row.text) for row in rows if often):
        colon = _COLON.search(text, 1)
        found = _INNER.findall(text, colon.end()) if colon else ()
        named.update(map(key_of, filter(name_strength, found)))
    return frozenset(key for key in often if named[key] * 10 >= inside[key] * 9)


def _pass_on(order: list[str]) -> bool:
    """Whether the speaker changes at eight of ten candidates."""
    changes = sum(before != after for before, after in itertools.pairwise(order))
    return changes * 10 >= 8 * (len(order) - 1)


def _pieces(row: Row, hits: list[tuple[int, str]], keys: frozenset[str]) -> list[Row]:
    """The row cut before each label that begins a turn; the source lines of its further lines are not known."""
    starts = [start for start, key in hits if key in keys]
    if not starts:
        return [row]
    text = plain(row.text)
    parts = [text[a:b].strip() for a, b in itertools.pairwise([0, *starts, len(text)])]
    first = replace(row, last=0)
    second = replace(row, line=min(row.line + 1, row.end), last=row.end, gap=True)
    rest = replace(row, line=row.end, last=0, gap=True)
    places = itertools.chain((first, second), itertools.repeat(rest))
    return [replace(place, text=part) for place, part in zip(places, filter(None, parts), strict=False)]


def _title_apart(rows: list[Row]) -> list[Row]:
    """The lines, with title and first paragraph split at a wide blank if the whole file is one line."""
    found = _TITLE_APART.match(plain(rows[0].text))
    if found is None:
        return rows
    return [replace(rows[0], text=found[1]), replace(rows[0], text=found[2], gap=True), *rows[1:]]


def mend_labels(rows: list[Row]) -> list[Row]:
    """The lines with labels that are split over two lines joined, if the file has the whole label elsewhere."""
    rows = _merged(rows, _with_colon)
    split = set(itertools.starmap(_split_label, itertools.pairwise(rows))) - {""}
    whole = split & {head.key for row in rows if split for head in firm_heads(row)}

    def with_half(kept: list[Row], row: Row) -> Row | None:
        if _split_label(kept[-1], row) not in whole:
            return None
        return replace(kept[-1], text=f"{plain(kept[-1].text)} {plain(row.text)}", last=row.end)

    return _merged(rows, with_half) if whole else rows


def _split_label(before: Row, row: Row) -> str:
    """The key of a label that is split over two lines, "" if they have none."""
    labels = firm_heads(row) if not row.gap and len(before.text) <= _MAX_HALF else []
    return fold(before.text) + labels[0].key if labels else ""


_BOX = lazy(r"^\W*0\d\W*$")  # the number of a chapter in a box of its own, above its title in bold
_ALL_BOLD = lazy(f"^{BOLD}[^{BOLD}{BOLD_END}]+{BOLD_END}$")
_BOXED = 2  # the level of such a heading


def join_numbers(rows: list[Row]) -> tuple[list[Row], list[Dropped]]:
    """The lines, with a number alone on its line joined to the heading or question after it; and what was dropped."""
    dropped: list[Dropped] = []

    def with_number(kept: list[Row], row: Row) -> Row | None:
        number = kept[-1]
        if number.keep or not BARE_NUMBER.match(plain(number.text)) or not _is_number_of(number, row, kept[-2:-1]):
            return None
        dropped.append(Dropped(number.line, plain(number.text), "metadata"))
        joined = replace(row, text=f"{plain(number.text)} {row.text}", gap=number.gap)
        boxed = _BOX.match(plain(number.text)) and _ALL_BOLD.match(row.text) and not asks(plain(row.text))
        return replace(joined, kind=Kind.HEADING, level=_BOXED) if boxed else joined

    return _merged(rows, with_number), dropped


def _merged(rows: list[Row], merge: Callable[[list[Row], Row], Row | None]) -> list[Row]:
    """The rows, each replaced with the one before by what `merge` makes of the two, if it makes one of them."""
    kept = rows[:1]
    for row in rows[1:]:
        one = merge(kept, row)
        if one is None:
            kept.append(row)
        else:
            kept[-1] = one
    return kept


def _with_colon(kept: list[Row], row: Row) -> Row | None:
    """A label alone on its line with the colon, and what follows it, that begin the next line."""
    label = kept[-1]
    if not _COLON.match(plain(row.text)) or row.gap or len(plain(label.text)) > MAX_LABEL:
        return None
    return replace(label, text=plain(label.text).strip() + plain(row.text), last=row.end, columns=row.columns)


def _is_number_of(number: Row, row: Row, before: list[Row]) -> bool:
    """Whether a number alone on its line belongs to the short line after it."""
    finished = number.gap or all(ends_sentence(line.text) for line in before)
    answers = number.gap and any(asks(line.text) for line in before) and plain(number.text).isdecimal()
    return all((finished, not answers, number.is_prose, row.is_prose, len(row.text) <= MAX_TITLE)) and not firm_heads(
        row
    )
