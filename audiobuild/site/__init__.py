"""The web pages: one for each episode, and one for the show."""

from audiobuild.site.episode import episode_page
from audiobuild.site.index import index_page

__all__ = ["episode_page", "index_page"]
