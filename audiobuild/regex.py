"""Regular expressions that are compiled when they are first used: most scripts need a third of the program's."""

from __future__ import annotations

import re
from typing import Any, cast


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, later: for patterns at the top of a module, whose methods are called."""
    return cast("re.Pattern[str]", Lazy(source, flags))


class Lazy:
    """Stands for a pattern; each of its attributes is looked up once and then is its own."""

    def __init__(self, source: str, flags: int) -> None:
        self._asked = (source, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._asked), name)  # `re` keeps what it compiled
        setattr(self, name, found)
        return found
