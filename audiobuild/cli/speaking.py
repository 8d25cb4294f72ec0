"""`audiobuild say` and `audiobuild voices`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobuild.cli.options import ENGINE, JSON
from audiobuild.cli.printing import note, plain, print_json, table
from audiobuild.model import Piece, Role

if TYPE_CHECKING:
    from audiobuild.preview import Heard


@click.command()
@click.argument("text")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Speak as Q, A or N is cast.")
@click.option("--voice", help="A voice, as in zm_yunxi or edge:zh-CN-YunxiNeural.")
@ENGINE
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The MP3 or WAV [default: output/say.mp3].")
@click.option("-n", "--dry-run", is_flag=True, help="Speak nothing, only print how the text is understood.")
@JSON
def say(
    text: str, role: str | None, voice: str | None, engine: str | None, out: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Audition TEXT, and print how it is understood."""
    from audiobuild import preview

    if role and voice:
        raise click.UsageError("choose --role or --voice, not both.")
    path = None if dry_run else out or Path("output") / "say.mp3"
    heard = preview.say(text, Role(role or "A"), voice, engine, Path.cwd(), path)
    if as_json:
        print_json(_heard_result(heard))
        return
    for piece in heard.said.pieces:
        lines = {"text": piece.written, "said": piece.normalized, "pinyin": piece.pinyin, "sounds": piece.engine_input}
        for name, line in lines.items():
            click.echo(f"{name:<6} {plain(line)}" if line else "", nl=bool(line))
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
    """A piece in the shape of audiobuild.say/1, whose keys are older than the names in this program."""
    return {
        "written": piece.written,
        "normal": piece.normalized,
        "symbols": piece.engine_input,
        "pinyin": piece.pinyin,
    }


@click.command()
@ENGINE
@click.option("--language", help="Only voices of this language, as in zh.")
@JSON
def voices(engine: str | None, language: str | None, as_json: bool) -> None:
    """List the voices that can be cast; the online ones as the service offers them now, where it can be asked."""
    from audiobuild.building import requests

    rows, remarks = requests.voice_rows(engine, language, Path.cwd())
    if as_json:
        print_json({"schema": "audiobuild.voices/1", "voices": rows, "remarks": remarks})
    else:
        table(("engine", "voice", "language", "gender", "cast as", "tags"), rows)
        for remark in remarks:
            note(plain(f"{remark}."))
