"""How Ctrl-C and SIGTERM end the program."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

INTERRUPTED, TERMINATED = 130, 143  # exit codes: 128 plus the number of SIGINT or SIGTERM, as in a shell
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Terminated(KeyboardInterrupt):
    """SIGTERM was received; handled like Ctrl-C, with another exit code."""


class _Gate:
    """Whether a signal may be raised now, and the one that waits until it may; signals exist once in a process."""

    def __init__(self) -> None:
        self.closed = False
        self.waiting: int | None = None


_gate = _Gate()


def handle_signals() -> None:
    """Make the first signal raise KeyboardInterrupt or Terminated, and the second end the process at once.

    The system frees the locks of a process that ends. A SIGINT that is ignored stays ignored: a shell starts jobs in
    the background like that.
    """
    signal.signal(signal.SIGTERM, _stop)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _stop)


@contextmanager
def signals_held() -> Iterator[None]:
    """Raise a first signal only after the block, for code that leaves a broken state when interrupted."""
    _gate.closed = True
    try:
        yield
    finally:
        _gate.closed = False
    if _gate.waiting is not None:
        _raise(_gate.waiting)


def exit_code(stop: BaseException | None) -> int:
    """The exit code for what stopped the program."""
    return TERMINATED if isinstance(stop, Terminated) else INTERRUPTED


def _stop(number: int, frame: object) -> None:
    for each in SIGNALS:
        signal.signal(each, _exit_on_second)
    if _gate.closed:
        _gate.waiting = number
    else:
        _raise(number)


def _raise(number: int) -> NoReturn:
    _gate.waiting = None
    raise Terminated if number == signal.SIGTERM else KeyboardInterrupt


def _exit_on_second(number: int, frame: object) -> NoReturn:
    os._exit(TERMINATED if number == signal.SIGTERM else INTERRUPTED)
