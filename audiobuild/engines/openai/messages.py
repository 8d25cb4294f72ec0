"""The error messages for servers: what their failures usually mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiobuild.engines.online.attempts import FailureKind
from audiobuild.engines.online.messages import NETWORK, Failure, Messages, Sentence
from audiobuild.engines.openai.key import Key
from audiobuild.i18n import N_, _
from audiobuild.suggestions import nearest

SET = N_("in audiobuild.toml")


class ServerMessages(Messages):
    """The wording for `openai`."""

    engine = "openai"
    about_voices = (FailureKind.FORBIDDEN, FailureKind.SILENT)

    def __init__(self, key: Key, options: Mapping[str, Any]) -> None:
        self._key, self._options = key, options

    def denied(self, failure: Failure) -> Sentence:
        """HTTP 401 and 403, and accounts without money."""
        if failure.attempt.status not in (401, 403):
            return _("the speech service does not serve this account ({seen})").format(seen=failure.attempt.seen), [
                _("it has no credit left")
            ]
        if not self._key:
            what = _("the speech service asks for a key ({seen}), and none was sent").format(seen=failure.attempt.seen)
            return what, [
                _("the key is in no variable (export OPENAI_API_KEY=…, or [openai] key_env {set})").format(set=_(SET))
            ]
        causes = [_("the key is not valid for this server"), _("its account may not use this model")]
        return _("the speech service did not accept the key of [openai] key_env ({seen})").format(
            seen=failure.attempt.seen
        ), causes

    def throttled(self, failure: Failure) -> Sentence:
        """Also a model that is still being loaded."""
        what, causes = super().throttled(failure)
        return what, [
            _("its model is still being loaded"),
            _("[openai] concurrency {set} is too much for it").format(set=_(SET)),
            *causes[1:],
        ]

    def offline(self) -> list[str]:
        """A server of one's own is often just not running."""
        return [
            _("the server is not running"),
            _("[openai] base {set} is another").format(set=_(SET)),
            _("this computer is offline"),
        ]

    def forbidden(self, failure: Failure) -> Sentence:
        """Voice, model, path or a field."""
        causes = [
            _("[openai] model {set}, “{model}”, is not one of its models").format(
                set=_(SET), model=self._options["model"]
            )
        ]
        causes.append(_("[openai] base or extra {set} does not fit it").format(set=_(SET)))
        return super().forbidden(failure)[0], [*_voice_causes(failure), *causes]

    def silent(self, failure: Failure) -> Sentence:
        """The voice, or the text."""
        what, causes = super().silent(failure)
        return what, [*_voice_causes(failure), *causes]

    def stalled(self, failure: Failure) -> Sentence:
        """A model that is slower than the limit."""
        return super().stalled(failure)[0], [
            _("it needs longer than [openai] timeout {set}").format(set=_(SET)),
            _(NETWORK),
        ]

    def broken(self, failure: Failure) -> Sentence:
        """The server's own errors too."""
        return super().broken(failure)[0], [_("the server has trouble (its log says which)"), _(NETWORK)]

    def rejected(self, failure: Failure) -> Sentence:
        """What is no speech, or not this text."""
        causes = [_("the model fails on this text (reword it, or another model)")]
        if self._options["format"] == "pcm":
            causes.insert(
                0, _('[openai] rate {set} is not that of its raw sound (format = "wav" tells it)').format(set=_(SET))
            )
        return super().rejected(failure)[0], [*causes, _(NETWORK)]


def _voice_causes(failure: Failure) -> list[str]:
    """That the server does not list the voice, and the nearest that it lists."""
    names = [offer.name for offer in failure.offers]
    if failure.voice in names:
        return []
    if not names:
        return [_("it has no voice {voice} (cast another)").format(voice=failure.voice)]
    other = nearest(failure.voice, names) or names[0]
    return [
        _("it lists no voice {voice}; cast {other} instead (“audiobuild voices --engine openai” lists all)").format(
            voice=failure.voice, other=other
        )
    ]
