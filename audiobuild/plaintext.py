"""Takes out of a text what tags, feeds and names cannot carry."""

from __future__ import annotations

import unicodedata

# Byte order marks, which would be taken for the start of another string, and orders to turn the direction of writing,
# which would reach into the text beside them.
_DROPPED = dict.fromkeys([0xFEFF, 0xFFFE, 0xFFFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(text: str) -> str:
    """The text in one line: control characters and line ends become blanks, blanks at its ends go."""
    if text.isprintable():  # nearly every text is
        return text.strip()
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if unicodedata.category(c) != "Cs"
    )
    return "".join(kept).translate(_DROPPED).strip()
