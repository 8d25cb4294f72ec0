"""`audiobuild say` and `audiobuild voices`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobuild._version import __version__
from audiobuild.cli.commands import command, option
from audiobuild.cli.options import ENGINE, JSON
from audiobuild.cli.playing import player
from audiobuild.cli.printing import note, print_json, print_table, without_controls
from audiobuild.errors import EngineError
from audiobuild.i18n import N_, _, ngettext
from audiobuild.model import Piece, Role

if TYPE_CHECKING:
    from audiobuild.builder import Builder
    from audiobuild.preview import Preview, Pronounced

NAME = 6  # columns of the name before a line of `say`
_VOICE_HEAD = (N_("engine"), N_("voice"), N_("language"), N_("gender"), N_("cast as"), N_("tags"))


@command(short_help="Speak one text as a preview.")
@click.argument("text")
@option("--role", type=click.Choice([role.value for role in Role]), help="Use the voice of role Q, A or N.")
@option("--voice", help="A voice, for example zm_yunxi or edge:zh-CN-YunxiNeural.")
@ENGINE
@option("-o", "--out", type=click.Path(path_type=Path), help="MP3 or WAV to write [default: say.mp3 here].")
@option("--play", is_flag=True, help="Play it; a file is written only with -o.")
@option("-n", "--dry-run", is_flag=True, help="Print how the text is pronounced; speak nothing.")
@option("--why", is_flag=True, help="Print what decided how each token is read, to report a wrong reading.")
@JSON
def say(
    text: str,
    role: str | None,
    voice: str | None,
    engine: str | None,
    out: Path | None,
    play: bool,
    dry_run: bool,
    why: bool,
    as_json: bool,
) -> None:
    """Speak TEXT into a file, and print how it is pronounced."""
    from audiobuild.builder import Builder

    if role and voice:
        raise click.UsageError(_("choose --role or --voice, not both."))
    path = _file_for(out, play, dry_run)
    with Builder(engine=engine) as builder:
        pronounced, spoken = _spoken(builder, text, voice, role or Role.GUEST, dry_run)
        seconds = spoken.save(path) if spoken and path else 0.0
    printed = _print_as_json if as_json else _print_pronounced
    printed(pronounced, path, seconds, why)
    if spoken and play:
        _play(spoken)


def _spoken(
    builder: Builder, text: str, voice: str | None, role: str, dry_run: bool
) -> tuple[Pronounced | Preview, Preview | None]:
    """How the text is pronounced, and its sound unless only that is asked for."""
    if dry_run:
        return builder.pronounce(text, voice=voice, role=role), None
    spoken = builder.preview(text, voice=voice, role=role)
    return spoken, spoken


def _file_for(out: Path | None, play: bool, dry_run: bool) -> Path | None:
    """The file to write; None for none. Raises UsageError when nothing is spoken that could be played."""
    from audiobuild.preview import check_ending

    if dry_run and play:
        raise click.UsageError(_("-n speaks nothing that could be played: leave out -n or --play."))
    path = out or (None if play else Path("say.mp3"))
    if dry_run or path is None:
        return None
    check_ending(path)
    return path


def _play(spoken: Preview) -> None:
    with player() as pipe, pipe:
        pipe.write(spoken.mp3()[0])


def _print_as_json(pronounced: Pronounced | Preview, path: Path | None, seconds: float, why: bool) -> None:
    print_json(_result(pronounced, path, seconds, why))


def _print_pronounced(pronounced: Pronounced | Preview, path: Path | None, seconds: float, why: bool) -> None:
    """Print how each piece is pronounced, what was guessed or left out, and the file that was written."""
    from audiobuild.script.report import pad

    pronunciation = pronounced.pronunciation
    for piece in pronunciation.pieces:
        lines = {
            _("text"): piece.written,
            _("said"): piece.normalized,
            _("pinyin"): piece.pinyin,
            _("sounds"): piece.engine_input,
        }
        for name, line in lines.items():
            if line:
                click.echo(f"{pad(name, NAME)} {without_controls(line)}")
    for reading in pronunciation.readings:
        if reading.kind == "guess":
            note(
                _("guessed from the spelling: {written} {said}").format(
                    written=without_controls(reading.written), said=without_controls(reading.said)
                )
            )
    if pronunciation.unpronounceable:
        note(_("not spoken: {texts}").format(texts=without_controls(" ".join(pronunciation.unpronounceable))))
    if path:
        click.echo(f"{path}  {seconds:.1f} s, {pronounced.voice.full_name}")
    if why:
        _print_why(pronounced)


def _print_why(pronounced: Pronounced | Preview) -> None:
    """Print each token with its reading and what decided it, in a form to paste into a report."""
    decisions = pronounced.pronunciation.decisions
    if not decisions:
        note(
            _("the engine {engine} reads the text by itself; nothing here decided.").format(
                engine=pronounced.voice.engine
            )
        )
        return
    click.echo(f"audiobuild {__version__}, {pronounced.voice.full_name}")
    rows = [{"token": token, "said": said, "decided_by": _shown(source)} for token, said, source in decisions]
    print_table((N_("token"), N_("said"), N_("decided by")), rows)


def _shown(source: str) -> str:
    """What decided a reading, as a message."""
    from audiobuild.pronunciation.zh.sandhi import THEN_TONES

    first, then, _after = source.partition(THEN_TONES)
    return _(first) + _(then) if then else _(first)


def _result(pronounced: Pronounced | Preview, path: Path | None, seconds: float, why: bool) -> dict[str, Any]:
    pronunciation = pronounced.pronunciation
    decisions = {"decisions": [decision._asdict() for decision in pronunciation.decisions]} if why else {}
    return {
        "schema": "audiobuild.say/1",
        "voice": pronounced.voice.full_name,
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


@command(short_help="List the available voices.")
@ENGINE
@option("--language", help="Only voices of this language, for example zh.")
@option(
    "--sample",
    metavar="[TEXT]",
    is_flag=False,
    flag_value="",
    help="Write a page on which each voice speaks TEXT, or a text of its language.",
)
@option("-o", "--out", type=click.Path(path_type=Path), help="The page to write [default: output/voices.html].")
@JSON
def voices(engine: str | None, language: str | None, sample: str | None, out: Path | None, as_json: bool) -> None:
    """List the available voices, or let them speak.

    With --engine edge, the list comes from the service if it answers.
    """
    from audiobuild.building import voice_list

    if out and sample is None:
        raise click.UsageError(_("-o goes with --sample."))
    if sample is not None:
        if as_json:
            raise click.UsageError(_("choose --sample or --json, not both."))
        _write_samples(engine, language, sample, out or Path("output") / "voices.html")
        return
    rows, remarks = voice_list.voice_rows(engine, language, Path.cwd())
    if as_json:
        print_json({"schema": "audiobuild.voices/1", "voices": rows, "remarks": remarks})
    else:
        print_table(_VOICE_HEAD, [row | {"gender": _(row["gender"])} for row in rows])
        for remark in remarks:
            note(without_controls(_("{text}.").format(text=remark)))


def _write_samples(engine: str | None, language: str | None, text: str, path: Path) -> None:
    """Let each voice of the show's engine, or of the one asked for, speak, and write the page."""
    from audiobuild.builder import Builder
    from audiobuild.building import voice_list
    from audiobuild.config import engine_name, read_show
    from audiobuild.sampling import samples, samples_page
    from audiobuild.storage.files import atomic_write

    home = engine_name(read_show(Path.cwd()), None)
    asked = engine_name(read_show(Path.cwd()), engine)
    rows, _unused = voice_list.voice_rows(asked, language, Path.cwd())
    found = []
    with Builder(engine=asked) as builder:
        for sample in samples(builder, rows, text):
            found.append(sample)
            note(without_controls(f"{sample.engine}:{sample.voice}  {sample.error or f'{sample.seconds:.1f} s'}"))
    spoken = [sample for sample in found if not sample.error]
    if not spoken:
        why = (
            found[0].error
            if found
            else _("no voice of {asked} speaks that language; --engine chooses other voices.").format(asked=asked)
        )
        raise EngineError(why)
    with atomic_write(path) as out:
        out.write(samples_page(found, home).encode())
    click.echo(
        ngettext("{path}  {count} voice", "{path}  {count} voices", len(spoken)).format(path=path, count=len(spoken))
    )
    if len(spoken) < len(found):
        raise click.exceptions.Exit(1)
