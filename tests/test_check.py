"""`audiobuild check`: a finished episode has no defect, and every planted fault is found."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import INTERVIEW
from support.published import SAMPLE, a_show, published, run

from audiobuild.checking import Finding, check_files

Frames = list[tuple[bytes, bytes]]


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_show(tmp_path_factory.mktemp("show") / "s", {"post.txt": INTERVIEW})
    published(folder, "https://example.org/show")
    return folder


@pytest.fixture
def episode(show: Path, tmp_path: Path) -> Path:
    """A copy of the built episode and its files, to be damaged by a test."""
    for file in (show / "output").glob("post.*"):
        shutil.copy(file, tmp_path)
    return tmp_path / "post.mp3"


@pytest.fixture
def public(show: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(show / "output" / "public", tmp_path / "public"))


def defects(*paths: Path) -> dict[str, str]:
    """What was found for each failed requirement."""
    return {finding.what: finding.found for finding in check_files(paths) if finding.defect}


def advised(*paths: Path) -> set[str]:
    return {finding.what for finding in check_files(paths) if not finding.ok and not finding.needed}


# ------------------------------------------------------------------------------------------------------------- the tag


def walk(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8])
        yield data[at : at + 4], data[at + 10 : at + 10 + size]
        at += 10 + size


def written(frames: Frames) -> bytes:
    return b"".join(name + len(body).to_bytes(4) + b"\0\0" + body for name, body in frames)


def tag_size(data: bytes) -> int:
    return 10 + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])


def with_tag(file: Path, body: bytes, start: bytes = b"ID3\3\0\0") -> None:
    data = file.read_bytes()
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    file.write_bytes(start + size + body + data[tag_size(data) :])


def retagged(file: Path, change: Callable[[Frames], Frames]) -> None:
    data = file.read_bytes()
    with_tag(file, written(change(list(walk(data[10 : tag_size(data)])))))


def in_frames(kind: bytes, change: Callable[[bytes], bytes]) -> Callable[[Frames], Frames]:
    """The change of the first frame of a kind."""

    def changed(frames: Frames) -> Frames:
        place = [name for name, _ in frames].index(kind)
        return [*frames[:place], (kind, change(frames[place][1])), *frames[place + 1 :]]

    return changed


def without(*kinds: bytes) -> Callable[[Frames], Frames]:
    return lambda frames: [frame for frame in frames if frame[0] not in kinds]


def twice(kind: bytes) -> Callable[[Frames], Frames]:
    return lambda frames: [*frames, next(frame for frame in frames if frame[0] == kind)]


def swapped(frames: Frames) -> Frames:
    first = [name for name, _ in frames].index(b"CHAP")
    return [*frames[:first], frames[first + 1], frames[first], *frames[first + 2 :]]


def times(body: bytes, start: int, end: int) -> bytes:
    """A chapter with its start and end moved by milliseconds."""
    at = body.index(0) + 1
    moved = (int.from_bytes(body[at + 4 * n : at + 4 * n + 4]) + step for n, step in enumerate((start, end)))
    return body[:at] + b"".join(time.to_bytes(4) for time in moved) + body[at + 8 :]


def text(words: str) -> bytes:
    return b"\1" + words.encode("utf-16")


TAG_FAULTS = {
    "a date of version 2.4": ("tag", lambda f: [*f, (b"TDRC", b"\0002024")]),
    "a tag of 300 KB": ("tag", lambda f: [*f, (b"TXXX", bytes(300_000))]),
    "no title": ("title", without(b"TIT2")),
    "another length": ("length in the tag", in_frames(b"TLEN", lambda body: text("1000"))),
    "no length": ("length in the tag", without(b"TLEN")),
    "chapters out of order": ("chapters", swapped),
    "no chapters": ("chapters", without(b"CHAP")),
    "a chapter's id twice": ("chapters", in_frames(b"CHAP", lambda body: b"ch002" + body[5:])),
    "a chapter's id that is not ASCII": ("chapters", in_frames(b"CHAP", lambda body: b"ch\xe9" + body[5:])),
    "a chapter without a title": ("chapters", in_frames(b"CHAP", lambda body: body[: body.index(0) + 17])),
    "a chapter with a picture": ("chapters", in_frames(b"CHAP", lambda body: body + written([(b"APIC", b"x")]))),
    "a chapter found by bytes": ("chapters", in_frames(b"CHAP", lambda body: body.replace(b"\xff" * 8, bytes(8)))),
    "a NUL after a chapter's title": (
        "chapters",
        in_frames(b"CHAP", lambda body: body[: body.index(0) + 17] + written([(b"TIT2", text("x\0"))])),
    ),
    "a chapter between seconds": ("chapter times", in_frames(b"CHAP", lambda body: times(body, 5, 0))),
    "a gap between chapters": ("chapter times", in_frames(b"CHAP", lambda body: times(body, 0, -1000))),
    "a chapter that ends before it starts": ("chapter times", in_frames(b"CHAP", lambda body: times(body, 90_000, 0))),
    "no table of contents": ("table of contents", without(b"CTOC")),
    "two tables of contents": ("table of contents", twice(b"CTOC")),
    "a table without order": (
        "table of contents",
        in_frames(b"CTOC", lambda body: body.replace(b"toc\0\3", b"toc\0\0")),
    ),
    "a table that lacks one": ("table of contents", in_frames(b"CTOC", lambda body: body.replace(b"ch002", b"ch009"))),
    "a description with another start": (
        "description",
        in_frames(b"COMM", lambda body: body.replace("00:00:00".encode("utf-16-le"), "00:00:01".encode("utf-16-le"))),
    ),
    "no description": ("description", without(b"COMM")),
    "no cover": ("cover", without(b"APIC")),
    "two covers": ("cover", twice(b"APIC")),
    "a cover that is none": ("cover", in_frames(b"APIC", lambda body: body[:200].replace(b"\xff\xd8", b"xx"))),
    "a cover of another type": ("cover", in_frames(b"APIC", lambda body: body.replace(b"jpeg\0\3", b"jpeg\0\0"))),
}


def test_what_was_built_has_no_defect(episode: Path, public: Path) -> None:
    findings = check_files([episode.parent, public])
    assert [finding for finding in findings if not finding.ok] == []
    assert len({finding.what for finding in findings}) >= 35


@pytest.mark.parametrize("fault", TAG_FAULTS)
def test_a_fault_in_the_tag_is_found(episode: Path, fault: str) -> None:
    what, change = TAG_FAULTS[fault]
    retagged(episode, change)
    assert what in defects(episode)


@pytest.mark.parametrize(
    ("start", "tail"),
    [(b"ID3\4\0\0", b""), (b"ID3\3\0\x80", b""), (b"ID3\3\0\0", bytes(64)), (b"ID3\3\0\0", b"TIT2\0\0\1\0\0\0")],
)
def test_a_tag_that_apps_cannot_walk_is_a_defect(episode: Path, start: bytes, tail: bytes) -> None:
    """Another version, flags, padding, a frame longer than the tag."""
    data = episode.read_bytes()
    with_tag(episode, data[10 : tag_size(data)] + tail, start)
    assert "tag" in defects(episode)


def test_a_missing_transcript_and_a_long_title_are_advice(episode: Path) -> None:
    long = text("问" * 45)
    retagged(episode, lambda frames: without(b"USLT", b"SYLT")(frames))
    retagged(episode, in_frames(b"CHAP", lambda body: body[: body.index(0) + 17] + written([(b"TIT2", long)])))
    assert {"transcript in the tag", "short chapter titles"} <= advised(episode)


# ------------------------------------------------------------------------------------------------------------ the sound


def sound_at(data: bytes) -> int:
    return tag_size(data)


SOUND_FAULTS = {
    "a file cut in a frame": ("frames", lambda tag, sound: tag + sound[:-100]),
    "no sound": ("frames", lambda tag, sound: tag),
    "an ID3v1 tag": ("frames", lambda tag, sound: tag + sound + b"TAG" + bytes(125)),
    "other bytes between frames": ("frames", lambda tag, sound: tag + sound[:2880] + b"x" * 10 + sound[2880:]),
    "frames of another bit rate": ("frames", lambda tag, sound: tag + sound + b"\xff\xfb\x54\xc4" + bytes(188)),
    "a file cut between frames": ("info header", lambda tag, sound: tag + sound[:-2880]),
    "no Info header": ("info header", lambda tag, sound: tag + sound[288:]),
    "two Info headers": ("info header", lambda tag, sound: tag + sound[:288] + sound),
    "a wrong count": (
        "info header",
        lambda tag, sound: tag + sound.replace(b"Info\0\0\0\x0b\0\0", b"Info\0\0\0\x0b\0\1", 1),
    ),
    "a padding that swallows speech": (
        "length in the tag",
        lambda tag, sound: tag + sound[:62] + (576 << 12 | 4000).to_bytes(3) + sound[65:],
    ),
}


@pytest.mark.parametrize("fault", SOUND_FAULTS)
def test_a_fault_in_the_frames_is_found(episode: Path, fault: str) -> None:
    what, change = SOUND_FAULTS[fault]
    data = episode.read_bytes()
    broken = change(data[: tag_size(data)], data[tag_size(data) :])
    assert broken != data
    episode.write_bytes(broken)
    assert what in defects(episode)


def test_a_mark_in_the_middle_of_speech_is_found(episode: Path) -> None:
    """Every chapter but the first is moved by a second; they stay whole and without gaps."""

    def later(frames: Frames) -> Frames:
        bodies = [body for name, body in frames if name == b"CHAP"]
        steps = iter([(0, 1000), *[(1000, 1000)] * (len(bodies) - 2), (1000, 0)])
        return [(name, times(body, *next(steps)) if name == b"CHAP" else body) for name, body in frames]

    retagged(episode, later)
    found = defects(episode)
    assert "marks in silence" in found
    assert "chapter times" not in found


@pytest.mark.soak
def test_an_episode_that_is_too_quiet_is_not_published(tmp_path: Path) -> None:
    folder = a_show(
        tmp_path / "s", {"post.txt": SAMPLE.read_text(encoding="utf-8")}, 'engine = "tone"\n[audio]\nloudness = -23\n'
    )
    assert run(folder, "build").returncode == 0
    assert set(defects(folder / "output" / "post.mp3")) == {"loudness"}
    refused = run(folder, "publish", "--drafts")
    assert refused.returncode == 1
    assert "nothing was published" in refused.stderr
    assert "loudness" in refused.stderr
    assert not (folder / "output" / "public").exists()
    assert not (folder / "published.json").exists()
    assert run(folder, "publish", "--drafts", "--force").returncode == 0


def test_frames_with_damaged_content_are_found_by_decoding(episode: Path) -> None:
    """The headers still count; a decoder skips the frames, so everything after them is early."""
    data = bytearray(episode.read_bytes())
    for frame in range(100, 120):
        at = tag_size(data) + 288 * frame
        data[at + 4 : at + 288] = b"\xaa" * 284
    episode.write_bytes(data)
    assert {"gapless", "marks in silence"} == set(defects(episode))


def test_peaks_between_the_samples_are_found(episode: Path) -> None:
    import lameenc
    import numpy as np

    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(48_000)
    encoder.set_out_sample_rate(48_000)
    encoder.set_bit_rate(96)
    loud = (np.sin(np.arange(48_000 * 3) * np.pi / 2 + np.pi / 4) * 32_767 / np.sqrt(0.5)).clip(-32_768, 32_767)
    data = episode.read_bytes()
    episode.write_bytes(data[: tag_size(data)] + bytes(encoder.encode(loud.astype("<i2").tobytes()) + encoder.flush()))
    assert "true peak" in defects(episode)


def test_the_compact_format_is_advice_and_no_defect(tmp_path: Path) -> None:
    facts = 'engine = "tone"\n[audio]\nrate = 24000\nbitrate = 64\n'
    folder = a_show(tmp_path / "s", {"post.txt": INTERVIEW}, facts)
    assert run(folder, "build").returncode == 0
    assert defects(folder / "output" / "post.mp3") == {}
    assert advised(folder / "output" / "post.mp3") == {"format"}


# ------------------------------------------------------------------------------------------------------- the transcripts

TEXT_FAULTS = {
    "no head": ("post.vtt", "cues", lambda t: t.removeprefix("WEBVTT\n")),
    "an end before its start": ("post.vtt", "cues", lambda t: re.sub(r"--> \S+", "--> 00:00:00.000", t, count=1)),
    "times with a comma": ("post.vtt", "cues", lambda t: t.replace(".", ",", 1)),
    "hours of one digit": ("post.vtt", "cues", lambda t: t.replace("00:00", "0:00", 1)),
    "an arrow in the text": ("post.vtt", "cues", lambda t: t.replace("</v>", " --> </v>", 1)),
    "a long line": ("post.vtt", "cues", lambda t: t.replace("</v>", "长" * 70 + "</v>", 1)),
    "an empty cue": ("post.vtt", "cues", lambda t: re.sub(r"<v .*?</v>", "", t, count=1)),
    "no speaker": ("post.vtt", "speakers", lambda t: re.sub(r"<v [^>]*>", "", t, count=1)),
    "markup in the text": ("post.vtt", "speakers", lambda t: t.replace("</v>", "<b>x</b></v>", 1)),
    "cues out of order": ("post.vtt", "cues", lambda t: t + "\n" + t.split("\n\n")[1] + "\n"),
    "an end after the audio": (
        "post.vtt",
        "inside the audio",
        lambda t: t + "\n09:00:00.000 --> 09:00:01.000\n<v 旁白>完</v>\n",
    ),
    "a word that was not spoken": ("post.vtt", "words", lambda t: t.replace("三十里", "四十里")),
    "a cue that is missing": ("post.srt", "words", lambda t: t.partition("\n\n")[2]),
    "a colon": ("post.srt", "no colons", lambda t: t.replace("三十里", "3:30")),
    "times with a point": ("post.srt", "cues", lambda t: t.replace(",", ".", 1)),
    "not JSON": ("post.chapters.json", "chapters", lambda t: t[:-3]),
    "another version": ("post.chapters.json", "chapters", lambda t: t.replace("1.2.0", "2.0")),
    "a start between seconds": (
        "post.chapters.json",
        "chapters",
        lambda t: t.replace('"startTime": 0', '"startTime": 0.5'),
    ),
    "starts out of order": ("post.chapters.json", "chapters", lambda t: t.replace('"startTime": 0', '"startTime": 99')),
    "an empty title": ("post.chapters.json", "chapters", lambda t: t.replace("一只邮包", " ")),
    "another title": ("post.chapters.json", "same chapters as the MP3", lambda t: t.replace("一只邮包", "两只邮包")),
}


@pytest.mark.parametrize("fault", TEXT_FAULTS)
def test_a_fault_in_a_transcript_or_the_chapters_is_found(episode: Path, fault: str) -> None:
    name, what, change = TEXT_FAULTS[fault]
    file = episode.parent / name
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")
    assert what in defects(file)


def test_a_transcript_that_is_not_utf8_is_a_defect(episode: Path) -> None:
    episode.with_suffix(".vtt").write_bytes("WEBVTT\n\n中".encode("gb18030"))
    assert "encoding" in defects(episode.with_suffix(".vtt"))


# -------------------------------------------------------------------------------------------------------------- the feed

LONG = "<p>" + "长" * 1400 + "</p>"
FEED_FAULTS = {
    "no XML": ("well-formed", "</channel>", ""),
    "no RSS": ("well-formed", "<rss xmlns", "<rs xmlns"),
    "no link to itself": ("show", 'rel="self"', 'rel="next"'),
    "no language": ("show", "<language>zh</language>", ""),
    "a language that is none": ("show", "<language>zh</language>", "<language>Chinese (simplified)</language>"),
    "no category": (
        "show",
        re.compile(r"<itunes:category.*</itunes:category>.*?<itunes:category[^>]*>", re.DOTALL),
        "",
    ),
    "a category of nobody": ("show", 'text="Arts"', 'text="Art"'),
    "a subcategory of nobody": ("show", 'text="Documentary"', 'text="Documentaries"'),
    "explicit in other words": ("show", "<itunes:explicit>false", "<itunes:explicit>clean"),
    "no image": ("show", re.compile(r"<itunes:image[^>]*cover-[^>]*>"), ""),
    "a show described at length": (
        "show",
        re.compile(r"<description>.*?</description>"),
        f"<description>{'长' * 1400}</description>",
    ),
    "a podcast:guid that is none": ("podcast:guid", re.compile(r"<podcast:guid>.{8}"), "<podcast:guid>zzzzzzzz"),
    "a year in the copyright": ("copyright", "<copyright>", "<copyright>© 2024 "),
    "a long title": ("values", "<title>山里的邮局", "<title>" + "长" * 300),
    "blanks at the ends": ("values", "<title>山里的邮局", "<title> 山里的邮局"),
    "an address that is not ASCII": (
        "addresses",
        'url="https://example.org/show/post',
        'url="https://example.org/山/post',
    ),
    "an address without a host": ("addresses", "<link>https://example.org/show/post.html", "<link>post.html"),
    "no guid": ("item 1", re.compile(r"<guid.*?</guid>"), ""),
    "a guid that claims to be an address": ("item 1", ' isPermaLink="false"', ""),
    "a date as in ISO 8601": ("item 1", re.compile(r"<pubDate>.*?<"), "<pubDate>2024-05-06<"),
    "a date of no day": ("item 1", re.compile(r"<pubDate>\w+, \d+ \w+"), "<pubDate>Mon, 31 Feb"),
    "a length in thousands": ("item 1", re.compile(r'length="\d+"'), 'length="12,345"'),
    "another type": ("item 1", 'type="audio/mpeg"', 'type="audio/mp3"'),
    "a duration in words": ("item 1", re.compile(r"<itunes:duration>\d+"), "<itunes:duration>half an hour"),
    "a role of nobody": ("item 1", 'role="host"', 'role="boss"'),
    "an episode described at length": (
        "item 1",
        re.compile(r"(<item>.*?<description>).*?(</description>)", re.DOTALL),
        rf"\1{'长' * 1400}\2",
    ),
    "a wrong length": ("item 1, files", re.compile(r'length="\d+"'), 'length="12345"'),
    "audio that is not there": ("item 1, files", re.compile(r"post-\w+\.mp3"), "post-00000000.mp3"),
    "a start that the tag has not": ("item 1, chapters", "00:00:00 山里的邮局", "00:00:01 山里的邮局"),
    "no episodes": ("items", re.compile(r"<item>.*</item>", re.DOTALL), ""),
}


@pytest.mark.parametrize("fault", FEED_FAULTS)
def test_a_fault_in_the_feed_is_found(public: Path, fault: str) -> None:
    what, old, new = FEED_FAULTS[fault]
    feed = public / "feed.xml"
    before = feed.read_text(encoding="utf-8")
    after = old.sub(new, before, count=1) if isinstance(old, re.Pattern) else before.replace(old, new, 1)
    assert after != before
    feed.write_text(after, encoding="utf-8")
    assert what in defects(feed)


def test_the_same_guid_twice_is_found(public: Path) -> None:
    feed = public / "feed.xml"
    feed.write_text(
        re.sub(r"(<item>.*</item>)", r"\1\1", feed.read_text(encoding="utf-8"), flags=re.DOTALL), encoding="utf-8"
    )
    assert "guids" in defects(feed)


def test_chapters_that_are_not_those_of_the_audio_are_found_through_the_feed(public: Path) -> None:
    (file,) = public.glob("*.chapters.json")
    file.write_text(file.read_text(encoding="utf-8").replace("一只邮包", "两只邮包"), encoding="utf-8")
    assert "item 1, chapters" in defects(public / "feed.xml")


@pytest.mark.parametrize(("old", "new"), [("三十里", "四十里"), ("--> 00:00:", "--> 00:09:")])
def test_a_transcript_that_is_not_the_audios_is_found_through_the_feed(public: Path, old: str, new: str) -> None:
    (file,) = public.glob("*.vtt")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert "item 1, transcript" in defects(public / "feed.xml")


def test_a_small_cover_of_the_show_is_found(public: Path) -> None:
    from PIL import Image

    (cover,) = public.glob("cover-*.jpg")
    Image.new("L", (600, 500)).save(cover)
    assert "600 x 500" in defects(public / "feed.xml")["cover of the show"]


# -------------------------------------------------------------------------------------------------------------- the page

PAGE_FAULTS = {
    "no doctype": ("page", "<!DOCTYPE html>", ""),
    "no language": ("page", 'lang="zh"', 'lang=""'),
    "no width for phones": ("page", 'name="viewport"', 'name="view"'),
    "no heading": ("page", "<h1", "<h2"),
    "a script from elsewhere": ("works from disk", "</head>", '<script src="https://e.org/x.js"></script></head>'),
    "a style from elsewhere": ("works from disk", "</head>", '<link rel="stylesheet" href="//e.org/x.css"></head>'),
    "a fetch": ("works from disk", "</body>", "<script>fetch('x.vtt')</script></body>"),
    "a track": ("works from disk", "</body>", '<video><track src="x.vtt"></video></body>'),
    "audio that is not there": ("linked files", re.compile(r"post-\w{8}\.mp3"), "post-00000000.mp3"),
    "a download that is not there": ("linked files", re.compile(r'href="post-\w{8}\.srt"'), 'href="x.srt"'),
}


@pytest.mark.parametrize("fault", PAGE_FAULTS)
def test_a_fault_in_a_page_is_found(public: Path, fault: str) -> None:
    what, old, new = PAGE_FAULTS[fault]
    page = public / "post.html"
    before = page.read_text(encoding="utf-8")
    after = old.sub(new, before) if isinstance(old, re.Pattern) else before.replace(old, new, 1)
    assert after != before
    page.write_text(after, encoding="utf-8")
    assert what in defects(page)


# ------------------------------------------------------------------------------------------------------------ the command


def test_the_command_lists_what_it_found_and_fails_on_a_defect(episode: Path) -> None:
    fine = run(episode.parent, "check", "post.mp3")
    assert fine.returncode == 0
    assert "  ok     chapters: 5 in time order" in fine.stdout
    retagged(episode, without(b"CTOC"))
    bad = run(episode.parent, "check", "post.mp3")
    assert bad.returncode == 1
    assert "  DEFECT table of contents: there are 0 instead of one; build the episode again" in bad.stdout
    only = run(episode.parent, "check", "-q", "post.mp3")
    assert (only.returncode, only.stdout.splitlines()[0], only.stdout.count("\n")) == (1, "post.mp3", 2)
    report = json.loads(run(episode.parent, "check", "post.mp3", "--json").stdout)
    assert (report["schema"], report["defects"]) == ("audiobuild.check/1", 1)
    assert {"file", "what", "ok", "found", "needed", "defect"} == set(report["findings"][0])


@pytest.mark.parametrize(
    ("name", "old", "new", "remedy"),
    [
        ("post.chapters.json", "1.2.0", "2.0", "build the episode again"),
        ("public/post.html", "<h1", "<h2", "publish again"),
        ("public/feed.xml", "<language>zh</language>", "", "correct audiobuild.toml and publish again"),
        ("public/feed.xml", "</rss>", "", "publish again"),
    ],
)
def test_a_defect_ends_with_its_remedy(episode: Path, public: Path, name: str, old: str, new: str, remedy: str) -> None:
    file = episode.parent / name
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (found,) = defects(file).values()
    assert found.endswith(f"; {remedy}")


def test_three_faults_are_listed_and_the_others_counted(episode: Path) -> None:
    """A transcript without a speaker in any of its cues."""
    file = episode.with_suffix(".vtt")
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"<v [^>]*>", "", text), encoding="utf-8")
    shown = "; ".join(f"cue {number} has no speaker" for number in (1, 2, 3))
    assert defects(file)["speakers"] == f"{shown}; {text.count('<v ') - 3} more; build the episode again"


def test_without_names_the_show_is_checked_and_what_is_published_of_it(show: Path) -> None:
    done = run(show, "check")
    assert done.returncode == 0
    assert "feed.xml" in done.stdout
    assert "post.mp3" in done.stdout


@pytest.mark.parametrize(
    ("name", "message"), [("no.mp3", "no such file"), ("empty", "nothing here"), ("x.wav", "only .mp3")]
)
def test_a_file_that_cannot_be_checked_is_an_error(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.wav").touch()
    done = run(tmp_path, "check", name)
    assert done.returncode == 1
    assert message in done.stderr


SPLICES = [
    "http://[",
    "%00",
    "<![x[",
    "<!x",
    "&#x;",
    "\0",
    "' encoding='x'",
    "a" * 300,
    "-->",
    "&#99999999;",
    "99999999999999999999",
]


@pytest.mark.soak
def test_any_bytes_are_judged_and_none_stop_the_program(tmp_path: Path, episode: Path, public: Path) -> None:
    """Files with bytes changed, cut out or put in at any place give findings."""
    from hypothesis import given, settings
    from hypothesis import strategies as st

    files = [*episode.parent.glob("post.*"), public / "feed.xml", public / "post.html"]
    endings = (".mp3", ".vtt", ".srt", ".chapters.json", ".xml", ".html")
    whole = {path.name: path.read_bytes()[:200_000] for path in files if path.name.endswith(endings)}
    # Where the text of a feed or page has addresses, lengths and dates: the places that are taken apart further.
    spots = [(name, m.start()) for name, data in whole.items() for m in re.finditer(rb'(?<==")|(?<=>)(?=[^<\s])', data)]
    spliced = st.binary(max_size=8) | st.sampled_from(SPLICES).map(str.encode)

    @settings(max_examples=150, deadline=None)
    @given(
        st.sampled_from(spots) | st.tuples(st.sampled_from(sorted(whole)), st.integers(0, 200_000)),
        st.integers(0, 40),
        spliced,
    )
    def broken(place: tuple[str, int], cut: int, other: bytes) -> None:
        name, at = place
        file = public / name
        file.write_bytes(whole[name][:at] + other + whole[name][at + cut :])
        assert all(isinstance(finding, Finding) for finding in check_files([file]))

    broken()
