"""The pronunciation report: a page on which an editor checks how an episode reads texts that have several readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from audiobuild.i18n import N_, _, selected
from audiobuild.markup import render
from audiobuild.model import Cue, Reading

LINKED_PLACES = 4
"""Places of a reading that are linked; further ones are only counted, so that a row stays one line long."""
_KINDS = {
    "unsaid": (
        N_("Not spoken"),
        N_("The voice has no sound for these. Respell them in the lexicon, or remove them from the script."),
    ),
    "guess": (N_("Guessed"), N_("No dictionary lists these words; their sounds are guessed from the spelling.")),
    "given": (N_("Marked in the text"), N_("Spoken as the script says in brackets.")),
    "lexicon": (N_("Lexicon"), N_("Spoken as the lexicon says.")),
    "number": (N_("Numbers and signs"), ""),
    "latin": (N_("Latin letters"), N_("Spelled letter by letter, or spoken as a word with the sounds shown.")),
    "polyphone": (N_("Characters with several readings"), N_("Different readings of one word are listed together.")),
}
"""Heading and note of each kind of reading, in the order of the page."""


class _Row(NamedTuple):
    """A reading, the sentence in which it occurs first, and the seconds at which its sentences start."""

    reading: Reading
    sentence: str
    places: list[float]


class _Table(NamedTuple):
    """The rows of one kind of reading."""

    name: str
    note: str
    rows: list[_Row]


def pronunciation_report(
    title: str, language: str, audio: str, rate: int, heard: Iterable[tuple[Cue, Sequence[Reading]]]
) -> str:
    """The page, self-contained but for the episode `audio` in the same folder; `heard` gives each cue its readings.

    `rate` is the cues' in Hz. Each reading is listed once, in the order of the episode, with its first places in time.
    """
    rows: dict[Reading, _Row] = {}
    for cue, readings in heard:
        for reading in dict.fromkeys(readings):
            row = rows.setdefault(reading, _Row(reading, cue.text, []))
            row.places.append(cue.start / rate)
    tables = (_Table(_(name), _(note) if note else "", _rows_of(kind, rows)) for kind, (name, note) in _KINDS.items())
    return render(
        "outputs/pronunciation_report.html",
        title=title,
        language=language,
        audio=quote(audio),
        tables=[table for table in tables if table.rows],
        linked=LINKED_PLACES,
        _=_,
        page_language=selected(),
    )


def _rows_of(kind: str, rows: Mapping[Reading, _Row]) -> list[_Row]:
    """The rows of a kind in order of appearance, those of the same written text next to each other."""
    groups: dict[str, list[_Row]] = {}
    for reading, row in rows.items():
        if reading.kind == kind:
            groups.setdefault(reading.written, []).append(row)
    return [row for group in groups.values() for row in group]
