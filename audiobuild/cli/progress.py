"""How a batch is followed: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobuild.cli.printing import clock, if_heard, join, note, plain, say_warnings
from audiobuild.model import NARRATOR_ID

if TYPE_CHECKING:
    from audiobuild.building.batch import Result
    from audiobuild.building.episode import EpisodePlan
    from audiobuild.building.requests import BuildRequest

REDRAW = 0.1  # seconds between two pictures of the table
ROWS = 12  # episodes shown at once
SLOW = 10.0  # seconds between two lines about a batch where there is no terminal
NAME = 34  # columns of an episode's name

Finished = Callable[["BuildRequest", "Result"], None]


class ProgressTable:
    """Shows which episodes are in work, how far each is, and how long it will take; `finished` prints the results."""

    def __init__(self, requests: Sequence[BuildRequest], finished: Finished) -> None:
        self._orders, self._finished = requests, finished
        self._live = sys.stderr.isatty()
        self._rows: dict[str, tuple[int, int]] = {}  # of episodes in work: sentences done, sentences to do
        self._taken = self._ended = self._made = self._asked = 0
        self._begun = time.monotonic()
        self._warned: dict[str, int] = {}  # how many warnings of an episode in work have been printed
        self._drawn = 0  # lines of the table on the terminal
        self._told = self._begun

    def begun(self, plan: EpisodePlan, todo: int) -> None:
        """Warn of what is doubtful, and show the episode."""
        self._erase()
        told = self._warned.get(str(plan.request.script), 0)  # before its show's fallback took it up
        say_warnings(plan.request.script, plan.warnings[told:])
        self._warned[str(plan.request.script)] = len(plan.warnings)
        if todo and len(self._orders) == 1:
            note(plain(_cast_line(plan)))
        self._taken += str(plan.request.script) not in self._rows  # it is, when its show's fallback takes it up
        self._asked += todo
        self._rows[str(plan.request.script)] = (0, todo)
        self._draw()

    def advanced(self, request: BuildRequest, done: int, todo: int) -> None:
        """Show how far the episode is."""
        before = self._rows.get(str(request.script), (0, todo))[0]
        self._rows[str(request.script)] = (done, todo)
        self._made += 1
        if self._live:
            self._draw()
        elif len(self._orders) == 1 and done * 10 // todo > before * 10 // todo:
            note(f"{plain(request.script.name)}: {done} of {todo} sentences")
        elif len(self._orders) > 1 and time.monotonic() - self._told > SLOW:
            self._told = time.monotonic()
            note(self._total())

    def finished(self, request: BuildRequest, result: Result) -> None:
        """Let the result be printed above the table."""
        self._erase()
        if self._rows.pop(str(request.script), None) is None:
            self._taken += 1
        self._ended += 1
        warned = self._warned.pop(str(request.script), 0)
        say_warnings(request.script, getattr(result, "warnings", ())[warned:])
        self._finished(request, result)
        self._draw()

    def told(self, text: str) -> None:
        """Print a message above the table."""
        self._erase()
        note(plain(text))
        self._draw()

    def close(self) -> None:
        """Take the table away."""
        self._erase()

    def _erase(self) -> None:
        if self._drawn:
            with if_heard():
                click.echo(f"\x1b[{self._drawn}A\x1b[J", nl=False, err=True)
            self._drawn = 0
            self._told = 0.0

    def _draw(self) -> None:
        now = time.monotonic()
        if not self._live or not self._rows or now - self._told < REDRAW:
            return
        columns, height = shutil.get_terminal_size()
        lines = [*self._table(min(ROWS, max(1, height - 4))), self._total()]
        self._erase()
        with if_heard():
            click.echo("\n".join(_cut(line, columns - 1) for line in lines), err=True)
        self._drawn, self._told = len(lines), now

    def _table(self, rows: int) -> list[str]:
        """The episodes in work, with what is left of each behind those before it, then a few that wait."""
        lines, behind = [_row("episode", "state", "sentences", "left")], 0
        for name, (done, todo) in list(self._rows.items())[:rows]:
            behind += todo - done
            lines.append(_row(Path(name).name, "speaking", f"{done}/{todo}", self._time(behind)))
        waiting = self._orders[self._taken : self._taken + rows + 1 - len(lines)]
        return lines + [_row(request.script.name, "waiting", "", "") for request in waiting]

    def _total(self) -> str:
        per_episode = self._asked / self._taken
        ahead = self._asked - self._made + per_episode * (len(self._orders) - self._taken)
        return f"{self._ended} of {len(self._orders)} episodes, {self._made} sentences spoken, {self._time(ahead)} left"

    def _time(self, sentences: float) -> str:
        """How long so many sentences take at the pace so far."""
        return clock((time.monotonic() - self._begun) / self._made * sentences) if self._made else "–"


def _row(name: str, state: str, sentences: str, left: str) -> str:
    return f"  {_fitted(plain(name))}  {state:<8}  {sentences:>9}  {left:>8}"


def _fitted(name: str) -> str:
    """The name in NAME columns; what does not fit is left out in the middle, for series differ at either end."""
    if _width(name) > NAME:
        front, back = _cut(name, NAME // 2), _cut(name[::-1], NAME - NAME // 2 - 1)[::-1]
        name = f"{front}…{back}"
    return name + " " * (NAME - _width(name))


def _cut(line: str, columns: int) -> str:
    while _width(line) > columns:
        line = line[:-1]
    return line


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _cast_line(plan: EpisodePlan) -> str:
    names = join(f"{name} ({engine.label})" for name, engine in sorted(plan.engines.items()))
    people = {who.id: who.name or who.label or who.role.value for who in plan.script.speakers}
    people[NARRATOR_ID] = "narrator"
    return f"{names} speaks: " + join(f"{people[who]} {voice.name}" for who, voice in sorted(plan.voices.items()))
