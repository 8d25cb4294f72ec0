"""Walks the ID3 tag of an MP3 as a stranger: bytes, without the library that wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobuild.checking.finding import Finding, judged
from audiobuild.checking.picture import picture_faults
from audiobuild.regex import lazy

LARGEST_TAG = 256 * 1024  # bytes: apps read all of it before a chapter shows
LONGEST_ID, MOST_CHAPTERS = 99, 255
LONGEST_TITLE = 39  # characters: Spotify asks for fewer than 40
_HEADER = 10
_ENCODINGS = {0: "latin-1", 1: "utf-16"}
_LINE = lazy(r"^(\d{2}):(\d{2}):(\d{2}) (.*)$", re.MULTILINE)


class BrokenTagError(ValueError):
    """The tag cannot be walked; the message says where it breaks."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A CHAP frame: its id, start and end in ms, whether byte offsets are unused, its title and other sub-frames."""

    id: bytes
    start: int
    end: int
    by_time: bool
    title: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that could be walked: its size in bytes with the header, its frames in order, its chapters in order."""

    size: int
    frames: tuple[tuple[str, bytes], ...]
    marks: tuple[Mark, ...]

    def all(self, kind: str) -> list[bytes]:
        """The bodies of the frames of one kind."""
        return [body for name, body in self.frames if name == kind]

    def text(self, kind: str) -> str:
        """The text of the first frame of a kind, "" when there is none."""
        return text_of(next(iter(self.all(kind)), b"\0"))

    def told(self, kind: str) -> str:
        """The text of the first comment or lyrics: behind the language and a short name; "" when there is none."""
        body = next(iter(self.all(kind)), b"")
        both = text_of(body[:1] + body[4:]) if body else ""
        return both.partition("\0")[2].removeprefix("\ufeff")


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
    """The text of a text frame. Raises BrokenTagError for an encoding that version 2.3 does not have."""
    encoding = _ENCODINGS.get(body[0]) if body else "latin-1"
    if encoding is None:
        raise BrokenTagError(f"a text has encoding {body[0]}, which version 2.3 does not have")
    try:
        return body[1:].decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenTagError(f"a text is not {encoding}") from error


def _walk(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Frames of version 2.3: plain sizes, no flags, nothing between them and nothing behind the last."""
    at = 0
    while at < len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8])
        if not re.fullmatch(rb"[A-Z][A-Z0-9]{3}", name):
            raise BrokenTagError(f"{len(data) - at} bytes from byte {at + _HEADER} on are no frame (padding?)")
        if at + _HEADER + size > len(data):
            raise BrokenTagError(f"frame {name.decode()} at byte {at + _HEADER} reaches beyond the tag")
        if data[at + 8 : at + _HEADER] != b"\0\0":
            raise BrokenTagError(f"frame {name.decode()} at byte {at + _HEADER} has flags")
        yield name.decode(), data[at + _HEADER : at + _HEADER + size]
        at += _HEADER + size


def _mark(body: bytes) -> Mark:
    name, _, rest = body.partition(b"\0")
    if len(rest) < 16:
        raise BrokenTagError("a chapter is shorter than its times")
    inside = list(_walk(rest[16:]))
    titles = [text_of(text) for kind, text in inside if kind == "TIT2"]
    others = tuple(kind for kind, _ in inside if kind != "TIT2")
    by_time = rest[8:16] == b"\xff" * 8
    start, end = int.from_bytes(rest[:4]), int.from_bytes(rest[4:8])
    return Mark(name, start, end, by_time, titles[0] if titles else "", others + ("TIT2",) * (len(titles) - 1))


