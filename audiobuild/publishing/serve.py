"""Shows a published folder over HTTP as a podcast host would: on this machine or in the local network."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import socketserver
import sys
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from audiobuild.errors import PublishError
from audiobuild.storage.files import reason

FEED, INDEX = "feed.xml", "index.html"
LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"
TYPES = {
    ".mp3": "audio/mpeg",
    FEED: "application/rss+xml; charset=utf-8",
    ".chapters.json": "application/json+chapters; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".lrc": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
"""Content types by the end of the name; the first that fits counts, and what fits none is not served."""
OPEN_TO_ALL = (".json", ".vtt", ".srt")
"""What players on other sites fetch by script."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?", re.ASCII)
_ATOM = "{http://www.w3.org/2005/Atom}link"


def published(folder: Path) -> Path:
    """The published folder that is meant by `folder`: itself, or “public” in it. PublishError when there is none."""
    for found in (folder, folder / "public"):
        if (found / FEED).is_file():
            return found.resolve()
    raise PublishError(
        f"there is no {FEED} in {folder}; run “audiobuild publish” first, then serve the folder it makes."
    )


class Server(ThreadingHTTPServer):
    """Serves one folder, a thread a connection. Raises PublishError when the address cannot be had."""

    request_queue_size = 128
    daemon_threads = True  # a download under way does not keep a stopped server alive
    allow_reuse_address = os.name != "nt"  # there it would share a port with another program

    def __init__(self, folder: Path, host: str, port: int) -> None:
        """Listen at `port` of `host` (0: any free port) for requests to the files in `folder`."""
        self.folder = folder
        try:
            family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            self.address_family = family
            super().__init__(address[:2], Handler)  # type: ignore[arg-type]
        except OSError as error:
            raise PublishError(
                f"port {port} of {host} cannot be used: {reason(error)}; choose another with --port or --host."
            ) from error

    def server_bind(self) -> None:
        """Bind without asking a name server who we are, which may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that has hung up: players do that with every jump."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Content:
    """What stands at an address: bytes to read, how many, since when (seconds), and what tells this version."""

    name: str
    data: BinaryIO
    size: int
    changed: float
    tag: str

    @property
    def type(self) -> str:
        """Its content type."""
        return next(kind for ending, kind in TYPES.items() if self.name.endswith(ending))


class Handler(BaseHTTPRequestHandler):
    """One connection: GET and HEAD of the folder's files, whole or one range."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "audiobuild"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer with a file or a part of it."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self._answer(with_body=False)

    def _refuse(self) -> None:
        self.close_connection = True  # a body we do not read may follow
        self._status(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD", "Connection": "close"})

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = _refuse  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the terminal shows the code to scan."""

    def _answer(self, *, with_body: bool) -> None:
        content = self._content()
        if content is None:
            self._status(HTTPStatus.NOT_FOUND, {})
            return
        with content.data:
            if self._is_known(content):
                self._status(HTTPStatus.NOT_MODIFIED, self._validators(content), length=None)
                return
            wanted = self._range(content) if with_body else None
            if wanted and wanted[0] == wanted[1]:
                self._status(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {"Content-Range": f"bytes */{content.size}"})
                return
            self._send(content, wanted, with_body=with_body)

    def _send(self, content: _Content, wanted: tuple[int, int] | None, *, with_body: bool) -> None:
        first, end = wanted or (0, content.size)
        headers = self._validators(content) | {"Content-Type": content.type, "Accept-Ranges": "bytes"}
        if wanted:
            headers["Content-Range"] = f"bytes {first}-{end - 1}/{content.size}"
        if content.name.endswith(OPEN_TO_ALL):
            headers["Access-Control-Allow-Origin"] = "*"
        self._status(HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK, headers, length=end - first)
        if with_body and end > first:
            sent = self.connection.sendfile(content.data, first, end - first)
            self.close_connection |= sent < end - first  # the file was cut meanwhile

    def _status(self, status: HTTPStatus, headers: dict[str, str], length: int | None = 0) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("X-Content-Type-Options", "nosniff")
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    # ------------------------------------------------------------------------------------------------------ conditions

    def _validators(self, content: _Content) -> dict[str, str]:
        since = formatdate(content.changed, usegmt=True)
        return {"ETag": content.tag, "Last-Modified": since, "Cache-Control": "no-cache"}

    def _is_known(self, content: _Content) -> bool:
        """Whether the client has this version: RFC 9110, sections 13.1.2 and 13.1.3."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
            return "*" in tags or content.tag in tags
        return _is_since(self.headers.get("If-Modified-Since"), content.changed)

    def _range(self, content: _Content) -> tuple[int, int] | None:
        """First and end of the range that is asked for, see `byte_range`; None when all is wanted."""
        asked = self.headers.get("Range")
        only_if = self.headers.get("If-Range")
        if asked is None or (only_if and only_if not in (content.tag, formatdate(content.changed, usegmt=True))):
            return None
        return byte_range(asked, content.size)

    # ------------------------------------------------------------------------------------------------------- the files

    def _content(self) -> _Content | None:
        """What the request's address names; None when it names nothing in the folder."""
        path = inside(self.server.folder, self.path)
        if path is None:
            return None
        try:
            data = path.open("rb")
        except OSError:
            return None
        facts = os.fstat(data.fileno())
        if path.name == FEED:
            with data:
                feed = here(data.read(), self._base())
            return _Content(
                FEED, BytesIO(feed), len(feed), facts.st_mtime, f'"{hashlib.sha256(feed).hexdigest()[:32]}"'
            )
        tag = f'"{facts.st_size:x}-{facts.st_mtime_ns:x}"'
        return _Content(path.name, data, facts.st_size, facts.st_mtime, tag)

    def _base(self) -> str:
        """The address under which the client finds the folder."""
        host = self.headers.get("Host", "")
        if _HOST.fullmatch(host):
            return f"http://{host}/"
        return f"http://{self.server.server_name}:{self.server.server_port}/"


def inside(folder: Path, target: str) -> Path | None:
    """The file in `folder` that a request's target names; None for everything else, and for all ways out of it.

    `folder` is resolved. The target is decoded once; hidden files, empty and dotted steps, backslashes, colons and NUL
    name nothing, and a link is followed only when it ends in the folder.
    """
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    try:
        steps = unquote_to_bytes(path).decode().split("/")
    except UnicodeDecodeError:
        return None
    if steps == ["", ""]:
        steps = ["", INDEX]
    if steps[0] or any(not step or step.startswith(".") or re.search(r"[\\:\0]", step) for step in steps[1:]):
        return None
    if len(steps) < 2 or not steps[-1].endswith(tuple(TYPES)):
        return None
    try:
        found = folder.joinpath(*steps[1:]).resolve(strict=True)
    except (OSError, RuntimeError):  # absent, a loop of links, a name too long
        return None
    return found if found.is_relative_to(folder) and found.is_file() else None


def byte_range(asked: str, size: int) -> tuple[int, int] | None:
    """First and end (not included) of one range of bytes: RFC 9110, section 14.1.2.

    They are the same when there are no such bytes. None when the header is none we follow (several ranges, or not of
    this form): then the whole is sent.
    """
    match = _RANGE.fullmatch(asked.strip())
    if not match or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    end = min(size, int(last) + 1) if last else size
    return min(size, int(first)), end


def here(feed: bytes, base: str) -> bytes:
    """The feed with `base` in place of the address it was published for: a phone finds everything where the feed is."""
    try:
        links = ElementTree.fromstring(feed).iter(_ATOM)
    except (ElementTree.ParseError, ValueError, LookupError):  # `audiobuild check` tells that better
        return feed
    own = next((link.get("href", "") for link in links if link.get("rel") == "self"), "")
    if not own.endswith(FEED):
        return feed
    return feed.replace(escape(own.removesuffix(FEED)).encode(), base.encode())


def lan_address() -> str:
    """This machine's own address in the local network. Raises PublishError when it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only chooses the way, and with it our address
            return str(probe.getsockname()[0])
        except OSError as error:
            raise PublishError("this machine is in no network; connect it, or leave out --lan.") from error


def _is_since(date: str | None, changed: float) -> bool:
    try:
        return date is not None and int(changed) <= parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError):  # not a date: the condition does not count
        return False
