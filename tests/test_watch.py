"""`build --watch`: what is saved is built, by a process that stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")

PATIENCE = 120.0  # seconds of a whole test


@pytest.fixture
def watching(show: Path):
    pipe = subprocess.PIPE
    running = subprocess.Popen(
        [sys.executable, "-m", "audiobuild", "build", "--watch"],
        stdout=pipe,
        stderr=pipe,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    stop = threading.Timer(PATIENCE, running.kill)  # what is never said would be waited for without end
    stop.start()
    yield running
    stop.cancel()
    running.kill()
    running.communicate()


def until_said(running: subprocess.Popen[str], words: str) -> str:
    for line in running.stderr:
        if words in line:
            return line
    raise AssertionError(f"“{words}” was never said")


@pytest.mark.process
def test_what_is_saved_is_built_and_nothing_ends_it_but_a_signal(show: Path, watching) -> None:
    script = show / "scripts" / "post.txt"
    assert "14 of 14 sentences spoken" in watching.stdout.readline()
    until_said(watching, "watching 1 script; Ctrl-C stops.")

    script.write_text(script.read_text(encoding="utf-8").replace("冬天走得慢", "冬天走得更慢"), encoding="utf-8")
    assert "1 of 14 sentences spoken" in watching.stdout.readline()

    script.rename(show / "aside")  # as some editors save
    (show / "aside").rename(script)
    (show / "scripts" / "new.txt").write_text("新\nQ 问？\nA 答。\n", encoding="utf-8")
    assert "new.mp3" in watching.stdout.readline()

    script.write_text("", encoding="utf-8")
    until_said(watching, "is empty")
    script.write_text("信\nQ 问？\nA 答。\n", encoding="utf-8")
    assert "post.mp3" in watching.stdout.readline()

    (show / "audiobuild.toml").write_text('title = "新名"\nengine = "tone"\n', encoding="utf-8")
    assert {watching.stdout.readline().split()[0] for _ in range(2)} == {"output/new.mp3", "output/post.mp3"}
    watching.send_signal(signal.SIGINT)
    assert watching.wait(timeout=20) == 130


def test_watching_and_only_looking_exclude_each_other(show: Path, audiobuild) -> None:
    assert audiobuild("build", "--watch", "--dry-run").returncode == 2
