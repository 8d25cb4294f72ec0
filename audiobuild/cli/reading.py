"""`audiobuild parse`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobuild.cli.commands import command, option
from audiobuild.cli.options import ENGINE, JSON, NAME, ROLES, VOICE, from_standard_input
from audiobuild.cli.printing import FAILED, note, print_json, say_error, say_warnings
from audiobuild.cli.takes import show_takes
from audiobuild.errors import ConfigError, OutputError
from audiobuild.i18n import _, ngettext
from audiobuild.model import Role

if TYPE_CHECKING:
    from audiobuild.model import Script, ScriptWarning

STDOUT = "-"


@command(short_help="Show how a script is read, or write it in the exact form.")
@click.argument("script", type=click.Path(path_type=Path), required=False)
@NAME
@ENGINE
@VOICE
@ROLES
@JSON
@option(
    "--write",
    metavar="[FILE]",
    is_flag=False,
    flag_value=STDOUT,
    help="Write the script in the exact form to FILE; - or no FILE: standard output.",
)
@option("-o", "--out", metavar="FILE", help="The FILE of --write.")
@option("--force", is_flag=True, help="Let --write replace FILE.")
@option("--takes", "as_takes", is_flag=True, help="List the names that recordings of its turns may have.")
def parse(
    script: Path | None,
    name: str,
    engine: str | None,
    voices: tuple[tuple[str, str], ...],
    roles: tuple[tuple[str, Role], ...],
    as_json: bool,
    write: str | None,
    out: str | None,
    force: bool,
    as_takes: bool,
) -> None:
    """Show how SCRIPT is read: the speakers, their lines, and the text that will not be spoken.

    With - the script is read from standard input. With --write, write that reading as a script in the exact form,
    which you can correct once and for good.
    """
    script, target = _script_and_target(script, write, out)
    is_cast = bool(engine or voices)
    _check_together(target is not None, as_takes, is_cast, as_json)
    with from_standard_input([script], name) as (path,):
        if as_takes:
            show_takes(path, dict(roles), as_json)
        elif target is None:
            _show(path, engine, dict(voices), dict(roles), as_json)
        else:
            _write(path, target, dict(roles), force)


def _check_together(writes: bool, lists: bool, is_cast: bool, as_json: bool) -> None:
    """Raise UsageError for options that do not go together."""
    if writes and (as_json or is_cast):
        raise click.UsageError(_("--write goes with --as only; write voices under “cast:” in the file."))
    if lists and (writes or is_cast):
        raise click.UsageError(_("--takes goes with --as and --json only."))


def _script_and_target(script: Path | None, write: str | None, out: str | None) -> tuple[Path, str | None]:
    """The script, and the file that is to be written (None: none); `--write SCRIPT` has taken the script."""
    if script is not None:
        return script, out or write
    if write in (None, STDOUT):
        raise click.UsageError(_("name a SCRIPT."))
    return Path(str(write)), out or STDOUT


def _show(
    script: Path, engine: str | None, voices: Mapping[str, str], roles: Mapping[str, Role], as_json: bool
) -> None:
    """Print how a script is read."""
    from audiobuild.building import episode
    from audiobuild.script import reading_report, script_as_json

    read = episode.read_with_roles(script, roles, voices)
    if as_json:
        print_json(script_as_json(read))
        return
    cast, warnings, error = _cast_of(read, script, engine, voices)
    shown = replace(read, warnings=(*read.warnings, *warnings))
    click.echo(reading_report(shown, cast), nl=False)
    if error:
        say_error(error)
        sys.exit(FAILED)


def _cast_of(
    read: Script, script: Path, engine: str | None, voices: Mapping[str, str]
) -> tuple[Mapping[str, str], tuple[ScriptWarning, ...], ConfigError | None]:
    """The voice of each speaker, with warnings; a script can be shown even if no voice here can speak it."""
    from audiobuild.building.casting import cast_script
    from audiobuild.building.requests import BuildRequest
    from audiobuild.config import show_folder
    from audiobuild.planning.remembered import FILE

    request = BuildRequest(script, Path(), Path(), show_folder(script) or Path.cwd(), engine, voices)
    try:
        found = cast_script(read, request)
    except ConfigError as error:
        if engine or voices:
            raise
        return {}, (), error
    shown = {
        who: voice.full_name + (f", {FILE}" if who in found.remembered else "") for who, voice in found.voices.items()
    }
    return shown, found.warnings, None


def _write(script: Path, target: str, roles: Mapping[str, Role], force: bool) -> None:
    """Write a script in the exact form to a file or to standard output."""
    from audiobuild.building.episode import check_named
    from audiobuild.building.requests import ORIGINALS
    from audiobuild.script import exact_form
    from audiobuild.storage.files import atomic_write

    path = None if target == STDOUT else Path(target)
    if path:
        _check_target(script, path, force)
    read, text = exact_form(script, roles, path)
    check_named(script, read, roles)
    if path is None:
        click.echo(text, nl=False)
    else:
        with atomic_write(path, durable=True) as out:
            out.write(text.encode())
        click.echo(
            ngettext(
                "{path}  {count} turn; audiobuild parse {path} shows it",
                "{path}  {count} turns; audiobuild parse {path} shows them",
                len(read.turns),
            ).format(path=path, count=len(read.turns))
        )
        if (path.parent.resolve(), path.stem) == (script.parent.resolve(), script.stem):
            note(
                _("{script} would become the same episode: move it into a folder {folder}, which is not built.").format(
                    script=script, folder=ORIGINALS
                )
            )
    say_warnings(script, read.warnings)


def _check_target(script: Path, target: Path, force: bool) -> None:
    """Raise OutputError for a file that must not be replaced."""
    if target.exists() and script.exists() and target.samefile(script):
        raise OutputError(_("{target} is the script itself; name another file.").format(target=target))
    if target.exists() and not force:
        raise OutputError(_("{target} exists; name another file, or replace it with --force.").format(target=target))
