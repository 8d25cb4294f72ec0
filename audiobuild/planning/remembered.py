"""The voices that people of a show keep in every episode: who of a script has one, and what speaks against it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from audiobuild.errors import ConfigError
from audiobuild.i18n import _
from audiobuild.model import Profiles, Role, Script, ScriptWarning, Speaker, Voice
from audiobuild.planning.cast import find_voice

FILE = "voices.toml"


@dataclass(frozen=True, slots=True)
class Kept:
    """The wish for each person who keeps a voice, by label or name, and a warning where somebody cannot or should not.

    `people` are their speaker ids.
    """

    wishes: Mapping[str, str]
    people: frozenset[str]
    warnings: tuple[ScriptWarning, ...]


def kept_voices(
    script: Script,
    remembered: Mapping[str, str],
    asked: Collection[str],
    engine: str,
    profiles: Mapping[str, Profiles],
) -> Kept:
    """Those who keep the voice that `remembered` has for their name.

    `asked` are the roles, labels and names for which command or script ask for a voice: these do not keep theirs, and
    of a role it is the first. Of two people with the same voice the first keeps it. Raises ConfigError for a voice
    that does not exist.
    """
    by_person = {person(name): (name, wish) for name, wish in remembered.items()}
    wishes: dict[str, str] = {}
    owners: dict[tuple[str, str], Speaker] = {}
    people, warnings = [], []
    others = _not_asked_for(script, asked)
    for who in others:
        name, wish = by_person.get(person(who.name or ""), ("", ""))
        if not wish:
            continue
        voice = _voice(name, wish, engine, profiles)
        owner = owners.setdefault((voice.engine, voice.name), who)
        if owner is not who:
            warnings.append(_shared(owner, who, voice))
            continue
        wishes[who.label or who.name or who.id] = wish
        people.append(who.id)
        warnings += _of_other_sex(who, voice)
    return Kept(wishes, frozenset(people), tuple(warnings))


def new_people(
    script: Script, voices: Mapping[str, Voice], remembered: Mapping[str, str], drafts: Collection[str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The people of an episode whose voice is to be remembered, and a message for each who is remembered with another.

    `voices` are those of the episode by speaker id, `drafts` the engines whose voices nobody keeps.
    """
    by_person = {person(name): wish for name, wish in remembered.items()}
    new: dict[str, str] = {}
    messages = []
    for who in _people(script):
        voice = voices[who.id]
        name, wish = voice.full_name, by_person.get(person(who.name or ""))
        if voice.engine in drafts or not who.name:
            continue
        if wish is None:
            new[who.name] = name
        elif wish not in (name, voice.name, voice.alias):
            messages.append(
                _("{who} speaks with {voice} here, but {file} keeps {wish}: change that line to keep this.").format(
                    who=who.name, voice=name, file=FILE, wish=wish
                )
            )
    return new, tuple(messages)


def person(name: str) -> str:
    """A name for comparison: without blanks, and in letters of usual width."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _not_asked_for(script: Script, asked: Collection[str]) -> list[Speaker]:
    """The people of a script but for those with a voice of their own, and the first of each role that has one."""
    left = [who for who in script.speakers if {who.label, who.name, who.id}.isdisjoint(asked)]
    firsts = [next((who for who in left if who.role is role), None) for role in Role if role.value in asked]
    return [who for who in _people(script) if who in left and who not in firsts]


def _people(script: Script) -> list[Speaker]:
    return [who for who in script.speakers if who.name and who.role is not Role.NARRATOR]


def _voice(name: str, wish: str, engine: str, profiles: Mapping[str, Profiles]) -> Voice:
    try:
        return find_voice(wish, engine, profiles)
    except ConfigError as error:
        raise ConfigError(f"{FILE}: {name}: {error}") from error


def _shared(owner: Speaker, who: Speaker, voice: Voice) -> ScriptWarning:
    text = _(
        "{owner} and {who} are both to keep the voice {voice}: {who} speaks with another here; change one of their "
        "lines in {file}."
    ).format(owner=owner.name, who=who.name, voice=voice.name, file=FILE)
    return ScriptWarning("voice-kept", None, text)


def _of_other_sex(who: Speaker, voice: Voice) -> list[ScriptWarning]:
    """A warning where the script shows another sex than that of the voice."""
    if not who.gender or {who.gender, voice.gender} != {"female", "male"}:
        return []
    text = _(
        "{who} ({sex}: {sign}) keeps the {voice_sex} voice {voice}; change that line in {file}, if the voice does not "
        "fit."
    ).format(
        who=who.name,
        sex=_(who.gender),
        sign=who.gender_by,
        voice_sex=_(voice.gender),
        voice=voice.name,
        file=FILE,
    )
    return [ScriptWarning("voice-kept", None, text)]
