"""What joining an episode costs, compared with the usual ways: `bench/assembly.py [--hours 1] [--rounds 3] [--picture
PNG]`.

Material: the takes of the sample interview as the embedded voice speaks it, repeated until the hours are full. Every
way gets the same sentences, with 400 ms between them, and makes a mono MP3 of 48 kHz and 96 kbit/s; only ours trims,
levels to -19 LUFS, holds the true peak and places chapters. Rounds are interleaved; each figure is the median. CPU is
user and system time of the process with its children, RSS the largest of them.

The further tables are of the whole command line, start of Python included, on episodes hummed by the engine "tone":
made, edited in one sentence, asked for unchanged.
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
    from audiobuild.building.episode import Planner
    from audiobuild.building.requests import BuildRequest
    from audiobuild.engines.pool import EnginePool
    from audiobuild.sound import audio

    folder.mkdir(parents=True, exist_ok=True)
    plan = Planner(EnginePool()).plan(
        BuildRequest(next((SHOW / "scripts").glob("*.txt")), folder, folder, SHOW, engine="kokoro")
    )
    for number, line in enumerate(plan.lines):
        speaker = plan.engine_of(line)
        take = speaker.speak(speaker.pronounce(line.utterance), line.utterance.voice)
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

    from audiobuild.sound import audio

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


def ours(folder: Path, out: Path, workers: int = 1, compact: bool = False) -> None:
    """Trim, level, hold the peak, encode each sentence to a run; lay out, tag, join."""
    from audiobuild.model import AudioSettings, Line, Role, SegmentFacts, TagContents, Utterance, Voice
    from audiobuild.outputs import id3
    from audiobuild.sound import audio, mp3, timeline
    from audiobuild.storage.store import Store

    settings = AudioSettings(24_000, 64) if compact else AudioSettings()
    voice, store = Voice("bench", "bench", "zh", loudness=-25.0), Store(out.parent / "store")
    paths = sorted(folder.glob("*.wav"))

    def make(path: Path) -> SegmentFacts:
        made = mp3.make_segment(audio.to_take(samples_of(path), 24_000), voice.loudness, voice.gain, settings)
        store.put_segment(f"{int(path.stem):064x}", made)
        return made.facts

    with ThreadPoolExecutor(workers) as pool:
        facts = list(pool.map(make, paths))
    lines = [
        Line(Utterance("句。", voice, "zh"), Role.GUEST, "a", round(GAP * 1000), None if i % 100 else str(i), i)
        for i in range(len(facts))
    ]
    plan = timeline.lay_out(lines, facts, settings.rate, mp3.frame_samples(settings))
    tag = id3.id3(TagContents("Bench", "Bench", "", (), "zh", "", None, b"", plan))
    with out.open("wb") as file:
        for piece in mp3.episode_bytes(tag, plan, facts, lambda i: store.segment(f"{i:064x}").data, settings):
            file.write(piece)


def ours_on_two(folder: Path, out: Path) -> None:
    """The same with two threads."""
    ours(folder, out, 2)


def ours_compact(folder: Path, out: Path) -> None:
    """The same as 24 kHz and 64 kbit/s."""
    ours(folder, out, compact=True)


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


def podcast_creator(folder: Path, out: Path) -> None:
    """podcast-creator's own joining of its clips: one ffmpeg with as many inputs."""
    import asyncio

    from podcast_creator.core import combine_audio_files

    asyncio.run(combine_audio_files(folder, out.name, out.parent, gap_ms=round(GAP * 1000)))


def castmd(folder: Path, out: Path) -> None:
    """castmd's own steps for sections of speech: normalise each to WAV, measure, join, encode."""
    from castmd import assembly

    (work := out.parent / "castmd").mkdir()
    parts = []
    for path in sorted(folder.glob("*.mp3")):
        parts.append(assembly.to_wav(path, work / f"{path.stem}.wav"))
        assembly.probe_duration_ms(parts[-1])
    assembly.encode(assembly.concat_wavs(parts, work / "episode.wav"), out)


def audiobooker(folder: Path, out: Path) -> None:
    """audiobooker-ai's own steps for a book of one chapter: join its WAV files with pauses, encode and tag."""
    from audiobooker.renderer.output import assemble_mp3, concatenate_audio_files

    parts = sorted(folder.glob("*.wav"))
    joined = concatenate_audio_files(parts, out.with_suffix(".wav"), round(GAP * 1000))
    assemble_mp3([(joined, "Bench", 600.0)], out.with_name("book.mp3"), bitrate="96k")


RIVALS = {"podcast-creator": podcast_creator, "castmd": castmd, "audiobooker-ai": audiobooker}
WAYS: dict[str, Callable[[Path, Path], None]] = {
    "encoder alone": encoder_alone,
    "audiobuild": ours,
    "audiobuild, 2 threads": ours_on_two,
    "pydub, += of MP3": pydub_pattern,
    "pydub, joined once": pydub_joined,
    "ffmpeg concat": ffmpeg_concat,
    "ffmpeg concat, loudnorm": ffmpeg_loudnorm,
}
COMPACT = {"audiobuild, 24 kHz": ours_compact}  # the rate at which audiobooker-ai encodes
ALL = {**WAYS, **RIVALS, **COMPACT}


# ---------------------------------------------------------------------------------------------------------- measuring


def timed(command: list[str]) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak MB of a command with its children."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024


