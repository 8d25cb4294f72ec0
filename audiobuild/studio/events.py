"""What happens while the page is open: numbered, so that a page that comes back misses nothing."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any

KEPT = 200  # events for pages that come back


class Events:
    """Sends events to every open page; `send` may be called from any thread once the loop is running."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=KEPT)
        self._number = 0
        self._open: set[asyncio.Queue[bytes]] = set()

    def begin(self) -> None:
        """Remember the loop in which the pages are answered."""
        self._loop = asyncio.get_running_loop()

    def send(self, name: str, **facts: Any) -> None:
        """Send an event."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send, name, facts)

    def _send(self, name: str, facts: dict[str, Any]) -> None:
        self._number += 1
        text = f"id: {self._number}\nevent: {name}\ndata: {json.dumps(facts, ensure_ascii=False)}\n\n".encode()
        self._kept.append((self._number, text))
        for queue in self._open:
            queue.put_nowait(text)

    def open(self, last: str) -> asyncio.Queue[bytes]:
        """A page's events, beginning with those after number `last` ("": from now on)."""
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        for number, text in self._kept if last.isdecimal() else ():
            if number > int(last):
                queue.put_nowait(text)
        self._open.add(queue)
        return queue

    def close(self, queue: asyncio.Queue[bytes]) -> None:
        """The page is gone."""
        self._open.discard(queue)
