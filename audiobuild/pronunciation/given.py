"""The readings that a script gives at single places: held as private-use characters while the text is pronounced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audiobuild.errors import ConfigError
from audiobuild.model import GivenReading, Pronunciation
from audiobuild.pronunciation.lexicon import HELD_LETTERS, HELD_PINYIN, Entry, Lexicon, free_character, lexicon_entry


@dataclass(frozen=True, slots=True)
class Held:
    """A text with one private-use character for each given reading, and a lexicon that knows these characters."""

    text: str
    lexicon: Lexicon
    entries: Mapping[str, Entry]

    def written(self, part: str) -> str:
        """A part of the text as it was written."""
        for character, entry in self.entries.items():
            part = part.replace(character, entry.written)
        return part

    def restored(self, said: Pronunciation) -> Pronunciation:
        """The pronunciation of the held text as that of the written text."""
        if not self.entries:
            return said
        pieces = tuple(replace(piece, written=self.written(piece.written)) for piece in said.pieces)
        return replace(said, pieces=pieces)


def hold(text: str, given: Sequence[GivenReading], lexicon: Lexicon) -> Held:
    """The text with each given reading held, in a lexicon in which these readings come before all entries."""
    if not given:
        return Held(text, lexicon, {})
    entries: dict[str, Entry] = {}
    parts: list[str] = []
    end = 0
    for reading in given:
        entry = _entry(text[reading.start : reading.end], reading)
        character = free_character(HELD_PINYIN if entry.syllables else HELD_LETTERS, {*text, *entries})
        entries[character] = entry
        parts += [text[end : reading.start], character]
        end = reading.end
    return Held("".join([*parts, text[end:]]), lexicon.with_given(entries), entries)


def _entry(written: str, reading: GivenReading) -> Entry:
    if reading.syllables:
        return Entry(written, written, reading.syllables, by_character=True)
    try:
        return lexicon_entry(written, reading.words)
    except ConfigError:  # it looks like pinyin but is not: said as it is spelled
        return Entry(written, reading.words)
