"""Readings for an editor to check in either language: words of the lexicon, and numbers."""

from __future__ import annotations

import difflib
import unicodedata

from audiobuild.i18n import N_
from audiobuild.model import Decision, Reading
from audiobuild.pronunciation.lexicon import Lexicon

#: The source of a reading from the lexicon.
LEXICON = N_("lexicon")
_INSIDE = frozenset("年月日号时点分秒第万亿千百元.,:/-% ")  # between two figures that are read as one number


def lexicon_readings(lexicon: Lexicon, text: str) -> tuple[Reading, ...]:
    """A Reading of kind "lexicon" for each lexicon entry found in the text."""
    readings = []
    for entry in lexicon.used(text):
        said = " ".join(entry.syllables) or entry.words
        readings.append(Reading("lexicon", entry.written, said))
    return tuple(readings)


def lexicon_decisions(lexicon: Lexicon, text: str) -> list[Decision]:
    """A Decision for each lexicon entry found in the text."""
    return [Decision(found.written, found.said, LEXICON) for found in lexicon_readings(lexicon, text)]


def figure_readings(written: str, normal: str) -> tuple[Reading, ...]:
    """A Reading of kind "number" for each stretch of figures and signs that `normal`, `written` in words, replaces."""
    if not _has_figure(written):
        return ()
    readings = []
    for place in _changes(written, normal):
        start, end, first, last = _widened(written, normal, place)
        if _has_figure(written[start:end]):
            said = normal[first:last].strip(" 、")
            readings.append(Reading("number", written[start:end].strip(), said))
    return tuple(readings)


def _changes(before: str, after: str) -> list[list[int]]:
    """The differences as [start, end, start, end]; differences within one number are merged."""
    places: list[list[int]] = []
    for kind, *place in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if places and _is_inside(before[places[-1][1] : place[0]]):
            places[-1][1], places[-1][3] = place[1], place[3]
        else:
            places.append(place)
    return places


def _is_inside(between: str) -> bool:
    """Whether the text between two figures keeps them one number."""
    return len(between) < 2 and _INSIDE.issuperset(between)


def _widened(before: str, after: str, place: list[int]) -> list[int]:
    """The place extended left over Latin letters and figures: GPT-4, not -4."""
    start, end, first, last = place
    while start and first:
        letter = before[start - 1]
        if letter != after[first - 1] or not _is_latin(letter):
            break
        start -= 1
        first -= 1
    return [start, end, first, last]


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _has_figure(text: str) -> bool:
    return any(map(_is_figure, text))


def _is_figure(letter: str) -> bool:
    """Whether a character is a figure, a currency sign, or a sign that is read as a word."""
    return letter in "%‰°&@#" or unicodedata.category(letter) in ("Nd", "No", "Nl", "Sc", "Sm")
