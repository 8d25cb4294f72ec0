"""The order in which files go to a target that takes them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from audiobuild.publishing.upload.site import Site, Update
from audiobuild.publishing.upload.targets import Notify


class Files(Protocol):
    """A target's files."""

    shown: str

    def names(self) -> Sequence[str]:
        """The names of the files there; none when there is no such folder yet."""
        ...

    def send(self, folder: Path, names: Sequence[str], dry: bool, notify: Notify) -> list[str]:
        """Send those of the files in a folder that differ, or only list them; returns their names."""
        ...

    def remove(self, names: Sequence[str]) -> None:
        """Remove these files."""
        ...


def update(target: Files, site: Site, dry: bool, notify: Notify) -> Update:
    """Send the steps of a site one after another, and remove what left it only when the new feed is there."""
    stale = site.stale(target.names())
    sent: list[str] = []
    for names in site.steps():
        if names:
            sent += target.send(site.folder, names, dry, notify)
    if stale and not dry:
        target.remove(stale)
    return Update(tuple(sent), tuple(stale))
