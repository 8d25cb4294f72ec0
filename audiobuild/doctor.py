"""Checks what works on this machine, and says how to fix the rest."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from audiobuild import engines
from audiobuild.config import read_profiles, read_show
from audiobuild.engines.protocol import SENTENCES
from audiobuild.errors import AudiobuildError
from audiobuild.model import Profiles, Voice
from audiobuild.storage import files

PACKAGES = ("click", "mutagen", "numpy", "onnxruntime", "lameenc", "miniaudio", "pillow", "pydub", "edge-tts")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; a `needed` finding that is not ok makes the command fail."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True


def examine(folder: Path, live: bool) -> list[Finding]:
    """Look at Python, packages, settings, every engine and the output folder.

    `live` lets the online engines speak too, for which each is asked for its voices and two short sentences.
    """
    settings = _settings(folder)
    return [
        Finding("python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        *_packages(),
        settings,
        *(_engines(folder, live) if settings.ok else ()),
        _writable(folder / "output"),
    ]


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(name, True, version(name))
        except PackageNotFoundError:
            yield Finding(name, False, "is not installed.", f"Install it with: pip install {name}")


def _settings(folder: Path) -> Finding:
    try:
        show, profiles = read_show(folder), read_profiles(folder)
    except AudiobuildError as error:
        return Finding("settings", False, str(error))
    voices = ", ".join(f"{name} {len(profiles[name].voices)}" for name in engines.BUILT_IN)
    return Finding("settings", True, f"engine {show.engine}; voices: {voices}")


def _engines(folder: Path, live: bool) -> Iterator[Finding]:
    """What each engine says of itself; one of another package fails the command only where the show uses it."""
    show = read_show(folder)
    for name in engines.names():
        needed = name in engines.BUILT_IN or name in (show.engine, show.fallback)
        try:
            voices = _samples(read_profiles(folder)[name])
            for check in engines.make(name, show).examine(voices, live):
                yield Finding(check.what, check.ok, check.found, check.remedy, needed and check.needed)
        except AudiobuildError as error:
            yield Finding(f"engine {name}", False, str(error), needed=needed)


def _samples(profiles: Profiles) -> dict[str, Voice]:
    """For each language that the engine casts, its first guest."""
    spoken = [language for language in SENTENCES if language in profiles.casts]
    return {language: profiles.voices[profiles.casts[language].guests[0]] for language in spoken}


def _writable(folder: Path) -> Finding:
    existed = folder.exists()
    try:
        files.probe(folder)
        if not existed:
            folder.rmdir()
    except AudiobuildError as error:
        return Finding("output", False, str(error), "Choose another folder with -o.")
    return Finding("output", True, f"{folder} can be written")
