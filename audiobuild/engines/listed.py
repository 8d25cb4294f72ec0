"""The online voices as this version knows them: who can be cast without asking, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from audiobuild.resources import voices_folder

FILE = "edge.txt"  # in the folder of voices


class Offer(NamedTuple):
    """A voice the service offers, as "zh-CN-YunxiNeural", and the tags it is published with."""

    name: str
    gender: str
    tags: tuple[str, ...]

    @property
    def locale(self) -> str:
        """As "zh-CN" or "zh-CN-liaoning"."""
        return self.name.rpartition("-")[0]

    @property
    def language(self) -> str:
        """As "zh"."""
        return self.name.partition("-")[0]


@cache
def shipped() -> tuple[str, tuple[Offer, ...]]:
    """The day of the list shipped with the program, and the list."""
    lines = (voices_folder() / FILE).read_text(encoding="utf-8").splitlines()
    return lines[0].strip("# ").partition(":")[0], tuple(_read(lines))


def _read(lines: Iterable[str]) -> Iterator[Offer]:
    for line in lines:
        if not line.startswith("#"):
            name, gender, tags = line.split(maxsplit=2)
            yield Offer(name, gender, tuple(tag.strip() for tag in tags.replace(";", ",").split(",")))


def substitute(name: str, offered: Iterable[Offer]) -> Offer | None:
    """Of the voices offered now, the nearest to one that is not: same language; then sex, place and most tags."""
    gone = next((offer for offer in shipped()[1] if offer.name == name), Offer(name, "", ()))
    near = [offer for offer in offered if offer.language == gone.language and offer.name != name]

    def likeness(offer: Offer) -> tuple[bool, bool, int]:
        shared = len(set(offer.tags) & set(gone.tags))
        return offer.gender == gone.gender, offer.locale == gone.locale, shared

    return max(near, key=likeness, default=None)
