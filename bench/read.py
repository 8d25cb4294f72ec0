"""How reading grows with the file: `python bench/read.py [--smaller N]`, time and memory of `audiobuild parse --json`.

Made scripts of 12,500 to 100,000 turns, and 5 MB on one line without and with labels; each is parsed by a process of
its own. Seconds are of the processor, so that a busy machine counts less. Linear means: twice the turns, about twice
the time (the column of ratios); all figures are from one run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000


def turns(count: int) -> str:
    """An interview of so many turns, no sentence twice."""
    pairs = (
        f"记者：第{n}封信送到了哪里？\n陶渡：送到了第{n}家，他在门口等了{n * 7 % 31}天，说风比信快。\n"
        for n in range(count // 2)
    )
    return "邮局\n" + "".join(pairs)


def one_line(labels: bool) -> str:
    """Five megabytes on one line, with labels inside or without any."""
    piece = "记者：雪什么时候停？陶渡：停了就知道了，山上的雪不等人。" if labels else "山上的雪不等人，人也不等雪。"
    return piece * (5 * MEGABYTE // len(piece.encode()))


def scripts(smaller: int) -> Iterator[tuple[str, str]]:
    """The name and the text of each case."""
    for count in (12_500, 25_000, 50_000, 100_000):
        yield f"{count // smaller:,} turns", turns(count // smaller)
    yield "5 MB on one line", one_line(labels=False)
    yield "5 MB on one line, labelled", one_line(labels=True)


def measure(path: Path) -> tuple[float, float]:
    """Processor seconds and peak megabytes of one `audiobuild parse --json`."""
    command = [sys.executable, "-m", "audiobuild", "parse", str(path), "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{path.name}: exit {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> None:
    """Print one row per case, each with its ratio to the case before."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--smaller", type=int, default=1, help="divide the numbers of turns, for a quick look")
    before = 0.0
    print(f"{'case':<28}{'MB':>7}{'seconds':>9}{'ratio':>7}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in scripts(parser.parse_args().smaller):
            path = Path(folder) / "talk.txt"
            path.write_text(text, encoding="utf-8")
            seconds, peak = measure(path)
            ratio = f"{seconds / before:.2f}" if before else "-"
            print(f"{name:<28}{path.stat().st_size / MEGABYTE:>7.1f}{seconds:>9.2f}{ratio:>7}{peak:>9.0f}", flush=True)
            before = seconds


if __name__ == "__main__":
    main()
