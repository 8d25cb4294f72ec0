"""Gives every speaker of a script a voice: the engine's cast, then what show, script and command ask for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping

from audiobuild.errors import ConfigError
from audiobuild.model import NARRATOR_ID, Casting, Profiles, Role, Script, ScriptWarning, Speaker, Voice

LANGUAGES = {"zh": "Chinese", "en": "English", "ja": "Japanese", "ko": "Korean", "yue": "Cantonese"}


def cast(
    script: Script, engine: str, wishes: Mapping[str, str], profiles: Mapping[str, Profiles]
) -> tuple[dict[str, Voice], tuple[ScriptWarning, ...]]:
    """A voice for each speaker id of the script and for NARRATOR_ID, and a warning where two must share one.

    `wishes` maps a role letter (Q, A, N), a speaker's label, name or id to "voice" or "engine:voice".
    A wish for somebody who is not in the script is left aside.
    Raises ConfigError for an unknown voice, for a language the engine has no voice for, and when host and
    guest would sound the same.
    """
    speakers = _speakers(script)
    chosen = {who.id: voice for who in speakers if (voice := _wished(who, engine, wishes, profiles))}
    if len(chosen) < len(speakers):
        own = casting(profiles[engine], script.language)
        for who in speakers:
            if who.id not in chosen:
                chosen[who.id] = _next_voice(who.role, own, profiles[engine], chosen.values())
    tellers = {who.id: chosen[NARRATOR_ID] for who in script.speakers if who.role is Role.NARRATOR}
    return {**chosen, **tellers}, _shared(speakers, chosen)


def find_voice(wish: str, engine: str, profiles: Mapping[str, Profiles]) -> Voice:
    """The voice meant by "voice" or "engine:voice"; raises ConfigError naming the nearest one there is."""
    home, _, name = wish.rpartition(":")
    home = home or engine
    if home not in profiles:
        raise ConfigError(f"there is no engine “{home}” for the voice “{wish}”; choose one of {_list(profiles)}.")
    voices = profiles[home].voices
    if name in voices:
        return voices[name]
    for voice in voices.values():
        if voice.alias == name:
            return voice
    near = difflib.get_close_matches(name, voices, 1, 0.5)
    meant = f"did you mean “{near[0]}”?" if near else f"“audiobuild voices --engine {home}” lists them."
    raise ConfigError(f"{home} has no voice “{name}”; {meant}")


def stood_in(
    wishes: Mapping[str, str], engine: str, missing: Callable[[str], bool], other: str, profiles: Mapping[str, Profiles]
) -> dict[str, str]:
    """The wishes of an `engine`'s show with the voices of engines that are `missing` exchanged for those of `other`.

    A voice stands for that of the same alias; a wish for one without is left aside, for the cast of `other` to decide.
    """
    kept = {}
    for who, wish in wishes.items():
        voice = find_voice(wish, engine, profiles)
        if not missing(voice.engine):
            kept[who] = f"{voice.engine}:{voice.name}"
        elif voice.alias and any(each.alias == voice.alias for each in profiles[other].voices.values()):
            kept[who] = f"{other}:{voice.alias}"
    return kept


def _speakers(script: Script) -> tuple[Speaker, ...]:
    told = [who for who in script.speakers if who.role is not Role.NARRATOR]
    return (*told, Speaker(NARRATOR_ID, Role.NARRATOR, None, None, 0, 0, "default"))


def _wished(who: Speaker, engine: str, wishes: Mapping[str, str], profiles: Mapping[str, Profiles]) -> Voice | None:
    for handle in (who.label, who.name, who.id, who.role.value):
        if handle and handle in wishes:
            return find_voice(wishes[handle], engine, profiles)
    return None


def casting(profiles: Profiles, language: str) -> Casting:
    """The engine's casting for a language; raises ConfigError saying which languages it speaks."""
    for name in (language, language.split("-")[0], "any"):
        if name in profiles.casts:
            return profiles.casts[name]
    spoken = LANGUAGES.get(language, f"the language “{language}”")
    raise ConfigError(
        f"no voice of the engine {profiles.engine} speaks {spoken}; it speaks {_list(profiles.casts)}. "
        "Choose another --engine, or set “language” in the script's front matter if it was taken wrongly."
    )


def _next_voice(role: Role, casting: Casting, profiles: Profiles, taken: Iterable[Voice]) -> Voice:
    """The first voice of the role's own list that is free, else any free one, else the role's last."""
    used = {voice.name for voice in taken}
    if role is Role.NARRATOR:
        own: tuple[str, ...] = (casting.narrator,)
    else:
        own = casting.hosts if role is Role.HOST else casting.guests
    others = casting.guests if role is Role.HOST else casting.guests[::-1] + casting.hosts[::-1]
    free = [name for name in (*own, *others, casting.narrator) if name not in used]
    return profiles.voices[free[0] if free else own[-1]]


def _shared(speakers: tuple[Speaker, ...], chosen: Mapping[str, Voice]) -> tuple[ScriptWarning, ...]:
    warnings = []
    heard: dict[tuple[str, str], Speaker] = {}
    for who in speakers:
        voice = chosen[who.id]
        other = heard.setdefault((voice.engine, voice.name), who)
        if other is who:
            continue
        if {who.role, other.role} == {Role.HOST, Role.GUEST}:
            raise ConfigError(
                f"{_name(other)} and {_name(who)} would both speak with {voice.name}; give one of them another "
                f"voice, as in --voice {who.role.value}=VOICE."
            )
        text = f"{_name(other)} and {_name(who)} share the voice {voice.name}: there are more speakers than voices."
        warnings.append(ScriptWarning("voice-shared", None, text))
    return tuple(warnings)


def _name(who: Speaker) -> str:
    return who.name or who.label or {"Q": "the host (Q)", "A": "the guest (A)", "N": "the narrator (N)"}[who.role.value]


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
