"""What the embedded voice costs, in one run with the same sentences and the same model.

    python bench/engine.py [SCRIPT ...] [--rows 9] [--rival PYTHON] [--server FASTKOKORO]

The first rows of each script are built cold in three ways: with the model as it is, with its faster form, and so with
two workers. PYTHON (or $KOKORO_ONNX_PYTHON) is the interpreter of an environment with kokoro-onnx, FASTKOKORO (or
$FASTKOKORO) the command of one with fastkokoro; both speak the same sentences with one thread and write no MP3. Each
row is a process of its own. All figures are for a second of our sound, which has no silence at the ends of sentences.
CPU seconds hold on a busy machine; wall times (real-time factor, first sound) only on an idle one. Last: the opening of
the model in both forms, and the time to the first sound of `say` and of a build.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SAMPLES = (ROOT / "scripts" / "night-bakery.txt", HERE / "listen" / "interview-en.txt")
UNIT = 1 if sys.platform == "darwin" else 1024  # bytes that ru_maxrss counts by
GREETING = "你好。"
LANGUAGES = {"zh": "cmn", "en": "en-us"}
ROUNDS = 3  # of what is short; the least counts
FIRST_SOUND = 3000  # bytes of a stream: more than its head, less than a sentence


def measured(seconds: float, wall: float, **more: float) -> None:
    """Print what this process cost, as JSON."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6
    print(json.dumps({"audio": seconds, "wall": wall, "cpu": time.process_time(), "peak": peak, **more}))


# ------------------------------------------------------------------------------------- what is measured, a process each


def as_it_is() -> None:
    """Let the engine take the model without the rewriting of its convolutions."""
    from audiobuild.engines import kokoro

    kokoro._open_faster = lambda parts, packaged, threads: kokoro._open(b"".join(parts), {}, threads)


def ours(form: str, jobs: str, *scripts: str) -> None:
    """Build the scripts with nothing in the store."""
    from audiobuild import Builder

    if form == "as-it-is":
        as_it_is()
    begin = time.perf_counter()
    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        with Builder(out, out=out, engine="kokoro", jobs=int(jobs)) as builder:
            for script in map(Path, scripts):
                builder.build(script)
                cues = json.loads((out / f"{script.stem}.words.json").read_text("utf-8"))["cues"]
                seconds += sum(cue["end"] - cue["start"] for cue in cues)
    measured(seconds, time.perf_counter() - begin)


