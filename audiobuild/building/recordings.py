"""The recorded answers of an episode: the files of the show's folder of recordings, and what they say about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from audiobuild.config import read_show, with_front_matter
from audiobuild.i18n import _
from audiobuild.model import Script, ScriptWarning, Show
from audiobuild.planning.recordings import Recordings, Take, find_recordings, takes
from audiobuild.storage.files import relative_to_here

ENDINGS = (".wav", ".flac", ".ogg", ".mp3", ".m4a")
CODE = "recording"  # of the warnings


def recordings_folder(show: Show, episode: str) -> Path | None:
    """The folder with the recordings of an episode: that of its name in the show's folder of recordings, else this."""
    if show.recordings is None:
        return None
    own = show.recordings / episode
    return own if own.is_dir() else show.recordings


def recorded_files(folder: Path | None) -> list[Path]:
    """The recordings in a folder in order; of two that differ only in their ending the first of ENDINGS comes first."""
    if folder is None:
        return []
    try:
        found = [
            path for path in relative_to_here(folder).iterdir() if path.suffix.lower() in ENDINGS and path.is_file()
        ]
    except OSError:  # reported by `recordings_of`
        return []
    shown = (path for path in found if not path.name.startswith("."))
    return sorted(shown, key=lambda path: (path.stem, ENDINGS.index(path.suffix.lower())))


def stamp(folder: Path | None) -> list[tuple[str, int, int]]:
    """What changes when a recording does: each file's name, time and size."""
    facts = [(path.name, path.stat()) for path in recorded_files(folder)]
    return [(name, found.st_mtime_ns, found.st_size) for name, found in facts]


def recordings_of(script: Script, folder: Path | None, names: Mapping[str, str]) -> Recordings:
    """Which recording is which turn; none without a folder. Its problems name the files by their paths."""
    if folder is None:
        return Recordings()
    shown = relative_to_here(folder)
    if not folder.is_dir():
        return Recordings(
            problems=[
                _("there is no folder {shown}; make it, or take “recordings” out of the settings.").format(shown=shown)
            ]
        )
    found = find_recordings(script, recorded_files(folder), names)
    found.problems = [_("{shown}: {problem}").format(shown=shown, problem=problem) for problem in found.problems]
    return found


@dataclass(frozen=True, slots=True)
class TakeList:
    """What may be recorded of a script, where the files are looked for (None: nowhere), and what is wrong with some."""

    takes: tuple[Take, ...]
    folder: Path | None
    problems: tuple[str, ...]


def list_takes(script: Script, path: Path, show: Path, names: Mapping[str, str]) -> TakeList:
    """The guide of recordings of the script in the file `path`, in the show of the folder `show`.

    Raises ConfigError for settings that cannot be read.
    """
    settings = with_front_matter(read_show(show), script.settings, path.parent, lambda key: f"{path}: {key}")
    folder = recordings_folder(settings, path.stem)
    found = takes(script, recorded_files(folder), names)
    return TakeList(found, folder, tuple(recordings_of(script, folder, names).problems))


def recording_warnings(problems: Iterable[str]) -> tuple[ScriptWarning, ...]:
    """A warning for each recording that is not used as its name asks."""
    return tuple(ScriptWarning(CODE, None, problem) for problem in problems)
