"""The progress of a build as people see it: on a terminal one table that is redrawn in its place, elsewhere plain lines."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.process, pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")]

if os.name != "nt":
    import fcntl
    import pty
    import struct
    import termios

CHINESE = "第一集：灯塔看守人的漫长冬夜与他的收音机（上）"
NAMES = (CHINESE, "plain", "a-very-long-english-name-that-fits-into-no-column-of-any-table-07", "[bold]six :smile:")
TOTAL = re.compile(r"episodes, .*left$")
TOKEN = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])|[\r\n]|[^\x1b\r\n]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Screen:
    """What a terminal shows that wraps at `columns`: the codes that the table uses, and nothing ever scrolls away."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.cells: list[list[str]] = [[]]
        self.x = self.y = 0
        self.cursor = True

    def feed(self, text: str) -> None:
        for token in TOKEN.finditer(text):
            if token[2]:
                self._obey(token[1], token[2])
            elif token[0] == "\r":
                self.x = 0
            elif token[0] == "\n":
                self._down()
            else:
                self._put(token[0])

    def _obey(self, number: str, code: str) -> None:
        if code == "A":
            self.y = max(0, self.y - int(number or 1))
        elif code == "K":
            assert number == "2"
            self.cells[self.y] = []
        elif number == "?25":
            self.cursor = code == "h"
        else:
            assert code == "m", code

    def _down(self) -> None:
        self.y += 1
        if self.y == len(self.cells):
            self.cells.append([])

    def _put(self, letter: str) -> None:
        assert letter.isprintable(), letter
        width = 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if self.x + width > self.columns:
            self._down()
            self.x = 0
        line = self.cells[self.y]
        line += [" "] * (self.x - len(line))
        line[self.x : self.x + width] = [letter, *[""] * (width - 1)]
        self.x += width

    def narrow(self, columns: int) -> None:
        """Wrap all lines anew, as most terminals do; the cursor stays at the end of the last."""
        assert not any(self.cells[self.y + 1 :]) and self.x == len(self.cells[self.y])
        self.columns = columns
        del self.cells[self.y + 1 :]
        self.cells = [line[at : at + columns] for line in self.cells for at in range(0, max(1, len(line)), columns)]
        self.y, self.x = len(self.cells) - 1, len(self.cells[-1])

    def filled(self) -> list[list[str]]:
        """The cells of the lines that are not blank."""
        return [line for line in self.cells if "".join(line).strip()]

    def lines(self) -> list[str]:
        return ["".join(line).rstrip() for line in self.filled()]

    def table(self) -> list[str]:
        """The lines of the table, which is the last thing on the screen."""
        lines = self.lines()
        starts = [at for at, line in enumerate(lines) if re.match(r"episode +.*(done|left)$", line)]
        assert len(starts) == 1, lines
        assert sum(bool(TOTAL.search(line)) for line in lines) == 1, lines
        assert TOTAL.search(lines[-1]), lines
        return lines[starts[0] :]


