"""The error messages when the service cannot be used: what failed, the likely causes in order, the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiobuild.engines.edge.attempts import AttemptError, FailureKind
from audiobuild.engines.edge.client import client_version, skew
from audiobuild.engines.edge.listed import known
from audiobuild.engines.edge.route import Route
from audiobuild.engines.protocol import Offer, substitute
from audiobuild.errors import ServiceError

WRONG_CLOCK = 300.0  # seconds: the service's tokens are of five minutes
OFFLINE = "Or speak offline: --engine kokoro."
NETWORK = "a network that cuts connections"


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
        return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def service_error(failure: Failure) -> ServiceError:
    """The error to raise for a piece that could not be spoken."""
    what, causes = _SENTENCES[failure.attempt.kind](failure)
    at = f" (asked at {failure.route.shown})" if failure.route.endpoint else ""
    likely = "; or ".join(filter(None, ["; ".join(causes[:-1]), causes[-1]]))
    text = f"edge: {what}{at}. Likely: {likely}. {OFFLINE}"
    return ServiceError(
        text, str(failure.attempt.kind), f"{what}{at}.", failure.attempt.status, failure.attempt.kind.general
    )


def _old_client() -> str:
    return f"edge-tts {client_version()} is older than the service expects (pip install -U edge-tts)"


def _refused(failure: Failure) -> tuple[str, list[str]]:
    causes = [_old_client(), "this computer's clock is wrong"]
    if abs(skew()) > WRONG_CLOCK:
        causes = [f"this computer's clock is wrong, by {_span(abs(skew()))} says the service", _old_client()]
    causes.append("the service refuses this network (try another, or a proxy: [edge] proxy in audiobuild.toml)")
    return f"the speech service refused the connection ({failure.attempt.seen})", causes


def _throttled(failure: Failure) -> tuple[str, list[str]]:
    what = f"the speech service keeps asking us to slow down ({failure.attempt.seen}); try again in 5 to 10 minutes"
    return what, ["others use it from this network's address", "many requests were sent before", "it has trouble"]


def _unreachable(failure: Failure) -> tuple[str, list[str]]:
    if failure.route.proxy:
        causes = ["the proxy is down", "it blocks the service"]
    else:
        causes = ["this computer is offline", "the service is blocked here (a proxy: [edge] proxy in audiobuild.toml)"]
    if "certificate" in failure.attempt.seen:
        opened = "a proxy or a virus scanner opens encrypted connections with its own certificate"
        trusted = "have this computer trust it, or name its file in SSL_CERT_FILE"
        causes = [f"{opened} ({trusted})", "this computer's clock is wrong"]
    way = f" {failure.route.through}" if failure.route.proxy else ""
    return f"the speech service cannot be reached{way} ({failure.attempt.seen})", causes


def _forbidden(failure: Failure) -> tuple[str, list[str]]:
    causes = [f"the voice {failure.voice} is not available now (cast another)", _old_client()]
    if failure.route.endpoint:
        causes.insert(0, "the path of [edge] endpoint in audiobuild.toml is another")
    return f"the speech service does not serve {failure.quote} ({failure.attempt.seen})", causes


def _stalled(failure: Failure) -> tuple[str, list[str]]:
    return f"the speech service stopped answering at {failure.quote}, repeatedly", [
        NETWORK,
        "the service has trouble",
    ]


def _silent(failure: Failure) -> tuple[str, list[str]]:
    causes = [_old_client(), "that voice cannot speak this text"]
    if failure.offers and failure.voice not in [offer.name for offer in failure.offers]:
        other = substitute(known(failure.voice), failure.offers)
        causes = [f"the voice {failure.voice} is no longer offered" + (f"; cast {other.name} instead" if other else "")]
    return f"the speech service answered without sound for {failure.quote}", causes


def _broken(failure: Failure) -> tuple[str, list[str]]:
    what = f"the speech service's answer to {failure.quote} broke off or was invalid, repeatedly"
    return f"{what} ({failure.attempt.seen})", [NETWORK, _old_client()]


def _rejected(failure: Failure) -> tuple[str, list[str]]:
    what = f"the speech service sent damaged sound for {failure.quote}, repeatedly ({failure.attempt.seen})"
    return what, [NETWORK, "the service has changed"]


_SENTENCES = {
    FailureKind.REFUSED: _refused,
    FailureKind.THROTTLED: _throttled,
    FailureKind.UNREACHABLE: _unreachable,
    FailureKind.FORBIDDEN: _forbidden,
    FailureKind.STALLED: _stalled,
    FailureKind.SILENT: _silent,
    FailureKind.BROKEN: _broken,
    FailureKind.REJECTED: _rejected,
}


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
