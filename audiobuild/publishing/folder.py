"""Writes the files of a published folder, under names that change with their content, and finds old versions."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from audiobuild.storage import files
from audiobuild.storage.store import output_tag

FEED, STYLE, INDEX, SEARCH, COVER = "feed.xml", "feed.css", "index.html", "search.js", "cover"
DIGITS = 8  # of the digest in a name: of 77,000 versions of one file, two share a name with a probability of one half
_VERSION = re.compile(rf"(.+)-[0-9a-f]{{{DIGITS}}}\.(.+)")  # stem and ending of a name that changes with the content
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
    """Copy a file with the given SHA-256, unless it is there: then it keeps its date, and rsync skips it.

    A file that has the digest in its name and the length is trusted unread: it appeared whole, and 500 episodes are
    20 GB to read.
    """
    named = f"-{digest[:DIGITS]}." in target.name
    if named and target.is_file() and target.stat().st_size == source.stat().st_size:
        return
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


def old_versions(out: Path, kept: Mapping[str, int], endings: Collection[str], current: Collection[str]) -> list[Path]:
    """Files that are not `current` and can go: `kept` says by stem how many of the newest others of an ending stay."""
    versions: dict[tuple[str, str], list[Path]] = {}
    for path in sorted(out.iterdir()):
        found = _VERSION.fullmatch(path.name)
        if found and found[1] in kept and found[2] in endings and path.name not in current:
            versions.setdefault((found[1], found[2]), []).append(path)
    old: list[Path] = []
    for (stem, _), paths in versions.items():
        old += sorted(paths, key=_age, reverse=True)[kept[stem] :]
    return old


def _age(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name


def _has_digest(path: Path, digest: str) -> bool:
    try:
        with path.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest() == digest
    except OSError:
        return False