class Terminal:
    """A pseudo-terminal of a given width, and a process that has it for its output."""

    def __init__(self, columns: int, *command: str, **more) -> None:
        self.master, self.slave = pty.openpty()
        self.resize(columns)
        more.setdefault("stdin", self.slave)
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdout=self.slave,
            stderr=self.slave,
            env=dict(os.environ),  # readline, which pytest loads, sets COLUMNS past it
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
            **more,
        )
        os.close(self.slave)

    def resize(self, columns: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def output(self) -> Iterator[str]:
        """What the process prints, as it comes."""
        kept = b""
        while True:
            try:
                kept += os.read(self.master, 65536)
            except OSError:  # the process has ended
                return
            text = kept.decode("utf-8", "ignore")
            kept = kept[len(text.encode("utf-8")) :]
            yield text

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch):
    """Start a command on a terminal of so many columns."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    opened: list[Terminal] = []

    def start(columns: int, *command: str, **more) -> Terminal:
        opened.append(Terminal(columns, *command, **more))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


BUILD = ("-m", "audiobuild", "build", "--jobs", "2")


@pytest.fixture
def season(show: Path) -> Path:
    """A show of four episodes."""
    (show / "scripts" / "post.txt").unlink()
    for number, name in enumerate(NAMES):
        turns = "".join(f"Q 第{number}集的第{turn}问？\nA 第{turn}答。\n" for turn in range(4))
        (show / "scripts" / f"{name}.txt").write_text("标题\n" + turns, encoding="utf-8")
    return show


def pictures(text: str, columns: int) -> Iterator[Screen]:
    """The screen after each drawing of the table."""
    screen = Screen(columns)
    for part in re.split(r"(?<=left)(?=\r)", text):
        screen.feed(part)
        lines = screen.lines()
        if lines and TOTAL.search(lines[-1]):
            yield screen


@pytest.mark.parametrize("columns", [40, 62])
def test_one_table_is_on_the_screen_at_any_time_and_none_at_the_end(season: Path, terminal, columns: int) -> None:
    running = terminal(columns, *BUILD)
    text = "".join(running.output())
    assert running.process.wait() == 0
    drawn = 0
    for screen in pictures(text, columns):
        drawn += 1
        assert len(screen.table()) <= 2 + len(NAMES)
        assert screen.cursor
    assert drawn >= len(NAMES)
    screen = Screen(columns)
    screen.feed(text)
    said = "".join(screen.lines()).replace(" ", "")
    assert all(f"output/{name.replace(' ', '')}.mp3" in said for name in NAMES)
    assert said.endswith("4built.")
    assert "waiting" not in said and "left" not in said


@pytest.mark.parametrize("columns", [24, 100])
def test_names_are_cut_to_the_columns_they_take_so_that_the_numbers_align(season: Path, terminal, columns: int) -> None:
    text = "".join(terminal(columns, *BUILD).output())
    for screen in pictures(text, columns):
        widths = {len(row) for row in screen.filled()[-len(screen.table()) : -1]}
        assert len(widths) == 1 and max(widths) < columns - 2, screen.lines()


def test_a_row_shows_name_percentage_count_and_time_left(season: Path, terminal) -> None:
    text = "".join(terminal(40, *BUILD).output())
    rows = [row for screen in pictures(text, 40) for row in screen.table()[1:-1]]
    assert any(re.fullmatch(r"第一.*….*（上） +\d+% +\d+/\d+ +(\d+:\d\d|–)", row) for row in rows), rows
    assert any(re.fullmatch(r"plain +waiting", row) for row in rows), rows


def test_the_table_of_one_episode_says_that_it_can_be_heard_now(show: Path, terminal) -> None:
    long_enough_to_draw(show)
    text = "".join(terminal(100, *BUILD).output())
    assert re.search(r"\d+ sentences spoken, \d+:\d\d left, can be heard now", text)


def test_a_name_does_not_drive_the_terminal(show: Path, terminal) -> None:
    (show / "scripts" / "post.txt").rename(show / "scripts" / "z\x1b]0;title\x07\rb.txt")
    (show / "scripts" / "first.txt").write_text("标题\nQ 问？\nA 答。\n", encoding="utf-8")
    text = "".join(terminal(100, *BUILD).output())
    assert "\x07" not in text and "\x1b]" not in text
    assert any("z ]0;title  b" in row for screen in pictures(text, 100) for row in screen.table())


def long_enough_to_draw(show: Path) -> None:
    """Give the show a script of 300 sentences: the table is drawn four times a second, and the hum speaks fast."""
    turns = "".join(f"Q 第{turn}问是什么？\nA 第{turn}答在这里。\n" for turn in range(150))
    (show / "scripts" / "post.txt").write_text("标题\n" + turns, encoding="utf-8")


def test_bars_are_coloured_unless_no_color_is_set(show: Path, terminal, monkeypatch) -> None:
    long_enough_to_draw(show)
    assert COLOUR.search("".join(terminal(100, *BUILD).output()))
    monkeypatch.setenv("NO_COLOR", "1")
    text = "".join(terminal(100, *BUILD, "--force").output())
    assert "━" in text and not COLOUR.search(text)


@pytest.mark.parametrize("name", ["dumb", "unknown"])
def test_a_terminal_that_cannot_move_its_cursor_gets_plain_lines(show: Path, terminal, monkeypatch, name: str) -> None:
    monkeypatch.setenv("TERM", name)
    text = "".join(terminal(80, *BUILD).output())
    assert "\x1b" not in text and "\r" not in text.replace("\r\n", "")
    assert "post.txt: 7 of 14 sentences\r\n" in text


def test_a_pipe_gets_plain_lines_whatever_colours_are_wished_for(show: Path, audiobuild, monkeypatch) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.setenv(name, "1")
    done = audiobuild("build")
    assert "\x1b" not in done.stderr + done.stdout
    assert "post.txt: 14 of 14 sentences\n" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_build_leaves_the_cursor_and_no_table(season: Path, terminal, number: int, code: int) -> None:
    running = terminal(80, *BUILD)
    screen = Screen(80)
    sent = False
    for text in running.output():
        screen.feed(text)
        if not sent and "left" in text:
            running.process.send_signal(number)
            sent = True
    assert running.process.wait() == code
    assert screen.cursor
    assert not any(line.startswith("episode ") or TOTAL.search(line) for line in screen.lines()), screen.lines()
    assert any(line.startswith("audiobuild: stopped: ") for line in screen.lines())


DRAWN_ON_DEMAND = """
import sys
from audiobuild.cli.live import LiveTable, ProgressRow
table = LiveTable()
for line in sys.stdin:
    table.show([ProgressRow("one", 1, 3, "0:20"), ProgressRow("two" * 20, 0, None, "")], [line.strip()])
table.hide()
print("end")
"""


def test_a_terminal_made_narrower_keeps_no_part_of_the_wider_table(terminal) -> None:
    running = terminal(100, "-c", DRAWN_ON_DEMAND, stdin=subprocess.PIPE)
    screen = Screen(100)
    output = running.output()
    for number, columns in enumerate((100, 40, 25)):
        if number:
            running.resize(columns)
            screen.narrow(columns)
        total = f"{number} episodes, - left"
        running.process.stdin.write(f"{total}\n".encode())
        running.process.stdin.flush()
        while not screen.lines() or screen.lines()[-1] != total:
            screen.feed(next(output))
        assert len(screen.table()) == 4
    running.process.stdin.close()
    screen.feed("".join(output))
    assert screen.lines() == ["end"]
