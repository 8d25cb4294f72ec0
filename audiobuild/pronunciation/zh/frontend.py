"""The Chinese front end: text with Latin words to normalized words, pinyin and phonemes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from audiobuild.i18n import N_
from audiobuild.model import Decision, Reading
from audiobuild.pronunciation.choices import LEXICON, figure_readings, lexicon_decisions, lexicon_readings
from audiobuild.pronunciation.en.guess import GUESS
from audiobuild.pronunciation.form import HAN, Form, mark_decisions, marked, silent, tidy
from audiobuild.pronunciation.latin import latin_sound, letters
from audiobuild.pronunciation.lexicon import HELD_LETTERS, HELD_PINYIN, Entry, Lexicon, shown
from audiobuild.pronunciation.prepare import prepared
from audiobuild.pronunciation.zh.normalize import normal_zh
from audiobuild.pronunciation.zh.pinyin import pinyin_symbols, with_marks
from audiobuild.pronunciation.zh.readings import doubtful, simplified, words_of
from audiobuild.pronunciation.zh.word import Word
from audiobuild.regex import lazy

_HAN = lazy(f"{HAN}+")
_ACRONYM = lazy(r"[A-Z](?: [A-Z])+(?![A-Za-z'’])")
_RUNS = lazy(
    rf"(?P<han>(?:{HAN}|{HELD_PINYIN})+)|(?P<latin>{_ACRONYM.pattern}|[A-Za-z]+(?:['’][A-Za-z]+)*)"
    rf"|(?P<letters>{HELD_LETTERS})|(?P<other>.)",
    re.DOTALL,
)


class _Part(NamedTuple):
    """A run of one script, or a mark: its phonemes, the readings it gives an editor to check, and what decided them."""

    phonemes: str
    pinyin: str = ""
    readings: tuple[Reading, ...] = ()
    unpronounceable: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()


def pronounce_zh(text: str, lexicon: Lexicon, names: Sequence[str] = ()) -> Form:
    """The normalized words, phonemes, pinyin, unpronounceable characters and readings of Chinese text.

    `names` are people's names, whose surnames are read as such.
    """
    text = prepared(text)
    ready, held = lexicon.marked(text)
    decisions = lexicon_decisions(lexicon, text)
    worded = words_zh(ready, decisions)
    normal, given = _with_characters(worded, held)
    parts = list(_parts(normal, held, given, list(map(_in_simplified, names))))
    unpronounceable: list[str] = []
    chosen: list[Reading] = []
    for part in parts:
        unpronounceable += part.unpronounceable
        chosen += part.readings
        decisions += part.decisions
    written = _ACRONYM.sub(lambda found: found[0].replace(" ", ""), worded)
    return Form(
        shown(normal, held),
        tidy("".join(part.phonemes for part in parts)),
        tuple(unpronounceable),
        " ".join(part.pinyin for part in parts if part.pinyin),
        (*lexicon_readings(lexicon, text), *figure_readings(ready, written), *chosen),
        tuple(decisions),
    )


def _with_characters(normal: str, held: Mapping[str, Entry]) -> tuple[str, dict[int, str]]:
    """The text with the characters of entries that are read by character, and the syllable at each of their places."""
    if not any(entry.by_character for entry in held.values()):
        return normal, {}
    text = ""
    given: dict[int, str] = {}
    for letter in normal:
        entry = held.get(letter)
        if entry and entry.by_character:
            given |= dict(enumerate(entry.syllables, len(text)))
            text += entry.written
        else:
            text += letter
    return _in_simplified(text), given


def words_zh(text: str, decisions: list[Decision] | None = None) -> str:
    """Chinese text in simplified characters, with figures and readable signs in words.

    The rules that applied are added to `decisions`.
    """
    return normal_zh(_in_simplified(text), decisions)


def _in_simplified(text: str) -> str:
    return _HAN.sub(lambda found: simplified(found[0]), text)


def _parts(normal: str, held: Mapping[str, Entry], given: Mapping[int, str], names: Sequence[str]) -> Iterator[_Part]:
    """The runs of normalized text with their phonemes.

    `held` maps placeholder characters to lexicon entries, `given` the places of characters to their syllables.
    """
    found = list(_RUNS.finditer(normal))
    own = {place: list(entry.syllables) for place, entry in held.items() if entry.syllables}
    spans = [match.span() for match in found if match.lastgroup == "han"]
    runs = iter(words_of(normal, spans, own, given, names) if spans else [])
    for match in found:
        if match.lastgroup == "han":
            yield _han(next(runs))
        else:
            yield _other(match, held)


def _other(match: re.Match[str], held: Mapping[str, Entry]) -> _Part:
    """A run that is not Chinese: a Latin word, letters of the lexicon, punctuation, or unpronounceable."""
    if match.lastgroup == "latin":
        return _latin(match[0])
    if match[0] in held:
        names = held[match[0]].letters
        return _Part(f" {letters(names)} ", names)
    if silent(match[0]):
        mark = marked(match[0])
        return _Part(mark, decisions=mark_decisions(match[0], mark))
    return _Part(" ", unpronounceable=(match[0],), decisions=(Decision(match[0], "", N_("no sound")),))


def _han(run: list[Word]) -> _Part:
    """The words of a run of Han characters, with spaces between; a character without a reading is unpronounceable."""
    phonemes: list[str] = []
    pinyin: list[str] = []
    choices: list[Reading] = []
    unpronounceable: list[str] = []
    decisions: list[Decision] = []
    for word, syllables, source in run:
        marked_syllables = list(map(with_marks, syllables))
        phonemes.append("".join(map(pinyin_symbols, syllables)))
        pinyin.append("".join(marked_syllables))
        if source != LEXICON:  # the entry itself is among the decisions already
            decisions.append(Decision(word, " ".join(marked_syllables), source))
        if doubtful(word, syllables):
            choices.append(Reading("polyphone", word, " ".join(marked_syllables)))
        if not syllables:
            unpronounceable.append(word)
    symbols = f" {' '.join(phonemes)} "
    return _Part(symbols, " ".join(pinyin), tuple(choices), tuple(unpronounceable), tuple(decisions))


def _latin(word: str) -> _Part:
    """A Latin word in Chinese speech: spelled, listed or guessed."""
    word = word.replace(" ", "")  # the letters of an acronym are separate in normalized text
    phonemes, source = latin_sound(word.replace("’", "'"))
    if word.isalpha() and phonemes == letters(word):
        reading = Reading("latin", word, " ".join(word.upper()))
    elif GUESS in source:
        reading = Reading("guess", word, f"/{phonemes}/")
    else:
        reading = Reading("latin", word, f"/{phonemes}/")
    return _Part(f" {phonemes} ", word, (reading,), decisions=(Decision(word, reading.said, source),))
