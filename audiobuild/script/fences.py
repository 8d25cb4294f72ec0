"""Fenced blocks: code is not spoken, but an unclosed fence hides nothing, and some files set text in fences."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from audiobuild.regex import lazy
from audiobuild.script.lines import ends_sentence

_FENCE = lazy(r"^([ \t>＞]{0,12})(`{3,}|~{3,})[ \t]*([^`]*)$")
LIKE_CODE = lazy(
    r"[{};]\s*$|^\s*(?:[$#>]\s|//|/\*|def |class |import |from \w+ import|func |var |let |const |npm |"
    r"pip |git |sudo |curl |SELECT )|^\s*[\w.]+\(.*\)\s*$|=>|\w+ ?= ?[\w\"'\[{(]"
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A fenced block: the indexes of its first and last line (closing fence or end of the quote), and its language."""

    start: int
    end: int
    language: str


def fenced(lines: list[str]) -> frozenset[int]:
    """The numbers (from 1) of code lines, and of the fences around text."""
    blocks, alone = _blocks(lines)
    if _are_layout(lines, blocks):
        alone += [i for block in blocks for i in (block.start, block.end)]
        blocks = []
    inside = (i for block in blocks for i in range(block.start, block.end + 1))
    return frozenset(i + 1 for i in (*alone, *inside))


def _blocks(lines: list[str]) -> tuple[list[_Block], list[int]]:
    """The fenced blocks, and the fences that are never closed."""
    marks = {
        i: match for i, line in enumerate(lines) if ("```" in line or "~~~" in line) and (match := _FENCE.match(line))
    }
    order = sorted(marks)
    blocks: list[_Block] = []
    alone: list[int] = []
    dead: dict[str, int] = {}
    behind = -1
    for place, start in enumerate(order):
        if start <= behind:
            continue
        character, length = marks[start][2][0], len(marks[start][2])
        block = None
        if length < dead.get(character, 1 << 30):
            block = _block(lines, marks, itertools.islice(order, place + 1, None), start)
        if block is None:
            alone.append(start)
            dead[character] = min(length, dead.get(character, length))
        else:
            blocks.append(block)
            behind = block.end
    return blocks, alone


def _block(lines: list[str], marks: dict[int, re.Match[str]], later: Iterable[int], start: int) -> _Block | None:
    """The block that the fence opens, up to its closing fence or the end of the quote that contains it."""
    opening = marks[start]
    if not opening[1].strip():
        end = next((i for i in later if _closes(marks[i], opening)), -1)
        return _Block(start, end, opening[3]) if end > 0 else None
    for index in range(start + 1, len(lines)):
        if lines[index].lstrip()[:1] not in (">", "＞"):
            return _Block(start, index - 1, opening[3]) if index - 1 > start else None
        if index in marks and _closes(marks[index], opening):
            return _Block(start, index, opening[3])
    return None


def _closes(mark: re.Match[str], opening: re.Match[str]) -> bool:
    return not mark[3].strip() and mark[2].startswith(opening[2])


def _are_layout(lines: list[str], blocks: list[_Block]) -> bool:
    """Whether the file uses fences as layout: several without a language, with much of its text as prose in them."""
    if len(blocks) < 2 or any(block.language.strip() for block in blocks):
        return False
    inside = [line for block in blocks for line in lines[block.start + 1 : block.end] if line.strip()]
    total = sum(len(line) for line in lines)
    prose = sum(ends_sentence(line) and not LIKE_CODE.search(line) for line in inside)
    return sum(map(len, inside)) * 4 >= total and prose * 2 > len(inside)
