"""Checks that an answer is the whole text, spoken: the client reports no error for many that are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobuild.engines.online.heard import RATE, Boundary, Heard, rejected, require_sound, share, too_short
from audiobuild.errors import AudioError
from audiobuild.i18n import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FRAME_SECONDS = 576 / RATE  # MPEG-2 layer III
LATE = 0.5  # seconds by which the last word may end after the sound
UNLIKE = 0.2  # seconds by which the decoded length may differ from that of the frames
COVERED = 0.9  # of the text's letters, counted in the words that came with times

#: The bits of a frame header that are the same in every frame of ours: sync, MPEG-2 layer III, 48 kbit/s at 24 kHz,
#: mono; CRC, padding, private, copyright and emphasis are free. ISO/IEC 13818-3, 2.4.2.3.
HEADER, HEADER_MASK = 0xFFF264C0, 0xFFFEFCC0
PADDING = 0x200
FRAME_BYTES = 144


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: audio, the bytes of it that the client counts when the turn ends, and the words."""

    data: bytes
    counted: int
    boundaries: tuple[Boundary, ...]


def accepted(answer: Answer, text: str, speed: float) -> Heard:
    """The answer, decoded, when it can be `text` spoken at `speed` times the normal; else raises AttemptError REJECTED.

    Each rejection names its check and the figures, which shows whether the service has changed or the network fails.
    """
    if answer.counted != len(answer.data):
        raise rejected(
            1,
            _("{size} bytes came, {announced} were announced").format(size=len(answer.data), announced=answer.counted),
        )
    seconds = sum(1 for _unused in _frames(answer.data)) * FRAME_SECONDS
    end = max((each.offset + each.duration for each in answer.boundaries), default=0) / 1e7
    if end > seconds + LATE:
        raise rejected(3, _("{seconds:.1f} s of sound for {end:.1f} s of words").format(seconds=seconds, end=end))
    samples = _decoded(answer.data, seconds)
    doubts = tuple(_doubts(answer, text, seconds * speed))
    # Without word times another answer would be no better.
    return Heard(samples, answer.boundaries, doubts, again=bool(doubts and answer.boundaries))


def _frames(data: bytes) -> Iterator[int]:
    """Where each frame begins; every byte belongs to one."""
    place = 0
    while place < len(data):
        header = int.from_bytes(data[place : place + 4], "big")
        length = FRAME_BYTES + bool(header & PADDING)
        if header & HEADER_MASK != HEADER or place + length > len(data):
            raise rejected(
                2,
                _("no whole frame of 48 kbit/s, 24 kHz, mono at byte {place} of {size}").format(
                    place=place, size=len(data)
                ),
            )
        yield place
        place += length


def _decoded(data: bytes, seconds: float) -> NDArray[np.float32]:
    from audiobuild.sound.audio import decode_mp3

    try:
        samples, rate = decode_mp3(data)
    except AudioError as error:
        raise rejected(4, _("{size} bytes cannot be decoded").format(size=len(data))) from error
    length = len(samples) / rate
    if rate != RATE or abs(length - seconds) > UNLIKE:
        raise rejected(
            4,
            _("{length:.1f} s at {rate} Hz decoded from {seconds:.1f} s of frames").format(
                length=length, rate=rate, seconds=seconds
            ),
        )
    require_sound(samples, rate, check=5)
    return samples


def _doubts(answer: Answer, text: str, seconds: float) -> Iterator[str]:
    """Soft checks: what may be correct although it is unusual, such as numbers that are rewritten."""
    covered = share("".join(each.text for each in answer.boundaries), text)
    if not answer.boundaries:
        yield _("the service sent no word times, so only bytes and sound could be checked")
    elif covered < COVERED:
        yield _("words may be missing, the service lists {covered:.0%} of the letters (check 6)").format(
            covered=covered
        )
    yield from too_short(text, seconds, check=7)
