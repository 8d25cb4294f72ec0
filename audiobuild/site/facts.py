"""What the page of an episode and the page of its show have in common: the head, and an episode's facts."""

from __future__ import annotations

from typing import NamedTuple

from audiobuild.model import Page
from audiobuild.site import messages


class PageHead(NamedTuple):
    """What a page's head holds. `language` is the interface's, `kind` Open Graph's type, addresses "" for none."""

    language: str
    kind: str
    title: str
    tab_title: str
    description: str
    cover: str
    feed: str
    feed_title: str


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
