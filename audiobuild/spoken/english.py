"""English text to the model's symbols."""

from __future__ import annotations

import re
import unicodedata

from audiobuild.spoken.choices import figure_readings, lexicon_readings
from audiobuild.spoken.dictionary import VOWELS, plural, pronounced, said_as_word
from audiobuild.spoken.form import HAN, Form, marked, silent, tidy
from audiobuild.spoken.guess import guess
from audiobuild.spoken.lexicon import Entry, Lexicon, shown
from audiobuild.spoken.normal_en import normal_en
from audiobuild.spoken.pinyin import pinyin_symbols
from audiobuild.spoken.tables import listed

_RUNS = re.compile(
    rf"(?P<word>[A-Za-z\u00c0-\u024f]+(?:'[A-Za-z]+)*(?:(?<=s)')?)|(?P<han>{HAN}+)|(?P<other>.)", re.DOTALL
)

#: Small words whose sound depends on the next: before a vowel, before a consonant, before a pause.
_WEAK = {
    "the": ("ði", "ðə", "ðə"),
    "to": ("tʊ", "tə", "tu"),
    "a": ("ɐ", "ɐ", "ˈA"),
    "an": ("ɐn", "ɐn", "ɐn"),
    "i": ("ˌI", "ˌI", "ˌI"),
}

#: Words after which a word of two sounds is a verb (to recˈord), and those after which `read` is a participle.
_BEFORE_VERB = listed(
    "to will would can could shall should may might must i you we they who let's not don't didn't can't won't "
    "i'll you'll we'll they'll i'd you'd we'd they'd please"
)
_BEFORE_PARTICIPLE = listed("have has had having was were is are be been being i've we've you've they've")

#: Prefixes that sound otherwise before a hyphen: re-elect.
_PREFIXES = {"re": "ɹˌi", "pre": "pɹˌi", "de": "dˌi", "co": "kˌO", "non": "nˌɑn"}

#: Capitals throughout, of more than one word: not acronyms but a way to print.
_SHOUTED = re.compile(r"[^a-z]*[A-Z]{2,}[^a-z]*\s[^a-z]*[A-Z]{3,}[^a-z]*")

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+(?:'[a-z]+)*|[A-Z]")
_OTHER_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "th", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}
    | {"Æ": "Ae", "Œ": "Oe", "Ø": "O", "Ð": "Th", "Þ": "Th", "Ł": "L", "Đ": "D"}
)


def said_en(text: str, lexicon: Lexicon) -> Form:
    """Normal words, symbols and what has no sound of a stretch of English text."""
    ready, held = lexicon.marked(text)
    normal = normal_en(ready.lower() if _SHOUTED.fullmatch(ready) else ready)
    found = list(_RUNS.finditer(normal))
    parts: list[str] = []
    unsaid: list[str] = []
    before = ""
    for i, match in enumerate(found):
        if match.lastgroup == "word":
            hyphen = match.end() < len(normal) - 1 and normal[match.end()] == "-"
            prefix = _PREFIXES.get(match[0].lower()) if hyphen else None
            parts.append(prefix or _word(match[0], before, _next(found[i + 1 :])))
            before = match[0].lower()
        elif match[0] in held:
            parts.append(_held(held[match[0]]))
        elif match.lastgroup == "han":
            parts.append(_han(match[0], unsaid))
        elif silent(match[0]):
            parts.append(marked(match[0]))
            before = before if match[0].isspace() else ""
        else:
            unsaid.append(match[0])
    chosen = (*lexicon_readings(lexicon, text), *figure_readings(ready, normal))
    return Form(shown(normal, held), tidy("".join(parts)), tuple(unsaid), readings=chosen)


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
    for match in rest[:2]:
        if match.lastgroup == "word":
            return match[0]
        if not match[0].isspace() and match[0] != "-":
            return ""
    return ""


def _word(word: str, before: str, after: str) -> str:
    """One word in its sentence."""
    small = word.lower()
    if len(word) == 1 and len(after) == 1 and word.isupper() and after.isupper():
        return spelled(word)  # A B tests
    if small in _WEAK and (word != "A" or after):
        vowel, consonant, pause = _WEAK[small]
        if not after:
            return pause
        return vowel if _begins_with_vowel(after) else consonant
    if small == "used" and after.lower() == "to":
        return "jˈust"
    return english_symbols(word, _use(before))


def _use(before: str) -> str:
    if before in _BEFORE_VERB:
        return "VERB"
    return "VBN" if before in _BEFORE_PARTICIPLE else "DEFAULT"


def _begins_with_vowel(word: str) -> bool:
    symbols = english_symbols(word, "DEFAULT").lstrip("ˈˌ")
    return symbols[:1] in VOWELS


def english_symbols(word: str, use: str = "DEFAULT") -> str:
    """Symbols of an English word or name: listed, inflected, spelled out, put together of its parts, or guessed."""
    plain = _unaccented(word)
    if plain.isupper() and len(plain) > 1 and not said_as_word(plain):
        return spelled(plain)
    known = pronounced(plain, use)
    if known is not None:
        return known
    if plain.endswith("'"):
        return english_symbols(plain[:-1], use)
    if plain.endswith("'s"):
        return plural(english_symbols(plain[:-2], use))
    parts = _PARTS.findall(plain)
    if len(parts) > 1:
        return "".join(english_symbols(part) for part in parts)
    if not set(plain.lower()) & set("aeiouy"):
        return spelled(plain)
    return guess(plain)


def spelled(word: str) -> str:
    """The names of the letters, the last one stressed: CEO."""
    names = [pronounced(letter.upper()) or "" for letter in word if letter.isalpha()]
    return "".join(name.replace("ˈ", "ˌ") for name in names[:-1]) + names[-1]


def _unaccented(word: str) -> str:
    """The word in the letters a to z: café as cafe, Øresund as Oresund."""
    letters = unicodedata.normalize("NFD", word.translate(_OTHER_LETTERS))
    return "".join(letter for letter in letters if letter.isascii())
