"""Marks in the text of a script: how a word is read, pauses, and sounds.

`歙（shè）县`, `曹翀(chōng)`: pinyin after the characters it belongs to. `2008（读：二零零八）`, `nginx (say: x)`:
how the figures or the word before the bracket are said. `[停顿 2秒]`, `（停顿）`, `[pause 500ms]`: silence.
`[音效 门铃]`, `[sound doorbell]`: a file of the show's folder “sounds”. Marks stay in the script and are not spoken.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from audiobuild.i18n import _
from audiobuild.model import GivenReading, Reading, Utterance
from audiobuild.pronunciation.form import HAN
from audiobuild.regex import lazy

SHORTEST, LONGEST = 100, 10_000
"""Milliseconds: a pause that is shorter is not heard as one, one that is longer sounds like a broken file."""
USUAL = 1000
"""Milliseconds of a pause without a length: longer than the 0.75 s between two turns, so that it is heard as meant."""
LONGEST_RUN = 60
"""Characters before a bracket in which the word that it is about is looked for."""

_BRACKET = lazy(r"[ \t]?([\[［【（(])([^\[\]［］【】（）()\n]{1,80})([\]］】）)])")
_SQUARE, _ROUND = frozenset("[［【"), frozenset("（(")
_PAUSE = lazy(
    r"(?P<word>停[顿頓]|pause)(?:[\s:]*(?P<count>\d{1,6}(?:\.\d{1,3})?|[半一二两兩三四五六七八九十])\s*"
    r"(?P<unit>毫秒|ms|秒[钟鐘]?|s|secs?|seconds?))?",
)
# `[sound of rain]` and `[sound fades]` are stage directions.
_SOUND = lazy(r"(?:音效|sound)(?:\s*:\s*|\s+)(?!(?:of|fad(?:es|ing)|plays?|starts?|stops?)\b)(?P<name>\S.*)")
_UNCLEAR = lazy(r"(?:停[顿頓]|[暂暫]停|pause)[\s:]*\d.*|(?:音效|sound)[\s:]*")
_SAY = lazy(r"(?:[读讀]作?|say)\s*[:：]\s*(?P<said>\S.*)", 2)  # IGNORECASE
_MILLISECONDS = {"毫秒": 1, "ms": 1}  # in one unit; the others are seconds
_COUNTS = {"半": 0.5, "两": 2.0, "兩": 2.0} | {figure: float(n) for n, figure in enumerate("一二三四五六七八九十", 1)}
_HAN_END = lazy(f"{HAN}+$")
# Letters and figures of any script but Chinese, and the signs of numbers, prices, versions and names: 24/7, C++, GPT-4.
_RUN_END = lazy(rf"(?:(?!{HAN})[^\W_]|[./%‰+\-–−~×÷=<>≥≤±#&@_*'’$€£¥￥°℃℉^√]|(?<=\d)[,:](?=\d))+$")


class Break(NamedTuple):
    """A pause of so many milliseconds, or a sound by its name, before the character `at` of a text."""

    at: int
    pause: int
    sound: str = ""


class Marked(NamedTuple):
    """A text without its marks, what the marks say, those that make no reading, and what was doubtful about them.

    `spans` are the places of the marks in the text as it was written.
    """

    text: str
    readings: tuple[GivenReading, ...] = ()
    breaks: tuple[Break, ...] = ()
    silent: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def read_marks(text: str) -> Marked:
    """The text with its marks read and taken out; a text without marks is returned as it is."""
    reader = _Reader(text)
    for found in _BRACKET.finditer(text):
        if not reader.take_silence(found[1], found[2], found.start(), found.end()):
            reader.take_reading(found[1], found[2], found.start(), found.end())
    return reader.result()


def without_marks(text: str) -> str:
    """The text as transcripts show it."""
    return read_marks(text).text


def is_silence(opening: str, content: str) -> bool:
    """Whether a bracket is a pause or a sound."""
    text = _folded(content)
    return bool(_pause(opening, text) or _sound(opening, text))


def is_mark(opening: str, content: str) -> bool:
    """Whether a bracket is a pause or a sound, or says how the word before it is said."""
    return is_silence(opening, content) or (opening in _ROUND and bool(_SAY.fullmatch(content.strip())))


def is_unclear(opening: str, content: str) -> bool:
    """Whether a square bracket begins like a pause or a sound and is none: `[停顿 20]`, `[音效]`."""
    return opening in _SQUARE and not is_mark(opening, content) and bool(_UNCLEAR.fullmatch(_folded(content)))


def given_readings(utterance: Utterance) -> tuple[Reading, ...]:
    """The readings that marks give for parts of an utterance, for an editor to check."""
    return tuple(
        Reading("given", utterance.text[given.start : given.end], _shown(given)) for given in utterance.readings
    )


def _shown(given: GivenReading) -> str:
    if not given.syllables:
        return given.words
    from audiobuild.pronunciation.zh.pinyin import with_marks  # only here, because most scripts have no marks

    return " ".join(map(with_marks, given.syllables))


def not_understood(mark: str) -> str:
    """What is said of a bracket that begins like a mark and is none."""
    return _("“{mark}” is not understood; write [停顿 2秒], [pause 500ms], [音效 门铃] or [sound doorbell].").format(
        mark=mark
    )


class _Reader:
    """Takes the marks out of a text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        self._length = 0  # of the parts
        self._end = 0  # of the last mark in the text
        self._readings: list[GivenReading] = []
        self._breaks: list[Break] = []
        self._silent: list[str] = []
        self._doubts: list[str] = []
        self._spans: list[tuple[int, int]] = []

    def take_silence(self, opening: str, content: str, start: int, end: int) -> bool:
        """Take out a pause, a sound, or what only begins like one; False if the bracket is none of these."""
        folded = _folded(content)
        mark = self._text[start:end].strip()
        asked, name = _pause(opening, folded), _sound(opening, folded)
        unclear = is_unclear(opening, content)
        if not (asked or name or unclear):
            return False
        self._cut(start, end)
        self._silent.append(mark)
        if unclear:
            self._doubts.append(not_understood(mark))
        else:
            self._breaks.append(Break(self._length, self._within_limits(asked, mark), name))
        return True

    def _within_limits(self, asked: int, mark: str) -> int:
        """The milliseconds of a pause that are taken; 0 for a sound."""
        pause = min(max(asked, SHORTEST), LONGEST) if asked else 0
        if pause != asked:
            self._doubts.append(
                _("a pause lasts 0.1 to 10 s: “{mark}” is {seconds:g} s.").format(mark=mark, seconds=pause / 1000)
            )
        return pause

    def take_reading(self, opening: str, content: str, start: int, end: int) -> None:
        """Take a reading out, if the bracket is one and the text before it has what it is about."""
        if opening not in _ROUND:
            return
        before = self._text[max(self._end, start - LONGEST_RUN) : start]
        said = _SAY.fullmatch(content.strip())
        words = said["said"].strip() if said else ""
        reading = _by_pinyin(before, words or content) or (words and _in_words(before, words))
        if reading:
            self._cut(start, end)
            first = self._length - len(before)
            self._readings.append(reading._replace(start=first + reading.start, end=first + reading.end))
        elif said or _is_pinyin(content):
            self._doubts.append(_no_reading(self._text[start:end].strip()))

    def _cut(self, start: int, end: int) -> None:
        part = self._text[self._end : start]
        self._parts.append(part)
        self._length += len(part)
        blank = self._text[end : end + 1]
        self._end = end + (not self._length and blank in (" ", "\t", "\u3000"))
        self._spans.append((start, self._end))

    def result(self) -> Marked:
        """What was taken, and the text that is left."""
        if not self._parts:
            return Marked(self._text, doubts=tuple(self._doubts))
        text = "".join([*self._parts, self._text[self._end :]])
        return Marked(
            text,
            tuple(self._readings),
            tuple(self._breaks),
            tuple(self._silent),
            tuple(self._doubts),
            tuple(self._spans),
        )


