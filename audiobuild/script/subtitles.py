"""Subtitles (SRT, WebVTT, SBV) to Rows: the text of the cues, without numbers and times."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.inline import Cutter, emphasise
from audiobuild.script.lines import Row, ends_sentence, join, plain
from audiobuild.script.people import name_strength

_CUE = lazy(r"^\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*(?:-->|,)\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_VOICE = lazy(r"^<v(?:\.[^ >]{0,40})?\s+([^>\n]{1,60})>")
_CUE_TAG = lazy(r"</?(?:[cvibu]|lang|ruby|rt)(?:[.\s][^<>\n]{0,80})?>|<\d{2}:\d{2}[^<>\n]{0,12}>|\{\\an?\d\}")
_LABEL = lazy(r"^([^\s：:<>\[\]{}][^：:<>\[\]{}]{0,29})[：:](?!\d\d)\s*(?=\S)")
# `- Yes.`, `>> Yes.`: another speaker begins
_CHANGE = lazy(r"^\s*(?:-|>>+|(?:&gt;){2,})\s+(?=\S)")
_OPENS_TURN = lazy(r"^[【\[〔][^【】\[\]〔〕]{1,20}[】\]〕]|^[QA问答][.、\s]")
_BLOCK = lazy(r"^(?:NOTE|STYLE|REGION)\b")
_CUES_IN_LONG_TURN = 4  # up to three cues a turn, the labels are found without joining
_MAX_TURN = 4_000  # characters of a row, so that joining is linear; a turn of five minutes
_HEADER = lazy(r"^[A-Za-z][\w-]{0,30}:")  # Kind: captions


def is_subtitles(lines: list[str]) -> bool:
    """Whether the file is a list of timed cues."""
    if any(line.startswith("WEBVTT") for line in lines[:1]):
        return True
    cues = sum(bool(_CUE.match(line)) for line in lines)
    return cues >= 2 and cues * 6 >= sum(1 for line in lines if line.strip())


def read_subtitles(lines: list[str]) -> tuple[list[Row], list[Dropped]]:
    """The rows of the cues: one for each sentence, or for each turn if turns are long and have names.

    A turn of forty cues is then one row with its label, so that labels are judged by turns.
    """
    voices = _voices(lines)
    reader = _Reader(_has_stops(lines), voices, _has_long_turns(lines, voices))
    skipping = in_header = False
    for index, raw in enumerate(lines):
        line = raw.replace("\x0c", " ")
        in_header = line.startswith("WEBVTT") or (in_header and bool(_HEADER.match(line)))
        if not line.strip():
            skipping = reader.inside = False
        elif in_header:
            reader.dropped.append(Dropped(index + 1, line.strip(), "metadata"))
        elif skipping or _BLOCK.match(line):
            skipping = True
            reader.dropped.append(Dropped(index + 1, line.strip(), "metadata"))
        elif _CUE.match(line) or _is_identifier(lines, index):
            reader.dropped.append(Dropped(index + 1, line.strip(), "timestamp"))
        else:
            reader.text(index + 1, line)
    return reader.rows, reader.dropped


@dataclass(slots=True)
class _Reader:
    """Reads the text of cues: `inside` is true after a cue's first line, `speaking` is the last speaker named.

    `joins`: the cues of a turn become one row.
    """

    stops: bool
    voices: frozenset[str]
    joins: bool
    rows: list[Row] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    inside: bool = False
    speaking: str = ""

    def text(self, number: int, line: str) -> None:
        """One line of a cue's text."""
        change = _CHANGE.match(line)
        before = self.speaking
        said, self.speaking, again = _said(line[change.end() if change else 0 :].strip(), self.voices, before)
        if again:
            self.dropped.append(Dropped(number, before, "metadata"))
        cutter = Cutter(number)
        text = cutter.cut(emphasise(_CUE_TAG.sub("", said))).strip()
        self.dropped += cutter.dropped
        if not plain(text):
            return
        anew = bool(change) or self.speaking != before or bool(_LABEL.match(said) or _OPENS_TURN.match(said))
        if self.rows and not anew and (self.inside or self._goes_on()):
            self.rows[-1] = replace(self.rows[-1], text=join((self.rows[-1].text, text)), last=number)
        else:
            broken = again or (self.stops and bool(self.rows))
            self.rows.append(Row(number, text, timed=self.stops, broken=broken))
        self.inside = True

    def _goes_on(self) -> bool:
        """Whether the next cue belongs to the row before: the same speaker, or an unfinished sentence."""
        before = self.rows[-1].text
        if self.joins and self.speaking and len(before) < _MAX_TURN:
            return True
        return self.stops and not ends_sentence(before)


def _voices(lines: list[str]) -> frozenset[str]:
    """The labels before a colon in several cues: a speaker whose name is repeated in each of his cues."""
    counts = Counter(match[1] for line in lines if (match := _LABEL.match(line.strip())) and "-->" not in line)
    voices = frozenset(label for label, count in counts.items() if count >= 2 and name_strength(label))
    return voices if len(voices) >= 2 else frozenset()


def _has_long_turns(lines: list[str], voices: frozenset[str]) -> bool:
    """Whether the cues name the speaker only where he changes."""
    cues = sum(map(bool, map(_CUE.match, lines)))
    named = sum(bool(match and match[1] in voices) for match in (_LABEL.match(line.strip()) for line in lines))
    return 0 < named * _CUES_IN_LONG_TURN <= cues


def _said(line: str, voices: frozenset[str], speaking: str) -> tuple[str, str, bool]:
    """The text of a cue, its speaker, and whether he spoke before, so that his name does not open a turn."""
    voice = _VOICE.match(line)
    label = _LABEL.match(line)
    name = voice[1].strip() if voice else label[1] if label and label[1] in voices else ""
    found = voice or label
    if not name or found is None:
        return line, speaking, False
    rest = line[found.end() :].strip()
    if name == speaking:
        return rest, speaking, True
    return f"{name}：{rest}", name, False


def _has_stops(lines: list[str]) -> bool:
    """Whether the cues have punctuation: only then does a cue without a full stop continue in the next."""
    texts = [
        _CUE_TAG.sub("", line) for line in lines if line.strip() and "-->" not in line and not line.strip().isdecimal()
    ]
    return sum(map(ends_sentence, texts)) * 5 >= len(texts)


def _is_identifier(lines: list[str], index: int) -> bool:
    """Whether a line is a cue's number or name: directly before its times."""
    return index + 1 < len(lines) and bool(_CUE.match(lines[index + 1]))
