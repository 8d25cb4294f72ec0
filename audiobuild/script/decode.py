"""Decode bytes to text: one encoding for the whole file, and an error rather than a guess that would read noise aloud.

The order: byte order mark, binary signature, strict UTF-8, UTF-8 with a few bad bytes, then the strict East Asian
encodings, scored by their share of common characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from audiobuild.errors import ScriptError
from audiobuild.i18n import N_, _
from audiobuild.model import Dropped, ScriptWarning
from audiobuild.regex import lazy
from audiobuild.resources import packaged

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# What a file is by its first bytes, and what to do.
_BINARY = (
    (N_("a ZIP container (Word, EPUB or the like); save it as plain text"), rb"PK\x03\x04"),
    (N_("an old Office document; save it as plain text"), rb"\xd0\xcf\x11\xe0"),
    (N_("a PDF; copy its text into a .txt file"), rb"%PDF-"),
    (N_("an RTF document; save it as plain text"), rb"\{\\rtf"),
    (N_("a picture; type its text into a .txt file"), rb"\x89PNG|\xff\xd8\xff|GIF8|.{8}WEBP"),
    (N_("an audio file; transcribe it into a .txt file"), rb"ID3|OggS|fLaC|.{8}WAVE"),
    (N_("an audio or video file; transcribe it into a .txt file"), rb".{4}ftyp"),
    (N_("a video; transcribe it into a .txt file"), rb"\x1a\x45\xdf\xa3"),
    (N_("a program; name a text file"), rb"\x7fELF|MZ\x90|\xca\xfe\xba\xbe|\x00asm"),
    (
        N_("a compressed file; unpack it and name the text in it"),
        rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd",
    ),
    (N_("a database; export its text to a .txt file"), rb"SQLite format 3\x00"),
    (N_("a property list; export its text to a .txt file"), rb"bplist00"),
)
_CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROLS = 0.02  # text has at most one control byte in fifty
_MAX_ZEROS = 0.1
_MAX_BAD = 0.05
_EMPTY = N_("is empty; write the interview into it.")
_BAD = lazy("[\udc80-\udcff]+")
_BAD_SHOWN = 20
_NEWLINES = {"": "none", "\r\n": "crlf", "\n": "lf", "\r": "cr"}
_NEWLINE = lazy(r"\r\n?|\n")
_EAST_ASIAN = (("gb18030", "gb18030"), ("big5", "cp950"), ("shift_jis", "cp932"), ("big5", "big5hkscs"))
_HANZI = lazy("[^\x00-\x7f　，。、：；？！“”‘’「」『』（）《》…—·]")
_WRITING = lazy("[\\w\\s -~\u2010-\u30ff\uff00-\uffef]")
_LETTER = lazy(r"[^\W\d_]")
_KNOWN_ALPHABET = lazy("(?=[\x00-\u05ff])[^\\W\\d_]")
_LEAST_WRITING = 0.85  # of all characters
_LEAST_COMMON = 0.15  # the least share of frequent characters in prose
_SAMPLE = 100_000  # characters that are judged


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, how its encoding was decided, and what was left out."""

    text: str
    encoding: str
    by: str
    bom: bool = False
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[ScriptWarning, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """The text of `data`; `name` is used in messages. Raises ScriptError if it is empty or not text."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, name)
    is_empty = not data.strip(b"\x00 \t\r\n\x0b\x0c")
    binary = (
        (re.match(signature, data, re.DOTALL), _("is not text: it is {what}.").format(what=_(what)))
        for what, signature in _BINARY
    )
    _refuse(name, [(is_empty, _(_EMPTY)), *binary])
    return _utf16_without_mark(data) or _in_bytes(data, name)


def _refuse(name: str, problems: Iterable[tuple[object, str]]) -> None:
    """Raise a ScriptError with the first of the problems that the file has, if it has any."""
    for has_problem, message in problems:
        if has_problem:
            raise ScriptError(f"{name} {message}")


def newline_of(text: str) -> str:
    """The newline of the text: lf, crlf, cr, mixed or none."""
    found = set(re.findall(r"\r\n|\r|\n", text))
    return "mixed" if len(found) > 1 else _NEWLINES["".join(found)]


def _marked(body: bytes, encoding: str, name: str) -> Decoded:
    """The text after a byte order mark."""
    marked = _("is marked as {encoding}, but").format(encoding=encoding.upper())
    if encoding == "utf-8":
        decoded = _utf8(body.replace(b"\x00", b""))
        if decoded is None:
            raise ScriptError(
                _("{name} {marked} most of it is not; save it as UTF-8.").format(name=name, marked=marked)
            )
        return replace(decoded, by="bom", bom=True, warnings=(*decoded.warnings, *_zeros(body)))
    text = body.decode(encoding, errors="ignore")
    bad = len(body) - len(text.encode(encoding))
    problems = (
        (not text.strip("\x00\ufeff \t\r\n"), _(_EMPTY)),
        (bad > _MAX_BAD * len(body), _("{marked} most of it is not; save it as UTF-8.").format(marked=marked)),
        (not _is_plausible(text), _("{marked} is not text; save it as UTF-8.").format(marked=marked)),
    )
    _refuse(name, problems)
    warnings = (
        (ScriptWarning("bad-bytes", None, _("{bad} invalid bytes left out; save it as UTF-8").format(bad=bad)),)
        if bad
        else ()
    )
    return Decoded(text, encoding, "bom", True, (), warnings)


def _in_bytes(data: bytes, name: str) -> Decoded:
    """The text in an encoding whose ASCII is one byte a character; zero bytes are left out."""
    body = data.replace(b"\x00", b"")
    controls = len(data) - len(body) > _MAX_ZEROS * len(data) or len(_CONTROLS.findall(body)) > _MAX_CONTROLS * len(
        body
    )
    decoded = None if controls else _utf8(body) or _east_asian(body)
    if decoded is None:
        problem = _("it contains too many control bytes; save it as plain text.")
        encodings = _("is not text in UTF-8, UTF-16, GB18030, Big5 or Shift_JIS; save it as UTF-8.")
        raise ScriptError(
            _("{name} is not text: {problem}").format(name=name, problem=problem) if controls else f"{name} {encodings}"
        )
    return replace(decoded, warnings=(*decoded.warnings, *_zeros(data)))


def _zeros(data: bytes) -> tuple[ScriptWarning, ...]:
    """A warning about zero bytes, if there are any."""
    before, zero, _unused = data.partition(b"\x00")
    if not zero:
        return ()
    message = _("{count} zero bytes were left out; save it as UTF-8").format(count=data.count(zero))
    return (ScriptWarning("control-chars", 1 + before.count(b"\n"), message),)


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """UTF-16 without a byte order mark: zero bytes mostly in one half of the byte pairs, and plausible text."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or not even + odd:
        return None
    if max(even, odd) < 0.4 * (len(data) // 2) and _strict(data.replace(b"\x00", b""), "utf-8")[0]:
        return None
    for encoding in sorted(("utf-16-be", "utf-16-le"), reverse=odd > even):
        text, left = _strict(data, encoding)
        if text and not left and _is_plausible(text):
            return Decoded(text, encoding, "utf16-zeros")
    return None


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, strict or with at most one byte in twenty left out with a warning."""
    text = data.decode("utf-8", errors="surrogateescape")
    spots = list(_BAD.finditer(text))
    if not spots:
        return Decoded(text, "utf-8", "strict-utf8")
    if sum(len(spot.group()) for spot in spots) > _MAX_BAD * len(data):
        return None
    dropped: list[Dropped] = []
    line, seen = 1, 0
    for spot in spots:
        line += len(_NEWLINE.findall(text, seen, spot.start()))
        seen = spot.start()
        shown = " ".join(f"{ord(c) - 0xDC00:02X}" for c in spot.group())
        dropped.append(Dropped(line, f"bytes {shown}", "control-chars"))
    messages = [
        (d.line, _("bytes {shown} are not UTF-8 and were left out").format(shown=d.text.removeprefix("bytes ")))
        for d in dropped[:_BAD_SHOWN]
    ]
    messages += [
        (d.line, _("bytes in {count} more places were left out").format(count=len(dropped) - _BAD_SHOWN))
        for d in dropped[_BAD_SHOWN : _BAD_SHOWN + 1]
    ]
    warnings = tuple(
        ScriptWarning("bad-bytes", line, _("{message}; save it as UTF-8").format(message=message))
        for line, message in messages
    )
    return Decoded(_BAD.sub("", text), "utf-8", "utf8-with-errors", False, tuple(dropped), warnings)


def _east_asian(data: bytes) -> Decoded | None:
    """The best of the strict East Asian decodings, None unless its characters are those of prose."""
    decoded = [(encoding, *_strict(data, codec)) for encoding, codec in _EAST_ASIAN]
    encoding, text, left = max(decoded, key=lambda one: _share_common(one[1]))  # the first of several best
    if _share_common(text) < _LEAST_COMMON:
        return None
    line = 1 + len(_NEWLINE.findall(text))
    cut = (
        ScriptWarning(
            "bad-bytes", line, _("left out half a character at the end ({left} bytes); delete it").format(left=left)
        ),
    )
    return Decoded(text, encoding, "common-characters", False, (), cut if left else ())


def _strict(data: bytes, codec: str) -> tuple[str, int]:
    """The text, and the number of bytes left out of a character cut off at the end; empty if it is not this codec."""
    try:
        return data.decode(codec), 0
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3 or error.reason != "incomplete multibyte sequence":
            return "", 0
        return data[: error.start].decode(codec), len(data) - error.start


def _share_common(text: str) -> float:
    """The share of common hanzi and kana among the non-ASCII characters, punctuation ignored."""
    sample = text[: 2 * _SAMPLE]
    return len(_common().findall(sample)) / max(1, len(_HANZI.findall(sample)))


def _is_plausible(text: str) -> bool:
    """Whether the decoded text looks like writing: letters, hanzi, kana, few controls or unassigned characters."""
    sample = text[:_SAMPLE]
    known = len(_common().findall(sample)) + len(_KNOWN_ALPHABET.findall(sample))
    is_writing = len(_WRITING.findall(sample)) >= _LEAST_WRITING * len(sample)
    return is_writing and known >= _LEAST_COMMON * len(_LETTER.findall(sample))


@cache
def _common() -> re.Pattern[str]:
    """One of the most frequent characters of Chinese prose, in both scripts, or a kana."""
    hanzi = "".join(packaged("script/common_characters.txt").read_text("utf-8").split())
    return re.compile(f"[{hanzi}\u3041-\u30fe]")
