"""Covers: what is drawn when there is no picture, and what becomes of a picture the user gives."""

from __future__ import annotations

import io
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from audiobuild.errors import ConfigError
from audiobuild.outputs.cover import (
    LARGEST_SHOW_COVER,
    PALETTES,
    SIDE,
    draw_cover,
    load_cover,
    shape_advice,
    show_cover,
    typeset,
)

LIMIT = 160 * 1024
TITLES = [
    "灯塔不发光的时候",
    "老守塔人在北礁住了十九年以后，灯塔终于自动化了，他每个月还要坐船上去一次，为什么？",
    "What the Lighthouse Keeper Knew About the Dark",
    "用 Python 写播客：从 Q&A 脚本到 MP3",
    "翻訳者は隣に住んでいる人、ということについて",
    "《译者》：“住在隔壁的人”？",
]


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def frame_header(data: bytes) -> tuple[int, int, int, int, int]:
    """Kind of the JPEG's frame, bits, height, width and number of colours, found by walking its segments."""
    assert data[:2] == b"\xff\xd8"
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2, 0xC3):
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return (
        data[at + 1],
        data[at + 4],
        int.from_bytes(data[at + 5 : at + 7]),
        int.from_bytes(data[at + 7 : at + 9]),
        data[at + 9],
    )


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [value / 255 for value in ImageColor.getrgb(colour)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    dark, light = sorted([luminance(one), luminance(two)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("title", TITLES)
def test_a_drawn_cover_is_what_players_take(title):
    """Square, 1400 pixels, baseline, 8 bit, three colours, small."""
    data = draw_cover(title, "潮汐电台", ["小满", "陶渡"], "潮汐电台")
    assert frame_header(data) == (0xC0, 8, 1400, 1400, 3)
    assert len(data) <= LIMIT


def test_the_same_facts_give_the_same_bytes():
    """A rebuild does not change the cover."""
    assert draw_cover("灯", "塔", ["甲"], "s") == draw_cover("灯", "塔", ["甲"], "s")


def test_covers_of_one_show_differ_by_who_speaks_when():
    """Questions above the middle of the bar, answers below it; the show's own cover has no bar."""

    def colours(talk: str, x: float, y: int) -> tuple[int, ...]:
        return opened(draw_cover("灯", "塔", [], "s", talk)).getpixel((104 + round(x * 1192), 1400 - 104 - 64 + y))

    question, answer = colours("QA", 0.25, 10), colours("QA", 0.75, 54)
    ground = colours("QA", 0.25, 54)
    assert len({question, answer, ground}) == 3
    assert colours("AQ", 0.25, 10) == colours("QA", 0.75, 10)
    assert (
        draw_cover("灯", "塔", [], "s", "QA")
        != draw_cover("灯", "塔", [], "s", "QAQA")
        != draw_cover("灯", "塔", [], "s")
    )


@pytest.mark.soak
def test_seeds_spread_over_the_palettes():
    """Different shows get different colours, and one show keeps its own."""
    grounds = {opened(draw_cover("", "", [], f"show {n}")).getpixel((2, 2)) for n in range(8)}
    assert len(grounds) >= 3
    one, two = (opened(draw_cover(title, "", [], "show")).getpixel((2, 2)) for title in "甲乙")
    assert one == two


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.ground)
def test_letters_have_contrast(palette):
    """The small print has the contrast 4.5 that WCAG asks for level AA, the title 7 for AAA; the shapes' overlap shows."""
    assert contrast(palette.title, palette.ground) >= 7
    assert contrast(palette.small, palette.ground) >= 4.5
    assert min(contrast(shape, palette.title) for shape in (palette.question, palette.answer)) >= 1.5


@pytest.mark.soak
@given(st.text(st.sampled_from("字的，。“”《》？Wij -g！…é1🎉一鬱"), max_size=150), st.text(max_size=30))
@settings(max_examples=12, deadline=None)
def test_nothing_is_drawn_into_the_margin(title, name):
    """Whatever the title, 60 pixels at each edge stay of one colour."""
    picture = opened(draw_cover(title, name, [name, title], "s"))
    edges = [(0, 0, 1400, 60), (0, 1340, 1400, 1400), (0, 0, 60, 1400), (1340, 0, 1400, 1400)]
    for low, high in (band for box in edges for band in picture.crop(box).getextrema()):
        assert high - low <= 12  # what JPEG adds


def test_characters_without_a_letter_are_left_out():
    """An emoji leaves no box and no gap: the cover is the one without it."""
    assert draw_cover("🎙️灯 🎉 塔 🔥", "潮👩‍👩‍👧汐", ["🚢陶渡"], "s") == draw_cover("灯 塔", "潮汐", ["陶渡"], "s")


def test_a_title_without_any_letter_gives_way_to_the_show():
    """A title of emoji or Arabic alone is not drawn; the show takes its place, or nothing."""
    assert draw_cover("🎉！", "潮汐电台", [], "s") == draw_cover("潮汐电台", "", [], "s")
    assert draw_cover("مرحبا", "", [], "s") == draw_cover("", "", [], "s")


@pytest.mark.parametrize("name", ["喆堃翀", "陳蕪", "シュ", "Čü"])
def test_names_have_their_letters(name):
    """Rarer characters of Chinese names, traditional ones, kana and European letters are in the font: each one shows."""
    covers = {draw_cover(name[:n], "", [], "s") for n in range(1, len(name) + 1)}
    assert len(covers) == len(name)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("height", [300, 500, 800])
def test_lines_hold_the_title_and_begin_well(title, height):
    """The lines are the title, cut short only for lack of space; none begins with a closing or ends with an opening
    sign.
    """
    lines = typeset(title, height).lines
    shown = "".join(lines).replace(" ", "")
    assert shown == title.replace(" ", "") or (height == 300 and shown[-1] in "….")
    assert not [line for line in lines if re.match(r"[，。、：；？！”》）,.)]", line) or re.search(r"[“《（(]$", line)]


PHRASES = st.sampled_from(["灯", "（塔）", "“灯塔”，", "《灯》。", "Keeper", "Donaudampfschifffahrtsgesellschaft"])


@pytest.mark.soak
@given(st.lists(PHRASES, min_size=1, max_size=25), st.integers(200, 900))
@settings(max_examples=60, deadline=None)
def test_no_line_parts_a_sign_from_its_word(phrases, height):
    """Brackets and quotes stay with what they enclose, commas and stops with what they end."""
    lines = typeset("".join(phrases), height).lines
    assert not [line for line in lines if line[0] in "）”，》。" or line[-1] in "（“《"]


def test_words_stay_whole():
    """A line ends between English words; only a word longer than any line is cut."""
    title = "What the Lighthouse Keeper Knew About the Dark"
    assert " ".join(typeset(title, 800).lines) == title
    assert typeset("Lighthousekeepers", 800).lines == ("Lighthousekeepers",)
    long = "Donaudampfschifffahrtsgesellschaftskapitän"
    assert "".join(typeset(long, 800).lines) == long


@pytest.mark.parametrize(("title", "pixels"), [("灯塔不发光的时候吗", 14), (TITLES[1], 8), (TITLES[2], 10)])
def test_a_thumbnail_can_be_read(title, pixels):
    """At 96 pixels a nine-character title has 14-pixel letters, eight English words 10, forty characters still 8."""
    assert typeset(title, 780 if len(title) > 20 else 560).size * 96 / 1400 >= pixels


def test_a_title_too_long_for_any_size_ends_in_an_ellipsis():
    """Its beginning is shown."""
    lines = typeset("字" * 500, 400).lines
    assert re.fullmatch("字+…", "".join(lines))


# ------------------------------------------------------------------------------------------------ the user's own picture


def saved(tmp_path, picture: Image.Image, name: str = "cover.png", **options: object):
    file = tmp_path / name
    picture.save(file, **options)
    return file


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I;16"])
def test_pictures_of_every_mode_become_rgb(tmp_path, mode):
    """Whatever the picture's colours are kept in, the cover is RGB at its own size."""
    source = Image.new(mode, (500, 500))
    file = saved(tmp_path, source, "cover.tif" if mode == "CMYK" else "cover.png")
    assert frame_header(load_cover(file)) == (0xC0, 8, 500, 500, 3)


def test_sixteen_bits_are_brought_down_to_eight(tmp_path):
    """A middle grey stays a middle grey."""
    picture = opened(load_cover(saved(tmp_path, Image.new("I;16", (400, 400), 0x8080))))
    assert picture.getpixel((200, 200)) == (128, 128, 128)


def test_transparency_becomes_white(tmp_path):
    """Not black, which is what lies under it."""
    picture = opened(load_cover(saved(tmp_path, Image.new("RGBA", (400, 400), (0, 0, 0, 0)))))
    assert min(picture.getpixel((200, 200))) >= 254


def test_a_turned_photo_is_turned_back(tmp_path):
    """The orientation a camera notes is applied, because the JPEG made of it no longer carries the note."""
    source = Image.new("RGB", (400, 400), "blue")
    source.paste("red", (0, 0, 400, 100))
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    picture = opened(load_cover(saved(tmp_path, source, "cover.jpg", exif=exif)))
    assert picture.getpixel((200, 20))[2] > 200
    assert picture.getpixel((200, 380))[0] > 200


def test_a_broken_colour_profile_counts_as_none(tmp_path):
    """A profile nobody can read does not cost the cover."""
    file = saved(tmp_path, Image.new("RGB", (400, 400), "red"), icc_profile=b"no profile")
    assert opened(load_cover(file)).getpixel((200, 200))[0] > 250


def test_a_large_picture_is_scaled_down(tmp_path):
    """To 1400 pixels."""
    assert opened(load_cover(saved(tmp_path, Image.new("RGB", (2000, 2000), "teal")))).size == (1400, 1400)


@pytest.mark.soak
def test_a_busy_picture_stays_small_enough(tmp_path):
    """Noise, the worst there is, still comes under the limit."""
    noise = Image.frombytes("RGB", (600, 600), random.Random(7).randbytes(600 * 600 * 3))
    data = load_cover(saved(tmp_path, noise.resize((1600, 1600))))
    assert len(data) <= LIMIT


def test_a_nearly_square_picture_is_cut_square(tmp_path):
    """Two percent are forgiven."""
    assert opened(load_cover(saved(tmp_path, Image.new("RGB", (1000, 985))))).size == (985, 985)


@pytest.mark.parametrize("size", [(1600, 900), (900, 1600), (1000, 960)])
def test_a_picture_of_another_shape_is_whole_on_a_square_ground_of_its_colours(tmp_path, size):
    """Both ends of the longer side are there, and nothing is black or white."""
    picture = Image.new("RGB", size, "teal")
    across, down = size
    ends = [(0, 0, 40, 40), (across - 40, down - 40, across, down)]
    for box in ends:
        picture.paste("orange", box)
    file = saved(tmp_path, picture)
    shown = opened(show_cover(file))
    side = max(size)
    assert shown.size == (side, side)
    left, top = (side - across) // 2, (side - down) // 2
    assert all(shown.getpixel((left + x + 20, top + y + 20))[0] > 200 for x, y, _, _ in ends)
    assert all(60 < sum(shown.getpixel(corner)) < 600 for corner in [(0, side - 1), (side - 1, 0)])
    assert f"{across} x {down} pixels" in shape_advice(file)


def test_nothing_is_said_of_a_square_picture_and_of_what_is_none(tmp_path):
    assert shape_advice(saved(tmp_path, Image.new("RGB", (1000, 985)))) == ""
    assert shape_advice(tmp_path / "nowhere.png") == ""


def test_the_same_picture_gives_the_same_bytes(tmp_path):
    """A rebuild does not change the cover."""
    file = saved(tmp_path, Image.new("RGB", (400, 400), "teal"))
    assert load_cover(file) == load_cover(file)


@pytest.mark.parametrize(
    ("size", "says"), [((1000, 299), "300 pixels"), ((299, 299), "300 pixels"), ((1, 1), "300 pixels")]
)
def test_unfit_pictures_are_refused(tmp_path, size, says):
    """The error names the file and the fault."""
    file = saved(tmp_path, Image.new("RGB", size))
    with pytest.raises(ConfigError, match=rf"cover\.png.*{says}"):
        load_cover(file)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", "half"])
def test_what_is_not_a_picture_is_refused(tmp_path, content):
    """Text, an empty file, and half a picture."""
    file = saved(tmp_path, Image.radial_gradient("L").resize((500, 500)))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2] if content == "half" else content)
    with pytest.raises(ConfigError, match=r"cover\.png.*picture"):
        load_cover(file)


