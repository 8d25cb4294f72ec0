"""Grapheme-to-phoneme guesses for words that no dictionary lists.

A joint n-gram model (Bisani and Ney 2008), trained on the packaged dictionaries by `bench/words.py` and measured by
`bench/guess.py`. It uses integer arithmetic only, so a word has the same phonemes on every machine.
"""

from __future__ import annotations

import gzip
import heapq
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from sys import byteorder
from typing import NamedTuple

from audiobuild.i18n import N_
from audiobuild.resources import packaged

#: The source of a guessed sound.
GUESS = N_("guess from the spelling")
#: The longest n-gram; the bits of a unit's number in a key; the integer cost of one unit of natural logarithm.
ORDER, BITS, SCALE = 6, 9, 8

_BEAM = 50
_KNOWN = 20_000
_UNSTRESSED = 10 * SCALE
_UNIT, _CONTEXT = (1 << BITS) - 1, (1 << (ORDER - 1) * BITS) - 1


class _Path(NamedTuple):
    """A partial result: its cost, its last units as a key, whether the main stress is set, and its phonemes."""

    cost: int
    context: int
    stressed: bool
    sounds: str


class _Model:
    """The n-gram model: costs of units (a letter and its phonemes) given the units before."""

    def __init__(self, data: bytes) -> None:
        head, _, planes = gzip.decompress(data).partition(b"\n")
        units = head.decode().split(" ")
        size = len(planes) // 10
        keys = bytearray(8 * size)
        for i in range(8):
            keys[i::8] = planes[i * size : (i + 1) * size]
        self._keys = array("Q", bytes(keys))
        if byteorder == "big":
            self._keys.byteswap()
        self._costs, self._back_off = planes[8 * size : 9 * size], planes[9 * size :]
        self.start = units.index("<") + 1
        self._known: dict[tuple[int, str], Mapping[int, int]] = {}
        self.sounds = [unit[1:] for unit in units]
        self.stressed = ["ˈ" in unit for unit in units]
        self._of_letter: dict[str, tuple[int, int]] = {}  # units are sorted, so the units of a letter are contiguous
        for number, unit in enumerate(units, 1):
            first, _ = self._of_letter.get(unit[0], (number, number))
            self._of_letter[unit[0]] = (first, number)

    def costs(self, context: int, letter: str) -> Mapping[int, int]:
        """The cost of each unit of `letter` after `context`, from the longest n-gram known for that unit."""
        known = self._known.get((context, letter))
        if known is None:
            known = self._known[context, letter] = self._read(context, letter)
        return known

    def forget(self) -> None:
        """Keep the cache of lookups small."""
        if len(self._known) > _KNOWN:
            self._known.clear()

    def _read(self, context: int, letter: str) -> Mapping[int, int]:
        first, last = self._of_letter[letter]
        found: dict[int, int] = {}
        if context:  # every unit has a cost without context
            at = bisect_left(self._keys, context)
            back = self._back_off[at] if at < len(self._keys) and self._keys[at] == context else 0
            shorter = context & (1 << (context.bit_length() - 1) // BITS * BITS) - 1  # without its oldest unit
            found = {unit: cost + back for unit, cost in self.costs(shorter, letter).items()}
        at, end = bisect_left(self._keys, context << BITS | first), context << BITS | last
        while at < len(self._keys) and (key := self._keys[at]) <= end:
            found[key & _UNIT] = self._costs[at]
            at += 1
        return found


@cache
def _model() -> _Model:
    return _Model(packaged("pronunciation/en/words/us_guess.bin.gz").read_bytes())


@lru_cache(4096)
def guess(word: str) -> str:
    """Phonemes for a word of the letters a-z (others are skipped), with one main stress if it has a vowel."""
    model = _model()
    paths = [_Path(0, model.start, False, "")]
    for letter in word.lower():
        if "a" <= letter <= "z":
            paths = _longer(model, paths, letter)
    model.forget()
    return min(_longer(model, paths, ">"), key=lambda path: path.cost + _UNSTRESSED * (not path.stressed)).sounds


def _longer(model: _Model, paths: list[_Path], letter: str) -> list[_Path]:
    """The cheapest extensions of each path by one letter; of paths with the same context only the cheapest is kept.

    Paths with a second main stress are discarded.
    """
    steps = (
        (path.cost + cost, place, unit)
        for place, path in enumerate(paths)
        for unit, cost in model.costs(path.context, letter).items()
        if not (path.stressed and model.stressed[unit - 1])
    )
    kept: dict[tuple[int, bool], _Path] = {}
    for cost, place, unit in heapq.nsmallest(2 * _BEAM, steps):
        context = (paths[place].context << BITS | unit) & _CONTEXT
        stressed = paths[place].stressed or model.stressed[unit - 1]
        if (context, stressed) not in kept and len(kept) < _BEAM:
            kept[context, stressed] = _Path(cost, context, stressed, paths[place].sounds + model.sounds[unit - 1])
    return list(kept.values())
