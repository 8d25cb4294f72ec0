"""Writes the pages people listen on: one of each episode, and one of the show."""

from audiobuild.site.episode import episode_page
from audiobuild.site.index import index_page

__all__ = ["episode_page", "index_page"]
