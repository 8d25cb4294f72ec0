"""Chinese names in English text as an English speaker says them: Xiaoming, Qingdao, Xi'an."""

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
#: Finals; the mark 0 is where the stress goes.
_FINALS = table(
    """
    a 0ɑ, o 0O, e 0ʌ, ai 0I, ei 0A, ao 0W, ou 0O, an 0ɑn, en 0ʌn, ang 0ɑŋ, eng 0ʌŋ, ong 0ʊŋ, er 0ɑɹ
    i 0i, ia j0ɑ, ie j0ɛ, iao j0W, iu j0O, ian j0ɛn, in 0ɪn, iang j0ɑŋ, ing 0ɪŋ, iong j0ʊŋ
    u 0u, ua w0ɑ, uo w0O, uai w0I, ui w0A, uan w0ɑn, un 0ʊn, uang w0ɑŋ, ue w0ɛ, v 0u, ve w0ɛ, ü 0u, üe w0ɛ
    """
)
_HISSED = {"zh", "ch", "sh", "r"}
#: What English spelling does not have, so that a name with it is read as pinyin even where CMUdict lists it.
_CHINESE_ONLY = lazy(r"zh|q(?!u[aeio])|x|(?<![aeiou])[iu]ao|[iu]ang|^c(?![h])[aeou]i|uai|[^aeiou][oe]ng$")


def _syllables(letters: str) -> list[str] | None:
    """Letters cut into syllables of Mandarin, the longest possible first, None where they are none."""
    if not letters:
        return []
    for size in range(min(6, len(letters)), 0, -1):
        if is_syllable(f"{letters[:size]}1") and letters[:size] not in _NO_WORD:
            rest = _syllables(letters[size:])
            if rest is not None:
                return [letters[:size], *rest]
    return None


_NO_WORD = frozenset(("m", "n", "ng", "hm", "hng", "o", "eh", "ê", "r"))


@lru_cache(1024)
def pinyin_name(word: str) -> str | None:
    """The symbols of a name that is spelled in pinyin (up to four syllables), None when it is not."""
    small = word.lower().replace("ü", "v")
    if len(small) > 24 or not word[:1].isupper():
        return None
    parts = [_syllables(part) for part in small.split("'")]
    if any(not part for part in parts):
        return None
    found = [syllable for part in parts for syllable in part or ()]
    if len(found) > 4:
        return None
    stressed = len(found) - 1
    if len(found) > 2 and not looks_chinese(word) and all(syllable[-1] in "aeiou" for syllable in found):
        stressed -= 1  # Yamada: a name of open syllables is hardly Chinese
    marks = ("ˈ" if place == stressed else "ˌ" for place in range(len(found)))
    return "".join(sound.replace("0", mark) for sound, mark in zip(map(_sound, found), marks, strict=True))


def looks_chinese(word: str) -> bool:
    """Whether a word that is spelled in pinyin has letters that only pinyin has in this order."""
    return bool(_CHINESE_ONLY.search(word.lower()))


def _sound(syllable: str) -> str:
    initial = next((letters for letters in _INITIALS if syllable.startswith(letters)), "")
    final = syllable[len(initial) :]
    if final == "i" and initial in _HISSED:
        return _INITIALS[initial] + "0ɜɹ"
    if final == "i" and initial in {"z", "c", "s"}:
        return _INITIALS[initial] + "0ʌ"
    if final == "ian" or syllable in ("yan", "yuan", "xuan", "quan", "juan"):
        return _INITIALS.get(initial, "") + {"ian": "j0ɛn", "an": "0ɛn", "uan": "w0ɛn"}[final]
    if final[:1] == "u" and initial in {"j", "q", "x", "y"}:
        return _INITIALS[initial] + {"u": "0u", "un": "0un", "ue": "w0ɛ"}[final]
    sound = _FINALS[final]
    if sound[0] == "j" and initial in {"j", "q", "x"} and sound[2] in "ɑWOʊ":
        sound = sound[1:]  # in English the hiss has its y already
    return _INITIALS.get(initial, "") + sound
