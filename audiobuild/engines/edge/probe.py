"""Looks whether the service can be had: the first step of the way for nothing, and on request a few short questions."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from audiobuild.engines.edge import Edge, client
from audiobuild.engines.edge.answer import RATE, Heard, share
from audiobuild.engines.edge.attempts import AttemptError
from audiobuild.engines.edge.limits import LIMITS
from audiobuild.engines.edge.pace import Pace
from audiobuild.engines.edge.route import Route, route
from audiobuild.engines.edge.service import Service
from audiobuild.engines.edge.sound import CODEC_DELAY, speech
from audiobuild.engines.protocol import SENTENCES, Check, Offer
from audiobuild.errors import AudiobuildError, EngineError, ServiceError
from audiobuild.model import Piece, Utterance, Voice
from audiobuild.storage.files import reason

CONNECT_SECONDS = 3.0
ONCE = replace(LIMITS, tries=1, refusals=1)


def examine(options: Mapping[str, Any], voices: Mapping[str, Voice], live: bool) -> Iterator[Check]:
    """Whether the service can be reached, and what it answers when it is asked; notes, unless it was to be asked."""
    try:
        way = _way(options)
        reach(way)
        yield Check("online voices", True, f"the service can be reached {way}", needed=False)
    except AudiobuildError as error:
        yield Check("online voices", False, str(error), "Only --engine edge needs it.", needed=False)
    if live:
        yield from _live(options, voices)


def reach(way: Route) -> None:
    """Connect to the first machine on the way and say nothing; EngineError when it cannot be reached."""
    try:
        socket.create_connection(way.address, timeout=CONNECT_SECONDS).close()
    except OSError as error:
        raise EngineError(f"the service cannot be reached {way} ({reason(error)}).") from error


def _live(options: Mapping[str, Any], voices: Mapping[str, Voice]) -> Iterator[Check]:
    """Ask for the list of voices and have each voice speak its sentence: each once, one after another."""
    try:
        service = _asked_once(options)
    except AudiobuildError as error:
        yield Check("live", False, str(error))
        return
    yield _listed(service, voices.values())
    for language, voice in voices.items():
        yield _spoken(service, voice, SENTENCES[language])


def offered(options: Mapping[str, Any]) -> list[Offer]:
    """The voices that the service offers now; EngineError when it cannot be asked."""
    service = _asked_once(options)
    try:
        return service.run(service.offered()).result()
    except AttemptError as trouble:
        raise EngineError(f"the service cannot be asked {service.way} ({trouble.seen})") from trouble


def _asked_once(options: Mapping[str, Any]) -> Service:
    way = _way(options)
    return Service(way, Pace(1, 1, ONCE), ONCE)


def _way(options: Mapping[str, Any]) -> Route:
    """The way that requests would go; ConfigError for settings that cannot be followed."""
    return route(client.HOST, options["endpoint"], options["proxy"])


def _listed(service: Service, voices: Iterable[Voice]) -> Check:
    what = "live list of voices"
    try:
        names = {offer.name for offer in service.run(service.offered()).result()}
    except AttemptError as failed:
        return Check(what, False, f"cannot be had ({failed.seen}).")
    missing = sorted(voice.name for voice in voices if voice.name not in names)
    absent = f"; not among them: {', '.join(missing)}" if missing else ""
    return Check(what, not missing, f"{len(names)} voices{absent}")


def _spoken(service: Service, voice: Voice, text: str) -> Check:
    what = f"live {voice.name}"
    piece = Edge().pronounce(Utterance(text, voice, voice.language)).pieces[0]
    before = time.monotonic()
    try:
        heard = service.ask(piece, voice).result()
    except ServiceError as error:
        return Check(what, False, str(error))
    return Check(what, not heard.doubts, _figures(piece, heard, time.monotonic() - before))


def _figures(piece: Piece, heard: Heard, waited: float) -> str:
    """What our checks rest on, so that a live answer can be laid beside what is written of it."""
    first = speech(heard.samples)[0]
    told = heard.boundaries[0].offset * RATE // 10_000_000 + CODEC_DELAY if heard.boundaries else first
    covered = share("".join(each.text for each in heard.boundaries), piece.engine_input)
    level = 20 * np.log10(np.sqrt(np.mean(np.square(heard.samples))))
    figures = [
        f"{len(heard.samples) / RATE:.1f} s in {waited:.1f} s",
        f"{len(heard.boundaries)} words timed, {covered:.0%} of the letters",
        f"first sound {first * 1000 // RATE} ms, first word told at {told * 1000 // RATE} ms",
        f"level {level:.0f} dBFS",
        *heard.doubts,
    ]
    return "; ".join(figures)
