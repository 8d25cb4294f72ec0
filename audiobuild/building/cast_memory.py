"""Remembers the cast of an episode for its show: adds lines to voices.toml, and never changes one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audiobuild import engines
from audiobuild.building.episode import EpisodePlan
from audiobuild.i18n import _
from audiobuild.planning.remembered import FILE, new_people
from audiobuild.storage.files import atomic_write

_TOP = "# The voices that people keep in every episode of this show; “audiobuild build --remember-cast” adds lines.\n"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Who was added, with the voice, and a message for each who is remembered with another voice."""

    path: Path
    added: Mapping[str, str]
    messages: tuple[str, ...]


def remember_cast(plan: EpisodePlan, *, write: bool = True) -> Remembered:
    """Add the people of an episode to the show's voices.toml; without `write` only say who would be.

    Voices of draft engines are not remembered. Raises OutputError when the file cannot be written.
    """
    path = plan.request.show / FILE
    drafts = {voice.engine for voice in plan.voices.values() if engines.engine_class(voice.engine).draft}
    added, messages = new_people(plan.script, plan.voices, plan.show.remembered, drafts)
    if drafts:
        messages = (
            *messages,
            _("voices of {drafts} are for drafts, and nobody keeps them.").format(drafts=", ".join(sorted(drafts))),
        )
    if added and write:
        text = path.read_text("utf-8-sig") if path.is_file() else _TOP
        end = "" if text.endswith("\n") else "\n"
        lines = (f"{_quoted(name)} = {_quoted(voice)}\n" for name, voice in added.items())
        with atomic_write(path, durable=True) as out:
            out.write(f"{text}{end}{''.join(lines)}".encode())
    return Remembered(path, added, messages)


def _quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
