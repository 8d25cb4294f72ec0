"""Options that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from audiobuild import engines
from audiobuild.cli.commands import option
from audiobuild.cli.printing import shown_instead
from audiobuild.i18n import _
from audiobuild.model import Role
from audiobuild.suggestions import did_you_mean

STANDARD_INPUT = Path("-")


@contextmanager
def from_standard_input(scripts: Sequence[Path], name: str) -> Iterator[list[Path]]:
    """The scripts, with `-` replaced by a temporary file of that name that holds standard input."""
    if STANDARD_INPUT not in scripts:
        yield list(scripts)
        return
    from tempfile import TemporaryDirectory

    from audiobuild.building.requests import ENDINGS

    if Path(name).name != name:
        raise click.UsageError(_("--name: “{name}” is not the name of a file; leave out the folder.").format(name=name))
    with TemporaryDirectory(prefix="audiobuild-") as folder:
        path = Path(folder) / (name if Path(name).suffix.lower() in ENDINGS else f"{name}.txt")
        path.write_bytes(sys.stdin.buffer.read())
        with shown_instead(str(path), _("standard input")):
            yield [path if script == STANDARD_INPUT else script for script in scripts]


class Pairs(click.ParamType):  # type: ignore[type-arg]
    """A pair written as NAME=VALUE."""

    name = "NAME=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Split at the first equals sign; both sides must have text."""
        who, _unused, what = str(value).partition("=")
        if not who.strip() or not what.strip():
            self.fail(_("“{value}” is not of the form NAME=VALUE.").format(value=value), param, ctx)
        return who.strip(), what.strip()


class RolePairs(Pairs):
    """A speaker and a role, written as NAME=Q, NAME=A or NAME=N."""

    name = "NAME=Q|A|N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name and its role."""
        who, role = super().convert(value, param, ctx)
        if role not in list(Role):
            self.fail(_("“{role}” is not a role: Q asks, A answers, N narrates.").format(role=role), param, ctx)
        return who, Role(role)


class ShardOf(click.ParamType):  # type: ignore[type-arg]
    """A part of the sentences, written as I/N."""

    name = "I/N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """The number of the shard, from 1, and the number of shards."""
        which, _unused, many = str(value).partition("/")
        if not (which.isdecimal() and many.isdecimal() and 1 <= int(which) <= int(many)):
            self.fail(_("“{value}” is not a shard: write 1/3, 2/3 and 3/3.").format(value=value), param, ctx)
        return int(which), int(many)


class EngineName(click.ParamType):  # type: ignore[type-arg]
    """The name of an engine, or auto; other packages' engines are looked up only when the name is not built in."""

    name = "engine"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name."""
        if value != "auto" and not engines.exists(value):
            choices = ("auto", *engines.names())
            self.fail(
                _("there is no engine “{value}”; {remedy}").format(
                    value=value, remedy=did_you_mean(value, choices, _("choose one of"))
                ),
                param,
                ctx,
            )
        return str(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """All names, as in [auto|kokoro|edge|tone]."""
        return f"[{'|'.join(('auto', *engines.names()))}]"


NAME = option(
    "--name",
    default="script",
    help="Name of the episode when the script comes from standard input (-) [default: script].",
)
OUT = option("-o", "--out", type=click.Path(path_type=Path), help="Folder of the episodes [default: output].")
ENGINE = option("--engine", type=EngineName(), help="Voice engine; “audiobuild voices” lists them.")
VOICE = option(
    "--voice",
    "voices",
    type=Pairs(),
    multiple=True,
    help="Voice of a role or speaker, for example A=zm_yunxi; repeatable.",
)
ROLES = option(
    "--as", "roles", type=RolePairs(), multiple=True, help="Role of a speaker, for example 李雷=A; repeatable."
)
JSON = option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
