"""Writes the ID3v2.3 tag of an episode: titles, chapters, lyrics and cover, to be put at byte 0 of the MP3.

Version 2.3, because the most used readers take the sizes of frames inside a chapter as plain integers, which version
2.4 does not write: they lose every chapter of 128 bytes or more. Frames have a fixed order with chapters by time,
because several tools list chapters in the order of the file.
"""

# mypy: allow-untyped-calls
# (mutagen says that it is typed, but its frames are not.)

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    SYLT,
    TALB,
    TCON,
    TIT2,
    TLAN,
    TLEN,
    TPE1,
    TYER,
    USLT,
    CTOCFlags,
    Encoding,
    Frame,
    PictureType,
)

from audiobuild.errors import OutputError
from audiobuild.i18n import _
from audiobuild.model import Chapter, Cue, TagContents
from audiobuild.plaintext import clean_line

MOST_CHAPTERS = 255
"""A table of contents counts its entries in one byte."""
LARGEST_TAG = 256 * 1024
"""Bytes: players read the whole tag before they show a chapter, also when streaming."""

_VERSION = b"ID3\3\0\0"
_HEADER = 10
_ORDER = ("TIT2", "TPE1", "TALB", "TYER", "TLEN", "TCON", "TLAN", "COMM", "CTOC", "CHAP", "USLT", "SYLT", "APIC")
_UTF16 = Encoding.UTF16
_END = "\0"
"""Ends a comment and lyrics: without it ExifTool up to 12.57 shows the description of a text for the text."""
_NO_OFFSET = 0xFFFFFFFF
"""Says that a chapter is found by its time and not by a byte position."""


# The languages that the engines speak; Chinese languages count as Chinese, as ISO 639-2 has no code for them.
_LANGUAGES = """
af:afr am:amh ar:ara az:aze bg:bul bn:ben bs:bos ca:cat cmn:zho cs:ces cy:cym da:dan de:deu el:ell en:eng
es:spa et:est eu:eus fa:fas fi:fin fil:fil fr:fra ga:gle gl:glg gu:guj hak:zho he:heb hi:hin hr:hrv hu:hun
hy:hye id:ind is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kk:kaz km:khm kn:kan ko:kor lo:lao lt:lit lv:lav
mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya nan:zho nb:nob ne:nep nl:nld nn:nno no:nor pa:pan pl:pol
ps:pus pt:por ro:ron ru:rus si:sin sk:slk sl:slv so:som sq:sqi sr:srp su:sun sv:swe sw:swa ta:tam te:tel
th:tha tr:tur uk:ukr ur:urd uz:uzb vi:vie wuu:zho yue:zho zh:zho zu:zul
"""
_ISO_639_2 = dict(pair.split(":") for pair in _LANGUAGES.split())


def id3(episode: TagContents) -> bytes:
    """The whole tag, without padding; the cues become the lyrics, first without times, then with them.

    Lyrics that would take the tag over 256 KB are left out, those with times first. Raises OutputError when there are
    more than 255 chapters or when the tag is too large without lyrics.
    """
    if len(episode.timeline.chapters) > MOST_CHAPTERS:
        raise OutputError(
            _("{title}: {count} chapters, and a tag holds {limit}; merge chapters or split the episode.").format(
                title=episode.title, count=len(episode.timeline.chapters), limit=MOST_CHAPTERS
            )
        )
    frames = _serialised([*_text_frames(episode), *_chapter_frames(episode), *_cover_frames(episode)])
    for lyrics in _lyrics(episode):
        more = [*frames, *_serialised(lyrics)]
        if _size(more) > LARGEST_TAG:
            break
        frames = more
    if (size := _size(frames)) > LARGEST_TAG:
        raise OutputError(
            _(
                "{title}: the tag has {size} bytes and players read {limit}; use a smaller cover or "
                "a shorter description."
            ).format(title=episode.title, size=size, limit=LARGEST_TAG)
        )
    ordered = sorted(frames, key=_place)  # mutagen alone would order chapters by their size in bytes
    body = b"".join(ordered)
    return _VERSION + _sync_safe(len(body)) + body


def _size(frames: Sequence[bytes]) -> int:
    """The bytes of a tag of these frames."""
    return _HEADER + sum(map(len, frames))


