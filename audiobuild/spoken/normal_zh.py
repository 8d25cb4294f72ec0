"""Chinese text in words: figures, dates, units and signs as they are read out."""

from __future__ import annotations

import re

from audiobuild.spoken.figures import in_words
from audiobuild.spoken.plain import plain
from audiobuild.spoken.rules import rewrite
from audiobuild.spoken.rules_zh import RULES, SIGNS

#: Where one clause ends: wetext joins figures across such marks, so it sees one clause at a time.
_STOPS = "，。；：！？、…\n“”‘’「」『』《》〈〉【】（）()"
_CLAUSES = re.compile(f"[^{_STOPS}]+|[{_STOPS}]+")


def normal_zh(text: str) -> str:
    """`text` with every figure and readable sign in words, clause by clause; Latin words and marks stay."""
    clauses = (in_words(rewrite(clause, RULES), "zh") for clause in _CLAUSES.findall(plain(text, "、")))
    return "".join(SIGNS.get(letter, letter) for letter in "".join(clauses))
