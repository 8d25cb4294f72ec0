"""Folded originals: `<details><summary>原文</summary>` … `</details>` after each turn of a translated interview."""

from __future__ import annotations

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.lines import is_cjk

_OPENS = lazy(
    r"^\s{0,3}<details\b",
)
_CLOSES = "</details>"
_TAG = lazy(r"<[^<>\n]{1,200}>")
_SAYS_ORIGINAL = lazy(r"<summary>[^<>\n]{0,20}(?:原文|英文|Original|English|原話|原话)[^<>\n]{0,20}</summary>")
_ONE_WRITING = 0.3  # two texts whose shares of hanzi among the letters differ by more are in different languages


def without_originals(lines: list[str]) -> tuple[list[str], list[Dropped]]:
    """The lines without folds that repeat the turn above in its original language; line numbers are unchanged."""
    folds = _folds(lines)
    inside = {index for fold in folds for index in fold}
    usual = _han_share([line for index, line in enumerate(lines) if index not in inside]) if folds else 0.0
    gone = {index for fold in folds if _is_original([lines[i] for i in fold], usual, len(folds)) for index in fold}
    kept = ["" if index in gone else line for index, line in enumerate(lines)]
    dropped = [Dropped(index + 1, lines[index].strip(), "original") for index in sorted(gone) if lines[index].strip()]
    return kept, dropped


def _is_original(lines: list[str], usual: float, folds: int) -> bool:
    """Whether a fold is labelled as the original, or is one of several in another script than the file's."""
    if any(map(_SAYS_ORIGINAL.search, lines)):
        return True
    return folds > 1 and abs(_han_share(lines) - usual) > _ONE_WRITING


def _folds(lines: list[str]) -> list[range]:
    """The lines of each fold, tags included; an unclosed fold is ignored."""
    found: list[range] = []
    start = -1
    for index, line in enumerate(lines):
        if start < 0 and _OPENS.match(line):
            start = index
        if start >= 0 and _CLOSES in line:
            found.append(range(start, index + 1))
            start = -1
    return found


def _han_share(lines: list[str]) -> float:
    """The share of hanzi and kana among the letters."""
    letters = [c for line in lines for c in _TAG.sub("", line) if c.isalpha()]
    return sum(map(is_cjk, letters)) / max(1, len(letters))
