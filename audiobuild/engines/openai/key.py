"""The key of a server: read from the environment, sent in one header, and kept out of everything that is printed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from audiobuild.errors import ConfigError
from audiobuild.i18n import _

HIDDEN = "…"
FRAGMENT = 6  # characters of the key that may not appear in a message either
_LIKE_A_KEY = re.compile(r"\b(?:sk|pk|key|Bearer|Basic)[-_ ][\w*.…/+=-]{4,}")


class Key:
    """A key, "" for none, and the variable that it comes from; neither repr nor str shows it."""

    def __init__(self, value: str, variable: str) -> None:
        self._value, self.variable = value, variable

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self._value)

    @property
    def header(self) -> dict[str, str]:
        """What a request carries."""
        return {"Authorization": f"Bearer {self._value}"} if self._value else {}

    def hidden(self, text: str) -> str:
        """The text of a server without the key, a part of it, or anything that looks like one."""
        shown = _LIKE_A_KEY.sub(HIDDEN, text.replace(self._value, HIDDEN) if self._value else text)
        parts = (self._value[place : place + FRAGMENT] for place in range(len(self._value) - FRAGMENT + 1))
        return HIDDEN if any(part in shown for part in parts) else shown


def read_key(variable: str, environ: Mapping[str, str] = os.environ) -> Key:
    """The key in the variable; without a variable, or where it is not set, there is none. Raises ConfigError."""
    value = environ.get(variable, "").strip() if variable else ""
    if not (value.isascii() and value.isprintable()):
        raise ConfigError(
            _("[openai] key_env: {variable} holds characters that no key has; set it again.").format(variable=variable)
        )
    return Key(value, variable)
