"""The style sheet of the feed: who opens it in a browser reads a page, not XML."""

from __future__ import annotations

from audiobuild.resources import packaged
from audiobuild.site import messages


def feed_style(language: str) -> str:
    """The style sheet as CSS, with its texts for a feed in `language`."""
    t = messages.texts(language)
    texts = f":root {{\n  --what: {_string(t.feed_what)};\n  --where: {_string(t.feed_where)};\n}}\n"
    return texts + packaged("site/feed.css").read_text(encoding="utf-8")


def _string(text: str) -> str:
    """A text as a CSS string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
