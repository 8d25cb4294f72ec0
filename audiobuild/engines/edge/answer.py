"""Checks that an answer is the whole text, spoken: the client reports no error for many that are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from audiobuild.engines.edge.attempts import AttemptError, FailureKind
from audiobuild.errors import AudioError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 24_000  # Hz
FRAME_SECONDS = 576 / RATE  # MPEG-2 layer III
LATE = 0.5  # seconds by which the last word may end after the sound
UNLIKE = 0.2  # seconds by which the decoded length may differ from that of the frames
QUIET = 1e-3  # RMS of full scale
COVERED = 0.9  # of the text's letters, counted in the words that came with times
#: Seconds that a letter lasts at least at normal speed. A guess with a margin: nobody has measured the live voices.
QUICKEST_HAN, QUICKEST = 0.07, 0.02

#: The bits of a frame header that are the same in every frame of ours: sync, MPEG-2 layer III, 48 kbit/s at 24 kHz,
#: mono; CRC, padding, private, copyright and emphasis are free. ISO/IEC 13818-3, 2.4.2.3.
HEADER, HEADER_MASK = 0xFFF264C0, 0xFFFEFCC0
PADDING = 0x200
FRAME_BYTES = 144


class Boundary(NamedTuple):
    """A word and when it is heard, in ticks of 100 ns from the start of the sound before it was encoded."""

    offset: int
    duration: int
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: audio, the bytes of it that the client counts when the turn ends, and the words."""

    data: bytes
    counted: int
    boundaries: tuple[Boundary, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """An answer that was accepted: its sound at RATE, its words, and what is doubtful about it."""

    samples: NDArray[np.float32]
    boundaries: tuple[Boundary, ...]
    doubts: tuple[str, ...]


def accepted(answer: Answer, text: str, speed: float) -> Heard:
    """The answer, decoded, when it can be `text` spoken at `speed` times the normal; else raises AttemptError REJECTED.

    Each rejection names its check and the figures, which shows whether the service has changed or the network fails.
    """
    if answer.counted != len(answer.data):
        raise _rejected(1, f"{len(answer.data)} bytes came, {answer.counted} were announced")
    seconds = sum(1 for _ in _frames(answer.data)) * FRAME_SECONDS
    end = max((each.offset + each.duration for each in answer.boundaries), default=0) / 1e7
    if end > seconds + LATE:
        raise _rejected(3, f"{seconds:.1f} s of sound for {end:.1f} s of words")
    samples = _decoded(answer.data, seconds)
    return Heard(samples, answer.boundaries, tuple(_doubts(answer, text, seconds * speed)))


def _frames(data: bytes) -> Iterator[int]:
    """Where each frame begins; every byte belongs to one."""
    place = 0
    while place < len(data):
        header = int.from_bytes(data[place : place + 4], "big")
        length = FRAME_BYTES + bool(header & PADDING)
        if header & HEADER_MASK != HEADER or place + length > len(data):
            raise _rejected(2, f"no whole frame of 48 kbit/s, 24 kHz, mono at byte {place} of {len(data)}")
        yield place
        place += length


def _decoded(data: bytes, seconds: float) -> NDArray[np.float32]:
    import numpy as np

    from audiobuild.sound.audio import decode_mp3

    try:
        samples, rate = decode_mp3(data)
    except AudioError as error:
        raise _rejected(4, f"{len(data)} bytes cannot be decoded") from error
    length = len(samples) / rate
    if rate != RATE or abs(length - seconds) > UNLIKE:
        raise _rejected(4, f"{length:.1f} s at {rate} Hz decoded from {seconds:.1f} s of frames")
    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    if level < QUIET:
        raise _rejected(5, f"{seconds:.1f} s of silence, RMS {level:.5f}")
    return samples


def _doubts(answer: Answer, text: str, seconds: float) -> Iterator[str]:
    """Soft checks: what may be correct although it is unusual, such as numbers that are rewritten."""
    covered = share("".join(each.text for each in answer.boundaries), text)
    if not answer.boundaries:
        yield "the service sent no word times, so only bytes and sound could be checked"
    elif covered < COVERED:
        yield f"words may be missing, the service lists {covered:.0%} of the letters (check 6)"
    letters = [letter for letter in text if letter.isalnum()]
    least = sum(QUICKEST if letter < "⺀" else QUICKEST_HAN for letter in letters)
    if seconds < least:
        yield f"words may be missing, {seconds:.1f} s is short for {len(letters)} letters (check 7)"


def share(words: str, text: str) -> float:
    """How much of the letters and digits of `text` is found in `words`, in any order."""
    wanted = Counter(letter for letter in text.casefold() if letter.isalnum())
    found = Counter(letter for letter in words.casefold() if letter.isalnum())
    return (wanted & found).total() / max(1, wanted.total())


def _rejected(check: int, figures: str) -> AttemptError:
    return AttemptError(FailureKind.REJECTED, f"check {check}: {figures}")
