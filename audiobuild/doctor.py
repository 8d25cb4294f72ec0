"""Checks what works on this machine, and reports how to fix the rest."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from audiobuild import config, engines
from audiobuild.config import read_profiles, read_show
from audiobuild.engines.protocol import SENTENCES
from audiobuild.errors import AudiobuildError
from audiobuild.i18n import _
from audiobuild.model import Profiles, Show, Voice
from audiobuild.planning.cast import find_voice
from audiobuild.storage import files

_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was checked, and its remedy; a `needed` one that is not ok makes the command fail."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True


def diagnose(folder: Path, live: bool) -> list[Diagnosis]:
    """Look at Python, packages, settings, every engine and the output folder.

    `live` lets the online engines speak too, for which each is asked for its voices and two short sentences.
    """
    settings = _settings(folder)
    return [
        Diagnosis(
            "python",
            True,
            _("{python_version} on {system} {machine}").format(
                python_version=platform.python_version(), system=platform.system(), machine=platform.machine()
            ),
        ),
        *_packages(),
        settings,
        *(_engines(folder, live) if settings.ok else ()),
        _writable(folder / "output"),
    ]


def _packages() -> Iterator[Diagnosis]:
    for name in _required():
        try:
            yield Diagnosis(name, True, version(name))
        except PackageNotFoundError:
            yield Diagnosis(
                name, False, _("is not installed."), _("Install it with: pip install {name}").format(name=name)
            )


def _required() -> list[str]:
    """The packages that audiobuild's own metadata requires on every machine."""
    try:
        lines = requires("audiobuild") or []
    except PackageNotFoundError:
        return []  # run from a checkout that was never installed
    names = (_NAME.match(line) for line in lines if ";" not in line)  # a condition follows the semicolon
    return [name[0] for name in names if name]


def _settings(folder: Path) -> Diagnosis:
    try:
        show, profiles = read_show(folder), read_profiles(folder)
    except AudiobuildError as error:
        return Diagnosis(_("settings"), False, str(error))
    voices = ", ".join(f"{name} {len(profiles[name].voices)}" for name in engines.BUILT_IN)
    return Diagnosis(
        _("settings"), True, _("engine {engine}; voices: {voices}").format(engine=show.engine, voices=voices)
    )


def _engines(folder: Path, live: bool) -> Iterator[Diagnosis]:
    """The checks of each engine; one of another package makes the command fail only if the show uses it."""
    show = read_show(folder)
    for name in engines.names():
        needed = name in engines.BUILT_IN or name in (show.engine, show.fallback)
        try:
            voices = _samples(read_profiles(folder), name, show)
            for check in engines.make(name, show).examine(voices, live):
                yield Diagnosis(check.what, check.ok, check.found, check.remedy, needed and check.needed)
        except AudiobuildError as error:
            yield Diagnosis(_("engine {name}").format(name=name), False, str(error), needed=needed)


def _samples(every: Mapping[str, Profiles], name: str, show: Show) -> dict[str, Voice]:
    """For each language that the engine casts, the first voice that the show wants of it, else its first guest."""
    profiles = every[name]
    wanted = [find_voice(wish, name, every) for wish in show.voices.values() if _engine_of(wish, show) == name]
    samples = {}
    for language, casting in profiles.casts.items():
        if language in SENTENCES:
            fitting = [voice for voice in wanted if voice.language in (language, "any")]
            samples[language] = next(iter(fitting), profiles.voices[casting.guests[0]])
    return samples


def _engine_of(wish: str, show: Show) -> str:
    """The engine of "engine:voice", else that of the show."""
    return wish.rpartition(":")[0] or config.engine_name(show, None)


def _writable(folder: Path) -> Diagnosis:
    existed = folder.exists()
    try:
        files.probe(folder)
        if not existed:
            folder.rmdir()
    except AudiobuildError as error:
        return Diagnosis(_("output"), False, str(error), _("Choose another folder with -o."))
    return Diagnosis(_("output"), True, _("{folder} can be written").format(folder=folder))
