"""Subtitles (SRT, WebVTT, SBV) to Rows: the text of the cues, without numbers and times."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from audiobuild.i18n import _
from audiobuild.model import Dropped, ScriptWarning
from audiobuild.regex import lazy
from audiobuild.script.inline import Cutter, emphasise
from audiobuild.script.lines import CHANGE, Row, ends_sentence, join, plain
from audiobuild.script.people import name_strength

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
# Under a minute, some programs write no minutes: `58.2 --> 1:02.3`.
_SHORT_TIME = r"(?:\d{1,3}:){0,2}\d{1,5}[.,]\d{1,3}"
_CUE = lazy(rf"^\s*(?:{_TIME}\s*,\s*{_TIME}|{_SHORT_TIME}\s*-->\s*{_SHORT_TIME})")
_VOICE = lazy(r"(?:(?:(?:>|&gt;){2,}|-)[ \t]*)?<v(?:\.[^ >\n]{0,40})?[ \t]+([^>\n]{1,60})>")
_STARTS = "\ufdd4"  # stands before the label of a speaker who begins inside a line
_CUE_TAG = lazy(r"</?(?:[cvibu]|lang|ruby|rt)(?:[.\s][^<>\n]{0,80})?>|<\d{2}:\d{2}[^<>\n]{0,12}>|\{\\an?\d\}")
_LABEL = lazy(r"(?m)^[ \t]*([^\s：:<>\[\]{}][^：:<>\[\]{}\n]{0,29})[：:](?!\d\d)[ \t\u3000]*(?=\S)")
# `- Yes.`, `>> Yes.`: another speaker begins
_CHANGE = lazy(r"^\s*(?:-\s+|(?P<other>(?:>|&gt;){2,})\s*)(?=\S)")
# The same behind a sentence inside a line: `Quite. >> Yes.`
_CHANGE_INSIDE = lazy(r"(?<=[.?!…\"”’)\]-])\s+(?=(?:>|&gt;){2,}\s*\S)|\s*\ufdd4")
# A label behind a sentence: `It was. ANN: Why?`; a speaker's only if lines begin with it, too
_LABEL_INSIDE = lazy(r"(?<=[.?!…\"”’)\]-])[ \t]+(?=([^\s：:<>\[\]{}][^：:<>\[\]{}\n]{0,29})[：:](?!\d\d)[ \t]*\S)")
# Two lines of a cue with dashes are said by two people.
_TWO_DASHES = lazy(r"(?m)(?<=-->)([^\n]*\n)[ \t]*-[ \t]+(?=\S)([^\n]*\n)[ \t]*-[ \t]+(?=\S)")
_OPENS_TURN = lazy(rf"{_LABEL.pattern}|^[【\[〔][^【】\[\]〔〕]{{1,20}}[】\]〕]|^[QA问答][.、\s]")
_WEBVTT = "WEBVTT"
_BLOCK = lazy(r"^(?:WEBVTT|NOTE|STYLE|REGION)(?![^\s])")
_HEADER = lazy(r"^(?:Kind|Language|X-[A-Z-]{1,30})\s?[:=]\s?\S{1,60}$")  # of the file, above the first cue
_NO_TEXT = lazy(r".*-->|\s*\d*\s*$")
_CUES_IN_LONG_TURN = 4  # up to three cues a turn, the labels are found without joining
_MAX_TURN = 4_000  # characters of a row, so that joining is linear; a turn of five minutes


def is_subtitles(lines: list[str]) -> bool:
    """Whether the file is a list of timed cues."""
    cues = sum(map(bool, map(_CUE.match, lines)))
    return "".join(lines[:1]).startswith(_WEBVTT) or cues >= max(2, sum(map(bool, map(str.strip, lines))) / 6)


def voices_of(lines: list[str]) -> tuple[str, ...]:
    """The speakers that WebVTT's own tags name: `<v Ann>`."""
    return tuple(dict.fromkeys(_VOICE.findall("\n".join(lines))))


def read_subtitles(lines: list[str]) -> tuple[list[Row], list[Dropped], tuple[ScriptWarning, ...]]:
    """The rows of the cues, what was dropped, and the warnings.

    A row is a sentence, or a turn if turns are long and have names.

    A turn of forty cues is then one row with its label, so that labels are judged by turns.
    """
    marked = "\n".join(lines)
    text = _CUE_TAG.sub("", _VOICE.sub(rf"{_STARTS}\1： ", marked)).replace("\x0c", " ")
    labels = Counter(_LABEL.findall(text.replace(_STARTS, "\n")))
    labels.update(filter(labels.__contains__, _LABEL_INSIDE.findall(text)))
    voices = _voices(labels) | frozenset(_VOICE.findall(marked))
    text = _LABEL_INSIDE.sub(lambda m: _STARTS if m[1] in voices else m[0], text)
    if voices:
        text = _TWO_DASHES.sub(rf"\1{CHANGE} \2{CHANGE} ", text)
    lines = text.split("\n")
    cues = list(map(bool, map(_CUE.match, lines)))
    named = sum(map(labels.__getitem__, voices))
    turns = named or sum(map(_is_change, lines))
    reader = _Reader(_has_stops(lines), voices, 0 < turns * _CUES_IN_LONG_TURN <= sum(cues))
    reader.first = cues.index(True) if any(cues) else 0
    reader.has_blocks = any(line.startswith(_WEBVTT) for line in lines[: reader.first])
    for number, (line, is_cue, is_name) in enumerate(zip(lines, cues, [*cues[1:], False], strict=True), start=1):
        reader.line(number, line, is_cue, is_name)
    return reader.rows, reader.dropped, reader.warnings()


