"""What several test files share: a show folder, a script, and the command line as a user runs it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import command

if TYPE_CHECKING:
    from support.command import Done
    from support.edge_service import Running, Service

for _variable in ("LC_ALL", "LC_MESSAGES", "LANG"):  # messages in English, whatever the language of the machine is
    os.environ.pop(_variable, None)

collect_ignore = ["sample_engine"]  # a package of its own; test_plug_ins.py runs its tests where it is installed

#: The smaller of the two formats, for encoding is most of what a build costs here. Published shows have the larger one.
COMPACT = "audio = { rate = 24000, bitrate = 64 }\n"

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


MAY_START_PROCESSES = {"process", "browser", "sweep", "soak"}
_started: list[str] = []


def _note_process(event: str, facts: tuple[object, ...]) -> None:
    if event == "subprocess.Popen":
        _started.append(str(facts[0]))


sys.addaudithook(_note_process)


@pytest.fixture(autouse=True)
def _processes_are_marked(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that starts a process without a marker that says so: `make test-fast` would run it."""
    _started.clear()
    yield
    if _started and not MAY_START_PROCESSES & {mark.name for mark in request.node.iter_markers()}:
        pytest.fail(f"mark this test `process`: it started {', '.join(_started)}")


def a_show_of_one(folder: Path) -> Path:
    """A show folder with one script, spoken by the hum."""
    (folder / "scripts").mkdir()
    (folder / "scripts" / "post.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder / "audiobuild.toml").write_text(f'title = "山里的声音"\nengine = "tone"\n{COMPACT}', encoding="utf-8")
    return folder


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show folder with one script, spoken by the hum; the current folder."""
    monkeypatch.chdir(a_show_of_one(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of that show, built once for all tests: copy it, and leave it as it is."""
    folder = a_show_of_one(tmp_path_factory.mktemp("built"))
    done = command.run("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "output"


@pytest.fixture
def built(show: Path, built_once: Path) -> Path:
    """The output folder of `show`, as after “audiobuild build”."""
    return Path(shutil.copytree(built_once, show / "output"))


@pytest.fixture
def audiobuild() -> Callable[..., Done]:
    """Run the command line in this process; returns what a finished process would be."""
    return command.run


@pytest.fixture
def audiobuild_alone() -> Callable[..., Done]:
    """Run the command line in its own process; returns the finished process."""
    return command.run_alone


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """The stand-in for the online voices, for all tests."""
    from support.edge_service import Running

    stand_in = Running()
    yield stand_in
    stand_in.close()


@pytest.fixture(scope="session")
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A list of authorities with one in it. Each client reads the whole list twice, 0.07 s, for a stand-in without TLS."""
    import trustme

    path = tmp_path_factory.mktemp("authority") / "one.pem"
    trustme.CA().cert_pem.write_to_path(path)
    return str(path)


@pytest.fixture
def service(running: Running, one_authority: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The stand-in in its first state, and a client without state."""
    from edge_tts.drm import DRM

    monkeypatch.setattr("certifi.where", lambda: one_authority)
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
    toml = f'engine = "edge"\n{COMPACT}[edge]\nendpoint = "{service.address}"\n'
    (show / "audiobuild.toml").write_text(toml, encoding="utf-8")
    return show
