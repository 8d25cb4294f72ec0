"""Requests with retries: one event loop in a thread, one pace for all requests, a budget of attempts for each piece."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.engines.online.heard import Heard
from audiobuild.engines.online.limits import Limits
from audiobuild.engines.online.messages import Failure, Messages
from audiobuild.engines.online.pace import Pace
from audiobuild.engines.online.route import Route
from audiobuild.engines.protocol import Offer
from audiobuild.i18n import _
from audiobuild.model import Piece, Voice

PROOF = 6  # sum of `FailureKind.denies` in a row, before any success, at which the service is given up
DOUBLINGS = 4  # of the wait between two attempts: 8 s, give or take a half

T = TypeVar("T")


class Client(Protocol):
    """One kind of service: how it is asked, and whether its answer can be the text, spoken."""

    async def ask(self, piece: Piece, voice: Voice) -> Any:
        """One request, its answer read to the end; raises AttemptError."""
        ...

    def accepted(self, answer: Any, piece: Piece, voice: Voice) -> Heard:
        """The answer of `ask`, decoded and checked; called in another thread. Raises AttemptError."""
        ...

    async def offered(self) -> list[Offer]:
        """The service's own list of voices; raises AttemptError."""
        ...


class Service:
    """Sends requests along one route at one pace, from its own thread. May be made and used in any thread."""

    def __init__(self, client: Client, messages: Messages, route: Route, pace: Pace, limits: Limits) -> None:
        self.route, self.limits = route, limits
        self._client, self._messages, self._pace = client, messages, pace
        self._loop = asyncio.new_event_loop()
        self._dice = random.Random()
        self._succeeded = False
        self._denied = 0
        self._closed: AttemptError | None = None
        # A daemon: an interrupted program does not wait for a service that has stalled.
        threading.Thread(target=self._loop.run_forever, name=messages.engine, daemon=True).start()

    def ask(self, piece: Piece, voice: Voice) -> Future[Heard]:
        """A future of the spoken piece; it raises ServiceError when all attempts have failed."""
        return self.run(self._spoken(piece, voice))

    def run(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine in the service's thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def offered(self) -> list[Offer]:
        """The service's own list of voices; raises AttemptError."""
        return await self._client.offered()

    async def _spoken(self, piece: Piece, voice: Voice) -> Heard:
        try:
            return await self._fetched(piece, voice)
        except AttemptError as failed:
            offers = await self._offers() if failed.kind in self._messages.about_voices else []
            raise self._messages.error(Failure(failed, piece.written, voice.name, offers, self.route)) from failed

    async def _offers(self) -> list[Offer]:
        """The voices offered now; [] when the service does not answer."""
        try:
            return await self.offered()
        except AttemptError:
            return []

    async def _fetched(self, piece: Piece, voice: Voice) -> Heard:
        """Ask until an answer is accepted. Raises the last AttemptError when the budget is spent."""
        asked_again = False
        tries = refusals = 0
        while True:
            try:
                heard = await self._once(piece, voice)
            except AttemptError as failed:
                if failed is self._closed:
                    raise
                if failed.kind is FailureKind.THROTTLED:
                    refusals += 1
                else:
                    tries += 1
                self._note_failure(failed)
                if tries >= self.limits.tries or refusals >= self.limits.refusals:
                    raise
                await asyncio.sleep(self._wait(tries + refusals))
                continue
            if asked_again or not heard.again:  # a doubtful answer is asked for once more, then taken
                return heard
            asked_again = True

    async def _once(self, piece: Piece, voice: Voice) -> Heard:
        """One request; its answer is checked in another thread, while the next request may begin."""
        async with self._pace:
            if self._closed:
                raise self._closed
            answer = await self._client.ask(piece, voice)
        heard = await asyncio.to_thread(self._client.accepted, answer, piece, voice)
        self._note_success()
        return heard

    def _note_success(self) -> None:
        self._succeeded, self._denied = True, 0
        self._pace.succeeded()

    def _note_failure(self, failed: AttemptError) -> None:
        """Slow down; raise AttemptError when this piece, or every piece from now on, would fail again."""
        if failed.kind.slows and not self._pace.refused(failed.wait):
            self._closed = failed
        if failed.kind is FailureKind.DENIED:
            self._closed = failed
        if failed.kind.denies:
            self._denied += failed.kind.denies
        else:
            self._denied = 0
        if self._denied >= PROOF and not self._succeeded:
            self._closed = failed
            if failed.kind is FailureKind.STALLED:
                self._closed = AttemptError(FailureKind.UNREACHABLE, _("no answer in time, repeatedly"))
        if self._closed:
            raise self._closed
        if failed.kind.lasting:
            raise failed

    def _wait(self, failures: int) -> float:
        return self.limits.base * 2.0 ** min(failures - 1, DOUBLINGS) * self._dice.uniform(0.5, 1.5)
