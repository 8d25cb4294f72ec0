"""Reads a feed as a directory would, from its parsed tree, and follows it to the files beside it."""

from __future__ import annotations

import html
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from audiobuild.categories import CATEGORIES
from audiobuild.checking.finding import Finding, judged
from audiobuild.regex import lazy

_NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
LONGEST_DESCRIPTION, LONGEST_VALUE = 4000, 255  # bytes, characters
ROLES = ("host", "guest", "co-host", "guest host", "announcer", "reporter", "narrator", "voice actor")
_DATE = lazy(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT)", re.ASCII)
_LINE = lazy(r"^(\d{2}):(\d{2}):(\d{2}) (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What an item names: its audio, chapters and transcript beside the feed (None: elsewhere or absent)."""

    audio: Path | None
    chapters: Path | None
    transcript: Path | None
    listed: tuple[tuple[int, str], ...]


def read_feed(data: bytes) -> ET.Element:
    """The channel of a feed. Raises ET.ParseError when it is not well-formed, ValueError when it is no RSS 2.0."""
    root = ET.fromstring(data)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        raise ValueError("it is no RSS 2.0 with a channel")
    return channel


def check_feed(file: str, channel: ET.Element, folder: Path) -> Iterator[Finding]:
    """What directories and apps need of the feed in a folder, and that what it names is there."""
    items = channel.findall("item")
    yield judged(file, "show", _show_faults(channel), f"“{_text(channel, 'title')}”, all that directories require")
    wanted = ("podcast:guid", "podcast:locked", "podcast:medium", "itunes:author", "itunes:type", "itunes:owner")
    absent = [f"no {tag}" for tag in wanted if channel.find(tag, _NAMES) is None]
    yield judged(file, "show, recommended", absent, "guid, locked, medium, author, type, owner", needed=False)
    yield judged(file, "podcast:guid", _guid_faults(channel), _text(channel, "podcast:guid") or "none")
    yield judged(file, "copyright", _copyright_faults(channel), _text(channel, "copyright") or "none")
    yield judged(file, "values", _value_faults(channel), "short, and without blanks at the ends")
    yield judged(file, "addresses", _address_faults(channel), "whole and in ASCII")
    guids = [_text(item, "guid") for item in items]
    twice = sorted({guid for guid in guids if guids.count(guid) > 1})
    yield judged(file, "guids", [f"{guid} stands twice" for guid in twice], f"{len(guids)}, all different")
    for number, item in enumerate(items, 1):
        name = f"item {number}"
        yield judged(file, name, _item_faults(item), f"“{_text(item, 'title')}”, all that apps need")
        yield judged(
            file, f"{name}, recommended", _lacking(item), "chapters, transcript, people and more", needed=False
        )
        yield judged(file, f"{name}, files", _file_faults(item, _base(channel), folder), "there, of the length told")
    if not items:
        yield Finding(file, "items", False, "there is no episode")


def enclosed(channel: ET.Element, folder: Path) -> list[Enclosed]:
    """Of each item what can be looked at beside the feed."""
    base, found = _base(channel), []
    for item in channel.findall("item"):
        audio = _beside(_attribute(item, "enclosure", "url"), base, folder)
        chapters = _beside(_attribute(item, "podcast:chapters", "url"), base, folder)
        transcript = _beside(_attribute(item, "podcast:transcript", "url"), base, folder)
        found.append(Enclosed(audio, chapters, transcript, listed_chapters(_text(item, "description"))))
    return found


def listed_chapters(description: str) -> tuple[tuple[int, str], ...]:
    """The chapters that a description in HTML lists, as (second, title)."""
    text = html.unescape(re.sub(r"<[^>]*>", "\n", description))
    return tuple((int(h) * 3600 + int(m) * 60 + int(s), title) for h, m, s, title in _LINE.findall(text))


def _show_faults(channel: ET.Element) -> Iterator[str]:
    for tag in ("title", "description", "link", "language", "itunes:explicit"):
        if not _text(channel, tag):
            yield f"no {tag}"
    if _attribute(channel, "atom:link[@rel='self']", "href") == "":
        yield "no atom:link to itself"
    if not _attribute(channel, "itunes:image", "href"):
        yield "no itunes:image"
    if _text(channel, "itunes:explicit") not in ("true", "false", ""):
        yield "itunes:explicit is neither true nor false"
    if _text(channel, "language") and not re.fullmatch(
        r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", _text(channel, "language")
    ):
        yield f"“{_text(channel, 'language')}” is no language tag"
    yield from _category_faults(channel)
    yield from _description_faults(channel)


def _category_faults(channel: ET.Element) -> Iterator[str]:
    found = channel.findall("itunes:category", _NAMES)
    if not found:
        yield "no itunes:category"
    for category in found:
        name = category.get("text", "")
        if name not in CATEGORIES:
            yield f"the category “{name}” is not in Apple's list"
        for sub in category.findall("itunes:category", _NAMES):
            if sub.get("text", "") not in CATEGORIES.get(name, ()):
                yield f"“{sub.get('text', '')}” is no part of “{name}” in Apple's list"


def _description_faults(at: ET.Element) -> Iterator[str]:
    size = len(_text(at, "description").encode())
    if size > LONGEST_DESCRIPTION:
        yield f"the description has {size} bytes, and {LONGEST_DESCRIPTION} are allowed"


def _guid_faults(channel: ET.Element) -> Iterator[str]:
    text = _text(channel, "podcast:guid")
    if text:
        try:
            if str(uuid.UUID(text)) != text:
                yield f"{text} is not written as guids are"
        except ValueError:
            yield f"{text} is no UUID"


def _copyright_faults(channel: ET.Element) -> Iterator[str]:
    text = _text(channel, "copyright")
    if re.search(r"©|copyright|\b(?:19|20)\d\d\b", text, re.IGNORECASE):
        yield f"“{text}”: the word, the sign and the year are added by directories"


def _value_faults(channel: ET.Element) -> Iterator[str]:
    for element in channel.iter():
        text = element.text or ""
        name = element.tag.rpartition("}")[2]
        if name == "description" or len(element):
            continue
        if len(text) > LONGEST_VALUE:
            yield f"{name} has {len(text)} characters, and {LONGEST_VALUE} are allowed"
        if text != text.strip():
            yield f"{name} has blanks at its ends"


def _address_faults(channel: ET.Element) -> Iterator[str]:
    told = [
        element.get(key, "") for element in channel.iter() for key in ("url", "href") if element.get(key) is not None
    ]
    for address in [*told, *(element.text or "" for element in channel.iter("link"))]:
        if not _is_whole(address):
            yield f"“{address}”"


def _is_whole(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and bool(re.fullmatch(r"[!-~]+", address))


def _item_faults(item: ET.Element) -> Iterator[str]:
    for tag in ("title", "guid"):
        if not _text(item, tag):
            yield f"no {tag}"
    if _text(item, "pubDate") and not _is_date(_text(item, "pubDate")):
        yield f"the date “{_text(item, 'pubDate')}” is not as RFC 2822 writes dates"
    if _attribute(item, "enclosure", "type") != "audio/mpeg":
        yield "the enclosure's type is not audio/mpeg"
    if not re.fullmatch(r"[1-9][0-9]*", _attribute(item, "enclosure", "length")):
        yield f"the enclosure's length is “{_attribute(item, 'enclosure', 'length')}”"
    if _text(item, "itunes:duration") and not re.fullmatch(r"[1-9][0-9]*", _text(item, "itunes:duration")):
        yield f"itunes:duration is “{_text(item, 'itunes:duration')}”, not seconds"
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false":
        yield "the guid claims to be an address"
    for person in item.findall("podcast:person", _NAMES):
        if person.get("group") != "cast" or person.get("role") not in ROLES or not (person.text or "").strip():
            yield f"podcast:person “{person.text}” has the role “{person.get('role')}” of “{person.get('group')}”"
    yield from _description_faults(item)


def _lacking(item: ET.Element) -> Iterator[str]:
    tags = ("link", "pubDate", "description", "itunes:duration", "itunes:image", "itunes:explicit")
    for tag in (*tags, "podcast:transcript", "podcast:chapters", "podcast:person"):
        if item.find(tag, _NAMES) is None:
            yield f"no {tag}"
    kinds = {"podcast:chapters": "application/json+chapters", "podcast:transcript": "text/vtt"}
    for tag, kind in kinds.items():
        if item.find(tag, _NAMES) is not None and _attribute(item, tag, "type") != kind:
            yield f"{tag} is not {kind}"


def _file_faults(item: ET.Element, base: str, folder: Path) -> Iterator[str]:
    places: Mapping[str, str] = {"enclosure": "url", "podcast:chapters": "url", "podcast:transcript": "url"}
    for tag, key in {**places, "itunes:image": "href"}.items():
        address = _attribute(item, tag, key)
        path = _beside(address, base, folder)
        if address.startswith(base) and path is None:
            yield f"{address.removeprefix(base)} is not there"
        elif tag == "enclosure" and path and _attribute(item, tag, "length") != str(path.stat().st_size):
            yield f"{path.name} has {path.stat().st_size} bytes, and the feed says {_attribute(item, tag, 'length')}"


def _base(channel: ET.Element) -> str:
    """Where the feed says that it lies."""
    return _attribute(channel, "atom:link[@rel='self']", "href").rpartition("/")[0] + "/"


def _beside(address: str, base: str, folder: Path) -> Path | None:
    """The file beside the feed that an address names, if it is there; no address leads out of the folder."""
    name = address.removeprefix(base)
    path = folder / name
    return path if name != address and re.fullmatch(r"[\w.-]+", name) and path.is_file() else None


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text)) and parsedate_to_datetime(text) is not None
    except ValueError:
        return False


def _text(at: ET.Element, tag: str) -> str:
    return at.findtext(tag, "", _NAMES) or ""


def _attribute(at: ET.Element, tag: str, key: str) -> str:
    found = at.find(tag, _NAMES)
    return "" if found is None else found.get(key, "")
