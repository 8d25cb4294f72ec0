"""All readings of a character, for an editor to choose from."""

from __future__ import annotations

from functools import cache


@cache
def heteronyms(character: str) -> tuple[str, ...]:
    """The readings of one character in pinyin with tone marks, the most usual first."""
    from pypinyin import Style, pinyin

    (found,) = pinyin(character, style=Style.TONE, heteronym=True)
    return tuple(found)
