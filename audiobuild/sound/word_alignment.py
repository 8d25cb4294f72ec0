"""Aligns an engine's word times with the written text: which written words are heard when.

An engine gives the times of what it received, and the front end has turned figures into words and words into phonemes,
sometimes in another order. The way back is found by comparing the forms of a piece. Pure: text and numbers only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from audiobuild.model import Piece, Pronunciation, Word
from audiobuild.pronunciation.form import HAN
from audiobuild.pronunciation.prepare import prepared
from audiobuild.regex import lazy

_LETTER = rf"(?:(?!{HAN})[^\W\d_])"
_UNITS = lazy(rf"{HAN}|{_LETTER}+(?:['’]{_LETTER}+)*|\d+|\S|\s+")
_HAN = lazy(HAN)
_PAUSE = lazy(r"\s*[,.;:!?…—，。；：！？]")
_SYLLABLE = lazy("[aeiouyɨɤəɔʊɚɛɑɪæʌɐɜᵊᵻAIOQWY]+")  # vowels in a row, as the model writes them
_SECOND_HALF = "lju"  # of the letter W in Chinese, the one letter whose name is two words
_BEAM = 3  # how much worse than the best a path may be and still be followed

# What an assignment of normalized units to one heard word costs.
_NO_UNIT, _NO_UNIT_AFTER_LATIN = 2, 1  # one more word of a Latin unit (W, OpenAI) is likelier than of a Chinese word
_EXTRA_LATIN = 2  # each unit after the first of a word that is not Chinese
_SKIPPED_PAUSE = 2  # a pause inside the word
_OTHER_PAUSE = 1  # a pause after the word that only one of the two forms has

_TOKEN = lazy("h|w+(?:i+w+)*")  # over the letters that `_kind` gives
_SIGNS = frozenset("%％‰&＆@＠#＃")  # punctuation by category, spoken as words
_INNER = frozenset(".,:'’/-~&_")  # inside 3.5, 10:30, A/B and don't

#: An assignment of units to words: its cost, and after each word the number of units left. Of equal costs the smaller
#: tuple gives early words more, so that a unit without its own word belongs to the word before it.
_Path = tuple[int, tuple[int, ...]]


class _Span(NamedTuple):
    """Character positions: `start` included, `end` not."""

    start: int
    end: int


class _Unit(NamedTuple):
    """A unit of the normalized text: where it is, its class (see `_unit_class`), whether a pause follows."""

    span: _Span
    kind: str
    pause: bool


class _Heard(NamedTuple):
    """A heard word: its syllables, whether a pause follows, whether it is the second half of the letter W."""

    syllables: int
    pause: bool
    second_half: bool


def written(said: Pronunciation, heard: Sequence[Word]) -> tuple[Word, ...]:
    """The heard words as parts of the written text; the texts in `heard` are parts of the pieces' engine input.

    The result is in order without overlaps, and its texts joined are the written text without white space and
    punctuation. A written word that is spoken in another order than written, or has no sound, is joined with its
    neighbour.
    """
    located: list[tuple[Word, _Span | None]] = []
    offset = 0
    for piece, words in zip(said.pieces, _by_piece(said.pieces, heard), strict=True):
        for word, span in zip(words, _sources(piece, words), strict=True):
            located.append((word, span and _Span(span.start + offset, span.end + offset)))
        offset += len(piece.written)
    text = "".join(piece.written for piece in said.pieces)
    return tuple(_covering(text, located))


def _by_piece(pieces: Sequence[Piece], heard: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of each piece, found in its engine input one after the other."""
    rest = list(heard)
    for piece in pieces:
        spans = _found(piece.engine_input, rest)
        yield rest[: len(spans)]
        rest = rest[len(spans) :]


def _found(text: str, words: Sequence[Word]) -> list[_Span]:
    """Where the words are in `text`, up to the first that is not found after the one before it."""
    spans: list[_Span] = []
    end = 0
    for word in words:
        start = text.find(word.text, end)
        if start < 0:
            break
        end = start + len(word.text)
        spans.append(_Span(start, end))
    return spans


def _sources(piece: Piece, words: Sequence[Word]) -> list[_Span | None]:
    """The part of `piece.written` that each word speaks; None where the front end inserted the word."""
    if not words:
        return []
    places = _found(piece.engine_input, words)
    origins = _origins(piece.written, piece.normalized)
    if piece.engine_input != piece.normalized:
        places = _normalized_places(piece, places)
    return [_hull([origin for origin in origins[place.start : place.end] if origin]) for place in places]


def _hull(spans: Sequence[_Span]) -> _Span | None:
    """The shortest span that holds all of them."""
    if not spans:
        return None
    return _Span(min(span.start for span in spans), max(span.end for span in spans))


def _unit_spans(text: str) -> list[_Span]:
    return [_Span(*found.span()) for found in _UNITS.finditer(text)]


# ------------------------------------------------------------------------------------------ engine input to normalized


def _normalized_places(piece: Piece, places: Sequence[_Span]) -> list[_Span]:
    """For each word, given by its place in the engine input, its place in `piece.normalized`.

    All units of the normalized text are assigned in order, in the likeliest way: a Chinese word has as many syllables
    as characters, a Latin word is one word, and both have the same pauses after them. Every path that may still become
    the best is followed, so that one odd word does not misplace the others.
    """
    units = _units(piece.normalized)
    paths: dict[int, _Path] = {0: (0, ())}  # by the number of units assigned
    for place in places:
        paths = _extended(paths, _heard_word(piece.engine_input, place), units)
    _, left = min((cost + left[-1], left) for cost, left in paths.values())
    ends = [len(units) - count for count in left]
    spans = [unit.span for unit in units]
    return [_hull(spans[start:end]) or _Span(0, 0) for start, end in pairwise([0, *ends])]


