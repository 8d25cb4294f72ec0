"""What joining an episode costs beside the usual ways: `python bench/assembly.py [--hours 1] [--rounds 3]`.

Material: the takes of the sample interview as the embedded voice speaks it, repeated until the hours are full. Every
way gets the same sentences, with 400 ms between them, and makes a mono MP3 of 48 kHz and 96 kbit/s; only ours trims,
levels to -19 LUFS, holds the true peak and places chapters. Rounds are interleaved; each figure is the median. CPU is
user and system time of the process with its children, RSS the largest of them.

The second table edits one sentence of an episode of as many hours, hummed by the engine "tone", and asks for it again
unchanged: the whole command line, start of Python included.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

GAP = 0.4  # seconds between two sentences
SHOW = Path(__file__).parent.parent


# ----------------------------------------------------------------------------------------------------------- material


def takes(folder: Path) -> list[Path]:
    """The sample's sentences as WAV files of 24 kHz, spoken once and kept."""
    found = sorted(folder.glob("*.wav"))
    if found:
        return found
    from audiobuild import audio
    from audiobuild.draft import Draft, Order

    folder.mkdir(parents=True, exist_ok=True)
    draft = Draft(Order(next((SHOW / "scripts").glob("*.txt")), folder, folder, SHOW, engine="kokoro"))
    for number, line in enumerate(draft.plan.lines):
        speaker = draft.engine_of(line)
        take = speaker.speak(speaker.said(line.utterance), line.utterance.voice)
        (folder / f"{number:03d}.wav").write_bytes(audio.wav(audio.from_take(take), take.rate))
    return sorted(folder.glob("*.wav"))


def material(folder: Path, hours: float) -> Path:
    """A folder of WAV and MP3 files, one a sentence, that last so many hours together."""
    spoken, out = takes(folder / "takes"), folder / f"material-{hours:g}"
    if out.is_dir():
        return out
    work = Path(tempfile.mkdtemp(dir=folder))
    for path in spoken:
        mp3 = path.with_suffix(".mp3")
        if not mp3.exists():
            run(["ffmpeg", "-v", "error", "-i", path, "-ac", "1", "-ar", "48000", "-b:a", "96k", mp3])
    seconds, number = 0.0, 0
    while seconds < hours * 3600:
        path = spoken[number % len(spoken)]
        for kind in (".wav", ".mp3"):
            (work / f"{number:05d}{kind}").symlink_to(path.with_suffix(kind).resolve())
        seconds += path.stat().st_size / 48_000 + GAP
        number += 1
    work.rename(out)
    return out


def run(command: list[str | Path]) -> None:
    """Run a command; its failure ends the bench."""
    subprocess.run([str(part) for part in command], check=True)


def samples_of(path: Path) -> np.ndarray:
    """A WAV of 24 kHz as float32."""
    return np.frombuffer(path.read_bytes()[44:], "<i2").astype("f4") / 32768


# ---------------------------------------------------------------------------------------------------- ways of joining


def encoder_alone(folder: Path, out: Path) -> None:
    """LAME on the same samples in the same format and quality, in one stream: the floor."""
    import lameenc

    from audiobuild import audio

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(48_000)
    encoder.set_out_sample_rate(48_000)
    encoder.set_bit_rate(96)
    encoder.set_quality(3)
    with out.open("wb") as mp3:
        for path in sorted(folder.glob("*.wav")):
            samples = audio.upsample(samples_of(path), 2)
            pcm = (samples * 32767).astype("<i2").tobytes() + bytes(round(GAP * 48_000) * 2)
            mp3.write(encoder.encode(pcm))
        mp3.write(encoder.flush())


def ours(folder: Path, out: Path, workers: int = 1) -> None:
    """Trim, level, hold the peak, encode each sentence to a run; lay out, tag, join."""
    from audiobuild import audio, mp3, tags, timeline
    from audiobuild.model import AudioSettings, Episode, Line, Role, RunFacts, Utterance, Voice
    from audiobuild.takes import Store

    settings, voice, store = AudioSettings(), Voice("bench", "bench", "zh", loudness=-25.0), Store(out.parent / "store")
    paths = sorted(folder.glob("*.wav"))

    def make(path: Path) -> RunFacts:
        made = mp3.make_run(audio.to_take(samples_of(path), 24_000), voice.loudness, voice.gain, settings)
        store.put_run(f"{int(path.stem):064x}", made)
        return made.facts

    with ThreadPoolExecutor(workers) as pool:
        facts = list(pool.map(make, paths))
    lines = [
        Line(Utterance("句。", voice, "zh"), Role.GUEST, "a", round(GAP * 1000), None if i % 100 else str(i), i)
        for i in range(len(facts))
    ]
    plan = timeline.lay_out(lines, facts, settings.rate, mp3.frame_samples(settings))
    tag = tags.id3(Episode("Bench", "Bench", "", (), "zh", "", None, b"", plan))
    with out.open("wb") as file:
        for piece in mp3.episode(tag, plan, facts, lambda i: store.run(f"{i:064x}").data, settings):
            file.write(piece)


def ours_on_two(folder: Path, out: Path) -> None:
    """The same with two threads."""
    ours(folder, out, 2)


