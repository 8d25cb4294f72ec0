"""Several builds on one store: copies and shards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "audiobuild", "build"]


def scripts(show: Path, episodes: int, questions: int) -> None:
    (show / "scripts" / "post.txt").unlink()
    for episode in range(episodes):
        text = "".join(f"Q 第{episode}集第{i}问？\nA 这是第{episode}集第{i}答。\n" for i in range(questions))
        (show / "scripts" / f"e{episode}.txt").write_text(f"第{episode}集\n{text}", encoding="utf-8")


def start(*args: object) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([*COMMAND, *map(str, args)], stdout=pipe, stderr=pipe, text=True, encoding="utf-8")


def spoken(done: str) -> int:
    return sum(each["spoken"] for each in json.loads(done)["episodes"])


def takes(out: Path) -> int:
    return sum(path.is_file() for path in (out / ".cache" / "takes").rglob("*"))


def published(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.mark.process
@pytest.mark.skipif(os.name == "nt", reason="kills processes")
def test_three_copies_share_the_work_and_the_death_of_one_costs_what_it_was_speaking(show: Path, audiobuild) -> None:
    scripts(show, 4, 12)
    copies = [start("--json", "--jobs", 1) for _ in range(3)]
    deadline = time.monotonic() + 60
    while takes(show / "output") < 20:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    copies[1].kill()
    said = [copy.communicate(timeout=120) for copy in copies]
    assert [copy.returncode for copy in copies] == [0, -9, 0], said
    total = 4 * 25
    assert spoken(said[0][0]) + spoken(said[2][0]) <= total
    assert takes(show / "output") == total
    assert audiobuild("cache", "verify").returncode == 0
    assert audiobuild("build", "-o", "clean").returncode == 0
    assert published(show / "output") == published(show / "clean")
    assert not list(show.rglob(".tmp-*"))


def test_shards_speak_their_parts_and_a_last_build_only_joins(show: Path, audiobuild) -> None:
    scripts(show, 3, 6)
    parts = [audiobuild("build", "--shard", f"{i}/2", "--json") for i in (1, 2)]
    assert [part.returncode for part in parts] == [0, 0]
    assert sum(spoken(part.stdout) for part in parts) == 3 * 13
    assert {each["state"] for each in json.loads(parts[0].stdout)["episodes"]} == {"kept"}
    assert not list((show / "output").glob("*.mp3"))
    last = audiobuild("build", "--json")
    assert spoken(last.stdout) == 0
    assert len(list((show / "output").glob("*.mp3"))) == 3
    assert audiobuild("build", "--shard", "1/2").stdout.count("up to date") == 3


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "-1/2"])
def test_a_shard_that_cannot_be_is_wrong_usage(show: Path, audiobuild, shard: str) -> None:
    assert audiobuild("build", f"--shard={shard}").returncode == 2


@pytest.mark.process
def test_the_voice_is_opened_once_for_a_batch(show: Path) -> None:
    """Each session of the embedded model holds hundreds of megabytes; here a model of one constant replaces it."""
    import numpy as np
    from support.tiny_model import model

    scripts(show, 5, 2)
    sound = np.sin(np.arange(36_000) / 20) * 0.3
    (show / "voice.onnx").write_bytes(model(sound))
    (show / "audiobuild.toml").write_text('[kokoro]\nmodel = "voice.onnx"\n', encoding="utf-8")
    (show / "site").mkdir()
    (show / "site" / "sitecustomize.py").write_text(
        "import sys\nsys.addaudithook(lambda event, args: event == 'open' and str(args[0]).endswith('voice.onnx')"
        " and sys.stderr.write('opened\\n'))\n"
    )
    paths = os.pathsep.join([str(show / "site"), os.environ.get("PYTHONPATH", "")])
    facts = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run([*COMMAND, "--engine", "kokoro"], capture_output=True, text=True, env=facts)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("opened\n") == 2  # for its digest, and for the session
