"""Maintains a store: lists its entries, removes damaged and old ones."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audiobuild.errors import OutputError
from audiobuild.i18n import _
from audiobuild.storage import files
from audiobuild.storage.store import FOLDERS, EntryKind, Store

YOUNG = 3600.0  # seconds since an entry was used: a build that starts now may need it


@dataclass(frozen=True, slots=True)
class StoreEntry:
    """One entry of a store: what it holds, its key, file, bytes, and when it was last used (seconds of the epoch)."""

    kind: EntryKind
    key: str
    path: Path
    bytes: int
    used: float


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The entries removed from a store, and the bytes that are left."""

    removed: tuple[StoreEntry, ...]
    left: int


def store_entries(folder: Path) -> Iterator[StoreEntry]:
    """Every entry of the store in the folder, in the order of kinds and keys; nothing when there is no store."""
    for kind in EntryKind:
        for stripe in _sorted(folder / FOLDERS[kind]):
            for path in _sorted(stripe):
                try:
                    found = path.stat()
                except OSError:  # removed meanwhile
                    continue
                yield StoreEntry(kind, stripe.name + path.name, path, found.st_size, min(found.st_mtime, time.time()))


def verify_store(folder: Path) -> tuple[int, list[StoreEntry]]:
    """Read every entry and remove the damaged ones. Returns how many there were, and those removed.

    Raises OutputError when one cannot be removed.
    """
    store, seen, removed = Store(folder), 0, []
    for entry in store_entries(folder):
        seen += 1
        if _is_sound(store, entry):
            continue
        with store.claim(_stripe(entry), patient=True):
            if not _is_sound(store, entry):  # another process has made it again
                _remove(entry)
                removed.append(entry)
    return seen, removed


def clean_store(folder: Path, most: int | None) -> Cleaned:
    """Remove stale temporary files, then the least recently used entries until at most `most` bytes are left.

    With None no entry is removed, and none that was used within YOUNG seconds. Raises OutputError while a build uses
    the store, and when something cannot be removed.
    """
    if not folder.is_dir():
        return Cleaned((), 0)
    store = Store(folder)
    lock = store.in_use()
    with files.writing_to(folder):
        if not lock.take():
            raise OutputError(_("a build is using {folder}: try again when it has finished.").format(folder=folder))
    try:
        store.sweep()
        return _shrink(folder, most)
    finally:
        lock.drop()


def _shrink(folder: Path, most: int | None) -> Cleaned:
    found = sorted(store_entries(folder), key=lambda entry: (entry.used, entry.key))
    left, removed, now = sum(entry.bytes for entry in found), [], time.time()
    limit = left if most is None else most
    for entry in found:
        if left <= limit or now - entry.used < YOUNG:
            break
        _remove(entry)
        removed.append(entry)
        left -= entry.bytes
    return Cleaned(tuple(removed), left)


def _sorted(folder: Path) -> list[Path]:
    try:
        return sorted(Path(each.path) for each in os.scandir(folder) if not each.name.startswith("."))
    except OSError:
        return []


def _stripe(entry: StoreEntry) -> str:
    return entry.key[:2] if entry.key[:2].isalnum() else "00"


def _is_sound(store: Store, entry: StoreEntry) -> bool:
    try:
        return store.has(entry.kind, entry.key)
    except ValueError:  # a name that is not a key
        return False


def _remove(entry: StoreEntry) -> None:
    try:
        entry.path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            _("{path} cannot be removed: {reason}.").format(path=entry.path, reason=files.reason(error))
        ) from error
