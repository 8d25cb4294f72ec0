"""Turns a script and its voices into the lines of an episode: sentences, pauses and chapter openings."""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect
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
from audiobuild.pronunciation.pieces import border
from audiobuild.regex import lazy

MOST_CHAPTERS = 60
"""A chapter takes at least this part of an episode: a minute of an hour, three of three hours. Sixty titles are six
screens of a phone; a talk of two hosts had 130 in three hours, every eighth of them shorter than 15 seconds."""
LEAST_SAID = 3
"""Fewer letters than these, as in “对” or “嗯嗯”, are no title of a chapter; neither is a single Latin word."""
LONGEST_SENTENCE = 200
"""Characters that are spoken and shown in one go, about 15 seconds of English. What is longer, as speech that was
written down without stops, is divided at the best marks."""
LONGEST_HAN = 130
"""The same in Chinese characters: 30 seconds at 4.3 in a second."""
TITLE_LENGTH = 39
"""Spotify asks for chapter titles under 40 characters."""
SHORTEST_CUT = 8
"""A title cut shorter than this says too little, and is cut between characters instead."""
LONGEST_ABBREVIATION = 24
"""Characters before a full stop in which an abbreviation is looked for; no word that long is one."""

_STOPS = "。！？!?…"
_ENDS = _STOPS + "."
_CLOSERS = "”’」』）)】》〉\"'"
_CLAUSE_MARK = lazy(r"[，,；;：:、。！？!?—·]")
_BLANK = lazy(r"\s")
_WIDE = lazy(r"[\u3040-\u9fff\uac00-\ud7af]")
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
    Questions nearer to another chapter than an episode's MOST_CHAPTERS-th part open none.
    """
    blocks = _with_fewer_chapters(list(_blocks(script, pauses)))
    warnings = []
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

    Of several sentences it is the first that ends in a question mark, else it begins with the first that says
    something.
    """
    text = " ".join(question.split())
    own = sentences(text)
    asking = (sentence for sentence in own if sentence.rstrip(_CLOSERS).endswith(("?", "？")))
    telling = (text[text.index(sentence) :] for sentence in own if _says_something(sentence))
    return _short(next(itertools.chain(asking, telling), text))


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
        if turn.role is Role.HOST and turn.question != asked and _says_something(" ".join(turn.paragraphs)):
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


def _with_fewer_chapters(blocks: list[_Block]) -> list[_Block]:
    """The blocks without chapters that are too short; headings are kept first, then turns that ask, then others."""
    starts = list(itertools.accumulate((_length(block) for block in blocks), initial=0.0))
    least = starts[-1] / MOST_CHAPTERS
    opening = [place for place, block in enumerate(blocks) if block.chapter is not None]
    opening.sort(key=lambda place: _rank(blocks[place]))  # a stable sort: of equals, the earlier is kept
    kept: list[int] = []
    for place in opening:
        at = bisect(kept, place)
        neighbours = [*kept[max(1, at - 1) : at], *kept[at : at + 1]]  # the title is no neighbour: it is always short
        if all(abs(starts[place] - starts[other]) >= least for other in neighbours):
            kept.insert(at, place)
    return [replace(block, chapter=block.chapter if place in kept else None) for place, block in enumerate(blocks)]


def _rank(block: _Block) -> int:
    if block.role is Role.NARRATOR:
        return 0
    return 1 if any(_asks(paragraph) for paragraph in block.paragraphs) else 2


def _length(block: _Block) -> float:
    """How long a block takes to say, in Chinese characters."""
    return sum(map(_weight, block.paragraphs))


def _weight(text: str) -> float:
    """How long a text takes to say, in Chinese characters: 4.3 of these are as long as 14 Latin letters."""
    wide = len(_WIDE.findall(text))
    return wide + 0.3 * (len(text) - wide)


def _lines(block: _Block, voice: Voice, language: str, pauses: Pauses) -> list[Line]:
    """The block's sentences; the first carries the pause and the chapter of the block."""
    lines: list[Line] = []
    for paragraph in block.paragraphs:
        pause, first = pauses.paragraph, True
        for sentence in itertools.chain.from_iterable(map(_parts, sentences(paragraph))):
            utterance = Utterance(sentence, voice, language)
            lines.append(Line(utterance, block.role, block.speaker, pause, None, block.source, first))
            first = False
            is_whole = sentence.rstrip(_CLOSERS).endswith(tuple(_ENDS))
            pause = pauses.sentence if is_whole else pauses.sentence // 2  # the rest of a divided sentence follows
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


def _parts(sentence: str) -> Iterator[str]:
    """A sentence in as few parts as LONGEST_SENTENCE and LONGEST_HAN allow."""
    size = max(len(sentence) / LONGEST_SENTENCE, len(_WIDE.findall(sentence)) / LONGEST_HAN)
    at = border(sentence, math.ceil(size))
    if at:
        yield from _parts(sentence[:at].strip())
        yield from _parts(sentence[at:].strip())
    else:
        yield sentence


def _is_after_abbreviation(full_stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation or to an initial; “I” is a word."""
    start = full_stop.start()
    before = full_stop.string[max(0, start - LONGEST_ABBREVIATION) : start]
    word = _WORD_STARTS.split(before)[-1]
    if len(word) == 1:
        return word.isupper() and word != "I"
    return word.casefold() in _ABBREVIATIONS


def _says_something(text: str) -> bool:
    """Whether a text asks, or is more than an interjection."""
    words = len(text.split()) - 1
    return _asks(text) or bool(words) or len(_WIDE.findall(text)) >= LEAST_SAID


def _asks(text: str) -> bool:
    return "?" in text or "？" in text


def _is_speakable(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
