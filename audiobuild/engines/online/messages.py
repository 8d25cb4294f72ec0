"""The error messages when a service cannot be used: what failed, the likely causes in order, the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiobuild.engines.online.attempts import AttemptError, FailureKind
from audiobuild.engines.online.route import Route
from audiobuild.engines.protocol import Offer
from audiobuild.errors import ServiceError
from audiobuild.i18n import N_, _, english

OFFLINE = N_("Or speak offline: --engine kokoro.")
NETWORK = N_("a network that cuts connections")
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
        at = _(" (asked at {shown})").format(shown=failure.route.shown) if failure.route.endpoint else ""
        likely = _("; or ").join(filter(None, ["; ".join(causes[:-1]), causes[-1]]))
        text = _("{engine}: {what}{at}. Likely: {likely}. {offline}").format(
            engine=self.engine, what=what, at=at, likely=likely, offline=_(OFFLINE)
        )
        kind = failure.attempt.kind
        return ServiceError(
            text, str(kind), _("{what}{at}.").format(what=what, at=at), failure.attempt.status, kind.general
        )

    def refused(self, failure: Failure) -> Sentence:
        """The service lets nobody in."""
        return _("the speech service refused the connection ({seen})").format(seen=failure.attempt.seen), [
            _("it has trouble")
        ]

    def denied(self, failure: Failure) -> Sentence:
        """The key or the account is not accepted."""
        return _("the speech service did not accept the key ({seen})").format(seen=failure.attempt.seen), [
            _("the key is another")
        ]

    def throttled(self, failure: Failure) -> Sentence:
        """Too much at once, and waiting did not help."""
        what = _("the speech service keeps asking us to slow down ({seen}); try again in 5 to 10 minutes").format(
            seen=failure.attempt.seen
        )
        return what, [
            _("others use it from this network's address"),
            _("many requests were sent before"),
            _("it has trouble"),
        ]

    def unreachable(self, failure: Failure) -> Sentence:
        """No connection."""
        if failure.route.proxy:
            causes = [_("the proxy is down"), _("it blocks the service")]
        else:
            causes = self.offline()
        if "certificate" in english(failure.attempt.seen):
            opened = _("a proxy or a virus scanner opens encrypted connections with its own certificate")
            trusted = _("have this computer trust it, or name its file in SSL_CERT_FILE")
            causes = [_("{text} ({more})").format(text=opened, more=trusted), _("this computer's clock is wrong")]
        way = _(" {through}").format(through=failure.route.through) if failure.route.proxy else ""
        return _("the speech service cannot be reached{way} ({seen})").format(
            way=way, seen=failure.attempt.seen
        ), causes

    def offline(self) -> list[str]:
        """Why nothing answers without a proxy."""
        blocked = _("the service is blocked here (a proxy: [{engine}] proxy in audiobuild.toml)").format(
            engine=self.engine
        )
        return [_("this computer is offline"), blocked]

    def forbidden(self, failure: Failure) -> Sentence:
        """The request is refused, and would be again."""
        causes = [_("the voice {voice} is not available now (cast another)").format(voice=failure.voice)]
        return _("the speech service does not serve {quote} ({seen})").format(
            quote=failure.quote, seen=failure.attempt.seen
        ), causes

    def stalled(self, failure: Failure) -> Sentence:
        """A limit of time passed, repeatedly."""
        what = _("the speech service stopped answering at {quote}, repeatedly").format(quote=failure.quote)
        return what, [_(NETWORK), _("the service has trouble")]

    def silent(self, failure: Failure) -> Sentence:
        """Answers without sound."""
        what = _("the speech service answered without sound for {quote}").format(quote=failure.quote)
        return what, [_("that voice cannot speak this text")]

    def broken(self, failure: Failure) -> Sentence:
        """Cut off, or not understood."""
        what = _("the speech service's answer to {quote} broke off or was invalid, repeatedly").format(
            quote=failure.quote
        )
        return _("{what} ({seen})").format(what=what, seen=failure.attempt.seen), [
            _(NETWORK),
            _("the service has changed"),
        ]

    def rejected(self, failure: Failure) -> Sentence:
        """Sound that cannot be the text."""
        what = _("the speech service sent damaged sound for {quote}, repeatedly ({seen})").format(
            quote=failure.quote, seen=failure.attempt.seen
        )
        return what, [_(NETWORK), _("the service has changed")]
