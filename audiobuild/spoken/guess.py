"""A guess at the sound of a word no dictionary lists, from its spelling."""

from __future__ import annotations

import re

from audiobuild.spoken.tables import table

#: Spelling -> sound, longest first; the guess is rough, but no word is left out.
_SOUNDS: dict[str, str] = table(
    """
    tion ʃən, sion ʒən, ough O, augh ɔ, eigh A, tch ʧ, dge ʤ, igh I, sch ʃ, air ɛɹ, ear ɪɹ, oor ɔɹ, our ɔɹ, ing ɪŋ
    ous əs, th θ, sh ʃ, ch ʧ, zh ʒ, ph f, wh w, ck k, ng ŋ, qu kw, kn n, wr ɹ, ee i, ea i, oo u, ou W, ow O, oi Y, oy Y
    ai A, ay A, au ɔ, aw ɔ, ei A, ey i, ie i, oa O, ue u, ui u, eu u, ew u, ar ɑɹ, er əɹ, ir ɜɹ, or ɔɹ, ur ɜɹ
    a æ, b b, c k, d d, e ɛ, f f, g ɡ, h h, i ɪ, j ʤ, k k, l l, m m, n n, o ɑ, p p, q k, r ɹ, s s, t t, u ʌ, v v
    w w, x ks, y i, z z
    """
)
_LONG = {"a": "A", "e": "i", "i": "I", "o": "O", "u": "ju"}
_VOWELS = "aeiouy"
_HEARD = frozenset("AIOWYiuæɑɔəɛɜɪʊʌ")


def _sound_at(word: str, i: int) -> tuple[str, int]:
    """The sound of the spelling at place `i` and how many letters it takes."""
    rest = word[i:]
    if rest[0] in _LONG and len(rest) == 3 and rest[1] not in _VOWELS + "xwr" and rest[2] == "e":
        return _LONG[rest[0]], 1  # a final e lengthens: ride
    if (i and rest == "e") or (i and rest in {"es", "ed"} and word[i - 1] not in "sxzhtd"):
        return "", 1
    if rest[0] in "cg" and rest[1:2] in set("eiy"):
        return {"c": "s", "g": "ʤ"}[rest[0]], 1
    if i and rest[0] == word[i - 1] and rest[0] not in _VOWELS:
        return "", 1
    if i == len(word) - 1 and i and rest in "aio":
        return {"a": "ə", "i": "i", "o": "O"}[rest], 1
    size = next(size for size in (4, 3, 2, 1) if rest[:size] in _SOUNDS)
    return _SOUNDS[rest[:size]], size


def guess(word: str) -> str:
    """Symbols for a word of the letters a-z; the stress is on the last vowel but one."""
    sounds, i, letters = [], 0, re.sub("[^a-z]", "", word.lower())
    while i < len(letters):
        sound, size = _sound_at(letters, i)
        sounds.append(sound)
        i += size
    vowels = [place for place, sound in enumerate(sounds) if _HEARD & set(sound)]
    if vowels:
        stressed = vowels[max(0, len(vowels) - 2)]
        first = next(k for k, symbol in enumerate(sounds[stressed]) if symbol in _HEARD)
        sounds[stressed] = sounds[stressed][:first] + "ˈ" + sounds[stressed][first:]
    return "".join(sounds)