def rival(task: str) -> None:
    """Speak the sentences with kokoro-onnx: its own front end for English, our symbols for Chinese."""
    import onnxruntime
    from kokoro_onnx import Kokoro

    wanted = json.loads(Path(task).read_text("utf-8"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    begin = time.perf_counter()
    session = onnxruntime.InferenceSession(wanted["model"], options, providers=["CPUExecutionProvider"])
    voice = Kokoro.from_session(session, wanted["voices"])
    seconds = 0.0
    for text, symbols, name, language in wanted["lines"]:
        own = language == "en"
        given = text if own else symbols
        sound, rate = voice.create(given, name, lang=LANGUAGES[language], is_phonemes=not own, trim=False)
        seconds += len(sound) / rate
    measured(seconds, time.perf_counter() - begin)


def opening(form: str) -> None:
    """Open the model, once the libraries are imported."""
    import numpy as np  # noqa: F401

    from audiobuild.engines import kokoro

    kokoro._runtime()
    if form == "as-it-is":
        as_it_is()
    begin, before = time.perf_counter(), time.process_time()
    kokoro._Opening(None, (), 1).session()
    wall = time.perf_counter() - begin
    measured(1.0, wall, opening=time.process_time() - before)


# ----------------------------------------------------------------------------------------------------------- measuring


def child(python: str, *args: object) -> dict[str, float]:
    """The figures of one process."""
    run = subprocess.run([python, __file__, *map(str, args)], capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr or f"the measured process ended with {run.returncode}")
    return json.loads(run.stdout.splitlines()[-1])


def short_scripts(scripts: list[Path], rows: int, folder: Path) -> list[Path]:
    """The first rows of each script with text in them, and its front matter."""
    made = []
    for script in scripts:
        head, bar, body = script.read_text("utf-8").rpartition("---\n")
        kept = [row for row in body.splitlines() if row.strip()][:rows]
        made.append(folder / script.name)
        made[-1].write_text(head + bar + "\n\n".join(kept) + "\n", "utf-8")
    return made


def task(scripts: list[Path], folder: Path) -> tuple[Path, list[list[str]]]:
    """What the rivals need: the same sentences, symbols and voices, the model in one file, voices as they read them."""
    import numpy as np

    from audiobuild.building.episode import Planner
    from audiobuild.building.requests import BuildRequest
    from audiobuild.engines.kokoro import PARTS, Kokoro
    from audiobuild.engines.pool import EnginePool
    from audiobuild.resources import voices_folder

    engine, lines = Kokoro(), []
    for script in scripts:
        plan = Planner(EnginePool()).plan(BuildRequest(script, folder, folder, script.parent, "kokoro"))
        for line in plan.lines:
            symbols = " ".join(piece.engine_input for piece in engine.pronounce(line.utterance).pieces)
            lines.append([line.utterance.text, symbols, line.utterance.voice.name, line.utterance.language[:2]])
    model, voices, path = folder / "model.onnx", folder / "voices.npz", folder / "task.json"
    model.write_bytes(b"".join(Path(str(find_spec(part).origin)).with_name("part.bin").read_bytes() for part in PARTS))
    tables = {name: np.fromfile(voices_folder() / "kokoro" / f"{name}.bin", "<f4") for _, _, name, _ in lines}
    np.savez(voices, **{name: table.reshape(510, 1, 256) for name, table in tables.items()})
    path.write_text(json.dumps({"model": str(model), "voices": str(voices), "lines": lines}))
    return path, lines


def served(lines: list[list[str]], folder: Path) -> dict[str, float]:
    """The figures of fastkokoro's process while it speaks the sentences; /proc has them (Linux)."""
    sys.path.insert(0, str(ROOT / "tests"))
    from support.fastkokoro import start

    os.environ["FASTKOKORO_ONNX_INTRA_OP_NUM_THREADS"] = "1"
    process, base = start(folder)
    try:
        before, begin, samples = cpu_of(process.pid), time.perf_counter(), 0
        for text, _, voice, _ in lines:
            body = {"model": "kokoro", "voice": voice, "input": text, "response_format": "pcm"}
            request = urllib.request.Request(f"{base}/audio/speech", json.dumps(body).encode(), method="POST")
            request.add_header("Content-Type", "application/json")
            with urllib.request.urlopen(request, timeout=600) as answer:
                samples += len(answer.read()) // 2
        wall, cpu = time.perf_counter() - begin, cpu_of(process.pid) - before
        status = Path(f"/proc/{process.pid}/status").read_text("ascii")
        peak = int(status.partition("VmHWM:")[2].split()[0]) / 1000
    finally:
        process.kill()
        process.wait()
    return {"audio": samples / 24_000, "wall": wall, "cpu": cpu, "peak": peak}


def cpu_of(pid: int) -> float:
    """CPU seconds of a running process."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def said(folder: Path) -> None:
    """A cold `audiobuild say`, until its sound is written."""
    command = [sys.executable, "-m", "audiobuild", "say", GREETING, "-o", str(folder / "say.mp3")]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def streamed(folder: Path) -> None:
    """A cold build of a whole interview, until its first sentence can be heard."""
    shutil.copy(SAMPLES[0], folder)
    command = [sys.executable, "-m", "audiobuild", "build", SAMPLES[0].name, "--stream", "-"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        process.stdout.read(FIRST_SOUND)
        process.kill()


def least(work: Callable[[Path], None]) -> float:
    """The least wall time of some rounds."""
    found = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            begin = time.perf_counter()
            work(Path(folder))
            found.append(time.perf_counter() - begin)
    return min(found)


# -------------------------------------------------------------------------------------------------------------- report


def row(name: str, facts: dict[str, float], first: dict[str, float]) -> None:
    """One line of the table; all speak the same sentences, so all are divided by the seconds of the first row."""
    cpu, wall = facts["cpu"] / first["audio"], facts["wall"] / first["audio"]
    print(f"| {name} | {cpu:.3f} | {facts['cpu'] / first['cpu']:.2f} | {wall:.3f} | {facts['peak']:.0f} |", flush=True)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scripts", nargs="*", type=Path, default=SAMPLES)
    parser.add_argument("--rows", type=int, default=9)
    parser.add_argument("--rival", default=os.environ.get("KOKORO_ONNX_PYTHON"))
    parser.add_argument("--server", default=os.environ.get("FASTKOKORO"))
    asked = parser.parse_args()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} processors{load}\n")
    print("| way | CPU s a second | of the first | RTF, wall | peak, MB |\n|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        scripts = short_scripts(list(asked.scripts), asked.rows, folder)
        first = child(sys.executable, "--ours", "as-it-is", 1, *scripts)
        row("audiobuild, the model as it is", first, first)
        row("audiobuild", child(sys.executable, "--ours", "faster", 1, *scripts), first)
        row("audiobuild, 2 workers", child(sys.executable, "--ours", "faster", 2, *scripts), first)
        path, lines = task(scripts, folder)
        if asked.rival:
            row("kokoro-onnx, 1 thread", child(asked.rival, "--rival-task", path), first)
        if asked.server:
            os.environ["FASTKOKORO"] = asked.server
            row("fastkokoro, 1 thread", served(lines, folder), first)
        print(f"\n{first['audio']:.0f} s of sound in {len(lines)} sentences")
    for form in ("as-it-is", "faster"):
        found = [child(sys.executable, "--opening", form) for _ in range(ROUNDS)]
        cpu, wall, peak = (min(each[key] for each in found) for key in ("opening", "wall", "peak"))
        print(f"opening the model {form}: {cpu:.2f} s CPU, {wall:.2f} s wall, {peak:.0f} MB at the peak")
    print(f"first sound of a cold “audiobuild say {GREETING}”: {least(said):.2f} s wall")
    print(f"first sound of a cold build of {SAMPLES[0].name} with --stream: {least(streamed):.2f} s wall")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--ours", form, jobs, *scripts]:
            ours(form, jobs, *scripts)
        case ["--rival-task", path]:
            rival(path)
        case ["--opening", form]:
            opening(form)
        case _:
            main()
