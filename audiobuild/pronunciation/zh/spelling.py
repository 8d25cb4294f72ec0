"""Pinyin as people write it, with tone marks or figures, to numbered syllables: chóng qìng, chóngqìng, chong2qing4."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from audiobuild.pronunciation.zh.pinyin import is_syllable, with_marks
from audiobuild.regex import lazy

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}  # combining marks
_LETTERS = {ord("ɑ"): "a", ord("ɡ"): "g", ord("’"): "'", ord("ü"): "v"}  # input methods write the first two
_FIGURED = lazy(r"(?:[a-zê]+[1-5])+")
_FIGURED_SYLLABLE = lazy(r"[a-zê]+[1-5]")
_PLAIN = lazy(r"[a-zê]+")
_SEPARATORS = lazy(r"[\s'·-]+")
_VOWELS = frozenset("aeiouvê")
_LONGEST = 6  # letters of zhuang and chuang


@lru_cache(4096)  # a talk names the same people again and again
def syllables_of(text: str) -> tuple[str, ...]:
    """The numbered syllables of a text that is all pinyin, () for any other text.

    The first syllable has a tone, so that English words are none. Syllables written as one word have a tone each but
    for the last, so that names (Málaga, Panamá) are none; capitals are allowed with tone marks, so that A4 is none.
    """
    words = [word for word in _SEPARATORS.split(text.translate(_LETTERS).strip()) if word]
    found: list[str] = []
    for word in words:
        own = _figured(word) or _marked(word)
        if not own:
            return ()
        found += own
    toneless = bool(found) and found[0].endswith("5") and not words[0].endswith("5")
    return () if toneless else tuple(found)


def _figured(word: str) -> list[str]:
    if not _FIGURED.fullmatch(word):
        return []
    found: list[str] = _FIGURED_SYLLABLE.findall(word)
    return found if all(map(_is_spoken, found)) else []


def _marked(word: str) -> list[str]:
    """The syllables of a word with tone marks, as few as there can be: xiān is one."""
    letters = list(_letters(word.lower()))
    if not _PLAIN.fullmatch("".join(letter for letter, _ in letters)):
        return []
    best: dict[int, list[str]] = {0: []}  # by the letters read
    for end in range(1, len(letters) + 1):
        ways = list(_ways(letters, end, best))
        if ways:
            best[end] = min(ways, key=len)
    return best.get(len(letters), [])


def _ways(letters: list[tuple[str, str]], end: int, best: Mapping[int, list[str]]) -> Iterator[list[str]]:
    """The first letters, up to `end`, as each best beginning and one more syllable."""
    for start in range(max(0, end - _LONGEST), end):
        syllable = _syllable(letters[start:end], last=end == len(letters))
        if syllable and start in best:
            yield [*best[start], syllable]


def _letters(word: str) -> Iterator[tuple[str, str]]:
    """Each letter with its tone, "" for none; the two dots of ü make it v."""
    letter = tone = ""
    for part in unicodedata.normalize("NFD", word):
        if part in _TONES:
            tone = _TONES[part]
        elif part == "\u0308" and letter == "u":
            letter = "v"
        elif part == "\u0302" and letter == "e":
            letter = "ê"
        else:
            yield from [(letter, tone)] if letter else []
            letter, tone = part, ""
    yield letter, tone


def _syllable(letters: list[tuple[str, str]], *, last: bool) -> str:
    """The letters as one syllable with at most one tone; "" if they are none, or have no tone and are not the last."""
    tones = "".join(tone for _, tone in letters)
    if len(tones) > 1 or not (tones or last):
        return ""
    syllable = "".join(letter for letter, _ in letters) + (tones or "5")
    return syllable if _is_spoken(syllable) else ""


@cache
def _is_spoken(syllable: str) -> bool:
    """Whether a Chinese character is read so; a neutral tone can be that of any syllable."""
    if not is_syllable(syllable) or _VOWELS.isdisjoint(syllable):
        return False
    tones = "1234" if syllable.endswith("5") else syllable[-1]
    return any(with_marks(syllable[:-1] + tone) in _readings() for tone in tones)


@cache
def _readings() -> frozenset[str]:
    """Every reading of a character, with tone marks."""
    from pypinyin.constants import PINYIN_DICT

    return frozenset(reading for readings in PINYIN_DICT.values() for reading in readings.split(","))
