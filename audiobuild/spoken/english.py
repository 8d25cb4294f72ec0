"""English text to the model's symbols."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from audiobuild.spoken.abbreviations_en import is_spelled
from audiobuild.spoken.choices import figure_readings, lexicon_readings
from audiobuild.spoken.dictionary import LONGEST, VOWELS, plural, pronounced
from audiobuild.spoken.form import HAN, Form, marked, silent, tidy
from audiobuild.spoken.guess import guess
from audiobuild.spoken.heteronyms import sound_in_context
from audiobuild.spoken.lexicon import Entry, Lexicon, shown
from audiobuild.spoken.normal_en import normal_en
from audiobuild.spoken.pinyin import pinyin_symbols
from audiobuild.spoken.pinyin_en import looks_chinese, pinyin_name
from audiobuild.spoken.rules import JOINT
from audiobuild.spoken.tables import table
from audiobuild.spoken.wordlists import entries

_RUNS = re.compile(
    rf"(?P<letters>\b[A-Z](?:{JOINT}[A-Z])+\b(?:'?s\b)?)"
    r"|(?P<word>(?:(?<!\w)'(?=(?:em|n|til|cause|tis|twas|bout|round)\b))?"
    r"[A-Za-z\u00c0-\u024f]+(?:'[A-Za-z]+)*(?:(?<=s)'|(?<='n)')?)"
    rf"|(?P<han>{HAN}+)|(?P<other>.)",
    re.DOTALL,
)

#: Small words whose sound depends on the next: before a vowel, before a consonant, before a pause.
_WEAK = {
    "the": ("ði", "ðə", "ðə"),
    "to": ("tʊ", "tə", "tu"),
    "a": ("ɐ", "ɐ", "ˈA"),
    "an": ("ɐn", "ɐn", "ɐn"),
    "i": ("ˌI", "ˌI", "ˌI"),
}

#: Prefixes that sound otherwise before a hyphen: re-elect.
_PREFIXES = {"re": "ɹˌi", "pre": "pɹˌi", "de": "dˌi", "co": "kˌO", "non": "nˌɑn", "anti": "ˌæntˌI", "semi": "sˌɛmi"}

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+(?:'[a-z]+)*|[A-Z]")
_OTHER_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "th", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}
    | {"Æ": "Ae", "Œ": "Oe", "Ø": "O", "Ð": "Th", "Þ": "Th", "Ł": "L", "Đ": "D"}
)
#: Letters that English spells otherwise, in words that are guessed: Ibrahimović.
_FOREIGN = str.maketrans(
    {
        "ć": "ch",
        "č": "ch",
        "š": "sh",
        "ş": "sh",
        "ș": "sh",
        "ž": "zh",
        "ż": "zh",
        "ź": "z",
        "ñ": "ny",
        "å": "o",
        "ç": "s",
    }
    | {"ä": "e", "ð": "th", "þ": "th", "ğ": "", "ł": "w"}
)
#: Words whose accents tell them from another word.
_ACCENTED = table(
    """
    résumé ɹˈɛzəmˌA, exposé ˌɛkspOzˈA, rosé ɹOzˈA, pâté pætˈA, maté mˈɑtˌA, lamé lɑmˈA, piqué pikˈA, zoë zˈOi
    beyoncé biˈɑnsA, pokémon pˈOkimˌɑn, über ˈubəɹ, señor sAnjˈɔɹ, señora sAnjˈɔɹə, crème kɹˈɛm, brûlée bɹulˈA
    """
)
_END, _PAUSE = frozenset(".!?…。！？\n"), frozenset(",;:—()“”")


class _Spoken(NamedTuple):
    """A word of the text, and where it stands among the small words around it."""

    word: str
    words: list[str]
    at: int
    after: str

    @property
    def opens(self) -> bool:
        return self.at == 0 or self.words[self.at - 1] == "."


def said_en(text: str, lexicon: Lexicon) -> Form:
    """Normal words, symbols and what has no sound of a stretch of English text."""
    ready, held = lexicon.marked(text)
    normal = normal_en(ready)
    parts: list[str] = []
    unsaid: list[str] = []
    found = list(_RUNS.finditer(normal))
    words = [_small(match) for match in found]
    heard = [place for place, word in enumerate(words) if word]
    small = [words[place] for place in heard]
    where = {place: at for at, place in enumerate(heard)}
    for place, match in enumerate(found):
        if match.lastgroup == "letters":
            parts.append(_letters(match[0]))
        elif match.lastgroup == "word" and _unaccented(match[0]):
            prefix = _PREFIXES.get(words[place]) if normal[match.end() : match.end() + 1] == "-" else None
            spoken = _Spoken(match[0], small, where[place], _next(found[place + 1 : place + 3]))
            parts.append(prefix if prefix and spoken.after else _word(spoken))
        elif match[0] in held:
            parts.append(_held(held[match[0]]))
        elif match.lastgroup == "han":
            parts.append(_han(match[0], unsaid))
        elif silent(match[0]):
            parts.append(marked(match[0]))
        else:
            unsaid.append(match[0])
    chosen = (*lexicon_readings(lexicon, text), *figure_readings(ready, normal))
    return Form(shown(normal.replace(JOINT, " "), held), tidy("".join(parts)), tuple(unsaid), readings=chosen)


def _small(match: re.Match[str]) -> str:
    """What a run is to its neighbours: a small word, "," for a pause, "." for the end of a sentence, "" for nothing."""
    if match.lastgroup in ("word", "letters", "han"):
        return match[0].lower()
    if match[0] in _END:
        return "."
    return "," if match[0] in _PAUSE else ""


def _held(entry: Entry) -> str:
    """A word of the lexicon with pinyin or letters."""
    return " ".join(map(pinyin_symbols, entry.syllables)) or spelled(entry.letters)


def _han(text: str, unsaid: list[str]) -> str:
    """A Chinese name in an English sentence."""
    from audiobuild.spoken.chinese import said_zh

    form = said_zh(text, Lexicon())
    unsaid += form.unsaid
    return f" {form.symbols} "


def _next(rest: list[re.Match[str]]) -> str:
    """The word that follows at once, "" when a pause or the end comes first."""
    for match in rest:
        if match.lastgroup in ("word", "letters"):
            return match[0]
        if not match[0].isspace() and match[0] != "-":
            return ""
    return ""


def _word(spoken: _Spoken) -> str:
    """One word in its sentence."""
    word, small = spoken.word, spoken.word.lower()
    if word == "A" and not spoken.opens and not spoken.after[:1].isupper():
        return spelled(word)  # vitamin A is
    if small in _WEAK:
        vowel, consonant, pause = _WEAK[small]
        if not spoken.after:
            return pause
        return vowel if _begins_with_vowel(spoken.after) else consonant
    named = word[:1].isupper() and not spoken.opens and word in entries("gold")
    chosen = None if named or word.isupper() else sound_in_context(spoken.words, spoken.at)
    if chosen is not None and not (small == "polish" and word != small and spoken.after not in ("the", "your")):
        return chosen.replace("ɾ", "T").replace("ʔ", "t")
    return english_symbols(small if spoken.opens and small in entries("gold") and small != "polish" else word)


def _begins_with_vowel(word: str) -> bool:
    symbols = (_letters(word) if JOINT in word else english_symbols(word)).lstrip("ˈˌ")
    return symbols[:1] in VOWELS


def english_symbols(word: str) -> str:
    """Symbols of an English word or name: listed, inflected, spelled out, put together of its parts, or guessed."""
    if word.lower() in _ACCENTED:
        return _ACCENTED[word.lower()]
    plain = _unaccented(word)
    if plain.isupper() and len(plain) > 1 and is_spelled(plain):
        return spelled(plain)
    if looks_chinese(plain) and plain not in entries("gold") and (name := pinyin_name(plain)):
        return name
    known = pronounced(plain)
    if known is not None:
        return known
    if plain.endswith("'"):
        return english_symbols(plain[:-1])
    if plain.endswith("'s"):
        return plural(english_symbols(plain[:-2]))
    return _unlisted(plain, word)


def _unlisted(plain: str, word: str) -> str:
    """The symbols of a word that no rule of the dictionary gives."""
    parts = _PARTS.findall(plain)
    if len(parts) > 1 and "'" not in plain:
        return "".join(map(english_symbols, parts))
    if not set(plain.lower()) & set("aeiouy") or len(plain) > LONGEST:
        return spelled(plain)
    if name := pinyin_name(plain):
        return name
    if word.endswith(("é", "ée")):
        return guess(plain.rstrip("e")).replace("ˈ", "ˌ") + "ˈA"
    return guess(_unaccented(word.lower().translate(_FOREIGN)).replace("'", ""))


def _letters(run: str) -> str:
    """An acronym, letter by letter: C E O, C E Os."""
    names = spelled(run.rstrip("s"))
    return plural(names) if run.endswith("s") else names


def spelled(word: str) -> str:
    """The names of the letters, the last one stressed: CEO."""
    names = [pronounced(letter.upper()) or "" for letter in word if letter.isalpha()]
    return "".join(name.replace("ˈ", "ˌ") for name in names[:-1]) + names[-1]


def _unaccented(word: str) -> str:
    """The word in the letters a to z: café as cafe, Øresund as Oresund."""
    letters = unicodedata.normalize("NFD", word.translate(_OTHER_LETTERS))
    return "".join(letter for letter in letters if letter.isascii())
