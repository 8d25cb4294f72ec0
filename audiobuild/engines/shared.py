"""What several engines of one pool use together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Shared:
    """Objects by key, each made once, on first use: a loaded model, an online service with its pace."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[Hashable, Any] = {}
        self._closing: list[Callable[[], None]] = []

    def once(self, key: Hashable, make: Callable[[], T], close: Callable[[T], None] | None = None) -> T:
        """The object under `key`; `make` is called when there is none yet, and has to return quickly.

        `close` is called with the object when everything shared is closed.
        """
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
                if close:
                    self._closing.append(partial(close, self._made[key]))
            made: T = self._made[key]
            return made

    def close(self) -> None:
        """Close every object, and forget it."""
        with self._lock:
            closing, self._closing = self._closing, []
            self._made.clear()
        for close in closing:
            close()
