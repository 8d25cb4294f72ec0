"""Chinese text in words: figures, dates, units and signs as they are read out."""

from __future__ import annotations

import re
import unicodedata

from audiobuild.spoken.figures import cardinal_zh, in_words
from audiobuild.spoken.rules import rewrite
from audiobuild.spoken.rules_zh import RULES, SIGNS

#: Where one clause ends: wetext joins figures across such marks, so it sees one clause at a time.
_STOPS = "，。；：！？、…\n“”‘’「」『』《》〈〉【】（）()"
_CLAUSES = re.compile(f"[^{_STOPS}]+|[{_STOPS}]+")

#: Full-width marks that stay as they are because they phrase.
_FULL_WIDTH_MARKS = frozenset("！（），：；？")
#: Characters without width: joiners, marks of byte order and of presentation.
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f")


def _plain(character: str) -> str:
    """Full-width letters and figures at half width, circled and Roman numbers in words, fractions as figures."""
    if character in _FULL_WIDTH_MARKS or character in "²³":
        return character
    if character in _INVISIBLE:
        return ""
    if unicodedata.category(character) in ("No", "Nl") and unicodedata.numeric(character, 0.5).is_integer():
        return cardinal_zh(int(unicodedata.numeric(character)))
    if unicodedata.category(character) == "No" or unicodedata.east_asian_width(character) == "F":
        return unicodedata.normalize("NFKC", character).replace("⁄", "/")
    return character


def normal_zh(text: str) -> str:
    """`text` with every figure and readable sign in words, clause by clause; Latin words and marks stay."""
    plain = "".join(map(_plain, text))
    clauses = (in_words(rewrite(clause, RULES), "zh") for clause in _CLAUSES.findall(plain))
    return "".join(SIGNS.get(letter, letter) for letter in "".join(clauses))
