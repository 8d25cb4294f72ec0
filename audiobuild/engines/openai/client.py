"""One request to a server and its answer; what goes wrong is an AttemptError."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import aiohttp

from audiobuild.engines.online import http
from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.engines.online.heard import Heard
from audiobuild.engines.online.limits import Limits
from audiobuild.engines.online.route import Route
from audiobuild.engines.openai.answer import Answer, Judge, error_text, most_bytes
from audiobuild.engines.openai.key import Key
from audiobuild.engines.openai.listed import offers
from audiobuild.engines.protocol import Offer
from audiobuild.i18n import _
from audiobuild.model import Piece, Voice

if TYPE_CHECKING:
    from audiobuild.engines.openai import SpeechServer

THROTTLE = (429, 502, 503, 504, 529)  # too much at once, or the model is being loaded
AGAIN = (408, 409, 425)  # of those below 500, worth asking again
KEY_REFUSED = (401, 403)
LARGEST_ERROR = 1 << 16  # bytes that are read of an answer that is no sound
NO_MONEY = ("insufficient_quota", "billing_hard_limit_reached")  # come as 429, and waiting does not help


class Client:
    """Asks one server, each request on its own connection."""

    def __init__(self, engine: SpeechServer, key: Key, route: Route, limits: Limits) -> None:
        self._engine, self._key, self._limits = engine, key, limits
        self._address, self._proxy = route.endpoint, route.proxy or http.DIRECT
        self._judge = Judge(engine.options["format"], int(engine.options["rate"]))

    async def ask(self, piece: Piece, voice: Voice) -> Answer:
        """One sentence; raises AttemptError."""
        body = json.dumps(self._fields(piece, voice), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", **self._key.header}
        address, most = f"{self._address}/audio/speech", most_bytes(piece.engine_input)
        try:
            async with asyncio.timeout(self._limits.attempt), self._session() as session:
                asking = session.post(address, data=body, headers=headers, proxy=self._proxy, allow_redirects=False)
                async with await http.within(self._limits.first, asking) as response:
                    if response.status >= 300:
                        raise await self._refused(response)
                    return Answer(await self._read(response, most), response.content_type)
        except http.ALL as error:
            raise http.attempt_error(error, _of_status) from error

    def accepted(self, answer: Answer, piece: Piece, voice: Voice) -> Heard:
        """The answer, decoded and checked; raises AttemptError."""
        try:
            return self._judge.accepted(
                answer, piece.engine_input, voice.name, voice.rate * self._engine.options["speed"]
            )
        except AttemptError as failed:
            failed.seen = self._key.hidden(failed.seen)
            raise

    async def offered(self) -> list[Offer]:
        """The voices that the server lists; raises AttemptError, also where it lists none."""
        address = f"{self._address}/audio/voices"
        try:
            async with asyncio.timeout(self._limits.listing), self._session() as session:
                asking = session.get(address, headers=self._key.header, proxy=self._proxy, allow_redirects=False)
                async with asking as response:
                    if response.status >= 300:
                        raise AttemptError(
                            FailureKind.FORBIDDEN, _("it lists no voices, HTTP {status}").format(status=response.status)
                        )
                    return offers(json.loads(await response.read()))
        except http.ALL as error:
            raise http.attempt_error(error, _of_status) from error

    def _fields(self, piece: Piece, voice: Voice) -> dict[str, Any]:
        """The request."""
        options = self._engine.options
        speed = round(options["speed"] * voice.rate, 4)
        instructions = self._engine.instructions(voice)
        return {
            "model": options["model"],
            "voice": voice.name,
            "input": piece.engine_input,
            "response_format": options["format"],
            **({"speed": speed} if speed != 1 else {}),
            **({"instructions": instructions} if instructions else {}),
            **json.loads(options["extra"] or "{}"),
        }

    def _session(self) -> aiohttp.ClientSession:
        """A session for one request: none stays open when a build is interrupted, and no old connection is met dead."""
        return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect))

    async def _read(self, response: aiohttp.ClientResponse, most: int) -> bytes:
        """The whole body; raises AttemptError when it is larger than any sound of the text."""
        data = bytearray()
        while part := await http.within(self._limits.item, response.content.readany()):
            data += part
            if len(data) > most:
                raise AttemptError(
                    FailureKind.REJECTED, _("check 1: more than {most} bytes for the text").format(most=most)
                )
        return bytes(data)

    async def _refused(self, response: aiohttp.ClientResponse) -> AttemptError:
        """The meaning of a status; of a refused key the server's text is not even read, since it may hold the key."""
        status, wait = response.status, http.seconds_to_wait(response.headers)
        if status in KEY_REFUSED:
            return AttemptError(FailureKind.DENIED, f"HTTP {status}", status)
        body = await http.within(self._limits.item, response.content.read(LARGEST_ERROR))
        text = self._key.hidden(error_text(body))
        kind = _kind(status)
        if kind is FailureKind.THROTTLED and any(code in text for code in NO_MONEY):
            kind = FailureKind.DENIED
        return AttemptError(kind, f"HTTP {status}{': ' if text else ''}{text}", status, wait)


def _kind(status: int) -> FailureKind:
    if status in THROTTLE:
        return FailureKind.THROTTLED
    if status == 402:
        return FailureKind.DENIED
    if status in AGAIN or status >= 500:
        return FailureKind.BROKEN
    return FailureKind.FORBIDDEN  # 3xx too: `base` is another


def _of_status(error: aiohttp.ClientResponseError) -> AttemptError:
    """aiohttp's own errors with a status: an answer that is no HTTP."""
    return AttemptError(FailureKind.BROKEN, f"HTTP {error.status}", error.status)
