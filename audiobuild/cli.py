"""The commands: options to one call to one sentence; the only room that prints, exits or colours."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from audiobuild import __version__
from audiobuild.engines import NAMES
from audiobuild.errors import AudiobuildError, ConfigError, Interrupted
from audiobuild.files import reason
from audiobuild.model import NARRATOR_ID, Role, ScriptWarning

if TYPE_CHECKING:
    from audiobuild.audition import Heard
    from audiobuild.draft import Draft, Order
    from audiobuild.model import Script

JSON_PIECES = 10_000  # of the encoder, written at once
FAILED, INTERRUPTED, TERMINATED = 1, 130, 143  # click exits with 2 on wrong usage


class Terminated(KeyboardInterrupt):
    """SIGTERM came; handled as Ctrl-C is, with an exit code of its own."""


def main() -> NoReturn:
    """Run the command line; every foreseen failure ends as one sentence and an exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us: what is said goes nowhere, the work goes on
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115
        getattr(sys, name).reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = cli.main(prog_name="audiobuild", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        with _if_heard():
            error.show()
        code = error.exit_code
    except Interrupted as error:
        _say_error(error)
        code = TERMINATED if isinstance(error.__cause__, Terminated) else INTERRUPTED
    except AudiobuildError as error:
        _say_error(error)
        code = FAILED
    except (click.Abort, KeyboardInterrupt) as stop:
        _note("audiobuild: stopped.")
        code = TERMINATED if isinstance(stop.__context__ or stop, Terminated) else INTERRUPTED
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # then the reader has gone, and nothing is left to say
            _note(f"audiobuild: the result cannot be printed: {reason(error)}.")
        _silence(sys.stdout)
        code = FAILED
    sys.exit(code or 0)


def _terminated(number: int, frame: object) -> NoReturn:
    raise Terminated


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="audiobuild")
def cli() -> None:
    """Turn interview scripts into chaptered podcast episodes.

    \b
    audiobuild build interview.txt    makes output/interview.mp3
    audiobuild parse interview.txt    shows how the script is read
    """


# -------------------------------------------------------------------------------------------------------------- options


class Pairs(click.ParamType):  # type: ignore[type-arg]
    """NAME=VALUE."""

    name = "NAME=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The two sides of the equals sign, both of them not empty."""
        who, _, what = str(value).partition("=")
        if not who.strip() or not what.strip():
            self.fail(f"“{value}” is not of the form NAME=VALUE.", param, ctx)
        return who.strip(), what.strip()


class RolePairs(Pairs):
    """NAME=Q, NAME=A or NAME=N."""

    name = "NAME=Q|A|N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name and its role."""
        who, role = super().convert(value, param, ctx)
        if role not in list(Role):
            self.fail(f"“{role}” is not a role: Q asks, A answers, N narrates.", param, ctx)
        return who, Role(role)


OUT = click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for the episodes [default: output].")
ENGINE = click.option(
    "--engine", type=click.Choice(["auto", *NAMES]), help="Who speaks: kokoro is embedded, edge online, tone a hum."
)
VOICE = click.option("--voice", "voices", type=Pairs(), multiple=True, help="Cast, as in A=zm_yunxi; may be repeated.")
ROLES = click.option("--as", "roles", type=RolePairs(), multiple=True, help="Who somebody is, as in 李雷=A.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")


# ---------------------------------------------------------------------------------------------------------------- build


