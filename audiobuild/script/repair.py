"""Repair constructs that are split over lines, before the lines are read one by one.

Comments are removed; a stage direction, link or bold text split over two lines is joined or closed, and a paragraph of
several lines in italics or bold gets the marks of `lines`. No line is added or removed, so line numbers are unchanged.
"""

from __future__ import annotations

import re
from collections import defaultdict

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.inline import bracket_reason
from audiobuild.script.lines import BOLD, BOLD_END, ITALIC, ITALIC_END

_COMMENT = lazy(r"(?s)<!(?=--).*?-->")
# The last bracket of a line if it is not closed there, and its end on the next line, before more text.
_OPEN_BRACKET = lazy(r"([\[（(【])([^\[（(【]{0,60})(?<![\]）)】\s])\s*$")
_BRACKET_END = lazy(r"\s*([^\[（(【\]）)】]{1,59}[\]）)】])\s*(?=\S)")
# The same for a link.
_OPEN_LINK = lazy(r"\[[^\[\]]{0,199}$")
_LINK_END = lazy(r"[ \t>]*([^\[\]\n]{0,200}\](?:\([^()\s]{1,1000}\)|\[[^\[\]\n]{0,100}\]))\s*(?=\S)")
_BREAK = lazy(r"(?<=[^\s>])<br\s?/?>(?=[^\s<])", re.IGNORECASE)
_RULE = lazy(r"^\s{0,8}<hr\b[^<>\n]{0,80}>\s*$")
_MARGIN = lazy(r"^[ \t\u3000>]*")
# The first and the last line of a paragraph in italics or bold: `_3.How much` … `started?_`
_OPEN_EMPHASIS = lazy(r"^([ \t>]*)([_*]{1,3})(?![\s_*])([^_*\n]+)$")
_EMPHASIS_END = lazy(r"^([^_*\n]*)([_*]{1,3})(?![_*\w])([^_*\n]{0,8})$")
_MAX_EMPHASISED = 12  # lines of a paragraph with emphasis


def mended(lines: list[str]) -> list[str]:
    """The lines with stage directions, links and bold text that are split over two lines repaired, and plain rules."""
    result = [_BREAK.sub(" ", _RULE.sub("* * *", line)) if "<" in line else line for line in lines]
    for index, line in enumerate(result):
        _emphasised(result, index, _OPEN_EMPHASIS.match(line))
    for index in range(len(result) - 1):
        for mend in (_bracket, _link, _bold):
            result[index : index + 2] = mend(*result[index : index + 2])
    return result


def _emphasised(lines: list[str], first: int, opening: re.Match[str] | None) -> None:
    """Set the marks of emphasis that begins on this line, and ends at the end of a later line of the paragraph."""
    for index in range(first + 1, min(first + _MAX_EMPHASISED, len(lines)) if opening else 0):
        tail = _EMPHASIS_END.match(lines[index])
        if opening and tail and tail[2][::-1] == opening[2]:
            start, end = (ITALIC, ITALIC_END) if len(tail[2]) == 1 else (BOLD, BOLD_END)
            lines[first] = f"{opening[1]}{start}{opening[3]}"
            lines[index] = f"{tail[1]}{tail[3]}{end}"
            return
        if not lines[index].strip(" \t>") or "_" in lines[index] or "*" in lines[index]:
            return


def without_comments(lines: list[str]) -> tuple[list[str], list[Dropped]]:
    """The lines without `<!-- … -->`, also over several lines; an unclosed comment is text."""
    text = "\n".join(lines)
    end = text.rfind("-->") + 3  # each comment that begins before has an end, so the search is linear
    gone: dict[int, list[str]] = defaultdict(list)
    number, seen = 1, 0
    for comment in _COMMENT.finditer(text, 0, end):
        number += text.count("\n", seen, comment.start())
        seen = comment.start()
        for below, part in enumerate(comment.group().split("\n")):
            gone[number + below].append(part)
    kept = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text[:end]) + text[end:]
    dropped = [Dropped(line, "".join(parts).strip(), "code") for line, parts in gone.items()]
    return kept.split("\n"), [cut for cut in dropped if cut.text]


def _bracket(line: str, after: str) -> tuple[str, str]:
    """The two lines, with a stage direction that ends on the second moved up to the first."""
    start, end = _OPEN_BRACKET.search(line), _BRACKET_END.match(after)
    if start and end and bracket_reason(start[1], f"{start[2].strip()} {end[1][:-1]}"):
        return f"{line.rstrip()} {end[1]}", after[end.end() :]
    return line, after


def _link(line: str, after: str) -> tuple[str, str]:
    """The two lines, with a link whose text continues on the second moved up to the first."""
    end = _LINK_END.match(after) if _OPEN_LINK.search(line) else None
    if end is None:
        return line, after
    blank = " " if f"{line[-1:]}{end[1][:1]}".isascii() else ""
    return f"{line.rstrip()}{blank}{end[1]}", after[end.end() :]


def _bold(line: str, after: str) -> tuple[str, str]:
    """The two lines, with bold text that continues on the second closed on the first and opened again."""
    continues = line.count("**") % 2 == after.count("**") % 2 == 1
    if not continues or line.rstrip().endswith("**"):
        return line, after
    return f"{line.rstrip()}**", _MARGIN.sub(r"\g<0>**", after, count=1)
