"""Time limits and numbers of attempts of requests to the service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and counts. The client's own limit ends with the handshake, so every wait has one here."""

    connect: int = 5  # whole seconds: edge-tts takes no others
    handshake: int = 10
    first: float = 20.0  # name, connection, TLS, handshake and the first item
    item: float = 8.0
    attempt: float = 60.0  # the whole of it: a service dripping bytes passes every other limit
    listing: float = 10.0  # the list of voices
    tries: int = 6  # of one piece
    refusals: int = 20  # of one piece, "slow down" answers only: the pace gives up long before
    base: float = 0.5  # the first wait before a piece is asked for again; doubled up to 4 times, give or take a half
    window: float = 2.0  # refusals within it count as one: a moment refuses many at once
    pauses: tuple[float, ...] = (30.0, 60.0, 120.0, 180.0)  # when one connection is still too many; a ban lasts minutes


LIMITS = Limits()
