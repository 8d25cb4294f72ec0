"""The ID3 tag, read by walking its bytes: nothing of the writer's library takes part in the judgement."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobuild.errors import OutputError
from audiobuild.model import Chapter, Cue, Role, TagContents, Timeline
from audiobuild.outputs.id3 import id3, iso_639_2

RATE = 48_000
JPEG = b"\xff\xd8\xff\xe0" + bytes(2000) + b"\xff\xd9"
SILENCE = (b"\xff\xfb\x74\xc0" + bytes(284)) * 100  # MPEG-1 layer III, 48 kHz, mono, 96 kb/s: 288 bytes a frame


def an_episode(*titles: str, seconds: int = 10, **changes: object) -> TagContents:
    """An episode with a chapter of so many seconds for each title."""
    length = len(titles) * seconds * RATE
    chapters = tuple(Chapter(n * seconds * RATE, (n + 1) * seconds * RATE, t) for n, t in enumerate(titles))
    episode = TagContents(
        title="灯塔不发光的时候",
        show="潮汐电台",
        author="小满",
        guests=("陶渡",),
        language="zh-CN",
        description="守塔人说，\n灯是给船看的。",
        year=2024,
        cover=JPEG,
        timeline=Timeline(RATE, (), 0, (), chapters, length),
    )
    return replace(episode, **changes)


def tagged(episode: TagContents, words: Sequence[Cue]) -> bytes:
    """The tag of the episode with these words in its timeline."""
    return id3(replace(episode, timeline=replace(episode.timeline, cues=tuple(words))))


def cues(*texts: str) -> tuple[Cue, ...]:
    """A cue a second, the speakers taking turns by two."""
    return tuple(Cue(n * RATE, (n + 1) * RATE, Role.HOST, f"S{n // 2 % 2}", text) for n, text in enumerate(texts))


def number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def walk(data: bytes) -> list[tuple[str, bytes]]:
    """Frames of version 2.3: plain 32-bit sizes, no flags, nothing between them and nothing after the last."""
    frames, at = [], 0
    while at < len(data):
        size = number(data[at + 4 : at + 8])
        assert data[at + 8 : at + 10] == b"\0\0"
        frames.append((data[at : at + 4].decode("ascii"), data[at + 10 : at + 10 + size]))
        at += 10 + size
    assert at == len(data)
    return frames


def frames_of(tag: bytes) -> list[tuple[str, bytes]]:
    assert tag[:6] == b"ID3\x03\x00\x00"
    assert max(tag[6:10]) < 128
    assert 10 + (tag[6] << 21 | tag[7] << 14 | tag[8] << 7 | tag[9]) == len(tag)
    return walk(tag[10:])


def text_of(body: bytes) -> str:
    """A text frame's text: encoding 1, byte order mark, and no NUL after it, which some players would show."""
    assert body[0] == 1
    return body[1:].decode("utf-16")


def the(tag: bytes, kind: str) -> bytes:
    (body,) = [body for name, body in frames_of(tag) if name == kind]
    return body


def chapters_of(tag: bytes) -> list[tuple[bytes, int, int, str]]:
    """Each chapter's id, start, end and title in the order of the file."""
    chapters = []
    for name, body in frames_of(tag):
        if name == "CHAP":
            ident, rest = body.split(b"\0", 1)
            assert rest[8:16] == b"\xff" * 8
            ((kind, title),) = walk(rest[16:])
            assert kind == "TIT2"
            chapters.append((ident, number(rest[:4]), number(rest[4:8]), text_of(title)))
    return chapters


def test_frames_are_in_the_fixed_order():
    """Text, comment, contents, chapters, lyrics, cover, whatever their sizes."""
    tag = tagged(an_episode("问" * 90, "答"), cues("你好。", "好。"))
    names = [name for name, _ in frames_of(tag)]
    assert names == (
        ["TIT2", "TPE1", "TALB", "TYER", "TLEN", "TCON", "TLAN", "COMM", "CTOC", "CHAP", "CHAP", "USLT", "SYLT", "APIC"]
    )


def test_text_frames_say_what_the_episode_says():
    """Title, artists, show, year, length, genre, language and description, all in UTF-16."""
    tag = tagged(an_episode("甲", "乙"), ())
    said = {name: text_of(body) for name, body in frames_of(tag) if name[0] == "T"}
    assert said == {
        "TIT2": "灯塔不发光的时候",
        "TPE1": "小满/陶渡",
        "TALB": "潮汐电台",
        "TYER": "2024",
        "TLEN": "20000",
        "TCON": "Podcast",
        "TLAN": "zho",
    }
    comment = the(tag, "COMM")
    assert comment[:4] == b"\x01zho"
    assert comment[4:].split(b"\0\0", 1)[0] == b"\xff\xfe"
    assert comment[8:].decode("utf-16") == "守塔人说，\n灯是给船看的。\0"  # ended, for ExifTool up to 12.57


