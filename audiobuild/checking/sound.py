"""Reads the frames of an MP3 from their bytes, and measures what a player plays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobuild.checking.finding import Faults, Finding, Subject
from audiobuild.i18n import N_, _

LOUDNESS, TOLERANCE = -19.0, 0.5  # LUFS on a mono meter, which is -16 from two loudspeakers
ALLOWED = 1.0  # LU off: Apple's own tolerance
LONG = 60  # seconds: in shorter audio the pauses between a few sentences decide the loudness
TRUE_PEAK = -1.0  # dBTP
QUIET = -50.0  # dBFS: the sound around a chapter mark must stay below
NEAR = 0.050  # seconds to either side of a mark
RECOMMENDED = (48_000, True, 96)  # Hz, mono, kbit/s
LEVEL = N_("set [audio] loudness = -19 in audiobuild.toml and build the episode again")
CHANGE_FORMAT = N_("set [audio] rate = 48000 and bitrate = 96 in audiobuild.toml")

# The frame header: ISO/IEC 11172-3, 2.4.1.3, and 13818-3 for the lower rates.
_SYNC, _LAYER_III = 0x7FF, 1
_FREE_OR_RESERVED_BITRATE, _RESERVED_RATE, _ONE_CHANNEL = (0, 15), 3, 3
_KBITS = {  # MPEG version (3: one, 2: two) to kbit/s of layer III
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}
_SAMPLES = {3: 1152, 2: 576}  # of one frame
_SIDE_INFO = {(3, True): 17, (3, False): 32, (2, True): 9, (2, False): 17}  # bytes by version and whether mono
_HAS_FRAMES, _HAS_BYTES = 1, 2
_INFO_FIELDS = {_HAS_FRAMES: 4, _HAS_BYTES: 4, 4: 100, 8: 4}  # flag of the Info header to bytes of its field
_DELAY_AT = 21  # bytes from the end of those fields to delay and padding, 12 bits each


class BrokenSoundError(ValueError):
    """The frames cannot be read to the end; the message says where they break."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames after a tag, the one with the Info header included.

    `samples` is what a gapless player delivers; `stated` are the counts of frames and bytes in the Info header, None
    where the first frame has no such header; `infos` counts the frames that have one.
    """

    count: int
    headers: frozenset[bytes]
    sizes: frozenset[int]
    rate: int
    kbits: int
    mono: bool
    infos: int
    stated: tuple[int, int] | None
    samples: int
    size: int

    @property
    def milliseconds(self) -> int:
        """The length of the audio, rounded."""
        return (self.samples * 1000 + self.rate // 2) // self.rate


@dataclass(frozen=True, slots=True)
class _Header:
    """A frame's size in bytes, its length in samples, Hz, kbit/s, and where its Info header would begin."""

    size: int
    samples: int
    rate: int
    kbits: int
    mono: bool
    info_at: int


def walk_frames(data: bytes, start: int) -> Frames:
    """The frames from `start` to the end of the file. Raises BrokenSoundError."""
    at, count, infos = start, 0, 0
    headers: dict[bytes, _Header] = {}
    while at < len(data):
        head = data[at : at + 4]
        if head not in headers:
            headers[head] = _header(head, at)
        size = headers[head].size
        if at + size > len(data):
            raise BrokenSoundError(
                _("the last frame ends after {left} of {size} bytes").format(left=len(data) - at, size=size)
            )
        infos += _has_info(data, at, headers[head])
        at += size
        count += 1
    if not count:
        raise BrokenSoundError(_("there is no audio after the tag"))
    first = headers[data[start : start + 4]]
    stated, cut = _info(data, start, first)
    return Frames(
        count=count,
        headers=frozenset(headers),
        sizes=frozenset(each.size for each in headers.values()),
        rate=first.rate,
        kbits=first.kbits,
        mono=first.mono,
        infos=infos,
        stated=stated,
        samples=(count - (stated is not None)) * first.samples - cut,
        size=len(data) - start,
    )


def _header(head: bytes, at: int) -> _Header:
    if head.startswith(b"TAG"):
        raise BrokenSoundError(_("there is an ID3v1 tag at the end, which players show with question marks"))
    bits = int.from_bytes(head)
    version, layer, kbit, hertz = bits >> 19 & 3, bits >> 17 & 3, bits >> 12 & 15, bits >> 10 & 3
    complete = len(head) == 4 and bits >> 21 == _SYNC
    known = version in _KBITS and layer == _LAYER_III
    if not (complete and known) or kbit in _FREE_OR_RESERVED_BITRATE or hertz == _RESERVED_RATE:
        raise BrokenSoundError(_("there is no frame at byte {at}").format(at=at))
    rate, kbits, samples = _RATES[version][hertz], _KBITS[version][kbit], _SAMPLES[version]
    mono = bits >> 6 & 3 == _ONE_CHANNEL
    padding = bits >> 9 & 1
    size = samples // 8 * kbits * 1000 // rate + padding
    return _Header(size, samples, rate, kbits, mono, 4 + _SIDE_INFO[version, mono])