def iso_639_2(language: str) -> str:
    """The three-letter code that ID3 asks for, from a BCP 47 tag: "zh-CN" is "zho"; "und" when it is not known."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    return _ISO_639_2.get(primary, primary if primary in _ISO_639_2.values() else "und")


def _text_frames(episode: TagContents) -> list[Frame]:
    """The text frames and the description as the comment; mutagen leaves out those that would be empty."""
    language = iso_639_2(episode.language)
    artists = dict.fromkeys(filter(None, map(clean_line, (episode.author, *episode.guests))))
    texts = [
        (TIT2, clean_line(episode.title)),
        # Version 2.3 puts "/" between artists, so a name must not contain one.
        (TPE1, "/".join(name.replace("/", "／") for name in artists) or clean_line(episode.show)),
        (TALB, clean_line(episode.show)),
        (TYER, "" if episode.year is None else f"{episode.year:04d}"),
        (TLEN, str(_milliseconds(episode.timeline.length, episode.timeline.rate))),
        (TCON, "Podcast"),
        (TLAN, language),
    ]
    description = "\n".join(map(clean_line, episode.description.splitlines())).strip()
    comment = COMM(encoding=_UTF16, lang=language, desc="", text=[description and description + _END])
    return [*(kind(encoding=_UTF16, text=[text]) for kind, text in texts), comment]


def _chapter_frames(episode: TagContents) -> list[Frame]:
    """One table of contents that names every chapter, then the chapters by start; nothing without chapters."""
    chapters = {f"ch{n:03d}": chapter for n, chapter in enumerate(episode.timeline.chapters, 1)}
    if not chapters:
        return []
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    contents = CTOC(element_id="toc", flags=flags, child_element_ids=list(chapters), sub_frames=[])
    return [contents, *(_chapter_frame(name, chapter, episode.timeline.rate) for name, chapter in chapters.items())]


def _chapter_frame(name: str, chapter: Chapter, rate: int) -> Frame:
    """A chapter with its title, or with its number when nothing of the title can be shown."""
    title = clean_line(chapter.title) or name.removeprefix("ch").lstrip("0")
    return CHAP(
        element_id=name,
        start_time=_milliseconds(chapter.start, rate),
        end_time=_milliseconds(chapter.end, rate),
        start_offset=_NO_OFFSET,
        end_offset=_NO_OFFSET,
        sub_frames=[TIT2(encoding=_UTF16, text=[title])],
    )


def _lyrics(episode: TagContents) -> Iterator[list[Frame]]:
    """The words without times, then with them; a generator, because those of ten hours do not fit into a tag."""
    cues, language = episode.timeline.cues, iso_639_2(episode.language)
    yield _plain_lyrics(cues, language)
    yield _timed_lyrics(cues, language, episode.timeline.rate)


def _plain_lyrics(cues: Sequence[Cue], language: str) -> list[Frame]:
    """The words, a sentence a line, an empty line where the speaker changes."""
    speeches = ("\n".join(clean_line(cue.text) for cue in group) for _, group in groupby(cues, lambda cue: cue.speaker))
    text = "\n\n".join(speeches)
    return [USLT(encoding=_UTF16, lang=language, desc="", text=text + _END)] if text else []


def _timed_lyrics(cues: Sequence[Cue], language: str, rate: int) -> list[Frame]:
    """The words with their starts in milliseconds (format 2) as lyrics (type 1)."""
    text = [(clean_line(cue.text), _milliseconds(cue.start, rate)) for cue in cues]
    return [SYLT(encoding=_UTF16, lang=language, format=2, type=1, desc="", text=text)] if text else []


def _cover_frames(episode: TagContents) -> list[Frame]:
    if not episode.cover:
        return []
    kind = PictureType.COVER_FRONT
    return [APIC(encoding=Encoding.LATIN1, mime="image/jpeg", type=kind, desc="", data=episode.cover)]


def _serialised(frames: Sequence[Frame]) -> list[bytes]:
    """The bytes of each frame, in mutagen's order."""
    tag = ID3()
    for frame in frames:
        tag.add(frame)
    tag.update_to_v23()
    file = io.BytesIO()
    tag.save(file, v2_version=3, v1=0, padding=lambda info: 0)
    return list(map(_unterminated, _frames(file.getvalue())))


def _frames(tag: bytes) -> Iterator[bytes]:
    """The frames of a v2.3 tag, each with its header: four letters, a plain 32-bit size, two bytes of flags."""
    position = _HEADER
    while position < len(tag):
        end = position + _HEADER + int.from_bytes(tag[position + 4 : position + 8])
        yield tag[position:end]
        position = end


def _place(frame: bytes) -> tuple[int, bytes]:
    """The sort key of a frame: its kind, and for a chapter its name, which is numbered by time."""
    kind = frame[:4].decode("ascii")
    return _ORDER.index(kind), frame[_HEADER : frame.index(0, _HEADER)] if kind == "CHAP" else b""


def _unterminated(frame: bytes) -> bytes:
    """The frame without the NUL after its text, which mutagen writes and Pocket Casts on iOS shows as text."""
    kind, body = frame[:4], frame[_HEADER:]
    if kind == b"CHAP":
        title = body.index(0) + 17
        body = body[:title] + _unterminated(body[title:])
    elif kind[:1] == b"T" or kind in (b"COMM", b"USLT"):
        body = body.removesuffix(b"\0\0")
    return kind + len(body).to_bytes(4) + frame[8:_HEADER] + body


def _sync_safe(size: int) -> bytes:
    """The size of a tag: seven bits a byte."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _milliseconds(samples: int, rate: int) -> int:
    """Samples as the nearest whole millisecond."""
    return (samples * 1000 + rate // 2) // rate
