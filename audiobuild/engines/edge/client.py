"""The only module that uses edge-tts: one request, its answer, and its exceptions as AttemptError."""

from __future__ import annotations

import asyncio
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
import edge_tts.communicate
import edge_tts.voices
from edge_tts import exceptions as theirs
from edge_tts.constants import BASE_URL
from edge_tts.drm import DRM

from audiobuild.engines.edge import listed
from audiobuild.engines.edge.answer import Answer, accepted
from audiobuild.engines.online import http
from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.engines.online.heard import Boundary, Heard
from audiobuild.engines.online.limits import Limits
from audiobuild.engines.online.route import Destination, Route
from audiobuild.engines.protocol import Offer
from audiobuild.errors import EngineError
from audiobuild.i18n import _
from audiobuild.model import Piece, Voice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ADDRESS = Destination("edge", BASE_URL.partition("/")[0], "endpoint", ("ws", "wss"), "wss://host/path")
LATEST = 10**12  # ticks, more than a day: no word is heard later
THROTTLE = (429, 500, 502, 503, 504)

ALL = (theirs.EdgeTTSException, *http.ALL)

#: The first that fits an exception says what it means. An HTTP error is classified by its status instead.
MEANINGS: tuple[tuple[type[Exception], FailureKind], ...] = (
    (theirs.NoAudioReceived, FailureKind.SILENT),
    (theirs.SkewAdjustmentError, FailureKind.REFUSED),
    (theirs.UnknownResponse, FailureKind.BROKEN),
    (theirs.UnexpectedResponse, FailureKind.BROKEN),
    (theirs.WebSocketError, FailureKind.BROKEN),
    *http.MEANINGS,
)


def attempt_error(error: Exception) -> AttemptError:
    """The AttemptError for an exception of edge-tts, aiohttp or the network."""
    failed = http.attempt_error(error, _of_status, MEANINGS)
    if isinstance(error, theirs.SkewAdjustmentError):
        failed.status = 403
    return failed


def _of_status(error: aiohttp.ClientResponseError) -> AttemptError:
    seen = f"HTTP {error.status}"
    if error.status < 400:
        page = _("a page answers there, {seen}, as when a network asks you to sign in first").format(seen=seen)
        return AttemptError(FailureKind.UNREACHABLE, page, error.status)
    if error.status == 403:
        return AttemptError(FailureKind.REFUSED, _("{seen}, tried twice").format(seen=seen), 403)
    if error.status in THROTTLE:
        return AttemptError(FailureKind.THROTTLED, seen, error.status, http.seconds_to_wait(error.headers))
    return AttemptError(FailureKind.FORBIDDEN if 400 <= error.status < 500 else FailureKind.BROKEN, seen, error.status)


class Client:
    """edge-tts, asking along `route` within `limits`.

    edge-tts keeps its address and its certificates in global variables, so a client with another endpoint has its own
    copies of those modules: two builders in one process may use two endpoints.
    """

    def __init__(self, route: Route, limits: Limits) -> None:
        self._proxy, self._limits = route.proxy or http.DIRECT, limits
        self.speech, self._listing = modules(route.endpoint)
        if not route.endpoint.startswith("ws:"):
            self._trust()

    def _trust(self) -> None:
        """Also trust the certificates that this computer trusts: edge-tts has only its own list, without a company's
        proxy.

        That is the system's store where Python finds it, or else the file that SSL_CERT_FILE names.
        """
        context: Any = vars(self.speech).get("_SSL_CTX")
        if context is None or not hasattr(self._listing, "_SSL_CTX"):
            raise EngineError(
                _("edge-tts {version} keeps its certificates elsewhere: install edge-tts 7.3.1.").format(
                    version=client_version()
                )
            )
        context.load_default_certs()
        self._listing._SSL_CTX = context

    async def ask(self, piece: Piece, voice: Voice) -> Answer:
        """One question on one connection, read to its end; raises AttemptError."""
        client = self.speech.Communicate(
            piece.engine_input,
            voice.name,
            rate=f"{round((voice.rate - 1) * 100):+d}%",
            pitch=f"{voice.pitch:+d}Hz",
            boundary="WordBoundary",
            proxy=self._proxy,
            connect_timeout=self._limits.connect,
            receive_timeout=self._limits.handshake,
        )
        data, boundaries = bytearray(), []
        async for item in _items(client.stream(), self._limits):
            if item["type"] == "audio":
                data += item["data"]
            else:
                boundaries.append(_boundary(item))
        counted = client.state.get("cumulative_audio_bytes")
        if counted is None:
            raise EngineError(
                _("edge-tts {version} no longer counts what it received: install edge-tts 7.3.1.").format(
                    version=client_version()
                )
            )
        return Answer(bytes(data), counted, tuple(boundaries))

    def accepted(self, answer: Answer, piece: Piece, voice: Voice) -> Heard:
        """The answer, decoded and checked; raises AttemptError."""
        return accepted(answer, piece.engine_input, voice.rate)

    async def offered(self) -> list[Offer]:
        """The service's own list of voices; raises AttemptError."""
        try:
            found = await http.within(self._limits.listing, self._listing.list_voices(proxy=self._proxy))
            return [_offer(voice) for voice in found]
        except ALL as error:
            raise attempt_error(error) from error


