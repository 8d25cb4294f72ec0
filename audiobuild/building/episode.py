"""One episode between order and product: read, cast and planned, nothing spoken yet."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

from audiobuild import __version__
from audiobuild.config import engine_name, read_profiles, read_show, stamp, with_front_matter
from audiobuild.engines import DEFAULT, ONLINE, Engine, engine
from audiobuild.errors import ConfigError
from audiobuild.model import NARRATOR_ID, About, Line, Music, Role, Script, ScriptWarning, Show, Voice
from audiobuild.planning.cast import cast, find_voice, stood_in
from audiobuild.planning.plan import plan, with_music
from audiobuild.resources import code_digest
from audiobuild.script import read_script
from audiobuild.storage.files import reason
from audiobuild.storage.store import encoder, music_key


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What is asked: which script, where to, and what the command changes of the show's settings.

    `show` is the folder with the settings; `engine` None leaves the choice to them; `voices` and `roles` map a speaker
    to a voice or a role. `instead` says why the show's fallback has to speak in place of the online voices.
    """

    script: Path
    out: Path
    store: Path
    show: Path
    engine: str | None = None
    voices: Mapping[str, str] | None = None
    roles: Mapping[str, Role] | None = None
    force: bool = False
    instead: str = ""

    @property
    def episode(self) -> Path:
        """Where the episode goes."""
        return self.out / f"{self.script.stem}.mp3"


def read(path: Path, roles: Mapping[str, Role], voices: Mapping[str, str]) -> Script:
    """The script as read with these roles; ConfigError when a role or a voice is given to nobody in it."""
    script = read_script(path, roles)
    people = list(dict.fromkeys(name for who in script.speakers for name in (who.label, who.name) if name))
    for name in (*roles, *voices):
        if name not in people and (name in roles or name not in list(Role)):
            raise ConfigError(f"nobody in {path} is called “{name}”; there are {', '.join(people) or 'no names'}.")
    return script


def inputs(request: BuildRequest, voices: Iterable[str], cover: Path | None, script: str | None = None) -> str:
    """SHA-256 over the files and settings that an episode spoken by these voices is made from, and over this program.

    When it has not changed, nothing has to be read or planned to know that the episode has not. `script` is the digest
    of the script as it was read; None: as it is now. "" when the settings no longer have such voices.
    """
    try:
        show, settings = _settings(request.show, tuple(sorted(voices)), stamp(request.show))
        facts = {
            "settings": settings,
            "script": script or hashlib.sha256(request.script.read_bytes()).hexdigest(),
            "order": [
                str(request.engine),
                sorted((request.voices or {}).items()),
                sorted((request.roles or {}).items()),
            ],
            "instead": bool(request.instead),
            "cover": picture_digest(cover),
            "music": {kind: file_digest(path, kind) for kind, path in show.music.files.items()},
        }
    except (ConfigError, OSError):  # told in full when the script is read
        return ""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@lru_cache(64)
def _settings(folder: Path, voices: tuple[str, ...], stamp: object) -> tuple[Show, str]:
    """The show of the folder, and SHA-256 over its settings, these voices and this program."""
    show, profiles = read_show(folder), read_profiles(folder)
    cast = {name: find_voice(name, DEFAULT, profiles) for name in voices}
    speakers = {name: engine(voice.engine, show) for name, voice in cast.items()}
    facts = {
        "program": [program(), *encoder()],
        "show": asdict(show),
        "profiles": {name: asdict(found) for name, found in profiles.items()},
        "voices": {
            name: [*speakers[name].identity(voice), speakers[name].frontend_version] for name, voice in cast.items()
        },
    }
    return show, hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()


