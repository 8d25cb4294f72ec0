"""Turns a script and its voices into the lines of an episode: sentences, pauses and chapter openings."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from audiobuild.model import (
    NARRATOR_ID,
    Line,
    Music,
    Pauses,
    Role,
    Script,
    ScriptWarning,
    Section,
    Turn,
    Utterance,
    Voice,
)
from audiobuild.regex import lazy

MOST_CHAPTERS = 255
"""An ID3 table of contents counts its children in one byte."""
TITLE_LENGTH = 39
"""Spotify asks for chapter titles under 40 characters."""
SHORTEST_CUT = 8
"""A title cut shorter than this says too little, and is cut between characters instead."""
LONGEST_ABBREVIATION = 24
"""Characters before a full stop in which an abbreviation is looked for; no word that long is one."""

_STOPS = "。！？!?…"
_CLOSERS = "”’」』）)】》〉\"'"
_CLAUSE_MARK = lazy(r"[，,；;：:、。！？!?—·]")
_BLANK = lazy(r"\s")
_WORD_STARTS = lazy(r"[\s(\[“\"]")
_HAN_END = lazy(rf"[。！？!?][{_STOPS}]*[{_CLOSERS}]*")  # an ellipsis alone is a pause, not an end
_LATIN_END = lazy(rf"[.…][{_CLOSERS}]*(?=\s+[“‘\"'(\[]?[A-ZÀ-Þ\u3040-\u9fff]|\s*$)")
_NO_END_BEFORE = lazy(r"[0-9A-Za-z，,；;：:、]|\s{0,11}[a-z]")  # “?a=1”, “！，”, “Yahoo! is”
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "cf", "inc", "ltd", "co", "corp"}
    | {"dept", "est", "approx", "jan", "feb", "mar", "apr", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k"}
)


class PlannedLines(NamedTuple):
    """All lines of an episode in order, and a warning for each thing that could not be planned as asked."""

    lines: tuple[Line, ...]
    warnings: tuple[ScriptWarning, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """Consecutive paragraphs of one speaker.

    `pause` is the silence before them in milliseconds, `chapter` the title of the chapter that they open (None: none),
    `source` their first line in the script.
    """

    paragraphs: tuple[str, ...]
    role: Role
    speaker: str
    pause: int
    chapter: str | None
    source: int


def plan_lines(script: Script, voices: Mapping[str, Voice], pauses: Pauses) -> PlannedLines:
    """Every spoken word of the script in order, one sentence a line.

    `voices` maps each speaker id of the script, and NARRATOR_ID, to its voice. Chapters open at the title, at each
    question and at each heading that no question follows at once; a question right after a heading shares its chapter.
    """
    blocks = list(_blocks(script, pauses))
    warnings = []
    opened = sum(block.chapter is not None for block in blocks)
    if opened > MOST_CHAPTERS:
        blocks = _merge_chapters(blocks)
        text = f"{opened} chapters are more than the {MOST_CHAPTERS} an MP3 can list; neighbouring questions share one."
        warnings.append(ScriptWarning("chapters-merged", None, text))
    lines: list[Line] = []
    for block in blocks:
        spoken = _lines(block, voices[block.speaker], script.language, pauses)
        if not spoken:
            warnings.append(ScriptWarning("nothing-to-say", block.source, "there is nothing here that can be spoken."))
        lines += spoken
    return PlannedLines(tuple(lines), tuple(warnings))


def with_music(lines: Sequence[Line], kinds: Collection[str], pauses: Pauses) -> tuple[Line | Music, ...]:
    """The lines and, of the kinds there are, the music: an intro before all, a sting before each further chapter.

    Music takes over the chapter and the pause of the line that follows it.
    """
    placed: list[Line | Music] = []
    kind = "intro"
    for line in lines:
        if line.chapter is not None and kind in kinds:
            placed.append(Music(kind, line.pause, line.chapter))
            placed.append(replace(line, pause=pauses.music, chapter=None))
        else:
            placed.append(line)
        kind = "sting"
    if "outro" in kinds:
        placed.append(Music("outro", pauses.music, None))
    return tuple(placed)


def sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph; joined they are the paragraph but for blanks between them.

    Closing quotes stay with their sentence; a stretch with nothing to speak (……) stays with its neighbour.
    """
    places = [0, *_ends(paragraph), len(paragraph)]
    found = [""]
    for start, end in itertools.pairwise(places):
        stretch = paragraph[start:end]
        if _is_speakable(found[-1]) and _is_speakable(stretch):
            found.append(stretch)
        else:
            found[-1] += stretch
    return tuple(stretch.strip() for stretch in found if _is_speakable(stretch))


