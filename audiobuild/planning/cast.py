"""Gives every speaker of a script a voice: the one that command, script or show want, else one of the engine's cast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from audiobuild.blends import read_blend, written
from audiobuild.errors import ConfigError
from audiobuild.i18n import N_, _
from audiobuild.model import NARRATOR_ID, Casting, Profiles, Role, Script, ScriptWarning, Show, Speaker, Voice
from audiobuild.regex import lazy
from audiobuild.suggestions import did_you_mean, nearest

LANGUAGES = {
    "zh": N_("Chinese"),
    "en": N_("English"),
    "ja": N_("Japanese"),
    "ko": N_("Korean"),
    "yue": N_("Cantonese"),
    "es": N_("Spanish"),
    "fr": N_("French"),
    "de": N_("German"),
    "it": N_("Italian"),
    "pt": N_("Portuguese"),
    "ru": N_("Russian"),
}
_BLENDED = lazy(r"(?:([^\s:]+):)?([^\s:]+:\d+\s.+)")  # its engine, and the blend, which holds colons too
_ROLES = {Role.HOST: N_("the host (Q)"), Role.GUEST: N_("the guest (A)"), Role.NARRATOR: N_("the narrator (N)")}


def cast(
    script: Script, engine: str, wishes: Mapping[str, str], profiles: Mapping[str, Profiles]
) -> tuple[dict[str, Voice], tuple[ScriptWarning, ...]]:
    """A voice for each speaker id of the script and for NARRATOR_ID, and a warning where one does not fit.

    The voice is of the speaker's sex where the script shows it; two share a voice only when none is left.
    `wishes` maps a role letter (Q, A, N), a speaker's label, name or id to "voice" or "engine:voice"; of several
    people in a role the first has the voice of the role. A wish for somebody who is not in the script is ignored.
    Raises ConfigError for an unknown voice, for a language the engine has no voice for, and when host and
    guest would sound the same.
    """
    speakers = _speakers(script)
    chosen = {who.id: find_voice(wish, engine, profiles) for who, wish in _wished(speakers, wishes)}
    by_role = [who for who, _unused in _wished_by_role(speakers, wishes)]
    # After the wishes, so that no speaker gets a voice requested for another; those whose sex is known choose first.
    left = sorted((who for who in speakers if who.id not in chosen), key=lambda who: not who.gender)
    for who in left:
        chosen[who.id] = _next_voice(who, profiles[engine], script.language, chosen.values())
    warnings = (
        *_check_shared(speakers, chosen),
        *_check_sex(left, chosen, _("no other is free")),
        *_check_sex(by_role, chosen, _("it is set for the role")),
        *_check_letters(speakers, wishes),
    )
    for who in script.speakers:
        if who.role is Role.NARRATOR:
            chosen[who.id] = chosen[NARRATOR_ID]
    return chosen, warnings


def find_voice(wish: str, engine: str, profiles: Mapping[str, Profiles]) -> Voice:
    """The voice meant by "voice" or "engine:voice", where voice is a name or an alias; any name where voices are open.

    Raises ConfigError with the nearest name when there is none.
    """
    blended = _BLENDED.fullmatch(wish)
    prefix, name = blended.groups() if blended else (wish.rpartition(":")[0], wish.rpartition(":")[2])
    home = prefix or engine
    if home not in profiles:
        raise ConfigError(
            _("there is no engine “{home}” for the voice “{wish}”; {remedy}").format(
                home=home, wish=wish, remedy=did_you_mean(home, profiles, _("choose one of"))
            )
        )
    voices = profiles[home].voices
    if name in voices:
        return voices[name]
    if blend := read_blend(name):
        return _mixed(profiles[home], blend)
    for voice in voices.values():
        if voice.alias == name:
            return voice
    if profiles[home].open:
        return Voice(home, name, "any")
    near = nearest(name, voices)
    remedy = (
        _("did you mean “{near}”?").format(near=near)
        if near
        else _("“audiobuild voices --engine {home}” lists them.").format(home=home)
    )
    raise ConfigError(_("{home} has no voice “{name}”; {remedy}").format(home=home, name=name, remedy=remedy))


def _mixed(profiles: Profiles, blend: tuple[tuple[str, int], ...]) -> Voice:
    """A voice for a blend that no voices file describes: its sex is that of the largest part, its level the mean."""
    if not profiles.blends:
        raise ConfigError(
            _("the voices of {engine} cannot be mixed; cast one of them instead of a blend.").format(
                engine=profiles.engine
            )
        )
    parts = [(find_voice(name, profiles.engine, {profiles.engine: profiles}), part) for name, part in blend]
    largest = parts[0][0]
    whole = sum(part for _unused, part in parts)
    loudness = sum(voice.loudness * part for voice, part in parts) / whole
    return Voice(
        profiles.engine, written(blend), largest.language, largest.gender, loudness=round(loudness, 1), blend=blend
    )


def adjusted(voice: Voice, handles: Iterable[str | None], show: Show) -> Voice:
    """The voice with the rate, gain and pitch that the show sets for it: by the first of the handles it names."""
    every = [*filter(None, handles), voice.full_name, voice.name, voice.alias]
    tables: dict[str, Mapping[str, float]] = {"rate": show.rate, "gain": show.gain, "pitch": show.pitch}
    changes: dict[str, Any] = {}
    for attribute, table in tables.items():
        changes.update((attribute, table[each]) for each in reversed(every) if each in table)
    return replace(voice, **changes)


def adjusted_cast(script: Script, voices: Mapping[str, Voice], show: Show) -> dict[str, Voice]:
    """The cast of a script with the rates, gains and pitches of its show: a person's before a role's or a voice's."""
    handles: dict[str, tuple[str | None, ...]] = {who.id: _handles(who) for who in script.speakers}
    return {who: adjusted(voice, handles.get(who, (Role.NARRATOR.value,)), show) for who, voice in voices.items()}


