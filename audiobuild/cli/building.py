"""`audiobuild build`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobuild.cli.options import ENGINE, JSON, OUT, ROLES, VOICE
from audiobuild.cli.printing import FAILED, clock, join, note, plain, print_json, say_error, say_warnings
from audiobuild.errors import AudiobuildError, Interrupted
from audiobuild.model import NARRATOR_ID, Role, ScriptWarning

if TYPE_CHECKING:
    from audiobuild.draft import Draft, Order


@click.command()
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
        print_json({"schema": "audiobuild.build/1", "episodes": results})
    elif failed and len(results) > 1:
        note(f"{len(failed)} of {len(results)} episodes failed: {join(plain(r['script']) for r in failed)}")
    if failed:
        sys.exit(FAILED)


def _attempt(order: Order, jobs: int, dry_run: bool, quiet: bool) -> dict[str, Any]:
    """Build one episode; its failure is a result like any other."""
    try:
        result = _status_of(order) if dry_run else _built_of(order, jobs)
    except Interrupted:
        raise
    except AudiobuildError as error:
        say_error(error)
        return {"script": str(order.script), "state": "failed", "error": str(error)}
    if not quiet:
        click.echo(plain(result["sentence"]))
    return result


def _status_of(order: Order) -> dict[str, Any]:
    from audiobuild import build as conductor
    from audiobuild.draft import Draft

    draft = Draft(order)
    status = conductor.status(draft)
    say_warnings(order.script, status.warnings)
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
        say_warnings(order.script, built.warnings)
    else:
        draft = Draft(order)
        say_warnings(order.script, draft.warnings)
        with _progress(order.script.name, draft) as progress:
            built = conductor.build(draft, jobs, progress)
        say_warnings(order.script, built.warnings[len(draft.warnings) :])
    done = f"{built.spoken} of {built.lines} sentences spoken" if built.reasons else "up to date"
    sentence = f"{built.path}  {clock(built.seconds)}, {built.chapters} chapters, {done}"
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
            note(plain(self._cast))
        if sys.stderr.isatty():
            if self._bar is None:
                self._bar = click.progressbar(length=total, label=plain(self._name), file=sys.stderr, show_pos=True)
                self._bar.render_progress()
            self._bar.update(done - self._bar.pos)
        elif done * 10 // total > self._shown * 10 // total:
            note(f"{plain(self._name)}: {done} of {total} sentences")
        self._shown = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()


def _cast_line(draft: Draft) -> str:
    kinds = {"kokoro": "the embedded voice, offline", "edge": "Microsoft's online voices", "tone": "a hum, for drafts"}
    names = join(f"{name} ({kinds[name]})" for name in sorted(draft.engines))
    people = {who.id: who.name or who.label or who.role.value for who in draft.script.speakers}
    people[NARRATOR_ID] = "narrator"
    return f"{names} speaks: " + join(f"{people[who]} {voice.name}" for who, voice in sorted(draft.voices.items()))
