"""Pauses at the marks inside a spoken piece: silence is inserted where the voice pauses for less than is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from audiobuild.model import Pauses, Word
from audiobuild.pronunciation.phonemes import MARKS
from audiobuild.regex import lazy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORD = lazy(f"[^{re.escape(''.join(sorted(MARKS)))}]+")
#: The field of Pauses for each mark. Full stops inside an utterance pause as clauses do.
_FIELDS = dict.fromkeys("…", "ellipsis") | dict.fromkeys("—", "dash") | dict.fromkeys(";:.!?", "clause")
_FIELDS |= dict.fromkeys(",", "comma") | dict.fromkeys("、", "list") | dict.fromkeys("()", "bracket")
_FIELDS |= dict.fromkeys('“”"', "quote")

FAINT = 10 ** (-40 / 20)  # of a piece's peak: below it is silence, and sound no longer belongs to the word before
BLOCK = 0.005  # seconds; silence is measured in such blocks
#: Where the silence of a mark may be, in seconds before the end of the word before it and after the start of the next:
#: speech runs up to 60 ms ahead of its word times, which were measured at onsets after pauses.
BEFORE, AFTER = 0.05, 0.06
#: Where a voice that does not pause is cut, in seconds around the start of the next word.
CUT = (-0.06, 0.03)
#: Seconds of the fades around inserted silence: a vowel cut in less than 20 ms clicks, an onset needs its attack.
FADE_OUT, FADE_IN = 0.02, 0.005


class _Insertion(NamedTuple):
    """Silence of `length` samples before the sample `at`."""

    at: int
    length: int


def asked(symbols: str, pauses: Pauses) -> tuple[int, ...]:
    """The milliseconds asked for at each place with a mark between two words; of several marks the longest.

    () if nothing is asked for anywhere.
    """
    wanted = tuple(_longest(marks, pauses) for marks in _between(symbols) if marks)
    return wanted if any(wanted) else ()


def _between(symbols: str) -> Iterator[str]:
    """The marks between each word and the next, "" where there is only a blank."""
    for before, after in pairwise(WORD.finditer(symbols)):
        yield symbols[before.end() : after.start()].strip()


def _longest(marks: str, pauses: Pauses) -> int:
    wanted: list[int] = [getattr(pauses, _FIELDS[mark]) for mark in marks if mark in _FIELDS]
    return max(wanted)


def with_pauses(
    sound: NDArray[np.float32], rate: int, symbols: str, words: Sequence[Word], wanted: Sequence[int]
) -> tuple[NDArray[np.float32], list[Word]]:
    """The sound of a piece with the pauses `wanted` (of `asked`), and its words at their new times.

    `words` are all words of `symbols`. A pause that is long enough already stays as the voice made it.
    """
    import numpy as np

    insertions = _insertions(sound, rate, symbols, words, wanted)
    parts: list[NDArray[np.float32]] = []
    begin = 0
    for at, length in insertions.values():
        parts += [sound[begin:at].copy(), np.zeros(length, dtype=np.float32)]
        begin = at
    parts.append(sound[begin:].copy())
    for before, after in zip(parts[0::2], parts[2::2], strict=False):
        _fade(before, after, rate)
    return np.concatenate(parts), _moved(words, insertions)


def _insertions(
    sound: NDArray[np.float32], rate: int, symbols: str, words: Sequence[Word], wanted: Sequence[int]
) -> dict[int, _Insertion]:
    """What is inserted after a word, by the word's number, where silence is missing."""
    import numpy as np

    floor = FAINT * float(np.abs(sound).max(initial=0.0))
    left = iter(wanted)
    found = {}
    for place, (marks, (before, after)) in enumerate(zip(_between(symbols), pairwise(words), strict=True)):
        length = next(left, 0) * rate // 1000 if marks else 0
        insertion = _insertion(sound, rate, before, after, length, floor)
        if insertion.length > 0:
            found[place] = insertion
    return found


def _insertion(
    sound: NDArray[np.float32], rate: int, before: Word, after: Word, length: int, floor: float
) -> _Insertion:
    """What makes the pause between two words `length` samples long; negative where the voice pauses longer."""
    block = round(rate * BLOCK)
    first = max((before.start + before.end) // 2, before.end - round(rate * BEFORE))
    last = min((after.start + after.end) // 2, after.start + round(rate * AFTER))
    peaks = _peaks(sound[first:last], block)
    start, count = _longest_run([bool(peak < floor) for peak in peaks])
    if count:
        at = first + start * block + count * block // 2
        return _Insertion(at, length - count * block)
    early, late = (after.start + round(rate * seconds) for seconds in CUT)
    start = max(first, early)
    peaks = _peaks(sound[start : min(last, late)], block)
    if not len(peaks):
        return _Insertion(after.start, length)
    return _Insertion(start + int(peaks.argmin()) * block + block // 2, length)


def _peaks(sound: NDArray[np.float32], block: int) -> NDArray[np.float32]:
    """The peak of each whole block."""
    import numpy as np

    whole = len(sound) // block
    peaks: NDArray[np.float32] = np.abs(sound[: whole * block].reshape(whole, block)).max(axis=1, initial=0.0)
    return peaks


def _longest_run(quiet: Sequence[bool]) -> tuple[int, int]:
    """The start and the length of the longest run of quiet blocks; the first of equal ones."""
    best, run = (0, 0), 0
    for place, is_quiet in enumerate(quiet):
        run = run + 1 if is_quiet else 0
        if run > best[1]:
            best = (place - run + 1, run)
    return best


def _fade(before: NDArray[np.float32], after: NDArray[np.float32], rate: int) -> None:
    """Fade the end of one part and the start of the next, in place."""
    import numpy as np

    out, in_ = min(len(before), round(rate * FADE_OUT)), min(len(after), round(rate * FADE_IN))
    before[len(before) - out :] *= np.linspace(1, 0, out, dtype=np.float32)
    after[:in_] *= np.linspace(0, 1, in_, dtype=np.float32)


def _moved(words: Sequence[Word], insertions: Mapping[int, _Insertion]) -> list[Word]:
    """The words at their times in the sound with the insertions; none reaches into inserted silence."""
    moved: list[Word] = []
    shift = begin = 0
    for place, word in enumerate(words):
        after = insertions.get(place, _Insertion(word.end, 0))
        start = max(word.start, begin)
        moved.append(Word(start + shift, max(start, min(word.end, after.at)) + shift, word.text))
        shift += after.length
        begin = max(begin, after.at)
    return moved
