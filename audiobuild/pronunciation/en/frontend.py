"""The English front end: text to normalized words and phonemes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from audiobuild.i18n import N_
from audiobuild.model import Decision, Reading
from audiobuild.pronunciation.choices import figure_readings, lexicon_decisions, lexicon_readings
from audiobuild.pronunciation.en.abbreviations import is_spelled
from audiobuild.pronunciation.en.dictionary import LONGEST, VOWELS, Found, looked_up, plural, pronounced
from audiobuild.pronunciation.en.guess import GUESS, guess
from audiobuild.pronunciation.en.heteronyms import sound_in_context
from audiobuild.pronunciation.en.normalize import normal_en
from audiobuild.pronunciation.en.pinyin import looks_chinese, pinyin_name
from audiobuild.pronunciation.en.wordlists import entries, tidied
from audiobuild.pronunciation.en.world_names import WORLD_NAMES
from audiobuild.pronunciation.form import HAN, Form, mark_decisions, marked, silent, tidy
from audiobuild.pronunciation.lexicon import Entry, Lexicon, shown
from audiobuild.pronunciation.prepare import prepared
from audiobuild.pronunciation.rules import JOINT
from audiobuild.pronunciation.tables import table
from audiobuild.pronunciation.zh.pinyin import pinyin_symbols
from audiobuild.regex import lazy

_RUNS = lazy(
    rf"(?P<letters>\b[A-Z](?:{JOINT}[A-Z])+\b(?:'?s\b)?)"
    r"|(?P<word>(?:(?<!\w)'(?=(?:em|n|til|cause|tis|twas|bout|round)\b))?"
    r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:'[A-Za-z]+)*(?:(?<=s)'|(?<='n)')?)"
    rf"|(?P<han>{HAN}+)|(?P<other>.)",
    re.DOTALL,
)

#: Function words whose sound depends on what follows: before a vowel, before a consonant, before a pause.
_WEAK = {
    "the": ("ði", "ðə", "ðə"),
    "to": ("tʊ", "tə", "tu"),
    "a": ("ɐ", "ɐ", "ˈA"),
    "an": ("ɐn", "ɐn", "ɐn"),
    "i": ("ˌI", "ˌI", "ˌI"),
}

#: Prefixes that are pronounced differently before a hyphen: re-elect.
_PREFIXES = {"re": "ɹˌi", "pre": "pɹˌi", "de": "dˌi", "co": "kˌO", "non": "nˌɑn", "anti": "ˌæntˌI", "semi": "sˌɛmi"}

_VOWEL_LETTERS = frozenset("aeiouy")
_PARTS = lazy(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+(?:'[a-z]+)*|[A-Z]")
_OTHER_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "th", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}
    | {"Æ": "Ae", "Œ": "Oe", "Ø": "O", "Ð": "Th", "Þ": "Th", "Ł": "L", "Đ": "D"}
)
#: Foreign letters and their English spelling, for words whose sound is guessed: Ibrahimović.
_FOREIGN = str.maketrans(
    {**dict.fromkeys("ćč", "ch"), **dict.fromkeys("šşș", "sh"), **dict.fromkeys("žż", "zh"), "ź": "z", "ñ": "ny"}
    | {"å": "o", "ç": "s", "ä": "e", "ð": "th", "þ": "th", "ğ": "", "ł": "w"}
)
#: Words that differ from another word only by their accent.
_ACCENTED = table(
    """
    résumé ɹˈɛzəmˌA, exposé ˌɛkspOzˈA, rosé ɹOzˈA, pâté pætˈA, maté mˈɑtˌA, lamé lɑmˈA, piqué pikˈA, zoë zˈOi
    beyoncé biˈɑnsA, pokémon pˈOkimˌɑn, über ˈubəɹ, señor sAnjˈɔɹ, señora sAnjˈɔɹə, crème kɹˈɛm, brûlée bɹulˈA
    """
)
_SPELLED, _PINYIN = N_("letter by letter"), N_("name in pinyin")
_END, _PAUSE = frozenset(".!?…。！？\n"), frozenset(",;:—()“”")


class _Spoken(NamedTuple):
    """A word of the text and its place in the list of lower-case words of its sentence."""

    word: str
    words: list[str]
    at: int
    after: str

    @property
    def opens(self) -> bool:
        return self.at == 0 or self.words[self.at - 1] == "."


class _Part(NamedTuple):
    """A run of the text: its phonemes, what decided them, and the characters without a sound."""

    phonemes: str
    decisions: tuple[Decision, ...] = ()
    unpronounceable: tuple[str, ...] = ()


def pronounce_en(text: str, lexicon: Lexicon) -> Form:
    """The normalized words, phonemes, unpronounceable characters and readings of English text."""
    text = prepared(text)
    ready, held = lexicon.marked(text)
    decisions = lexicon_decisions(lexicon, text)
    normal = normal_en(ready, decisions)
    parts = list(_parts(normal, held))
    unpronounceable: list[str] = []
    for part in parts:
        unpronounceable += part.unpronounceable
        decisions += part.decisions
    guessed = [Reading("guess", said.written, said.said) for said in decisions if said.source == GUESS]
    return Form(
        shown(normal.replace(JOINT, " "), held),
        tidy("".join(part.phonemes for part in parts)),
        tuple(unpronounceable),
        readings=(*lexicon_readings(lexicon, text), *figure_readings(ready, normal), *guessed),
        decisions=tuple(decisions),
    )


def _parts(normal: str, held: Mapping[str, Entry]) -> Iterator[_Part]:
    """The runs of normalized text with their phonemes; `held` maps placeholder characters to lexicon entries."""
    found = list(_RUNS.finditer(normal))
    small = list(map(_small, found))
    words = list(filter(None, small))
    at = 0
    for place, match in enumerate(found):
        if match.lastgroup == "word" and _unaccented(match[0]):
            spoken = _Spoken(match[0], words, at, _next(found[place + 1 : place + 3]))
            phonemes, source = _word(spoken, normal.startswith("-", match.end()))
            yield _decided(match[0], phonemes, source)
        else:
            yield _other(match, held)
        at += bool(small[place])


def _other(match: re.Match[str], held: Mapping[str, Entry]) -> _Part:
    """A run that is not an English word: letters, a lexicon entry, Chinese, punctuation, or unpronounceable."""
    if match.lastgroup == "letters":
        return _decided(match[0].replace(JOINT, " "), _letters(match[0]), _SPELLED)
    if match[0] in held:
        return _Part(_held(held[match[0]]))
    if match.lastgroup == "han":
        return _han(match[0])
    if silent(match[0]):
        mark = marked(match[0])
        return _Part(mark, mark_decisions(match[0], mark))
    return _Part("", (Decision(match[0], "", N_("no sound")),), (match[0],))


def _decided(written: str, phonemes: str, source: str) -> _Part:
    return _Part(phonemes, (Decision(written, f"/{phonemes}/", source),))


def _small(match: re.Match[str]) -> str:
    """A run as context for its neighbours: a lower-case word, "," (pause), "." (sentence end), or "" (ignored)."""
    if match.lastgroup in ("word", "letters", "han"):
        return match[0].lower()
    if match[0] in _END:
        return "."
    if match[0] in _PAUSE:
        return ","
    return ""


def _held(entry: Entry) -> str:
    """The phonemes of a lexicon entry given as pinyin or letters."""
    return " ".join(map(pinyin_symbols, entry.syllables)) or spelled(entry.letters)


def _han(text: str) -> _Part:
    """The phonemes and readings of a Chinese name in an English sentence."""
    from audiobuild.pronunciation.zh.frontend import pronounce_zh

    form = pronounce_zh(text, Lexicon())
    return _Part(f" {form.phonemes} ", form.decisions, form.unpronounceable)


def _next(rest: list[re.Match[str]]) -> str:
    """The word that follows directly, "" before a pause or the end."""
    for match in rest:
        if match.lastgroup in ("word", "letters"):
            return match[0]
        if match[0].strip() not in ("", "-"):
            return ""
    return ""


def _word(spoken: _Spoken, hyphen: bool) -> Found:
    """The phonemes of one word in its sentence, and their source; `hyphen`: a hyphen follows it."""
    small = spoken.word.lower()
    if hyphen and spoken.after and small in _PREFIXES:
        return Found(_PREFIXES[small], "table of prefixes before a hyphen")
    weak = _small_word(spoken, small)
    if weak:
        return Found(weak, N_("rule for function words"))
    chosen = _by_context(spoken, small)
    if chosen:
        return Found(chosen, N_("rule for words with several sounds"))
    ordinary = spoken.opens and small in entries("gold") and small != "polish"
    return _sound(small if ordinary else spoken.word)


def _small_word(spoken: _Spoken, small: str) -> str | None:
    """The weak form of a function word, None for other words."""
    if spoken.word == "A" and not spoken.opens and not spoken.after[:1].isupper():
        return spelled("A")  # vitamin A is: the letter, not the article
    if small not in _WEAK:
        return None
    vowel, consonant, pause = _WEAK[small]
    if not spoken.after:
        return pause
    if _begins_with_vowel(spoken.after):
        return vowel
    return consonant


def _by_context(spoken: _Spoken, small: str) -> str | None:
    """The phonemes of a word with several pronunciations, None for a name."""
    if _is_name(spoken, small):
        return None
    chosen = sound_in_context(spoken.words, spoken.at)
    if chosen is None:
        return None
    return tidied(chosen)


def _is_name(spoken: _Spoken, small: str) -> bool:
    """Whether a capitalised word is a name or acronym and not the ordinary word: Polish, Lead."""
    word = spoken.word
    if word.isupper():
        return True
    if small == "polish" and word != small and spoken.after not in ("the", "your"):
        return True
    return word[:1].isupper() and not spoken.opens and word in entries("gold")


def _begins_with_vowel(word: str) -> bool:
    if JOINT in word:
        symbols = _letters(word)
    elif _unaccented(word):
        symbols, _ = _sound(word)
    else:
        return False
    return symbols.lstrip("ˈˌ")[:1] in VOWELS


def _sound(word: str) -> Found:
    """The phonemes of a word or name, and their source: listed, inflected, spelled, compound or guessed."""
    if word.lower() in _ACCENTED:
        return Found(_ACCENTED[word.lower()], "table of words with accents")
    plain = _unaccented(word)
    known = _listed(plain)
    if known is not None:
        return known
    if plain.endswith("'"):
        return _sound(plain[:-1])
    if plain.endswith("'s"):
        symbols, source = _sound(word[:-2])
        return Found(plural(symbols), source)
    return _unlisted(plain, word)


def _listed(plain: str) -> Found | None:
    if plain.isupper() and len(plain) > 1 and is_spelled(plain):
        return Found(spelled(plain), _SPELLED)
    if looks_chinese(plain) and plain not in entries("gold") and plain not in WORLD_NAMES:
        name = pinyin_name(plain)
        if name:
            return Found(name, _PINYIN)
    return looked_up(plain)


def _unlisted(plain: str, word: str) -> Found:
    """The phonemes of a word that the dictionary rules do not cover, and their source."""
    parts = _PARTS.findall(plain)
    if len(parts) > 1 and "'" not in plain:
        return _joined([_sound(part) for part in parts])
    if len(plain) > LONGEST or _VOWEL_LETTERS.isdisjoint(plain.lower()):
        return Found(spelled(plain), _SPELLED)
    name = pinyin_name(plain)
    if name:
        return Found(name, _PINYIN)
    if word.endswith(("é", "ée")):
        return Found(guess(plain.rstrip("e")).replace("ˈ", "ˌ") + "ˈA", GUESS)
    return Found(guess(_unaccented(word.lower().translate(_FOREIGN))), GUESS)


def _joined(parts: list[Found]) -> Found:
    """The parts of a camel-case word; it is a guess if one of them is."""
    sources = [part.source for part in parts]
    return Found("".join(part.sound for part in parts), GUESS if GUESS in sources else sources[0])


def _letters(run: str) -> str:
    """An acronym letter by letter: C E O, C E Os."""
    names = spelled(run.rstrip("s"))
    if run.endswith("s"):
        return plural(names)
    return names


def spelled(word: str) -> str:
    """The names of the letters, with the stress on the last: CEO."""
    *first, last = [pronounced(letter.upper()) or "" for letter in word if letter.isalpha()]
    return "".join(first).replace("ˈ", "ˌ") + last


def _unaccented(word: str) -> str:
    """The word in the letters a to z: café as cafe, Øresund as Oresund."""
    letters = unicodedata.normalize("NFD", word.translate(_OTHER_LETTERS))
    return "".join(filter(str.isascii, letters))