@cli.command()
@click.argument("scripts", nargs=-1, type=click.Path(path_type=Path))
@OUT
@ENGINE
@VOICE
@ROLES
@click.option("--jobs", type=click.IntRange(1, 64), help="Sentences spoken at once [default: one a processor core].")
@click.option("--force", is_flag=True, help="Speak and encode everything again.")
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done, and why.")
@JSON
def build(
    scripts: tuple[Path, ...],
    out: Path | None,
    engine: str | None,
    voices: tuple[tuple[str, str], ...],
    roles: tuple[tuple[str, Role], ...],
    jobs: int | None,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Build episodes from SCRIPTS (files, or folders of them; default: all in scripts/).

    What has not changed is not made again. One failed episode does not stop the others.
    """
    from audiobuild import orders

    found = orders.collect(scripts, out, engine, dict(voices), dict(roles), force)
    results = [_attempt(order, jobs or os.cpu_count() or 1, dry_run, as_json) for order in found]
    failed = [result for result in results if result["state"] == "failed"]
    if as_json:
        _print_json({"schema": "audiobuild.build/1", "episodes": results})
    elif failed and len(results) > 1:
        _note(f"{len(failed)} of {len(results)} episodes failed: {_join(_plain(r['script']) for r in failed)}")
    if failed:
        sys.exit(FAILED)


def _attempt(order: Order, jobs: int, dry_run: bool, quiet: bool) -> dict[str, Any]:
    """Build one episode; its failure is a result like any other."""
    try:
        result = _status_of(order) if dry_run else _built_of(order, jobs)
    except Interrupted:
        raise
    except AudiobuildError as error:
        _say_error(error)
        return {"script": str(order.script), "state": "failed", "error": str(error)}
    if not quiet:
        click.echo(_plain(result["sentence"]))
    return result


def _status_of(order: Order) -> dict[str, Any]:
    from audiobuild import build as conductor
    from audiobuild.draft import Draft

    draft = Draft(order)
    status = conductor.status(draft)
    _say_warnings(order.script, status.warnings)
    sentence = f"{order.script} → {order.episode}: up to date"
    if status.reasons:
        work = f"would speak {status.missing} of {status.lines} sentences"
        sentence = f"{order.script} → {order.episode}: {work} ({', '.join(status.reasons)})"
    facts = {"sentences": status.lines, "to_speak": status.missing}
    state = "would-build" if status.reasons else "up-to-date"
    return _result(order, state, sentence, sorted(draft.engines), status.reasons, status.warnings, facts)


def _built_of(order: Order, jobs: int) -> dict[str, Any]:
    from audiobuild import build as conductor
    from audiobuild.draft import Draft

    built = conductor.standing(order)
    if built:
        _say_warnings(order.script, built.warnings)
    else:
        draft = Draft(order)
        _say_warnings(order.script, draft.warnings)
        with _progress(order.script.name, draft) as progress:
            built = conductor.build(draft, jobs, progress)
        _say_warnings(order.script, built.warnings[len(draft.warnings) :])
    done = f"{built.spoken} of {built.lines} sentences spoken" if built.reasons else "up to date"
    sentence = f"{built.path}  {_clock(built.seconds)}, {built.chapters} chapters, {done}"
    facts = {name: getattr(built, name) for name in ("seconds", "chapters", "spoken")}
    state = "built" if built.reasons else "up-to-date"
    return _result(
        order, state, sentence, built.engines, built.reasons, built.warnings, {"sentences": built.lines, **facts}
    )


def _result(
    order: Order,
    state: str,
    sentence: str,
    engines: Sequence[str],
    reasons: Sequence[str],
    warnings: Sequence[ScriptWarning],
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "script": str(order.script),
        "episode": str(order.episode),
        "state": state,
        "sentence": sentence,
        "engines": list(engines),
        "reasons": list(reasons),
        "warnings": [asdict(warning) for warning in warnings],
        **facts,
    }


@contextmanager
def _progress(name: str, draft: Draft) -> Iterator[Any]:
    """A bar with the time left on a terminal, plain lines elsewhere; nothing at all when nothing is to be done."""
    bar = _Bar(name, _cast_line(draft))
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    def __init__(self, name: str, cast: str) -> None:
        self._name, self._cast = name, cast
        self._bar: Any = None
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        if done == 0:
            _note(_plain(self._cast))
        if sys.stderr.isatty():
            if self._bar is None:
                self._bar = click.progressbar(length=total, label=_plain(self._name), file=sys.stderr, show_pos=True)
                self._bar.render_progress()
            self._bar.update(done - self._bar.pos)
        elif done * 10 // total > self._shown * 10 // total:
            _note(f"{_plain(self._name)}: {done} of {total} sentences")
        self._shown = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()


def _cast_line(draft: Draft) -> str:
    kinds = {"kokoro": "the embedded voice, offline", "edge": "Microsoft's online voices", "tone": "a hum, for drafts"}
    names = _join(f"{name} ({kinds[name]})" for name in sorted(draft.engines))
    people = {who.id: who.name or who.label or who.role.value for who in draft.script.speakers}
    people[NARRATOR_ID] = "narrator"
    return f"{names} speaks: " + _join(f"{people[who]} {voice.name}" for who, voice in sorted(draft.voices.items()))


# ---------------------------------------------------------------------------------------------------------------- parse


@cli.command()
@click.argument("script", type=click.Path(path_type=Path))
@ENGINE
@VOICE
@ROLES
@JSON
def parse(
    script: Path,
    engine: str | None,
    voices: tuple[tuple[str, str], ...],
    roles: tuple[tuple[str, Role], ...],
    as_json: bool,
) -> None:
    """Show how SCRIPT is read: who speaks, what is said, and what will not be spoken."""
    from audiobuild import draft
    from audiobuild.script import dump, sheet

    read = draft.read(script, dict(roles), dict(voices))
    if as_json:
        _print_json(dump(read))
    else:
        click.echo(sheet(read, _cast_of(read, script, engine, dict(voices))), nl=False)


def _cast_of(read: Script, script: Path, engine: str | None, voices: Mapping[str, str]) -> Mapping[str, str]:
    """Who would speak; a script that nobody here can speak can still be shown."""
    from audiobuild import orders

    try:
        return orders.voices_of(read, script, engine, voices)
    except ConfigError as error:
        if engine or voices:
            raise
        _say_error(error)
        return {}


# ------------------------------------------------------------------------------------------------------- say and voices


@cli.command()
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
    from audiobuild import audition

    if role and voice:
        raise click.UsageError("choose --role or --voice, not both.")
    path = None if dry_run else out or Path("output") / "say.mp3"
    heard = audition.say(text, Role(role or "A"), voice, engine, Path.cwd(), path)
    if as_json:
        _print_json(_heard_result(heard))
        return
    for piece in heard.said.pieces:
        lines = {"text": piece.written, "said": piece.normal, "pinyin": piece.pinyin, "sounds": piece.symbols}
        for name, line in lines.items():
            click.echo(f"{name:<6} {_plain(line)}" if line else "", nl=bool(line))
    for reading in heard.said.readings:
        if reading.kind == "guess":
            _note(f"guessed from the spelling: {_plain(reading.written)} {_plain(reading.said)}")
    if heard.said.unsaid:
        _note(f"not said: {_plain(' '.join(heard.said.unsaid))}")
    if heard.path:
        click.echo(f"{heard.path}  {heard.seconds:.1f} s, {heard.voice.engine}:{heard.voice.name}")


def _heard_result(heard: Heard) -> dict[str, Any]:
    return {
        "schema": "audiobuild.say/1",
        "voice": f"{heard.voice.engine}:{heard.voice.name}",
        "pieces": [asdict(piece) for piece in heard.said.pieces],
        "readings": [reading._asdict() for reading in heard.said.readings],
        "unsaid": list(heard.said.unsaid),
        "path": heard.path and str(heard.path),
        "seconds": heard.seconds,
    }


@cli.command()
@ENGINE
@click.option("--language", help="Only voices of this language, as in zh.")
@JSON
def voices(engine: str | None, language: str | None, as_json: bool) -> None:
    """List the voices that can be cast."""
    from audiobuild import orders

    rows = orders.voice_rows(engine, language, Path.cwd())
    if as_json:
        _print_json({"schema": "audiobuild.voices/1", "voices": rows})
    else:
        _table(("engine", "voice", "language", "gender", "cast as"), rows)


# ------------------------------------------------------------------------------------------------------ doctor and init


@cli.command()
@JSON
def doctor(as_json: bool) -> None:
    """Say what works on this machine, and how to mend the rest."""
    from audiobuild import doctor as examination

    findings = examination.examine(Path.cwd())
    if as_json:
        _print_json({"schema": "audiobuild.doctor/1", "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            mark = click.style("ok  ", fg="green") if finding.ok else click.style("FAIL", fg="red")
            mark = mark if finding.ok or finding.needed else click.style("note", fg="yellow")
            click.echo(f"{mark} {finding.what}: {finding.found}" + (f" {finding.remedy}" if finding.remedy else ""))
    if any(finding.needed and not finding.ok for finding in findings):
        sys.exit(FAILED)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make FOLDER a new show: settings, a sample script, a place for episodes."""
    from audiobuild import starter

    for path in starter.create(folder):
        click.echo(path)
    _note(f"Now: cd {folder} && audiobuild build")


# ------------------------------------------------------------------------------------------------------------- printing


def _say_warnings(script: Path, warnings: Iterable[ScriptWarning]) -> None:
    for warning in warnings:
        place = f"{script}:{warning.line}" if warning.line else str(script)
        _note(f"{_plain(place)}: {_plain(warning.message)} [{warning.code}]")


def _say_error(error: AudiobuildError) -> None:
    _note(f"audiobuild: {_plain(str(error))}")


def _note(text: str) -> None:
    """A line for the user on stderr."""
    with _if_heard():
        click.echo(text, err=True)


@contextmanager
def _if_heard() -> Iterator[None]:
    """Write to stderr as long as it takes anything: a reader that has gone stops no work."""
    try:
        yield
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Send a broken stream nowhere, with what is left in its buffer: Python would fail on that at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _print_json(value: object) -> None:
    """The value as JSON, written piece by piece: a long script's reading is never held as one text."""
    pieces = json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(value)
    while block := "".join(islice(pieces, JSON_PIECES)):
        sys.stdout.write(block)
    sys.stdout.write("\n")


def _table(head: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    keys = [name.replace(" ", "_") for name in head]
    cells = [head, *(tuple(row[key] for key in keys) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _plain(text: str) -> str:
    """The text without control characters: a script must not drive the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _join(names: Iterable[str]) -> str:
    return ", ".join(names)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
