"""The engine that speaks with Microsoft's online voices through edge-tts; it sends the text to that service."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import TYPE_CHECKING

from audiobuild.engines.edge.limits import LIMITS, Limits
from audiobuild.engines.edge.text import cut, speakable
from audiobuild.errors import EngineError, Interrupted
from audiobuild.model import Piece, Pronunciation, Take, Utterance, Voice
from audiobuild.pronunciation.lexicon import Lexicon

if TYPE_CHECKING:
    from audiobuild.engines.edge.answer import Heard
    from audiobuild.engines.edge.service import Service

EPOCH = 2  # the service shows no version: raise when a change here or there changes the sound
START, CEILING = 4, 8  # connections at once: to begin with, and at most


class Edge:
    """Speaks one piece a connection, several at once, and accepts an answer only when it is whole.

    `settings` are those of [edge]: proxy, endpoint, start, ceiling.
    """

    name = "edge"

    def __init__(
        self, settings: Mapping[str, str], lexicon: Lexicon | None = None, limits: Limits | None = None
    ) -> None:
        self._settings = settings
        self._lexicon = lexicon or Lexicon()
        self._limits = limits or LIMITS
        self.frontend_version = f"2{self._lexicon.digest}"
        ceiling = int(settings.get("ceiling", CEILING))
        self.concurrency = 2 * ceiling  # the pace decides how many of them are asking, the others wait or encode
        self._lock = threading.Lock()
        self._service: Service | None = None
        self._asking: set[Future[Heard]] = set()
        self._stopped = False
        self._doubts: dict[tuple[str, str], str] = {}  # by text and voice

    def pronounce(self, utterance: Utterance) -> Pronunciation:
        """The text without what XML cannot carry, respelled by the lexicon, cut at the ends of sentences or clauses."""
        parts = [(part, self._lexicon.respelled(speakable(part))) for part in cut(utterance.text, self._respelled)]
        return Pronunciation(tuple(Piece(written, said, said) for written, said in parts))

    def identity(self, voice: Voice) -> tuple[str, ...]:
        """Our own epoch, since the service tells no version, and the pitch."""
        return (str(EPOCH), f"{voice.pitch:+d}Hz")

    def load(self) -> None:
        """Import the client, then what its answers need: they come half a second after the first question."""
        from audiobuild.engines.edge import service  # noqa: F401
        from audiobuild.sound import audio  # noqa: F401

    def prepare(self, threads: int) -> None:
        """Nothing to open: the voices are elsewhere."""

    def speak(self, said: Pronunciation, voice: Voice) -> Take:
        """Ask the service for each piece; ServiceError when it cannot be had whole, Interrupted after `stop`."""
        pieces = [piece for piece in said.pieces if any(letter.isalnum() for letter in piece.engine_input)]
        text = "".join(piece.written for piece in said.pieces).strip()
        if not pieces:
            raise EngineError(f"nothing in “{text}” can be spoken: take it out of the script.")
        heard = [self._asked(piece, voice) for piece in pieces]
        from audiobuild.engines.edge.sound import joined
        from audiobuild.sound.audio import to_take  # not sooner: numpy is loaded while the service thinks

        if doubts := list(dict.fromkeys(doubt for answer in heard for doubt in answer.doubts)):
            self._doubts["".join(piece.written for piece in said.pieces), voice.name] = "; ".join(doubts)
        samples, rate, words = joined(pieces, heard)
        return replace(to_take(samples, rate), words=words)

    def warning(self, utterance: Utterance) -> str:
        """What the soft checks said of the answer that was taken at last."""
        found = self._doubts.get((utterance.text, utterance.voice.name))
        return f"edge: “{utterance.text.strip()[:40]}”: {found}." if found else ""

    def stop(self) -> None:
        """Cancel what is being asked for, even where the service stalls; `speak` raises Interrupted from now on."""
        with self._lock:
            self._stopped = True
            for future in self._asking:
                future.cancel()

    def _respelled(self, text: str) -> str:
        return self._lexicon.respelled(speakable(text))

    def _asked(self, piece: Piece, voice: Voice) -> Heard:
        with self._lock:
            if self._stopped:
                raise Interrupted("speaking was stopped.")
            future = self._opened().ask(piece, voice)
            self._asking.add(future)
        try:
            return future.result()
        except CancelledError as error:
            raise Interrupted("speaking was stopped.") from error
        finally:
            future.cancel()  # when the wait itself was interrupted
            with self._lock:
                self._asking.discard(future)

    def _opened(self) -> Service:
        from audiobuild.engines.edge.service import shared

        if self._service is None:
            given = self._settings
            start, ceiling = int(given.get("start", START)), int(given.get("ceiling", CEILING))
            pace = (min(start, ceiling), ceiling)
            self._service = shared(given.get("endpoint", ""), given.get("proxy", ""), pace, self._limits)
        return self._service
