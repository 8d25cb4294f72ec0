"""Serves a published folder over HTTP as a podcast host would: to this machine or to the local network."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
import threading
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from audiobuild.errors import ConfigError
from audiobuild.publishing.response import common_headers, send
from audiobuild.publishing.served_files import open_file
from audiobuild.storage.files import reason

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"
BACKLOG = 128  # connections that wait to be accepted: a test opens 100 at once
IDLE = 60.0  # seconds after which a silent connection is closed
GRACE = 0.1  # seconds that a stopped server gives to answers under way, twice
CLIENT_FAULTS = (HttpProcessingError, ConnectionError)
POLL = 0.5  # seconds: Windows handles Ctrl-C only between two waits

_TARGET = re.compile(r"(?:https?://([^/?#]*))?([^?#]*)", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:([A-Za-z0-9._-]+)|\[([0-9A-Fa-f:.]+)\])(?::\d{1,5})?", re.ASCII)


def lan_address() -> str:
    """This machine's own address in the local network. Raises ConfigError when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only selects the route, and with it our address
            return str(probe.getsockname()[0])
        except OSError as error:
            raise ConfigError("this machine is not connected to a network; connect it, or leave out --lan.") from error


def web_address(host: str, port: int) -> str:
    """The address of the first page at a host name or IP address."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


class Server:
    """Serves the files of one published folder from its own thread, while the `with` block runs.

    A request must name the server by one of its own names or addresses. Else a page on any site could read the folder
    through the visitor's browser, by giving its own name our address (DNS rebinding).
    """

    def __init__(self, folder: Path, host: str, port: int) -> None:
        """Listen at `port` of `host` (0: any free port). `folder` is resolved. Raises ConfigError if that fails."""
        self._folder = folder
        self._socket = _listen(host, port)
        bound, self.port = self._socket.getsockname()[:2]
        self._names = _own_names(host, bound)
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

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._ended.set()

    async def _serve(self) -> None:
        answering = web.Server(self._answer, logger=_logger(), access_log=None, keepalive_timeout=IDLE)
        runner = web.ServerRunner(answering, shutdown_timeout=GRACE)
        await runner.setup()
        await web.SockSite(runner, self._socket, backlog=BACKLOG).start()
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        authority, path = _split_target(request)
        base = self._base(request, authority)
        if base is None:
            own = web_address(_local_address(request), self.port)
            text = f"this server answers only requests for its own names and addresses; open {own}\n"
            return web.Response(status=HTTPStatus.MISDIRECTED_REQUEST, text=text, headers=common_headers())
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=HTTPStatus.METHOD_NOT_ALLOWED, headers=common_headers(Allow="GET, HEAD"))
        content = await asyncio.to_thread(open_file, self._folder, path, base)
        if content is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, headers=common_headers())
        with content.data:
            return await send(request, content)

    def _base(self, request: web.BaseRequest, authority: str) -> str | None:
        """The address under which the client finds the folder; None when it uses a name that is not ours."""
        local = _local_address(request)
        if not authority:  # HTTP/1.0; no browser leaves the host out
            return web_address(local, self.port)
        name = _host_name(authority)
        return f"http://{authority}/" if name == local or name in self._names else None


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens at the first address of the host."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
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
            f"port {port} of {host} cannot be used: {reason(error)}; choose another with --port or --host."
        ) from error
    return listener


def _logger() -> logging.Logger:
    """A logger that passes our own errors only: players disconnect at every jump, and some clients speak no HTTP."""
    logger = logging.getLogger(__name__)
    logger.addFilter(_is_our_mistake)
    return logger


def _is_our_mistake(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], CLIENT_FAULTS))


def _own_names(host: str, bound: str) -> frozenset[str]:
    """The names that lead to a server of `host`, which listens at the address `bound`."""
    names = {"localhost", "127.0.0.1", "::1", host.lower(), bound}
    if not ip_address(bound).is_loopback:
        machine = socket.gethostname().lower()
        names |= {machine, machine.partition(".")[0] + ".local"}  # the second is how phones find it by mDNS
    return frozenset(names)


def _split_target(request: web.BaseRequest) -> tuple[str, str]:
    """Host with port ("": none) and undecoded path of a request.

    A whole address in the request line overrules the header: RFC 9112, section 3.2.2.
    """
    found = _TARGET.match(request.raw_path)
    assert found is not None  # it may match nothing
    authority, path = found.groups()
    if authority is None:
        return request.headers.get("Host", ""), path
    return authority, path or "/"


def _host_name(authority: str) -> str:
    """The host without its port, normalized; "" when it cannot be a host."""
    found = _AUTHORITY.fullmatch(authority)
    if not found:
        return ""
    name = found[1] or found[2]
    try:
        return _written(ip_address(name))
    except ValueError:
        return name.lower()


def _local_address(request: web.BaseRequest) -> str:
    """Our own address in the connection; the loopback when the client has hung up."""
    local = request.get_extra_info("sockname")
    return _written(ip_address(local[0])) if local else LOOPBACK


def _written(address: IPv4Address | IPv6Address) -> str:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
