"""Reads size and colours of a JPEG or PNG from its bytes."""

from __future__ import annotations

from audiobuild.checking.finding import Faults
from audiobuild.i18n import _

SIDES = (1400, 3000)  # pixels: what Apple and Spotify accept
LARGEST_FILE = 512 * 1024  # bytes: what hosts advise
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the JPEG markers that a picture's size follows
_PNG_COLOURS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # PNG colour type to colours a pixel
_Shape = tuple[int, int, int, int]  # width, height, bits a colour, colours


def picture_faults(data: bytes, smallest_side: int = SIDES[0]) -> Faults:
    """Why directories would reject the picture; `smallest_side` is in pixels."""
    shape = _shape(data)
    if shape is None:
        return Faults([_("it is not a JPEG or PNG picture")])
    width, height, bits, colours = shape
    faults = Faults()
    square = width == height and smallest_side <= width <= SIDES[1]
    faults.require(
        square,
        _("it has {width} x {height} pixels; a square of {least} to {most} is required").format(
            width=width, height=height, least=SIDES[0], most=SIDES[1]
        ),
    )
    faults.require(
        (bits, colours) == (8, 3),
        _("it has {colours} colours of {bits} bits; RGB of 8 bits is required").format(colours=colours, bits=bits),
    )
    faults.require(
        len(data) <= LARGEST_FILE,
        _("it has {size} bytes; at most {limit} are advised").format(size=len(data), limit=LARGEST_FILE),
    )
    return faults


def _shape(data: bytes) -> _Shape | None:
    if data.startswith(_JPEG):
        return _jpeg_shape(data)
    if data.startswith(_PNG):
        return _png_shape(data)
    return None


def _jpeg_shape(data: bytes) -> _Shape | None:
    """None when the picture ends before the segment that states its size."""
    at = 2
    while data[at : at + 1] == b"\xff" and at + 10 <= len(data):
        if data[at + 1] in _START_OF_FRAME:
            height = int.from_bytes(data[at + 5 : at + 7])
            width = int.from_bytes(data[at + 7 : at + 9])
            return width, height, data[at + 4], data[at + 9]
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


def _png_shape(data: bytes) -> _Shape | None:
    if data[12:16] != b"IHDR" or len(data) < 26:
        return None
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return width, height, data[24], _PNG_COLOURS.get(data[25], 0)
