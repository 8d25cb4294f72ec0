"""Repair constructs that are split over lines, before the lines are read one by one.

Comments are removed; a stage direction, link or bold text split over two lines is joined or closed. No line is
added or removed, so line numbers are unchanged.
"""

from __future__ import annotations

from collections import defaultdict

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.inline import bracket_reason

_COMMENT = lazy(r"(?s)<!(?=--).*?-->")
# The last bracket of a line if it is not closed there, and its end on the next line, before more text.
_OPEN_BRACKET = lazy(r"([\[（(【])([^\[（(【]{0,60})(?<![\]）)】\s])\s*$")
_BRACKET_END = lazy(r"\s*([^\[（(【\]）)】]{1,59}[\]）)】])\s*(?=\S)")
# The same for a link.
_OPEN_LINK = lazy(r"\[[^\[\]]{0,199}$")
_LINK_END = lazy(r"[ \t>]*([^\[\]\n]{0,200}\](?:\([^()\s]{1,1000}\)|\[[^\[\]\n]{0,100}\]))\s*(?=\S)")
_MARGIN = lazy(r"^[ \t\u3000>]*")


def mended(lines: list[str]) -> list[str]:
    """The lines with stage directions, links and bold text that are split over two lines repaired."""
    result = list(lines)
    for index in range(len(result) - 1):
        for mend in (_bracket, _link, _bold):
            result[index : index + 2] = mend(*result[index : index + 2])
    return result


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
