"""How one request to the speech service can fail."""

from __future__ import annotations

from enum import StrEnum


class FailureKind(StrEnum):
    """The kinds of failure."""

    REFUSED = "refused"  # HTTP 403, twice, or no clock to set ours by
    THROTTLED = "throttled"  # 429 and 5xx: too much at once
    UNREACHABLE = "unreachable"  # name, connection, certificate, proxy
    FORBIDDEN = "forbidden"  # any other 4xx: asking again changes nothing
    DENIED = "denied"  # the key or the account: no sentence will be spoken
    STALLED = "stalled"  # a limit of time passed
    SILENT = "silent"  # an answer without sound
    BROKEN = "broken"  # cut off, or nothing the client understands
    REJECTED = "rejected"  # sound that cannot be the text, spoken

    @property
    def slows(self) -> bool:
        """Whether it means that the service wants fewer connections at once."""
        return self in (FailureKind.REFUSED, FailureKind.THROTTLED)

    @property
    def denies(self) -> int:
        """How much it counts towards giving up (at service.PROOF) as long as nothing has succeeded."""
        return {FailureKind.REFUSED: 2, FailureKind.UNREACHABLE: 2, FailureKind.STALLED: 1}.get(self, 0)

    @property
    def lasting(self) -> bool:
        """Whether the same request would fail again."""
        return self in (FailureKind.FORBIDDEN, FailureKind.DENIED)

    @property
    def general(self) -> bool:
        """Whether it concerns the service as a whole, so that every other sentence would fail too."""
        return self.slows or self in (FailureKind.UNREACHABLE, FailureKind.DENIED)


class AttemptError(Exception):
    """One attempt that failed: its kind, what was seen, the HTTP status, and how long the service wants us to wait."""

    def __init__(self, kind: FailureKind, seen: str, status: int | None = None, wait: float = 0.0) -> None:
        super().__init__(seen)
        self.kind, self.seen, self.status, self.wait = kind, seen, status, wait
