"""What is left to do before an episode is published: sentences marked for later, and a list of what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from audiobuild.building.record import read_record
from audiobuild.building.requests import BuildRequest
from audiobuild.checking import check_episode
from audiobuild.engines import engine_class
from audiobuild.i18n import _
from audiobuild.storage.files import atomic_write

FOLDER = ".audiobuild/review"


class Marks:
    """The sentences of a script that somebody wants to look at later, by id; no build needs them."""

    def __init__(self, request: BuildRequest) -> None:
        self._path = request.show / FOLDER / f"{request.name}.json"

    def read(self) -> list[str]:
        """The ids; none when nothing is marked."""
        try:
            return [str(each) for each in json.loads(self._path.read_text("utf-8"))]
        except (OSError, ValueError):
            return []

    def set(self, sentence: str, marked: bool, known: Iterable[str]) -> list[str]:
        """Mark a sentence or take its mark away; marks of sentences that are gone go too."""
        left = [each for each in self.read() if each in set(known) and each != sentence]
        left += [sentence] if marked else []
        with atomic_write(self._path) as out:
            out.write(json.dumps(left).encode())
        return left


def publish_list(request: BuildRequest, state: str, marks: int, warnings: int) -> list[dict[str, Any]]:
    """What stands between an episode and its feed: entries {"what", "count" or "text", "stops"}."""
    return list(_entries(request, state, marks, warnings))


def _entries(request: BuildRequest, state: str, marks: int, warnings: int) -> Iterator[dict[str, Any]]:
    done = read_record(request.record) if state != "never" else None
    if done is None or state == "stale":
        yield {"what": state, "stops": True}
    if done and any(engine_class(engine).draft for engine in done.engines):
        yield {"what": "draft", "stops": True}
    if marks:
        yield {"what": "marks", "count": marks, "stops": False}
    if warnings:
        yield {"what": "warnings", "count": warnings, "stops": False}
    if done:
        yield from _findings(request.episode)


def _findings(episode: Path) -> Iterator[dict[str, Any]]:
    for finding in check_episode(episode):
        if not finding.ok:
            yield {"what": "finding", "text": finding.what + _(": ") + finding.found, "stops": finding.defect}
