"""Repair constructs that are split over lines, before the lines are read one by one.

Comments are removed; a stage direction, link or bold text split over two lines is joined or closed. No line is
added or removed, so line numbers are unchanged.
"""

from __future__ import annotations

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.inline import bracket_reason

_MAX_LINK = 200  # characters of link text on its first line
_LINK_END = lazy(r"^[^\[\]\n]{0,200}\]\([^()\s]{1,1000}\)|^[^\[\]\n]{0,200}\]\[[^\[\]\n]{0,100}\]")
_ODD_BOLD = lazy(r"\*\*")


def mended(lines: list[str]) -> list[str]:
    """The lines with stage directions, links and bold text that are split over two lines repaired."""
    result = list(lines)
    for index, line in enumerate(result[:-1]):
        _mend_bracket(result, index)
        if "[" in line:
            _mend_link(result, index)
        if "**" in line:
            _mend_bold(result, index)
    return result


def without_comments(lines: list[str]) -> tuple[list[str], list[Dropped]]:
    """The lines without `<!-- … -->`, also over several lines; an unclosed comment is text."""
    last = max((i for i, line in enumerate(lines) if "-->" in line), default=-1)
    kept: list[str] = []
    dropped: list[Dropped] = []
    inside = False
    for index, line in enumerate(lines):
        if index > last or not (inside or "<!--" in line):
            kept.append(line)
            continue
        text, gone, inside = _uncommented(line, inside, index < last)
        kept.append(text)
        if gone.strip():
            dropped.append(Dropped(index + 1, gone.strip(), "code"))
    return kept, dropped


def _uncommented(line: str, inside: bool, ends_later: bool) -> tuple[str, str, bool]:
    """One line without its comments, what was cut, and whether a comment is still open at its end."""
    kept: list[str] = []
    gone: list[str] = []
    place = 0
    while place < len(line):
        if inside:
            end = line.find("-->", place)
            stop = len(line) if end < 0 else end + 3
            gone.append(line[place:stop])
            inside, place = end < 0, stop
            continue
        start = line.find("<!--", place)
        if start < 0 or (not ends_later and line.find("-->", start) < 0):
            start = len(line)
        kept.append(line[place:start])
        inside, place = start < len(line), start
    return "".join(kept), "".join(gone), inside


def _mend_bracket(lines: list[str], index: int) -> None:
    """Move a stage direction that ends on the next line up to its first line."""
    line = lines[index]
    start = max(line.rfind(c) for c in "[（(【")
    if start < 0 or len(line) - start > 60 or line[start:].rstrip()[-1:] in "]）)】":
        return
    after = lines[index + 1].lstrip()
    end = next((i for i, c in enumerate(after[:60]) if c in "[（(【]）)】"), -1)
    if end <= 0 or after[end] in "[（(【" or not after[end + 1 :].strip():
        return
    if bracket_reason(line[start], f"{line[start + 1 :].strip()} {after[:end]}"):
        lines[index] = f"{line.rstrip()} {after[: end + 1]}"
        lines[index + 1] = after[end + 1 :].lstrip()


def _mend_link(lines: list[str], index: int) -> None:
    """Move a link whose text continues on the next line up to its first line."""
    line = lines[index]
    start = line.rfind("[")
    if start < 0 or len(line) - start > _MAX_LINK or "]" in line[start:]:
        return
    after = lines[index + 1].lstrip(" \t>")
    end = _LINK_END.match(after)
    if end and after[end.end() :].strip():
        blank = " " if line[-1:].isascii() and after[:1].isascii() else ""
        lines[index] = f"{line.rstrip()}{blank}{end.group()}"
        lines[index + 1] = after[end.end() :].lstrip()


def _mend_bold(lines: list[str], index: int) -> None:
    """Close bold text that continues on the next line, and open it again there."""
    if len(_ODD_BOLD.findall(lines[index])) % 2 == 0 or len(_ODD_BOLD.findall(lines[index + 1])) % 2 == 0:
        return
    body = lines[index + 1].lstrip(" \t\u3000>")
    if body and not lines[index].rstrip().endswith("**"):
        lines[index] = f"{lines[index].rstrip()}**"
        lines[index + 1] = f"{lines[index + 1][: len(lines[index + 1]) - len(body)]}**{body}"
