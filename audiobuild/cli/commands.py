"""Commands and options whose help is shown in the user's language, as click's own messages are."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from audiobuild.i18n import ENGLISH, _, ngettext, select, selected

_FIRST, _BETWEEN = 30, 2  # columns of click's first column, at most, and between it and the second
_AS_IT_IS = "\b\n"  # before a paragraph that click is not to wrap
_Command = TypeVar("_Command", bound=Callable[..., Any])


def use_language(language: str) -> None:
    """Say everything in this language from now on, click's own messages too."""
    select(language)
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        vars(module).update(_=_, ngettext=ngettext)


class _Shown:
    """An attribute that is written in English and read in the user's language."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}_in_english"

    def __set__(self, owner: object, text: str | None) -> None:
        setattr(owner, self._name, inspect.cleandoc(text) if text else text)

    def __get__(self, owner: object, kind: type) -> str | None:
        text: str | None = getattr(owner, self._name, None)
        return _(text) if text else text


class _Formatter(click.HelpFormatter):
    """Wraps help by the columns that it takes: click counts letters, of which a Chinese one takes two."""

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        width = self.width - self.current_indent
        super().write_text("\n\n".join(_wrapped(paragraph, width) for paragraph in text.split("\n\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST, col_spacing: int = _BETWEEN) -> None:
        """Write terms, each with its explanation."""
        rows = list(rows)
        first = min(max(len(term) for term, _unused in rows), col_max) + col_spacing
        width = max(self.width - first - _BETWEEN, 10)
        super().write_dl([(term, _wrapped(text, width)) for term, text in rows], col_max, col_spacing)


def _wrapped(text: str, columns: int) -> str:
    from audiobuild.script.report import wrap

    if selected() == ENGLISH or not text or text.startswith("\b"):
        return text
    return _AS_IT_IS + "\n".join(wrap(" ".join(text.split()), columns))


class _Context(click.Context):
    formatter_class = _Formatter


class Option(click.Option):
    """An option whose help is a message."""

    help = _Shown()


class Command(click.Command):
    """A command whose help is a message."""

    context_class = _Context
    help = _Shown()
    short_help = _Shown()
    epilog = _Shown()


class Group(click.Group):
    """A group of commands whose help is a message."""

    context_class = _Context
    command_class = Command
    help = _Shown()
    short_help = _Shown()


def command(**facts: Any) -> Callable[[Callable[..., Any]], Command]:
    """`click.command` for a Command."""
    return click.command(cls=Command, **facts)


def group(**facts: Any) -> Callable[[Callable[..., Any]], Group]:
    """`click.group` for a Group."""
    return click.group(cls=Group, **facts)


def option(*names: str, **facts: Any) -> Callable[[_Command], _Command]:
    """`click.option` for an Option."""
    return click.option(*names, cls=Option, **facts)
