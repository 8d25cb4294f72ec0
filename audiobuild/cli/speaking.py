"""`audiobuild say` and `audiobuild voices`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobuild.cli.options import ENGINE, JSON
from audiobuild.cli.printing import note, plain, print_json, table
from audiobuild.model import Piece, Role

if TYPE_CHECKING:
    from audiobuild.preview import Pronounced


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
    from audiobuild.builder import Builder
    from audiobuild.preview import check_ending

    if role and voice:
        raise click.UsageError("choose --role or --voice, not both.")
    path = None if dry_run else out or Path("output") / "say.mp3"
    if path:
        check_ending(path)
    with Builder(engine=engine) as builder:
        pronounced = builder.pronounce(text, voice=voice, role=role or Role.GUEST)
        seconds = pronounced.speak().save(path) if path else 0.0
    if as_json:
        print_json(_result(pronounced, path, seconds))
        return
    pronunciation = pronounced.pronunciation
    for piece in pronunciation.pieces:
        lines = {"text": piece.written, "said": piece.normalized, "pinyin": piece.pinyin, "sounds": piece.engine_input}
        for name, line in lines.items():
            click.echo(f"{name:<6} {plain(line)}" if line else "", nl=bool(line))
    for reading in pronunciation.readings:
        if reading.kind == "guess":
            note(f"guessed from the spelling: {plain(reading.written)} {plain(reading.said)}")
    if pronunciation.unpronounceable:
        note(f"not said: {plain(' '.join(pronunciation.unpronounceable))}")
    if path:
        click.echo(f"{path}  {seconds:.1f} s, {pronounced.voice.engine}:{pronounced.voice.name}")


def _result(pronounced: Pronounced, path: Path | None, seconds: float) -> dict[str, Any]:
    pronunciation = pronounced.pronunciation
    return {
        "schema": "audiobuild.say/1",
        "voice": f"{pronounced.voice.engine}:{pronounced.voice.name}",
        "pieces": [_piece(piece) for piece in pronunciation.pieces],
        "readings": [reading._asdict() for reading in pronunciation.readings],
        "unsaid": list(pronunciation.unpronounceable),
        "path": str(path) if path else None,
        "seconds": seconds,
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
