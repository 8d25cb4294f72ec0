"""The plan of one episode: its script read, cast and split into lines; pure but for the files it reads."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from audiobuild import config
from audiobuild._version import __version__
from audiobuild.building.casting import cast_script, place_in
from audiobuild.building.feed_facts import date_warning, feed_facts
from audiobuild.building.recordings import recording_warnings, recordings_folder, recordings_of
from audiobuild.building.recordings import stamp as recordings_stamp
from audiobuild.building.requests import BuildRequest
from audiobuild.building.sounds import FADE, missing_sounds, show_sounds, stamp
from audiobuild.engines import Engine
from audiobuild.engines.pool import EnginePool
from audiobuild.errors import ConfigError
from audiobuild.i18n import N_, _, english
from audiobuild.marks import given_readings
from audiobuild.model import (
    NARRATOR_ID,
    About,
    Line,
    Music,
    Reading,
    Recording,
    Role,
    Script,
    ScriptWarning,
    Show,
    Sounds,
    Voice,
)
from audiobuild.planning.cast import find_voice
from audiobuild.planning.plan import SOUND, mark_warnings, plan_lines, shown_script, with_music
from audiobuild.reader_language import reader_language, written_language
from audiobuild.resources import code_digest
from audiobuild.script import people_of, read_script, spoken_names
from audiobuild.storage.files import reason
from audiobuild.storage.store import encoder, music_key, recording_key, segment_key, take_key, words_digest
from audiobuild.suggestions import nearest

PAUSES = "pauses at marks"  # an entry of `identities`; no voice has a blank in its name
PEOPLE = "names of people"  # another one: names decide how a known sentence is pronounced
LONGEST_NAME = 255  # bytes of a file name, on every common file system

_FORBIDDEN_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")  # control characters, undecodable bytes, line separators
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they reorder the text around them

_REMADE_FOR = ("mark", "sound", "recording")
"""Codes of warnings that an episode is joined again for, so that a build that ends early repeats the last ones."""

_ROLE_WORDS = {
    "zh": {Role.HOST: "主持人", Role.GUEST: "嘉宾", Role.NARRATOR: "旁白"},
    "zh-Hant": {Role.HOST: "主持人", Role.GUEST: "來賓", Role.NARRATOR: "旁白"},
    "ja": {Role.HOST: "聞き手", Role.GUEST: "ゲスト", Role.NARRATOR: "ナレーター"},
    "en": {Role.HOST: "Host", Role.GUEST: "Guest", Role.NARRATOR: "Narrator"},
}


@dataclass(frozen=True, slots=True)
class LineKeys:
    """What the front end made of a line: the key of its take, the digest of its words, readings worth checking."""

    take: str
    words: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class EpisodePlan:
    """One episode, read, cast and planned; nothing is spoken yet.

    `voices` maps speaker ids to voices, `lines` are the sentences in order, `sequence` the same with the sounds that
    the script asks for, `warnings` those of script, cast and plan; `feed_facts` is what the front matter says for the
    feed, by names of `About`.
    """

    request: BuildRequest
    script: Script
    show: Show
    voices: Mapping[str, Voice]
    lines: tuple[Line, ...]
    sequence: tuple[Line | Music, ...]
    warnings: tuple[ScriptWarning, ...]
    engines: Mapping[str, Engine]
    feed_facts: Mapping[str, Any]

    def engine_of(self, line: Line) -> Engine:
        """The engine that speaks a line."""
        return self.engines[line.utterance.voice.engine]

    def keys_of(self, line: Line) -> LineKeys:
        """Run the front end on a line; EngineError when the engine cannot pronounce it.

        The take of a recording is its file. Raises ConfigError when that cannot be read.
        """
        if line.recording:
            return LineKeys(file_digest(line.recording.path, N_("recording")), sentences_digest(line.recording), ())
        engine, voice = self.engine_of(line), line.utterance.voice
        pronunciation = engine.pronounce(line.utterance)
        take = take_key(engine.identity(voice), pronunciation, voice)
        readings = (*given_readings(line.utterance), *pronunciation.readings)
        return LineKeys(take, words_digest(pronunciation), readings)

    def segment_of(self, line: Line, keys: LineKeys) -> str:
        """The key of a line's encoded segment."""
        if line.recording:
            return recording_key(keys.take, keys.words, line.utterance.voice.gain, self.show.audio)
        return segment_key(keys.take, keys.words, line.utterance.voice, self.show.audio)

    @cached_property
    def identities(self) -> dict[str, list[str]]:
        """By voice name: speed and pitch, then all else that decides sound and pronunciation apart from the text.

        PAUSES has the pauses at marks, which are those of all voices, PEOPLE the names in the sentences.
        """
        spoken = {line.utterance.voice for line in self.lines if not line.recording}
        voices = sorted(spoken, key=lambda voice: voice.full_name)
        identities = {voice.full_name: _identity(voice, self.engines[voice.engine]) for voice in voices}
        people = sorted({name for line in self.lines for name in line.utterance.names})
        return {**identities, PAUSES: [str(each) for each in self.show.pauses.at_marks], PEOPLE: people}

    @cached_property
    def recipe(self) -> str:
        """SHA-256 over everything that decides the bytes of the episode."""
        facts = {
            "audiobuild": __version__,
            "encoder": encoder(),
            "lines": [self._facts(place) for place in self.sequence],
            "voices": [asdict(voice) for _, voice in sorted(self.voices.items())],
            "identities": self.identities,
            "audio": asdict(self.show.audio),
            "music": self.music,
            "pause": self.show.pauses.music,
            "about": asdict(self.about),
            "tag": self._tag_facts(),
        }
        doubts = [english(warning.message) for warning in self.warnings if warning.code in _REMADE_FOR]
        return _digest(facts | {"doubts": doubts} if doubts else facts)  # a build that ends early says the last ones

    def _facts(self, place: Line | Music) -> tuple[object, ...]:
        """What a line or a sound contributes to the bytes of an episode."""
        if isinstance(place, Music):
            return tuple(place)
        spoken = place.utterance
        facts = (spoken.text, spoken.voice.full_name, place.speaker, place.pause, place.chapter, place.paragraph)
        if place.recording:
            return (*facts, self.segment_of(place, self.keys_of(place)))
        return (*facts, spoken.readings) if spoken.readings else facts

    def _tag_facts(self) -> tuple[object, ...]:
        show = self.show
        cover = picture_digest(show.cover)
        return (self.script.title.text, show.title, show.year, cover, sorted(self.names.items()))

    @cached_property
    def music_files(self) -> dict[str, tuple[Path, Sounds]]:
        """The file of each kind of music that the show has and of each sound that is asked for, and how it is made."""
        music = self.show.music
        asked = {place.kind for place in self.sequence if isinstance(place, Music)}
        files = show_sounds(self.request.show) if asked else {}
        sounds = {kind: (files[kind.removeprefix(SOUND)], replace(music, fade=FADE)) for kind in sorted(asked)}
        return {**{kind: (path, music) for kind, path in music.files.items()}, **sounds}

    @cached_property
    def music(self) -> dict[str, str]:
        """The key of the segment of each kind of `music_files`. Raises ConfigError for an unreadable file."""
        return {
            kind: music_key(file_digest(path, N_("music")), made.fade, made.loudness, self.show.audio)
            for kind, (path, made) in self.music_files.items()
        }

    @cached_property
    def placed(self) -> tuple[Line | Music, ...]:
        """The lines with sounds and music among them."""
        return with_music(self.sequence, self.music, self.show.pauses)

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each speaker id in transcripts; an only guest has the name that the settings give."""
        names = speaker_names(self.script)
        answering = [who for who in self.script.speakers if who.role is Role.GUEST]
        if len(answering) == len(self.guests) == 1 and not answering[0].name:
            names[answering[0].id] = self.guests[0]
        return names

    @property
    def sentences(self) -> int:
        """How many sentences are heard; a recording may hold several."""
        return sum(len(line.recording.sentences) if line.recording else 1 for line in self.lines)

    @property
    def recordings(self) -> dict[str, Line]:
        """The lines that are recorded, by the names of their files."""
        return {line.recording.path.name: line for line in self.lines if line.recording}

    @property
    def recordings_folder(self) -> Path | None:
        """Where the recordings are looked for."""
        return recordings_folder(self.show, self.request.name)

    @property
    def guests(self) -> tuple[str, ...]:
        """The guests that the show names, else those that the script names."""
        return self.show.guests or _named(self.script, Role.GUEST)

    @property
    def description(self) -> str:
        """The front matter's description, else the lede."""
        lede = "\n".join(self.script.lede.paragraphs) if self.script.lede else ""
        return str(self.script.settings.get("description") or lede)

    @property
    def language(self) -> str:
        """The script's language, as those who read it need to know it: zh-Hant for traditional characters."""
        return _language(self.script)

    @property
    def about(self) -> About:
        """The episode's facts for the feed."""
        return About(
            show=self.show.title,
            author=self.show.author,
            hosts=_named(self.script, Role.HOST),
            guests=self.guests,
            language=self.language,
            description=self.description,
            date=str(self.script.settings.get("date", "")),
            **self.feed_facts,
        )


