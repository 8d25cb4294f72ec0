"""Settings files to values: audiobuild.toml to a Show, voices/*.toml to Profiles; an unknown key is an error."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from audiobuild import engines, show_settings
from audiobuild.errors import ConfigError
from audiobuild.i18n import _
from audiobuild.model import AudioSettings, Casting, Channel, Pauses, Profiles, Show, Sounds, Voice
from audiobuild.planning.remembered import FILE as REMEMBERED
from audiobuild.resources import voices_folder
from audiobuild.script.front_matter import cast_in
from audiobuild.settings import FolderPath, Setting, TableOf, Text, TextOrTexts, existing, one_of, read_table, within
from audiobuild.settings import web_folder as web_folder
from audiobuild.storage.files import reason
from audiobuild.toml_text import toml_problem

FILE = "audiobuild.toml"
LEXICON = "lexicon.toml"  # in the folder "voices"
_VOICES_FILE = ("engine", "cast", "voices")  # what voices/<engine>.toml may hold
_TEXTS = TableOf(Text())
_TOP = (*show_settings.SHOW, *show_settings.CHANNEL)  # above all tables of audiobuild.toml


def show_folder(script: Path) -> Path | None:
    """The nearest folder above the script that holds an audiobuild.toml, or None."""
    return next((folder for folder in script.resolve().parents if (folder / FILE).is_file()), None)


def read_show(folder: Path) -> Show:
    """The show described in the folder's audiobuild.toml; a folder without that file is a show without a title.

    Paths in the file are relative to the folder. Raises ConfigError with the file, the key and what is allowed.
    """
    return _read_show(folder, stamp(folder))


def stamp(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Names, times and sizes of the files that a folder's settings are in: the same stamp means the same settings."""
    if folder is None:
        return ()
    return (*_stamps(folder, ".toml"), *_stamps(f"{folder}/voices", ".toml"))


def _stamps(folder: Path | str, ending: str) -> list[tuple[str, int, int]]:
    """Of the files in the folder with this ending; os.scandir because it is asked for every episode."""
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(ending)]
    except OSError:
        return []
    return sorted((name, about.st_mtime_ns, about.st_size) for name, about in found)


@lru_cache(16)
def _read_show(folder: Path, stamp: object) -> Show:
    path = folder / FILE
    if not path.is_file():
        return Show(lexicon=_lexicon(folder), lexicon_places=_lexicon_places(folder), remembered=_remembered(folder))
    tables, settings = _split(_toml(path), path)
    values = read_table(settings, _TOP, f"{path}", folder)
    channel = {setting.name: values.pop(setting.name) for setting in show_settings.CHANNEL if setting.name in values}
    _check_engines(values, path)
    pauses = read_table(tables.pop("pauses", {}), show_settings.PAUSES.settings, f"{path}: [pauses]", folder)
    music = read_table(tables.pop("music", {}), show_settings.MUSIC.settings, f"{path}: [music]", folder)
    adjustments: dict[str, Any] = {
        table.name: TableOf(each).read(tables.pop(table.name, {}), f"{path}: [{table.name}]", folder)
        for table in (*show_settings.ADJUSTMENTS, show_settings.PEOPLE)
        if (each := table.each)
    }
    return Show(
        **values,
        audio=_audio(tables.pop("audio", {}), f"{path}: [audio]", folder),
        pauses=Pauses(**pauses),
        music=Sounds(**music),
        voices=_TEXTS.read(tables.pop("voices", {}), f"{path}: [voices]", folder),
        **adjustments,
        engines=dict(_engine_settings(tables, path)),
        lexicon=_lexicon(folder),
        lexicon_places=_lexicon_places(folder),
        channel=_channel(channel),
        remembered=_remembered(folder),
    )


def with_front_matter(show: Show, settings: Mapping[str, Any], folder: Path, where: Callable[[str], str]) -> Show:
    """The show as one script's front matter changes it: guests, author, cast, cover, lexicon, year of the date.

    `where` names the place of a setting. Raises ConfigError for a value that is none of those allowed.
    """
    changes: dict[str, Any] = {}
    if author := settings.get("author"):
        changes["author"] = str(author)
    if title := settings.get("show"):
        changes["title"] = str(title)
    if guests := settings.get("guests"):
        changes["guests"] = TextOrTexts().read(guests, where("guests"), folder)
    if cover := settings.get("cover"):
        changes["cover"] = existing(folder / str(cover), where("cover"))
    year = str(settings.get("date", ""))[:4]
    if year.isdecimal():
        changes["year"] = int(year)
    voices = cast_in(settings)[1] | _TEXTS.read(settings.get("voices", {}), where("voices"), folder)
    if voices:
        changes["voices"] = {**show.voices, **voices}
    if recordings := settings.get("recordings"):
        changes["recordings"] = FolderPath().read(recordings, where("recordings"), folder)
    if lexicon := settings.get("lexicon"):
        words = _TEXTS.read(lexicon, where("lexicon"), folder)
        changes["lexicon"] = {**show.lexicon, **words}
        changes["lexicon_places"] = {**show.lexicon_places, **dict.fromkeys(words, where("lexicon"))}
    if language := settings.get("language"):
        show_settings.Language().read(language, where("language"), folder)
    return replace(show, **changes)


