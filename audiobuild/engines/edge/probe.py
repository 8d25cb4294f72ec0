"""Checks of the service for `audiobuild doctor`: whether it can be reached, and on request a few short requests."""

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
from audiobuild.engines.edge.route import Route, route_to
from audiobuild.engines.edge.service import Service
from audiobuild.engines.edge.sound import CODEC_DELAY, speech
from audiobuild.engines.protocol import SENTENCES, Check, Offer
from audiobuild.errors import AudiobuildError, EngineError, ServiceError
from audiobuild.model import Piece, Utterance, Voice
from audiobuild.storage.files import reason

CONNECT_SECONDS = 3.0
ONCE = replace(LIMITS, tries=1, refusals=1)


def check_service(options: Mapping[str, Any], voices: Mapping[str, Voice], live: bool) -> Iterator[Check]:
    """Whether the service can be reached and, with `live`, what it answers; failures are notes without `live`."""
    try:
        route = _route(options)
        reach(route)
        yield Check("online voices", True, f"the service can be reached {route}", needed=False)
    except AudiobuildError as error:
        yield Check("online voices", False, str(error), "Only --engine edge needs it.", needed=False)
    if live:
        yield from _live(options, voices)


def reach(route: Route) -> None:
    """Connect to the first machine of the route and send nothing. Raises EngineError when it cannot be reached."""
    try:
        socket.create_connection(route.address, timeout=CONNECT_SECONDS).close()
    except OSError as error:
        raise EngineError(f"the service cannot be reached {route} ({reason(error)}).") from error


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
    except AttemptError as failed:
        raise EngineError(f"the service cannot be asked {service.route} ({failed.seen})") from failed


def _asked_once(options: Mapping[str, Any]) -> Service:
    return Service(_route(options), Pace(1, 1, ONCE), ONCE)


def _route(options: Mapping[str, Any]) -> Route:
    """The route that requests would take. Raises ConfigError for invalid settings."""
    return route_to(client.HOST, options["endpoint"], options["proxy"])


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
    """The figures that our checks use, to compare a live answer with docs/engines.md."""
    first = speech(heard.samples)[0]
    announced = heard.boundaries[0].offset * RATE // 10_000_000 + CODEC_DELAY if heard.boundaries else first
    covered = share("".join(each.text for each in heard.boundaries), piece.engine_input)
    level = 20 * np.log10(np.sqrt(np.mean(np.square(heard.samples))))
    figures = [
        f"{len(heard.samples) / RATE:.1f} s in {waited:.1f} s",
        f"{len(heard.boundaries)} words timed, {covered:.0%} of the letters",
        f"first sound {first * 1000 // RATE} ms, first word announced at {announced * 1000 // RATE} ms",
        f"level {level:.0f} dBFS",
        *heard.doubts,
    ]
    return "; ".join(figures)
