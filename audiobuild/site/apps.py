"""The podcast apps that a link can open: the address of each for a feed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

APPS = (
    ("Apple Podcasts", "podcast://{bare}"),
    ("Overcast", "overcast://x-callback-url/add?url={encoded}"),
    ("Pocket Casts", "pktc://subscribe/{bare}"),
    ("AntennaPod", "https://antennapod.org/deeplink/subscribe?url={encoded}"),
)
"""Name and address of each app: {bare} stands for the feed's address without https://, {encoded} for all of it, encoded
as part of an address. AntennaPod documents this form: the app itself answers for it, and its site where it is not
installed. Apps without an address of their own, such as 小宇宙, take the feed's address by hand."""
GENERIC = "pcast://{bare}"
"""What any app may answer for."""


class AppLink(NamedTuple):
    """An app's name, its address for a feed, and the pattern from which index.js makes that address on another host."""

    name: str
    address: str
    pattern: str


def app_links(feed: str) -> Iterator[AppLink]:
    """The link of each app; `feed` is the feed's absolute address, or relative while that is not known."""
    for name, pattern in APPS:
        yield AppLink(name, app_address(feed, pattern), pattern)


def app_address(feed: str, pattern: str) -> str:
    """The pattern filled in; a feed whose absolute address is not known is linked to itself."""
    scheme, _, bare = feed.partition("://")
    if not bare:
        return scheme
    return pattern.format(bare=bare, encoded=quote(feed, safe=""))
