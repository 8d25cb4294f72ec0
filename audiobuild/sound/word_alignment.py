"""Which written words are heard when: an engine's words laid on the text they stand for.

An engine times what it received, and the front end has turned figures into words, words into sounds, sometimes one
order into another. The way back is found by comparing the forms of a piece. Pure: nothing but text and numbers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from audiobuild.model import Piece, Pronunciation, Word
from audiobuild.pronunciation.form import HAN
from audiobuild.regex import lazy

_LETTER = rf"(?:(?!{HAN})[^\W\d_])"
_UNITS = lazy(rf"{HAN}|{_LETTER}+(?:['’]{_LETTER}+)*|\d+|\S|\s+")
_HAN = lazy(HAN)
_PAUSE = lazy(r"\s*[,.;:!?…—，。；：！？]")
_SYLLABLE = lazy("[aeiouyɨɤəɔʊɚɛɑɪæʌɐɜᵊᵻAIOQWY]+")  # vowels in a row, as the model writes them
_SECOND_HALF = "lju"  # of the letter W in Chinese, the one letter whose name is two words
_REACH = 3  # how much worse than the best a path may be and still be followed

_TOKEN = lazy("h|w+(?:i+w+)*")  # over `_kind`s
_SIGNS = frozenset("%％‰&＆@＠#＃")  # punctuation by category, said as words
_INNER = frozenset(".,:'’/-~&_")  # inside 3.5, 10:30, A/B and don't


#: How units were dealt out to words: the cost, and the units left behind each word; of equals the one that lets early
#: words have more, so that what has no unit of its own goes with the word before it.
_Path = tuple[int, tuple[int, ...]]


class _Span(NamedTuple):
    """From one character to the one behind another."""

    start: int
    end: int


def written(said: Pronunciation, heard: Sequence[Word]) -> tuple[Word, ...]:
    """The words heard, as stretches of the written text; `heard` are stretches of the pieces' symbols.

    They are in order and do not overlap; joined they are the text but for blanks and punctuation. What is said in
    another order than written, or has no sound of its own, shares a word with its neighbour.
    """
    placed: list[tuple[Word, _Span | None]] = []
    offset = 0
    for piece, words in zip(said.pieces, _by_piece(said.pieces, heard), strict=True):
        for word, span in zip(words, _sources(piece, words), strict=True):
            placed.append((word, span and _Span(span.start + offset, span.end + offset)))
        offset += len(piece.written)
    text = "".join(piece.written for piece in said.pieces)
    return tuple(_covering(text, placed))


def _by_piece(pieces: Sequence[Piece], heard: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of each piece: a word is looked for behind the one before it."""
    rest = list(heard)
    for piece in pieces:
        spans = _found(piece.engine_input, rest)
        yield rest[: len(spans)]
        rest = rest[len(spans) :]


def _found(text: str, words: Sequence[Word]) -> list[_Span]:
    """Where the words stand in `text`, as far as they are found in order."""
    spans: list[_Span] = []
    for word in words:
        start = text.find(word.text, spans[-1].end if spans else 0)
        if start < 0:
            break
        spans.append(_Span(start, start + len(word.text)))
    return spans


def _sources(piece: Piece, words: Sequence[Word]) -> list[_Span | None]:
    """The stretch of `piece.written` that each word stands for; None where the front end put it in."""
    if not words:
        return []
    places = _found(piece.engine_input, words)
    homes = _homes(piece.written, piece.normalized)
    if piece.engine_input != piece.normalized:
        places = _dealt(piece, places)
    return [_hull([home for home in homes[place.start : place.end] if home]) for place in places]


def _hull(spans: Sequence[_Span]) -> _Span | None:
    return _Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else None


# -------------------------------------------------------------------------------------------------- sounds to words


