"""A script as the JSON object `audiobuild.parse/1`."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from audiobuild.marks import without_marks
from audiobuild.model import Script

SCHEMA = "audiobuild.parse/1"


def script_as_json(script: Script) -> dict[str, Any]:
    """The script as dicts and lists for `json.dumps`, in the schema `audiobuild.parse/1`.

    Texts are as transcripts show them, without the marks for pauses, sounds and readings.
    """
    shown = json.loads(json.dumps(asdict(_without_marks(script))))
    settings = shown.pop("settings")
    if shown["lede"] is not None:
        shown["lede"]["role"] = "N"
    return {"schema": SCHEMA, **shown, **({"settings": settings} if settings else {})}


def _without_marks(script: Script) -> Script:
    turns = tuple(replace(turn, paragraphs=tuple(map(without_marks, turn.paragraphs))) for turn in script.turns)
    sections = tuple(replace(section, title=without_marks(section.title)) for section in script.sections)
    lede = script.lede and replace(script.lede, paragraphs=tuple(map(without_marks, script.lede.paragraphs)))
    title = replace(script.title, text=without_marks(script.title.text))
    return replace(script, title=title, lede=lede, sections=sections, turns=turns)
