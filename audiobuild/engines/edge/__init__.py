"""The engine that speaks with Microsoft's online voices through edge-tts; it sends the text to that service."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from audiobuild.engines.edge.listed import shipped
from audiobuild.engines.edge.text import xml_safe
from audiobuild.engines.online import CONNECTIONS, OnlineEngine
from audiobuild.engines.online.text import cut
from audiobuild.engines.protocol import Listing
from audiobuild.i18n import N_
from audiobuild.model import Piece, Pronunciation, Utterance, Voice
from audiobuild.pronunciation.given import hold
from audiobuild.resources import voices_folder
from audiobuild.settings import Setting, Text, Whole

if TYPE_CHECKING:
    from audiobuild.engines.online.limits import Limits
    from audiobuild.engines.online.pace import Pace
    from audiobuild.engines.online.route import Route
    from audiobuild.engines.online.service import Service

EPOCH = 2  # the service has no version: raise it when the sound changes, by us or by the service
START, CEILING = 4, 8  # connections at once: to begin with, and at most


class Edge(OnlineEngine):
    """Speaks each piece on its own connection."""

    name = "edge"
    label = N_("Microsoft's online voices")
    checked_as = N_("online voices")
    languages = ("any",)
    voices_file = voices_folder() / "edge.toml"
    voice_settings = ("pitch", "volume")
    settings = (
        Setting("proxy", Text(), "proxy for all requests; default: that of the environment", "", "http://host:port"),
        Setting(
            "start", Whole(*CONNECTIONS, N_("connections")), "sentences requested at once, to begin with", START, START
        ),
        Setting(
            "ceiling", Whole(*CONNECTIONS, N_("connections")), "sentences requested at once, at most", CEILING, CEILING
        ),
        Setting("endpoint", Text(), "another server with the same protocol", "", "wss://host/path"),
    )

    @property
    def frontend_version(self) -> str:
        """That of the rules that cut and respell, and the lexicon."""
        return f"2{self.lexicon.digest}"

    @property
    def connections(self) -> tuple[int, int]:
        """As the settings say."""
        return min(self.options["start"], self.options["ceiling"]), self.options["ceiling"]

    @classmethod
    def listed(cls) -> Listing:
        """The voices of the list shipped with the program."""
        return shipped()

    def pronounce(self, utterance: Utterance) -> Pronunciation:
        """The text without what XML cannot carry, respelled by the lexicon, cut at the ends of sentences or clauses."""
        held = hold(utterance.text, utterance.readings, self.lexicon)

        def respelled(part: str) -> str:
            return held.lexicon.respelled(xml_safe(part))

        def size(part: str) -> int:  # in bytes of a request
            return len(escape(respelled(part)).encode())

        parts = [(held.written(part), respelled(part)) for part in cut(held.text, size)]
        return Pronunciation(tuple(Piece(written, said, said) for written, said in parts))

    def identity(self, voice: Voice) -> tuple[str, ...]:
        """Our own epoch, since the service has no version, and the pitch."""
        return (str(EPOCH), f"{voice.pitch:+d}Hz")

    def load(self) -> None:
        """Import the client, then what its answers need: they come half a second after the first question."""
        from audiobuild.engines.edge import client  # noqa: F401
        from audiobuild.sound import audio  # noqa: F401

    def route(self) -> Route:
        """To Microsoft's service, or to the endpoint of the settings."""
        from audiobuild.engines.edge import client
        from audiobuild.engines.online.route import route_to

        return route_to(client.ADDRESS, self.options["endpoint"], self.options["proxy"])

    def place(self) -> Hashable:
        """The endpoint and the proxy."""
        return (self.options["endpoint"], self.options["proxy"])

    def connected(self, route: Route, pace: Pace, limits: Limits) -> Service:
        """edge-tts along this route."""
        from audiobuild.engines.edge.client import Client
        from audiobuild.engines.edge.messages import EdgeMessages
        from audiobuild.engines.online.service import Service

        return Service(Client(route, limits), EdgeMessages(), route, pace, limits)
