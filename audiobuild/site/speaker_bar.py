"""The speaking-time strip: who speaks when, drawn from the cues; and how long each speaks in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from audiobuild.model import PageCue, Role
from audiobuild.site.markup import Html, fill, join

WIDTH, HEIGHT = 10_000, 40
"""The drawing's own units; a page stretches it to its width."""
HAIRLINE = 0.004
"""Gaps below this share of the width are not drawn: on a phone they are a pixel."""
LANES = {Role.HOST: (5, 13), Role.GUEST: (23, 13), Role.NARRATOR: (18, 5)}
"""Top and height by role: questions stand above the line, answers hang below it, narration lies on it."""
HOSTS, GUESTS = 2, 3
"""Colours a role has (see look.css); further people share them, told apart by their names in the text."""

_PATH = '<path class="$colour" d="$d" vector-effect="non-scaling-stroke"/>'
Who = tuple[Role, str]


def colours(cues: Sequence[PageCue]) -> dict[Who, str]:
    """The colour class of everybody who speaks, in order of appearance: h0 and h1, g0 to g2, or n."""
    hosts, guests = count(), count()
    found: dict[Who, str] = {}
    for cue in cues:
        who = (cue.role, cue.speaker)
        if who in found:
            continue
        if cue.role is Role.HOST:
            found[who] = f"h{next(hosts) % HOSTS}"
        else:
            found[who] = f"g{next(guests) % GUESTS}" if cue.role is Role.GUEST else "n"
    return found


def shares(cues: Sequence[PageCue]) -> dict[Who, float]:
    """Everybody's part of all speaking time (0 to 1), the longest first."""
    spoken: dict[Who, float] = {}
    for cue in cues:
        spoken[cue.role, cue.speaker] = spoken.get((cue.role, cue.speaker), 0) + max(0, cue.end - cue.start)
    whole = sum(spoken.values()) or 1
    return {who: seconds / whole for who, seconds in sorted(spoken.items(), key=lambda item: -item[1])}


def strip(cues: Sequence[PageCue], seconds: float, chapters: Sequence[int]) -> Html:
    """The strip as an SVG that says nothing to a screen reader; `chapters` are the seconds at which they begin."""
    lanes: dict[str, list[str]] = {}
    for colour, role, start, end in _stretches(cues, seconds, colours(cues)):
        top, height = LANES[role]
        lanes.setdefault(colour, []).append(f"M{start} {top}h{max(1, end - start)}v{height}H{start}z")
    paths = [fill(_PATH, colour=colour, d="".join(d)) for colour, d in lanes.items()]
    marks = "".join(f"M{_place(second, seconds)} {HEIGHT - 2}v2" for second in chapters if second)
    return fill(
        '<svg class="talk" viewBox="0 0 $width $height" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false">$paths$marks</svg>',
        width=str(WIDTH),
        height=str(HEIGHT),
        paths=join(paths, ""),
        marks=fill(_PATH, colour="marks", d=marks) if marks else Html(""),
    )


def _stretches(cues: Sequence[PageCue], seconds: float, named: Mapping[Who, str]) -> list[tuple[str, Role, int, int]]:
    """Colour, role, left and right edge of each stretch of speech without a visible gap."""
    found: list[tuple[str, Role, int, int]] = []
    for cue in cues:
        colour = named[cue.role, cue.speaker]
        start, end = _place(cue.start, seconds), _place(cue.end, seconds)
        if found and found[-1][0] == colour and start - found[-1][3] < HAIRLINE * WIDTH:
            start = found.pop()[2]
        found.append((colour, cue.role, start, end))
    return found


def _place(second: float, seconds: float) -> int:
    return round(WIDTH * min(1, max(0, second / seconds))) if seconds > 0 else 0
