"""What engines of online services share: pace, retries, limits, checks of answers, error messages.

An engine is a subclass of OnlineEngine; its service is a `Client` (how it is asked, whether its answer can be the text)
and `Messages` (what its failures mean).
"""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Hashable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from audiobuild.engines.online.limits import LIMITS, Limits
from audiobuild.engines.protocol import Check, Engine, Offer
from audiobuild.engines.shared import Shared
from audiobuild.errors import EngineError, Interrupted
from audiobuild.i18n import _, listed
from audiobuild.model import Piece, Pronunciation, Take, Utterance, Voice
from audiobuild.pronunciation.lexicon import Lexicon

if TYPE_CHECKING:
    from audiobuild.engines.online.heard import Heard
    from audiobuild.engines.online.pace import Pace
    from audiobuild.engines.online.route import Route
    from audiobuild.engines.online.service import Service

CONNECTIONS = (1, 32)  # that may be asked for at once; Microsoft documents no limit; bans were seen above 40


class OnlineEngine(Engine):
    """Asks a service for each piece, several at once, and accepts only complete answers."""

    online = True
    one_process = True  # a service counts connections by address, not by machine
    checked_as: ClassVar[str]
    """Its name in `audiobuild doctor`, as in "online voices"."""
    lists_voices: ClassVar[bool] = True
    """Whether every such service lists its voices."""

    def __init__(
        self,
        options: Mapping[str, Any] | None = None,
        lexicon: Lexicon | None = None,
        shared: Shared | None = None,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(options, lexicon, shared)
        self.limits = limits or LIMITS
        # The pace decides how many of them are asking, the others wait or encode.
        self.concurrency = 2 * self.connections[1]
        self._lock = threading.Lock()
        self._service: Service | None = None
        self._asking: set[Future[Heard]] = set()
        self._stopped = False
        self._doubts: dict[tuple[str, str], str] = {}  # by text and voice

    @property
    @abstractmethod
    def connections(self) -> tuple[int, int]:
        """How many pieces are asked for at once: to begin with, and at most."""

    @abstractmethod
    def route(self) -> Route:
        """The route that requests take. Raises ConfigError for settings that name none."""

    @abstractmethod
    def place(self) -> Hashable:
        """What a service is made of: engines of a pool with an equal place use one service and its pace."""

    @abstractmethod
    def connected(self, route: Route, pace: Pace, limits: Limits) -> Service:
        """A new service along this route. Raises ConfigError for settings that cannot be used."""

    def offered(self) -> Sequence[Offer] | None:
        """The voices as the service offers them now. Raises EngineError when it cannot be asked."""
        from audiobuild.engines.online import probe

        return probe.offered(self)

    def examine(self, voices: Mapping[str, Voice], live: bool) -> Iterator[Check]:
        """Whether the service can be reached; `live` asks for its list of voices and two short sentences too."""
        from audiobuild.engines.online import probe

        return probe.check_service(self, voices, live)

    def speak(self, pronunciation: Pronunciation, voice: Voice) -> Take:
        """Ask the service for each piece; ServiceError when all attempts fail, Interrupted after `stop`."""
        text = "".join(piece.written for piece in pronunciation.pieces)
        pieces = [piece for piece in pronunciation.pieces if _has_sound(piece)]
        if not pieces:
            raise EngineError(
                _("nothing in “{text}” can be spoken: take it out of the script.").format(text=text.strip())
            )
        heard = [self._asked(piece, voice) for piece in pieces]
        from audiobuild.engines.online.sound import joined
        from audiobuild.sound.audio import to_take  # here, so that numpy is loaded while the service works

        doubts = dict.fromkeys(doubt for answer in heard for doubt in answer.doubts)
        if doubts:
            self._doubts[text, voice.name] = listed(doubts)
        samples, rate, words = joined(pieces, heard)
        return replace(to_take(samples, rate), words=words)

    def warning(self, utterance: Utterance) -> str:
        """What the soft checks found doubtful in the answer that was taken."""
        found = self._doubts.get((utterance.text, utterance.voice.name))
        if not found:
            return ""
        return _("{engine}: “{text}”: {doubts}.").format(
            engine=self.name, text=utterance.text.strip()[:40], doubts=found
        )

    def stop(self) -> None:
        """Cancel all requests, even when the service stalls; `speak` raises Interrupted from now on."""
        with self._lock:
            self._stopped = True
            for future in self._asking:
                future.cancel()

    def _asked(self, piece: Piece, voice: Voice) -> Heard:
        with self._lock:
            if self._stopped:
                raise Interrupted(_("speaking was stopped."))
            future = self._opened().ask(piece, voice)
            self._asking.add(future)
        try:
            return future.result()
        except CancelledError as error:
            raise Interrupted(_("speaking was stopped.")) from error
        finally:
            future.cancel()  # when the wait itself was interrupted
            with self._lock:
                self._asking.discard(future)

    def _opened(self) -> Service:
        if self._service is None:
            # One service for the engines of a pool, whatever the number of episodes: it keeps the pace.
            key = (self.name, self.connections, self.limits, self.place())
            self._service = self.shared.once(key, self._made, lambda each: each.close())
        return self._service

    def _made(self) -> Service:
        from audiobuild.engines.online.pace import Pace

        pace = Pace(*self.connections, self.limits, engine=self.name)
        return self.connected(self.route(), pace, self.limits)


def _has_sound(piece: Piece) -> bool:
    return any(letter.isalnum() for letter in piece.engine_input)
