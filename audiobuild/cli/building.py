"""`audiobuild build`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobuild.cli.commands import command, option
from audiobuild.cli.options import ENGINE, JSON, NAME, OUT, ROLES, VOICE, ShardOf, from_standard_input
from audiobuild.cli.printing import (
    FAILED,
    comma_separated,
    note,
    print_json,
    say_error,
    say_warnings,
    short_duration,
    without_controls,
)
from audiobuild.cli.progress import ProgressTable
from audiobuild.cli.watching import watch
from audiobuild.errors import AudiobuildError, ConfigError, ScriptError, ServiceError
from audiobuild.i18n import N_, _, ngettext
from audiobuild.model import Role, ScriptWarning

if TYPE_CHECKING:
    from audiobuild.builder import Builder
    from audiobuild.building.batch import Kept, Result
    from audiobuild.building.requests import BuildRequest
    from audiobuild.building.stream import Stream
    from audiobuild.model import BuiltEpisode

_STATES = {
    "built": N_("{count} built"),
    "failed": N_("{count} failed"),
    "kept": N_("{count} kept"),
    "up-to-date": N_("{count} up to date"),
    "would-build": N_("{count} would build"),
}


@command(short_help="Build episodes from scripts.")
@click.argument("scripts", nargs=-1, type=click.Path(path_type=Path))
@NAME
@OUT
@ENGINE
@VOICE
@ROLES
@option("--jobs", type=click.IntRange(1, 64), help="Sentences spoken in parallel [default: one per core].")
@option("--force", is_flag=True, help="Speak and encode every sentence again.")
@option("-n", "--dry-run", is_flag=True, help="Print what would be built and why; build nothing.")
@option("--workers", metavar="ADDRESS", help="Speak on a Dask cluster, for example tcp://host:8786.")
@option("--shard", type=ShardOf(), help="Speak one part of the sentences, for example 1/3; write no episodes.")
@option("--remember-cast", is_flag=True, help="Keep these voices for these people in voices.toml of the show.")
@option("--watch", "watching", is_flag=True, help="Keep running; rebuild a script whenever it is saved.")
@option("--m4b", is_flag=True, help="Also make an audiobook of each episode; needs ffmpeg.")
@option("--play", is_flag=True, help="Play the episode while it is made.")
@option(
    "--stream", "stream_to", metavar="FILE", help="Write the sound to FILE (- for standard output) while it is made."
)
@JSON
def build(
    scripts: tuple[Path, ...],
    name: str,
    out: Path | None,
    engine: str | None,
    voices: tuple[tuple[str, str], ...],
    roles: tuple[tuple[str, Role], ...],
    jobs: int | None,
    force: bool,
    dry_run: bool,
    workers: str | None,
    shard: tuple[int, int] | None,
    remember_cast: bool,
    watching: bool,
    m4b: bool,
    play: bool,
    stream_to: str | None,
    as_json: bool,
) -> None:
    """Build an episode from each of SCRIPTS (files or folders, - for standard input; default: scripts/).

    Sentences that have not changed are reused. A failed episode does not stop the others.
    """
    from audiobuild.builder import Builder

    _check_together({"--dry-run": dry_run, "--watch": watching, "--play": play, "--stream": stream_to is not None})
    _check_speaking(dry_run, workers, shard)
    _check_whole(shard, watching, heard=play or stream_to is not None, m4b=m4b)
    with (
        from_standard_input(scripts, name) as named,
        Builder(out=out, engine=engine, voices=dict(voices), roles=dict(roles), jobs=jobs, workers=workers) as builder,
    ):

        def collect() -> list[BuildRequest]:
            return builder.requests(named, force=force)

        found = collect()
        if remember_cast:
            _remember(builder, found, write=not dry_run)
        if dry_run:
            _finish([_dry_run_of(builder, request, as_json) for request in found], as_json)
            return
        if watching:
            watch(collect, lambda changed: _sum_up(_built(builder, changed, shard, as_json), as_json), builder)
        with _listening(play, stream_to, found) as stream:
            results = _built(builder, found, shard, as_json or stream_to == "-", stream)
        if m4b:
            _make_books(found, results, as_json)
        if not scripts:
            _name_orphans(found)
        _finish(results, as_json)


def _remember(builder: Builder, found: Sequence[BuildRequest], *, write: bool) -> None:
    """Remember who speaks with which voice, episode by episode: a later one keeps the voices of an earlier."""
    from audiobuild.building.cast_memory import remember_cast
    from audiobuild.storage.files import relative_to_here

    done = _("remembered") if write else _("would be remembered")
    for request in found:
        try:
            result = remember_cast(builder.plan(request), write=write)
        except (ScriptError, ConfigError):  # the build says so
            continue
        for name, voice in result.added.items():
            note(without_controls(f"{relative_to_here(result.path)}: {name} = {voice} {done}"))
        for message in result.messages:
            note(without_controls(f"{request.script}: {message}"))


def _check_together(given: Mapping[str, bool]) -> None:
    """Raise UsageError when more than one of the options is given."""
    both = [name for name, value in given.items() if value]
    if len(both) > 1:
        raise click.UsageError(
            _("{options} exclude each other: give only one of them.").format(options=_(" and ").join(both))
        )


def _check_speaking(dry_run: bool, workers: str | None, shard: tuple[int, int] | None) -> None:
    """Raise UsageError for a dry run with options that say where or what to speak."""
    if dry_run and (workers or shard):
        raise click.UsageError(_("--dry-run speaks nothing: leave out --workers and --shard."))


def _check_whole(shard: tuple[int, int] | None, watching: bool, *, heard: bool, m4b: bool) -> None:
    """Raise UsageError for options that need whole episodes together with one that makes none, or keeps making them."""
    if shard and heard:
        raise click.UsageError(_("a shard makes no episode that could be heard: leave out --shard."))
    if m4b and (shard or watching):
        raise click.UsageError(_("--m4b is for finished episodes: leave out --shard and --watch."))


def _name_orphans(found: Sequence[BuildRequest]) -> None:
    """Name the episodes whose scripts are gone; publishing refuses them."""
    from audiobuild.publishing.identity import without_scripts

    for folder in dict.fromkeys(request.out for request in found):
        names = {request.name for request in found if request.out == folder}
        for audio in without_scripts(folder, names):
            note(
                _("{path} has no script any more; delete it, or put its script back.").format(
                    path=without_controls(str(audio))
                )
            )


def _make_books(found: Sequence[BuildRequest], results: Sequence[dict[str, Any]], quiet: bool) -> None:
    """Make an audiobook of each episode that is there. Raises OutputError when ffmpeg is missing or fails."""
    from audiobuild.building.record import read_record
    from audiobuild.outputs.m4b import Book, write_m4b

    for request, result in zip(found, results, strict=True):
        record = read_record(request.record) if result["state"] in ("built", "up-to-date") else None
        if record is None:
            continue
        book = Book(record.title, record.about.author, record.about.show, record.chapters, record.seconds)
        path = write_m4b(request.episode, request.episode.with_suffix(".jpg"), book)
        result["m4b"] = str(path)
        if not quiet:
            click.echo(path)


def _finish(results: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    """Print the summary; exit with code 1 when an episode has failed."""
    if _sum_up(results, as_json):
        sys.exit(FAILED)


def _sum_up(results: Sequence[Mapping[str, Any]], as_json: bool) -> bool:
    """Print a summary; True when an episode has failed."""
    failed = [result for result in results if result["state"] == "failed"]
    if as_json:
        print_json({"schema": "audiobuild.build/1", "episodes": results})
    elif len(results) > 1:
        counts = Counter(result["state"] for result in results)
        note(comma_separated(_(_STATES[state]).format(count=count) for state, count in sorted(counts.items())) + _("."))
        if failed:
            note(_("{failed} of {total} episodes failed:").format(failed=len(failed), total=len(results)))
        for result in failed:
            script, error = result["script"], result["error"]
            note("  " + without_controls(error if script in error else f"{script}: {error}"))
    return bool(failed)


def _dry_run_of(builder: Builder, request: BuildRequest, quiet: bool) -> dict[str, Any]:
    """What a build would do for one episode; a failure is a result too."""
    try:
        return _printed(_status_of(builder, request), quiet)
    except AudiobuildError as error:
        return _failed(request, error)


def _built(
    builder: Builder,
    found: Sequence[BuildRequest],
    shard: tuple[int, int] | None,
    quiet: bool,
    stream: Stream | None = None,
) -> list[dict[str, Any]]:
    """Build all; the results in the order in which they were asked for."""
    from audiobuild.building.batch import Kept

    results: dict[Path, dict[str, Any]] = {}

    def finished(request: BuildRequest, result: Result) -> None:
        if isinstance(result, AudiobuildError):
            results[request.script] = _failed(request, result)
        elif isinstance(result, Kept):
            results[request.script] = _printed(_shard_of(request, result), quiet)
        else:
            results[request.script] = _printed(_result_of(request, result), quiet)

    table = ProgressTable(found, finished)
    try:
        builder.run(found, table, shard, stream)
    finally:
        table.close()
    return [results[request.script] for request in found]


@contextmanager
def _listening(play: bool, path: str | None, found: Sequence[BuildRequest]) -> Iterator[Stream | None]:
    """A stream into a player or a file; None when neither is asked for."""
    if not play and path is None:
        yield None
        return
    from audiobuild.building.stream import Stream
    from audiobuild.cli.playing import player, sound_file

    if len(found) != 1:
        raise click.UsageError(_("--play and --stream are for one episode: name one script."))
    with player() if path is None else sound_file(path) as out:
        stream = Stream(out)
        yield stream
        stream.close()


def _shard_of(request: BuildRequest, kept: Kept) -> dict[str, Any]:
    text = _("{script}: {sentences} sentences of this shard are kept, {spoken} of them spoken now").format(
        script=request.script, sentences=kept.sentences, spoken=kept.spoken
    )
    return {"script": str(request.script), "state": "kept", "sentence": text, "spoken": kept.spoken}


def _failed(request: BuildRequest, error: AudiobuildError) -> dict[str, Any]:
    say_error(error)
    facts = {"class": error.kind, "status": error.status} if isinstance(error, ServiceError) else {}
    return {"script": str(request.script), "state": "failed", "error": str(error), **facts}


def _printed(result: dict[str, Any], quiet: bool) -> dict[str, Any]:
    if not quiet:
        click.echo(without_controls(result["sentence"]))
    return result


def _status_of(builder: Builder, request: BuildRequest) -> dict[str, Any]:
    from audiobuild.building.build import status as status_of

    plan = builder.plan(request)
    status = status_of(plan)
    say_warnings(request.script, status.warnings)
    work = _("up to date")
    if status.reasons:
        work = ngettext(
            "would speak {missing} of {lines} sentence", "would speak {missing} of {lines} sentences", status.lines
        ).format(missing=status.missing, lines=status.lines)
        work = _("{text} ({more})").format(text=work, more=comma_separated(status.reasons))
    sentence = f"{request.script} → {request.episode}: {work}"
    facts = {"sentences": status.lines, "to_speak": status.missing}
    state = "would-build" if status.reasons else "up-to-date"
    return _result(request, state, sentence, sorted(plan.engines), status.reasons, status.warnings, facts)


def _result_of(request: BuildRequest, built: BuiltEpisode) -> dict[str, Any]:
    done = (
        ngettext("{spoken} of {lines} sentence spoken", "{spoken} of {lines} sentences spoken", built.lines).format(
            spoken=built.spoken, lines=built.lines
        )
        if built.reasons
        else _("up to date")
    )
    sentence = ngettext(
        "{path}  {duration}, {chapters} chapter, {done}",
        "{path}  {duration}, {chapters} chapters, {done}",
        built.chapters,
    ).format(path=built.path, duration=short_duration(built.seconds), chapters=built.chapters, done=done)
    facts = {name: getattr(built, name) for name in ("seconds", "chapters", "spoken")}
    state = "built" if built.reasons else "up-to-date"
    return _result(
        request, state, sentence, built.engines, built.reasons, built.warnings, {"sentences": built.lines, **facts}
    )


def _result(
    request: BuildRequest,
    state: str,
    sentence: str,
    engines: Sequence[str],
    reasons: Sequence[str],
    warnings: Sequence[ScriptWarning],
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "script": str(request.script),
        "episode": str(request.episode),
        "state": state,
        "sentence": sentence,
        "engines": list(engines),
        "reasons": list(reasons),
        "warnings": [asdict(warning) for warning in warnings],
        **facts,
    }
