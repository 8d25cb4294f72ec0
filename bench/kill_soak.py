"""`kill -9` at random times on the real command line, then what holds; and builds at once on one episode.

`python bench/kill_soak.py [KILLS [ROUNDS]]`, by default 100 kills and 25 rounds of two builds at once. POSIX only.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = [sys.executable, "-m", "audiobuild", "build", "--json"]
QUESTIONS = 20


def script(path: Path, episode: int) -> None:
    text = "".join(f"Q 第{episode}集第{i}问？\nA 这是第{episode}集第{i}答。\n" for i in range(QUESTIONS))
    path.write_text(f"第{episode}集\n{text}", encoding="utf-8")


def show(folder: Path, episodes: int) -> Path:
    (folder / "scripts").mkdir(parents=True)
    (folder / "audiobuild.toml").write_text('engine = "tone"\n')
    for episode in range(episodes):
        script(folder / "scripts" / f"e{episode}.txt", episode)
    return folder


def published(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file() and path.name[0] != "."}


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([*COMMAND, *more], cwd=folder, stdout=pipe, stderr=pipe, text=True)


def takes(out: Path) -> int:
    return sum(path.is_file() for path in (out / ".cache" / "takes").rglob("*"))


def spoken(process: subprocess.Popen[str], said: str) -> int:
    assert process.returncode == 0, said
    return sum(each["spoken"] for each in json.loads(said)["episodes"])


def clean(folder: Path) -> dict[str, bytes]:
    process = start(folder, "-o", "clean")
    spoken(process, process.communicate()[0])
    return published(folder / "clean")


def kills(count: int) -> None:
    """A build of three episodes, killed several times and then let through; from scratch until all kills are spent."""
    with tempfile.TemporaryDirectory() as name:
        folder = show(Path(name), 3)
        whole, total = clean(folder), 3 * (2 * QUESTIONS + 1)
        done = rounds = torn = repeated = 0
        while done < count:
            shutil.rmtree(folder / "output", ignore_errors=True)
            rounds += 1
            budget = random.randint(3, 8)
            while done < count and budget:
                process = start(folder)
                time.sleep(random.uniform(0.3, 2.0))
                process.kill()
                process.communicate()
                if process.returncode == -9:
                    done += 1
                    budget -= 1
                now = published(folder / "output") if (folder / "output").exists() else {}
                torn += sum(data != whole[each] for each, data in now.items())
            kept = takes(folder / "output")
            process = start(folder)
            again = spoken(process, process.communicate()[0])
            repeated += again + kept - total
            assert published(folder / "output") == whole, "not the bytes of an undisturbed build"
            assert not list(folder.rglob(".tmp-*")), "stale temporary files"
            check = subprocess.run([*COMMAND[:3], "cache", "verify"], cwd=folder, capture_output=True, text=True)
            assert check.returncode == 0, check.stdout
        print(f"{done} kills in {rounds} rounds: {torn} torn, {repeated} takes spoken again, no stale file, all intact")


def pairs(rounds: int) -> None:
    """Two builds of the same episode at once."""
    with tempfile.TemporaryDirectory() as name:
        folder = show(Path(name), 1)
        whole, twice = clean(folder), 0
        for _ in range(rounds):
            shutil.rmtree(folder / "output", ignore_errors=True)
            both = [start(folder) for _ in range(2)]
            said = [process.communicate()[0] for process in both]
            twice += sum(map(spoken, both, said)) - (2 * QUESTIONS + 1)
            states = sorted(json.loads(text)["episodes"][0]["state"] for text in said)
            assert states == ["built", "up-to-date"], states
            assert published(folder / "output") == whole and not list(folder.rglob(".tmp-*"))
        print(f"{rounds} rounds of two builds at once: {twice} sentences spoken twice, each built once, same bytes")


def copies(rounds: int) -> None:
    """Three copies on one store, one killed at a random time."""
    with tempfile.TemporaryDirectory() as name:
        folder = show(Path(name), 4)
        whole, total, extra = clean(folder), 4 * (2 * QUESTIONS + 1), 0
        for _ in range(rounds):
            shutil.rmtree(folder / "output", ignore_errors=True)
            three = [start(folder, "--jobs", "1") for _ in range(3)]
            time.sleep(random.uniform(0.5, 3.0))
            three[1].kill()
            said = [process.communicate()[0] for process in three]
            survivors = spoken(three[0], said[0]) + spoken(three[2], said[2])
            assert survivors <= total and takes(folder / "output") == total
            extra += survivors > total
            assert published(folder / "output") == whole and not list(folder.rglob(".tmp-*"))
        print(f"{rounds} rounds of three copies, one killed: {extra} times more spoken than there is, same bytes")


if __name__ == "__main__":
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    random.seed(8)
    kills(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    pairs(int(sys.argv[2]) if len(sys.argv) > 2 else 25)
    copies(int(sys.argv[2]) // 3 if len(sys.argv) > 2 else 8)
