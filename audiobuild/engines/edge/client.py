"""The only module that uses edge-tts and aiohttp: one request, its answer, and their exceptions as AttemptError."""

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
from audiobuild.engines.edge.answer import Answer, Boundary
from audiobuild.engines.edge.attempts import AttemptError, FailureKind
from audiobuild.engines.edge.limits import Limits
from audiobuild.engines.protocol import Offer
from audiobuild.errors import EngineError
from audiobuild.model import Voice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HOST, _, _PATH = BASE_URL.partition("/")
DIRECT = ""  # no proxy; None makes aiohttp look for one in the environment, even for this machine
LATEST = 10**12  # ticks, more than a day: no word is heard later
THROTTLE = (429, 500, 502, 503, 504)

#: Exceptions other than its own that the client raises for an unexpected message.
GARBLED = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, EOFError)
ALL = (theirs.EdgeTTSException, aiohttp.ClientError, aiohttp.WebSocketError, OSError, *GARBLED)

#: The first that fits an exception says what it means. An HTTP error is classified by its status instead.
MEANINGS: tuple[tuple[type[Exception], FailureKind], ...] = (
    (theirs.NoAudioReceived, FailureKind.SILENT),
    (theirs.SkewAdjustmentError, FailureKind.REFUSED),
    (theirs.UnknownResponse, FailureKind.BROKEN),
    (theirs.UnexpectedResponse, FailureKind.BROKEN),
    (theirs.WebSocketError, FailureKind.BROKEN),
    (aiohttp.ConnectionTimeoutError, FailureKind.UNREACHABLE),
    (aiohttp.ServerTimeoutError, FailureKind.STALLED),  # sockets too
    (aiohttp.ClientConnectorError, FailureKind.UNREACHABLE),  # names, proxies, sockets that refuse
    (aiohttp.ClientSSLError, FailureKind.UNREACHABLE),  # certificates too
    (aiohttp.ServerFingerprintMismatch, FailureKind.UNREACHABLE),
    (aiohttp.InvalidURL, FailureKind.UNREACHABLE),
    (aiohttp.NonHttpUrlClientError, FailureKind.UNREACHABLE),
    (aiohttp.RedirectClientError, FailureKind.UNREACHABLE),
    (aiohttp.UploadAbortedError, FailureKind.BROKEN),
    (aiohttp.ClientConnectionError, FailureKind.BROKEN),  # disconnected, reset
    (aiohttp.ClientPayloadError, FailureKind.BROKEN),
    (aiohttp.WSMessageTypeError, FailureKind.BROKEN),
    (aiohttp.WebSocketError, FailureKind.BROKEN),
    (TimeoutError, FailureKind.STALLED),  # our own limits
    (OSError, FailureKind.BROKEN),
    *((kind, FailureKind.BROKEN) for kind in GARBLED),
)


