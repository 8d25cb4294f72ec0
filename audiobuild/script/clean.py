"""Remove characters that are not text: controls, escape sequences, invisible and directional marks.

Lines end at CR LF, LF or CR, so that line numbers are the same as in an editor.
"""

from __future__ import annotations

import unicodedata

from audiobuild.i18n import _
from audiobuild.model import Dropped, ScriptWarning
from audiobuild.regex import lazy

_NEWLINE = lazy(r"\r\n|\n|\r")
_ODD_NEWLINE = lazy("\r\n|[\n\r\u2028\u2029\u0085]")
_SEPARATOR = lazy("[\u2028\u2029\u0085]")
# Terminal sequences with their visible remains: CSI, OSC and similar (bounded), two-character escapes; also CSI with
# its escape character replaced by a visible symbol.
_ESCAPES = lazy(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c\n]{0,2048}(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[\]PX^_][0-9]{0,4};?"
    r"|\x1b[ -/]{0,4}[0-~]?"
    r"|(?:\^\[|\u241b)\[[0-9;]{0,32}[a-zA-Z]"
)
_LINE_END = lazy("[\x0c\n\r]")
_BLANKS = lazy("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u0085\u000b]")
_INVISIBLE = lazy(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff]"
)
_ANY = lazy(f"(?:{_ESCAPES.pattern})|(?:{_INVISIBLE.pattern})")
_QUIET = "\ufe0e\ufe0f"  # emoji variation selectors: removed without a warning


def clean(text: str) -> tuple[list[str], list[Dropped], list[ScriptWarning]]:
    """The lines without unspeakable characters, what was dropped, and one warning with its count for each kind."""
    lines = _split(text)
    found: dict[str, list[int]] = {}
    dropped: list[Dropped] = []
    for number, line in enumerate(lines, start=1):
        if line.isprintable() and line.isascii():
            continue
        spaced = _BLANKS.sub(" ", line)
        removed = [_name(match) for match in _ANY.findall(spaced) if match not in _QUIET]
        lines[number - 1] = _ANY.sub("", spaced)
        for kind in removed:
            found.setdefault(kind, []).append(number)
        if removed:
            dropped.append(Dropped(number, ", ".join(dict.fromkeys(removed)), "control-chars"))
    warnings = [
        ScriptWarning(
            "control-chars",
            numbers[0],
            _("removed {count} x {kind}, the first in this line").format(count=len(numbers), kind=kind),
        )
        for kind, numbers in found.items()
    ]
    return lines, dropped, warnings


def _split(text: str) -> list[str]:
    """The lines of the text; Unicode line separators count only if there are more of them than ordinary line ends."""
    lines = _NEWLINE.split(text)
    if len(_SEPARATOR.findall(text)) >= len(lines):
        lines = _ODD_NEWLINE.split(text)
    return lines if lines[-1] else lines[:-1]


def speakable(text: str) -> str:
    """The text without characters that cannot be spoken; for characters that come from decoded entities."""
    return _LINE_END.sub(" ", _ANY.sub("", _BLANKS.sub(" ", text)))


def _name(found: str) -> str:
    """The name of what was removed, in printable characters."""
    if len(found) > 1 or found == "\x1b":
        return _("terminal escape sequence")
    return f"U+{ord(found[0]):04X} {unicodedata.name(found[0], 'control character').lower()}"
