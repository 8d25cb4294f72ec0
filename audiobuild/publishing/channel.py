"""Describes the show for the feed: its settings, assumed values for missing ones, and advice on those."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from audiobuild.categories import DEFAULT
from audiobuild.config import FILE
from audiobuild.model import Channel, Show
from audiobuild.outputs import show_notes
from audiobuild.publishing import ledger
from audiobuild.publishing.episodes import FinishedEpisode
from audiobuild.publishing.feed import FeedHead
from audiobuild.publishing.folder import COVER, FEED, content_name
from audiobuild.regex import lazy

PREVIEW = "http://127.0.0.1:8000/"
"""The address of the published folder while none is set: the default one of `audiobuild serve`."""
_SECRET = 12  # bytes of a name that nobody can guess: 96 bits
_LONG_STEP = lazy(r"/[^/]{16,}/")  # a folder that may be such a name
_PNG = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class Picture:
    """The show's cover: its name in the published folder, and its bytes."""

    name: str
    data: bytes


def show_picture(show: Show, title: str) -> Picture:
    """The show's cover; one is drawn when the settings name none."""
    from audiobuild.outputs import cover

    if show.cover:
        data = cover.show_cover(show.cover)
    else:
        names = (show.author,) if show.author else ()
        data = cover.draw_cover(title, "", names, title)
    ending = "png" if data.startswith(_PNG) else "jpg"
    return Picture(content_name(COVER, hashlib.sha256(data).hexdigest(), ending), data)


def show_title(show: Show, episodes: Sequence[FinishedEpisode]) -> str:
    """The show's title; without one the show that every script names, else that of its first episode.

    The episodes come newest first. A script alone does not name the show: it would rename the feed of all others.
    """
    named = {each.record.about.show for each in episodes}
    return show.title or (named.pop() if len(named) == 1 else "") or episodes[-1].record.title


def feed_head(show: Show, episodes: Sequence[FinishedEpisode], base: str, guid: str, picture: Picture) -> FeedHead:
    """The show as the feed describes it; what is required and not set is assumed. `base` is the folder's address."""
    title = show_title(show, episodes)
    first = episodes[-1].record.about
    description = show_notes.show_notes(show.channel.description or title, (), first.language)
    refined = first.language.startswith(show.language)  # zh-Hant for a show in zh
    return FeedHead(
        title=title,
        author=show.author or first.author or title,
        language=first.language if refined else show.language,
        description="\n".join(description),
        image=base + picture.name,
        address=base + FEED,
        guid=guid,
        channel=_complete(show.channel, base),
        people=show.people,
    )


def _complete(channel: Channel, base: str) -> Channel:
    link = channel.link or base
    categories = channel.categories or (DEFAULT,)
    return replace(channel, link=link, categories=categories)


def advice(show: Show, base: str, head: FeedHead) -> Iterator[str]:
    """What directories ask for and the settings lack, with the line to add; then what is wrong with the address."""
    from audiobuild.outputs import cover

    channel = show.channel
    asked = (
        (show.title, f'title = "{head.title}"', "directories require it; assumed for now"),
        (channel.description, 'description = "What the show is about"', "directories require it"),
        (show.language, f'language = "{head.language}"', "directories require it; assumed for now"),
        (channel.categories, f'category = "{DEFAULT[0]}"', "directories require it; assumed for now"),
        (channel.explicit is not None, "explicit = false", "directories require it; assumed for now"),
        (show.author, 'author = "Who makes it"', "directories show it"),
        (channel.owner_email, 'owner = { name = "Your Name", email = "you@example.org" }', "Spotify writes to it"),
    )
    for present, line, why in asked:
        if not present:
            yield f"{FILE}: add the line  {line}  ({why})"
    if show.cover and (said := cover.shape_advice(show.cover)):
        yield said
    yield from _address_advice(base)
    if channel.block and base != PREVIEW:
        yield from _secrecy_advice(base)


def _secrecy_advice(base: str) -> Iterator[str]:
    """What a private show needs besides not being listed."""
    if not _LONG_STEP.search(urlsplit(base).path):
        yield (
            f"the show is private (block), but anybody who guesses {base} can hear it; publish it to a folder "
            f'that nobody can guess, as in  base_url = "{base}{secrets.token_hex(_SECRET)}/"  or have the host ask '
            "for a password"
        )


def _address_advice(base: str) -> Iterator[str]:
    if base == PREVIEW:
        yield (
            "the feed names this machine's own address; “audiobuild serve --lan” shows it to a phone. "
            f'Before going public add to {FILE} the line  base_url = "https://…/"  with the address of the folder'
        )
    elif not ledger.is_public(base):
        yield f"{base} can be reached on this network only; directories need a public address"
    elif not base.startswith("https:"):
        yield f"{base} is not https; some apps refuse to play from it"
