"""What the embedded voice costs: an interview is built cold and measured, compared with kokoro-onnx on the same text.

    python bench/engine.py [SCRIPT] [--jobs 2] [--rival PYTHON]

PYTHON (or $KOKORO_ONNX_PYTHON) is the interpreter of an environment with kokoro-onnx. CPU seconds hold on a busy
machine; wall times (RTF, first sound) only on an idle one. Each row is a separate process, so peaks are separate.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "scripts" / "night-bakery.txt"
UNIT = 1 if sys.platform == "darwin" else 1024  # bytes that ru_maxrss counts by
GREETING = "你好。"


class Meter:
    """CPU seconds and count of all calls of the runtime's `run`, by the clock of the calling thread.

    With one inner thread, as audiobuild sets it, that is all a call costs; with more it is left out (None).
    """

    def __init__(self) -> None:
        import onnxruntime

        self.inside, self.calls = 0.0, 0
        original = onnxruntime.InferenceSession.run

        def run(session, *args, **kwargs):
            begin = time.thread_time()
            try:
                return original(session, *args, **kwargs)
            finally:
                self.inside += time.thread_time() - begin
                self.calls += 1

        onnxruntime.InferenceSession.run = run


def measured(inside: float | None, seconds: float, wall: float) -> None:
    """Print what this process cost, as JSON."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6
    facts = {"audio": seconds, "wall": wall, "cpu": time.process_time(), "inside": inside, "peak": peak}
    print(json.dumps(facts))


def ours(script: Path, jobs: int) -> None:
    """Build the script with nothing in the store."""
    meter = Meter()
    from audiobuild import Builder

    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        with Builder(script.parent, out=out, engine="kokoro", jobs=jobs) as builder:
            done = builder.build(script)
        cues = json.loads((out / f"{script.stem}.words.json").read_text("utf-8"))["cues"]
    measured(meter.inside, sum(cue["end"] - cue["start"] for cue in cues), time.perf_counter() - begin)
    assert done.lines == len(cues)


def rival(task: Path) -> None:
    """Speak the sentences one after another, as kokoro-onnx is used: its own front end, its own threads, no MP3."""
    from kokoro_onnx import Kokoro

    wanted = json.loads(task.read_text("utf-8"))
    begin = time.perf_counter()
    voice = Kokoro(wanted["model"], wanted["voices"])
    sounds = [voice.create(text, name, lang=wanted["language"]) for text, name in wanted["lines"]]
    measured(None, sum(len(sound) / rate for sound, rate in sounds), time.perf_counter() - begin)


def task(script: Path, folder: Path) -> Path:
    """What the rival needs: the same sentences with the same voices, the model in one file, voices as it reads them."""
    import numpy as np

    from audiobuild.building.episode import Planner
    from audiobuild.building.requests import BuildRequest
    from audiobuild.engines.kokoro import PARTS
    from audiobuild.engines.pool import EnginePool
    from audiobuild.resources import voices_folder

    plan = Planner(EnginePool()).plan(BuildRequest(script, folder, folder, script.parent, "kokoro"))
    lines = [(line.utterance.text, line.utterance.voice.name) for line in plan.lines]
    model, voices, path = folder / "model.onnx", folder / "voices.npz", folder / "task.json"
    model.write_bytes(b"".join(Path(str(find_spec(part).origin)).with_name("part.bin").read_bytes() for part in PARTS))
    tables = {name: np.fromfile(voices_folder() / "kokoro" / f"{name}.bin", "<f4") for _, name in lines}
    np.savez(voices, **{name: table.reshape(510, 1, 256) for name, table in tables.items()})
    language = {"zh": "cmn", "en": "en-us"}[plan.script.language[:2]]
    path.write_text(json.dumps({"model": str(model), "voices": str(voices), "language": language, "lines": lines}))
    return path


def child(python: str, *args: object) -> dict[str, float | None]:
    """The figures of one row, from a separate process."""
    command = [python, __file__, *map(str, args)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if run.returncode:
        sys.exit(run.stderr or f"the measured process ended with {run.returncode}")
    return json.loads(run.stdout.splitlines()[-1])


def first_sound() -> tuple[float, float]:
    """Wall and CPU seconds of a cold `audiobuild say` until its sound is written."""
    with tempfile.TemporaryDirectory() as folder:
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, "-m", "audiobuild", "say", GREETING, "-o", f"{folder}/say.mp3"]
        subprocess.run(command, check=True, capture_output=True)
        wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row(name: str, facts: dict[str, float | None]) -> None:
    """One line of the table."""
    audio, wall, cpu, peak = (float(facts[key] or 0) for key in ("audio", "wall", "cpu", "peak"))
    cells = [f"{audio:.0f}", f"{wall / audio:.3f}", f"{cpu / audio:.3f}"]
    inside = facts["inside"]
    cells += [f"{inside / audio:.3f}", f"{100 * (cpu - inside) / inside:.1f} %"] if inside else ["-", "-"]
    print("  ".join([name.ljust(24), *(cell.rjust(9) for cell in (*cells, f"{peak:.0f}"))]))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("script", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rival", default=os.environ.get("KOKORO_ONNX_PYTHON"))
    asked = parser.parse_args()
    script = asked.script.resolve()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{script.name}, {os.cpu_count()} processors{load}\n")
    head = ("audio s", "RTF wall", "CPU s/s", "run s/s", "rest", "peak MB")
    print("  ".join([" " * 24, *(title.rjust(9) for title in head)]))
    row(f"audiobuild, {asked.jobs} workers", child(sys.executable, "--ours", script, asked.jobs))
    if asked.rival:
        with tempfile.TemporaryDirectory() as folder:
            row("kokoro-onnx", child(asked.rival, "--rival-task", task(script, Path(folder))))
    else:
        print("kokoro-onnx               not installed (--rival PYTHON)")
    wall, cpu = first_sound()
    print(f"\nfirst sound of a cold “audiobuild say {GREETING}”: {wall:.2f} s wall, {cpu:.2f} s CPU")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--ours", script, jobs]:
            ours(Path(script), int(jobs))
        case ["--rival-task", path]:
            rival(Path(path))
        case _:
            main()
