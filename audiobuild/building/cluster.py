"""Workers on a Dask cluster: sentences are sent there; their sound is written to the shared store, not sent back."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from concurrent.futures import CancelledError, Future
from functools import cache
from pathlib import Path
from typing import Any

from audiobuild.building.jobs import Done, Held, Job, Threads, Worker
from audiobuild.engines import engine_class
from audiobuild.errors import AudiobuildError, ClusterError, ConfigError, EngineError
from audiobuild.i18n import _
from audiobuild.storage import files
from audiobuild.storage.store import Store

CONNECT = 10.0  # seconds for a scheduler to answer


class Cluster:
    """A workforce: the workers of the Dask scheduler at `address`, and `jobs` local threads for engines that have to
    run here.

    Raises ConfigError when Dask is not installed, ClusterError when the scheduler does not answer. Dask executes
    whatever it is sent, so the network has to be trusted. Futures fail with AudiobuildError only.
    """

    def __init__(self, address: str, worker: Worker, jobs: int) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise ConfigError(_("--workers needs Dask: pip install 'audiobuild[cluster]'.")) from error
        self._logs = _SilentLogs("distributed", "tornado")  # their messages are replaced by one sentence of ours
        self._address = address
        try:
            self._client = Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                _(
                    "no Dask scheduler answers at {address}: start one with “dask scheduler”, or leave --workers out."
                ).format(address=address)
            ) from error
        self._local = Threads(worker, jobs)

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
        with files.atomic_write(mark) as out:
            out.write(mark.name.encode())
        try:
            seen = self._client.run(_seen, str(mark), on_error="return")
        finally:
            mark.unlink(missing_ok=True)
        if not seen:
            raise ClusterError(
                _("{address} has no workers: start some with “dask worker {address}”.").format(address=self._address)
            )
        for worker, answer in seen.items():
            if answer != mark.name:
                raise ClusterError(
                    _(
                        "the worker {worker} does not read what is written into {parent} ({answer}): all "
                        "need the same folder under the same path, and the same audiobuild."
                    ).format(worker=worker, parent=mark.parent.parent, answer=answer)
                )

    def start(self, job: Job) -> Future[Done | Held]:
        """Run a job on a worker, or here when its engine's requests must come from one process."""
        if engine_class(job.utterance.voice.engine).one_process:
            return self._local.start(job)
        result: Future[Done | Held] = Future()
        if self._client.status != "running":
            result.set_exception(self._lost())
            return result
        done = self._client.submit(_do, job, pure=False)
        done.add_done_callback(lambda done: self._pass_on(job, done, result))
        result.add_done_callback(lambda result: done.cancel() if result.cancelled() else None)
        return result

    def stop(self) -> None:
        """Stop the engines of this process; what the workers are speaking is finished and kept."""
        self._local.stop()

    def close(self) -> None:
        """Disconnect."""
        self._local.close()
        self._client.close(timeout=2)
        self._logs.restore()

    def _pass_on(self, job: Job, done: Any, result: Future[Done | Held]) -> None:
        """Give what Dask's future holds to ours; it runs in Dask's thread for callbacks.

        Dask's own executor is not used: when a worker dies between the end of a task and this moment it takes the
        result, which is computed again, for an error.
        """
        from distributed import KilledWorker

        if result.cancelled():
            return
        try:
            error = self._lost() if done.cancelled() else done.exception()
            if not error:
                result.set_result(done.result())  # waits, when it was lost with its worker
        except (AudiobuildError, KilledWorker, CancelledError, OSError) as failed:
            error = failed
        if error:
            result.set_exception(self._translated(job, error))

    def _translated(self, job: Job, error: BaseException) -> AudiobuildError:
        from distributed import KilledWorker

        text = job.utterance.text[:40]
        if isinstance(error, AudiobuildError):
            return error
        if isinstance(error, KilledWorker):
            return EngineError(
                _("every worker that was given “{text}” crashed: reword it or leave it out.").format(text=text)
            )
        if isinstance(error, OSError | CancelledError):
            return self._lost()
        return EngineError(
            _("a worker failed on “{text}” ({name}: {error}).").format(
                text=text, name=type(error).__name__, error=error
            )
        )

    def _lost(self) -> ClusterError:
        return ClusterError(_("the cluster at {address} is lost.").format(address=self._address))


class _SilentLogs:
    """Silences libraries' loggers, and restores them."""

    def __init__(self, *libraries: str) -> None:
        self._levels: dict[logging.Logger, int] = {}
        for name in [*libraries, *logging.root.manager.loggerDict]:
            if name.partition(".")[0] in libraries:
                logger = logging.getLogger(name)
                self._levels[logger] = logger.level
                logger.setLevel(logging.CRITICAL + 1)

    def restore(self) -> None:
        """Give the loggers their levels back."""
        for logger, level in self._levels.items():
            logger.setLevel(level)


@cache
def _worker() -> Worker:
    """The engines and stores of a Dask worker's process, which lives for many jobs."""
    return Worker()


def _do(job: Job) -> Done | Held:
    """Run in a Dask worker."""
    return _worker().do(job)


def _seen(path: str) -> str:
    """What a worker reads from a file that the submitting process wrote."""
    return Path(path).read_text("ascii")
