"""Joins accepted answers into one utterance, and aligns the words in them with the text that was sent."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from audiobuild.engines.online.heard import RATE, Boundary, Heard
from audiobuild.model import Piece, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TICKS = 10_000_000  # a second
#: Samples by which a decoded MP3 is later than the sound that was encoded: LAME's 576 and any decoder's 529. The
#: service's encoder is unknown; another delay would shift word times, and only those, by some hundredths of a second.
CODEC_DELAY = 576 + 529
QUIET = 10 ** (-50 / 20)  # peak amplitude under which a sample is silence
LEAD, TAIL = RATE * 30 // 1000, RATE * 60 // 1000  # silence kept around speech where pieces are joined
PAUSES = dict.fromkeys("。！？!?….\n", RATE * 280 // 1000)  # silence between two pieces by the mark that ends the first
PAUSE = RATE * 140 // 1000


def joined(pieces: Sequence[Piece], heard: Sequence[Heard]) -> tuple[NDArray[np.float32], int, tuple[Word, ...]]:
    """The pieces one after another, the rate in Hz, and all their words.

    Silence at inner borders is cut back and set by the mark there; the outer is left for the trimming of takes.
    """
    import numpy as np

    out: list[NDArray[np.float32]] = []
    words: list[Word] = []
    length = 0
    for i, (piece, answer) in enumerate(zip(pieces, heard, strict=True)):
        start, end = speech(answer.samples)
        first, last = i == 0, i == len(pieces) - 1
        cut = 0 if first else max(0, start - LEAD)
        out.append(answer.samples[cut : len(answer.samples) if last else end + TAIL])
        for word in located_words(piece.engine_input, answer.boundaries, len(answer.samples)):
            words.append(Word(max(0, word.start - cut) + length, max(0, word.end - cut) + length, word.text))
        if not last:
            out.append(np.zeros(PAUSES.get(piece.engine_input.rstrip("”’」』）)\"' ")[-1:], PAUSE), dtype=np.float32))
        length = sum(map(len, out))
    return np.concatenate(out), RATE, tuple(words)


def speech(samples: NDArray[np.float32]) -> tuple[int, int]:
    """The first sample of speech, and the one after the last."""
    import numpy as np

    loud = np.flatnonzero(np.abs(samples) > QUIET)
    return (int(loud[0]), int(loud[-1]) + 1) if loud.size else (0, len(samples))


class _Place(NamedTuple):
    """A stretch of the text sent, and when it is heard."""

    start: int
    end: int
    offset: int
    until: int


def located_words(text: str, boundaries: Sequence[Boundary], length: int) -> list[Word]:
    """The words of the answer as stretches of `text`, in order and without overlaps, within `length` samples.

    A word that differs from the text, as figures may, takes the letters between its neighbours that no other word has;
    where there are none, its time is added to the word before it.
    """
    words: list[Word] = []
    at = 0
    for place in _claimed(text, boundaries):
        start = min(max(at, _sample(place.offset)), length)
        at = min(max(start, _sample(place.until)), length)
        words.append(Word(start, at, text[place.start : place.end]))
    return words


def _sample(ticks: int) -> int:
    return round(ticks * RATE / TICKS) + CODEC_DELAY


def _claimed(text: str, boundaries: Sequence[Boundary]) -> list[_Place]:
    """Each word of the answer at its stretch of the text."""
    found = _found(text, boundaries)
    places: list[_Place] = []
    for unfound, group in groupby(range(len(boundaries)), key=lambda i: found[i] is None):
        some = list(group)
        if unfound:
            after = _next_start(found[some[-1] :], len(text))
            _fill(places, text, after, boundaries[some[0]].offset, _end(boundaries[some[-1]]))
        else:
            places += [_Place(*span, boundaries[i].offset, _end(boundaries[i])) for i in some if (span := found[i])]
    return places


def _next_start(spans: Sequence[tuple[int, int] | None], otherwise: int) -> int:
    """Where the first of these words begins that was found in the text."""
    return next((span[0] for span in spans if span), otherwise)


def _fill(places: list[_Place], text: str, after: int, offset: int, until: int) -> None:
    """Give a time to the letters between the last place and `after`; to the last place when there are none."""
    begin = places[-1].end if places else 0
    letters = [i for i in range(begin, after) if text[i].isalnum()]
    if letters:
        places.append(_Place(letters[0], letters[-1] + 1, offset, until))
    elif places:
        places[-1] = places[-1]._replace(until=until)


def _end(boundary: Boundary) -> int:
    return boundary.offset + boundary.duration


def _found(text: str, boundaries: Sequence[Boundary]) -> list[tuple[int, int] | None]:
    """The stretch of `text` with the letters of each boundary, None where there is none; in order, without overlaps."""
    sent = _letters([text])
    heard = _letters([each.text for each in boundaries])
    matcher = SequenceMatcher(None, [each.letter for each in sent], [each.letter for each in heard], autojunk=False)
    spans: list[tuple[int, int] | None] = [None] * len(boundaries)
    for a, b, size in matcher.get_matching_blocks():
        for one, other in zip(sent[a : a + size], heard[b : b + size], strict=True):
            span = spans[other.text]
            start = span[0] if span else one.place
            spans[other.text] = (start, one.place + 1)
    return spans


class _Letter(NamedTuple):
    """A letter or digit in lower case: the number of its text and its place there."""

    text: int
    place: int
    letter: str


def _letters(texts: Sequence[str]) -> list[_Letter]:
    return [
        _Letter(number, place, letter.casefold())
        for number, text in enumerate(texts)
        for place, letter in enumerate(text)
        if letter.isalnum()
    ]