def test_no_year_no_year_frame():
    """Without a year there is none in the tag, and never a frame of another version."""
    names = {name for name, _ in frames_of(tagged(an_episode("甲", year=None), ()))}
    assert not names & {"TYER", "TDRC", "TDAT", "TIME"}


def test_empty_facts_make_no_frames():
    """An episode without show, description and cover has no empty frames for them; the show replaces the artists."""
    bare = an_episode(show="", author="", guests=(), description=" \n", cover=b"", year=None)
    assert [name for name, _ in frames_of(tagged(bare, ()))] == ["TIT2", "TLEN", "TCON", "TLAN"]
    assert text_of(the(tagged(an_episode(author="", guests=()), ()), "TPE1")) == "潮汐电台"


def test_a_name_with_a_slash_stays_one_artist():
    """Version 2.3 separates artists with a slash, so there are as many slashes as separations."""
    artists = text_of(the(tagged(an_episode(author="A/B", guests=("C", "A/B")), ()), "TPE1"))
    assert artists.count("/") == 1
    assert artists.split("/")[1] == "C"


def test_chapters_are_in_time_order():
    """Titles of falling, rising and mixed length do not move a chapter."""
    titles = ["长" * 100, "长" * 50, "短", "中" * 20, "x" * 200, "y"]
    assert [title for *_, title in chapters_of(tagged(an_episode(*titles), ()))] == titles


def test_more_chapters_than_one_digit_stay_in_order():
    """The hundredth chapter comes after the ninth, also when all frames have the same size."""
    titles = [f"{n:03d}" for n in range(255)]
    assert [title for *_, title in chapters_of(tagged(an_episode(*titles), ()))] == titles


def test_contents_name_every_chapter_once_in_order():
    """One table of contents, top-level and ordered, with the ids in the order of the file."""
    tag = tagged(an_episode("甲", "乙" * 70, "丙"), ())
    ident, rest = the(tag, "CTOC").split(b"\0", 1)
    ids = [name for name, *_ in chapters_of(tag)]
    assert rest[0] == 0b11
    assert rest[1] == 3
    assert rest[2:] == b"".join(name + b"\0" for name in ids)
    assert len({ident, *ids}) == 4
    assert all(name.isascii() and len(name) <= 99 for name in ids)


def test_without_chapters_there_are_no_contents():
    """An episode without chapters has neither CHAP nor CTOC."""
    assert not {"CHAP", "CTOC"} & {name for name, _ in frames_of(tagged(an_episode(), ()))}


@given(st.lists(st.integers(1, 4_000_000), min_size=1, max_size=30), st.sampled_from([24_000, 44_100, 48_000]))
@settings(max_examples=40, deadline=None)
def test_times_are_exact_milliseconds(lengths, rate):
    """Each mark is within half a millisecond of its sample, chapters touch, the last ends with the episode."""
    marks = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
    chapters = tuple(Chapter(a, b, "章") for a, b in pairwise(marks))
    tag = tagged(an_episode(timeline=Timeline(rate, (), 0, (), chapters, marks[-1])), ())
    read = [(start, end) for _, start, end, _ in chapters_of(tag)]
    assert all(abs(2 * (start * rate - mark * 1000)) <= rate for (start, _), mark in zip(read, marks, strict=False))
    assert all(one[1] == two[0] for one, two in pairwise(read))
    assert read[0][0] == 0
    assert str(read[-1][1]) == text_of(the(tag, "TLEN"))


def test_255_chapters_fit_and_256_are_refused():
    """The count is one byte; the error says both numbers."""
    assert len(chapters_of(tagged(an_episode(*["章"] * 255), ()))) == 255
    with pytest.raises(OutputError, match=r"256 chapters.*255"):
        tagged(an_episode(*["章"] * 256), ())


NASTY = [
    "标题\x00后面",
    "\ttab\nline\r\nend",
    "quotes \" ' « “",
    "مرحبا بالعالم",
    "👩‍👩‍👧 emoji 🎙️",
    "\u202eback",
    "\ud800lone",
    "\ufeffmark",
]


