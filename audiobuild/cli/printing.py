"""How results, messages and tables reach the terminal: nothing a script contains may drive it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

import click

from audiobuild.errors import AudiobuildError
from audiobuild.model import ScriptWarning

FAILED = 1  # the exit code; click exits with 2 on wrong usage
JSON_PIECES = 10_000  # of the encoder, written at once


def say_warnings(script: Path, warnings: Iterable[ScriptWarning]) -> None:
    for warning in warnings:
        place = f"{script}:{warning.line}" if warning.line else str(script)
        note(f"{plain(place)}: {plain(warning.message)} [{warning.code}]")


def say_error(error: AudiobuildError) -> None:
    note(f"audiobuild: {plain(str(error))}")


def note(text: str) -> None:
    """A line for the user on stderr."""
    with if_heard():
        click.echo(text, err=True)


@contextmanager
def if_heard() -> Iterator[None]:
    """Write to stderr as long as it takes anything: a reader that has gone stops no work."""
    try:
        yield
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Send a broken stream nowhere, with what is left in its buffer: Python would fail on that at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_json(value: object) -> None:
    """The value as JSON, written piece by piece: a long script's reading is never held as one text.

    Whatever could drive a terminal is escaped.
    """
    pieces = json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(value)
    while block := "".join(islice(pieces, JSON_PIECES)):
        sys.stdout.write(_escaped(block))
    sys.stdout.write("\n")
    sys.stdout.flush()


def _escaped(block: str) -> str:
    if block.replace("\n", "").isprintable():
        return block
    return "".join(letter if letter == "\n" or letter.isprintable() else json.dumps(letter)[1:-1] for letter in block)


def table(head: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    keys = [name.replace(" ", "_") for name in head]
    cells = [head, *(tuple(row[key] for key in keys) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def plain(text: str) -> str:
    """The text without control characters: a script must not drive the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def join(names: Iterable[str]) -> str:
    return ", ".join(names)


def clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
