"""Cuts a text into requests: without characters that XML cannot carry, below the service's limit of size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

PIECE_BYTES = 2_400  # the service takes 4096 bytes of escaped text; beyond that edge-tts cuts anywhere
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # XML 1.0, section 2.2
_SENTENCE = re.compile(r"[^。！？!?…\n]*(?:[。！？!?…]+[”’」』）)\"']*|\n|$)|[^.]*\.(?=\s)")
_CLAUSE = re.compile(r"[^，,；;：:、]*(?:[，；;：:、]|,(?!\d)|,|$)")
_STEP = PIECE_BYTES // 6  # no character grows beyond six escaped bytes


def xml_safe(text: str) -> str:
    """The text with blanks in place of what XML cannot carry."""
    return _ILLEGAL.sub(" ", text)


def size(text: str) -> int:
    """The bytes that the text takes in a request."""
    return len(escape(text).encode())


def cut(text: str, respelled: Callable[[str], str]) -> list[str]:
    """Parts of at most PIECE_BYTES each after `respelled`; joined they are the text.

    Cut after a sentence, after a clause where one sentence is too long, and inside a clause only when that is too long.
    """
    parts = [""]
    free = PIECE_BYTES
    for stretch in _stretches(text, lambda part: size(respelled(part))):
        needed = size(respelled(stretch))
        if needed > free and parts[-1]:
            parts.append("")
            free = PIECE_BYTES
        parts[-1] += stretch
        free -= needed
    return [part for part in parts if part]


def _stretches(text: str, needed: Callable[[str], int]) -> Iterator[str]:
    """Sentences; of one that is too long its clauses; of one of those that is too long slices."""
    for sentence in filter(None, _SENTENCE.findall(text)):
        if needed(sentence) <= PIECE_BYTES:
            yield sentence
            continue
        for clause in filter(None, _CLAUSE.findall(sentence)):
            if needed(clause) <= PIECE_BYTES:
                yield clause
            else:
                yield from _slices(clause, needed)


def _slices(text: str, needed: Callable[[str], int]) -> Iterator[str]:
    step = _STEP
    for start in range(0, len(text), step):
        part = text[start : start + step]
        if needed(part) <= PIECE_BYTES:
            yield part
        else:  # the lexicon makes it many times longer
            half = len(part) // 2
            yield from (part[:half], part[half:])
