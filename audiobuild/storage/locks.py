"""Locks between processes: the system drops them with their holder, so a stale one cannot be."""

from __future__ import annotations

import errno
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TELL = 2.0  # seconds of waiting before the user is told for whom
POLL = 0.05  # seconds between two looks
_FAR = 1 << 30  # where Windows locks a byte: what is written before it stays readable

Tell = Callable[[str], None]


class Lock:
    """A file that one holder at a time has locked, or several that share it.

    Two opens of one file exclude each other even inside one process, so it serves threads too. The file is never
    deleted: another holder might just open it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, *, shared: bool = False) -> bool:
        """Take it without waiting; False when somebody else has it.

        Where the file system knows no locks, or is too full for one, it is as if nobody had: writes are whole without
        them, only work is done twice. Windows has no shared locks: there a shared one is always to be had. Raises
        OSError when the file cannot be made.
        """
        try:
            file = self._opened()
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return True
            raise
        if not _locked(file, shared):
            os.close(file)
            return False
        self._file = file
        return True

    def _opened(self) -> int:
        flags = os.O_RDWR | os.O_CREAT
        try:
            return os.open(self.path, flags, 0o666)
        except FileNotFoundError:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self.path, flags, 0o666)

    def drop(self) -> None:
        """Give it back."""
        if self._file is not None:
            with suppress(OSError):
                _unlocked(self._file)
            with suppress(OSError):
                os.close(self._file)
            self._file = None

    def read(self) -> str:
        """What its holder wrote in it, or the last one to hold it."""
        with suppress(OSError):
            return self.path.read_bytes()[:_LONGEST].decode("ascii", "replace")
        return ""

    def write(self, text: str) -> None:
        """Leave a few words in it while it is held; a full disk takes none, and nothing depends on them."""
        if self._file is not None:
            with suppress(OSError):
                os.lseek(self._file, 0, os.SEEK_SET)
                os.ftruncate(self._file, 0)
                os.write(self._file, text.encode())


_LONGEST = 400  # bytes of a lock's words that are looked at


def _locked(file: int, shared: bool) -> bool:
    if sys.platform == "win32":
        return shared or _locked_on_windows(file)
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _unlocked(file: int) -> None:
    """Closing does it too, but not on a disk that fails at that."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_UN)


def _locked_on_windows(file: int) -> bool:
    if sys.platform == "win32":
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    return True


@contextmanager
def waited_for(lock: Lock, what: str, tell: Tell, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock for a while; when that takes waiting for long, `tell` whose work on `what` is waited for.

    Raises OSError when the lock's file cannot be made.
    """
    begun, told = time.monotonic(), False
    while not lock.take(shared=shared):
        if not told and time.monotonic() - begun > TELL:
            told = True
            tell(f"{what}: waiting for {lock.read() or 'another build'} to finish with it.")
        time.sleep(POLL)
    try:
        if not shared:
            lock.write(f"process {os.getpid()} on {platform.node()}, since {time.strftime('%H:%M')},")
        yield
    finally:
        lock.drop()
