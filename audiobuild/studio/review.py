"""What is left to do before an episode is published: sentences marked for later, and a list of what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from audiobuild.building.record import read_record
from audiobuild.building.requests import BuildRequest
from audiobuild.checking import check_episode
from audiobuild.engines import engine_class
from audiobuild.errors import ScriptError
from audiobuild.i18n import _
from audiobuild.model import Reading
from audiobuild.storage.files import atomic_write
from audiobuild.studio.opened import OpenScript

FOLDER = ".audiobuild/review"
GUESSED = ("guess", "unsaid")  # kinds of readings that somebody should hear before the episode is published


class Review:
    """What somebody has noted while listening to a script; no build needs it.

    "later" has the ids of sentences to look at again, "right" the readings that were found to be right.
    """

    def __init__(self, request: BuildRequest) -> None:
        self._path = request.show / FOLDER / f"{request.name}.json"

    def read(self) -> dict[str, list[str]]:
        """The notes, by their names."""
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            found = {}
        return {name: [str(each) for each in found.get(name, ())] for name in ("later", "right")}

    def set(self, name: str, what: str, wanted: bool, there: Iterable[str]) -> dict[str, list[str]]:
        """Note or forget something, and the sentences for later that are no longer there; returns the notes."""
        notes = self.read()
        if name not in notes:
            raise ScriptError(_("there is no list “{name}”.").format(name=name))
        others = [each for each in notes[name] if each != what]
        notes[name] = [*others, what] if wanted else others
        known = set(there)
        notes["later"] = [each for each in notes["later"] if each in known]
        with atomic_write(self._path) as out:
            out.write(json.dumps(notes, ensure_ascii=False).encode())
        return notes


def reading_key(reading: Reading) -> str:
    """A reading as the notes name it."""
    return f"{reading.written} {reading.said}"


def publish_list(opened: OpenScript, state: str) -> list[dict[str, Any]]:
    """What stands between an episode and its feed: entries {"what", "count" or "text", "stops"}."""
    notes = Review(opened.plan.request).read()
    guesses = {
        reading_key(reading) for keys in opened.keys.values() for reading in keys.readings if reading.kind in GUESSED
    }
    counts = {
        "later": len(notes["later"]),
        "guesses": len(guesses.difference(notes["right"])),
        "warnings": len(opened.plan.warnings),
    }
    return list(_entries(opened.plan.request, state, counts))


def _entries(request: BuildRequest, state: str, counts: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    done = read_record(request.record) if state != "never" else None
    if done is None or state == "stale":
        yield {"what": state, "stops": True}
    if done and any(engine_class(engine).draft for engine in done.engines):
        yield {"what": "draft", "stops": True}
    yield from ({"what": what, "count": count, "stops": False} for what, count in counts.items() if count)
    if done:
        yield from _findings(request.episode)


def _findings(episode: Path) -> Iterator[dict[str, Any]]:
    for finding in check_episode(episode):
        if not finding.ok:
            yield {"what": "finding", "text": finding.what + _(": ") + finding.found, "stops": finding.defect}
