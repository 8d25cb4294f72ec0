"""Fenced blocks: code is not spoken, but an unclosed fence hides nothing, and some files set text in fences."""

from __future__ import annotations

import re

from audiobuild.regex import lazy
from audiobuild.script.lines import ends_sentence

_FENCE = lazy(r"^([ \t>＞]{0,12})(`{3,}|~{3,})[ \t]*([^`]*)$")
_QUOTED = lazy(r"\s*[>＞]")
LIKE_CODE = lazy(
    r"[{};]\s*$|^\s*(?:[$#>]\s|//|/\*|def |class |import |from \w+ import|func |var |let |const |npm |"
    r"pip |git |sudo |curl |SELECT )|^\s*[\w.]+\(.*\)\s*$|=>|\w+ ?= ?[\w\"'\[{(]"
)


def fenced(lines: list[str]) -> frozenset[int]:
    """The numbers (from 1) of code lines, and of the fences around text."""
    marks = {number: mark for number, mark in enumerate(map(_FENCE.match, lines), start=1) if mark}
    blocks, alone = _blocks(lines, marks)
    if _are_layout(lines, blocks, marks):
        return frozenset(marks)
    return frozenset(alone).union(*blocks)


def _blocks(lines: list[str], marks: dict[int, re.Match[str]]) -> tuple[list[range], list[int]]:
    """The line numbers of each block with its fences, and of the fences that are never closed."""
    blocks: list[range] = []
    alone: list[int] = []
    last = 0
    unclosed: dict[str, int] = {}  # for each character, the length from which a fence is known to have no end
    for start, mark in marks.items():
        character, length = mark[2][0], len(mark[2])
        if start <= last:
            continue
        end = _end(lines, marks, start) if length < unclosed.get(character, length + 1) else start
        if end > start:
            blocks.append(range(start, end + 1))
            last = end
        else:
            alone.append(start)
            unclosed[character] = min(length, unclosed.get(character, length))
    return blocks, alone


def _end(lines: list[str], marks: dict[int, re.Match[str]], start: int) -> int:
    """The line of the fence that closes a block or the last line of the quote it is in; `start` if it has no end."""
    margin, fence, _ = marks[start].groups()
    in_quote = bool(margin.strip())
    for number in range(start + 1, len(lines) + 1):
        if in_quote and not _QUOTED.match(lines[number - 1]):
            return number - 1
        if number in marks and marks[number][2].startswith(fence) and not marks[number][3].strip():
            return number
    return start


def _are_layout(lines: list[str], blocks: list[range], marks: dict[int, re.Match[str]]) -> bool:
    """Whether the file uses fences as layout: several without a language, with much of its text as prose in them."""
    languages = "".join(marks[block[0]][3] for block in blocks)
    inside = [line for block in blocks for line in lines[block[0] : block[-1] - 1] if line.strip()]
    prose = len(list(filter(_is_prose, inside)))
    share = sum(map(len, inside)) / max(1, sum(map(len, lines)))
    return all((len(blocks) >= 2, not languages.strip(), share >= 1 / 4, prose * 2 > len(inside)))


def _is_prose(line: str) -> bool:
    return ends_sentence(line) and not LIKE_CODE.search(line)
