"""Writes the files of a published folder, under names that change with their content, and finds old versions."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from audiobuild.storage import files
from audiobuild.storage.store import output_tag

FEED, STYLE, INDEX, SEARCH, COVER = "feed.xml", "feed.css", "index.html", "search.js", "cover"
DIGITS = 8  # of the digest in a name: of 77,000 versions of one file, two share a name with a probability of one half
_BLOCK = 1 << 20  # bytes copied at a time


def content_name(stem: str, digest: str, ending: str) -> str:
    """A name that changes with the content: apps and proxies never ask again for an address they know.

    `digest` is the content's SHA-256 in hex digits.
    """
    return f"{stem}-{digest[:DIGITS]}.{ending}"


def open_folder(out: Path) -> None:
    """Check that the folder can be written to, and delete temporary files of killed processes. Raises OutputError."""
    files.probe(out)
    files.sweep(out, output_tag(out))


def copy(source: Path, target: Path, digest: str) -> None:
    """Copy a file with the given SHA-256, unless it is there: then it keeps its date, and rsync skips it."""
    if not _has_digest(target, digest):
        with files.atomic_write(target, durable=True, tag=output_tag(target.parent)) as out, source.open("rb") as data:
            shutil.copyfileobj(data, out, _BLOCK)


def link(source: Path, target: Path, digest: str) -> None:
    """Let a file have a second name, for a trial; a copy where it is on another disk."""
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        copy(source, target, digest)


def put(target: Path, data: bytes) -> None:
    """Write a file, unless it is there with these bytes."""
    if not _has_digest(target, hashlib.sha256(data).hexdigest()):
        with files.atomic_write(target, durable=True, tag=output_tag(target.parent)) as out:
            out.write(data)


def old_versions(out: Path, stem: str, endings: Iterable[str], current: Collection[str], keep: int) -> list[Path]:
    """Files of one stem that are neither `current` nor, of their ending, among the `keep` newest of the others."""
    found: list[Path] = []
    for ending in endings:
        versions = [path for path in _versions(out, stem, ending) if path.name not in current]
        found += sorted(versions, key=_age, reverse=True)[keep:]
    return found


def _versions(out: Path, stem: str, ending: str) -> list[Path]:
    name = re.compile(rf"{re.escape(stem)}-[0-9a-f]{{{DIGITS}}}\.{re.escape(ending)}")
    return [path for path in out.glob(f"{stem}-*.{ending}") if name.fullmatch(path.name)]


def _age(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name


def _has_digest(path: Path, digest: str) -> bool:
    try:
        with path.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest() == digest
    except OSError:
        return False