class Planner:
    """Plans episodes with the engines of one builder; what the episodes of a show share is read once."""

    def __init__(self, engines: EnginePool) -> None:
        self._engines = engines
        self._show_digest = lru_cache(64)(self._digest_show)

    def plan(self, request: BuildRequest, read: Script | None = None) -> EpisodePlan:
        """Read, cast and plan; `read` is the script if it was read already. Raises ScriptError or ConfigError."""
        request.check()
        _check_name(request)
        asked = request.voices or {}
        script = read_with_roles(request.script, request.roles or {}, asked, read)
        cast_ = cast_script(script, request)
        folder = recordings_folder(cast_.show, request.name) if request.recorded else None
        recordings = recordings_of(cast_.script, folder, speaker_names(cast_.script))
        sounds, people = show_sounds(request.show), spoken_names(cast_.script)
        planned = plan_lines(cast_.script, cast_.voices, cast_.show.pauses, sounds, recordings.found, people)
        lines = planned.lines
        names = sorted({line.utterance.voice.engine for line in lines if not line.recording})
        return EpisodePlan(
            request=request,
            script=shown_script(cast_.script),
            show=cast_.show,
            voices=cast_.voices,
            lines=lines,
            sequence=planned.placed,
            warnings=(
                *script.warnings,
                *date_warning(script),
                *cast_.warnings,
                *planned.warnings,
                *missing_sounds(planned.missing, request.show),
                *recording_warnings(recordings.problems),
                *_fallback_warning(request, cast_.show),
                *_cover_warning(cast_.show),
            ),
            engines={name: self._engines.get(name, cast_.show) for name in names},
            feed_facts=feed_facts(script.settings, place_in(request.script, script)),
        )

    def engine(self, request: BuildRequest) -> Engine:
        """The engine whose cast speaks the episode, known before the script is read. Raises ConfigError."""
        show = config.read_show(request.show)
        name = show.fallback if request.fallback_reason else config.engine_name(show, request.engine)
        return self._engines.get(name, show)

    def inputs(
        self,
        request: BuildRequest,
        voices: Iterable[str],
        cover: Path | None,
        recordings: Path | None,
        script: str = "",
    ) -> str:
        """SHA-256 over the files and settings that decide an episode spoken by these voices, and over this program.

        While it is unchanged, the episode is unchanged, and no script has to be read to know that. `cover` and
        `recordings` are what the script names itself, else the show, `script` is the digest of the script as it was
        read ("": as it is now). The result is "" when the settings no longer have such voices.
        """
        folder = request.show
        try:
            show, settings = self._show_digest(folder, tuple(sorted(voices)), config.stamp(folder))
            facts = {
                "settings": settings,
                "script": script or hashlib.sha256(request.script.read_bytes()).hexdigest(),
                "request": [
                    str(request.engine),
                    sorted((request.voices or {}).items()),
                    sorted((request.roles or {}).items()),
                ],
                "fallback": bool(request.fallback_reason),
                "cover": picture_digest(cover),
                "music": {kind: file_digest(path, N_("music")) for kind, path in show.music.files.items()},
                "sounds": stamp(folder),
                "recordings": recordings_stamp(recordings),
            }
        except (ConfigError, OSError):  # reported in full when the script is read
            return ""
        return _digest(facts)

    def _digest_show(self, folder: Path, voices: tuple[str, ...], stamp: object) -> tuple[Show, str]:
        """The show of the folder, and SHA-256 over its settings, these voices and this program."""
        show, profiles = config.read_show(folder), config.read_profiles(folder)
        voice_facts = {}
        used = set()
        for name in voices:
            voice = find_voice(name, config.engine_name(show, None), profiles)
            used.add(voice.engine)
            voice_facts[name] = _identity(voice, self._engines.get(voice.engine, show))[1:]
        facts = {
            "program": [program_digest(), *encoder()],
            "show": asdict(show),
            "profiles": {name: asdict(profiles[name]) for name in sorted(used)},
            "voices": voice_facts,
        }
        return show, _digest(facts)


