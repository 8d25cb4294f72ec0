"""An HTTP server in a thread of its own, for this machine or the local network."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from audiobuild.errors import ConfigError
from audiobuild.i18n import _
from audiobuild.storage.files import reason

LOOPBACK = "127.0.0.1"
BACKLOG = 128  # connections that wait to be accepted: a test opens 100 at once
IDLE = 60.0  # seconds after which a silent connection is closed
GRACE = 0.1  # seconds that a stopped server gives to answers under way, twice
CLIENT_FAULTS = (HttpProcessingError, ConnectionError)
POLL = 0.5  # seconds: Windows handles Ctrl-C only between two waits


class HttpServer(ABC):
    """Answers requests from its own thread, while the `with` block runs."""

    def __init__(self, host: str, port: int) -> None:
        """Listen at `port` of `host` (0: any free port). Raises ConfigError if that fails."""
        self._socket = _listen(host, port)
        self.bound, self.port = self._socket.getsockname()[:2]
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="server")

    def __enter__(self) -> Self:
        """Start to answer."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop at once; downloads under way break off."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()
        self._socket.close()

    def wait(self) -> None:
        """Wait until an exception such as KeyboardInterrupt ends it."""
        while not self._ended.wait(POLL):  # not Thread.join: interrupted, it takes the thread for ended (Python 3.11)
            pass

    @abstractmethod
    def runner(self, **options: Any) -> web.BaseRunner:
        """What answers, made with these options of aiohttp."""

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._ended.set()

    async def _serve(self) -> None:
        runner = self.runner(logger=_logger(), access_log=None, keepalive_timeout=IDLE, shutdown_timeout=GRACE)
        await runner.setup()
        await web.SockSite(runner, self._socket, backlog=BACKLOG).start()
        await self._stop.wait()
        await runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}  # answers that were still being made
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens at the first address of the host."""
    try:
        family, kind, protocol, _unused, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":  # on Windows it would share a port with another program
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(BACKLOG)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise ConfigError(
            _("port {port} of {host} cannot be used: {reason}; choose another with --port or --host.").format(
                port=port, host=host, reason=reason(error)
            )
        ) from error
    return listener


def _logger() -> logging.Logger:
    """A logger that passes our own errors only: players disconnect at every jump, and some clients speak no HTTP."""
    logger = logging.getLogger(__name__)
    logger.addFilter(_is_our_mistake)
    return logger


def _is_our_mistake(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], CLIENT_FAULTS))
