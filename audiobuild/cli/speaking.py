"""`audiobuild say` and `audiobuild voices`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobuild.cli.options import ENGINE, JSON
from audiobuild.cli.printing import note, plain, print_json, table
from audiobuild.engines import ONLINE
from audiobuild.model import Piece, Role

if TYPE_CHECKING:
    from audiobuild.preview import Heard


@click.command(short_help="Speak one text as a preview.")
@click.argument("text")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Use the voice of role Q, A or N.")
@click.option("--voice", help="A voice, for example zm_yunxi or edge:zh-CN-YunxiNeural.")
@ENGINE
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="MP3 or WAV file to write [default: output/say.mp3]."
)
@click.option("-n", "--dry-run", is_flag=True, help="Print how the text is pronounced; speak nothing.")
@JSON
def say(
    text: str, role: str | None, voice: str | None, engine: str | None, out: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Speak TEXT into a file, and print how it is pronounced."""
    from audiobuild import preview

    if role and voice:
        raise click.UsageError("choose --role or --voice, not both.")
    path = None if dry_run else out or Path("output") / "say.mp3"
    heard = preview.say(text, Role(role or "A"), voice, engine, Path.cwd(), path)
    if as_json:
        print_json(_heard_result(heard))
    else:
        _print_heard(heard)


def _print_heard(heard: Heard) -> None:
    """Print how each piece is pronounced, what was guessed or left out, and the file that was written."""
    for piece in heard.said.pieces:
        lines = {"text": piece.written, "said": piece.normalized, "pinyin": piece.pinyin, "sounds": piece.engine_input}
        for name, line in lines.items():
            if line:
                click.echo(f"{name:<6} {plain(line)}")
    for reading in heard.said.readings:
        if reading.kind == "guess":
            note(f"guessed from the spelling: {plain(reading.written)} {plain(reading.said)}")
    if heard.said.unpronounceable:
        note(f"not said: {plain(' '.join(heard.said.unpronounceable))}")
    if heard.path:
        click.echo(f"{heard.path}  {heard.seconds:.1f} s, {heard.voice.engine}:{heard.voice.name}")


def _heard_result(heard: Heard) -> dict[str, Any]:
    return {
        "schema": "audiobuild.say/1",
        "voice": f"{heard.voice.engine}:{heard.voice.name}",
        "pieces": [_piece(piece) for piece in heard.said.pieces],
        "readings": [reading._asdict() for reading in heard.said.readings],
        "unsaid": list(heard.said.unpronounceable),
        "path": heard.path and str(heard.path),
        "seconds": heard.seconds,
    }


def _piece(piece: Piece) -> dict[str, str]:
    """A piece as audiobuild.say/1 defines it; its keys are older than the names in the code."""
    return {
        "written": piece.written,
        "normal": piece.normalized,
        "symbols": piece.engine_input,
        "pinyin": piece.pinyin,
    }


@click.command(short_help="List the available voices.")
@ENGINE
@click.option("--language", help="Only voices of this language, for example zh.")
@JSON
def voices(engine: str | None, language: str | None, as_json: bool) -> None:
    """List the available voices.

    With --engine edge, the list comes from the service if it answers.
    """
    from audiobuild.building import requests

    remarks: list[str] = []
    if engine == ONLINE:
        rows, remarks = requests.online_rows(language, Path.cwd())
    else:
        rows = requests.voice_rows(engine, language, Path.cwd())
    if as_json:
        print_json({"schema": "audiobuild.voices/1", "voices": rows, "remarks": remarks})
    else:
        table(("engine", "voice", "language", "gender", "cast as", "tags"), rows)
        for remark in remarks:
            note(plain(f"{remark}."))
