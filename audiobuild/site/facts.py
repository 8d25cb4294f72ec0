"""What the page of an episode and the page of its show have in common: the head, and an episode's facts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urljoin

from audiobuild.model import Page
from audiobuild.site import messages


class PageHead(NamedTuple):
    """What a page's head holds. `language` is the interface's, `kind` Open Graph's type, addresses "" for none.

    `address` is the page's own, `image` and `audio` what a link to it shows: absolute, "" as long as it is not known
    where the page will be published. `linked_data` describes it in terms of schema.org, and is empty then. A `hidden`
    page asks search engines to leave it out.
    """

    language: str
    kind: str
    title: str
    tab_title: str
    description: str
    cover: str
    feed: str
    feed_title: str
    address: str = ""
    image: str = ""
    audio: str = ""
    linked_data: Mapping[str, object] = MappingProxyType({})
    hidden: bool = False


class Facts(NamedTuple):
    """An episode's date, duration and guests, written in its language; `day` is "" when it has none."""

    date: str
    day: str
    iso_duration: str
    duration: str
    guests_label: str
    guests: str


def episode_facts(page: Page) -> Facts:
    """The facts that both pages show of an episode."""
    t = messages.texts(page.language)
    return Facts(
        date=page.date[: len("2026-11-30")],
        day=messages.written_date(page.date, page.language),
        iso_duration=messages.iso_duration(page.seconds),
        duration=messages.duration(page.seconds, page.language),
        guests_label=t.guests,
        guests=messages.join_names(page.guests, page.language),
    )


def filled_lines(text: str) -> list[str]:
    """The lines of a text that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


def absolute(address: str, relative: str) -> str:
    """The absolute address of a file next to the page at `address`; "" when either is not known."""
    return urljoin(address, relative) if address and relative else ""


def filled_in(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts that are not empty."""
    return {name: value for name, value in facts.items() if value}
