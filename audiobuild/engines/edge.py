"""The engine that speaks with Microsoft's online voices through edge-tts; it sends the text to that service."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

from audiobuild.errors import EngineError, Interrupted
from audiobuild.model import Piece, Said, Take, Utterance, Voice
from audiobuild.spoken.lexicon import Lexicon

EPOCH = 1  # the service shows no version: raise when a change here or there changes the sound
PIECE_BYTES = 2_400  # the service takes 4096 bytes of escaped text; beyond that it cuts in silence
CONNECT_SECONDS = 10
ITEM_SECONDS = 20.0  # the client's own limit ends with the handshake
REMEDY = "check the network and the clock, update with “pip install -U edge-tts”, or speak offline: --engine kokoro"


class Edge:
    """Speaks one piece a connection, and accepts an answer only when it is whole."""

    name = "edge"

    def __init__(self, proxy: str | None = None, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon()
        self.reading = f"1{self._lexicon.digest}"
        self._proxy = proxy
        self._stopped = False

    def said(self, utterance: Utterance) -> Said:
        """The text without what XML cannot carry, respelled by the lexicon, cut at clause marks under the limit."""
        parts = [(part, self._lexicon.respelled(_speakable(part))) for part in _cut(utterance.text)]
        return Said(tuple(Piece(written, said, said) for written, said in parts))

    def identity(self, voice: Voice) -> tuple[str, ...]:
        """Our own epoch: the service tells no version."""
        return (str(EPOCH),)

    def prepare(self, threads: int) -> None:
        """Nothing to load: the voices are elsewhere."""

    def speak(self, said: Said, voice: Voice) -> Take:
        """Ask the service for each piece in turn. Raises EngineError when an answer is missing or not whole."""
        import numpy as np

        from audiobuild import audio

        parts = []
        rate = 24_000
        for piece in said.pieces:
            if self._stopped:
                raise Interrupted("stopped.")
            samples, rate = audio.decode_mp3(asyncio.run(self._ask(piece, voice)))
            parts.append(samples)
        return audio.to_take(np.concatenate(parts), rate)

    def stop(self) -> None:
        """Ask for no further piece."""
        self._stopped = True

    async def _ask(self, piece: Piece, voice: Voice) -> bytes:
        import aiohttp
        from edge_tts import Communicate
        from edge_tts.exceptions import EdgeTTSException

        client = Communicate(
            piece.symbols,
            voice.name,
            rate=f"{round((voice.rate - 1) * 100):+d}%",
            boundary="SentenceBoundary",
            proxy=self._proxy,
            connect_timeout=CONNECT_SECONDS,
            receive_timeout=CONNECT_SECONDS,
        )
        quote = f"“{piece.written[:40]}”"
        try:
            data = await _collect(client.stream())
        except TimeoutError as error:
            raise EngineError(f"edge: the service stopped answering at {quote}; {REMEDY}.") from error
        # ValueError and KeyError: what the client lets through for garbled frames
        except (EdgeTTSException, aiohttp.ClientError, OSError, ValueError, KeyError) as error:
            raise EngineError(f"edge: {type(error).__name__} at {quote}; {REMEDY}.") from error
        # A dropped connection ends the stream without an error; the client counts bytes only when the turn ends.
        if not data or client.state["cumulative_audio_bytes"] != len(data):
            raise EngineError(f"edge: the answer to {quote} is not whole; run again, or {REMEDY}.")
        return data


async def _collect(stream: AsyncIterator[Any]) -> bytes:
    data = bytearray()
    while True:
        try:
            item = await asyncio.wait_for(anext(stream), ITEM_SECONDS)
        except StopAsyncIteration:
            return bytes(data)
        if item["type"] == "audio":
            data += item["data"]


def _speakable(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)


def _cut(text: str) -> list[str]:
    """Stretches of at most PIECE_BYTES escaped bytes, cut behind a clause mark where there is one."""
    parts: list[str] = [""]
    for clause in re.findall(r"[^，,；;：:、]*[，,；;：:、]?", text):
        for stretch in _slices(clause):
            if _size(parts[-1] + stretch) > PIECE_BYTES and parts[-1]:
                parts.append("")
            parts[-1] += stretch
    return [part for part in parts if part]


def _slices(clause: str) -> list[str]:
    step = PIECE_BYTES // 6  # no character grows beyond six escaped bytes
    return [clause[start : start + step] for start in range(0, len(clause), step)]


def _size(text: str) -> int:
    from xml.sax.saxutils import escape

    return len(escape(text).encode())
