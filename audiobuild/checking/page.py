"""Reads a page as a browser without a network would: everything it loads must be in the page or in its folder."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from audiobuild.checking.finding import Faults, Finding, Subject
from audiobuild.checking.spelling import LANGUAGE
from audiobuild.i18n import _
from audiobuild.regex import lazy

_LOADED = {"script": "src", "img": "src", "audio": "src", "source": "src", "track": "src", "iframe": "src"}
_LOADED_LINKS = {("link", "stylesheet"), ("link", "icon")}
_LINKS = {"a", "link"}
_FETCH = lazy(r"\bfetch\(|XMLHttpRequest")


class _Reader(HTMLParser):
    """Collects the tags of a page, and the addresses that it loads or links to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.language = ""
        self.has_viewport = False
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        """`<!DOCTYPE html>`."""
        self.doctype = self.doctype or decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for every tag, also for one that closes itself."""
        values = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.has_viewport |= (tag, values.get("name")) == ("meta", "viewport")
        if tag == "html":
            self.language = values.get("lang", "")
        if tag in _LOADED:
            self.loaded.append(values.get(_LOADED[tag], ""))
        elif (tag, values.get("rel")) in _LOADED_LINKS:
            self.loaded.append(values.get("href", ""))
        elif tag in _LINKS:
            self.linked.append(values.get("href", ""))


def check_page(page: Subject, text: str, folder: Path) -> Iterator[Finding]:
    """Check what a page needs to work from disk and on a phone; `folder` holds the files it names."""
    reader = _Reader()
    try:
        reader.feed(text)
    except AssertionError as error:  # Python 3.11 and 3.12 raise it for a broken “<![”
        yield page.fail(_("page"), _("it is not HTML ({error})").format(error=error))
        return
    yield page.judge(_("page"), _page_faults(reader), _("complete, with a language, and laid out for phones"))
    yield page.judge(_("works from disk"), _network_faults(reader, text), _("loads nothing from the network"))
    yield page.judge(_("linked files"), _missing_files(reader, folder), _("all present"))


def _page_faults(reader: _Reader) -> Faults:
    faults = Faults()
    faults.require(reader.doctype.lower() == "doctype html", _("it does not begin with <!DOCTYPE html>"))
    faults.require(LANGUAGE.fullmatch(reader.language), _("it has no lang attribute with a language tag"))
    faults.require(reader.has_viewport, _("it has no viewport, so phones show it too small"))
    faults.require("title" in reader.tags, _("it has no <title>"))
    faults.require("h1" in reader.tags, _("it has no <h1>"))
    return faults


def _network_faults(reader: _Reader, text: str) -> Faults:
    faults = Faults(
        _("it loads “{address}” from the network").format(address=address)
        for address in filter(_is_remote, reader.loaded)
    )
    faults.require(not _FETCH.search(text), _("a script fetches files, which browsers refuse for a page on disk"))
    faults.require("track" not in reader.tags, _("it has a <track>, which browsers refuse for a page on disk"))
    return faults


def _missing_files(reader: _Reader, folder: Path) -> Faults:
    local = {address for address in [*reader.loaded, *reader.linked] if not _is_remote(address)}
    return Faults(
        _("{address} is missing").format(address=address) for address in sorted(local) if not _exists(address, folder)
    )


def _is_remote(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # cannot be an address of a file here
        return True
    return parts.scheme != "data" and bool(parts.scheme or parts.netloc)


def _exists(address: str, folder: Path) -> bool:
    """Whether a local address needs no file (data:, #part) or names one that exists."""
    parts = urlsplit(address)
    name = unquote(parts.path)
    if parts.scheme == "data" or not name:
        return True
    return "\0" not in name and (folder / name).is_file()
