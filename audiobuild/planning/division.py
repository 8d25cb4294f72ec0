"""Divides a paragraph into what is spoken in one go: sentences, parts of long ones, and what pauses and sounds part."""

from __future__ import annotations

import itertools
import math
import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from audiobuild.marks import Break, Marked
from audiobuild.model import GivenReading
from audiobuild.pronunciation.pieces import border
from audiobuild.regex import lazy

LONGEST_SENTENCE = 200
"""Characters that are spoken and shown in one go, about 15 seconds of English. What is longer, as speech that was
written down without stops, is divided at the best marks."""
LONGEST_HAN = 130
"""The same in Chinese characters: 30 seconds at 4.3 in a second."""
LONGEST_ABBREVIATION = 24
"""Characters before a full stop in which an abbreviation is looked for; no word that long is one."""

KEPT = 4096
"""Paragraphs whose division is remembered: those of five hours, planned again when the studio changes one."""

STOPS = "。！？!?…"
ENDS = STOPS + "."
CLOSERS = "”’」』）)】》〉\"'"
WIDE = lazy(r"[\u3040-\u9fff\uac00-\ud7af]")
_WORD_STARTS = lazy(r"[\s(\[“\"]")
_HAN_END = lazy(rf"[。！？!?][{STOPS}]*[{CLOSERS}]*")  # an ellipsis alone is a pause, not an end
_LATIN_END = lazy(rf"[.…][{CLOSERS}]*(?=\s+[“‘\"'(\[]?[A-ZÀ-Þ\u3040-\u9fff]|\s*$)")
_NO_END_BEFORE = lazy(r"[0-9A-Za-z，,；;：:、]|\s{0,11}[a-z]")  # “?a=1”, “！，”, “Yahoo! is”
_SIGNS = f"，、；：,;:.{STOPS}”’」』）)】》〉"  # they stay with the words before a break
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "cf", "inc", "ltd", "co", "corp"}
    | {"dept", "est", "approx", "jan", "feb", "mar", "apr", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k"}
)


class Stretch(NamedTuple):
    """What is spoken in one go: `start` and `end` in its paragraph, and the pauses and sounds before it.

    `continues` says that a pause or a sound parts it from the beginning of its sentence or clause. `sentence` is the
    number of its sentence in the paragraph, from 0.
    """

    start: int
    end: int
    breaks: tuple[Break, ...] = ()
    continues: bool = False
    sentence: int = 0


class Divided(NamedTuple):
    """The stretches of a paragraph in order, and the pauses and sounds after the last."""

    stretches: tuple[Stretch, ...]
    closing: tuple[Break, ...]


def sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph; joined they are the paragraph but for blanks between them.

    Closing quotes stay with their sentence; a stretch with nothing to speak (……) stays with its neighbour.
    """
    return tuple(paragraph[start:end] for start, end in _sentences(paragraph))


def divided(paragraph: Marked) -> Divided:
    """The sentences of a paragraph, long ones in parts, divided where a pause or a sound is asked for in one."""
    text, breaks = paragraph.text, deque(paragraph.breaks)
    found: list[Stretch] = []
    for number, start, end in _all_parts(text):
        found += (stretch._replace(sentence=number) for stretch in _broken(text, start, end, breaks))
    return Divided(tuple(found), tuple(breaks))


@lru_cache(KEPT)
def _all_parts(text: str) -> tuple[tuple[int, int, int], ...]:
    """The parts of a paragraph's sentences: the number of the sentence, start and end."""
    return tuple((number, *part) for number, each in enumerate(_sentences(text)) for part in _parts(text, *each))


def is_whole(sentence: str) -> bool:
    """Whether a sentence has its end, and is not a part that the rest follows."""
    return sentence.rstrip().rstrip(CLOSERS).endswith(tuple(ENDS))


def readings_in(paragraph: Marked, stretch: Stretch) -> tuple[GivenReading, ...]:
    """The readings given for parts of a stretch, placed from its start."""
    return tuple(
        given._replace(start=given.start - stretch.start, end=given.end - stretch.start)
        for given in paragraph.readings
        if stretch.start <= given.start and given.end <= stretch.end
    )


def _broken(text: str, start: int, end: int, breaks: deque[Break]) -> Iterator[Stretch]:
    """A part of a sentence, divided at the breaks inside it that have speech on both sides; these are taken."""
    before: list[Break] = []
    continues = False
    while breaks and is_speakable(text[breaks[0].at : end]):
        rest = text[breaks[0].at : end]
        at = end - len(rest.lstrip(_SIGNS))
        if is_speakable(text[start:at]):
            yield Stretch(*_stripped(text, start, at), tuple(before), continues)
            continues = not is_whole(text[start:at])
            start, before = at, []
        before.append(breaks.popleft())
    yield Stretch(*_stripped(text, start, end), tuple(before), continues)


def _sentences(paragraph: str) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end, without the blanks around them."""
    found = [(0, 0)]
    for start, end in itertools.pairwise([0, *_ends(paragraph), len(paragraph)]):
        before = found[-1]
        if is_speakable(paragraph[slice(*before)]) and is_speakable(paragraph[start:end]):
            found.append((start, end))
        else:
            found[-1] = (before[0], end)
    return [_stripped(paragraph, *span) for span in found if is_speakable(paragraph[slice(*span)])]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _ends(paragraph: str) -> list[int]:
    """Where sentences end, closing quotes included, in order."""
    latin = itertools.filterfalse(_is_after_abbreviation, _LATIN_END.finditer(paragraph))
    found = {match.end() for match in (*_HAN_END.finditer(paragraph), *latin)}
    return sorted(end for end in found if not _NO_END_BEFORE.match(paragraph, end))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in as few parts as LONGEST_SENTENCE and LONGEST_HAN allow."""
    sentence = text[start:end]
    size = max(len(sentence) / LONGEST_SENTENCE, len(WIDE.findall(sentence)) / LONGEST_HAN)
    at = border(sentence, math.ceil(size))
    if at:
        yield from _parts(text, *_stripped(text, start, start + at))
        yield from _parts(text, *_stripped(text, start + at, end))
    else:
        yield start, end


def _is_after_abbreviation(full_stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation or to an initial; “I” is a word."""
    start = full_stop.start()
    before = full_stop.string[max(0, start - LONGEST_ABBREVIATION) : start]
    word = _WORD_STARTS.split(before)[-1]
    if len(word) == 1:
        return word.isupper() and word != "I"
    return word.casefold() in _ABBREVIATIONS


def is_speakable(text: str) -> bool:
    """Whether a text has a letter or a figure."""
    return any(letter.isalnum() for letter in text)
