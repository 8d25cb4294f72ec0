"""The engine that speaks with Microsoft's online voices through edge-tts; it sends the text to that service."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from audiobuild.engines.edge.limits import LIMITS, Limits
from audiobuild.engines.edge.listed import shipped
from audiobuild.engines.edge.text import cut, xml_safe
from audiobuild.engines.protocol import Check, Engine, Listing, Offer
from audiobuild.engines.shared import Shared
from audiobuild.errors import EngineError, Interrupted
from audiobuild.model import Piece, Pronunciation, Take, Utterance, Voice
from audiobuild.pronunciation.given import hold
from audiobuild.pronunciation.lexicon import Lexicon
from audiobuild.resources import voices_folder
from audiobuild.settings import Setting, Text, Whole

if TYPE_CHECKING:
    from audiobuild.engines.edge.answer import Heard
    from audiobuild.engines.edge.service import Service

EPOCH = 2  # the service has no version: raise it when the sound changes, by us or by the service
START, CEILING = 4, 8  # connections at once: to begin with, and at most
CONNECTIONS = (1, 32)  # that may be asked for at once; the service documents no limit; bans were seen above 40


class Edge(Engine):
    """Speaks each piece on its own connection, several at once, and accepts only complete answers."""

    name = "edge"
    label = "Microsoft's online voices"
    languages = ("any",)
    voices_file = voices_folder() / "edge.toml"
    voice_settings = ("pitch", "volume")
    online = True
    one_process = True  # the service counts connections by address, not by machine
    settings = (
        Setting("proxy", Text(), "proxy for all requests; default: that of the environment", "", "http://host:port"),
        Setting(
            "start", Whole(*CONNECTIONS, "connections"), "sentences requested at once, to begin with", START, START
        ),
        Setting(
            "ceiling", Whole(*CONNECTIONS, "connections"), "sentences requested at once, at most", CEILING, CEILING
        ),
        Setting("endpoint", Text(), "another server with the same protocol", "", "wss://host/path"),
    )

    def __init__(
        self,
        options: Mapping[str, Any] | None = None,
        lexicon: Lexicon | None = None,
        shared: Shared | None = None,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(options, lexicon, shared)
        self._limits = limits or LIMITS
        self.frontend_version = f"2{self.lexicon.digest}"
        # The pace decides how many of them are asking, the others wait or encode.
        self.concurrency = 2 * int(self.options["ceiling"])
        self._lock = threading.Lock()
        self._service: Service | None = None
        self._asking: set[Future[Heard]] = set()
        self._stopped = False
        self._doubts: dict[tuple[str, str], str] = {}  # by text and voice

    @classmethod
    def listed(cls) -> Listing:
        """The voices of the list shipped with the program."""
        return shipped()

    def offered(self) -> Sequence[Offer]:
        """The voices as the service offers them now. Raises EngineError when it cannot be asked."""
        from audiobuild.engines.edge import probe

        return probe.offered(self.options)

    def examine(self, voices: Mapping[str, Voice], live: bool) -> Iterator[Check]:
        """Whether the service can be reached; `live` asks for its list of voices and two short sentences too."""
        from audiobuild.engines.edge import probe

        return probe.check_service(self.options, voices, live)

    def pronounce(self, utterance: Utterance) -> Pronunciation:
        """The text without what XML cannot carry, respelled by the lexicon, cut at the ends of sentences or clauses."""
        held = hold(utterance.text, utterance.readings, self.lexicon)

        def respelled(part: str) -> str:
            return held.lexicon.respelled(xml_safe(part))

        parts = [(held.written(part), respelled(part)) for part in cut(held.text, respelled)]
        return Pronunciation(tuple(Piece(written, said, said) for written, said in parts))

    def identity(self, voice: Voice) -> tuple[str, ...]:
        """Our own epoch, since the service has no version, and the pitch."""
        return (str(EPOCH), f"{voice.pitch:+d}Hz")

    def load(self) -> None:
        """Import the client, then what its answers need: they come half a second after the first question."""
        from audiobuild.engines.edge import service  # noqa: F401
        from audiobuild.sound import audio  # noqa: F401

    def speak(self, pronunciation: Pronunciation, voice: Voice) -> Take:
        """Ask the service for each piece; ServiceError when all attempts fail, Interrupted after `stop`."""
        text = "".join(piece.written for piece in pronunciation.pieces)
        pieces = [piece for piece in pronunciation.pieces if _has_sound(piece)]
        if not pieces:
            raise EngineError(f"nothing in “{text.strip()}” can be spoken: take it out of the script.")
        heard = [self._asked(piece, voice) for piece in pieces]
        from audiobuild.engines.edge.sound import joined
        from audiobuild.sound.audio import to_take  # here, so that numpy is loaded while the service works

        doubts = dict.fromkeys(doubt for answer in heard for doubt in answer.doubts)
        if doubts:
            self._doubts[text, voice.name] = "; ".join(doubts)
        samples, rate, words = joined(pieces, heard)
        return replace(to_take(samples, rate), words=words)

    def warning(self, utterance: Utterance) -> str:
        """What the soft checks found doubtful in the answer that was taken."""
        found = self._doubts.get((utterance.text, utterance.voice.name))
        return f"edge: “{utterance.text.strip()[:40]}”: {found}." if found else ""

    def stop(self) -> None:
        """Cancel all requests, even when the service stalls; `speak` raises Interrupted from now on."""
        with self._lock:
            self._stopped = True
            for future in self._asking:
                future.cancel()

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
        from audiobuild.engines.edge.service import service

        if self._service is None:
            options = self.options
            pace = (min(options["start"], options["ceiling"]), options["ceiling"])
            place = (options["endpoint"], options["proxy"], pace, self._limits)
            # One service for the engines of a pool, whatever the number of episodes: it keeps the pace.
            self._service = self.shared.once(("edge", *place), lambda: service(*place), lambda each: each.close())
        return self._service


def _has_sound(piece: Piece) -> bool:
    return any(letter.isalnum() for letter in piece.engine_input)
