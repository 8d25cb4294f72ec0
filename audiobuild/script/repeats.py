"""Lines around the turns that are not spoken again: pull quotes, repeated text, actions in brackets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from audiobuild.regex import lazy
from audiobuild.script.lines import EMPHASIS, Kind, Row, fold, is_set_apart, plain
from audiobuild.script.patterns import AT_THE_END, reason_of

MAX_PULL_QUOTE = 60
_LEAST = (10, 6)  # letters of a line, and of a block quote, that can be a repeat
_MAX_COMPARED = 60  # quotes compared letter by letter with the rest of the file
_MAX_RUNS = 200  # letters of a quote that are compared
_RUN, _START = 4, 6  # letters compared at once: of a changed quote, of the start of a quote
_MAX_SAME_START = 40  # quotes with the same start
_LEAST_RUNS, _ALMOST_ALL = 8, 0.8  # runs of a changed quote in another line, and their share
_MOST = 0.6  # the same share of a quote set apart, which may be condensed: 10 of 13 in the first one met
_SET_QUOTE = lazy(f"^[{EMPHASIS}]+[“「『][^{EMPHASIS}]+[”」』][{EMPHASIS}]+$")
_ASIDE = lazy(
    r"^(?:[（(\[［〔][^（）()\[\]［］〔〕。！？!?：:]{1,24}[）)\]］〕]|<[A-Za-z][^<>\s]{0,20} [^<>。！？!?：:]{1,40}>)$"
)
_NOTE = lazy(r"^\[[^\[\]]{2,40}\]\s?[：:]\s?\S")  # [OBSERVER'S NOTES]: smiles
_LEAST_NOTES = 2


def asides(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The indexes among `spoken` of actions in brackets, which are no sentences, and of an observer's notes."""
    texts = {i: plain(rows[i].text).strip() for i in spoken if rows[i].kind is Kind.TEXT and not rows[i].keep}
    notes = {i for i, text in texts.items() if _NOTE.match(text)}
    actions = {i for i, text in texts.items() if _ASIDE.match(text) and reason_of(rows[i], AT_THE_END) is None}
    return actions | (notes if len(notes) >= _LEAST_NOTES else set())


def repeats(rows: list[Row], spoken: Iterable[int]) -> set[int]:
    """The indexes among `spoken` of lines that repeat text of another line.

    A quote, a bold line and a line between blank lines are pull quotes wherever the text is; any other line is a repeat
    only if the same text came before it.
    """
    folded = [fold(row.text) for row in rows]
    lines = [i for i in spoken if _may_repeat(rows[i], folded[i])]
    first = _first_of_each(rows, folded)
    within = _first_within(folded, dict.fromkeys(map(folded.__getitem__, lines)))
    again = {i for i in lines if first[folded[i]] != i or within.get(folded[i], i) < i}
    apart = {i for i in lines if folded[i] in within and _is_apart(rows, i)}
    return again | apart | _nearly_said(rows, lines, folded)


def _first_of_each(rows: list[Row], folded: list[str]) -> dict[str, int]:
    """The first line with each text, one that is no block quote if there is any."""
    by_rank = sorted(range(len(rows)), key=lambda i: (rows[i].quote > 0, i))
    return {folded[i]: i for i in reversed(by_rank)}


def _may_repeat(row: Row, text: str) -> bool:
    return not row.keep and row.kind is not Kind.HEADING and len(text) >= _LEAST[row.quote > 0]


def _is_apart(rows: list[Row], i: int) -> bool:
    """Whether a line is set apart from the text around it, as pull quotes are."""
    row = rows[i]
    gaps = row.gap and all(below.gap for below in rows[i + 1 : i + 2])
    return is_set_apart(row) or (gaps and len(row.text) <= MAX_PULL_QUOTE)


def _nearly_said(rows: list[Row], lines: list[int], folded: list[str]) -> set[int]:
    """The quotes whose runs of four letters are almost all in another line: pull quotes with a word changed.

    Of a sentence in italics or bold and quotation marks, which may leave out words, most of them are enough.
    """
    least = {i: _MOST for i in lines if is_set_quote(rows[i])} | dict.fromkeys(
        _in_block_quotes(rows, lines), _ALMOST_ALL
    )
    quotes = list(least)[:_MAX_COMPARED]
    runs = {i: _runs(folded[i][:_MAX_RUNS]) for i in quotes}
    wanted = _by_run(runs)
    found: set[int] = set()
    for index, text in enumerate(folded if quotes else ()):
        held = Counter(chain.from_iterable(wanted.get(run, ()) for run in _runs(text)))
        del held[index]
        found.update(i for i, count in held.items() if count >= max(_LEAST_RUNS, least[i] * len(runs[i])))
    return found


def _in_block_quotes(rows: list[Row], lines: list[int]) -> list[int]:
    return [i for i in lines if rows[i].quote]


def is_set_quote(row: Row) -> bool:
    """Whether a whole line is a quotation in italics or bold."""
    return row.kind is Kind.TEXT and bool(_SET_QUOTE.match(row.text))


def _by_run(runs: dict[int, set[str]]) -> dict[str, list[int]]:
    """The quotes that contain each run of letters."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for i, own in runs.items():
        for run in own:
            wanted[run].append(i)
    return wanted


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
