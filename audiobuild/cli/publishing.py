"""`audiobuild publish` and `audiobuild check`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobuild.cli.commands import command, option
from audiobuild.cli.options import JSON
from audiobuild.cli.printing import FAILED, coloured, comma_separated, note, print_json, without_controls
from audiobuild.i18n import _, ngettext

if TYPE_CHECKING:
    from audiobuild.checking import Finding
    from audiobuild.publishing.upload import Update


MOST = 10
"""Titles that are printed in a row."""


@command(short_help="Turn episodes into a site with a feed.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@option("-o", "--out", type=click.Path(path_type=Path), help="Folder to publish to [default: output/public].")
@option("--base-url", default="", help="Address of the published folder, for example https://example.org/show/.")
@option("--drafts", is_flag=True, help="Also publish episodes that only hum.")
@option("--withdraw", metavar="NAME", multiple=True, help="Take an episode out of the feed for good; repeatable.")
@option("--force", is_flag=True, help="Also publish episodes that have defects or are older than their scripts.")
@option(
    "--to", default="", metavar="TARGET", help="Then send the site: a folder, user@host:path, remote:path or gh-pages."
)
@option("-n", "--dry-run", "dry", is_flag=True, help="Only list what would change.")
def publish(
    folder: Path | None,
    out: Path | None,
    base_url: str,
    drafts: bool,
    withdraw: tuple[str, ...],
    force: bool,
    to: str,
    dry: bool,
) -> None:
    """Turn the episodes in FOLDER (default: output) into a site you can upload to any static host.

    The site holds the podcast feed, the episodes, transcripts, covers and pages. Each episode gets its identity and
    date once; they are stored in published.json: keep that file in version control.

    With --to the site is sent with rsync (a folder, user@host:path), rclone (remote:path) or git (a branch of the
    show's repository, or ADDRESS#BRANCH); docs/publishing.md explains each.
    """
    from audiobuild.config import web_folder
    from audiobuild.publishing.publish import PublishOptions, publish_episodes

    options = PublishOptions(force, drafts, withdraw, to, dry)
    done = publish_episodes(folder, out, web_folder(base_url, "--base-url"), options, note)
    for sentence in (*done.notes, *done.advice):
        note(without_controls(sentence))
    if done.removed:
        note(_("removed, because no feed lists it any more: {names}").format(names=comma_separated(done.removed)))
    if dry and done.update:
        _print_trial(done.update)
        return
    if done.update:
        note(_sent(done.update, done.target))
    episodes = ngettext("{count} episode", "{count} episodes", len(done.titles)).format(count=len(done.titles))
    click.echo(f"{done.folder}  {episodes}: {_listed(done.titles)}")
    if done.new and done.new != done.titles:
        click.echo(_("new: {titles}").format(titles=_listed(done.new)))
    if done.changed:
        click.echo(_("changed: {titles}").format(titles=_listed(done.changed)))
    click.echo(_("feed: {address}").format(address=done.address))


def _listed(titles: Sequence[str]) -> str:
    shown = comma_separated(map(without_controls, titles[:MOST]))
    if len(titles) <= MOST:
        return shown
    return _("{titles} and {count} more").format(titles=shown, count=len(titles) - MOST)


def _print_trial(changes: Update) -> None:
    for name in changes.sent:
        click.echo(_("send    {name}").format(name=name))
    for name in changes.removed:
        click.echo(_("remove  {name}").format(name=name))
    note(
        _("nothing was changed; without -n this would be.")
        if any(asdict(changes).values())
        else _("nothing to change.")
    )


def _sent(changes: Update, to: str) -> str:
    if not changes.sent and not changes.removed:
        return _("{to} is up to date").format(to=to)
    removed = _(", {count} removed").format(count=len(changes.removed)) if changes.removed else ""
    files = ngettext("{count} file", "{count} files", len(changes.sent)).format(count=len(changes.sent))
    return _("{to}: {files} sent{removed}").format(to=to, files=files, removed=removed)


@command(short_help="Check episodes, transcripts and feeds.")
@click.argument("paths", nargs=-1)
@option("-q", "--defects-only", is_flag=True, help="List only the defects.")
@JSON
def check(paths: tuple[str, ...], defects_only: bool, as_json: bool) -> None:
    """Check finished episodes, transcripts and feeds against their requirements.

    PATHS are files, folders (default: output) or the web address of a published feed, which is then asked for all it
    names as apps do. Each requirement is listed with what was found. The exit code is 1 if there is a defect.
    """
    from audiobuild import api

    findings = api.check(*paths)
    defects = [finding for finding in findings if finding.defect]
    shown = defects if defects_only else findings
    if as_json:
        listed = [asdict(finding) | {"defect": finding.defect} for finding in shown]
        print_json({"schema": "audiobuild.check/1", "defects": len(defects), "findings": listed})
    else:
        _print(shown)
        note(_counted(len(findings), len(defects)))
    if defects:
        sys.exit(FAILED)


def _counted(requirements: int, defects: int) -> str:
    checked = ngettext("{count} requirement checked", "{count} requirements checked", requirements)
    found = ngettext("{count} defect", "{count} defects", defects) if defects else _("no defect")
    return checked.format(count=requirements) + _(": ") + found.format(count=defects)


def _print(findings: Iterable[Finding]) -> None:
    marks = {True: coloured(_("ok    "), "green"), False: coloured(_("note  "), "yellow")}
    defect = coloured(_("DEFECT"), "red")
    for file, group in groupby(findings, lambda finding: finding.file):
        click.echo(without_controls(file))
        for finding in group:
            mark = defect if finding.defect else marks[finding.ok]
            click.echo(f"  {mark} {without_controls(finding.what)}{_(': ')}{without_controls(finding.found)}")
