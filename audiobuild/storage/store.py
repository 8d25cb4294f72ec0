"""The store of takes, segments and covers: content-addressed, self-verifying, whole or absent."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import BinaryIO

from audiobuild.errors import AudioError, OutputError
from audiobuild.i18n import _
from audiobuild.model import AudioSettings, Pronunciation, Segment, Take, Voice, Word
from audiobuild.resources import code_digest
from audiobuild.storage import files
from audiobuild.storage.locks import POLL, Lock

_MAGIC = b"AUDIOB\r\n"  # CR LF: a copy made in text mode is detected
_FORMAT = 2
_HEAD = struct.Struct("<8sHHIQ32s")  # magic, format, kind, zero, payload length, key
_DIGEST_SIZE = 32
_SEGMENT = struct.Struct("<IIII")  # frames, samples of content, CRC-16, bytes of words before the data
_TAKE = struct.Struct("<II")  # Hz, bytes of words before the samples
_DAY = 86_400.0  # seconds between two marks of use
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # a full disk
_TEMP = re.compile(r"\.tmp-([0-9a-f]{2})-")


class EntryKind(IntEnum):
    """What an entry holds."""

    TAKE = 1
    SEGMENT = 2
    COVER = 3


#: Folders of the store, which the command line counts by these names too; segments were called runs at first.
FOLDERS = {EntryKind.TAKE: "takes", EntryKind.SEGMENT: "runs", EntryKind.COVER: "covers"}


def take_key(identity: Sequence[str], said: Pronunciation, voice: Voice) -> str:
    """The name of a take: SHA-256 over all that decides its sound, as 64 hex digits."""
    facts = {
        "engine": [voice.engine, *identity],
        "voice": voice.name,
        "rate": voice.rate,
        "symbols": [piece.engine_input for piece in said.pieces],
    }
    if any(piece.pauses for piece in said.pieces):  # only then, so that other takes keep their names
        facts["pauses"] = [code_digest("sound/mark_pauses.py"), *(piece.pauses for piece in said.pieces)]
    return _digest(facts)


def words_digest(pronunciation: Pronunciation) -> str:
    """SHA-256 over the written text and its normalized form, piece by piece: they decide the words' times."""
    return _digest([(piece.written, piece.normalized) for piece in pronunciation.pieces])


def segment_key(take: str, words: str, voice: Voice, settings: AudioSettings) -> str:
    """The key of a segment: its take, the `words_digest`, the voice's level, the audio settings, the encoder."""
    made = _made_by(voice.loudness, voice.gain, settings)
    return hashlib.sha256(f"{made} {take} {words}".encode()).hexdigest()


@cache  # asked for every segment
def _made_by(loudness: float, gain: float, settings: AudioSettings) -> str:
    return _digest({"voice": [loudness, gain], "audio": _facts(settings), "encoder": encoder()})


def music_key(digest: str, fade: int, loudness: float | None, settings: AudioSettings) -> str:
    """The key of a segment of music: the file's SHA-256, its fade and level, the audio settings, the encoder."""
    return _digest({"music": [digest, fade, loudness], "audio": _facts(settings), "encoder": encoder()})


def recording_key(digest: str, sentences: str, gain: float, settings: AudioSettings) -> str:
    """The key of a recording's segment: the SHA-256 of file and sentences, its gain, the settings, the encoder."""
    return _digest({"recording": [digest, sentences, gain], "audio": _facts(settings), "encoder": encoder()})


def cover_key(*facts: str | Sequence[str]) -> str:
    """The key of a cover: the code and font that draw or scale it, and what it is made from."""
    return _digest({"program": [code_digest("outputs/cover.py", "fonts/*"), _version("pillow")], "cover": facts})


def _facts(settings: AudioSettings) -> dict[str, int | float]:
    return asdict(settings)


@cache  # asked for every segment, and read from disk
def encoder() -> tuple[str, ...]:
    """What turns a take into a segment apart from the settings: the encoder's version and the code of sound/."""
    return ("lameenc", _version("lameenc"), code_digest("sound/*.py"))


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to load, and parse needs none of it

    try:
        return version(package)
    except PackageNotFoundError as error:
        raise AudioError(
            _("the package {package} is not installed: pip install {package}.").format(package=package)
        ) from error