def _dealt(piece: Piece, places: Sequence[_Span]) -> list[_Span]:
    """For each word, given by its place in the symbols, its stretch of `piece.normalized`.

    The units of the normal form are dealt out in order, all of them, in the likeliest way: a Chinese word has as many
    syllables as characters, a Latin word is one word, and both stand before the same pauses. Each path that may still
    become the best is followed, so that one odd word puts no other in the wrong place.
    """
    normal = piece.normalized
    units = [_Span(*found.span()) for found in _UNITS.finditer(normal) if found[0][0].isalpha()]
    sorts = "".join(_sort(normal[slice(*unit)]) for unit in units)
    pauses = [bool(_PAUSE.match(normal, unit.end)) for unit in units]
    paths: dict[int, _Path] = {0: (0, ())}  # by the number of units dealt out
    for place in places:
        syllables = len(_SYLLABLE.findall(piece.engine_input, place.start, place.end)) or 1
        pause = bool(_PAUSE.match(piece.engine_input, place.end))
        goes_on = piece.engine_input[place.start : place.end] == _SECOND_HALF
        longer: dict[int, _Path] = {}
        for start, (cost, left) in paths.items():
            for end in range(start, min(len(units), start + syllables + _REACH) + 1):
                if start == end:  # one more word of a Latin unit (W, OpenAI) is likelier than of a Chinese word
                    misfit = 0 if goes_on else 1 if sorts[start - 1 : start] in ("l", "w") else 2
                else:
                    misfit = _misfit(syllables, pause, sorts[start:end], pauses[start:end]) + goes_on
                path = (cost + misfit, (*left, len(units) - end))
                longer[end] = min(path, longer.get(end, path))
        best = min(longer.values())[0]
        paths = {end: path for end, path in longer.items() if path[0] <= best + _REACH}
    ends = [len(units) - left for left in min((path[0] + path[1][-1], path[1]) for path in paths.values())[1]]
    return [_hull(units[start:end]) or _Span(0, 0) for start, end in pairwise([0, *ends])]


def _sort(unit: str) -> str:
    """A Han character, a letter of an acronym or a Latin word."""
    if _HAN.match(unit):
        return "h"
    return "l" if len(unit) == 1 and unit.isupper() else "w"


def _misfit(syllables: int, pause: bool, sorts: str, pauses: Sequence[bool]) -> int:
    """How badly a word of so many syllables fits units of these sorts and their pauses; acronyms are said as one."""
    wrong = {"h": abs(syllables - len(sorts)), "l": 0}.get("".join(set(sorts)), 2 * (len(sorts) - 1))
    return wrong + 2 * sum(pauses[:-1]) + (pauses[-1] != pause)


# -------------------------------------------------------------------------------------------------- words to writing


def _homes(text: str, normal: str) -> list[_Span | None]:
    """For each character of `normal` the stretch of `text` it comes from; None where it was put in."""
    before, after = ([_Span(*found.span()) for found in _UNITS.finditer(source)] for source in (text, normal))
    old, new = ([_key(source[slice(*span)]) for span in spans] for source, spans in ((text, before), (normal, after)))
    homes: list[_Span | None] = [None] * len(normal)
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        respelt = b - a == d - c and not any(text[span.start].isdigit() for span in before[a:b])
        for i, (start, end) in enumerate(after[c:d]):
            home = before[a + i] if how == "equal" or respelt else _hull(before[a:b])
            homes[start:end] = [home] * (end - start)
    return homes


def _key(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).casefold()


def _covering(text: str, placed: Sequence[tuple[Word, _Span | None]]) -> Iterator[Word]:
    """Words that together hold every token of `text`, from words with the stretches they stand for."""
    tokens = [_Span(*found.span()) for found in _TOKEN.finditer("".join(map(_kind, text)))]
    if not tokens or not placed:
        return
    firsts, times = [0], [placed[0][0]]  # of each word the first token and the time; the first word holds what is first
    reached = 0  # tokens up to the last one touched
    for n, (word, span) in enumerate(placed):
        touched = [i for i, token in enumerate(tokens) if span and token.start < span.end and span.start < token.end]
        if n and touched and touched[0] >= reached > 0:
            firsts.append(touched[0])
            times.append(word)
        else:
            times[-1] = Word(times[-1].start, word.end, "")
        reached = max([reached, *(i + 1 for i in touched)])
    for (start, end, _), first, behind in zip(times, firsts, [*firsts[1:], len(tokens)], strict=True):
        yield Word(start, end, text[tokens[first].start : tokens[behind - 1].end])


def _kind(letter: str) -> str:
    """A Han character, something else that is said or shown in a word, a mark that may stand inside, or neither."""
    if _HAN.match(letter):
        return "h"
    if letter in _SIGNS or unicodedata.category(letter)[0] not in "PZC":
        return "w"
    return "i" if letter in _INNER else " "
