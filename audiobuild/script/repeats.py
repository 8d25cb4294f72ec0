"""Lines around the turns that are not spoken again: pull quotes, repeated text, actions in brackets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from audiobuild.regex import lazy
from audiobuild.script.lines import Kind, Row, fold, is_set_apart, plain
from audiobuild.script.patterns import AT_THE_END, reason_of

MAX_PULL_QUOTE = 60
_LEAST = (10, 6)  # letters of a line, and of a block quote, that can be a repeat
_MAX_COMPARED = 60  # quotes compared letter by letter with the rest of the file
_MAX_RUNS = 200  # letters of a quote that are compared
_RUN, _START = 4, 6  # letters compared at once: of a changed quote, of the start of a quote
_MAX_SAME_START = 40  # quotes with the same start
_LEAST_RUNS, _ALMOST_ALL = 8, 0.8  # runs of a changed quote in another line, and their share
_ASIDE = lazy(r"^[（(\[［〔][^（）()\[\]［］〔〕。！？!?：:]{1,24}[）)\]］〕]$")


def asides(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The indexes among `spoken` of lines that are only a short bracket without a sentence: actions, not speech."""
    texts = {i: plain(rows[i].text).strip() for i in spoken if rows[i].kind is Kind.TEXT}
    return {i for i, text in texts.items() if _ASIDE.match(text) and reason_of(rows[i], AT_THE_END) is None}


def repeats(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The indexes among `spoken` of lines that repeat text of another line.

    A quote, a bold line and a line between blank lines are pull quotes wherever the text is; any other line is a repeat
    only if the same text came before it.
    """
    folded = [fold(row.text) for row in rows]
    lines = [i for i in spoken if _may_repeat(rows[i], folded[i])]
    quotes_last = sorted(range(len(rows)), key=lambda i: (rows[i].quote > 0, i), reverse=True)
    first = {folded[i]: i for i in quotes_last}
    within = _first_within(folded, dict.fromkeys(folded[i] for i in lines))
    again = {i for i in lines if first[folded[i]] != i or within.get(folded[i], i) < i}
    inside = {i for i in lines if folded[i] in within}
    return again | set(filter(lambda i: _is_apart(rows, i), inside)) | _nearly_said(rows, lines, folded)


def _may_repeat(row: Row, text: str) -> bool:
    return row.kind is not Kind.HEADING and len(text) >= _LEAST[row.quote > 0]


def _is_apart(rows: list[Row], i: int) -> bool:
    """Whether a line is set apart from the text around it, as pull quotes are."""
    row = rows[i]
    gaps = row.gap and all(below.gap for below in rows[i + 1 : i + 2])
    return is_set_apart(row) or (gaps and len(row.text) <= MAX_PULL_QUOTE)


def _nearly_said(rows: list[Row], lines: list[int], folded: list[str]) -> set[int]:
    """The quotes whose runs of four letters are almost all in another line: pull quotes with a word changed."""
    wanted: dict[str, list[int]] = defaultdict(list)
    size: Counter[int] = Counter()
    quotes = [i for i in lines if rows[i].quote]
    for i in quotes[:_MAX_COMPARED]:
        for run in _runs(folded[i][:_MAX_RUNS]):
            wanted[run].append(i)
            size[i] += 1
    found: set[int] = set()
    for index, text in enumerate(folded if wanted else ()):
        held = Counter(i for run in _runs(text) for i in wanted.get(run, ()))
        del held[index]
        found.update(i for i, count in held.items() if count >= max(_LEAST_RUNS, _ALMOST_ALL * size[i]))
    return found


def _runs(text: str) -> set[str]:
    return {text[i : i + _RUN] for i in range(len(text) - _RUN + 1)}


def _first_within(folded: list[str], wanted: Iterable[str]) -> dict[str, int]:
    """The first longer line that contains each wanted text, by index; linear in the length of the lines."""
    by_start: dict[str, list[str]] = defaultdict(list)
    for text in wanted:
        by_start[text[:_START]].append(text)
    within: dict[str, int] = {}
    for index, text in enumerate(folded if by_start else ()):
        for start in range(len(text) - _START + 1):
            for other in by_start.get(text[start : start + _START], ())[:_MAX_SAME_START]:
                if len(other) < len(text) and text.startswith(other, start):
                    within.setdefault(other, index)
    return within