_SHOWN_COVER = 80  # characters of an address in a warning; a picture inside an address has thousands


def read_with_roles(
    path: Path, roles: Mapping[str, Role], voices: Mapping[str, str], read: Script | None = None
) -> Script:
    """Read a script with these roles. Raises ConfigError when a role or a voice names nobody in it."""
    script = read or read_script(path, roles)
    check_named(path, script, [*roles], [*voices])
    return _without_web_cover(replace(script, warnings=(*script.warnings, *mark_warnings(script))))


def check_named(path: Path, script: Script, roles: Iterable[str], voices: Iterable[str] = ()) -> None:
    """Raise ConfigError when a role or a voice is given to nobody in the script."""
    people = dict.fromkeys(name for who in script.speakers for name in (who.label, who.name) if name)
    people |= dict.fromkeys(turn.label for turn in script.turns if turn.label)  # narrators are one speaker
    unknown = [*(set(roles) - people.keys()), *(set(voices) - people.keys() - set(Role))]
    if unknown:
        near = nearest(min(unknown), people)
        message = _("nobody in {path} is called “{name}”; there are {people}.")
        if near:
            message = _("nobody in {path} is called “{name}”; did you mean “{near}”? There are {people}.")
        raise ConfigError(message.format(path=path, name=min(unknown), near=near, people=people_of(script)))


