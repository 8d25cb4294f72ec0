"""Reads transcripts and chapter files strictly, as the strictest app would."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from audiobuild.checking.finding import Faults, Finding, Subject
from audiobuild.i18n import _
from audiobuild.regex import lazy

LONGEST_LINE = 65  # characters: what players show without breaking the line
VERSION = "1.2"  # of the chapters JSON
_TIME = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"
_VTT_TIMES = lazy(rf"{_TIME} --> {_TIME}")
_SRT_TIMES = lazy(rf"{_TIME} --> {_TIME}".replace(r"\.", ","))
_HEAD = lazy(r"WEBVTT(?:[ \t].*)?")
_VOICE = lazy(r"<v ([^<>&]*)>(.*?)(?:</v>)?", re.DOTALL)
_MARKUP = lazy(r"[<>]|&(?!(?:amp|lt|gt);)")
_ENTITY = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_Body = Callable[[str], tuple[str, str]]  # text of a cue to speaker and words


@dataclass(frozen=True, slots=True)
class Caption:
    """A cue: start and end in ms, the speaker ("": none), its text with single line ends."""

    start: int
    end: int
    speaker: str
    text: str


def read_vtt(text: str) -> tuple[list[Caption], Faults]:
    """The cues of a WebVTT file and what is wrong with them; only the parts that transcripts need are understood."""
    head, _unused, body = text.removeprefix("\ufeff").partition("\n")
    if not _HEAD.fullmatch(head.removesuffix("\r")):
        return [], Faults([_("the first line is not WEBVTT")])
    return _cues(body, _VTT_TIMES, _vtt_body)


def read_srt(text: str) -> tuple[list[Caption], Faults]:
    """The cues of a SubRip file and what is wrong with them."""
    return _cues(text, _SRT_TIMES, _srt_body)


def _cues(text: str, times: re.Pattern[str], body: _Body) -> tuple[list[Caption], Faults]:
    cues: list[Caption] = []
    faults = Faults()
    blocks = re.split(r"\n{2,}", text.strip("\n"))
    for number, block in enumerate(filter(None, blocks), 1):
        timing, lines = _timing(block)
        match = times.fullmatch(timing)
        if match is None:
            faults.append(_("cue {number} has no times written as HH:MM:SS and milliseconds").format(number=number))
            continue
        speaker, words = body("\n".join(lines))
        cues.append(Caption(_ms(match.groups()[:4]), _ms(match.groups()[4:]), speaker, words))
        faults += [_("cue {number} {fault}").format(number=number, fault=fault) for fault in _text_faults(lines)]
    faults.require(cues or faults, _("there are no cues"))
    return cues, faults


def _timing(block: str) -> tuple[str, list[str]]:
    """The line with the times of a cue, its first or second, and the lines after it; "" when neither has times."""
    lines = block.split("\n")
    for number, line in enumerate(lines[:2], 1):
        if "-->" in line:
            return line, lines[number:]
    return "", []


def _text_faults(lines: Sequence[str]) -> Faults:
    text = "\n".join(lines)
    shown = re.sub(r"&\w+;", "&", re.sub(r"</?v[^>\n]*>", "", text))
    faults = Faults()
    faults.require(text.strip(), _("is empty"))
    faults.require("-->" not in text, _("has an arrow in its text"))
    longest = max(map(len, shown.split("\n")))
    faults.require(
        longest <= LONGEST_LINE,
        _("has a line of {longest} characters; {limit} are allowed").format(longest=longest, limit=LONGEST_LINE),
    )
    return faults


def _vtt_body(text: str) -> tuple[str, str]:
    voice = _VOICE.fullmatch(text)
    speaker, words = voice.groups() if voice else ("", text)
    if _MARKUP.search(words):
        return "", words  # markup in the text: the speaker cannot be trusted
    return speaker, re.sub("&(?:amp|lt|gt);", lambda entity: _ENTITY[entity[0]], words)


def _srt_body(text: str) -> tuple[str, str]:
    speaker, colon, words = text.partition("：")
    return (speaker, words) if colon else ("", text)


def _ms(parts: Sequence[str]) -> int:
    hours, minutes, seconds, rest = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def check_captions(
    transcript: Subject, cues: Sequence[Caption], faults: Sequence[str], length: int | None
) -> Iterator[Finding]:
    """Check what apps need of a transcript; `length` is that of the audio in ms, None where it is not known."""
    in_order = _("{count} in order, each ending after its start").format(count=len(cues))
    yield transcript.judge(_("cues"), [*faults, *_order_faults(cues)], in_order)
    nameless = [
        _("cue {number} has no speaker").format(number=number)
        for number, cue in enumerate(cues, 1)
        if not cue.speaker.strip()
    ]
    yield transcript.judge(_("speakers"), nameless, ", ".join(sorted({cue.speaker for cue in cues})))
    if length is not None:
        late = [
            _("cue {number} ends after the audio").format(number=number)
            for number, cue in enumerate(cues, 1)
            if cue.end > length
        ]
        rest = length - max((cue.end for cue in cues), default=0)
        yield transcript.judge(
            _("inside the audio"), late, _("the last cue ends {rest} ms before the end").format(rest=rest)
        )


def check_colons(transcript: Subject, cues: Sequence[Caption]) -> Finding:
    """Check that no text of a SubRip cue has a colon: apps take the words before it as the speaker."""
    colons = [
        _("cue {number} has a colon in its text").format(number=number)
        for number, cue in enumerate(cues, 1)
        if ":" in cue.text
    ]
    return transcript.judge(_("no colons"), colons, _("none in the text, where apps would cut it"))


def _order_faults(cues: Sequence[Caption]) -> Faults:
    faults = Faults()
    before = 0
    for number, cue in enumerate(cues, 1):
        faults.require(cue.end > cue.start, _("cue {number} ends at or before its start").format(number=number))
        faults.require(
            cue.start >= before, _("cue {number} starts before cue {before}").format(number=number, before=number - 1)
        )
        before = cue.start
    return faults


def read_chapters(text: str) -> tuple[list[tuple[float, str]], Faults]:
    """The chapters of a chapters JSON as (second, title), and what is wrong with it."""
    try:
        facts = json.loads(text)
        listed = [(chapter["startTime"], chapter["title"]) for chapter in facts["chapters"]]
        version = str(facts["version"])
    except (ValueError, KeyError, TypeError) as error:
        return [], Faults(
            [_("it is not a chapters JSON ({name}: {error})").format(name=type(error).__name__, error=error)]
        )
    return listed, _chapter_faults(listed, version)


def _chapter_faults(listed: Sequence[tuple[object, object]], version: str) -> Faults:
    starts = [start for start, _unused in listed if isinstance(start, int) and start >= 0]
    titles = [title for _unused, title in listed if isinstance(title, str) and title.strip()]
    faults = Faults()
    faults.require(
        version.startswith(VERSION),
        _("it has version {version}; apps know {known}").format(version=version, known=VERSION),
    )
    faults.require(len(starts) == len(listed), _("a start is not a whole second, and some apps round it"))
    faults.require(starts == sorted(set(starts)), _("the starts are not in order"))
    faults.require(len(titles) == len(listed), _("a chapter has no title"))
    faults.require(listed, _("there are no chapters"))
    return faults


def check_chapters(
    chapters: Subject,
    listed: Sequence[tuple[float, str]],
    faults: Sequence[str],
    tag: Sequence[tuple[float, str]] | None,
) -> Iterator[Finding]:
    """Check what apps need of a chapters JSON; `tag` are the chapters of the MP3 next to it, None without one."""
    yield chapters.judge(_("chapters"), faults, _("{count} on whole seconds").format(count=len(listed)))
    if tag is not None:
        same = Faults()
        same.require(list(listed) == list(tag), _("they differ from those in the tag of the MP3"))
        yield chapters.judge(
            _("same chapters as the MP3"), same, _("{count} with the same starts and titles").format(count=len(listed))
        )
