"""`audiobuild doctor` and `audiobuild init`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from audiobuild.cli.options import JSON
from audiobuild.cli.printing import FAILED, note, print_json


@click.command()
@click.option("--live", is_flag=True, help="Ask the online voices too: three short requests.")
@JSON
def doctor(live: bool, as_json: bool) -> None:
    """Say what works on this machine, and how to mend the rest."""
    from audiobuild import doctor as examination

    findings = examination.examine(Path.cwd(), live)
    if as_json:
        print_json({"schema": "audiobuild.doctor/1", "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            mark = click.style("ok  ", fg="green") if finding.ok else click.style("FAIL", fg="red")
            mark = mark if finding.ok or finding.needed else click.style("note", fg="yellow")
            click.echo(f"{mark} {finding.what}: {finding.found}" + (f" {finding.remedy}" if finding.remedy else ""))
    if any(finding.needed and not finding.ok for finding in findings):
        sys.exit(FAILED)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make FOLDER a new show: settings, a sample script, a place for episodes."""
    from audiobuild import scaffold

    for path in scaffold.create(folder):
        click.echo(path)
    note(f"Now: cd {folder} && audiobuild build")
