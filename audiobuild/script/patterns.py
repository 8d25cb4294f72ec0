"""Tables of patterns: each has a reason, and the form of whole lines that are not spoken for that reason."""

from __future__ import annotations

import re
from functools import cache

from audiobuild.regex import lazy
from audiobuild.script.lines import Row, plain

Table = tuple[tuple[str, str], ...]

MAX_FURNITURE = 240  # characters; a longer line is text
_BLANKS = " \u3000"
_SPACED = lazy(r"^([\u3400-\u9fff])[ \u3000]{1,4}([\u3400-\u9fff])(?=\s?[：:])")
SEPARATOR = r"\s*[：:/／丨|｜=＝]\s*"


def reason_of(row: Row, table: Table) -> str | None:
    """The reason of the first pattern that matches the whole line, None if there is none."""
    text = f"{row.marker} {plain(row.text).strip()}".strip() if row.marker else plain(row.text).strip()
    if text[1:2] in _BLANKS and text[1:2]:
        text = _SPACED.sub(r"\1\2", text)  # 时　间：
    match = _as_one(table).match(text) if len(text) <= MAX_FURNITURE else None
    return table[int(match.lastgroup[1:])][0] if match and match.lastgroup else None


@cache
def _as_one(table: Table) -> re.Pattern[str]:
    """All patterns of a table as one; the number of the matching group is the index in the table."""
    return re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (_, pattern) in enumerate(table)), re.IGNORECASE)
