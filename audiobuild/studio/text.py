"""A script's text as lines that can be changed one at a time: everything else keeps its bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from audiobuild.errors import ScriptError
from audiobuild.i18n import _
from audiobuild.script.decode import decode
from audiobuild.script.front_matter import front_matter
from audiobuild.script.yaml_text import entry

FENCE = "---"
_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_CHILD = re.compile(r"(\s+)(\S.*)")


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a file, each with its own line end; `encoding` and `bom` are those of its bytes."""

    path: str
    lines: tuple[str, ...]
    encoding: str
    bom: bool

    def bytes(self) -> bytes:
        """The file. Raises ScriptError for a character that its encoding does not have."""
        mark = _MARKS.get(self.encoding, b"") if self.bom else b""
        try:
            return mark + "".join(self.lines).encode(self.encoding)
        except UnicodeEncodeError as error:
            missing = error.object[error.start]
            raise ScriptError(
                _("{path} is in {encoding}, which has no “{missing}”: save it as UTF-8 first.").format(
                    path=self.path, encoding=self.encoding, missing=missing
                )
            ) from error

    @property
    def plain(self) -> list[str]:
        """The lines without their ends."""
        return [line.rstrip("\r\n") for line in self.lines]

    @property
    def newline(self) -> str:
        """How its lines end."""
        first = self.lines[0] if self.lines else ""
        return first[len(first.rstrip("\r\n")) :] or "\n"

    def with_lines(self, first: int, last: int, new: list[str]) -> Text:
        """The lines `first` (included) to `last` (not), counted from 0, replaced by these."""
        made = [f"{line}{self.newline}" for line in new]
        return replace(self, lines=(*self.lines[:first], *made, *self.lines[last:]))

    # --------------------------------------------------------------------------------------------------- front matter

    def with_setting(self, key: str, name: str, value: object) -> Text:
        """The entry `name` of the table `key` in the front matter set to `value`; only its lines change.

        Raises ScriptError when the front matter cannot be changed so.
        """
        lines = self.plain
        start, end = self._fences(lines)
        if end == 0:
            changed = self.with_lines(0, 0, [FENCE, *entry(key, {name: value}), FENCE, ""])
        else:
            changed = self._in_front(lines, start, end, key, name, value)
        wanted = front_matter(lines).settings
        table = wanted.get(key)
        expected = {**wanted, key: {**(table if isinstance(table, dict) else {}), name: value}}
        if front_matter(changed.plain).settings != expected:
            raise ScriptError(
                _("{path}: “{key}” of the front matter cannot be changed here; write “{name}” by hand.").format(
                    path=self.path, key=key, name=name
                )
            )
        return changed

    def with_title(self, title: str) -> Text:
        """The title of the front matter changed. Raises ScriptError when it has none of its own line."""
        lines = self.plain
        start, end = self._fences(lines)
        at = next((n for n in range(start + 1, end) if _names(lines[n], "title")), None)
        if at is None:
            raise ScriptError(_("{path} has no line “title:” in its front matter: write one.").format(path=self.path))
        last = _end_of_table(lines, at, end)
        changed = self.with_lines(at, last, [f"{entry('title', title)[0]}{_comment(lines[at])}"])
        if front_matter(changed.plain).settings != {**front_matter(lines).settings, "title": title}:
            raise ScriptError(_("{path}: the title cannot be changed here; write it by hand.").format(path=self.path))
        return changed

    def _fences(self, lines: list[str]) -> tuple[int, int]:
        """The lines of the two fences; (0, 0) without a front matter. Raises ScriptError for one of another form."""
        first = next((n for n, line in enumerate(lines) if line.strip()), 0)
        found = front_matter(lines)
        if found.lines == 0:
            return 0, 0
        if lines[first].strip() != FENCE or lines[found.lines - 1].strip() not in (FENCE, "..."):
            raise ScriptError(
                _("{path}: the front matter is no YAML between two “---”; change it by hand.").format(path=self.path)
            )
        return first, found.lines - 1

    def _in_front(self, lines: list[str], start: int, end: int, key: str, name: str, value: object) -> Text:
        """With the entry put into the table's lines; a table in another form is written anew as lines."""
        head = next((n for n in range(start + 1, end) if _names(lines[n], key)), None)
        if head is None:
            return self.with_lines(end, end, entry(key, {name: value}))
        last = _end_of_table(lines, head, end)
        if lines[head].split(":", 1)[1].split("#")[0].strip():  # {a: A} on one line
            table = front_matter(lines).settings.get(key)
            return self.with_lines(head, last, entry(key, {**(table if isinstance(table, dict) else {}), name: value}))
        return self._in_table(lines, head, last, name, value)

    def _in_table(self, lines: list[str], head: int, last: int, name: str, value: object) -> Text:
        """With the entry on its line of the table, its comment kept, else on a line more."""
        children = {n: found for n in range(head + 1, last) if (found := _CHILD.fullmatch(lines[n]))}
        (new,) = entry(name, value)
        for n, child in children.items():
            if _names(child[2], name):
                return self.with_lines(n, n + 1, [f"{child[1]}{new}{_comment(child[2])}"])
        after = max(children, default=head)
        indent = children[after][1] if children else "  "
        return self.with_lines(after + 1, after + 1, [f"{indent}{new}"])


def _comment(line: str) -> str:
    """The comment at the end of a line, with the blanks before it."""
    found = re.search(r"\s+#.*$", line)
    return found[0] if found else ""


def _end_of_table(lines: list[str], head: int, end: int) -> int:
    """The first line after a table that begins in line `head`; its lines are indented or blank."""
    below = range(head + 1, end)
    return next((n for n in below if lines[n].strip() and not lines[n][0].isspace()), end)


def _names(line: str, name: str) -> bool:
    """Whether a line of front matter is the entry of this name."""
    return bool(re.match(rf"(['\"]?){re.escape(name)}\1\s*:", line))


def text_of(data: bytes, path: str) -> Text:
    """The text of a file. Raises ScriptError for one that holds none, or more than can be written back."""
    found = decode(data, path)
    lines = tuple(line for line in _LINE.findall(found.text) if line)
    text = Text(path, lines, found.encoding, found.bom)
    if text.bytes() != data:
        raise ScriptError(
            _("{path} has bytes that are no {encoding}: save it as UTF-8 first.").format(
                path=path, encoding=found.encoding
            )
        )
    return text


def with_toml_line(text: str, key: str, value: str) -> str:
    """A TOML file without tables in which `"key" = "value"` stands: on the line of the key, else on one more."""
    line = f"{_quoted(key)} = {_quoted(value)}"
    lines = text.splitlines(keepends=True)
    for n, old in enumerate(lines):
        found = re.match(
            rf"(?:{re.escape(_quoted(key))}|{re.escape(key)})\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|'[^']*')(.*)",
            old.rstrip("\r\n"),
        )
        if found:
            lines[n] = f"{line}{found[1]}\n"
            return "".join(lines)
    ending = "" if not lines or lines[-1].endswith("\n") else "\n"
    return "".join((*lines, ending, line, "\n"))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
