"""The online engine against the stand-in service: faults, throttling, speed, stopping, and passing its MP3 through.

    python bench/edge.py [SCRIPT]

SCRIPT is an interview to build for the speed-up; without one it is 73 sentences. Nothing here asks the live service.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

from support.edge_service import ONCE, Running, chance
from support.sound import turn

from audiobuild.engines.edge import CEILING, Edge
from audiobuild.engines.online.limits import Limits
from audiobuild.model import AudioSettings, Take, Utterance, Voice
from audiobuild.sound import audio, mp3

VOICE = Voice("edge", "zh-CN-YunxiNeural", "zh")
ROUNDS = 5
WORDS = "山里的路很长我走了二十年每天都看见不同的云和同样的树下雪的时候就住在驿站里听风说话"


def main() -> None:
    running = Running()
    soak(running)
    throttle(running)
    speed_up(running)
    interrupt(running)
    running.close()
    pass_through()


def sentences(count: int) -> list[str]:
    """Of 8 to 40 characters, each another."""
    return [f"第{n}句，" + (WORDS * 2)[n % 7 : n % 7 + 5 + (n * 11) % 33] + "。" for n in range(count)]


def spoken(running: Running, texts: list[str], limits: Limits, **settings: str) -> tuple[list[Take], float]:
    """All takes, as many workers at it as the engine wishes, and the seconds it took."""
    running.service.log.clear()
    engine = Edge({"endpoint": running.endpoint, **settings}, limits=limits)

    def one(text: str) -> Take:
        return engine.speak(engine.pronounce(Utterance(text, VOICE, "zh")), VOICE)

    before = time.monotonic()
    with ThreadPoolExecutor(engine.concurrency) as pool:
        takes = list(pool.map(one, texts))
    assert not any(engine.warning(Utterance(text, VOICE, "zh")) for text in texts)
    return takes, time.monotonic() - before


def soak(running: Running) -> None:
    """200 lines, a fifth of the connections with one of all faults, stalls too."""
    texts = sentences(200)
    running.service.reset()
    whole, plain = spoken(running, texts, Limits())
    running.service.chance = chance(7, 0.2)
    limits = Limits(first=1.5, item=1.5, attempt=3.0, handshake=1, base=0.2, window=0.5)
    takes, seconds = spoken(running, texts, limits)
    same = sum(np.array_equal(a.samples, b.samples) and a.words == b.words for a, b in zip(whole, takes, strict=True))
    log = running.service.log
    met = sum(request.fault is not None for request in log)
    print(f"soak: {same} of {len(texts)} lines byte-identical; {len(log)} attempts, {met} of them with a fault")
    print(f"      of {len(ONCE)} kinds; {seconds:.1f} s, {plain:.1f} s without faults")


def throttle(running: Running) -> None:
    """80 lines from a service that takes three connections, compared with a client that knows the limit."""
    texts = sentences(80)
    walls = {}
    for name, settings in {"paced": {}, "fixed 3": {"start": "3", "ceiling": "3"}}.items():
        running.service.reset()
        running.service.max_conn, running.service.delay = 3, (0.15, 0.0)
        walls[name] = spoken(running, texts, Limits(base=0.2, window=0.5), **settings)[1]
        attempts, refusals = len(running.service.log), running.service.refusals
        print(f"throttle at 3, {name}: {attempts} attempts, {refusals} refused ({refusals / attempts:.0%}),", end=" ")
        print(f"peak {running.service.peak}, {walls[name]:.1f} s")
    print(f"throttle: paced takes {walls['paced'] / walls['fixed 3']:.2f} times as long as fixed 3")


@contextmanager
def show(running: Running):
    """A show folder in which the command line speaks with the stand-in."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "audiobuild.toml").write_text(f'engine = "edge"\n[edge]\nendpoint = "{running.endpoint}"\n')
        yield Path(folder)


def started(folder: Path, script: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "audiobuild", "build", str(script)]
    paths = {"PYTHONPATH": str(HERE.parent)}
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=folder, env=os.environ | paths, **silent)


def interview(folder: Path) -> Path:
    if sys.argv[1:]:
        return Path(sys.argv[1]).resolve()
    lines = sentences(72)
    turns = "".join(f"{'QA'[n % 2]} {line}\n" for n, line in enumerate(lines))
    (folder / "long.txt").write_text(f"山里的路\n{turns}", encoding="utf-8")
    return folder / "long.txt"


