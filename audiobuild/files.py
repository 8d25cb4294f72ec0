"""Writes that are whole or absent: a temporary file in the same folder, then one replace."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from audiobuild.errors import PublishError


@contextmanager
def whole(path: Path, *, durable: bool = False) -> Iterator[BinaryIO]:
    """Open a file that appears under `path` only when the block ends without an exception.

    With `durable` the bytes and the folder entry are on the disk before this returns. Raises PublishError, naming
    the path and the reason, when the folder or the file cannot be written; the old file is then untouched.
    """
    temp = path.parent / f".tmp-{os.getpid()}-{secrets.token_hex(6)}"
    try:
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


def probe(folder: Path) -> None:
    """Find out before long work whether the folder takes files. Raises PublishError when it does not."""
    trial = folder / f".tmp-probe-{os.getpid()}-{secrets.token_hex(6)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch(exist_ok=False)
        trial.unlink()
    except OSError as error:
        raise PublishError(f"the folder {folder} takes no files: {reason(error)}; choose another with -o.") from error


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
