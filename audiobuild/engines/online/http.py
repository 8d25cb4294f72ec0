"""The exceptions of aiohttp and of networks as AttemptError, for the clients that use it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

import aiohttp

from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.i18n import _

T = TypeVar("T")
DIRECT = ""  # no proxy; None makes aiohttp look for one in the environment, even for this machine

#: Exceptions that a client raises for an answer that it does not understand.
GARBLED = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, EOFError)
ALL = (aiohttp.ClientError, aiohttp.WebSocketError, OSError, *GARBLED)

#: The first that fits an exception says what it means. An HTTP error is classified by its status instead.
MEANINGS: tuple[tuple[type[Exception], FailureKind], ...] = (
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


async def within(seconds: float, awaited: Awaitable[T]) -> T:
    """The result, or TimeoutError after so many seconds.

    `asyncio.wait_for` of Python 3.11 loses a cancellation that comes with the result: a server that dripped a byte at
    the moment when the time of the whole attempt was over was listened to for ever.
    """
    async with asyncio.timeout(seconds):
        return await awaited


def attempt_error(
    error: Exception,
    of_status: Callable[[aiohttp.ClientResponseError], AttemptError],
    meanings: Sequence[tuple[type[Exception], FailureKind]] = MEANINGS,
) -> AttemptError:
    """The AttemptError for an exception of a client, aiohttp or the network; `of_status` is asked about HTTP errors."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return AttemptError(
            FailureKind.UNREACHABLE, _("the proxy answered HTTP {status}").format(status=error.status), error.status
        )
    if isinstance(error.__cause__, aiohttp.http.HttpProcessingError) and not isinstance(
        error, aiohttp.ClientPayloadError
    ):
        return AttemptError(FailureKind.UNREACHABLE, _("what answers there does not speak HTTP"))
    if isinstance(error, aiohttp.ClientResponseError):
        return of_status(error)
    kind = next((kind for meant, kind in meanings if isinstance(error, meant)), FailureKind.BROKEN)
    return AttemptError(kind, seen(error))


def seen(error: Exception) -> str:
    """What an exception shows, in a few words."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        why = getattr(error.certificate_error, "verify_message", "") or str(error.certificate_error)
        return _("its certificate is not trusted: {reason}").format(reason=why.rstrip("."))
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return _("no encrypted connection is possible: what answers there does not speak TLS, or no common version")
    if isinstance(error, aiohttp.ClientConnectorError):
        refused = isinstance(error.os_error, ConnectionRefusedError)
        return _("nothing answers there") if refused else error.os_error.strerror or str(error.os_error)
    if isinstance(error, TimeoutError):
        return _("no answer in time")
    return f"{type(error).__name__}: {str(error)[:120]}".rstrip(": ")


def seconds_to_wait(headers: Mapping[str, str] | None) -> float:
    """Retry-After in seconds; 0.0 without it, and for a date, which is not obeyed because clocks differ."""
    wait = headers.get("Retry-After", "") if headers else ""
    return float(wait) if wait.isdecimal() else 0.0