@cache
def program() -> str:
    """Digest of the program's version and code: between versions the reading of scripts changes too."""
    return hashlib.sha256(f"{__version__} {code_digest('**/*.py', '**/*.html')}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Staged:
    """A script as its show has it spoken: in the show's language, with its settings, by these voices."""

    script: Script
    show: Show
    voices: dict[str, Voice]
    warnings: tuple[ScriptWarning, ...]


def stage(
    script: Script, path: Path, folder: Path, asked: str | None, voices: Mapping[str, str], instead: str = ""
) -> Staged:
    """Bring script and show together; `asked` is the engine and `voices` the cast that the command wishes for.

    `path` is the script's, `folder` the show's. Raises ConfigError when the script cannot be cast.
    """
    show = with_front_matter(read_show(folder), script.settings, path.parent, str(path))
    if show.language and not script.settings.get("language"):
        script = replace(script, language=show.language)
    name, wishes, profiles = engine_name(show, asked), {**show.voices, **voices}, read_profiles(folder)
    if instead:
        name, wishes = show.fallback, stood_in(wishes, name, ONLINE, show.fallback, profiles)
    chosen, shared = cast(script, name, wishes, profiles)
    return Staged(script, show, chosen, shared)


def speaker(request: BuildRequest) -> Engine:
    """The engine whose cast speaks the episode, known before the script is read. Raises ConfigError."""
    show = read_show(request.show)
    return engine(show.fallback if request.instead else engine_name(show, request.engine), show)


class Draft:
    """One episode between order and product: read, cast and planned, nothing spoken yet."""

    def __init__(self, request: BuildRequest) -> None:
        """Read, cast and plan. Raises ScriptError or ConfigError."""
        self.request = request
        _check_name(request.script)
        asked = request.voices or {}
        script = read(request.script, request.roles or {}, asked)
        staged = stage(script, request.script, request.show, request.engine, asked, request.instead)
        self.script, self.show, self.voices = staged.script, staged.show, staged.voices
        self.plan = plan(self.script, self.voices, self.show.pauses)
        self.warnings = (*self.script.warnings, *staged.warnings, *self.plan.warnings, *self._stand_in())
        self.engines = {name: engine(name, self.show) for name in sorted(self._engine_names())}

    def _engine_names(self) -> set[str]:
        return {line.utterance.voice.engine for line in self.plan.lines}

    def _stand_in(self) -> tuple[ScriptWarning, ...]:
        if not self.request.instead:
            return ()
        text = f"{self.show.fallback} speaks all of it, because {self.request.instead} The next build asks again."
        return (ScriptWarning("fallback", None, text),)

    def engine_of(self, line: Line) -> Engine:
        """The engine that speaks a line."""
        return self.engines[line.utterance.voice.engine]

    @cached_property
    def identities(self) -> dict[str, list[str]]:
        """Of each voice in use: speed and pitch, then all else that decides its sound and reading beside the text."""
        voices = sorted({line.utterance.voice for line in self.plan.lines}, key=voice_name)
        speakers = [self.engines[voice.engine] for voice in voices]
        return {
            voice_name(voice): [f"{voice.rate:g} {voice.pitch:+d}", *speaker.identity(voice), speaker.frontend_version]
            for voice, speaker in zip(voices, speakers, strict=True)
        }

    @cached_property
    def recipe(self) -> str:
        """SHA-256 over everything that decides the bytes of the episode."""
        facts = {
            "audiobuild": __version__,
            "encoder": encoder(),
            "lines": [
                (line.utterance.text, voice_name(line.utterance.voice), line.speaker, line.pause, line.chapter)
                for line in self.plan.lines
            ],
            "voices": [asdict(voice) for _, voice in sorted(self.voices.items())],
            "identities": self.identities,
            "audio": asdict(self.show.audio),
            "music": self.music,
            "pause": self.show.pauses.music,
            "about": asdict(self.about),
            "tag": self._tag_facts(),
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    def _tag_facts(self) -> tuple[object, ...]:
        show = self.show
        cover = picture_digest(show.cover)
        names = sorted(self.names.items())
        return (self.script.title.text, show.title, show.year, cover, names)

    @cached_property
    def music(self) -> dict[str, str]:
        """The name of the run of each kind of music that the show has. Raises ConfigError for an unreadable file."""
        sounds = self.show.music
        return {
            kind: music_key(file_digest(path, kind), sounds.fade, sounds.loudness, self.show.audio)
            for kind, path in sounds.files.items()
        }

    @cached_property
    def placed(self) -> tuple[Line | Music, ...]:
        """The lines with the music among them."""
        return with_music(self.plan.lines, self.music, self.show.pauses)

    @cached_property
    def names(self) -> dict[str, str]:
        """How each speaker is called in transcripts."""
        words = _ROLE_WORDS.get(self.script.language.split("-")[0], _ROLE_WORDS["en"])
        names = {who.id: who.name or words[who.role] for who in self.script.speakers}
        return {NARRATOR_ID: words[Role.NARRATOR], **names}

    @property
    def guests(self) -> tuple[str, ...]:
        """The guests whom the show names, else those whom the script does."""
        named = (who.name for who in self.script.speakers if who.role is Role.GUEST and who.name)
        return self.show.guests or tuple(named)

    @property
    def description(self) -> str:
        """What the front matter says of the episode, else the lede."""
        lede = "\n".join(self.script.lede.paragraphs) if self.script.lede else ""
        return str(self.script.settings.get("description") or lede)

    @property
    def about(self) -> About:
        """What a feed will tell of the episode."""
        hosts = tuple(who.name for who in self.script.speakers if who.role is Role.HOST and who.name)
        told = (self.show.title, self.show.author, hosts, self.guests, self.script.language, self.description)
        return About(*told, str(self.script.settings.get("date", "")))


def _check_name(script: Path) -> None:
    """Raise ConfigError for a name that no episode can have, or that would drive the terminal it is printed on."""
    if any(unicodedata.category(letter) in _UNFIT or letter in _DIRECTIONS for letter in script.stem):
        raise ConfigError(f"{script}: the name holds control characters; rename the script.")
    if len(f"{script.stem}.chapters.json".encode()) > LONGEST_NAME:
        raise ConfigError(f"{script}: the name is too long for the episode's files; rename the script.")


_UNFIT = ("Cc", "Cs", "Zl", "Zp")  # control characters, bytes that are no text, ends of lines
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they turn text around
LONGEST_NAME = 255  # bytes, on every common file system

_ROLE_WORDS = {
    "zh": {Role.HOST: "主持人", Role.GUEST: "嘉宾", Role.NARRATOR: "旁白"},
    "ja": {Role.HOST: "聞き手", Role.GUEST: "ゲスト", Role.NARRATOR: "ナレーター"},
    "en": {Role.HOST: "Host", Role.GUEST: "Guest", Role.NARRATOR: "Narrator"},
}


def picture_digest(path: Path | None) -> str:
    """SHA-256 of a picture file, "drawn" when there is none. Raises ConfigError when it cannot be read."""
    return file_digest(path, "cover") if path else "drawn"


def file_digest(path: Path, what: str) -> str:
    """SHA-256 of a file that the settings name. Raises ConfigError, saying what it is, when it cannot be read."""
    try:
        found = path.stat()
        return _digest(path, found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise ConfigError(f"the {what} {path} cannot be read: {reason(error)}.") from error


@lru_cache(64)  # the episodes of a show share their cover and music
def _digest(path: Path, changed: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def voice_name(voice: Voice) -> str:
    """The voice as it is written in casts and records."""
    return f"{voice.engine}:{voice.name}"
