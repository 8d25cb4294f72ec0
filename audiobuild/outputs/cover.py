"""Draws a cover from title, show and names, or converts the user's own picture: a square JPEG for the tag.

The letters come from the font in `fonts/`, so a cover needs no system font. Characters the font does not have (emoji,
Arabic, rare ideographs) are left out of the picture only; the tag keeps them.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from PIL import ExifTags, Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageFont, ImageOps

from audiobuild.errors import ConfigError
from audiobuild.i18n import _
from audiobuild.resources import packaged

SIDE = 1400
"""Pixels a side: the least that Apple's directory accepts."""
LARGEST_SIDE = 3000
"""Pixels a side: the most that Apple's directory accepts."""
LARGEST_SHOW_COVER = 512 * 1024
"""Bytes of a show's cover: the most that podcast hosts recommend."""
FOR_DIRECTORIES = (
    *((side, quality) for side in (3000, 2000, 1400) for quality in (88, 80, 72)),
    *((1400, quality) for quality in (64, 56, 48, 40)),
)
"""Pixels and JPEG quality to try in turn for a show's cover: never under the 1400 pixels that directories ask for."""
SMALLEST = 300
"""A user's picture with fewer pixels a side is refused."""
LARGEST_FILE = 160 * 1024
"""Bytes of an episode's cover: of the tag's 256 KB, 96 KB are left for chapters and lyrics."""

IN_A_TAG = tuple((side, quality) for side in (SIDE, 1000, 700, 500) for quality in (85, 75, 65))
"""Pixels and JPEG quality to try in turn for an episode's cover."""

MARGIN = 104
"""Pixels left free at each edge."""
WIDTH = SIDE - 2 * MARGIN
OVERSAMPLE = 2
"""Letters and shapes are drawn this many times larger and then reduced, because Pillow does not smooth edges."""
SMALL_PRINT = 54
LEADING = 1.22
"""From one baseline to the next, in font sizes."""
TITLE_SIZES = (86, 94, 102, 110, 118, 126, 136, 146, 156, 166, 178, 190, 204, 218, 232, 248, 264)
MOTIF_SIZES = (460, 380, 300, 216)
"""Least heights of the two speech shapes in pixels; the first that leaves the title at least GOOD_SIZE is used."""
LARGEST_MOTIF = 640
MOTIF_WIDTH = 1.3
"""Width of the motif with the gap on its left, in its heights."""
GOOD_SIZE = 204
SPLIT_PARTICLE, INSIDE_WORD, AFTER_PARTICLE, AT_PAUSE = 0.15, 0.1, -0.03, -0.06
"""What the place of a line's end costs, on the scale of squared slack: a line that is 30 % too short costs 0.09."""
BAR_HEIGHT, ABOVE_BAR = 64, 56
"""Pixels of the bar of who speaks when, and of the gap above it."""
NEARLY_SQUARE = 0.02
"""The part of its longer side by which a picture may miss a square and be cut; others get a blurred ground."""
BLURRED = 240
"""Pixels a side of the ground when it is blurred, by a tenth of them: enlarged, nothing of it can be recognised."""
LONGEST_TITLE = 120
"""Characters of a title that are drawn; a longer one would be too small to read."""
LONGEST_WORD = 8
"""A longer word (in font sizes) may be cut if the title does not fit otherwise."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a cover: ground, title, small print, and the two speech shapes."""

    ground: str
    title: str
    small: str
    question: str
    answer: str


PALETTES = (
    Palette("#14213d", "#fff4e0", "#f6b042", "#f6b042", "#e4573d"),  # night, amber, brick
    Palette("#f4ead5", "#1d2b2a", "#9c3a1f", "#e2714a", "#2f7f79"),  # paper, terracotta, teal
    Palette("#0f3d3e", "#fdf3dc", "#f2c14e", "#f2c14e", "#3fa796"),  # pine, straw, mint
    Palette("#f7f3ee", "#2a1f3d", "#6d3fa0", "#8f63c9", "#f0a03c"),  # chalk, violet, apricot
    Palette("#5b1f2e", "#ffeedd", "#f7b79c", "#f08a6c", "#c8b8d8"),  # wine, salmon, lilac
    Palette("#dfe9e4", "#14313c", "#14606e", "#2c8c99", "#ef8354"),  # mist, lagoon, coral
    Palette("#23233a", "#f3f0ff", "#a9b7ff", "#7e8cf0", "#ff8f87"),  # ink, periwinkle, rose
    Palette("#fbe3c8", "#3a1c14", "#a0321b", "#d9482f", "#33638d"),  # apricot, vermilion, denim
)


