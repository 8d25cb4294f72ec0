"""Folded originals: `<details><summary>原文</summary>` … `</details>` after each turn of a translated interview."""

from __future__ import annotations

from audiobuild.model import Dropped
from audiobuild.regex import lazy
from audiobuild.script.lines import is_cjk

_OPENS = lazy(r"^\s{0,3}<details\b")
_CLOSES = "</details>"
_TAG = lazy(r"<[^<>\n]{1,200}>")
_LETTER = lazy(r"[^\W\d_]")
_SAYS_ORIGINAL = lazy(r"<summary>[^<>\n]{0,20}(?:原文|英文|Original|English|原話|原话)[^<>\n]{0,20}</summary>")
_ONE_WRITING = 0.3  # two texts whose shares of hanzi among the letters differ by more are in different languages


def without_originals(lines: list[str]) -> tuple[list[str], list[Dropped]]:
    """The lines without folds that repeat the turn above in its original language; line numbers are unchanged."""
    kept = list(lines)
    folds = _folds(lines)
    for fold in folds:
        kept[fold] = [""] * (fold.stop - fold.start)
    usual = _han_share(kept) if len(folds) > 1 else 0.0
    dropped: list[Dropped] = []
    for fold in folds:
        text = "\n".join(lines[fold])
        if _SAYS_ORIGINAL.search(text) or (len(folds) > 1 and abs(_han_share([text]) - usual) > _ONE_WRITING):
            dropped += [
                Dropped(number, line.strip(), "original") for number, line in enumerate(lines[fold], fold.start + 1)
            ]
        else:
            kept[fold] = lines[fold]
    return kept, [cut for cut in dropped if cut.text]


def _folds(lines: list[str]) -> list[slice]:
    """The lines of each fold, tags included; an unclosed fold is ignored."""
    found: list[slice] = []
    start = -1
    for index, line in enumerate(lines):
        if start < 0 and _OPENS.match(line):
            start = index
        if start >= 0 and _CLOSES in line:
            found.append(slice(start, index + 1))
            start = -1
    return found


def _han_share(lines: list[str]) -> float:
    """The share of hanzi and kana among the letters."""
    letters = _LETTER.findall(_TAG.sub("", "\n".join(lines)))
    return sum(map(is_cjk, letters)) / max(1, len(letters))