def _has_info(data: bytes, at: int, header: _Header) -> bool:
    return data[at + header.info_at : at + header.info_at + 4] in (b"Info", b"Xing")


def _info(data: bytes, at: int, header: _Header) -> tuple[tuple[int, int] | None, int]:
    """The counts of frames and bytes, and the samples that a gapless player leaves out at both ends."""
    if not _has_info(data, at, header):
        return None, 0
    at += header.info_at + 4
    flags = int.from_bytes(data[at : at + 4])
    at += 4
    values = {_HAS_FRAMES: 0, _HAS_BYTES: 0}
    for flag, size in _INFO_FIELDS.items():
        if flags & flag:
            values[flag] = int.from_bytes(data[at : at + size])
            at += size
    delays = int.from_bytes(data[at + _DELAY_AT : at + _DELAY_AT + 3])
    return (values[_HAS_FRAMES], values[_HAS_BYTES]), (delays >> 12) + (delays & 0xFFF)


def check_frames(audio: Subject, frames: Frames) -> Iterator[Finding]:
    """Check what players need of the frames: one constant size, so that time is a place in the file."""
    constant, usual = Faults(), Faults()
    kinds = len(frames.headers)
    constant.require(
        kinds == 1, _("there are {kinds} kinds of frames, so the bit rate is not constant").format(kinds=kinds)
    )
    sizes = ", ".join(map(str, sorted(frames.sizes)))
    yield audio.judge(
        _("frames"), constant, _("{count} frames of {sizes} bytes, none broken").format(count=frames.count, sizes=sizes)
    )
    yield audio.judge(_("info header"), _info_faults(frames), _("one, first, with the right counts"))
    channels = _("mono") if frames.mono else _("stereo")
    found = _("{rate} Hz, {channels}, {kbits} kb/s").format(rate=frames.rate, channels=channels, kbits=frames.kbits)
    is_usual = (frames.rate, frames.mono, frames.kbits) == RECOMMENDED
    usual.require(is_usual, _("{found}; directories recommend 48000 Hz mono at 96 kb/s").format(found=found))
    yield audio.judge(_("format"), usual, found, needed=False, remedy=CHANGE_FORMAT)


def _info_faults(frames: Frames) -> Faults:
    faults = Faults()
    faults.require(frames.infos == 1, _("there are {count} instead of one").format(count=frames.infos))
    if frames.stated is None:
        return Faults([*faults, _("the first frame has none")])
    counted = (frames.count - 1, frames.size)
    stated = _("it states {frames} frames and {size} bytes").format(frames=frames.stated[0], size=frames.stated[1])
    faults.require(
        frames.stated == counted,
        _("{stated}; there are {frames} and {size}").format(stated=stated, frames=counted[0], size=counted[1]),
    )
    return faults


def check_sound(audio: Subject, data: bytes, frames: Frames, marks: Sequence[int]) -> Iterator[Finding]:
    """Check what is heard: its length, its loudness, and silence around the chapter marks (in ms).

    Raises AudioError when the audio cannot be decoded.
    """
    from audiobuild.sound.audio import measure

    inner = [mark for mark in marks if mark]  # the first chapter starts with the audio
    places = [mark * frames.rate // 1000 for mark in inner]
    heard = measure(data, frames.rate, places, round(NEAR * frames.rate))
    gapless, peak = Faults(), Faults()
    gapless.require(
        heard.samples == frames.samples,
        _("{heard} of {total} samples are heard").format(heard=heard.samples, total=frames.samples),
    )
    yield audio.judge(_("gapless"), gapless, _("{heard} samples, as the frames state").format(heard=heard.samples))
    silent = _("{count} marks with 50 ms of silence on both sides").format(count=len(places))
    yield audio.judge(_("marks in silence"), _loud_marks(inner, heard.levels), silent)
    if heard.loudness is None:
        yield audio.fail(_("loudness"), _("nothing is heard"))
        return
    yield _loudness_finding(audio, heard.loudness, heard.samples / frames.rate)
    level = _("{true_peak:.2f} dBTP (required: at most -1)").format(true_peak=heard.true_peak)
    peak.require(heard.true_peak <= TRUE_PEAK, level)
    yield audio.judge(_("true peak"), peak, level)


def _loud_marks(marks: Sequence[int], levels: Sequence[float]) -> Faults:
    loud = [(mark, level) for mark, level in zip(marks, levels, strict=True) if level > QUIET]
    return Faults(
        _("there is sound of {level:.0f} dBFS at {seconds:g} s").format(level=level, seconds=mark / 1000)
        for mark, level in loud
    )


def _loudness_finding(audio: Subject, loudness: float, seconds: float) -> Finding:
    off = abs(loudness - LOUDNESS)
    level = _("{loudness:.2f} LUFS on a mono meter (required: -19 ± 0.5)").format(loudness=loudness)
    faults = Faults()
    faults.require(off <= TOLERANCE, level)
    return audio.judge(_("loudness"), faults, level, needed=off > ALLOWED and seconds > LONG, remedy=LEVEL)
