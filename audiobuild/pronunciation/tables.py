"""Small tables written as text, so that they stay readable and easy to extend."""

from __future__ import annotations


def table(text: str) -> dict[str, str]:
    """Entries `key value, key value` on any number of lines; a value may hold spaces."""
    entries = (entry.split(maxsplit=1) for line in text.splitlines() for entry in line.split(",") if entry.strip())
    return {entry[0]: entry[1].strip() if len(entry) > 1 else "" for entry in entries}


def listed(text: str) -> frozenset[str]:
    """Words between spaces."""
    return frozenset(text.split())
