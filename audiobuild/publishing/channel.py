"""Describes the show for the feed: its settings, assumed values for missing ones, and advice on those."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from audiobuild.categories import DEFAULT
from audiobuild.config import FILE
from audiobuild.i18n import _
from audiobuild.model import Channel, Show
from audiobuild.outputs import show_notes
from audiobuild.publishing import ledger
from audiobuild.publishing.episodes import FinishedEpisode
from audiobuild.publishing.feed import FeedHead
from audiobuild.publishing.folder import COVER, FEED, content_name
from audiobuild.regex import lazy
from audiobuild.settings import toml

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
    languages = Counter(each.record.about.language for each in reversed(episodes))
    common = languages.most_common(1)[0][0]
    language = common if common.startswith(show.language) else show.language  # zh-Hant for a show in zh
    description = show_notes.show_notes(show.channel.description or title, (), language)
    return FeedHead(
        title=title,
        author=show.author or first.author or title,
        language=language,
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


def advice(show: Show, base: str, head: FeedHead, folder: str) -> Iterator[str]:
    """What directories ask for and the settings lack, with the line to add; then what is wrong with the address.

    The title that is suggested is the name of the show's folder.
    """
    from audiobuild.outputs import cover

    channel = show.channel
    about, maker, owner = toml(_("What the show is about")), toml(_("Who makes it")), toml(_("Your Name"))
    asked = (
        (
            show.title,
            f"title = {toml(folder)}",
            _("directories require it; for now it is “{title}”").format(title=head.title),
        ),
        (channel.description, f"description = {about}", _("directories require it")),
        (show.language, f'language = "{head.language}"', _("directories require it; assumed for now")),
        (channel.categories, f'category = "{DEFAULT[0]}"', _("directories require it; assumed for now")),
        (channel.explicit is not None, "explicit = false", _("directories require it; assumed for now")),
        (show.author, f"author = {maker}", _("directories show it")),
        (
            channel.owner_email,
            f'owner = {{ name = {owner}, email = "you@example.org" }}',
            _("Spotify writes to it"),
        ),
    )
    for present, line, why in asked:
        if not present:
            yield _("at the top of {file} add the line  {line}  ({why})").format(file=FILE, line=line, why=why)
    if show.cover and (said := cover.shape_advice(show.cover)):
        yield said
    yield from _address_advice(base)
    if channel.block and base != PREVIEW:
        yield from _secrecy_advice(base)


def _secrecy_advice(base: str) -> Iterator[str]:
    """What a private show needs besides not being listed."""
    if not _LONG_STEP.search(urlsplit(base).path):
        yield (
            _(
                "the show is private (block), but anybody who guesses {base} can hear it; publish it "
                'to a folder that nobody can guess, as in  base_url = "{base}{secret}/"  or have the '
                "host ask for a password"
            ).format(base=base, secret=secrets.token_hex(_SECRET))
        )


def _address_advice(base: str) -> Iterator[str]:
    if base == PREVIEW:
        yield (
            _(
                "the feed names this machine's own address; “audiobuild serve --lan” shows it to a phone. Before "
                'going public add at the top of {file} the line  base_url = "https://…/"  with its address'
            ).format(file=FILE)
        )
    elif not ledger.is_public(base):
        yield _("{base} can be reached on this network only; directories need a public address").format(base=base)
    elif not base.startswith("https:"):
        yield _("{base} is not https; some apps refuse to play from it").format(base=base)
