"""Turns texts into HTML: the one place where anything is escaped."""

from __future__ import annotations

import html
import json
import unicodedata
from functools import cache
from string import Template

from audiobuild.resources import packaged


class Html(str):
    """Text that is markup already; every other string is escaped before it enters a page."""

    __slots__ = ()


def fill(template: str, **parts: str) -> Html:
    """The template with `$name` replaced by each part; parts that are not Html are escaped, for text and attributes.

    Raises KeyError for a name without its part.
    """
    return Html(Template(template).substitute({name: _html(part) for name, part in parts.items()}))


def join(parts: list[Html], between: str = "\n") -> Html:
    """The parts in a row; what stands between them is escaped like any text."""
    return Html(_html(between).join(parts))


def data(value: object) -> Html:
    """The value as JSON that may stand inside a script element, whatever its texts say."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Html("".join(_IN_SCRIPT.get(letter, letter) for letter in _printable(text)))


@cache
def part(name: str) -> Html:
    """A file beside this module, as it stands."""
    return Html(packaged(f"site/{name}").read_text(encoding="utf-8"))


_IN_SCRIPT = {letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def _html(text: str) -> str:
    return text if isinstance(text, Html) else html.escape(_printable(text))


def _printable(text: str) -> str:
    """The text with a blank for every character that no HTML document may hold."""
    if text.isprintable():  # nearly every text is
        return text
    return "".join(" " if _forbidden(letter) else letter for letter in text)


def _forbidden(letter: str) -> bool:
    """Control characters but tab and line end, halves of surrogate pairs, and noncharacters."""
    kind = unicodedata.category(letter)
    if kind == "Cc":
        return letter not in "\t\n"
    return kind == "Cs" or (kind == "Cn" and (0xFDD0 <= ord(letter) <= 0xFDEF or ord(letter) & 0xFFFE == 0xFFFE))
