"""Writes settings as YAML that PyYAML, and the reader of front matter, read back as the same text."""

from __future__ import annotations

from collections.abc import Mapping

from audiobuild.regex import lazy

_INNER = "·.,/()+&%\u4e00-\u9fff\u3400-\u4dbf《》“”「」『』（），。！？、；：—…"
#: What needs no quotes behind a key; a colon only where it is no end of a key, as in kokoro:zm_yunxi.
_PLAIN = lazy(rf"[\w《“「『（](?:[\w {_INNER}-]|:(?=\w))*")
#: The same inside brackets, and as a key: the reader takes a comma, also a Chinese one, as the end of an item.
_PLAIN_IN_BRACKETS = lazy(r"\w[\w ·.+-]*")
_NO_TEXT = frozenset(["null", "Null", "NULL"])


def entry(key: str, value: object) -> list[str]:
    """The lines of one setting: text on one line or as a block, a list in brackets, a table by lines."""
    if isinstance(value, Mapping) and value:
        return [f"{_key(key)}:", *(f"  {line}" for name, inner in value.items() for line in _inner(name, inner))]
    return _inner(key, value)


def _inner(key: object, value: object) -> list[str]:
    """A setting without a table of its own lines."""
    if isinstance(value, str) and "\n" in value:
        return [f"{_key(str(key))}: |-", *(f"  {line}".rstrip() for line in value.split("\n"))]
    shown = _flow(value) if isinstance(value, (list, Mapping)) else _scalar(str(value), _PLAIN.fullmatch(str(value)))
    return [f"{_key(str(key))}: {shown}"]


def _flow(value: object) -> str:
    """The value in brackets, on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(str(key))}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(str(value), _PLAIN_IN_BRACKETS.fullmatch(str(value)))


def _key(key: str) -> str:
    return _scalar(key, _PLAIN_IN_BRACKETS.fullmatch(key))


def _scalar(text: str, plain: object) -> str:
    """The text, in single quotes unless it is plain."""
    if plain and text not in _NO_TEXT and text == text.strip():
        return text
    doubled = " ".join(text.split("\n")).replace("'", "''")
    return f"'{doubled}'"
