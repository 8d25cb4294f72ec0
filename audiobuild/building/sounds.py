"""The sounds of a show: files of its folder “sounds”, which scripts ask for by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from audiobuild.i18n import _
from audiobuild.model import ScriptWarning
from audiobuild.storage.files import relative_to_here

FOLDER = "sounds"
ENDINGS = (".wav", ".flac", ".mp3", ".ogg")
FADE = 50  # milliseconds at the end of a sound, which has its own end: enough against a click
MOST_NAMED = 12  # names of a folder in a message


def show_sounds(show: Path) -> dict[str, Path]:
    """The files of a show's sounds by name, with and without their ending, in lower case."""
    files = _files(show)
    files.sort(key=lambda path: ENDINGS.index(path.suffix.lower()), reverse=True)  # of equal names the first ending
    return {name: path for path in files for name in (_folded(path.stem), _folded(path.name))}


def stamp(show: Path) -> list[tuple[str, int, int]]:
    """What changes when a sound does: each file's name, time and size."""
    facts = [(path.name, path.stat()) for path in _files(show)]
    return sorted((name, found.st_mtime_ns, found.st_size) for name, found in facts)


def missing_sounds(missing: Mapping[str, int], show: Path) -> tuple[ScriptWarning, ...]:
    """A warning for each sound that the show does not have, with what it has."""
    if not missing:
        return ()
    folder = relative_to_here(show / FOLDER)
    names = sorted({path.stem for path in _files(show)})
    there = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    found = _("there are: {there}").format(there=there) if names else _("there are none")
    endings = _("{endings} or {last}").format(endings=", ".join(ENDINGS[:-1]), last=ENDINGS[-1])
    return tuple(
        ScriptWarning(
            "sound",
            line,
            _("there is no sound “{name}” in {folder} ({found}); add a {endings} of this name.").format(
                name=name, folder=folder, found=found, endings=endings
            ),
        )
        for name, line in missing.items()
    )


def _files(show: Path) -> list[Path]:
    try:
        found = sorted((show / FOLDER).iterdir())
    except OSError:  # the folder is optional
        return []
    return [
        path for path in found if path.suffix.lower() in ENDINGS and not path.name.startswith(".") and path.is_file()
    ]


def _folded(name: str) -> str:
    """A name as marks have it; macOS keeps names decomposed."""
    return unicodedata.normalize("NFKC", name).casefold().strip()
