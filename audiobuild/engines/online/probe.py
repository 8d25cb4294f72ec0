"""Checks of a service for `audiobuild doctor`: whether it can be reached, and on request a few short requests."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace

import numpy as np

from audiobuild.engines.online import OnlineEngine
from audiobuild.engines.online.attempts import AttemptError
from audiobuild.engines.online.heard import RATE, Heard, share
from audiobuild.engines.online.pace import Pace
from audiobuild.engines.online.route import Route
from audiobuild.engines.online.service import Service
from audiobuild.engines.online.sound import CODEC_DELAY, speech
from audiobuild.engines.protocol import SENTENCES, Check, Offer
from audiobuild.errors import AudiobuildError, EngineError, ServiceError
from audiobuild.i18n import _
from audiobuild.model import Piece, Utterance, Voice
from audiobuild.storage.files import reason

CONNECT_SECONDS = 3.0


def check_service(engine: OnlineEngine, voices: Mapping[str, Voice], live: bool) -> Iterator[Check]:
    """Whether the service can be reached and, with `live`, what it answers; failures are notes without `live`."""
    try:
        route = engine.route()
        reach(route)
        yield Check(
            _(engine.checked_as), True, _("the service can be reached {route}").format(route=route), needed=False
        )
    except AudiobuildError as error:
        remedy = _("Only --engine {name} needs it.").format(name=engine.name)
        yield Check(_(engine.checked_as), False, str(error), remedy, needed=False)
    if live:
        yield from _live(engine, voices)


def reach(route: Route) -> None:
    """Connect to the first machine of the route and send nothing. Raises EngineError when it cannot be reached."""
    try:
        socket.create_connection(route.address, timeout=CONNECT_SECONDS).close()
    except OSError as error:
        raise EngineError(
            _("the service cannot be reached {route} ({reason}).").format(route=route, reason=reason(error))
        ) from error


def offered(engine: OnlineEngine) -> list[Offer]:
    """The voices that the service offers now; EngineError when it cannot be asked."""
    service = _asked_once(engine)
    try:
        return service.run(service.offered()).result()
    except AttemptError as failed:
        raise EngineError(
            _("the service cannot be asked {route} ({seen})").format(route=service.route, seen=failed.seen)
        ) from failed
    finally:
        service.close()


def _live(engine: OnlineEngine, voices: Mapping[str, Voice]) -> Iterator[Check]:
    """Ask for the list of voices and have each voice speak its sentence: each once, one after another."""
    try:
        service = _asked_once(engine)
    except AudiobuildError as error:
        yield Check("live", False, str(error))
        return
    yield _listed(engine, service, voices.values())
    for language, voice in voices.items():
        yield _spoken(engine, service, voice, language)
    service.close()


def _asked_once(engine: OnlineEngine) -> Service:
    """A service that asks for nothing twice."""
    once = replace(engine.limits, tries=1, refusals=1)
    return engine.connected(engine.route(), Pace(1, 1, once, engine=engine.name), once)


def _listed(engine: OnlineEngine, service: Service, voices: Iterable[Voice]) -> Check:
    what = _("live list of voices")
    try:
        names = {offer.name for offer in service.run(service.offered()).result()}
    except AttemptError as failed:
        return Check(
            what,
            not engine.lists_voices,
            _("cannot be had ({seen}).").format(seen=failed.seen),
            needed=engine.lists_voices,
        )
    missing = sorted({voice.name for voice in voices} - names)
    absent = _("; not among them: {missing}").format(missing=", ".join(missing)) if missing else ""
    return Check(what, not missing, _("{count} voices{absent}").format(count=len(names), absent=absent))


def _spoken(engine: OnlineEngine, service: Service, voice: Voice, language: str) -> Check:
    what = _("live {name}").format(name=voice.name)
    piece = engine.pronounce(Utterance(SENTENCES[language], voice, language)).pieces[0]
    before = time.monotonic()
    waiting: Future[Heard] = service.ask(piece, voice)
    try:
        heard = waiting.result()
    except ServiceError as error:
        return Check(what, False, str(error))
    return Check(what, not heard.doubts, _figures(piece, heard, time.monotonic() - before))


def _figures(piece: Piece, heard: Heard, waited: float) -> str:
    """The figures that our checks use, to compare a live answer with docs/engines.md."""
    level = 20 * np.log10(np.sqrt(np.mean(np.square(heard.samples))))
    first = _("first sound {milliseconds} ms").format(milliseconds=speech(heard.samples)[0] * 1000 // RATE)
    figures = [
        _("{seconds:.1f} s in {waited:.1f} s").format(seconds=len(heard.samples) / RATE, waited=waited),
        *_words(piece, heard, first),
    ]
    return "; ".join([*figures, _("level {level:.0f} dBFS").format(level=level), *heard.doubts])


def _words(piece: Piece, heard: Heard, first: str) -> Iterator[str]:
    """Figures of the words with times, if there are any, and where the sound begins."""
    if not heard.boundaries:
        yield first
        return
    covered = share("".join(each.text for each in heard.boundaries), piece.engine_input)
    announced = heard.boundaries[0].offset * RATE // 10_000_000 + CODEC_DELAY
    yield _("{count} words timed, {covered:.0%} of the letters").format(count=len(heard.boundaries), covered=covered)
    yield _("{first}, first word announced at {milliseconds} ms").format(
        first=first, milliseconds=announced * 1000 // RATE
    )
