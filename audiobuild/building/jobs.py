"""A sentence as a job that any worker can do, and the workforce that does jobs in this process."""

from __future__ import annotations

import os
import platform
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Protocol, TypeVar

from audiobuild.engines.pool import EnginePool
from audiobuild.errors import AudiobuildError, ClusterError, EngineError, Interrupted, OutputError
from audiobuild.i18n import _
from audiobuild.model import Segment, SegmentFacts, Show, Utterance
from audiobuild.storage.locks import Lock
from audiobuild.storage.store import Store, segment_key, take_key, words_digest

PAUSE = 0.2  # seconds until a sentence that another build is making is looked at again
GRACE = 0.4  # seconds for jobs to end when the user stops the build
T = TypeVar("T")

HERE = (platform.node(), os.getpid())


@dataclass(frozen=True, slots=True)
class Job:
    """A sentence to be spoken, encoded and kept: small, and the same wherever it is done.

    `episode` is the MP3 it is for, `store` the folder for take and segment, whose keys are `take` and `segment`; `line`
    is the sentence's line in the script. `force` speaks although there is a take. `home` is the host and process that
    asks; `suspect` is set when a build crashed on the sentence and all others are done.
    """

    episode: Path
    store: Path
    take: str
    segment: str
    utterance: Utterance
    show: Show
    line: int
    force: bool
    home: tuple[str, int] = HERE
    suspect: bool = False


class Held(Enum):
    """Why a job was not done now."""

    BUSY = "another build is making it"
    SUSPECT = "a build died on it"


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a job: the segment's facts, and whether it had to be spoken. The sound is in the store."""

    facts: SegmentFacts
    spoken: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A job and its result; SUSPECT means that the job was postponed, and another outcome follows."""

    job: Job
    result: Done | Held | AudiobuildError


class Worker:
    """Does jobs in this process; safe to use from several threads.

    It owns the engines, and one `Store` object for each folder, which keeps in memory what a full disk did not accept.
    """

    def __init__(self) -> None:
        self.engines = EnginePool()
        self._stores: dict[Path, Store] = {}
        self._lock = threading.Lock()

    def store(self, folder: Path) -> Store:
        """The store in a folder."""
        store = Store(folder)
        with self._lock:
            return self._stores.setdefault(store.place, store)

    def do(self, job: Job) -> Done | Held:
        """Run a job in this thread. Raises AudiobuildError; what was finished before it is kept."""
        store = self.store(job.store)
        if not job.force and (kept := store.segment(job.segment)):
            return Done(kept.facts, spoken=False)
        try:
            with store.claim(job.take) as claim:
                if claim is None:
                    return Held.BUSY
                if claim.read() == job.segment and not job.suspect:
                    return Held.SUSPECT
                return self._do_claimed(job, store, claim)
        except MemoryError as error:
            text = job.utterance.text[:40]
            raise EngineError(
                _("there was not enough memory for “{text}”; build with --jobs 1.").format(text=text)
            ) from error

    def _do_claimed(self, job: Job, store: Store, claim: Lock) -> Done:
        if not job.force and (kept := store.segment(job.segment)):  # made while we waited for the claim
            return Done(kept.facts, spoken=False)
        claim.write(job.segment)
        try:
            segment, spoken = self._segment(job, store)
            if not store.put_segment(job.segment, segment, job.take) and job.home != HERE:
                raise OutputError(
                    _("the disk under {store} is full on {machine}: free some space.").format(
                        store=job.store, machine=HERE[0]
                    )
                )
            return Done(segment.facts, spoken)
        finally:
            claim.write("")  # if the process crashes, the key stays readable in the lock

    def _segment(self, job: Job, store: Store) -> tuple[Segment, bool]:
        """The encoded sentence, and whether it had to be spoken."""
        voice, settings = job.utterance.voice, job.show.audio
        engine = self.engines.get(voice.engine, job.show)
        pronunciation = engine.pronounce(job.utterance)
        if job.take != take_key(engine.identity(voice), pronunciation, voice):
            raise ClusterError(
                _("{machine} has another audiobuild, other voices or libraries: install the same.").format(
                    machine=HERE[0]
                )
            )
        take = None if job.force else store.take(job.take)
        spoken = take is None
        if take is None:
            take = engine.speak(pronunciation, voice)
            store.put_take(job.take, take)
        from audiobuild.sound import mp3, word_alignment  # imported here, while an online voice is awaited

        take = replace(take, words=word_alignment.written(pronunciation, take.words))
        segment = mp3.make_segment(take, voice.loudness, voice.gain, settings)
        if job.segment != segment_key(job.take, words_digest(pronunciation), voice, settings):
            raise ClusterError(
                _("{machine} has another audiobuild or encoder: install the same.").format(machine=HERE[0])
            )
        return segment, spoken


class Workforce(Protocol):
    """Runs jobs: threads of this process, or a cluster."""

    @property
    def window(self) -> int:
        """How many jobs may run or queue at once so that no worker idles; it may change as jobs are started."""
        ...

    def start(self, job: Job) -> Future[Done | Held]:
        """Start a job; its future fails with AudiobuildError only."""
        ...

    def stop(self) -> None:
        """Stop running jobs soon; jobs can be started again afterwards."""
        ...

    def close(self) -> None:
        """Free the threads or the connection."""
        ...


class Threads:
    """A workforce of threads, a pool for each engine: `jobs` where a sentence takes a core, more where it waits."""

    def __init__(self, worker: Worker, jobs: int) -> None:
        self._worker, self._jobs = worker, jobs
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._largest = jobs  # threads in the largest pool
        self._running: set[Future[Done | Held]] = set()

    @property
    def window(self) -> int:
        """Twice as many as there are threads."""
        return 2 * self._largest

    def start(self, job: Job) -> Future[Done | Held]:
        """Run a job in a thread of its engine's pool."""
        name = job.utterance.voice.engine
        if name not in self._pools:
            count = max(self._jobs, self._worker.engines.get(name, job.show).concurrency)
            self._pools[name] = ThreadPoolExecutor(count, thread_name_prefix="speak")
            self._largest = max(self._largest, count)
        future = self._pools[name].submit(self._worker.do, job)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return future

    def stop(self) -> None:
        """Stop the engines; a job that does not end soon leaves only a stale temporary file."""
        running = list(self._running)
        for future in running:
            future.cancel()
        self._worker.engines.stop()
        wait(running, GRACE)

    def close(self) -> None:
        """End all threads."""
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)


