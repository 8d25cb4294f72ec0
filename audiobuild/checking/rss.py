"""Reads a feed as a directory would, and follows it to the files in its folder."""

from __future__ import annotations

import html
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from audiobuild.categories import CATEGORIES
from audiobuild.checking.finding import Faults, Finding, Subject
from audiobuild.checking.spelling import LANGUAGE, WHOLE_NUMBER, chapter_lines
from audiobuild.i18n import N_, _
from audiobuild.regex import lazy

_NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
LONGEST_DESCRIPTION, LONGEST_VALUE = 4000, 255  # bytes, characters: Apple's limits
ROLES = ("host", "guest", "co-host", "guest host", "announcer", "reporter", "narrator", "voice actor")
SET_IT = N_("correct audiobuild.toml and publish again")
_SHOW_RECOMMENDED = ("podcast:guid", "podcast:locked", "podcast:medium", "itunes:author", "itunes:type", "itunes:owner")
_ITEM_RECOMMENDED = (
    *("link", "pubDate", "description", "itunes:duration", "itunes:image", "itunes:explicit"),
    *("podcast:transcript", "podcast:chapters", "podcast:person"),
)
_TYPES = {"podcast:chapters": "application/json+chapters", "podcast:transcript": "text/vtt"}
_ADDRESSES = {"enclosure": "url", "podcast:chapters": "url", "podcast:transcript": "url", "itunes:image": "href"}
_DATE = lazy(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT)", re.ASCII)
_COPYRIGHT = lazy(r"©|copyright|\b(?:19|20)\d\d\b", re.IGNORECASE)
_VISIBLE_ASCII = lazy(r"[!-~]+")
_FILE_NAME = lazy(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What an item names: its audio, chapters and transcript in the feed's folder (None: elsewhere or absent)."""

    audio: Path | None
    chapters: Path | None
    transcript: Path | None
    listed: tuple[tuple[int, str], ...]


def read_feed(data: bytes) -> ET.Element:
    """The channel of a feed. Raises ET.ParseError when it is not well-formed, ValueError when it is not RSS 2.0."""
    root = ET.fromstring(data)
    channel = root.find("channel")
    if (root.tag, root.get("version")) != ("rss", "2.0") or channel is None:
        raise ValueError(_("it is not RSS 2.0 with a channel"))
    return channel


@dataclass(frozen=True, slots=True)
class Address:
    """What an item names on the web: the tag that names it, its address, and of audio the stated length."""

    item: str
    tag: str
    url: str
    length: str = ""


def addresses(channel: ET.Element) -> list[list[Address]]:
    """All that each item names."""
    return [
        list(_addresses_of(_("item {number}").format(number=number), item))
        for number, item in enumerate(channel.findall("item"), 1)
    ]


def _addresses_of(name: str, item: ET.Element) -> Iterator[Address]:
    for tag, key in _ADDRESSES.items():
        for found in item.findall(tag, _NAMES):
            yield Address(name, tag, found.get(key, ""), found.get("length", ""))
    if page := _text(item, "link"):
        yield Address(name, "link", page)


def show_image(channel: ET.Element) -> str:
    """The address of the show's cover."""
    return _attribute(channel, "itunes:image", "href")


def feed_address(data: bytes) -> str:
    """The address that a feed gives as its own; "" when it gives none or cannot be read."""
    try:
        return _attribute(read_feed(data), "atom:link[@rel='self']", "href")
    except (ET.ParseError, ValueError, LookupError):
        return ""


def check_feed(feed: Subject, channel: ET.Element, folder: Path | None) -> Iterator[Finding]:
    """Check what directories and apps need of the feed, and that the files it names are in `folder` (None: it is on
    the web).
    """
    title = _("“{title}”, all that directories require").format(title=_text(channel, "title"))
    yield feed.judge(_("show"), _show_faults(channel), title, remedy=SET_IT)
    present = _("guid, locked, medium, author, type, owner")
    absent = _absent(channel, _SHOW_RECOMMENDED)
    yield feed.judge(_("show, recommended"), absent, present, needed=False, remedy=SET_IT)
    yield feed.judge("podcast:guid", _guid_faults(channel), _text(channel, "podcast:guid") or _("none"))
    copyright_ = _text(channel, "copyright") or _("none")
    yield feed.judge(_("copyright"), _copyright_faults(channel), copyright_, remedy=SET_IT)
    yield feed.judge(_("values"), _value_faults(channel), _("short, without white space at the ends"))
    yield feed.judge(_("addresses"), _address_faults(channel), _("absolute and in ASCII"))
    items = channel.findall("item")
    guids = [_text(item, "guid") for item in items]
    repeated = sorted({guid for guid in guids if guids.count(guid) > 1})
    yield feed.judge(
        _("guids"),
        [_("{guid} is used twice").format(guid=guid) for guid in repeated],
        _("{count}, all different").format(count=len(guids)),
    )
    for number, item in enumerate(items, 1):
        yield from _check_item(feed, _("item {number}").format(number=number), item, _base(channel), folder)
    if not items:
        yield feed.fail(_("items"), _("there is no episode"))


def _check_item(feed: Subject, name: str, item: ET.Element, base: str, folder: Path | None) -> Iterator[Finding]:
    lacking = [*_absent(item, _ITEM_RECOMMENDED), *_type_faults(item)]
    yield feed.judge(name, _item_faults(item), _("“{title}”, all that apps need").format(title=_text(item, "title")))
    yield feed.judge(
        _("{name}, recommended").format(name=name), lacking, _("chapters, transcript, people and more"), needed=False
    )
    if folder:
        yield feed.judge(
            _("{name}, files").format(name=name), _file_faults(item, base, folder), _("present, with the stated length")
        )


def enclosed(channel: ET.Element, folder: Path) -> list[Enclosed]:
    """The files of each item, as far as they are in the feed's folder."""
    base = _base(channel)

    def local(item: ET.Element, tag: str) -> Path | None:
        return _local(_attribute(item, tag, "url"), base, folder)

    return [
        Enclosed(
            local(item, "enclosure"),
            local(item, "podcast:chapters"),
            local(item, "podcast:transcript"),
            listed_chapters(_text(item, "description")),
        )
        for item in channel.findall("item")
    ]


def show_cover_of(channel: ET.Element, folder: Path) -> Path | None:
    """The show's cover, if it is in the feed's folder."""
    cover = folder / _attribute(channel, "itunes:image", "href").rpartition("/")[2]
    return cover if cover.is_file() else None


def listed_chapters(description: str) -> tuple[tuple[int, str], ...]:
    """The chapters that a description in HTML lists, as (second, title)."""
    return tuple(chapter_lines(html.unescape(re.sub(r"<[^>]*>", "\n", description))))


def _absent(parent: ET.Element, tags: Iterable[str]) -> Faults:
    return Faults(_("there is no {tag}").format(tag=tag) for tag in tags if parent.find(tag, _NAMES) is None)


def _show_faults(channel: ET.Element) -> Faults:
    explicit, language = _text(channel, "itunes:explicit"), _text(channel, "language")
    faults = Faults()
    for tag in ("title", "description", "link", "language", "itunes:explicit"):
        faults.require(_text(channel, tag), _("there is no {tag}").format(tag=tag))
    link_to_itself = channel.find("atom:link[@rel='self']", _NAMES)
    faults.require(link_to_itself is not None and link_to_itself.get("href"), _("there is no atom:link to itself"))
    faults.require(_attribute(channel, "itunes:image", "href"), _("there is no itunes:image"))
    faults.require(
        explicit in ("true", "false", ""),
        _("itunes:explicit is “{explicit}”; true or false is required").format(explicit=explicit),
    )
    is_language = not language or LANGUAGE.fullmatch(language)
    faults.require(is_language, _("“{language}” is not a language tag such as zh or en-US").format(language=language))
    return Faults([*faults, *_category_faults(channel), *_description_faults(channel)])


def _category_faults(channel: ET.Element) -> Faults:
    categories = channel.findall("itunes:category", _NAMES)
    faults = Faults()
    faults.require(categories, _("there is no itunes:category"))
    for category in categories:
        name = category.get("text", "")
        faults.require(name in CATEGORIES, _("the category “{name}” is not in Apple's list").format(name=name))
        for each in category.findall("itunes:category", _NAMES):
            part = each.get("text", "")
            known = part in CATEGORIES.get(name, ())
            faults.require(
                known,
                _("the subcategory “{part}” is not part of “{name}” in Apple's list").format(part=part, name=name),
            )
    return faults


def _description_faults(parent: ET.Element) -> Faults:
    size = len(_text(parent, "description").encode())
    faults = Faults()
    allowed = size <= LONGEST_DESCRIPTION
    faults.require(
        allowed, _("the description has {size} bytes; {limit} are allowed").format(size=size, limit=LONGEST_DESCRIPTION)
    )
    return faults


def _guid_faults(channel: ET.Element) -> Faults:
    text = _text(channel, "podcast:guid")
    faults = Faults()
    if text:
        faults.require(_is_uuid(text), _("“{text}” is not a UUID in lower case with hyphens").format(text=text))
    return faults


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _copyright_faults(channel: ET.Element) -> Faults:
    text = _text(channel, "copyright")
    faults = Faults()
    faults.require(
        not _COPYRIGHT.search(text),
        _("“{text}”: name the owner only; directories add sign, word and year").format(text=text),
    )
    return faults


def _value_faults(channel: ET.Element) -> Faults:
    faults = Faults()
    for element in channel.iter():
        text, name = element.text or "", element.tag.rpartition("}")[2]
        if name in ("description", "encoded") or len(element):
            continue
        faults.require(
            len(text) <= LONGEST_VALUE,
            _("{name} has {count} characters; {limit} are allowed").format(
                name=name, count=len(text), limit=LONGEST_VALUE
            ),
        )
        faults.require(text == text.strip(), _("{name} has white space at its ends").format(name=name))
    return faults


def _address_faults(channel: ET.Element) -> Faults:
    addresses = [element.text or "" for element in channel.iter("link")]
    for element in channel.iter():
        addresses += [element.attrib[key] for key in ("url", "href") if key in element.attrib]
    wrong = [address for address in addresses if not _is_absolute(address)]
    return Faults(_("“{address}” is not an absolute address in ASCII").format(address=address) for address in wrong)


def _is_absolute(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return all((parts.scheme in ("http", "https"), parts.netloc, _VISIBLE_ASCII.fullmatch(address)))


def _item_faults(item: ET.Element) -> Faults:
    faults = Faults()
    for tag in ("title", "guid"):
        faults.require(_text(item, tag), _("there is no {tag}").format(tag=tag))
    date, duration = _text(item, "pubDate"), _text(item, "itunes:duration")
    kind, length = _attribute(item, "enclosure", "type"), _attribute(item, "enclosure", "length")
    faults.require(not date or _is_date(date), _("the date “{date}” is not written as in RFC 2822").format(date=date))
    faults.require(
        kind == "audio/mpeg", _("the enclosure's type is “{kind}”; audio/mpeg is required").format(kind=kind)
    )
    faults.require(
        WHOLE_NUMBER.fullmatch(length),
        _("the enclosure's length is “{length}”; bytes are required").format(length=length),
    )
    in_seconds = not duration or WHOLE_NUMBER.fullmatch(duration)
    faults.require(
        in_seconds, _("itunes:duration is “{duration}”; whole seconds are required").format(duration=duration)
    )
    guid = item.find("guid")
    is_name = guid is None or guid.get("isPermaLink") == "false"
    faults.require(is_name, _('the guid lacks isPermaLink="false", so apps take it for an address'))
    return Faults([*faults, *_person_faults(item), *_description_faults(item)])


def _person_faults(item: ET.Element) -> Faults:
    faults = Faults()
    for person in item.findall("podcast:person", _NAMES):
        name, role, group = (person.text or "").strip(), person.get("role"), person.get("group")
        faults.require(name, _("a podcast:person has no name"))
        faults.require(
            role in ROLES,
            _("podcast:person “{name}” has the role “{role}”, which apps do not know").format(name=name, role=role),
        )
        faults.require(
            group == "cast",
            _("podcast:person “{name}” has the group “{group}”; cast is required").format(name=name, group=group),
        )
    return faults


def _type_faults(item: ET.Element) -> Faults:
    faults = Faults()
    for tag, kind in _TYPES.items():
        fits = item.find(tag, _NAMES) is None or _attribute(item, tag, "type") == kind
        faults.require(fits, _("the type of {tag} is not {kind}").format(tag=tag, kind=kind))
    return faults


def _file_faults(item: ET.Element, base: str, folder: Path) -> Faults:
    faults = Faults()
    for tag, key in _ADDRESSES.items():
        address = _attribute(item, tag, key)
        missing = address.startswith(base) and _local(address, base, folder) is None
        faults.require(not missing, _("{path} is missing").format(path=address.removeprefix(base)))
    audio = _local(_attribute(item, "enclosure", "url"), base, folder)
    if audio:
        stated, size = _attribute(item, "enclosure", "length"), audio.stat().st_size
        faults.require(
            stated == str(size),
            _("{name} has {size} bytes, and the feed states “{stated}”").format(
                name=audio.name, size=size, stated=stated
            ),
        )
    return faults


def _base(channel: ET.Element) -> str:
    """The address of the feed's folder, as the feed states it."""
    return _attribute(channel, "atom:link[@rel='self']", "href").rpartition("/")[0] + "/"


def _local(address: str, base: str, folder: Path) -> Path | None:
    """The file in the feed's folder that an address names, if it exists; no address leads out of the folder."""
    name = address.removeprefix(base)
    if name == address or not _FILE_NAME.fullmatch(name):
        return None
    path = folder / name
    return path if path.is_file() else None


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text)) and parsedate_to_datetime(text) is not None
    except ValueError:
        return False


def _text(parent: ET.Element, tag: str) -> str:
    return parent.findtext(tag, "", _NAMES) or ""


def _attribute(parent: ET.Element, tag: str, key: str) -> str:
    found = parent.find(tag, _NAMES)
    return "" if found is None else found.get(key, "")
