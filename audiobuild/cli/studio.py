"""`audiobuild studio`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from audiobuild.cli.commands import command, option
from audiobuild.cli.options import ENGINE
from audiobuild.cli.printing import note
from audiobuild.i18n import _
from audiobuild.storage.locks import Lock

OPEN = ".audiobuild/studio-open"


@command(short_help="See, hear and correct an episode on a local page.")
@click.argument("place", required=False, metavar="[SHOW or SCRIPT]", type=click.Path(path_type=Path))
@ENGINE
@option("--port", type=click.IntRange(0, 65535), default=0, help="Port [default: any free one].")
@option("--no-open", is_flag=True, help="Print the address; open no browser.")
@option("--read-only", is_flag=True, help="Show and play only; change no file.")
def studio(place: Path | None, engine: str | None, port: int, no_open: bool, read_only: bool) -> None:
    """Open a page of this machine on which a show is seen, heard and corrected; Ctrl-C ends it.

    Everything it changes is a line of a file that you could have written yourself.
    """
    from audiobuild.studio.server import Server
    from audiobuild.studio.session import Session

    session = Session(place, engine, read_only)
    session.show()  # what cannot be opened is said here, before there is a page
    with closing(session), alone(session.folder) as lock:
        if isinstance(lock, str):
            note(_("the studio of this show is open already, at {address}").format(address=lock))
            _launch(lock, no_open)
            return
        with Server(session, port) as server:
            lock.write(server.address)
            click.echo(_("the studio is at {address}").format(address=server.address))
            note(_("Ctrl-C ends it."))
            _launch(server.address, no_open)
            server.wait()


def _launch(address: str, no_open: bool) -> None:
    if not no_open:
        click.launch(address)


@contextmanager
def alone(folder: Path) -> Iterator[Lock | str]:
    """Hold the lock of a show's open studio, in which its address is written; that address when another has it.

    Only the user can read it: the address lets everybody in. A folder that cannot be written has no lock.
    """
    lock = Lock(folder / OPEN)
    if not _taken(lock):
        yield lock.read()
        return
    try:
        yield lock
    finally:
        lock.drop()


def _taken(lock: Lock) -> bool:
    try:
        lock.path.parent.mkdir(parents=True, exist_ok=True)
        lock.path.touch(mode=0o600)
        (lock.path.parent / ".gitignore").write_text("*\n")  # nothing here is for other machines
        return lock.take()
    except OSError:
        return True
