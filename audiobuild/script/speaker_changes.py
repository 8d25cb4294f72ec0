"""The style of captions that mark only the change of speaker, `>> Thanks.`: two voices alternate."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from audiobuild.model import Role
from audiobuild.script.lines import CHANGE, plain
from audiobuild.script.selections import places_where, share
from audiobuild.script.turn_starts import Candidates, Chosen, Mark

FORM = "speaker-change"
_LEAST = 4  # changes of speaker; fewer are remarks from the room
_CLEARLY = 1.5  # the second speaker is the host if the share of his turns that ask is this many times greater


def change_styles(lines: Candidates) -> Iterator[Chosen]:
    """The reading of the file by its changes of speaker; of the two, the one whose turns ask more is the host."""
    starts = places_where(lambda row: row.marker == CHANGE, lines.rows)
    if len(starts) < _LEAST:
        return
    opening = sorted({0, *starts})
    asks = {i: not lines.asking.isdisjoint(range(i, end)) for i, end in itertools.pairwise([*opening, len(lines.rows)])}
    first, second = (share(asks.__getitem__, half) for half in (opening[::2], opening[1::2]))
    sides = [Role.GUEST, Role.HOST] if second > _CLEARLY * first else [Role.HOST, Role.GUEST]
    yield Chosen(
        FORM,
        {
            i: Mark(None, None, plain(lines.rows[i].text), FORM, side)
            for i, side in zip(opening, itertools.cycle(sides), strict=False)
        },
    )
