"""Chinese names in English text with an English pronunciation: Xiaoming, Qingdao, Xi'an."""

from __future__ import annotations

from functools import lru_cache

from audiobuild.pronunciation.tables import table
from audiobuild.pronunciation.zh.pinyin import is_syllable
from audiobuild.regex import lazy

_INITIALS = table(
    """
    zh ʤ, ch ʧ, sh ʃ, b b, p p, m m, f f, d d, t t, n n, l l, g ɡ, k k, h h, j ʤ, q ʧ, x ʃ, r ɹ
    z z, c ts, s s, y j, w w
    """
)
#: Finals; 0 marks the position of the stress.
_FINALS = table(
    """
    a 0ɑ, o 0O, e 0ʌ, ai 0I, ei 0A, ao 0W, ou 0O, an 0ɑn, en 0ʌn, ang 0ɑŋ, eng 0ʌŋ, ong 0ʊŋ, er 0ɑɹ
    i 0i, ia j0ɑ, ie j0ɛ, iao j0W, iu j0O, ian j0ɛn, in 0ɪn, iang j0ɑŋ, ing 0ɪŋ, iong j0ʊŋ
    u 0u, ua w0ɑ, uo w0O, uai w0I, ui w0A, uan w0ɑn, un 0ʊn, uang w0ɑŋ, ue w0ɛ, v 0u, ve w0ɛ, ü 0u, üe w0ɛ
    """
)
#: Letter sequences that English does not use: a name with one is read as pinyin even if CMUdict lists it.
_CHINESE_ONLY = lazy(r"zh|q(?!u[aeio])|x|(?<![aeiou])[iu]ao|[iu]ang|^c(?![h])[aeou]i|uai|[^aeiou][oe]ng$")


_NO_WORD = frozenset(("m", "n", "ng", "hm", "hng", "o", "eh", "ê", "r"))
_LONGEST_SYLLABLE = 6
#: A name in pinyin has up to four syllables of up to six letters.
_LONGEST_NAME = 24
_MOST_SYLLABLES = 4


def _is_word_syllable(letters: str) -> bool:
    """Whether letters are a syllable that occurs in names; interjections do not."""
    return letters not in _NO_WORD and is_syllable(f"{letters}1")


def _syllables(letters: str) -> list[str] | None:
    """Letters split into Mandarin syllables, longest first; None if that is impossible."""
    if not letters:
        return []
    for size in range(min(_LONGEST_SYLLABLE, len(letters)), 0, -1):
        if not _is_word_syllable(letters[:size]):
            continue
        rest = _syllables(letters[size:])
        if rest is not None:
            return [letters[:size], *rest]
    return None


@lru_cache(1024)
def pinyin_name(word: str) -> str | None:
    """The phonemes of a name written in pinyin (up to four syllables), None if it is not pinyin."""
    small = word.lower().replace("ü", "v")
    if len(small) > _LONGEST_NAME or not word[:1].isupper():
        return None
    found: list[str] = []
    for part in small.split("'"):
        syllables = _syllables(part)
        if not syllables:
            return None
        found += syllables
    if len(found) > _MOST_SYLLABLES:
        return None
    marks = ["ˌ"] * len(found)
    foreign = _is_foreign(word, found)
    marks[-2 if foreign else -1] = "ˈ"
    sounds = map(_open_sound if foreign else _sound, found)
    return "".join(sound.replace("0", mark) for sound, mark in zip(sounds, marks, strict=True))


def _is_foreign(word: str, syllables: list[str]) -> bool:
    """Whether a name is of open syllables only and has three or more, as Yamada: such a name is rarely Chinese."""
    if len(syllables) < _FOREIGN_FROM or looks_chinese(word):
        return False
    return all(syllable.endswith(_OPEN) for syllable in syllables)


_FOREIGN_FROM = 3  # syllables
#: Finals of names from elsewhere whose vowel is that of most languages: Yasunari, Imamura, Osakabe.
_OPEN_FINALS = {"i": "0i", "e": "0A"}


def _open_sound(syllable: str) -> str:
    """The phonemes of a syllable of a name from elsewhere."""
    initial = _initial(syllable)
    final = _OPEN_FINALS.get(syllable[len(initial) :])
    if final is None:
        return _sound(syllable)
    return _INITIALS.get(initial, "") + final


_OPEN = tuple("aeiou")


def looks_chinese(word: str) -> bool:
    """Whether a word in pinyin has a letter sequence that only pinyin uses."""
    return bool(_CHINESE_ONLY.search(word.lower()))


#: Syllables whose final is not pronounced as it is spelled.
_WHOLE = {"yan": "j0ɛn", "yuan": "jw0ɛn", "xuan": "ʃw0ɛn", "quan": "ʧw0ɛn", "juan": "ʤw0ɛn"}
#: Finals that change after certain initials: shi, zi, ju.
_FINALS_AFTER = {
    **{(initial, "i"): "0ɜɹ" for initial in ("zh", "ch", "sh", "r")},
    **{(initial, "i"): "0ʌ" for initial in ("z", "c", "s")},
    **{(initial, "u"): "0u" for initial in ("j", "q", "x", "y")},
    **{(initial, "un"): "0un" for initial in ("j", "q", "x", "y")},
    **{(initial, "ue"): "w0ɛ" for initial in ("j", "q", "x", "y")},
}


def _sound(syllable: str) -> str:
    """The phonemes of a syllable, with 0 at the position of its stress."""
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    initial = _initial(syllable)
    final = syllable[len(initial) :]
    start = _INITIALS.get(initial, "")
    if (initial, final) in _FINALS_AFTER:
        return start + _FINALS_AFTER[initial, final]
    sound = _FINALS[final]
    if initial in ("j", "q", "x") and sound.startswith(_YS):
        sound = sound[1:]  # the English sibilant already includes the y
    return start + sound


#: Finals whose initial y merges into j, q and x.
_YS = ("j0ɑ", "j0W", "j0O", "j0ʊ")


def _initial(syllable: str) -> str:
    for size in (2, 1):
        if syllable[:size] in _INITIALS:
            return syllable[:size]
    return ""