def test_a_missing_picture_is_named(tmp_path):
    """As is a folder in its place."""
    with pytest.raises(ConfigError, match=r"nowhere\.png: no such cover"):
        load_cover(tmp_path / "nowhere.png")
    with pytest.raises(ConfigError, match="picture"):
        load_cover(tmp_path)


# ------------------------------------------------------------------------------------------------- the show's own cover


def photograph(side: int) -> Image.Image:
    """Noise at several sizes, as detailed as a photograph; the same each time."""
    chance = random.Random(3)
    picture = Image.new("RGB", (side, side), "grey")
    for cells in (6, 24, 96, 380, side // 2):
        noise = Image.frombytes("RGB", (cells, cells), chance.randbytes(cells * cells * 3))
        picture = Image.blend(picture, noise.resize((side, side), Image.Resampling.BICUBIC), 0.3)
    return picture


@pytest.mark.soak
def test_a_photograph_stays_as_large_as_directories_ask_for(tmp_path):
    """Its quality is lowered, not its size below 1400 pixels."""
    file = tmp_path / "cover.jpg"
    photograph(2000).save(file, quality=95)
    assert file.stat().st_size > LARGEST_SHOW_COVER
    data = show_cover(file)
    assert len(data) <= LARGEST_SHOW_COVER
    assert SIDE <= opened(data).width <= 2000


def test_a_picture_that_directories_accept_is_not_touched(tmp_path):
    file = tmp_path / "cover.jpg"
    Image.new("RGB", (1500, 1500), "teal").save(file)
    assert show_cover(file) == file.read_bytes()


def test_what_is_no_picture_is_refused_for_the_show_too(tmp_path):
    file = tmp_path / "cover.jpg"
    file.write_bytes(b"not a picture")
    with pytest.raises(ConfigError, match=r"cover\.jpg.*picture"):
        show_cover(file)
