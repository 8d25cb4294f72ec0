"""The online voices as this version knows them: who can be cast without asking the service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from audiobuild.engines.protocol import Listing, Offer
from audiobuild.resources import voices_folder

FILE = "edge.txt"  # in the folder of voices


@cache
def shipped() -> Listing:
    """The list shipped with the program, and its day."""
    lines = (voices_folder() / FILE).read_text(encoding="utf-8").splitlines()
    return Listing(lines[0].strip("# ").partition(":")[0], tuple(_read(lines)))


def known(name: str) -> Offer:
    """The voice of this name as listed, else as its name describes it."""
    return next((each for each in shipped().offers if each.name == name), offer(name))


def offer(name: str, gender: str = "", tags: tuple[str, ...] = ()) -> Offer:
    """The voice of a name such as "zh-CN-liaoning-XiaobeiNeural", which begins with its locale."""
    return Offer(name, name.rpartition("-")[0], gender, tags)


def _read(lines: Iterable[str]) -> Iterator[Offer]:
    for line in lines:
        if not line.startswith("#"):
            name, gender, tags = line.split(maxsplit=2)
            yield offer(name, gender, tuple(tag.strip() for tag in tags.replace(";", ",").split(",")))
