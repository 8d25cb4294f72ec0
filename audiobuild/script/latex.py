"""Interviews in LaTeX: sections, items and emphasis are read, other commands are not spoken."""

from __future__ import annotations

import re

from audiobuild.model import Dropped
from audiobuild.regex import lazy

_LINE = lazy(r"^\s*\\(?:section|chapter|subsection|begin|item|documentclass)\b")
_HEADING = lazy(r"^\s*\\(chapter|section|subsection|title)\*?\{(.{1,300})\}\s*$")
_ITEM = lazy(r"^\s*\\item\s*(?:\[([^\[\]\n]{1,60})\])?\s*")
_ONLY_COMMAND = lazy(
    r"^\s*(?:\\(?!text|emph|item|[#$%&_{}])[A-Za-z]+\*?(?:\[[^\[\]]{0,200}\]|\{[^{}]{0,200}\}){0,4}\s*)+$"
)
_STYLED = lazy(r"\\(textbf|emph|textit|underline|textsc)\{([^{}\n]{1,2000})\}")
_ESCAPED = lazy(r"\\([#$%&_{}])")
_LEVELS = {"title": "#", "chapter": "#", "section": "#", "subsection": "##"}
_MARKS = {"textbf": "**", "emph": "*", "textit": "*"}


def from_latex(lines: list[str]) -> tuple[list[str], list[Dropped]]:
    """The lines as Markdown if the file is LaTeX, and what was dropped; line numbers are unchanged."""
    if sum(bool(_LINE.match(line)) for line in lines[:200]) < 3:
        return lines, []
    kept: list[str] = []
    dropped: list[Dropped] = []
    for index, line in enumerate(lines):
        heading = _HEADING.match(line)
        if heading:
            kept.append(f"{_LEVELS[heading[1]]} {_styled(heading[2])}")
        elif _ONLY_COMMAND.match(line):
            dropped.append(Dropped(index + 1, line.strip(), "code"))
            kept.append("")
        else:
            text = _ITEM.sub(lambda match: f"{match[1]} " if match[1] else "", line, count=1)
            kept.append(_styled(text))
    return kept, dropped


def _styled(text: str) -> str:
    """Bold and italic as in Markdown, escaped characters decoded."""

    def marked(match: re.Match[str]) -> str:
        mark = _MARKS.get(match[1], "")
        return f"{mark}{match[2]}{mark}"

    return _ESCAPED.sub(r"\1", _STYLED.sub(marked, text)).replace("~", " ").replace("\\\\", "")
