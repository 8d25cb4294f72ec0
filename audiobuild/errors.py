"""What can go wrong, as types: each message is one sentence that says where, what and the remedy."""

from __future__ import annotations


class AudiobuildError(Exception):
    """Any failure audiobuild foresees; `str(error)` is fit to be shown to a user as it is."""


class ScriptError(AudiobuildError):
    """An interview that cannot be read; `line` is its line number (from 1) when one is to blame."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class ConfigError(AudiobuildError):
    """A setting, a cast or an option that cannot be followed."""


class EngineError(AudiobuildError):
    """A voice engine that is missing, refuses, or returns what is not speech."""


class ServiceError(EngineError):
    """An online voice service that cannot be used now.

    `kind` says how in one word, `what` in one sentence without any remedy; `status` is HTTP's, if there was one. After
    a `general` one no other sentence would fare better.
    """

    def __init__(
        self, message: str, kind: str = "", what: str = "", status: int | None = None, general: bool = False
    ) -> None:
        super().__init__(message)
        self.kind, self.what, self.status, self.general = kind, what, status, general


class AudioError(AudiobuildError):
    """Sound that cannot be decoded, levelled, encoded or joined."""


class OutputError(AudiobuildError):
    """A file that cannot be written, read back or put in place."""


class PublishError(AudiobuildError):
    """A feed or its folder that cannot be published or served: episodes missing, altered or defective."""


class ClusterError(AudiobuildError):
    """Workers elsewhere that cannot be had, or are lost."""


class Interrupted(AudiobuildError):  # noqa: N818  (the field says "interrupted", not "interrupted error")
    """The user asked to stop; what was finished is kept."""
