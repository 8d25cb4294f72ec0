"""`audiobuild parse`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobuild.cli.options import ENGINE, JSON, NAME, ROLES, VOICE, from_standard_input
from audiobuild.cli.printing import print_json, say_error
from audiobuild.errors import ConfigError
from audiobuild.model import Role

if TYPE_CHECKING:
    from audiobuild.model import Script


@click.command(short_help="Show how a script is read.")
@click.argument("script", type=click.Path(path_type=Path))
@NAME
@ENGINE
@VOICE
@ROLES
@JSON
def parse(
    script: Path,
    name: str,
    engine: str | None,
    voices: tuple[tuple[str, str], ...],
    roles: tuple[tuple[str, Role], ...],
    as_json: bool,
) -> None:
    """Show how SCRIPT is read: the speakers, their lines, and the text that will not be spoken.

    With - the script is read from standard input.
    """
    from audiobuild.building import episode
    from audiobuild.script import reading_report, script_as_json

    with from_standard_input([script], name) as (path,):
        read = episode.read_with_roles(path, dict(roles), dict(voices))
        if as_json:
            print_json(script_as_json(read))
        else:
            click.echo(reading_report(read, _cast_of(read, path, engine, dict(voices))), nl=False)


def _cast_of(read: Script, script: Path, engine: str | None, voices: Mapping[str, str]) -> Mapping[str, str]:
    """The voice of each speaker; a script can be shown even if no voice here can speak it."""
    from audiobuild.building.episode import cast_script, voice_name
    from audiobuild.building.requests import BuildRequest
    from audiobuild.config import show_folder

    request = BuildRequest(script, Path(), Path(), show_folder(script) or Path.cwd(), engine, voices)
    try:
        return {who: voice_name(voice) for who, voice in cast_script(read, request).voices.items()}
    except ConfigError as error:
        if engine or voices:
            raise
        say_error(error)
        return {}
