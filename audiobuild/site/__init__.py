"""The web pages: one for each episode, and one for the show."""

from audiobuild.site.episode import episode_page
from audiobuild.site.feed_style import feed_style
from audiobuild.site.index import index_page
from audiobuild.site.search_data import search_data

__all__ = ["episode_page", "feed_style", "index_page", "search_data"]
