"""Read a script: the bytes of an interview become a Script, or a ScriptError that gives the reason.

The steps are pure functions in modules of their own: decode, clean, formats, boilerplate, declarations, styles,
headings, turns, roles. `reading` joins them; it is imported on first use to keep the start of the command fast.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from audiobuild.errors import ScriptError
from audiobuild.i18n import _
from audiobuild.model import Role, Script
from audiobuild.script.as_json import script_as_json
from audiobuild.script.report import reading_report
from audiobuild.storage.files import decoded_name

__all__ = ["exact_form", "people_of", "read_bytes", "read_script", "reading_report", "script_as_json"]


def read_script(path: Path, overrides: Mapping[str, Role] = {}) -> Script:
    """The Script of a file; `overrides` maps a speaker's label or name to a role.

    Raises ScriptError if the file is missing or unreadable, or contains no interview.
    """
    return read_bytes(_bytes_of(path), decoded_name(str(path)), overrides)


def exact_form(
    path: Path, overrides: Mapping[str, Role] = {}, target: Path | None = None, read: Script | None = None
) -> tuple[Script, str]:
    """The Script of a file, and its text in the exact form; `target` is the file that it is meant for.

    `read` is the script if it was read already.

    Raises ScriptError as `read_script` does, or if the script cannot be written so that it is read as the same.
    """
    from audiobuild.script.exact_write import moved, write_exact

    data = _bytes_of(path)
    script = read or read_bytes(data, decoded_name(str(path)), overrides)
    with _without_collection():
        return script, write_exact(moved(script, path.parent, target.parent) if target else script, data)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise ScriptError(_unreadable(path, error)) from error


def read_bytes(data: bytes, path: str, overrides: Mapping[str, Role] = {}) -> Script:
    """The Script of a file's bytes; `path` is used in messages, and as the title if there is no other.

    Raises ScriptError if the bytes contain no interview.
    """
    from audiobuild.script.gender import with_genders
    from audiobuild.script.reading import read
    from audiobuild.script.unheard import unheard_names, unusable_values

    with _without_collection():
        script = with_genders(read(data, path, overrides))
        return replace(script, warnings=(*script.warnings, *unheard_names(script), *unusable_values(script)))


def people_of(script: Script) -> str:
    """Who speaks, with how many turns, and what was read as text."""
    from audiobuild.script.unheard import people_of

    return people_of(script)


def spoken_names(script: Script) -> tuple[str, ...]:
    """The names of the people of a Chinese script, as its labels, its declarations and its front matter give them."""
    from audiobuild.script.spoken_names import spoken_names

    return spoken_names(script)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Disable the garbage collector, which took a sixth of the time: reading makes many objects but no cycles."""
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
        return _("{name} does not exist; check the name.").format(name=name)
    if isinstance(error, IsADirectoryError):
        return _("{name} is a folder; name a script in it.").format(name=name)
    if isinstance(error, PermissionError):
        return _("cannot read {name}: permission denied; change its permissions.").format(name=name)
    return _("cannot read {name}: {reason}; check the file.").format(
        name=name, reason=getattr(error, "strerror", None) or error
    )
