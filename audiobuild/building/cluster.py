"""Workers on a Dask cluster: sentences are sent there; their sound goes into the store and never comes back."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from audiobuild.building.jobs import Job, Threads, Workforce
from audiobuild.engines import engine_class
from audiobuild.errors import AudiobuildError, ClusterError, ConfigError, EngineError
from audiobuild.storage import files
from audiobuild.storage.store import Store

CONNECT = 10.0  # seconds for a scheduler to answer


class Cluster(Workforce):
    """The workers of the Dask scheduler at `address`, and `jobs` threads of this process for engines that stay here.

    Raises ConfigError without Dask, ClusterError when nobody answers. Dask runs what it is sent: the network has to be
    trusted. Futures fail with AudiobuildError only.
    """

    def __init__(self, address: str, jobs: int) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise ConfigError("--workers needs Dask: pip install 'audiobuild[cluster]'.") from error
        logging.disable(logging.CRITICAL)  # what Dask and its web server would say, we say in a sentence
        self._address = address
        try:
            self._client = Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"no Dask scheduler answers at {address}: start one with “dask scheduler”, or leave --workers out."
            ) from error
        self._remote = self._client.get_executor(pure=False)
        self._local = Threads(jobs)

    @property
    def window(self) -> int:
        """Jobs under way that keep all workers busy."""
        try:
            remote: int = sum(self._client.nthreads().values())
        except OSError as error:
            raise self._lost() from error
        return 2 * remote + self._local.window

    def try_stores(self, stores: Iterable[Path]) -> None:
        """Raise ClusterError unless there are workers, and each of them sees what is written into these folders."""
        for folder in stores:
            store = Store(folder)
            with store.claim("00", patient=True):
                self._try(store.place / "tmp" / f".tmp-00-{files.HOST}-seen-{secrets.token_hex(6)}")

    def _try(self, mark: Path) -> None:
        with files.whole(mark) as out:
            out.write(mark.name.encode())
        try:
            seen = self._client.run(_seen, str(mark), on_error="return")
        finally:
            mark.unlink(missing_ok=True)
        if not seen:
            raise ClusterError(f"{self._address} has no workers: start some with “dask worker {self._address}”.")
        for worker, answer in seen.items():
            if answer != mark.name:
                raise ClusterError(
                    f"the worker {worker} does not read what is written into {mark.parent.parent} ({answer}): all need "
                    "the same folder under the same path, and the same audiobuild."
                )

    def submit(self, call: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        """Have a job done by a worker, or here when its engine's pace is kept here."""
        (job,) = args
        if engine_class(job.utterance.voice.engine).one_process:
            return self._local.submit(call, job)
        told: Future[Any] = Future()
        if self._client.status != "running":
            told.set_exception(self._lost())
            return told
        self._remote.submit(call, job).add_done_callback(lambda done: self._tell(job, done, told))
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take leave of the cluster; what is being spoken there is finished and kept."""
        self._local.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._client.close(timeout=2)

    def _tell(self, job: Job, done: Future[Any], told: Future[Any]) -> None:
        if told.cancelled():
            return
        if done.cancelled():
            told.set_exception(self._lost())
        elif error := done.exception():
            told.set_exception(self._told(job, error))
        else:
            told.set_result(done.result())

    def _told(self, job: Job, error: BaseException) -> AudiobuildError:
        from distributed import KilledWorker

        text = job.utterance.text[:40]
        if isinstance(error, AudiobuildError):
            return error
        if isinstance(error, KilledWorker):
            return EngineError(f"every worker that was given “{text}” has died on it: reword it or leave it out.")
        if isinstance(error, OSError):
            return self._lost()
        return EngineError(f"a worker failed on “{text}” ({type(error).__name__}: {error}).")

    def _lost(self) -> ClusterError:
        return ClusterError(f"the cluster at {self._address} is lost.")


def _seen(path: str) -> str:
    """What a worker reads where the submitter has written."""
    return Path(path).read_text("ascii")
