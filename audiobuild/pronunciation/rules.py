"""Rewriting rules for written forms, each with the example that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

#: Between the letters of an English acronym while it is read: they are one word. Shown as a space.
JOINT = "\u00a0"


class Rule(NamedTuple):
    """A pattern, what replaces it, and an example: written, and in words when all is done."""

    pattern: str
    replacement: str | Callable[[re.Match[str]], str]
    written: str
    normalized: str


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def rewrite(text: str, rules: tuple[Rule, ...]) -> str:
    """`text` with each rule applied in turn."""
    for rule in rules:
        text = _compiled(rule.pattern).sub(rule.replacement, text)
    return text


#: A web or mail address without its scheme.
ADDRESS = (
    r"(?i)(?<![\w@.-])(?:[\w.-]+@)?(?:[a-z\d][a-z\d-]*\.)+"
    r"(?:com|cn|org|net|io|ai|edu|gov|info|tv|uk|de|hk|tw)\b(?:[/?#][\w./?#=&%+-]*[\w/])?"
)
