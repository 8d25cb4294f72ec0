"""The progress table on a terminal, drawn with rich; imported only when a build has progress to show."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group
from rich.control import Control
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.segment import ControlType
from rich.table import Table

from audiobuild.cli.printing import ignore_broken_stderr
from audiobuild.cli.stopping import signals_held
from audiobuild.i18n import N_, _

NAME = 34  # columns of an episode's name: a wider column only moves the numbers away from it
LEAST_NAME = 8  # columns: what is left of a name in fewer identifies no episode
BAR = 12  # columns of a bar: steps of 4 percent, and the percentage is shown next to it
BAR_FROM = 60  # columns of the terminal: with a bar in fewer, less than 15 are left for the name
ECHO = 3  # columns kept free at the right: the ^C that a terminal prints after the last line must not wrap
GAP = 2  # blanks between two columns
_HEADED = (N_("done"), N_("left"))  # columns whose headings are printed
OTHER_LINES = 4  # lines of the terminal that are no rows: headings, totals, and two of earlier output


class ProgressRow(NamedTuple):
    """One episode: sentences done, sentences to do (None: it waits), and the time left as text."""

    name: str
    done: int
    todo: int | None
    left: str


class LiveTable:
    """A table at the bottom of the terminal, written to stderr and redrawn in place.

    The cursor stays visible: a killed process cannot bring it back.
    """

    def __init__(self) -> None:
        self._console = Console(
            file=sys.stderr,
            force_terminal=True,
            force_interactive=True,
            force_jupyter=False,
            markup=False,  # a name may contain [brackets] and :colons:
            emoji=False,
            highlight=False,
        )
        self._live: Live | None = None
        self._widths: list[int] = []  # columns that each drawn line takes

    def show(self, rows: Sequence[ProgressRow], totals: Sequence[str]) -> None:
        """Draw the rows that fit, and below them the first of `totals` that fits, else the beginning of the last."""
        with signals_held(), ignore_broken_stderr():
            width, height = self._size()
            columns = max(1, width - ECHO)
            layout = _Layout(rows[: max(1, height - OTHER_LINES)], columns)
            total = _fitting(totals, columns)
            self._erase_wrapped_lines(width)
            self._started().update(Group(layout.table(), total), refresh=True)
            self._widths = [*layout.line_widths(), cell_len(total)]

    def hide(self) -> None:
        """Remove the table; what is printed next takes its place."""
        if self._live is None:
            return
        with signals_held(), ignore_broken_stderr():
            self._erase_wrapped_lines(self._size()[0])
            self._live.stop()
            self._live = None
            self._widths = []

    def _started(self) -> Live:
        """The live display; a new one after each `hide`, because rich erases lines above one that starts again."""
        if self._live is None:
            self._live = Live(
                console=self._console,
                auto_refresh=False,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
                vertical_overflow="crop",
            )
            self._live.start()
            self._console.show_cursor(True)
        return self._live

    def _size(self) -> tuple[int, int]:
        """Columns and lines; COLUMNS and LINES may ask for less than the terminal has, never for more."""
        columns, lines = self._console.size
        real = os.get_terminal_size(sys.stderr.fileno())  # zeros where the terminal does not know
        return min(columns, real.columns or columns), min(lines, real.lines or lines)

    def _erase_wrapped_lines(self, columns: int) -> None:
        """Erase the lines that a terminal made narrower has added by wrapping those drawn.

        rich goes up by the number of lines it drew, and would leave the first ones on the screen.
        """
        added = sum((width - 1) // columns for width in self._widths)
        if added > 0:
            self._console.control(Control(*[(ControlType.ERASE_IN_LINE, 2), (ControlType.CURSOR_UP, 1)] * added))


class _Layout:
    """The columns of the table; in a narrow terminal the bar is left out first, then the percentage, then the time
    left.
    """

    def __init__(self, rows: Sequence[ProgressRow], columns: int) -> None:
        self._rows = [_cells(row) for row in rows]
        self._columns = {
            "bar": BAR,
            "percent": len("100%"),
            "done": self._widest("done"),
            "left": self._widest("left"),
        }
        if columns < BAR_FROM - ECHO:
            del self._columns["bar"]
        for name in ("percent", "left"):
            if columns - self._numbers < LEAST_NAME:
                del self._columns[name]
        self._name = max(1, min(NAME, columns - self._numbers))

    def _widest(self, column: str) -> int:
        return max(cell_len(_(column)), *(cell_len(str(cells.get(column, ""))) for cells in self._rows))

    @property
    def _numbers(self) -> int:
        """The width of all columns but the name, each with the gap before it."""
        return sum(self._columns.values()) + GAP * len(self._columns)

    def line_widths(self) -> list[int]:
        """The columns that each line of the table takes."""
        return [self._name + self._numbers] * (1 + len(self._rows))

    def table(self) -> Table:
        """The rows with their headings, as rich draws them."""
        table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="")
        table.add_column(_("episode"), width=self._name, no_wrap=True)
        for column, width in self._columns.items():
            heading = _(column) if column in _HEADED else ""
            table.add_column(heading, width=width, no_wrap=True, justify="left" if column == "bar" else "right")
        for cells in self._rows:
            name = shortened(str(cells["name"]), self._name)
            table.add_row(name, *(cells.get(column, "") for column in self._columns))
        return table


def _cells(row: ProgressRow) -> dict[str, str | ProgressBar]:
    """What a row shows, by column."""
    if row.todo is None:
        return {"name": row.name, "left": _("waiting")}
    share = row.done / row.todo if row.todo else 1.0
    return {
        "name": row.name,
        "bar": ProgressBar(total=1.0, completed=share, width=BAR),
        "percent": f"{int(100 * share)}%",
        "done": f"{row.done}/{row.todo}",
        "left": row.left,
    }


def _fitting(texts: Sequence[str], columns: int) -> str:
    """The first text that fits, else the beginning of the last."""
    for text in texts:
        if cell_len(text) <= columns:
            return text
    return set_cell_size(texts[-1], columns)


def shortened(name: str, columns: int) -> str:
    """The name in at most `columns` columns of a terminal.

    What does not fit is left out in the middle, because the names of a series differ at either end.
    """
    if cell_len(name) <= columns:
        return name
    front = set_cell_size(name, columns // 2).rstrip()
    back = ""
    for letter in reversed(name):
        if cell_len(f"{front}…{letter}{back}") > columns:
            break
        back = letter + back
    return f"{front}…{back}"
