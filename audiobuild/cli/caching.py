"""`audiobuild cache info`, `verify` and `gc`: the store of spoken sentences."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import click

from audiobuild.cli.commands import group, option
from audiobuild.cli.options import JSON, OUT
from audiobuild.cli.printing import FAILED, comma_separated, note, print_json, without_controls
from audiobuild.errors import ConfigError
from audiobuild.i18n import N_, _

UNITS = {"k": 1, "M": 2, "G": 3, "T": 4}  # the power of 1000, or of 1024 with an i
SHOWN_AS = {
    "takes": N_("{count} takes of {size}"),
    "runs": N_("{count} segments of {size}"),  # the folder and the JSON key have the name that segments had at first
    "covers": N_("{count} covers of {size}"),
}
ANCIENT = "Entries used within the last hour stay, and nothing is removed during a build."


class Size(click.ParamType):  # type: ignore[type-arg]
    """A number of bytes, written as 500M or 2G."""

    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Convert a text like 1.5G to bytes."""
        found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([kMGT])(i?)B?", str(value).strip(), re.IGNORECASE)
        if not found:
            self.fail(_("“{value}” is not a size with its unit: write 500M or 2G.").format(value=value), param, ctx)
        power = {name.lower(): power for name, power in UNITS.items()}[found[2].lower()]
        return round(float(found[1]) * (1024.0 if found[3] else 1000.0) ** power)


@group(short_help="Inspect and clean the store of spoken sentences.")
def cache() -> None:
    """Inspect and clean the store of spoken sentences.

    Unchanged sentences come from the store and are not spoken again. You can delete the store: the next build takes
    longer, and no episode is lost.
    """


@cache.command(short_help="Show the size of the store.")
@OUT
@JSON
def info(out: Path | None, as_json: bool) -> None:
    """Show the folder of the store, and how many entries and bytes it holds."""
    from audiobuild.storage.maintenance import store_entries
    from audiobuild.storage.store import FOLDERS

    folder = _folder(out)
    counts: dict[str, int] = defaultdict(int)
    sizes: dict[str, int] = defaultdict(int)
    for entry in store_entries(folder):
        counts[FOLDERS[entry.kind]] += 1
        sizes[FOLDERS[entry.kind]] += entry.bytes
    if as_json:
        kinds = {kind: {"entries": counts[kind], "bytes": sizes[kind]} for kind in counts}
        print_json(
            {"schema": "audiobuild.cache/1", "folder": str(folder), "kinds": kinds, "bytes": sum(sizes.values())}
        )
        return
    parts = [_(SHOWN_AS[kind]).format(count=counts[kind], size=_megabytes(sizes[kind])) for kind in counts]
    click.echo(f"{without_controls(str(folder))}: {comma_separated(parts) or _('the store is empty')}")


@cache.command(short_help="Remove damaged entries.")
@OUT
@JSON
def verify(out: Path | None, as_json: bool) -> None:
    """Read every entry and remove damaged ones; the next build makes them again.

    The exit code is 1 if an entry was damaged.
    """
    from audiobuild.storage import maintenance

    seen, removed = maintenance.verify_store(_folder(out))
    if as_json:
        print_json({"schema": "audiobuild.cache/1", "entries": seen, "removed": [str(entry.path) for entry in removed]})
    else:
        for entry in removed:
            click.echo(_("{path}: damaged, removed").format(path=without_controls(str(entry.path))))
        click.echo(_("{intact} of {seen} entries are intact").format(intact=seen - len(removed), seen=seen))
    if removed:
        sys.exit(FAILED)


@cache.command(epilog=ANCIENT, short_help="Remove stale files and old entries.")
@OUT
@option(
    "--max-size", "most", type=Size(), help="Shrink the store to this size, for example 2G: least recently used first."
)
@JSON
def gc(out: Path | None, most: int | None, as_json: bool) -> None:
    """Remove stale files of killed builds and, with --max-size, the entries unused for longest."""
    from audiobuild.storage import maintenance

    if out is not None and not out.is_dir():  # in a nightly job nobody would see that nothing is ever removed
        raise ConfigError(
            _("there is no folder {folder}; name with -o the one that the episodes are in.").format(folder=out)
        )
    done = maintenance.clean_store(_folder(out), most)
    freed = sum(entry.bytes for entry in done.removed)
    if as_json:
        facts = {"removed": len(done.removed), "freed": freed, "bytes": done.left}
        print_json({"schema": "audiobuild.cache/1", **facts})
        return
    click.echo(
        _("{count} entries of {freed} removed, {left} kept").format(
            count=len(done.removed), freed=_megabytes(freed), left=_megabytes(done.left)
        )
    )
    if most is not None and done.left > most:
        note(_("The entries used within the last hour are larger than --max-size; they stay."))


def _folder(out: Path | None) -> Path:
    from audiobuild.building.requests import store_folder

    return store_folder(out)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
