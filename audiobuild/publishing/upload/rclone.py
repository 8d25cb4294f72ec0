"""Sends a site to a bucket or any other storage that rclone knows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from audiobuild.errors import PublishError
from audiobuild.i18n import N_, _
from audiobuild.publishing.served_files import content_type
from audiobuild.publishing.upload import stepwise
from audiobuild.publishing.upload.programs import Answer, call
from audiobuild.publishing.upload.site import Site, Update, never_changes
from audiobuild.publishing.upload.targets import Notify

_NO_FOLDER = 3  # rclone's exit code for a folder that is not there
_DIFFERENT = ("+ ", "* ")  # how a line of `check --combined` begins for a file that is missing or another
_UNLIKE = "No common hash"  # what rclone says where it cannot compare contents
_STDIN = ("--files-from-raw", "-")


class Remote:
    """A folder of a remote, as `rclone config` names it."""

    def __init__(self, remote: str) -> None:
        if "," in remote.partition(":")[0] or (remote.startswith(":") and "," in remote):
            raise PublishError(
                _(
                    "--to: parameters of a remote do not belong on a command line, where others can read "
                    "them; store them with “rclone config”, and name the remote."
                )
            )
        self._remote = self.shown = remote

    def update(self, site: Site, dry: bool, notify: Notify) -> Update:
        """Send what differs, the feed last, and then remove the show's files that left the site."""
        return stepwise.update(self, site, dry, notify)

    def names(self) -> Sequence[str]:
        """The names of the files there."""
        answer = call(["rclone", "lsf", "--files-only", "--", self._remote])
        if answer.code == _NO_FOLDER:
            return []
        self._require(answer, "read")
        return answer.output.splitlines()

    def send(self, folder: Path, names: Sequence[str], dry: bool, notify: Notify) -> list[str]:
        """Send those of the files that differ, each with its content type."""
        different = self._different(folder, names)
        if dry:
            return different
        for kind, group in _by_type(different):
            header = f"Content-Type: {kind}"
            command = ["rclone", "copy", "--ignore-times", "--header-upload", header, *_STDIN, "--"]
            answer = call([*command, os.fspath(folder), self._remote], given="\n".join(group))
            self._require(answer, N_("send to"))
            for name in group:
                notify(_("sent {name}").format(name=name))
        return different

    def remove(self, names: Sequence[str]) -> None:
        """Remove these files."""
        answer = call(["rclone", "delete", *_STDIN, "--", self._remote], given="\n".join(names))
        self._require(answer, N_("remove files from"))

    def _different(self, folder: Path, names: Sequence[str]) -> list[str]:
        """Those of the files that are missing there or others: by size where a name changes with the content."""
        by_size = ["--size-only"] if never_changes(names) else []
        command = ["rclone", "check", "--one-way", "--combined", "-", *by_size, *_STDIN, "--"]
        answer = call([*command, os.fspath(folder), self._remote], given="\n".join(names))
        if _UNLIKE in answer.errors and not by_size:
            return list(names)
        lines = answer.output.splitlines()
        if answer.code and len(lines) < len(names):
            self._require(answer, N_("compare files with"))
        return sorted(line[2:] for line in lines if line.startswith(_DIFFERENT))

    def _require(self, answer: Answer, did: str) -> None:
        if not answer.code:
            return
        if "didn't find section in config file" in answer.errors:
            name = self.shown.partition(":")[0]
            raise PublishError(
                _(
                    "--to: rclone knows no remote “{name}”; create it with “rclone config”. (For a "
                    "server that ssh knows as {name} write rsync:{shown}.)"
                ).format(name=name, shown=self.shown)
            )
        raise PublishError(
            _(
                "rclone could not {did} {shown}: {said}. Correct that and run the same command "
                "again; what arrived is not sent twice."
            ).format(did=_(did), shown=self.shown, said=answer.said)
        )


def _by_type(names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The names by content type: rclone sets one header for all files of a command."""
    for kind, group in groupby(sorted(names, key=content_type), content_type):
        yield kind, list(group)
