"""What encoding does to speech, and where a player lands: `bench/quality.py [--hours 10]` (pip install pesq; ffmpeg).

First table: PESQ (ITU-T P.862.2, wide band) of 29 sentences of the embedded voice, the delivered MP3 against the
mastered sound, for both presets and several settings of the encoder; "joined" is a run a sentence, as episodes are
made, "continuous" one stream over all of them. Second table: the landing error of ffmpeg's exact and fast seek in a
long episode made of runs, found by cross-correlation with the exactly decoded sound.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import lameenc
import numpy as np
from pesq import pesq

from audiobuild import audio, mp3, timeline
from audiobuild.model import AudioSettings, Line, Role, Utterance, Voice

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from assembly import samples_of, takes
from sound import turn

PRESETS = (AudioSettings(), AudioSettings(24_000, 64))
DELAY = mp3.ENCODER_DELAY + mp3.DECODER_DELAY
VOICE = Voice("bench", "bench", "zh", loudness=-22.0)


def score(given: np.ndarray, heard: np.ndarray, rate: int) -> float:
    """PESQ of one sentence."""
    narrow = [audio.resampled(each, rate, 16_000) for each in (given, heard)]
    return pesq(16_000, *narrow, "wb")


def joined(sounds: list[np.ndarray], settings: AudioSettings) -> list[np.ndarray]:
    """Each sentence encoded to a run of its own, decoded."""
    return [audio.decode_mp3(mp3.encode(sound, settings).data)[0][DELAY : DELAY + len(sound)] for sound in sounds]


def continuous(sounds: list[np.ndarray], settings: AudioSettings) -> list[np.ndarray]:
    """All sentences in one stream with 400 ms between them, decoded and cut."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(settings.rate)
    encoder.set_out_sample_rate(settings.rate)
    encoder.set_bit_rate(settings.bitrate)
    encoder.set_quality(settings.quality)
    gap = np.zeros(round(0.4 * settings.rate), np.float32)
    whole = np.concatenate([part for sound in sounds for part in (sound, gap)])
    pcm = np.clip(np.rint(whole * np.float32(32767 / mp3.LAME_SCALE)), -32768, 32767).astype("<i2")
    heard = audio.decode_mp3(bytes(encoder.encode(pcm.tobytes()) + encoder.flush()))[0][DELAY:]
    cuts, place = [], 0
    for sound in sounds:
        cuts.append(heard[place : place + len(sound)])
        place += len(sound) + len(gap)
    return cuts


def quality(folder: Path) -> None:
    """Print the first table."""
    print("### Quality of the MP3 (PESQ-wb against the mastered sound)\n")
    print("| preset | encoder quality | way | mean | least |\n|---|---:|---|---:|---:|")
    found = [audio.to_take(samples_of(path), 24_000) for path in takes(folder / "takes")]
    for preset in PRESETS:
        sounds = [audio.master(take, VOICE.loudness, VOICE.gain, preset) for take in found]
        name = f"{preset.rate // 1000} kHz, {preset.bitrate} kbit/s"
        for setting in (2, 3, 4, 5, 7):
            settings = replace(preset, quality=setting)
            for way in (joined, continuous) if setting == preset.quality else (joined,):
                scores = [
                    score(given, heard, preset.rate) for given, heard in zip(sounds, way(sounds, settings), strict=True)
                ]
                print(f"| {name} | {setting} | {way.__name__} | {np.mean(scores):.3f} | {min(scores):.3f} |")


def episode(path: Path, hours: float, settings: AudioSettings) -> None:
    """A file of so many hours, of sixty different turns over and over."""
    takes = [audio.to_take(turn(seed, 4 + seed % 7), 24_000) for seed in range(60)]
    runs = [mp3.make_run(take, VOICE.loudness, 0.0, settings) for take in takes]
    seconds = sum(run.content / settings.rate + 0.4 for run in runs)
    order = [index % 60 for index in range(round(hours * 3600 / seconds * 60))]
    line = Line(Utterance("句。", VOICE, "zh"), Role.GUEST, "a", 400, None, 1)
    lines = [replace(line, chapter="c" if not place else None) for place in range(len(order))]
    facts = [runs[index].facts for index in order]
    plan = timeline.lay_out(lines, facts, settings.rate, mp3.frame_samples(settings))
    with path.open("wb") as out:
        for piece in mp3.episode(b"", plan, facts, lambda place: runs[order[place]].data, settings):
            out.write(piece)


def decoded(path: Path, place: float, seconds: float, *flags: str) -> np.ndarray:
    """What ffmpeg plays from that second on."""
    command = ["ffmpeg", "-v", "error", *flags, "-ss", f"{place:.3f}", "-i", str(path), "-t", str(seconds)]
    return np.frombuffer(subprocess.run([*command, "-f", "f32le", "-"], check=True, capture_output=True).stdout, "f4")


def seeking(folder: Path, hours: float) -> None:
    """Print the second table."""
    print(f"\n### Landing of a seek in {hours:g} h, in ms\n")
    print("| preset | way | 0.3 % | 25 % | 50 % | 97 % |\n|---|---|---:|---:|---:|---:|")
    for settings in PRESETS:
        path = folder / f"{settings.rate}.mp3"
        episode(path, hours, settings)
        whole = np.memmap(pcm(path, folder), "<i2", "r")
        name = f"{settings.rate // 1000} kHz, {settings.bitrate} kbit/s"
        for way, flags in (("exact", ()), ("fast", ("-fflags", "+fastseek"))):
            errors = []
            for share in (0.003, 0.25, 0.5, 0.97):
                place = round(share * len(whole) / settings.rate, 3)
                heard = decoded(path, place, 3, *flags)[: 2 * settings.rate]
                start = round(place * settings.rate) - settings.rate
                around = whole[start : start + 4 * settings.rate].astype("f4")
                at = landing(around, heard) - settings.rate
                errors.append(f"{1000 * at / settings.rate:.1f}")
            print(f"| {name} | {way} | {' | '.join(errors)} |")


def pcm(path: Path, folder: Path) -> Path:
    """The whole file decoded from its start."""
    out = folder / "whole.pcm"
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(path), "-f", "s16le", str(out)], check=True)
    return out


def landing(around: np.ndarray, heard: np.ndarray) -> int:
    """Where in `around` the sound heard lies, in samples."""
    size = 1 << (len(around) + len(heard)).bit_length()
    match = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(heard, size)), size)
    return int(match[: len(around)].argmax())


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hours", type=float, default=10.0)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "audiobuild-bench")
    asked = options.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    quality(asked.folder)
    with tempfile.TemporaryDirectory() as folder:
        seeking(Path(folder), asked.hours)


if __name__ == "__main__":
    main()