def pydub_pattern(folder: Path, out: Path) -> None:
    """Every sentence loaded and added to what there is, then exported: what most programs do."""
    from pydub import AudioSegment

    episode = AudioSegment.empty()
    for path in sorted(folder.glob("*.mp3")):
        episode += AudioSegment.from_mp3(path) + AudioSegment.silent(round(GAP * 1000))
    episode.export(out, format="mp3", bitrate="96k")


def pydub_joined(folder: Path, out: Path) -> None:
    """Raw samples joined once, one segment, exported."""
    from pydub import AudioSegment

    gap = bytes(round(GAP * 24_000) * 2)
    data = b"".join(AudioSegment.from_wav(path).raw_data + gap for path in sorted(folder.glob("*.wav")))
    episode = AudioSegment(data=data, sample_width=2, frame_rate=24_000, channels=1).set_frame_rate(48_000)
    episode.export(out, format="mp3", bitrate="96k")


def ffmpeg_concat(folder: Path, out: Path, *filters: str) -> None:
    """ffmpeg's concat demuxer over a list of files."""
    quiet = out.parent / "gap.mp3"
    run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"anullsrc=r=48000:cl=mono:d={GAP}", "-b:a", "96k", quiet])
    names = "".join(f"file '{path.resolve()}'\nfile '{quiet}'\n" for path in sorted(folder.glob("*.mp3")))
    (out.parent / "list.txt").write_text(names)
    source = ["-f", "concat", "-safe", "0", "-i", out.parent / "list.txt"]
    run(["ffmpeg", "-v", "error", "-y", *source, *filters, "-ar", "48000", "-ac", "1", "-b:a", "96k", out])


def ffmpeg_loudnorm(folder: Path, out: Path) -> None:
    """The same with one-pass loudness normalisation."""
    ffmpeg_concat(folder, out, "-af", "loudnorm=I=-19:TP=-1.5:LRA=11")


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "encoder alone": encoder_alone,
    "audiobuild": ours,
    "audiobuild, 2 threads": ours_on_two,
    "pydub, += of MP3": pydub_pattern,
    "pydub, joined once": pydub_joined,
    "ffmpeg concat": ffmpeg_concat,
    "ffmpeg concat, loudnorm": ffmpeg_loudnorm,
}


# ---------------------------------------------------------------------------------------------------------- measuring


def timed(command: list[str]) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak MB of a command with its children."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024


def joining(folder: Path, hours: float, rounds: int) -> dict[str, tuple[float, float, float]]:
    """The median of each way's CPU, wall and memory."""
    with ProcessPoolExecutor(1, get_context("spawn")) as child:  # a child begins with the memory of its parent
        ready = child.submit(material, folder, hours).result()
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name in WAYS:
            with tempfile.TemporaryDirectory() as out:
                command = [sys.executable, __file__, "--way", name, str(ready), f"{out}/episode.mp3"]
                found[name].append(timed(command))
    return {name: tuple(map(statistics.median, zip(*rows, strict=True))) for name, rows in found.items()}


def rebuilding(folder: Path, hours: float, rounds: int) -> dict[str, tuple[float, float, float]]:
    """The command line on an episode of so many hours: nothing changed, and one sentence edited."""
    script = folder / "hours.txt"
    words = "山水花鸟鱼虫风雨雪月日星木石火土春夏秋冬东南西北"
    answer = "".join(
        f"{words[i]}在{words[i * 7 % 24]}里，{words[i * 5 % 24]}在{words[i * 11 % 24]}上。" for i in range(8)
    )
    turns = round(hours * 3600 / 28)
    script.write_text("长谈\n" + "".join(f"Q 第{i}问，您怎么看？\nA {i}。{answer}\n" for i in range(turns)), "utf-8")
    command = [sys.executable, "-m", "audiobuild", "build", str(script), "--engine", "tone"]
    command += ["-o", str(folder / "hours")]
    timed(command)
    same, edited = [], []
    for number in range(rounds):
        same.append(timed(command))
        script.write_text(script.read_text("utf-8").replace("第3问", f"第3问{words[number]}"), "utf-8")
        edited.append(timed(command))
    rows = {"nothing changed": same, "one sentence edited": edited}
    return {name: tuple(map(statistics.median, zip(*found, strict=True))) for name, found in rows.items()}


def table(title: str, rows: dict[str, tuple[float, float, float]], base: str) -> None:
    """One table; the last column is CPU as a multiple of `base`."""
    print(f"\n{title}\n\n| way | CPU s | wall s | peak MB | CPU / {base} |\n|---|---:|---:|---:|---:|")
    for name, (cpu, wall, memory) in rows.items():
        print(f"| {name} | {cpu:.2f} | {wall:.2f} | {memory:.0f} | {cpu / rows[base][0]:.2f} |")


def main() -> None:
    """Measure and print; with --way be one of the ways."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hours", type=float, default=1.0)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "audiobuild-bench")
    options.add_argument("--way", nargs=3, metavar=("NAME", "FOLDER", "OUT"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.way:
        name, folder, out = asked.way
        WAYS[name](Path(folder), Path(out))
        return
    if not shutil.which("ffmpeg"):
        raise SystemExit("the rivals need ffmpeg: install it and run again.")
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    hours, rounds = asked.hours, asked.rounds
    table(f"Joining {hours:g} h of takes", joining(asked.folder, hours, rounds), "audiobuild")
    table(f"An episode of {hours:g} h again", rebuilding(asked.folder, hours, rounds), "nothing changed")


if __name__ == "__main__":
    main()
