"""Checks a published feed over HTTP, as a stranger's app does: statuses, types, ranges, lengths, redirects."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
import xml.etree.ElementTree as ET
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import aiohttp

from audiobuild.checking import hosts
from audiobuild.checking.finding import Faults, Finding, Subject
from audiobuild.checking.picture import picture_faults
from audiobuild.checking.rss import Address, addresses, check_feed, feed_address, read_feed, show_image
from audiobuild.errors import ConfigError
from audiobuild.i18n import N_, _

REMEDY = N_("correct the settings of the host (docs/publishing.md)")
RENEW = N_("renew the certificate")
AT_ONCE = 8  # requests: a browser opens six to a host
SECONDS = 30.0  # for one answer
HOPS = 10  # redirects that apps follow; browsers follow 20
LARGEST = 20 << 20  # bytes read of one answer: a feed of 5,000 episodes has 6 MB
WARN_DAYS = 14  # Let's Encrypt renews 30 days before the end
DAY = 86_400
_REDIRECTS, _FOR_GOOD = (301, 302, 303, 307, 308), (301, 308)
_FEED_TYPES = ("application/rss+xml", "application/xml", "text/xml")
_TYPES = {
    "podcast:chapters": ("application/json+chapters", "application/json"),
    "podcast:transcript": ("text/vtt", "application/x-subrip"),
}
_HEADERS = {"User-Agent": "audiobuild check", "Origin": "https://player.example"}
"""A player on another site sends an Origin, and may read only an answer that allows it."""


def is_address(text: str) -> bool:
    """Whether a text names something on the web, and no file."""
    return text.partition("://")[0] in ("http", "https")


def check_address(address: str) -> list[Finding]:
    """Check a feed at a web address and everything it names. Raises ConfigError for an address that is none."""
    parts = urlsplit(address)
    if not (is_address(address) and parts.hostname):
        raise ConfigError(
            _("“{address}” is not the address of a feed, as in https://example.org/feed.xml.").format(
                address=_hidden(address)
            )
        )
    return asyncio.run(_check(address))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came: `fault` says why nothing did; `hops` are status and address of each redirect."""

    address: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hops: tuple[tuple[int, str], ...] = ()
    fault: str = ""

    @property
    def type(self) -> str:
        """The content type without its parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    def faults(self, wanted: int = 200) -> Faults:
        """Why this is not an answer with the wanted status; no further look is needed then."""
        if self.fault:
            return Faults([f"{self.address}: {self.fault}"])
        return Faults(
            []
            if self.status == wanted
            else [
                _("{address}: status {status}, {wanted} is required").format(
                    address=self.address, status=self.status, wanted=wanted
                )
            ]
        )


class _Client:
    """Asks one feed's hosts; a user name and password in the feed's address are sent to its own host only."""

    def __init__(self, session: aiohttp.ClientSession, feed: str) -> None:
        self._session, self._gate = session, asyncio.Semaphore(AT_ONCE)
        parts = urlsplit(feed)
        self._host = (parts.hostname, parts.port)
        pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        self._auth = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"} if parts.username else {}

    async def get(self, address: str, **headers: str) -> _Answer:
        """The answer to GET; `_` in the name of a header becomes `-`."""
        return await self._ask("GET", address, headers)

    async def head(self, address: str) -> _Answer:
        """The answer to HEAD."""
        return await self._ask("HEAD", address, {})

    async def _ask(self, method: str, address: str, headers: Mapping[str, str]) -> _Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        hops: list[tuple[int, str]] = []
        async with self._gate:
            while len(hops) <= HOPS:
                try:
                    found = await self._once(method, address, named)
                except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                    return _Answer(address, hops=tuple(hops), fault=_reason(error))
                onward = found.headers.get("Location") if found.status in _REDIRECTS else None
                if not onward:
                    return _Answer(address, found.status, found.headers, found.body, tuple(hops))
                address = urljoin(address, onward)
                hops.append((found.status, address))
        return _Answer(address, hops=tuple(hops), fault=_("more than {hops} redirects").format(hops=HOPS))

    async def _once(self, method: str, address: str, headers: Mapping[str, str]) -> _Answer:
        parts = urlsplit(address)
        auth = self._auth if (parts.hostname, parts.port) == self._host else {}
        request = self._session.request(method, address, headers={**headers, **auth}, allow_redirects=False)
        async with request as response:
            whole = "Range" in headers and response.status == 200  # the host ignores ranges: nobody needs the rest
            body = b"" if whole else await response.content.read(LARGEST)
            while body and len(body) < LARGEST and not response.content.at_eof():
                body += await response.content.read(LARGEST)
            return _Answer(address, response.status, response.headers, body)


@asynccontextmanager
async def _client(feed: str) -> AsyncIterator[_Client]:
    limit = aiohttp.ClientTimeout(total=SECONDS)
    trusted = aiohttp.TCPConnector(ssl=ssl.create_default_context())
    async with aiohttp.ClientSession(connector=trusted, headers=_HEADERS, timeout=limit, trust_env=True) as session:
        yield _Client(session, feed)


async def _check(address: str) -> list[Finding]:
    plain = _without_password(address)
    feed = Subject(plain, REMEDY)
    async with _client(address) as client:
        answer = await client.get(plain)
        findings = [feed.judge(_("answer"), answer.faults(), _("status 200"))]
        if findings[0].defect:
            return findings
        findings += [*_judge_feed(feed, plain, answer), await _conditional(feed, client, plain, answer)]
        findings.append(feed.judge("HEAD", (await client.head(plain)).faults(), _("status 200")))
        findings += await _certificates(feed, (plain, answer.address))
        try:
            channel = read_feed(answer.body)
        except (ET.ParseError, ValueError, LookupError) as error:
            return [*findings, feed.fail(_("well-formed"), str(error))]
        findings += check_feed(feed, channel, None)
        findings += _limits(feed, channel, answer.address)
        findings.append(await _show_cover(feed, client, show_image(channel)))
        found = await asyncio.gather(*(_item(feed, client, each) for each in addresses(channel)))
    return [*findings, *(finding for each in found for finding in each)]


def _judge_feed(feed: Subject, asked: str, answer: _Answer) -> Iterable[Finding]:
    kind, own = answer.type, feed_address(answer.body)
    yield feed.judge(
        _("content type"),
        []
        if kind in _FEED_TYPES
        else [_("it is “{kind}”; {required} is required").format(kind=kind, required=_FEED_TYPES[0])],
        kind,
    )
    temporary = [
        _("{status} to {to}").format(status=status, to=_hidden(to))
        for status, to in answer.hops
        if status not in _FOR_GOOD
    ]
    said = _("{count}, all for good").format(count=len(answer.hops)) if answer.hops else _("none")
    wanted = N_("answer with 301, so that apps store the new address")
    yield feed.judge(_("redirects"), temporary, said, needed=False, remedy=wanted)
    known = own in ("", asked, answer.address)
    yield feed.judge(
        _("own address"),
        [] if known else [_("it says {own}").format(own=own)],
        own or _("none"),
        needed=False,
        remedy=_BASE,
    )
    secure = urlsplit(answer.address).scheme == "https"
    yield feed.judge(
        "https", [] if secure else [_("it is not encrypted, and some apps refuse that")], _("yes"), needed=False
    )


_BASE = N_("set base_url in audiobuild.toml to the address of its folder, and publish again")


async def _conditional(feed: Subject, client: _Client, address: str, first: _Answer) -> Finding:
    """Whether an app that has the feed is spared another copy."""
    headers = {}
    if "ETag" in first.headers:
        headers["If_None_Match"] = first.headers["ETag"]
    elif "Last-Modified" in first.headers:
        headers["If_Modified_Since"] = first.headers["Last-Modified"]
    again = await client.get(address, **headers) if headers else first
    spared = [] if again.status == 304 else [_("the unchanged feed is sent again, at every look of every app")]
    return feed.judge(_("unchanged feed"), spared, _("status 304"), needed=False)


async def _certificates(feed: Subject, reached: Iterable[str]) -> list[Finding]:
    """How long the certificates of the hosts are valid."""
    servers = {(parts.hostname, parts.port or 443) for parts in map(urlsplit, reached) if parts.scheme == "https"}
    return [await _certificate(feed, host or "", port) for host, port in sorted(servers, key=str)]


async def _certificate(feed: Subject, host: str, port: int) -> Finding:
    try:
        async with asyncio.timeout(SECONDS):
            _unused, writer = await asyncio.open_connection(host, port, ssl=ssl.create_default_context())
    except (OSError, TimeoutError) as error:
        return feed.judge(_("certificate of {host}").format(host=host), [_reason(error)], "", needed=False)
    ends = (writer.get_extra_info("peercert") or {}).get("notAfter", "")
    writer.close()
    if not ends:
        return feed.judge(_("certificate of {host}").format(host=host), [], _("valid"))
    days = int((ssl.cert_time_to_seconds(ends) - time.time()) // DAY)
    short = [_("it ends in {days} days").format(days=days)] if days < WARN_DAYS else []
    return feed.judge(
        _("certificate of {host}").format(host=host),
        short,
        _("valid for {days} days").format(days=days),
        needed=False,
        remedy=RENEW,
    )


def _limits(feed: Subject, channel: ET.Element, address: str) -> Iterable[Finding]:
    host = hosts.host_of(address)
    if host:
        audio = [found for each in addresses(channel) for found in each if found.tag == "enclosure"]
        sizes = {found.url.rpartition("/")[2]: int(found.length) for found in audio if found.length.isdecimal()}
        yield feed.judge(
            _("limits of {name}").format(name=host.name),
            [*hosts.too_large(host, sizes)],
            _("no file is too large"),
            remedy=REMEDY,
        )
        yield feed.judge(
            _("size for {name}").format(name=host.name),
            [*hosts.site_too_large(host, sizes)],
            _("allowed"),
            needed=False,
        )


async def _show_cover(feed: Subject, client: _Client, image: str) -> Finding:
    answer = await client.get(image)
    faults = answer.faults()
    if not faults:
        faults = Faults([*_type_faults(answer, ("image/jpeg", "image/png")), *picture_faults(answer.body)])
    return feed.judge(_("cover"), faults, _("{type}, square").format(type=answer.type))


async def _item(feed: Subject, client: _Client, item: Iterable[Address]) -> list[Finding]:
    """The findings on what one item names."""
    return [await _CHECKS[each.tag](feed, client, each) for each in item]


async def _audio(feed: Subject, client: _Client, audio: Address) -> Finding:
    """Apps ask for the head, then for parts: without parts no chapter can be jumped to."""
    whole, part = await client.head(audio.url), await client.get(audio.url, Range="bytes=0-1")
    faults = whole.faults()
    if not faults:
        faults += _type_faults(whole, ("audio/mpeg",))
        length = whole.headers.get("Content-Length", _("none"))
        faults.require(
            length == audio.length,
            _("its length is {length}, and the feed states {stated}").format(length=length, stated=audio.length),
        )
        faults.require("Content-Encoding" not in whole.headers, _("it is compressed once more; apps cannot jump in it"))
    parted = part.fault or part.status == 206
    faults.require(
        parted, _("status {status} for a part of it: apps cannot jump; 206 is required").format(status=part.status)
    )
    if part.status == 206:
        total = part.headers.get("Content-Range", "").rpartition("/")[2]
        faults.require(
            total == audio.length,
            _("a part says that the whole has {total} bytes, not {stated}").format(total=total, stated=audio.length),
        )
    return feed.judge(
        _("{item}, audio").format(item=audio.item),
        faults,
        _("{stated} bytes, in parts too").format(stated=audio.length),
    )


async def _text(feed: Subject, client: _Client, text: Address) -> Finding:
    """A transcript or chapters: players on other sites read them too, if they are allowed to."""
    answer = await client.get(text.url)
    faults = answer.faults()
    name = text.tag.removeprefix("podcast:")
    if faults:
        return feed.judge(f"{text.item}, {name}", faults, "")
    faults += _type_faults(answer, _TYPES[text.tag])
    faults.require(
        _is_whole(text.tag, answer.body),
        _("it is no {name}: it begins with {start!r}").format(name=name, start=answer.body[:20]),
    )
    allowed = answer.headers.get("Access-Control-Allow-Origin", "") in ("*", _HEADERS["Origin"])
    faults.require(allowed, _("players on other sites may not read it (Access-Control-Allow-Origin: * is missing)"))
    needed = bool(faults) and allowed and not _is_whole(text.tag, answer.body)
    return feed.judge(
        f"{text.item}, {name}", faults, _("{type}, for every site").format(type=answer.type), needed=needed
    )


async def _picture(feed: Subject, client: _Client, picture: Address) -> Finding:
    answer = await client.head(picture.url)
    faults = answer.faults() or _type_faults(answer, ("image/jpeg", "image/png"))
    return feed.judge(_("{item}, cover").format(item=picture.item), faults, answer.type)


async def _page(feed: Subject, client: _Client, page: Address) -> Finding:
    answer = await client.head(page.url)
    return feed.judge(_("{item}, page").format(item=page.item), answer.faults(), _("status 200"), needed=False)


_CHECKS: dict[str, Callable[[Subject, _Client, Address], Awaitable[Finding]]] = {
    "enclosure": _audio,
    "podcast:chapters": _text,
    "podcast:transcript": _text,
    "itunes:image": _picture,
    "link": _page,
}


def _type_faults(answer: _Answer, allowed: tuple[str, ...]) -> Faults:
    fits = answer.type in allowed
    return Faults(
        []
        if fits
        else [
            _("{address}: its type is “{type}”; {required} is required").format(
                address=answer.address, type=answer.type, required=allowed[0]
            )
        ]
    )


def _is_whole(tag: str, body: bytes) -> bool:
    """Whether an answer is a transcript or chapters, and not an error page of the host."""
    if tag == "podcast:transcript":
        return body.lstrip(b"\xef\xbb\xbf")[:6] == b"WEBVTT" or body[:1].isdigit()
    try:
        content: Any = json.loads(body)
    except ValueError:
        return False
    return isinstance(content, dict) and "chapters" in content


def _reason(error: BaseException) -> str:
    """Why a host could not be asked, in a few words."""
    if isinstance(error, TimeoutError):
        return _("no answer within {seconds:.0f} s").format(seconds=SECONDS)
    text = str(error) or type(error).__name__
    return text[:1].lower() + text[1:]


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _hidden(address: str) -> str:
    return _without_password(address) if "@" in address else address
