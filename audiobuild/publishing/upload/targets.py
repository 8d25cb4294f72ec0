"""Reads what `publish --to` names: a folder or server for rsync, a remote of rclone, or a branch for git."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from audiobuild.errors import PublishError
from audiobuild.i18n import _
from audiobuild.publishing.upload.site import Site, Update

BRANCH = "gh-pages"
"""The branch of an address that names none: the one that hosts of pages look for."""
_PREFIX = re.compile(r"(rsync|rclone|git):(?!//)(.+)", re.DOTALL)
_REPOSITORY = re.compile(r"(?:https?|ssh|git|file)://\S+|.+\.git/?(?:#.*)?")
_BRANCH_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(?:#.+)?")
_REMOTE = re.compile(r"([^/\\:]*):(.*)", re.DOTALL)
_SERVER = re.compile(r"[^/\\:]*[@.][^/\\:]*:.*|[^/\\:]+:[/~].*", re.DOTALL)

Notify = Callable[[str], None]


class Target(Protocol):
    """A place that a site is sent to."""

    shown: str
    """Its name for messages, without any password."""

    def update(self, site: Site, dry: bool, notify: Notify) -> Update:
        """Send what differs, the feed last, and then remove the show's files that left the site.

        With `dry` nothing is sent or removed, only listed. `notify` receives progress. Raises PublishError; the feed
        at the target is then the old one.
        """
        ...


def target_of(text: str, show: Path) -> Target:
    """The target that a text names; `show` is the show's folder, whose repository a branch alone belongs to.

    Raises PublishError for a text that names none.
    """
    kind, rest = _kind(text.strip())
    if kind == "git":
        from audiobuild.publishing.upload.git import Branch

        address, _, branch = rest.partition("#")
        if _BRANCH_NAME.fullmatch(address) and not branch:
            return Branch("origin", address, show)
        return Branch(address, branch or BRANCH, show)
    if kind == "rclone":
        from audiobuild.publishing.upload.rclone import Remote

        return Remote(rest)
    from audiobuild.publishing.upload.rsync import Place

    return Place(rest)


def _kind(text: str) -> tuple[str, str]:
    """Which program sends to a target, and what it is called there."""
    if not text or text.startswith("-"):
        raise PublishError(
            _("--to: “{text}” is no target; write a folder, user@host:path, remote:path or a branch.").format(text=text)
        )
    prefix = _PREFIX.fullmatch(text)
    if prefix:
        return prefix[1], prefix[2]
    if text.startswith("rsync://"):
        return "rsync", text
    if _REPOSITORY.fullmatch(text) or _BRANCH_NAME.fullmatch(text):
        return "git", text
    if _is_remote(text):
        return "rclone", text
    return "rsync", text


def _is_remote(text: str) -> bool:
    """Whether a text names a remote of rclone: a name without a dot or @, and no drive of Windows such as C:."""
    remote = _REMOTE.fullmatch(text)
    return remote is not None and len(remote[1]) != 1 and not _SERVER.fullmatch(text)
