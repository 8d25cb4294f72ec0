"""How loud the delivered MP3 is: `bench/levels.py [SCRIPT ...]`, each voice of the embedded engine, each script.

A voice speaks three sentences of its language, a script its first fifteen lines as they are cast, with their pauses;
every line becomes a run, and what a player decodes is measured: integrated loudness (BS.1770, mono) of all lines
together, and the highest true peak. Asked: -19 LUFS, within 0.2 from voice to voice, 0.5 for a script; at most -1 dBTP.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from audiobuild import audio, mp3
from audiobuild.config import read_profiles
from audiobuild.draft import Draft, Order
from audiobuild.engines.kokoro import Kokoro
from audiobuild.model import AudioSettings, Utterance

DELAY = mp3.ENCODER_DELAY + mp3.DECODER_DELAY
SETTINGS = AudioSettings()
LINES = 15
TEXTS = {
    "zh": (
        "每天早上，守灯人要爬一百级台阶，去看那盏灯还亮不亮。",
        "信比人走得慢，但是走得远，我送了二十一年。",
        "下雪的日子，我就在路上过夜。",
    ),
    "en": (
        "Every morning the keeper climbs a hundred steps to the lamp.",
        "A letter is slower than a man, but it goes farther.",
        "On the days when it snowed I stayed on the road overnight.",
    ),
}


def delivered(speaker: Kokoro, lines: Iterable[tuple[int, Utterance]]) -> tuple[float, float, int]:
    """Loudness (LUFS) and true peak (dBTP) of what a player decodes, and the number of lines; pauses in ms."""
    heard, sounds = [], []
    for pause, utterance in lines:
        voice = utterance.voice
        run = mp3.make_run(speaker.speak(speaker.said(utterance), voice), voice.loudness, voice.gain, SETTINGS)
        heard.append(audio.decode_mp3(run.data)[0][DELAY : DELAY + run.content])
        sounds += [np.zeros(pause * SETTINGS.rate // 1000, np.float32), heard[-1]]
    sound = np.concatenate(sounds)
    return audio.loudness(sound, SETTINGS.rate) or -70.0, max(map(audio.true_peak, heard)), len(heard)


def main() -> None:
    """Print the table."""
    speaker = Kokoro()
    scripts = [Path(name) for name in sys.argv[1:]]
    print("| of | lines | LUFS | true peak, dBTP |\n|---|---:|---:|---:|")
    loud = []
    for voice in read_profiles(None)["kokoro"].voices.values():
        texts = TEXTS[voice.language[:2]]
        level, peak, lines = delivered(speaker, ((400, Utterance(text, voice, voice.language)) for text in texts))
        loud.append(level)
        print(f"| {voice.name} | {lines} | {level:.2f} | {peak:.2f} |", flush=True)
    print(f"| voices, lowest to highest | {len(loud)} | {min(loud):.2f} … {max(loud):.2f} | |")
    for path in scripts:
        with tempfile.TemporaryDirectory() as folder:
            draft = Draft(Order(path, Path(folder), Path(folder), path.parent, "kokoro"))
        spoken = [(line.pause, line.utterance) for line in draft.plan.lines[:LINES]]
        level, peak, lines = delivered(speaker, spoken)
        print(f"| {path.name} | {lines} | {level:.2f} | {peak:.2f} |", flush=True)


if __name__ == "__main__":
    main()
