"""Writes that are whole or absent: a temporary file in the same folder, then one replace."""

from __future__ import annotations

import os
import platform
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from audiobuild.errors import PublishError

HOST = re.sub(r"[^A-Za-z0-9]", "_", platform.node())[:40]  # stands in the names of temporary files
_DAY = 86_400.0  # seconds


@contextmanager
def whole(path: Path, *, durable: bool = False, temps: Path | None = None, tag: str = "") -> Iterator[BinaryIO]:
    """Open a file that appears under `path` only when the block ends without an exception.

    Until then it lies in the folder `temps` (on the same disk; None: beside `path`) with the `tag` in its name, by
    which `sweep` finds what a killed process left. With `durable` the bytes and the folder entry are on the disk before
    this returns. Raises PublishError, naming the path and the reason, when the folder or the file cannot be written;
    the old file is then untouched.
    """
    temp = (temps or path.parent) / f".tmp-{tag}-{HOST}-{os.getpid()}-{secrets.token_hex(6)}"
    try:
        temp.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        with temp.open("xb") as out:
            yield out
            if durable:
                out.flush()
                os.fsync(out.fileno())
        temp.replace(path)
        if durable:
            _sync_folder(path.parent)
    except OSError as error:
        _discard(temp)
        raise PublishError(f"{path} cannot be written: {reason(error)}.") from error
    except BaseException:
        _discard(temp)
        raise


def probe(folder: Path, temps: Path | None = None, tag: str = "") -> None:
    """Find out before long work whether the folder takes files. Raises PublishError when it does not."""
    trial = folder / f".tmp-{tag}-{HOST}-{os.getpid()}-probe"
    with refusing(folder):
        try:
            with whole(trial, temps=temps, tag=tag):
                pass
        except PublishError as error:
            raise error.__cause__ or error from error
        _discard(trial)


@contextmanager
def refusing(folder: Path) -> Iterator[None]:
    """Tell an OSError as what it is: a folder that takes no files."""
    try:
        yield
    except OSError as error:
        text = f"the folder {folder} takes no files: {reason(error)}; choose another with -o."
        raise PublishError(text) from error


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
    """Raise PublishError when the disk has fewer than `needed` bytes free for a new file under `path`."""
    with refusing(path.parent):
        free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise PublishError(
            f"{path} cannot be written: it needs {needed / 1e6:.1f} MB, and {free / 1e6:.1f} MB are free there; "
            "free some space or choose another folder with -o."
        )


def remove(path: Path) -> None:
    """Remove a file. Raises PublishError when it cannot be removed."""
    try:
        path.unlink()
    except OSError as error:
        raise PublishError(f"{path} cannot be removed: {reason(error)}.") from error


def reason(error: OSError) -> str:
    """The system's own words for what went wrong, in lower case and without the path."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


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
