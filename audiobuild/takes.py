"""The store of takes and runs: content-addressed, self-verifying, whole or absent."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Sequence
from dataclasses import asdict
from enum import IntEnum
from functools import cache
from importlib.metadata import version
from pathlib import Path

from audiobuild.files import whole
from audiobuild.model import AudioSettings, Run, Said, Take, Voice, Word

MASTERING = 2  # raise when a change in audio.py, mp3.py or words.py changes what a run holds

_MAGIC = b"AUDIOB\r\n"  # CR LF: a copy made in text mode shows
_FORMAT = 2
_HEAD = struct.Struct("<8sHHIQ32s")  # magic, format, kind, zero, payload length, key
_DIGEST_SIZE = 32
_RUN = struct.Struct("<IIII")  # frames, samples of content, CRC-16, bytes of words before the data
_TAKE = struct.Struct("<II")  # Hz, bytes of words before the samples


class Kind(IntEnum):
    """What an entry holds."""

    TAKE = 1
    RUN = 2
    COVER = 3


_FOLDERS = {kind: f"{kind.name.lower()}s" for kind in Kind}


def take_key(identity: Sequence[str], said: Said, voice: Voice) -> str:
    """The name of a take: SHA-256 over all that decides its sound, as 64 hex digits."""
    return _digest(
        {
            "engine": [voice.engine, *identity],
            "voice": voice.name,
            "rate": voice.rate,
            "symbols": [piece.symbols for piece in said.pieces],
        }
    )


def run_key(take: str, text: str, voice: Voice, settings: AudioSettings) -> str:
    """The name of a run: its take, the text its words are of, the voice's level, the audio settings, the encoder."""
    made = _made_by(voice.loudness, voice.gain, settings)
    return hashlib.sha256(f"{made} {take} {text}".encode("utf-8", "surrogatepass")).hexdigest()


@cache  # asked for every run
def _made_by(loudness: float, gain: float, settings: AudioSettings) -> str:
    return _digest({"voice": [loudness, gain], "audio": _facts(settings), "encoder": encoder()})


def music_key(digest: str, fade: int, loudness: float | None, settings: AudioSettings) -> str:
    """The name of a run of music: the file's SHA-256, how it is faded and levelled, the audio settings, the encoder."""
    return _digest({"music": [digest, fade, loudness], "audio": _facts(settings), "encoder": encoder()})


def cover_key(program: str, *facts: str | Sequence[str]) -> str:
    """The name of a picture: by the program that draws or scales it, and what it is made from."""
    return _digest({"program": program, "cover": facts})


def _facts(settings: AudioSettings) -> dict[str, int | float]:
    return asdict(settings)


@cache  # asked for every run, and the version is read from disk
def encoder() -> tuple[str | int, ...]:
    """What turns a take into a run beside the settings: the encoder's version and our own mastering's."""
    return ("lameenc", version("lameenc"), MASTERING)


class Store:
    """A folder of entries. An entry is used only when its digest agrees; any other counts as absent.

    An entry is a head (56 bytes), SHA-256 over head and payload (32 bytes), payload.
    The key stands in the head, so that a swapped or renamed entry is found too.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, kind: Kind, key: str) -> bool:
        """Whether a valid entry is there."""
        return self._read(kind, key) is not None

    def take(self, key: str) -> Take | None:
        """The take, or None when it is absent or damaged."""
        payload = self._read(Kind.TAKE, key)
        if payload is None:
            return None
        import numpy as np

        rate, size = _TAKE.unpack_from(payload)
        samples = np.frombuffer(payload, dtype="<i2", offset=_TAKE.size + size)
        return Take(samples, rate, _words(payload[_TAKE.size : _TAKE.size + size]))

    def put_take(self, key: str, take: Take) -> None:
        """Keep a take. Raises PublishError when the store cannot be written."""
        words = _packed(take.words)
        head = _TAKE.pack(take.rate, len(words))
        self._write(Kind.TAKE, key, head + words + take.samples.astype("<i2").tobytes())

    def holds_run(self, key: str) -> bool:
        """Whether a run is there, unread: whether it is sound shows when it is used."""
        return os.path.isfile(self._path(Kind.RUN, key))  # noqa: PTH113  (asked for every run)

    def run(self, key: str) -> Run | None:
        """The run, or None when it is absent or damaged."""
        payload = self._read(Kind.RUN, key)
        if payload is None:
            return None
        frames, content, crc, size = _RUN.unpack_from(payload)
        start = _RUN.size + size
        return Run(payload[start:], frames, content, crc, _words(payload[_RUN.size : start]))

    def put_run(self, key: str, run: Run) -> None:
        """Keep a run. Raises PublishError when the store cannot be written."""
        words = _packed(run.words)
        self._write(Kind.RUN, key, _RUN.pack(run.frames, run.content, run.crc, len(words)) + words + run.data)

    def cover(self, key: str) -> bytes | None:
        """A picture as it goes into the tag, or None when it is absent or damaged."""
        return self._read(Kind.COVER, key)

    def put_cover(self, key: str, picture: bytes) -> None:
        """Keep a picture. Raises PublishError when the store cannot be written."""
        self._write(Kind.COVER, key, picture)

    def _path(self, kind: Kind, key: str) -> str:
        return f"{self.folder}/{_FOLDERS[kind]}/{key[:2]}/{key[2:]}"

    def _read(self, kind: Kind, key: str) -> bytes | None:
        try:
            with open(self._path(kind, key), "rb", buffering=0) as file:  # noqa: PTH123  (asked for every run)
                entry = file.read()
        except OSError:  # absent, or a disk that cannot read it: made again either way
            return None
        head, digest = entry[: _HEAD.size], entry[_HEAD.size : _HEAD.size + _DIGEST_SIZE]
        payload = entry[_HEAD.size + _DIGEST_SIZE :]
        if head != _head(kind, key, len(payload)) or digest != hashlib.sha256(head + payload).digest():
            return None
        return payload

    def _write(self, kind: Kind, key: str, payload: bytes) -> None:
        head = _head(kind, key, len(payload))
        # Not synced to the disk: an entry torn by a power cut is found by its digest and made again.
        with whole(Path(self._path(kind, key))) as out:
            out.write(head + hashlib.sha256(head + payload).digest() + payload)


def _head(kind: Kind, key: str, length: int) -> bytes:
    return _HEAD.pack(_MAGIC, _FORMAT, kind, 0, length, bytes.fromhex(key))


def _packed(words: Sequence[Word]) -> bytes:
    """Words as they lie in an entry: none as nothing; an even number of bytes, so that samples behind are aligned."""
    data = json.dumps(words, ensure_ascii=True, separators=(",", ":")).encode() if words else b""
    return data + b" " * (len(data) % 2)


def _words(data: bytes) -> tuple[Word, ...]:
    return tuple(map(Word._make, json.loads(data))) if data else ()


def _digest(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True, sort_keys=True).encode()).hexdigest()