def attempt_error(error: Exception) -> AttemptError:
    """The AttemptError for an exception of edge-tts, aiohttp or the network."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return AttemptError(FailureKind.UNREACHABLE, f"the proxy answered HTTP {error.status}", error.status)
    if isinstance(error.__cause__, aiohttp.http.HttpProcessingError):
        return AttemptError(FailureKind.UNREACHABLE, "what answers there does not speak HTTP")
    if isinstance(error, aiohttp.ClientResponseError):
        return _of_status(error)
    kind = next((kind for meant, kind in MEANINGS if isinstance(error, meant)), FailureKind.BROKEN)
    return AttemptError(kind, _seen(error), 403 if isinstance(error, theirs.SkewAdjustmentError) else None)


def _seen(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        why = getattr(error.certificate_error, "verify_message", "") or str(error.certificate_error)
        return f"its certificate is not trusted: {why.rstrip('.')}"
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return "no encrypted connection is possible: what answers there does not speak TLS, or no common version"
    if isinstance(error, aiohttp.ClientConnectorError):
        refused = isinstance(error.os_error, ConnectionRefusedError)
        return "nothing answers there" if refused else error.os_error.strerror or str(error.os_error)
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return f"{type(error).__name__}: {str(error)[:120]}".rstrip(": ")


def _of_status(error: aiohttp.ClientResponseError) -> AttemptError:
    seen = f"HTTP {error.status}"
    if error.status < 400:
        page = f"a page answers there, {seen}, as when a network asks you to sign in first"
        return AttemptError(FailureKind.UNREACHABLE, page, error.status)
    if error.status == 403:
        return AttemptError(FailureKind.REFUSED, f"{seen}, tried twice", 403)
    if error.status in THROTTLE:
        wait = error.headers.get("Retry-After", "") if error.headers else ""
        return AttemptError(FailureKind.THROTTLED, seen, error.status, _seconds(wait))
    return AttemptError(FailureKind.FORBIDDEN if 400 <= error.status < 500 else FailureKind.BROKEN, seen, error.status)


def _seconds(header: str) -> float:
    """Retry-After in seconds; 0.0 for a date, which is not obeyed because clocks differ."""
    return float(header) if header.isdecimal() else 0.0


class Client:
    """edge-tts, asking at `endpoint` ("": the service's own address).

    edge-tts keeps its address and its certificates in global variables, so a client with another endpoint has its own
    copies of those modules: two builders in one process may use two endpoints.
    """

    def __init__(self, endpoint: str) -> None:
        self.speech, self._listing = _modules(endpoint)

    def trust(self) -> None:
        """Also trust the certificates that this computer trusts: edge-tts has only its own list, without a company's
        proxy.

        That is the system's store where Python finds it, or else the file that SSL_CERT_FILE names.
        """
        context: Any = vars(self.speech).get("_SSL_CTX")
        if context is None or not hasattr(self._listing, "_SSL_CTX"):
            raise EngineError(f"edge-tts {client_version()} keeps its certificates elsewhere: install edge-tts 7.3.1.")
        context.load_default_certs()
        self._listing._SSL_CTX = context

    async def ask(self, text: str, voice: Voice, proxy: str | None, limits: Limits) -> Answer:
        """One question on one connection, read to its end; raises AttemptError."""
        client = self.speech.Communicate(
            text,
            voice.name,
            rate=f"{round((voice.rate - 1) * 100):+d}%",
            pitch=f"{voice.pitch:+d}Hz",
            boundary="WordBoundary",
            proxy=proxy or DIRECT,
            connect_timeout=limits.connect,
            receive_timeout=limits.handshake,
        )
        data, boundaries = bytearray(), []
        async for item in _items(client.stream(), limits):
            if item["type"] == "audio":
                data += item["data"]
            else:
                boundaries.append(_boundary(item))
        counted = client.state.get("cumulative_audio_bytes")
        if counted is None:
            raise EngineError(f"edge-tts {client_version()} no longer counts what it received: install edge-tts 7.3.1.")
        return Answer(bytes(data), counted, tuple(boundaries))

    async def offered(self, proxy: str | None, limits: Limits) -> list[Offer]:
        """The service's own list of voices; raises AttemptError."""
        try:
            found = await asyncio.wait_for(self._listing.list_voices(proxy=proxy or DIRECT), limits.listing)
            return [_offer(voice) for voice in found]
        except ALL as error:
            raise attempt_error(error) from error


@cache  # each copy reads the list of certificates: 35 ms
def _modules(endpoint: str) -> tuple[Any, Any]:
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
        raise EngineError(f"edge-tts {client_version()} cannot be read again: install edge-tts 7.3.1.")
    copy = module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def _replace(module: Any, name: str, old: str, new: str) -> None:
    known = getattr(module, name, "")
    if not known.startswith(old):
        raise EngineError(f"edge-tts {client_version()} keeps its address elsewhere: install edge-tts 7.3.1.")
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
            item = await asyncio.wait_for(anext(stream), min(limit, max(left, 0.0)))
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
    except GARBLED as error:
        raise attempt_error(error) from error


def _offer(voice: Any) -> Offer:
    tags = (*voice["VoiceTag"]["ContentCategories"], *voice["VoiceTag"]["VoicePersonalities"])
    return listed.offer(str(voice["ShortName"]), str(voice["Gender"]).lower(), tuple(str(tag).strip() for tag in tags))
