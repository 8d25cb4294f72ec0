"""The fault table of docs/reliability.md, each row on the command line: what is published is old or new, never torn."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support.tiny_model import model

from audiobuild.storage.locks import Lock
from audiobuild.storage.store import output_tag

posix = pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
COMMAND = [sys.executable, "-m", "audiobuild", "build"]


def long_script(show: Path, sentences: int, name: str = "long.txt") -> Path:
    """A script that takes a while: each sentence is another."""
    text = "".join(f"Q 第{i}问是什么？\nA 这是第{i}答。\n" for i in range(sentences // 2))
    path = show / "scripts" / name
    path.write_text(f"长谈\n{text}", encoding="utf-8")
    return path


def start(*args: object, **more) -> subprocess.Popen[str]:
    """A build under way; SIGINT reaches it even where a shell has put the tests in the background."""
    return subprocess.Popen(
        [*COMMAND, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        **more,
    )


def takes(out: Path) -> int:
    return sum(path.is_file() for path in (out / ".cache" / "takes").rglob("*"))


def until(condition, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline and process.poll() is None, process.communicate()
        time.sleep(0.01)


def published(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def built(done: subprocess.CompletedProcess[str]) -> dict:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["episodes"][0]


def one_sentence(said: str) -> str:
    assert "Traceback" not in said
    return said


# ------------------------------------------------------------------------------------------------------- interruption


@pytest.mark.process
@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_build_keeps_what_is_done_and_leaves_no_stale_file(
    show: Path, audiobuild, number: int, code: int
) -> None:
    script = long_script(show, 300)
    running = start(script)
    until(lambda: takes(show / "output") > 5, running)
    running.send_signal(number)
    _, said = running.communicate(timeout=20)
    kept = takes(show / "output")
    assert running.returncode == code
    assert "are done and kept; run the same command again to continue." in one_sentence(said)
    assert not list(show.rglob(".tmp-*"))
    assert not (show / "output" / "long.mp3").exists()
    again = built(audiobuild("build", script, "--json"))
    assert again["spoken"] == again["sentences"] - kept


@pytest.mark.process
@posix
def test_a_batch_that_is_stopped_says_how_far_it_came(show: Path) -> None:
    long_script(show, 100, "a.txt"), long_script(show, 300, "b.txt")
    (show / "scripts" / "post.txt").unlink()
    running = start()
    assert "a.mp3" in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert re.search(r"stopped: 1 of 2 episodes are finished, and \d+ sentences of those begun are kept", said), said


@pytest.mark.process
@posix
def test_the_second_signal_ends_a_build_that_waits_for_another(show: Path) -> None:
    """The first is enough everywhere else; here both come before the first could be heeded."""
    running = start(long_script(show, 300))
    until(lambda: takes(show / "output") > 5, running)
    running.send_signal(signal.SIGSTOP)
    running.send_signal(signal.SIGTERM)
    running.send_signal(signal.SIGINT)
    running.send_signal(signal.SIGCONT)
    running.communicate(timeout=20)
    assert running.returncode in (130, 143)


@pytest.mark.process
@posix
def test_a_stopped_build_whose_words_nobody_reads_has_cleaned_up_all_the_same(show: Path) -> None:
    """As make, with stderr piped to a reader that the same Ctrl-C has ended."""
    running = start(long_script(show, 300))
    until(lambda: takes(show / "output") > 5, running)
    running.stderr.close()
    running.stdout.close()
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=20) == 130
    assert not list(show.rglob(".tmp-*"))


# -------------------------------------------------------------------------------------------------------------- disks


@pytest.fixture
def disk(tmp_path: Path):
    """Mount small disks of memory; each is unmounted afterwards."""
    mounted: list[Path] = []

    def mount(place: Path, size: str, options: str = "") -> Path:
        place.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}{options}", "tmpfs", str(place)]
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError:
            pytest.skip("there is no mount here")
        if done.returncode:
            pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.process
def test_a_full_store_costs_a_warning_and_nothing_else(show: Path, audiobuild, disk) -> None:
    disk(show / "out" / ".cache", "400k")
    done = audiobuild("build", "-o", "out", "--json")
    result = built(done)
    assert [each["code"] for each in result["warnings"]][-1:] == ["store-full"]
    assert "is full: sentences were not kept" in done.stderr
    assert built(audiobuild("build", "-o", "clean", "--json"))["spoken"] == result["spoken"] == result["sentences"]
    assert published(show / "out") == published(show / "clean")
    assert not list((show / "out").rglob(".tmp-*"))


@pytest.mark.process
def test_a_full_output_keeps_the_old_episode_and_names_path_and_bytes(show: Path, audiobuild, disk) -> None:
    (show / "audiobuild.toml").write_text('engine = "tone"\n', encoding="utf-8")
    disk(show / "out", "1300k")
    (show / "cache").mkdir()
    (show / "out" / ".cache").symlink_to(show / "cache")
    assert audiobuild("build", "-o", "out").returncode == 0
    before = published(show / "out")
    (show / "out" / "filler").write_bytes(bytes(500_000))
    text = (show / "scripts" / "post.txt").read_text(encoding="utf-8")
    (show / "scripts" / "post.txt").write_text(text.replace("走得快", "跑得快"), encoding="utf-8")
    done = audiobuild("build", "-o", "out")
    assert done.returncode == 1
    assert re.search(r"post\.mp3 cannot be written: it needs \d\.\d MB, and \d\.\d MB are free", done.stderr), (
        done.stderr
    )
    now = published(show / "out")
    assert {name: now[name] for name in before} == before
    assert not list((show / "out").rglob(".tmp-*"))
    (show / "out" / "filler").unlink()
    assert built(audiobuild("build", "-o", "out", "--json"))["spoken"] == 0


def limited(*limits: str, args: tuple[object, ...]) -> subprocess.CompletedProcess[str]:
    if not shutil.which("prlimit"):
        pytest.skip("prlimit is not installed")
    command = ["prlimit", *limits, *COMMAND, *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)


@pytest.mark.process
@pytest.mark.usefixtures("built")
def test_a_file_that_may_not_grow_is_reported_and_the_old_one_stays(show: Path, audiobuild) -> None:
    before = published(show / "output")
    script = show / "scripts" / "post.txt"
    script.write_text(script.read_text(encoding="utf-8").replace("走得快", "跑得快"), encoding="utf-8")
    done = limited("--fsize=300000", args=())
    assert done.returncode == 1
    assert "post.mp3 cannot be written: file too large." in one_sentence(done.stderr)
    assert published(show / "output") == before
    assert not list(show.rglob(".tmp-*"))


@pytest.mark.process
@pytest.mark.parametrize("which", ["out", "out/.cache"])
def test_a_read_only_folder_is_refused_before_a_word_is_spoken(show: Path, audiobuild, disk, which: str) -> None:
    disk(show / which, "1m")
    subprocess.run(["mount", "-o", "remount,ro", str(show / which)], check=True)
    done = audiobuild("build", "-o", "out")
    assert done.returncode == 1
    assert f"cannot write to {which}: read-only file system" in one_sentence(done.stderr)
    assert takes(show / "out") == 0
    assert "speaks" not in done.stderr


# -------------------------------------------------------------------------------------------------------------- store


def damage(entry: Path, other: Path, way: str) -> None:
    data = entry.read_bytes()
    if way == "swapped":
        spare = entry.with_name("spare")
        entry.rename(spare), other.rename(entry), spare.rename(other)
    elif way == "empty":
        entry.write_bytes(b"")
    elif way.startswith("cut at"):
        entry.write_bytes(data[: int(way[6:])])
    elif way == "text mode":
        entry.write_bytes(data.replace(b"\r\n", b"\n"))
    elif way == "foreign":
        entry.write_bytes(b"RIFF" + data)
    else:
        place = int(way[8:])
        entry.write_bytes(data[:place] + bytes([data[place] ^ 64]) + data[place + 1 :])


WAYS = (
    *(f"flip at {place}" for place in (0, 8, 10, 12, 16, 24, 56, 88, 500)),  # each field of the head, and the payload
    *("empty", "cut at 40", "cut at 88", "cut at 1000", "text mode", "foreign", "swapped"),
)


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["takes", "runs"])
def test_every_damage_to_the_store_is_found_and_mended(show: Path, audiobuild, kind: str) -> None:
    script = long_script(show, 40)
    audiobuild("build", script)
    whole = published(show / "output")
    if kind == "takes":  # else they would not be looked at
        shutil.rmtree(show / "output" / ".cache" / "runs")
    found = sorted(path for path in (show / "output" / ".cache" / kind).rglob("*") if path.is_file())
    for i, way in enumerate(WAYS):
        damage(found[2 * i], found[2 * i + 1], way)
    wrong = {str(found[2 * i].relative_to(show)) for i in range(len(WAYS))} | {
        str(found[2 * WAYS.index("swapped") + 1].relative_to(show))
    }
    (show / "output" / "long.mp3").unlink()
    shutil.copytree(show / "output", show / "second")
    again = built(audiobuild("build", script, "--json"))
    assert again["spoken"] == (len(wrong) if kind == "takes" else 0)
    assert published(show / "output") == whole
    (show / "output").rename(show / "mended")
    (show / "second").rename(show / "output")
    verified = audiobuild("cache", "verify", "--json")
    assert verified.returncode == 1
    assert set(json.loads(verified.stdout)["removed"]) == wrong
    assert audiobuild("cache", "verify").returncode == 0
    assert built(audiobuild("build", script, "--json"))["spoken"] == again["spoken"]
    assert published(show / "output") == whole


@pytest.mark.usefixtures("built")
def test_no_entry_can_run_code(show: Path, audiobuild) -> None:
    """A pickle in place of an entry is damage like any other."""
    whole = published(show / "output")
    shutil.rmtree(show / "output" / ".cache" / "runs")
    trap = b"cos\nsystem\n(S'touch " + str(show / "trapped").encode() + b"'\ntR."
    for entry in (show / "output" / ".cache").rglob("*"):
        if entry.is_file():
            entry.write_bytes(trap)
    (show / "output" / "post.mp3").unlink()
    assert built(audiobuild("build", "--json"))["spoken"] == 14
    assert published(show / "output") == whole
    assert not (show / "trapped").exists()


@pytest.mark.usefixtures("built")
def test_no_clock_is_believed(show: Path, audiobuild) -> None:
    """Entries of 1970 and of 2100 are as good as others, and cleaning up takes the future for now."""
    whole = published(show / "output")
    for when in (0, 4_102_444_800):
        for path in show.rglob("*"):
            os.utime(path, (when, when))
        assert built(audiobuild("build", "--json"))["spoken"] == 0
        (show / "output" / "post.mp3").unlink()
        assert built(audiobuild("build", "--json"))["spoken"] == 0
        assert published(show / "output") == whole
    for entry in (show / "output" / ".cache" / "takes").rglob("*"):
        os.utime(entry, (4_102_444_800, 4_102_444_800))
    assert json.loads(audiobuild("cache", "gc", "--max-size", "0k", "--json").stdout)["removed"] == 0


def test_cleaning_up_a_folder_that_is_not_there_is_an_error(tmp_path: Path, audiobuild) -> None:
    done = audiobuild("cache", "gc", "-o", tmp_path / "missing")
    assert done.returncode == 1
    assert "there is no folder" in done.stderr


def test_a_size_has_a_unit(tmp_path: Path, audiobuild) -> None:
    assert "write 500M or 2G" in audiobuild("cache", "gc", "-o", tmp_path, "--max-size", "5").stderr
    assert audiobuild("cache", "gc", "-o", tmp_path, "--max-size", "2GiB").returncode == 0


@pytest.mark.usefixtures("built")
def test_cleaning_up_removes_what_was_not_used_for_longest(show: Path, audiobuild) -> None:
    found = sorted(path for path in (show / "output" / ".cache" / "takes").rglob("*") if path.is_file())
    for age, path in enumerate(found):
        os.utime(path, (1e9 - age * 1e5, 1e9 - age * 1e5))
    size = sum(path.stat().st_size for path in (show / "output" / ".cache").rglob("*") if path.is_file())
    target = size - found[-1].stat().st_size - found[-2].stat().st_size + 5000
    done = json.loads(audiobuild("cache", "gc", "--max-size", f"{target / 1000}k", "--json").stdout)
    assert done["removed"] == 2
    assert [path.exists() for path in found] == [True] * (len(found) - 2) + [False] * 2


@pytest.mark.process
@posix
def test_nothing_is_cleaned_up_under_a_build(show: Path, audiobuild) -> None:
    running = start(long_script(show, 200))
    until(lambda: takes(show / "output") > 2, running)
    refused = audiobuild("cache", "gc")
    assert refused.returncode == 1 and "a build is using" in refused.stderr
    running.communicate(timeout=100)
    assert running.returncode == 0
    assert audiobuild("cache", "gc").returncode == 0


# -------------------------------------------------------------------------------------------------------------- locks


@pytest.mark.process
def test_two_builds_of_one_episode_do_no_work_twice(show: Path) -> None:
    script = long_script(show, 60)
    for round_ in range(2):
        out = show / f"out{round_}"
        both = [start(script, "-o", out, "--json") for _ in range(2)]
        said = [process.communicate(timeout=100) for process in both]
        assert [process.returncode for process in both] == [0, 0], said
        results = [json.loads(stdout)["episodes"][0] for stdout, _ in said]
        assert sum(result["spoken"] for result in results) == results[0]["sentences"]
        assert sorted(result["state"] for result in results) == ["built", "up-to-date"]
        assert not list(out.rglob(".tmp-*"))
    assert published(show / "out0") == published(show / "out1")


@pytest.mark.process
@posix
def test_a_build_that_waits_reports_for_which_build(show: Path) -> None:
    (show / "output").mkdir()
    lock = Lock(show / "output" / ".cache" / "locks" / f"out-{output_tag(show / 'output' / 'post.mp3')}")
    assert lock.take()
    lock.write("process 4711 on elsewhere, since 20:15,")
    running = start()
    assert running.stderr.readline() == (
        "output/post.mp3: waiting for process 4711 on elsewhere, since 20:15, to finish with it.\n"
    )
    lock.drop()
    running.communicate(timeout=60)
    assert running.returncode == 0


@pytest.mark.process
@posix
def test_a_lock_ends_with_its_holder_and_its_stale_files_are_removed(show: Path, audiobuild) -> None:
    script = long_script(show, 200)
    running = start(script)
    until(lambda: takes(show / "output") > 5, running)
    running.kill()
    running.communicate()
    (show / "output" / ".cache" / "tmp").mkdir(exist_ok=True)
    host = next(iter(re.findall(r"[A-Za-z0-9_]+", re.sub(r"[^A-Za-z0-9]", "_", os.uname().nodename))))
    (show / "output" / ".cache" / "tmp" / f".tmp-ab-{host}-1-aaaa").write_bytes(b"half")
    tag = output_tag(show / "output" / "long.mp3")
    (show / "output" / f".tmp-{tag}-{host}-1-aaaa").write_bytes(b"half")
    kept = takes(show / "output")
    again = built(audiobuild("build", script, "--json"))
    assert again["spoken"] <= again["sentences"] - kept
    assert not list(show.rglob(".tmp-*"))


@pytest.mark.usefixtures("built")
def test_a_sentence_on_which_a_build_died_is_tried_last(show: Path, audiobuild) -> None:
    """The mark is the name of its run in the lock that the dead process held."""
    record = json.loads((show / "output" / "post.json").read_text(encoding="utf-8"))
    first = record["lines"][1]
    shutil.rmtree(show / "output" / ".cache" / "runs"), shutil.rmtree(show / "output" / ".cache" / "takes")
    (show / "output" / "post.mp3").unlink()
    (show / "output" / ".cache" / "locks" / first["take"][:2]).write_text(first["run"])
    done = audiobuild("build", "--json")
    assert f"an earlier build ended in the middle of “{first['text'][:40]}”; it is spoken last" in done.stderr
    assert built(done)["spoken"] == 14


# ------------------------------------------------------------------------------------------------------------- voices

RATE = 24_000


def heard(seconds: float, level: float = 0.3) -> np.ndarray:
    return np.sin(np.arange(round(seconds * RATE)) / 20) * level


SOUNDS = {
    "silence": (np.zeros(RATE), "silent"),
    "no numbers": (np.full(RATE, np.nan), "no valid samples"),
    "nothing": (np.zeros(0), "silent"),
    "noise": (np.random.default_rng(1).uniform(-9, 9, 2 * RATE), "usable sound"),
    "far too short": (heard(0.05), "which cannot be right"),
    "far too long": (heard(60), "which cannot be right"),
    "broken in the middle": (np.concatenate([heard(0.5), np.zeros(3 * RATE), heard(0.5)]), "cannot be right|stops for"),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_that_is_not_speech_is_refused_with_the_line(show: Path, audiobuild, name: str) -> None:
    sound, reason = SOUNDS[name]
    (show / "voice.onnx").write_bytes(model(sound))
    (show / "audiobuild.toml").write_text('[kokoro]\nmodel = "voice.onnx"\n', encoding="utf-8")
    (show / "scripts" / "post.txt").write_text(
        "信\nQ 一天要走多少路，要过几座桥？\nA 三十里路，三座桥。\n", encoding="utf-8"
    )
    done = audiobuild("build", "--engine", "kokoro")
    assert done.returncode == 1
    assert re.search(r"post\.txt:[123]: the voice ", one_sentence(done.stderr)), done.stderr
    assert re.search(reason, done.stderr), done.stderr
    assert takes(show / "output") == 0
    assert not list((show / "output").glob("*.mp3"))


# ----------------------------------------------------------------------------------------------------------- the rest


@pytest.mark.process
@posix
def test_the_text_read_at_the_start_is_what_is_built(show: Path, audiobuild) -> None:
    script = long_script(show, 200)
    running = start(script, "--json")
    until(lambda: takes(show / "output") > 2, running)
    script.write_text("改\nQ 新的？\nA 新的。\n", encoding="utf-8")
    stdout, said = running.communicate(timeout=100)
    assert running.returncode == 0, said
    assert json.loads(stdout)["episodes"][0]["sentences"] == 201
    assert built(audiobuild("build", script, "--json"))["sentences"] == 3


@pytest.mark.process
@pytest.mark.parametrize("missing", ["lameenc.py", "lameenc"])
def test_without_its_encoder_a_build_says_what_to_install(show: Path, audiobuild_alone, missing: str) -> None:
    place = show / "site"
    place.mkdir()
    if missing == "lameenc":
        (place / "sitecustomize.py").write_text("import sys\nsys.modules['lameenc'] = None\n")
    else:
        (place / missing).write_text("raise ImportError('libmp3lame.so.0: cannot open shared object file')\n")
    paths = os.pathsep.join([str(place), os.environ.get("PYTHONPATH", "")])
    done = audiobuild_alone("build", PYTHONPATH=paths)
    assert done.returncode == 1
    assert "pip install lameenc" in one_sentence(done.stderr)
    assert not (show / "output" / "post.mp3").exists()


def test_no_program_on_the_path_is_needed(show: Path, audiobuild, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert audiobuild("build").returncode == 0


@pytest.mark.process
def test_too_little_memory_is_reported_and_the_store_stays_intact(show: Path, audiobuild, monkeypatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    script = show / "scripts" / "post.txt"
    script.write_text("长\nQ 问。\nA " + "a" * 180_000 + "。\nQ 再问？\nA 再答。\n", encoding="utf-8")
    done = limited("--as=900000000", args=("--jobs", 1))
    assert done.returncode == 1
    assert "memory" in one_sentence(done.stderr), done.stderr
    assert audiobuild("cache", "verify").returncode == 0
    assert not list(show.rglob(".tmp-*"))
    assert not (show / "output" / "post.mp3").exists()


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_what_is_published_is_on_the_disk_before_it_has_its_name(show: Path, tmp_path: Path) -> None:
    """A power cut can then leave old files or new ones: all synced, all renamed, folder synced, the record last."""
    log = tmp_path / "log"
    strace = ["strace", "-f", "-y", "-qq", "-o", str(log), "-e", "trace=fsync,rename,renameat,renameat2"]
    done = subprocess.run([*strace, *COMMAND, "-o", str(show / "out")], capture_output=True, text=True)
    if "ptrace" in done.stderr.lower():
        pytest.skip(done.stderr)
    calls = list(_ended(log.read_text(encoding="utf-8", errors="replace")))
    renamed = [i for i, call in enumerate(calls) if re.match(r"rename", call) and "/out/post." in call]
    assert len(renamed) == len(list((show / "out").glob("post.*")))
    folder = [i for i, call in enumerate(calls) if call.startswith("fsync") and f"<{show / 'out'}>" in call]
    for i in renamed:
        temp = Path(re.search(r'"([^"]*\.tmp-[^"]*)"', calls[i])[1]).name
        first = renamed[-1] if i == renamed[-1] else renamed[0]
        assert any(call.startswith("fsync") and temp in call for call in calls[:first])
    assert "post.mp3" in calls[renamed[0]] and "post.json" in calls[renamed[-1]]
    assert any(renamed[-2] < i < renamed[-1] for i in folder) and folder[-1] > renamed[-1]


def _ended(log: str) -> Iterator[str]:
    """The calls in the order in which they ended; strace prints a call in two lines when others come between."""
    begun: dict[str, str] = {}
    for thread, text in (line.split(None, 1) for line in log.splitlines()):
        if text.endswith("<unfinished ...>"):
            begun[thread] = text
        else:
            yield begun.pop(thread) if " resumed>" in text else text


def test_four_of_five_episodes_are_built_whatever_becomes_of_the_others(show: Path, audiobuild) -> None:
    """The third has nothing to speak, the fourth may not be written."""
    for name in "abcde":
        shutil.copy(show / "scripts" / "post.txt", show / "scripts" / f"{name}.txt")
    (show / "scripts" / "post.txt").unlink()
    (show / "scripts" / "c.txt").write_text("", encoding="utf-8")
    (show / "output" / "d.mp3").mkdir(parents=True)
    done = audiobuild("build", "--json")
    results = {Path(each["script"]).stem: each for each in json.loads(done.stdout)["episodes"]}
    assert done.returncode == 1
    assert {name: each["state"] for name, each in results.items()} == {
        "a": "built",
        "b": "built",
        "c": "failed",
        "d": "failed",
        "e": "built",
    }
    assert "empty" in results["c"]["error"] and os.strerror(errno.EISDIR).lower() in results["d"]["error"].lower()


# ------------------------------------------------------------------------------------------------------- hostile texts

ESCAPES = "\x1b]0;owned\x07\x1b[31m\x9b1m\x00\u202e\u2066"


@pytest.mark.soak
def test_no_script_drives_the_terminal_or_leaves_its_folder(show: Path, audiobuild) -> None:
    text = f"../../{ESCAPES}/etc\nQ 问{ESCAPES}？\nA 答{ESCAPES}。<script>alert(1)</script>\n"
    name = "a\U000e0001..%2e%2e%2f.txt"
    (show / "scripts" / name).write_text(f"---\nshow: '{'../' * 9}x'\n---\n{text}", encoding="utf-8", newline="")
    before = {path for path in show.parent.rglob("*") if "output" not in path.parts}
    done = audiobuild("build")
    listed = audiobuild("build", "--json").stdout
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert json.loads(listed)["episodes"][0]["script"] == f"scripts/{name}"
    for said in (done.stdout, done.stderr, listed):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2066\U000e0001]", said), said
    assert {path for path in show.parent.rglob("*") if "output" not in path.parts} == before
    found = [path for path in (show / "output").glob("*") if path.suffix in (".vtt", ".srt", ".lrc", ".html", ".json")]
    assert len(found) == 2 * 7
    for path in found:
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("name", ["a\x1b[31m", "b\x9b1m", "c\nd", "e\u202ef", "g\udcff", "长" * 82])
def test_a_name_that_no_episode_can_have_fails_alone(show: Path, audiobuild, name: str) -> None:
    try:
        (show / "scripts" / f"{name}.txt").write_text("题\nQ 问？\nA 答。\n", encoding="utf-8")
    except OSError as error:
        pytest.skip(f"nor can a script here: {error}")
    done = audiobuild("build")
    assert done.returncode == 1
    assert "rename the script" in one_sentence(done.stderr)
    assert (show / "output" / "post.mp3").exists()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.stderr)


def test_no_pickle_is_read_anywhere_in_the_store() -> None:
    package = Path(__file__).parent.parent / "audiobuild"
    for path in package.rglob("*.py"):
        assert not re.search(r"^\s*(import|from) (pickle|shelve|marshal|dill|joblib)\b", path.read_text(), re.M), path