def check_tag(file: str, tag: Tag, milliseconds: int) -> Iterator[Finding]:
    """What apps need of the tag of an episode of so many milliseconds."""
    yield judged(file, "tag", _frame_faults(tag), f"ID3v2.3 at byte 0, {tag.size} bytes")
    yield judged(file, "title", [] if tag.text("TIT2").strip() else ["it has no title"], tag.text("TIT2"))
    told = tag.text("TLEN")
    wrong = [] if told == str(milliseconds) else [f"TLEN says {told or 'nothing'} and the sound has {milliseconds} ms"]
    yield judged(file, "length in the tag", wrong, f"{told} ms")
    spans = [(mark.start, mark.end) for mark in tag.marks]
    yield judged(file, "chapters", _mark_faults(tag.marks), f"{len(spans)} in time order, each with a title only")
    yield judged(file, "chapter times", _time_faults(spans, milliseconds), "whole seconds from 0 to the end, no gaps")
    yield judged(file, "table of contents", _contents_faults(tag), "one, naming every chapter in order")
    long = [f"“{mark.title}” has {len(mark.title)} characters" for mark in tag.marks if len(mark.title) > LONGEST_TITLE]
    yield judged(file, "short chapter titles", long, f"all under {LONGEST_TITLE + 1} characters", needed=False)
    yield judged(file, "description", _description_faults(tag), "lists the chapters as the tag has them")
    yield judged(file, "cover", _cover_faults(tag), "one JPEG for apps")
    lyrics = [f"no {kind}" for kind in ("USLT", "SYLT") if not tag.all(kind)]
    yield judged(file, "transcript in the tag", lyrics, "plain and with times", needed=False)


def _frame_faults(tag: Tag) -> Iterator[str]:
    if tag.size > LARGEST_TAG:
        yield f"{tag.size} bytes, and apps read at most {LARGEST_TAG}"
    odd = {name for name, _ in tag.frames} & {"TDRC", "TDAT", "TIME"}
    if odd:
        yield f"{', '.join(sorted(odd))}, which players of version 2.3 misread"


def _mark_faults(marks: Sequence[Mark]) -> Iterator[str]:
    if not marks:
        yield "there are none"
    if len({mark.id for mark in marks}) < len(marks):
        yield "two have the same id"
    if [mark.start for mark in marks] != sorted(mark.start for mark in marks):
        yield "they do not stand in the order of time"
    for number, mark in enumerate(marks, 1):
        if not mark.id or not mark.id.isascii() or len(mark.id) > LONGEST_ID:
            yield f"chapter {number} has an id that apps drop"
        if not mark.title.strip("\0 "):
            yield f"chapter {number} has no title"
        if mark.others or not mark.by_time or mark.title != mark.title.rstrip("\0"):
            yield f"chapter {number} has more than a title, byte offsets, or a NUL behind its title"


def _time_faults(spans: Sequence[tuple[int, int]], milliseconds: int) -> Iterator[str]:
    for number, (start, end) in enumerate(spans, 1):
        if start % 1000:
            yield f"chapter {number} starts at {start} ms, which is no whole second"
        if end <= start:
            yield f"chapter {number} ends before it starts"
        before = spans[number - 2][1] if number > 1 else 0
        if start != before:
            yield f"chapter {number} starts at {start} ms, not at {before}"
    if spans and abs(spans[-1][1] - milliseconds) > 1:
        yield f"the last ends at {spans[-1][1]} ms, and the sound at {milliseconds}"


def _contents_faults(tag: Tag) -> Iterator[str]:
    found = tag.all("CTOC")
    if len(found) != 1:
        yield f"there are {len(found)}"
        return
    name, _, rest = found[0].partition(b"\0")
    children = rest[2:].split(b"\0")[: rest[1]] if len(rest) > 1 else []
    if not name or rest[:1] != b"\3":
        yield "it is not marked as ordered and as the first"
    if children != [mark.id for mark in tag.marks] or len(children) > MOST_CHAPTERS:
        yield f"it names {len(children)} chapters of {len(tag.marks)}, or not in order"


def _description_faults(tag: Tag) -> Iterator[str]:
    text = tag.told("COMM")
    listed = [(3600 * int(h) + 60 * int(m) + int(s), title) for h, m, s, title in _LINE.findall(text)]
    wanted = [(mark.start // 1000, mark.title) for mark in tag.marks]
    if listed != wanted[: len(listed)]:
        yield "its list of chapters is not the tag's"
    elif len(listed) < min(3, len(wanted)):
        yield f"it lists {len(listed)} chapters"


def _cover_faults(tag: Tag) -> Iterator[str]:
    found = tag.all("APIC")
    if len(found) != 1:
        yield f"there are {len(found)} pictures"
        return
    mime, _, rest = found[0][1:].partition(b"\0")
    picture = rest[1:].partition(b"\0")[2]
    if mime != b"image/jpeg" or rest[:1] != b"\3":
        yield f"it is {mime.decode('latin-1')} of type {rest[:1].hex()}; apps want a JPEG of type 03"
    yield from picture_faults(picture, needed_side=0)
