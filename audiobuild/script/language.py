"""The language of a text, by the writing it uses."""

from __future__ import annotations

from audiobuild.regex import lazy

_SAMPLE = 40_000
_SCRIPTS = (
    ("ko", lazy("[\uac00-\ud7a3]")),
    ("ru", lazy("[\u0400-\u04ff]")),
    ("ar", lazy("[\u0600-\u06ff]")),
    ("he", lazy("[\u0590-\u05ff]")),
    ("hi", lazy("[\u0900-\u097f]")),
    ("th", lazy("[\u0e00-\u0e7f]")),
    ("el", lazy("[\u0370-\u03ff]")),
)
_KANA = lazy("[\u3041-\u30fa]")
_HAN = lazy("[\u3400-\u9fff]")
_LATIN = lazy("[A-Za-zÀ-ɏ]")


def language_of(text: str) -> str:
    """The language as a BCP 47 primary tag: zh, ja, en, or that of another writing; zh when there is no letter."""
    sample = text[:_SAMPLE]
    kana, han, latin = (len(pattern.findall(sample)) for pattern in (_KANA, _HAN, _LATIN))
    if kana > 3 and kana * 8 > kana + han:
        return "ja"
    other, count = max(((name, len(pattern.findall(sample))) for name, pattern in _SCRIPTS), key=lambda x: x[1])
    if count > max(han, latin // 3):
        return other
    return "zh" if han * 4 >= latin else "en"
