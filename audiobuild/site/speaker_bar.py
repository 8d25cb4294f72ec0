"""The speaker bar: a drawing of who speaks when, and how much of the time each person speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from audiobuild.model import PageCue, Role

WIDTH, HEIGHT = 10_000, 40
"""The drawing's own units; a page stretches it to its width."""
HAIRLINE = 0.004
"""Gaps below this share of the width are not drawn: on a phone they are a pixel."""
READABLE = 150
"""The most stretches of speech that are drawn one by one: on a phone each has two pixels."""
COLUMNS = 60
"""Equal parts of a longer episode; in each of them every role has one stretch, as long as it speaks there."""
COLOURS = {Role.HOST: ("h0", "h1"), Role.GUEST: ("g0", "g1", "g2", "g3", "g4"), Role.NARRATOR: ("n",)}
"""Colour classes by role (see look.css); further people of a role share them and are distinguished by name."""
SHAPES: Mapping[str, tuple[tuple[int, int], ...]] = {
    "h0": ((5, 13),),
    "h1": ((12, 6),),
    "n": ((18, 5),),
    "g0": ((23, 13),),
    "g1": ((23, 6),),
    "g2": ((30, 6),),
    "g3": ((23, 4), (32, 4)),
    "g4": ((27, 5),),
}
"""Top and height of the bands that a colour class is drawn as: questions above the middle, answers below it, narration
on it. People of a role differ in shape as well as in colour; look.css gives the legend the same shapes."""

Who = tuple[Role, str]
"""A person: role and name."""


class SpeakerBar(NamedTuple):
    """An SVG drawing: its size, and colour class and path data (`d`) of each path."""

    width: int
    height: int
    paths: list[tuple[str, str]]


class _Stretch(NamedTuple):
    """Speech of one person without a visible gap, from left to right edge in the drawing's units."""

    colour: str
    left: int
    right: int


def speaker_colours(cues: Sequence[PageCue]) -> dict[Who, str]:
    """The colour class of everybody who speaks, given out by role in order of appearance."""
    found: dict[Who, str] = {}
    seen = dict.fromkeys(Role, 0)
    for role, name in dict.fromkeys((cue.role, cue.speaker) for cue in cues):
        choices = COLOURS[role]
        found[role, name] = choices[seen[role] % len(choices)]
        seen[role] += 1
    return found


def speaker_shares(cues: Sequence[PageCue]) -> dict[Who, float]:
    """Everybody's part of all speaking time (0 to 1), the longest first."""
    spoken: dict[Who, float] = {}
    for cue in cues:
        who = (cue.role, cue.speaker)
        spoken[who] = spoken.get(who, 0) + max(0, cue.end - cue.start)
    whole = sum(spoken.values()) or 1
    ordered = sorted(spoken.items(), key=lambda item: item[1], reverse=True)
    return {who: seconds / whole for who, seconds in ordered}


def speaker_bar(cues: Sequence[PageCue], seconds: float, chapters: Sequence[int]) -> SpeakerBar:
    """One path for each colour, in order of appearance, then one of the marks where chapters begin.

    `chapters` are the seconds of their beginnings; the beginning of the episode has no mark.
    """
    paths: dict[str, str] = {}
    colours = speaker_colours(cues)
    stretches = _stretches(cues, seconds, colours)
    if len(stretches) > READABLE:
        stretches = _summed_up(cues, seconds, colours)
    for colour, left, right in stretches:
        width = max(1, right - left)
        bands = "".join(f"M{left} {top}h{width}v{height}H{left}z" for top, height in SHAPES[colour])
        paths[colour] = paths.get(colour, "") + bands
    marks = "".join(f"M{_place(second, seconds)} {HEIGHT - 2}v2" for second in chapters if second)
    if marks:
        paths["marks"] = marks
    return SpeakerBar(WIDTH, HEIGHT, list(paths.items()))


def _stretches(cues: Sequence[PageCue], seconds: float, colours: Mapping[Who, str]) -> list[_Stretch]:
    found: list[_Stretch] = []
    for cue in cues:
        colour = colours[cue.role, cue.speaker]
        left, right = _place(cue.start, seconds), _place(cue.end, seconds)
        if found and found[-1].colour == colour and left - found[-1].right < HAIRLINE * WIDTH:
            left = found.pop().left
        found.append(_Stretch(colour, left, right))
    return found


def _summed_up(cues: Sequence[PageCue], seconds: float, colours: Mapping[Who, str]) -> list[_Stretch]:
    """For each column and role a stretch of its part of the speech there, in the colour of who speaks most of it."""
    spoken: dict[tuple[int, Role], dict[str, float]] = {}
    for cue in cues:
        column = _place((cue.start + cue.end) / 2, seconds) * COLUMNS // (WIDTH + 1)
        people = spoken.setdefault((column, cue.role), {})
        people[cue.speaker] = people.get(cue.speaker, 0) + max(0, cue.end - cue.start)
    column_seconds = seconds / COLUMNS
    found = []
    for (column, role), people in spoken.items():
        most = max(people, key=people.__getitem__)
        start = column * column_seconds
        end = start + min(column_seconds, sum(people.values()))
        found.append(_Stretch(colours[role, most], _place(start, seconds), _place(end, seconds)))
    return found


def _place(second: float, seconds: float) -> int:
    """Where a moment of an episode of `seconds` seconds is drawn, from the left edge; 0 in an empty episode."""
    if seconds <= 0:
        return 0
    return round(WIDTH * min(1, max(0, second / seconds)))
