"""A studio that runs in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from audiobuild.studio.server import Server
from audiobuild.studio.session import Session


@contextmanager
def studio(place: Path, engine: str | None = "tone", read_only: bool = False) -> Iterator[Server]:
    """The studio of a show or script."""
    with closing(Session(place, engine, read_only)) as session, Server(session, 0) as server:
        yield server
