"""Makes an audiobook (M4B) of an episode with ffmpeg: the same sound as AAC, with cover and chapters."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from audiobuild.errors import OutputError
from audiobuild.i18n import _
from audiobuild.plaintext import clean_line
from audiobuild.regex import lazy
from audiobuild.storage import files

BITRATE = "96k"  # as the MP3 it is made from
_SPECIAL = lazy(r"([=;#\\])")  # what a value of ffmpeg's metadata escapes
_REPEATABLE = ("-fflags", "+bitexact", "-flags:a", "+bitexact")  # no version and no time of now in the file


@dataclass(frozen=True, slots=True)
class Book:
    """What the file says of an episode; `chapters` are (second, title), `seconds` is its length."""

    title: str
    author: str
    show: str
    chapters: Sequence[tuple[int, str]]
    seconds: float


def write_m4b(audio: Path, cover: Path, book: Book) -> Path:
    """Write the M4B next to an MP3, unless it is there and newer; returns its path.

    Raises OutputError when ffmpeg is not installed or fails, and when the file cannot be written.
    """
    target = audio.with_suffix(".m4b")
    if target.is_file() and target.stat().st_mtime_ns >= audio.stat().st_mtime_ns:
        return target
    with TemporaryDirectory(prefix="audiobuild-") as folder:
        facts, made = Path(folder) / "facts", Path(folder) / "book.m4b"
        facts.write_text("\n".join(_metadata(book)) + "\n", encoding="utf-8")
        _convert(audio, cover, facts, made)
        with files.atomic_write(target, durable=True) as out, made.open("rb") as data:
            shutil.copyfileobj(data, out)
    return target


def _convert(audio: Path, cover: Path, facts: Path, made: Path) -> None:
    inputs = ["-i", os.fspath(audio.resolve()), "-f", "ffmetadata", "-i", os.fspath(facts)]
    inputs += ["-i", os.fspath(cover.resolve())]
    takes = ["-map", "0:a", "-map", "2:v", "-map_metadata", "1", "-map_chapters", "1"]
    kinds = ["-c:a", "aac", "-b:a", BITRATE, "-c:v", "copy", "-disposition:v:0", "attached_pic"]
    command = [
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        *inputs,
        *takes,
        *kinds,
        *_REPEATABLE,
        "-f",
        "ipod",
        os.fspath(made),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    except FileNotFoundError as error:
        raise OutputError(_("--m4b: ffmpeg is not installed; install it, or build without --m4b.")) from error
    if done.returncode:
        said = " / ".join(done.stderr.strip().splitlines()[-2:])
        raise OutputError(
            _("{path}: ffmpeg failed: {said}. Update it, or build without --m4b.").format(
                path=audio.with_suffix(".m4b"), said=said
            )
        )


def _metadata(book: Book) -> Iterator[str]:
    """The lines of ffmpeg's metadata format."""
    yield ";FFMETADATA1"
    for name, value in (("title", book.title), ("artist", book.author), ("album", book.show), ("genre", "Podcast")):
        if value:
            yield f"{name}={_escaped(value)}"
    ends = [start * 1000 for start, _ in book.chapters[1:]] + [round(book.seconds * 1000)]
    for (start, title), end in zip(book.chapters, ends, strict=True):
        yield from ("[CHAPTER]", "TIMEBASE=1/1000", f"START={start * 1000}", f"END={end}", f"title={_escaped(title)}")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", clean_line(text))
