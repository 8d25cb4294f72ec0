"""Regular expressions that are compiled when they are first used: most scripts need a third of the program's."""

from __future__ import annotations

import re
from typing import Any, cast

#: A letter of no European writing, as hanzi, kana and hangul are. To compile a class with a range of hanzi takes ten
#: times as long, and thirty times if case is ignored.
HAN = r"[^\W\x00-\u052f]"


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, but compiled on first use: for patterns at the top of a module."""
    return cast("re.Pattern[str]", Lazy(source, flags))


class Lazy:
    """A pattern compiled on first use; each of its attributes is cached after the first look-up."""

    def __init__(self, source: str, flags: int) -> None:
        self._asked = (source, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._asked), name)  # `re` keeps what it compiled
        setattr(self, name, found)
        return found
