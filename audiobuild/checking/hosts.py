"""The limits of hosts that are known by their addresses: how large a file and a site may be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from audiobuild.i18n import N_, _

MIB = 1 << 20


class Host(NamedTuple):
    """A host: the ends of the names of its servers, the bytes of its largest file and of a whole site (0: no limit)."""

    name: str
    endings: tuple[str, ...]
    file: int
    site: int
    remedy: str


_ELSEWHERE = N_("publish to a bucket or a server of your own (docs/publishing.md)")
HOSTS = (
    Host("GitHub Pages", (".github.io", "github.com"), 100 * MIB, 1024 * MIB, _ELSEWHERE),
    Host("Cloudflare Pages", (".pages.dev",), 25 * MIB, 0, N_("publish to Cloudflare R2 (docs/publishing.md)")),
)
"""Documented by GitHub (“GitHub Pages limits”, “About large files”) and Cloudflare (“Pages: Limits”)."""


def host_of(*addresses: str) -> Host | None:
    """The first known host that one of the addresses belongs to."""
    names = [_server(address) for address in addresses]
    return next((host for host in HOSTS for name in names if f".{name}".endswith(_dotted(host))), None)


def too_large(host: Host, sizes: Mapping[str, int]) -> Iterator[str]:
    """A sentence for each file that the host refuses; `sizes` are bytes by name."""
    for name, size in sizes.items():
        if size > host.file:
            largest = _("{host} accepts no file over {size}").format(host=host.name, size=_megabytes(host.file))
            yield _("{name} has {size}, and {largest}; {remedy}").format(
                name=name, size=_megabytes(size), largest=largest, remedy=_(host.remedy)
            )


def site_too_large(host: Host, sizes: Mapping[str, int]) -> Iterator[str]:
    """A sentence when all files together are more than the host wants."""
    total = sum(sizes.values())
    if host.site and total > host.site:
        allowed = _("{host} allows {size}").format(host=host.name, size=_megabytes(host.site))
        yield _("the site has {size}, and {allowed}; withdraw old episodes, or {remedy}").format(
            size=_megabytes(total), allowed=allowed, remedy=_(host.remedy)
        )


def _dotted(host: Host) -> tuple[str, ...]:
    return tuple(ending if ending.startswith(".") else f".{ending}" for ending in host.endings)


def _server(address: str) -> str:
    """The server in a web address, or in one of git's such as git@github.com:me/show.git; "" when there is none."""
    if "://" in address:
        return (urlsplit(address).hostname or "").lower()
    return address.partition(":")[0].rpartition("@")[2].lower() if ":" in address else ""


def _megabytes(size: int) -> str:
    return _("{size:.0f} MiB").format(size=size / MIB)
