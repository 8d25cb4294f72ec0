"""The public functions beside the Builder: read a script, publish episodes, check what was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from audiobuild.model import Role, Script

if TYPE_CHECKING:
    from audiobuild.checking.finding import Finding
    from audiobuild.publishing.publish import Published


def read(path: str | Path, roles: Mapping[str, Role | str] | None = None) -> Script:
    """Read an interview: speakers, turns, what was dropped and why, warnings.

    `roles` gives speakers (by label or name) the role "Q" (asks) or "A" (answers), against the reading's own finding.
    Raises ScriptError when the file cannot be read or holds no interview.

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
    progress: Callable[[str], None] | None = None,
) -> Published:
    """Turn the episodes in `folder` (None: "output" of the show around the current folder) into a published folder.

    `out` is the folder to write (None: "public" in `folder`), `base_url` the address at which it will be found ("": as
    the settings say); with `force` episodes with defects are published too. `progress` receives a line when another
    process is waited for. Raises PublishError when there is nothing fit to publish, OutputError when a file cannot be
    written (the feed is then as it was), and ConfigError for an address that is none.

    >>> published = publish("my-show/output", base_url="https://example.org/show/")
    >>> published.address
    """
    from audiobuild.config import web_folder
    from audiobuild.publishing import publish as publishing

    home = Path(folder) if folder is not None else None
    place = Path(out) if out is not None else None
    return publishing.publish(home, place, web_folder(base_url, "base_url"), force, progress or _silent)


def _silent(line: str) -> None:
    """Say nothing."""


def check(*paths: str | Path) -> list[Finding]:
    """Check finished episodes, transcripts and feeds as a stranger's program would: files or folders.

    Without paths the show's folder of episodes and its published folder are checked. A finding with `defect` is
    something that apps would show or play wrongly.

    >>> [finding.what for finding in check("my-show/output") if finding.defect]
    """
    from audiobuild import checking
    from audiobuild.publishing.publish import folders

    return checking.check([Path(path) for path in paths] or folders())
