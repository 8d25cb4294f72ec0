"""What both pages say of an episode in the same way: its date, length and guests; and the picture of a tab."""

from __future__ import annotations

from audiobuild.model import Page
from audiobuild.site import messages
from audiobuild.site.markup import Html, fill, join


def facts(page: Page) -> Html:
    """Date, length and guests of an episode, as far as they are known."""
    day = messages.day(page.date, page.language)
    found = [fill('<time datetime="$date">$day</time>', date=page.date[:10], day=day)] if day else []
    span, length = messages.span(page.seconds), messages.length(page.seconds, page.language)
    found.append(fill('<time datetime="$span">$length</time>', span=span, length=length))
    if page.guests:
        guests = fill("<bdi>$names</bdi>", names=messages.listed(page.guests, page.language))
        found.append(fill("<span>$t_guests $names</span>", names=guests, **messages.words(page.language)))
    return join(found)


def icon(cover: str) -> Html:
    """The link to a tab's picture; one that asks for nothing when there is no cover."""
    return fill('<link rel="icon" href="$address">', address=cover or "data:,")
