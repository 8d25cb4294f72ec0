"""The error messages that only Microsoft's service needs: its client's age, the clock, voices that are withdrawn."""

from __future__ import annotations

from audiobuild.engines.edge.client import client_version, skew
from audiobuild.engines.edge.listed import known
from audiobuild.engines.online.attempts import FailureKind
from audiobuild.engines.online.messages import NETWORK, Failure, Messages, Sentence
from audiobuild.engines.protocol import substitute

WRONG_CLOCK = 300.0  # seconds: the service's tokens are of five minutes


class EdgeMessages(Messages):
    """The wording for `edge`."""

    engine = "edge"
    about_voices = (FailureKind.SILENT,)

    def refused(self, failure: Failure) -> Sentence:
        """HTTP 403, twice."""
        causes = [_old_client(), "this computer's clock is wrong"]
        if abs(skew()) > WRONG_CLOCK:
            causes = [f"this computer's clock is wrong, by {_span(abs(skew()))} says the service", _old_client()]
        causes.append("the service refuses this network (try another, or a proxy: [edge] proxy in audiobuild.toml)")
        return super().refused(failure)[0], causes

    def forbidden(self, failure: Failure) -> Sentence:
        """HTTP 404 and others."""
        what, causes = super().forbidden(failure)
        causes.append(_old_client())
        if failure.route.endpoint:
            causes.insert(0, "the path of [edge] endpoint in audiobuild.toml is another")
        return what, causes

    def silent(self, failure: Failure) -> Sentence:
        """The voice may be withdrawn: then the most similar one is named."""
        what, causes = super().silent(failure)
        causes.insert(0, _old_client())
        if failure.offers and failure.voice not in [offer.name for offer in failure.offers]:
            other = substitute(known(failure.voice), failure.offers)
            instead = f"; cast {other.name} instead" if other else ""
            causes = [f"the voice {failure.voice} is no longer offered{instead}"]
        return what, causes

    def broken(self, failure: Failure) -> Sentence:
        """An old client understands less."""
        return super().broken(failure)[0], [NETWORK, _old_client()]


def _old_client() -> str:
    return f"edge-tts {client_version()} is older than the service expects (pip install -U edge-tts)"


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
