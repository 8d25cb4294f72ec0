"""Voices mixed from others of their engine, written as "zf_xiaoxiao:60 zf_xiaobei:40"."""

from __future__ import annotations

from math import gcd

from audiobuild.regex import lazy

_PART = r"[^\s:]+:[1-9][0-9]{0,3}"
_BLEND = lazy(rf"{_PART}(?:\s+{_PART})+")


def read_blend(text: str) -> tuple[tuple[str, int], ...]:
    """Names and parts, in lowest terms and the largest first, so that one blend has one form; () for any other text."""
    if not _BLEND.fullmatch(text):
        return ()
    parts: dict[str, int] = {}
    for each in text.split():
        name, _, part = each.partition(":")
        parts[name] = parts.get(name, 0) + int(part)
    common = gcd(*parts.values())
    return tuple(sorted(((name, part // common) for name, part in parts.items()), key=lambda one: (-one[1], one[0])))


def written(blend: tuple[tuple[str, int], ...]) -> str:
    """The text of a blend."""
    return " ".join(f"{name}:{part}" for name, part in blend)
