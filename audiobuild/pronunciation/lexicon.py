"""The lexicon: a show's own pronunciations, given as pinyin, as letters or as other words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache

from audiobuild.errors import ConfigError
from audiobuild.i18n import _
from audiobuild.pronunciation.prepare import prepared
from audiobuild.pronunciation.zh.pinyin import is_syllable
from audiobuild.regex import lazy

#: Private-use characters that replace an entry while its text is processed: for pinyin, and for letters.
HELD_PINYIN, HELD_LETTERS = "[\U000f0000-\U000ffffd]", "[\U00100000-\U0010fffd]"
_NUMBERED = lazy(r"[a-zü]+[1-5]", re.IGNORECASE)
_WITH_FIGURE = lazy(r"[a-zü]+[0-9]", re.IGNORECASE)  # for Chinese words, so that liang9 is a slip and no word
_HAN_ONLY = lazy(r"[\u3400-\u9fff]+")
_TONE_MARKS = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ")
_LETTERS = lazy(r"[A-Za-z](?:[\s.·-]+[A-Za-z])+\.?|[A-Z]\.")


@dataclass(frozen=True, slots=True)
class Entry:
    """The pronunciation of the text `written`: `syllables` (zhong4) or `letters` (ERP), else `words`.

    `words` is also the entry's form in normalized text. `by_character` says that each character of `written` has its
    own syllable, so that the characters can stay in their sentence while the words around them are read.
    """

    written: str
    words: str
    syllables: tuple[str, ...] = ()
    letters: str = ""
    by_character: bool = False


class Lexicon:
    """Entries by written form; where several match, the longest is used.

    Text and entries are compared as `prepare.prepared` gives them. Latin entries match whole words only, and ignore
    case unless they contain capitals. Raises ConfigError for invalid pinyin and for an entry with an empty side, with
    its place in `places` if it has one.
    """

    def __init__(self, entries: Mapping[str, str] = {}, places: Mapping[str, str] = {}) -> None:
        self._entries: dict[str, Entry] = {}
        for written, said in entries.items():
            try:
                self._entries[prepared(written)] = lexicon_entry(prepared(written), prepared(said))
            except ConfigError as error:
                place = f"{places[written]}: " if written in places else ""
                raise ConfigError(f"{place}{error}") from error
        self._small = {written.lower(): entry for written, entry in self._entries.items()}
        longest_first = sorted(self._entries, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_matching, longest_first))) if entries else None
        facts = json.dumps(sorted(entries.items())).encode()
        self.digest = hashlib.sha256(facts).hexdigest()[:16] if entries else ""
        self._given: dict[str, Entry] = {}

    def with_given(self, given: Mapping[str, Entry]) -> Lexicon:
        """This lexicon and the entries of one text, in which each of them is a private-use character already."""
        both = copy(self)
        both._given = dict(given)
        return both

    def marked(self, text: str) -> tuple[str, dict[str, Entry]]:
        """The text with `words` entries replaced by their words and other entries by one private-use character each.

        Returns the text and the entry of each private-use character.
        """
        held = {character: entry for character, entry in self._given.items() if entry.syllables or entry.letters}
        if self._pattern is None:
            return self._with_given_words(text), held

        def put(found: re.Match[str]) -> str:
            entry = self._found(found)
            if not (entry.syllables or entry.letters):
                return entry.words
            character = free_character(HELD_PINYIN if entry.syllables else HELD_LETTERS, {*text, *held})
            held[character] = entry
            return character

        return self._with_given_words(self._pattern.sub(put, text)), held

    def _with_given_words(self, text: str) -> str:
        for character, entry in self._given.items():
            if not (entry.syllables or entry.letters):
                text = text.replace(character, entry.words)
        return text

    def used(self, text: str) -> tuple[Entry, ...]:
        """The entries that occur in the text, in order."""
        if self._pattern:
            return tuple(map(self._found, self._pattern.finditer(text)))
        return ()

    def respelled(self, text: str) -> str:
        """The text for an engine without phoneme input: spaced letters, and pinyin as homophone characters."""
        if self._pattern:
            text = self._pattern.sub(lambda found: _plain(self._found(found)), prepared(text))
        for character, entry in self._given.items():
            text = text.replace(character, _plain(entry))
        return text

    def _found(self, found: re.Match[str]) -> Entry:
        return self._entries.get(found[0]) or self._small[found[0].lower()]


def free_character(characters: str, used: Collection[str]) -> str:
    """The first character of a class `[a-b]` that is not used."""
    place = ord(characters[1])
    while chr(place) in used:
        place += 1
    return chr(place)


def shown(normal: str, held: Mapping[str, Entry]) -> str:
    """Normalized text with each placeholder replaced by its entry's own words."""
    for character, entry in held.items():
        normal = normal.replace(character, entry.words)
    return normal


