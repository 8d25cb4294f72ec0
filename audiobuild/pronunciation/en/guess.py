"""A guess at the sound of a word no dictionary lists: the likeliest sounds of its letters, one after the other.

A joint n-gram model (Bisani and Ney 2008) learnt from the dictionaries beside it; `bench/words.py` makes it and
`bench/guess.py` measures it. All arithmetic is in whole numbers: the same word has the same sound on every machine.
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

from audiobuild.resources import packaged

#: The longest n-gram, the bits of one unit's number in a key, and what one unit of natural logarithm costs.
ORDER, BITS, SCALE = 6, 9, 8

_BEAM = 50
_KNOWN = 20_000
_UNSTRESSED = 10 * SCALE
_UNIT, _CONTEXT = (1 << BITS) - 1, (1 << (ORDER - 1) * BITS) - 1


class _Path(NamedTuple):
    """Letters read so far: what it cost, the last units as a key, whether the stress was set, the sounds."""

    cost: int
    context: int
    stressed: bool
    sounds: str


class _Model:
    """Costs of units (a letter and its sounds) after others."""

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
        self._of_letter: dict[str, tuple[int, int]] = {}  # units are sorted: those of a letter are neighbours
        for number, unit in enumerate(units, 1):
            first, _ = self._of_letter.get(unit[0], (number, number))
            self._of_letter[unit[0]] = (first, number)

    def costs(self, context: int, letter: str) -> Mapping[int, int]:
        """What each unit of `letter` costs after the units of `context`, by the longest n-gram known of each."""
        known = self._known.get((context, letter))
        if known is None:
            known = self._known[context, letter] = self._read(context, letter)
        return known

    def forget(self) -> None:
        """Keep what has been looked up small."""
        if len(self._known) > _KNOWN:
            self._known.clear()

    def _read(self, context: int, letter: str) -> Mapping[int, int]:
        first, last = self._of_letter[letter]
        found: dict[int, int] = {}
        if context:  # each unit is known by itself
            at = bisect_left(self._keys, context)
            back = self._back_off[at] if at < len(self._keys) and self._keys[at] == context else 0
            shorter = context & (1 << (context.bit_length() - 1) // BITS * BITS) - 1  # without its first unit
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
    """Symbols for a word of the letters a-z (others are passed over), with one main stress where it has a vowel."""
    model = _model()
    paths = [_Path(0, model.start, False, "")]
    for letter in word.lower():
        if "a" <= letter <= "z":
            paths = _longer(model, paths, letter)
    model.forget()
    return min(_longer(model, paths, ">"), key=lambda path: path.cost + _UNSTRESSED * (not path.stressed)).sounds


def _longer(model: _Model, paths: list[_Path], letter: str) -> list[_Path]:
    """The cheapest paths with one of the letter's sounds more, of those that go on alike the first.

    A second main stress is no path.
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
