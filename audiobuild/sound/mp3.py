"""Encodes mastered takes to segments of whole MP3 frames, and joins segments to an episode.

A segment is a complete LAME stream (mono, constant bit rate, never padded) without header frame. It uses no bits of
the frames before it and lends none to those after it, so segments and silence frames can follow each other in any
order. Encoder and decoder delay a signal by 1105 samples; gapless players remove that once from an episode, so the
speech of a segment whose first frame is number k (counted from 0 after the Info frame) starts exactly at sample
k x frame_samples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audiobuild.errors import AudioError, ConfigError
from audiobuild.i18n import _
from audiobuild.model import AudioSettings, Segment, SegmentFacts, Sounds, Take, Timeline
from audiobuild.sound import audio

ENCODER_DELAY = 576  # samples, stated in the Info frame
DECODER_DELAY = 529  # samples, known to players
MAX_PADDING = 4095  # samples, the Info frame's field has 12 bits
LAME_SCALE = 0.95  # LAME turns every signal down by this much at a constant bit rate

ROUNDS = 4  # attempts to encode a take before it is an error
STEP = 0.1  # dB by which the limiter is lowered beyond the measured excess
FIDELITY = 0.5  # share of the signal's energy that the codec's error may have; a shift by one sample gives more
DRIFT = 1.0  # dB by which the codec may change a segment's level; for speech it is 0.06


@dataclass(frozen=True, slots=True)
class _Format:
    """An MPEG layer III mono stream whose frames are all alike: 24 ms each, no padding, no frame checksum."""

    header: bytes
    size: int  # bytes of a frame
    samples: int  # of a frame
    side: int  # bytes of side information
    reservoir: int  # bits of the side information's field for how far back a frame's data begin
    lowpass: int  # hundreds of Hz, as LAME sets it
    source: int  # the Info frame's code for the rate


_FORMATS = {
    (48_000, 96): _Format(b"\xff\xfb\x74\xc4", 288, 1152, 17, 9, 205, 2),
    (24_000, 64): _Format(b"\xff\xf3\x84\xc4", 192, 576, 9, 8, 120, 0),
}


def frame_samples(settings: AudioSettings) -> int:
    """The samples of one frame: the grid on which segments are placed."""
    return _format(settings).samples


def frame_bytes(settings: AudioSettings) -> int:
    """The bytes of one frame."""
    return _format(settings).size


def silence(frames: int, settings: AudioSettings) -> bytes:
    """That many frames of digital silence."""
    frame = _format(settings)
    return (frame.header + bytes(frame.size - len(frame.header))) * frames


# --------------------------------------------------------------------------------------------------------- encoding


def make_segment(take: Take, voice_loudness: float, voice_gain: float, settings: AudioSettings) -> Segment:
    """A take mastered and encoded with its words; its true peak after decoding is at most `settings.true_peak`.

    The codec changes peaks; when one is too high, the limiter is lowered by the excess and the take encoded again.
    Raises AudioError when the take cannot be mastered or the segment fails its checks, ConfigError for settings that
    are not offered.
    """
    segment = _encoded_within_limit(
        lambda margin: audio.master(take, voice_loudness, voice_gain, settings, margin), settings
    )
    return replace(segment, words=audio.mastered_words(take, voice_loudness, settings))


def make_music(path: Path, sounds: Sounds, settings: AudioSettings) -> Segment:
    """A file of music as a segment: faded, levelled, true peak limited as in speech. Raises AudioError, ConfigError."""
    music = audio.open_music(path, sounds.fade, settings.rate)
    loudness = settings.loudness if sounds.loudness is None else sounds.loudness
    return _encoded_within_limit(lambda margin: audio.level_music(music, loudness, settings, margin), settings)


def _encoded_within_limit(master: Callable[[float], NDArray[np.float32]], settings: AudioSettings) -> Segment:
    """The sound that `master` makes for a margin (dB), encoded; the margin grows until the decoded peak is allowed."""
    _format(settings)
    margin = audio.MARGIN
    for _unused in range(ROUNDS):
        segment, heard = _encoded(master(margin), settings)
        excess = audio.true_peak(heard) - settings.true_peak
        if excess <= 0:
            return segment
        margin += excess + STEP
    raise AudioError(
        _("a true peak is {excess:.1f} dB above {true_peak} dBTP; choose a lower loudness.").format(
            excess=excess, true_peak=settings.true_peak
        )
    )


def encode(samples: NDArray[np.float32], settings: AudioSettings) -> Segment:
    """Mono samples at `settings.rate` (1.0 is full scale) as a segment. Raises AudioError when it fails its checks."""
    return _encoded(samples, settings)[0]


def _encoded(samples: NDArray[np.float32], settings: AudioSettings) -> tuple[Segment, NDArray[np.float32]]:
    """A segment that has passed its checks, and its content as a player decodes it."""
    frame = _format(settings)
    data = _lame(samples, settings)
    segment = Segment(data, len(data) // frame.size, len(samples), crc16(data))
    _check_frames(segment, frame)
    delay = ENCODER_DELAY + DECODER_DELAY
    heard = audio.decode_mp3(data)[0][delay : delay + len(samples)]
    _check_sound(samples, heard)
    return segment, heard


def _lame(samples: NDArray[np.float32], settings: AudioSettings) -> bytes:
    try:
        from lameenc import Encoder  # by name: another thread may see the module half imported
    except ImportError as error:
        raise AudioError(
            _("the MP3 encoder lameenc cannot be loaded ({error}): pip install lameenc.").format(error=error)
        ) from error
    encoder = Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(settings.rate)
    encoder.set_out_sample_rate(settings.rate)  # else LAME may choose another
    encoder.set_bit_rate(settings.bitrate)
    encoder.set_quality(settings.quality)
    pcm = np.clip(np.rint(samples * np.float32(32767 / LAME_SCALE)), -32768, 32767).astype("<i2")
    return bytes(encoder.encode(pcm.tobytes()) + encoder.flush())


def _check_frames(segment: Segment, frame: _Format) -> None:
    if len(segment.data) != segment.frames * frame.size:
        raise AudioError(
            _("the encoder returned {size} bytes, which are not whole frames; reinstall lameenc.").format(
                size=len(segment.data)
            )
        )
    frames = np.frombuffer(segment.data, np.uint8).reshape(-1, frame.size)
    if (frames[:, :4] != np.frombuffer(frame.header, np.uint8)).any():
        raise AudioError(_("the encoder changed its frame header within a segment; reinstall lameenc."))
    if int.from_bytes(segment.data[4:6], "big") >> (16 - frame.reservoir):
        raise AudioError(_("the encoder's first frame refers to data before it; reinstall lameenc."))
    padding = _padding(segment.frames, segment.content, frame)
    if not DECODER_DELAY <= padding <= MAX_PADDING:
        raise AudioError(
            _("the encoder ended a segment with {padding} samples of padding; reinstall lameenc.").format(
                padding=padding
            )
        )


def _check_sound(given: NDArray[np.float32], heard: NDArray[np.float32]) -> None:
    if len(heard) != len(given):
        raise AudioError(
            _("the encoder returned {count} of {total} samples; reinstall lameenc.").format(
                count=len(heard), total=len(given)
            )
        )
    before, after, error = (float(np.square(each).sum(dtype=np.float64)) for each in (given, heard, heard - given))
    if not error < FIDELITY * before:
        raise AudioError(_("the MP3 does not sound like its source; speak the sentence again or cast another voice."))
    drift = 10 * float(np.log10(after / before))
    if abs(drift) > DRIFT:
        raise AudioError(
            _(
                "the MP3 differs from its source by {drift:+.1f} dB; speak the sentence again or cast another voice."
            ).format(drift=drift)
        )


# ---------------------------------------------------------------------------------------------------------- joining


def episode_bytes(
    tag: bytes,
    timeline: Timeline,
    segments: Sequence[SegmentFacts],
    read: Callable[[int], bytes],
    settings: AudioSettings,
) -> Iterator[bytes]:
    """The bytes of an episode in order: tag, Info frame, then silence frames and segments as placed by the timeline.

    `read(i)` returns the bytes of segment i when they are needed, so only one segment is in memory. Raises AudioError
    before the first bytes when the timeline was made for other segments, and later when a segment has another length
    than its facts.
    """
    frame = _format(settings)
    gaps = [*timeline.gaps, timeline.closing]
    if timeline.rate != settings.rate or len(timeline.gaps) != len(segments) or min(gaps) < 0:
        raise AudioError(_("the timeline was not made for these segments; build the episode again."))
    crc = 0
    for gap, segment in zip(timeline.gaps, segments, strict=True):
        crc = advance(crc, gap * frame.size) ^ _silence_crc(gap, frame)
        crc = advance(crc, segment.frames * frame.size) ^ segment.crc
    crc = advance(crc, timeline.closing * frame.size) ^ _silence_crc(timeline.closing, frame)
    total = sum(gaps) + sum(segment.frames for segment in segments)
    head = tag + info_frame(total, timeline.length, crc, settings)
    return _pieces(head, timeline, segments, read, settings)


def _pieces(
    head: bytes,
    timeline: Timeline,
    segments: Sequence[SegmentFacts],
    read: Callable[[int], bytes],
    settings: AudioSettings,
) -> Iterator[bytes]:
    yield head
    for index, (gap, segment) in enumerate(zip(timeline.gaps, segments, strict=True)):
        data = read(index)
        if len(data) != segment.frames * frame_bytes(settings):
            found = _("segment {number} has {size} bytes instead of {frames} frames").format(
                number=index + 1, size=len(data), frames=segment.frames
            )
            raise AudioError(_("{found}; build the episode again.").format(found=found))
        yield silence(gap, settings) + data
    yield silence(timeline.closing, settings)


def info_frame(frames: int, content: int, crc: int, settings: AudioSettings) -> bytes:
    """The Info frame for that many frames: a silence frame that states counts, delay, padding and checksums.

    `content` is what a gapless player delivers, in samples; `crc` is the CRC-16 of all frames after this one. There is
    no table of contents: with one, players round a seek to 1/256 of the file; without it they compute it exactly.
    Raises AudioError when the content does not fit the frames. Source: the Xing and LAME header of LAME 3.100.
    """
    frame = _format(settings)
    padding = _padding(frames, content, frame)
    if not DECODER_DELAY <= padding <= MAX_PADDING:
        raise AudioError(
            _("{frames} frames cannot end {padding} samples after their content; build the episode again.").format(
                frames=frames, padding=padding
            )
        )
    size = ((frames + 1) * frame.size).to_bytes(4, "big")
    fields = b"".join(
        (
            b"Info\0\0\0\x0b",  # frames, bytes and quality follow
            frames.to_bytes(4, "big") + size + (50).to_bytes(4, "big"),
            b"LAME3.100",  # players use delay and padding only after a name they know
            bytes((1, frame.lowpass)) + bytes(9),  # constant bit rate; no replay gain, no flags
            bytes((settings.bitrate,)) + (ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
            bytes((frame.source << 6 | 2, 0, 0, 0)),  # rate and noise shaping, gain, preset
            size + crc.to_bytes(2, "big"),
        )
    )
    body = frame.header + bytes(frame.side) + fields
    return (body + crc16(body).to_bytes(2, "big")).ljust(frame.size, b"\0")


def _padding(frames: int, content: int, frame: _Format) -> int:
    return frames * frame.samples - ENCODER_DELAY - content


# --------------------------------------------------------------------------------------------------------- checksum


def crc16(data: bytes) -> int:
    """The CRC-16 of the Info frame: polynomial 0x8005, bits reflected, start 0.

    Neighbouring checksums are joined pairwise until one is left; leading zeros do not change a checksum.
    """
    crcs = _shift(0)[np.frombuffer(bytes(len(data) % 2) + data, "<u2")]
    level = 0
    while len(crcs) > 1:
        if len(crcs) % 2:
            crcs = np.concatenate([np.zeros(1, np.uint16), crcs])
        crcs = _shift(level)[crcs[::2]] ^ crcs[1::2]
        level += 1
    return int(crcs[0]) if len(crcs) else 0


def advance(crc: int, size: int) -> int:
    """The checksum after `size` more zero bytes, an even number: the checksum of A + B is advance(A, |B|) ^ B."""
    for level, bit in enumerate(reversed(f"{size // 2:b}")):
        if bit == "1":
            crc = int(_shift(level)[crc])
    return crc


@cache
def _shift(level: int) -> NDArray[np.uint16]:
    """For each checksum, the checksum after 2 << level more zero bytes."""
    if level:
        half = _shift(level - 1)
        return half[half]
    crcs = np.arange(1 << 16, dtype=np.uint16)
    for _unused in range(16):
        crcs = np.where(crcs & 1, crcs >> 1 ^ 0xA001, crcs >> 1).astype(np.uint16)
    return crcs


@cache
def _silence_crc(frames: int, frame: _Format) -> int:
    return crc16((frame.header + bytes(frame.size - len(frame.header))) * frames)


def _format(settings: AudioSettings) -> _Format:
    found = _FORMATS.get((settings.rate, settings.bitrate))
    if found is None:
        offered = _(" or ").join(
            _("{rate} Hz at {bitrate} kbit/s").format(rate=rate, bitrate=bitrate) for rate, bitrate in _FORMATS
        )
        raise ConfigError(
            _("audio of {rate} Hz at {bitrate} kbit/s is not offered; choose {offered}.").format(
                rate=settings.rate, bitrate=settings.bitrate, offered=offered
            )
        )
    return found