def _cover_warning(show: Show) -> Iterator[ScriptWarning]:
    """A warning when the cover is not square."""
    if show.cover:
        from audiobuild.outputs import cover

        if said := cover.shape_advice(show.cover):
            yield ScriptWarning("cover", None, said)


def _without_web_cover(script: Script) -> Script:
    """The script without a cover that is an address of its site, and a warning of it: builds work offline."""
    cover = str(script.settings.get("cover", ""))
    on_web = "://" in cover or cover.startswith(("//", "data:"))
    if not on_web and not (cover.startswith("/") and not Path(cover).is_file()):
        return script
    message = _(
        "the cover “{cover}” is an address and no file here, so a cover is drawn; save the "
        "picture next to the script and name that file."
    ).format(cover=cover[:_SHOWN_COVER])
    settings = {name: value for name, value in script.settings.items() if name != "cover"}
    warnings = (*script.warnings, ScriptWarning("front-matter", None, message))
    return replace(script, settings=settings, warnings=warnings)


@cache
def program_digest() -> str:
    """SHA-256 over the program's version and code: a new version may read scripts differently."""
    code = code_digest("**/*.py", "**/*.html", "**/*.json", "**/*.toml", "script/*.txt", "pronunciation/zh/*.tsv")
    return hashlib.sha256(f"{__version__} {code}".encode()).hexdigest()


def _language(script: Script) -> str:
    said = (paragraph for turn in script.turns for paragraph in turn.paragraphs)
    return written_language(script.language, "".join(said))


def speaker_names(script: Script) -> dict[str, str]:
    """The name of each speaker id: the person's, else the word for the role."""
    words = _ROLE_WORDS[reader_language(_language(script), _ROLE_WORDS) or "en"]
    names = {who.id: who.name or words[who.role] for who in script.speakers}
    return {NARRATOR_ID: words[Role.NARRATOR], **names}


def sentences_digest(recording: Recording) -> str:
    """SHA-256 over the sentences of a recording: they decide where each is heard in it."""
    return _digest(recording.sentences)


def picture_digest(path: Path | None) -> str:
    """SHA-256 of a picture file, "drawn" when there is none. Raises ConfigError when it cannot be read."""
    return file_digest(path, N_("cover")) if path else "drawn"


def file_digest(path: Path, what: str) -> str:
    """SHA-256 of a file that the settings name. Raises ConfigError, naming `what` it is, when it cannot be read."""
    try:
        found = path.stat()
        return _file_digest(path, found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise ConfigError(
            _("the {what} {path} cannot be read: {reason}.").format(what=_(what), path=path, reason=reason(error))
        ) from error


@lru_cache(64)  # the episodes of a show share their cover and music
def _file_digest(path: Path, changed: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _identity(voice: Voice, engine: Engine) -> list[str]:
    return [f"{voice.rate:g} {voice.pitch:+d}", *engine.identity(voice), engine.frontend_version]


def _named(script: Script, role: Role) -> tuple[str, ...]:
    return tuple(who.name for who in script.speakers if who.role is role and who.name)


def _fallback_warning(request: BuildRequest, show: Show) -> tuple[ScriptWarning, ...]:
    if not request.fallback_reason:
        return ()
    text = _("{fallback} speaks the whole episode, because {why} The next build tries the online voices again.").format(
        fallback=show.fallback, why=request.fallback_reason
    )
    return (ScriptWarning("fallback", None, text),)


def _check_name(request: BuildRequest) -> None:
    """Raise ConfigError for a name that no episode can have, or that would control the terminal it is printed on."""
    if any(unicodedata.category(letter) in _FORBIDDEN_CATEGORIES or letter in _DIRECTIONS for letter in request.name):
        raise ConfigError(
            _("{script}: the name holds control characters; rename the script.").format(script=request.script)
        )
    if len(f"{request.name}.chapters.json".encode()) > LONGEST_NAME:
        raise ConfigError(
            _("{script}: the name is too long for the episode's files; rename the script.").format(
                script=request.script
            )
        )


def _digest(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()
