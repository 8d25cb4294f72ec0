"""`audiobuild publish` and `audiobuild check`."""

from __future__ import annotations

from pathlib import Path

import click

from audiobuild.cli.printing import join, note, plain


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder to publish to [default: output/public].")
@click.option("--base-url", default="", help="Where that folder will be found, as in https://example.org/show/.")
def publish(folder: Path | None, out: Path | None, base_url: str) -> None:
    """Make of the episodes in FOLDER (default: output) a folder for any static host.

    It holds the feed that phones subscribe to, the episodes, transcripts, covers and pages. What is assigned once (the
    identities and dates of the episodes) is kept in published.json, which belongs in version control.
    """
    from audiobuild import publish as conductor
    from audiobuild.config import web_folder

    done = conductor.publish(folder, out, web_folder(base_url, "--base-url"))
    for advice in done.advice:
        note(plain(advice))
    if done.removed:
        note(f"removed, as no feed names it any more: {join(done.removed)}")
    episodes = "1 episode" if len(done.titles) == 1 else f"{len(done.titles)} episodes"
    click.echo(f"{done.folder}  {episodes}: {join(map(plain, done.titles))}")
    click.echo(f"feed: {done.address}")
