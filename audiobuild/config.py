"""Settings files to values: audiobuild.toml to a Show, voices/*.toml to Profiles; an unknown key is an error."""

from __future__ import annotations

import difflib
import math
import operator
import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from audiobuild.categories import category
from audiobuild.engines import DEFAULT, NAMES, ONLINE
from audiobuild.engines.listed import shipped
from audiobuild.errors import ConfigError
from audiobuild.model import AudioSettings, Casting, Channel, Pauses, Profiles, Show, Sounds, Voice
from audiobuild.regex import lazy
from audiobuild.resources import voices_folder
from audiobuild.script.front_matter import cast_in
from audiobuild.storage.files import reason

FILE = "audiobuild.toml"
LEXICON = "lexicon.toml"  # in the folder "voices"
PRESETS = {(48_000, 96), (24_000, 64)}  # Hz, kbit/s: the two formats whose runs are proved to join
LOUDNESS = (-31.0, -16.0)  # LUFS a mono meter reads; louder than -16 crushes low voices
_ENGINE_KEYS = {"kokoro": ("model",), "edge": ("proxy", "endpoint", "start", "ceiling")}
PITCH, VOLUME = (-100.0, 100.0), (-75.0, 300.0)  # Hz and percent, of the online voices
CONNECTIONS = (1, 32)  # that may be asked for at once; the service's limit is unwritten, bans were met above 40
_CHANNEL_KEYS = ("description", "link", "base_url", "owner", "category", "explicit", "copyright", "locked")
_ROOT_KEYS: tuple[str, ...] = (
    *("title", "author", "guests", "language", "cover", "engine", "fallback", "audio", "pauses", "music", "voices"),
    *_CHANNEL_KEYS,
    *_ENGINE_KEYS,
)


def show_folder(script: Path) -> Path | None:
    """The nearest folder above the script that holds an audiobuild.toml, or None."""
    return next((folder for folder in script.resolve().parents if (folder / FILE).is_file()), None)


def read_show(folder: Path) -> Show:
    """The show described in the folder's audiobuild.toml; a folder without one is a show of no name.

    Paths in the file are relative to the folder. Raises ConfigError naming file, key and what may stand there.
    """
    return _read_show(folder, stamp(folder))


def stamp(folder: Path | None) -> tuple[tuple[int, int], ...]:
    """Times and sizes of the files that the folder's settings may stand in: while they are the same, so are those."""
    names = (FILE, *(f"voices/{name}" for name in (LEXICON, *(f"{engine}.toml" for engine in NAMES))))
    return tuple(_stamp(f"{folder}/{name}") for name in names) if folder else ()


