"""Printing of results, messages and tables, free of control characters from scripts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from pathlib import Path
from typing import TextIO

import click

from audiobuild.errors import AudiobuildError
from audiobuild.i18n import _
from audiobuild.model import ScriptWarning
from audiobuild.storage.files import decoded_name

_names: ContextVar[tuple[str, str]] = ContextVar("_names", default=("", ""))  # a path, and what is printed for it
FAILED = 1  # the exit code; click exits with 2 on wrong usage
JSON_PIECES = 10_000  # pieces of the encoder per write; a few hundred kilobytes


def say_warnings(script: Path, warnings: Iterable[ScriptWarning]) -> None:
    for warning in warnings:
        place = f"{script}:{warning.line}" if warning.line else str(script)
        note(f"{without_controls(place)}: {without_controls(warning.message)} [{warning.code}]")


def say_error(error: AudiobuildError) -> None:
    note(f"audiobuild: {without_controls(str(error))}")


def note(text: str) -> None:
    """Print a line for the user on stderr."""
    with ignore_broken_stderr():
        click.echo(text, err=True)


@contextmanager
def ignore_broken_stderr() -> Iterator[None]:
    """Ignore errors of writing to stderr: the work continues without a reader."""
    try:
        yield
    except OSError:
        discard_output(sys.stderr)


def discard_output(stream: TextIO) -> None:
    """Redirect a broken stream and its buffer to the null device: Python would fail to flush it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_json(value: object) -> None:
    """Write the value to stdout as JSON in pieces, so that a long script is never held as one text.

    Control characters are escaped.
    """
    pieces = json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(value)
    while block := "".join(islice(pieces, JSON_PIECES)):
        sys.stdout.write(_escaped(_renamed(block)))
    sys.stdout.write("\n")
    sys.stdout.flush()


def _escaped(block: str) -> str:
    if block.replace("\n", "").isprintable():
        return block
    return "".join(letter if letter == "\n" or letter.isprintable() else json.dumps(letter)[1:-1] for letter in block)


def print_table(head: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    """Print the rows below their headings, which are messages, aligned by the columns that a terminal needs."""
    from audiobuild.script.lines import width
    from audiobuild.script.report import pad

    keys = [name.replace(" ", "_") for name in head]
    lines = [tuple(map(_, head)), *(tuple(without_controls(row[key]) for key in keys) for row in rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        click.echo("  ".join(map(pad, line, widths)).rstrip())


def without_controls(text: str) -> str:
    """The text with each control character replaced by a blank: a script must not control the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in _renamed(decoded_name(text)))


@contextmanager
def shown_instead(path: str, name: str) -> Iterator[None]:
    """Print a name in place of a path that the user has not given, also in the error that ends the command."""
    token = _names.set((path, name))
    try:
        yield
    except AudiobuildError as error:
        error.args = (_renamed(str(error)),)
        raise
    finally:
        _names.reset(token)


def _renamed(text: str) -> str:
    path, name = _names.get()
    return text.replace(path, name) if path else text


def has_dumb_terminal() -> bool:
    """Whether the terminal that TERM names cannot move its cursor or show colours, as in an editor's shell."""
    return os.environ.get("TERM", "") in ("dumb", "unknown")


def coloured(text: str, colour: str) -> str:
    """The text in a colour, unless the user or the terminal wants none (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or has_dumb_terminal():
        return text
    return click.style(text, fg=colour)


def comma_separated(names: Iterable[str]) -> str:
    return _(", ").join(names)


def short_duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
