"""`audiobuild cache info`, `verify` and `gc`: what was spoken and is kept."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import click

from audiobuild.cli.options import JSON, OUT
from audiobuild.cli.printing import FAILED, note, plain, print_json

UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
ANCIENT = "Nothing younger than an hour is removed, and nothing while a build is running."


class Size(click.ParamType):  # type: ignore[type-arg]
    """Bytes, as 500M or 2G."""

    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of bytes that a text like 1.5G stands for."""
        found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([kMGT]?)B?", str(value).strip(), re.IGNORECASE)
        if not found:
            self.fail(f"“{value}” is not a size: write 500M or 2G.", param, ctx)
        unit = {name.lower(): size for name, size in UNITS.items()}[found[2].lower()]
        return round(float(found[1]) * unit)


@click.group()
def cache() -> None:
    """Look after what is kept, so that it need not be spoken again; deleting it costs only time."""


@cache.command()
@OUT
@JSON
def info(out: Path | None, as_json: bool) -> None:
    """Say how much is kept, and where."""
    from audiobuild.storage.maintenance import entries
    from audiobuild.storage.store import FOLDERS

    folder = _folder(out)
    counts: dict[str, int] = defaultdict(int)
    sizes: dict[str, int] = defaultdict(int)
    for entry in entries(folder):
        counts[FOLDERS[entry.kind]] += 1
        sizes[FOLDERS[entry.kind]] += entry.bytes
    if as_json:
        kinds = {kind: {"entries": counts[kind], "bytes": sizes[kind]} for kind in counts}
        print_json(
            {"schema": "audiobuild.cache/1", "folder": str(folder), "kinds": kinds, "bytes": sum(sizes.values())}
        )
        return
    parts = [f"{counts[kind]} {kind} of {_megabytes(sizes[kind])}" for kind in counts]
    click.echo(f"{plain(str(folder))}: {', '.join(parts) or 'nothing is kept'}")


@cache.command()
@OUT
@JSON
def verify(out: Path | None, as_json: bool) -> None:
    """Read everything that is kept, and remove what is damaged; the next build makes it again. Exit 1 if any was."""
    from audiobuild.storage import maintenance as store

    seen, removed = store.verify(_folder(out))
    if as_json:
        print_json({"schema": "audiobuild.cache/1", "entries": seen, "removed": [str(entry.path) for entry in removed]})
    else:
        for entry in removed:
            click.echo(f"{plain(str(entry.path))}: damaged, removed")
        click.echo(f"{seen - len(removed)} of {seen} entries are sound")
    if removed:
        sys.exit(FAILED)


@cache.command(epilog=ANCIENT)
@OUT
@click.option("--max-size", "most", type=Size(), help="Remove what was not used for the longest time, as in 2G.")
@JSON
def gc(out: Path | None, most: int | None, as_json: bool) -> None:
    """Remove what killed builds left behind and, with --max-size, old entries."""
    from audiobuild.storage import maintenance as store

    done = store.clean(_folder(out), most)
    freed = sum(entry.bytes for entry in done.removed)
    if as_json:
        facts = {"removed": len(done.removed), "freed": freed, "bytes": done.left}
        print_json({"schema": "audiobuild.cache/1", **facts})
        return
    click.echo(f"{len(done.removed)} entries of {_megabytes(freed)} removed, {_megabytes(done.left)} kept")
    if most is not None and done.left > most:
        note("More was used within the hour, and stays.")


def _folder(out: Path | None) -> Path:
    from audiobuild.building.requests import store_folder

    return store_folder(out)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