def _stamp(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116  (asked for every episode)
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(16)
def _read_show(folder: Path, stamp: object) -> Show:
    path = folder / FILE
    if not path.is_file():
        return Show(lexicon=_lexicon(folder))
    found = _toml(path)
    _known(found, _ROOT_KEYS, f"{path}")
    engine = _text(found, "engine", path) or "auto"
    _one_of(engine, ("auto", *NAMES), f"{path}: engine")
    fallback = _text(found, "fallback", path)
    _one_of(fallback, ("", *(name for name in NAMES if name != ONLINE)), f"{path}: fallback")
    return Show(
        title=_text(found, "title", path),
        author=_text(found, "author", path),
        guests=_texts(found.get("guests", []), f"{path}: guests"),
        language=_text(found, "language", path),
        cover=_file(found, "cover", path),
        engine=engine,
        fallback=fallback,
        audio=_audio(_table(found, "audio", path), f"{path}: [audio]"),
        pauses=_pauses(_table(found, "pauses", path), f"{path}: [pauses]"),
        music=_music(_table(found, "music", path), path),
        voices=_text_table(_table(found, "voices", path), f"{path}: [voices]"),
        engines=_engines(found, path),
        lexicon=_lexicon(folder),
        channel=_channel(found, path),
    )


def with_front_matter(show: Show, settings: Mapping[str, Any], folder: Path, where: str) -> Show:
    """The show as one script's front matter changes it: guests, author, cast, cover, lexicon, year of the date."""
    changes: dict[str, Any] = {}
    if author := settings.get("author"):
        changes["author"] = str(author)
    if title := settings.get("show"):
        changes["title"] = str(title)
    if guests := settings.get("guests"):
        changes["guests"] = _texts([guests] if isinstance(guests, str) else guests, f"{where}: guests")
    if cover := settings.get("cover"):
        changes["cover"] = _existing(folder / str(cover), f"{where}: cover")
    year = str(settings.get("date", ""))[:4]
    if year.isdecimal():
        changes["year"] = int(year)
    if voices := cast_in(settings)[1]:
        changes["voices"] = {**show.voices, **voices}
    if lexicon := settings.get("lexicon"):
        changes["lexicon"] = {**show.lexicon, **_text_table(lexicon, f"{where}: lexicon")}
    return replace(show, **changes)


def engine_name(show: Show, asked: str | None) -> str:
    """The engine that the command asks for, else the show, else the embedded one; ConfigError for an unknown one."""
    chosen = asked or show.engine
    _one_of(chosen, ("auto", *NAMES), "--engine")
    return DEFAULT if chosen == "auto" else chosen


def read_profiles(folder: Path | None) -> dict[str, Profiles]:
    """The voices of every engine: those shipped, each file replaced by the show folder's own voices/<engine>.toml."""
    return _read_profiles(folder, stamp(folder))


@lru_cache(16)
def _read_profiles(folder: Path | None, stamp: object) -> dict[str, Profiles]:
    found = {}
    for name in NAMES:
        own = folder / "voices" / f"{name}.toml" if folder else None
        found[name] = _profiles(own if own and own.is_file() else voices_folder() / f"{name}.toml", name)
    return found


def _lexicon(folder: Path) -> dict[str, str]:
    """The words shipped, then those of the show's own voices/lexicon.toml."""
    found: dict[str, str] = {}
    for path in dict.fromkeys((voices_folder() / LEXICON, folder / "voices" / LEXICON)):
        if path.is_file():
            found |= _text_table(_toml(path), f"{path}")
    return found


def _profiles(path: Path, engine: str) -> Profiles:
    found = _toml(path)
    _known(found, ("engine", "cast", "voices"), f"{path}")
    voices = {name: _voice(engine, name, facts, path) for name, facts in _table(found, "voices", path).items()}
    casts = {
        language: _casting(facts, voices, f"{path}: [cast.{language}]")
        for language, facts in _table(found, "cast", path).items()
    }
    if engine == ONLINE:  # voices without settings of their own
        for offer in shipped()[1]:
            voices.setdefault(offer.name, Voice(engine, offer.name, offer.language, offer.gender))
    return Profiles(engine, casts, voices)


def _casting(facts: Mapping[str, Any], voices: Collection[str], where: str) -> Casting:
    keys = ("hosts", "guests", "narrator")
    _known(facts, keys, where)
    if not all(facts.get(key) for key in keys):
        raise ConfigError(f"{where}: needs hosts, guests and narrator, each with a voice.")
    casting = Casting(_texts(facts["hosts"], where), _texts(facts["guests"], where), str(facts["narrator"]))
    for name in (*casting.hosts, *casting.guests, casting.narrator):
        _one_of(name, voices, where)
    return casting


def _voice(engine: str, name: str, facts: Mapping[str, Any], path: Path) -> Voice:
    where = f"{path}: voice {name}"
    keys = [f.name for f in fields(Voice) if f.name not in ("engine", "name", "pitch")]
    _known(facts, [*keys, *(("pitch", "volume") if engine == ONLINE else ())], where)
    try:
        volume = float(facts.get("volume", 0))
        _within(volume, *VOLUME, f"{where}: volume")
        voice = Voice(engine=engine, name=name, **{key: value for key, value in facts.items() if key != "volume"})
        # What the service makes louder, levelling would make quieter again: volume is done as gain, and exactly.
        voice = replace(voice, gain=voice.gain + 20 * math.log10(1 + volume / 100))
        _within(operator.index(voice.pitch), *PITCH, f"{where}: pitch")
        _within(float(voice.rate), 0.5, 2.0, f"{where}: rate")
        _within(float(voice.gain), -12.0, 12.0, f"{where}: gain")
        _within(float(voice.loudness), -60.0, 0.0, f"{where}: loudness")
    except (TypeError, ValueError) as error:
        numbers = "rate, gain, loudness, volume and pitch (whole Hz)" if engine == ONLINE else "rate, gain and loudness"
        raise ConfigError(f'{where}: needs language = "…", and numbers for {numbers}.') from error
    return voice


def _channel(found: Mapping[str, Any], path: Path) -> Channel:
    owner = _text_table(_table(found, "owner", path), f"{path}: owner")
    _known(owner, ("name", "email"), f"{path}: owner")
    email = owner.get("email", "").strip()
    if email and not _EMAIL.fullmatch(email):
        raise ConfigError(f"{path}: owner: “{email}” is no e-mail address; write it as in name@example.org.")
    wanted = found.get("category", [])
    names = _texts([wanted] if isinstance(wanted, str) else wanted, f"{path}: category")
    return Channel(
        description=_text(found, "description", path),
        link=_address(found, "link", path),
        base_url=web_folder(_text(found, "base_url", path), f"{path}: base_url"),
        owner_name=owner.get("name", "").strip(),
        owner_email=email,
        categories=tuple(category(name, f"{path}: category") for name in names),
        explicit=_yes_or_no(found, "explicit", path),
        copyright=_text(found, "copyright", path),
        locked=_yes_or_no(found, "locked", path) is not False,
    )


_EMAIL = lazy(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


def web_folder(address: str, where: str) -> str:
    """The address of a folder on the web, ending in "/"; "" stays "". Raises ConfigError when it is no such address."""
    if not address:
        return ""
    if not _is_web(address) or "?" in address or "#" in address or address.endswith(".xml"):
        raise ConfigError(f"{where}: “{address}” is not the address of a folder, as in https://example.org/show/.")
    return address.rstrip("/") + "/"


def _address(found: Mapping[str, Any], key: str, path: Path) -> str:
    address = _text(found, key, path)
    if address and not _is_web(address):
        raise ConfigError(f"{path}: {key}: “{address}” is no web address, as in https://example.org/.")
    return address


def _is_web(address: str) -> bool:
    """Whether it is a whole web address in ASCII, as feeds ask for (a name in other letters as xn--…, a path as %…)."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and bool(_ADDRESS.fullmatch(address))
    except ValueError:
        return False


_ADDRESS = lazy(r"[!#-;=?-~]+")  # printable ASCII without blanks, quotes and angle brackets


def _yes_or_no(found: Mapping[str, Any], key: str, path: Path) -> bool | None:
    value = found.get(key)
    if value is not None and not isinstance(value, bool):
        raise ConfigError(f"{path}: {key} must be true or false, without quotes.")
    return value


def _audio(found: Mapping[str, Any], where: str) -> AudioSettings:
    _known(found, ("rate", "bitrate", "loudness"), where)
    for key, value in found.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ConfigError(f"{where}: {key} must be a number.")
        if key != "loudness" and not isinstance(value, int):
            raise ConfigError(f"{where}: {key} must be a whole number.")
    settings = replace(AudioSettings(), **found)
    if (settings.rate, settings.bitrate) not in PRESETS:
        raise ConfigError(f"{where}: rate and bitrate can be 48000 and 96, or 24000 and 64.")
    _within(settings.loudness, *LOUDNESS, f"{where}: loudness")
    return replace(settings, loudness=float(settings.loudness))


def _pauses(found: Mapping[str, Any], where: str) -> Pauses:
    _known(found, [f.name for f in fields(Pauses)], where)
    for key, value in found.items():
        if isinstance(value, bool) or not isinstance(value, int):
            raise ConfigError(f"{where}: {key} must be a whole number of milliseconds.")
        _within(value, 0, 10_000, f"{where}: {key}")
    return Pauses(**found)


def _music(found: Mapping[str, Any], path: Path) -> Sounds:
    where = f"{path}: [music]"
    _known(found, [f.name for f in fields(Sounds)], where)
    settings: dict[str, Any] = {
        kind: _existing(path.parent / _text(found, kind, path), f"{where}: {kind}")
        for kind in ("intro", "sting", "outro")
        if kind in found
    }
    fade, loudness = found.get("fade", Sounds().fade), found.get("loudness")
    if isinstance(fade, bool) or not isinstance(fade, int):
        raise ConfigError(f"{where}: fade must be a whole number of milliseconds.")
    _within(fade, 0, 10_000, f"{where}: fade")
    if loudness is not None:
        if isinstance(loudness, bool) or not isinstance(loudness, int | float):
            raise ConfigError(f"{where}: loudness must be a number.")
        _within(loudness, -50, LOUDNESS[1], f"{where}: loudness")
        loudness = float(loudness)
    return Sounds(**settings, fade=fade, loudness=loudness)


def _engines(found: Mapping[str, Any], path: Path) -> dict[str, dict[str, str]]:
    engines = {}
    for name, keys in _ENGINE_KEYS.items():
        where = f"{path}: [{name}]"
        table = _table(found, name, path)
        _known(table, keys, where)
        settings = _text_table({key: _connections(key, value, where) for key, value in table.items()}, where)
        if "model" in settings:
            settings["model"] = str((path.parent / settings["model"]).resolve())
        engines[name] = settings
    return engines


def _connections(key: str, value: Any, where: str) -> Any:
    """A number of connections as a text, and any other setting as it is."""
    if key not in ("start", "ceiling"):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(f"{where}: {key} must be a whole number of connections.")
    _within(value, *CONNECTIONS, f"{where}: {key}")
    return str(value)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {reason(error)}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML in UTF-8: {error}.") from error


def _known(found: Mapping[str, Any], keys: Collection[str], where: str) -> None:
    if not isinstance(found, Mapping):
        raise ConfigError(f"{where} must be a table of settings.")
    for key in found:
        _one_of(key, keys, where)


def _one_of(value: str, values: Collection[str], where: str) -> None:
    if value in values:
        return
    near = difflib.get_close_matches(str(value), list(values), 1, 0.5)
    meant = f"did you mean “{near[0]}”?" if near else f"it may be {', '.join(values)}."
    raise ConfigError(f"{where}: “{value}” is not known here; {meant}")


def _within(value: float, low: float, high: float, where: str) -> None:
    if not low <= value <= high:
        raise ConfigError(f"{where} must lie between {low:g} and {high:g}, not {value:g}.")


def _table(found: Mapping[str, Any], key: str, path: Path) -> dict[str, Any]:
    value = found.get(key, {})
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: {key} must be a table: put its settings under [{key}].")
    return value


def _text_table(found: Mapping[str, Any], where: str) -> dict[str, str]:
    if not isinstance(found, Mapping):
        raise ConfigError(f"{where} must be a table of texts.")
    for key, value in found.items():
        if not isinstance(value, str):
            raise ConfigError(f"{where}: {key} must be a text in quotes.")
    return dict(found)


def _text(found: Mapping[str, Any], key: str, path: Path) -> str:
    value = found.get(key, "")
    if not isinstance(value, str):
        raise ConfigError(f"{path}: {key} must be a text in quotes.")
    return value.strip()


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f'{where} must be a list of texts, as in ["one", "two"].')
    return tuple(value)


def _file(found: Mapping[str, Any], key: str, path: Path) -> Path | None:
    name = _text(found, key, path)
    return _existing(path.parent / name, f"{path}: {key}") if name else None


def _existing(path: Path, where: str) -> Path:
    if not path.is_file():
        raise ConfigError(f"{where}: there is no file {path}.")
    return path