@dataclass(frozen=True, slots=True)
class Block:
    """A text set in lines of one size (pixels)."""

    size: int
    lines: tuple[str, ...]


def draw_cover(title: str, show: str, names: Sequence[str], seed: str, talk: str = "") -> bytes:
    """A cover as a 1400 px RGB baseline JPEG of at most 160 KB; the same arguments give the same bytes.

    `seed` chooses the colours: give the show's name and all its episodes look alike. `talk` has the letter of a role
    for each part of an episode in order, and is drawn as a bar of who speaks when, by which they differ.
    """
    digest = hashlib.sha256(seed.encode("utf-8", "replace")).digest()
    palette = PALETTES[digest[0] % len(PALETTES)]
    heading, eyebrow = _drawable(title), _drawable(show)
    if not heading or heading == eyebrow:
        heading, eyebrow = heading or eyebrow, ""
    picture = Image.new("RGB", (SIDE, SIDE), palette.ground)
    top, foot = MARGIN, SIDE - MARGIN
    if talk:
        foot -= BAR_HEIGHT
        _draw_bar(picture, foot, palette, talk)
        foot -= ABOVE_BAR
    if eyebrow:
        _write(picture, top, Block(SMALL_PRINT, (_shortened(eyebrow, SMALL_PRINT, WIDTH),)), palette.small)
        top += 2 * SMALL_PRINT
    shown = _signature(names)
    widest = max(map(_width, shown.lines), default=0) * SMALL_PRINT
    block, motif = _arranged(heading, foot - top, round((WIDTH - widest) / MOTIF_WIDTH))
    _write(picture, top, block, palette.title)
    _draw_speech_shapes(picture, motif, foot, palette, question_first=digest[1] % 2 == 0)
    _write(picture, foot - _height(shown), shown, palette.small)
    return _jpeg(picture, LARGEST_FILE, IN_A_TAG)


# ------------------------------------------------------------------------------------------------------- setting type


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    """The shipped font. Basic layout, because it is the one that every build of Pillow has."""
    path = packaged("fonts/CoverSansSC-Bold.otf")
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    """Whether the font draws the character itself and not its box for the missing ones."""
    font = _font(32)
    return character == " " or bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


_NARROW_QUOTES = {0x2018: 0xE018, 0x2019: 0xE019, 0x201C: 0xE01C, 0x201D: 0xE01D}
"""The font's curly quotes are one em wide, as Chinese needs them; it has the narrow ones at these code points."""


def _drawable(text: str) -> str:
    """The text as the font can draw it, in one line: unknown characters left out."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    known = "".join(filter(_is_drawable, spaced))
    if any(map(_is_han, known)):
        known = re.sub(r"(?<=[A-Za-z])\u2019(?=[A-Za-z])", "\ue019", known)
    else:
        known = known.translate(_NARROW_QUOTES)
    if not any(map(_is_letter_or_number, known)):
        return ""
    return " ".join(known.split())


def _is_drawable(character: str) -> bool:
    """Whether the font draws the character; control characters and combining marks are left out even if it does."""
    if character == " ":
        return True
    return unicodedata.category(character)[0] not in "CZM" and _has_glyph(character)


def _is_letter_or_number(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


# Where a line may not begin or end, after JIS X 4051 and GB/T 15834 as far as titles need it.
_NOT_FIRST = frozenset(
    " "  # a space stays with the word before it
    "，。、；：？！…—～·・）》」』】〕〉”’%,.;:?!)]}\ue019\ue01dー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_NOT_LAST = frozenset("（《「『【〔〈“‘([{\ue018\ue01c")
_EMPTY_LEFT = frozenset("（《「『【〔〈“‘")
_EMPTY_RIGHT = frozenset("，。、；：？！）》」』】〕〉”’")
"""Wide signs with an empty half, which is dropped next to another sign and at the end of a line."""
_PAUSES = frozenset("，。、；：？！…）》」』】”")
_CLINGING = frozenset("的地得了着过们吗呢吧啊")
"""Chinese particles, which belong to the word before them."""
_AUTOSPACE = 0.2
"""Between Chinese and Latin letters or digits, in font sizes."""
_HALF = -0.5
"""The empty half of a wide sign, in font sizes."""
_SHIFTS = {
    ("opening", "opening"): _HALF,
    ("closing", "opening"): _HALF,
    ("closing", "closing"): _HALF,
    ("han", "latin"): _AUTOSPACE,
    ("latin", "han"): _AUTOSPACE,
}
"""What is added between two characters by their kinds, in font sizes; nothing between others."""


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—·"


def _is_han(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "W" and character.isalpha()


def _is_latin(character: str) -> bool:
    return not _is_wide(character) and (character.isalnum() or character in "%&+#")


def _units(text: str) -> list[str]:
    """The text cut where a line may end; spaces stay with the unit before them."""
    units = list(text[:1])
    for before, after in pairwise(text):
        if _may_break(before, after):
            units.append(after)
        else:
            units[-1] += after
    return units


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before in " -/" or _is_wide(before) or _is_wide(after)


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """What _SHIFTS calls the character; "" for one that it does not name."""
    kinds = {
        "opening": character in _EMPTY_LEFT,
        "closing": character in _EMPTY_RIGHT,
        "han": _is_han(character),
        "latin": _is_latin(character),
    }
    return next((kind for kind, found in kinds.items() if found), "")


def _placed(line: str) -> tuple[list[float], float]:
    """Where each character of a line begins and how wide the line is, in font sizes."""
    places, x, before = [], 0.0, ""
    for character in line.rstrip():
        x += _shift(before, character)
        places.append(x)
        x += _advance(character)
        before = character
    return places, x - 0.5 * (before in _EMPTY_RIGHT)


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    return float(_font(1000).getlength(character)) / 1000


@lru_cache(maxsize=4096)
def _bearing(character: str) -> float:
    """How far right of its place a character's ink begins."""
    mask, offset = _font(200).getmask2(character, mode="L", anchor="ls")
    ink = mask.getbbox() or (0,)
    return float(offset[0] + ink[0]) / 200


