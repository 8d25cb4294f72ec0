"""The route of requests: the endpoint, and the proxy of the settings or the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from audiobuild.errors import ConfigError

VARIABLES = ("WSS_PROXY", "HTTPS_PROXY", "ALL_PROXY")  # in this order; each in lower case too
SETTING = "[edge] proxy"
_PLACE = re.compile(r"(?:[^\s/@]*@)?(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::(\d{1,5}))?")  # user:password@host:port
_ENDPOINT = re.compile(r"wss?://([^\s/?#]+)(?:/[^\s?#]*)?")
_PASSWORD = re.compile(r"(?<=//)[^\s/]*@")
PORTS = range(1, 1 << 16)


@dataclass(frozen=True, slots=True)
class Route:
    """A route: the host, the endpoint ("": the service's own), the proxy (None: direct) and where that was set."""

    host: str
    endpoint: str
    proxy: str | None
    origin: str

    def __str__(self) -> str:
        """The route in words, without any password."""
        return f"{self.through}, to {self.shown}" if self.endpoint else self.through

    @property
    def through(self) -> str:
        """The proxy and where it was set, or that there is none."""
        return f"through the proxy {_shown(self.proxy).rstrip('/')} ({self.origin})" if self.proxy else "directly"

    @property
    def shown(self) -> str:
        """The endpoint without any password."""
        return _shown(self.endpoint)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port of the first machine to connect to."""
        parts = urlsplit(self.proxy or self.endpoint or f"wss://{self.host}")
        return parts.hostname or self.host, parts.port or (80 if parts.scheme in ("http", "ws") else 443)


def route_to(own: str, endpoint: str, setting: str, environ: Mapping[str, str] = os.environ) -> Route:
    """The route to `endpoint`, else to the service at the host `own`.

    The proxy is that of the setting, else of the first of VARIABLES; there is none for this machine or where NO_PROXY
    says so. Raises ConfigError for an endpoint that is not an address and a proxy that does not speak HTTP.
    """
    host = _host(endpoint) if endpoint else own
    if _is_this_machine(host) or proxy_bypass(host):
        return Route(host, endpoint, None, "")
    for origin, proxy in _proxies(setting, environ):
        if proxy:
            return Route(host, endpoint, _checked(proxy, origin), origin)
    return Route(host, endpoint, None, "")


def _host(endpoint: str) -> str:
    """The host of an endpoint. Raises ConfigError when it is not an address."""
    found = _ENDPOINT.fullmatch(endpoint)
    if found is None or not _is_place(found[1]):
        raise ConfigError(f"[edge] endpoint: “{_shown(endpoint)}” is not an address like wss://host/path.")
    return urlsplit(endpoint).hostname or ""


def _proxies(setting: str, environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Where a proxy may be set and what is set there ("" for nothing), in the order of precedence."""
    yield SETTING, setting
    for name in VARIABLES:
        yield name, environ.get(name, "")
        yield name.lower(), environ.get(name.lower(), "")


def _checked(proxy: str, origin: str) -> str:
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    scheme = proxy.partition("://")[0].casefold()
    if scheme.startswith("socks"):
        raise ConfigError(
            f"{origin}: the online voices speak through HTTP proxies only, not {scheme}; start an HTTP proxy on top of "
            "it (many SOCKS clients offer one)."
        )
    if scheme not in ("http", "https") or not _is_place(proxy.partition("://")[2].removesuffix("/")):
        raise ConfigError(f"{origin} is not the address of a proxy; write it like http://host:port.")
    return proxy


def _is_place(text: str) -> bool:
    """Whether it reads user:password@host:port, where everything but the host is optional."""
    found = _PLACE.fullmatch(text)
    return found is not None and int(found[1] or PORTS[0]) in PORTS


def _shown(address: str) -> str:
    return _PASSWORD.sub("", address)


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
