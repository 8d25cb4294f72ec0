"""`audiobuild build`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from audiobuild.cli.board import Board
from audiobuild.cli.options import ENGINE, JSON, OUT, ROLES, VOICE, ShardOf
from audiobuild.cli.printing import FAILED, clock, join, note, plain, print_json, say_error, say_warnings
from audiobuild.errors import AudiobuildError
from audiobuild.model import Role, ScriptWarning

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from audiobuild.batch import Kept, Result
    from audiobuild.build import Built
    from audiobuild.draft import Order


@click.command()
@click.argument("scripts", nargs=-1, type=click.Path(path_type=Path))
@OUT
@ENGINE
@VOICE
@ROLES
@click.option("--jobs", type=click.IntRange(1, 64), help="Sentences spoken at once [default: one a processor core].")
@click.option("--force", is_flag=True, help="Speak and encode everything again.")
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done, and why.")
@click.option("--workers", metavar="ADDRESS", help="Speak on a Dask cluster, as in tcp://host:8786.")
@click.option("--shard", type=ShardOf(), help="Speak only one part of the sentences, as in 1/3, and join nothing.")
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
    workers: str | None,
    shard: tuple[int, int] | None,
    as_json: bool,
) -> None:
    """Build episodes from SCRIPTS (files, or folders of them; default: all in scripts/).

    What has not changed is not made again. One failed episode does not stop the others.
    """
    from audiobuild import orders

    found = orders.collect(scripts, out, engine, dict(voices), dict(roles), force)
    if dry_run:
        results = [_looked_at(order, as_json) for order in found]
    else:
        results = _built(found, Crew(jobs or os.cpu_count() or 1, workers, shard), as_json)
    failed = [result for result in results if result["state"] == "failed"]
    if as_json:
        print_json({"schema": "audiobuild.build/1", "episodes": results})
    elif len(results) > 1:
        _sum_up(results)
    if failed:
        sys.exit(FAILED)


def _sum_up(results: Sequence[Mapping[str, Any]]) -> None:
    counts = Counter(result["state"] for result in results)
    note(join(f"{count} {state.replace('-', ' ')}" for state, count in sorted(counts.items())) + ".")
    failed = [result for result in results if result["state"] == "failed"]
    if failed:
        note(f"{len(failed)} of {len(results)} episodes failed:")
        for result in failed:
            script, error = result["script"], result["error"]
            note("  " + plain(error if script in error else f"{script}: {error}"))


def _looked_at(order: Order, quiet: bool) -> dict[str, Any]:
    """What a build would do for one episode; its failure is a result like any other."""
    try:
        return _said(_status_of(order), quiet)
    except AudiobuildError as error:
        return _failed(order, error)


class Crew(NamedTuple):
    """Who speaks: so many workers of this process or a cluster, and which part of the sentences."""

    jobs: int
    cluster: str | None
    shard: tuple[int, int] | None


def _built(found: Sequence[Order], crew: Crew, quiet: bool) -> list[dict[str, Any]]:
    """Build all; the results in the order in which they were asked for."""
    from audiobuild.batch import Batch, Kept

    results: dict[Path, dict[str, Any]] = {}

    def finished(order: Order, result: Result) -> None:
        if isinstance(result, AudiobuildError):
            results[order.episode] = _failed(order, result)
        elif isinstance(result, Kept):
            results[order.episode] = _said(_shard_of(order, result), quiet)
        else:
            results[order.episode] = _said(_result_of(order, result), quiet)

    board = Board(found, finished)
    with _workers(crew, found) as (executor, window, threads):
        try:
            Batch(executor, window, threads, board, crew.shard).build(found)
        finally:
            board.close()
    return [results[order.episode] for order in found]


@contextmanager
def _workers(crew: Crew, found: Sequence[Order]) -> Iterator[tuple[Executor, int, int]]:
    """Threads of this process or a cluster, how many sentences are under way at once, and threads for a single one."""
    from concurrent.futures import ThreadPoolExecutor

    if crew.cluster is None:
        executor: Executor = ThreadPoolExecutor(crew.jobs, thread_name_prefix="speak")
        window, threads = 2 * crew.jobs, crew.jobs
    else:
        from audiobuild.cluster import Cluster

        executor = cluster = Cluster(crew.cluster, crew.jobs)
        cluster.try_stores(dict.fromkeys(order.store for order in found))
        window, threads = 2 * (cluster.threads + crew.jobs), 0
    try:
        yield executor, window, threads
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _shard_of(order: Order, kept: Kept) -> dict[str, Any]:
    text = f"{order.script}: {kept.sentences} sentences of this shard are kept, {kept.spoken} of them spoken now"
    return {"script": str(order.script), "state": "kept", "sentence": text, "spoken": kept.spoken}


def _failed(order: Order, error: AudiobuildError) -> dict[str, Any]:
    say_error(error)
    return {"script": str(order.script), "state": "failed", "error": str(error)}


def _said(result: dict[str, Any], quiet: bool) -> dict[str, Any]:
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


def _result_of(order: Order, built: Built) -> dict[str, Any]:
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
