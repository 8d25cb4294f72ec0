"""A script as the JSON object `audiobuild.parse/1`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from audiobuild.model import Script

SCHEMA = "audiobuild.parse/1"


def script_as_json(script: Script) -> dict[str, Any]:
    """The script as dicts and lists for `json.dumps`, in the schema `audiobuild.parse/1`."""
    shown = json.loads(json.dumps(asdict(script)))
    settings = shown.pop("settings")
    if shown["lede"] is not None:
        shown["lede"]["role"] = "N"
    return {"schema": SCHEMA, **shown, **({"settings": settings} if settings else {})}
