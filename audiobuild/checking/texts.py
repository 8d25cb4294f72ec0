"""Reads transcripts and chapter files strictly, as the pickiest app would."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from audiobuild.checking.finding import Finding, judged
from audiobuild.regex import lazy

LONGEST_LINE = 65
_VTT_TIME = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"
_VTT_TIMES = lazy(rf"{_VTT_TIME} --> {_VTT_TIME}")
_SRT_TIMES = lazy(rf"{_VTT_TIME} --> {_VTT_TIME}".replace(r"\.", ","))
_VOICE = lazy(r"<v ([^<>&]*)>(.*?)(?:</v>)?", re.DOTALL)
_ENTITY = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_Body = Callable[[str], tuple[str, str]]  # text of a cue to speaker and words


@dataclass(frozen=True, slots=True)
class Caption:
    """A cue: start and end in ms, the speaker ("": none), its text with single line ends."""

    start: int
    end: int
    speaker: str
    text: str


def read_vtt(text: str) -> tuple[list[Caption], list[str]]:
    """The cues of a WebVTT file and what is wrong with them; only what transcripts need is understood."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        return [], ["the first line is not WEBVTT"]
    return _cues(text.partition("\n")[2], _VTT_TIMES, _vtt_body)


def read_srt(text: str) -> tuple[list[Caption], list[str]]:
    """The cues of a SubRip file and what is wrong with them."""
    return _cues(text, _SRT_TIMES, _srt_body)


def _cues(text: str, times: re.Pattern[str], body: _Body) -> tuple[list[Caption], list[str]]:
    cues: list[Caption] = []
    faults: list[str] = []
    for number, block in enumerate(filter(None, re.split(r"\n{2,}", text.strip("\n"))), 1):
        lines = block.split("\n")
        timed = next((n for n, line in enumerate(lines[:2]) if "-->" in line), None)
        match = times.fullmatch(lines[timed]) if timed is not None else None
        if timed is None or match is None:
            faults.append(f"cue {number} has no times, or other ones than HH:MM:SS and milliseconds")
            continue
        speaker, said = body("\n".join(lines[timed + 1 :]))
        cues.append(Caption(_ms(match.groups()[:4]), _ms(match.groups()[4:]), speaker, said))
        faults += [f"cue {number} {fault}" for fault in _text_faults(lines[timed + 1 :])]
    return cues, faults or ([] if cues else ["there are no cues"])


def _text_faults(lines: Sequence[str]) -> Iterator[str]:
    shown = [re.sub(r"&\w+;", "&", re.sub(r"</?v[^>]*>", "", line)) for line in lines]
    if not "".join(lines).strip():
        yield "is empty"
    if any("-->" in line for line in lines):
        yield "has an arrow in its text"
    if any(len(line) > LONGEST_LINE for line in shown):
        yield f"has a line of more than {LONGEST_LINE} characters"


def _vtt_body(text: str) -> tuple[str, str]:
    voice = _VOICE.fullmatch(text)
    speaker, said = (voice[1], voice[2]) if voice else ("", text)
    if re.search(r"[<>]|&(?!(?:amp|lt|gt);)", said):
        return "", said  # markup in the text: no speaker can be trusted
    return speaker, re.sub("&(?:amp|lt|gt);", lambda entity: _ENTITY[entity[0]], said)


def _srt_body(text: str) -> tuple[str, str]:
    speaker, colon, said = text.partition("：")
    return (speaker, said) if colon else ("", text)


def _ms(parts: Sequence[str]) -> int:
    hours, minutes, seconds, rest = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def check_captions(file: str, cues: Sequence[Caption], faults: Sequence[str], length: int | None) -> Iterator[Finding]:
    """What apps need of a transcript; `length` is that of the audio in ms, None where it is not known."""
    yield judged(file, "cues", [*faults, *_order_faults(cues)], f"{len(cues)} in order, each ending after its start")
    nameless = [f"cue {number} has no speaker" for number, cue in enumerate(cues, 1) if not cue.speaker.strip()]
    yield judged(file, "speakers", nameless, ", ".join(sorted({cue.speaker for cue in cues})))
    if length is not None:
        late = [f"cue {number} ends after the audio" for number, cue in enumerate(cues, 1) if cue.end > length]
        yield judged(file, "inside the audio", late, f"the last cue ends {length - max(_ends(cues))} ms before the end")


def _ends(cues: Sequence[Caption]) -> list[int]:
    return [cue.end for cue in cues] or [0]


def _order_faults(cues: Sequence[Caption]) -> Iterator[str]:
    before = 0
    for number, cue in enumerate(cues, 1):
        if cue.end <= cue.start:
            yield f"cue {number} ends at or before its start"
        if cue.start < before:
            yield f"cue {number} starts before the one before it"
        before = cue.start


def read_chapters(text: str) -> tuple[list[tuple[float, str]], list[str]]:
    """The chapters of a chapters JSON as (second, title), and what is wrong with it."""
    try:
        facts = json.loads(text)
        listed = [(chapter["startTime"], chapter["title"]) for chapter in facts["chapters"]]
        version = str(facts["version"])
    except (ValueError, KeyError, TypeError) as error:
        return [], [f"it is not chapters JSON ({type(error).__name__}: {error})"]
    faults = [] if version.startswith("1.2") else [f"version {version}; apps know 1.2"]
    return listed, faults + list(_chapter_faults(listed))


def _chapter_faults(listed: Sequence[tuple[object, object]]) -> Iterator[str]:
    starts = [start for start, _ in listed]
    if not all(isinstance(start, int) and start >= 0 for start in starts):
        yield "a start is no whole second; some apps cut it to one"
    elif starts != sorted(set(starts)):  # type: ignore[type-var]
        yield "the starts are not in order"
    if not all(isinstance(title, str) and title.strip() for _, title in listed):
        yield "a chapter has no title"
    if not listed:
        yield "there are no chapters"


def check_chapters(
    file: str, listed: Sequence[tuple[float, str]], faults: Sequence[str], tag: Sequence[tuple[float, str]] | None
) -> Iterator[Finding]:
    """What apps need of a chapters JSON; `tag` is what the MP3 beside it has, None where there is none."""
    yield judged(file, "chapters", faults, f"{len(listed)} on whole seconds")
    if tag is not None:
        other = [] if list(listed) == list(tag) else ["they are not those in the tag of the MP3"]
        yield judged(file, "same chapters as the MP3", other, f"{len(listed)} with the same starts and titles")
