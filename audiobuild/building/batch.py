"""Many episodes at once: their sentences are one pool of work, and the failure of one stops no other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from audiobuild.building import build
from audiobuild.building.build import BuiltEpisode, Making
from audiobuild.building.episode import BuildRequest, Draft, speaker
from audiobuild.building.jobs import Done, Held, Job, Outcome, Workforce, beside, run
from audiobuild.errors import (
    AudiobuildError,
    AudioError,
    ClusterError,
    ConfigError,
    Interrupted,
    OutputError,
    ServiceError,
)
from audiobuild.storage import files
from audiobuild.storage.locks import waited_for
from audiobuild.storage.store import Store

TOO_MANY = 3  # failed sentences of one episode: the rest of it is not tried


@dataclass(frozen=True, slots=True)
class Kept:
    """What a shard did for an episode that it does not join: sentences of its own, and how many it had to speak."""

    sentences: int
    spoken: int


Shard = tuple[int, int]  # which of how many, from 1
Result = BuiltEpisode | Kept | AudiobuildError


class Listener(Protocol):
    """Whoever is told how a batch goes."""

    def begun(self, draft: Draft, todo: int) -> None:
        """An episode is taken up; `todo` sentences have to be made."""
        ...

    def advanced(self, request: BuildRequest, done: int, todo: int) -> None:
        """Another of its sentences is done."""
        ...

    def finished(self, request: BuildRequest, result: Result) -> None:
        """The episode is built, stands as it is, or has failed."""
        ...

    def told(self, text: str) -> None:
        """Something the user should know while waiting."""
        ...


def warm(request: BuildRequest, threads: int) -> None:
    """Load what speaking an episode needs before it is asked for. Raises AudiobuildError as building it would."""
    from audiobuild.outputs import id3, transcript  # noqa: F401
    from audiobuild.sound import mp3  # noqa: F401

    draft = Draft(request)
    for line in {line.utterance.voice.engine: line for line in draft.plan.lines}.values():
        draft.engine_of(line).prepare(threads)
        draft.engine_of(line).pronounce(line.utterance)


@dataclass(slots=True)
class _Open:
    """An episode whose sentences are being made; `left` are the names of the runs still missing."""

    making: Making
    jobs: list[Job]
    left: set[str]
    failures: list[AudiobuildError] = field(default_factory=list)

    @property
    def lost(self) -> bool:
        """Whether it is no use to try the rest."""
        return len(self.failures) >= TOO_MANY or any(map(_is_general, self.failures))

    @property
    def kept(self) -> str:
        made, asked = len(self.making.made), len(self.jobs)
        return f"{made} of {asked} sentences are done and kept; run the same command again to go on."


class _Refillable:
    """All items of the iterators that `more` gives; after None it is asked again, since there may be some by then."""

    def __init__(self, more: Callable[[], Iterator[Job] | None]) -> None:
        self._more = more
        self._now: Iterator[Job] = iter(())

    def __iter__(self) -> Iterator[Job]:
        return self

    def __next__(self) -> Job:
        while (job := next(self._now, None)) is None:
            found = self._more()
            if found is None:
                raise StopIteration
            self._now = found
        return job


class Batch:
    """Builds episodes with the workers of an executor, which says how many sentences are to be on their way to them.

    `threads` are the processor threads that one sentence may use when there is only one, 0 when nothing is spoken here.
    With a shard only its sentences are made, and no episode is joined.
    """

    def __init__(self, executor: Workforce, threads: int, listener: Listener, shard: Shard | None = None) -> None:
        self._executor, self._threads, self._listener = executor, threads, listener
        self._shard = shard
        self._orders: deque[BuildRequest] = deque()
        self._open: dict[Path, _Open] = {}
        self._stores: dict[Path, Store] = {}
        self._loaded: set[str] = set()
        self._ended = 0

    def build(self, requests: Sequence[BuildRequest]) -> None:
        """Build all; the listener is told of each result. Raises Interrupted when the user stops it."""
        with ExitStack() as in_use:
            try:
                self._orders.extend(requests)
                source = _Refillable(lambda: self._next_jobs(in_use, alone=len(requests) == 1))
                with closing(run(source, self._executor)) as outcomes:
                    for outcome in outcomes:
                        self._note(outcome)
            except KeyboardInterrupt as stop:
                raise Interrupted(f"stopped: {self._kept(len(requests))}") from stop
            except ClusterError as lost:
                raise ClusterError(f"{lost} {self._kept(len(requests)).capitalize()}") from lost

    def _next_jobs(self, in_use: ExitStack, alone: bool) -> Iterator[Job] | None:
        """The sentences of the next episode, which is read now, so that few are held at once; None after the last."""
        if not self._orders:
            return None
        request = self._orders.popleft()
        try:
            with _enough_memory(request):
                found = self._begun(request, in_use, alone)
        except AudiobuildError as error:
            self._finish(request, error)
            found = None
        return (job for job in found.jobs if not found.lost) if found else iter(())

    def _begun(self, request: BuildRequest, in_use: ExitStack, alone: bool) -> _Open | None:
        """An episode that needs sentences; one that needs none is finished at once."""
        standing = build.standing(request)
        if standing:
            self._finish(request, standing)
            return None
        self._load(request)
        draft = Draft(request)
        self._use(request, in_use)
        making = build.begin(draft, self._listener.told)
        if isinstance(making, BuiltEpisode):
            self._finish(request, making)
            return None
        jobs = _in_order([job for job in making.jobs if self._is_mine(job)], draft)
        self._listener.begun(draft, len(jobs))
        opened = _Open(making, jobs, {job.run for job in jobs})
        if not jobs:
            self._join(opened)
            return None
        self._open[request.episode] = opened
        self._prepare(opened, alone)
        return opened

    def _load(self, request: BuildRequest) -> None:
        """Have the libraries of the voices imported while the script is read."""
        engine = speaker(request)
        if self._threads and engine.name not in self._loaded:
            self._loaded.add(engine.name)
            beside(engine.load)

    def _is_mine(self, job: Job) -> bool:
        """Whether the sentence belongs to this shard."""
        return self._shard is None or int(job.take, 16) % self._shard[1] == self._shard[0] - 1

    def _use(self, request: BuildRequest, in_use: ExitStack) -> None:
        """Share the store with other builds as long as the batch lasts, so that nobody cleans it up meanwhile."""
        if request.store not in self._stores:
            store = Store(request.store)
            with files.writing_to(request.out):
                request.store.mkdir(parents=True, exist_ok=True)
            store.open()
            with files.writing_to(request.store):
                in_use.enter_context(waited_for(store.in_use(), str(request.store), self._listener.told, shared=True))
            self._stores[request.store] = store

    def _prepare(self, opened: _Open, alone: bool) -> None:
        """Let the voices be loaded meanwhile; one edited sentence has all cores."""
        threads = max(1, self._threads // len(opened.jobs)) if alone else 1
        for name in {job.utterance.voice.engine for job in opened.jobs if self._threads}:
            opened.making.draft.engines[name].prepare(threads)

    def _note(self, outcome: Outcome) -> None:
        job, result = outcome.job, outcome.result
        opened = self._open.get(job.episode)
        if opened is None or job.run not in opened.left:  # it has failed meanwhile, or its show's fallback speaks
            return
        request = opened.making.draft.request
        place = f"{request.script}:{job.line}"
        if result is Held.SUSPECT:
            text = job.utterance.text[:40]
            self._listener.told(f"{place}: an earlier build ended in the middle of “{text}”; it is spoken last.")
            return
        opened.left.discard(job.run)
        if isinstance(result, Done):
            opened.making.take(job.run, result)
            self._listener.advanced(request, len(opened.making.made), len(opened.jobs))
        elif isinstance(result, ClusterError):
            raise result
        elif isinstance(result, AudiobuildError):
            opened.failures.append(_placed(result, place))
        if not opened.left or opened.lost:
            self._join(opened)

    def _join(self, opened: _Open) -> None:
        """Put the episode in place when all of it is there, else tell why it is not."""
        request = opened.making.draft.request
        self._open.pop(request.episode, None)
        try:
            with _enough_memory(request):
                joined = self._joined(opened)
            self._finish(request, joined)
        except ServiceError as error:
            if request.instead or not opened.making.draft.show.fallback:
                self._finish(request, error)
            else:  # all of the episode again, by other voices
                self._orders.appendleft(replace(request, instead=error.what))
        except AudiobuildError as error:
            self._finish(request, error)
        finally:
            self._stores[request.store].forget(opened.making.runs)

    def _joined(self, opened: _Open) -> BuiltEpisode | Kept:
        if opened.failures:
            general = next(filter(_is_general, opened.failures), None)
            failures = [general] if general else opened.failures
            told = "; ".join(str(failure).rstrip(".") for failure in failures)
            raise _reworded(failures[0], f"{told}. {opened.kept}")
        if self._shard:
            return Kept(len(opened.jobs), opened.making.spoken)
        return build.finish(opened.making, self._perform, self._listener.told)

    def _perform(self, jobs: Iterable[Job]) -> dict[str, Done]:
        """Have a few more sentences made at once; raises the first failure."""
        made = {}
        for outcome in run(jobs, self._executor):
            if isinstance(outcome.result, AudiobuildError):
                raise outcome.result
            if isinstance(outcome.result, Done):
                made[outcome.job.run] = outcome.result
        return made

    def _finish(self, request: BuildRequest, result: Result) -> None:
        self._ended += 1
        self._listener.finished(request, result)

    def _kept(self, asked: int) -> str:
        begun = list(self._open.values())
        if asked == 1:
            return begun[0].kept if begun else "nothing was spoken yet; run the same command again."
        made = sum(len(opened.making.made) for opened in begun)
        return (
            f"{self._ended} of {asked} episodes are through, and {made} sentences of those begun are kept; "
            "run the same command again to go on."
        )


def _in_order(jobs: list[Job], draft: Draft) -> list[Job]:
    """As in the script; where a service is waited for, the shortest few first, and at the end the longest first.

    Such an engine asks for more at once with each answer, and a long sentence begun last is waited for alone.
    """
    concurrency = max(engine.concurrency for engine in draft.engines.values())
    if concurrency == 1:
        return jobs
    few = {job.run for job in sorted(jobs, key=_length)[: concurrency // 4]}
    first, rest = ([job for job in jobs if (job.run in few) is early] for early in (True, False))
    return first + rest[:-concurrency] + sorted(rest[-concurrency:], key=_length, reverse=True)


def _length(job: Job) -> int:
    return len(job.utterance.text)


@contextmanager
def _enough_memory(request: BuildRequest) -> Iterator[None]:
    """Tell too little memory as the failure of one episode."""
    try:
        yield
    except MemoryError as error:
        raise AudioError(f"there was not enough memory for {request.script}; build with --jobs 1.") from error


def _placed(error: AudiobuildError, place: str) -> AudiobuildError:
    """The error with the place in the script that it is about, when it is about one."""
    return error if _is_general(error) else _reworded(error, f"{place}: {error}")


def _is_general(error: AudiobuildError) -> bool:
    """Whether another sentence would fail as well: a full or broken disk, wrong settings, a service out of reach."""
    return isinstance(error, (OutputError, ConfigError)) or (isinstance(error, ServiceError) and error.general)


def _reworded(error: AudiobuildError, text: str) -> AudiobuildError:
    told = copy(error)
    told.args = (text,)
    return told
