"""`audiobuild build --watch`: rebuilds a script whenever it is saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from audiobuild.cli.printing import note, say_error
from audiobuild.errors import AudiobuildError
from audiobuild.i18n import ngettext

if TYPE_CHECKING:
    from audiobuild.builder import Builder
    from audiobuild.building.requests import BuildRequest

LOOK = 0.2  # seconds between two checks of the scripts: short enough to feel immediate after a save
PATIENCE = 5  # checks for which a script may be missing: some editors save by putting a new file in its place

Stamp = tuple[object, ...]


def watch(
    collect: Callable[[], list[BuildRequest]], build: Callable[[Sequence[BuildRequest]], object], builder: Builder
) -> NoReturn:
    """Build the scripts that have changed since the last check, until a signal ends the process.

    Engines stay loaded between two builds.
    """
    seen: dict[str, Stamp] = {}
    missed = 0
    while True:
        requests, error = _look(collect)
        missed = missed + 1 if error else 0
        if error and missed == PATIENCE:
            say_error(error)
        now = {str(request.script): _stamp(request) for request in requests}
        changed = [request for request in requests if now[str(request.script)] != seen.get(str(request.script))]
        if changed:
            _rebuild(changed, build, builder, is_first=not seen)
            note(
                ngettext(
                    "watching {count} script; Ctrl-C stops.", "watching {count} scripts; Ctrl-C stops.", len(requests)
                ).format(count=len(requests))
            )
        seen |= now
        time.sleep(LOOK)


def _look(collect: Callable[[], list[BuildRequest]]) -> tuple[list[BuildRequest], AudiobuildError | None]:
    """The requests for the scripts there are now, or none and the reason."""
    try:
        return collect(), None
    except AudiobuildError as error:
        return [], error


def _rebuild(
    changed: Sequence[BuildRequest],
    build: Callable[[Sequence[BuildRequest]], object],
    builder: Builder,
    is_first: bool,
) -> None:
    """Build the scripts; --force counts for the first build only, and the engines are loaded after it."""
    if not is_first:
        build([replace(request, force=False) for request in changed])
        return
    build(changed)
    if builder.threads:
        _warm(builder, changed[0])


def _warm(builder: Builder, request: BuildRequest) -> None:
    with suppress(AudiobuildError):  # the build has reported it
        builder.warm(request)


def _stamp(request: BuildRequest) -> Stamp:
    """A value that changes when the script or a setting of its show is saved."""
    from audiobuild.config import stamp

    try:
        found = request.script.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, stamp(request.show), request.clash
