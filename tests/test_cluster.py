"""Speaking on a Dask cluster of two worker processes on this machine, through the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'audiobuild[cluster]'")
pytestmark = [pytest.mark.process, pytest.mark.skipif(os.name == "nt", reason="kills processes")]

COMMAND = [sys.executable, "-m", "audiobuild", "build"]


def long_script(show: Path, answers: int, more: str = "") -> Path:
    text = "".join(f"Q 第{i}问是什么？\nA 这是第{i}答。\n" for i in range(answers))
    path = show / "scripts" / "long.txt"
    path.write_text(f"长谈\n{text}{more}", encoding="utf-8")
    return path


def takes(out: Path) -> int:
    return sum(path.is_file() for path in (out / ".cache" / "takes").rglob("*"))


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and two workers, each a process under a nanny that starts it again."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as found:
        yield found


@contextmanager
def changed(cluster, module: str, name: str, answer: object) -> Iterator[None]:
    """Let a function or method on the workers give that answer, whatever it is asked."""
    with distributed.Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        client.run(_replace, module, name, answer)
        try:
            yield
        finally:
            client.run(_restore)


_kept: list[tuple[object, str, object]] = []  # in a worker: what `_replace` has replaced


def _replace(module: str, path: str, answer: object) -> None:
    *owners, name = path.split(".")
    owner = reduce(getattr, owners, import_module(module))
    _kept.append((owner, name, getattr(owner, name)))
    setattr(owner, name, lambda *given: answer)


def _restore() -> None:
    setattr(*_kept.pop())


def build(*args: object) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([*COMMAND, *map(str, args)], stdout=pipe, stderr=pipe, text=True, encoding="utf-8")


def test_a_killed_worker_costs_only_what_it_was_speaking(show: Path, audiobuild, cluster) -> None:
    script = long_script(show, 60)
    victim = next(iter(cluster.workers.values())).pid
    running = build(script, "--json", "--jobs", "1", "--workers", cluster.scheduler_address)
    under_way = 2 * len(cluster.workers) + 2  # two for each worker's thread, and for the one of this process
    deadline = time.monotonic() + 60
    while takes(show / "output") < 15:
        assert time.monotonic() < deadline and running.poll() is None
        time.sleep(0.02)
    os.kill(victim, signal.SIGKILL)
    stdout, said = running.communicate(timeout=120)
    assert running.returncode == 0, said
    result = json.loads(stdout)["episodes"][0]
    # A result that dies with its worker, before it is fetched, is found in the store: spoken, but not counted.
    assert 0 <= result["sentences"] - result["spoken"] <= under_way
    assert audiobuild("build", script, "-o", "plain").returncode == 0
    assert (show / "output" / "long.mp3").read_bytes() == (show / "plain" / "long.mp3").read_bytes()
    assert audiobuild("cache", "verify").returncode == 0
    assert not list((show / "output").glob(".tmp-*"))


POISON = """
import audiobuild.engines.tone as tone
import os
speak = tone.Tone.speak
def poisoned(self, said, voice):
    if "毒" in said.pieces[0].written:
        os._exit(9)
    return speak(self, said, voice)
tone.Tone.speak = poisoned
"""


def test_a_sentence_that_kills_its_workers_is_the_only_one_lost(show: Path, monkeypatch) -> None:
    (show / "site").mkdir()
    (show / "site" / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(show / "site"), os.environ.get("PYTHONPATH", "")]))
    script = long_script(show, 15, "Q 毒？\nA 好。\n")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as found:
        running = build("--json", "--workers", found.scheduler_address)
        stdout, said = running.communicate(timeout=120)
    assert running.returncode == 1, said
    results = {Path(each["script"]).stem: each for each in json.loads(stdout)["episodes"]}
    assert results["post"]["state"] == "built"
    assert "every worker that was given “毒？” crashed" in results["long"]["error"]
    assert f"{script.relative_to(show)}:32: " in results["long"]["error"]
    assert "32 of 33 sentences are done and kept" in results["long"]["error"]
    assert "Traceback" not in said


def test_a_lost_scheduler_is_one_sentence_and_a_plain_build_continues(show: Path, audiobuild) -> None:
    python = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard", "--host", "127.0.0.1"]
    port = 20_000 + os.getpid() % 20_000
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen([*python, "--port", str(port)], **quiet)
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"]
    speaker = subprocess.Popen([*worker, "--nthreads", "1"], **quiet)
    try:
        with distributed.Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=60)
        script = long_script(show, 100)
        running = build(script, "--workers", address)
        deadline = time.monotonic() + 60
        while takes(show / "output") < 10:
            assert time.monotonic() < deadline and running.poll() is None, running.communicate()
            time.sleep(0.02)
        scheduler.kill()
        _, said = running.communicate(timeout=60)
        assert running.returncode == 1
        assert f"the cluster at {address} is lost." in said and "run the same command again" in said.lower()
        assert "Traceback" not in said
    finally:
        for process in (scheduler, speaker):
            process.kill()
            process.wait()
    kept = takes(show / "output")
    again = audiobuild("build", script, "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["episodes"][0]["spoken"] == 201 - kept


def test_workers_that_see_another_folder_are_refused_before_a_word_is_spoken(show: Path, audiobuild, cluster) -> None:
    with changed(cluster, "audiobuild.building.cluster", "_seen", "something else"):
        done = audiobuild("build", "--workers", cluster.scheduler_address)
    assert done.returncode == 1
    assert "does not read what is written into" in done.stderr and "Traceback" not in done.stderr
    assert takes(show / "output") == 0


def test_a_worker_of_another_version_is_refused_and_the_store_stays_as_it_was(show: Path, audiobuild, cluster) -> None:
    with changed(cluster, "audiobuild.engines.tone", "Tone.identity", ("2",)):
        done = audiobuild("build", "--workers", cluster.scheduler_address)
    assert done.returncode == 1
    assert "has another audiobuild" in done.stderr and "Traceback" not in done.stderr
    assert takes(show / "output") == 0


def test_no_scheduler_is_one_sentence(show: Path, audiobuild) -> None:
    done = audiobuild("build", "--workers", "tcp://127.0.0.1:9")
    assert done.returncode == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr and "Traceback" not in done.stderr