class Store:
    """A folder of entries. An entry is used only when its digest agrees; any other counts as absent.

    An entry is a head (56 bytes), SHA-256 over head and payload (32 bytes), payload. The head holds the key, so that a
    swapped or renamed entry is detected too.

    Whoever makes an entry holds the claim on its stripe, the first two digits of a key. The names of temporary files
    contain the stripe, so the holder knows that any other file with it is stale.

    What does not fit on a full disk is kept in memory until `forget`, so that an episode can still be joined.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = files.absolute(folder)  # the same for all who share it
        self._in_memory: dict[tuple[EntryKind, str], bytes] = {}

    @contextmanager
    def claim(self, key: str, *, patient: bool = False) -> Iterator[Lock | None]:
        """Hold the stripe of the key while its entry is made; None when another process does, unless `patient`.

        Raises OutputError when no lock can be written.
        """
        lock = Lock(self.folder / "locks" / key[:2])
        with files.writing_to(self.folder):
            while not (taken := lock.take()) and patient:
                time.sleep(POLL)
        try:
            yield lock if taken else None
        finally:
            lock.drop()

    def output(self, path: Path) -> Lock:
        """The lock of an episode's file: held while it is put in place."""
        return Lock(self.folder / "locks" / f"out-{output_tag(path)}")

    def in_use(self) -> Lock:
        """The lock that builds share and that cleaning up holds alone."""
        return Lock(self.folder / "locks" / "gc")

    def open(self) -> None:
        """Delete what killed processes left, and raise OutputError when the folder cannot be written."""
        self.sweep()
        with self.claim("00") as claimed, _unless_full():
            if claimed:  # else another build is writing there
                files.probe(self.folder, self._temps, "00")

    def sweep(self) -> None:
        """Delete stale temporary files of all stripes that nobody holds. Raises OutputError."""
        matches = (_TEMP.match(temp.name) for temp in self._temps.glob(".tmp-*"))
        for stripe in sorted({match[1] for match in matches if match}):
            with self.claim(stripe) as claimed:
                if claimed:
                    files.sweep(self._temps, stripe)

    def only_in_memory(self, segments: Iterable[str]) -> bool:
        """Whether the disk was too full for one of these segments."""
        return any((EntryKind.SEGMENT, key) in self._in_memory for key in segments)

    def forget(self, segments: Iterable[str]) -> None:
        """Free the memory of those segments that the full disk did not accept."""
        for key in segments:
            self._in_memory.pop((EntryKind.SEGMENT, key), None)

    @property
    def _temps(self) -> Path:
        return self.folder / "tmp"

    def has(self, kind: EntryKind, key: str) -> bool:
        """Whether a valid entry is there."""
        return self._read(kind, key, used=False) is not None

    def take(self, key: str) -> Take | None:
        """The take, or None when it is absent or damaged."""
        payload = self._read(EntryKind.TAKE, key)
        if payload is None:
            return None
        import numpy as np

        rate, size = _TAKE.unpack_from(payload)
        samples = np.frombuffer(payload, dtype="<i2", offset=_TAKE.size + size)
        return Take(samples, rate, _words(payload[_TAKE.size : _TAKE.size + size]))

    def put_take(self, key: str, take: Take) -> None:
        """Keep a take, unless the disk is full. Raises OutputError when the store cannot be written otherwise."""
        words = _packed(take.words)
        head = _TAKE.pack(take.rate, len(words))
        with _unless_full():
            self._write(EntryKind.TAKE, key, head + words + take.samples.astype("<i2").tobytes(), key)

    def holds_segment(self, key: str) -> bool:
        """Whether a segment is there; it is verified only when it is read."""
        return os.path.isfile(self._path(EntryKind.SEGMENT, key)) or (EntryKind.SEGMENT, key) in self._in_memory  # noqa: PTH113

    def segment(self, key: str) -> Segment | None:
        """The segment, or None when it is absent or damaged."""
        payload = self._read(EntryKind.SEGMENT, key)
        if payload is None:
            return None
        frames, content, crc, size = _SEGMENT.unpack_from(payload)
        start = _SEGMENT.size + size
        return Segment(payload[start:], frames, content, crc, _words(payload[_SEGMENT.size : start]))

    def put_segment(self, key: str, segment: Segment, take: str | None = None) -> bool:
        """Keep a segment; False when the disk is full and only this object has it. OutputError when it cannot be kept.

        `take` is the key whose stripe the caller has claimed; None: the segment's own.
        """
        words = _packed(segment.words)
        facts = _SEGMENT.pack(segment.frames, segment.content, segment.crc, len(words))
        payload = facts + words + segment.data
        with _unless_full():
            self._write(EntryKind.SEGMENT, key, payload, take or key)
            return True
        self._in_memory[EntryKind.SEGMENT, key] = payload
        return False

    def cover(self, key: str) -> bytes | None:
        """A picture as it goes into the tag, or None when it is absent or damaged."""
        return self._read(EntryKind.COVER, key)

    def put_cover(self, key: str, picture: bytes) -> None:
        """Keep a picture, unless the disk is full or another build is keeping one. Raises OutputError otherwise."""
        with self.claim(key) as claimed, _unless_full():
            if claimed:
                self._write(EntryKind.COVER, key, picture, key)

    def _path(self, kind: EntryKind, key: str) -> str:
        return f"{self.folder}/{FOLDERS[kind]}/{key[:2]}/{key[2:]}"

    def _read(self, kind: EntryKind, key: str, *, used: bool = True) -> bytes | None:
        try:
            with open(self._path(kind, key), "rb", buffering=0) as file:  # noqa: PTH123  (asked for every segment)
                entry = file.read()
                if used:
                    _mark_used(file)
        except OSError:  # absent, or a disk that cannot read it: made again either way
            entry = b""
        return _payload(entry, kind, key) or self._in_memory.get((kind, key))

    def _write(self, kind: EntryKind, key: str, payload: bytes, claimed: str) -> None:
        head = _head(kind, key, len(payload))
        # Not synced to the disk: an entry torn by a power cut is found by its digest and made again.
        with files.atomic_write(Path(self._path(kind, key)), temps=self._temps, tag=claimed[:2]) as out:
            out.write(head + hashlib.sha256(head + payload).digest() + payload)