def _shift(before: str, character: str) -> float:
    """What is added between two characters, in font sizes; `before` is "" at the beginning of a line."""
    if not before:
        return -_bearing(character)  # so that all lines begin at one edge
    return _SHIFTS.get((_kind(before), _kind(character)), 0.0)


@lru_cache(maxsize=8192)
def _width(line: str) -> float:
    return _placed(line)[1]


def _break_cost(before: str, after: str) -> float:
    """How bad it is to end a line between two units, as a part of a line's squared slack; below zero it is good."""
    last, first = before[-1], after[0]
    if first in _CLINGING:
        return SPLIT_PARTICLE
    if last in _PAUSES or first in _NOT_LAST:
        return AT_PAUSE
    if last == " " and _is_wide(first):
        return AT_PAUSE
    if last in _CLINGING:
        return AFTER_PARTICLE
    if _is_latin(last) and _is_latin(first):
        return INSIDE_WORD
    return 0.0


def _best_lines(units: Sequence[str], measure: float) -> tuple[float, tuple[str, ...]] | None:
    """The evenest lines no wider than `measure` font sizes, with their cost; None when a unit is too wide."""
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())]
    for end in range(1, len(units) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            line = "".join(units[start:end]).rstrip()
            slack = 1 - _width(line) / measure
            if slack < 0:
                break
            before = best[start]
            if before is not None:
                turn = _break_cost(units[start - 1], units[start]) if start else 0.0
                choices.append((before[0] + slack**2 + turn, (*before[1], line)))
        best.append(min(choices, default=None, key=lambda choice: choice[0]))
    return best[-1]


def typeset(text: str, height: int) -> Block:
    """The title as large and as even as `height` pixels allow; its beginning if even the smallest size is too large.

    A line does not begin with closing punctuation, and a word is cut only when no line holds it.
    """
    for kept in range(min(len(text), LONGEST_TITLE), 0, -1):
        shown = text if kept == len(text) else _ended(text[:kept])
        units = _units(shown)
        block = _largest(units, height) or _largest(_cut_long_words(units), height)
        if block:
            return block
    return Block(TITLE_SIZES[0], ())


def _cut_long_words(units: Sequence[str]) -> list[str]:
    """The units, those that are too long taken apart into their characters."""
    parts: list[str] = []
    for unit in units:
        if _width(unit) > LONGEST_WORD:
            parts.extend(unit)
        else:
            parts.append(unit)
    return parts


def _largest(units: Sequence[str], height: int) -> Block | None:
    """The units in lines, at the size that is the best compromise of large and even."""
    fitting = []
    for size in TITLE_SIZES:
        found = _best_lines(units, WIDTH / size)
        if found and _height(Block(size, found[1])) <= height:
            cost, lines = found
            fitting.append((size * (1 - cost / len(lines) / 2), Block(size, lines)))
        elif not fitting:
            return None  # not even the smallest
    return max(fitting, key=lambda candidate: candidate[0])[1]


def _ended(text: str) -> str:
    """The beginning of a text with an ellipsis, which the font draws at mid-height for Chinese."""
    ellipsis = "…" if any(map(_is_han, text)) else "..."
    return text.rstrip("，。、；：,.;:… ") + ellipsis


def _arranged(heading: str, height: int, widest_motif: int) -> tuple[Block, int]:
    """The title's block, and the height of the motif under it; the shorter the title, the larger the motif."""
    for least in MOTIF_SIZES:
        block = typeset(heading, height - least - MARGIN // 2)
        if block.size >= GOOD_SIZE:
            break
    free = height - _height(block) - MARGIN // 2
    return block, max(MOTIF_SIZES[-1], min(free, widest_motif, LARGEST_MOTIF))


def _signature(names: Sequence[str]) -> Block:
    """The first three names, one a line, none so long that it reaches the smallest motif."""
    width = WIDTH - round(MOTIF_WIDTH * MOTIF_SIZES[-1])
    shown = [_shortened(name, SMALL_PRINT, width) for name in map(_drawable, names) if name]
    return Block(SMALL_PRINT, tuple(shown[:3]))


def _shortened(text: str, size: int, width: int) -> str:
    """The text, or as much of its beginning as fits into `width` pixels with an ellipsis."""
    if _width(text) * size <= width:
        return text
    for kept in range(len(text) - 1, 0, -1):
        short = _ended(text[:kept])
        if _width(short) * size <= width:
            return short
    return ""


# ------------------------------------------------------------------------------------------------------------ drawing


def _height(block: Block) -> int:
    """Pixels from the top of the first line's letters to the foot of the last."""
    return round(block.size * (1 + LEADING * (len(block.lines) - 1))) if block.lines else 0


def _write(picture: Image.Image, top: int, block: Block, colour: str) -> None:
    """Writes lines from the left margin on, `top` being the top of the first line's letters."""
    mask = _mask((SIDE, SIDE))
    draw = ImageDraw.Draw(mask)
    font = _font(block.size * OVERSAMPLE)
    for index, line in enumerate(block.lines):
        foot = top + block.size * (0.88 + LEADING * index)
        for character, place in zip(line, _placed(line)[0], strict=True):
            at = ((MARGIN + place * block.size) * OVERSAMPLE, foot * OVERSAMPLE)
            draw.text(at, character, 255, font, anchor="ls")
    _paint(picture, (0, 0), colour, mask)


def _draw_bar(picture: Image.Image, top: int, palette: Palette, talk: str) -> None:
    """Who speaks when, as on the page: questions above the middle, answers below it, narration on it."""
    middle, thin = BAR_HEIGHT // 2, BAR_HEIGHT // 10
    bands = {
        "Q": (0, middle - 2, palette.question),
        "A": (middle + 2, BAR_HEIGHT, palette.answer),
        "N": (middle - thin, middle + thin, palette.small),
    }
    draw, edge = ImageDraw.Draw(picture), 0
    for role, part in groupby(talk):
        start, edge = edge, edge + len(list(part))
        left, right = (MARGIN + round(WIDTH * place / len(talk)) for place in (start, edge))
        above, below, colour = bands[role]
        draw.rectangle((left, top + above, right - 1, top + below - 1), colour)


def _draw_speech_shapes(picture: Image.Image, height: int, foot: int, palette: Palette, question_first: bool) -> None:
    """Two speech shapes at the right margin, above `foot`; what they share has the colour of the words."""
    size, step = round(0.36 * height) * 2, round(0.48 * height)
    area = (step + size, height)
    corner = (SIDE - MARGIN - area[0], foot - height)
    left_shape = _speech_shape(area, 0, 0, size, tail=0)
    right_shape = _speech_shape(area, step, height - size, size, tail=size // 2)
    colours = (palette.question, palette.answer) if question_first else (palette.answer, palette.question)
    _paint(picture, corner, colours[0], left_shape)
    _paint(picture, corner, colours[1], right_shape)
    _paint(picture, corner, palette.title, ImageChops.multiply(left_shape, right_shape))


def _speech_shape(area: tuple[int, int], x: int, y: int, size: int, tail: int) -> Image.Image:
    """The mask of a disc whose lower corner, `tail` pixels from its left, is square."""
    mask = _mask(area)
    draw = ImageDraw.Draw(mask)
    disc = (x, y, x + size, y + size)
    corner = (x + tail, y + size // 2, x + tail + size // 2, y + size)
    for shape, box in ((draw.ellipse, disc), (draw.rectangle, corner)):
        left, top, right, bottom = (edge * OVERSAMPLE for edge in box)
        shape((left, top, right - 1, bottom - 1), fill=255)
    return mask


def _mask(area: tuple[int, int]) -> Image.Image:
    """An empty mask for an area of the picture, given in its pixels."""
    return Image.new("L", (area[0] * OVERSAMPLE, area[1] * OVERSAMPLE))


def _paint(picture: Image.Image, corner: tuple[int, int], colour: str, mask: Image.Image) -> None:
    """Colour what the mask shows; `corner` is where its upper left corner lies in the picture."""
    picture.paste(colour, corner, mask.reduce(OVERSAMPLE))


def _jpeg(picture: Image.Image, largest: int, steps: Sequence[tuple[int, int]]) -> bytes:
    """The picture as a baseline JPEG of at most `largest` bytes: the first of the steps (pixels, quality) that fits."""
    for side, quality in steps:
        if side < picture.width:
            picture = picture.resize((side, side), Image.Resampling.HAMMING)
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= largest:
            return file.getvalue()
    raise ConfigError(
        _("the cover cannot be compressed to {size} KB; use a simpler picture.").format(size=largest >> 10)
    )


# ----------------------------------------------------------------------------------------------- the user's own picture


def load_cover(path: Path) -> bytes:
    """A user's picture for an episode's tag, as an RGB baseline JPEG of at most 1400 px and 160 KB.

    Raises ConfigError when it is not a picture, or under 300 px.
    """
    return _jpeg(_square(path), LARGEST_FILE, IN_A_TAG)


def _square(path: Path) -> Image.Image:
    """A user's picture, upright, in sRGB, and square: cut or on a blurred ground of itself. Raises ConfigError."""
    try:
        with Image.open(path) as opened:
            opened.load()
            picture = _as_rgb(ImageOps.exif_transpose(opened))
    except FileNotFoundError as error:
        raise ConfigError(_("{path}: no such cover; name a JPEG or PNG picture.").format(path=path)) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ConfigError(
            _("{path}: cannot be read as a picture ({error}); save it as JPEG or PNG.").format(path=path, error=error)
        ) from error
    side = min(picture.size)
    if side < SMALLEST:
        raise ConfigError(
            _("{path}: a cover needs {smallest} pixels a side and this has {side}; enlarge it.").format(
                path=path, smallest=SMALLEST, side=side
            )
        )
    return ImageOps.fit(picture, (side, side)) if _is_nearly_square(picture) else _on_ground(picture)


def _is_nearly_square(picture: Image.Image) -> bool:
    width, height = picture.size
    return abs(width - height) <= NEARLY_SQUARE * max(width, height)


def _on_ground(picture: Image.Image) -> Image.Image:
    """The whole picture in the middle of a square, whose rest is the picture itself, blurred beyond recognition."""
    side = max(picture.size)
    small = ImageOps.fit(picture, (BLURRED, BLURRED)).filter(ImageFilter.GaussianBlur(BLURRED // 10))
    square = small.resize((side, side), Image.Resampling.BICUBIC)
    square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    return square


def shape_advice(path: Path) -> str:
    """What happens to a user's picture that is not square; "" for any other, and for what is no picture."""
    try:
        with Image.open(path) as picture:
            if _is_nearly_square(picture):
                return ""
            width, height = picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""  # converting it says what is wrong
    return _(
        "the cover {path} has {width} x {height} pixels and is fitted into a square on a blurred ground; "
        "crop it to a square if you want it without."
    ).format(path=path, width=width, height=height)


def show_cover(path: Path) -> bytes:
    """A user's picture for directories: unchanged when they accept it, else converted. Raises ConfigError.

    They accept a square RGB JPEG or PNG of 1400 to 3000 pixels and at most 512 KB.
    """
    try:
        data = path.read_bytes()
        with Image.open(io.BytesIO(data)) as picture:
            fits = _is_fit_for_directories(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        fits = False  # and `_square` raises the error that says what is wrong
    if fits and len(data) <= LARGEST_SHOW_COVER:
        return data
    return _jpeg(_square(path), LARGEST_SHOW_COVER, FOR_DIRECTORIES)


def _is_fit_for_directories(picture: Image.Image) -> bool:
    """Whether format, colours and size are such as directories take, and no reader has to turn the picture."""
    if picture.format not in ("JPEG", "PNG") or picture.mode != "RGB":
        return False
    if picture.width != picture.height or not SIDE <= picture.width <= LARGEST_SIDE:
        return False
    return bool(picture.getexif().get(ExifTags.Base.Orientation, 1) == 1)


def _as_rgb(picture: Image.Image) -> Image.Image:
    """The picture in sRGB, white where it was transparent, 8 bits a channel."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (OSError, ImageCms.PyCMSError):
            return picture.convert("RGB")  # an unusable profile counts as none
        if converted is not None:
            return converted
    return picture.convert("RGB")
