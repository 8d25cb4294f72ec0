"""The Builder: everything a Python program or the command line needs to build episodes, in one object."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from audiobuild.building import requests
from audiobuild.building.batch import Batch, Listener, Result, Shard
from audiobuild.building.build import Status, status
from audiobuild.building.episode import EpisodePlan, Planner
from audiobuild.building.jobs import PAUSE, Held, Job, Threads, Worker, Workforce
from audiobuild.building.requests import BuildRequest
from audiobuild.config import show_folder
from audiobuild.errors import AudiobuildError, OutputError
from audiobuild.i18n import _, ngettext
from audiobuild.model import BuiltEpisode, Line, Role, Script, Segment

if TYPE_CHECKING:
    from audiobuild.building.stream import Stream
    from audiobuild.preview import Preview, Pronounced


@dataclass(frozen=True, slots=True)
class Progress:
    """What a progress callback receives: `str(progress)` is a line to print.

    `done` of `total` sentences of `script` are made; `message` is a warning or a notice ("": none).
    """

    script: Path | None
    done: int
    total: int
    message: str = ""

    def __str__(self) -> str:
        """The message, else the progress of the episode."""
        return self.message or ngettext(
            "{script}: {done} of {total} sentence", "{script}: {done} of {total} sentences", self.total
        ).format(script=self.script, done=self.done, total=self.total)


class Builder:
    """Builds episodes; owns the engines, loaded models and threads it uses. No state is process-wide.

    >>> with Builder(show="my-show", engine="tone") as builder:
    ...     episode = builder.build("talk.txt", progress=print)
    ...     print(episode.path, episode.seconds)

    `show` is the folder with audiobuild.toml (None: the nearest above each script, else the current folder), `out` the
    folder for episodes (None: "output" in the show). `engine` and `voices` (speaker or role to voice) override the
    show's settings, `roles` (speaker to "Q" or "A") the roles found in the script. `jobs` sentences are spoken at once
    (None: one for each processor core); `workers` is the address of a Dask scheduler whose workers speak instead.

    Two builders share nothing: one can be stopped while the other continues. A builder may be used again after `stop`.
    """

    def __init__(
        self,
        show: str | Path | None = None,
        *,
        out: str | Path | None = None,
        engine: str | None = None,
        voices: Mapping[str, str] | None = None,
        roles: Mapping[str, Role | str] | None = None,
        jobs: int | None = None,
        workers: str | None = None,
    ) -> None:
        self._show = Path(show) if show is not None else None
        self._out = Path(out) if out is not None else None
        self._engine = engine
        self._voices = dict(voices or {})
        self._roles = {name: Role(role) for name, role in (roles or {}).items()}
        self._jobs = jobs or os.cpu_count() or 1
        self._workers = workers
        self._worker = Worker()
        self._planner = Planner(self._worker.engines)
        self._workforce: Workforce | None = None
        self._batches: set[Batch] = set()  # those under way

    def __enter__(self) -> Self:
        """Return the builder; models are loaded when first needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the builder."""
        self.close()

    # ---------------------------------------------------------------------------------------------------------- build

    def build(
        self, script: str | Path, *, force: bool = False, progress: Callable[[Progress], object] | None = None
    ) -> BuiltEpisode:
        """Build one episode; an episode that is up to date is not built again.

        `force` speaks and encodes everything again. Raises AudiobuildError; what was spoken until then is kept.
        """
        (request,) = self.requests([script], force=force)
        listener = _Callback(progress)
        self.run([request], listener)
        result = listener.results[request.episode]
        if isinstance(result, BuiltEpisode):
            return result
        raise result

    def build_all(
        self,
        scripts: Iterable[str | Path] = (),
        *,
        force: bool = False,
        progress: Callable[[Progress], object] | None = None,
    ) -> dict[Path, BuiltEpisode | AudiobuildError]:
        """Build several episodes as one pool of work: scripts, or folders of them (empty: the folder "scripts").

        Returns the result of each script by its episode's path; an episode that fails does not stop the others.
        """
        listener = _Callback(progress)
        self.run(self.requests(scripts, force=force), listener)
        return listener.results

    def status(self, script: str | Path, *, force: bool = False) -> Status:
        """What `build` would do, and why; writes nothing. Raises AudiobuildError."""
        (request,) = self.requests([script], force=force)
        return status(self.plan(request))

    # -------------------------------------------------------------------------------------------------------- preview

    def pronounce(self, text: str, *, voice: str | None = None, role: Role | str = Role.GUEST) -> Pronounced:
        """How a text would be spoken: its pronunciation and voice. Speaks nothing.

        `voice` is a name as in casts ("zm_yunxi", "edge:zh-CN-YunxiNeural"); without one the show's voice for the role
        is used. Raises ConfigError for an unknown voice, EngineError for a text that cannot be spoken.
        """
        return self._pronounce(text, voice, Role(role), speaks_next=False)

    def preview(self, text: str, *, voice: str | None = None, role: Role | str = Role.GUEST) -> Preview:
        """Speak a text as an episode would: samples, rate, pronunciation, and `save(path)` for MP3 or WAV.

        >>> builder.preview("重庆的行长", voice="zf_xiaoxiao").save("say.mp3")
        """
        return self._pronounce(text, voice, Role(role), speaks_next=True).speak()

    def _pronounce(self, text: str, voice: str | None, role: Role, speaks_next: bool) -> Pronounced:
        from audiobuild import preview

        folder = self._show or show_folder(Path("-")) or Path.cwd()
        return preview.pronounce_text(self._worker.engines, folder, text, voice, role, self._engine, speaks_next)

    # ------------------------------------------------------------------------------------------- for the command line

    def requests(self, scripts: Iterable[str | Path] = (), *, force: bool = False) -> list[BuildRequest]:
        """A request for each of these scripts and for those in these folders (empty: the folder "scripts").

        Raises ScriptError for what does not exist. Scripts that would become the same episode fail when they are built;
        ConfigError when there are no others.
        """
        found = requests.collect([Path(script) for script in scripts], self._out, self._show)
        return [
            replace(request, engine=self._engine, voices=self._voices, roles=self._roles, force=force)
            for request in found
        ]

    def plan(self, request: BuildRequest, read: Script | None = None) -> EpisodePlan:
        """The script read, cast and split into lines; nothing is spoken. Raises ScriptError or ConfigError.

        `read` is the script when its bytes were read already: those of a change that is not written yet.
        """
        return self._planner.plan(request, read)

    def run(
        self,
        todo: Sequence[BuildRequest],
        listener: Listener,
        shard: Shard | None = None,
        stream: Stream | None = None,
    ) -> None:
        """Build all as one pool of work; the listener receives every result, the stream the sound of a single episode.

        With a shard (which, of how many) only its part of the sentences is made and kept, and no episode is joined.
        Raises Interrupted when the user stops it, ClusterError when the workers are lost.
        """
        batch = Batch(self._worker, self._planner, self._workforce_for(todo), self.threads, listener, shard, stream)
        self._batches.add(batch)
        try:
            batch.build(todo)
        finally:
            self._batches.discard(batch)

    @property
    def threads(self) -> int:
        """How many threads of this process speak; 0 when a cluster does."""
        return 0 if self._workers else self._jobs

    def segment(self, plan: EpisodePlan, line: Line) -> tuple[str, Segment]:
        """The sound of one line exactly as `build` joins it, and its key in the store; spoken now unless it is there.

        Raises AudiobuildError.
        """
        keys = plan.keys_of(line)
        job = Job(
            episode=plan.request.episode,
            store=plan.request.store,
            take=keys.take,
            segment=plan.segment_of(line, keys),
            utterance=line.utterance,
            show=plan.show,
            line=line.source,
            force=False,
        )
        store = self._worker.store(plan.request.store)
        while isinstance(done := self._worker.do(job), Held):
            if done is Held.SUSPECT:
                job = replace(job, suspect=True)
            time.sleep(PAUSE)  # another build is making it
        segment = store.segment(job.segment)
        if segment is None:
            raise OutputError(
                _("{store} cannot be read; check the disk, or choose another folder with -o.").format(
                    store=plan.request.store
                )
            )
        return job.segment, segment

    def kept(self, plan: EpisodePlan, key: str) -> Segment | None:
        """A segment that the store has."""
        store = self._worker.store(plan.request.store)
        return store.segment(key) if store.holds_segment(key) else None

    def warm(self, request: BuildRequest) -> None:
        """Load the libraries and models that building an episode needs. Raises what building it would."""
        from audiobuild.outputs import id3, transcript  # noqa: F401
        from audiobuild.sound import mp3  # noqa: F401

        plan = self.plan(request)
        spoken = {line.utterance.voice.engine: line for line in plan.lines if not line.recording}
        for line in spoken.values():
            plan.engine_of(line).prepare(self.threads)
            plan.engine_of(line).pronounce(line.utterance)

    # -------------------------------------------------------------------------------------------------------- the end

    def stop(self) -> None:
        """Stop speaking, from any thread: a running `build` fails with Interrupted, and what was spoken is kept."""
        for batch in list(self._batches):
            batch.stop()
        if self._workforce:
            self._workforce.stop()
        else:
            self._worker.engines.stop()

    def close(self) -> None:
        """Free the threads or the connection to the workers."""
        if self._workforce:
            self._workforce.close()
            self._workforce = None
        self._worker.engines.close()

    def _workforce_for(self, todo: Sequence[BuildRequest]) -> Workforce:
        if self._workforce is None:
            self._workforce = self._opened(todo)
        return self._workforce

    def _opened(self, todo: Sequence[BuildRequest]) -> Workforce:
        if self._workers is None:
            return Threads(self._worker, self._jobs)
        from audiobuild.building.cluster import Cluster

        cluster = Cluster(self._workers, self._worker, self._jobs)
        cluster.try_stores(dict.fromkeys(request.store for request in todo))
        return cluster


class _Callback:
    """A listener that keeps the results and calls the user's function."""

    def __init__(self, progress: Callable[[Progress], object] | None) -> None:
        self.results: dict[Path, BuiltEpisode | AudiobuildError] = {}
        self._progress = progress or (lambda progress: None)

    def begun(self, plan: EpisodePlan, todo: int) -> None:
        script = plan.request.script
        for warning in plan.warnings:
            self._progress(Progress(script, 0, todo, f"{script}: {warning.message}"))
        self._progress(Progress(script, 0, todo))

    def advanced(self, request: BuildRequest, done: int, todo: int) -> None:
        self._progress(Progress(request.script, done, todo))

    def finished(self, request: BuildRequest, result: Result) -> None:
        if isinstance(result, BuiltEpisode | AudiobuildError):
            self.results[request.episode] = result

    def notify(self, text: str) -> None:
        self._progress(Progress(None, 0, 0, text))