def output_tag(path: Path) -> str:
    """Sixteen hex digits that identify a file's path, however the path is written."""
    return hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:16]


def _payload(entry: bytes, kind: EntryKind, key: str) -> bytes | None:
    """What an entry holds, None when it is not what its place says or not whole."""
    head, digest = entry[: _HEAD.size], entry[_HEAD.size : _HEAD.size + _DIGEST_SIZE]
    payload = entry[_HEAD.size + _DIGEST_SIZE :]
    if head != _head(kind, key, len(payload)):
        return None
    found = hashlib.sha256(head)
    found.update(payload)
    return payload if digest == found.digest() else None


def _mark_used(file: BinaryIO) -> None:
    """Update the entry's time of use, by which `cache gc` chooses; once a day is enough."""
    now = time.time()
    if abs(now - os.fstat(file.fileno()).st_mtime) > _DAY:
        with suppress(OSError):
            os.utime(file.name)


@contextmanager
def _unless_full() -> Iterator[None]:
    try:
        yield
    except OutputError as error:
        if not isinstance(error.__cause__, OSError) or error.__cause__.errno not in _FULL:
            raise


def _head(kind: EntryKind, key: str, length: int) -> bytes:
    return _HEAD.pack(_MAGIC, _FORMAT, kind, 0, length, bytes.fromhex(key))


def _packed(words: Sequence[Word]) -> bytes:
    """Words as bytes of an entry: always an even number, so that the samples after them are aligned."""
    data = json.dumps(words, ensure_ascii=True, separators=(",", ":")).encode() if words else b""
    return data + b" " * (len(data) % 2)


def _words(data: bytes) -> tuple[Word, ...]:
    return tuple(map(Word._make, json.loads(data))) if data else ()


def _digest(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True, sort_keys=True).encode()).hexdigest()
