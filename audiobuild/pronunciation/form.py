"""A stretch of text as words and as phonemes, and the punctuation both languages share."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from audiobuild.model import Reading
from audiobuild.regex import lazy

#: Han characters: the class of every run of them.
HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"


class Form(NamedTuple):
    """The pronunciation of a stretch of text.

    `normalized` is the text in words, `phonemes` what the model receives, `unpronounceable` the characters without a
    sound, `pinyin` the Chinese in it with tone marks; `readings` are the choices that an editor may want to check.
    """

    normalized: str
    phonemes: str
    unpronounceable: tuple[str, ...]
    pinyin: str = ""
    readings: tuple[Reading, ...] = ()


#: Punctuation to the model's marks: commas and stops keep a space after them, quotes and brackets hug their words.
_MARKS: dict[str, str] = (
    dict.fromkeys("，、,､", ", ")
    | dict.fromkeys("。．.｡\n", ". ")
    | dict.fromkeys("！!", "! ")
    | dict.fromkeys("？?", "? ")
    | dict.fromkeys("；;", "; ")
    | dict.fromkeys("：:", ": ")
    | dict.fromkeys("—–―─", "—")
    | dict.fromkeys("…⋯", "…")
    | dict.fromkeys("“‘《〈「『【〔«‹〝", " “")
    | dict.fromkeys("”’》〉」』】〕»›〞", "” ")
    | dict.fromkeys("（(", " (")
    | dict.fromkeys("）)", ") ")
    | {'"': '"'}
)


def marked(mark: str) -> str:
    """The model's mark for a character of punctuation; other marks and spaces become a space."""
    return _MARKS.get(mark[0], " ")


def silent(character: str) -> bool:
    """Whether a character is by nature without sound: punctuation, space, decoration, control."""
    category = unicodedata.category(character)
    return category[0] in "PZ" or category in ("Cc", "Cf") or character in "|~<>^`=+"


_TIDY = (
    (lazy(r"\s+"), " "),
    (lazy(r"([“(]) +"), r"\1"),
    (lazy(r" +([;:,.!?…—”)])"), r"\1"),
    (lazy(r"…{2,}"), "…"),
    (lazy(r"—{2,}"), "—"),
    (lazy(r"([,.;:!?])( ?[,.;:])+"), r"\1"),
    (lazy(r"“”|\(\)"), ""),
    (lazy(r"^[ ,.;:!?…—”)]+"), ""),
)


def tidy(symbols: str) -> str:
    """Marks and spaces as the model saw them in training: one space between words, none before a mark."""
    for pattern, replacement in _TIDY:
        symbols = pattern.sub(replacement, symbols)
    return symbols.strip()
