"""Many episodes at once: their sentences are one pool of jobs, and a failed episode stops no other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from copy import copy
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audiobuild.building import build
from audiobuild.building.build import EpisodeBuild, is_general
from audiobuild.building.episode import EpisodePlan, Planner
from audiobuild.building.jobs import Done, Held, Job, Outcome, Worker, Workforce, execute, in_background
from audiobuild.building.requests import BuildRequest
from audiobuild.errors import AudiobuildError, AudioError, ClusterError, Interrupted, ServiceError
from audiobuild.i18n import _, clause, listed
from audiobuild.model import BuiltEpisode
from audiobuild.storage import files
from audiobuild.storage.locks import waited_for
from audiobuild.storage.store import Store

if TYPE_CHECKING:
    from audiobuild.building.stream import Stream  # it loads numpy


@dataclass(frozen=True, slots=True)
class Kept:
    """What a shard did for an episode that it does not join: its number of sentences, and how many it had to speak."""

    sentences: int
    spoken: int


Shard = tuple[int, int]  # which of how many, from 1
Result = BuiltEpisode | Kept | AudiobuildError


class Listener(Protocol):
    """Receives the progress of a batch."""

    def begun(self, plan: EpisodePlan, todo: int) -> None:
        """The build of an episode has begun; `todo` sentences have to be made."""
        ...

    def advanced(self, request: BuildRequest, done: int, todo: int) -> None:
        """Another of its sentences is done."""
        ...

    def finished(self, request: BuildRequest, result: Result) -> None:
        """The episode is built, is up to date, or has failed."""
        ...

    def notify(self, text: str) -> None:
        """A message for the user, such as what the build is waiting for."""
        ...


class _Refillable:
    """Chains the iterators that `more` returns; None ends the iteration, but a later `next` asks `more` again."""

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
    """Builds episodes with a workforce.

    `worker` holds the engines and stores of this process, `planner` what the episodes of a show share. `threads` are
    the processor threads that one sentence may use when there is only one, 0 when nothing is spoken in this process.
    With a shard only its sentences are made, and no episode is joined. A stream receives the sound of the episode.
    """

    def __init__(
        self,
        worker: Worker,
        planner: Planner,
        workforce: Workforce,
        threads: int,
        listener: Listener,
        shard: Shard | None = None,
        stream: Stream | None = None,
    ) -> None:
        self._worker, self._planner, self._workforce = worker, planner, workforce
        self._threads, self._listener, self._shard = threads, listener, shard
        self._stream = stream
        self._requests: deque[BuildRequest] = deque()
        self._open: dict[Path, EpisodeBuild] = {}
        self._in_use: set[Path] = set()  # stores that are shared with other builds
        self._loaded: set[str] = set()
        self._later: Iterator[Job] | None = None  # the sentences after the first, once it is being spoken alone
        self._ended = 0
        self._stopped = False

    def stop(self) -> None:
        """Make `build` raise Interrupted as soon as it can; may be called from any thread."""
        self._stopped = True

    def build(self, requests: Sequence[BuildRequest]) -> None:
        """Build all; the listener receives each result. Raises Interrupted when the user stops it."""
        try:
            self._build(requests)
        except (KeyboardInterrupt, Interrupted) as stop:
            raise Interrupted(_("stopped: {progress}").format(progress=self._kept(len(requests)))) from stop
        except ClusterError as lost:
            raise ClusterError(f"{lost} {self._kept(len(requests)).capitalize()}") from lost

    def _build(self, requests: Sequence[BuildRequest]) -> None:
        self._requests.extend(requests)
        with ExitStack() as in_use:
            source = _Refillable(lambda: self._next_jobs(in_use, alone=len(requests) == 1))
            try:
                with closing(execute(source, self._workforce)) as outcomes:
                    for outcome in outcomes:
                        self._note(outcome)
            except BaseException:
                self._workforce.stop()
                raise

    def _next_jobs(self, in_use: ExitStack, alone: bool) -> Iterator[Job] | None:
        """The jobs of the next episode, None after the last. It is read only now, so few are in memory."""
        self._check_stopped()
        if self._later and self._open:
            return self._after_first()
        if not self._requests:
            return None
        request = self._requests.popleft()
        try:
            with _enough_memory(request):
                opened = self._begin(request, in_use, alone)
        except AudiobuildError as error:
            self._finish(request, error)
            return iter(())
        if opened is None:
            return iter(())
        jobs = (job for job in opened.jobs if not opened.hopeless)
        if not self._stream or _concurrency(opened.plan) > 1:
            return jobs
        self._later = jobs
        return islice(jobs, 1)

    def _after_first(self) -> Iterator[Job] | None:
        """The sentences after the first, None until that can be heard.

        Spoken together with others it would take a quarter longer.
        """
        if not any(opened.made or opened.failures for opened in self._open.values()):
            return None
        later, self._later = self._later, None
        return later

    def _begin(self, request: BuildRequest, in_use: ExitStack, alone: bool) -> EpisodeBuild | None:
        """The state of an episode that needs sentences; None for one that needs none, which is finished at once."""
        request.check()
        current = build.up_to_date(request, self._planner)
        if current:
            self._finish(request, current)
            return None
        self._load(request)
        plan = self._planner.plan(request)
        self._use(request, in_use)
        self._prepare_early(plan)
        opened = build.begin(plan, self._worker.store(request.store), self._planner, self._listener.notify)
        if isinstance(opened, BuiltEpisode):
            self._finish(request, opened)
            return None
        if self._shard:
            opened.limit_to(self._is_mine)
        if self._stream:
            self._stream.follow(opened)
        else:
            opened.jobs = in_order(opened.jobs, plan)
        self._listener.begun(opened.plan, len(opened.jobs))
        if not opened.jobs:
            self._join(opened)
            return None
        self._open[request.episode] = opened
        self._prepare(opened, alone)
        return opened

    def _load(self, request: BuildRequest) -> None:
        """Import the voices' libraries while the script is read."""
        engine = self._planner.engine(request)
        if self._threads and engine.name not in self._loaded:
            self._loaded.add(engine.name)
            in_background(engine.load)

    def _is_mine(self, job: Job) -> bool:
        """Whether the sentence belongs to this shard."""
        return self._shard is None or int(job.take, 16) % self._shard[1] == self._shard[0] - 1

    def _use(self, request: BuildRequest, in_use: ExitStack) -> None:
        """Hold the store's shared lock until the batch ends, so that `cache gc` cannot run meanwhile."""
        if request.store in self._in_use:
            return
        store: Store = self._worker.store(request.store)
        with files.writing_to(request.out):
            request.store.mkdir(parents=True, exist_ok=True)
        store.open()
        with files.writing_to(request.store):
            in_use.enter_context(waited_for(store.in_use(), str(request.store), self._listener.notify, shared=True))
        self._in_use.add(request.store)

    def _prepare_early(self, plan: EpisodePlan) -> None:
        """Load the voices of an episode that was never built while it is pronounced: all of it has to be spoken."""
        if self._threads and not plan.request.record.exists():
            for engine in plan.engines.values():
                engine.prepare(1)

    def _prepare(self, opened: EpisodeBuild, alone: bool) -> None:
        """Load the voices in the background; one edited sentence may use all cores."""
        if not self._threads:
            return
        threads = max(1, self._threads // len(opened.jobs)) if alone else 1
        for name in {job.utterance.voice.engine for job in opened.jobs}:
            opened.plan.engines[name].prepare(threads)

    def _check_stopped(self) -> None:
        if self._stopped:
            raise Interrupted(_("speaking was stopped."))

    def _note(self, outcome: Outcome) -> None:
        self._check_stopped()
        job, result = outcome.job, outcome.result
        opened = self._open.get(job.episode)
        if opened is None or job.segment not in opened.left:  # it has failed meanwhile, or its show's fallback speaks
            return
        request = opened.plan.request
        place = f"{request.script}:{job.line}"
        if isinstance(result, ClusterError | Interrupted):
            raise result
        if isinstance(result, Held):
            text = job.utterance.text[:40]
            self._listener.notify(
                _("{place}: an earlier build ended in the middle of “{text}”; it is spoken last.").format(
                    place=place, text=text
                )
            )
            return
        if isinstance(result, Done):
            opened.note(job.segment, result)
            if self._stream:
                self._stream.advance()
            self._listener.advanced(request, len(opened.made), len(opened.jobs))
        else:
            opened.note(job.segment, _with_place(result, place))
        if not opened.left or opened.hopeless:
            self._join(opened)

    def _join(self, opened: EpisodeBuild) -> None:
        """Write the episode's files when every segment is there, else report the failures."""
        request = opened.plan.request
        self._open.pop(request.episode, None)
        try:
            with _enough_memory(request):
                joined = self._joined(opened)
            self._finish(request, joined)
        except ServiceError as error:
            if request.fallback_reason or not opened.plan.show.fallback:
                self._finish(request, error)
            else:  # the whole episode again, by other voices
                self._requests.appendleft(replace(request, fallback_reason=error.what))
        except Interrupted:
            raise
        except AudiobuildError as error:
            self._finish(request, error)
        finally:
            opened.store.forget(opened.segments)

    def _joined(self, opened: EpisodeBuild) -> BuiltEpisode | Kept:
        if opened.failures:
            raise _summed_up(opened)
        if self._shard:
            return Kept(len(opened.jobs), opened.spoken)
        return opened.finish(self._perform, self._listener.notify)

    def _perform(self, jobs: Iterable[Job]) -> dict[str, Done]:
        """Run these jobs and wait for them; raises the first failure."""
        made = {}
        with closing(execute(jobs, self._workforce)) as outcomes:
            for outcome in outcomes:
                if isinstance(outcome.result, AudiobuildError):
                    raise outcome.result
                if isinstance(outcome.result, Done):
                    made[outcome.job.segment] = outcome.result
        return made

    def _finish(self, request: BuildRequest, result: Result) -> None:
        self._ended += 1
        if self._stream and isinstance(result, BuiltEpisode):
            self._stream.finish(result)
        self._listener.finished(request, result)

    def _kept(self, asked: int) -> str:
        begun = list(self._open.values())
        if asked == 1:
            return begun[0].progress if begun else _("nothing was spoken yet; run the same command again.")
        made = sum(len(opened.made) for opened in begun)
        return _(
            "{ended} of {asked} episodes are finished, and {made} sentences of those begun are "
            "kept; run the same command again to continue."
        ).format(ended=self._ended, asked=asked, made=made)


def in_order(jobs: list[Job], plan: EpisodePlan) -> list[Job]:
    """In the script's order; for an online service, the shortest few first, and the longest first at the end.

    Such an engine sends more requests in parallel after each answer, and a long sentence begun last would run alone.
    """
    concurrency = _concurrency(plan)
    if concurrency == 1:
        return jobs
    shortest = sorted(jobs, key=_length)[: concurrency // 4]
    few = {job.segment for job in shortest}
    first = [job for job in jobs if job.segment in few]
    rest = [job for job in jobs if job.segment not in few]
    return first + rest[:-concurrency] + sorted(rest[-concurrency:], key=_length, reverse=True)


def _concurrency(plan: EpisodePlan) -> int:
    """How many sentences its voices speak at once at most, without more processors: 1 for those that calculate."""
    return max((engine.concurrency for engine in plan.engines.values()), default=1)


def _length(job: Job) -> int:
    return len(job.utterance.text)


@contextmanager
def _enough_memory(request: BuildRequest) -> Iterator[None]:
    """Report too little memory as the failure of one episode."""
    try:
        yield
    except MemoryError as error:
        raise AudioError(
            _("there was not enough memory for {script}; build with --jobs 1.").format(script=request.script)
        ) from error


def _summed_up(opened: EpisodeBuild) -> AudiobuildError:
    """One error for an episode's failures; a general failure is reported alone."""
    general = next(filter(is_general, opened.failures), None)
    failures = [general] if general else opened.failures
    text = listed(map(clause, failures))
    return _reworded(failures[0], _("{failures}. {progress}").format(failures=text, progress=opened.progress))


def _with_place(error: AudiobuildError, place: str) -> AudiobuildError:
    """The error with its place in the script, unless it concerns every sentence."""
    return error if is_general(error) else _reworded(error, f"{place}: {error}")


def _reworded(error: AudiobuildError, text: str) -> AudiobuildError:
    reworded = copy(error)
    reworded.args = (text,)
    return reworded
