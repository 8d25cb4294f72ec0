"""Finds the file that a request's path names in a published folder, and opens it as it is to be sent."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from email.utils import formatdate
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from audiobuild.errors import PublishError
from audiobuild.i18n import _
from audiobuild.publishing.folder import FEED, INDEX

TYPES = {
    ".mp3": "audio/mpeg",
    FEED: "application/rss+xml; charset=utf-8",
    ".chapters.json": "application/json+chapters; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".lrc": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
"""Content types by the end of the name; the first match counts, and a file that matches none is not served."""
CROSS_ORIGIN = (".json", ".vtt", ".srt")
"""The types that players on other sites fetch by script."""

_NAME = re.compile(r"[^.\\:\0][^\\:\0]*")  # not hidden, not "..", and no way to another folder on Windows
_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


def find_published(folder: Path) -> Path:
    """The published folder that `folder` means, resolved: itself, or “public” in it. PublishError if it is neither."""
    for found in (folder, folder / "public"):
        if (found / FEED).is_file():
            return found.resolve()
    raise PublishError(
        _("there is no {feed} in {folder}; run “audiobuild publish” first, then serve the folder it makes.").format(
            feed=FEED, folder=folder
        )
    )


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file to send: `size` in bytes, `changed` in seconds of the epoch, `tag` an ETag of the bytes as they are."""

    name: str
    data: BinaryIO
    size: int
    changed: float
    tag: str

    @property
    def type(self) -> str:
        """The content type, with the character set of texts."""
        return content_type(self.name)

    @property
    def is_text(self) -> bool:
        """Whether it shrinks when it is compressed."""
        return "charset" in self.type

    @property
    def date(self) -> str:
        """When it was changed, in whole seconds as HTTP writes it."""
        return formatdate(self.changed, usegmt=True)


def content_type(name: str) -> str:
    """The content type of a published file, by its name."""
    return next(kind for ending, kind in TYPES.items() if name.endswith(ending))


def open_file(folder: Path, path: str, base: str) -> ServedFile | None:
    """Open what a request's path names; None when it names nothing in the folder."""
    found = find_file(folder, path)
    if found is None:
        return None
    try:
        data = found.open("rb")
    except OSError:
        return None
    facts = os.fstat(data.fileno())
    if found.name == FEED:
        with data:
            feed = readdress(data.read(), base)
        digest = hashlib.sha256(feed).hexdigest()[:32]
        return ServedFile(FEED, BytesIO(feed), len(feed), facts.st_mtime, f'"{digest}"')
    return ServedFile(found.name, data, facts.st_size, facts.st_mtime, f'"{facts.st_size:x}-{facts.st_mtime_ns:x}"')


def find_file(folder: Path, path: str) -> Path | None:
    """The file in the resolved `folder` that a request's path names; None for any other, and for a path out of the
    folder.

    The path is decoded once. Hidden files, empty and dotted steps, backslashes, colons and NUL name nothing. A link is
    followed only when it ends in the folder.
    """
    steps = _steps(path)
    if not steps or not steps[-1].endswith(tuple(TYPES)):
        return None
    try:
        found = folder.joinpath(*steps).resolve(strict=True)
    except (OSError, RuntimeError):  # absent, a loop of links, a name too long
        return None
    return found if found.is_relative_to(folder) and found.is_file() else None


def _steps(path: str) -> list[str]:
    """The decoded names in a path from the root; none when one of them cannot be the name of a published file."""
    if path == "/":
        return [INDEX]
    try:
        root, *names = unquote_to_bytes(path).decode().split("/")
    except UnicodeDecodeError:
        return []
    possible = not root and all(map(_NAME.fullmatch, names))
    return names if possible else []


def readdress(feed: bytes, base: str) -> bytes:
    """The feed with `base` instead of the address it was published for: a phone finds all files next to the feed."""
    try:
        links = ElementTree.fromstring(feed).iter(_ATOM_LINK)
    except (ElementTree.ParseError, ValueError, LookupError):  # `audiobuild check` reports it better
        return feed
    own = next((link.get("href", "") for link in links if link.get("rel") == "self"), "")
    if not own.endswith(FEED):
        return feed
    return feed.replace(escape(own.removesuffix(FEED)).encode(), base.encode())
