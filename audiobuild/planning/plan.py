"""From a script and a cast to the lines of an episode: sentences, voices, pauses, chapter openings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audiobuild.model import (
    NARRATOR_ID,
    Line,
    Music,
    Pauses,
    Plan,
    Role,
    Script,
    ScriptWarning,
    Section,
    Utterance,
    Voice,
)
from audiobuild.regex import lazy

CHAPTERS = 255  # an ID3 table of contents counts its children in one byte
TITLE_LENGTH = 39  # Spotify asks for chapter titles under 40 characters
LEAST = 8  # a title cut shorter than this says too little: cut between characters instead

_STOPS = "。！？!?…"
_CLOSERS = "”’」』）)】》〉\"'"
_HAN_END = lazy(rf"[。！？!?][{_STOPS}]*[{_CLOSERS}]*")  # an ellipsis alone is a breath, not an end
_LATIN_END = lazy(rf"[.…][{_CLOSERS}]*(?=\s+[“‘\"'(\[]?[A-ZÀ-Þ\u3040-\u9fff]|\s*$)")
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "cf", "inc", "ltd", "co", "corp"}
    | {"dept", "est", "approx", "jan", "feb", "mar", "apr", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k"}
)


@dataclass(frozen=True, slots=True)
class _Block:
    """Paragraphs of one speaker with what comes before them."""

    paragraphs: tuple[str, ...]
    role: Role
    speaker: str
    pause: int
    chapter: str | None
    source: int


def plan(script: Script, voices: Mapping[str, Voice], pauses: Pauses) -> Plan:
    """Every spoken word of the script in order, one sentence a line.

    `voices` maps each speaker id of the script, and NARRATOR_ID, to its voice. Chapters open at the title, at each
    question and at each heading that no question follows at once; a question right after a heading shares its chapter.
    """
    blocks = list(_blocks(script, pauses))
    warnings = []
    if (opened := sum(block.chapter is not None for block in blocks)) > CHAPTERS:
        blocks = _merge_chapters(blocks)
        text = f"{opened} chapters are more than the {CHAPTERS} an MP3 can list; neighbouring questions share one."
        warnings.append(ScriptWarning("chapters-merged", None, text))
    lines: list[Line] = []
    for block in blocks:
        spoken = _lines(block, voices[block.speaker], script.language, pauses)
        if not spoken:
            warnings.append(ScriptWarning("nothing-to-say", block.source, "there is nothing here that can be said."))
        lines += spoken
    return Plan(tuple(lines), tuple(warnings))


def with_music(lines: Sequence[Line], kinds: Collection[str], pauses: Pauses) -> tuple[Line | Music, ...]:
    """The lines and, of the kinds there are, the music: an intro before all, a sting before each further chapter.

    Music takes over the chapter and the pause of the line it stands before.
    """
    placed: list[Line | Music] = []
    for line in lines:
        kind = "sting" if placed else "intro"
        if kind in kinds and line.chapter is not None:
            placed.append(Music(kind, line.pause, line.chapter))
            placed.append(replace(line, pause=pauses.music, chapter=None))
        else:
            placed.append(line)
    if "outro" in kinds:
        placed.append(Music("outro", pauses.music, None))
    return tuple(placed)


def sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph; joined they are the paragraph but for blanks between them.

    Closing quotes stay with their sentence; a stretch with nothing to say (……) stays with its neighbour.
    """
    places = [0, *_ends(paragraph), len(paragraph)]
    spans: list[tuple[int, int]] = []
    for start, end in itertools.pairwise(places):
        if spans and not (_says(paragraph[start:end]) and _says(paragraph[slice(*spans[-1])])):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(paragraph[start:end].strip() for start, end in spans if _says(paragraph[start:end]))


def chapter_title(question: str) -> str:
    """The question cut at a clause to fewer than 40 characters; a cut is shown by an ellipsis."""
    text = " ".join(question.split())
    asked = [sentence for sentence in sentences(text) if sentence.rstrip(_CLOSERS).endswith(("?", "？"))]
    return _short(asked[0] if asked else text)


