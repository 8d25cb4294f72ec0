"""The engines of one builder: made when first needed, shared by episodes with equal settings, stopped together."""

from __future__ import annotations

import threading

from audiobuild.engines import Engine, make
from audiobuild.engines.shared import Shared
from audiobuild.model import Show


class EnginePool:
    """Makes and keeps engines; safe to use from several threads.

    Engines of a pool share what is expensive (a loaded model, a connection); different pools share nothing.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engines: dict[tuple[object, ...], Engine] = {}
        self._shared = Shared()

    def get(self, name: str, show: Show) -> Engine:
        """The engine `name` with the show's settings and lexicon. Nothing heavy is loaded before it speaks.

        Raises ConfigError for an unknown engine, and for a lexicon entry that cannot be pronounced.
        """
        key = (name, *sorted(show.engines.get(name, {}).items()), None, *sorted(show.lexicon.items()))
        with self._lock:
            if key not in self._engines:
                self._engines[key] = make(name, show, self._shared)
            return self._engines[key]

    def stop(self) -> None:
        """End what the engines are speaking: their `speak` raises Interrupted. Engines got afterwards speak again."""
        with self._lock:
            stopped = list(self._engines.values())
            self._engines.clear()
        for engine in stopped:
            engine.stop()

    def close(self) -> None:
        """Stop the engines, and free what they share."""
        self.stop()
        self._shared.close()