def substitute_voices(
    wishes: Mapping[str, str], engine: str, missing: Callable[[str], bool], other: str, profiles: Mapping[str, Profiles]
) -> dict[str, str]:
    """The wishes of a show of `engine`, with each voice of a `missing` engine replaced by one of `other`.

    A voice is replaced by the one with the same alias. When there is none the wish is dropped, so that the cast of
    `other` applies.
    """
    aliases = {voice.alias for voice in profiles[other].voices.values()} - {""}
    kept = {}
    for who, wish in wishes.items():
        voice = find_voice(wish, engine, profiles)
        if not missing(voice.engine):
            kept[who] = voice.full_name
        elif voice.alias in aliases:
            kept[who] = f"{other}:{voice.alias}"
    return kept


def casting(profiles: Profiles, language: str) -> Casting:
    """The engine's casting for a language; raises ConfigError naming the languages it speaks when there is none."""
    for name in (language, language.split("-")[0], "any"):
        if name in profiles.casts:
            return profiles.casts[name]
    known = LANGUAGES.get(language.split("-")[0])
    wanted = _(known) if known else _("the language “{language}”").format(language=language)
    raise ConfigError(
        _(
            "no voice of the engine {engine} speaks {wanted}; it speaks {languages}. Choose "
            "another --engine, or set “language” in the script's front matter if it was detected "
            "wrongly."
        ).format(engine=profiles.engine, wanted=wanted, languages=_list(profiles.casts))
    )


def _speakers(script: Script) -> tuple[Speaker, ...]:
    """Hosts and guests of the script, and one narrator: all narrators of a script share a voice."""
    talking = [who for who in script.speakers if who.role is not Role.NARRATOR]
    return (*talking, Speaker(NARRATOR_ID, Role.NARRATOR, None, None, 0, 0, "default"))


def _wished(speakers: Sequence[Speaker], wishes: Mapping[str, str]) -> Iterator[tuple[Speaker, str]]:
    """Those for whom a voice is wished, by the most specific handle: label, name, id, role."""
    for who in speakers:
        if handle := _own_handle(who, wishes):
            yield who, wishes[handle]
    yield from _wished_by_role(speakers, wishes)


def _wished_by_role(speakers: Sequence[Speaker], wishes: Mapping[str, str]) -> Iterator[tuple[Speaker, str]]:
    """The first of each role for which a voice is wished, unless it has its own or is somebody's label."""
    labels = {who.label for who in speakers}
    for role in Role:
        others = [who for who in speakers if who.role is role and not _own_handle(who, wishes)]
        if role.value in wishes and role.value not in labels and others:
            yield others[0], wishes[role.value]


