"""The page of a show: what it is, its episodes, and how to subscribe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from audiobuild.markup import render
from audiobuild.model import Page, ShowPage
from audiobuild.site import messages, qr
from audiobuild.site.apps import GENERIC, app_address, app_links
from audiobuild.site.facts import Facts, PageHead, absolute, episode_facts, filled_in, filled_lines
from audiobuild.site.search_data import NAME as SEARCH
from audiobuild.site.speaker_bar import SpeakerBar, speaker_bar


class _Row(NamedTuple):
    """An episode in the list; `about` is the first line of its description as a list, empty when that is blank."""

    address: str
    page: Page
    facts: Facts
    about: list[str]
    bar: SpeakerBar


def index_page(show: ShowPage, pages: Sequence[tuple[str, Page]]) -> str:
    """The page as one HTML document that works from disk and over HTTP.

    `pages` are the address of each episode's page, relative to this one, and that page; they are shown latest first.
    """
    newest = sorted(pages, key=lambda item: item[1].date, reverse=True)
    feed = show.subscribe or show.feed
    return render(
        "site/index.html",
        show=show,
        head=_head(show),
        t=messages.texts(show.language),
        description=filled_lines(show.description),
        code=qr.svg(urljoin(show.subscribe, "./#subscribe")) if show.subscribe else "",
        apps=list(app_links(feed)),
        any_app=app_address(feed, GENERIC),
        any_app_pattern=GENERIC,
        search_file=SEARCH,
        episodes=[_row(address, page) for address, page in newest],
    )


def _head(show: ShowPage) -> PageHead:
    address = absolute(show.subscribe, "./")
    return PageHead(
        language=messages.interface_language(show.language),
        kind="website",
        title=show.title,
        tab_title=show.title,
        description=show.description or show.title,
        cover=show.cover,
        feed=show.feed,
        feed_title=show.title,
        address=address,
        image=absolute(address, show.cover),
        linked_data=_linked_data(show, address) if address else {},
        hidden=show.hidden,
    )


def _linked_data(show: ShowPage, address: str) -> dict[str, object]:
    """The show as a https://schema.org/PodcastSeries."""
    facts = {
        "name": show.title,
        "description": show.description,
        "inLanguage": show.language,
        "url": address,
        "image": absolute(address, show.cover),
        "webFeed": show.subscribe,
        "author": {"@type": "Organization", "name": show.author} if show.author else None,
    }
    return {"@context": "https://schema.org", "@type": "PodcastSeries", **filled_in(facts)}


def _row(address: str, page: Page) -> _Row:
    about = filled_lines(page.description.split("\n")[0])
    return _Row(address, page, episode_facts(page), about, speaker_bar(page.cues, page.seconds, []))
