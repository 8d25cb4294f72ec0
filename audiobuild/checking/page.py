"""Reads a page as a browser without a network would: what it needs has to be in it or beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from audiobuild.checking.finding import Finding, judged

_LOADED = {"script": "src", "img": "src", "audio": "src", "source": "src", "track": "src", "iframe": "src"}


class _Reader(HTMLParser):
    """Collects the tags, and the addresses that are loaded with the page or linked from it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.language = ""
        self.phone = False
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        """`<!DOCTYPE html>`."""
        self.doctype = self.doctype or decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Any tag, also one that closes itself."""
        facts = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag == "html":
            self.language = facts.get("lang", "")
        self.phone |= tag == "meta" and facts.get("name") == "viewport"
        if tag in _LOADED and facts.get(_LOADED[tag]):
            self.loaded.append(facts[_LOADED[tag]])
        elif tag == "link" and facts.get("rel") in ("stylesheet", "icon"):
            self.loaded.append(facts.get("href", ""))
        elif tag in ("a", "link"):
            self.linked.append(facts.get("href", ""))


def check_page(file: str, text: str, folder: Path) -> Iterator[Finding]:
    """What a page needs to work from disk and on a phone."""
    reader = _Reader()
    try:
        reader.feed(text)
    except AssertionError as error:  # older Pythons say so of a broken “<![”
        yield Finding(file, "page", False, str(error))
        return
    yield judged(file, "page", _page_faults(reader), "complete, in a language, fit for a phone")
    outside = [f"it loads “{address}”" for address in reader.loaded if _is_elsewhere(address)]
    if re.search(r"\bfetch\(|XMLHttpRequest", text) or "track" in reader.tags:
        outside.append("it fetches by script or has a track, which browsers refuse from disk")
    yield judged(file, "works from disk", outside, "loads nothing from elsewhere")
    beside = [address for address in (*reader.loaded, *reader.linked) if not _is_elsewhere(address)]
    gone = sorted({address for address in beside if not _is_there(address, folder)})
    yield judged(file, "files beside the page", [f"{address} is not there" for address in gone], "all there")


def _page_faults(reader: _Reader) -> Iterator[str]:
    if reader.doctype.lower() != "doctype html":
        yield "it does not begin with <!DOCTYPE html>"
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", reader.language):
        yield "it names no language"
    if not reader.phone:
        yield "it has no width for phones"
    if reader.tags.count("title") < 1 or "h1" not in reader.tags:
        yield "it has no title or no main heading"


def _is_elsewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # no address of anything
        return True
    return bool(parts.scheme or parts.netloc) and parts.scheme != "data"


def _is_there(address: str, folder: Path) -> bool:
    parts = urlsplit(address)
    name = unquote(parts.path)
    return parts.scheme == "data" or not name or ("\0" not in name and (folder / name).is_file())
