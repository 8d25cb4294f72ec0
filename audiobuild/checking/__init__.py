"""Opens what was built as a stranger would, and lists each requirement with what was found.

Nothing that writes episodes takes part: tags, frames, transcripts and feeds are read from their bytes. Loudness and
silence are measured by the meter that the conductor uses, which is tested against another one.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from audiobuild.checking.finding import Finding, judged
from audiobuild.checking.page import check_page
from audiobuild.checking.picture import picture_faults
from audiobuild.checking.rss import Enclosed, check_feed, enclosed, read_feed
from audiobuild.checking.sound import BrokenSoundError, Frames, check_frames, check_sound, walk_frames
from audiobuild.checking.tag import BrokenTagError, Tag, check_tag, read_tag
from audiobuild.checking.texts import Caption, check_captions, check_chapters, read_chapters, read_srt, read_vtt
from audiobuild.errors import AudioError, ConfigError
from audiobuild.storage.files import reason

__all__ = ["Finding", "check", "check_episode"]

FEED = "feed.xml"
_READABLE = (".mp3", ".vtt", ".srt", ".chapters.json", ".xml", ".html")


def check(paths: Iterable[Path]) -> list[Finding]:
    """Look at files, and at every file that can be checked in folders. Raises ConfigError for what is not there."""
    return [finding for path in _files(paths) for finding in _check_file(path)]


def check_episode(audio: Path) -> list[Finding]:
    """Look at an MP3 and at the transcripts and chapters of the same name beside it."""
    beside = (audio.with_suffix(ending) for ending in (".vtt", ".srt", ".chapters.json"))
    return check([audio, *filter(Path.is_file, beside)])


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.is_file() and _checker(each))
            if not inside:
                raise ConfigError(f"{path}: nothing here can be checked; build or publish first.")
            yield from inside
        elif not path.is_file():
            raise ConfigError(f"{path}: there is no such file; name an episode, a transcript, a feed or a folder.")
        elif not _checker(path):
            raise ConfigError(f"{path}: only {', '.join(_READABLE)} can be checked.")
        else:
            yield path


def _checker(path: Path) -> Callable[[Path], Iterator[Finding]] | None:
    name = path.name.lower()
    if name.startswith("."):
        return None
    checkers = (_audio, _vtt, _srt, _chapters, _feed, _page)
    return next((check for ending, check in zip(_READABLE, checkers, strict=True) if name.endswith(ending)), None)


def _check_file(path: Path) -> Iterator[Finding]:
    checker = _checker(path)
    try:
        yield from checker(path) if checker else ()
    except OSError as error:
        yield Finding(str(path), "readable", False, reason(error))
    except UnicodeDecodeError as error:
        yield Finding(str(path), "encoding", False, f"it is not UTF-8 ({error.reason} at byte {error.start})")


def _audio(path: Path) -> Iterator[Finding]:
    file, data = str(path), path.read_bytes()
    try:
        tag, frames = _parsed(data)
    except BrokenTagError as error:
        yield Finding(file, "tag", False, str(error))
        return
    except BrokenSoundError as error:
        yield Finding(file, "frames", False, str(error))
        return
    yield from check_tag(file, tag, _milliseconds(frames))
    yield from check_frames(file, frames)
    try:
        yield from check_sound(file, data, frames, [mark.start for mark in tag.marks])
    except AudioError as error:
        yield Finding(file, "sound", False, str(error))


def _parsed(data: bytes) -> tuple[Tag, Frames]:
    tag = read_tag(data)
    return tag, walk_frames(data, tag.size)


def _milliseconds(frames: Frames) -> int:
    return (frames.samples * 1000 + frames.rate // 2) // frames.rate


def _beside(path: Path, audio: Path | None = None) -> tuple[Tag, Frames] | None:
    """The MP3 that a file belongs to, when it lies beside it and can be read."""
    audio = audio or path.parent / f"{path.name.removesuffix('.chapters.json').removesuffix(path.suffix)}.mp3"
    try:
        return _parsed(audio.read_bytes())
    except (OSError, BrokenTagError, BrokenSoundError):
        return None


def _vtt(path: Path) -> Iterator[Finding]:
    yield from _captions(path, *read_vtt(path.read_bytes().decode()))


def _srt(path: Path) -> Iterator[Finding]:
    cues, faults = read_srt(path.read_bytes().decode())
    yield from _captions(path, cues, faults)
    colons = [f"cue {number} has a colon" for number, cue in enumerate(cues, 1) if ":" in cue.text]
    yield judged(str(path), "no colons", colons, "none, at which apps would cut the text")


def _captions(path: Path, cues: list[Caption], faults: list[str]) -> Iterator[Finding]:
    found = _beside(path)
    yield from check_captions(str(path), cues, faults, _milliseconds(found[1]) if found else None)
    script = _script(path.with_suffix(".json"))
    if script is not None:
        same = _letters("".join(cue.text for cue in cues)) == _letters(script)
        other = [] if same else ["the words are not those of the script as it was built"]
        yield judged(str(path), "words", other, f"all {len(_letters(script))} characters of the script")


def _script(record: Path) -> str | None:
    """What was spoken, as the build record beside an episode has it."""
    try:
        return "".join(str(line["text"]) for line in json.loads(record.read_bytes())["lines"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _letters(text: str) -> str:
    """The text without what formats may change: blanks, invisible marks, and signs that SubRip takes for markup."""
    shown = text.translate(str.maketrans("：＜＞｛｝", ":<>{}"))
    return "".join(letter for letter in shown if letter.isprintable() and not letter.isspace())


def _chapters(path: Path) -> Iterator[Finding]:
    listed, faults = read_chapters(path.read_bytes().decode())
    found = _beside(path)
    yield from check_chapters(str(path), listed, faults, _of_tag(found[0]) if found else None)


def _of_tag(tag: Tag) -> list[tuple[float, str]]:
    return [(mark.start // 1000, mark.title) for mark in tag.marks]


def _feed(path: Path) -> Iterator[Finding]:
    file = str(path)
    try:
        channel = read_feed(path.read_bytes())
    except (ET.ParseError, ValueError, LookupError) as error:
        yield Finding(file, "well-formed", False, str(error))
        return
    yield Finding(file, "well-formed", True, "XML, RSS 2.0")
    yield from check_feed(file, channel, path.parent)
    for number, each in enumerate(enclosed(channel, path.parent), 1):
        found = _beside(path, each.audio) if each.audio else None
        if found:
            yield from _enclosed(file, f"item {number}", each, *found)
    image = channel.find("{http://www.itunes.com/dtds/podcast-1.0.dtd}image")
    cover = path.parent / (image.get("href", "") if image is not None else "").rpartition("/")[2]
    if cover.is_file():
        yield judged(file, "cover of the show", picture_faults(cover.read_bytes()), "square RGB of 1400 to 3000 pixels")


def _enclosed(file: str, item: str, each: Enclosed, tag: Tag, frames: Frames) -> Iterator[Finding]:
    """Whether what an item names belongs together; each file alone is looked at by its own check."""
    told = read_chapters(each.chapters.read_bytes().decode())[0] if each.chapters else None
    differences = _differences(_of_tag(tag), told, each.listed)
    yield judged(file, f"{item}, chapters", differences, "tag = JSON = description")
    if each.transcript:
        cues, _ = read_vtt(each.transcript.read_bytes().decode())
        yield judged(file, f"{item}, transcript", _foreign(cues, tag, frames), "the words of the tag, inside the audio")


def _foreign(cues: list[Caption], tag: Tag, frames: Frames) -> Iterator[str]:
    said = _letters(tag.told("USLT"))
    if said and _letters("".join(cue.text for cue in cues)) != said:
        yield "its words are not those in the tag of the MP3"
    if any(cue.end > _milliseconds(frames) for cue in cues):
        yield "it goes on after the audio"


def _page(path: Path) -> Iterator[Finding]:
    yield from check_page(str(path), path.read_bytes().decode(), path.parent)


def _differences(
    tag: list[tuple[float, str]], told: list[tuple[float, str]] | None, listed: tuple[tuple[int, str], ...]
) -> Iterator[str]:
    if told is not None and told != tag:
        yield "the chapters JSON has other chapters than the tag"
    if list(listed) != tag[: len(listed)] or len(listed) < min(3, len(tag)):
        yield "the description lists other chapters than the tag"
