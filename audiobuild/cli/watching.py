"""`audiobuild build --watch`: builds what is saved, as long as it runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from audiobuild.cli.printing import note, say_error
from audiobuild.errors import AudiobuildError

if TYPE_CHECKING:
    from audiobuild.builder import Builder
    from audiobuild.building.requests import BuildRequest

LOOK = 0.2  # seconds between two looks at the scripts: an edit is heard of before its author lets go of the key
PATIENCE = 5  # looks for which a script may be missing: some editors save by putting a new file in its place

Stamp = tuple[object, ...]


def watch(
    collect: Callable[[], list[BuildRequest]], build: Callable[[Sequence[BuildRequest]], object], builder: Builder
) -> NoReturn:
    """Build what has changed since the last look, again and again; everything loaded stays so."""
    seen: dict[str, Stamp] = {}
    missed = 0
    while True:
        try:
            requests = collect()
            missed = 0
        except AudiobuildError as error:
            missed += 1
            if missed == PATIENCE:
                say_error(error)
            requests = []
        now = {str(request.script): _stamp(request) for request in requests}
        changed = [request for request in requests if now[str(request.script)] != seen.get(str(request.script))]
        if changed:
            build([replace(request, force=request.force and not seen) for request in changed])
            if builder.threads and not seen:
                _warm(builder, requests[0])
            note(f"watching {len(requests)} scripts; Ctrl-C ends.")
        seen |= now
        time.sleep(LOOK)


def _warm(builder: Builder, request: BuildRequest) -> None:
    with suppress(AudiobuildError):  # the build has reported it
        builder.warm(request)


def _stamp(request: BuildRequest) -> Stamp:
    """What changes when the script or a setting of its show is saved."""
    from audiobuild.config import stamp

    try:
        found = request.script.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, stamp(request.show)
