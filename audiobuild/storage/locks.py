"""Locks between processes. The system releases them when their holder dies, so none is ever stale."""

from __future__ import annotations

import errno
import math
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from audiobuild.i18n import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NOTIFY_AFTER = 2.0  # seconds of waiting before the user is notified who holds the lock: shorter waits need no message
POLL = 0.05  # seconds between two attempts
LONGEST = 400  # bytes of a lock's text that are read: one line for the user
_FAR = 1 << 30  # offset of the byte that Windows locks: the text before it stays readable

Notify = Callable[[str], None]


class Lock:
    """A lock on a file, held by one holder or shared by several.

    Two opens of one file exclude each other even inside one process, so it works between threads too. The file is never
    deleted: another holder might be opening it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, *, shared: bool = False) -> bool:
        """Take it without waiting; False when somebody else holds it.

        Also True, without a lock, on a file system that has no locks or is full: writes are atomic without locks, but
        work may be done twice. Windows has no shared locks: there a shared one is always granted. Raises OSError when
        the file cannot be created.
        """
        try:
            file = self._open()
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return True
            raise
        if not _lock(file, shared):
            os.close(file)
            return False
        self._file = file
        return True

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CREAT
        try:
            return os.open(self.path, flags, 0o666)
        except FileNotFoundError:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self.path, flags, 0o666)

    def drop(self) -> None:
        """Release it."""
        if self._file is not None:
            with suppress(OSError):
                _unlock(self._file)
            with suppress(OSError):
                os.close(self._file)
            self._file = None

    def read(self) -> str:
        """The text written by its holder, or by the last one; "" when there is none."""
        with suppress(OSError):
            return self.path.read_bytes()[:LONGEST].decode("ascii", "replace")
        return ""

    def write(self, text: str) -> None:
        """Write a short text into it while it is held. Nothing depends on it, so errors are ignored."""
        if self._file is not None:
            with suppress(OSError):
                os.lseek(self._file, 0, os.SEEK_SET)
                os.ftruncate(self._file, 0)
                os.write(self._file, text.encode())


def _lock(file: int, shared: bool) -> bool:
    if sys.platform == "win32":
        return shared or _lock_on_windows(file)
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _unlock(file: int) -> None:
    """Unlock explicitly: closing does it too, but not on a disk that fails to close."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_UN)


def _lock_on_windows(file: int) -> bool:
    if sys.platform == "win32":
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    return True


@contextmanager
def waited_for(lock: Lock, what: str, notify: Notify, *, shared: bool = False) -> Iterator[None]:
    """Wait for the lock and hold it in the block; after NOTIFY_AFTER seconds `notify` receives who works on `what`.

    Raises OSError when the lock's file cannot be created.
    """
    notify_at = time.monotonic() + NOTIFY_AFTER
    while not lock.take(shared=shared):
        if time.monotonic() > notify_at:
            notify_at = math.inf
            notify(
                _("{what}: waiting for {holder} to finish with it.").format(
                    what=what, holder=lock.read() or _("another build")
                )
            )
        time.sleep(POLL)
    try:
        if not shared:
            lock.write(f"process {os.getpid()} on {platform.node()}, since {time.strftime('%H:%M')},")
        yield
    finally:
        lock.drop()
