"""The page of a show: what it is, how to subscribe, and its episodes."""

from __future__ import annotations

from collections.abc import Sequence

from audiobuild.model import Page, ShowPage
from audiobuild.site.markup import fill, join

_PAGE = """\
<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
</head>
<body>
<h1>$title</h1>
<p>$description</p>
<ul>
$episodes
</ul>
</body>
</html>
"""


def index_page(show: ShowPage, pages: Sequence[tuple[str, Page]]) -> str:
    """The page as one HTML document; `pages` are each episode's address relative to it, and its page, newest first."""
    episodes = join([fill('<li><a href="$at">$title</a></li>', at=at, title=page.title) for at, page in pages])
    return fill(_PAGE, language=show.language, title=show.title, description=show.description, episodes=episodes)
