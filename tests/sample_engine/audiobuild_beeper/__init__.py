"""A sample engine: each sentence is a beep."""

from pathlib import Path

from audiobuild.engines import Engine
from audiobuild.model import Pronunciation, Take, Voice
from audiobuild.settings import Number, Setting


class Beeper(Engine):
    name = "beeper"
    label = "a beep for each sentence"
    languages = ("any",)
    voices_file = Path(__file__).with_name("beeper.toml")
    settings = (Setting("length", Number(0.1, 9.0, "seconds"), "of a beep", default=1.0, example=2.0),)

    def identity(self, voice: Voice) -> tuple[str, ...]:
        return ("1", voice.name, str(self.options["length"]))

    def speak(self, pronunciation: Pronunciation, voice: Voice) -> Take:
        import numpy as np  # here, so that listing voices does not load it

        pitch = {"high": 880, "low": 440}[voice.name]
        time = np.arange(round(24_000 * self.options["length"] / voice.rate)) / 24_000
        return Take(np.round(8_000 * np.sin(2 * np.pi * pitch * time)).astype(np.int16), 24_000)
