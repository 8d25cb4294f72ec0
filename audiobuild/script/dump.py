"""A script as the JSON object `audiobuild.parse/1`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from audiobuild.model import Script

SCHEMA = "audiobuild.parse/1"


def dump(script: Script) -> dict[str, Any]:
    """The reading as plain dicts and lists, ready for `json.dumps`."""
    shown = asdict(script)
    settings = shown.pop("settings")
    if shown["lede"] is not None:
        shown["lede"]["role"] = "N"
    result: dict[str, Any] = {"schema": SCHEMA, **shown}
    if settings:
        result["settings"] = settings
    return {key: _plain(value) for key, value in result.items()}


def _plain(value: Any) -> Any:
    """Tuples as lists and roles as their letters."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return str(value) if isinstance(value, str) else value
