"""Reads the ID3 tag of an MP3 from its bytes, without the library that wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobuild.checking.finding import Faults, Finding, Subject
from audiobuild.checking.picture import picture_faults
from audiobuild.checking.spelling import CHAPTERS_LISTED, chapter_lines
from audiobuild.i18n import N_, _

LARGEST_TAG = 256 * 1024  # bytes: apps read all of it before a chapter shows
LONGEST_ID = 99  # characters of a chapter's id
MOST_CHAPTERS = 255  # what the count in the table of contents can hold
LONGEST_TITLE = 39  # characters: Spotify asks for fewer than 40
ROUNDING = 1  # ms between the end of the last chapter and that of the audio
SHORTEN = N_("shorten the question or heading, or leave it")
RENAME = N_("give the script a title and build the episode again")
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
        raise BrokenTagError(_("there is no ID3 tag at the first byte"))
    if data[3:6] != b"\3\0\0":
        raise BrokenTagError(
            _("version 2.{version} with flags {flags:02x}; apps need 2.3 with flags 00").format(
                version=data[3], flags=data[5]
            )
        )
    if max(data[6:_HEADER], default=255) > 127:
        raise BrokenTagError(_("its size is not written with seven bits a byte"))
    size = _HEADER + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])
    frames = tuple(_walk(data[_HEADER:size]))
    return Tag(size, frames, tuple(_mark(body) for name, body in frames if name == "CHAP"))


def text_of(body: bytes) -> str:
    """The text of a text frame, "" for no bytes. Raises BrokenTagError for an encoding that ID3v2.3 does not have."""
    if not body:
        return ""
    encoding = _ENCODINGS.get(body[0])
    if encoding is None:
        raise BrokenTagError(_("a text has encoding {encoding}, which ID3v2.3 does not have").format(encoding=body[0]))
    try:
        return body[1:].decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenTagError(_("a text is not {encoding}").format(encoding=encoding)) from error


def _walk(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The frames of an ID3v2.3 tag: plain sizes, no flags, nothing between them and nothing after the last."""
    at = 0
    while at < len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8])
        if not re.fullmatch(rb"[A-Z][A-Z0-9]{3}", name):
            raise BrokenTagError(
                _("the {size} bytes from byte {place} on are not a frame (padding?)").format(
                    size=len(data) - at, place=at + _HEADER
                )
            )
        if at + _HEADER + size > len(data):
            raise BrokenTagError(
                _("frame {name} at byte {place} is longer than the tag").format(name=name.decode(), place=at + _HEADER)
            )
        if data[at + 8 : at + _HEADER] != b"\0\0":
            raise BrokenTagError(
                _("frame {name} at byte {place} has flags").format(name=name.decode(), place=at + _HEADER)
            )
        yield name.decode(), data[at + _HEADER : at + _HEADER + size]
        at += _HEADER + size


def _mark(body: bytes) -> ChapterMark:
    name, _unused, rest = body.partition(b"\0")
    if len(rest) < _CHAPTER_TIMES:
        raise BrokenTagError(_("a chapter frame ends before its times"))
    sub_frames = list(_walk(rest[_CHAPTER_TIMES:]))
    titles = [text_of(text) for kind, text in sub_frames if kind == "TIT2"]
    others = [kind for kind, _unused in sub_frames if kind != "TIT2"] + ["TIT2"] * (len(titles) - 1)
    start, end = int.from_bytes(rest[:4]), int.from_bytes(rest[4:8])
    by_time = rest[8:_CHAPTER_TIMES] == b"\xff" * 8
    return ChapterMark(name, start, end, by_time, "".join(titles[:1]), tuple(others))


def check_tag(audio: Subject, tag: Tag, milliseconds: int) -> Iterator[Finding]:
    """Check what apps need of the tag; `milliseconds` is the length of the audio."""
    title, length, marks = tag.text("TIT2"), tag.text("TLEN"), tag.marks
    untitled, wrong_length, no_lyrics = Faults(), Faults(), Faults()
    untitled.require(title.strip(), _("it has no title"))
    stated = _("TLEN is “{length}”, and the audio has {milliseconds} ms").format(
        length=length, milliseconds=milliseconds
    )
    wrong_length.require(length == str(milliseconds), stated)
    no_lyrics.require(tag.all("USLT"), _("it has no plain transcript (USLT)"))
    no_lyrics.require(tag.all("SYLT"), _("it has no timed transcript (SYLT)"))
    yield audio.judge(_("tag"), _frame_faults(tag), _("ID3v2.3 at byte 0, {size} bytes").format(size=tag.size))
    yield audio.judge(_("title"), untitled, title, remedy=RENAME)
    yield audio.judge(_("length in the tag"), wrong_length, _("{length} ms").format(length=length))
    yield audio.judge(
        _("chapters"), _mark_faults(marks), _("{count} in time order, each with a title only").format(count=len(marks))
    )
    yield audio.judge(
        _("chapter times"), _time_faults(marks, milliseconds), _("whole seconds from 0 to the end, no gaps")
    )
    yield audio.judge(_("table of contents"), _contents_faults(tag), _("one, naming every chapter in order"))
    short = _("all under {limit} characters").format(limit=LONGEST_TITLE + 1)
    yield audio.judge(_("short chapter titles"), _long_titles(marks), short, needed=False, remedy=SHORTEN)
    yield audio.judge(_("description"), _description_faults(tag), _("lists the chapters of the tag"))
    yield audio.judge(_("cover"), _cover_faults(tag), _("one JPEG that apps can show"))
    yield audio.judge(_("transcript in the tag"), no_lyrics, _("plain and timed"), needed=False)


