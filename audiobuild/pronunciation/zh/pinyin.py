"""Pinyin syllables to the model's phonemes.

The inventory is the one the model was trained with (misaki's `pinyin_to_ipa`); the tests compare the table with it.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from audiobuild.pronunciation.tables import table
from audiobuild.regex import lazy

_INITIALS = table(
    """
    b p, p pʰ, m m, f f, d t, t tʰ, n n, l l, g k, k kʰ, h x, j ʨ, q ʨʰ, x ɕ
    zh ꭧ, ch ꭧʰ, sh ʂ, r ɻ, z ʦ, c ʦʰ, s s
    """
)

#: Finals as written after an initial; 0 marks the position of the tone.
_FINALS = table(
    """
    a a0, ai ai0, an a0n, ang a0ŋ, ao au0, e ɤ0, ei ei0, en ə0n, eng ə0ŋ, er ɚ0, ê ɛ0
    i i0, ia ja0, ian jɛ0n, iang ja0ŋ, iao jau0, ie je0, in i0n, ing i0ŋ, iong jʊ0ŋ, iu jou0, o wo0, ong ʊ0ŋ, ou ou0
    u u0, ua wa0, uai wai0, uan wa0n, uang wa0ŋ, ui wei0, un wə0n, uo wo0, v y0, van ɥɛ0n, ve ɥe0, vn y0n
    """
)

#: Syllables without an initial, and interjections. n and ng need a vowel to be audible.
_WHOLE = table(
    """
    yi i0, ya ja0, yan jɛ0n, yang ja0ŋ, yao jau0, ye je0, yin i0n, ying i0ŋ, yong jʊ0ŋ, you jou0, yo wo0
    yu y0, yuan ɥɛ0n, yue ɥe0, yun y0n, wu u0, wa wa0, wai wai0, wan wa0n, wang wa0ŋ, wei wei0, wen wə0n
    weng wə0ŋ, wo wo0, wong wʊ0ŋ, o ɔ0, ng ə0n, n ə0n, m m0, hm hm0, hng hŋ0, r ɚ0, yai jai0
    """
)

_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}


def _final(initial: str, final: str) -> str:
    if final == "i" and initial in {"zh", "ch", "sh", "r", "z", "c", "s"}:
        return "ɨ0"
    if final.startswith("u") and initial in {"j", "q", "x"}:
        final = "v" + final[1:]
    return _FINALS[final]


def is_syllable(text: str) -> bool:
    """Whether `text` is a syllable of this table, tone included."""
    try:
        return bool(pinyin_symbols(text))
    except KeyError:
        return False


@cache
def pinyin_symbols(syllable: str) -> str:
    """The phonemes of a syllable such as `zhong1`, `lv4`, `de5` (v is ü, 5 the neutral tone), else KeyError."""
    letters, tone = syllable[:-1], _TONES[syllable[-1]]
    if letters in _WHOLE:
        return _WHOLE[letters].replace("0", tone)
    initial = letters[:2] if letters[:2] in _INITIALS else letters[:1]
    if initial in _INITIALS:
        return _INITIALS[initial] + _final(initial, letters[len(initial) :]).replace("0", tone)
    return _FINALS[letters].replace("0", tone)


_MARKS = {"1": "\u0304", "2": "\u0301", "3": "\u030c", "4": "\u0300", "5": ""}
#: The vowel with the tone mark: a or e, the o of ou, else the last; interjections mark their first letter.
_MARKED = lazy(r"[aeê]|o(?=u)|[iouü](?![aeiouü])|^h?[mn](?=g?$)")


@cache
def with_marks(syllable: str) -> str:
    """A syllable with its tone mark: `zhong4` as zhòng, v as ü."""
    letters = syllable[:-1].replace("v", "ü")
    marked = _MARKED.sub(lambda found: found[0] + _MARKS[syllable[-1]], letters, count=1)
    return unicodedata.normalize("NFC", marked)
