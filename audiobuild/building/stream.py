"""The sound of an episode while it is made: sentences in order, as soon as they are ready."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import BinaryIO

from audiobuild.building.build import EpisodeBuild
from audiobuild.model import BuiltEpisode, Line, Music
from audiobuild.sound import mp3
from audiobuild.sound.timeline import Layout

BLOCK = 1 << 16  # bytes of a finished episode read at once


class Stream:
    """Writes one episode's MP3 frames to `out`: those of the finished file, without its tag and Info frame.

    It writes in a thread of its own, since a player takes a sentence only when it has played the one before. When `out`
    is closed by whoever reads it the rest is not written, and the build is not disturbed.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._blocks: SimpleQueue[bytes] = SimpleQueue()
        self._episode: _Episode | None = None
        self._writer = threading.Thread(target=self._write, name="stream", daemon=True)
        self._writer.start()

    def follow(self, build: EpisodeBuild) -> None:
        """Write the sound of this build from its beginning."""
        self._episode = _Episode(build)
        self.advance()

    def advance(self) -> None:
        """Write what has become ready and follows on what was written."""
        if self._episode:
            for block in self._episode.ready():
                self._blocks.put(block)

    def finish(self, built: BuiltEpisode) -> None:
        """Write what is left of the episode; all of it when nothing had to be made."""
        self.advance()
        if self._episode:
            self._blocks.put(self._episode.end())
            return
        with built.path.open("rb") as file:
            while block := file.read(BLOCK):
                self._blocks.put(block)

    def close(self) -> None:
        """Wait until all is written, and close `out`."""
        self._blocks.put(b"")
        self._writer.join()

    def _write(self) -> None:
        try:
            with self._out:
                while block := self._blocks.get():
                    self._out.write(block)
                    self._out.flush()
        except OSError:  # whoever reads it has closed it
            return


class _Episode:
    """What is to be written of an episode, and how far that is."""

    def __init__(self, build: EpisodeBuild) -> None:
        self._build, self._settings = build, build.plan.show.audio
        self._layout = Layout(self._settings.rate, mp3.frame_samples(self._settings))
        self._places = _places(build)
        self._next = next(self._places, None)

    def ready(self) -> Iterator[bytes]:
        """The next segments in order, as far as they are made, with the silence before each."""
        while self._next:
            place, key = self._next
            segment = self._build.store.segment(key) if self._build.is_made(key) else None
            if segment is None:  # also when it is damaged: it is made again before the episode is finished
                return
            yield mp3.silence(self._layout.place(place, segment.facts), self._settings) + segment.data
            self._next = next(self._places, None)

    def end(self) -> bytes:
        """The silence at the end."""
        return mp3.silence(self._layout.closing, self._settings)


def _places(build: EpisodeBuild) -> Iterator[tuple[Line | Music, str]]:
    """Everything that sounds in order, with the key of its segment."""
    segments = iter(build.segments)
    for place in build.plan.placed:
        yield place, build.plan.music[place.kind] if isinstance(place, Music) else next(segments)
