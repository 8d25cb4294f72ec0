"""What can be chosen for a part of a sentence, and how far a choice for the episode or the show would reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from audiobuild.building.requests import BuildRequest
from audiobuild.errors import ScriptError
from audiobuild.i18n import _
from audiobuild.model import Line
from audiobuild.planning.plan import spoken_length
from audiobuild.pronunciation.offered import offers, syllables, word_around
from audiobuild.script.text_lines import text_of
from audiobuild.studio.opened import OpenScript

PACE = 4.3  # Chinese characters that are said in a second
COST = 0.55  # seconds in which the embedded voice speaks a second, on one core
MOST_PLACES = 20  # sentences of the episode that are listed


def choices_of(
    opened: OpenScript, line: Line, start: int, end: int, requests: Iterable[BuildRequest]
) -> dict[str, Any]:
    """Readings of a part of a sentence, and of the word around it, which a lexicon needs.

    A lone character with several readings has no entry for the show: it would change words that nobody looked at.
    """
    text = line.utterance.text
    if not 0 <= start < end <= len(text):
        raise ScriptError(_("choose the characters that are to be said in another way."))
    is_chinese = opened.plan.script.language.startswith("zh")
    part = text[start:end]
    first, last = word_around(text, start, end) if is_chinese else (start, end)
    word = text[first:last]
    found = offers(part, is_chinese)
    lone = len(word) == 1 and len(found) > 1
    return {
        "written": part,
        "offers": [offer._asdict() for offer in found],
        "word": {"written": word, "at": start - first, "syllables": syllables(word), "lone": lone},
        "reach": {} if lone else _reach(opened, word, requests),
    }


def _reach(opened: OpenScript, word: str, requests: Iterable[BuildRequest]) -> dict[str, Any]:
    """What a word in a lexicon would reach: sentences, seconds to speak them again, episodes, and the first places."""
    here = [each for each in opened.shown if word in each.line.utterance.text]
    episodes = [[each.line.utterance.text for each in here]]
    for request in requests:
        if request.script != opened.plan.request.script:
            episodes.append([line for line in _lines(request) if word in line])
    return {
        "episode": _counted(episodes[:1]),
        "show": {**_counted(episodes), "episodes": len(list(filter(None, episodes)))},
        "places": [each.id for each in here[:MOST_PLACES]],
    }


def _counted(episodes: Iterable[Sequence[str]]) -> dict[str, Any]:
    lines = list(chain.from_iterable(episodes))
    return {"sentences": len(lines), "seconds": round(sum(map(spoken_length, lines)) / PACE * COST, 1)}


def _lines(request: BuildRequest) -> Sequence[str]:
    try:
        facts = request.script.stat()
    except OSError:
        return ()
    return _sentences_of(request.script, facts.st_mtime_ns, facts.st_size)


@lru_cache(256)  # scripts of a show
def _sentences_of(path: Path, changed: int, size: int) -> Sequence[str]:
    """The text of a script, by sentences; () for one that is not written as text."""
    try:
        text = "".join(text_of(path.read_bytes(), str(path)).lines)
    except (OSError, ScriptError):
        return ()
    for end in "。！？!?":
        text = text.replace(end, f"{end}\n")
    return tuple(text.split("\n"))
