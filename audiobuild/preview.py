"""Speaks one text outside any episode, exactly as an episode would sound."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from audiobuild.config import engine_name, read_profiles, read_show
from audiobuild.engines import engine
from audiobuild.errors import ConfigError, EngineError
from audiobuild.model import AudioSettings, Casting, Pronunciation, Role, Take, Utterance, Voice
from audiobuild.planning.cast import casting, find_voice
from audiobuild.storage import files


@dataclass(frozen=True, slots=True)
class Heard:
    """How a text was understood, for which voice; where it is and how long it lasts, when it was spoken."""

    said: Pronunciation
    voice: Voice
    path: Path | None
    seconds: float


def say(text: str, role: Role, wish: str | None, asked: str | None, folder: Path, path: Path | None) -> Heard:
    """Speak `text` with the voice wished for, else the one cast for the role in the show of `folder`.

    Writes an MP3, or a WAV when the path ends so; without a path nothing is spoken, only understood. Raises
    ConfigError for an unknown voice, EngineError when nothing in the text can be said.
    """
    if not any(letter.isalnum() for letter in text):
        raise EngineError(f"there is nothing to say in “{text}”; give a text with words in it.")
    if path and path.suffix.lower() not in (".mp3", ".wav"):
        raise ConfigError(f"{path}: an audition is written as .mp3 or .wav; choose such a name.")
    show = read_show(folder)
    name = engine_name(show, asked)
    profiles = read_profiles(folder)
    language = _language(text)
    if wish is None:
        wish = show.voices.get(role.value) or _cast_as(casting(profiles[name], language), role)
    voice = find_voice(wish, name, profiles)
    speaker = engine(voice.engine, show)
    if path is not None:
        speaker.prepare(os.cpu_count() or 1)
    said = speaker.pronounce(Utterance(text, voice, language))
    if path is None:
        return Heard(said, voice, None, 0.0)
    data, content = _sound(speaker.speak(said, voice), voice, show.audio, path)
    with files.whole(path) as out:
        out.write(data)
    return Heard(said, voice, path, content / show.audio.rate)


def _sound(take: Take, voice: Voice, settings: AudioSettings, path: Path) -> tuple[bytes, int]:
    """The file's bytes, and the samples of speech in it."""
    from audiobuild.sound import audio, mp3

    if path.suffix.lower() == ".wav":
        sound = audio.master(take, voice.loudness, voice.gain, settings)
        return audio.wav(sound, settings.rate), len(sound)
    run = mp3.make_segment(take, voice.loudness, voice.gain, settings)
    return mp3.info_frame(run.frames, run.content, run.crc, settings) + run.data, run.content


def _cast_as(own: Casting, role: Role) -> str:
    return {Role.HOST: own.hosts[0], Role.GUEST: own.guests[0], Role.NARRATOR: own.narrator}[role]


def _language(text: str) -> str:
    if any("\u3040" <= letter <= "\u30ff" for letter in text):
        return "ja"
    return "zh" if any("\u3400" <= letter <= "\u9fff" for letter in text) else "en"
