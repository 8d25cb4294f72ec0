"""The engine that hums: an instant, deterministic draft whose length follows the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audiobuild.engines.protocol import Check, Engine
from audiobuild.i18n import N_
from audiobuild.model import Piece, Pronunciation, Take, Utterance, Voice
from audiobuild.resources import voices_folder

RATE = 24_000  # Hz, as the other engines deliver
PITCHES = {"high": 220.0, "low": 110.0, "middle": 165.0, "bright": 262.0, "deep": 92.0}  # Hz
SYLLABLE = 0.18  # seconds, a calm Mandarin syllable
LETTER = 0.065  # seconds, an English letter at 155 words a minute


class Tone(Engine):
    """Hums a syllable-like beat, each voice at its own pitch."""

    name = "tone"
    label = N_("a hum, for drafts")
    draft = True
    languages = ("any",)
    voices_file = voices_folder() / "tone.toml"
    frontend_version = "1"

    def pronounce(self, utterance: Utterance) -> Pronunciation:
        """The text itself, in one piece, with the readings that the script gives in place of what they are for."""
        text = said = utterance.text
        if utterance.readings:
            from audiobuild.pronunciation.given import hold
            from audiobuild.pronunciation.lexicon import Lexicon

            held = hold(text, utterance.readings, Lexicon())
            said = held.lexicon.respelled(held.text)
        return Pronunciation((Piece(text, said, said),))

    def identity(self, voice: Voice) -> tuple[str, ...]:
        """The version of the hum and the voice's pitch."""
        return ("1", str(PITCHES.get(voice.name, 150.0)))

    def speak(self, pronunciation: Pronunciation, voice: Voice) -> Take:
        """A hum at half scale with 50 ms of silence on both sides."""
        import numpy as np

        text = "".join(piece.engine_input for piece in pronunciation.pieces)
        seconds = max(0.25, sum(_length(letter) for letter in text)) / voice.rate
        count = round(seconds * RATE)
        time = np.arange(count) / RATE
        beat = 0.6 - 0.4 * np.cos(2 * np.pi * time / SYLLABLE)
        hum = np.sin(2 * np.pi * PITCHES.get(voice.name, 150.0) * time) * beat * 0.25
        edge = np.zeros(RATE // 20)
        samples = np.round(np.concatenate([edge, hum, edge]) * 16384).astype(np.int16)
        return Take(samples, RATE)

    def examine(self, voices: Mapping[str, Voice], live: bool) -> Iterator[Check]:
        """Nothing: a hum needs only what every episode needs."""
        return iter(())


def _length(letter: str) -> float:
    if not letter.isalnum():
        return 0.0
    return LETTER if letter.isascii() else SYLLABLE
