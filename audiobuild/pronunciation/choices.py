"""What an editor may want to check of a sentence in either language: the lexicon's words, and figures."""

from __future__ import annotations

import difflib
import unicodedata

from audiobuild.model import Reading
from audiobuild.pronunciation.lexicon import Lexicon

_INSIDE = frozenset("年月日号时点分秒第万亿千百元.,:/-% ")  # between two figures that are read as one


def lexicon_readings(lexicon: Lexicon, text: str) -> tuple[Reading, ...]:
    """The lexicon's words in the text."""
    used = lexicon.used(text)
    return tuple(Reading("lexicon", entry.written, " ".join(entry.syllables) or entry.words) for entry in used)


def figure_readings(written: str, normal: str) -> tuple[Reading, ...]:
    """Each stretch of figures and signs with the words it became; `normal` is `written` in words."""
    if not any(map(_is_figure, written)):
        return ()
    stretches = [_widened(written, normal, place) for place in _changes(written, normal)]
    pairs = [(written[start:end], normal[first:last].strip(" 、")) for start, end, first, last in stretches]
    return tuple(Reading("number", before.strip(), after) for before, after in pairs if any(map(_is_figure, before)))


def _changes(before: str, after: str) -> list[list[int]]:
    """Where the texts differ, as [start, end, start, end]; what reads as one number is one place."""
    places: list[list[int]] = []
    for kind, *place in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if places and place[0] - places[-1][1] <= 1 and _INSIDE.issuperset(before[places[-1][1] : place[0]]):
            places[-1][1], places[-1][3] = place[1], place[3]
        else:
            places.append(place)
    return places


def _widened(before: str, after: str, place: list[int]) -> list[int]:
    """The place with the Latin letters and figures in front of it: GPT-4, not -4."""
    start, end, first, last = place
    while start and first and before[start - 1] == after[first - 1] and before[start - 1].isascii():
        if not before[start - 1].isalnum():
            break
        start, first = start - 1, first - 1
    return [start, end, first, last]


def _is_figure(letter: str) -> bool:
    """Whether a character is a figure, a currency or a sign that is a word."""
    return letter in "%‰°&@#" or unicodedata.category(letter) in ("Nd", "No", "Nl", "Sc", "Sm")
