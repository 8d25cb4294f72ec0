"""The clause around a match, for rules that decide by words at a distance."""

from __future__ import annotations

import re

from audiobuild.regex import lazy

_BORDER = lazy(r"[，。；：！？,;:!?（(]")
_FAR = 24  # characters; a look over a whole line would cost more than all rules


def clause_before(found: re.Match[str]) -> str:
    """The text of the clause before a match, at most the last 24 characters."""
    before = found.string[max(0, found.start() - _FAR) : found.start()]
    return _BORDER.split(before)[-1]
