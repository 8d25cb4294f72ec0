"""Cuts a text into requests of a bounded size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

#: Of a request. Microsoft's service takes 4096 bytes of escaped text, OpenAI's 4096 characters; models that take longer
#: texts lose words in them.
PIECE_BYTES = 2_400
_SENTENCE = re.compile(r"[^。！？!?…\n]*(?:[。！？!?…]+[”’」』）)\"']*|\n|$)|[^.]*\.(?=\s)")
_CLAUSE = re.compile(r"[^，,；;：:、]*(?:[，；;：:、]|,(?!\d)|,|$)")
_STEP = PIECE_BYTES // 6  # no character grows beyond six bytes, escaped or not


def cut(text: str, size: Callable[[str], int]) -> list[str]:
    """Parts of at most PIECE_BYTES each, where `size` is the bytes that a part takes in a request; joined, the text.

    Cut after a sentence, after a clause where one sentence is too long, and inside a clause only when that is too long.
    """
    parts = [""]
    free = PIECE_BYTES
    for stretch in _stretches(text, size):
        needed = size(stretch)
        if needed > free and parts[-1]:
            parts.append("")
            free = PIECE_BYTES
        parts[-1] += stretch
        free -= needed
    return [part for part in parts if part]


def _stretches(text: str, size: Callable[[str], int]) -> Iterator[str]:
    """Sentences; of one that is too long its clauses; of one of those that is too long slices."""
    for sentence in filter(None, _SENTENCE.findall(text)):
        if size(sentence) <= PIECE_BYTES:
            yield sentence
            continue
        for clause in filter(None, _CLAUSE.findall(sentence)):
            if size(clause) <= PIECE_BYTES:
                yield clause
            else:
                yield from _slices(clause, size)


def _slices(text: str, size: Callable[[str], int]) -> Iterator[str]:
    for start in range(0, len(text), _STEP):
        part = text[start : start + _STEP]
        if size(part) <= PIECE_BYTES:
            yield part
        else:  # the lexicon makes it many times longer
            half = len(part) // 2
            yield from (part[:half], part[half:])
