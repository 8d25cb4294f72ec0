"""What a batch costs compared with a single episode, and what a folder costs in which nothing is to be done.

`python bench/batch.py` hums 300 generated scripts; with `--voice` 20 short ones are spoken too. POSIX only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = [sys.executable, "-m", "audiobuild", "build"]
UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


def show(folder: Path, engine: str, episodes: int, questions: int) -> Path:
    """Generated interviews in which no sentence occurs twice."""
    (folder / "scripts").mkdir(parents=True)
    (folder / "audiobuild.toml").write_text(f'engine = "{engine}"\n')
    for episode in range(episodes):
        text = "".join(
            f"Q 第{episode}集里您想说的第{i}件事是什么？\nA 这是第{episode}集的第{i}件，说来话长。\n"
            for i in range(questions)
        )
        (folder / "scripts" / f"e{episode:04}.txt").write_text(f"第{episode}集\n{text}", encoding="utf-8")
    return folder


def measured(folder: Path, *more: str) -> tuple[float, float, float]:
    """Wall and CPU seconds of a build, and its greatest memory in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen([*COMMAND, *more], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, "the build has failed"
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * UNIT / 1e6


def row(what: str, sentences: int, figures: tuple[float, float, float]) -> float:
    """Print a row; returns the CPU seconds of one of them."""
    wall, cpu, memory = figures
    print(
        f"{what:<44} {wall:7.1f} s wall {cpu:7.1f} s CPU {cpu / sentences * 1000:7.1f} ms a sentence {memory:6.0f} MB"
    )
    return cpu / sentences


def batch(engine: str, episodes: int, questions: int) -> None:
    """A batch, compared with one episode as long as one of its own, and with one as long as the whole batch."""
    each = 2 * questions + 1
    with tempfile.TemporaryDirectory() as name:
        one = row(f"{engine}: 1 episode", each, measured(show(Path(name) / "one", engine, 1, questions)))
        folder = show(Path(name) / "all", engine, episodes, questions)
        many = row(f"{engine}: {episodes} episodes", each * episodes, measured(folder))
        print(f"{engine}: a sentence in the batch costs {many / one:.2f} of its CPU in a single episode")


def standing(episodes: int) -> None:
    """A folder in which everything is up to date, and a tenth of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = show(Path(name), "tone", episodes, 2)
        row(f"tone: {episodes} episodes, built", 5 * episodes, measured(folder))
        row(f"tone: {episodes} episodes, nothing to do", episodes, measured(folder))
        part = [str(folder / "scripts" / f"e{episode:04}.txt") for episode in range(episodes // 10)]
        row(f"tone: {episodes // 10} episodes, nothing to do", episodes // 10, measured(folder, *part))


if __name__ == "__main__":
    standing(1000)
    batch("tone", 300, 7)
    if "--voice" in sys.argv:
        batch("kokoro", 20, 2)
