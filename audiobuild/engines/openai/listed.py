"""The voices that a server lists, in the shapes that servers use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audiobuild.engines.protocol import Offer

ANY = "any"
#: Kokoro's names begin with language and sex, as in zf_xiaoxiao.
_KOKORO = re.compile(r"([abefhijpz])([fm])_\w+")
_LOCALES = {"a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "zh"}
_SEXES = {"f": "female", "m": "male"}


def offers(found: Any) -> list[Offer]:
    """The voices of {"voices": […]}, {"data": […]} or […], each a name or a table. Raises ValueError for others."""
    if isinstance(found, Mapping):
        found = found.get("voices", found.get("data"))
    if isinstance(found, Mapping):  # by name
        found = [{"id": name, **(facts if isinstance(facts, Mapping) else {})} for name, facts in found.items()]
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise ValueError("no list of voices")
    return list(_offers(found))


def _offers(rows: Sequence[Any]) -> Iterator[Offer]:
    for row in rows:
        facts = row if isinstance(row, Mapping) else {"id": row}
        name = next((facts[key] for key in ("id", "voice_id", "name") if isinstance(facts.get(key), str)), "")
        if name:
            yield _offer(name, facts)


def _offer(name: str, facts: Mapping[str, Any]) -> Offer:
    by_name = _KOKORO.fullmatch(name)
    locale = facts.get("locale") or facts.get("language") or (_LOCALES[by_name[1]] if by_name else ANY)
    sex = facts.get("gender") or (_SEXES[by_name[2]] if by_name else "")
    return Offer(name, str(locale), str(sex).lower())
