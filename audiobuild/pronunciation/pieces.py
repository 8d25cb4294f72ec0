"""Split text into pieces that the model speaks in one call, at the best boundaries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audiobuild.errors import EngineError
from audiobuild.i18n import _
from audiobuild.model import Piece, Pronunciation, Reading
from audiobuild.pronunciation.form import HAN, Form
from audiobuild.pronunciation.phonemes import HARD_LIMIT, tokens
from audiobuild.regex import lazy

#: The most phonemes of a piece: memory grows with length, very short pieces sound worse; the model's limit is 510.
LIMIT = 264

_CLOSING = r"[”’」』》〉】）)\"'\s]*"
#: Boundaries from best to worst: end of a sentence, a long clause, a clause, an enumeration, a word.
_BORDERS = (
    lazy(r"[。！？!?…\n]+" + _CLOSING + r"|\.(?=\s)" + _CLOSING),
    lazy(r"(?:[；;]|——|(?<!\d)[：:](?!\d))" + _CLOSING),
    lazy(r"(?:，|,(?!\d))" + _CLOSING),
    lazy(r"、" + _CLOSING),
    lazy(r"(?<=[^\s\d])\s+(?=[^\s\d])"),
)
_HAN = lazy(f"{HAN}+")
_SPOKEN = lazy(r"\w")


def pieces(text: str, form: Callable[[str], Form], limit: int) -> Pronunciation:
    """`text` in pieces of at most `limit` phonemes; EngineError if their `written` joined is not the text."""
    cut = tuple(_cut(text, form, min(limit, HARD_LIMIT)))
    if "".join(written for written, _unused in cut) != text:
        raise EngineError(
            _("cannot split “{text}” without losing part of it; please report this sentence.").format(text=text)
        )
    return Pronunciation(
        tuple(Piece(written, said.normalized, said.phonemes, said.pinyin) for written, said in cut),
        tuple(reading for _unused, said in cut for reading in (*_unsaid(said), *said.readings)),
        tuple(decision for _unused, said in cut for decision in said.decisions),
    )


def _unsaid(said: Form) -> Iterator[Reading]:
    return (Reading("unsaid", word, "") for word in said.unpronounceable)


def _cut(text: str, form: Callable[[str], Form], limit: int) -> Iterator[tuple[str, Form]]:
    whole = form(text)
    at = border(text, -(-len(whole.phonemes) // limit))
    if not at:  # short enough, or a single long word
        tokens(whole.phonemes)  # raises EngineError for unknown phonemes, or too many
        yield text, whole
        return
    yield from _cut(text[:at], form, limit)
    yield from _cut(text[at:], form, limit)


def border(text: str, parts: int) -> int:
    """The index to split at on the way to `parts` equal parts: the best mark near such a share; 0 if there is none."""
    if parts < 2:
        return 0
    goal = len(text) * (parts // 2) / parts
    nearest = []
    for borders in (*map(_ends, _BORDERS), _word_ends):
        places = [at for at in borders(text) if _SPOKEN.search(text[:at]) and _SPOKEN.search(text[at:])]
        if places:
            nearest.append(min(places, key=lambda at: abs(at - goal)))
    in_reach = [at for at in nearest if abs(at - goal) <= len(text) / parts / 2]
    return next(iter(in_reach + nearest), 0)


def _ends(pattern: re.Pattern[str]) -> Callable[[str], list[int]]:
    return lambda text: [found.end() for found in pattern.finditer(text)]


def _word_ends(text: str) -> list[int]:
    """The ends of words of Han characters, and the places where Han and Latin meet."""
    from audiobuild.pronunciation.zh.readings import words

    places = []
    for run in _HAN.finditer(text):
        at = run.start()
        for word in words(run[0]):
            at += len(word)
            places.append(at)
    return places