def _own_handle(who: Speaker, wishes: Mapping[str, str]) -> str:
    """The handle of a speaker that a wish is for, but for the role; "" without one."""
    return next((handle for handle in (who.label, who.name, who.id) if handle and handle in wishes), "")


def _handles(who: Speaker) -> tuple[str | None, ...]:
    """What settings call a speaker, most specific first."""
    return (who.label, who.name, who.id, who.role.value)


def _next_voice(who: Speaker, profiles: Profiles, language: str, taken: Iterable[Voice]) -> Voice:
    """The first free voice of the speaker's sex, in the cast or not; else any free one, else the role's last."""
    own, others = _lists(who.role, casting(profiles, language))
    others = sorted(others, key=lambda name: bool(profiles.voices[name].blend))  # blends after voices of their own
    used = {voice.name for voice in taken}
    free = [profiles.voices[name] for name in (*own, *others) if name not in used]
    spoken = [voice for voice in profiles.voices.values() if voice.language == language and voice.name not in used]
    fitting = [voice for voice in (*free, *spoken) if who.gender and voice.gender == who.gender]
    return next(iter((*fitting, *free)), profiles.voices[own[-1]])


def _lists(role: Role, found: Casting) -> tuple[Sequence[str], Sequence[str]]:
    """The voices of a role, and those that it takes when these are taken, in order."""
    if role is Role.HOST:
        return found.hosts, (*found.guests, found.narrator)
    if role is Role.GUEST:
        return found.guests, (*reversed(found.hosts), found.narrator)
    return (found.narrator,), (*reversed(found.guests), *reversed(found.hosts))


def _check_sex(speakers: Iterable[Speaker], chosen: Mapping[str, Voice], why: str) -> Iterator[ScriptWarning]:
    """A warning for each speaker who was given a voice of the other sex, and why."""
    for who in speakers:
        voice = chosen[who.id]
        if who.gender and {who.gender, voice.gender} == {"female", "male"}:
            text = _(
                "{who} ({sex}: {sign}) speaks with the {voice_sex} voice {voice}: {why}; choose one, as in "
                "--voice {handle}=VOICE."
            ).format(
                who=_name(who),
                sex=_(who.gender),
                sign=who.gender_by,
                voice_sex=_(voice.gender),
                voice=voice.name,
                why=why,
                handle=who.label or who.role.value,
            )
            yield ScriptWarning("voice-sex", None, text)


def _check_letters(speakers: Sequence[Speaker], wishes: Mapping[str, str]) -> Iterator[ScriptWarning]:
    """A warning for each wish for a single letter that is neither a role nor anybody's label: a slip, not a name."""
    handles = {handle for who in speakers for handle in (who.label, who.name, who.id)} | set(Role)
    for letter in wishes:
        if len(letter) == 1 and letter.isascii() and letter not in handles:
            text = _(
                "the voice of “{letter}” is for nobody here: the roles are Q (asks), A (answers) and N (narrates)."
            ).format(letter=letter)
            yield ScriptWarning("voice-unused", None, text)


def _check_shared(speakers: Sequence[Speaker], chosen: Mapping[str, Voice]) -> tuple[ScriptWarning, ...]:
    """A warning for each speaker whose voice an earlier one has; ConfigError when they are host and guest."""
    warnings = []
    first_with: dict[tuple[str, str], Speaker] = {}
    for who in speakers:
        voice = chosen[who.id]
        other = first_with.setdefault((voice.engine, voice.name), who)
        if other is who:
            continue
        if {who.role, other.role} == {Role.HOST, Role.GUEST}:
            raise ConfigError(
                _(
                    "{other} and {who} would both speak with {voice}; give one of them another voice, as "
                    "in --voice {value}=VOICE."
                ).format(other=_name(other), who=_name(who), voice=voice.name, value=who.role.value)
            )
        text = _("{other} and {who} share the voice {voice}: there are more speakers than voices.").format(
            other=_name(other), who=_name(who), voice=voice.name
        )
        warnings.append(ScriptWarning("voice-shared", None, text))
    return tuple(warnings)


def _name(who: Speaker) -> str:
    return who.name or who.label or _(_ROLES[who.role])


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
