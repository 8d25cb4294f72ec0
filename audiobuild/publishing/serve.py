"""Serves a published folder over HTTP as a podcast host would: to this machine or to the local network."""

from __future__ import annotations

import asyncio
import re
import socket
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any

from aiohttp import web

from audiobuild.errors import ConfigError
from audiobuild.http_server import LOOPBACK as LOOPBACK
from audiobuild.http_server import HttpServer
from audiobuild.i18n import _
from audiobuild.publishing.response import common_headers, send
from audiobuild.publishing.served_files import open_file

EVERYWHERE = "0.0.0.0"

_TARGET = re.compile(r"(?:https?://([^/?#]*))?([^?#]*)", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:([A-Za-z0-9._-]+)|\[([0-9A-Fa-f:.]+)\])(?::\d{1,5})?", re.ASCII)


def lan_address() -> str:
    """This machine's own address in the local network. Raises ConfigError when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only selects the route, and with it our address
            return str(probe.getsockname()[0])
        except OSError as error:
            raise ConfigError(
                _("this machine is not connected to a network; connect it, or leave out --lan.")
            ) from error


def web_address(host: str, port: int) -> str:
    """The address of the first page at a host name or IP address."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


class Server(HttpServer):
    """Serves the files of one published folder.

    A request must name the server by one of its own names or addresses. Else a page on any site could read the folder
    through the visitor's browser, by giving its own name our address (DNS rebinding).
    """

    def __init__(self, folder: Path, host: str, port: int) -> None:
        """Listen at `port` of `host` (0: any free port). `folder` is resolved. Raises ConfigError if that fails."""
        super().__init__(host, port)
        self._folder = folder
        self._names = _own_names(host, self.bound)

    def runner(self, **options: Any) -> web.BaseRunner:
        """One for the files."""
        shutdown = options.pop("shutdown_timeout")
        return web.ServerRunner(web.Server(self._answer, **options), shutdown_timeout=shutdown)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        authority, path = _split_target(request)
        base = self._base(request, authority)
        if base is None:
            own = web_address(_local_address(request), self.port)
            text = _("this server answers only requests for its own names and addresses; open {own}\n").format(own=own)
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
