"""Writes the feed: RSS 2.0 with the tags of Apple (itunes) and of the podcast namespace.

The tags are those that Apple's requirements and PSP-1 ask for. The standard library serialises and escapes; characters
that XML cannot hold are removed before.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from audiobuild.model import Channel
from audiobuild.plaintext import clean_line
from audiobuild.publishing.folder import STYLE

LONGEST_VALUE = 255
"""Characters of any value but a description (Apple's requirements)."""
_DECLARATIONS = f"""\
<?xml version='1.0' encoding='utf-8'?>
<?xml-stylesheet type="text/css" href="{STYLE}"?>
""".encode()
"""The style sheet lets a browser show the feed as a page. It is CSS, since browsers are removing XSLT."""
_NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}


@dataclass(frozen=True, slots=True)
class FeedHead:
    """The show; `address` (the feed's own), `image` and the channel's link are absolute addresses.

    `description` is plain text: validators and some apps take markup there for text. `people` maps a name to the
    addresses "link" and "image" of that person.
    """

    title: str
    author: str
    language: str
    description: str
    image: str
    address: str
    guid: str
    channel: Channel
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """An episode; `media`, `page`, `image`, `chapters` and `transcript` are absolute addresses.

    `length` is the size of the media in bytes, `description` and the longer `notes` are HTML, `people` are (name,
    role), with a role of the group “cast” in the podcast taxonomy. `explicit` None stands for the show's, `number`
    counts in the season, `kind` is "full", "trailer" or "bonus".
    """

    title: str
    guid: str
    date: datetime
    description: str
    notes: str
    media: str
    length: int
    seconds: float
    page: str
    image: str
    chapters: str
    transcript: str
    language: str
    people: tuple[tuple[str, str], ...]
    explicit: bool | None = None
    season: int | None = None
    number: int | None = None
    kind: str = "full"


def rss(head: FeedHead, items: Sequence[Item]) -> bytes:
    """The feed in UTF-8, items in the order given. The same arguments give the same bytes."""
    for prefix, name in _NAMES.items():
        ET.register_namespace(prefix, name)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _head(channel, head)
    _dates_and_trailers(channel, items)
    for item in items:
        _item(ET.SubElement(channel, "item"), item, head)
    ET.indent(root)
    return _DECLARATIONS + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _head(at: ET.Element, head: FeedHead) -> None:
    facts = head.channel
    _add(at, "atom:link", href=head.address, rel="self", type="application/rss+xml")
    _add(at, "title", _short(head.title))
    _add(at, "description", head.description)
    _add(at, "link", facts.link)
    _add(at, "language", head.language)
    _add_text(at, "copyright", facts.copyright)
    _add(at, "generator", "audiobuild")
    _add_text(at, "itunes:new-feed-url", facts.new_feed_url)
    _add(at, "itunes:author", _short(head.author))
    _add(at, "itunes:type", facts.type)
    for name, sub in facts.categories:
        category = _add(at, "itunes:category", text=name)
        if sub:
            _add(category, "itunes:category", text=sub)
    _add(at, "itunes:explicit", _explicit(facts))
    _image(at, head)
    _owner(at, head)
    _podcast_tags(at, head)


def _image(at: ET.Element, head: FeedHead) -> None:
    """The cover, for podcast apps and for readers of any feed."""
    _add(at, "itunes:image", href=head.image)
    image = _add(at, "image")
    for tag, text in (("url", head.image), ("title", _short(head.title)), ("link", head.channel.link)):
        _add(image, tag, text)


def _owner(at: ET.Element, head: FeedHead) -> None:
    email = head.channel.owner_email
    if email:
        owner = _add(at, "itunes:owner")
        _add(owner, "itunes:name", _short(head.channel.owner_name or head.author))
        _add(owner, "itunes:email", email)
    owner_of = {"owner": email} if email else {}
    locked = head.channel.locked and email  # without an address nobody could ask to unlock it
    _add(at, "podcast:locked", "yes" if locked else "no", **owner_of)


def _podcast_tags(at: ET.Element, head: FeedHead) -> None:
    facts = head.channel
    _add(at, "podcast:guid", head.guid)
    _add(at, "podcast:medium", facts.medium)
    if facts.block:
        _add(at, "itunes:block", "Yes")
        _add(at, "podcast:block", "yes")
    if url := facts.funding.get("url"):
        _add(at, "podcast:funding", _short(facts.funding.get("text") or head.title), url=url)
    _add_text(at, "podcast:license", facts.license)
    _add_text(at, "podcast:location", facts.location)
    for code in facts.txt:
        _add_text(at, "podcast:txt", code)


def _dates_and_trailers(at: ET.Element, items: Sequence[Item]) -> None:
    """When the newest episode appeared, and which are trailers. The date of now would change an unchanged feed."""
    if items:
        _add(at, "lastBuildDate", format_datetime(max(item.date for item in items)))
    for item in items:
        if item.kind == "trailer":
            season = {} if item.season is None else {"season": str(item.season)}
            facts = {"url": item.media, "length": str(item.length), "type": "audio/mpeg", **season}
            _add(at, "podcast:trailer", _short(item.title), pubdate=format_datetime(item.date), **facts)


def _item(at: ET.Element, item: Item, head: FeedHead) -> None:
    _add(at, "title", _short(item.title))
    _add(at, "link", item.page)
    _add(at, "guid", item.guid, isPermaLink="false")
    _add(at, "pubDate", format_datetime(item.date))
    _add(at, "description", item.description)
    _add(at, "content:encoded", item.notes)
    _add(at, "enclosure", url=item.media, length=str(item.length), type="audio/mpeg")
    _add(at, "itunes:duration", str(round(item.seconds)))
    _add(at, "itunes:episodeType", item.kind)
    for tag, number in (("season", item.season), ("episode", item.number)):
        if number is not None:
            _add(at, f"itunes:{tag}", str(number))
            _add(at, f"podcast:{tag}", str(number))
    _add(at, "itunes:explicit", _explicit(head.channel if item.explicit is None else item))
    _add(at, "itunes:image", href=item.image)
    _add(at, "podcast:chapters", url=item.chapters, type="application/json+chapters")
    _add(at, "podcast:transcript", url=item.transcript, type="text/vtt", language=item.language, rel="captions")
    for name, role in item.people:
        known = head.people.get(name, {})
        links = {"href": known.get("link", ""), "img": known.get("image", "")}
        _add(at, "podcast:person", _short(name), group="cast", role=role, **{k: v for k, v in links.items() if v})


def _explicit(facts: Channel | Item) -> str:
    return "true" if facts.explicit else "false"


def _add(parent: ET.Element, tag: str, content: str = "", /, **attributes: str) -> ET.Element:
    prefix, _, name = tag.rpartition(":")
    whole = f"{{{_NAMES[prefix]}}}{name}" if prefix else name
    element = ET.SubElement(parent, whole, {key: clean_line(value) for key, value in attributes.items()})
    if content:
        element.text = "\n".join(map(clean_line, content.split("\n")))
    return element


def _add_text(parent: ET.Element, tag: str, text: str) -> None:
    """Add a text of one line, unless it is empty."""
    if text:
        _add(parent, tag, _short(text))


def _short(text: str) -> str:
    """The text on one line, cut to LONGEST_VALUE characters, without blanks at its ends."""
    line = " ".join(clean_line(text).split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1].rstrip() + "…"
