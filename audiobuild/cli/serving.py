"""`audiobuild serve`."""

from __future__ import annotations

from pathlib import Path

import click

from audiobuild.cli.commands import command, option
from audiobuild.cli.printing import note, without_controls
from audiobuild.i18n import _


@command(short_help="Serve a published site on this machine.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@option("--host", help="Address to listen on [default: 127.0.0.1, this machine only].")
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 chooses a free one.")
@option("--lan", is_flag=True, help="Listen on the local network, and show a QR code for phones.")
def serve(folder: Path | None, host: str | None, port: int, lan: bool) -> None:
    """Serve a published FOLDER (default: output/public) as a podcast host would; Ctrl-C stops it.

    The feed is sent with the addresses of this server, so an app can subscribe to the preview.
    """
    from audiobuild.config import FILE, show_folder
    from audiobuild.publishing import serve as http
    from audiobuild.publishing.folder import FEED
    from audiobuild.publishing.served_files import find_published
    from audiobuild.site import qr

    if host and lan:
        raise click.UsageError(_("--host and --lan exclude each other: give only one of them."))
    found = find_published(folder or (show_folder(Path.cwd() / FILE) or Path.cwd()) / "output")
    shown = http.lan_address() if lan else host or http.LOOPBACK
    with http.Server(found, http.EVERYWHERE if lan else shown, port) as server:
        address = http.web_address(shown, server.port)
        if lan:
            click.secho(qr.terminal(address), fg="bright_white", bg="black")
        click.echo(_("{folder} is served at {address}").format(folder=without_controls(str(found)), address=address))
        click.echo(_("feed: {address}{feed}").format(address=address, feed=FEED))
        note(_("Ctrl-C stops the server."))
        server.wait()
