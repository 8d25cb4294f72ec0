"""`audiobuild say` and `audiobuild voices`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobuild._version import __version__
from audiobuild.cli.options import ENGINE, JSON
from audiobuild.cli.printing import note, print_json, print_table, without_controls
from audiobuild.model import Piece, Role

if TYPE_CHECKING:
    from audiobuild.preview import Pronounced


@click.command(short_help="Speak one text as a preview.")
@click.argument("text")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Use the voice of role Q, A or N.")
@click.option("--voice", help="A voice, for example zm_yunxi or edge:zh-CN-YunxiNeural.")
@ENGINE
@click.option("-o", "--out", type=click.Path(path_type=Path), help="MP3 or WAV to write [default: output/say.mp3].")
@click.option("-n", "--dry-run", is_flag=True, help="Print how the text is pronounced; speak nothing.")
@click.option("--why", is_flag=True, help="Print what decided how each token is read, to report a wrong reading.")
@JSON
def say(
    text: str,
    role: str | None,
    voice: str | None,
    engine: str | None,
    out: Path | None,
    dry_run: bool,
    why: bool,
    as_json: bool,
) -> None:
    """Speak TEXT into a file, and print how it is pronounced."""
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
        print_json(_result(pronounced, path, seconds, why))
    else:
        _print_pronounced(pronounced, path, seconds, why)


def _print_pronounced(pronounced: Pronounced, path: Path | None, seconds: float, why: bool) -> None:
    """Print how each piece is pronounced, what was guessed or left out, and the file that was written."""
    pronunciation = pronounced.pronunciation
    for piece in pronunciation.pieces:
        lines = {"text": piece.written, "said": piece.normalized, "pinyin": piece.pinyin, "sounds": piece.engine_input}
        for name, line in lines.items():
            if line:
                click.echo(f"{name:<6} {without_controls(line)}")
    for reading in pronunciation.readings:
        if reading.kind == "guess":
            note(f"guessed from the spelling: {without_controls(reading.written)} {without_controls(reading.said)}")
    if pronunciation.unpronounceable:
        note(f"not spoken: {without_controls(' '.join(pronunciation.unpronounceable))}")
    if path:
        click.echo(f"{path}  {seconds:.1f} s, {pronounced.voice.engine}:{pronounced.voice.name}")
    if why:
        _print_why(pronounced)


def _print_why(pronounced: Pronounced) -> None:
    """Print each token with its reading and what decided it, in a form to paste into a report."""
    decisions = pronounced.pronunciation.decisions
    if not decisions:
        note(f"the engine {pronounced.voice.engine} reads the text by itself; nothing here decided.")
        return
    click.echo(f"audiobuild {__version__}, {pronounced.voice.engine}:{pronounced.voice.name}")
    rows = [{"token": token, "said": said, "decided_by": source} for token, said, source in decisions]
    print_table(("token", "said", "decided by"), rows)


def _result(pronounced: Pronounced, path: Path | None, seconds: float, why: bool) -> dict[str, Any]:
    pronunciation = pronounced.pronunciation
    decisions = {"decisions": [decision._asdict() for decision in pronunciation.decisions]} if why else {}
    return {
        "schema": "audiobuild.say/1",
        "voice": f"{pronounced.voice.engine}:{pronounced.voice.name}",
        "pieces": [_piece(piece) for piece in pronunciation.pieces],
        "readings": [reading._asdict() for reading in pronunciation.readings],
        "unsaid": list(pronunciation.unpronounceable),
        "path": str(path) if path else None,
        "seconds": seconds,
        **decisions,
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
    from audiobuild.building import voice_list

    rows, remarks = voice_list.voice_rows(engine, language, Path.cwd())
    if as_json:
        print_json({"schema": "audiobuild.voices/1", "voices": rows, "remarks": remarks})
    else:
        print_table(("engine", "voice", "language", "gender", "cast as", "tags"), rows)
        for remark in remarks:
            note(without_controls(f"{remark}."))
