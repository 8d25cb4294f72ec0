"""Turns a script and its voices into the lines of an episode: sentences, pauses and chapter openings."""

from __future__ import annotations

import itertools
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from audiobuild.i18n import _
from audiobuild.marks import Break, Marked, is_unclear, not_understood, read_marks, without_marks
from audiobuild.model import (
    NARRATOR_ID,
    Line,
    Music,
    Pauses,
    Recording,
    Role,
    Script,
    ScriptWarning,
    Section,
    Turn,
    Utterance,
    Voice,
)
from audiobuild.planning.division import (
    CLOSERS,
    WIDE,
    Stretch,
    divided,
    is_speakable,
    is_whole,
    readings_in,
    sentences,
)
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
WHOLE = 0
"""In place of the number of a sentence: all sentences of a turn."""

Recorded = Mapping[int, Mapping[int, Path]]
"""The recordings of a script: by the place of a turn among all `recordable`, then by the sentence, from 1, or WHOLE."""


class Recordable(NamedTuple):
    """What one recording may hold: the sentences that somebody speaks in a row, from a line of the script on.

    Titles, ledes and headings are the narrator's.
    """

    role: Role
    speaker: str
    line: int
    sentences: tuple[str, ...]


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
    script: Script,
    voices: Mapping[str, Voice],
    pauses: Pauses,
    sounds: Collection[str] = (),
    recorded: Recorded | None = None,
    names: tuple[str, ...] = (),
) -> PlannedLines:
    """Every spoken word of the script in order, one sentence a line, and each recording a line.

    `voices` maps each speaker id of the script, and NARRATOR_ID, to its voice; `sounds` are the names of the sounds
    that the show has, `names` those of people. Chapters open at the title, at each
    question and at each heading that no question follows at once; a question right after a heading shares its chapter.
    Questions nearer to another chapter than an episode's MOST_CHAPTERS-th part open none.
    """
    recordings = recorded or {}
    blocks = _with_fewer_chapters(list(_blocks(script, pauses)))
    warnings = []
    sequence = _Sequence(script.language, pauses, sounds, names)
    for place, block in enumerate(blocks):
        if not sequence.add(block, voices[block.speaker], recordings.get(place, {})):
            warnings.append(
                ScriptWarning("nothing-to-say", block.source, _("there is nothing here that can be spoken."))
            )
    placed = tuple(sequence.placed)
    lines = tuple(place for place in placed if isinstance(place, Line))
    return PlannedLines(lines, tuple(warnings), placed, sequence.missing)


def recordable(script: Script) -> tuple[Recordable, ...]:
    """Everything in the script that a recording may take the place of, in order."""
    return tuple(
        Recordable(
            block.role,
            block.speaker,
            block.source,
            tuple(sentence for paragraph in block.paragraphs for sentence in sentences(paragraph.text)),
        )
        for block in _blocks(script, Pauses())
    )


def spoken_length(text: str) -> float:
    """How long a text takes to say, in Chinese characters: 4.3 of these are as long as 14 Latin letters."""
    wide = len(WIDE.findall(text))
    return wide + 0.3 * (len(text) - wide)


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
    return sum(spoken_length(paragraph.text) for paragraph in block.paragraphs)


class _Group(NamedTuple):
    """What is heard in one go: a stretch of a paragraph, its recording if there is one, and the sounds inside that."""

    stretch: Stretch
    recording: Recording | None = None
    sounds: tuple[Break, ...] = ()