@pytest.mark.parametrize("title", NASTY)
def test_hostile_titles_become_plain_ones(title):
    """Controls, byte order marks and turns of writing direction go; letters, quotes and emoji stay in order."""
    tag = tagged(an_episode(title, "下一章", title=title), cues(title))
    dropped = set("\x00\t\n\r\u202e\ud800\ufeff")
    for read in (chapters_of(tag)[0][3], text_of(the(tag, "TIT2"))):
        assert not dropped & set(read)
        assert read.replace(" ", "") == "".join(c for c in title if c not in dropped).replace(" ", "")
    assert chapters_of(tag)[1][3] == "下一章"


@given(st.lists(st.text(max_size=300), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_tag_that_can_be_walked(titles):
    """Whatever the titles are, all chapters are there with unique ids and no control characters."""
    tag = tagged(an_episode(*titles, title=titles[0], description="\n".join(titles)), cues(*titles))
    chapters = chapters_of(tag)
    assert len({ident for ident, *_ in chapters}) == len(titles)
    assert all(title and c >= " " for *_, title in chapters for c in title)


def test_a_chapter_without_a_title_shows_its_number():
    """A title of nothing but control characters leaves no frame without text."""
    assert [title for *_, title in chapters_of(tagged(an_episode("甲", "\x00\n"), ()))] == ["甲", "2"]


def test_the_cover_is_the_front_cover_unchanged():
    """One picture: JPEG, type 3, empty description, the very bytes."""
    assert the(tagged(an_episode("甲"), ()), "APIC") == b"\0image/jpeg\0\x03\0" + JPEG


def test_lyrics_hold_every_word_and_its_time():
    """Plain lyrics part at a change of speaker; timed ones count milliseconds."""
    tag = tagged(an_episode("甲"), cues("你好。", "再问。", "答。"))
    plain, timed = the(tag, "USLT"), the(tag, "SYLT")
    assert plain[:4] == timed[:4] == b"\x01zho"
    assert plain[8:].decode("utf-16") == "你好。\n再问。\n\n答。\0"
    assert timed[4:6] == b"\x02\x01"
    entry = "再问。".encode("utf-16") + b"\0\0" + (1000).to_bytes(4, "big")
    assert entry in timed


def test_lyrics_give_way_to_the_size_limit():
    """Lyrics with times go first, then those without, and a cover too large on its own is an error."""
    words = cues(*["一二三四五六七八九十" * 10] * 100)  # 20 KB in UTF-16
    kinds = {
        space: {name for name, _ in frames_of(tagged(an_episode(cover=bytes(262_144 - space)), words))}
        & {"USLT", "SYLT"}
        for space in (50_000, 30_000, 10_000)
    }
    assert kinds == {50_000: {"USLT", "SYLT"}, 30_000: {"USLT"}, 10_000: set()}
    with pytest.raises(OutputError, match="smaller cover"):
        tagged(an_episode(cover=bytes(262_144)), words)


def test_the_tag_is_never_larger_than_256_kb():
    """The largest cover that still passes leaves a tag within the limit."""
    fixed = len(tagged(an_episode(cover=JPEG), ())) - len(JPEG)
    assert len(tagged(an_episode(cover=bytes(262_144 - fixed)), ())) == 262_144
    with pytest.raises(OutputError):
        tagged(an_episode(cover=bytes(262_145 - fixed)), ())


def test_the_same_episode_gives_the_same_bytes():
    """Nothing of the clock or of a hash gets into the tag."""
    assert tagged(an_episode("甲", "乙"), cues("好")) == tagged(an_episode("甲", "乙"), cues("好"))


@pytest.mark.parametrize(
    ("tag", "code"),
    [("zh", "zho"), ("zh-Hant-TW", "zho"), ("ZH_cn", "zho"), ("yue-HK", "zho"), ("en-GB", "eng"), ("ja", "jpn"),
     ("de", "deu"), ("eng", "eng"), ("tlh", "und"), ("", "und"), ("x-private", "und")],
)  # fmt: skip
def test_languages_become_three_letters(tag, code):
    """BCP 47 in, ISO 639-2 out; what is not known is "und"."""
    assert iso_639_2(tag) == code


@pytest.mark.process
@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
def test_ffprobe_lists_all_chapters_in_order(tmp_path):
    """A stranger reads all chapters unsorted, also those whose titles are longer than 64 characters."""
    titles = ["您上去做什么？", "很长的问题，" * 30, "短", "a" * 65, "emoji 🎙️ “引号”", "尾声"]
    file = tmp_path / "x.mp3"
    file.write_bytes(tagged(an_episode(*titles), cues("你好。")) + SILENCE)
    command = ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(file)]
    read = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["chapters"]
    assert [(float(c["start_time"]), float(c["end_time"]), c["tags"]["title"]) for c in read] == [
        (10.0 * n, 10.0 * (n + 1), title) for n, title in enumerate(titles)
    ]
