"""Says what works on this machine, and how to mend the rest."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from audiobuild.config import read_profiles, read_show
from audiobuild.engines.pool import EnginePool
from audiobuild.errors import AudiobuildError
from audiobuild.model import Utterance
from audiobuild.storage import files

PACKAGES = ("click", "mutagen", "numpy", "onnxruntime", "lameenc", "miniaudio", "pillow", "pydub", "edge-tts")
SENTENCES = {"zh": "你好，世界。", "en": "Hello, world."}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `needed` findings that are not ok make the doctor fail."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True


def examine(folder: Path, live: bool) -> list[Finding]:
    """Look at Python, packages, settings, the embedded voice, the way to the online voices and the output folder.

    `live` has the online voices speak too: one list of voices and two short sentences are asked for.
    """
    return [
        Finding("python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        *_packages(),
        _settings(folder),
        *_embedded(folder),
        _online(folder),
        *(_live(folder) if live else ()),
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
    voices = ", ".join(f"{name} {len(found.voices)}" for name, found in profiles.items())
    return Finding("settings", True, f"engine {show.engine}; voices: {voices}")


def _embedded(folder: Path) -> Iterator[Finding]:
    """Speak one short sentence in each language, as a build would."""
    try:
        profiles = read_profiles(folder)["kokoro"]
        speaker = EnginePool().get("kokoro", read_show(folder))
        for language, text in SENTENCES.items():
            voice = profiles.voices[profiles.casts[language].guests[0]]
            take = speaker.speak(speaker.pronounce(Utterance(text, voice, language)), voice)
            seconds = len(take.samples) / take.rate
            yield Finding(f"embedded voice ({language})", True, f"{voice.name} spoke {seconds:.1f} s")
    except AudiobuildError as error:
        yield Finding("embedded voice", False, str(error))


def _online(folder: Path) -> Finding:
    """Whether the way to the online voices is open; a note only, since the embedded voice needs no network."""
    from audiobuild.engines.edge import probe

    try:
        way = probe.way_of(read_show(folder).engines.get("edge", {}))
        probe.reach(way)
    except AudiobuildError as error:
        return Finding("online voices", False, str(error), "Only --engine edge needs it.", needed=False)
    return Finding("online voices", True, f"the service can be reached {way}", needed=False)


def _live(folder: Path) -> Iterator[Finding]:
    """What the online voices answer to three short questions, in figures."""
    from audiobuild.engines.edge import probe

    try:
        profiles = read_profiles(folder)["edge"]
        sentences = {profiles.voices[profiles.casts[name].guests[0]]: text for name, text in SENTENCES.items()}
        for seen in probe.live(read_show(folder).engines.get("edge", {}), sentences):
            yield Finding(seen.what, seen.ok, seen.found)
    except AudiobuildError as error:
        yield Finding("live", False, str(error))


def _writable(folder: Path) -> Finding:
    existed = folder.exists()
    try:
        files.probe(folder)
        if not existed:
            folder.rmdir()
    except AudiobuildError as error:
        return Finding("output", False, str(error), "Choose another folder with -o.")
    return Finding("output", True, f"{folder} can be written")