def _units(normalized: str) -> list[_Unit]:
    """The Chinese characters and Latin words of the normalized text."""
    spans = [span for span in _unit_spans(normalized) if normalized[span.start].isalpha()]
    return [
        _Unit(span, _unit_class(normalized[span.start : span.end]), bool(_PAUSE.match(normalized, span.end)))
        for span in spans
    ]


def _heard_word(engine_input: str, place: _Span) -> _Heard:
    syllables = len(_SYLLABLE.findall(engine_input, place.start, place.end))
    pause = bool(_PAUSE.match(engine_input, place.end))
    return _Heard(max(1, syllables), pause, engine_input[place.start : place.end] == _SECOND_HALF)


def _extended(paths: dict[int, _Path], word: _Heard, units: Sequence[_Unit]) -> dict[int, _Path]:
    """The paths with one more word; those that are worse than the best by more than `_BEAM` are dropped."""
    longer: dict[int, _Path] = {}
    for start, (cost, left) in paths.items():
        last = min(len(units), start + word.syllables + _BEAM)
        for end in range(start, last + 1):
            path = (cost + _cost(word, units, start, end), (*left, len(units) - end))
            longer[end] = min(path, longer.get(end, path))
    best, _ = min(longer.values())
    return {end: path for end, path in longer.items() if path[0] <= best + _BEAM}


def _cost(word: _Heard, units: Sequence[_Unit], start: int, end: int) -> int:
    """How badly the units from `start` to `end` fit the word."""
    if start < end:
        return _misfit(word, units[start:end]) + word.second_half
    if word.second_half:
        return 0
    after_latin = start > 0 and units[start - 1].kind != "h"
    return _NO_UNIT_AFTER_LATIN if after_latin else _NO_UNIT


def _unit_class(unit: str) -> str:
    """ "h": a Han character; "l": a letter of an acronym; "w": a Latin word."""
    if _HAN.match(unit):
        return "h"
    return "l" if len(unit) == 1 and unit.isupper() else "w"


def _misfit(word: _Heard, units: Sequence[_Unit]) -> int:
    """How badly a word fits one or more units; the letters of an acronym are spoken as one word."""
    kinds = {unit.kind for unit in units}
    pauses = [unit.pause for unit in units]
    cost = _SKIPPED_PAUSE * sum(pauses[:-1]) + _OTHER_PAUSE * (pauses[-1] != word.pause)
    if kinds == {"h"}:
        return cost + abs(word.syllables - len(units))
    if kinds == {"l"}:
        return cost
    return cost + _EXTRA_LATIN * (len(units) - 1)


# ----------------------------------------------------------------------------------------------- normalized to written


def _origins(text: str, normalized: str) -> list[_Span | None]:
    """For each character of `normalized` the part of `text` it comes from; None where it was inserted."""
    before, after = _unit_spans(text), _unit_spans(normalized)
    old, new = _keys(text, before), _keys(normalized, after)
    origins: list[_Span | None] = [None] * len(normalized)
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        one_to_one = how == "equal" or (b - a == d - c and not _has_digits(text, before[a:b]))
        sources = before[a:b] if one_to_one else [_hull(before[a:b])] * (d - c)
        for (start, end), source in zip(after[c:d], sources, strict=True):
            origins[start:end] = [source] * (end - start)
    return origins


def _keys(text: str, spans: Sequence[_Span]) -> list[str]:
    """The units as they are compared: without differences of width and case, radicals as characters."""
    return [unicodedata.normalize("NFKC", prepared(text[span.start : span.end])).casefold() for span in spans]


def _has_digits(text: str, spans: Sequence[_Span]) -> bool:
    return any(text[span.start].isdigit() for span in spans)


def _covering(text: str, located: Sequence[tuple[Word, _Span | None]]) -> Iterator[Word]:
    """Words that together hold every token of `text`, made from words with the parts that they speak."""
    tokens = [_Span(*found.span()) for found in _TOKEN.finditer("".join(map(_kind, text)))]
    if not tokens or not located:
        return
    firsts, times = [0], [located[0][0]]  # each word's first token and its time; the first word begins with the text
    reached = 0  # tokens up to the last one that a word touches
    for word, span in located:
        touched = _touched(tokens, span)
        if touched and touched[0] >= reached > 0:
            firsts.append(touched[0])
            times.append(word)
        else:
            times[-1] = Word(times[-1].start, word.end, "")
        reached = max([reached, *(token + 1 for token in touched)])
    ends = [*firsts[1:], len(tokens)]
    for time, first, end in zip(times, firsts, ends, strict=True):
        yield Word(time.start, time.end, text[tokens[first].start : tokens[end - 1].end])


def _touched(tokens: Sequence[_Span], span: _Span | None) -> list[int]:
    """The numbers of the tokens that the span overlaps."""
    if span is None:
        return []
    return [number for number, token in enumerate(tokens) if token.start < span.end and span.start < token.end]


def _kind(letter: str) -> str:
    """ "h": a Han character; "w": another one that is spoken or shown in a word; "i": may be inside one; " ": none."""
    if _HAN.match(letter):
        return "h"
    if letter in _SIGNS or unicodedata.category(letter)[0] not in "PZC":
        return "w"
    return "i" if letter in _INNER else " "
