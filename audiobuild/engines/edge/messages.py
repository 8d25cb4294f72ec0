"""The error messages that only Microsoft's service needs: its client's age, the clock, voices that are withdrawn."""

from __future__ import annotations

from audiobuild.engines.edge.client import client_version, skew
from audiobuild.engines.edge.listed import known
from audiobuild.engines.online.attempts import FailureKind
from audiobuild.engines.online.messages import NETWORK, Failure, Messages, Sentence
from audiobuild.engines.protocol import substitute
from audiobuild.i18n import _

WRONG_CLOCK = 300.0  # seconds: the service's tokens are of five minutes


class EdgeMessages(Messages):
    """The wording for `edge`."""

    engine = "edge"
    about_voices = (FailureKind.SILENT,)

    def refused(self, failure: Failure) -> Sentence:
        """HTTP 403, twice."""
        causes = [_old_client(), _("this computer's clock is wrong")]
        if abs(skew()) > WRONG_CLOCK:
            causes = [
                _("this computer's clock is wrong, by {span} says the service").format(span=_span(abs(skew()))),
                _old_client(),
            ]
        causes.append(_("the service refuses this network (try another, or a proxy: [edge] proxy in audiobuild.toml)"))
        return super().refused(failure)[0], causes

    def forbidden(self, failure: Failure) -> Sentence:
        """HTTP 404 and others."""
        what, causes = super().forbidden(failure)
        causes.append(_old_client())
        if failure.route.endpoint:
            causes.insert(0, _("the path of [edge] endpoint in audiobuild.toml is another"))
        return what, causes

    def silent(self, failure: Failure) -> Sentence:
        """The voice may be withdrawn: then the most similar one is named."""
        what, causes = super().silent(failure)
        causes.insert(0, _old_client())
        if failure.offers and failure.voice not in [offer.name for offer in failure.offers]:
            other = substitute(known(failure.voice), failure.offers)
            instead = _("; cast {name} instead").format(name=other.name) if other else ""
            causes = [_("the voice {voice} is no longer offered{instead}").format(voice=failure.voice, instead=instead)]
        return what, causes

    def broken(self, failure: Failure) -> Sentence:
        """An old client understands less."""
        return super().broken(failure)[0], [_(NETWORK), _old_client()]


def _old_client() -> str:
    return _("edge-tts {version} is older than the service expects (pip install -U edge-tts)").format(
        version=client_version()
    )


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return (
        _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
        if minutes >= 60
        else _("{minutes} min").format(minutes=minutes)
    )
