"""Patterns of whole lines that are not spoken: the tables of boilerplate.toml and credits.toml, with their reasons."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import chain

from audiobuild.regex import HAN, lazy
from audiobuild.resources import packaged
from audiobuild.script.lines import Row, plain

_FILES = ("boilerplate.toml", "credits.toml")
EVERYWHERE, AT_THE_TOP, NAMES_BELOW, AT_THE_END, CLOSING_BLOCKS = ("page", "top", "names", "end", "closing")
BELOW_A_RULE = "tail"
MAX_BOILERPLATE = 240  # characters; a longer line is text
_SPACED = lazy(rf"^({HAN})[ \u3000]{{1,4}}({HAN})(?=\s?[：:])")
_PART = lazy(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of a table: lines like `examples` are dropped for `reason`, lines like `spoken` are not."""

    reason: str
    regex: str
    examples: tuple[str, ...]
    spoken: tuple[str, ...]


@cache
def tables() -> dict[str, tuple[Pattern, ...]]:
    """The rows of all tables by table, strongest first."""
    texts = [packaged(f"script/{file}").read_text("utf-8") for file in _FILES]
    data = [tomllib.loads(text) for text in texts]
    parts: dict[str, str] = {}

    def whole(pattern: str) -> str:
        return _PART.sub(lambda name: parts[name[1]], pattern.replace("\n", ""))

    for name, part in chain(*(own.pop("parts").items() for own in data)):
        parts[name] = whole(part)
    rows = chain(*(own.items() for own in data))
    return {name: tuple(_pattern(row, whole(row["pattern"])) for row in own) for name, own in rows}


def _pattern(row: dict[str, list[str]], regex: str) -> Pattern:
    return Pattern(str(row["reason"]), regex, tuple(row["examples"]), tuple(row.get("spoken", ())))


def reason_of(row: Row, *tables: str) -> str | None:
    """The reason of the first pattern that matches the whole line, None if there is none or the row is to be kept."""
    if row.keep:
        return None
    found = filter(None, (pattern_of(row, table) for table in tables))
    return next((pattern.reason for pattern in found), None)


def pattern_of(row: Row, table: str) -> Pattern | None:
    """The first pattern of a table that matches the whole line, None if there is none."""
    text = _SPACED.sub(r"\1\2", f"{row.marker} {plain(row.text)}".strip())  # 时　间：
    match = _as_one(table).match(text) if len(text) <= MAX_BOILERPLATE else None
    return tables()[table][int(str(match.lastgroup)[1:])] if match else None


@cache
def _as_one(table: str) -> re.Pattern[str]:
    """All patterns of a table as one; the number of the matching group is the index in the table."""
    rows = tables()[table]
    return re.compile("|".join(f"(?P<p{n}>{row.regex})" for n, row in enumerate(rows)), re.IGNORECASE)
