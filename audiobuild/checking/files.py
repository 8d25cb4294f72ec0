"""Chooses the checks for each kind of file, and compares the files that belong to one episode."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from audiobuild.checking.finding import Faults, Finding, Subject
from audiobuild.checking.page import check_page
from audiobuild.checking.picture import picture_faults
from audiobuild.checking.rss import Enclosed, check_feed, enclosed, read_feed, show_cover_of
from audiobuild.checking.sound import BrokenSoundError, Frames, check_frames, check_sound, walk_frames
from audiobuild.checking.spelling import CHAPTERS_LISTED
from audiobuild.checking.tag import BrokenTagError, Tag, check_tag, read_tag
from audiobuild.checking.texts import (
    Caption,
    check_captions,
    check_chapters,
    check_colons,
    read_chapters,
    read_srt,
    read_vtt,
)
from audiobuild.errors import AudioError, ConfigError
from audiobuild.i18n import N_, _
from audiobuild.storage.files import reason

BUILD = N_("build the episode again")
PUBLISH = N_("publish again")
MAKE_READABLE = N_("make the file readable")
NEW_COVER = N_("set cover in audiobuild.toml to a square RGB picture of 1400 to 3000 pixels")
CHAPTERS = ".chapters.json"
_WRITTEN_OTHERWISE = str.maketrans("：＜＞｛｝", ":<>{}")  # what SubRip transcripts have for signs that apps interpret


def check_files(paths: Iterable[Path]) -> list[Finding]:
    """Check files, and in folders every file of a known kind. Raises ConfigError when there is nothing to check."""
    return [finding for path in _files(paths) for finding in _check_file(path)]


def check_episode(audio: Path) -> list[Finding]:
    """Check an MP3, and the transcripts and chapters of the same name in its folder."""
    others = (audio.with_suffix(ending) for ending in (".vtt", ".srt", CHAPTERS))
    return check_files([audio, *filter(Path.is_file, others)])


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _checkable(path)
        elif not path.is_file():
            raise ConfigError(
                _("{path}: there is no such file or folder; build first, or name a file or folder.").format(path=path)
            )
        elif _checker(path) is None:
            raise ConfigError(_("{path}: only {kinds} can be checked.").format(path=path, kinds=", ".join(_CHECKERS)))
        else:
            yield path


def _checkable(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.is_file() and _checker(path))
    if not found:
        raise ConfigError(_("{folder}: nothing here can be checked; build or publish first.").format(folder=folder))
    return found


def _checker(path: Path) -> Callable[[Path], Iterator[Finding]] | None:
    name = path.name.lower()
    endings = [ending for ending in _CHECKERS if name.endswith(ending)]
    return _CHECKERS[endings[0]] if endings and not name.startswith(".") else None


def _check_file(path: Path) -> Iterator[Finding]:
    checker = _checker(path)
    if checker is None:
        return
    try:
        yield from checker(path)
    except OSError as error:
        yield Subject(str(path), MAKE_READABLE).fail(
            _("readable"), _("it cannot be read: {reason}").format(reason=reason(error))
        )
    except UnicodeDecodeError as error:
        fault = _("it is not UTF-8 ({reason} at byte {start})").format(reason=error.reason, start=error.start)
        yield Subject(str(path), BUILD).fail(_("encoding"), fault)


# ---------------------------------------------------------------------------------------------------------- an episode


def _check_audio(path: Path) -> Iterator[Finding]:
    audio, data = Subject(str(path), BUILD), path.read_bytes()
    try:
        tag, frames = _read_audio(data)
    except BrokenTagError as error:
        yield audio.fail(_("tag"), str(error))
        return
    except BrokenSoundError as error:
        yield audio.fail(_("frames"), str(error))
        return
    yield from check_tag(audio, tag, frames.milliseconds)
    yield from check_frames(audio, frames)
    try:
        yield from check_sound(audio, data, frames, [mark.start for mark in tag.marks])
    except AudioError as error:
        yield audio.fail(_("sound"), str(error))


def _read_audio(data: bytes) -> tuple[Tag, Frames]:
    tag = read_tag(data)
    return tag, walk_frames(data, tag.size)


def _audio_of(path: Path) -> tuple[Tag, Frames] | None:
    """The MP3 at `path`, if there is one that can be read."""
    try:
        return _read_audio(path.read_bytes())
    except (OSError, BrokenTagError, BrokenSoundError):
        return None


def _check_vtt(path: Path) -> Iterator[Finding]:
    cues, faults = read_vtt(path.read_bytes().decode())
    yield from _check_captions(path, cues, faults)


def _check_srt(path: Path) -> Iterator[Finding]:
    cues, faults = read_srt(path.read_bytes().decode())
    yield from _check_captions(path, cues, faults)
    yield check_colons(Subject(str(path), BUILD), cues)


def _check_captions(path: Path, cues: list[Caption], faults: Faults) -> Iterator[Finding]:
    transcript = Subject(str(path), BUILD)
    audio = _audio_of(path.with_suffix(".mp3"))
    yield from check_captions(transcript, cues, faults, audio[1].milliseconds if audio else None)
    spoken = _spoken_text(path.with_suffix(".json"))
    if spoken is not None:
        same = Faults()
        same.require(_text_of(cues) == spoken, _("the words differ from those that were spoken"))
        yield transcript.judge(_("words"), same, _("all {count} characters of the script").format(count=len(spoken)))


def _spoken_text(record: Path) -> str | None:
    """What was spoken according to the build record of an episode, None without a readable record."""
    try:
        return _characters("".join(str(line["text"]) for line in json.loads(record.read_bytes())["lines"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _text_of(cues: Iterable[Caption]) -> str:
    return _characters("".join(cue.text for cue in cues))


def _characters(text: str) -> str:
    """The text without what formats may change: white space, invisible characters, signs replaced in SubRip."""
    shown = filter(str.isprintable, text.translate(_WRITTEN_OTHERWISE))
    return "".join("".join(shown).split())


def _check_chapters(path: Path) -> Iterator[Finding]:
    listed, faults = read_chapters(path.read_bytes().decode())
    audio = _audio_of(path.with_name(path.name.removesuffix(CHAPTERS) + ".mp3"))
    yield from check_chapters(Subject(str(path), BUILD), listed, faults, audio[0].chapters if audio else None)


# -------------------------------------------------------------------------------------------------- a published folder


def check_published(path: Path, recordings: Collection[str]) -> list[Finding]:
    """Check a feed, and that the files it names are there; of recordings only those named are opened and compared."""
    return list(_check_feed(path, recordings))


def _check_feed(path: Path, recordings: Collection[str] | None = None) -> Iterator[Finding]:
    feed, folder = Subject(str(path), PUBLISH), path.parent
    try:
        channel = read_feed(path.read_bytes())
    except (ET.ParseError, ValueError, LookupError) as error:
        yield feed.fail(_("well-formed"), str(error))
        return
    yield feed.judge(_("well-formed"), Faults(), _("XML, RSS 2.0"))
    yield from check_feed(feed, channel, folder)
    for number, each in enumerate(enclosed(channel, folder), 1):
        if recordings is None or (each.audio and each.audio.name in recordings):
            yield from _check_enclosed(feed, _("item {number}").format(number=number), each)
    cover = show_cover_of(channel, folder)
    if cover:
        square = _("square RGB of 1400 to 3000 pixels")
        yield feed.judge(_("cover of the show"), picture_faults(cover.read_bytes()), square, remedy=NEW_COVER)


def _check_enclosed(feed: Subject, item: str, each: Enclosed) -> Iterator[Finding]:
    """Check that the files of one item belong together; each file alone is checked under its own name."""
    audio = _audio_of(each.audio) if each.audio else None
    if audio is None:
        return
    tag, frames = audio
    yield feed.judge(
        _("{item}, chapters").format(item=item), _chapter_differences(tag, each), _("tag = JSON = description")
    )
    if each.transcript:
        cues, _unused = read_vtt(each.transcript.read_bytes().decode())
        fine = _("the words of the tag, inside the audio")
        yield feed.judge(_("{item}, transcript").format(item=item), _transcript_differences(cues, tag, frames), fine)


def _chapter_differences(tag: Tag, each: Enclosed) -> Faults:
    in_tag, in_description = tag.chapters, list(each.listed)
    faults = Faults()
    if each.chapters:
        in_json, _unused = read_chapters(each.chapters.read_bytes().decode())
        faults.require(in_json == in_tag, _("the chapters JSON has other chapters than the tag"))
    same = in_description == in_tag[: len(in_description)] and len(in_description) >= min(CHAPTERS_LISTED, len(in_tag))
    faults.require(same, _("the description lists other chapters than the tag"))
    return faults


def _transcript_differences(cues: Iterable[Caption], tag: Tag, frames: Frames) -> Faults:
    spoken = _characters(tag.long_text("USLT"))
    end = max((cue.end for cue in cues), default=0)
    faults = Faults()
    faults.require(not spoken or _text_of(cues) == spoken, _("its words differ from those in the tag of the MP3"))
    faults.require(end <= frames.milliseconds, _("it ends after the audio"))
    return faults


def _check_page(path: Path) -> Iterator[Finding]:
    yield from check_page(Subject(str(path), PUBLISH), path.read_bytes().decode(), path.parent)


_CHECKERS: dict[str, Callable[[Path], Iterator[Finding]]] = {  # by the end of the file's name
    ".mp3": _check_audio,
    ".vtt": _check_vtt,
    ".srt": _check_srt,
    CHAPTERS: _check_chapters,
    ".xml": _check_feed,
    ".html": _check_page,
}