def _folded(content: str) -> str:
    """A bracket's content for comparison: letters and figures of usual width, in lower case."""
    return unicodedata.normalize("NFKC", content).casefold().strip()


def _pause(opening: str, folded: str) -> int:
    """The milliseconds that a bracket asks for, 0 if it is no pause.

    In round brackets, and without a length, only the Chinese word is one.
    """
    found = _PAUSE.fullmatch(folded)
    if not found or opening not in (_SQUARE if found["word"] == "pause" else _SQUARE | _ROUND):
        return 0
    if not found["count"]:
        return 0 if found["word"] == "pause" else USUAL  # transcribers write [pause] for what they heard
    count = _COUNTS.get(found["count"]) or float(found["count"])
    return max(1, round(count * _MILLISECONDS.get(found["unit"], 1000)))


def _sound(opening: str, folded: str) -> str:
    """The name of the sound that a bracket asks for, "" if it asks for none."""
    found = _SOUND.fullmatch(folded)
    return found["name"] if found and opening in _SQUARE else ""


def _by_pinyin(before: str, content: str) -> GivenReading | None:
    """The reading of the last characters before a bracket that holds pinyin for them."""
    han = _HAN_END.search(before)
    if not han:
        return None
    from audiobuild.pronunciation.zh.spelling import syllables_of  # only here, because it loads tables

    syllables = syllables_of(content)
    if not syllables or len(syllables) > len(han[0]):
        return None
    return GivenReading(len(before) - len(syllables), len(before), syllables)


def _is_pinyin(content: str) -> bool:
    """Whether a bracket holds several syllables of pinyin with their tones, and nothing else."""
    from audiobuild.pronunciation.zh.spelling import syllables_of  # only here, because it loads tables

    return " " in content.strip() and bool(syllables_of(content))


def _no_reading(mark: str) -> str:
    """What is said of a reading that nothing before it can have."""
    return _(
        "“{mark}” is spoken as written: nothing before it can have this reading. Give "
        "Chinese characters pinyin, a syllable each, and figures or a Latin word other words."
    ).format(mark=mark)


def _in_words(before: str, words: str) -> GivenReading | None:
    """The reading of the figures or the word before a bracket that says it in words."""
    run = _RUN_END.search(before)
    if not run or not any(map(str.isalnum, run[0])) or not any(map(str.isalnum, words)):
        return None
    return GivenReading(run.start(), run.end(), words=words)
