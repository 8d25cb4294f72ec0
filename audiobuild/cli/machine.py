"""`audiobuild doctor` and `audiobuild init`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobuild.cli.commands import command, option
from audiobuild.cli.options import JSON
from audiobuild.cli.printing import FAILED, coloured, note, print_json
from audiobuild.i18n import _

if TYPE_CHECKING:
    from audiobuild.doctor import Diagnosis


@command(short_help="Check this machine.")
@option("--live", is_flag=True, help="Also test the online voices with three short requests.")
@JSON
def doctor(live: bool, as_json: bool) -> None:
    """Check what works on this machine, and show how to fix what does not."""
    from audiobuild.doctor import diagnose

    findings = diagnose(Path.cwd(), live)
    if as_json:
        print_json({"schema": "audiobuild.doctor/1", "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{_mark(finding)} {finding.what}{_(': ')}{finding.found} {finding.remedy}".rstrip())
    if any(finding.needed and not finding.ok for finding in findings):
        sys.exit(FAILED)


def _mark(finding: Diagnosis) -> str:
    if finding.ok:
        return coloured(_("ok  "), "green")
    if finding.needed:
        return coloured(_("FAIL"), "red")
    return coloured(_("note"), "yellow")


@command(short_help="Create a new show.")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@option("--github", is_flag=True, help="Add a workflow that builds, checks and publishes; FOLDER may be a show.")
@option(
    "--engine-plugin",
    metavar="NAME",
    help="Create a package with a voice engine NAME [default FOLDER: audiobuild-NAME].",
)
def init(folder: Path | None, github: bool, engine_plugin: str | None) -> None:
    """Create a new show in FOLDER: settings, a lexicon and a sample script.

    With --engine-plugin, create a Python package whose engine beeps, with its voices and its test, for you to change.
    """
    if engine_plugin is not None:
        if github:
            raise click.UsageError(_("--github is for a show: leave out --engine-plugin."))
        _create_engine(engine_plugin, folder or Path(f"audiobuild-{engine_plugin}"))
    elif folder is None:
        raise click.UsageError(_("name the FOLDER of the new show."))
    else:
        _create_show(folder, github)


def _create_engine(name: str, folder: Path) -> None:
    from audiobuild import scaffold

    for path in scaffold.create_engine(name, folder):
        click.echo(path)
    note(_("Next: pip install -e {folder} && audiobuild build --engine {name}").format(folder=folder, name=name))


def _create_show(folder: Path, github: bool) -> None:
    from audiobuild import scaffold
    from audiobuild.config import FILE

    is_show = (folder / FILE).exists()
    if not (github and is_show):
        for path in scaffold.create(folder):
            click.echo(path)
    if github:
        click.echo(scaffold.create_workflow(folder))
        note(_("Next: set base_url, push to GitHub, and choose the branch gh-pages under Settings, Pages."))
    else:
        note(_("Next: cd {folder} && audiobuild build").format(folder=folder))
