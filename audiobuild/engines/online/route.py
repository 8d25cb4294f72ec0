"""The route of requests: the address that is asked, and the proxy of the settings or the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from audiobuild.errors import ConfigError
from audiobuild.i18n import _

_PLACE = re.compile(r"(?:[^\s/@]*@)?(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::(\d{1,5}))?")  # user:password@host:port
_ENDPOINT = re.compile(r"(\w+)://([^\s/?#]+)(?:/[^\s?#]*)?")
_PASSWORD = re.compile(r"(?<=//)[^\s/]*@")
PORTS = range(1, 1 << 16)
PLAIN = ("http", "ws")  # schemes without encryption
PLAIN_PORT, SECURE_PORT = 80, 443


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an engine's requests go: its name, and how the address of its service is set.

    `host` is asked where no address is set, `setting` holds the address, of one of the `schemes` and as in `example`.
    """

    engine: str
    host: str
    setting: str
    schemes: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Route:
    """A route: the host, the address set ("": the service's own), the proxy (None: direct) and where that was set."""

    host: str
    endpoint: str
    proxy: str | None
    origin: str

    def __str__(self) -> str:
        """The route in words, without any password."""
        return (
            _("{through}, to {shown}").format(through=self.through, shown=self.shown) if self.endpoint else self.through
        )

    @property
    def through(self) -> str:
        """The proxy and where it was set, or that there is none."""
        return (
            _("through the proxy {proxy} ({origin})").format(
                proxy=without_password(self.proxy).rstrip("/"), origin=self.origin
            )
            if self.proxy
            else _("directly")
        )

    @property
    def shown(self) -> str:
        """The address without any password."""
        return without_password(self.endpoint)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port of the first machine to connect to."""
        parts = urlsplit(self.proxy or self.endpoint or f"https://{self.host}")
        return parts.hostname or self.host, parts.port or (PLAIN_PORT if parts.scheme in PLAIN else SECURE_PORT)


def route_to(destination: Destination, endpoint: str, setting: str, environ: Mapping[str, str] = os.environ) -> Route:
    """The route to `endpoint`, else to the host of the destination.

    The proxy is that of the setting, else of the first variable of `_variables`; there is none for this machine or
    where NO_PROXY says so. Raises ConfigError for an endpoint that is not an address and a proxy that does not speak
    HTTP.
    """
    host = _host(destination, endpoint) if endpoint else destination.host
    if _is_this_machine(host) or proxy_bypass(host):
        return Route(host, endpoint, None, "")
    for origin, proxy in _proxies(destination, endpoint, setting, environ):
        if proxy:
            return Route(host, endpoint, _checked(proxy, origin), origin)
    return Route(host, endpoint, None, "")


def _host(destination: Destination, endpoint: str) -> str:
    """The host of an endpoint. Raises ConfigError when it is not an address."""
    found = _ENDPOINT.fullmatch(endpoint)
    if found is None or found[1] not in destination.schemes or not _is_place(found[2]):
        where = f"[{destination.engine}] {destination.setting}"
        raise ConfigError(
            _("{where}: “{endpoint}” is not an address like {example}.").format(
                where=where, endpoint=without_password(endpoint), example=destination.example
            )
        )
    return urlsplit(endpoint).hostname or ""


def _proxies(
    destination: Destination, endpoint: str, setting: str, environ: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Where a proxy may be set and what is set there ("" for nothing), in the order of precedence."""
    yield f"[{destination.engine}] proxy", setting
    for name in _variables(destination, endpoint):
        yield name, environ.get(name, "")
        yield name.lower(), environ.get(name.lower(), "")


def _variables(destination: Destination, endpoint: str) -> tuple[str, ...]:
    """The variables that may name a proxy, each in lower case too, in this order."""
    if "wss" in destination.schemes:
        return ("WSS_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    return ("HTTP_PROXY" if endpoint.startswith("http:") else "HTTPS_PROXY", "ALL_PROXY")


def _checked(proxy: str, origin: str) -> str:
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    scheme = proxy.partition("://")[0].casefold()
    if scheme.startswith("socks"):
        raise ConfigError(
            _(
                "{origin}: the online voices speak through HTTP proxies only, not {scheme}; start an "
                "HTTP proxy on top of it (many SOCKS clients offer one)."
            ).format(origin=origin, scheme=scheme)
        )
    if scheme not in ("http", "https") or not _is_place(proxy.partition("://")[2].removesuffix("/")):
        raise ConfigError(
            _("{origin} is not the address of a proxy; write it like http://host:port.").format(origin=origin)
        )
    return proxy


def _is_place(text: str) -> bool:
    """Whether it reads user:password@host:port, where everything but the host is optional."""
    found = _PLACE.fullmatch(text)
    return found is not None and int(found[1] or PORTS[0]) in PORTS


def without_password(address: str) -> str:
    """The address without the user and the password in it."""
    return _PASSWORD.sub("", address)


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
