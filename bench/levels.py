"""How loud the delivered MP3 is: `bench/levels.py [SCRIPT ...]`, each voice of the embedded engine, each script.

A voice speaks six sentences of its language, from a word to one of five seconds, a script its first fifteen lines as
they are cast, with their pauses; every line becomes a run, and what a player decodes is measured: integrated loudness
(BS.1770, mono) of all lines together, and the highest true peak. "raw" is the loudness of the voice as the model
delivers it, to be held against the constant in voices/kokoro.toml. Asked: -19 LUFS within 0.2, 0.2 from voice to voice
(0.5 for a script), at most -1 dBTP.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from audiobuild.building.episode import Planner
from audiobuild.building.requests import BuildRequest
from audiobuild.config import read_profiles
from audiobuild.engines.kokoro import Kokoro
from audiobuild.engines.pool import EnginePool
from audiobuild.model import AudioSettings, Utterance
from audiobuild.sound import audio, mp3

DELAY = mp3.ENCODER_DELAY + mp3.DECODER_DELAY
PRESETS = (AudioSettings(), AudioSettings(24_000, 64))
LINES = 15
PAUSE = 400  # ms between two sentences of a voice
TEXTS = {
    "zh": (
        "每天早上，守灯人要爬一百级台阶，去看那盏灯还亮不亮。",
        "信比人走得慢，但是走得远，我送了二十一年。",
        "下雪的日子，我就在路上过夜。",
        "是啊，那时候真冷。",
        "真的吗？",
        "对。",
    ),
    "en": (
        "Every morning the keeper climbs a hundred steps to the lamp, and looks whether it is still burning.",
        "A letter is slower than a man, but it goes farther.",
        "On the days when it snowed I stayed on the road overnight.",
        "It was very cold then.",
        "Did you really?",
        "Yes.",
    ),
}
HEAD = (
    "| of | lines | raw, LUFS | 48 kHz, LUFS | true peak, dBTP | 24 kHz, LUFS | true peak, dBTP |\n"
    "|---|---:|---:|---:|---:|---:|---:|"
)


def delivered(speaker: Kokoro, lines: Iterable[tuple[int, Utterance]]) -> list[float]:
    """Loudness (LUFS) as the engine speaks; then, for each preset, loudness and true peak (dBTP) as decoded."""
    spoken = [(pause, line.voice, speaker.speak(speaker.pronounce(line), line.voice)) for pause, line in lines]
    rate = spoken[0][2].rate
    found = [together([(pause, audio.from_take(take)) for pause, _, take in spoken], rate)]
    for preset in PRESETS:
        runs = [(pause, mp3.make_segment(take, voice.loudness, voice.gain, preset)) for pause, voice, take in spoken]
        heard = [(pause, audio.decode_mp3(run.data)[0][DELAY : DELAY + run.content]) for pause, run in runs]
        found += [together(heard, preset.rate), max(audio.true_peak(sound) for _, sound in heard)]
    return found


def together(sounds: list[tuple[int, np.ndarray]], rate: int) -> float:
    """The loudness (LUFS) of sounds that follow each other, each after a pause in ms."""
    parts = [part for pause, sound in sounds for part in (np.zeros(pause * rate // 1000, np.float32), sound)]
    level = audio.loudness(np.concatenate(parts), rate)
    assert level is not None
    return level


def row(name: str, lines: int, found: list[float]) -> None:
    """One line of the table."""
    print(f"| {name} | {lines} | {' | '.join(f'{value:.2f}' for value in found)} |", flush=True)


def main() -> None:
    """Print the table."""
    speaker = Kokoro()
    print(f"\n### Loudness of the MP3 (asked: -19 LUFS, at most -1 dBTP)\n\n{HEAD}")
    voices = []
    for voice in read_profiles(None)["kokoro"].voices.values():
        texts = TEXTS[voice.language[:2]]
        voices.append(delivered(speaker, [(PAUSE, Utterance(text, voice, voice.language)) for text in texts]))
        row(voice.name, len(texts), voices[-1])
    for name, of in (("lowest", min), ("highest", max)):
        row(f"voices, {name}", len(voices), [of(values) for values in zip(*voices, strict=True)])
    for path in map(Path, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as folder:
            plan = Planner(EnginePool()).plan(BuildRequest(path, Path(folder), Path(folder), path.parent, "kokoro"))
        lines = plan.lines[:LINES]
        row(path.name, len(lines), delivered(speaker, [(line.pause, line.utterance) for line in lines]))


if __name__ == "__main__":
    main()
