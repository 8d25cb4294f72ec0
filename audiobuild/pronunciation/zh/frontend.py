"""Chinese text, Latin words included, to the model's symbols."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from audiobuild.model import Reading
from audiobuild.pronunciation.choices import figure_readings, lexicon_readings
from audiobuild.pronunciation.form import HAN, Form, marked, silent, tidy
from audiobuild.pronunciation.latin import is_guessed, latin_symbols, letters
from audiobuild.pronunciation.lexicon import HELD_LETTERS, HELD_PINYIN, Entry, Lexicon, shown
from audiobuild.pronunciation.zh.normalize import normal_zh
from audiobuild.pronunciation.zh.pinyin import pinyin_symbols, with_marks
from audiobuild.pronunciation.zh.readings import doubtful, readings, simplified
from audiobuild.regex import lazy

_HAN = lazy(f"{HAN}+")
_ACRONYM = lazy(r"[A-Z](?: [A-Z])+(?![A-Za-z'’])")
_RUNS = lazy(
    rf"(?P<han>(?:{HAN}|{HELD_PINYIN})+)|(?P<latin>{_ACRONYM.pattern}|[A-Za-z]+(?:['’][A-Za-z]+)*)"
    rf"|(?P<letters>{HELD_LETTERS})|(?P<other>.)",
    re.DOTALL,
)


class _Part(NamedTuple):
    """A run of one kind of letters, or a mark: how it sounds, and what there is to say about it."""

    phonemes: str
    pinyin: str = ""
    readings: tuple[Reading, ...] = ()
    unpronounceable: tuple[str, ...] = ()


def pronounce_zh(text: str, lexicon: Lexicon) -> Form:
    """Normal words, symbols, pinyin and what has no sound of a stretch of Chinese text."""
    ready, held = lexicon.marked(text)
    normal = normal_zh(_HAN.sub(lambda found: simplified(found[0]), ready))
    parts = list(_parts(normal, held))
    unpronounceable = tuple(word for part in parts for word in part.unpronounceable)
    chosen = tuple(reading for part in parts for reading in part.readings)
    return Form(
        shown(normal, held),
        tidy("".join(part.phonemes for part in parts)),
        unpronounceable,
        " ".join(part.pinyin for part in parts if part.pinyin),
        (
            *lexicon_readings(lexicon, text),
            *figure_readings(ready, _ACRONYM.sub(lambda found: found[0].replace(" ", ""), normal)),
            *chosen,
        ),
    )


def _parts(normal: str, held: Mapping[str, Entry]) -> Iterator[_Part]:
    found = list(_RUNS.finditer(normal))
    own = {place: list(entry.syllables) for place, entry in held.items() if entry.syllables}
    spans = [match.span() for match in found if match.lastgroup == "han"]
    runs = iter(readings(normal, spans, own) if spans else [])
    for match in found:
        if match.lastgroup == "han":
            yield _han(next(runs))
        elif match.lastgroup == "latin":
            yield _latin(match[0])
        elif match[0] in held:
            yield _Part(f" {letters(held[match[0]].letters)} ", held[match[0]].letters)
        elif silent(match[0]):
            yield _Part(marked(match[0]))
        else:
            yield _Part(" ", unpronounceable=(match[0],))


def _han(run: list[tuple[str, list[str]]]) -> _Part:
    """Words of a run of Han characters, spaces between words; a character without a reading is reported."""
    return _Part(
        f" {' '.join(''.join(map(pinyin_symbols, syllables)) for _, syllables in run)} ",
        " ".join("".join(map(with_marks, syllables)) for _, syllables in run),
        tuple(
            Reading("polyphone", word, " ".join(map(with_marks, said))) for word, said in run if doubtful(word, said)
        ),
        tuple(word for word, syllables in run if not syllables),
    )


def _latin(word: str) -> _Part:
    word = word.replace(" ", "")  # letters of an acronym
    symbols = latin_symbols(word.replace("’", "'"))
    spelled = word.isalpha() and symbols == letters(word)
    kind = "guess" if not spelled and is_guessed(word) else "latin"
    return _Part(f" {symbols} ", word, (Reading(kind, word, " ".join(word.upper()) if spelled else f"/{symbols}/"),))