def chapter_title(question: str) -> str:
    """The question cut at a clause to fewer than 40 characters; a cut is shown by an ellipsis.

    Of several sentences it is the first that ends in a question mark.
    """
    text = " ".join(question.split())
    for sentence in sentences(text):
        if sentence.rstrip(_CLOSERS).endswith(("?", "？")):
            return _short(sentence)
    return _short(text)


# --------------------------------------------------------------------------------------------------------------- blocks


def _blocks(script: Script, pauses: Pauses) -> Iterator[_Block]:
    yield from _opening(script, pauses)
    headings: dict[int, list[Section]] = {}
    for section in script.sections:
        headings.setdefault(section.first_turn, []).append(section)
    asked = 0
    for turn in script.turns:
        above = headings.pop(turn.index, [])
        question = None
        if turn.role is Role.HOST and turn.question != asked:
            question = chapter_title(" ".join(turn.paragraphs))
        asked = turn.question
        yield from _headings(above, question, pauses)
        yield _spoken_turn(turn, question, bool(above), pauses)
    for left in headings.values():  # headings with nothing below them
        yield from _headings(left, None, pauses)


def _opening(script: Script, pauses: Pauses) -> Iterator[_Block]:
    """Title and lede."""
    title, lede = script.title, script.lede
    yield _narrated((title.text,), 0, chapter_title(title.text), title.line or 1)
    if lede:
        yield _narrated(lede.paragraphs, pauses.section, None, lede.lines[0])


def _headings(above: Sequence[Section], question: str | None, pauses: Pauses) -> Iterator[_Block]:
    """The headings over a turn; the last one's chapter is also that of the question which follows."""
    for section in above:
        shown = section.title
        if question and section is above[-1]:
            shown = f"{section.title} · {question}"
        yield _narrated((section.title,), pauses.section, _short(shown), section.line)


def _spoken_turn(turn: Turn, question: str | None, has_heading: bool, pauses: Pauses) -> _Block:
    """A turn, which opens a chapter when it asks a new question and no heading has opened one for it."""
    follows_lede = turn.index == 0 and not has_heading
    pause = pauses.section if follows_lede else pauses.turn
    chapter = None if has_heading else question
    return _Block(turn.paragraphs, turn.role, turn.speaker, pause, chapter, turn.lines[0])


def _narrated(paragraphs: tuple[str, ...], pause: int, chapter: str | None, source: int) -> _Block:
    return _Block(paragraphs, Role.NARRATOR, NARRATOR_ID, pause, chapter, source)


def _merge_chapters(blocks: list[_Block]) -> list[_Block]:
    """Keep every n-th chapter, the first included, so that at most MOST_CHAPTERS are left."""
    opening = [place for place, block in enumerate(blocks) if block.chapter is not None]
    step = math.ceil(len(opening) / MOST_CHAPTERS)
    merged = list(blocks)
    for place in set(opening) - set(opening[::step]):
        merged[place] = replace(blocks[place], chapter=None)
    return merged


def _lines(block: _Block, voice: Voice, language: str, pauses: Pauses) -> list[Line]:
    """The block's sentences; the first carries the pause and the chapter of the block."""
    lines: list[Line] = []
    for paragraph in block.paragraphs:
        pause = pauses.paragraph
        for sentence in sentences(paragraph):
            utterance = Utterance(sentence, voice, language)
            lines.append(Line(utterance, block.role, block.speaker, pause, None, block.source))
            pause = pauses.sentence
    if lines:
        lines[0] = replace(lines[0], pause=block.pause, chapter=block.chapter)
    return lines


# ------------------------------------------------------------------------------------------------- titles and sentences


def _short(text: str) -> str:
    """The text, or its beginning with an ellipsis, ended at the last clause mark or else at the last blank."""
    if len(text) <= TITLE_LENGTH:
        return text
    head = text[: TITLE_LENGTH - 1]
    for ends in (_CLAUSE_MARK, _BLANK):
        cut = max((found.start() for found in ends.finditer(head)), default=0)
        if cut >= SHORTEST_CUT:
            head = head[:cut]
            break
    return head.rstrip(" ，,；;：:、—·") + "…"


def _ends(paragraph: str) -> list[int]:
    """Where sentences end, closing quotes included, in order."""
    latin = itertools.filterfalse(_is_after_abbreviation, _LATIN_END.finditer(paragraph))
    found = {match.end() for match in (*_HAN_END.finditer(paragraph), *latin)}
    return sorted(end for end in found if not _NO_END_BEFORE.match(paragraph, end))


def _is_after_abbreviation(full_stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation or to an initial; “I” is a word."""
    start = full_stop.start()
    before = full_stop.string[max(0, start - LONGEST_ABBREVIATION) : start]
    word = _WORD_STARTS.split(before)[-1]
    if len(word) == 1:
        return word.isupper() and word != "I"
    return word.casefold() in _ABBREVIATIONS


def _is_speakable(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
