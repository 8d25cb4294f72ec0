"""Doubtful omissions: dropped lines that look like speech, and candidates that were not taken as labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audiobuild.i18n import ngettext
from audiobuild.model import Dropped, Script, ScriptWarning, Turn
from audiobuild.script.front_matter import EXACT_FORM
from audiobuild.script.label_candidates import firm_heads
from audiobuild.script.lines import Row, ends_sentence, fold

# Reasons decided by a pattern; the others follow from the format, or the text is spoken elsewhere in full.
_GUESSED = frozenset(["declaration", "metadata", "byline", "credits", "caption", "page-break"])
_MAY_BE_SPEECH = _GUESSED | {"ad", "repeat"}
_LEAST = 6  # letters of the shortest sentence that is reported
_BRACKETS = tuple("（([【〔《<©")
MAX_HEADS = 12  # refused candidates that are shown


def can_be_kept(cut: Dropped) -> bool:
    """Whether `keep:` in the front matter can have a dropped line spoken; most of the metadata is the front matter."""
    return cut.reason in _MAY_BE_SPEECH and cut.reason != "metadata"


def looks_like_speech(cut: Dropped) -> bool:
    """Whether a dropped line reads like a spoken sentence."""
    text = cut.text.strip()
    if cut.reason not in _MAY_BE_SPEECH or text.startswith(_BRACKETS) or text.endswith(("：", ":")):
        return False
    return ends_sentence(text) and len(fold(text)) >= _LEAST


def doubtful_drops(dropped: Iterable[Dropped], path: str) -> list[ScriptWarning]:
    """One warning if a pattern removed a sentence from a turn, else none."""
    cuts = list(dropped)
    doubtful = [
        cut for cut in cuts if cut.reason in _GUESSED and cut.inside_turn is not None and looks_like_speech(cut)
    ]
    if not doubtful:
        return []
    count = len({cut.line for cut in cuts})
    message = ngettext(
        "{count} line is not spoken, and looks like speech: audiobuild parse {path}",
        "{count} lines are not spoken ({doubtful} look like speech): audiobuild parse {path}",
        count,
    ).format(count=count, doubtful=len(doubtful), path=path)
    return [ScriptWarning("left-out", doubtful[0].line, message)]


@dataclass(frozen=True, slots=True)
class Refused:
    """A candidate before a colon in spoken text that was not taken as a label."""

    label: str
    count: int
    line: int


def refused_heads(script: Script) -> list[Refused]:
    """The possible labels that are read aloud, most frequent first; none in the exact form, which guesses nothing."""
    if script.style.id == EXACT_FORM:
        return []
    found: dict[str, list[tuple[str, int]]] = {}
    for turn in script.turns:
        for label in _heads_in(turn):
            found.setdefault(fold(label), []).append((label, turn.lines[0]))
    refused = [Refused(every[0][0], len(every), every[0][1]) for every in found.values()]
    return sorted(refused, key=lambda head: (-head.count, head.line))[:MAX_HEADS]


def _heads_in(turn: Turn) -> Sequence[str]:
    heads = (firm_heads(Row(0, text)) for text in turn.paragraphs)
    return [head.label for own in heads for head in own if head.form == "colon" and head.rest]
