"""`audiobuild studio`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from audiobuild.cli.commands import command, option
from audiobuild.cli.options import ENGINE
from audiobuild.cli.printing import note
from audiobuild.i18n import _


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
    with closing(session), Server(session, port) as server:
        click.echo(_("the studio is at {address}").format(address=server.address))
        note(_("Ctrl-C ends it."))
        if not no_open:
            click.launch(server.address)
        server.wait()
