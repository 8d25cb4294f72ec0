"""Turns a script and its voices into the lines of an episode: sentences, pauses and chapter openings."""

from __future__ import annotations

import itertools
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from audiobuild.marks import Break, Marked, is_unclear, not_understood, read_marks, without_marks
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
from audiobuild.planning.division import CLOSERS, WIDE, divided, is_whole, readings_in, sentences
from audiobuild.regex import lazy

MOST_CHAPTERS = 60
"""A chapter takes at least this part of an episode: a minute of an hour, three of three hours. Sixty titles are six
screens of a phone; a talk of two hosts had 130 in three hours, every eighth of them shorter than 15 seconds."""
LEAST_SAID = 3
"""Fewer letters than these, as in “对” or “嗯嗯”, are no title of a chapter; neither is a single Latin word."""
TITLE_LENGTH = 39
"""Spotify asks for chapter titles under 40 characters."""
SHORTEST_CUT = 8
"""A title cut shorter than this says too little, and is cut between characters instead."""
_CLAUSE_MARK = lazy(r"[，,；;：:、。！？!?—·]")
_BLANK = lazy(r"\s")
SOUND = "sound:"
"""Before the name of a sound that the script asks for, in Music.kind."""


class PlannedLines(NamedTuple):
    """All lines of an episode in order, and a warning for each thing that could not be planned as asked.

    `placed` has the sounds that the script asks for among the lines; `missing` the names of those that the show does
    not have, each with the first line of the script that asks for it.
    """

    lines: tuple[Line, ...]
    warnings: tuple[ScriptWarning, ...]
    placed: tuple[Line | Music, ...]
    missing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Block:
    """Consecutive paragraphs of one speaker, their marks read.

    `pause` is the silence before them in milliseconds, `chapter` the title of the chapter that they open (None: none),
    `source` their first line in the script.
    """

    paragraphs: tuple[Marked, ...]
    role: Role
    speaker: str
    pause: int
    chapter: str | None
    source: int


def plan_lines(
    script: Script, voices: Mapping[str, Voice], pauses: Pauses, sounds: Collection[str] = ()
) -> PlannedLines:
    """Every spoken word of the script in order, one sentence a line.

    `voices` maps each speaker id of the script, and NARRATOR_ID, to its voice; `sounds` are the names of the sounds
    that the show has. Chapters open at the title, at each
    question and at each heading that no question follows at once; a question right after a heading shares its chapter.
    Questions nearer to another chapter than an episode's MOST_CHAPTERS-th part open none.
    """
    blocks = _with_fewer_chapters(list(_blocks(script, pauses)))
    warnings = []
    sequence = _Sequence(script.language, pauses, sounds)
    for block in blocks:
        if not sequence.add(block, voices[block.speaker]):
            warnings.append(ScriptWarning("nothing-to-say", block.source, "there is nothing here that can be spoken."))
    placed = tuple(sequence.placed)
    lines = tuple(place for place in placed if isinstance(place, Line))
    return PlannedLines(lines, tuple(warnings), placed, sequence.missing)


def mark_warnings(script: Script) -> tuple[ScriptWarning, ...]:
    """A warning for each mark that is not taken as it is written, and for each bracket that only begins like one."""
    found = []
    for line, paragraph in _marked_paragraphs(script):
        found += [ScriptWarning("mark", line, doubt) for doubt in read_marks(paragraph).doubts]
    for cut in script.dropped:
        if is_unclear(cut.text[:1], cut.text[1:-1]):
            found.append(ScriptWarning("mark", cut.line, not_understood(cut.text)))
    return tuple(found)


def _marked_paragraphs(script: Script) -> Iterator[tuple[int, str]]:
    """Every spoken paragraph with the line where its turn begins."""
    yield script.title.line or 1, script.title.text
    if script.lede:
        yield from ((script.lede.lines[0], paragraph) for paragraph in script.lede.paragraphs)
    yield from ((section.line, section.title) for section in script.sections)
    yield from ((turn.lines[0], paragraph) for turn in script.turns for paragraph in turn.paragraphs)


def shown_script(script: Script) -> Script:
    """The script as products show it: title and lede without marks."""
    title = replace(script.title, text=without_marks(script.title.text))
    lede = script.lede and replace(script.lede, paragraphs=tuple(map(without_marks, script.lede.paragraphs)))
    return replace(script, title=title, lede=lede)


def with_music(lines: Sequence[Line | Music], kinds: Collection[str], pauses: Pauses) -> tuple[Line | Music, ...]:
    """The lines and, of the kinds there are, the music: an intro before all, a sting before each further chapter.

    Music takes over the chapter and the pause of the line or sound that follows it.
    """
    placed: list[Line | Music] = []
    kind = "intro"
    for line in lines:
        if line.chapter is not None and kind in kinds:
            placed.append(Music(kind, line.pause, line.chapter))
            placed.append(_after_music(line, pauses))
        else:
            placed.append(line)
        kind = "sting"
    if "outro" in kinds:
        placed.append(Music("outro", pauses.music, None))
    return tuple(placed)


def chapter_title(question: str) -> str:
    """The question cut at a clause to fewer than 40 characters; a cut is shown by an ellipsis.

    Of several sentences it is the first that ends in a question mark, else it begins with the first that says
    something.
    """
    text = " ".join(question.split())
    own = sentences(text)
    asking = (sentence for sentence in own if sentence.rstrip(CLOSERS).endswith(("?", "？")))
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
        paragraphs = tuple(map(read_marks, turn.paragraphs))
        said = " ".join(paragraph.text for paragraph in paragraphs)
        question = None
        if turn.role is Role.HOST and turn.question != asked and _says_something(said):
            question = chapter_title(said)
        asked = turn.question
        yield from _headings(above, question, pauses)
        yield _spoken_turn(turn, paragraphs, question, bool(above), pauses)
    for left in headings.values():  # headings with nothing below them
        yield from _headings(left, None, pauses)


