"""The other ways in which a part of a sentence can be said, for the page to offer."""

from __future__ import annotations

from audiobuild.pronunciation.form import HAN
from audiobuild.pronunciation.zh.heteronyms import heteronyms
from audiobuild.regex import lazy

MOST = 6  # readings of a character that are offered; rarer ones can be typed
_HAN = lazy(HAN)
_FIGURES = "零一二三四五六七八九"
_ONE_ON_PHONES = "幺"


def choices(text: str) -> list[str]:
    """Readings of a part of a text, the most usual first: pinyin of a character, figures one by one, letters."""
    if len(text) == 1 and _HAN.fullmatch(text):
        return list(heteronyms(text)[:MOST])
    if text.isdecimal() and text.isascii():
        one_by_one = "".join(_FIGURES[int(figure)] for figure in text)
        return list(dict.fromkeys((one_by_one, one_by_one.replace("一", _ONE_ON_PHONES))))
    if text.isascii() and text.isalpha():
        return [" ".join(text.upper())]
    return []