def engine_name(show: Show, asked: str | None) -> str:
    """The engine that the command asks for, else the show, else the embedded one; ConfigError for an unknown one."""
    chosen = asked or show.engine
    if chosen == "auto":
        return engines.DEFAULT
    _check_engine(chosen, "--engine")
    return chosen


def read_profiles(folder: Path | None) -> Mapping[str, Profiles]:
    """The voices of every engine: those shipped, and what the show's own voices/<engine>.toml says of them.

    The show's own files are read at once, a shipped one when its engine is asked for. Raises ConfigError.
    """
    return _read_profiles(folder, stamp(folder))


@lru_cache(16)
def _read_profiles(folder: Path | None, stamp: object) -> Mapping[str, Profiles]:
    return _EveryProfile(folder)


class _EveryProfile(Mapping[str, Profiles]):
    """Profiles by the name of the engine, each read once: an engine nobody asks for is not even imported."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read: dict[str, Profiles] = {}
        own = sorted((folder / "voices").glob("*.toml")) if folder else []
        for path in own:
            if path.name != LEXICON and engines.exists(path.stem):
                self._read[path.stem] = _profiles(folder, path.stem)

    def __getitem__(self, name: str) -> Profiles:
        if name not in self._read:
            if not engines.exists(name):
                raise KeyError(name)
            self._read[name] = _profiles(self._folder, name)
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return engines.exists(name)

    def __iter__(self) -> Iterator[str]:
        return iter(engines.names())

    def __len__(self) -> int:
        return len(engines.names())


def _split(found: Mapping[str, Any], path: Path) -> tuple[dict[str, Mapping[str, Any]], dict[str, Any]]:
    """The tables of audiobuild.toml, those of engines among them, and the settings above them."""
    tables, settings = {}, {}
    names = {setting.name for setting in _TOP}
    for name, value in found.items():
        if name in names:
            settings[name] = value
        else:
            _check_table_name(name, f"{path}")
            tables[name] = _table(found, name, path)
    return tables, settings


def _check_table_name(name: str, where: str) -> None:
    tables = [table.name for table in show_settings.TABLES]
    if name not in tables and not engines.exists(name):
        one_of(name, (*(setting.name for setting in _TOP), *tables, *engines.names()), where)


def _check_engine(name: str, where: str) -> None:
    if not engines.exists(name):
        one_of(name, ("auto", *engines.names()), where)


def _check_engines(values: Mapping[str, Any], path: Path) -> None:
    """Raise ConfigError for an unknown engine, and for a fallback that needs a network itself."""
    engine, fallback = values.get("engine") or "auto", values.get("fallback")
    if engine != "auto":
        _check_engine(engine, f"{path}: engine")
    if not fallback:
        return
    where = f"{path}: fallback"
    one_of(fallback, [fallback] if engines.exists(fallback) else engines.names(), where)
    if engines.engine_class(fallback).online:
        raise ConfigError(
            _("{where}: “{fallback}” needs a network itself; choose an offline engine, as {default}.").format(
                where=where, fallback=fallback, default=engines.DEFAULT
            )
        )


def _engine_settings(tables: Mapping[str, Any], path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, table in tables.items():
        yield name, read_table(table, engines.engine_class(name).settings, f"{path}: [{name}]", path.parent)


def _audio(table: Any, where: str, folder: Path) -> AudioSettings:
    settings = replace(AudioSettings(), **read_table(table, show_settings.AUDIO.settings, where, folder))
    if (settings.rate, settings.bitrate) not in show_settings.FORMATS:
        raise ConfigError(_("{where}: rate and bitrate can be 48000 and 96, or 24000 and 64.").format(where=where))
    return settings


def _channel(values: dict[str, Any]) -> Channel:
    owner = values.pop("owner", {})
    categories = values.pop("category", ())
    return Channel(
        **values, categories=categories, owner_name=owner.get("name", ""), owner_email=owner.get("email", "")
    )


def _lexicon(folder: Path) -> dict[str, str]:
    """The words shipped, then those of the show's own voices/lexicon.toml."""
    found: dict[str, str] = {}
    for path in dict.fromkeys((voices_folder() / LEXICON, folder / "voices" / LEXICON)):
        if path.is_file():
            found |= _TEXTS.read(_toml(path), f"{path}", folder)
    return found


