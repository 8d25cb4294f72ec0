"""Slips in the front matter: names that speak nowhere, tables that are none, values that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audiobuild.i18n import _
from audiobuild.model import Role, Script, ScriptWarning
from audiobuild.script.declarations import names_in_front
from audiobuild.script.front_matter import EXACT_FORM, PEOPLE_TABLES, cast_in
from audiobuild.script.gender import DECLARED
from audiobuild.script.left_out import refused_heads
from audiobuild.script.lines import fold
from audiobuild.suggestions import nearest

LIKE_A_LABEL = 0.6  # of difflib's ratio: 何兰舟 and 贺兰舟 have 0.67, two people of one family name at most 0.5


def unheard_names(script: Script) -> Iterator[ScriptWarning]:
    """A warning for each name in `cast`, `voices`, `gender` or `labels` that is no speaker's.

    There is none in the exact form, which has its own.
    """
    if script.style.id == EXACT_FORM:
        return
    known = {*map(fold, _handles(script)), *map(fold, _narrators(script))}
    for name in dict.fromkeys(names_in_front(script.settings)):
        if fold(name) not in known:
            yield _warning(
                script,
                name,
                _("“{name}” speaks nowhere in the script; {remedy}").format(name=name, remedy=_remedy(name, script)),
            )
    labels = [who.label for who in script.speakers if who.label]
    for name in _listed(script.settings):  # who else is listed may be a guest that the labels call A
        near = nearest(name, labels, LIKE_A_LABEL)
        if near and fold(name) not in known:
            yield _warning(
                script,
                name,
                _("“{name}” speaks nowhere in the script; did you mean “{near}”?").format(name=name, near=near),
            )


def _narrators(script: Script) -> Iterator[str]:
    """The names that are declared to narrate, if anybody does: a narrator's label is nobody's."""
    if any(turn.role is Role.NARRATOR for turn in script.turns):
        yield from (name for name, role in cast_in(script.settings)[0].items() if role is Role.NARRATOR)


def _listed(settings: Mapping[str, object]) -> Iterator[str]:
    """The names of hosts and guests."""
    for key in ("hosts", "guests"):
        names = settings.get(key, ())
        yield from map(str, names if isinstance(names, list) else [names] if names else ())


def unusable_values(script: Script) -> Iterator[ScriptWarning]:
    """A warning for each table of people that is none, and for each gender that is not understood."""
    for key in PEOPLE_TABLES:
        value = script.settings.get(key)
        if value and not isinstance(value, Mapping):
            yield _warning(
                script,
                key,
                _("“{key}” has no effect: write each name on a line below it, as in   李雷: A").format(key=key),
            )
    genders = script.settings.get("gender")
    for name, gender in genders.items() if isinstance(genders, Mapping) else ():
        if str(gender).casefold() not in DECLARED:
            yield _warning(
                script,
                str(gender),
                _("gender: “{gender}” ({name}) has no effect; write female or male.").format(gender=gender, name=name),
            )


def _warning(script: Script, word: str, message: str) -> ScriptWarning:
    """A warning at the line of the front matter that holds the word."""
    metadata = (drop for drop in script.dropped if drop.reason == "metadata")
    line = next((drop.line for drop in metadata if word in drop.text), None)
    return ScriptWarning("front-matter", line, message)


def _handles(script: Script) -> Iterator[str]:
    """All names by which front matter may call somebody: roles, labels, names and ids."""
    yield from Role
    for who in script.speakers:
        yield from filter(None, (who.label, who.name, who.id))


def _remedy(name: str, script: Script) -> str:
    labels = [who.label for who in script.speakers if who.label]
    near = nearest(name, labels)
    if near:
        return _("did you mean “{near}”?").format(near=near)
    return _("there are {people}.").format(people=people_of(script))


def people_of(script: Script) -> str:
    """Who speaks, with how many turns, and what was read as text: "记者 4, 陶渡 4; read as text: 网友 1"."""
    people = ", ".join(f"{who.label} {who.turns}" for who in script.speakers if who.label) or _("no names")
    refused = ", ".join(f"{head.label} {head.count}" for head in refused_heads(script))
    return _("{people}; read as text: {refused}").format(people=people, refused=refused) if refused else people
