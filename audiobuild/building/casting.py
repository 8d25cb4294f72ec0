"""Gives the people of a script their voices: those that command, script and show wish for, and those remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from audiobuild import config
from audiobuild.building.requests import BuildRequest
from audiobuild.engines import engine_class
from audiobuild.errors import ConfigError
from audiobuild.i18n import _
from audiobuild.model import Profiles, Role, Script, ScriptWarning, Show, Voice
from audiobuild.planning.cast import adjusted_cast, cast, find_voice, substitute_voices
from audiobuild.planning.remembered import Kept, kept_voices
from audiobuild.script.front_matter import cast_in, line_of


@dataclass(frozen=True, slots=True)
class CastScript:
    """A script with its show's settings and language, and a voice for each speaker id.

    `remembered` are the ids of those who keep the voice that the show remembers for them.
    """

    script: Script
    show: Show
    voices: Mapping[str, Voice]
    warnings: tuple[ScriptWarning, ...]
    remembered: frozenset[str] = frozenset()


def cast_script(script: Script, request: BuildRequest) -> CastScript:
    """Apply the show's settings to a script and cast it. Raises ConfigError when it cannot be cast."""
    path, folder = request.script, request.show
    of_show = config.read_show(folder)
    place = place_in(path, script)
    show = config.with_front_matter(of_show, script.settings, path.parent, place)
    if show.language and not script.settings.get("language"):
        script = replace(script, language=show.language)
    engine, profiles = config.engine_name(show, request.engine), config.read_profiles(folder)
    home = config.engine_name(show, None)
    asked = request.voices or {}
    strange = {who: wish for who, wish in show.voices.items() if wish not in profiles[engine].voices}
    _check_voices(script, strange, of_show.voices, place, home, profiles)
    for who, wish in asked.items():
        _check_voice(wish, f"--voice {who}={wish}", engine, profiles)
    wished, kept = _wishes_of_show(script, show, of_show.voices, asked, profiles)
    own = _known_wishes(wished, home, engine, profiles)
    wishes = {**own, **asked}
    if request.fallback_reason:
        wishes = substitute_voices(wishes, engine, _is_online, show.fallback, profiles)
        engine = show.fallback
    voices, warnings = cast(script, engine, wishes, profiles)
    voices = adjusted_cast(script, voices, show)
    said = _of_draft(warnings) if engine_class(engine).draft else (*warnings, *kept.warnings)
    warnings = (*said, *_replaced(wished, own, engine), *_without_pitch(voices.values()))
    return CastScript(script, show, voices, warnings, kept.people)


def _of_draft(warnings: Iterable[ScriptWarning]) -> tuple[ScriptWarning, ...]:
    """The warnings about the voices of a draft, in which it does not matter that two people hum alike."""
    return tuple(warning for warning in warnings if warning.code != "voice-shared")


def _wishes_of_show(
    script: Script, show: Show, of_show: Mapping[str, str], asked: Iterable[str], profiles: Mapping[str, Profiles]
) -> tuple[dict[str, str], Kept]:
    """The voices that show and script wish for, those that people keep among them; and these alone.

    A voice that the show has for a role goes to nobody else when somebody keeps it. `of_show` are the show's wishes
    without those of the script, `asked` those for whom the command has a voice.
    """
    home = config.engine_name(show, None)
    roles = {who for who in of_show.keys() & set(Role) if show.voices[who] == of_show[who]}
    kept = kept_voices(script, show.remembered, {*(show.voices.keys() - roles), *asked}, home, profiles)
    taken = [find_voice(wish, home, profiles) for wish in kept.wishes.values()]
    free = {who: wish for who, wish in show.voices.items() if who not in roles}
    names = {name for voice in taken for name in (voice.name, voice.full_name, voice.alias)}
    free |= {who: show.voices[who] for who in roles if show.voices[who] not in names}
    return {**free, **kept.wishes}, kept


def _check_voices(
    script: Script,
    wished: Mapping[str, str],
    of_show: Mapping[str, str],
    place: Callable[[str], str],
    engine: str,
    profiles: Mapping[str, Profiles],
) -> None:
    """Raise ConfigError, with its place, for a voice of the settings for somebody here that does not exist."""
    here = {*Role, *(name for who in script.speakers for name in (who.label, who.name, who.id) if name)}
    for who in sorted(wished.keys() & here):
        key = "cast" if who in cast_in(script.settings)[1] else "voices"
        where = f"{config.FILE}: [voices]" if of_show.get(who) == wished[who] else place(key)
        _check_voice(wished[who], f"{where}: {who}", engine, profiles)


def _check_voice(wish: str, where: str, engine: str, profiles: Mapping[str, Profiles]) -> None:
    try:
        find_voice(wish, engine, profiles)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from error


def _known_wishes(
    wished: Mapping[str, str], home: str, engine: str, profiles: Mapping[str, Profiles]
) -> dict[str, str]:
    """The voices that a show whose engine is `home` wishes for, as another engine can speak them.

    A draft engine speaks them all itself. Voices that the engine does not know are replaced by their namesakes.
    """
    is_draft, known = engine_class(engine).draft, profiles[engine].voices
    strange = {who: wish for who, wish in wished.items() if wish not in known}
    if engine == home or not strange:
        return dict(wished)
    replaced = substitute_voices(strange, home, lambda name: name == home or is_draft, engine, profiles)
    return {who: replaced.get(who, wish) for who, wish in wished.items() if who in replaced or wish in known}


def _replaced(wished: Mapping[str, str], own: Mapping[str, str], engine: str) -> tuple[ScriptWarning, ...]:
    """One warning for all voices of the show that an engine does not have."""
    gone = sorted(wish for who, wish in wished.items() if who not in own)
    if not gone:
        return ()
    text = _("{engine} has no voice {gone}, which the show wishes for; its own cast speaks instead.").format(
        engine=engine, gone=", ".join(gone)
    )
    return (ScriptWarning("voice-replaced", None, text),)


def _without_pitch(voices: Iterable[Voice]) -> tuple[ScriptWarning, ...]:
    """One warning for all voices whose pitch is set, of engines that cannot change it."""
    higher = [(voice, engine_class(voice.engine)) for voice in voices if voice.pitch]
    fixed = [voice for voice, engine in higher if not engine.draft and "pitch" not in engine.voice_settings]
    if not fixed:
        return ()
    names = ", ".join(sorted({voice.name for voice in fixed}))
    text = _("{engine} cannot change the pitch of {names}: cast a lower or higher voice, or remove [pitch].").format(
        engine=fixed[0].engine, names=names
    )
    return (ScriptWarning("pitch-unused", None, text),)


def _is_online(engine: str) -> bool:
    return engine_class(engine).online


def place_in(path: Path, script: Script) -> Callable[[str], str]:
    """Names the place of a setting of the front matter, as in "talk.md:3: cover"."""

    def place(key: str) -> str:
        line = line_of(script.dropped, key)
        return f"{path}:{line}: {key}" if line else f"{path}: {key}"

    return place
