"""Says what is wrong with a TOML text: the line, and what to write instead."""

from __future__ import annotations

import tomllib
from typing import NamedTuple

from audiobuild.i18n import _
from audiobuild.regex import lazy

SHOWN = 60  # characters of a line in a message

_PLACE = lazy(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_BARE_KEY = lazy(r"\s*\[?([^\s\"'=#\[\].]*[^\x00-\x7f\s\"'=#\[\].][^\"'=#\[\]]*?)\s*[=\]]")
_COLON = lazy(r"\s*[^\s=\"']+\s*[:：]")
_CURLED = lazy(r"=\s*[“”‘’「『]")
_BARE_VALUE = lazy(r"[^=\"']*=\s*[^\s\"'\[{].*")


class TomlProblem(NamedTuple):
    """The line of a mistake, from 1, and a phrase that says what is wrong and what to write."""

    line: int
    what: str


def toml_problem(text: str, error: tomllib.TOMLDecodeError) -> TomlProblem:
    """What is wrong with a text that tomllib has refused."""
    lines = text.split("\n")
    message = str(error)
    place = _PLACE.search(message)
    number = int(place[1]) if place and place[1] else max(1, len(text.rstrip().split("\n")))
    line = lines[min(number, len(lines)) - 1]
    return TomlProblem(number, _what(line, message[: place.start()] if place else message))


def _what(line: str, message: str) -> str:
    shown = line.strip()[:SHOWN]
    bare = _BARE_KEY.match(line)
    if bare:
        return _('“{value}” needs quotes: write "{value}"').format(value=bare[1].strip("“”‘’ "))
    if "overwrite" in message or "twice" in message or "redefin" in message:
        return _("“{shown}” is set a second time: remove one of the two").format(shown=shown)
    if _CURLED.search(line):
        return _('“{shown}” has curled quotes: write straight ones, as in "text"').format(shown=shown)
    if _COLON.match(line) and "=" not in line:
        return _("“{shown}” has a colon: write NAME = VALUE").format(shown=shown)
    if _BARE_VALUE.fullmatch(line):
        return _('“{shown}”: write a text in quotes, as in "text", and numbers, true and false without').format(
            shown=shown
        )
    why = message[:1].lower() + message[1:]
    return _("“{shown}” is not valid TOML ({why}): write NAME = VALUE, and close quotes and brackets").format(
        shown=shown, why=why
    )
