"""The exceptions: each message is one sentence that says where, what and the remedy."""

from __future__ import annotations


class AudiobuildError(Exception):
    """Base class of all expected failures; `str(error)` is a message for the user."""


class ScriptError(AudiobuildError):
    """An interview that cannot be read; `line` is the line at fault (from 1), or None."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class ConfigError(AudiobuildError):
    """An invalid setting, cast or option."""


class EngineError(AudiobuildError):
    """A voice engine that is missing, refuses, or returns what is not speech."""


class ServiceError(EngineError):
    """An online voice service that cannot be used now.

    `kind` says how in one word, `what` in one sentence without any remedy; `status` is HTTP's, if there was one. A
    `general` error would affect every other sentence too.
    """

    def __init__(
        self, message: str, kind: str = "", what: str = "", status: int | None = None, general: bool = False
    ) -> None:
        super().__init__(message)
        self.kind, self.what, self.status, self.general = kind, what, status, general


class AudioError(AudiobuildError):
    """Sound that cannot be decoded, levelled, encoded or joined."""


class OutputError(AudiobuildError):
    """A file that cannot be written, read back or renamed."""


class PublishError(AudiobuildError):
    """A feed or its folder that cannot be published or served: episodes missing, altered or defective."""


class ClusterError(AudiobuildError):
    """Workers of a cluster that are not available, or were lost."""


class Interrupted(AudiobuildError):  # noqa: N818  (the field says "interrupted", not "interrupted error")
    """The user asked to stop; what was finished is kept."""
