"""The patterns of text that is not spoken for its form only: rows of cuts.toml, each with its reason and an example."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from audiobuild.regex import lazy
from audiobuild.resources import packaged

TIME = r"(?:(?:\d{1,3}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?|\d{1,5}(?:\.\d{1,3})?s\b)"


@dataclass(frozen=True, slots=True)
class Cut:
    """A kind of text that is not spoken: the reason, the pattern, an example, and similar text that is spoken.

    `needle` is in every text that matches; `opening` are the brackets that the pattern is about.
    """

    reason: str
    pattern: re.Pattern[str]
    example: str
    spoken: str = ""
    needle: str = ""
    opening: str = ""


def match(table: str, text: str) -> re.Match[str] | None:
    """The match at the start of a text of a table of one row."""
    return tables()[table][0].pattern.match(text)


def cuts(table: str) -> tuple[Cut, ...]:
    """The rows of a table of cuts.toml, in the order in which they are applied."""
    return tables()[table]


@cache
def tables() -> dict[str, tuple[Cut, ...]]:
    """All tables of cuts.toml."""
    found = tomllib.loads(packaged("script/cuts.toml").read_text("utf-8"))
    return {name: tuple(_cut(**row) for row in rows) for name, rows in found.items()}


def _cut(pattern: str, **row: str) -> Cut:
    source = re.sub(r"\n\s*", "", pattern).replace("%TIME%", TIME)
    return Cut(pattern=lazy(source, re.IGNORECASE), **row)
