"""Sends a site to a folder of this machine or of a server with rsync."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from audiobuild.errors import PublishError
from audiobuild.i18n import N_, _
from audiobuild.publishing.upload import stepwise
from audiobuild.publishing.upload.programs import Answer, call, hidden
from audiobuild.publishing.upload.site import Site, Update, never_changes
from audiobuild.publishing.upload.targets import Notify

_NO_FOLDER = 23  # rsync's exit code for a source that is not there (and for files that it could not transfer)
_LISTED = re.compile(r"-\S+ +[\d,.]+ \S+ \S+ (.+)")  # mode, size, date, time and name of a file
_SENT = ("<f", ">f")  # how a line of --out-format=%i begins for a file whose bytes are transferred
_READABLE = "--chmod=F644"  # a web server reads as another user than the one who publishes
_PARTIAL = ".audiobuild-partial"  # a folder at the target: half of a file that a next run completes


class Place:
    """A folder, as rsync names it: a path, user@host:path or rsync://host/module."""

    def __init__(self, place: str) -> None:
        self._place = place.rstrip("/") + "/"
        self.shown = hidden(place)

    def update(self, site: Site, dry: bool, notify: Notify) -> Update:
        """Send what differs, the feed last, and then remove the show's files that left the site."""
        return stepwise.update(self, site, dry, notify)

    def names(self) -> Sequence[str]:
        """The names of the files there."""
        answer = call(["rsync", "--list-only", "--", self._place])
        if answer.code == _NO_FOLDER and "No such file" in answer.errors:
            return []
        self._require(answer, "read")
        return [found[1] for found in map(_LISTED.fullmatch, answer.output.splitlines()) if found]

    def send(self, folder: Path, names: Sequence[str], dry: bool, notify: Notify) -> list[str]:
        """Send those of the files that differ: by size where a name changes with the content, else by checksum."""
        differs = "--size-only" if never_changes(names) else "--checksum"
        command = ["rsync", "--times", "--perms", _READABLE, f"--partial-dir={_PARTIAL}", differs]
        command += ["--from0", "--files-from=-", "--out-format=%i %n", *(["--dry-run"] if dry else [])]
        sent: list[str] = []

        def take(line: str) -> None:
            if line.startswith(_SENT):
                name = line.partition(" ")[2]
                sent.append(name)
                if not dry:
                    notify(_("sent {name}").format(name=name))

        answer = call([*command, "--", f"{folder}/", self._place], given="\0".join(names), line=take)
        self._require(answer, N_("send to"))
        return sent

    def remove(self, names: Sequence[str]) -> None:
        """Remove these files: an empty folder takes their place, and all other names are excluded."""
        with tempfile.TemporaryDirectory(prefix="audiobuild-") as empty:
            listed = "".join(f"/{name}\n" for name in names)
            command = ["rsync", "--recursive", "--delete", "--include-from=-", "--exclude=*", "--"]
            self._require(call([*command, f"{empty}/", self._place], given=listed), N_("remove files from"))

    def _require(self, answer: Answer, did: str) -> None:
        if answer.code:
            raise PublishError(
                _(
                    "rsync could not {did} {shown}: {said}. Correct that and run the same command again; "
                    "it continues where it stopped."
                ).format(did=_(did), shown=self.shown, said=answer.said)
            )