def in_background(work: Callable[[], T]) -> Future[T]:
    """Run `work` in a background thread; `result()` re-raises its exception."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="background")
    try:
        return pool.submit(work)
    finally:
        pool.shutdown(wait=False)  # the thread ends with the work


def execute(jobs: Iterable[Job], workforce: Workforce) -> Generator[Outcome, None, None]:
    """Run the jobs roughly in order, never more at once than the workforce's window, and yield their outcomes.

    When `jobs` is exhausted it is asked again after each outcome, which may have added some. The caller's thread only
    waits, so that it can be interrupted. A sentence that another build is making is polled until it is there; one on
    which a build crashed is tried last. When the generator is closed, jobs not yet started are cancelled; running ones
    end by themselves.
    """
    source = iter(jobs)
    waiting: dict[Future[Done | Held], Job] = {}
    busy: deque[tuple[float, Job]] = deque()  # with the time to look again
    last: deque[Job] = deque()
    try:
        while True:
            for job in _next(source, busy, workforce.window - len(waiting)):
                waiting[workforce.start(job)] = job
            if not waiting and not busy:
                if not last:
                    return
                job = replace(last.popleft(), suspect=True)
                waiting[workforce.start(job)] = job
            for future in _finished(waiting, bool(busy)):
                job = waiting.pop(future)
                result = _result(future)
                if result is Held.BUSY:
                    busy.append((time.monotonic() + PAUSE, job))
                    continue
                if result is Held.SUSPECT:
                    last.append(job)
                yield Outcome(job, result)
    finally:
        for future in waiting:
            future.cancel()


def _next(source: Iterator[Job], busy: deque[tuple[float, Job]], free: int) -> Iterator[Job]:
    """At most `free` jobs: first postponed ones that are due, then new ones."""
    while busy and busy[0][0] <= time.monotonic():
        free -= 1
        yield busy.popleft()[1]
    while len(busy) < free and (job := next(source, None)):
        free -= 1
        yield job


def _finished(waiting: Collection[Future[Done | Held]], busy: bool) -> Iterable[Future[Done | Held]]:
    """Those that are done; the wait is short, since on Windows no signal interrupts it."""
    if waiting:
        return wait(waiting, PAUSE if busy else 0.5, FIRST_COMPLETED).done
    time.sleep(PAUSE)
    return ()


def _result(future: Future[Done | Held]) -> Done | Held | AudiobuildError:
    try:
        return future.result()
    except CancelledError:
        return Interrupted(_("speaking was stopped."))
    except AudiobuildError as error:
        return error
