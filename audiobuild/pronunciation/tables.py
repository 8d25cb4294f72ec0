"""Small tables written as text, to keep them readable and easy to extend."""

from __future__ import annotations


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
