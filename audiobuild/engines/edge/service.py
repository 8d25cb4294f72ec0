"""Asking until a piece is had whole: one event loop in one thread, the pace, and the tries with their budget."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from audiobuild.engines.edge import client
from audiobuild.engines.edge.answer import Heard, accepted
from audiobuild.engines.edge.attempts import AttemptError, Kind
from audiobuild.engines.edge.limits import Limits
from audiobuild.engines.edge.messages import Case, told
from audiobuild.engines.edge.pace import Pace
from audiobuild.engines.edge.route import Route, route
from audiobuild.engines.protocol import Offer
from audiobuild.model import Piece, Voice

PROOF = 6  # denials in a row, as much as each counts, before anything succeeded: nothing will
DOUBLINGS = 4

T = TypeVar("T")


def service(endpoint: str, proxy: str, pace: tuple[int, int], limits: Limits) -> Service:
    """The service of these settings. Raises ConfigError for a proxy or an endpoint that cannot be used."""
    return Service(route(client.HOST, endpoint, proxy), Pace(*pace, limits), limits)


class Service:
    """Asks along one route at one pace. Made in any thread; what is asked runs in a thread of its own."""

    def __init__(self, way: Route, pace: Pace, limits: Limits) -> None:
        self.way, self.limits, self._pace = way, limits, pace
        self._loop = asyncio.new_event_loop()
        self._dice = random.Random()
        self._succeeded = False
        self._denied = 0
        self._closed: AttemptError | None = None
        self._client = client.Client(way.endpoint)
        if not way.endpoint.startswith("ws:"):
            self._client.trust()
        # A daemon: an interrupted program does not wait for a service that has stalled.
        threading.Thread(target=self._loop.run_forever, name="edge", daemon=True).start()

    def ask(self, piece: Piece, voice: Voice) -> Future[Heard]:
        """The piece, spoken, in the future; it raises ServiceError when it cannot be had."""
        return self.run(self._had(piece, voice))

    def run(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Do something in the service's thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def offered(self) -> list[Offer]:
        """The service's own list of voices; raises Trouble."""
        return await self._client.offered(self.way.proxy, self.limits)

    async def _had(self, piece: Piece, voice: Voice) -> Heard:
        try:
            return await self._fetched(piece, voice)
        except AttemptError as trouble:
            offers = await self._offers() if trouble.kind is Kind.SILENT else []
            raise told(Case(trouble, piece.written, voice.name, offers, self.way)) from trouble

    async def _offers(self) -> list[Offer]:
        """The voices offered now, none when they cannot be had."""
        try:
            return await self.offered()
        except AttemptError:
            return []

    async def _fetched(self, piece: Piece, voice: Voice) -> Heard:
        """Ask until there is an answer to take; raises the last Trouble when the budget is spent."""
        doubtful = False
        tries = refusals = 0
        while True:
            try:
                heard = await self._once(piece, voice)
            except AttemptError as trouble:
                if trouble is self._closed:
                    raise
                failed = trouble
            else:
                if doubtful or not heard.doubts or not heard.boundaries:
                    return heard
                doubtful = True  # asked once more, then taken
                continue
            throttled = failed.kind is Kind.THROTTLED
            tries, refusals = tries + (not throttled), refusals + throttled
            self._note_failure(failed)
            if tries >= self.limits.tries or refusals >= self.limits.refusals:
                raise failed
            await asyncio.sleep(self._wait(tries + refusals))

    async def _once(self, piece: Piece, voice: Voice) -> Heard:
        """One question, and its answer looked at when the next may ask, beside the loop that serves them all."""
        async with self._pace:
            if self._closed:
                raise self._closed
            answer = await self._client.ask(piece.engine_input, voice, self.way.proxy, self.limits)
        heard = await asyncio.to_thread(accepted, answer, piece.engine_input, voice.rate)
        self._note_success()
        return heard

    def _note_success(self) -> None:
        self._succeeded, self._denied = True, 0
        self._pace.succeeded()

    def _note_failure(self, failed: AttemptError) -> None:
        """Slow down, or raise when asking again is no use: for this piece, or for all from now on."""
        if failed.kind.slows and not self._pace.refused(failed.wait):
            self._closed = failed
        self._denied = self._denied + failed.kind.denies if failed.kind.denies else 0
        if self._denied >= PROOF and not self._succeeded:
            stalled = failed.kind is Kind.STALLED
            self._closed = AttemptError(Kind.UNREACHABLE, "no answer in time, time and again") if stalled else failed
        if self._closed or failed.kind is Kind.FORBIDDEN:
            raise self._closed or failed

    def _wait(self, failures: int) -> float:
        return self.limits.base * 2.0 ** min(failures - 1, DOUBLINGS) * self._dice.uniform(0.5, 1.5)