@dataclass(slots=True)
class _Reader:
    """Reads the text of cues: `inside` is true after a cue's first line, `speaking` is the last speaker named,
    `in_block` is true in a block of notes or styles, `has_blocks` if the format has them, `gap` after a blank line,
    `first` is the number of lines above the first cue, `changed` is
    true if another speaker than that of the last row follows: after two changes without words it is the same one.

    `unnamed` is the line of the first change from a named speaker to one without a label, `others` gives the other of
    two speakers. `stops`: the cues have punctuation. `joins`: the cues of a turn become one row.
    """

    stops: bool
    voices: frozenset[str]
    joins: bool
    rows: list[Row] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    inside: bool = False
    in_block: bool = False
    first: int = 0
    has_blocks: bool = False
    gap: bool = True
    speaking: str = ""
    changed: bool = False
    unnamed: int = 0
    others: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.others = _others(self.voices)

    def warnings(self) -> tuple[ScriptWarning, ...]:
        """A warning about the first change without a name between speakers who have names."""
        if not self.unnamed:
            return ()
        if self.others:
            message = _(
                "no name where the speaker changes, so the other of the two speaks; add names as labels if wrong"
            )
            return (ScriptWarning("voices-alternate", self.unnamed, message),)
        message = _("no name where the speaker changes, so read as words of the speaker above; add a label if wrong")
        return (ScriptWarning("no-label-here", self.unnamed, message),)

    def line(self, number: int, line: str, is_cue: bool, is_name: bool) -> None:
        """One line of the file: blank, the time or name of a cue, a line of a block, or text."""
        self.in_block = not is_cue and self._in_block(line)
        self.gap = not line.strip()
        if not line.strip():
            self.inside = False
        elif is_cue or is_name:
            self.dropped.append(Dropped(number, line.strip(), "timestamp"))
        elif self.in_block or (number <= self.first and _HEADER.match(line)):
            self.dropped.append(Dropped(number, line.strip(), "metadata"))
        else:
            self.text(number, line)

    def _in_block(self, line: str) -> bool:
        """Whether a line belongs to a block: a comment begins below a blank line, and `NOTE:` in a cue is speech."""
        opens = self.has_blocks and self.gap and bool(_BLOCK.match(line))
        return bool(line.strip()) and (self.in_block or opens)

    def text(self, number: int, line: str) -> None:
        """One line of a cue's text, with the words of one speaker or of several."""
        for part in filter(str.strip, _CHANGE_INSIDE.split(line)):
            self._part(number, part)

    def _part(self, number: int, line: str) -> None:
        """The words of one speaker in a line; a label that repeats the last speaker's name is dropped."""
        before = self.speaking
        self.changed ^= _is_change(line)
        bare = _CHANGE.sub("", line).strip()
        said = self._labelled(bare, number)
        cutter = Cutter(number)
        text = cutter.cut(emphasise(said)).strip()
        self.dropped += cutter.dropped
        if not plain(text):
            return
        if self.changed and self.speaking and not _OPENS_TURN.match(bare):
            text = self._by_other(number, text)
        anew = any((_CHANGE.match(line), self.speaking != before, _OPENS_TURN.match(said), not self.rows))
        if anew or not (self.inside or self._continues()):
            marker = CHANGE if self.changed else ""
            broken = self.stops and bool(self.rows)
            self.rows.append(Row(number, text, marker=marker, timed=self.stops, broken=broken, played=not self.stops))
            self.changed = False
        else:
            self.rows[-1] = replace(self.rows[-1], text=join((self.rows[-1].text, text)), last=number)
        self.inside = True

    def _labelled(self, said: str, number: int) -> str:
        """The text of a cue with its label if the speaker changes; a label that repeats the last name is dropped."""
        label = _LABEL.match(said)
        if label is None or label[1] not in self.voices:
            return said
        rest = said[label.end() :]
        if label[1] != self.speaking:
            self.speaking = label[1]
            return f"{label[1]}：{' ' * rest[:1].isdecimal()}{rest}"  # `：71` would be a time
        self.dropped.append(Dropped(number, label[1], "metadata"))
        return rest

    def _by_other(self, number: int, text: str) -> str:
        """The words after a change of speaker without a name, with the label of the other of two speakers."""
        self.unnamed = self.unnamed or number
        self.speaking = self.others.get(self.speaking, self.speaking)
        return f"{self.speaking}：{' ' * text[:1].isdecimal()}{text}" if self.others else text

    def _continues(self) -> bool:
        """Whether the next cue belongs to the row before: the same speaker, or an unfinished sentence."""
        before = self.rows[-1].text
        return (self.joins and len(before) < _MAX_TURN) or (self.stops and not ends_sentence(before))


def _is_change(line: str) -> bool:
    """Whether another speaker begins at a line: a dash may also be a list's or a pause."""
    change = _CHANGE.match(line)
    return change is not None and change["other"] is not None


def _others(voices: frozenset[str]) -> dict[str, str]:
    """For each of two speakers the other one; empty if there are more."""
    return dict(zip(sorted(voices), sorted(voices, reverse=True), strict=True)) if len(voices) == 2 else {}


def _voices(counts: Counter[str]) -> frozenset[str]:
    """The labels before a colon in several cues: a speaker whose name is repeated in each of his cues."""
    voices = frozenset(label for label, count in counts.items() if count >= 2 and name_strength(label))
    return voices if len(voices) >= 2 else frozenset()


def _has_stops(lines: list[str]) -> bool:
    """Whether the cues have punctuation: only then does a cue without a full stop continue in the next."""
    texts = [line for line in lines if not _NO_TEXT.match(line)]
    return sum(map(ends_sentence, texts)) * 5 >= len(texts)