def _frame_faults(tag: Tag) -> Faults:
    faults = Faults()
    faults.require(
        tag.size <= LARGEST_TAG,
        _("it has {size} bytes, and apps read at most {limit}").format(size=tag.size, limit=LARGEST_TAG),
    )
    odd = sorted(_DATES_OF_2_4.intersection(name for name, _unused in tag.frames))
    faults.require(not odd, _("it has {frames}, which ID3v2.3 players misread").format(frames=", ".join(odd)))
    return faults


def _mark_faults(marks: Sequence[ChapterMark]) -> Faults:
    starts = [mark.start for mark in marks]
    faults = Faults()
    faults.require(marks, _("there are none"))
    faults.require(len({mark.id for mark in marks}) == len(marks), _("two chapters have the same id"))
    faults.require(starts == sorted(starts), _("they are not in time order"))
    for number, mark in enumerate(marks, 1):
        plain_id = mark.id.isascii() and 0 < len(mark.id) <= LONGEST_ID
        faults.require(plain_id, _("chapter {number} has an id that apps reject").format(number=number))
        faults.require(mark.title.strip("\0 "), _("chapter {number} has no title").format(number=number))
        faults.require(
            not mark.others,
            _("chapter {number} has more than a title: {others}").format(number=number, others=", ".join(mark.others)),
        )
        faults.require(mark.by_time, _("chapter {number} is placed by byte offsets").format(number=number))
        faults.require(
            not mark.title.endswith("\0"), _("chapter {number} has a NUL after its title").format(number=number)
        )
    return faults


def _time_faults(marks: Sequence[ChapterMark], milliseconds: int) -> Faults:
    faults = Faults()
    expected = 0  # ms: the end of the chapter before
    for number, mark in enumerate(marks, 1):
        faults.require(
            mark.start % 1000 == 0,
            _("chapter {number} starts at {start} ms, not on a whole second").format(number=number, start=mark.start),
        )
        faults.require(mark.end > mark.start, _("chapter {number} ends before it starts").format(number=number))
        faults.require(
            mark.start == expected,
            _("chapter {number} starts at {start} ms instead of {expected} ms").format(
                number=number, start=mark.start, expected=expected
            ),
        )
        expected = mark.end
    at_end = not marks or abs(expected - milliseconds) <= ROUNDING
    faults.require(
        at_end,
        _("the last chapter ends at {expected} ms, and the audio at {milliseconds} ms").format(
            expected=expected, milliseconds=milliseconds
        ),
    )
    return faults


def _contents_faults(tag: Tag) -> Faults:
    found = tag.all("CTOC")
    if len(found) != 1:
        return Faults([_("there are {count} instead of one").format(count=len(found))])
    name, _unused, rest = found[0].partition(b"\0")
    children = rest[2:].split(b"\0")[: int.from_bytes(rest[1:2])]
    faults = Faults()
    faults.require(name and rest[:1] == _ORDERED_AND_FIRST, _("it is not marked as ordered and top-level"))
    faults.require(children == [mark.id for mark in tag.marks], _("it does not name every chapter in order"))
    faults.require(
        len(children) <= MOST_CHAPTERS,
        _("it names {count} chapters; {limit} are allowed").format(count=len(children), limit=MOST_CHAPTERS),
    )
    return faults


def _long_titles(marks: Sequence[ChapterMark]) -> Faults:
    long = [mark.title for mark in marks if len(mark.title) > LONGEST_TITLE]
    return Faults(_("“{title}” has {count} characters").format(title=title, count=len(title)) for title in long)


def _description_faults(tag: Tag) -> Faults:
    listed, wanted = chapter_lines(tag.long_text("COMM")), tag.chapters
    faults = Faults()
    faults.require(listed == wanted[: len(listed)], _("its list of chapters differs from the tag's"))
    enough = len(listed) >= min(CHAPTERS_LISTED, len(wanted))
    faults.require(enough, _("it lists {count} of {total} chapters").format(count=len(listed), total=len(wanted)))
    return faults


def _cover_faults(tag: Tag) -> Faults:
    found = tag.all("APIC")
    if len(found) != 1:
        return Faults([_("there are {count} pictures instead of one").format(count=len(found))])
    mime, _unused, rest = found[0][1:].partition(b"\0")
    kind, picture = rest[:1], rest[1:].partition(b"\0")[2]
    faults = picture_faults(picture, smallest_side=0)
    is_cover = (mime, kind) == (_JPEG_TYPE, _FRONT_COVER)
    faults.require(
        is_cover,
        _("it is {mime} of type {type}; apps need a JPEG of type 03").format(
            mime=mime.decode("latin-1"), type=kind.hex()
        ),
    )
    return faults
