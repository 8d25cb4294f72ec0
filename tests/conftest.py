"""What several test files share: a show folder, a script, and the command line as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from edge_service import Running, Service

INTERVIEW = """\
山里的邮局
周远在山里送了21年的信。他说，信比人走得慢，但是走得远。
Q 一天要走多少路？
A 三十里。夏天走得快，冬天走得慢。
下雪的日子，我就在路上过夜。
Q 最远的一封信送到哪里？
A 送到山顶的气象站。那里只有一个人，他等信等得最急。
一只邮包
邮包是他父亲留下来的，用了四十年。
Q 邮包里现在还装着什么？
A 一把手电筒，一双袜子，还有没送出去的一封信。
"""


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show folder with one script, spoken by the hum; the current folder."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "post.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "audiobuild.toml").write_text('title = "山里的声音"\nengine = "tone"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def audiobuild():
    """Run the command line in a process of its own; returns the finished process."""

    def run(*args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "audiobuild", *map(str, args)]
        return subprocess.run(
            command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=dict(os.environ), timeout=300
        )

    return run


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """The stand-in for the online voices, for all tests."""
    from edge_service import Running

    stand_in = Running()
    yield stand_in
    stand_in.close()


@pytest.fixture
def service(running: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The stand-in as new, and a client that remembers nothing of it."""
    from edge_tts.drm import DRM

    for variable in ("WSS_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)
    running.service.reset()
    DRM.clock_skew_seconds = 0.0
    yield running.service
    running.listen()
    DRM.clock_skew_seconds = 0.0


@pytest.fixture
def online(show: Path, service: Service) -> Path:
    """A show spoken by the online voices, which the stand-in gives."""
    toml = f'engine = "edge"\n[edge]\nendpoint = "{service.address}"\n'
    (show / "audiobuild.toml").write_text(toml, encoding="utf-8")
    return show
