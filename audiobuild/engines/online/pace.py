"""How many connections are open at once: additive increase, multiplicative decrease, as TCP does it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from audiobuild.engines.online.limits import Limits
from audiobuild.i18n import _

FLOOR = 1.0
LONGEST = 300.0  # seconds of a wait that the service asks for
STRIKES = 3  # refusals running at one connection, before everybody pauses


class Pace:
    """Slots for connections, a context manager each; used in one event loop only.

    Until the first refusal each success opens a slot more, then `0.5 / limit`. A refusal halves their number, and
    within `limits.window` of the last time, since a moment refuses many, leaves as many as are still open. Refused at
    one connection all wait for the next of `limits.pauses`.
    """

    def __init__(
        self,
        start: int,
        ceiling: int,
        limits: Limits,
        clock: Callable[[], float] = time.monotonic,
        engine: str = "",
    ) -> None:
        self.limit = float(start)
        self._ceiling, self._limits, self._clock, self._engine = ceiling, limits, clock, engine
        self._live = 0
        self._waiting: list[asyncio.Future[None]] = []
        self._refused_before = False
        self._cut = self._until = float("-inf")  # when the limit was last cut; until when all wait
        self._strikes = self._paused = 0

    async def __aenter__(self) -> None:
        """Wait for a slot."""
        while True:
            await asyncio.sleep(max(0.0, self._until - self._clock()))
            if self._live < int(self.limit):
                break
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            await turn
        self._live += 1

    async def __aexit__(self, *exc: object) -> None:
        """Release the slot."""
        self._live -= 1
        self._wake()

    def succeeded(self) -> None:
        """A request succeeded: raise the limit a little."""
        self._strikes = self._paused = 0
        step = 0.5 / self.limit if self._refused_before else 1.0
        self.limit = min(float(self._ceiling), self.limit + step)
        self._wake()

    def refused(self, wait: float) -> bool:
        """A request was refused: lower the limit, and pause for `wait` seconds or more. False when no pause is left.
        Called when the slot is released.
        """
        now = self._clock()
        self._refused_before = True
        self._until = max(self._until, now + min(wait, LONGEST))
        self._strikes += self.limit < FLOOR + 1
        if now - self._cut >= self._limits.window:
            self._cut, self.limit = now, max(FLOOR, self.limit / 2)
        else:
            self.limit = max(FLOOR, min(self.limit, float(self._live)))
        if self._strikes < STRIKES:
            return True
        if self._paused == len(self._limits.pauses):
            return False
        pause = self._limits.pauses[self._paused]
        self._strikes, self._paused, self._until = 0, self._paused + 1, max(self._until, now + pause)
        logging.getLogger(__name__).warning(
            _("%s: the service asks us to slow down; waiting %g seconds (pause %d of %d)."),
            *(self._engine, pause, self._paused, len(self._limits.pauses)),
        )
        return True

    def _wake(self) -> None:
        """Wake all that wait for a slot; they are few."""
        waiting, self._waiting = self._waiting, []
        for turn in waiting:
            if not turn.done():
                turn.set_result(None)
