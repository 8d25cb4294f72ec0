"""The files of a published folder in the order in which they are sent, and which files at a target are the show's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from audiobuild.publishing.episodes import MEDIA
from audiobuild.publishing.folder import COVER, DIGITS, FEED, INDEX, SEARCH, STYLE

_CONTENT_NAMED = re.compile(rf"(.+)-[0-9a-f]{{{DIGITS}}}\.(?:{'|'.join(map(re.escape, (*MEDIA, 'png')))})")
_PAGE = re.compile(r"(.+)\.html")
_OF_THE_SHOW = (INDEX, SEARCH, STYLE, FEED)


@dataclass(frozen=True, slots=True)
class Site:
    """A published folder, one for what is kept between two runs, and the names that the show's files begin with."""

    folder: Path
    cache: Path
    slugs: frozenset[str]
    names: frozenset[str]

    def steps(self) -> Iterator[tuple[str, ...]]:
        """The names in the order of sending: what never changes under its name, the pages, and the feed at the end.

        So the feed at the target never names a file that is not there.
        """
        media = filter(_CONTENT_NAMED.fullmatch, self.names)
        pages = (name for name in self.names if name != FEED and not _CONTENT_NAMED.fullmatch(name))
        for step in (media, pages, self.names & {FEED}):
            yield tuple(sorted(step))

    def sizes(self) -> dict[str, int]:
        """The bytes of each file."""
        return {name: (self.folder / name).stat().st_size for name in self.names}

    def stale(self, there: Collection[str]) -> list[str]:
        """Those of the names `there` that are the show's and no longer in the folder; others' files are not touched."""
        return sorted(name for name in there if name not in self.names and is_of_show(name, self.slugs))


@dataclass(frozen=True, slots=True)
class Update:
    """What a target gets: the names of the files sent, in that order, and of those removed after them."""

    sent: tuple[str, ...]
    removed: tuple[str, ...]


def site_of(folder: Path, cache: Path, slugs: Collection[str]) -> Site:
    """The site in a published folder; files that `publish` did not write are no part of it."""
    known = frozenset(slugs)
    present = folder.iterdir() if folder.is_dir() else ()
    names = (path.name for path in present if path.is_file())
    return Site(folder, cache, known, frozenset(name for name in names if is_of_show(name, known)))


def is_of_show(name: str, slugs: Collection[str]) -> bool:
    """Whether `publish` writes files of such names, for episodes with these slugs."""
    named = _CONTENT_NAMED.fullmatch(name)
    if named:
        return named[1] == COVER or named[1] in slugs
    page = _PAGE.fullmatch(name)
    return name in _OF_THE_SHOW or (page is not None and page[1] in slugs)


def never_changes(names: Collection[str]) -> bool:
    """Whether the names of a step change with the content, so that a file of the same name and size is the same."""
    return all(map(_CONTENT_NAMED.fullmatch, names))
