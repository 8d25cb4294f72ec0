"""Writes that are whole or absent: a temporary file in the same folder, then one replace."""

from __future__ import annotations

import os
import platform
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from audiobuild.errors import OutputError

HOST = re.sub(r"[^A-Za-z0-9]", "_", platform.node())[:40]  # stands in the names of temporary files
_DAY = 86_400.0  # seconds
_FLUSHED = 32 << 20  # bytes after which the disk is set to work while more are written


@contextmanager
def whole(path: Path, *, durable: bool = False, temps: Path | None = None, tag: str = "") -> Iterator[BinaryIO]:
    """Open a file that appears under `path` only when the block ends without an exception.

    Until then it lies in the folder `temps` (on the same disk; None: beside `path`) with the `tag` in its name, by
    which `sweep` finds what a killed process left. With `durable` the bytes and the folder entry are on the disk before
    this returns. Raises OutputError, naming the path and the reason, when the folder or the file cannot be written;
    the old file is then untouched.
    """
    temp = _temp(temps or path.parent, tag)
    try:
        with _told(path):
            temp.parent.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            with temp.open("xb") as out:
                yield out
                if durable:
                    _sync(out)
            temp.replace(path)
            if durable:
                _sync_folder(path.parent)
    except BaseException:
        _discard(temp)
        raise


class Together:
    """Files of one folder that get their names one after another when the block ends without an exception.

    Until then no old file has changed, and the bytes of all new ones are on the disk; when the block has ended the
    names are too. The disk takes a file while the next is made. Raises OutputError as `whole` does.
    """

    def __init__(self, folder: Path, tag: str) -> None:
        self._folder, self._tag = folder, tag
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="disk")
        self._temps: dict[Path, Path] = {}  # by the path they are for
        self._synced: dict[Path, Future[None]] = {}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the files in place, or none."""
        try:
            if kind is None:
                self._place()
        finally:
            self._disk.shutdown()
            for temp in self._temps.values():
                _discard(temp)

    def write(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write a file, which is not there before the end."""
        path = self._folder / name
        self._temps[path] = temp = _temp(self._folder, self._tag)
        with _told(path), ExitStack() as opened:
            self._folder.mkdir(parents=True, exist_ok=True)
            out = opened.enter_context(temp.open("xb"))
            self._synced[path] = self._disk.submit(_closed, out, self._flow(out, blocks))
            opened.pop_all()  # who syncs it closes it

    def _flow(self, out: BinaryIO, blocks: Iterable[bytes]) -> list[Future[None]]:
        """Write the blocks; what was asked of the disk meanwhile."""
        early: list[Future[None]] = []
        try:
            waiting = 0
            for block in blocks:
                out.write(block)
                waiting += len(block)
                if waiting >= _FLUSHED:
                    early.append(self._disk.submit(os.fsync, out.fileno()))
                    waiting = 0
        except BaseException:
            wait(early)  # before the file is closed
            raise
        return early

    def _place(self) -> None:
        for path, synced in self._synced.items():
            with _told(path):
                synced.result()
        for path in self._synced:
            with _told(path):
                self._temps[path].replace(path)
            del self._temps[path]
        with refusing(self._folder):
            _sync_folder(self._folder)


def probe(folder: Path, temps: Path | None = None, tag: str = "") -> None:
    """Find out before long work whether the folder takes files. Raises OutputError when it does not."""
    trial = folder / f".tmp-{tag}-{HOST}-{os.getpid()}-probe"
    with refusing(folder):
        try:
            with whole(trial, temps=temps, tag=tag):
                pass
        except OutputError as error:
            raise error.__cause__ or error from error
        _discard(trial)


@contextmanager
def refusing(folder: Path) -> Iterator[None]:
    """Tell an OSError as what it is: a folder that takes no files."""
    try:
        yield
    except OSError as error:
        text = f"the folder {folder} takes no files: {reason(error)}; choose another with -o."
        raise OutputError(text) from error


def sweep(folder: Path, tag: str) -> None:
    """Delete what killed processes left under the tag, whose lock the caller holds.

    What another host left stays for a day: locks may not reach across hosts.
    """
    for temp in folder.glob(f".tmp-{tag}-*"):
        with suppress(OSError):
            mine = temp.name.startswith(f".tmp-{tag}-{HOST}-")
            if mine or time.time() - temp.stat().st_mtime > _DAY:
                temp.unlink()


def absolute(path: Path) -> Path:
    """The path from the root, links and all, as every process of this machine understands it."""
    return Path(os.path.abspath(path))  # noqa: PTH100  (resolving links could lead to where workers have nothing)


def room(path: Path, needed: int) -> None:
    """Raise OutputError when the disk has fewer than `needed` bytes free for a new file under `path`."""
    with refusing(path.parent):
        free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise OutputError(
            f"{path} cannot be written: it needs {needed / 1e6:.1f} MB, and {free / 1e6:.1f} MB are free there; "
            "free some space or choose another folder with -o."
        )


def remove(path: Path) -> None:
    """Remove a file. Raises OutputError when it cannot be removed."""
    try:
        path.unlink()
    except OSError as error:
        raise OutputError(f"{path} cannot be removed: {reason(error)}.") from error


def reason(error: OSError) -> str:
    """The system's own words for what went wrong, in lower case and without the path."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def _temp(folder: Path, tag: str) -> Path:
    return folder / f".tmp-{tag}-{HOST}-{os.getpid()}-{secrets.token_hex(6)}"


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {reason(error)}.") from error


def _closed(out: BinaryIO, early: Iterable[Future[None]]) -> None:
    """Have the disk take what it was not asked to take before, and close the file."""
    with out:
        for done in early:
            done.result()  # the disk tells a failure once
        _sync(out)


def _sync(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())


def _discard(temp: Path) -> None:
    with suppress(OSError):
        temp.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there, and replace is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
