"""The public functions other than the Builder: read a script, publish episodes, check what was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiobuild.model import Role, Script

if TYPE_CHECKING:
    from audiobuild.checking.finding import Finding
    from audiobuild.publishing.publish import Published


def read(path: str | Path, roles: Mapping[str, Role | str] | None = None) -> Script:
    """Read an interview: speakers, turns, what was dropped and why, warnings.

    `roles` gives speakers (by label or name) the role "Q" (asks) or "A" (answers) instead of the detected one. Raises
    ScriptError when the file cannot be read or holds no interview.

    >>> script = read("talk.txt", roles={"林": "A"})
    >>> [(turn.speaker, turn.paragraphs) for turn in script.turns]
    """
    from audiobuild.script import read_script

    return read_script(Path(path), {name: Role(role) for name, role in (roles or {}).items()})


def publish(
    folder: str | Path | None = None,
    out: str | Path | None = None,
    *,
    base_url: str = "",
    force: bool = False,
    drafts: bool = False,
    withdraw: Sequence[str] = (),
    to: str = "",
    dry_run: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Published:
    """Turn the episodes in `folder` (None: "output" of the show around the current folder) into a published folder.

    `out` is the folder to write (None: "public" in `folder`), `base_url` its address on the web ("": as in the
    settings). With `force` episodes with defects and older than their scripts are published too, with `drafts` those
    that only hum; `withdraw` names episodes that leave the feed for good. `to` is where the folder is then sent: a
    path, user@host:path, a remote of rclone or a branch; `update` of the result has what was. With `dry_run` nothing is
    changed and `update` has what would be. `progress` receives messages: that another `publish` of the folder has to
    finish first, and what was sent. Raises PublishError when there is nothing to publish, or an episode
    has a defect, is older than its script or has none any more, OutputError when a file cannot be written (the feed
    is then unchanged), and ConfigError for an invalid address.

    >>> published = publish("my-show/output", base_url="https://example.org/show/")
    >>> published.address
    """
    from audiobuild.config import web_folder
    from audiobuild.publishing import publish as publishing

    home = Path(folder) if folder is not None else None
    place = Path(out) if out is not None else None
    options = publishing.PublishOptions(force, drafts, tuple(withdraw), to, dry_run)
    return publishing.publish_episodes(home, place, web_folder(base_url, "base_url"), options, progress or _silent)


def _silent(line: str) -> None:
    """Print nothing."""


def check(*paths: str | Path) -> list[Finding]:
    """Check files, or every episode, transcript and feed in folders, from their bytes, as a podcast app reads them.

    A text with http:// or https:// is the address of a published feed: its host is asked for all that it names.
    Without paths the show's folder of episodes and its published folder are checked. A finding with `defect` is
    something that apps would show or play wrongly.

    >>> [finding.what for finding in check("my-show/output") if finding.defect]
    """
    from audiobuild import checking
    from audiobuild.publishing.publish import folders

    files = [Path(path) for path in paths if not _is_address(path)]
    found = [finding for path in paths if _is_address(path) for finding in checking.check_address(str(path))]
    if paths and not files:
        return found
    return found + checking.check_files(files or folders())


def _is_address(path: str | Path) -> bool:
    return isinstance(path, str) and path.startswith(("http://", "https://"))
