"""`audiobuild parse --takes`: which turns of a script may be recorded, under which names, and which are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobuild.cli.printing import note, print_json, print_table, without_controls
from audiobuild.errors import AudiobuildError
from audiobuild.i18n import N_, _
from audiobuild.model import Role
from audiobuild.storage.files import relative_to_here

if TYPE_CHECKING:
    from audiobuild.building.recordings import TakeList
    from audiobuild.planning.recordings import Take

TEXT = 30  # characters of a turn in the table
_HEAD = (N_("line"), N_("name"), N_("or"), N_("recorded"), N_("text"))


def show_takes(script: Path, roles: Mapping[str, Role], as_json: bool) -> None:
    """Print the turns of a script with the names of their recordings. Raises AudiobuildError."""
    from audiobuild.building.episode import read_with_roles, speaker_names
    from audiobuild.building.recordings import list_takes
    from audiobuild.config import show_folder

    read = read_with_roles(script, roles, {})
    found = list_takes(read, script, show_folder(script) or Path.cwd(), speaker_names(read))
    lengths = {path: _length(path) for take in found.takes for path in take.recorded}
    if as_json:
        print_json(_as_json(script, found, lengths))
        return
    print_table(_HEAD, [_row(take, lengths) for take in found.takes])
    for line in (*_summary(found), *found.problems):
        note(without_controls(line))


def _length(path: Path) -> float | str:
    """The seconds of a recording, or why it cannot be used."""
    from audiobuild.sound.recording import open_recording

    try:
        return len(open_recording(path, _RATE)) / _RATE
    except AudiobuildError as error:
        return str(error)


_RATE = 8_000  # Hz: enough to know the length


def _row(take: Take, lengths: Mapping[Path, float | str]) -> dict[str, str]:
    return {
        "line": str(take.line),
        "name": take.name,
        "or": take.number if take.number != take.name else "",
        "recorded": ", ".join(_state(path, lengths[path]) for path in take.recorded) or "-",
        "text": take.text if len(take.text) <= TEXT else take.text[: TEXT - 1] + "…",
    }


def _state(path: Path, length: float | str) -> str:
    return (
        f"{path.name} ({length:.1f} s)"
        if isinstance(length, float)
        else _("{name} (cannot be used)").format(name=path.name)
    )


def _summary(found: TakeList) -> Iterable[str]:
    """How many turns of each speaker are recorded, and where the files are looked for."""
    for speaker, own in groupby(sorted(found.takes, key=lambda take: take.speaker), key=lambda take: take.speaker):
        turns = list(own)
        recorded = sum(bool(take.recorded) for take in turns)
        yield _("{speaker}: {recorded} of {total} recorded.").format(
            speaker=speaker, recorded=recorded, total=len(turns)
        )
    if found.folder is None:
        yield _('no folder of recordings is set: write recordings = "rec/" in audiobuild.toml, or in the front matter.')
        return
    yield (
        _(
            "put files with these names into {folder} (.wav, .flac, .ogg, .mp3 or .m4a); a name "
            "with .2 at its end is the second sentence of the turn."
        ).format(folder=relative_to_here(found.folder))
    )


def _as_json(script: Path, found: TakeList, lengths: Mapping[Path, float | str]) -> dict[str, Any]:
    return {
        "schema": "audiobuild.takes/1",
        "script": str(script),
        "folder": str(found.folder) if found.folder else None,
        "takes": [_take(take, lengths) for take in found.takes],
        "problems": [*found.problems, *(text for text in lengths.values() if isinstance(text, str))],
    }


def _take(take: Take, lengths: Mapping[Path, float | str]) -> dict[str, Any]:
    return {
        "line": take.line,
        "role": take.role,
        "speaker": take.speaker,
        "name": take.name,
        "number": take.number,
        "text": take.text,
        "sentences": list(take.sentences),
        "recorded": [{"file": path.name, "seconds": _seconds(lengths[path])} for path in take.recorded],
    }


def _seconds(length: float | str) -> float | None:
    return round(length, 3) if isinstance(length, float) else None
