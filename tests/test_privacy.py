"""Nothing leaves the machine: the system calls of a build with the embedded voice, and of its programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.voice,
    pytest.mark.process,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed (Linux only)"),
]

SCRIPT = "夜里的灯\nQ 灯为什么亮着？\nA 因为有人还没有回家。\n"
CALLS = "socket,connect,sendto,openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,link,symlink"
NETWORK = re.compile(r"\b(socket|connect|sendto)\(.*\bAF_(INET|INET6|NETLINK)\b")
OPENED = re.compile(r'\bopen(?:at)?\((?:[^"]*)"([^"]*)", ([A-Z_|]+)')
CHANGED = re.compile(r'\b(?:mkdir|creat|rename|unlink|link|symlink)\w*\((?:[^"]*)"([^"]*)"')
WRITING = ("O_WRONLY", "O_RDWR", "O_CREAT")
DEVICES = ("/dev/null", "/dev/tty")


def writes(line: str) -> str:
    """The path that a traced call would write, "" for one that writes nothing."""
    opened = OPENED.search(line)
    if opened:
        return opened[1] if any(flag in opened[2] for flag in WRITING) else ""
    changed = CHANGED.search(line)
    return changed[1] if changed else ""


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """A show, an empty home, and the calls of a build in the one with the other."""
    show, home = tmp_path_factory.mktemp("show"), tmp_path_factory.mktemp("home")
    (show / "talk.txt").write_text(SCRIPT, encoding="utf-8")
    log = tmp_path_factory.mktemp("log") / "calls"
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    build = [sys.executable, "-m", "audiobuild", "build", "talk.txt"]
    done = subprocess.run(
        ["strace", "-f", "-qq", "-s", "300", "-o", str(log), "-e", f"trace={CALLS}", *build],
        cwd=show,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert (show / "output" / "talk.mp3").is_file()
    return show, home, log.read_text("utf-8", "replace").splitlines()


def test_a_build_with_the_embedded_voice_opens_no_socket(traced: tuple[Path, Path, list[str]]) -> None:
    _, _, calls = traced
    assert not [call for call in calls if NETWORK.search(call)]


def test_it_writes_nothing_outside_the_show(traced: tuple[Path, Path, list[str]]) -> None:
    show, home, calls = traced
    written = {path for call in calls if "= -1" not in call and (path := writes(call))}
    outside = {path for path in written if Path(path).is_absolute() and not Path(path).is_relative_to(show)}
    assert written and not outside - set(DEVICES)
    assert not list(home.iterdir())
