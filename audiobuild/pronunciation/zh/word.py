"""A Chinese word with its syllables and what decided them."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """Han characters, their numbered syllables (zhong4; none if no source has them), and the source."""

    written: str
    syllables: list[str]
    source: str

    @property
    def by_character(self) -> bool:
        """Whether each character has a syllable of its own."""
        return len(self.syllables) == len(self.written)
