"""The error messages when a service cannot be used: what failed, the likely causes in order, the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.engines.online.route import Route
from audiobuild.engines.protocol import Offer
from audiobuild.errors import ServiceError

OFFLINE = "Or speak offline: --engine kokoro."
NETWORK = "a network that cuts connections"
QUOTED = 40  # characters of a text in a message

Sentence = tuple[str, list[str]]
"""What failed, and the likely causes in order."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A piece that could not be spoken: the last attempt, its text and voice, the voices offered now ([]: unknown)."""

    attempt: AttemptError
    written: str
    voice: str
    offers: Sequence[Offer]
    route: Route

    @property
    def quote(self) -> str:
        """The beginning of the text."""
        text = self.written.strip()
        return f"“{text[:QUOTED]}…”" if len(text) > QUOTED else f"“{text}”"


class Messages:
    """The wording for one engine; a subclass adds what only its service can mean."""

    engine: str
    about_voices: tuple[FailureKind, ...] = ()
    """Kinds of failure for which the list of voices is asked for, so that the message can name another."""

    def error(self, failure: Failure) -> ServiceError:
        """The error to raise for a piece that could not be spoken."""
        sentences = {
            FailureKind.REFUSED: self.refused,
            FailureKind.THROTTLED: self.throttled,
            FailureKind.UNREACHABLE: self.unreachable,
            FailureKind.FORBIDDEN: self.forbidden,
            FailureKind.DENIED: self.denied,
            FailureKind.STALLED: self.stalled,
            FailureKind.SILENT: self.silent,
            FailureKind.BROKEN: self.broken,
            FailureKind.REJECTED: self.rejected,
        }
        what, causes = sentences[failure.attempt.kind](failure)
        at = f" (asked at {failure.route.shown})" if failure.route.endpoint else ""
        likely = "; or ".join(filter(None, ["; ".join(causes[:-1]), causes[-1]]))
        text = f"{self.engine}: {what}{at}. Likely: {likely}. {OFFLINE}"
        kind = failure.attempt.kind
        return ServiceError(text, str(kind), f"{what}{at}.", failure.attempt.status, kind.general)

    def refused(self, failure: Failure) -> Sentence:
        """The service lets nobody in."""
        return f"the speech service refused the connection ({failure.attempt.seen})", ["it has trouble"]

    def denied(self, failure: Failure) -> Sentence:
        """The key or the account is not accepted."""
        return f"the speech service did not accept the key ({failure.attempt.seen})", ["the key is another"]

    def throttled(self, failure: Failure) -> Sentence:
        """Too much at once, and waiting did not help."""
        what = f"the speech service keeps asking us to slow down ({failure.attempt.seen}); try again in 5 to 10 minutes"
        return what, ["others use it from this network's address", "many requests were sent before", "it has trouble"]

    def unreachable(self, failure: Failure) -> Sentence:
        """No connection."""
        if failure.route.proxy:
            causes = ["the proxy is down", "it blocks the service"]
        else:
            causes = self.offline()
        if "certificate" in failure.attempt.seen:
            opened = "a proxy or a virus scanner opens encrypted connections with its own certificate"
            trusted = "have this computer trust it, or name its file in SSL_CERT_FILE"
            causes = [f"{opened} ({trusted})", "this computer's clock is wrong"]
        way = f" {failure.route.through}" if failure.route.proxy else ""
        return f"the speech service cannot be reached{way} ({failure.attempt.seen})", causes

    def offline(self) -> list[str]:
        """Why nothing answers without a proxy."""
        blocked = f"the service is blocked here (a proxy: [{self.engine}] proxy in audiobuild.toml)"
        return ["this computer is offline", blocked]

    def forbidden(self, failure: Failure) -> Sentence:
        """The request is refused, and would be again."""
        causes = [f"the voice {failure.voice} is not available now (cast another)"]
        return f"the speech service does not serve {failure.quote} ({failure.attempt.seen})", causes

    def stalled(self, failure: Failure) -> Sentence:
        """A limit of time passed, repeatedly."""
        what = f"the speech service stopped answering at {failure.quote}, repeatedly"
        return what, [NETWORK, "the service has trouble"]

    def silent(self, failure: Failure) -> Sentence:
        """Answers without sound."""
        what = f"the speech service answered without sound for {failure.quote}"
        return what, ["that voice cannot speak this text"]

    def broken(self, failure: Failure) -> Sentence:
        """Cut off, or not understood."""
        what = f"the speech service's answer to {failure.quote} broke off or was invalid, repeatedly"
        return f"{what} ({failure.attempt.seen})", [NETWORK, "the service has changed"]

    def rejected(self, failure: Failure) -> Sentence:
        """Sound that cannot be the text."""
        what = f"the speech service sent damaged sound for {failure.quote}, repeatedly ({failure.attempt.seen})"
        return what, [NETWORK, "the service has changed"]
