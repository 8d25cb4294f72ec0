"""Writes files that appear whole or not at all: a temporary file on the same disk, then one rename."""

from __future__ import annotations

import os
import platform
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from audiobuild.errors import OutputError
from audiobuild.i18n import _

if TYPE_CHECKING:
    from concurrent.futures import Future

HOST = re.sub(r"[^A-Za-z0-9]", "_", platform.node())[:40]  # part of the names of temporary files
FOREIGN_AGE = 86_400.0  # seconds: no write takes a day, so another host's temporary file is then stale
_UNDECODED = re.compile(r"[^\s/]*[\udc80-\udcff][^\s/]*")  # a name with bytes that are not UTF-8, as Python keeps them
SYNC_EVERY = 32 << 20  # bytes: the disk syncs them while the next are written (0.8 instead of 1.6 s for ten hours)


@contextmanager
def atomic_write(path: Path, *, durable: bool = False, temps: Path | None = None, tag: str = "") -> Iterator[BinaryIO]:
    """Open a file that appears at `path` only when the block ends without an exception.

    Until then it is a temporary file in the folder `temps` (on the same disk; None: the folder of `path`), with `tag`
    in its name so that `sweep` finds it if the process is killed. With `durable` the bytes and the folder entry are on
    the disk before this returns. Raises OutputError, with the path and the reason, when the folder or the file cannot
    be written; the old file is then unchanged.
    """
    temp = _temp_path(temps or path.parent, tag)
    try:
        with _writing(path):
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


class FileGroup:
    """Files of one folder that appear when the block ends, one after another, unless an exception ends it.

    No old file changes before the bytes of all new ones are on the disk; after the block their names are too. The disk
    syncs one file while the next is written. Raises OutputError as `atomic_write` does.
    """

    def __init__(self, folder: Path, tag: str) -> None:
        self._folder, self._tag = folder, tag
        from concurrent.futures import ThreadPoolExecutor  # imported here: most commands write nothing

        self._disk = ThreadPoolExecutor(1, thread_name_prefix="disk")
        self._temps: dict[Path, Path] = {}  # by the path they are for
        self._synced: dict[Path, Future[None]] = {}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Rename all temporary files, or delete them."""
        try:
            if kind is None:
                self._place()
        finally:
            self._disk.shutdown()
            for temp in self._temps.values():
                _discard(temp)

    def write(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write a file; it appears when the block ends."""
        path = self._folder / name
        self._temps[path] = temp = _temp_path(self._folder, self._tag)
        with _writing(path), ExitStack() as opened:
            self._folder.mkdir(parents=True, exist_ok=True)
            out = opened.enter_context(temp.open("xb"))
            self._synced[path] = self._disk.submit(_sync_and_close, out, self._flow(out, blocks))
            opened.pop_all()  # the disk thread closes it after the sync

    def _flow(self, out: BinaryIO, blocks: Iterable[bytes]) -> list[Future[None]]:
        """Write the blocks; returns the syncs that were started meanwhile."""
        from concurrent.futures import wait

        early: list[Future[None]] = []
        try:
            waiting = 0
            for block in blocks:
                out.write(block)
                waiting += len(block)
                if waiting >= SYNC_EVERY:
                    early.append(self._disk.submit(os.fsync, out.fileno()))
                    waiting = 0
        except BaseException:
            wait(early)  # before the file is closed
            raise
        return early

    def _place(self) -> None:
        for path, synced in self._synced.items():
            with _writing(path):
                synced.result()
        for path in self._synced:
            with _writing(path):
                self._temps[path].replace(path)
            del self._temps[path]
        with writing_to(self._folder):
            _sync_folder(self._folder)


def probe(folder: Path, temps: Path | None = None, tag: str = "") -> None:
    """Write and remove an empty file, so as to fail before long work. Raises OutputError when that fails."""
    trial = folder / f".tmp-{tag}-{HOST}-{os.getpid()}-probe"
    with writing_to(folder):
        try:
            with atomic_write(trial, temps=temps, tag=tag):
                pass
        except OutputError as error:
            raise error.__cause__ or error from error
        _discard(trial)


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Raise OutputError for an OSError in the block: the folder cannot be written."""
    try:
        yield
    except OSError as error:
        text = _("cannot write to {folder}: {reason}. Choose another folder with -o.").format(
            folder=folder, reason=reason(error)
        )
        raise OutputError(text) from error


def sweep(folder: Path, tag: str) -> None:
    """Delete the temporary files of killed processes with this tag. The caller holds the tag's lock.

    Those of another host are deleted after FOREIGN_AGE only: locks may not work across hosts.
    """
    for temp in folder.glob(f".tmp-{tag}-*"):
        with suppress(OSError):
            mine = temp.name.startswith(f".tmp-{tag}-{HOST}-")
            if mine or time.time() - temp.stat().st_mtime > FOREIGN_AGE:
                temp.unlink()


def relative_to_here(path: Path) -> Path:
    """The path relative to the current folder, if it is inside it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def absolute(path: Path) -> Path:
    """The absolute path, links not resolved."""
    return Path(os.path.abspath(path))  # noqa: PTH100  (workers may not have the folder that a link leads to)


def require_space(path: Path, needed: int) -> None:
    """Raise OutputError when the disk has fewer than `needed` bytes free for a new file under `path`."""
    with writing_to(path.parent):
        free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise OutputError(
            _(
                "{path} cannot be written: it needs {needed:.1f} MB, and {free:.1f} MB are free "
                "there; free some space or choose another folder with -o."
            ).format(path=path, needed=needed / 1e6, free=free / 1e6)
        )


def remove(path: Path) -> None:
    """Remove a file. Raises OutputError when it cannot be removed."""
    try:
        path.unlink()
    except OSError as error:
        raise OutputError(_("{path} cannot be removed: {reason}.").format(path=path, reason=reason(error))) from error


def reason(error: OSError) -> str:
    """The system's message for an error in the user's language, beginning in lower case and without the path."""
    text = error.strerror or str(error)
    return _(text[:1].lower() + text[1:])


def relative_path(path: Path, folder: Path) -> str:
    """The path from a folder, with slashes, so that both can move together; the whole path from another drive.

    It is "" for a path that is not in UTF-8, which no text file can hold.
    """
    try:
        found = os.path.relpath(path.absolute(), folder.absolute())
    except ValueError:  # Windows: there is no way from one drive to another
        found = str(path.absolute())
    return "" if _UNDECODED.search(found) else Path(found).as_posix()


def decoded_name(name: str) -> str:
    """A text with file names that are not in UTF-8 read as GB18030, in which Chinese systems wrote them."""
    return _UNDECODED.sub(_as_gb18030, name)


def _as_gb18030(found: re.Match[str]) -> str:
    try:
        return os.fsencode(found[0]).decode("gb18030")
    except UnicodeDecodeError:
        return found[0]


def _temp_path(folder: Path, tag: str) -> Path:
    import secrets  # slow to load, and reading needs none of it

    return folder / f".tmp-{tag}-{HOST}-{os.getpid()}-{secrets.token_hex(6)}"


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Raise OutputError for an OSError in the block: the file cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(_("{path} cannot be written: {reason}.").format(path=path, reason=reason(error))) from error


def _sync_and_close(out: BinaryIO, early: Iterable[Future[None]]) -> None:
    with out:
        for done in early:
            done.result()  # the system reports a failed sync once, to whoever asked
        _sync(out)


def _sync(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())


def _discard(temp: Path) -> None:
    with suppress(OSError):
        temp.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there, and renames are journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
