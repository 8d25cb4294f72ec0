"""`audiobuild publish` and `audiobuild check`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobuild.cli.options import JSON
from audiobuild.cli.printing import FAILED, join, note, plain, print_json

if TYPE_CHECKING:
    from audiobuild.checking import Finding


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder to publish to [default: output/public].")
@click.option("--base-url", default="", help="Where that folder will be found, as in https://example.org/show/.")
@click.option("--force", is_flag=True, help="Publish episodes with defects too.")
def publish(folder: Path | None, out: Path | None, base_url: str, force: bool) -> None:
    """Make of the episodes in FOLDER (default: output) a folder for any static host.

    It holds the feed that phones subscribe to, the episodes, transcripts, covers and pages. What is assigned once (the
    identities and dates of the episodes) is kept in published.json, which belongs in version control.
    """
    from audiobuild.config import web_folder
    from audiobuild.publishing import publish as conductor

    done = conductor.publish(folder, out, web_folder(base_url, "--base-url"), force, note)
    for advice in done.advice:
        note(plain(advice))
    if done.removed:
        note(f"removed, as no feed names it any more: {join(done.removed)}")
    episodes = "1 episode" if len(done.titles) == 1 else f"{len(done.titles)} episodes"
    click.echo(f"{done.folder}  {episodes}: {join(map(plain, done.titles))}")
    click.echo(f"feed: {done.address}")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@JSON
def check(paths: tuple[Path, ...], as_json: bool) -> None:
    """Judge finished episodes, transcripts and feeds: PATHS are files or folders (default: output).

    Each requirement is listed with what was found; the exit code is 1 when there is a defect.
    """
    from audiobuild import checking as judge
    from audiobuild.publishing.publish import folders

    findings = judge.check(paths or folders())
    defects = [finding for finding in findings if finding.defect]
    if as_json:
        listed = [asdict(finding) | {"defect": finding.defect} for finding in findings]
        print_json({"schema": "audiobuild.check/1", "defects": len(defects), "findings": listed})
    else:
        _print(findings)
        note(f"{len(findings)} requirements looked at: " + (f"{len(defects)} defects" if defects else "no defect"))
    if defects:
        sys.exit(FAILED)


def _print(findings: Iterable[Finding]) -> None:
    marks = {True: click.style("ok    ", fg="green"), False: click.style("note  ", fg="yellow")}
    defect = click.style("DEFECT", fg="red")
    for file, group in groupby(findings, lambda finding: finding.file):
        click.echo(plain(file))
        for finding in group:
            mark = defect if finding.defect else marks[finding.ok]
            click.echo(f"  {mark} {plain(finding.what)}: {plain(finding.found)}")
