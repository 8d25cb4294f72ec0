"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audiobuild.engines import NAMES
from audiobuild.model import Role


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


class ShardOf(click.ParamType):  # type: ignore[type-arg]
    """I/N."""

    name = "I/N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Which of how many, from 1."""
        which, _, many = str(value).partition("/")
        if not (which.isdecimal() and many.isdecimal() and 1 <= int(which) <= int(many)):
            self.fail(f"“{value}” is not a shard: write 1/3, 2/3 and 3/3.", param, ctx)
        return int(which), int(many)


OUT = click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for the episodes [default: output].")
ENGINE = click.option(
    "--engine", type=click.Choice(["auto", *NAMES]), help="Who speaks: kokoro is embedded, edge online, tone a hum."
)
VOICE = click.option("--voice", "voices", type=Pairs(), multiple=True, help="Cast, as in A=zm_yunxi; may be repeated.")
ROLES = click.option("--as", "roles", type=RolePairs(), multiple=True, help="Who somebody is, as in 李雷=A.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
