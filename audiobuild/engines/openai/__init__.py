"""The engine for every server with POST /v1/audio/speech, the request that OpenAI defined; it sends the text there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobuild.engines.online import CONNECTIONS, OnlineEngine
from audiobuild.engines.online.limits import LIMITS, Limits
from audiobuild.engines.online.text import cut
from audiobuild.engines.protocol import Check
from audiobuild.engines.shared import Shared
from audiobuild.errors import ConfigError
from audiobuild.i18n import N_, _
from audiobuild.model import Piece, Pronunciation, Utterance, Voice
from audiobuild.pronunciation import Lexicon, in_words
from audiobuild.pronunciation.given import hold
from audiobuild.resources import code_digest, voices_folder
from audiobuild.settings import JsonTable, Number, OneOf, Setting, Text, Whole

if TYPE_CHECKING:
    from audiobuild.engines.online.pace import Pace
    from audiobuild.engines.online.route import Route
    from audiobuild.engines.online.service import Service

BASE = "https://api.openai.com/v1"
KEY = "OPENAI_API_KEY"
MODEL = "gpt-4o-mini-tts"
FORMATS = ("wav", "flac", "mp3", "pcm")
RATES = (8_000, 48_000)  # Hz
SPEEDS = (0.25, 4.0)  # that the request may hold
AT_ONCE = 4  # sentences: enough for a service, and a model on this machine queues them
TIMEOUT, LONGEST_TIMEOUT = 120.0, 3_600.0  # seconds: a model on a slow processor takes tens of seconds for a sentence
BETWEEN = 30.0  # seconds without a byte in the middle of an answer
OURS = ("input", "model", "response_format", "voice")  # fields that `extra` may not hold


class VariableName(Text):
    """The name of a variable of the environment."""

    described = "name of a variable of the environment"

    def read(self, value: Any, where: str, folder: Path) -> str:
        """The name; what is written there is never repeated, since it may be the key itself."""
        name = str(super().read(value, where, folder))
        if name and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise ConfigError(
                _("{where} must be the name of a variable, as {key}; a key never belongs into a file.").format(
                    where=where, key=KEY
                )
            )
        return name


class Fields(JsonTable):
    """Fields of a request that audiobuild does not set itself."""

    def read(self, value: Any, where: str, folder: Path) -> str:
        """The table as JSON."""
        fields = super().read(value, where, folder)
        for name in OURS:
            if name in value:
                raise ConfigError(
                    _("{where}: {name} is set by audiobuild; leave it out here.").format(where=where, name=name)
                )
        return fields


class SpeechServer(OnlineEngine):
    """Asks a server for each piece; any format that it answers with is decoded and checked."""

    name = "openai"
    label = N_("any server with OpenAI's /v1/audio/speech")
    languages = ("any",)
    voices_file = voices_folder() / "openai.toml"
    voice_settings = ("volume", "instructions")
    open_voices = True
    checked_as = N_("speech server")
    lists_voices = False
    settings = (
        Setting("base", Text(), "address of the server, as far as /audio/speech", BASE, "http://127.0.0.1:8880/v1"),
        Setting("model", Text(), "the model's name there", MODEL, "kokoro"),
        Setting("key_env", VariableName(), "the variable with the key; the key itself is in no file", KEY, "MY_KEY"),
        Setting("format", OneOf(*FORMATS), "the sound to ask for; pcm has no header", FORMATS[0], FORMATS[0]),
        Setting("rate", Whole(*RATES, "Hz"), "of pcm", 24_000, 24_000),
        Setting("instructions", Text(), "how to speak, for models that take it", "", "Warm, unhurried, close."),
        Setting("speed", Number(*SPEEDS), "times that of the model, for all voices", 1.0, 1.1),
        Setting("text", OneOf("normalized", "written"), "numbers in words, or as written", "normalized", "normalized"),
        Setting("concurrency", Whole(*CONNECTIONS, N_("requests")), "sentences requested at once", AT_ONCE, AT_ONCE),
        Setting("timeout", Number(1.0, LONGEST_TIMEOUT, N_("seconds")), "for one sentence", TIMEOUT, TIMEOUT),
        Setting("proxy", Text(), "proxy for all requests; default: that of the environment", "", "http://host:port"),
        Setting("version", Text(), "another text here speaks everything again", "", "2"),
        Setting("extra", Fields(), "more fields of each request", "", {"language": "Chinese", "seed": 7}),
    )

    def __init__(
        self,
        options: Mapping[str, Any] | None = None,
        lexicon: Lexicon | None = None,
        shared: Shared | None = None,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(options, lexicon, shared)
        timeout = float(self.options["timeout"])
        patient = replace(LIMITS, first=timeout, attempt=timeout, item=min(timeout, BETWEEN))
        self.limits = limits or patient
        self._set_up = bool(options)

    @property
    def frontend_version(self) -> str:
        """That of the rules that put numbers into words, and the lexicon."""
        rules = (
            code_digest("pronunciation/**/*.py", "pronunciation/zh/*.tsv")[:16]
            if self.options["text"] == "normalized"
            else "1"
        )
        return rules + self.lexicon.digest

    @property
    def connections(self) -> tuple[int, int]:
        """As the settings say, at most AT_ONCE to begin with."""
        most = int(self.options["concurrency"])
        return min(most, AT_ONCE), most

    def pronounce(self, utterance: Utterance) -> Pronunciation:
        """The text respelled by the lexicon and in words, cut at the ends of sentences or clauses."""

        held = hold(utterance.text, utterance.readings, self.lexicon)

        def said(part: str) -> str:
            text = held.lexicon.respelled(part).encode("utf-8", "replace").decode()
            return in_words(text, utterance.language) if self.options["text"] == "normalized" else text

        parts = cut(held.text, lambda part: len(said(part).encode()))
        return Pronunciation(tuple(Piece(held.written(part), said(part), said(part)) for part in parts))

    def identity(self, voice: Voice) -> tuple[str, ...]:
        """All of a request but text and voice's speed; nothing secret, since build records hold it."""
        from audiobuild.engines.online.route import without_password

        options = self.options
        manner = json.dumps([self.instructions(voice), options["extra"]])
        rate = f"{options['rate']}" if options["format"] == "pcm" else ""
        return (
            f"version {options['version']}",
            without_password(_base(options)),
            options["model"],
            options["format"] + rate,
            f"speed {options['speed']:g}",
            hashlib.sha256(manner.encode()).hexdigest()[:16],
        )

    def instructions(self, voice: Voice) -> str:
        """How a voice is to speak: its own instructions, else those of the show."""
        return voice.instructions or str(self.options["instructions"])

    def examine(self, voices: Mapping[str, Voice], live: bool) -> Iterator[Check]:
        """As for every service, when the show has a table [openai]: a server costs money or is not running."""
        if self._set_up:
            return super().examine(voices, live)
        note = _("not set up: audiobuild.toml has no table [openai]")
        return iter((Check(_(self.checked_as), True, note, needed=False),))

    def load(self) -> None:
        """Import the client, then what its answers need."""
        from audiobuild.engines.openai import client  # noqa: F401
        from audiobuild.sound import audio  # noqa: F401

    def route(self) -> Route:
        """To the server of the settings."""
        from audiobuild.engines.online.route import Destination, route_to

        destination = Destination(self.name, "", "base", ("http", "https"), BASE)
        return route_to(destination, _base(self.options), self.options["proxy"])

    def place(self) -> Hashable:
        """The settings, all of which decide the requests or how they are sent."""
        return tuple(sorted(self.options.items()))

    def connected(self, route: Route, pace: Pace, limits: Limits) -> Service:
        """A client of the server, with the key of the environment."""
        from audiobuild.engines.online.service import Service
        from audiobuild.engines.openai.client import Client
        from audiobuild.engines.openai.key import read_key
        from audiobuild.engines.openai.messages import ServerMessages

        key = read_key(self.options["key_env"])
        client = Client(self, key, route, limits)
        return Service(client, ServerMessages(key, self.options), route, pace, limits)


def _base(options: Mapping[str, Any]) -> str:
    return str(options["base"]).rstrip("/")