def lexicon_entry(written: str, said: str) -> Entry:
    """The entry of a lexicon line; ConfigError if a side has no word or the pinyin is invalid."""
    if not (_has_word(written) and _has_word(said)):
        raise ConfigError(
            _(
                "the lexicon entry “{written}” = “{said}” has an empty side; write a word or a number on both sides."
            ).format(written=written, said=said)
        )
    parts = said.split()
    syllables = _numbered(written, parts) or _with_tone_marks(parts)
    if syllables:
        _check_count(written, said, syllables)
        return Entry(written, written, syllables)
    if _LETTERS.fullmatch(said.strip()):
        letters = "".join(filter(str.isalpha, said)).upper()
        return Entry(written, " ".join(letters), letters=letters)
    return Entry(written, said.strip())


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _numbered(written: str, parts: list[str]) -> tuple[str, ...]:
    """The parts as syllables if they are pinyin with tone numbers, () otherwise."""
    form = _WITH_FIGURE if _HAN_ONLY.fullmatch(written) else _NUMBERED
    if not all(map(form.fullmatch, parts)):
        return ()
    syllables = tuple(part.lower().replace("ü", "v") for part in parts)
    for syllable in syllables:
        if not is_syllable(syllable):
            raise ConfigError(
                _(
                    "the lexicon entry “{written}” = “{said}” is not valid: {syllable} is not a pinyin "
                    "syllable; correct its spelling or its tone."
                ).format(written=written, said=" ".join(parts), syllable=syllable)
            )
    return syllables


def _check_count(written: str, said: str, syllables: tuple[str, ...]) -> None:
    """Raise ConfigError unless Chinese characters have a syllable each."""
    count = len(written)
    if _HAN_ONLY.fullmatch(written) and len(syllables) != count:
        raise ConfigError(
            _(
                "the lexicon entry “{written}” = “{said}” is not valid: {count} characters need "
                "{count} syllables, not {syllables}."
            ).format(written=written, said=said.strip(), count=count, syllables=len(syllables))
        )


def _with_tone_marks(parts: list[str]) -> tuple[str, ...]:
    """The parts as numbered syllables if they are pinyin with tone marks, () otherwise."""
    if _TONE_MARKS.isdisjoint("".join(parts).lower()):
        return ()
    from pypinyin.contrib.tone_convert import to_tone3

    numbered = tuple(to_tone3(part.lower(), neutral_tone_with_five=True).replace("ü", "v") for part in parts)
    for syllable in numbered:
        if not (_NUMBERED.fullmatch(syllable) and is_syllable(syllable)):
            return ()
    return numbered


def _matching(written: str) -> str:
    """A pattern for the text, with word boundaries where it starts or ends with a Latin letter or figure."""
    pattern = re.escape(written)
    if not any(map(str.isupper, written)):
        pattern = f"(?i:{pattern})"
    if re.match("[A-Za-z0-9]", written):
        pattern = "(?<![A-Za-z0-9])" + pattern
    if re.match("[A-Za-z0-9]", written[-1]):
        pattern += "(?![A-Za-z0-9])"
    return pattern


def _plain(entry: Entry) -> str:
    if not entry.syllables:
        return entry.words
    alike = [_homophone(syllable) for syllable in entry.syllables]
    if all(alike):
        return "".join(alike)
    return entry.written


@cache
def _homophone(syllable: str) -> str:
    """A common character whose only reading is this syllable, "" if there is none."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    for first in range(0xB0, 0xD8):  # level 1 of GB 2312: the 3,755 common characters
        for second in range(0xA1, 0xFF):
            character = bytes((first, second)).decode("gb2312", errors="ignore")
            reading = PINYIN_DICT.get(ord(character), "") if character else ""
            if "," not in reading and to_tone3(reading, neutral_tone_with_five=True).replace("ü", "v") == syllable:
                return character
    return ""
