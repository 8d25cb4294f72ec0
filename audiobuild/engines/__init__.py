"""The engines that turn an utterance into sound, behind one protocol and one registry."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from audiobuild.engines.shared import Shared
from audiobuild.errors import ConfigError
from audiobuild.model import Pronunciation, Show, Take, Utterance, Voice
from audiobuild.pronunciation.lexicon import Lexicon

NAMES = ("kokoro", "edge", "tone")
DEFAULT = "kokoro"
ONLINE = "edge"


class Engine(Protocol):
    """What every engine can do. `speak` may be called from several threads at once."""

    name: str
    frontend_version: str  # version of the rules that turn written text into the said form
    concurrency: int  # utterances worth speaking at once whatever the number of cores; 1 where each takes a core

    def pronounce(self, utterance: Utterance) -> Pronunciation:
        """How the utterance will be said; the pieces' `written` joined are its text."""
        ...

    def identity(self, voice: Voice) -> tuple[str, ...]:
        """All that decides the sound beside the said form and the rate: model, voice and runtime versions."""
        ...

    def load(self) -> None:
        """Import what speaking needs whatever is said: called beside the reading of a script, of no other effect."""
        ...

    def prepare(self, threads: int) -> None:
        """Begin to load in the background what speaking needs; what goes wrong is raised by `speak`.

        One call of `speak` may use so many threads: one is best where several speak at once. The sound is the same.
        """
        ...

    def speak(self, said: Pronunciation, voice: Voice) -> Take:
        """The utterance, spoken. Raises EngineError when there is no sound fit to use, Interrupted after `stop`."""
        ...

    def warning(self, utterance: Utterance) -> str:
        """A sentence on what is doubtful about the sound that was taken for the utterance; "" for nothing."""
        ...

    def stop(self) -> None:
        """End what is being spoken as soon as possible; `speak` raises Interrupted from now on."""
        ...


def make(name: str, show: Show, shared: Shared) -> Engine:
    """The engine called `name` with the show's settings for it (its table in audiobuild.toml) and its lexicon.

    What it may have in common with other engines it takes from `shared`. Nothing heavy is loaded before the first
    utterance. Raises ConfigError for an unknown engine, and for a lexicon entry that cannot be pronounced.
    """
    settings = show.engines.get(name, {})
    if name == "kokoro":
        from audiobuild.engines.kokoro import Kokoro

        model = settings.get("model")
        return Kokoro(Path(model) if model else None, Lexicon(show.lexicon), shared)
    if name == "edge":
        from audiobuild.engines.edge import Edge

        return Edge(settings, Lexicon(show.lexicon))
    if name == "tone":
        from audiobuild.engines.tone import Tone

        return Tone()
    raise ConfigError(f"there is no engine “{name}”; choose one of {', '.join(NAMES)}.")
