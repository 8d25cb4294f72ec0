"""The people's names of a script, which are names in every sentence of it: 单丹丹 is no 单."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobuild.model import Script
from audiobuild.regex import lazy
from audiobuild.script import words
from audiobuild.script.front_matter import cast_in
from audiobuild.script.people import is_outlet, name_strength, role_of_word

_FULL_NAME = lazy(r"[\u3400-\u9fff]{2,4}")
_SURE = 2  # the strength of a name by its surname


def spoken_names(script: Script) -> tuple[str, ...]:
    """The full names in Chinese characters of those who speak, or whom front matter names; no word for a role.

    A foreign first name is none: 查理 where the script has 查理·芒格.
    """
    given = [*_given(script), *cast_in(script.settings)[0]]
    names = [name for name in dict.fromkeys(given) if _is_full_name(name)]
    texts = [*(text for turn in script.turns for text in turn.paragraphs), *(cut.text for cut in script.dropped)]
    texts += script.lede.paragraphs if script.lede else ()
    whole = "\n".join(texts) if names else ""
    return tuple(name for name in names if f"{name}·" not in whole)


def _given(script: Script) -> Iterator[str]:
    """The labels and names of the speakers, and the hosts and guests of the front matter."""
    for who in script.speakers:
        yield from filter(None, (who.label, who.name))
    for setting in ("hosts", "guests"):
        value = script.settings.get(setting, ())
        yield from map(str, value if isinstance(value, list) else re.split("[、，,]", str(value)))


def _is_full_name(name: str) -> bool:
    if not _FULL_NAME.fullmatch(name) or name.endswith(words.NAME_ENDINGS):
        return False
    return name_strength(name) >= _SURE and role_of_word(name) is None and not is_outlet(name)
