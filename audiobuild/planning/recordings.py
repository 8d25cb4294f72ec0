"""Recorded answers: which file of a folder holds which turn or sentence of a script, by the file's name.

A name is a line of the script (`12`), a speaker and the number of the turn (`陶渡-2`), or a speaker and the first words
of the turn or of a sentence (`陶渡-擦盐比人勤快`); words keep their turn when the script changes elsewhere. `.3` at the
end of a line or number means the third sentence of the turn. Pure: names and texts only.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from audiobuild.i18n import _, ngettext
from audiobuild.model import NARRATOR_ID, Role, Script, Speaker
from audiobuild.planning.plan import WHOLE, Recordable, recordable
from audiobuild.regex import lazy
from audiobuild.suggestions import nearest

LEAST_LETTERS, LEAST_OF_SPEAKER = 4, 2
"""Letters of a turn that a file's name must have to name it by words, and where the name says who speaks."""
NAME_LETTERS = 8
"""Letters of a turn in the name that is suggested for it: enough to tell nearly all turns of a talk apart."""
SHOWN_LETTERS = 20
"""Characters of a turn in a message."""
NARRATOR_NAMES = ("narrator", "旁白", "n")

_LINE = lazy(r"(?:line|第|行)?[\s_-]*0*(\d+)\s*行?(?:\.0*(\d+))?")
# What follows the speaker: a number, or words, each with a sentence if not the whole turn is meant.
_OF_SENTENCE = r"(?:\.0*(?P<sentence>\d+))?"
_NUMBERED = lazy(rf"[\s_.-]*0*(?P<number>\d+){_OF_SENTENCE}(?:[\s_(-]+(?P<words>.*))?")
_WORDED = lazy(rf"(?P<number>)[\s_.-]+(?P<words>.+?){_OF_SENTENCE}")
_WORDS = lazy(rf"(?P<words>.+?){_OF_SENTENCE}")
_BESIDE_WIDE = lazy(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")
_NOT_IN_NAMES = lazy(r'[\\/:*?"<>|\s]+')


class Place(NamedTuple):
    """A turn, by its place among all that may be recorded, and one of its sentences from 1, or WHOLE."""

    turn: int
    sentence: int = WHOLE


class Take(NamedTuple):
    """A turn as the guide of recordings lists it: two names that a file may have, and the file there is.

    `name` is made of words and stays right when other turns come and go, `number` of the number of the turn.
    """

    line: int
    role: Role
    speaker: str
    name: str
    number: str
    text: str
    sentences: tuple[str, ...]
    file: Path | None
    of_sentences: Mapping[int, Path]

    @property
    def recorded(self) -> tuple[Path, ...]:
        """The files there are for it, in the order of its sentences."""
        return (self.file,) if self.file else tuple(path for _, path in sorted(self.of_sentences.items()))


@dataclass(slots=True)
class Recordings:
    """The recordings of a script: the file of each turn or sentence, and a message for each that has none."""

    found: dict[int, dict[int, Path]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def put(self, place: Place, path: Path, shown: str) -> None:
        """Take the file for a place, unless another file has it."""
        own = self.found.setdefault(place.turn, {})
        other = own.setdefault(place.sentence, path)
        if other is not path:
            self.problems.append(
                _("{other} and {name} are both for {shown}; the first is used: remove one.").format(
                    other=other.name, name=path.name, shown=shown
                )
            )


class _NoPlaceError(Exception):
    """The name of a file that names no turn; the message says why, and what to do."""


def find_recordings(script: Script, files: Sequence[Path], names: Mapping[str, str]) -> Recordings:
    """Which of the files is which turn or sentence. `names` maps speaker ids to the names that transcripts show."""
    guide = _Guide(script, names)
    found = Recordings()
    for path in files:
        try:
            place = guide.place(path.stem)
        except _NoPlaceError as problem:
            found.problems.append(_("{file} {problem}").format(file=path.name, problem=problem))
        else:
            found.put(place, path, guide.shown(place))
    for turn, own in found.found.items():
        inside = [path.name for sentence, path in sorted(own.items()) if sentence != WHOLE]
        if WHOLE in own and inside:
            whole = own[WHOLE].name
            found.problems.append(
                _("{inside} is not used, because {whole} is the whole turn: remove one.").format(
                    inside=", ".join(inside), whole=whole
                )
            )
            found.found[turn] = {WHOLE: own[WHOLE]}
    return found


def takes(script: Script, files: Sequence[Path], names: Mapping[str, str]) -> tuple[Take, ...]:
    """Every turn that may be recorded, with the names for its file and the file there is, in order."""
    guide, found = _Guide(script, names), find_recordings(script, files, names).found
    rows = []
    for place, turn in enumerate(guide.turns):
        if turn.sentences:
            own = dict(found.get(place, {}))
            whole = own.pop(WHOLE, None)
            text = _BESIDE_WIDE.sub("", " ".join(turn.sentences))
            name, number = guide.name(place), guide.number(place)
            speaker = guide.speaker(place)
            rows.append(Take(turn.line, turn.role, speaker, name, number, text, turn.sentences, whole, own))
    return tuple(rows)


def letters(text: str) -> str:
    """The letters and figures of a text, by which two texts are the same sentence."""
    return "".join(filter(str.isalnum, _folded(text)))


class _Guide:
    """Finds the turn that a name is for, and the names that a turn may have."""

    def __init__(self, script: Script, names: Mapping[str, str]) -> None:
        self.turns = recordable(script)
        self._letters = [letters("".join(turn.sentences)) for turn in self.turns]
        self._own: dict[str, list[int]] = {}  # the places of each speaker
        for place, turn in enumerate(self.turns):
            if turn.sentences:
                self._own.setdefault(turn.speaker, []).append(place)
        self._names = dict(_handles(script, self._own, names))
        self._by_name = {_folded(name): who for who, own in reversed(self._names.items()) for name in own}

    def place(self, stem: str) -> Place:
        """The place that a file's name without its ending is for. Raises _NoPlaceError."""
        name = _folded(stem)
        line = _LINE.fullmatch(name)
        if line:
            return self._of_line(int(line[1]), _sentence(line[2]))
        for handle in sorted(self._by_name, key=len, reverse=True):
            rest = _rest(name[len(handle) :]) if name.startswith(handle) else None
            if rest:
                return self._of_speaker(self._by_name[handle], rest)
        named = _WORDS.fullmatch(name)
        words = letters(named["words"]) if named else ""
        everybody = range(len(self.turns))
        if named is None or len(words) < LEAST_LETTERS:
            raise _NoPlaceError(_("names nobody of this script; {remedy}").format(remedy=self._list_names(everybody)))
        return self._of_words(everybody, words, _sentence(named["sentence"]))

    def shown(self, place: Place) -> str:
        """A place in a message."""
        turn = self.turns[place.turn]
        sentence = _(", sentence {sentence}").format(sentence=place.sentence) if place.sentence else ""
        return _("line {line}{sentence}").format(line=turn.line, sentence=sentence)

    def name(self, place: int) -> str:
        """The name made of the speaker and the first words; of the number where others begin with the same words."""
        turn = self.turns[place]
        others = [self._letters[other] for other in range(len(self.turns)) if other != place]
        words = _first_words(" ".join(turn.sentences), NAME_LETTERS)
        same = [text for text in others if text.startswith(letters(words)) or letters(words).startswith(text or " ")]
        if same or len(letters(words)) < LEAST_LETTERS:
            return self.number(place)
        return f"{self._handle(turn)}-{words}"

    def number(self, place: int) -> str:
        """The name made of the speaker and the number of the turn."""
        turn = self.turns[place]
        return f"{self._handle(turn)}-{self._own[turn.speaker].index(place) + 1}"

    def speaker(self, place: int) -> str:
        """The name of the speaker in the names of files."""
        return self._handle(self.turns[place])

    def _handle(self, turn: Recordable) -> str:
        return _NOT_IN_NAMES.sub(" ", self._names[turn.speaker][0]).strip()

    def _of_line(self, line: int, sentence: int) -> Place:
        own = [place for place, turn in enumerate(self.turns) if turn.line == line and turn.sentences]
        if own:
            return self._checked(own[-1], sentence)
        before = [turn.line for turn in self.turns if turn.line < line and turn.sentences]
        remedy = (
            _("the turn before it begins in line {before}: rename it, or remove it.").format(before=before[-1])
            if before
            else _("rename it.")
        )
        raise _NoPlaceError(_("is for line {line}, where no turn begins; {remedy}").format(line=line, remedy=remedy))

    def _of_speaker(self, who: str, rest: re.Match[str]) -> Place:
        """A turn of a speaker, by number or by words; where there are both, the words decide."""
        own = self._own[who]
        number = int(rest["number"] or 0)
        words = letters(rest["words"] or "")
        if len(words) >= (LEAST_LETTERS if number else LEAST_OF_SPEAKER):  # after a number also “(2)”, as browsers add
            with_figures = letters(rest["number"]) + words  # a turn that begins with figures: 2008年
            if any(_begins(self._letters[place], with_figures) for place in own):
                words = with_figures
            return self._of_words(own, words, _sentence(rest["sentence"]))
        if not 0 < number <= len(own):
            has = _("{name} has {turns}").format(
                name=self._names[who][0],
                turns=ngettext("{count} turn", "{count} turns", len(own)).format(count=len(own)),
            )
            raise _NoPlaceError(_("fits no turn: {has}; {remedy}").format(has=has, remedy=self._list_names(own)))
        return self._checked(own[number - 1], _sentence(rest["sentence"]))

    def _of_words(self, among: Sequence[int], words: str, sentence: int) -> Place:
        """The turn, or else the sentence, that begins with these words."""
        begun = [Place(place, sentence) for place in among if _begins(self._letters[place], words)]
        found = begun or list(self._sentences(among, words))
        if not found:
            raise _NoPlaceError(_("fits no turn; {remedy}").format(remedy=self._remedy(among, words)))
        if len(found) > 1:
            which = " and ".join(self.number(place.turn) for place in found[:2])
            raise _NoPlaceError(
                _("fits {count} turns; name it by its number, as in {which}.").format(count=len(found), which=which)
            )
        return self._checked(*found[0])

    def _sentences(self, among: Iterable[int], words: str) -> Iterator[Place]:
        for place in among:
            for number, sentence in enumerate(self.turns[place].sentences, 1):
                if _begins(letters(sentence), words):
                    yield Place(place, number)

    def _checked(self, place: int, sentence: int) -> Place:
        count = len(self.turns[place].sentences)
        if sentence > count:
            has = _("line {line} has {sentences}").format(
                line=self.turns[place].line,
                sentences=ngettext("{count} sentence", "{count} sentences", count).format(count=count),
            )
            raise _NoPlaceError(
                _("is for sentence {sentence}, but the turn of {has}; rename it.").format(sentence=sentence, has=has)
            )
        return Place(place, sentence)

    def _remedy(self, among: Iterable[int], words: str) -> str:
        """The turn whose beginning is most like the words: its text has changed, or the name has a slip."""
        beginnings = {self._letters[place][: len(words)]: place for place in among if self._letters[place]}
        near = nearest(words, beginnings, 0.5)
        if not near:
            return self._list_names(among)
        turn, name = self.turns[beginnings[near]], self.name(beginnings[near])
        begins = turn.sentences[0][:SHOWN_LETTERS]
        return _("line {line} is “{begins}” now: rename it to {name}, or record that turn again as {name}.").format(
            line=turn.line, begins=begins, name=name
        )

    def _list_names(self, among: Iterable[int]) -> str:
        first = next((self.name(place) for place in among if self.turns[place].sentences), "")
        example = _(", as in {first}").format(first=first) if first else ""
        return _("rename it{example}, or remove it; “audiobuild parse --takes” lists all names.").format(
            example=example
        )


def _handles(
    script: Script, own: Mapping[str, list[int]], names: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each speaker id with the names that files may have for her or him; the first is the one to suggest."""
    roles = Counter(who.role for who in script.speakers)
    narrators = {NARRATOR_ID}
    labels: list[str] = []  # of narrators
    for who in script.speakers:
        if who.role is Role.NARRATOR:
            narrators.add(who.id)
            labels += _given_names(who)
        elif who.id in own:
            is_alone = roles[who.role] == 1
            yield who.id, (*_given_names(who), *_other_names(who, is_alone, names))
    for who_id in sorted(narrators & own.keys()):
        yield who_id, (*labels, *NARRATOR_NAMES)


def _given_names(who: Speaker) -> list[str]:
    return [name for name in (who.label, who.name) if name]


def _other_names(who: Speaker, is_alone: bool, names: Mapping[str, str]) -> Iterator[str]:
    """The letter of the role where nobody shares it, the name in transcripts, and the id."""
    if is_alone:
        yield who.role.value
    if who.id in names:
        yield names[who.id]
    yield who.id


def _rest(text: str) -> re.Match[str] | None:
    """What a file name says after the speaker, None where the speaker only begins another word."""
    return _NUMBERED.fullmatch(text) or _WORDED.fullmatch(text)


def _sentence(found: str | None) -> int:
    return int(found) if found else WHOLE


def _begins(text: str, words: str) -> bool:
    """Whether a text begins with the words, or is all of what they begin with."""
    return bool(text) and (text.startswith(words) or words == text)


def _first_words(text: str, most: int) -> str:
    """The first words of a text with that many letters, as a file may be named."""
    kept = ""
    for letter in _NOT_IN_NAMES.sub(" ", text):
        if len(letters(kept)) >= most and (letter == " " or not letter.isascii()):
            break
        if letter.isalnum() or letter == " ":
            kept += letter
    return _BESIDE_WIDE.sub("", " ".join(kept.split()))


def _folded(text: str) -> str:
    """A text for comparison; macOS keeps names decomposed."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
