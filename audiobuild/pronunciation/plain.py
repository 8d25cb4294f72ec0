"""Unify equivalent characters: full and half width, joiners, circled and Roman numbers."""

from __future__ import annotations

import unicodedata

from audiobuild.regex import lazy

#: Full-width marks that are kept as punctuation, and superscript figures kept as powers.
_KEPT = frozenset("！（），：；？²³")
#: Zero-width characters: joiners, byte order marks, variation selectors.
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f")

#: All characters but the frequent ones that stay as they are.
_OTHERS = lazy(r"[^\x00-\xac\u3001-\u3006\u3008-\u3020\u3400-\u9fff，！？；：（）“”‘’—…]")


def plain(text: str, pause: str) -> str:
    """`text` at half width without invisible characters: ① as a figure and `pause`, Ⅲ as a figure, ½ as 1/2."""
    return _OTHERS.sub(lambda found: _plain(found[0], pause), text)


def _plain(character: str, pause: str) -> str:
    if character in _KEPT:
        return character
    if character in _INVISIBLE:
        return ""
    category = unicodedata.category(character)
    if category in ("No", "Nl"):
        return _number(character, pause if category == "No" else "")
    if unicodedata.east_asian_width(character) == "F":
        return unicodedata.normalize("NFKC", character)
    return character


def _number(character: str, pause: str) -> str:
    value = unicodedata.numeric(character, 0.5)
    if value.is_integer():
        return f"{int(value)}{pause}"
    return unicodedata.normalize("NFKC", character).replace("⁄", "/")
