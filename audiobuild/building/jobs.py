"""A sentence as work that anybody may do, and the one place that knows about workers."""

from __future__ import annotations

import os
import platform
import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from audiobuild.engines import engine, stop
from audiobuild.errors import AudiobuildError, ClusterError, EngineError, OutputError
from audiobuild.model import Segment, SegmentFacts, Show, Utterance
from audiobuild.storage.locks import Lock
from audiobuild.storage.store import Store, segment_key, take_key

PAUSE = 0.2  # seconds until a sentence that another build is making is looked at again
GRACE = 0.4  # seconds for jobs to end when the user stops the build
T = TypeVar("T")

HERE = (platform.node(), os.getpid())


@dataclass(frozen=True, slots=True)
class Job:
    """A sentence to be spoken, encoded and kept: small, and the same wherever it is done.

    `store` is the folder for take and run, whose names are `take` and `run`; `line` is the sentence's in the script,
    `home` the host and process that asks, `force` speaks although there is a take. `suspect` is set when a build died
    on the sentence and everything else is done. `episode` is the file it is for.
    """

    episode: Path
    store: Path
    take: str
    run: str
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
    """What came of a job: the run's facts, and whether it had to be spoken. The sound is in the store."""

    facts: SegmentFacts
    spoken: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A job and what came of it; SUSPECT only tells that it is put off, and an outcome follows."""

    job: Job
    result: Done | Held | AudiobuildError


class Workforce(Executor):
    """An executor for jobs, which says how many of them under way keep it busy."""

    @property
    def window(self) -> int:
        """How many; it may change with the jobs that are met."""
        raise NotImplementedError


class Threads(Workforce):
    """Threads of this process, each engine's own: `jobs` where a sentence takes a core, more where it is waited for."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._threads = jobs  # of the largest pool

    @property
    def window(self) -> int:
        """Twice as many as there are threads for."""
        return 2 * self._threads

    def submit(self, call: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        """Have a job done by a thread of its engine."""
        (job,) = args
        name = job.utterance.voice.engine
        if name not in self._pools:
            count = max(self._jobs, engine(name, job.show).concurrency)
            self._pools[name] = ThreadPoolExecutor(count, thread_name_prefix="speak")
            self._threads = max(self._threads, count)
        return self._pools[name].submit(call, job)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all threads."""
        for pool in self._pools.values():
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)


def beside(work: Callable[[], T]) -> Future[T]:
    """Have something done in a thread of its own; what goes wrong with it is raised when its result is asked for."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="beside")
    try:
        return pool.submit(work)
    finally:
        pool.shutdown(wait=False)  # the thread ends with the work


def run(jobs: Iterable[Job], executor: Workforce) -> Generator[Outcome, None, None]:
    """Have the jobs done, about in their order, never more of them under way than keep `executor` busy.

    When `jobs` has no more it is asked again after each outcome, which may have brought some. The caller's thread only
    waits, so that it can be interrupted. What another build is making is looked at again until it is there; what a
    build died on is tried when all else is done.
    """
    source = iter(jobs)
    waiting: dict[Future[Done | Held], Job] = {}
    busy: deque[tuple[float, Job]] = deque()  # with the time to look again
    last: deque[Job] = deque()
    try:
        while True:
            for job in _next(source, busy, executor.window - len(waiting)):
                waiting[executor.submit(make, job)] = job
            if not waiting and not busy:
                if not last:
                    return
                job = replace(last.popleft(), suspect=True)
                waiting[executor.submit(make, job)] = job
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
        _end(waiting)


def _end(waiting: Collection[Future[Done | Held]]) -> None:
    """Let what is under way end before its time; a job that takes longer leaves nothing but litter."""
    if waiting:
        stop()
        for future in waiting:
            future.cancel()
        wait(waiting, GRACE)


def _next(source: Iterator[Job], busy: deque[tuple[float, Job]], room: int) -> Iterator[Job]:
    """Jobs for so much room: first those whose time has come to be looked at again, then new ones."""
    while busy and busy[0][0] <= time.monotonic():
        room -= 1
        yield busy.popleft()[1]
    while len(busy) < room and (job := next(source, None)):
        room -= 1
        yield job


def _finished(waiting: Collection[Future[Done | Held]], busy: bool) -> Iterable[Future[Done | Held]]:
    """Those that are done, waited for not too long: on Windows no signal comes through a wait."""
    if waiting:
        return wait(waiting, PAUSE if busy else 0.5, FIRST_COMPLETED).done
    time.sleep(PAUSE)
    return ()


def _result(future: Future[Done | Held]) -> Done | Held | AudiobuildError:
    try:
        return future.result()
    except AudiobuildError as error:
        return error


def make(job: Job) -> Done | Held:
    """Do a job, here and now. Raises AudiobuildError; nothing is kept then but what was finished."""
    store = Store(job.store)
    if not job.force and (kept := store.segment(job.run)):
        return Done(kept.facts, spoken=False)
    try:
        with store.claim(job.take) as claim:
            if claim is None:
                return Held.BUSY
            if claim.read() == job.run and not job.suspect:
                return Held.SUSPECT
            return _made(job, store, claim)
    except MemoryError as error:
        text = job.utterance.text[:40]
        raise EngineError(f"there was not enough memory for “{text}”; build with --jobs 1.") from error


def _made(job: Job, store: Store, claim: Lock) -> Done:
    if not job.force and (kept := store.segment(job.run)):  # made while we waited for the claim
        return Done(kept.facts, spoken=False)
    claim.write(job.run)
    try:
        made, spoken = _sound(job, store)
        if not store.put_segment(job.run, made, job.take) and job.home != HERE:
            raise OutputError(f"the disk under {job.store} is full on {HERE[0]}: free some space.")
        return Done(made.facts, spoken)
    finally:
        claim.write("")  # a process that dies leaves its words in the lock


def _sound(job: Job, store: Store) -> tuple[Segment, bool]:
    voice = job.utterance.voice
    speaker = engine(voice.engine, job.show)
    said = speaker.pronounce(job.utterance)
    if job.take != take_key(speaker.identity(voice), said, voice):
        raise ClusterError(f"{HERE[0]} has another audiobuild, other voices or libraries: install the same.")
    take = None if job.force else store.take(job.take)
    spoken = take is None
    if take is None:
        take = speaker.speak(said, voice)
        store.put_take(job.take, take)
    from audiobuild.sound import (  # not sooner: what they need is loaded while an online voice is waited for
        mp3,
        word_alignment,
    )

    take = replace(take, words=word_alignment.written(said, take.words))
    made = mp3.make_segment(take, voice.loudness, voice.gain, job.show.audio)
    if job.run != segment_key(job.take, job.utterance.text, voice, job.show.audio):
        raise ClusterError(f"{HERE[0]} has another audiobuild or encoder: install the same.")
    return made, spoken