@cache  # each copy reads the list of certificates: 35 ms
def modules(endpoint: str) -> tuple[Any, Any]:
    """The modules of edge-tts that speak and list voices, asking at the endpoint."""
    if not endpoint:
        return edge_tts.communicate, edge_tts.voices
    speech, listing = _copy(edge_tts.communicate), _copy(edge_tts.voices)
    parts = urlsplit(endpoint)
    rest = f"://{parts.netloc}{parts.path}".rstrip("/")
    _replace(speech, "WSS_URL", f"wss://{BASE_URL}", parts.scheme + rest)
    _replace(listing, "VOICE_LIST", f"https://{BASE_URL}", parts.scheme.replace("ws", "http") + rest)
    return speech, listing


def _copy(module: ModuleType) -> ModuleType:
    """A second copy of the module, with its own global variables."""
    spec = find_spec(module.__name__)
    if spec is None or spec.loader is None:
        raise EngineError(
            _("edge-tts {version} cannot be read again: install edge-tts 7.3.1.").format(version=client_version())
        )
    copy = module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def _replace(module: Any, name: str, old: str, new: str) -> None:
    known = getattr(module, name, "")
    if not known.startswith(old):
        raise EngineError(
            _("edge-tts {version} keeps its address elsewhere: install edge-tts 7.3.1.").format(
                version=client_version()
            )
        )
    setattr(module, name, new + known[len(old) :])


def client_version() -> str:
    """The version of edge-tts."""
    return version("edge-tts")


def skew() -> float:
    """Seconds by which the service's clock is ahead of this computer's, if a refusal has shown it."""
    return DRM.clock_skew_seconds


async def _items(stream: AsyncIterator[Any], limits: Limits) -> AsyncIterator[Any]:
    """The client's messages, each within its time limit and all within that of the attempt. Raises AttemptError."""
    end = asyncio.get_running_loop().time() + limits.attempt
    limit = limits.first
    while True:
        try:
            left = end - asyncio.get_running_loop().time()
            item = await http.within(min(limit, max(left, 0.0)), anext(stream))
        except StopAsyncIteration:
            return
        except ALL as error:
            raise attempt_error(error) from error
        yield item
        limit = limits.item


def _boundary(item: Any) -> Boundary:
    try:
        found = Boundary(int(item["offset"]), int(item["duration"]), str(item["text"]))
        if not (0 <= found.offset <= LATEST and 0 <= found.duration <= LATEST):
            raise ValueError(f"a word at {found.offset}")
        return found
    except http.GARBLED as error:
        raise attempt_error(error) from error


def _offer(voice: Any) -> Offer:
    tags = (*voice["VoiceTag"]["ContentCategories"], *voice["VoiceTag"]["VoicePersonalities"])
    return listed.offer(str(voice["ShortName"]), str(voice["Gender"]).lower(), tuple(str(tag).strip() for tag in tags))
