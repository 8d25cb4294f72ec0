"""A stretch of text with its pronunciation, and the punctuation that both languages share."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from audiobuild.i18n import N_
from audiobuild.model import Decision, Reading
from audiobuild.regex import lazy

#: The regular-expression class of Han characters, radicals included.
HAN = r"[\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"


class Form(NamedTuple):
    """The pronunciation of a stretch of text.

    `normalized` is the text in words, `phonemes` what the model receives, `unpronounceable` the characters without a
    sound, `pinyin` its Chinese with tone marks, `readings` the choices for an editor to check, `decisions` the source
    of each token's reading.
    """

    normalized: str
    phonemes: str
    unpronounceable: tuple[str, ...]
    pinyin: str = ""
    readings: tuple[Reading, ...] = ()
    decisions: tuple[Decision, ...] = ()


#: Punctuation -> the model's marks: a space follows commas and stops; quotes and brackets have none inside.
_MARKS: dict[str, str] = (
    dict.fromkeys("，,", ", ")
    | dict.fromkeys("、､", "、 ")
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
    """The model's mark for a punctuation character; a space for any other mark or blank."""
    return _MARKS.get(mark[0], " ")


def mark_decisions(character: str, mark: str) -> tuple[Decision, ...]:
    """Which of the model's marks a punctuation character became; nothing for a blank."""
    if character.isspace():
        return ()
    return (Decision(character, mark.strip() or "silent", N_("table of marks")),)


def silent(character: str) -> bool:
    """Whether a character has no sound by nature: punctuation, space, decoration, control."""
    category = unicodedata.category(character)
    return category[0] in "PZ" or category in ("Cc", "Cf") or character in "|~<>^`=+"


_TIDY = (
    (lazy(r"\s+"), " "),
    (lazy(r"([“(]) +"), r"\1"),
    (lazy(r" +([;:,、.!?…—”)])"), r"\1"),
    (lazy(r"…{2,}"), "…"),
    (lazy(r"—{2,}"), "—"),
    (lazy(r"([,、.;:!?])( ?[,、.;:])+"), r"\1"),
    (lazy(r"“”|\(\)"), ""),
    (lazy(r"^[ ,、.;:!?…—”)]+"), ""),
)


def tidy(symbols: str) -> str:
    """Phonemes spaced as in the model's training data: one space between words, none before a mark."""
    for pattern, replacement in _TIDY:
        symbols = pattern.sub(replacement, symbols)
    return symbols.strip()
