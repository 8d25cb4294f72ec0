"""Reads the ID3 tag of an MP3 from its bytes, without the library that wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobuild.checking.finding import Faults, Finding, Subject
from audiobuild.checking.picture import picture_faults
from audiobuild.checking.spelling import CHAPTERS_LISTED, chapter_lines

LARGEST_TAG = 256 * 1024  # bytes: apps read all of it before a chapter shows
LONGEST_ID = 99  # characters of a chapter's id
MOST_CHAPTERS = 255  # what the count in the table of contents can hold
LONGEST_TITLE = 39  # characters: Spotify asks for fewer than 40
ROUNDING = 1  # ms between the end of the last chapter and that of the audio
SHORTEN = "shorten the question or heading, or leave it"
RENAME = "give the script a title and build the episode again"
_HEADER = 10  # bytes, of a tag and of a frame
_CHAPTER_TIMES = 16  # bytes: start, end and two byte offsets
_ENCODINGS = {0: "latin-1", 1: "utf-16"}
_DATES_OF_2_4 = {"TDRC", "TDAT", "TIME"}
_JPEG_TYPE, _FRONT_COVER, _ORDERED_AND_FIRST = b"image/jpeg", b"\3", b"\3"


class BrokenTagError(ValueError):
    """The tag cannot be read to its end; the message says where it breaks."""


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A CHAP frame: its id, start and end in ms, whether byte offsets are unused, its title and other sub-frames."""

    id: bytes
    start: int
    end: int
    by_time: bool
    title: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as read: its size in bytes with the header, its frames in order, its chapters in order."""

    size: int
    frames: tuple[tuple[str, bytes], ...]
    marks: tuple[ChapterMark, ...]

    @property
    def chapters(self) -> list[tuple[float, str]]:
        """The chapters as (second, title)."""
        return [(mark.start // 1000, mark.title) for mark in self.marks]

    def all(self, kind: str) -> list[bytes]:
        """The bodies of the frames of one kind."""
        return [body for name, body in self.frames if name == kind]

    def text(self, kind: str) -> str:
        """The text of the first frame of a kind, "" when there is none."""
        return text_of(self._first(kind))

    def long_text(self, kind: str) -> str:
        """The text of the first COMM or USLT frame, after its language and short name; "" when there is none."""
        body = self._first(kind)
        both = text_of(body[:1] + body[4:])
        return both.partition("\0")[2].removeprefix("\ufeff").rstrip("\0")

    def _first(self, kind: str) -> bytes:
        return next(iter(self.all(kind)), b"")


def read_tag(data: bytes) -> Tag:
    """The tag at the start of an MP3. Raises BrokenTagError."""
    if data[:3] != b"ID3":
        raise BrokenTagError("there is no ID3 tag at the first byte")
    if data[3:6] != b"\3\0\0":
        raise BrokenTagError(f"version 2.{data[3]} with flags {data[5]:02x}; apps need 2.3 with flags 00")
    if max(data[6:_HEADER], default=255) > 127:
        raise BrokenTagError("its size is not written with seven bits a byte")
    size = _HEADER + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])
    frames = tuple(_walk(data[_HEADER:size]))
    return Tag(size, frames, tuple(_mark(body) for name, body in frames if name == "CHAP"))


def text_of(body: bytes) -> str:
    """The text of a text frame, "" for no bytes. Raises BrokenTagError for an encoding that ID3v2.3 does not have."""
    if not body:
        return ""
    encoding = _ENCODINGS.get(body[0])
    if encoding is None:
        raise BrokenTagError(f"a text has encoding {body[0]}, which ID3v2.3 does not have")
    try:
        return body[1:].decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenTagError(f"a text is not {encoding}") from error


def _walk(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The frames of an ID3v2.3 tag: plain sizes, no flags, nothing between them and nothing after the last."""
    at = 0
    while at < len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8])
        if not re.fullmatch(rb"[A-Z][A-Z0-9]{3}", name):
            raise BrokenTagError(f"the {len(data) - at} bytes from byte {at + _HEADER} on are not a frame (padding?)")
        if at + _HEADER + size > len(data):
            raise BrokenTagError(f"frame {name.decode()} at byte {at + _HEADER} is longer than the tag")
        if data[at + 8 : at + _HEADER] != b"\0\0":
            raise BrokenTagError(f"frame {name.decode()} at byte {at + _HEADER} has flags")
        yield name.decode(), data[at + _HEADER : at + _HEADER + size]
        at += _HEADER + size


def _mark(body: bytes) -> ChapterMark:
    name, _, rest = body.partition(b"\0")
    if len(rest) < _CHAPTER_TIMES:
        raise BrokenTagError("a chapter frame ends before its times")
    sub_frames = list(_walk(rest[_CHAPTER_TIMES:]))
    titles = [text_of(text) for kind, text in sub_frames if kind == "TIT2"]
    others = [kind for kind, _ in sub_frames if kind != "TIT2"] + ["TIT2"] * (len(titles) - 1)
    start, end = int.from_bytes(rest[:4]), int.from_bytes(rest[4:8])
    by_time = rest[8:_CHAPTER_TIMES] == b"\xff" * 8
    return ChapterMark(name, start, end, by_time, "".join(titles[:1]), tuple(others))