def joining(folder: Path, hours: float, rounds: int, ways: dict[str, str]) -> dict[str, tuple[float, float, float]]:
    """The median of CPU, wall and memory of each way, which is run by the interpreter named with it."""
    with ProcessPoolExecutor(1, get_context("spawn")) as child:  # a child begins with the memory of its parent
        ready = child.submit(material, folder, hours).result()
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, python in ways.items():
            with tempfile.TemporaryDirectory() as out:
                command = [python, __file__, "--way", name, str(ready), f"{out}/episode.mp3"]
                found[name].append(timed(command))
    return {name: tuple(map(statistics.median, zip(*rows, strict=True))) for name, rows in found.items()}


TURN = 24.1  # seconds a question and its answer last
EPISODES = {"10 min": 1 / 6, "1 h": 1.0, "10 h": 10.0}


def long_script(hours: float) -> str:
    """An interview of so many hours as the engine "tone" hums it: 40 characters a sentence, as in real ones."""
    words = "山水花鸟鱼虫风雨雪月日星木石火土春夏秋冬东南西北"

    def clause(i: int, turn: int) -> str:
        place, other = words[(i * 7 + turn) % 24], words[(i * 11 + turn // 24) % 24]
        return f"{words[i % 24]}在{place}里，{words[i * 5 % 24]}在{other}上"

    def turn(number: int) -> str:
        answer = "".join("，".join(clause(i + 5 * k, number) for i in range(4)) + "。" for k in range(3))
        return f"Q 第{number}问，您怎么看山里的这件事情？\nA 这是第{number}次回答，{answer}\n"

    return "长谈\n" + "".join(map(turn, range(round(hours * 3600 / TURN))))


def rebuilding(folder: Path, hours: float, rounds: int) -> dict[str, tuple[float, float, float]]:
    """The command line on an episode of so many hours: made, edited in one sentence, and asked for unchanged."""
    work = Path(tempfile.mkdtemp(dir=folder))
    script = work / "hours.txt"
    script.write_text(long_script(hours), "utf-8")
    command = [sys.executable, "-m", "audiobuild", "build", str(script), "--engine", "tone", "-o", str(work / "out")]
    cold = timed(command)
    same, edited = [], []
    for number in range(rounds):
        script.write_text(script.read_text("utf-8").replace("第3问", f"第3问{number}"), "utf-8")
        edited.append(timed(command))
        same.append(timed(command))
    shutil.rmtree(work)
    rows = {"made": [cold], "one sentence edited": edited, "nothing changed": same}
    return {name: tuple(map(statistics.median, zip(*found, strict=True))) for name, found in rows.items()}


def growth(found: dict[str, dict[str, tuple[float, float, float]]], picture: Path) -> None:
    """A picture of how CPU time and memory grow with the length of an episode."""
    from matplotlib import use

    use("Agg")
    import matplotlib.pyplot as plt

    figure, (time_axis, memory_axis) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    minutes = [hours * 60 for hours in EPISODES.values()]
    for name in next(iter(found.values())):
        time_axis.plot(minutes, [rows[name][0] for rows in found.values()], "o-", label=name)
        memory_axis.plot(minutes, [rows[name][2] for rows in found.values()], "o-", label=name)
    for axis, what in ((time_axis, "CPU seconds, whole command"), (memory_axis, "peak memory, MB")):
        axis.set(xscale="log", xlabel="length of the episode, minutes", title=what)
        axis.grid(alpha=0.3)
    time_axis.set_yscale("log")
    memory_axis.set_ylim(0)
    memory_axis.legend()
    figure.savefig(picture, dpi=100, metadata={"Software": None})


def table(title: str, rows: dict[str, tuple[float, float, float]], base: str) -> None:
    """One table; the last column is CPU as a multiple of `base`."""
    print(f"\n### {title}\n\n| way | CPU s | wall s | peak MB | CPU / {base} |\n|---|---:|---:|---:|---:|")
    for name, (cpu, wall, memory) in rows.items():
        print(f"| {name} | {cpu:.2f} | {wall:.2f} | {memory:.0f} | {cpu / rows[base][0]:.2f} |")


def main() -> None:
    """Measure and print; with --way be one of the ways."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hours", type=float, default=1.0)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "audiobuild-bench")
    options.add_argument(
        "--picture", type=Path, help="draw the growth with the length into this PNG (needs matplotlib)"
    )
    options.add_argument("--rivals", help="a Python that has podcast-creator, castmd and audiobooker-ai")
    options.add_argument("--way", nargs=3, metavar=("NAME", "FOLDER", "OUT"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.way:
        name, folder, out = asked.way
        ALL[name](Path(folder), Path(out))
        return
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as for users
    if not shutil.which("ffmpeg"):
        raise SystemExit("the rivals need ffmpeg: install it and run again.")
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    asked.folder.mkdir(parents=True, exist_ok=True)
    hours, rounds = asked.hours, asked.rounds
    if rounds:
        ways = dict.fromkeys(WAYS, sys.executable)
        table(f"Joining {hours:g} h of takes", joining(asked.folder, hours, rounds, ways), "audiobuild")
    if asked.rivals:
        ways = dict.fromkeys(["audiobuild", *COMPACT], sys.executable) | dict.fromkeys(RIVALS, asked.rivals)
        table("Joining 10 minutes of takes", joining(asked.folder, 1 / 6, 3, ways), "audiobuild")
    found = {name: rebuilding(asked.folder, length, 5) for name, length in EPISODES.items()}
    for name, rows in found.items():
        table(f"The whole command on {name}, hummed", rows, "one sentence edited")
    if asked.picture:
        growth(found, asked.picture)


if __name__ == "__main__":
    main()
