"""Speaks one text outside any episode, exactly as an episode would sound."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiobuild.config import engine_name, read_profiles, read_show
from audiobuild.engines import Engine
from audiobuild.engines.pool import EnginePool
from audiobuild.errors import ConfigError, EngineError
from audiobuild.i18n import N_, _
from audiobuild.marks import given_readings, read_marks
from audiobuild.model import (
    AudioSettings,
    Casting,
    Decision,
    Pronunciation,
    Reading,
    Role,
    Show,
    Take,
    Utterance,
    Voice,
)
from audiobuild.planning.cast import adjusted, casting, find_voice
from audiobuild.pronunciation.prepare import prepared
from audiobuild.regex import lazy
from audiobuild.storage import files

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENDINGS = (".mp3", ".wav")


@dataclass(frozen=True, slots=True)
class Pronounced:
    """A text with the voice that would speak it and its pronunciation; nothing is spoken yet."""

    utterance: Utterance
    pronunciation: Pronunciation
    show: Show
    engine: Engine

    @property
    def voice(self) -> Voice:
        """The voice."""
        return self.utterance.voice

    def speak(self) -> Preview:
        """Speak it. Raises EngineError when there is no usable sound."""
        self.engine.prepare(os.cpu_count() or 1)
        take = self.engine.speak(self.pronunciation, self.voice)
        return Preview(self.voice, self.pronunciation, take, self.show.audio)


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """A text, spoken as in an episode: `samples` are float32 mono in [-1, 1] at `rate` Hz, levelled."""

    voice: Voice
    pronunciation: Pronunciation
    take: Take
    settings: AudioSettings

    @property
    def rate(self) -> int:
        """Samples per second."""
        return self.settings.rate

    @property
    def samples(self) -> NDArray[np.float32]:
        """The levelled sound that an episode's encoder would receive."""
        from audiobuild.sound import audio

        return audio.master(self.take, self.voice.loudness, self.voice.gain, self.settings)

    def save(self, path: str | Path) -> float:
        """Write it as MP3 or WAV, by the path's ending, and return its length in seconds.

        Raises ConfigError for another ending, OutputError when the file cannot be written.
        """
        path = Path(path)
        check_ending(path)
        data, seconds = self.wav() if path.suffix.lower() == ".wav" else self.mp3()
        with files.atomic_write(path) as out:
            out.write(data)
        return seconds

    def wav(self) -> tuple[bytes, float]:
        """A WAV file, and its length in seconds."""
        from audiobuild.sound import audio

        samples = self.samples
        return audio.wav(samples, self.rate), len(samples) / self.rate

    def mp3(self) -> tuple[bytes, float]:
        """An MP3 file, and its length in seconds."""
        from audiobuild.sound import mp3

        segment = mp3.make_segment(self.take, self.voice.loudness, self.voice.gain, self.settings)
        info = mp3.info_frame(segment.frames, segment.content, segment.crc, self.settings)
        return info + segment.data, segment.content / self.rate


def pronounce_text(
    engines: EnginePool,
    folder: Path,
    text: str,
    voice: str | None,
    role: Role,
    asked: str | None,
    speaks_next: bool = False,
) -> Pronounced:
    """How `text` is spoken by `voice`, else by the voice cast for the role in the show of `folder`.

    The readings that marks in the text give are used; its pauses and sounds are made in an episode only. `asked` is the
    engine the user names (None: the show's). With `speaks_next` the voice is loaded meanwhile. Raises ConfigError for
    an unknown voice, EngineError when nothing in the text can be spoken.
    """
    marked = read_marks(text)
    text = marked.text
    if not any(map(str.isalnum, prepared(text))):
        raise EngineError(_("there is nothing to speak in “{text}”; give a text with words in it.").format(text=text))
    show = read_show(folder)
    name = engine_name(show, asked)
    profiles = read_profiles(folder)
    language = text_language(text)
    wish = voice or show.voices.get(role.value) or _cast_as(casting(profiles[name], language), role)
    found = adjusted(find_voice(wish, name, profiles), () if voice else (role.value,), show)
    engine = engines.get(found.engine, show)
    if speaks_next:
        engine.prepare(os.cpu_count() or 1)
    utterance = Utterance(text, found, language, marked.readings, show.pauses)
    said = engine.pronounce(utterance)
    unsaid = tuple(Reading("unsaid", mark, "") for mark in marked.silent)
    given = given_readings(utterance)
    decided = [Decision(reading.written, reading.said, N_("mark in the script")) for reading in given]
    said = replace(
        said,
        readings=(*given, *unsaid, *said.readings),
        decisions=(*decided, *said.decisions) if said.decisions else (),
    )
    return Pronounced(utterance, said, show, engine)


def check_ending(path: Path) -> None:
    """Raise ConfigError unless the path ends in .mp3 or .wav."""
    if path.suffix.lower() not in ENDINGS:
        raise ConfigError(_("{path}: a preview has to end in .mp3 or .wav; change the name.").format(path=path))


def _cast_as(own: Casting, role: Role) -> str:
    return {Role.HOST: own.hosts[0], Role.GUEST: own.guests[0], Role.NARRATOR: own.narrator}[role]


_KANA, _HAN = lazy("[\u3041-\u30fa]"), lazy("[\u3400-\u9fff]")
#: Characters that are frequent in Chinese and absent from Japanese text.
_CHINESE = lazy("[她你您们这么吗呢吧很给让说从对为个还过]")


def text_language(text: str) -> str:
    """zh, en or ja: Chinese with a few kana, such as a name, is Chinese."""
    ordinary = prepared(text)
    kana, han = len(_KANA.findall(ordinary)), len(_HAN.findall(ordinary))
    if kana > han or (kana and not _CHINESE.search(ordinary)):
        return "ja"
    return "zh" if han else "en"
