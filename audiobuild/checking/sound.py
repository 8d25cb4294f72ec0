"""Walks the frames of an MP3 as a stranger, and measures what is heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobuild.checking.finding import Finding, judged

LOUDNESS, TOLERANCE = -19.0, 0.5  # LUFS on a mono meter, which is -16 from two loudspeakers
ALLOWED = 1.0  # LU off: Apple's own tolerance
LONG = 60  # seconds: under it the pauses between a few sentences weigh as much as they do
TRUE_PEAK = -1.0  # dBFS
QUIET = -50.0  # dBFS: what lies around a mark must stay below
NEAR = 0.050  # seconds to either side of a mark
DECODER_DELAY = 529  # samples that any MP3 decoder adds to the encoder's own
_KBITS = {  # MPEG version (3: one, 2: two) to kbit/s of layer III
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}
_SIDE_INFO = {(3, True): 17, (3, False): 32, (2, True): 9, (2, False): 17}


class BrokenSoundError(ValueError):
    """The frames cannot be walked to the end; the message says where they break."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames behind a tag, that with the Info header among them.

    `samples` is what a gapless player delivers; `told` are the counts of frames and bytes in the Info header, None
    where there is no such header.
    """

    count: int
    headers: frozenset[bytes]
    sizes: frozenset[int]
    rate: int
    kbits: int
    mono: bool
    infos: int
    told: tuple[int, int] | None
    samples: int
    size: int


def walk_frames(data: bytes, start: int) -> Frames:
    """The frames from `start` to the end of the file. Raises BrokenSoundError."""
    at, count, infos = start, 0, 0
    headers: dict[bytes, _Header] = {}
    while at < len(data):
        if data[at : at + 3] == b"TAG":
            raise BrokenSoundError("an ID3v1 tag at the end, which players show with question marks")
        head = data[at : at + 4]
        if head not in headers:
            headers[head] = _header(head, at)
        size = headers[head].size
        if at + size > len(data):
            raise BrokenSoundError(f"the last frame breaks off after {len(data) - at} of {size} bytes")
        infos += _is_info(data, at, headers[head])
        at, count = at + size, count + 1
    if not count:
        raise BrokenSoundError("there is no sound behind the tag")
    first = headers[data[start : start + 4]]
    told, cut = _info(data, start, first)
    return Frames(
        count=count,
        headers=frozenset(headers),
        sizes=frozenset(each.size for each in headers.values()),
        rate=first.rate,
        kbits=first.kbits,
        mono=first.mono,
        infos=infos,
        told=told,
        samples=(count - (told is not None)) * first.samples - cut,
        size=len(data) - start,
    )


@dataclass(frozen=True, slots=True)
class _Header:
    """A frame's size in bytes, its length in samples, Hz, kbit/s, and where the Info header would stand in it."""

    size: int
    samples: int
    rate: int
    kbits: int
    mono: bool
    info_at: int


def _header(head: bytes, at: int) -> _Header:
    bits = int.from_bytes(head)
    version, layer, kbit, hertz = bits >> 19 & 3, bits >> 17 & 3, bits >> 12 & 15, bits >> 10 & 3
    if len(head) < 4 or bits >> 21 != 0x7FF or version not in _KBITS or layer != 1 or kbit in (0, 15) or hertz == 3:
        raise BrokenSoundError(f"at byte {at} there is no frame")
    rate, kbits, samples = _RATES[version][hertz], _KBITS[version][kbit], 1152 if version == 3 else 576
    mono = bits >> 6 & 3 == 3
    size = samples // 8 * kbits * 1000 // rate + (bits >> 9 & 1)
    return _Header(size, samples, rate, kbits, mono, 4 + _SIDE_INFO[version, mono])


def _is_info(data: bytes, at: int, header: _Header) -> bool:
    return data[at + header.info_at : at + header.info_at + 4] in (b"Info", b"Xing")


def _info(data: bytes, at: int, header: _Header) -> tuple[tuple[int, int] | None, int]:
    """The counts of frames and bytes, and the samples that a gapless player leaves out at both ends."""
    if not _is_info(data, at, header):
        return None, 0
    at += header.info_at + 4
    flags = int.from_bytes(data[at : at + 4])
    fields = [(1, 4), (2, 4), (4, 100), (8, 4)]
    values = {}
    at += 4
    for bit, size in fields:
        if flags & bit:
            values[bit] = int.from_bytes(data[at : at + 4])
            at += size
    delay = int.from_bytes(data[at + 21 : at + 24])
    return (values.get(1, 0), values.get(2, 0)), (delay >> 12) + (delay & 0xFFF)


def check_frames(file: str, frames: Frames) -> Iterator[Finding]:
    """What players need of the frames: one constant size, so that time is a place in the file."""
    each = f"{frames.count} frames of {', '.join(map(str, sorted(frames.sizes)))} bytes, none broken"
    various = (
        [f"{len(frames.headers)} kinds of frames: the bit rate is not constant"] if len(frames.headers) > 1 else []
    )
    yield judged(file, "frames", various, each)
    yield judged(file, "info header", _info_faults(frames), "one, first, with the right counts")
    kind = f"{frames.rate} Hz, {'mono' if frames.mono else 'stereo'}, {frames.kbits} kb/s"
    usual = (frames.rate, frames.mono, frames.kbits) == (48_000, True, 96)
    yield Finding(file, "format", usual, kind if usual else f"{kind}; directories recommend 48000 Hz, 96 kb/s", False)


def _info_faults(frames: Frames) -> Iterator[str]:
    if frames.told is None or frames.infos != 1:
        yield f"there are {frames.infos}" + ("" if frames.told else ", none of them first")
    elif frames.told != (frames.count - 1, frames.size):
        told, found = f"{frames.told[0]} frames, {frames.told[1]} bytes", f"{frames.count - 1} and {frames.size}"
        yield f"it tells of {told}; there are {found}"


def check_sound(file: str, data: bytes, frames: Frames, marks: Sequence[int]) -> Iterator[Finding]:
    """What is heard: its length, how loud it is, and that marks (in ms) lie in silence."""
    from audiobuild.sound.audio import measure

    places = [mark * frames.rate // 1000 for mark in marks if mark]
    heard = measure(data, frames.rate, places, round(NEAR * frames.rate))
    lost = frames.samples - heard.samples
    cut = [f"{heard.samples} samples are heard of {frames.samples}"] if lost else []
    yield judged(file, "gapless", cut, f"{heard.samples} samples, as the frames say")
    loud = [f"{mark / 1000:g} s: {level:.0f} dBFS" for mark, level in _levels(marks, heard.levels) if level > QUIET]
    yield judged(file, "marks in silence", loud, f"{len(places)} marks with 50 ms of silence on both sides")
    if heard.loudness is None:
        yield Finding(file, "loudness", False, "nothing is heard")
        return
    off = abs(heard.loudness - LOUDNESS)
    level = f"{heard.loudness:.2f} LUFS on a mono meter (asked: -19 ± 0.5)"
    yield Finding(
        file, "loudness", off <= TOLERANCE, level, needed=off > ALLOWED and heard.samples > LONG * frames.rate
    )
    yield Finding(file, "true peak", heard.true_peak <= TRUE_PEAK, f"{heard.true_peak:.2f} dBFS (asked: at most -1)")


def _levels(marks: Sequence[int], levels: Sequence[float]) -> Iterator[tuple[int, float]]:
    return zip([mark for mark in marks if mark], levels, strict=True)