def speed_up(running: Running) -> None:
    """An interview when a request takes 0.6 s and 0.02 s more for each second of its sound: spoken, then built cold."""
    running.service.reset()
    running.service.delay = (0.6, 0.02)
    seconds = spoken(running, sentences(73), Limits())[1]
    ratio = seconds / (running.service.waited / CEILING)
    print(
        f"speaking 73 sentences: {seconds:.1f} s, {ratio:.2f} times their {running.service.waited:.1f} s over {CEILING}"
    )
    built(running)  # the stand-in makes its sound once, and not on the time of who is measured
    rounds = sorted((built(running) for _ in range(ROUNDS)), key=lambda each: each.ratio)
    for name, each in {"best": rounds[0], "median": rounds[ROUNDS // 2]}.items():
        print(f"building an interview, {name} of {ROUNDS}: {each.ratio:.2f} times {each.ideal:.1f} s; {each.figures}")
    with show(running) as folder:
        assert started(folder, interview(folder)).wait() == 0
        running.service.log.clear()
        before = time.monotonic()
        assert started(folder, interview(folder)).wait() == 0
        print(f"again: {len(running.service.log)} requests, {time.monotonic() - before:.2f} s")


class BuiltEpisode(NamedTuple):
    """A cold build compared with the least time it can take, all delays over the ceiling (seconds), and where its time
    went.
    """

    ratio: float
    ideal: float
    figures: str


def built(running: Running) -> BuiltEpisode:
    service = running.service
    service.reset()
    service.delay = (0.6, 0.02)
    with show(running) as folder:
        theirs, ours, before = children(), time.process_time(), time.monotonic()
        assert started(folder, interview(folder)).wait() == 0
        end = time.monotonic()
    first, last = service.log[0].begun, max(request.ended for request in service.log)
    ideal = service.waited / CEILING
    figures = (
        f"{first - before:.2f} s to the first of {len(service.log)} requests, {last - first:.2f} s to the last answer, "
        f"{end - last:.2f} s to the end; {children() - theirs:.1f} s of CPU, {time.process_time() - ours:.1f} the "
        f"stand-in's, load {os.getloadavg()[0]:.1f}"
    )
    return BuiltEpisode((end - before) / ideal, ideal, figures)


def children() -> float:
    """Seconds of CPU that finished processes have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def interrupt(running: Running) -> None:
    """Ctrl-C while the service stalls in the middle of its answers."""
    with show(running) as folder:
        running.service.reset()
        running.service.chance = lambda number: "stall_mid"
        building = started(folder, interview(folder))
        while len(running.service.asked) < 4:
            time.sleep(0.01)
        time.sleep(0.3)
        before = time.monotonic()
        building.send_signal(signal.SIGINT)
        code = building.wait()
        print(f"Ctrl-C in a stall: exit code {code} after {time.monotonic() - before:.2f} s")


def pass_through() -> None:
    """What is lost and spent by decoding the service's 48 kbit/s and encoding it again as every take is."""
    import lameenc

    settings = AudioSettings()
    rows = []
    for seed in range(8):
        original = turn(seed, 6.0, 0.1)
        encoder = lameenc.Encoder()
        encoder.set_bit_rate(48)
        encoder.set_in_sample_rate(24_000)
        encoder.set_out_sample_rate(24_000)
        encoder.set_channels(1)
        encoder.set_quality(3)
        encoder.silence()
        data = bytes(encoder.encode(np.round(original * 32767).astype("<i2").tobytes()) + encoder.flush())
        before = time.process_time()
        decoded, rate = audio.decode_mp3(data)
        once = time.process_time() - before
        take = audio.to_take(decoded, rate)
        run = mp3.make_segment(take, -20.0, 0.0, settings)
        twice = time.process_time() - before
        sound = audio.decode_mp3(run.data)[0]
        again = [sound[::2], sound[1::2]]  # whichever falls on the samples of the original: the delay is odd
        losses = [max(likeness(source, each) for each in again) for source in (original, decoded)]
        rows.append((likeness(original, decoded), *losses, once, twice))
    first, second, between, once, twice = np.mean(rows, axis=0)
    print(f"pass-through: SNR against the original {first:.1f} dB as received, {second:.1f} dB encoded again", end=" ")
    print(f"(the second loss alone {between:.1f} dB); {once * 1000:.0f} and {twice * 1000:.0f} ms of CPU for 6 s")
    print("              steps of a frame's global gain are 1.5 dB, so a level could be up to 0.75 dB off")


def likeness(original: np.ndarray, copy: np.ndarray) -> float:
    """SNR in dB of a copy at any delay and gain."""
    size = 1 << (len(original) + len(copy)).bit_length()
    spectrum = np.conj(np.fft.rfft(original, size)) * np.fft.rfft(copy, size)
    delay = int(np.argmax(np.fft.irfft(spectrum, size)))
    if delay > size // 2:
        original, delay = original[size - delay :], 0
    copy = copy[delay:]
    count = min(len(original), len(copy)) - 2_400
    x, y = original[2_400:count], copy[2_400:count]
    gain = float(x @ y) / float(y @ y)
    return 10 * float(np.log10(np.sum(x * x) / np.sum((x - gain * y) ** 2)))


if __name__ == "__main__":
    main()
