"""Rewriting rules for written forms, each with an example that the tests run."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from audiobuild.model import Decision

#: Joins the letters of an English acronym, so that they stay one word; printed as a space.
JOINT = "\u00a0"


class Rule(NamedTuple):
    """A pattern, its replacement, and an example: a written text, and its normalized text after all rules.

    `needs` is a sign without which the pattern matches nothing: looking for it first saves most of the time.
    """

    pattern: str
    replacement: str | Callable[[re.Match[str]], str]
    written: str
    normalized: str
    needs: str = ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def rewrite(text: str, rules: tuple[Rule, ...], decisions: list[Decision]) -> str:
    """`text` after each rule was applied in order; what a rule has replaced is added to `decisions`."""
    for rule in rules:
        if rule.needs in text:
            text = _compiled(rule.pattern).sub(partial(_replaced, rule, decisions), text)
    return text


def _replaced(rule: Rule, decisions: list[Decision], found: re.Match[str]) -> str:
    if isinstance(rule.replacement, str):
        said = found.expand(rule.replacement)
    else:
        said = rule.replacement(found)
    if said != found[0] and any(map(str.isalnum, found[0] + said)):
        decisions.append(Decision(found[0].strip(), said.replace(JOINT, " ").strip(), f"rule “{rule.written}”"))
    return said


#: A web or mail address without its scheme.
ADDRESS = (
    r"(?i)(?<![\w@.-])(?:[\w.-]+@)?(?:[a-z\d][a-z\d-]*\.)+"
    r"(?:com|cn|org|net|io|ai|edu|gov|info|tv|uk|de|hk|tw)\b(?:[/?#][\w./?#=&%+-]*[\w/])?"
)
