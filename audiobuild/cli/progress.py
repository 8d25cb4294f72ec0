"""Shows the progress of a batch: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from audiobuild.cli.printing import (
    comma_separated,
    has_dumb_terminal,
    note,
    say_warnings,
    short_duration,
    without_controls,
)
from audiobuild.i18n import _, ngettext
from audiobuild.model import NARRATOR_ID

if TYPE_CHECKING:
    from audiobuild.building.batch import Result
    from audiobuild.building.episode import EpisodePlan
    from audiobuild.building.requests import BuildRequest
    from audiobuild.cli.live import LiveTable, ProgressRow

REDRAW = 0.25  # seconds between two drawings of the table; one takes 5 ms of a core, which the voices need
ROWS = 12  # episodes shown at once: a batch of hundreds must not fill the screen
KNOWN = 5  # sentences made before a time is estimated: from the first, which waits for the model, it was 3 hours
SLOW = 10.0  # seconds between two lines about a batch where no table is drawn: a log stays short
SPOKEN = 14  # bytes of UTF-8 in a second of speech: five Chinese characters, two and a half English words
STEPS = 10  # lines about a single episode where no table is drawn

Finished = Callable[["BuildRequest", "Result"], None]


class ProgressTable:
    """Shows which episodes are in progress, how far each is, and how long it will take.

    `finished` prints the result of an episode; it is called while no table is on the screen.
    """

    def __init__(self, requests: Sequence[BuildRequest], finished: Finished) -> None:
        self._requests = requests
        self._print_result = finished
        self._is_live = sys.stderr.isatty() and not has_dumb_terminal()
        self._table: LiveTable | None = None
        self._in_work: dict[str, tuple[int, int]] = {}  # script: sentences done, sentences to do
        self._taken_up = 0  # episodes in progress or finished
        self._ended = 0  # episodes finished
        self._made = 0  # sentences made in this batch
        self._asked = 0  # sentences to make for the episodes begun
        self._warned: dict[str, int] = {}  # script: warnings printed so far
        self._playing = 0.0  # seconds that the episodes begun will last, as estimated
        self._start = time.monotonic()
        self._shown = self._start  # when the table was drawn, or the last plain line printed

    def begun(self, plan: EpisodePlan, todo: int) -> None:
        """Print the episode's warnings, and show it in the table.

        An episode begins a second time when its show's fallback engine takes it over.
        """
        self._hide()
        script = str(plan.request.script)
        say_warnings(plan.request.script, plan.warnings[self._warned.get(script, 0) :])
        self._warned[script] = len(plan.warnings)
        if todo and len(self._requests) == 1:
            note(without_controls(_cast_line(plan)))
        if script not in self._in_work:
            self._taken_up += 1
        self._asked += todo
        self._playing += _playing_time(plan)
        self._in_work[script] = (0, todo)
        self._show()

    def advanced(self, request: BuildRequest, done: int, todo: int) -> None:
        """Show the progress of the episode."""
        script = str(request.script)
        before, _unused = self._in_work.get(script, (0, todo))
        self._in_work[script] = (done, todo)
        self._made += 1
        if self._is_live:
            self._show_again()
        elif len(self._requests) > 1:
            self._print_total()
        elif done * STEPS // todo > before * STEPS // todo:
            note(
                ngettext("{name}: {done} of {todo} sentence", "{name}: {done} of {todo} sentences", todo).format(
                    name=without_controls(request.script.name), done=done, todo=todo
                )
            )

    def finished(self, request: BuildRequest, result: Result) -> None:
        """Print the remaining warnings and the result above the table."""
        self._hide()
        script = str(request.script)
        was_in_work = self._in_work.pop(script, None) is not None
        if not was_in_work:
            self._taken_up += 1
        self._ended += 1
        say_warnings(request.script, getattr(result, "warnings", ())[self._warned.pop(script, 0) :])
        self._print_result(request, result)
        if was_in_work:
            self._show()
        else:  # hundreds of episodes that are up to date may follow each other at once
            self._show_again()

    def notify(self, text: str) -> None:
        """Print a message above the table."""
        self._hide()
        note(without_controls(text))
        self._show()

    def close(self) -> None:
        """Remove the table."""
        self._hide()

    def _hide(self) -> None:
        if self._table:
            self._table.hide()

    def _show(self) -> None:
        """Draw the table if there is anything to show and a terminal to draw it on."""
        if not self._is_live or not self._in_work:
            return
        if self._table is None:
            from audiobuild.cli.live import LiveTable

            self._table = LiveTable()
        self._table.show(list(islice(self._rows(), ROWS)), self._totals())
        self._shown = time.monotonic()

    def _show_again(self) -> None:
        if time.monotonic() - self._shown >= REDRAW:
            self._show()

    def _print_total(self) -> None:
        if time.monotonic() - self._shown >= SLOW:
            self._shown = time.monotonic()
            note(self._totals()[0])

    def _rows(self) -> Iterator[ProgressRow]:
        """The episodes in progress, then those that wait; an episode is done after those above it."""
        from audiobuild.cli.live import ProgressRow

        ahead = 0
        for script, (done, todo) in self._in_work.items():
            ahead += todo - done
            yield ProgressRow(without_controls(Path(script).stem), done, todo, self._time(ahead))
        for request in self._requests[self._taken_up :]:
            yield ProgressRow(without_controls(request.name), 0, None, "")

    def _totals(self) -> tuple[str, str]:
        """The progress of the batch, for a wide and for a narrow terminal.

        For a single episode also when it can be heard without waiting for a sentence: when the rest will be made before
        all is played. Episodes that are not read yet count as many sentences as those begun have on average.
        """
        per_episode = self._asked / self._taken_up
        ahead = self._asked - self._made + per_episode * (len(self._requests) - self._taken_up)
        left, episodes = self._time(ahead), len(self._requests)
        if episodes == 1:
            return (
                ngettext(
                    "{made} sentence spoken, {left} left{audible}",
                    "{made} sentences spoken, {left} left{audible}",
                    self._made,
                ).format(made=self._made, left=left, audible=self._audible(ahead)),
                _("{left} left").format(left=left),
            )
        return (
            _("{ended} of {episodes} episodes, {made} sentences spoken, {left} left").format(
                ended=self._ended, episodes=episodes, made=self._made, left=left
            ),
            _("{ended}/{episodes} episodes, {left} left").format(ended=self._ended, episodes=episodes, left=left),
        )

    def _audible(self, ahead: float) -> str:
        """When an episode that lacks `ahead` sentences can be heard without a break, "" while that is not known."""
        wait = self._seconds(ahead) - self._playing
        if wait == math.inf:
            return ""
        return (
            _(", can be heard in {duration}").format(duration=short_duration(wait))
            if wait > 0
            else _(", can be heard now")
        )

    def _time(self, sentences: float) -> str:
        """How long that many sentences take at the speed so far."""
        return short_duration(self._seconds(sentences)) if self._made >= KNOWN else "–"

    def _seconds(self, sentences: float) -> float:
        """The same in seconds; without an end while too little is made to tell."""
        return (time.monotonic() - self._start) / self._made * sentences if self._made >= KNOWN else math.inf


def _playing_time(plan: EpisodePlan) -> float:
    """How long an episode will last, in seconds: an estimate from its texts."""
    lines = (line.utterance for line in plan.lines)
    return sum(len(line.text.encode("utf-8", "replace")) / SPOKEN / line.voice.rate for line in lines)


def _cast_line(plan: EpisodePlan) -> str:
    names = comma_separated(
        _("{text} ({more})").format(text=name, more=_(engine.label)) for name, engine in sorted(plan.engines.items())
    )
    people = {who.id: who.name or who.label or who.role.value for who in plan.script.speakers}
    people[NARRATOR_ID] = _("narrator")
    cast = comma_separated(f"{people[who]} {voice.name}" for who, voice in sorted(plan.voices.items()))
    return _("{names} speaks: {cast}").format(names=names, cast=cast)
