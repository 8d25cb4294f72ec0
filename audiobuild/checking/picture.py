"""Reads size and kind of a JPEG or PNG from its bytes."""

from __future__ import annotations

from collections.abc import Iterator

SIDES = (1400, 3000)  # pixels that directories take
LARGEST_FILE = 512 * 1024  # bytes that hosts advise
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the markers that begin with a picture's size


def picture_faults(data: bytes, needed_side: int = SIDES[0]) -> Iterator[str]:
    """What directories would not take of a picture with at least so many pixels a side."""
    shape = _jpeg_shape(data) if data.startswith(_JPEG) else _png_shape(data) if data.startswith(_PNG) else None
    if shape is None:
        yield "it is no JPEG or PNG"
        return
    width, height, bits, colours = shape
    if width != height or not needed_side <= width <= SIDES[1]:
        yield f"{width} x {height} pixels; a square of {SIDES[0]} to {SIDES[1]} is asked for"
    if bits != 8 or colours != 3:
        yield f"{colours} colours of {bits} bits; RGB of 8 bits is asked for"
    if len(data) > LARGEST_FILE:
        yield f"{len(data)} bytes; at most {LARGEST_FILE} are advised"


def _jpeg_shape(data: bytes) -> tuple[int, int, int, int] | None:
    """Width, height, bits a colour, colours; None when the picture breaks off before it tells."""
    at = 2
    while at + 10 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            height, width = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 7 : at + 9])
            return width, height, data[at + 4], data[at + 9]
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


def _png_shape(data: bytes) -> tuple[int, int, int, int] | None:
    if data[12:16] != b"IHDR" or len(data) < 26:
        return None
    colours = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(data[25], 0)
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24]), data[24], colours