def _blocks(script: Script, pauses: Pauses) -> Iterator[_Block]:
    title, lede = script.title, script.lede
    teller = (Role.NARRATOR, NARRATOR_ID)
    yield _Block((title.text,), *teller, 0, chapter_title(title.text), title.line or 1)
    if lede:
        yield _Block(lede.paragraphs, *teller, pauses.section, None, lede.lines[0])
    headings: dict[int, list[Section]] = {}
    for section in script.sections:
        headings.setdefault(section.first_turn, []).append(section)
    asked = 0
    for turn in script.turns:
        above = headings.pop(turn.index, [])
        new = turn.role is Role.HOST and turn.question != asked
        asked = turn.question
        question = chapter_title(" ".join(turn.paragraphs)) if new else None
        yield from _headings(above, question, pauses)
        pause = pauses.turn if above or turn.index else pauses.section
        yield _Block(turn.paragraphs, turn.role, turn.speaker, pause, None if above else question, turn.lines[0])
    for left in headings.values():  # headings with nothing below them
        yield from _headings(left, None, pauses)


def _headings(above: list[Section], question: str | None, pauses: Pauses) -> Iterator[_Block]:
    for number, section in enumerate(above):
        last = number == len(above) - 1
        shown = f"{section.title} · {question}" if question and last else section.title
        yield _Block((section.title,), Role.NARRATOR, NARRATOR_ID, pauses.section, _short(shown), section.line)


def _merge_chapters(blocks: list[_Block]) -> list[_Block]:
    """Keep every n-th chapter, the first included, so that at most CHAPTERS are left."""
    opening = [place for place, block in enumerate(blocks) if block.chapter is not None]
    kept = set(opening[:: -(-len(opening) // CHAPTERS)])
    return [block if place in kept else replace(block, chapter=None) for place, block in enumerate(blocks)]


def _lines(block: _Block, voice: Voice, language: str, pauses: Pauses) -> list[Line]:
    spoken: list[Line] = []
    for paragraph in block.paragraphs:
        pause = pauses.paragraph
        for sentence in sentences(paragraph):
            first = not spoken
            spoken.append(
                Line(
                    Utterance(sentence, voice, language),
                    block.role,
                    block.speaker,
                    block.pause if first else pause,
                    block.chapter if first else None,
                    block.source,
                )
            )
            pause = pauses.sentence
    return spoken


def _short(text: str) -> str:
    if len(text) <= TITLE_LENGTH:
        return text
    head = text[: TITLE_LENGTH - 1]
    marks = [found.start() for found in re.finditer(r"[，,；;：:、。！!？?—·]", head)]
    blanks = [found.start() for found in re.finditer(r"\s", head)]
    cut = next((places[-1] for places in (marks, blanks) if places and places[-1] >= LEAST), len(head))
    return head[:cut].rstrip(" ，,；;：:、—·") + "…"


def _ends(paragraph: str) -> list[int]:
    found = {match.end() for match in _HAN_END.finditer(paragraph)}
    found |= {
        match.end()
        for match in _LATIN_END.finditer(paragraph)
        if not _abbreviated(paragraph[max(0, match.start() - 24) : match.start()])
    }
    return sorted(end for end in found if not _inside_word(paragraph, end))


def _abbreviated(before: str) -> bool:
    word = re.search(r"[^\s(\[“\"]*$", before)
    text = word.group() if word else ""
    return text.casefold() in _ABBREVIATIONS or (len(text) == 1 and text.isupper() and text != "I")


def _inside_word(paragraph: str, end: int) -> bool:
    """A digit, small Latin letter or clause mark behind a mark (“Yahoo! is”, “?a=1”, “！，”): nothing ends there."""
    close, after = paragraph[end : end + 1], paragraph[end : end + 12].lstrip()[:1]
    goes_on = after.isascii() and after.islower()
    return goes_on or (close.isascii() and close.isalnum()) or close in tuple("，,；;：:、")


def _says(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
