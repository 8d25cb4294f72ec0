"""The error messages for servers: what their failures usually mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiobuild.engines.online.attempts import FailureKind
from audiobuild.engines.online.messages import NETWORK, Failure, Messages, Sentence
from audiobuild.engines.openai.key import Key
from audiobuild.suggestions import nearest

SET = "in audiobuild.toml"


class ServerMessages(Messages):
    """The wording for `openai`."""

    engine = "openai"
    about_voices = (FailureKind.FORBIDDEN, FailureKind.SILENT)

    def __init__(self, key: Key, options: Mapping[str, Any]) -> None:
        self._key, self._options = key, options

    def denied(self, failure: Failure) -> Sentence:
        """HTTP 401 and 403, and accounts without money."""
        if failure.attempt.status not in (401, 403):
            return f"the speech service does not serve this account ({failure.attempt.seen})", ["it has no credit left"]
        if not self._key:
            what = f"the speech service asks for a key ({failure.attempt.seen}), and none was sent"
            return what, [f"the key is in no variable (export OPENAI_API_KEY=…, or [openai] key_env {SET})"]
        causes = ["the key is not valid for this server", "its account may not use this model"]
        return f"the speech service did not accept the key of [openai] key_env ({failure.attempt.seen})", causes

    def throttled(self, failure: Failure) -> Sentence:
        """Also a model that is still being loaded."""
        what, causes = super().throttled(failure)
        return what, ["its model is still being loaded", f"[openai] concurrency {SET} is too much for it", *causes[1:]]

    def offline(self) -> list[str]:
        """A server of one's own is often just not running."""
        return ["the server is not running", f"[openai] base {SET} is another", "this computer is offline"]

    def forbidden(self, failure: Failure) -> Sentence:
        """Voice, model, path or a field."""
        causes = [f"[openai] model {SET}, “{self._options['model']}”, is not one of its models"]
        causes.append(f"[openai] base or extra {SET} does not fit it")
        return super().forbidden(failure)[0], [*_voice_causes(failure), *causes]

    def silent(self, failure: Failure) -> Sentence:
        """The voice, or the text."""
        what, causes = super().silent(failure)
        return what, [*_voice_causes(failure), *causes]

    def stalled(self, failure: Failure) -> Sentence:
        """A model that is slower than the limit."""
        return super().stalled(failure)[0], [f"it needs longer than [openai] timeout {SET}", NETWORK]

    def broken(self, failure: Failure) -> Sentence:
        """The server's own errors too."""
        return super().broken(failure)[0], ["the server has trouble (its log says which)", NETWORK]

    def rejected(self, failure: Failure) -> Sentence:
        """What is no speech, or not this text."""
        causes = ["the model fails on this text (reword it, or another model)"]
        if self._options["format"] == "pcm":
            causes.insert(0, f'[openai] rate {SET} is not that of its raw sound (format = "wav" tells it)')
        return super().rejected(failure)[0], [*causes, NETWORK]


def _voice_causes(failure: Failure) -> list[str]:
    """That the server does not list the voice, and the nearest that it lists."""
    names = [offer.name for offer in failure.offers]
    if failure.voice in names:
        return []
    if not names:
        return [f"it has no voice {failure.voice} (cast another)"]
    other = nearest(failure.voice, names) or names[0]
    return [f"it lists no voice {failure.voice}; cast {other} instead (“audiobuild voices --engine openai” lists all)"]