def _lexicon_places(folder: Path) -> dict[str, str]:
    """The file of each word of the show's own lexicon."""
    path = folder / "voices" / LEXICON
    return dict.fromkeys(_toml(path), f"{path}") if path.is_file() else {}


def _remembered(folder: Path) -> dict[str, str]:
    """The voices that people keep, by name."""
    path = folder / REMEMBERED
    return _TEXTS.read(_toml(path), f"{path}", folder) if path.is_file() else {}


def _profiles(folder: Path | None, name: str) -> Profiles:
    """The casts and voices of an engine: those shipped and listed, then what the show's own file says of them."""
    kind = engines.engine_class(name)
    facts: dict[str, dict[str, Any]] = {
        offer.name: {"language": offer.language, "gender": offer.gender} for offer in kind.listed().offers
    }
    voices = {voice: Voice(name, voice, **about) for voice, about in facts.items()}
    casts: dict[str, Casting] = {}
    for path in _voices_files(kind.voices_file, folder, name):
        found = _toml(path)
        for key in found:
            one_of(key, _VOICES_FILE, f"{path}")
        for voice, settings in _table(found, "voices", path).items():
            changes = read_table(settings, _settings_of_a_voice(kind), f"{path}: voice {voice}", path.parent)
            facts[voice] = {**facts.get(voice, {}), **changes}
            voices[voice] = _voice(name, voice, facts[voice], path)
        for language, settings in _table(found, "cast", path).items():
            casts[language] = _casting(settings, voices, f"{path}: [cast.{language}]", path.parent)
    _check_blends(voices, f"{path}")
    return Profiles(name, casts, voices, kind.open_voices, "blend" in kind.voice_settings)


def _check_blends(voices: Mapping[str, Voice], where: str) -> None:
    """Raise ConfigError for a blend of a voice that is not there."""
    for voice in voices.values():
        for part, _unused in voice.blend:
            one_of(part, voices, f"{where}: voice {voice.name}: blend")


def _voices_files(shipped: Path, folder: Path | None, name: str) -> list[Path]:
    """The file that comes with an engine, then the show's own if it has one."""
    own = folder / "voices" / f"{name}.toml" if folder else shipped
    return list(dict.fromkeys((shipped, own if own.is_file() else shipped)))


def _settings_of_a_voice(kind: type[engines.Engine]) -> tuple[Setting, ...]:
    more = (each for each in show_settings.MORE_OF_A_VOICE if each.name in kind.voice_settings)
    return (*show_settings.VOICE, *more)


def _table(found: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    table = found.get(key, {})
    if not isinstance(table, Mapping):
        raise ConfigError(
            _("{path}: {key} must be a table: put its settings under [{key}].").format(path=path, key=key)
        )
    return table


def _casting(facts: Any, voices: Collection[str], where: str, folder: Path) -> Casting:
    values = read_table(facts, show_settings.CAST, where, folder)
    if not all(values.get(setting.name) for setting in show_settings.CAST):
        raise ConfigError(_("{where}: needs hosts, guests and narrator, each with a voice.").format(where=where))
    casting = Casting(**values)
    for name in (*casting.hosts, *casting.guests, casting.narrator):
        one_of(name, voices, where)
    return casting


def _voice(engine: str, name: str, values: dict[str, Any], path: Path) -> Voice:
    where = f"{path}: voice {name}"
    if not values.get("language"):
        raise ConfigError(_('{where}: needs language = "…".').format(where=where))
    # Levelling would undo a volume set at the service, so it is applied as gain.
    volume = values.get("volume", 0.0)
    voice = Voice(engine, name, **{key: value for key, value in values.items() if key != "volume"})
    gain = voice.gain + 20 * math.log10(1 + volume / 100)
    within(gain, -show_settings.GAIN, show_settings.GAIN, f"{where}: gain")
    return replace(voice, gain=gain)


def _toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(_("{path} cannot be read: {reason}.").format(path=path, reason=reason(error))) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            _("{path}:{line}: the file is not in UTF-8; save it as UTF-8.").format(path=path, line=line)
        ) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = toml_problem(text, error)
        raise ConfigError(
            _("{path}:{line}: {problem}.").format(path=path, line=problem.line, problem=problem.what)
        ) from error
