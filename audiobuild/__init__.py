"""Turns interview scripts into chaptered podcast episodes.

>>> import audiobuild
>>> script = audiobuild.read("talk.txt")
>>> with audiobuild.Builder(show="my-show", engine="kokoro", jobs=2) as builder:
...     episode = builder.build("my-show/scripts/talk.txt", progress=print)
>>> audiobuild.publish("my-show/output")

Everything that may be imported is in `__all__`; each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from audiobuild._version import __version__

if TYPE_CHECKING:
    from audiobuild.api import check, publish, read
    from audiobuild.builder import Builder, Progress
    from audiobuild.building.batch import Kept, Listener
    from audiobuild.building.build import Status
    from audiobuild.building.episode import EpisodePlan
    from audiobuild.building.requests import BuildRequest
    from audiobuild.checking.finding import Finding
    from audiobuild.errors import (
        AudiobuildError,
        AudioError,
        ClusterError,
        ConfigError,
        EngineError,
        Interrupted,
        OutputError,
        PublishError,
        ScriptError,
        ServiceError,
    )
    from audiobuild.model import (
        BuiltEpisode,
        Dropped,
        Piece,
        Pronunciation,
        Reading,
        Role,
        Script,
        ScriptWarning,
        Section,
        Speaker,
        Take,
        Turn,
        Utterance,
        Voice,
        Word,
    )
    from audiobuild.preview import Preview, Pronounced
    from audiobuild.publishing.publish import Published

#: Where each public name lives.
_HOMES = {
    "audiobuild.api": ("check", "publish", "read"),
    "audiobuild.builder": ("Builder", "Progress"),
    "audiobuild.building.batch": ("Kept", "Listener"),
    "audiobuild.building.build": ("Status",),
    "audiobuild.building.episode": ("EpisodePlan",),
    "audiobuild.building.requests": ("BuildRequest",),
    "audiobuild.checking.finding": ("Finding",),
    "audiobuild.errors": (
        *("AudiobuildError", "AudioError", "ClusterError", "ConfigError", "EngineError", "Interrupted", "OutputError"),
        *("PublishError", "ScriptError", "ServiceError"),
    ),
    "audiobuild.model": (
        *("BuiltEpisode", "Dropped", "Piece", "Pronunciation", "Reading", "Role", "Script", "ScriptWarning", "Section"),
        *("Speaker", "Take", "Turn", "Utterance", "Voice", "Word"),
    ),
    "audiobuild.preview": ("Preview", "Pronounced"),
    "audiobuild.publishing.publish": ("Published",),
}

__all__ = [
    "AudioError",
    "AudiobuildError",
    "BuildRequest",
    "Builder",
    "BuiltEpisode",
    "ClusterError",
    "ConfigError",
    "Dropped",
    "EngineError",
    "EpisodePlan",
    "Finding",
    "Interrupted",
    "Kept",
    "Listener",
    "OutputError",
    "Piece",
    "Preview",
    "Progress",
    "Pronounced",
    "Pronunciation",
    "PublishError",
    "Published",
    "Reading",
    "Role",
    "Script",
    "ScriptError",
    "ScriptWarning",
    "Section",
    "ServiceError",
    "Speaker",
    "Status",
    "Take",
    "Turn",
    "Utterance",
    "Voice",
    "Word",
    "__version__",
    "check",
    "publish",
    "read",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used, so that importing the package costs nothing."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module “audiobuild” has no attribute “{name}”")


def __dir__() -> list[str]:
    return sorted(__all__)
