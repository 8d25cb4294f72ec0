"""The page of a show: what it is, its episodes, and how to subscribe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from audiobuild.model import Page, ShowPage
from audiobuild.site import messages, qr
from audiobuild.site.facts import facts, icon
from audiobuild.site.markup import Html, fill, join, part
from audiobuild.site.speaker_bar import strip


def index_page(show: ShowPage, pages: Sequence[tuple[str, Page]]) -> str:
    """The page as one HTML document that works from disk and over HTTP.

    `pages` are the address of each episode's page, relative to this one, and that page; they are shown latest first.
    """
    words = messages.words(show.language)
    newest = sorted(pages, key=lambda item: item[1].date, reverse=True)
    return fill(
        part("index.html"),
        **words,
        tongue=messages.tongue(show.language),
        language=show.language,
        title=show.title,
        summary=show.description or show.title,
        links=_links(show),
        style=join([part("look.css"), part("index.css")], ""),
        script=part("index.js"),
        cover=_cover(show.cover),
        author=fill('<p class="author" dir="auto">$author</p>', author=show.author) if show.author else Html(""),
        description=_paragraphs(show.description, show.language),
        episodes=_episodes([_episode(address, page) for address, page in newest], words),
        subscribe=_subscribe(show, words),
    )


def _links(show: ShowPage) -> Html:
    feed = '<link rel="alternate" type="application/rss+xml" title="$title" href="$feed">'
    return join([icon(show.cover), *([fill(feed, title=show.title, feed=show.feed)] if show.feed else [])])


def _cover(address: str) -> Html:
    picture = '<img class="cover" src="$cover" alt="" width="600" height="600">'
    return fill(picture, cover=address) if address else Html("")


def _paragraphs(text: str, language: str) -> Html:
    paragraph = '<p class="about" lang="$language" dir="auto">$line</p>'
    return join([fill(paragraph, line=line, language=language) for line in text.split("\n") if line.strip()])


def _episodes(rows: list[Html], words: Mapping[str, str]) -> Html:
    if not rows:
        return fill('<p class="empty">$t_empty</p>', **words)
    return fill("<ol>\n$rows\n</ol>", rows=join(rows))


def _episode(address: str, page: Page) -> Html:
    picture = '<img src="$cover" alt="" width="300" height="300" loading="lazy">'
    return fill(
        part("row.html"),
        language=page.language,
        cover=fill(picture, cover=page.cover) if page.cover else Html(""),
        address=address,
        title=page.title,
        facts=facts(page),
        about=_paragraphs(page.description.split("\n")[0], page.language),
        strip=strip(page.cues, page.seconds, []),
    )


def _subscribe(show: ShowPage, words: Mapping[str, str]) -> Html:
    if not show.feed:
        return Html("")
    code = '<figure class="code">\n$code\n<figcaption>$t_scan</figcaption>\n</figure>'
    return fill(
        part("subscribe.html"),
        address=show.subscribe,
        feed=show.feed,
        code=fill(code, code=Html(qr.svg(show.subscribe)), **words) if show.subscribe else Html(""),
        **words,
    )
