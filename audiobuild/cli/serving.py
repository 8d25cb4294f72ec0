"""`audiobuild serve`."""

from __future__ import annotations

from pathlib import Path

import click

from audiobuild.cli.printing import note, plain


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--host", help="Address to listen at [default: 127.0.0.1, this machine only].")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--lan", is_flag=True, help="Let the phones of the local network in, and show a code to scan.")
def serve(folder: Path | None, host: str | None, port: int, lan: bool) -> None:
    """Show a published FOLDER (default: output/public) as a podcast host would; Ctrl-C stops it.

    Addresses in the feed are told as those of this server, so an app subscribes to the preview as to the real show.
    """
    from audiobuild.config import FILE, show_folder
    from audiobuild.publishing import serve as room
    from audiobuild.site import qr

    if host and lan:
        raise click.UsageError("--lan is --host 0.0.0.0 with the address to scan; give only one of them.")
    found = room.published(folder or (show_folder(Path.cwd() / FILE) or Path.cwd()) / "output")
    seen = room.lan_address() if lan else host or room.LOOPBACK
    with room.Server(found, room.EVERYWHERE if lan else seen, port) as server:
        address = f"http://{f'[{seen}]' if ':' in seen else seen}:{server.server_port}/"
        if lan:
            click.secho(qr.terminal(address), fg="bright_white", bg="black")
        click.echo(f"{plain(str(found))} is at {address}")
        click.echo(f"feed: {address}{room.FEED}")
        note("Ctrl-C stops the server.")
        server.serve_forever()
