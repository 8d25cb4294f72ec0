"""Interviews in LaTeX: sections, items and emphasis are read, other commands are not spoken."""

from __future__ import annotations

from audiobuild.model import Dropped
from audiobuild.regex import lazy

_LINE = lazy(r"^\s*\\(?:section|chapter|subsection|begin|item|documentclass)\b")
_LEAST_LINES = 3  # such lines in a LaTeX file
_ONLY_COMMAND = lazy(
    r"^\s*(?:\\(?!text|emph|item|(?:chapter|section|subsection|title)\*?\{.{1,300}\}\s*$|[#$%&_{}])"
    r"[A-Za-z]+\*?(?:\[[^\[\]]{0,200}\]|\{[^{}]{0,200}\}){0,4}\s*)+$"
)
#: Each command and what it is in Markdown.
_MARKDOWN = (
    (lazy(r"^\s*\\(?:chapter|section|title)\*?\{(.{1,300})\}\s*$"), r"# \1"),
    (lazy(r"^\s*\\subsection\*?\{(.{1,300})\}\s*$"), r"## \1"),
    (lazy(r"^\s*\\item\s*\[([^\[\]\n]{1,60})\]\s*"), r"\1 "),
    (lazy(r"^\s*\\item\s*"), ""),
    (lazy(r"\\textbf\{([^{}\n]{1,2000})\}"), r"**\1**"),
    (lazy(r"\\(?:emph|textit)\{([^{}\n]{1,2000})\}"), r"*\1*"),
    (lazy(r"\\(?:underline|textsc)\{([^{}\n]{1,2000})\}"), r"\1"),
    (lazy(r"\\([#$%&_{}])"), r"\1"),
    (lazy(r"~"), " "),
    (lazy(r"\\\\"), ""),
)


def from_latex(lines: list[str]) -> tuple[list[str], list[Dropped]]:
    """The lines as Markdown if the file is LaTeX, and what was dropped; line numbers are unchanged."""
    if sum(map(bool, map(_LINE.match, lines[:200]))) < _LEAST_LINES:
        return lines, []
    commands = {number: line for number, line in enumerate(lines, start=1) if _ONLY_COMMAND.match(line)}
    kept = ["" if number in commands else _as_markdown(line) for number, line in enumerate(lines, start=1)]
    return kept, [Dropped(number, line.strip(), "code") for number, line in commands.items()]


def _as_markdown(line: str) -> str:
    for pattern, markdown in _MARKDOWN:
        line = pattern.sub(markdown, line)
    return line
