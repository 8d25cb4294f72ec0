"""Small tables written as text, so that they stay readable and easy to extend."""

from __future__ import annotations


def table(text: str) -> dict[str, str]:
    """Entries `key value, key value` on any number of lines; a value may hold spaces."""
    entries: dict[str, str] = {}
    for entry in text.replace("\n", ",").split(","):
        key, _, value = entry.strip().partition(" ")
        if key:
            entries[key] = value.strip()
    return entries


def listed(text: str) -> frozenset[str]:
    """Words between spaces."""
    return frozenset(text.split())
