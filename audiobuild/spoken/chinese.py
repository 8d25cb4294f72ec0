"""Chinese text, Latin words included, to the model's symbols."""

from __future__ import annotations

import re

from audiobuild.spoken.form import HAN, Form, marked, silent, tidy
from audiobuild.spoken.latin import latin_symbols
from audiobuild.spoken.normal_zh import normal_zh
from audiobuild.spoken.pinyin import pinyin_symbols
from audiobuild.spoken.readings import readings, simplified

_HAN = re.compile(f"{HAN}+")
_RUNS = re.compile(rf"(?P<han>{HAN}+)|(?P<latin>[A-Za-z]+(?:['’][A-Za-z]+)*)|(?P<space>\s+)|(?P<other>.)")


def said_zh(text: str) -> Form:
    """Normal words, symbols and what has no sound of a stretch of Chinese text."""
    normal = normal_zh(_HAN.sub(lambda found: simplified(found[0]), text))
    found = list(_RUNS.finditer(normal))
    spans = [match.span() for match in found if match.lastgroup == "han"]
    runs = iter(readings(normal, spans) if spans else [])
    parts: list[str] = []
    unsaid: list[str] = []
    for match in found:
        if match.lastgroup == "han":
            parts.append(f" {_han(next(runs), unsaid)} ")
        elif match.lastgroup == "latin":
            parts.append(f" {latin_symbols(match[0].replace('’', chr(39)))} ")
        elif match.lastgroup == "other" and not silent(match[0]):
            unsaid.append(match[0])
        else:
            parts.append(marked(match[0]))
    return Form(normal, tidy("".join(parts)), tuple(unsaid))


def _han(run: list[tuple[str, list[str]]], unsaid: list[str]) -> str:
    """Words of a run of Han characters, spaces between words; a character without a reading is reported."""
    unsaid += [word for word, syllables in run if not syllables]
    return " ".join("".join(pinyin_symbols(syllable) for syllable in syllables) for _, syllables in run)
