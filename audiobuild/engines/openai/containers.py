"""Whether WAV and MP3 are whole: their own headers say how long they are, or that nobody knew."""

from __future__ import annotations

import struct

from audiobuild.engines.online.heard import rejected
from audiobuild.i18n import _

UNKNOWN_SIZE = 0x7FFFFF00  # sizes from here on, and 0, are those of a header that was sent before the sound
FRAME_BYTES = 4  # of a frame's header

#: kbit/s of MPEG-1 and MPEG-2 layer III by the index in the header, and Hz of MPEG-1. ISO/IEC 11172-3, 2.4.2.3.
_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = (44_100, 48_000, 32_000)
_ID3_END, _ID3_HEADER = 128, 10  # bytes of a tag at the end, and of the header of one at the start


def whole_wav(data: bytes) -> bytes:
    """The WAV with the true sizes in its header; raises AttemptError when sound is missing."""
    place = _data_chunk(data)
    declared = int.from_bytes(data[place - 4 : place], "little")
    there = len(data) - place
    if declared == 0 or declared >= UNKNOWN_SIZE:
        frame = int.from_bytes(data[_chunk(data, b"fmt ") + 12 :][:2], "little") or 1
        if there % frame:
            raise rejected(2, _("a WAV that ends within a sample, {there} bytes").format(there=there))
        declared = there
    if there < declared:
        raise rejected(2, _("{there} of {declared} bytes of a WAV").format(there=there, declared=declared))
    head = data[:4] + struct.pack("<I", place - 8 + declared) + data[8 : place - 4]
    return head + struct.pack("<I", declared) + data[place : place + declared]


def is_mp3(data: bytes) -> bool:
    """Whether it begins as an MP3 does: with a tag, or with two frames."""
    if data.startswith(b"ID3"):
        return True
    length = _frame_length(data[:FRAME_BYTES])
    return bool(length) and (len(data) == length or bool(_frame_length(data[length : length + FRAME_BYTES])))


def require_whole_mp3(data: bytes) -> None:
    """Raise AttemptError when an MP3 ends within a frame; other formats pass, for their decoder knows."""
    if not is_mp3(data):
        return
    place = _after_tag(data)
    end = len(data) - (_ID3_END if data[-_ID3_END:].startswith(b"TAG") else 0)
    while place < end:
        length = _frame_length(data[place : place + FRAME_BYTES])
        if not length or place + length > end:
            raise rejected(2, _("an MP3 without a whole frame at byte {place} of {end}").format(place=place, end=end))
        place += length


def _data_chunk(data: bytes) -> int:
    return _chunk(data, b"data")


def _chunk(data: bytes, name: bytes) -> int:
    """Where the content of a chunk of a WAV begins; raises AttemptError when there is none."""
    place = 12
    while place + 8 <= len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        if data[place : place + 4] == name:
            return place + 8
        place += 8 + size + size % 2
    raise rejected(2, _("a WAV of {size} bytes without {name}").format(size=len(data), name=name.decode().strip()))


def _after_tag(data: bytes) -> int:
    """Where the frames begin: after an ID3v2 tag, whose size has seven bits a byte."""
    if not data.startswith(b"ID3") or len(data) < _ID3_HEADER:
        return 0
    size = 0
    for byte in data[6:_ID3_HEADER]:
        size = size << 7 | byte & 0x7F
    return _ID3_HEADER + size


def _frame_length(header: bytes) -> int:
    """The bytes of the layer III frame with this header, 0 for what is none."""
    bits = int.from_bytes(header, "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    bitrate, rate = bits >> 12 & 15, bits >> 10 & 3
    valid = bits >> 21 == 0x7FF and version != 1 and layer == 1 and 0 < bitrate < 15 and rate < 3
    if len(header) < FRAME_BYTES or not valid:
        return 0
    first = version == 3  # MPEG-1; 2 is MPEG-2, 0 MPEG-2.5
    hertz = _RATES[rate] >> {3: 0, 2: 1, 0: 2}[version]
    kilobits = (_BITRATES_1 if first else _BITRATES_2)[bitrate]
    return (144 if first else 72) * kilobits * 1000 // hertz + (bits >> 9 & 1)
