"""Small tables written as text, to keep them readable and easy to extend."""

from __future__ import annotations

from collections.abc import Iterator

from audiobuild.resources import packaged


def table(text: str) -> dict[str, str]:
    """The map of `key value, key value` on any number of lines; a value may contain spaces."""
    entries: dict[str, str] = {}
    for entry in text.replace("\n", ",").split(","):
        key, _, value = entry.strip().partition(" ")
        if key:
            entries[key] = value.strip()
    return entries


def listed(text: str) -> frozenset[str]:
    """The set of words separated by blanks."""
    return frozenset(text.split())


def listed_lines(name: str) -> Iterator[tuple[str, str]]:
    """The pairs of a packaged file with a tab between key and value; lines that begin with "#" are comments."""
    for line in packaged(name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            key, value = line.split("\t")
            yield key, value
