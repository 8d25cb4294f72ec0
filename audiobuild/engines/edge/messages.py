"""What a user is told when the service cannot be used: what, the likely causes in order, the way on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiobuild.engines.edge.attempts import AttemptError, Kind
from audiobuild.engines.edge.client import client_version, skew
from audiobuild.engines.edge.listed import known
from audiobuild.engines.edge.route import Route
from audiobuild.engines.protocol import Offer, substitute
from audiobuild.errors import ServiceError

WRONG_CLOCK = 300.0  # seconds: the service's tokens are of five minutes
OFFLINE = "Or speak offline: --engine kokoro."
NETWORK = "a network that cuts connections"


@dataclass(frozen=True, slots=True)
class Case:
    """What failed: `offers` are the voices offered now, none when nobody knows."""

    trouble: AttemptError
    written: str
    voice: str
    offers: Sequence[Offer]
    way: Route

    @property
    def quote(self) -> str:
        """The beginning of the text."""
        text = self.written.strip()
        return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def told(case: Case) -> ServiceError:
    """The error for a piece that could not be had."""
    what, causes = _SENTENCES[case.trouble.kind](case)
    at = f" (asked at {case.way.shown})" if case.way.endpoint else ""
    likely = "; or ".join(filter(None, ["; ".join(causes[:-1]), causes[-1]]))
    text = f"edge: {what}{at}. Likely: {likely}. {OFFLINE}"
    return ServiceError(text, str(case.trouble.kind), f"{what}{at}.", case.trouble.status, case.trouble.kind.general)


def _old_client() -> str:
    return f"edge-tts {client_version()} is older than the service expects (pip install -U edge-tts)"


def _refused(case: Case) -> tuple[str, list[str]]:
    causes = [_old_client(), "this computer's clock is wrong"]
    if abs(skew()) > WRONG_CLOCK:
        causes = [f"this computer's clock is wrong, by {_span(abs(skew()))} says the service", _old_client()]
    causes.append("this network is not let in (try another, or a proxy: [edge] proxy in audiobuild.toml)")
    return f"the speech service refused the connection ({case.trouble.seen})", causes


def _throttled(case: Case) -> tuple[str, list[str]]:
    what = f"the speech service keeps asking us to slow down ({case.trouble.seen}); try again in 5 to 10 minutes"
    return what, ["others use it from this network's address", "much was asked of it before", "it has trouble"]


def _unreachable(case: Case) -> tuple[str, list[str]]:
    if case.way.proxy:
        causes = ["the proxy is down", "it does not let the service through"]
    else:
        causes = ["this computer is offline", "the service is blocked here (a proxy: [edge] proxy in audiobuild.toml)"]
    if "certificate" in case.trouble.seen:
        opened = "a proxy or a virus scanner opens encrypted connections with a certificate of its own"
        trusted = "have this computer trust it, or name its file in SSL_CERT_FILE"
        causes = [f"{opened} ({trusted})", "this computer's clock is wrong"]
    way = f" {case.way.through}" if case.way.proxy else ""
    return f"the speech service cannot be reached{way} ({case.trouble.seen})", causes


def _forbidden(case: Case) -> tuple[str, list[str]]:
    causes = [f"the voice {case.voice} is not to be had at present (cast another)", _old_client()]
    if case.way.endpoint:
        causes.insert(0, "the path of [edge] endpoint in audiobuild.toml is another")
    return f"the speech service does not serve {case.quote} ({case.trouble.seen})", causes


def _stalled(case: Case) -> tuple[str, list[str]]:
    return f"the speech service stopped answering at {case.quote}, time and again", [NETWORK, "the service has trouble"]


def _silent(case: Case) -> tuple[str, list[str]]:
    causes = [_old_client(), "that voice cannot speak this text"]
    if case.offers and case.voice not in [offer.name for offer in case.offers]:
        other = substitute(known(case.voice), case.offers)
        causes = [f"the voice {case.voice} is no longer offered" + (f"; cast {other.name} instead" if other else "")]
    return f"the speech service answered without sound for {case.quote}", causes


def _broken(case: Case) -> tuple[str, list[str]]:
    what = f"the speech service's answer to {case.quote} broke off or made no sense, time and again"
    return f"{what} ({case.trouble.seen})", [NETWORK, _old_client()]


def _rejected(case: Case) -> tuple[str, list[str]]:
    what = f"the speech service sent damaged sound for {case.quote}, time and again ({case.trouble.seen})"
    return what, [NETWORK, "the service has changed"]


_SENTENCES = {
    Kind.REFUSED: _refused,
    Kind.THROTTLED: _throttled,
    Kind.UNREACHABLE: _unreachable,
    Kind.FORBIDDEN: _forbidden,
    Kind.STALLED: _stalled,
    Kind.SILENT: _silent,
    Kind.BROKEN: _broken,
    Kind.REJECTED: _rejected,
}


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