def _opening(script: Script, pauses: Pauses) -> Iterator[_Block]:
    """Title and lede."""
    title, lede = script.title, script.lede
    yield _narrated((title.text,), 0, chapter_title(without_marks(title.text)), title.line or 1)
    if lede:
        yield _narrated(lede.paragraphs, pauses.section, None, lede.lines[0])


def _headings(above: Sequence[Section], question: str | None, pauses: Pauses) -> Iterator[_Block]:
    """The headings over a turn; the last one's chapter is also that of the question which follows."""
    for section in above:
        shown = without_marks(section.title)
        if question and section is above[-1]:
            shown = f"{shown} · {question}"
        yield _narrated((section.title,), pauses.section, _short(shown), section.line)


def _spoken_turn(
    turn: Turn, paragraphs: tuple[Marked, ...], question: str | None, has_heading: bool, pauses: Pauses
) -> _Block:
    """A turn, which opens a chapter when it asks a new question and no heading has opened one for it."""
    follows_lede = turn.index == 0 and not has_heading
    pause = pauses.section if follows_lede else pauses.turn
    chapter = None if has_heading else question
    return _Block(paragraphs, turn.role, turn.speaker, pause, chapter, turn.lines[0])


def _narrated(paragraphs: tuple[str, ...], pause: int, chapter: str | None, source: int) -> _Block:
    return _Block(tuple(map(read_marks, paragraphs)), Role.NARRATOR, NARRATOR_ID, pause, chapter, source)


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
    return 1 if any(_asks(paragraph.text) for paragraph in block.paragraphs) else 2


def _length(block: _Block) -> float:
    """How long a block takes to say, in Chinese characters."""
    return sum(_weight(paragraph.text) for paragraph in block.paragraphs)


def _weight(text: str) -> float:
    """How long a text takes to say, in Chinese characters: 4.3 of these are as long as 14 Latin letters."""
    wide = len(WIDE.findall(text))
    return wide + 0.3 * (len(text) - wide)


class _Sequence:
    """Collects the lines of the blocks, and the sounds among them."""

    def __init__(self, language: str, pauses: Pauses, sounds: Collection[str]) -> None:
        self.placed: list[Line | Music] = []
        self.missing: dict[str, int] = {}
        self._language, self._pauses, self._sounds = language, pauses, sounds
        self._left = 0  # milliseconds of pauses that nothing followed so far

    def add(self, block: _Block, voice: Voice) -> bool:
        """Add a block's sentences; the first has the pause and the chapter of the block. False if there is none."""
        pause, chapter = block.pause, block.chapter
        before = len(self.placed)
        for paragraph in block.paragraphs:
            stretches, closing = divided(self._playable(paragraph, block.source))
            for place, stretch in enumerate(stretches):
                if stretch.continues:
                    pause = 0
                pause, chapter = self._break(stretch.breaks, pause, chapter)
                sentence = paragraph.text[stretch.start : stretch.end]
                utterance = Utterance(sentence, voice, self._language, readings_in(paragraph, stretch), self._pauses)
                line = Line(utterance, block.role, block.speaker, pause, chapter, block.source, place == 0)
                self.placed.append(line)
                pause = self._pauses.sentence if is_whole(sentence) else self._pauses.sentence // 2
                chapter = None
            if stretches:
                pause = self._pauses.paragraph
            self._close(closing)
        return any(isinstance(place, Line) for place in self.placed[before:])

    def _playable(self, paragraph: Marked, source: int) -> Marked:
        """The paragraph without sounds that the show does not have."""
        for asked in paragraph.breaks:
            if asked.sound and asked.sound not in self._sounds:
                self.missing.setdefault(asked.sound, source)
        breaks = tuple(asked for asked in paragraph.breaks if asked.sound not in self.missing)
        return paragraph._replace(breaks=breaks)

    def _break(self, breaks: Sequence[Break], pause: int, chapter: str | None) -> tuple[int, str | None]:
        """Place the sounds before a line, and return its pause and chapter; the first sound takes the line's own."""
        pause += self._left
        self._left = 0
        for asked in breaks:
            pause += asked.pause
            if asked.sound:
                least = 0 if chapter is not None else self._pauses.music
                self.placed.append(Music(SOUND + asked.sound, max(pause, least), chapter))
                pause, chapter = self._pauses.music, None
        return pause, chapter

    def _close(self, breaks: Sequence[Break]) -> None:
        """Place the sounds after the last line of a paragraph; a pause after them is before what follows."""
        last = max((place for place, asked in enumerate(breaks, 1) if asked.sound), default=0)
        if last:
            self._break(breaks[:last], 0, None)
        self._left += sum(asked.pause for asked in breaks[last:])


def _after_music(place: Line | Music, pauses: Pauses) -> Line | Music:
    """A line or sound to which the music before it has given the pause of music."""
    if isinstance(place, Music):
        return place._replace(pause=pauses.music, chapter=None)
    return replace(place, pause=pauses.music, chapter=None)


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


def _says_something(text: str) -> bool:
    """Whether a text asks, or is more than an interjection."""
    words = len(text.split()) - 1
    return _asks(text) or bool(words) or len(WIDE.findall(text)) >= LEAST_SAID


def _asks(text: str) -> bool:
    return "?" in text or "？" in text