def check_tag(audio: Subject, tag: Tag, milliseconds: int) -> Iterator[Finding]:
    """Check what apps need of the tag; `milliseconds` is the length of the audio."""
    title, length, marks = tag.text("TIT2"), tag.text("TLEN"), tag.marks
    untitled, wrong_length, no_lyrics = Faults(), Faults(), Faults()
    untitled.require(title.strip(), "it has no title")
    stated = f"TLEN is “{length}”, and the audio has {milliseconds} ms"
    wrong_length.require(length == str(milliseconds), stated)
    no_lyrics.require(tag.all("USLT"), "it has no plain transcript (USLT)")
    no_lyrics.require(tag.all("SYLT"), "it has no timed transcript (SYLT)")
    yield audio.judge("tag", _frame_faults(tag), f"ID3v2.3 at byte 0, {tag.size} bytes")
    yield audio.judge("title", untitled, title, remedy=RENAME)
    yield audio.judge("length in the tag", wrong_length, f"{length} ms")
    yield audio.judge("chapters", _mark_faults(marks), f"{len(marks)} in time order, each with a title only")
    yield audio.judge("chapter times", _time_faults(marks, milliseconds), "whole seconds from 0 to the end, no gaps")
    yield audio.judge("table of contents", _contents_faults(tag), "one, naming every chapter in order")
    short = f"all under {LONGEST_TITLE + 1} characters"
    yield audio.judge("short chapter titles", _long_titles(marks), short, needed=False, remedy=SHORTEN)
    yield audio.judge("description", _description_faults(tag), "lists the chapters of the tag")
    yield audio.judge("cover", _cover_faults(tag), "one JPEG that apps can show")
    yield audio.judge("transcript in the tag", no_lyrics, "plain and timed", needed=False)


def _frame_faults(tag: Tag) -> Faults:
    faults = Faults()
    faults.require(tag.size <= LARGEST_TAG, f"it has {tag.size} bytes, and apps read at most {LARGEST_TAG}")
    odd = sorted(_DATES_OF_2_4.intersection(name for name, _ in tag.frames))
    faults.require(not odd, f"it has {', '.join(odd)}, which ID3v2.3 players misread")
    return faults


def _mark_faults(marks: Sequence[ChapterMark]) -> Faults:
    starts = [mark.start for mark in marks]
    faults = Faults()
    faults.require(marks, "there are none")
    faults.require(len({mark.id for mark in marks}) == len(marks), "two chapters have the same id")
    faults.require(starts == sorted(starts), "they are not in time order")
    for number, mark in enumerate(marks, 1):
        plain_id = mark.id.isascii() and 0 < len(mark.id) <= LONGEST_ID
        faults.require(plain_id, f"chapter {number} has an id that apps reject")
        faults.require(mark.title.strip("\0 "), f"chapter {number} has no title")
        faults.require(not mark.others, f"chapter {number} has more than a title: {', '.join(mark.others)}")
        faults.require(mark.by_time, f"chapter {number} is placed by byte offsets")
        faults.require(not mark.title.endswith("\0"), f"chapter {number} has a NUL after its title")
    return faults


def _time_faults(marks: Sequence[ChapterMark], milliseconds: int) -> Faults:
    faults = Faults()
    expected = 0  # ms: the end of the chapter before
    for number, mark in enumerate(marks, 1):
        faults.require(mark.start % 1000 == 0, f"chapter {number} starts at {mark.start} ms, not on a whole second")
        faults.require(mark.end > mark.start, f"chapter {number} ends before it starts")
        faults.require(mark.start == expected, f"chapter {number} starts at {mark.start} ms instead of {expected} ms")
        expected = mark.end
    at_end = not marks or abs(expected - milliseconds) <= ROUNDING
    faults.require(at_end, f"the last chapter ends at {expected} ms, and the audio at {milliseconds} ms")
    return faults


def _contents_faults(tag: Tag) -> Faults:
    found = tag.all("CTOC")
    if len(found) != 1:
        return Faults([f"there are {len(found)} instead of one"])
    name, _, rest = found[0].partition(b"\0")
    children = rest[2:].split(b"\0")[: int.from_bytes(rest[1:2])]
    faults = Faults()
    faults.require(name and rest[:1] == _ORDERED_AND_FIRST, "it is not marked as ordered and top-level")
    faults.require(children == [mark.id for mark in tag.marks], "it does not name every chapter in order")
    faults.require(len(children) <= MOST_CHAPTERS, f"it names {len(children)} chapters; {MOST_CHAPTERS} are allowed")
    return faults


def _long_titles(marks: Sequence[ChapterMark]) -> Faults:
    long = [mark.title for mark in marks if len(mark.title) > LONGEST_TITLE]
    return Faults(f"“{title}” has {len(title)} characters" for title in long)


def _description_faults(tag: Tag) -> Faults:
    listed, wanted = chapter_lines(tag.long_text("COMM")), tag.chapters
    faults = Faults()
    faults.require(listed == wanted[: len(listed)], "its list of chapters differs from the tag's")
    enough = len(listed) >= min(CHAPTERS_LISTED, len(wanted))
    faults.require(enough, f"it lists {len(listed)} of {len(wanted)} chapters")
    return faults


def _cover_faults(tag: Tag) -> Faults:
    found = tag.all("APIC")
    if len(found) != 1:
        return Faults([f"there are {len(found)} pictures instead of one"])
    mime, _, rest = found[0][1:].partition(b"\0")
    kind, picture = rest[:1], rest[1:].partition(b"\0")[2]
    faults = picture_faults(picture, smallest_side=0)
    is_cover = (mime, kind) == (_JPEG_TYPE, _FRONT_COVER)
    faults.require(is_cover, f"it is {mime.decode('latin-1')} of type {kind.hex()}; apps need a JPEG of type 03")
    return faults