class _Sequence:
    """Collects the lines of the blocks, and the sounds among them."""

    def __init__(self, language: str, pauses: Pauses, sounds: Collection[str], names: tuple[str, ...]) -> None:
        self.placed: list[Line | Music] = []
        self.missing: dict[str, int] = {}
        self._language, self._pauses, self._sounds, self._names = language, pauses, sounds, names
        self._left = 0  # milliseconds of pauses that nothing followed so far
        self._pause = 0  # milliseconds before the next line
        self._chapter: str | None = None  # the chapter that the next line opens

    def add(self, block: _Block, voice: Voice, recorded: Mapping[int, Path]) -> bool:
        """Add a block's sentences; the first has the pause and the chapter of the block. False if there is none.

        `recorded` are its recordings by the number of the sentence, or WHOLE.
        """
        self._pause, self._chapter = block.pause, block.chapter
        before = len(self.placed)
        if WHOLE in recorded:
            self._add_recorded(block, voice, recorded[WHOLE])
        else:
            self._add_spoken(block, voice, recorded)
        return any(isinstance(place, Line) for place in self.placed[before:])

    def _add_spoken(self, block: _Block, voice: Voice, recorded: Mapping[int, Path]) -> None:
        """Add the sentences of a block one by one; some may be recorded."""
        before = 1  # the number of a paragraph's first sentence
        for paragraph in block.paragraphs:
            stretches, closing = divided(self._playable(paragraph, block.source))
            own = {number - before: path for number, path in recorded.items()}
            for place, group in enumerate(_grouped(paragraph.text, stretches, own)):
                self._place(group, paragraph, block, voice, is_first=place == 0)
            if stretches:
                self._pause = self._pauses.paragraph
                before += stretches[-1].sentence + 1
            self._close(closing)

    def _place(self, group: _Group, paragraph: Marked, block: _Block, voice: Voice, is_first: bool) -> None:
        stretch = group.stretch
        if stretch.continues:
            self._pause = 0
        sentence = paragraph.text[stretch.start : stretch.end]
        readings = () if group.recording else readings_in(paragraph, stretch)
        names = tuple(name for name in self._names if name in sentence)
        utterance = Utterance(sentence, voice, self._language, readings, self._pauses, names)
        self._append(utterance, block, group, is_first)
        self._pause = self._pauses.sentence if is_whole(sentence) else self._pauses.sentence // 2

    def _add_recorded(self, block: _Block, voice: Voice, path: Path) -> None:
        """Add a block that is recorded as a whole. Its pauses are the recording's own; sounds in it are after it."""
        recorded: list[tuple[str, bool]] = []
        before: list[Break] = []
        inside: list[Break] = []
        for paragraph in block.paragraphs:
            stretches, closing = divided(self._playable(paragraph, block.source))
            for stretch in stretches:
                (inside if recorded else before).extend(stretch.breaks)
                recorded.append((paragraph.text[stretch.start : stretch.end], stretch is stretches[0]))
            (inside if recorded else before).extend(closing)
        if not recorded:
            self._close(before)
            return
        text = "\n".join(paragraph.text.strip() for paragraph in block.paragraphs if is_speakable(paragraph.text))
        sounds = tuple(asked for asked in inside if asked.sound)
        group = _Group(Stretch(0, 0, tuple(before)), Recording(path, tuple(recorded)), sounds)
        self._append(Utterance(text, voice, self._language), block, group, is_first=True)

    def _append(self, utterance: Utterance, block: _Block, group: _Group, is_first: bool) -> None:
        """Add a line after the pauses and sounds before it."""
        self._break(group.stretch.breaks)
        self.placed.append(
            Line(
                utterance,
                block.role,
                block.speaker,
                self._pause,
                self._chapter,
                block.source,
                is_first,
                group.recording,
            )
        )
        self._chapter = None
        self._close(group.sounds)

    def _playable(self, paragraph: Marked, source: int) -> Marked:
        """The paragraph without sounds that the show does not have."""
        for asked in paragraph.breaks:
            if asked.sound and asked.sound not in self._sounds:
                self.missing.setdefault(asked.sound, source)
        breaks = tuple(asked for asked in paragraph.breaks if asked.sound not in self.missing)
        return paragraph._replace(breaks=breaks)

    def _break(self, breaks: Sequence[Break]) -> None:
        """Place the sounds before a line; the first takes the pause and the chapter that were the line's."""
        self._pause += self._left
        self._left = 0
        for asked in breaks:
            self._pause += asked.pause
            if asked.sound:
                least = 0 if self._chapter is not None else self._pauses.music
                self.placed.append(Music(SOUND + asked.sound, max(self._pause, least), self._chapter))
                self._pause, self._chapter = self._pauses.music, None

    def _close(self, breaks: Sequence[Break]) -> None:
        """Place the sounds after the last line of a paragraph; a pause after them is before what follows."""
        last = max((place for place, asked in enumerate(breaks, 1) if asked.sound), default=0)
        if last:
            following = self._pause, self._chapter
            self._pause, self._chapter = 0, None
            self._break(breaks[:last])
            self._pause, self._chapter = following
        self._left += sum(asked.pause for asked in breaks[last:])


def _grouped(text: str, stretches: Sequence[Stretch], recorded: Mapping[int, Path]) -> Iterator[_Group]:
    """The stretches of a paragraph; those of a sentence that is recorded are one."""
    for sentence, found in itertools.groupby(stretches, key=attrgetter("sentence")):
        own = list(found)
        if sentence not in recorded:
            yield from map(_Group, own)
            continue
        sounds = tuple(asked for stretch in own[1:] for asked in stretch.breaks if asked.sound)
        is_first = own[0] is stretches[0]
        texts = tuple((text[stretch.start : stretch.end], is_first and stretch is own[0]) for stretch in own)
        yield _Group(own[0]._replace(end=own[-1].end), Recording(recorded[sentence], texts), sounds)


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
