"""The reading room: the bytes of an interview become a Script, or one ScriptError that says why not.

The steps, each a pure function in a module of its own: decode, clean, container, furniture, declarations, styles,
headings, turns, roles. `reading` joins them; it is imported on first use, so that asking for help costs nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from audiobuild.errors import ScriptError
from audiobuild.model import Role, Script
from audiobuild.script.as_json import script_as_json
from audiobuild.script.report import reading_report

__all__ = ["read_bytes", "read_script", "reading_report", "script_as_json"]


def read_script(path: Path, overrides: Mapping[str, Role] = {}) -> Script:
    """The interview in the file; `overrides` gives speakers (by label or name) a role.

    Raises ScriptError when there is no such file, it cannot be read, or there is no interview in it.
    """
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ScriptError(_unreadable(path, error)) from error
    return read_bytes(data, str(path), overrides)


def read_bytes(data: bytes, path: str, overrides: Mapping[str, Role] = {}) -> Script:
    """The interview in the bytes of a file; `path` is for messages and for the title of last resort.

    Raises ScriptError when there is no interview in them.
    """
    from audiobuild.script.reading import read

    with _without_collection():
        return read(data, path, overrides)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Reading makes many small objects and no cycles: looking for cycles among them is a sixth of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _unreadable(path: Path, error: Exception) -> str:
    from audiobuild.script.lines import printable

    name = printable(str(path))
    if isinstance(error, FileNotFoundError):
        return f"{name} does not exist; check the name."
    if isinstance(error, IsADirectoryError):
        return f"{name} is a folder; name a script in it."
    if isinstance(error, PermissionError):
        return f"{name} may not be read; check its permissions."
    return f"{name} cannot be read: {getattr(error, 'strerror', None) or error}."
