"""What encoding does to speech, and where a player lands: `bench/quality.py [--hours 10]` (ffmpeg; pip install pesq).

First table: PESQ (ITU-T P.862.2, wide band) of 29 sentences of the embedded voice, the delivered MP3 against the
mastered sound, for both presets and several settings of the encoder; "joined" is a segment for each sentence, as
episodes are made, "continuous" one stream over all of them. Second table: the landing error of ffmpeg's seeks in a long
episode made of segments. "exact" is what ffmpeg does by itself, "fast" computes the place in the file from the time
instead of reading up to it, as browsers do, and "fast, as it lands" also plays the frame in which the place lies from
its beginning.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import lameenc
import numpy as np

from audiobuild.model import AudioSettings, Line, Role, Utterance, Voice
from audiobuild.sound import audio, mp3, timeline

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from assembly import samples_of, takes
from support.sound import turn

PRESETS = (AudioSettings(), AudioSettings(24_000, 64))
DELAY = mp3.ENCODER_DELAY + mp3.DECODER_DELAY
VOICE = Voice("bench", "bench", "zh", loudness=-22.0)


def score(given: np.ndarray, heard: np.ndarray, rate: int) -> float:
    """PESQ of one sentence."""
    from pesq import pesq

    narrow = [audio.resampled(each, rate, 16_000) for each in (given, heard)]
    return pesq(16_000, *narrow, "wb")


def joined(sounds: list[np.ndarray], settings: AudioSettings) -> list[np.ndarray]:
    """Each sentence encoded to its own segment, decoded."""
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
    print("\n### Quality of the MP3 (PESQ-wb against the mastered sound)\n")
    if not find_spec("pesq"):
        print("Not measured: pesq is not installed (pip install pesq, which needs a C compiler).")
        return
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


@dataclass(frozen=True)
class Round:
    """The sound of sixty turns as decoded alone, over and over from sample `start` of an episode on."""

    start: int
    sound: np.ndarray

    def at(self, place: int, count: int) -> np.ndarray:
        """Those samples according to the episode's plan."""
        return self.sound[(np.arange(count) + place - self.start) % len(self.sound)]


def episode(path: Path, hours: float, settings: AudioSettings) -> Round:
    """A file of so many hours, of sixty different turns over and over; what is heard in it."""
    takes = [audio.to_take(turn(seed, 4 + seed % 7), 24_000) for seed in range(60)]
    runs = [mp3.make_segment(take, VOICE.loudness, 0.0, settings) for take in takes]
    seconds = sum(run.content / settings.rate + 0.4 for run in runs)
    order = [index % 60 for index in range(round(hours * 3600 / seconds) * 60)]
    line = Line(Utterance("句。", VOICE, "zh"), Role.GUEST, "a", 400, None, 1)
    lines = [replace(line, chapter="c" if not place else None) for place in range(len(order))]
    facts = [runs[index].facts for index in order]
    plan = timeline.lay_out(lines, facts, settings.rate, mp3.frame_samples(settings))
    with path.open("wb") as out:
        for piece in mp3.episode_bytes(b"", plan, facts, lambda place: runs[order[place]].data, settings):
            out.write(piece)
    start = plan.cues[0].start
    sound = np.zeros(plan.cues[60].start - start, np.float32)
    for run, cue in zip(runs, plan.cues, strict=False):
        sound[cue.start - start :][: run.content] = audio.decode_mp3(run.data)[0][DELAY:][: run.content]
    return Round(start, sound)


def decoded(path: Path, place: float, seconds: float, *flags: str) -> np.ndarray:
    """What ffmpeg plays from that second on."""
    command = ["ffmpeg", "-v", "error", *flags, "-ss", f"{place:.3f}", "-i", str(path), "-t", str(seconds)]
    return np.frombuffer(subprocess.run([*command, "-f", "f32le", "-"], check=True, capture_output=True).stdout, "f4")


WAYS = {
    "exact": (),
    "fast": ("-fflags", "+fastseek"),
    "fast, as it lands": ("-fflags", "+fastseek", "-noaccurate_seek"),
}


def seeking(folder: Path, hours: float) -> None:
    """Print the second table."""
    print(f"\n### Landing of a seek in {hours:g} h, in ms\n")
    print("| preset | way | 0.3 % | 25 % | 50 % | 97 % |\n|---|---|---:|---:|---:|---:|")
    path = folder / "hours.mp3"
    for settings in PRESETS:
        plan = episode(path, hours, settings)
        name = f"{settings.rate // 1000} kHz, {settings.bitrate} kbit/s"
        for way, flags in WAYS.items():
            places = [round(share * hours * 3600, 3) for share in (0.003, 0.25, 0.5, 0.97)]
            errors = [landing(plan, place, decoded(path, place, 2, *flags), settings.rate) for place in places]
            print(f"| {name} | {way} | {' | '.join(errors)} |")


def landing(plan: Round, place: float, heard: np.ndarray, rate: int) -> str:
    """How many ms the sound heard is after that second; up to a minute is searched."""
    reach = min(60 * rate, round(place * rate))
    around = plan.at(round(place * rate) - reach, 2 * reach + len(heard))
    size = 1 << (len(around) + len(heard)).bit_length()
    match = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(heard, size)), size)
    at = int(match[: 2 * reach + 1].argmax())
    found = around[at : at + len(heard)]
    alike = found @ heard / np.sqrt((found @ found) * (heard @ heard))
    return f"{1000 * (at - reach) / rate:.1f}" if alike > 0.95 else "lost"


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
