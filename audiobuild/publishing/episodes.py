"""Reads the finished episodes that are to be published, and gives each what the ledger has assigned to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audiobuild.building import record
from audiobuild.building.record import BuildRecord, Written
from audiobuild.errors import PublishError
from audiobuild.i18n import _
from audiobuild.publishing import ledger
from audiobuild.publishing.folder import content_name
from audiobuild.publishing.ledger import Ledger, LedgerEntry

MEDIA = ("mp3", "vtt", "srt", "chapters.json", "jpg")
"""The endings of an episode's files that are published."""


@dataclass(frozen=True, slots=True)
class FinishedEpisode:
    """A finished episode: the folder and the name of its files, its build record, its entry in the ledger."""

    home: Path
    name: str
    record: BuildRecord
    entry: LedgerEntry

    def file(self, ending: str) -> Path:
        """One of its files as built."""
        return self.home / f"{self.name}.{ending}"

    def written(self, ending: str) -> Written:
        """The size and digest of one of its files."""
        return self.record.outputs[self.file(ending).name]

    @property
    def names(self) -> dict[str, str]:
        """The names of its files in the published folder, by ending."""
        return {ending: content_name(self.entry.slug, self.written(ending).sha256, ending) for ending in MEDIA}

    @property
    def page(self) -> str:
        """The name of its page, which never changes."""
        return f"{self.entry.slug}.html"


def read_records(home: Path) -> dict[str, BuildRecord]:
    """The build records of the episodes in a folder, by name. An MP3 without a record was not built by audiobuild and
    is ignored.

    Raises PublishError when a file is not as it was built, and when there are no episodes.
    """
    found = {}
    for audio in sorted(home.glob("*.mp3")):
        path = audio.with_suffix(".json")
        if path.exists():
            found[audio.stem] = _unaltered_record(audio, path)
    if not found:
        raise PublishError(
            _("there are no episodes in {home}; run “audiobuild build” first, or name their folder.").format(home=home)
        )
    return found


def _unaltered_record(audio: Path, path: Path) -> BuildRecord:
    last = record.read_record(path)
    if last is None or not record.unaltered(last, path):
        raise PublishError(
            _("{audio} is not as it was built; run “audiobuild build” again before publishing.").format(audio=audio)
        )
    return last


def require_published(kept: Ledger, records: Mapping[str, BuildRecord], home: Path, path: Path) -> None:
    """Raise PublishError when an episode published before is missing: apps delete episodes that leave the feed.

    `path` is the ledger's, for the message.
    """
    present = set(map(ledger.key, records))
    published = {name for name, entry in kept.episodes.items() if not entry.withdrawn}
    missing = [name for name in kept.episodes if name in published - present]
    if missing:
        raise PublishError(
            _(
                "{missing}: published before, and not in {home} now; build it again, or write "
                '"withdrawn": true into its entry in {path}. (If the script has a new name, give it '
                "to the entry.)"
            ).format(missing=", ".join(missing), home=home, path=path)
        )


def published_episodes(
    home: Path, records: Mapping[str, BuildRecord], kept: Ledger, now: datetime
) -> list[FinishedEpisode]:
    """The episodes that are neither withdrawn nor dated later than `now`, newest first.

    Raises PublishError when there are none.
    """
    every = [FinishedEpisode(home, name, found, kept.episodes[ledger.key(name)]) for name, found in records.items()]
    shown = [each for each in every if not each.entry.withdrawn and each.entry.date <= now]
    if not shown:
        raise PublishError(
            _("every episode in {home} is withdrawn or dated ahead; there is nothing to publish.").format(home=home)
        )
    return sorted(shown, key=lambda each: (each.entry.date, each.entry.slug), reverse=True)
