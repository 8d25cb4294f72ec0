"""Removes from a text what tags, feeds and names cannot hold."""

from __future__ import annotations

import unicodedata

# Byte order marks, which readers take for the start of another string, and characters that change the direction of
# writing, which would affect the text that follows them in an app.
_DROPPED = dict.fromkeys([0xFEFF, 0xFFFE, 0xFFFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean_line(text: str) -> str:
    """The text in one line: control characters and line ends become blanks, blanks at both ends are removed."""
    if text.isprintable():  # nearly every text is
        return text.strip()
    return "".join(map(_clean_character, text)).translate(_DROPPED).strip()


def _clean_character(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cs":  # half of a surrogate pair
        return ""
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return character
